"""Rows of a PDF in no rules: labels of several lines around their numbers, and numbers set sideways."""

from __future__ import annotations

import pytest

from generator.reading.observe import observe
from generator.reading.readers import pdf
from generator.reading.readers.document import Table
from generator.reading.readers.seen import UNREAD
from generator.reading.spaced_columns import with_empty_cells
from tests.reading import pdf_maker
from tests.reading.pdf_maker import text, turned_text


def rows_of(*drawn: str) -> list[list[str]]:
    """Give the texts of all rows."""
    blocks = pdf.read(pdf_maker.pdf(drawn)).blocks
    return [[cell.text for cell in row.cells] for block in blocks if isinstance(block, Table) for row in block.rows]


def numbers(y: float, *values: int) -> list[str]:
    """Draw numbers in columns at a height."""
    return [text(300 + 40 * n, y, str(value), 10) for n, value in enumerate(values)]


def label(x: float, y: float, *lines: str) -> list[str]:
    """Draw the lines of a label, the middle of which is at a height."""
    first = y - 6.5 * (len(lines) - 1)
    return [text(x, first + 13 * n, line, 10) for n, line in enumerate(lines)]


SECRET = ("1.属于国家秘", "密的信息")
REPEATED = ("4.无正当", "理由大量", "反复申请")


@pytest.mark.parametrize("lines", [SECRET, REPEATED, ("二、上年结转政府", "信息公开申请", "数量的合计", "数")])
def test_a_label_of_several_lines_stands_whole_before_its_numbers(lines: tuple[str, ...]) -> None:
    page = [*label(120, 100, *lines), *numbers(100, 3, 4, 5), *label(120, 150, "5.其他"), *numbers(150, 6, 7, 8)]
    assert rows_of(*page) == [["".join(lines), "3", "4", "5"], ["5.其他", "6", "7", "8"]]


def test_the_label_of_a_group_beside_them_stays_apart() -> None:
    group = label(60, 125, "（三）", "不予公", "开")
    page = [*group, *label(120, 100, *SECRET), *numbers(100, 3, 4, 5), *label(120, 150, *REPEATED)]
    rows = rows_of(*page, *numbers(150, 6, 7, 8))
    assert ["".join(SECRET), "3", "4", "5"] in rows
    assert ["".join(REPEATED), "6", "7", "8"] in rows


def test_a_label_on_its_line_takes_nothing_from_the_line_below() -> None:
    page = [text(120, 100, "1.属于国家秘密", 10), *numbers(100, 3, 4, 5), text(120, 113, "总计", 10)]
    assert rows_of(*page, *numbers(113, 6, 7, 8)) == [["1.属于国家秘密", "3", "4", "5"], ["总计", "6", "7", "8"]]


def test_numbers_set_sideways_in_no_rules_are_unread_and_so_is_their_line() -> None:
    page = [text(120, 100, "1.属于国家秘密", 10), *numbers(100, 3, 4, 5), turned_text(420, 90, "81", 270)]
    (row,) = rows_of(*page)
    assert set("".join(row[1:])) == {UNREAD}


def test_a_raised_mark_on_a_number_is_no_number_of_its_own() -> None:
    page = [text(120, 100, "1.属于国家秘密", 10), *numbers(100, 3, 4, 5), text(345.9, 96, "11", 6)]
    assert rows_of(*page) == [["1.属于国家秘密", "3", f"4 11{UNREAD}", "5"]]


def test_numbers_one_space_apart_are_each_of_them_read() -> None:
    assert rows_of(text(120, 100, "3 4 5 6 7 8 9", 10)) == [["3", "4", "5", "6", "7", "8", "9"]]


def test_a_number_close_to_its_label_is_no_part_of_it() -> None:
    page = [text(120, 100, "1.属于国家秘密", 10), text(202, 100, "143849", 10), *numbers(100, 3, 4, 5)]
    assert rows_of(*page) == [["1.属于国家秘密", "143849", "3", "4", "5"]]


