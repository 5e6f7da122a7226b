"""Ruled lines on a page → the grids they draw, with merged cells. Geometry only: no text, no library.

All lengths are points; x grows to the right, y downwards. A line is `level` (it has one y) or upright (it has one x).
A page break cuts a table without drawing the last border, and open-sided tables have no outer border at all: where
lines of one table end side by side in the open, the missing border is taken as drawn between those ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise, product, repeat
from typing import NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.rules import LEVEL, SNAP, UPRIGHT, Rule, clusters, merged

COVERED = 0.6
"""The share of a cell's side that must be drawn before the side counts as a wall."""
_NEAR = SNAP + 0.1
"""Lines further from an end than this need not be asked whether they close it."""
MOST_RULES = 4_000
MOST_SQUARES = 60_000


class TooManyLines(Exception):  # noqa: N818 - a state of a page, which its reader puts into words
    """More lines than any report's table has: a drawing, or a file made to exhaust us."""


class GridCell(NamedTuple):
    """One cell: `row` and `column` of its top left (from 0), the rows and columns it covers, and its box.

    `whole` is false for a piece of a shape that is no rectangle: there a line is missing or astray, and such a piece
    says nothing when it is empty.
    """

    row: int
    column: int
    height: int
    span: int
    box: Box
    whole: bool = True


_cell = partial(tuple.__new__, GridCell)


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: its cells in reading order, the y of its row borders and the x of its column borders."""

    cells: tuple[GridCell, ...]
    rows: tuple[float, ...]
    columns: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The outer box of the table."""
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


Squares = dict[tuple[int, int], GridCell]


def squares(grid: Grid) -> Squares:
    """Tell which cell covers each square (row and column, from 0) of a grid."""
    return {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.height)
        for column in range(cell.column, cell.column + cell.span)
    }


@lru_cache(maxsize=4_096)
def tenths(edge: float) -> float:
    """Round to tenths, 0 without a sign: that is slow, and cells beside each other share their edges."""
    return round(edge, 1) + 0.0


