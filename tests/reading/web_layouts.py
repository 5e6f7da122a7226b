"""Made-up reports as web pages in the ways that agencies publish them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from tests.reading.rendering import PROSE, TITLES, Grid, Report, grids, html, merged_html
from tests.reading.text_layouts import is_applications

_MENU: Final = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li>政务公开</li></ul></div>'
    "<script>var visits = 120345; document.write('<td>7</td>');</script>"
    '<table width=980><tr><td class="crumb">当前位置：首页 &gt; 政府信息公开年报</td>'
    "<td>2025年2月3日 星期一</td></tr></table>"
)
_FOOT: Final = (
    "<table width=100%><tr><td>上一篇：没有了</td><td>访问量</td><td>120345</td></tr></table>"
    '<div id="footer">主办单位：示例县人民政府办公室 电话 0371-1234567 ICP备05000001号-1</div>'
)
_OFFICE: Final = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
    'content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">'
    "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/><w:Zoom>100</w:Zoom></o:OfficeDocumentSettings>"
    "</xml><![endif]--><style><!-- p.MsoNormal {mso-style-unhide:no;margin:0cm;} --></style></head>"
)


def _td(cell: str, more: str = "") -> str:
    return f"<td{more}>{escape(cell) if cell else '&nbsp;'}</td>"


def _page(report: Report, draw: Callable[[Grid], str], *, head: str = "<meta charset=utf-8>") -> str:
    tables = dict(zip((2, 3, 4), grids(report), strict=True))
    prose = {1: PROSE[0].format(year=report.year) + "</p><p>" + PROSE[1], 5: PROSE[2], 6: PROSE[3]}
    parts = [f"<h1>{report.title}</h1>"]
    for number, title in enumerate(TITLES, start=1):
        parts += [f"<p>{title}</p>", draw(tables[number]) if number in tables else f"<p>{prose[number]}</p>"]
    return f"<!DOCTYPE html><html><head>{head}<title>{report.title}</title></head><body>{''.join(parts)}</body></html>"


def _rows(grid: Grid, cell: Callable[[str], str] = _td) -> str:
    return "".join("<tr>" + "".join(cell(text) for text in row) + "</tr>" for row in grid)


def nested(report: Report) -> str:
    """The article deep in layout tables, with menus, scripts and counters around it."""
    body = re.sub(r"^.*<body>|</body>.*$", "", merged_html(report), flags=re.DOTALL)
    inner = f"<table width=100%><tr><td><table><tr><td width=20></td><td>{body}</td></tr></table></td></tr></table>"
    side = "<table><tr><td>热点</td></tr><tr><td>1</td><td>通知 12 条</td></tr></table>"
    layout = f"<table width=980 align=center><tr><td width=200>{side}</td><td>{inner}</td></tr></table>"
    return f"<html><head><meta charset=utf-8></head><body>{_MENU}{layout}{_FOOT}</body></html>"


def word_page(report: Report) -> str:
    """A page saved by Word: conditional comments, paragraphs and spans in every cell, numbers split over spans."""
    rng = random.Random(report.seed)  # noqa: S311 - the same file again from the same report

    def cell(text: str) -> str:
        half = rng.randint(0, len(text))
        spans = "".join(
            f"<span lang=EN-US style='font-size:9.0pt'>{escape(part)}</span>" for part in (text[:half], text[half:])
        )
        inside = (
            f"<p class=MsoNormal align=center>{spans}<o:p></o:p></p>"
            if text
            else "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        )
        return f"<td width=56 style='border:solid windowtext 1.0pt'>{inside}</td>"

    page = _page(report, lambda grid: f"<table class=MsoNormalTable border=1>{_rows(grid, cell)}</table>")
    note = "<![if !supportEmptyParas]>&nbsp;<![endif]><!--[if !mso]><p>88 99</p><![endif]-->"
    return _OFFICE + re.sub(r"^.*</head>", "", page, flags=re.DOTALL).replace("</h1>", f"</h1>{note}")


def split_tables(report: Report) -> str:
    """Each table cut into several, the heads printed again in some, as pages of a PDF leave them."""
    rng = random.Random(report.seed)  # noqa: S311

    def draw(grid: Grid) -> str:
        if not is_applications(grid):
            return f"<table>{_rows(grid)}</table>"
        cuts = sorted({3, len(grid), *(rng.randint(4, max(len(grid) - 1, 4)) for _ in range(2))})
        pieces = [grid[start:end] for start, end in zip([0, *cuts[1:-1]], cuts[1:], strict=True)]
        again = rng.random() < 0.5
        heads = [[], *[grid[:3] if again else [] for _ in pieces[1:]]]
        return "<p></p>".join(
            f"<table>{_rows([*head, *piece])}</table>" for head, piece in zip(heads, pieces, strict=True)
        )

    return _page(report, draw)


def one_table(report: Report) -> str:
    """All in one table: headings, prose and figures are rows of it."""
    text = html(report)
    text = re.sub(r"</table>", "", re.sub(r"<table[^>]*>", "", text))
    return re.sub(r"<p>([^<]*)</p>", r"<tr><td colspan=10>\1</td></tr>", text).replace("<body>", "<body><table>")


def headed(report: Report) -> str:
    """thead, th and tbody, with breaks inside labels and heads, and spans that reach too far."""

    def cell(text: str) -> str:
        broken = (
            escape(text[:4]) + "<br>" + escape(text[4:]) if len(text) > 6 and not text[0].isdigit() else escape(text)
        )
        return f"<td rowspan=1 colspan='1' nowrap>{broken or '<br>'}</td>"

    def draw(grid: Grid) -> str:
        first = _rows(grid[:1], lambda text: _td(text).replace("td", "th"))
        return f"<table border=0 cellspacing=0><thead>{first}</thead><tbody>{_rows(grid[1:], cell)}</tbody></table>"

    return _page(report, draw)


def hidden(report: Report) -> str:
    """Rows, cells and words that no reader of the page sees, with other numbers."""
    rng = random.Random(report.seed)  # noqa: S311

    def draw(grid: Grid) -> str:
        rows = []
        for row in grid:
            drawn = "".join(_td(text) for text in row)
            if rng.random() < 0.2:
                drawn += '<td style="display:none">9</td>'
            rows.append(f"<tr>{drawn}</tr>")
            if rng.random() < 0.15:
                rows.append('<tr style="display: none">' + "".join(_td(text and "7") for text in row) + "</tr>")
            if rng.random() < 0.1:
                rows.append("<!-- <tr><td>8</td></tr> -->")
        return f"<table>{''.join(rows)}<input type=hidden value=5></table>"

    return _page(report, draw)


def boxes_of_style(report: Report) -> str:
    """Tables that only the style sheet makes: every row and cell a div."""

    def draw(grid: Grid) -> str:
        rows = ("".join(f'<div class="cell">{escape(text)}</div>' for text in row) for row in grid)
        return '<div class="table">' + "".join(f'<div class="row">{row}</div>' for row in rows) + "</div>"

    style = "<style>.table{display:table}.row{display:table-row}.cell{display:table-cell}</style>"
    return _page(report, draw, head="<meta charset=utf-8>" + style)


def wide_labels(report: Report) -> str:
    """Labels over three columns each, values in cells with paragraphs and full-width spaces around them."""

    def draw(grid: Grid) -> str:
        if not is_applications(grid):
            return f"<table>{_rows(grid)}</table>"
        rows = [_rows(grid[:3])]
        for row in grid[3:]:
            label = "".join(row[:3])
            values = "".join(f"<td><p>\u3000{escape(text)}&nbsp;</p></td>" for text in row[3:])
            rows.append(f"<tr>{_td(label, ' colspan=3')}{values}</tr>")
        return f"<table>{''.join(rows)}</table>"

    return _page(report, draw)


def paragraphs(report: Report) -> str:
    """Tables copied in as paragraphs, a tab or wide spaces between the cells."""
    gap = "&emsp;" if report.seed % 2 else "&nbsp;&nbsp;&nbsp;"

    def draw(grid: Grid) -> str:
        return "".join("<p>" + gap.join(escape(text) for text in row if text) + "</p>" for row in grid)

    return _page(report, draw)


WEB_LAYOUTS: Mapping[str, Callable[[Report], str]] = {
    "nested_html": nested,
    "word_html": word_page,
    "split_html": split_tables,
    "one_table_html": one_table,
    "headed_html": headed,
    "hidden_html": hidden,
    "div_html": boxes_of_style,
    "wide_labels_html": wide_labels,
    "paragraphs_html": paragraphs,
}
