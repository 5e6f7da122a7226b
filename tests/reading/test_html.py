"""A saved web page comes out as a browser shows it: data tables, paragraphs, nothing hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.reading.readers.document import Document, Paragraph, Table, Unreadable
from generator.reading.readers.html import read

DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")


def page(body: str, head: str = "<meta charset=utf-8>") -> Document:
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def texts(document: Document) -> list[object]:
    """Give the document without its places: paragraphs as text, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def only_table(document: Document) -> Table:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return table


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8-sig", ""),
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", ""),
        ("big5", "big5"),
        ("utf-16", ""),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    source = f"<html><head>{head}</head><body><p>示例人民政府信息公開，共３５件</p></body></html>"
    assert texts(read(source.encode(encoding))) == ["示例人民政府信息公開，共３５件"]


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x81", "示例县".encode("gb18030")[:-1], b"<p>\xff\xff 35</p>"])
def test_bytes_in_no_known_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_that_lost_a_block_of_its_bytes_is_refused(encoding: str) -> None:
    whole = "<table><tr><td>规章</td><td>1</td><td>2</td></tr></table>"
    assert len(read(whole.encode(encoding)).blocks) == 1
    with pytest.raises(Unreadable, match="零字节"):
        read(whole.replace("<td>1</td>", "\0" * 10).encode(encoding))


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有文字"):
        page("<script>render()</script>")


# ---------------------------------------------------------------- tables