def grids(rules: Iterable[Rule]) -> tuple[Grid, ...]:
    """Give the tables that the lines draw, from top to bottom: every group of touching lines with two cells or more.

    Raises `TooManyLines` beyond `MOST_RULES` lines or `MOST_SQUARES` squares.
    """
    rules = list(rules)
    lines = [*merged(rule for rule in rules if rule.level), *merged(rule for rule in rules if not rule.level)]
    if len(lines) > MOST_RULES:
        raise TooManyLines
    found = (_grid(group) for group in _touching(lines))
    return tuple(sorted((grid for grid in found if grid), key=lambda grid: (grid.box[1], grid.box[0])))


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Split lines into groups that hang together."""
    levels = [rule for rule in rules if rule.level]
    waiting = {rule for rule in rules if not rule.level}
    free = set(levels)
    for first in sorted(waiting):
        if first not in waiting:
            continue
        waiting.discard(first)
        group, edge = [first], [first]
        while edge:
            level, at, start, end = edge.pop()
            others = waiting if level else free
            low, high = start - SNAP, end + SNAP
            near = [other for other in others if low <= other[1] <= high and other[2] - SNAP <= at <= other[3] + SNAP]
            others.difference_update(near)
            group += near
            edge += near
        yield group


def _grid(group: Sequence[Rule]) -> Grid | None:
    """Build the grid of lines that hang together; nothing when they enclose fewer than two cells."""
    group = [*group, *_closing(group)]
    rows = _places(rule for rule in group if rule.level)
    columns = _places(rule for rule in group if not rule.level)
    if len(rows) * len(columns) > MOST_SQUARES:
        raise TooManyLines
    cells = _Squares(group, rows, columns).cells()
    enough = 2
    return _compact(cells, rows, columns) if len(cells) >= enough else None


def _places(rules: Iterable[Rule]) -> list[float]:
    return [cluster[0].at for cluster in clusters(sorted(rules, key=lambda rule: rule.at))]


def _closing(group: Sequence[Rule]) -> Iterator[Rule]:
    """Draw the borders that were not drawn: between neighbours whose ends lie side by side, one of them in the open."""
    levels = sorted((rule for rule in group if rule.level), key=lambda rule: rule.at)
    uprights = sorted((rule for rule in group if not rule.level), key=lambda rule: rule.at)
    rows = {end: list(_closing_side(uprights, levels, end=end)) for end in (False, True)}
    columns = {end: list(_closing_side(levels, uprights, end=end)) for end in (False, True)}
    for sides in (rows, columns):
        for closed in sides.values():
            yield from closed
    for bottom, right in product((False, True), (False, True)):
        if rows[bottom] and columns[right]:
            yield from _corner(rows[bottom][-bottom], columns[right][-right], uprights[-right], levels[-bottom])


def _corner(row: Rule, column: Rule, upright: Rule, level: Rule) -> tuple[Rule, Rule]:
    """Close the corner between two open sides: go on with both until they meet."""
    return (
        Rule(LEVEL, row.at, min(upright.at, column.at), max(upright.at, column.at)),
        Rule(UPRIGHT, column.at, min(level.at, row.at), max(level.at, row.at)),
    )


def _closing_side(along: Sequence[Rule], across: Sequence[Rule], *, end: bool) -> Iterator[Rule]:
    """Close one side: `along` are the lines that end there, `across` those that could have closed it."""
    places = [one.at for one in across]
    for rule in along:
        tip = rule.end if end else rule.start
        near = across[bisect_left(places, tip - _NEAR) : bisect_right(places, tip + _NEAR)]
        if any(abs(at - tip) <= SNAP and start - SNAP <= rule.at <= end + SNAP for _, at, start, end in near):
            continue
        reaching = [one for one in along if one.start - SNAP <= tip <= one.end + SNAP]
        place = reaching.index(rule)
        for one, other in pairwise(reaching[max(place - 1, 0) : place + 2]):
            neighbour = other if one is rule else one
            if abs((neighbour.end if end else neighbour.start) - tip) <= SNAP:
                yield Rule(not rule.level, tip, one.at, other.at)


_Square = tuple[int, int]


def _nearest(places: Sequence[float], at: float) -> int:
    after = bisect_left(places, at)
    if after == len(places):
        return after - 1
    return after - 1 if after and at - places[after - 1] <= places[after] - at else after


def _is_wall(lines: Sequence[Rule], start: float, end: float) -> bool:
    """Tell whether lines, none of which covers a stretch whole, cover so much of it together that it is a wall."""
    covered = 0.0
    for _, _, first, last in lines:
        covered += max(0.0, min(end, last) - max(start, first))
    return covered >= COVERED * (end - start)


class _Squares:
    """The squares between neighbouring rows and columns of lines, and which of their sides are drawn."""

    def __init__(self, group: Sequence[Rule], rows: list[float], columns: list[float]) -> None:
        self.rows, self.columns = rows, columns
        self.above = self._drawn([rule for rule in group if rule.level], rows, columns)
        self.left = self._drawn([rule for rule in group if not rule.level], columns, rows)

    @staticmethod
    def _drawn(rules: Sequence[Rule], places: list[float], stops: list[float]) -> set[tuple[int, int]]:
        """(place, step) of every side between two stops that a line covers."""
        drawn: set[tuple[int, int]] = set()
        by_place: dict[int, list[Rule]] = defaultdict(list)
        for rule in rules:
            by_place[_nearest(places, rule.at)].append(rule)
        for place, lines in by_place.items():
            whole: set[int] = set()
            for _, _, start, end in lines:
                whole.update(range(bisect_left(stops, start), bisect_right(stops, end) - 1))
            first = max(bisect_left(stops, min([line.start for line in lines])) - 1, 0)
            last = min(bisect_left(stops, max([line.end for line in lines])), len(stops) - 1)
            drawn.update(zip(repeat(place), whole, strict=False))
            for step in range(first, last):
                if step not in whole and _is_wall(lines, stops[step], stops[step + 1]):
                    drawn.add((place, step))
        return drawn

    def _closed(self) -> set[_Square]:
        """Give the squares that have a wall on every side."""
        below = {(row - 1, column) for row, column in self.above}
        left = {(row, column) for column, row in self.left}
        right = {(row, column - 1) for row, column in left}
        return self.above & below & left & right

    def cells(self) -> list[GridCell]:
        """Give the cells of every enclosed shape, in reading order."""
        closed, rows, columns = self._closed(), self.rows, self.columns
        found = [
            _cell((row, column, 1, 1, (columns[column], rows[row], columns[column + 1], rows[row + 1]), True))
            for row, column in closed
        ]
        seen: set[_Square] = set()
        for start in product(range(len(rows) - 1), range(len(columns) - 1)):
            if start not in closed and start not in seen:
                region = self._flooded(start, seen)
                found += _cells(region, rows, columns) if region else ()
        return sorted(found)

    def _flooded(self, start: _Square, seen: set[_Square]) -> set[_Square] | None:
        """Give all squares that no wall parts from this one, which are `seen` then; nothing if the shape is open."""
        last_row, last_column = len(self.rows) - 1, len(self.columns) - 1
        above, left = self.above, self.left
        region, edge, enclosed = {start}, [start], True
        while edge:
            row, column = edge.pop()
            for beyond, wall, walls in (
                ((row - 1, column), (row, column), above),
                ((row + 1, column), (row + 1, column), above),
                ((row, column - 1), (column, row), left),
                ((row, column + 1), (column + 1, row), left),
            ):
                if wall in walls or beyond in region:
                    continue
                if 0 <= beyond[0] < last_row and 0 <= beyond[1] < last_column:
                    region.add(beyond)
                    edge.append(beyond)
                else:
                    enclosed = False
        seen |= region
        return region if enclosed else None


def _cells(squares: set[_Square], rows: Sequence[float], columns: Sequence[float]) -> Iterator[GridCell]:
    """One cell for a rectangle; otherwise the rectangles that the shape falls into, marked as not whole."""
    whole = True
    left = set(squares)
    while left:
        row, column = min(left)
        span = next(n for n in range(1, len(columns) + 1) if (row, column + n) not in left)
        height = next(n for n in range(1, len(rows) + 1) if any((row + n, column + c) not in left for c in range(span)))
        left -= {(row + r, column + c) for r in range(height) for c in range(span)}
        whole = whole and not left
        box = (columns[column], rows[row], columns[column + span], rows[row + height])
        yield GridCell(row, column, height, span, box, whole)


def _compact(cells: Sequence[GridCell], rows: Sequence[float], columns: Sequence[float]) -> Grid:
    """Leave out the rows and columns at which no cell begins or ends: they come from lines that enclose nothing."""
    tops = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.height)})
    lefts = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.span)})
    if len(tops) == len(rows) and len(lefts) == len(columns):
        return Grid(tuple(cells), tuple(rows), tuple(columns))
    row_of = {edge: place for place, edge in enumerate(tops)}
    column_of = {edge: place for place, edge in enumerate(lefts)}
    renumbered = tuple(
        GridCell(
            row_of[cell.row],
            column_of[cell.column],
            row_of[cell.row + cell.height] - row_of[cell.row],
            column_of[cell.column + cell.span] - column_of[cell.column],
            cell.box,
            cell.whole,
        )
        for cell in cells
    )
    return Grid(renumbered, tuple(rows[edge] for edge in tops), tuple(columns[edge] for edge in lefts))
