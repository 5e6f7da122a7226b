"""Rows of running text whose numbers fit neither their own sum nor those of their columns: they may be another row's.

A number that is wrong in the report breaks the sum of its row and that of its column. Where those of several of its
columns are broken too, more than one number does not belong: the row may have been taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.misled import is_broken
from generator.reading.observe import Observed
from generator.records.figures import Figure
from generator.records.forms import FormRow, Identity

WHY: Final = "这一行的数字与本行的总计、与几列的合计都对不上，可能是别的行"
_SEVERAL: Final = 3


def contradicted(
    found: Sequence[tuple[FormRow, Observed]], figures: Mapping[str, Figure], rules: Sequence[Identity]
) -> Iterator[str]:
    """Give the cells of rows without rules around them that break a sum of their own and those of several columns."""
    for row, item in found:
        names = {cell.name for cell in row.cells}
        broken = [rule for rule in rules if not names.isdisjoint(rule.cells) and is_broken(rule, figures)]
        own = [rule for rule in broken if names.issuperset(rule.cells)]
        columns = {cell for rule in broken if rule not in own for cell in rule.cells if cell in names}
        if not item.ruled and own and len(columns) >= _SEVERAL:
            yield from (cell.name for cell in row.cells)
