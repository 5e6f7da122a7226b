"""Rows of a PDF in no rules: labels of several lines around their numbers, and numbers set sideways."""

from __future__ import annotations

import pytest

from generator.reading.readers import pdf
from generator.reading.readers.document import Table
from generator.reading.readers.seen import UNREAD
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
    page = [text(120, 100, "1.属于国家秘密", 10), text(193, 100, "143849", 10), *numbers(100, 3, 4, 5)]
    assert rows_of(*page) == [["1.属于国家秘密", "143849", "3", "4", "5"]]
