"""In which columns the values of a block of rows stand, learned from those rows that print all of them."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.line_words import last_is_sum
from generator.reading.observe import Field, Observed
from generator.records.figures import Absence, Unit, read_figure

_COMMON: Final = 4
"""What more than one row in four does is common."""
ONE_TOTAL: Final = 7
"""As many numbers have one total behind them."""
_ONE_CASE: Final = 5
_WRONG_BY: Final = 2
_LITTLE: Final = 10
_FEW_ROWS: Final = 3
_MANY_ROWS: Final = 8
Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the full rows of one block tell: in which columns their values stand, by the width of the row.

    `starts` says so by the width and the column behind the last label, where rows with other labels begin elsewhere.

    Most rows there print `usual` values in `length` fields behind the label. Common there are `widest`, the largest
    number of cells, and `edge`, the column of the right edge; `right` is that of all rows of the block, heads too.
    `first` is the column where the values of most full rows begin. `steady` says that every row has as many fields as
    are due; `open_ends` that in rows of running text nothing but the last cell is ever empty, and seldom: it is more
    likely that a number was lost and the others moved up than that an agency left out some totals and nothing else.
    `totalless` that no row prints its last cell, and what it prints last is not the sum of the rest; `few_totals` that
    most do not.
    """

    patterns: frozenset[tuple[int, Columns]]
    starts: frozenset[tuple[int, int, Columns]]
    usual: int
    length: int
    widest: int
    edge: int
    right: int
    first: int
    steady: bool
    open_ends: bool
    totalless: bool
    few_totals: bool

    def ends_early(self, item: Observed) -> bool:
        """Tell whether a ruled row ends before its table does: cells that are not there are not empty."""
        return item.ruled and _right(item) < self.right

    def behind_labels(self, item: Observed, due: int) -> Observed:
        """Give a row that bears no label without the empty cells of its label, if other rows tell where these end.

        Not a row of 表四 with a cell more than its table has columns: the first may be a figure's, and another the one
        too many.
        """
        longer = _edge(item) > self.right and due > ONE_TOTAL
        if item.labels or item.loose or not item.count or longer:
            return item
        fields = item.fields
        cut = next((n for n, field in enumerate(fields) if field.printed or field.column >= self.first), 0)
        return dataclasses.replace(item, fields=fields[cut:]) if cut else item

    def columns(self, item: Observed) -> set[Columns]:
        """Give the columns that may be this row's: in running text, those of full rows of the same width."""
        if _edge(item) > self.edge:
            return set()
        return {columns for width, columns in self.patterns if item.ruled or self._is_told(item, width, columns)}

    def _is_told(self, item: Observed, width: int, columns: Columns) -> bool:
        """Tell whether width alone tells a row's columns: no empty cell before them stands where most have values."""
        before = (field for field in item.fields if self.first <= field.column < columns[0])
        return width == item.width and all(field.printed for field in before)

    def columns_by_start(self, item: Observed) -> set[Columns]:
        """Give those of the columns in which full rows have their values whose label ends where this row's does."""
        if _edge(item) > self.edge:
            return set()
        return {columns for width, start, columns in self.starts if (width, start) == (item.width, _start(item))}


def is_together(item: Observed) -> bool:
    """Tell whether no empty cell stands between the values of a row."""
    printed = [position for position, field in enumerate(item.fields) if field.printed]
    return printed[-1] - printed[0] == len(printed) - 1


def may_be_shifted(item: Observed, fields: Sequence[Field], layout: Layout) -> bool:
    """Tell whether a row of running text whose last cell is empty may have lost a number further left.

    The last number may then be the row's total, even where it is not all the others together: an agency's sum may be
    wrong, though hardly by so much that one of the others is more than twice as large, and than ten.
    """
    left_out = layout.totalless or (layout.few_totals and not _ends_in_sum(item))
    if item.ruled or not fields or fields[-1].printed or left_out:
        return False
    if layout.open_ends and len(fields) <= ONE_TOTAL:
        return True
    readings = [read_figure(field.text, Unit.COUNT).figure for field in fields if field.printed]
    numbers = [figure for figure in readings if not isinstance(figure, Absence)]
    if len(fields) > ONE_TOTAL:
        loosely = layout.open_ends or not item.aligned or _may_end_in_total(fields[-_ONE_CASE:])
        return loosely and not _cases_hold(fields)
    other_absence = len(numbers) < len(fields) - 1
    if item.aligned and len(fields) < ONE_TOTAL:  # 表二 has no sums that could tell
        return True
    if item.aligned and any(numbers):
        return _may_end_in_total(fields)
    near = any(numbers) and (_WRONG_BY * numbers[-1] >= max(numbers) or max(numbers) <= _LITTLE)
    return bool(numbers) and (other_absence or near)


