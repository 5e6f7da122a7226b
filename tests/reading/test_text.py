"""Text comes out as lines and as the tables that tabs, pipes and single cells leave; nothing is guessed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.readers.document import Paragraph, Table, Unreadable
from generator.reading.readers.text import decode, read


def shown(written: str) -> list[object]:
    """Give the document without its places: paragraphs as text, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in read(written.encode()).blocks
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found(encoding: str) -> None:
    assert decode("示例县人民政府信息公开３５件".encode(encoding)) == "示例县人民政府信息公开３５件"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"ab\x00cd", b"\x81", b"\xff\xff\xff", b"\xff\xfe1\xd8"]
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.what
    assert refused.value.remedy


@settings(max_examples=100, deadline=None)
@given(st.tuples(st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff"]), st.binary(max_size=200)).map(b"".join))
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert read(data).reader == "text 1"


def test_tabs_keep_empty_cells_and_lines_count_from_one() -> None:
    heading, table = read("标题\n规章\t0\t\t5\n规范性文件\t1\t2\t\n".encode()).blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(table, Table)
    assert heading.place.line == 1
    assert not table.ruled
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["规章", "0", "", "5"],
        ["规范性文件", "1", "2", ""],
    ]
    assert [row.place.line for row in table.rows] == [2, 3]
    assert [cell.column for cell in table.rows[0].cells] == [0, 1, 2, 3]


def test_markdown_tables_lose_their_rules_and_marks() -> None:
    written = "## **标题**\n\n| 内容 | 数量 |\n| :--- | ---: |\n| **规章** | 5<br>件 |\n| | 6 |\n"
    assert shown(written) == ["标题", [["内容", "数量"], ["规章", "5\n件"], ["", "6"]]]


def test_pipes_between_cells_are_no_frame() -> None:
    assert shown("丙 | 甲 | 0 | 1\n | 乙 | 2 | \n") == [[["丙", "甲", "0", "1"], ["", "乙", "2", ""]]]
    assert shown("甲 | 0 | \n乙 | 2 | 3\n") == [[["甲", "0", ""], ["乙", "2", "3"]]]


def test_one_cell_a_line_with_empty_cells_and_labels_over_lines() -> None:
    written = "\t行政\n处罚\n\t0\n\t\n\t7\n\n\t规章\n\t1\n\t2\n\t3\n\n\n\n五、存在的主要问题及改进情况\n\n文字。\n"
    assert shown(written) == [
        [["行政\n处罚", "0", "", "7"], ["规章", "1", "2", "3"]],
        "五、存在的主要问题及改进情况",
        "文字。",
    ]


def test_no_line_with_a_digit_is_lost() -> None:
    written = "一 1\n\t2\n\t\n甲\t3\t4\n| 5 |\n| 6 | 7 |\n- 8\n# 9\n10\t\n  11\n"
    text = str(shown(written))
    assert [number for number in range(1, 12) if str(number) not in text] == []


def test_a_dash_before_a_number_is_no_list_item() -> None:
    assert shown("- 3 -\n\n- 0 0 5\n\n- 一是栏目更新不够及时\n") == ["- 3 -", "- 0 0 5", "一是栏目更新不够及时"]


def test_spaces_of_the_web_and_invisible_marks_are_spaces_or_nothing() -> None:
    assert shown("规\u200b章\u00a0甲\n\ufeff3\r\n") == ["规章 甲", "3"]


def test_cells_one_a_line_without_empty_lines_between_rows_are_rows() -> None:
    written = "\t行政许可\n\t5\n\t行政处罚\n\t6\n\t7\n\t\n\t其他\n事项\n\t8\n"
    assert shown(written) == [[["行政许可", "5"], ["行政处罚", "6", "7", ""], ["其他\n事项", "8"]]]


def test_rows_of_cells_one_a_line_may_be_empty_the_last_one_too() -> None:
    empty = "\t\n" * 3
    written = f"\t行政许可\n\t5\n\t行政处罚\n{empty}\t行政强制\n\t\n\t6\n\t规章\n{empty}"
    assert shown(written) == [
        [["行政许可", "5"], ["行政处罚", "", "", ""], ["行政强制", "", "6"], ["规章", "", "", ""]],
    ]


def test_cells_one_a_line_that_do_not_begin_with_a_label_are_left_as_they_are() -> None:
    assert shown("\t5\n\t行政许可\n\t6\n\t行政处罚\n") == [[["5", "行政许可", "6", "行政处罚"]]]


def test_commas_in_numbers_part_no_cells() -> None:
    rows = [f"{n}.某一行 1,234 5,678 9,012 3,456 7,890 1,111 2,222" for n in range(12)]
    assert shown("\n".join([*rows, "行政事业性收费 9,986.3071"])) == [*rows, "行政事业性收费 9,986.3071"]


@pytest.mark.parametrize("cell", ["四│结转", "四┃结转", "四｜结转"])
def test_the_side_of_a_box_among_pipes_parts_no_cell(cell: str) -> None:
    assert shown(f"a | b | c\n{cell} | 3 | 0") == [[["a", "b", "c"], [cell, "3", "0"]]]


def test_fields_that_hold_a_label_and_a_value_are_none_of_a_comma_separated_file() -> None:
    rows = [f"{n}.某一行\n0, 1, 2, 3, 4, 5, 6," for n in range(12)]
    assert shown("\n".join(["规章 7, 8, 9,", *rows]))[0] == "规章 7, 8, 9,"
