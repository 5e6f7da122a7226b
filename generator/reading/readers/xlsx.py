"""XLSX → Document: the sheets that are seen, as tables and headings. The only door to openpyxl for reading.

Drafts and annexes come as workbooks. A cell says what the program shows, not what it stores: where the two differ, or
the format is one we do not know, both are written, so that nobody takes the cell for a plain number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from generator.reading.readers import xml_parts
from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Block, Cell, Document, Paragraph, Place, Row, Table, Unreadable

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READER: Final = f"xlsx openpyxl {openpyxl.__version__}"
_MOST_CELLS: Final = 20_000
_MOST_MERGES: Final = 2_000
_MOST_HIDDEN: Final = 50
_FIXED: Final = re.compile(r"(?:#,##)?0(?:\.(0+))?(?:_[^0-9#;]|\\[^0-9#;])*(?:;.*)?")
_PLAIN: Final = frozenset({"General", "@", "G/通用格式", "general"})
_DIGIT: Final = re.compile("[0-9０-９]")
_WHITE: Final = "FFFFFFFF"


@dataclass(frozen=True, slots=True)
class _Square:
    """One cell that is seen: where it begins, how far it reaches (from 0), its text, whether lines are around it."""

    row: int
    column: int
    height: int
    span: int
    text: str
    ruled: bool


def read(data: bytes) -> Document:
    """Read a workbook. Raises `Unreadable` for a damaged, locked or dangerous file, and one without text."""
    archive = Archive(data)
    for name in archive:
        if name.startswith("xl/") and name.endswith(".xml"):
            _bearable(archive.read(name), name)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # the library raises whatever its parser meets
        raise Unreadable("工作簿已损坏，打不开。", "请用办公软件打开并另存一份后再放入。") from error
    blocks: list[Block] = []
    hidden: list[Paragraph] = []
    for sheet in shown.worksheets:
        if sheet.sheet_state == "visible":
            squares = list(_squares(sheet, written[sheet.title], hidden))
            blocks += _blocks(squares, sum(isinstance(block, Table) for block in blocks))
    if not blocks:
        raise Unreadable("工作簿里没有文字。", "如果内容是图片，请换成带文字的版本。")
    return Document(tuple(blocks), MEDIA_TYPE, READER, tuple(hidden[:_MOST_HIDDEN]))


def _bearable(part: bytes, name: str) -> None:
    """Refuse a part that is no sound XML, or holds more cells or merged areas than a report can have.

    The library would spend a minute on what is counted here in a moment.
    """
    for mark, most in ((b"<c ", _MOST_CELLS), (b"mergeCell ", _MOST_MERGES), (b"<row", _MOST_CELLS)):
        if part.count(mark) > most:
            raise _oversized()
    xml_parts.parse(part, name)


def _oversized() -> Unreadable:
    return Unreadable("工作簿过大，不像年度报告，已中止。", "请只留报告的表格，另存后再放入。")


def _squares(sheet: Worksheet, written: Worksheet, hidden: list[Paragraph]) -> Iterator[_Square]:
    """Give the cells of a sheet row by row; what is not seen but holds digits goes to `hidden`."""
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        raise _oversized()
    merged = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            text = _text(cell, written.cell(cell.row, cell.column).value)
            if _is_hidden(sheet, cell):
                if _DIGIT.search(text):
                    hidden.append(Paragraph(text, Place(line=cell.row)))
                continue
            height, span = merged.get((cell.row, cell.column), (1, 1))
            yield _Square(cell.row - 1, cell.column - 1, height, span, text, _is_ruled(cell))


def _text(cell: BookCell, written: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """Give what a cell shows."""
    value = cell.value
    if value is None:
        return str(written).strip() if written is not None else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    return _number(Decimal(repr(value)), cell.number_format or "General")


def _number(value: Decimal, form: str) -> str:
    """Write a number as a format shows it, and as it is stored where the two differ or the format is not known."""
    stored = format(value.normalize(), "f") if value == value.to_integral_value() else format(value, "f")
    if form in _PLAIN:
        return stored
    fixed = _FIXED.fullmatch(form)
    if not fixed:
        return f"{stored}（{form}）"
    shown = value.quantize(Decimal(1).scaleb(-len(fixed[1] or "")), rounding=ROUND_HALF_UP)
    return format(shown, "f") if shown == value else f"{format(shown, 'f')}（{stored}）"


def _is_hidden(sheet: Worksheet, cell: BookCell) -> bool:
    column = sheet.column_dimensions.get(cell.column_letter)
    row: Mapping[int, Any] = sheet.row_dimensions
    colour = cell.font.color
    white = colour is not None and colour.type == "rgb" and colour.rgb == _WHITE
    bare = not cell.fill.fill_type
    return bool((column and column.hidden) or (cell.row in row and row[cell.row].hidden) or (white and bare))


def _is_ruled(cell: BookCell) -> bool:
    border = cell.border
    return any(side and side.style for side in (border.left, border.right, border.top, border.bottom))


def _blocks(squares: list[_Square], tables: int) -> Iterator[Block]:
    """Part the rows of a sheet into tables and the headings between them."""
    width = max((square.column + square.span for square in squares if square.text), default=0)
    rows: dict[int, list[_Square]] = {}
    for square in squares:
        if square.column < width:
            rows.setdefault(square.row, []).append(square)
    held: list[list[_Square]] = []
    reach = 0
    for number in sorted(rows):
        row = rows[number]
        if number >= reach and (said := _heading(row, width)) is not None:
            if held:
                tables += 1
                yield _table(held, tables)
                held = []
            if said.text:
                yield Paragraph(said.text, Place(line=number + 1))
            continue
        held.append(row)
        reach = max(reach, *(square.row + square.height for square in row))
    if held:
        yield _table(held, tables + 1)


def _heading(row: list[_Square], width: int) -> _Square | None:
    """Give the only text of a row that is no row of a table: it reaches over most of the sheet, or has no lines."""
    said = [square for square in row if square.text]
    if not said:
        return None if any(square.ruled for square in row) else _Square(0, 0, 1, 1, "", ruled=False)
    if len(said) > 1:
        return None
    alone = said[0].span * 2 > width or not any(square.ruled for square in row)
    return replace(said[0], text=said[0].text) if alone and said[0].height == 1 else None


def _table(rows: list[list[_Square]], number: int) -> Table:
    made = []
    lined = any(square.ruled for row in rows for square in row)
    for count, full in enumerate(rows, start=1):
        row = [square for square in full if square.text or square.ruled or not lined]
        cells = tuple(
            Cell(square.text, Place(table=number, row=count, cell=place), square.column, square.span, square.height)
            for place, square in enumerate(row, start=1)
        )
        made.append(Row(cells, Place(table=number, row=count)))
    return Table(tuple(made), ruled=True)
