"""Group A, cells: every row has its cells, and every cell holds what it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.findings import Certainty, Result, Verdict
from generator.checking.structure import excused, is_there
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_cells, name_of_absence, name_of_cell, name_of_row, words
from generator.records.figures import Absence, Figure, Number, Unit, fold
from generator.records.forms import FormRow, applicants
from generator.records.record import Passage, stated

_COUNTED: Final = ("applications", "disputes")
_RUN: Final = re.compile(r"(?<![0-9.])[0-9]+(?![0-9.])", re.ASCII)


def cell_count(subject: Subject) -> Iterator[Verdict]:
    """Hold the number of values printed in each row of 表三 and 表四 against its cells. Blanks count as cells.

    A row that is not there at all belongs to `table-row-missing`.
    """
    for name in _COUNTED:
        for row in subject.record.table(name).rows:
            if is_there(subject, row):
                yield _counted(subject, row)


def _counted(subject: Subject, row: FormRow) -> Verdict:
    cells = tuple(cell.name for cell in row.cells)
    evidence = subject.record.evidence.get(row.name)
    lost = sum(subject.figure(cell) is Absence.MISSING for cell in cells)
    have = evidence.numbers if evidence and evidence.numbers is not None else len(cells) - lost
    key, about, left, right = row.key or row.table, name_of_row(row), str(have), str(len(cells))
    if have == len(cells):
        return Verdict(Result.PASS, key, about, cells=cells, left=left, right=right)
    certainty = subject.certainty(cells) if have > len(cells) else _sure_of_loss(subject, cells)
    verdict = Verdict(Result.FAIL, key, about, cells=cells, left=left, right=right, certainty=certainty)
    return excused(subject, verdict)


def _sure_of_loss(subject: Subject, cells: tuple[str, ...]) -> Certainty:
    sure = {subject.certainty(cells), subject.certainty_of_loss()}
    return Certainty.PRINTED if sure == {Certainty.PRINTED} else Certainty.TO_CONFIRM


def blank_cell(subject: Subject) -> Iterator[Verdict]:
    """Count the cells that are there and empty: one finding for the whole report."""
    yield _without(subject, Absence.BLANK)


def placeholder_cell(subject: Subject) -> Iterator[Verdict]:
    """Count the cells in which a sign is printed in place of a number: one finding for the whole report."""
    yield _without(subject, Absence.PLACEHOLDER)


def _without(subject: Subject, absence: Absence) -> Verdict:
    figures = subject.record.figures
    if all(figure is Absence.MISSING for figure in figures.values()):
        return Verdict(Result.NOT_ASSESSABLE, says="no_cell")
    found = tuple(cell for cell, figure in figures.items() if figure is absence)
    if not found:
        return Verdict(Result.PASS)
    detail, certainty = name_cells(subject, found), subject.certainty(found)
    left = name_of_absence(absence)
    return Verdict(Result.FAIL, cells=found, left=left, detail=detail, count=len(found), certainty=certainty)


def non_integer_count(subject: Subject) -> Iterator[Verdict]:
    """Name each count that is no whole number or below zero, and each amount below zero.

    Only a change against the year before (2019 form) may be negative; only amounts of money may have decimals.
    """
    cells = [cell for table in subject.record.tables for cell in table.cells]
    wrong = [cell for cell in cells if not _possible(subject.figure(cell.name), cell.unit)]
    if all(isinstance(figure, Absence) for figure in subject.record.figures.values()):
        yield Verdict(Result.NOT_ASSESSABLE, says="no_cell")
    elif not wrong:
        yield Verdict(Result.PASS)
    for cell in wrong:
        number = subject.number(cell.name)
        yield Verdict(
            Result.FAIL,
            cell.name,
            name_of_cell(cell.name),
            cells=(cell.name,),
            left="" if number is None else stated(number),
            right=words("possible")[cell.unit.name],
            certainty=subject.certainty((cell.name,)),
        )


def _possible(figure: Figure, unit: Unit) -> bool:
    if isinstance(figure, Absence):
        return True
    whole = isinstance(figure, int) or figure == figure.to_integral_value()
    if unit is Unit.CHANGE:
        return whole
    return figure >= 0 and (whole or unit is not Unit.COUNT)


def unexpected_subtotal(subject: Subject) -> Iterator[Verdict]:
    """Look for subtotals, which no form has, among what found no place in one; tell those that equal their parts."""
    subtotal = re.compile(words("subtotal"))
    found = [passage for passage in subject.record.unplaced if subtotal.search("".join(passage.text.split()))]
    if not found:
        yield Verdict(Result.PASS)
    for position, passage in enumerate(found, start=1):
        yield _subtotal(subject, passage, position)


def _subtotal(subject: Subject, passage: Passage, position: int) -> Verdict:
    numbers = [int(run) for run in _RUN.findall(fold(passage.text))]
    kind = "row" if numbers else "column"
    parts = _parts_of(subject, numbers[-len(applicants()) :])
    return Verdict(
        Result.FAIL,
        f"{kind}-{position}",
        words("subtotal_of")[kind],
        says="equals" if parts else "",
        detail=parts,
        quote=passage.text,
        certainty=subject.certainty_of_structure(),
    )


def _parts_of(subject: Subject, numbers: list[int]) -> str:
    """Name the group of rows of 表三 that `numbers` add up, column by column; empty when there is none."""
    rows = subject.record.table("applications").rows
    for group in dict.fromkeys(row.group for row in rows if row.group):
        columns = zip(*((cell.name for cell in row.cells) for row in rows if row.group == group), strict=True)
        if numbers == [_total(subject, column) for column in columns]:
            return group
    return ""


def _total(subject: Subject, cells: tuple[str, ...]) -> Number | None:
    numbers = [number for cell in cells if (number := subject.number(cell)) is not None]
    return sum(numbers) if len(numbers) == len(cells) else None


RULES: Final[Mapping[str, Rule]] = {
    "cell-count": cell_count,
    "blank-cell": blank_cell,
    "placeholder-cell": placeholder_cell,
    "non-integer-count": non_integer_count,
    "unexpected-subtotal": unexpected_subtotal,
}
