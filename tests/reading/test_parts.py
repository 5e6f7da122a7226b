"""Several reports in one file are told apart, never blended; one report is never cut."""

from __future__ import annotations

import random

import pytest

from generator.reading.interpret import interpret
from generator.reading.observe import observe
from generator.reading.parts import split
from generator.reading.readers.document import Document, Paragraph, Unreadable
from generator.records.figures import Absence
from generator.records.record import Source
from tests.hunt import read_text
from tests.reading.made_files import document, report, tabs
from tests.reading.rendering import LAYOUTS, TITLES, draw_report, merged_html


def cut(whole: Document) -> tuple[Document, ...]:
    return split(whole, observe(whole))


def texts(piece: Document) -> str:
    return "\n".join(block.text for block in piece.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if not name.endswith("html")])
def test_a_report_alone_is_one_piece(layout: str) -> None:
    rng = random.Random(4)  # noqa: S311 - the same report every time
    written = LAYOUTS[layout](draw_report(rng))
    assert len(cut(document(written))) == 1


@pytest.mark.parametrize("number", [2, 3])
def test_reports_one_after_another_are_as_many_pieces(number: int) -> None:
    names = ["示例甲局", "示例乙局", "示例丙局"][:number]
    pieces = cut(document("\n\n".join(tabs(agency=name) for name in names)))
    assert [name in texts(piece) for name, piece in zip(names, pieces, strict=True)] == [True] * number
    assert [sum(name in texts(piece) for name in names) for piece in pieces] == [1] * number


def test_no_block_is_lost_by_cutting() -> None:
    whole = document(tabs() + "\n\n" + tabs(agency="示例乙局"))
    assert tuple(block for piece in cut(whole) for block in piece.blocks) == whole.blocks


def test_a_table_of_contents_and_a_title_page_do_not_cut() -> None:
    contents = "目录\n" + "\n".join(TITLES)
    whole = document(f"示例局2024年政府信息公开工作年度报告\n\n{contents}\n\n{tabs()}")
    pieces = cut(whole)
    assert sum("示例县人民政府按照要求编制" in texts(piece) for piece in pieces) == 1


@pytest.mark.parametrize("part", [None, 1, 2])
def test_two_reports_whose_border_is_lost_are_refused_with_the_remedy(part: int | None) -> None:
    first, second = tabs(), tabs(agency="示例乙局")
    body = second[second.index("二、") :]
    with pytest.raises(Unreadable, match="像有两份报告") as told:
        interpret(document(f"{first}\n\n{body}"), Source((), "extract", "x"), part)
    assert "拆成几个文件" in told.value.remedy


def test_a_report_that_only_names_its_sections_again_at_the_end_is_read() -> None:
    whole = document(tabs() + "\n\n相关链接\n\n" + "\n\n".join(TITLES))
    assert (
        interpret(whole, Source((), "extract", "x")).figures
        == interpret(document(tabs()), Source((), "extract", "x")).figures
    )


COMPARED = (
    ("本年新收政府信息公开申请数量", "205", "262", "28%"),
    ("予以公开", "64", "5", "-92%"),
    ("结转下年度继续办理", "3", "7", "133%"),
)


def test_a_table_that_compares_years_between_the_tables_cuts_no_report() -> None:
    head = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    plain = merged_html(report())
    assert head in plain
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in COMPARED)
    read = read_text(plain.replace(head, f"<p>近两年对比：</p><table>{rows}</table>{head}"), "html")
    assert read.figures == read_text(plain, "html").figures
    assert [section.number for section in read.sections] == [1, 2, 3, 4, 5, 6]


def test_text_that_compares_years_between_the_tables_loses_nothing_behind_it() -> None:
    head, plain = "四、政府信息公开行政复议、行政诉讼情况", tabs()
    rows = "\n".join("\t".join(row) for row in COMPARED)
    read = interpret(document(plain.replace(head, f"近两年对比：\n{rows}\n\n{head}")), Source((), "extract", "x"))
    whole = interpret(document(plain), Source((), "extract", "x"))
    assert {cell: figure for cell, figure in read.figures.items() if cell.startswith("disputes.")} == {
        cell: figure for cell, figure in whole.figures.items() if cell.startswith("disputes.")
    }
    assert {figure for cell, figure in read.figures.items() if figure != whole.figures[cell]} <= {Absence.UNCLEAR}
    assert [section.number for section in read.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("part", [None, 1, 2])
def test_one_table_printed_twice_makes_no_two_reports(part: int | None) -> None:
    """The first may be the year before's, under a caption, and would be called the report's own."""
    text = tabs()
    begin, end = text.index("三、收到和处理"), text.index("四、政府信息公开行政复议")
    again = text[begin:end].split("\n", 1)[1]
    with pytest.raises(Unreadable, match="同一张表印了两份"):
        interpret(document(f"{text[:end]}本年度情况：\n{again}{text[end:]}"), Source((), "extract", "x"), part)