COLUMNS = (300, 340, 380, 420, 460, 500, 540)
SIX = (3, 4, None, 5, 6, 7, 8)


def centred(y: float, *values: int | None) -> list[str]:
    """Draw numbers in the middle of seven columns; None is an empty cell."""
    pairs = zip(COLUMNS, values, strict=True)
    return [text(x - 2.78 * len(str(value)), y, str(value), 10) for x, value in pairs if value is not None]


def full(y: float, start: int) -> list[str]:
    """Draw a row with all its numbers, some of them of two digits."""
    return [text(120, y, f"一、{'甲乙丙丁'[start % 4]}", 10), *centred(y, *range(start, start + 7))]


def placed(*drawn: str) -> list[list[str]]:
    """Give the texts of the fields of all rows that hold numbers, with the empty cells that places tell."""
    document = pdf.read(pdf_maker.pdf(drawn))
    return [[field.text for field in row.fields] for row in with_empty_cells(observe(document), document) if row.count]


def test_where_numbers_stand_tells_an_empty_cell_in_no_rules() -> None:
    rows = placed(*full(100, 4), *full(130, 5), text(120, 160, "1.属于国家秘密", 10), *centred(160, *SIX))
    assert rows[-1] == ["3", "4", "", "5", "6", "7", "8"]


@pytest.mark.parametrize("shift", [2, 8, 20])
def test_numbers_out_of_their_columns_tell_nothing(shift: int) -> None:
    aside = [text(380 + shift, 160, "9", 10)]
    six = [*centred(160, 3, 4, None, None, 6, 7, 8), *aside]
    rows = placed(*full(100, 4), *full(130, 5), text(120, 160, "1.属于国家秘密", 10), *six)
    assert "" not in rows[-1]


def test_one_row_alone_shows_no_columns() -> None:
    rows = placed(*full(100, 4), text(120, 160, "1.属于国家秘密", 10), *centred(160, *SIX))
    assert rows[-1] == ["3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    "more",
    [
        "0 g 377 682 m 379 690 l 381 682 l 379 684 l f",
        "q 1 g BT /H 10 Tf 1 0 0 1 377 682 Tm (9) Tj ET Q",
        "q 5 0 0 5 377 680 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q",
    ],
    ids=["drawn", "white", "picture"],
)
def test_on_a_page_with_more_than_words_no_cell_in_no_rules_is_called_empty(more: str) -> None:
    six = [text(120, 160, "1.属于国家秘密", 10), *centred(160, *SIX), more]
    assert "" not in placed(*full(100, 4), *full(130, 5), *six)[-1]


def test_a_label_that_ends_in_a_number_may_hold_the_first_one() -> None:
    row = [text(250, 160, "总计", 10), text(271, 160, "3", 10), *centred(160, None, None, None, 4, None, None, 7)]
    assert "" not in placed(*full(100, 4), *full(130, 5), *row)[-1]


def flush(y: float, *values: int | None) -> list[str]:
    """Draw numbers flush right in seven columns; None is an empty cell."""
    pairs = zip(COLUMNS, values, strict=True)
    return [text(round(x - 5.56 * len(str(n)), 2), y, str(n), 10) for x, n in pairs if n is not None]


@pytest.mark.parametrize(("two", "emptied"), [((4370271, 6895811), False), ((None, 6895811), True)])
def test_two_numbers_that_touch_are_not_taken_for_one_beside_an_empty_cell(
    two: tuple[int | None, int], *, emptied: bool
) -> None:
    above = [flush(100, 4, 15, 6, 7, 8, 9, 10), flush(130, 14, 5, 6, 17, 8, 9, 10)]
    labels = [text(120, y, words, 10) for y, words in ((100, "（一）予以公开"), (130, "（二）部分公开"), (160, "总计"))]
    row = placed(*labels, *above[0], *above[1], *flush(160, 3, 4, 5, 6, *two, 8))[-1]
    assert ("" in row) == emptied


