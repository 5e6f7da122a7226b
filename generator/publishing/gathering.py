"""What is made of every agency, in order: taken over from the last build, or made anew by whoever works."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.publishing import urls
from generator.publishing.agency_files import Lines, series_path
from generator.publishing.edition import Edition
from generator.publishing.excerpts import excerpts
from generator.publishing.figure_lines import LONG_HEAD, wide_head
from generator.publishing.kept import Kept
from generator.publishing.render import SiteHead
from generator.publishing.tabular import csv_head
from generator.publishing.units import Cut, Made, Unit, from_part, make, to_part
from generator.publishing.writer import Writer
from generator.records.memory import Memory, Name

Spread = Callable[[Callable[[Unit], Made], Iterable[Unit]], Iterator[Made]]
"""Does work on units, in any process, and gives the results in their order."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What makes agencies: the templates, what each page says of the site, parts to take over, and who works.

    `memory` spares the packing of what is as it was.
    """

    templates: Path
    head: SiteHead
    kept: Kept
    spread: Spread
    memory: Memory


def made_of_agencies(edition: Edition, built: Path, hands: Hands) -> Iterator[tuple[str, Made]]:
    """Give the id of every agency with what was made of it, in the order of the registry."""
    turn: deque[tuple[str, Made | None]] = deque()
    for task, made in _anew(_cuts(edition, hands), built, turn, hands):
        hands.kept.note(task.name, task.made_from, to_part(made))
        yield from _taken_over(turn)
        turn.popleft()
        yield task.agency, made
    yield from _taken_over(turn)


def _cuts(edition: Edition, hands: Hands) -> Iterator[tuple[Cut, str]]:
    """Give every agency as it is cut out of the edition, with a hash of all that it is made from."""
    excerpt = excerpts(edition)
    for agency in edition.agencies.values():
        cut = Cut(agency.id, excerpt(agency), hands.head)
        name = Name("cut", agency.id)
        yield cut, hands.memory.of(name, lambda cut=cut: cut.made_from, equal=(cut.part, cut.head))  # type: ignore[misc]


def _anew(
    cuts: Iterable[tuple[Cut, str]], built: Path, turn: deque[tuple[str, Made | None]], hands: Hands
) -> Iterator[tuple[_Asked, Made]]:
    """Make those that cannot be taken over; `turn` gets every agency, with what was taken over."""
    asked: deque[_Asked] = deque()

    def tasks() -> Iterator[Unit]:
        for cut, made_from in cuts:
            now = _Asked(cut.agency, f"agency-{cut.agency}", made_from)
            part = hands.kept.take(now.name, now.made_from, built)
            turn.append((cut.agency, from_part(part) if part else None))
            if part is None:
                asked.append(now)
                yield Unit(cut.agency, cut.packed, hands.templates, cut.head, built)

    for made in hands.spread(make, tasks()):
        yield asked.popleft(), made


class _Asked(NamedTuple):
    """A unit that is being made: its agency, its name, the hash of what it is made from."""

    agency: str
    name: str
    made_from: str


def _taken_over(turn: deque[tuple[str, Made | None]]) -> Iterator[tuple[str, Made]]:
    while turn and (made := turn[0][1]):
        yield turn.popleft()[0], made


def begin_figures(writer: Writer, edition: Edition) -> None:
    """Begin the files that every report adds to."""
    for folder in _folders(*edition.years):
        writer.add(f"{folder}figures.csv", csv_head(LONG_HEAD).encode())
        writer.add(f"{folder}wide.csv", wide_head().encode())


def add_figures(writer: Writer, agency: str, made: Made) -> None:
    """Add the lines of an agency's reports to the files of the whole and of their years."""
    text = (writer.built / series_path(agency)).read_bytes() if made.lines else b""
    folders: dict[str, list[Lines]] = {}
    for lines in made.lines:
        for folder in _folders(lines.year):
            folders.setdefault(folder, []).append(lines)
    for folder, mine in folders.items():
        figures = b"".join(text[lines.start : lines.start + lines.length] for lines in mine)
        writer.add(f"{folder}figures.csv", figures)
        writer.add(f"{folder}wide.csv", "".join(lines.wide for lines in mine).encode())


def _folders(*years: int) -> tuple[str, ...]:
    return ("data/", *map(urls.year, years))
