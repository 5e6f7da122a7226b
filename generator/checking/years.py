"""Group D: what one year leaves over, the next must take up. Counts are 件."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from generator.checking.breaks import same_quantity
from generator.checking.findings import Result, Severity, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import threshold
from generator.checking.wording import name_cells_of, name_of_case, name_of_subject, words
from generator.records.figures import Absence, Number
from generator.records.forms import applicants, cases
from generator.records.portal import Held
from generator.records.record import number_of, stated

Compare = Callable[[Subject, Held], Iterator[Verdict]]
_STOCKS: Final = ("regulations", "normative_documents")


def with_previous(compare: Compare) -> Rule:
    """Make a rule of one that compares two years: where the year before is not held, it does not apply.

    A report of the year before that we could not read is our fault, not the agency's: then it is `not_assessable`.
    """

    def rule(subject: Subject) -> Iterator[Verdict]:
        if subject.previous:
            yield from compare(subject, subject.previous)
        else:
            ours = subject.past.why == "previous_unread"
            yield Verdict(Result.NOT_ASSESSABLE if ours else Result.NOT_APPLICABLE, says=subject.past.why)

    return rule


def number_before(previous: Held, cell: str) -> Number | None:
    """Give the number of a cell of the year before, None when it has none."""
    return number_of(previous.record.figures.get(cell, Absence.MISSING))


def lacking(subject: Subject, previous: Held, cells: tuple[str, ...], before: tuple[str, ...]) -> str:
    """Name the cells of two years that hold no number, each year's with its year."""
    here = name_cells_of(subject.record, subject.without_number(cells))
    there = name_cells_of(previous.record, tuple(cell for cell in before if number_before(previous, cell) is None))
    named = ((previous.issue.year, there), (subject.year, here))
    return "；".join(str(words("of_year")).format(year, names) for year, names in named if names)


def carry_over(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Hold R5: what was carried out of a year is what is carried into the next, column by column."""
    for column in applicants():
        after, before = f"applications.carried_in.{column.key}", f"applications.carried_out.{column.key}"
        left, right = number_before(previous, before), subject.number(after)
        severity = None if column is applicants()[-1] else Severity.WARNING
        about = name_of_subject("column-identity", column.key)
        yield _pair(subject, previous, (column.key, about), ((after,), (before,)), (left, right), severity)


def _pair(  # noqa: PLR0913, PLR0917 - one of each for both years
    subject: Subject,
    previous: Held,
    what: tuple[str, str],
    cells: tuple[tuple[str, ...], tuple[str, ...]],
    numbers: tuple[Number | None, Number | None],
    severity: Severity | None = None,
) -> Verdict:
    """Hold two numbers, that of the year before first, against each other."""
    left, right = numbers
    here, there = cells
    known = left is not None and right is not None
    result = Result.NOT_ASSESSABLE if not known else Result.PASS if left == right else Result.FAIL
    failed = result is Result.FAIL
    return Verdict(
        result,
        *what,
        cells=here,
        before=there,
        left="" if left is None else stated(left),
        right="" if right is None else stated(right),
        detail="" if known else lacking(subject, previous, here, there),
        certainty=subject.certainty(here, there) if failed else None,
        severity=severity if failed else None,
    )


def in_force(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Hold R6: what was in force a year ago, and was made since, less what was repealed, is in force."""
    for stock in _STOCKS:
        yield _stock(subject, previous, stock)


def _stock(subject: Subject, previous: Held, stock: str) -> Verdict:
    row = f"proactive.{stock}"
    cells, before = tuple(f"{row}.{item}" for item in ("issued", "repealed", "in_force")), (f"{row}.in_force",)
    about = words("stocks")[stock]
    if (
        not subject.record.figures.keys() >= set(cells)
        or not same_quantity(before[0], subject.record.forms, previous.record.forms)
        or before[0] not in previous.record.figures
    ):
        return Verdict(Result.NOT_APPLICABLE, stock, about, says="other_quantity")
    issued, repealed, now = (subject.number(cell) for cell in cells)
    past = number_before(previous, before[0])
    if issued is None or repealed is None or now is None or past is None:
        detail = lacking(subject, previous, cells, before)
        return Verdict(Result.NOT_ASSESSABLE, stock, about, cells=cells, before=before, detail=detail)
    due = past + issued - repealed
    failed = due != now
    return Verdict(
        Result.FAIL if failed else Result.PASS,
        stock,
        about,
        cells=cells,
        before=before,
        left=f"{stated(past)}+{stated(issued)}-{stated(repealed)}＝{stated(due)}",
        right=stated(now),
        certainty=subject.certainty(cells, before) if failed else None,
    )


def pending(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Note cases that were pending at the end of a year of whose kind the next year has none at all."""
    for case in cases():
        cells, before = (f"disputes.{case.key}.total",), (f"disputes.{case.key}.pending",)
        left, right = number_before(previous, before[0]), subject.number(cells[0])
        about = name_of_case(case.key)
        if left is None or (left > 0 and right is None):
            detail = lacking(subject, previous, cells, before)
            yield Verdict(Result.NOT_ASSESSABLE, case.key, about, cells=cells, before=before, detail=detail)
            continue
        failed = left > 0 and right == 0
        yield Verdict(
            Result.FAIL if failed else Result.PASS,
            case.key,
            about,
            cells=cells,
            before=before,
            left=stated(left),
            right="" if right is None else stated(right),
            certainty=subject.certainty(cells, before) if failed else None,
        )


def identical(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Look for tables that are those of the year before, number for number, with enough numbers that are not 0."""
    here, there = subject.record, previous.record
    if here.forms != there.forms:
        yield Verdict(Result.NOT_APPLICABLE, says="other_quantity")
        return
    numbers = {cell: number_of(figure) for cell, figure in here.figures.items()}
    past = {cell: number_of(figure) for cell, figure in there.figures.items()}
    both = [cell for cell in numbers if numbers[cell] is not None and past.get(cell) is not None]
    told = tuple(cell for cell in both if numbers[cell])
    if any(numbers[cell] != past[cell] for cell in both) or (
        len(both) == len(numbers) and len(told) < threshold(subject.settings, "identical_least")
    ):
        yield Verdict(Result.PASS, count=len(told))
    elif len(both) < len(numbers):
        lost = tuple(cell for cell in numbers if cell not in both)
        yield Verdict(Result.NOT_ASSESSABLE, detail=lacking(subject, previous, lost, lost), cells=lost, before=lost)
    else:
        certainty = subject.certainty(told, told)
        yield Verdict(Result.FAIL, cells=told, before=told, count=len(told), certainty=certainty)


RULES: Final[Mapping[str, Rule]] = {
    "carry-over-continuity": with_previous(carry_over),
    "in-force-continuity": with_previous(in_force),
    "pending-cases-followed-up": with_previous(pending),
    "identical-tables": with_previous(identical),
}