def may_be_doubled(item: Observed, layout: Layout, due: int) -> bool:
    """Tell whether a ruled row with a cell too many ends in an empty one, and two figures side by side are alike.

    One of these may stand there twice, and the empty cell be that of the figure behind it. Other rows have fewer cells.
    A row of 表四 has no label: an empty cell that it begins with, ruled or not, may be a figure's too.
    """
    texts = [field.text.strip() for field in item.fields]
    behind = texts[next((n for n, text in enumerate(texts) if text), 0) :]
    begun = due > ONE_TOTAL and len(behind) == due and not texts[0]
    ended = item.ruled and len(behind) > due and not behind[-1]
    longer = len(texts) > layout.length and (begun or ended)
    return longer and any(one == other != "" for one, other in itertools.pairwise(behind))


def _cases_hold(fields: Sequence[Field]) -> bool:
    """Tell whether in 表四 each kind of case is empty or adds up, and not all to nought: so no cell before was lost."""
    kinds = [fields[start : start + _ONE_CASE] for start in range(0, len(fields), _ONE_CASE)]
    printed = [kind for kind in kinds if any(field.printed for field in kind)]
    whole = all(kind[-1].printed and last_is_sum(field.text or "0" for field in kind) for kind in printed)
    return whole and any(read_figure(kind[-1].text, Unit.COUNT).figure for kind in printed)


def _may_end_in_total(fields: Sequence[Field]) -> bool:
    """Tell whether the last printed number of a row may be its total, by how much the others come to together."""
    *others, last = [read_figure(field.text, Unit.COUNT).figure for field in fields if field.printed] or [0]
    whole = sum(figure for figure in others if not isinstance(figure, Absence))
    return isinstance(last, Absence) or _WRONG_BY * last >= whole


def layouts(items: Iterable[Observed], seen: Iterable[Observed], due: int) -> dict[int, Layout]:
    """Learn the layout of each block from its rows that are known to have `due` cells, and from all its widths."""
    blocks: dict[int, list[Observed]] = {}
    rows = list(items)
    open_ends = _have_open_ends(rows)
    for item in rows:
        if not item.loose:
            blocks.setdefault(item.block, []).append(item)
    beside: dict[int, list[Observed]] = {}
    for item in seen:
        beside.setdefault(item.block, []).append(item)
    return {block: _layout(rows, beside[block], due, open_ends=open_ends) for block, rows in blocks.items()}


def _have_open_ends(rows: Sequence[Observed]) -> bool:
    """Tell whether some rows of running text end in an empty cell, fewer than half, and none has one between values."""
    free = [item for item in rows if item.count and not item.ruled]
    ends = sum(not item.fields[-1].printed for item in free)
    return 0 < ends * 2 < max(len(free), _FEW_ROWS) and all(map(is_together, free))


def _layout(rows: Sequence[Observed], beside: Sequence[Observed], due: int, *, open_ends: bool) -> Layout:
    widths = [item.width for item in beside]
    full = [item for item in rows if item.count == due]
    seen = Counter((item.width, _printed_columns(item)) for item in full)
    usual = Counter(item.count for item in rows).most_common(1)[0][0]
    widest = _largest_common(widths)
    common = {pattern for pattern, times in seen.items() if times * _COMMON >= len(full) and times > 1}
    shown = {width for width, _ in common}
    single = {item.width for item in full if _is_single(item, due, widths)}
    alone = {pattern for pattern in seen if pattern[0] not in shown | single and _is_plain(*pattern, widest)}
    patterns = frozenset(common | alone) if usual <= due else frozenset()
    starts = _by_start(full) | _by_group(rows, due) if usual <= due else frozenset()
    edge = _largest_common([_edge(item) for item in rows])
    told = len(beside) > 1 or due <= ONE_TOTAL  # a row of 表四 that stands alone tells nothing of itself
    right = _largest_common([_right(item) for item in beside]) if told else due
    lengths = Counter(sorted(len(item.fields) for item in rows))  # of two as common the shorter
    length = lengths.most_common(1)[0][0] if len(rows) > 1 else due
    steady = all(len(item.fields) == due for item in rows)
    return Layout(
        *(patterns, starts, usual, length, widest, edge, right, _first(full), steady, open_ends, *_totals(rows, due))
    )


