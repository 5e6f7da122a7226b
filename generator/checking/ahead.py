"""What can be worked out of one agency alone, ahead of a build that goes over the whole portal, in any process.

Reading its records, looking for personal numbers in them, and the signatures of their texts rest on nothing but the
agency's own files. Results go to the shelf, under what they rest on. The build finds them there, or makes them itself:
nothing but time depends on whether, where and how often this was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.checking.privacy import numbers_of
from generator.checking.resemblance import sections_of
from generator.records.folded import shut
from generator.records.portal import Held, load_held, newest
from generator.records.registry import Agency
from generator.records.shelf import Shelf

_FEW: Final = 24
"""So many agencies and fewer are not worth another process."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One agency: where its records lie, where results go, and a hash of the program that they are results of."""

    content: Path
    results: Path
    program: str
    agency: Agency

    def __str__(self) -> str:
        return f"ahead-{self.agency.id}"


Spread = Callable[[Callable[[Ahead], None], Iterable[Ahead], Callable[[Ahead], None]], Iterator[None]]
"""Does work on agencies, in any process; the last tells what to do where one has ended its worker twice."""


def work_ahead(content: Path, agencies: Mapping[str, Agency], shelf: Shelf, spread: Spread) -> bool:
    """Have results of agencies made of whom there are none yet; tell whether these were many.

    Where only some have changed the build itself is as quick.
    """
    known = {path.name for path in (content / "records").iterdir()} if (content / "records").is_dir() else set()
    lacking = shelf.lacking("held", sorted(known & agencies.keys()))
    if many := worth_asking(lacking):
        tasks = (Ahead(content, shelf.folder, shelf.program, agencies[agency]) for agency in lacking)
        for _ in spread(of_agency, tasks, _left_to_the_build):
            pass
    return many


def worth_asking(lacking: Sized) -> bool:
    """Tell whether so many agencies are lacking that it is worth the while to ask other processes."""
    return len(lacking) > _FEW


def of_agency(task: Ahead) -> None:
    """Work out what rests on one agency alone, and keep it."""
    memory, agencies = Shelf(task.results, task.program, _hash_each), {task.agency.id: task.agency}
    paths = sorted((task.content / "records" / task.agency.id).glob("*.yaml"))
    loaded = [load_held(task.content, path, agencies, memory)[0] for path in paths]
    held = tuple(sorted((item for item in loaded if isinstance(item, Held)), key=lambda item: item.issue))
    for item in held:
        numbers_of(item, memory)
    for item in newest(held):
        sections_of(item, task.agency, memory)
    memory.write()
    shut()


def _hash_each(_: Path) -> str:
    return ""


def _left_to_the_build(_: Ahead) -> None:
    return None
