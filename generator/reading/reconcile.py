"""Two independent readings of the same report, cell by cell: alike is confirmed, different is unclear."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from generator.records.figures import Absence, Figure
from generator.records.record import Doubt, Evidence, Record

_UNSEEN = frozenset({Absence.MISSING, Absence.UNCLEAR})


def reconcile(first: Record, second: Record, *, why: str) -> Record:
    """Lay a second reading over the first. A cell on which the two differ is `unclear` with both candidates.

    What the second did not see at all stays as the first read it, unconfirmed; what only the second saw is unclear.
    """
    if dict(first.forms) != dict(second.forms):
        return first
    figures: dict[str, Figure] = dict(first.figures)
    unclear = dict(first.unclear)
    for cell, mine in first.figures.items():
        other = second.figures[cell]
        if mine == other or other in _UNSEEN:
            continue
        figures[cell] = Absence.UNCLEAR
        unclear[cell] = _doubt(mine, other, first.unclear.get(cell), why)
    evidence = dict(_evidence(first, second, figures))
    return dataclasses.replace(first, figures=figures, unclear=unclear, evidence=evidence)


def agreed(first: Record, again: Record, *, why: str) -> Record:
    """Keep of a reading only what the same reader read alike a second time; it confirms nothing.

    A reader that may misread what it sees (OCR) has to see everything twice: a cell that the second time is not the
    same, or not there, is `unclear`.
    """
    same_forms = dict(first.forms) == dict(again.forms)
    figures: dict[str, Figure] = dict(first.figures)
    unclear = dict(first.unclear)
    for cell, mine in first.figures.items():
        other = again.figures.get(cell, Absence.MISSING)
        if (mine != other or not same_forms) and mine is not Absence.UNCLEAR:
            figures[cell] = Absence.UNCLEAR
            unclear[cell] = _doubt(mine, other, first.unclear.get(cell), why)
    return dataclasses.replace(first, figures=figures, unclear=unclear)


def _doubt(mine: Figure, other: Figure, known: Doubt | None, why: str) -> Doubt:
    numbers = [figure for figure in (mine, other) if not isinstance(figure, Absence)]
    candidates = dict.fromkeys([*numbers, *(known.candidates if known else ())])
    return Doubt(f"{known.why}；{why}" if known else why, tuple(candidates))


def _evidence(first: Record, second: Record, figures: Mapping[str, Figure]) -> Mapping[str, Evidence]:
    """Count two readers for each row whose every cell both read alike, and of which both saw as many numbers."""
    rows = {row.name: row for table in first.tables for row in table.rows}
    counted = {}
    for name, evidence in first.evidence.items():
        cells = rows[name].cells if name in rows else ()
        seen = second.evidence[name].numbers if name in second.evidence else None
        same = seen == evidence.numbers
        alike = bool(cells) and same and all(second.figures[cell.name] == figures[cell.name] for cell in cells)
        counted[name] = dataclasses.replace(evidence, readers=2) if alike else evidence
    return counted
