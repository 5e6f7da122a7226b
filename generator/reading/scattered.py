"""Numbers of running text that stand one a line: their order is believed only as far as their sums hold.

Programs that take text out of a PDF print the cells of a row one by one, and those whose text is wrapped higher or
lower come before or after their neighbours. A row whose sum is wrong may be the agency's mistake or such a row: the
sums of its columns tell which. Two numbers that change places break two of them, a wrong number breaks one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.misled import is_broken, is_kept
from generator.reading.observe import Observed
from generator.records.figures import Absence, Figure
from generator.records.forms import FormRow, Identity

WHY: Final = "这些数字一行一个，而相加不等于总计，次序可能与表格不同"
WHY_UNTOLD: Final = "这些数字一行一个，而本文件中表三的数字大多读不出来，次序可能与表格不同"


def disordered(row: FormRow, item: Observed, figures: Mapping[str, Figure], rules: Sequence[Identity]) -> Iterator[str]:
    """Give the cells of a row that stands one number a line, where they break a sum of the row itself.

    Where several numbers stand on one of the lines, a sum that cannot be worked out does not hold either.
    """
    if not item.loose or len({field.place.line for field in item.fields}) < len(item.fields) or len(item.fields) < 2:
        return
    if _is_vouched(row, figures, rules):
        return
    torn = any(len(field.text.split()) > 1 for field in item.fields)
    names = {cell.name for cell in row.cells}
    for rule in rules:
        own = names.issuperset(rule.cells)
        if own and (is_broken(rule, figures) or (torn and not is_kept(rule, figures))):
            yield from rule.cells


def untold(rows: Sequence[FormRow], placed: Mapping[str, Observed], figures: Mapping[str, Figure]) -> Iterator[str]:
    """Give the cells of 表二 in rows that stand one number a line, where the order of the file is not to be believed.

    表二 has no sums. 表三 has: where fewer than half of its rows could be read, its numbers were torn out of order, and
    those of 表二 may be so too.
    """
    whole = [_is_read(row, figures) for row in rows if row.table == "applications"]
    if 2 * sum(whole) >= len(whole):
        return
    for row in rows:
        item = placed.get(row.name)
        if row.table == "proactive" and item and item.loose and len({field.place for field in item.fields}) > 1:
            yield from (cell.name for cell in row.cells if not isinstance(figures[cell.name], Absence))


def _is_read(row: FormRow, figures: Mapping[str, Figure]) -> bool:
    return not any(figures[cell.name] in {Absence.UNCLEAR, Absence.MISSING} for cell in row.cells)


def _is_vouched(row: FormRow, figures: Mapping[str, Figure], rules: Sequence[Identity]) -> bool:
    """Tell whether the sums of the columns hold with a row's numbers, all but one column's."""
    names = {cell.name for cell in row.cells}
    across = [[rule for rule in rules if cell in rule.cells and not names.issuperset(rule.cells)] for cell in names]
    held = [column for column in across if column and all(is_kept(rule, figures) for rule in column)]
    return len(held) >= len(names) - 1 > 0
