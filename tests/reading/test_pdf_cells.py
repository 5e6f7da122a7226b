"""What stands in which cell of a PDF: rows cut by a page, words that touch over borders, letters and boxes astray."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.document import Document, Table
from generator.reading.readers.seen import UNREAD
from tests.reading import pdf_maker
from tests.reading.pdf_maker import ruled, turned_text

WIDTHS = [150, 60, 60]
HEADS = ["项目", "自然人", "总计"]
Reader = Callable[[bytes], Document]
both = pytest.mark.parametrize("read", [pdf.read, pdf_second.read], ids=["pdfium", "pdfplumber"])


def rows_of(data: bytes, read: Reader = pdf.read) -> list[list[str]]:
    """Give the texts of all rows of all tables."""
    document = read(data)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def two_pages(last: list[str], first: list[str]) -> bytes:
    """Draw a table over two pages, its heads again on the second."""
    upper = [HEADS, ["（一）予以公开", "4", "5"], last]
    lower = [HEADS, first, ["四、结转下年度继续办理", "0", "1"]]
    return pdf_maker.pdf(ruled(upper, (60, 700), WIDTHS), ruled(lower, (60, 60), WIDTHS))


@both
def test_a_label_cut_by_a_page_is_whole_again_under_heads_printed_twice(read: Reader) -> None:
    rows = rows_of(two_pages(["（七", "8", "9"], ["）总计", "", ""]), read)
    assert ["（七\n）总计", "8", "9"] in rows
    assert not any(row[1:] == ["", ""] for row in rows)


@both
def test_a_number_cut_by_a_page_is_not_the_number_printed(read: Reader) -> None:
    rows = rows_of(two_pages(["1.申请人逾期", "14307", "148144"], ["不补正", "6", ""]), read)
    assert ["1.申请人逾期\n不补正", "14307\n6", "148144"] in rows


@both
@pytest.mark.parametrize(
    ("last", "first"),
    [
        (["6.其他", "1", "2"], ["总计", "3", "4"]),
        (["6.其他", "1", "2"], ["总计", "", ""]),
        (["6.其他", "", ""], ["总计", "3", "4"]),
        (["6.其他", "1", "2"], ["（七）总计", "", ""]),
        (["行政处罚", "1", "2"], ["行政强制", "", ""]),
    ],
)
def test_a_row_of_its_own_after_a_page_break_stays_one(read: Reader, last: list[str], first: list[str]) -> None:
    rows = rows_of(two_pages(last, first), read)
    assert last in rows
    assert first in rows


@both
def test_values_that_stand_before_their_labels_are_not_put_to_the_label_above_a_page_break(read: Reader) -> None:
    upper = [HEADS, ["", "4", "5"], ["（一）予以公开", "", ""], ["", "6", "7"], ["（二）部分公开", "", ""]]
    lower = [["", "8", "9"], ["1.属于国家秘密", "", ""]]
    rows = rows_of(pdf_maker.pdf(ruled(upper, (60, 700), WIDTHS), ruled(lower, (60, 60), WIDTHS)), read)
    assert rows == [*upper, *lower]


def test_values_that_a_page_break_parts_from_their_label_follow_it() -> None:
    rows = rows_of(two_pages(["1.属于国家秘密", "", ""], ["", "8", "9"]))
    assert ["1.属于国家秘密", "8", "9"] in rows


def test_labels_that_fill_their_cells_are_parted_at_the_border_and_numbers_are_not() -> None:
    table = ruled([["", "", ""], ["", "", ""]], (60, 60), [48, 48, 48])
    labels = pdf_maker.text(60, 76, "结果维持结果纠正其他结果", 12)
    numbers = pdf_maker.text(90, 100, "123456", 12)
    rows = rows_of(pdf_maker.pdf([*table, labels, numbers]))
    assert rows[0] == ["结果维持", "结果纠正", "其他结果"]
    assert not any(text.isdigit() for text in rows[1])


def test_a_number_that_runs_over_its_border_into_the_next_number_is_not_its_first_digits() -> None:
    table = ruled([["", "", "9"], ["4", "0", "4"]], (60, 60), [36, 36, 60])
    over = [pdf_maker.text(64, 76, "487655", 12), pdf_maker.text(99, 76, "779", 12)]
    rows = rows_of(pdf_maker.pdf([*table, *over]))
    assert UNREAD in rows[0][0]
    assert UNREAD in rows[0][1]
    assert rows[1] == ["4", "0", "4"]


def test_leaning_digits_of_a_made_up_italic_are_one_number() -> None:
    table = ruled([["自然人", "总计"], ["", "7"]], (60, 60), [90, 90])
    leaning = f"BT /H 12 Tf 1 0 .3 1 70 {pdf_maker.HEIGHT - 99} Tm (12) Tj ET"
    assert rows_of(pdf_maker.pdf([*table, leaning]))[1] == ["12", "7"]


def test_digits_of_a_size_below_nothing_are_read_the_right_way_round() -> None:
    table = ruled([["自然人", "总计"], ["", "7"]], (60, 60), [90, 90])
    turned = f"BT /H -12 Tf -1 0 0 -1 70 {pdf_maker.HEIGHT - 99} Tm (12) Tj ET"
    assert rows_of(pdf_maker.pdf([*table, turned]))[1] == ["12", "7"]


def test_lines_of_a_table_above_pull_no_border_of_the_next_one_apart() -> None:
    above = ruled([["甲", "乙"]], (60, 60), [100, 100])
    twice = [pdf_maker.line(x, 120, x, 168) for x in (163.0, 163.75)]
    below = ruled([["自然人", "总计"], ["1", "2"]], (60, 120), [103, 97])
    rows = rows_of(pdf_maker.pdf([*above, *below, *twice]))
    assert rows[-1] == ["1", "2"]


@pytest.mark.parametrize("note", ["/FreeText/Contents(99)", "/Widget/FT/Tx/T(a)/V(99)"])
def test_a_number_typed_over_an_empty_cell_makes_it_unread_not_blank(note: str) -> None:
    table = ruled([["自然人", "总计"], ["", "7"]], (60, 60), [90, 90])
    keys = f"/Annots[<</Type/Annot/Subtype{note}/Rect[63 735 140 755]/DA(/H 12 Tf 0 g)/F 4>>]"
    assert rows_of(pdf_maker.pdf(table, keys=keys))[1] == ["\ufffd", "7"]
    hidden = keys.replace("/F 4", "/F 2")
    assert rows_of(pdf_maker.pdf(table, keys=hidden))[1] == ["", "7"]


def test_sideways_digits_in_ruled_cells_are_read_along_their_line() -> None:
    table = ruled([["自然人", "总计"], ["", "7"]], (60, 60), [90, 90], 40)
    assert rows_of(pdf_maker.pdf([*table, turned_text(70, 105, "12", 270)]))[1] == ["12", "7"]


AT_EDGE = {
    "left": ((0, 300), (200, 0, 595, 842)),
    "top": ((200, 0), (0, 0, 595, 542)),
    "right": ((415, 300), (0, 0, 380, 842)),
    "bottom": ((200, 770), (0, 470, 595, 842)),
}
"""Where a table of 180 by 72 points touches an edge of the page; and the crop box that touches it at (200, 300)."""


def edge_of(rows: list[list[str]], edge: str) -> list[str]:
    """Give the texts at one side of a table."""
    return {"left": [row[0] for row in rows], "right": [row[-1] for row in rows], "top": rows[0], "bottom": rows[-1]}[
        edge
    ]


@both
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("edge", AT_EDGE)
def test_an_empty_cell_at_the_edge_of_the_page_is_unread_not_blank(read: Reader, edge: str, turn: int) -> None:
    at, crop = AT_EDGE[edge]
    cells = [["", "", ""], ["", "行政许可", ""], ["", "", ""]]
    drawn = ruled(cells, at, (60, 60, 60)), ruled(cells, (200, 300), (60, 60, 60))
    keys = f"/Rotate {turn}", f"/Rotate {turn}/CropBox[{' '.join(map(str, crop))}]"
    for page, key in zip(drawn, keys, strict=True):
        rows = rows_of(pdf_maker.pdf(page, keys=key), read)
        assert all(UNREAD in text for text in edge_of(rows, edge))
        assert sum(row.count("") for row in rows) == 5
    assert rows_of(pdf_maker.pdf(drawn[1], keys=keys[0]), read) == cells


@both
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_number_that_ends_at_the_edge_of_the_page_may_go_on_and_one_before_it_does_not(
    read: Reader, turn: int
) -> None:
    page = ruled([["行政许可", "550"], ["行政处罚", "12"]], (455, 300), (120, 20))
    assert UNREAD in rows_of(pdf_maker.pdf(page, keys=f"/Rotate {turn}"), read)[0][1]
    page = ruled([["行政许可", "550"], ["行政处罚", "12"]], (435, 300), (120, 40))
    assert [row[1] for row in rows_of(pdf_maker.pdf(page, keys=f"/Rotate {turn}"), read)] == ["550", "12"]


def printed_over(words: str, number: str, x: float) -> bytes:
    """Draw a row whose label goes on over the border of its cell, where a number stands at an x."""
    rows = [HEADS, ["", "", "5"], ["（七）总计", "7", "12"]]
    drawn = [*ruled(rows, (60, 100), WIDTHS), pdf_maker.text(105, 134, words, 10), pdf_maker.text(x, 134, number, 10)]
    return pdf_maker.pdf(drawn)


@pytest.mark.parametrize("x", [211, 214, 217, 231])
def test_a_number_under_a_label_that_goes_on_over_it_is_neither_read_nor_a_blank(x: float) -> None:
    rows = rows_of(printed_over("（二）部分公开区分处理只计情形", "0", x))
    assert UNREAD in rows[1][1]


def test_a_label_that_goes_on_over_an_empty_cell_leaves_it_empty() -> None:
    rows = rows_of(printed_over("（二）部分公开区分处理只计情形", "8", 300))
    assert rows[1][1] == ""


@pytest.mark.parametrize(("large", "read"), [(10, UNREAD), (60, "8")])
def test_a_digit_on_a_letter_is_unread_and_one_on_a_far_larger_letter_is_read(large: float, read: str) -> None:
    mark = pdf_maker.text(300 - large / 2, 134 + large / 3, "稿", large)
    rows = rows_of(pdf_maker.pdf([*ruled([HEADS, ["1", "2", "3"]], (60, 100), WIDTHS), mark]))
    page = [*ruled([HEADS, ["1", "2", ""]], (60, 100), WIDTHS), mark, pdf_maker.text(297, 134, "8", 10)]
    assert rows[1][:2] == ["1", "2"]
    assert read in rows_of(pdf_maker.pdf(page))[1][2]