def test_numbers_broken_over_two_lines_in_no_rules_are_unread() -> None:
    upper, lower = (13078, 49180, 3, 4, 55575, 6, 7), (5, None, None, None, 83, None, None)
    rows = rows_of(text(120, 106, "1.属于国家秘密", 10), *centred(100, *upper), *centred(112, *lower))
    numbers = {cell for row in rows for cell in row if cell[0].isdigit() and not cell.startswith("1.")}
    assert numbers == {"13078�", "49180", "3", "4", "55575�", "6", "7", "5�", "83�"}


def test_numbers_of_rows_close_below_each_other_are_read_where_they_have_room() -> None:
    rows = rows_of(*full(100, 4), *full(112, 5), *full(124, 6))
    assert [row[1:] for row in rows] == [[str(start + n) for n in range(7)] for start in (4, 5, 6)]


def test_something_unread_before_the_numbers_may_be_one_of_them() -> None:
    clash = [text(250, 160, "3", 10), text(250, 160, "8", 10)]
    rows = rows_of(text(120, 160, "1.属于国家秘密", 10), *clash, *centred(160, *SIX))
    assert rows == [["1.属于国家秘密", UNREAD * 2, *(f"{n}{UNREAD}" for n in SIX if n)]]


def test_a_row_of_numbers_that_nobody_can_read_stays_a_row() -> None:
    raised = [text(x, 156, "81", 6) for x in (343, 383)]
    rows = rows_of(text(120, 160, "情形）", 10), *centred(160, 2, 4, 5, None, None, None, None), *raised)
    assert rows == [["情形）", "2", f"4 81{UNREAD}", f"5 81{UNREAD}"]]


OUTCOMES = ("结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计") * 3


def disputes(*values: int | None, heads: tuple[str, ...] = OUTCOMES) -> list[list[str]]:
    """Give the row under the heads of 表四, each in the middle of its column, in one line or two."""
    page = []
    for n, (head, value) in enumerate(zip(heads, values, strict=True)):
        lines = head.split("\n")
        page += [text(60 + 34 * n, 100 + 12 * row + 6 * (len(lines) == 1), part, 9) for row, part in enumerate(lines)]
        page += [text(69 + 34 * n - 2.5 * len(str(value)), 140, str(value), 9)] * (value is not None)
    return placed(*page)


def test_heads_of_several_lines_tell_the_columns_of_the_one_row_under_them() -> None:
    values = (0, 1, None, 0, 12, 0, 0, 3, None, 3, 0, 0, 0, 0, 0)
    assert disputes(*values)[-1] == ["" if value is None else str(value) for value in values]


@pytest.mark.parametrize("heads", [(*OUTCOMES[:-1], "其他"), OUTCOMES[5:] + OUTCOMES[1:6]])
def test_other_heads_tell_no_columns(heads: tuple[str, ...]) -> None:
    assert "" not in disputes(0, 1, None, 0, 12, 0, 0, 3, None, 3, 0, 0, 0, 0, 0, heads=heads)[-1]


def test_a_number_a_little_off_its_column_is_in_it_and_half_a_digit_off_in_none() -> None:
    last = [text(120, 160, "1.属于国家秘密", 10), *centred(160, 3, 4, None, 5, 6, 7, None)]
    for off, emptied in ((0.4, True), (2.8, False)):
        rows = placed(*full(100, 4), *full(130, 5), *last, text(537.22 + off, 160, "8", 10))
        assert ("" in rows[-1]) == emptied


def test_numbers_within_running_text_are_no_pieces_of_each_other() -> None:
    lines = [("公开信息", "55575", "49180", "件，办理"), ("事项", "83", "13", "次，其中")]
    page = [
        text(x, y, words, 10)
        for y, line in zip((100, 113), lines, strict=True)
        for x, words in zip((120, 162, 192, 222), line, strict=True)
    ]
    blocks = pdf.read(pdf_maker.pdf(page)).blocks
    assert UNREAD not in str(blocks)
