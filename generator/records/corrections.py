"""Corrections: people's changes to our reading of cells. `content/corrections/<agency>/<issue>.yaml`.

A correction holds while the cell reads as it says (`was`). One that no longer matches is left out and named with its
line; so is every one of several for the same cell, since nobody can tell which of them is meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.records.errors import Problem
from generator.records.figures import Absence, Figure
from generator.records.record import Record, stated
from generator.records.yaml_files import Located


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's change to our reading of one cell, with both values."""

    cell: str
    was: Figure
    now: Figure
    why: str
    by: str
    date: str
    evidence: str = ""


def corrections_of(located: Located, record: Record) -> tuple[tuple[Correction, ...], list[Problem]]:
    """Give the corrections of a file (held against its schema already) that fit a record as read, and what is wrong."""
    several = _several(located)
    applied, problems = [], list(_repeated(located, several))
    for position, entry in enumerate(located.data or []):
        correction = _correction(entry)
        if correction.cell in several:
            continue
        if problem := _mismatch(located, position, correction, record):
            problems.append(problem)
        else:
            applied.append(correction)
    return tuple(applied), problems


def _several(located: Located) -> Mapping[str, list[int]]:
    """Give the cells that are named more than once, each with the positions of its entries."""
    places: dict[str, list[int]] = {}
    for position, entry in enumerate(located.data or []):
        places.setdefault(entry["cell"], []).append(position)
    return {cell: found for cell, found in places.items() if len(found) > 1}


def _repeated(located: Located, several: Mapping[str, list[int]]) -> Iterator[Problem]:
    for cell, positions in several.items():
        lines = "、".join(str(located.line(position, "cell")) for position in positions)
        for position in positions:
            what = f"{cell} 在第 {lines} 行各有一条更正，不能确定用哪一条，都没有采用。"
            yield located.problem((position, "cell"), what, "请只留一条。")


def _correction(entry: Mapping[str, Any]) -> Correction:
    was, now = _figure(entry["was"]), _figure(entry["is"])
    return Correction(entry["cell"], was, now, entry["why"], entry["by"], entry["date"], entry.get("evidence", ""))


def _figure(value: Any) -> Figure:  # noqa: ANN401 - told by the schema
    return Absence(value) if isinstance(value, str) else value


def _mismatch(located: Located, position: int, correction: Correction, record: Record) -> Problem | None:
    """Say why a correction cannot be applied, if it cannot."""
    have = record.figures.get(correction.cell)
    if have is None:
        what, remedy = f"没有单元格 {correction.cell}。", "请照记录文件里的名字写，例如 applications.granted.total。"
        return located.problem((position, "cell"), what, remedy)
    if have == correction.now:
        what = f"{correction.cell} 现在读到的就是 {show(have)}，这条更正多余了。"
        return located.problem((position,), what, "请删去这一条。")
    if have != correction.was:
        what = f"{correction.cell} 现在读到的是 {show(have)}，不是更正所写的 {show(correction.was)}。"
        return located.problem((position, "was"), what, "请对照原件重新核对，再改写 was 或删去这一条。")
    return None


def show(figure: Figure) -> str:
    """Write a figure as files write it."""
    return figure.value if isinstance(figure, Absence) else stated(figure)


def apply_corrections(record: Record, corrections: tuple[Correction, ...]) -> Record:
    """Lay corrections over a record. The record as read stays in its file; a corrected cell is no longer unclear."""
    if not corrections:
        return record
    now = {correction.cell: correction.now for correction in corrections}
    unclear = {cell: doubt for cell, doubt in record.unclear.items() if cell not in now}
    return dataclasses.replace(record, figures={**record.figures, **now}, unclear=unclear)
