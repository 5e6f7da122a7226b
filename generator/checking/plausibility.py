"""Group F: figures that cannot well be true of such an agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.findings import Result, Severity, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_cells, name_of_cell, words
from generator.records.figures import Absence
from generator.records.record import number_of, stated
from generator.records.registry import Agency

_BELOW: Final = "below"
_REVIEWS: Final = "disputes.review.total"
_DEALT: Final = "applications.total.total"
_OF_STATE: Final = "applications.denied_state_secret.total"


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


def review_exceeds_decisions(subject: Subject) -> Iterator[Verdict]:
    """Note more reviews than applications dealt with in this year and the year before (件)."""
    cells = (_REVIEWS, _DEALT)
    reviews, dealt = (subject.number(cell) for cell in cells)
    previous = subject.previous.record.figures.get(_DEALT, Absence.MISSING) if subject.previous else Absence.MISSING
    before = number_of(previous)
    if reviews is None or dealt is None:
        yield Verdict(Result.NOT_ASSESSABLE, cells=cells, detail=name_cells(subject, subject.without_number(cells)))
    elif reviews <= dealt:
        yield Verdict(Result.PASS, cells=cells, left=stated(reviews), right=stated(dealt))
    elif before is None:
        yield Verdict(
            Result.NOT_ASSESSABLE, says="no_year_before", cells=cells, left=stated(reviews), right=stated(dealt)
        )
    else:
        failed = reviews > dealt + before
        yield Verdict(
            Result.FAIL if failed else Result.PASS,
            cells=cells,
            before=(_DEALT,),
            left=stated(reviews),
            right=f"{stated(dealt)}+{stated(before)}＝{stated(dealt + before)}",
            certainty=subject.certainty(cells, (_DEALT,)) if failed else None,
        )


def state_secret_denials(subject: Subject) -> Iterator[Verdict]:
    """Note a township that refused for state secrecy: lawful, and rare."""
    number = subject.number(_OF_STATE)
    if subject.agency.level != "township":
        yield Verdict(Result.NOT_APPLICABLE)
    elif number is None:
        yield Verdict(Result.NOT_ASSESSABLE, cells=(_OF_STATE,), detail=name_cells(subject, (_OF_STATE,)))
    else:
        failed = number > 0
        certainty = subject.certainty((_OF_STATE,)) if failed else None
        result = Result.FAIL if failed else Result.PASS
        yield Verdict(result, cells=(_OF_STATE,), left=stated(number), certainty=certainty)


RULES: Final[Mapping[str, Rule]] = {
    "level-without-regulations": level_without_regulations,
    "review-exceeds-decisions": review_exceeds_decisions,
    "state-secret-denials": state_secret_denials,
}
