"""Numbers of running text that stand one a line: their order is believed only as far as their sums hold.

Programs that take text out of a PDF print the cells of a row one by one, and those whose text is wrapped higher or
lower come before or after their neighbours. A row whose sum is wrong may be the agency's mistake or such a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.misled import is_broken, is_kept
from generator.reading.observe import Observed
from generator.records.figures import Figure
from generator.records.forms import FormRow, Identity

WHY: Final = "这些数字一行一个，而相加不等于总计，次序可能与表格不同"


def disordered(row: FormRow, item: Observed, figures: Mapping[str, Figure], rules: Sequence[Identity]) -> Iterator[str]:
    """Give the cells of a row that stands one number a line, where they break a sum of the row itself.

    Where several numbers stand on one of the lines, a sum that cannot be worked out does not hold either.
    """
    if not item.loose or len({field.place.line for field in item.fields}) < len(item.fields) or len(item.fields) < 2:
        return
    torn = any(len(field.text.split()) > 1 for field in item.fields)
    names = {cell.name for cell in row.cells}
    for rule in rules:
        own = names.issuperset(rule.cells)
        if own and (is_broken(rule, figures) or (torn and not is_kept(rule, figures))):
            yield from rule.cells
