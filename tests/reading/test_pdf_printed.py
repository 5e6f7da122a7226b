"""Tables as a browser prints them, over page breaks, in narrow cells, too wide: numbers are right, or look broken."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser

from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.seen import UNREAD
from tests.reading.documents import number_rows, tables, texts
from tests.reading.pdf_maker import printed

pytestmark = pytest.mark.browser
READERS = {"pdfium": pdf.read, "pdfplumber": pdf_second.read}
reader = pytest.mark.parametrize("reader", READERS)

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NUMBERS = [
    [(row * 7919 + column * 104729) % 10 ** (1 + (row + column) % 6) for column in range(7)] for row in range(36)
]
AS_PRINTED = [[str(number) for number in row] for row in NUMBERS]
STYLES = {
    "one border": "table{border-collapse:collapse} td{border:1px solid #000}",
    "borders apart": "table{border-spacing:2px;border:1px solid #000} td{border:1px solid #555}",
    "narrow cells": "table{border-collapse:collapse;table-layout:fixed} "
    "td{border:.5px solid #000;word-break:break-all;padding:0} .n{width:14px}",
    "no outer border": "table{border-collapse:collapse;border-style:hidden} td{border:1px solid #000}",
    "upright label": "table{border-collapse:collapse} td{border:1px solid #000} .v{writing-mode:vertical-rl}",
    "no borders": "td{border:0;padding:1px 6px}",
}
PAGE = """<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:25mm 22mm} table{width:100%%}
body{font:15px/1.8 "Noto Serif CJK SC";margin:0} p{text-indent:2em;margin:0} .n{text-align:center} %s</style>
<h1>示例县人民政府</h1><p>一、总体情况</p><p>（一）主动公开情况。全年主动公开政府信息1136条，其中政策解读22条。办理依申请公开
20481件，均在法定期限内答复，没有因政府信息公开被纠正的案件。</p><p>三、收到和处理政府信息公开申请情况</p><table>%s</table>"""


def table_over_pages(browser: Browser, style: str) -> bytes:
    """Print a made-up report whose table goes over the page."""
    head = "<tr><td colspan=2>" + "".join(f"<td class=n>{name}" for name in COLUMNS)
    side = f"<td rowspan={len(NUMBERS)} class=v>三、本年度办理结果"
    rows = "".join(
        f"<tr>{side if place == 0 else ''}<td>第{place}种情形" + "".join(f"<td class=n>{number}" for number in row)
        for place, row in enumerate(NUMBERS)
    )
    return printed(browser, PAGE % (STYLES[style], head + rows))


@pytest.mark.parametrize("style", STYLES)
def test_a_table_printed_over_the_page_keeps_every_number(browser: Browser, style: str) -> None:
    document = pdf.read(table_over_pages(browser, style))
    found = [[text.replace("\n", "") for text in row] for row in number_rows(document, 7)]
    assert found == AS_PRINTED
    assert [text for text in texts(document) if isinstance(text, str)][:3] == [
        "示例县人民政府",
        "一、总体情况",
        "（一）主动公开情况。全年主动公开政府信息1136条，其中政策解读22条。办理依申请公开20481件，均在法定期限内答复，没有因政府信息公开被纠正的案件。",
    ]


@pytest.mark.parametrize("style", STYLES.keys() - {"narrow cells"})
def test_the_second_reader_sees_the_same_numbers_where_no_cell_is_broken(browser: Browser, style: str) -> None:
    found = number_rows(pdf_second.read(table_over_pages(browser, style)), 7)
    assert found == AS_PRINTED if style != "no borders" else all(row in AS_PRINTED for row in found)


@reader
def test_a_row_of_broken_numbers_is_right_or_looks_broken(browser: Browser, reader: str) -> None:
    """Where the page cuts a row, what stands on one side is not the number: then a line break stays in it."""
    found = number_rows(READERS[reader](table_over_pages(browser, "narrow cells")), 7)
    assert sum(row in AS_PRINTED for row in found) > 20
    assert all(row in AS_PRINTED or any("\n" in text for text in row) for row in found)


CUT_ROW = """<!doctype html><meta charset=utf-8><style>@page{size:600px 400px;margin:40px}
body{font:14px/20px "Noto Serif CJK SC";margin:0} table{border-collapse:collapse}
td{border:1px solid #000;vertical-align:top;padding:2px 4px}</style><div style="height:210px">示例</div>
<table><tr><td>1.信访举报投诉类申请%s<tr><td>2.申请人<br>逾期未按<br>收费通知<br>要求缴纳<br>费用%s<tr><td>3.其他%s</table>"""


@reader
@pytest.mark.parametrize("head", ["", "政务公开简报第3期"], ids=["plain", "running head"])
def test_a_row_that_the_page_cuts_is_one_row_though_a_head_stands_between(
    browser: Browser, reader: str, head: str
) -> None:
    numbers = ["".join(f"<td>{number}" for number in range(start, start + 7)) for start in (10, 20, 30)]
    document = READERS[reader](printed(browser, CUT_ROW % tuple(numbers), head))
    assert {row.place.page for table in tables(document) for row in table.rows} == {1, 2}
    found = [
        [cell.text.replace("\n", "") for cell in row.cells if cell.text] for t in tables(document) for row in t.rows
    ]
    assert found == [
        ["1.信访举报投诉类申请", *map(str, range(10, 17))],
        ["2.申请人逾期未按收费通知要求缴纳费用", *map(str, range(20, 27))],
        ["3.其他", *map(str, range(30, 37))],
    ]


# ---------------------------------------------------------------- numbers broken in narrow cells

WIDE_AND_NARROW = """<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:25mm} body{font:14px/1.5 %s}
table{border-collapse:collapse;table-layout:fixed;width:400px} p{height:40px}
td{border:1px solid #000;padding:0 %dpx;word-break:break-all;text-align:%s} .n{width:%dpx}</style><p>示例</p><p>示例</p>
<table><tr><td>示例县人民政府政府信息公开工作年度报告示例县人民政府政府信息公开工作年度报告<td class=n>总计<td>总计
<tr><td>新收<td class=n>%s<td>%s<tr><td>结转<td class=n>0<td>0</table><p>示例</p><p>示例</p>"""
FONTS = {"sans": "Liberation Sans", "han": "Noto Serif CJK SC"}


@reader
@pytest.mark.parametrize(("font", "padding", "align"), [*product(FONTS, [0, 7], ["left", "center", "right"])])
def test_a_number_that_fills_its_cell_line_by_line_is_one(
    browser: Browser, reader: str, font: str, padding: int, align: str
) -> None:
    width = 30 + 2 * padding
    page = WIDE_AND_NARROW % (f"'{FONTS[font]}'", padding, align, width, "2179714", "2179714")
    (table,) = tables(READERS[reader](printed(browser, page)))
    assert [cell.text for cell in table.rows[1].cells] == ["新收", "2179714", "2179714"]


@reader
@pytest.mark.parametrize("numbers", ["12<br>34", "1<br>2<br>3", "7<br>12", "120<br>5"])
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_two_numbers_one_above_the_other_stay_two(browser: Browser, reader: str, numbers: str, align: str) -> None:
    page = WIDE_AND_NARROW % ("'Liberation Sans'", 7, align, 60, numbers, numbers)
    (table,) = tables(READERS[reader](printed(browser, page)))
    stacked = numbers.replace("<br>", "\n")
    assert [cell.text for cell in table.rows[1].cells] == ["新收", stacked, stacked]


@reader
def test_a_nought_is_never_the_beginning_of_a_number(browser: Browser, reader: str) -> None:
    page = WIDE_AND_NARROW % ("'Liberation Sans'", 0, "left", 10, "0<br>5", "0<br>5")
    (table,) = tables(READERS[reader](printed(browser, page)))
    assert [cell.text for cell in table.rows[1].cells] == ["新收", "0\n5", "0\n5"]


# ---------------------------------------------------------------- numbers cut by the edge of the page

WIDER = """<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:15mm}
div{width:180mm;overflow:hidden} table{border-collapse:collapse;width:%.1fpx}
body{font:12px 'Liberation Sans';margin:0} td{%s;padding:2px 4px;white-space:nowrap;text-align:%s}</style><p>示例</p>
<div><table>%s</table></div><p>示例</p>"""
CONTENT = 180 / 25.4 * 96
NUMBERS_THAT_GROW = ["7305218649"[:length] for length in range(1, 11)]
RULED, UNDERLINED, BARE = "border:1px solid #000", "border-bottom:1px solid #000", "border:0"
PAST = {"left": 460, "center": 165, "right": 28}


def wider_table(browser: Browser, past: float, td: str, align: str) -> bytes:
    """Print a table whose last column ends some pixels past the edge of the page's content (or before it)."""
    rows = "".join(f"<tr><td>第一种情形<td>0<td>0<td>{number}" for number in NUMBERS_THAT_GROW)
    return printed(browser, WIDER % (CONTENT + past, td, align, rows))


def last_texts(data: bytes) -> list[str]:
    """Give the texts of the last cells of all rows."""
    return [row.cells[-1].text for table in tables(pdf.read(data)) for row in table.rows]


@pytest.mark.parametrize("td", [RULED, UNDERLINED, BARE])
@pytest.mark.parametrize("align", PAST)
def test_a_number_cut_by_the_edge_of_the_page_is_unread(browser: Browser, align: str, td: str) -> None:
    found = last_texts(wider_table(browser, PAST[align], td, align))
    pairs = list(zip(found, NUMBERS_THAT_GROW, strict=True)) if td == RULED else []
    assert all(UNREAD in text or text == number for text, number in pairs)
    assert any(UNREAD in text for text in found)
    assert {text for text in found if text.isdigit()} <= {"0", *NUMBERS_THAT_GROW}


@pytest.mark.parametrize("align", PAST)
@pytest.mark.parametrize("past", [-40, 0])
def test_a_table_as_wide_as_the_page_is_read(browser: Browser, past: float, align: str) -> None:
    assert last_texts(wider_table(browser, past, RULED, align)) == NUMBERS_THAT_GROW
