"""Rows of an RTF file → nested tables. RTF has no tables, only rows, each with the right edges of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from generator.reading.readers.flow import MOST_SPAN, FlowCell, FlowTable, Item

_SNAP: Final = 40
"""Edges nearer than this, in twips, are one edge: programs round each row for itself."""
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class CellShape:
    """One cell of a row as defined: its right edge in twips, and whether it goes on with the one beside or above it."""

    right: int
    beside: bool = False
    below: bool = False


@dataclass(slots=True)
class RowShape:
    """The cells of a row as defined so far: `left` edge in twips."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)


_Written = tuple[RowShape, list[tuple[Item, ...]]]


@dataclass(slots=True)
class _Level:
    """What is open at one depth of nesting: the items of the open cell (or of the text), cells of the row, and rows."""

    items: list[Item] = field(default_factory=list)
    cells: list[tuple[Item, ...]] = field(default_factory=list)
    rows: list[_Written] = field(default_factory=list)


@dataclass(slots=True)
class Nest:
    """Text, and the tables open in it, one inside the other. Level 0 is the text itself."""

    levels: list[_Level] = field(default_factory=lambda: [_Level()])

    def add(self, level: int, item: Item) -> None:
        """Add a paragraph, or what hangs at one, at a level of nesting; deeper tables end before it."""
        self._go_to(level)
        self.levels[-1].items.append(item)

    def end_cell(self, level: int) -> None:
        """End the open cell of the table at a level (from 1)."""
        self._go_to(level)
        top = self.levels[-1]
        top.cells.append(tuple(top.items))
        top.items = []

    def end_row(self, level: int, shape: RowShape) -> None:
        """End the open row of the table at a level (from 1)."""
        self._go_to(level)
        top = self.levels[-1]
        if top.items:
            self.end_cell(level)
        top.rows.append((RowShape(shape.left, list(shape.cells)), top.cells))
        top.cells = []

    def ended(self) -> list[Item]:
        """Close all tables and give everything."""
        self._go_to(0)
        return self.levels[0].items

    def _go_to(self, level: int) -> None:
        level = min(level, _DEEPEST)
        while len(self.levels) - 1 < level:
            self.levels.append(_Level())
        while len(self.levels) - 1 > level:
            closed = self.levels.pop()
            self.levels[-1].items += _closed(closed)


def _closed(level: _Level) -> list[Item]:
    """Give the table of a closed level, and what stood in it after its last row."""
    table: list[Item] = [_table(level.rows)] if level.rows else []
    return [*table, *(item for cell in level.cells for item in cell), *level.items]


@dataclass(slots=True)
class _Square:
    """A cell at its columns. What stands in a cell that goes on with it is put behind its own: nothing is lost."""

    items: tuple[Item, ...]
    column: int
    span: int
    below: bool
    height: int = 1


def _table(rows: Sequence[_Written]) -> FlowTable:
    edges = _edges(rows)
    made: list[list[_Square]] = []
    above: dict[tuple[int, int], _Square] = {}
    for shape, cells in rows:
        here: dict[tuple[int, int], _Square] = {}
        made.append([])
        for square in _placed(shape, cells, edges):
            first = above.get((square.column, square.span)) if square.below else None
            if first:
                first.height += 1
                first.items += square.items
            else:
                made[-1].append(square)
            here[square.column, square.span] = first or square
        above = here
    return FlowTable(tuple(tuple(FlowCell(one.items, one.column, one.span, one.height) for one in row) for row in made))


def _edges(rows: Sequence[_Written]) -> dict[int, int]:
    """Give every edge, in twips, the number of its column border from the left."""
    places = sorted({edge for shape, _ in rows for edge in (shape.left, *(cell.right for cell in shape.cells))})
    numbers = {places[0]: 0} if places else {}
    for one, other in pairwise(places):
        numbers[other] = numbers[one] + (other - one > _SNAP)
    return numbers


def _placed(shape: RowShape, cells: Sequence[tuple[Item, ...]], edges: dict[int, int]) -> list[_Square]:
    """Put the cells of a row at their columns."""
    found: list[_Square] = []
    end = edges.get(shape.left, 0)
    for number, items in enumerate(cells):
        told = shape.cells[number] if number < len(shape.cells) else None
        right = max(edges[told.right], end + 1) if told else end + 1
        if told and told.beside and found:
            found[-1].items += items
            found[-1].span = min(right - found[-1].column, MOST_SPAN)
        else:
            found.append(_Square(items, end, min(right - end, MOST_SPAN), bool(told and told.below)))
        end = right
    return found
