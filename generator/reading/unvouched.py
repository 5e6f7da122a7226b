"""Rows of a damaged 表三 in running text for which no sum bears witness: their numbers may be another row's.

Where a row of the form is not found, or numbers without a label found no place, labels and numbers went different ways.
What adds up is still believed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.misled import is_kept
from generator.reading.observe import Observed
from generator.records.figures import Absence, Figure
from generator.records.forms import FormRow, Identity

WHY: Final = "表三有的行没有找到，或有归属不明的数字，而这一行没有合计可以证实，数字可能是别的行的"
_TABLE: Final = "applications"
_LONG: Final = 4
_ALIKE: Final = 2
"""Two rows of noughts and one number, in its cell and in the total, may well be alike."""


def unvouched(
    seen: Sequence[Observed],
    rows: Sequence[FormRow],
    placed: Mapping[str, Observed],
    figures: Mapping[str, Figure],
    rules: Sequence[Identity],
) -> Iterator[str]:
    """Give the names of rows of 表三 without rules around them that do not add up, where others are lost or spare.

    Where most have no label, and more stand there than found a place, they may all be out of step, unless most columns
    add up too; of two alike, one below the other, either may be the other again. `rows` are the form's; `placed` those
    of all `seen` that were found, by name; `rules` the sums.
    """
    mine = [row for row in rows if row.table == _TABLE]
    found = [placed[row.name] for row in mine if row.name in placed]
    spare = _spare(seen, found)
    damaged = bool(spare) or len(found) < len(mine)
    shifted = _is_long(spare) and _are_bare(found, len(mine)) and not _columns_hold(mine, figures, rules)
    twice = _printed_twice(seen)
    for row in mine:
        item = placed.get(row.name)
        if item is None or item.ruled or not item.count:
            continue
        alone = damaged and not _adds_up([figures[cell.name] for cell in row.cells])
        if alone or (not item.labels and (shifted or item.order in twice)):
            yield row.name


def _spare(seen: Sequence[Observed], found: Sequence[Observed]) -> list[Observed]:
    """Give the rows with numbers and without a label that stand among those found, and are none of them."""
    known = {item.order for item in found}
    within = seen[min(known) : max(known) + 1] if known else ()
    return [item for item in within if item.count and not item.label and item.order not in known]


def _printed_twice(seen: Sequence[Observed]) -> set[int]:
    """Give the orders of rows without labels that stand below one with the same numbers, not all noughts, and those."""
    found: set[int] = set()
    for above, below in itertools.pairwise(seen):
        texts = [field.text for field in below.fields]
        alike = texts == [field.text for field in above.fields] and not (above.labels or below.labels)
        if alike and below.count >= _LONG and len(set(texts)) > _ALIKE:
            found |= {above.order, below.order}
    return found


def _is_long(spare: Sequence[Observed]) -> bool:
    return any(item.count >= _LONG for item in spare)


def _are_bare(found: Sequence[Observed], due: int) -> bool:
    """Tell whether most of the rows that are due have no label."""
    return 2 * sum(not (item.labels or item.ruled) for item in found) > due


def _columns_hold(rows: Sequence[FormRow], figures: Mapping[str, Figure], rules: Sequence[Identity]) -> bool:
    """Tell whether most of the sums over several rows are there and right."""
    row_of = {cell.name: row.name for row in rows for cell in row.cells}
    across = [rule for rule in rules if len({row_of.get(cell, "") for cell in rule.cells}) > 1]
    return 2 * sum(is_kept(rule, figures) for rule in across) > len(across)


def _adds_up(figures: Sequence[Figure]) -> bool:
    """Tell whether a row's last figure is all others together; an empty cell adds nothing, an unclear one may."""
    *parts, total = figures
    if Absence.UNCLEAR in figures or isinstance(total, Absence):
        return False
    return sum(figure for figure in parts if not isinstance(figure, Absence)) == total