def _totals(rows: Sequence[Observed], due: int) -> tuple[bool, bool]:
    """Tell whether a table of running text has no totals, or few, while some rows show that none moved to the left.

    Whoever leaves them out may still sum up what was received and what is left; then every row has as many cells as
    are due, and most of those without a total print no sum elsewhere.
    """
    counted = [item for item in rows if item.count]
    if due != ONE_TOTAL or len(counted) < _FEW_ROWS or any(item.ruled for item in counted):
        return False, False
    open_rows = [item for item in counted if not item.fields[-1].printed]
    told = sum(not _ends_in_sum(item) for item in open_rows)
    steady = all(len(item.fields) == due for item in counted)
    few = steady and 2 * len(open_rows) > len(counted) and 2 * told > len(open_rows)
    return told >= _FEW_ROWS and len(open_rows) == len(counted), told >= _FEW_ROWS and few


def _ends_in_sum(item: Observed) -> bool:
    """Tell whether the last number that a row prints may be that of all others together."""
    *others, last = [read_figure(field.text, Unit.COUNT).figure for field in item.fields if field.printed] or [0]
    return isinstance(last, Absence) or sum(n for n in others if not isinstance(n, Absence)) == last


def _first(full: Sequence[Observed]) -> int:
    times = Counter(sorted(_printed_columns(item)[0] for item in full))  # of two as common the smaller
    return times.most_common(1)[0][0] if times else 0


def _largest_common(numbers: Sequence[int]) -> int:
    """Give the largest of the numbers that are common; what stands there once is not, where others stand twice."""
    times = Counter(numbers)
    most = max(times.values())
    least = min(most, 2)
    return max(n for n, count in times.items() if count >= least and (count * _COMMON > len(numbers) or count == most))


def _by_start(full: Sequence[Observed]) -> frozenset[tuple[int, int, Columns]]:
    """Give the columns of full rows whose label ends at one place, where several such rows have them, and no other."""
    groups: dict[tuple[int, int], list[Columns]] = {}
    for item in full:
        groups.setdefault((item.width, _start(item)), []).append(_printed_columns(item))
    return frozenset((*key, rows[0]) for key, rows in groups.items() if len(rows) > 1 == len(set(rows)))


def _by_group(rows: Sequence[Observed], due: int) -> frozenset[tuple[int, int, Columns]]:
    """Give the columns of rows of 表三 in running text whose labels end at one place, though none need be full.

    Together they print in as many columns as are due, or have just as many cells; and where a row prints its total it
    is that of the others, so that no column of other sums is among them. Shorter rows than others whose labels end
    there may have lost a number.
    """
    free = [item for item in rows if due == ONE_TOTAL and item.count and not (item.ruled or item.aligned)]
    groups: dict[tuple[int, int], list[Observed]] = {}
    for item in free:
        groups.setdefault((item.width, _start(item)), []).append(item)
    widest = {start: max(width for width, other in groups if other == start) for _, start in groups}
    whole = {key: group for key, group in groups.items() if len(group) >= _FEW_ROWS and key[0] == widest[key[1]]}
    found = ((key, _spanned(group, due)) for key, group in whole.items())
    return frozenset((*key, columns) for key, columns in found if columns)


def _spanned(group: Sequence[Observed], due: int) -> Columns:
    printed = {column for item in group for column in _printed_columns(item)}
    first, end = min(printed), max(printed) + 1
    exact = all(len(item.fields) == due for item in group)
    first, end = (_start(group[0]), _edge(group[0])) if exact else (first, end)
    columns = tuple(range(first, end))
    broken = sum(not _is_whole(item, columns[-1]) for item in group)
    return columns if len(columns) == due and broken * _MANY_ROWS <= len(group) else ()


def _is_whole(item: Observed, last: int) -> bool:
    """Tell whether a row's total, if it prints one in the last column, is that of the numbers before it."""
    printed = [field for field in item.fields if field.printed and field.column <= last]
    *others, total = [read_figure(field.text, Unit.COUNT).figure for field in printed]
    if printed[-1].column < last or isinstance(total, Absence):
        return True
    return sum(figure for figure in others if not isinstance(figure, Absence)) == total


def _printed_columns(item: Observed) -> Columns:
    return tuple(field.column for field in item.fields if field.printed)


def _start(item: Observed) -> int:
    return item.fields[0].column if item.fields else 0


def _right(item: Observed) -> int:
    return max(_edge(item), item.label_end)


def _edge(item: Observed) -> int:
    return max((field.column + field.span for field in item.fields), default=0)


def _is_single(item: Observed, due: int, widths: Sequence[int]) -> bool:
    """Tell whether a row with an empty cell beside its values is as wide as no other: its first or last may lack.

    Behind its labels a ruled row shows where its values begin.
    """
    return len(item.fields) > due and widths.count(item.width) == 1 and not (item.ruled and item.labels)


def _is_plain(width: int, columns: Columns, widest: int) -> bool:
    """Tell whether one row alone can show where values stand: side by side, in a row no wider than others."""
    return width <= widest and columns[-1] - columns[0] == len(columns) - 1
