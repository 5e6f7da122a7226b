"""Rows are seen whatever lays them out: label cells, then value fields, each with its column."""

from __future__ import annotations

import pytest

from generator.reading.observe import Observed, observe
from generator.reading.readers.document import Cell, Document, Place, Row, Table
from tests.reading.made_files import document

SEVEN = "0 1 2 3 4 5 15"


def seen(written: str) -> list[tuple[str, list[str]]]:
    return [(item.label, [field.text for field in item.fields]) for item in observe(document(written))]


def grid(*rows: list[str], ruled: bool = True) -> tuple[Observed, ...]:
    made = [
        Row(
            tuple(Cell(text, Place(table=1, row=n, cell=c + 1), c) for c, text in enumerate(texts)),
            Place(table=1, row=n),
        )
        for n, texts in enumerate(rows, start=1)
    ]
    return observe(Document((Table(tuple(made), ruled),), "text/html", "test"))


@pytest.mark.parametrize(
    ("written", "label", "values"),
    [
        ("规章\t0\t\t5", "规章", ["0", "", "5"]),
        (f"（一）予以公开 {SEVEN}", "（一）予以公开", SEVEN.split()),
        ("7.属于行政执法案卷\t0\t/\t—", "7.属于行政执法案卷", ["0", "/", "—"]),
        ("行政处罚 4119件", "行政处罚", ["4119件"]),
        ("行政处罚4119", "行政处罚", ["4119"]),
        ("行政事业性收费：7730.28万元", "行政事业性收费", ["7730.28万元"]),
        ("５.要求行政机关确认\t１\t２", "５.要求行政机关确认", ["１", "２"]),
        ("| | 3.其他 | 0 | 0 |", "3.其他", ["0", "0"]),
    ],
)
def test_a_row_is_its_label_and_its_values(written: str, label: str, values: list[str]) -> None:
    ((found, fields),) = seen(written)
    assert (found.replace(" ", ""), fields) == (label.replace(" ", ""), values)


@pytest.mark.parametrize("written", ["- 3 -", "第3页", "— 12 —", "第 3 页 共 9 页"])
def test_a_page_number_is_no_row(written: str) -> None:
    assert seen(written) == []


@pytest.mark.parametrize("written", ["本年度没有其他需要报告的事项，无", "其他需要报告的事项 无"])
def test_a_sentence_that_ends_in_none_has_no_values(written: str) -> None:
    assert [fields for _, fields in seen(written)] == [[]]


def test_long_prose_is_no_row() -> None:
    assert seen("全年围绕群众关心的事项做好信息发布工作" * 6 + " 35") == []


def test_values_one_a_line_are_put_together() -> None:
    assert seen("规章\n0\n0\n3\n行政规范性文件\n5\n21\n63\n") == [
        ("规章", []),
        ("", ["0", "0", "3"]),
        ("行政规范性文件", []),
        ("", ["5", "21", "63"]),
    ]


def test_a_run_of_two_whole_rows_is_parted_and_another_is_not() -> None:
    whole = "\n".join(SEVEN.split() * 2)
    assert [len(fields) for _, fields in seen(whole)] == [7, 7]
    broken = whole.replace("15", "16", 1)
    assert [len(fields) for _, fields in seen(broken)] == [14]


def test_two_rows_on_one_line_are_two_rows() -> None:
    assert seen(f"（一）予以公开 {SEVEN} （二）部分公开 {SEVEN}") == [
        ("（一）予以公开", SEVEN.split()),
        ("（二）部分公开", SEVEN.split()),
    ]


def test_three_rows_of_five_are_one_row_of_fifteen() -> None:
    (item,) = grid(["行政复议", *"00000"], ["未经复议直接起诉", *"00000"], ["复议后起诉", *"10001"])
    assert (item.count, item.label) == (15, "行政复议未经复议直接起诉复议后起诉")


def test_three_rows_of_five_with_labels_of_another_table_stay_three() -> None:
    rows = ["属于国家秘密 1 2 0 0 3", "属于行政查询事项 0 0 0 0 0", "重复申请 4 0 0 0 4"]
    assert [label for label, _ in seen("\n".join(rows))] == ["属于国家秘密", "属于行政查询事项", "重复申请"]


def test_a_word_between_values_stays_among_them() -> None:
    (item,) = grid(["（二）部分公开", "", "5", "1", "2", "小计", "8"])
    assert [field.text for field in item.fields] == ["", "5", "1", "2", "小计", "8"]


def test_a_label_after_the_values_is_a_label() -> None:
    (item,) = grid(["0", "0", "1", "三、本年度办理结果"])
    assert (item.label, [field.text for field in item.fields]) == ("三、本年度办理结果", ["0", "0", "1"])


def test_fields_keep_column_place_and_order() -> None:
    first, second = grid(["规章", "0", "", "3"], ["", "", "", ""], ["规范性文件", "1", "2", "3"])
    assert [(field.column, field.place.cell) for field in first.fields] == [(1, 2), (2, 3), (3, 4)]
    assert (first.order, second.order, second.place.row, first.ruled, first.loose) == (0, 1, 3, True, False)
    assert (first.count, first.text) == (2, "规章 0 3")
