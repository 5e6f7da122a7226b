"""Group F: figures that cannot well be true of such an agency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.checking.findings import Result, Severity, Verdict
from generator.checking.subject import Subject
from generator.checking.wording import name_cells, name_of_cell, words
from generator.records.figures import Absence
from generator.records.record import stated
from generator.records.registry import Agency

_BELOW: Final = "below"


def level_without_regulations(subject: Subject) -> Iterator[Verdict]:
    """Look for 规章 reported by an agency that may not make any (立法法): a body below a 设区的市, or a department."""
    power = _power(subject.agency)
    if power in {"may", "unknown"}:
        yield Verdict(Result.NOT_APPLICABLE if power == "may" else Result.NOT_ASSESSABLE, says=power)
        return
    cells = tuple(cell for cell in subject.record.figures if cell.startswith("proactive.regulations."))
    above = tuple(cell for cell in cells if (subject.number(cell) or 0) > 0)
    lost = subject.without_number(cells)
    if above:
        yield _reported(subject, above, Severity.ERROR if power == _BELOW else Severity.WARNING)
    elif lost:
        yield Verdict(Result.NOT_ASSESSABLE, cells=cells, detail=name_cells(subject, lost))
    else:
        yield Verdict(Result.PASS, cells=cells)


def _power(agency: Agency) -> str:
    """Tell from kind and level whether an agency may make 规章: `may`, `below`, `department`, or `unknown`."""
    kinds: dict[str, dict[str, str]] = words("regulation_power")
    levels = kinds.get(agency.kind, {})
    return levels.get(agency.level) or levels.get("any") or "unknown"


def _reported(subject: Subject, cells: tuple[str, ...], severity: Severity) -> Verdict:
    shown = [f"{name_of_cell(cell)} {_shown(subject, cell)}" for cell in cells]
    return Verdict(
        Result.FAIL,
        cells=cells,
        left="、".join(shown),
        right="0",
        count=len(cells),
        certainty=subject.certainty(cells),
        severity=severity,
    )


def _shown(subject: Subject, cell: str) -> str:
    figure = subject.figure(cell)
    return figure.value if isinstance(figure, Absence) else stated(figure)
