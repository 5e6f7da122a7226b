"""Paragraphs and nested tables of a word processor's file → blocks in reading order.

Word, OpenDocument and RTF differ in how they write a table, not in what one is: a cell holds paragraphs and tables
again. Only the innermost tables with data become tables; a table that lays out the page is walked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.reading.readers.document import Block, Cell, Paragraph, Place, Row, Table, Unreadable
from generator.reading.readers.paragraphs import parts_of
from generator.reading.readers.words import run_on

MOST_CELLS = 50_000
MOST_SPAN = 200
_VALUE = re.compile(r"[-+−]?[0-9０-９](?:[0-9０-９.,．，]*[0-9０-９])?(?:件|万元|元|%|％)?|[-—–/／]{1,3}|无")
_LONGEST_ROW = 90
_FULL = 3


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph as the file writes it (breaks as newlines, tabs kept); `line` is its number in the file, from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One cell, at its logical column (from 0), with the columns and rows it covers and all that is in it."""

    items: tuple[Item, ...]
    column: int
    span: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class FlowTable:
    """Rows of the cells that begin in them; cells covered from above or from the left are left out."""

    rows: tuple[tuple[FlowCell, ...], ...]


Item = Text | FlowTable


def blocks_of(items: Iterable[Item]) -> tuple[Block, ...]:
    """Give the tables and paragraphs in reading order, places included: table, row and cell (from 1), or line.

    Raises `Unreadable` for tables beyond our limit.
    """
    return tuple(_rows_joined(_Numbering().blocks(items)))


@dataclass(slots=True)
class _Numbering:
    """How many tables and squares there were so far."""

    tables: int = 0
    squares: int = 0

    def blocks(self, items: Iterable[Item]) -> Iterator[Block]:
        for item in items:
            if isinstance(item, Text):
                yield from _paragraphs(item)
            elif _is_data(item):
                yield self._table(item)
            else:
                for row in item.rows:
                    for cell in row:
                        yield from self.blocks(cell.items)

    def _table(self, table: FlowTable) -> Table:
        self.tables += 1
        return Table(tuple(self._row(row, number) for number, row in enumerate(table.rows, start=1)), ruled=True)

    def _row(self, row: Sequence[FlowCell], number: int) -> Row:
        self.squares += 1 + sum(cell.span * cell.height for cell in row)
        if self.squares > MOST_CELLS:
            raise Unreadable("文件里的表格太大，不像年度报告。", "请只保留年度报告的正文。")
        places = (Place(table=self.tables, row=number, cell=place + 1) for place in range(len(row)))
        cells = (
            Cell(_cell_text(cell), place, cell.column, cell.span, cell.height)
            for cell, place in zip(row, places, strict=True)
        )
        return Row(tuple(cells), Place(table=self.tables, row=number))


def _is_data(table: FlowTable) -> bool:
    """Tell whether a table holds data: more than one column, and no such table inside unless it is full itself."""
    if not _has_columns(table):
        return False
    return _is_full(table) or not any(_has_columns(one) for one in _inside(table))


def _has_columns(table: FlowTable) -> bool:
    return any(len(row) > 1 for row in table.rows)


def _inside(table: FlowTable) -> Iterator[FlowTable]:
    """Give every table in a table, however deep."""
    for row in table.rows:
        for cell in row:
            for item in cell.items:
                if isinstance(item, FlowTable):
                    yield item
                    yield from _inside(item)


def _is_full(table: FlowTable) -> bool:
    """Tell whether at least three rows have at least three cells without a table in them."""
    plain = [sum(not any(isinstance(one, FlowTable) for one in cell.items) for cell in row) for row in table.rows]
    return sum(count >= _FULL for count in plain) >= _FULL


def _cell_text(cell: FlowCell) -> str:
    lines = (" ".join(line.split()) for line in "\n".join(_texts(cell.items)).split("\n"))
    return "\n".join(line for line in lines if line)


def _texts(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Text):
            yield item.text
        else:
            for row in item.rows:
                for cell in row:
                    yield from _texts(cell.items)


def _paragraphs(item: Text) -> Iterator[Block]:
    place = Place(line=item.line)
    for part in parts_of(item.text):
        if fields := _fields(part):
            yield Table((Row(tuple(Cell(text, place, n) for n, text in enumerate(fields)), place),), ruled=False)
        elif text := run_on(part.split("\n")):
            yield Paragraph(text, place)


def _fields(text: str) -> list[str]:
    """Split a line that is the row of a table laid out by tabs or spaces: a label, then two values or more."""
    words = text.split()
    values = 0
    while values < len(words) and _VALUE.fullmatch(words[-1 - values]):
        values += 1
    few = 2
    if values < few or "\n" in text.strip() or len(text) > _LONGEST_ROW or "。" in text:
        return []
    label = run_on(words[: len(words) - values])
    return [*([label] if label else []), *words[len(words) - values :]]


def _rows_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put rows that stand in running text one after another into one table."""
    rows: list[Row] = []
    for block in blocks:
        if isinstance(block, Table) and not block.ruled:
            rows += block.rows
            continue
        if rows:
            yield Table(tuple(rows), ruled=False)
            rows = []
        yield block
    if rows:
        yield Table(tuple(rows), ruled=False)
