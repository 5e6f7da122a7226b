"""Decisions of a person at the review desk, written to `content/corrections/` and `content/reviews/` one by one.

A decision is in its file, whole, before the next question is shown: a program that is killed loses none that was
answered. Entries are added at the end, so that what people wrote there stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.records.corrections import show
from generator.records.figures import Absence, Figure, Unit, read_figure
from generator.records.yaml_files import dumps

_LONGEST: Final = 200


class RefusedError(Exception):
    """A decision that cannot be written, with what to do instead."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, and on which day (ISO form)."""

    by: str
    date: str


@dataclass(frozen=True, slots=True)
class Written:
    """One entry that was written: the file, and its bytes before (None: there was no file) and after."""

    path: Path
    before: bytes | None
    after: bytes

    def undo(self) -> None:
        """Take the entry back. Raises `RefusedError` when somebody has changed the file since."""
        now = self.path.read_bytes() if self.path.is_file() else None
        if now != self.after:
            raise RefusedError(f"{self.path} 之后又有改动，请在文件里改。")
        if self.before is None:
            self.path.unlink()
        else:
            _put(self.path, self.before)


def correct(content: Path, issue: str, change: tuple[str, Figure, str], why: str, signed: Signed) -> Written:
    """Write a correction of one cell: its name, the figure as read, and what a person typed. Raises `RefusedError`."""
    cell, was, typed = change
    now = figure_typed(typed)
    if now == was:
        raise RefusedError("这就是现在读到的数，无需更正。")
    entry = {"cell": cell, "was": _plain(was), "is": _plain(now), "why": _why(why), "by": signed.by}
    return _add(content / "corrections" / f"{issue}.yaml", {**entry, "date": signed.date})


def review(content: Path, issue: str, entry: Mapping[str, str], signed: Signed) -> Written:
    """Write a review: `confirms` and `figures`, or `finding`, `verdict`, `figures` and `why`."""
    told = {key: value for key, value in entry.items() if value}
    return _add(content / "reviews" / f"{issue}.yaml", {**told, "by": signed.by, "date": signed.date})


def figure_typed(typed: str) -> Figure:
    """Read what a person typed: a number, or the word for an empty cell or a sign. Raises `RefusedError`."""
    words = {"空": Absence.BLANK, "/": Absence.PLACEHOLDER, "缺": Absence.MISSING}
    text = typed.strip()
    if text in words:
        return words[text]
    figure = read_figure(text, Unit.CHANGE).figure
    if isinstance(figure, Absence):
        raise RefusedError(f"“{text}”不是数。请写数字，或写 空、/、缺。")
    return figure


def figure_written(written: str) -> Figure:
    """Read a figure back from the way files write it (see `show`)."""
    try:
        return Absence(written)
    except ValueError:
        return read_figure(written, Unit.CHANGE).figure


def _why(why: str) -> str:
    return (why.strip() or "对照原件更正")[:_LONGEST]


def _plain(figure: Figure) -> Any:  # noqa: ANN401 - a number or a word
    return show(figure) if isinstance(figure, Absence) else figure


def _add(path: Path, entry: Mapping[str, Any]) -> Written:
    """Add an entry to a list in a YAML file."""
    before = path.read_bytes() if path.is_file() else None
    first, *rest = dumps(dict(entry)).splitlines()
    added = "\n".join([f"- {first}", *(f"  {line}" for line in rest), ""]).encode()
    kept = before or b""
    after = kept + (b"" if not kept or kept.endswith(b"\n") else b"\n") + added
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path, after)
    return Written(path, before, after)


def _put(path: Path, data: bytes) -> None:
    """Write a file in one step, so that a killed program leaves the old one or the new one."""
    fresh = path.with_suffix(".tmp-decision")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
