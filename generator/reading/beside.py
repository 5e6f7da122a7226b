"""Rows that stand beside numbers without a place: the rest of a row that was broken over two lines may lie there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from generator.reading.narrative import is_residue
from generator.reading.observe import Observed, begins_label
from generator.records.forms import FormRow

WHY: Final = "紧邻的一行还有没有归属的数字，可能是同一行折成两行"


def doubtful(spare: Sequence[Observed], rows: Sequence[FormRow], placed: Mapping[str, Observed]) -> frozenset[str]:
    """Give the names of the rows of the form that such numbers may belong to: those beside them, and lost ones there.

    A cell's number may be broken over two lines, or a row's label stand around the numbers of another; and where a row
    is empty its numbers may stand in the next one. `rows` are the form's, in order; `placed` the observed rows by name;
    `spare` those with numbers that found no place.
    """
    torn = {item.order for item in spare if _is_torn(item) and _is_tail(item)}
    heads = {item.order for item in spare if _is_torn(item)}
    beside = {
        name
        for name, item in placed.items()
        if not item.ruled
        and ({item.order - 1, item.order + 1} & torn or (item.label and _is_tail(item) and item.order - 1 in heads))
    }
    bare = {(item.block, item.order) for item in spare if item.count and not item.label}
    beside |= {name for name, item in placed.items() if not item.count and _next_to(item, bare)}
    pairs = (*itertools.pairwise(rows), *itertools.pairwise(reversed(rows)))
    return frozenset(beside | {row.name for row, other in pairs if other.name in beside and row.name not in placed})


def _next_to(item: Observed, rows: set[tuple[int, int]]) -> bool:
    return any((item.block, item.order + step) in rows for step in (-1, 1))


def _is_torn(item: Observed) -> bool:
    """Tell a line of running text with several numbers."""
    return item.count >= 2 and not item.ruled


def _is_tail(item: Observed) -> bool:
    """Tell a line whose label, if any, is the tail of one of the form's: no beginning, and none of the agency's own."""
    return not begins_label(item.label) and all(map(is_residue, item.label.split()))
