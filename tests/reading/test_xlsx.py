"""Workbooks: real files written by openpyxl, read back equal, and what a cell shows told from what it stores."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from generator.reading.interpret import interpret
from generator.reading.readers import xlsx
from generator.reading.readers.document import Document, Paragraph, Table, Unreadable
from generator.records.figures import Absence
from generator.records.record import Record, Source
from tests.reading import rendering
from tests.reading.rendering import PROSE, TITLES, Report, draw_report, grids

THIN = Side(style="thin")
LINES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
Change = Callable[[Worksheet], None]


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(text: str) -> str | int | float | None:
    if text.lstrip("-").isdigit():
        return int(text)
    return text or None


def _fill(sheet: Worksheet, report: Report) -> None:
    """Write a whole report into one sheet, headings merged over its width, tables with lines."""
    sheet.append([report.title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=16)
    tables = dict(zip((1, 2, 3), grids(report), strict=True))
    for number, title in enumerate(TITLES):
        sheet.append([title])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=16)
        for line in tables.get(number, []):
            sheet.append([_value(text) for text in line])
            for cell in sheet[sheet.max_row][: len(line)]:
                cell.border = LINES
        if number not in tables:
            sheet.append([PROSE[0].format(year=report.year)])
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=16)


def book(report: Report, *changes: Change) -> bytes:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    _fill(sheet, report)
    for change in changes:
        change(sheet)
    return _bytes(made)


def read(data: bytes) -> Record:
    return interpret(xlsx.read(data), Source((), "original", xlsx.READER))


def _cell_after(sheet: Worksheet, label: str, steps: int) -> str:
    """Give the address of the cell some steps right of the one that holds a label."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and label in cell.value:
                return f"{sheet.cell(cell.row, cell.column + steps).coordinate}"
    raise AssertionError(label)


@pytest.mark.parametrize("seed", range(6))
def test_a_workbook_is_read_back_equal(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same figures every time
    report = draw_report(rng, blanks=0.05 * (seed % 2), placeholders=0.05 * (seed % 3))
    record = read(book(report))
    wrong = {
        cell: (figure, record.figures.get(cell))
        for cell, figure in report.figures.items()
        if record.figures.get(cell) not in {figure, Absence.UNCLEAR}
    }
    assert not wrong
    unclear = sum(record.figures[cell] is Absence.UNCLEAR for cell in report.figures)
    money = sum("amount" in cell for cell in report.figures)
    assert unclear <= money


def _plain_report() -> Report:
    return rendering.draw_report(random.Random(3), zeros=0.2)  # noqa: S311 - the same figures every time


def _document(*rows: list[object], change: Change = lambda _: None) -> Document:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.border = LINES
    change(sheet)
    return xlsx.read(_bytes(made))


def _texts(document: Document) -> list[str]:
    return [
        cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells
    ]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (7730.28, "General", "7730.28"),
        (7730.280000001, "0.00", "7730.28（7730.280000001）"),
        (12, "#,##0", "12"),
        (3.6, "0", "4（3.6）"),
        (0.5, "0%", "0.5（0%）"),
        (5, ";;;", "5（;;;）"),
        ("１２", "@", "１２"),
        (-8, "General", "-8"),
    ],
)
def test_a_cell_says_what_it_shows_and_what_it_stores_where_that_differs(value: object, form: str, text: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B1"].number_format = form

    assert _texts(_document(["规章", value], change=change)) == ["规章", text]


def test_a_formula_without_its_result_is_no_blank() -> None:
    assert _texts(_document(["总计", "=SUM(A1:A2)"])) == ["总计", "=SUM(A1:A2)"]


def test_what_is_hidden_is_named_and_not_read() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet["B1"].font = Font(color="FFFFFFFF")

    document = _document(["规章", 5, 7], ["行政许可", 8, 9], change=change)
    assert _texts(document) == ["规章", "7"]
    assert [paragraph.text for paragraph in document.hidden] == ["5", "8", "9"]


def test_a_row_over_the_whole_width_is_a_heading_and_a_label_with_empty_cells_is_not() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")

    document = _document(["二、主动公开政府信息情况", None, None], ["规章", None, None], ["许可", 1, 2], change=change)
    assert isinstance(document.blocks[0], Paragraph)
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == ["规章", "", ""]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        xlsx.read(data)


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有文字"):
        xlsx.read(_bytes(Workbook()))


def test_more_cells_or_merged_areas_than_a_report_can_have_are_refused_at_once() -> None:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in range(1, 2_200):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    with pytest.raises(Unreadable, match="过大"):
        xlsx.read(_bytes(made))