def test_merged_cells_stand_once_at_their_logical_columns() -> None:
    table = only_table(
        page(
            "<table><tr><td rowspan=2 colspan=2>申请人<td colspan=2>法人<tr><td>企业<td>机构"
            "<tr><td>一<td>（一）<td>3<td></table>",
        ),
    )
    cells = [[(cell.text, cell.column, cell.span, cell.height) for cell in row.cells] for row in table.rows]
    assert cells == [
        [("申请人", 0, 2, 2), ("法人", 2, 2, 1)],
        [("企业", 2, 1, 1), ("机构", 3, 1, 1)],
        [("一", 0, 1, 1), ("（一）", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
    ]
    place = table.rows[2].cells[2].place
    assert (place.table, place.row, place.cell) == (1, 3, 3)


@pytest.mark.parametrize(
    ("cell", "reads"),
    [
        ("&nbsp;３<SPAN lang=EN-US>５<o:p></o:p></SPAN>", "３５"),
        ("<p>19</p><p>5</p>", "19\n5"),
        ("19<br>5", "19\n5"),
        ("1\n9", "1 9"),
        ("12<sup>2</sup>", "12²"),
        ("<del>12</del>15", "15"),
        ("<s>12</s>15", "15"),
        ("1<span style='display: none'>999</span>2", "12"),
        ("<span style='text-decoration:underline line-through red'>12</span>15", "15"),
        ("<span style='Text-Decoration-Line : line-through'>12</span>15", "15"),
        ("<span style='opacity:0'>12</span>15", "15"),
        ("<span style='opacity:0.6;background-color:transparent'>12</span>15", "1215"),
        ("<span style='position:absolute;left:-9999px'>12</span>15", "15"),
        ("<span style='margin-left:-1200px;text-decoration:underline'>12</span>15", "1215"),
        ("<span style='position:absolute;width:1px;height:1px;overflow:hidden'>12</span>15", "15"),
        ("<span style='width:100px;overflow:hidden'>12</span>15", "1215"),
        ("<span style='clip: rect(0, 0, 0, 0)'>12</span>15", "15"),
        ("<span style='font-size:1px'>12</span>15", "15"),
        ("<span style='font-size:10px'>12</span>15", "1215"),
        ("<span style='color: #FFF'>12</span>15", "15"),
        ("<span style='background:#336;color:white'>12</span>15", "1215"),
        ("<span style='color:#fffff0;border-color:white'>12</span>15", "1215"),
        ("1<!-- 999 -->2", "12"),
        ("<input value=35>", "35"),
        ("&nbsp;", ""),
        ("0.28", "0.28"),
        ("—", "—"),
    ],
)
def test_a_cell_reads_as_it_is_shown(cell: str, reads: str) -> None:
    assert only_table(page(f"<table><tr><td>行政许可<td>{cell}</table>")).rows[0].cells[1].text == reads


def test_layout_tables_are_walked_through_to_the_innermost_table_with_data() -> None:
    document = page(
        "<table><tr><td>首页</td></tr><tr><td><table><tr><td><p>一、总体情况</p><table><tr><td>规章<td>0</table>"
        "<p>二、其他</p></td><td>右栏</td></tr></table></td></tr></table>",
    )
    assert texts(document) == ["首页", "一、总体情况", [["规章", "0"]], "二、其他", "右栏"]


def test_a_table_of_data_stays_one_when_a_cell_holds_another_table() -> None:
    rows = "".join(f"<tr><td>{name}<td>{name}<td>{n}" for n, name in enumerate("甲乙丙"))
    nested = "<tr><td>丁<td>丁<td><table><tr><td>3<td>4</table>"
    assert texts(page(f"<table>{rows}{nested}</table>"))[0] == [
        ["甲", "甲", "0"],
        ["乙", "乙", "1"],
        ["丙", "丙", "2"],
        ["丁", "丁", "3\n4"],
    ]


@pytest.mark.parametrize("span", ["99999999", "0", "-3", "x", "2.5"])
def test_absurd_spans_are_harmless(span: str) -> None:
    table = only_table(page(f"<table><tr><td colspan='{span}' rowspan='{span}'>甲<td>1<tr><td>乙<td>2</table>"))
    assert [cell.text for row in table.rows for cell in row.cells] == ["甲", "1", "乙", "2"]


# ---------------------------------------------------------------- text


def test_paragraphs_headings_and_items_stand_alone_with_their_lines() -> None:
    document = page(
        "\n<h1>示例县年度报告</h1>\n<p>全年 2024 年，\n共 35 件。</p>\n<ul><li>甲<li>乙</ul>"
        "<div>丙<div>丁</div>戊</div>"
    )
    assert texts(document) == ["示例县年度报告", "全年2024年，共35件。", "甲", "乙", "丙", "丁", "戊"]
    assert [block.place.line for block in document.blocks if isinstance(block, Paragraph)][:2] == [2, 3]


def test_line_breaks_part_paragraphs_where_the_text_begins_anew() -> None:
    document = page(
        "<div>示例县人民政府<br>2024年年度报告<br><br>一、总体情况<br>全年公开信息，<br>共35件。<br>"
        "&nbsp;&nbsp;办理申请，<br>\u3000\u3000共三件<br>二、主动公开</div>",
    )
    assert texts(document) == [
        "示例县人民政府2024年年度报告",
        "一、总体情况",
        "全年公开信息，共35件。",
        "办理申请，",
        "共三件",
        "二、主动公开",
    ]


def test_what_is_no_part_of_the_report_is_left_out() -> None:
    document = page(
        "<nav>首页 1</nav><div class='w breadcrumb'>位置</div><template>999</template><p>甲</p>"
        "<footer>ICP 12345</footer>"
        "<noscript>2</noscript><select><option>2023</select><div id=footer>电话 000</div>",
    )
    assert texts(document) == ["甲"]
    assert document.hidden == ()


@pytest.mark.parametrize(
    "hiding",
    ["<p hidden>999</p>", "<p style='DISPLAY:NONE'>999</p>", "<p class='x gone'>999</p>", "<p id=off>999</p>"],
)
def test_hidden_digits_are_named_and_not_read(hiding: str) -> None:
    style = "<style>.gone, #off { color: red; display: none } @media print { .shown { display: none } }</style>"
    document = page(f"<p class=shown>甲</p>{hiding}<p>乙</p>", f"<meta charset=utf-8>{style}")
    assert texts(document) == ["甲", "乙"]
    assert [paragraph.text for paragraph in document.hidden] == ["999"]


def test_a_class_of_menus_around_the_report_itself_does_not_lose_it() -> None:
    assert texts(page("<div class=nav><table><tr><td>规章<td>0</table></div>")) == [[["规章", "0"]]]


def test_absurd_nesting_ends_in_words_not_in_a_crash() -> None:
    deep = "<table><tr><td>1<td>" * 400
    try:
        assert page(deep).blocks
    except Unreadable as error:
        assert "嵌套" in error.what  # noqa: PT017 - either end is a good one


@given(st.text(alphabet="<>/tdrable =\"'12０年&;#x!-", max_size=80))
def test_broken_markup_never_crashes(source: str) -> None:
    try:
        page(source)
    except Unreadable as error:
        assert error.remedy  # noqa: PT017 - either end is a good one


@pytest.mark.browser
def test_a_browser_shows_the_same_cells(browser: Browser) -> None:
    source = (
        "<table><tr><td rowspan=3>甲<td colspan=3>乙<td hidden>9<tr><td rowspan=2>1<td>2<s>3</s><tr><td>4<td>5"
        "<tr><td>6<td style='display:none'>7<td>8<td>&nbsp;</table>"
    )
    context = browser.new_context()
    shown = context.new_page()
    shown.set_content(source)
    script = "[...document.rows=document.querySelectorAll('tr')].map(r=>[...r.cells].filter(c=>c.offsetWidth)"
    seen = shown.evaluate(script + ".map(c=>[c.innerText.trim().replace('3',''),c.colSpan,c.rowSpan]))")
    context.close()
    table = only_table(page(source))
    assert [[[cell.text, cell.span, cell.height] for cell in row.cells] for row in table.rows] == seen


# ---------------------------------------------------------------- a real report


@pytest.mark.real
def test_every_number_of_a_real_report_is_read(real_reports: Path) -> None:
    truth = yaml.safe_load((real_reports / "truth" / "boai-2024.yaml").read_text(encoding="utf-8"))
    document = read((real_reports / "samples" / "boai-2024-gbk.html").read_bytes())
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    read_as = [[cell.text.translate(DIGITS) for cell in row.cells] for row in rows]
    numbers = [[int(text) for text in row if text.isdigit()] for row in read_as]
    assert [row for row in numbers if len(row) == 7] == list(truth["applications"].values())
    assert [row for row in numbers if len(row) == 15] == [
        [number for group in truth["disputes"].values() for number in group.values()],
    ]
    assert ["行政事业性收费", str(truth["proactive"]["fees_10k_yuan"])] in read_as
