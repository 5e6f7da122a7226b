"""Made-up reports as PDF pages in the many ways that programs lay them out: by style sheets, and drawn line by line."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from tests.reading import pdf_maker
from tests.reading.rendering import Report, merged_html

BORDERS = (
    "1px solid #000",
    ".5px solid #000",
    ".5pt solid #000",
    "1px solid #666",
    "1.5px solid #000",
    "2px solid #000",
)
ROUGH_BORDERS = (
    ".2px solid #333",
    "2px solid #888",
    "3px double #000",
    "1px dashed #000",
    "1px dotted #000",
    "2px ridge #999",
    "1px solid #ddd",
    "0",
)
PAGES = ("A4", "A4", "A4 landscape", "A3", "letter")
ROUGH_PAGES = ("210mm 110mm", "150mm 200mm")
MARGINS = ("25mm 22mm", "10mm", "15mm 8mm 20mm 30mm", "37mm 26mm 35mm 28mm")
TABLES = ("border-collapse:collapse", "border-spacing:0", "border-collapse:collapse;table-layout:fixed")
ROUGH_TABLES = ("border-collapse:collapse;border-style:hidden", "border-spacing:2px")
CELLS = (
    "",
    "padding:0",
    "padding:8px 3px",
    "padding:0 5.4pt",
    "word-break:break-all;padding:1px",
    "vertical-align:top;text-align:right",
    "text-align:left",
)
ROUGH_CELLS = ("white-space:nowrap",)
EXTRAS = (
    "",
    "tr:nth-child(even){background:#eee}",
    "tr:nth-child(odd) td{background:#dbe9ff}",
    "td{font-weight:bold}",
    "tr{break-inside:avoid}",
    "tr{height:60px}",
    "tr{height:32px}",
    "td{color:#555}",
    "td{font-variant-numeric:tabular-nums}",
    "table{page-break-before:always}",
    "td[colspan='1']{font-family:'Liberation Serif','Noto Sans CJK SC'}",
    "body{zoom:.8}",
)
ROUGH_EXTRAS = (
    "tr:first-child td{background:#234;color:#fff}",
    "td{text-shadow:.3px 0}",
    "td{-webkit-text-stroke:.4px #000}",
    "td{letter-spacing:1px}",
    "td{font-variant-numeric:tabular-nums;font-style:italic}",
    "table{transform:scale(.9);transform-origin:0 0}",
    "td{border-width:0 0 1px 0!important}",
    "td{border-left:0!important;border-right:0!important}",
    "td[rowspan]:not([rowspan='1']){writing-mode:vertical-rl}",
    "thead td{font-size:70%}",
)
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans,Noto Sans CJK SC", "Liberation Serif,Noto Serif CJK SC")
OFFICE_UNSEEN = ("<font color='#ffffff'>{n}</font>", "<sup>{n}</sup>")
"""What an office program understands of these; it prints the others for all to see."""
_THOUSAND = Decimal(1000)
UNSEEN = (
    "<span style='color:#fff'>{n}</span>",
    "<span style='opacity:0'>{n}</span>",
    "<span style='display:inline-block;width:0;height:0;overflow:hidden'>{n}</span>",
    "<span style='position:absolute;left:-900px'>{n}</span>",
    "<span style='color:transparent'>{n}</span>",
    "<sup>{n}</sup>",
)


@dataclass(frozen=True, slots=True)
class Trick:
    """What is done to the printed values of a report: thousands separators, spaces, digits that nobody sees."""

    commas: bool = False
    spaces: bool = False
    unseen: str = ""


def draw_trick(rng: random.Random, unseen: Sequence[str]) -> Trick:
    """Draw what is done to values; mostly nothing."""
    return Trick(rng.random() < 0.2, rng.random() < 0.15, rng.choice(unseen) if unseen and rng.random() < 0.2 else "")


def with_commas(report: Report) -> Report:
    """Print large numbers with thousands separators."""
    printed = {
        name: f"{figure:,}"
        for name, figure in report.figures.items()
        if isinstance(figure, int | Decimal) and abs(Decimal(figure)) >= _THOUSAND
    }
    return replace(report, printed={**printed, **report.printed})


def style(rng: random.Random, *, fair: bool = False) -> str:
    """Draw a style sheet; a fair one is such as an agency prints its report with."""
    if fair:
        rough: tuple[Sequence[str], ...] = ((), (), (), (), ())
        sizes = [9, 10, 11, 12, 13, 14, 16]
    else:
        rough = (ROUGH_BORDERS, ROUGH_TABLES, ROUGH_CELLS, ROUGH_EXTRAS, ROUGH_PAGES)
        sizes = [7, 8, 9, 10, 11, 12, 13, 14, 16]
    choices = (BORDERS, TABLES, CELLS, EXTRAS, PAGES)
    borders, tables, cells, extras, pages = ((*a, *b) for a, b in zip(choices, rough, strict=True))
    border, table, cell = rng.choice(borders), rng.choice(tables), rng.choice(cells)
    more = "".join(rng.sample(extras, rng.randint(0, 3)))
    font = f"{rng.choice(sizes)}px/{rng.choice([1.1, 1.4, 1.8])} {rng.choice(FONTS)}"
    body = f"body{{print-color-adjust:exact;font:{font};margin:0}}"
    page = f"@page{{size:{rng.choice(pages)};margin:{rng.choice(MARGINS)}}}"
    return f"{page}{body}table{{width:100%;{table}}}td{{border:{border};text-align:center;{cell}}}{more}"


def styled_page(report: Report, rng: random.Random, unseen: Sequence[str] = UNSEEN, *, fair: bool = False) -> str:
    """Give a web page of a report under a style drawn at random.

    A fair one is such as an agency publishes; in the others digits that nobody sees may be hidden in one of these ways.
    """
    trick = draw_trick(rng, () if fair else unseen)
    page = merged_html(with_commas(report) if trick.commas else report)
    page = re.sub(r"<style>.*?</style>", lambda _: f"<style>{style(rng, fair=fair)}</style>", page)
    if rng.random() < 0.5:
        page = _with_heads(page)
    if rng.random() < 0.3:
        page = _with_breaks(page, rng)
    if trick.spaces:
        page = re.sub(r">(\d[\d,.]*)</td>", r">&nbsp;\1&nbsp;</td>", page)
    outlined = "text-stroke" in page  # then white digits are seen by their outlines, and these on their dark row
    shown = outlined or ("#fff" in trick.unseen and "background:#234" in page)
    return _with_unseen(page, trick.unseen, rng) if trick.unseen and not shown else page


def _with_breaks(page: str, rng: random.Random) -> str:
    """Break some labels by hand, as authors do."""

    def broken(match: re.Match[str]) -> str:
        words = match[1]
        at = rng.randrange(2, len(words) - 1)
        return f">{words[:at]}<br>{words[at:]}</td>" if rng.random() < 0.5 else match[0]

    return re.sub(r">([\u4e00-\u9fff（）、]{4,})</td>", broken, page)


def _with_heads(page: str) -> str:
    """Repeat the three head rows of 表三 on every page."""
    parts = page.split("<table>")
    rows = re.match(r"((?:<tr>.*?</tr>){3})(.*)", parts[2], re.DOTALL)
    if rows:
        parts[2] = f"<thead>{rows[1]}</thead>{rows[2]}"
    return "<table>".join(parts)


def _with_unseen(page: str, how: str, rng: random.Random) -> str:
    def more(match: re.Match[str]) -> str:
        return match[0] if rng.random() > 0.1 else f">{match[1]}{how.format(n=rng.randint(0, 99))}</td>"

    return re.sub(r">(\d[\d,.]*)</td>", more, page)


# ---------------------------------------------------------------- drawn line by line

_WIDTHS = {4: [150, 120, 120, 120], 10: [50, 60, 120, *[43] * 7], 15: [36] * 15}
_LEFT, _TOP, _BOTTOM = 26, 50, 800


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    row: int
    column: int
    height: int
    span: int


@dataclass(frozen=True, slots=True)
class Pen:
    """How a drawn report is drawn."""

    rules: str
    letters: bool
    bold: bool
    columns_first: bool
    rotate: int
    rows: int
    size: float


def draw_pen(rng: random.Random, *, fair: bool = False) -> Pen:
    """Draw a way of drawing; a fair one rules every cell and is large enough to read."""
    rules = rng.choice(["lines", "bars", "boxes", "frames", *([] if fair else ["dashes", "double", "open", "level"])])
    rotate = rng.choice([0, 0, 0, 90, 180, 270])
    rows, size = rng.choice([6, 9, 14]), rng.choice([8, 9.5] if fair else [6.5, 8, 9.5])
    return Pen(rules, rng.random() < 0.4, rng.random() < 0.2, rng.random() < 0.2, rotate, rows, size)


def drawn(report: Report, rng: random.Random, *, fair: bool = False) -> bytes:
    """Draw a report page by page; a table goes on where the page ends, whatever row that is."""
    pen = draw_pen(rng, fair=fair)
    pages: list[list[str]] = []
    for part in re.split(r"(<table>.*?</table>)", merged_html(with_commas(report) if rng.random() < 0.2 else report)):
        if part.startswith("<table>"):
            pages += [list(page) for page in _tables(_cells_of(part), pen)]
        else:
            pages.append(_prose(part, pen))
    keys = f"/Rotate {pen.rotate}" if pen.rotate else ""
    return pdf_maker.pdf(*pages, keys=keys)


def _prose(html: str, pen: Pen) -> list[str]:
    texts = re.findall(r"<(?:p|h1)>([^<]+)", html)
    lines = [text[start : start + 40] for text in texts for start in range(0, len(text), 40)]
    return [op for n, line in enumerate(lines) for op in _written(60, 60 + 24 * n, line, replace(pen, size=12))]


def _cells_of(table: str) -> list[_Cell]:
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, inside in enumerate(re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)):
        column = 0
        for span, height, text in re.findall(r"<td colspan=(\d+) rowspan=(\d+)>(.*?)</td>", inside, re.DOTALL):
            while (row, column) in taken:
                column += 1
            cell = _Cell(text.replace("&nbsp;", ""), row, column, int(height), int(span))
            taken |= {(row + r, column + c) for r in range(cell.height) for c in range(cell.span)}
            cells.append(cell)
            column += cell.span
    return cells


def _tables(cells: Sequence[_Cell], pen: Pen) -> Iterator[Sequence[str]]:
    """Give the pages of a table; a merged cell that a page cuts goes on with its lines, without its text."""
    rows, columns = (max(c.row + c.height for c in cells), max(c.column + c.span for c in cells))
    xs = [_LEFT + x for x in accumulate(_WIDTHS.get(columns, [545 / columns] * columns), initial=0)]
    pitch = (_BOTTOM - _TOP) / pen.rows
    for first in range(0, rows, pen.rows):
        last = min(first + pen.rows, rows)
        page: list[str] = []
        inside = [c for c in cells if c.row < last and c.row + c.height > first]
        for cell in sorted(inside, key=lambda c: (c.column, c.row)) if pen.columns_first else inside:
            top, end = max(cell.row, first) - first, min(cell.row + cell.height, last) - first
            box = (xs[cell.column], _TOP + pitch * top, xs[cell.column + cell.span], _TOP + pitch * end)
            page += _border(box, pen)
            if cell.row >= first:
                page += _filled(box, cell.text, pen)
        yield page


def _border(box: tuple[float, float, float, float], pen: Pen) -> Iterator[str]:
    x0, y0, x1, y1 = box
    sides = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    if pen.rules == "level":
        sides = sides[:2]
    if pen.rules == "open":
        sides = [(a, b, c, d) for a, b, c, d in sides if a != _LEFT or a != c]
    if pen.rules in {"lines", "open", "level"}:
        yield from (pdf_maker.line(*side) for side in sides)
    elif pen.rules == "dashes":
        yield from (f"q [3 2] 0 d {pdf_maker.line(*side)} Q" for side in sides)
    elif pen.rules == "double":
        yield from (pdf_maker.line(a + n, b + n, c + n, d + n) for a, b, c, d in sides for n in (-0.8, 0.8))
    elif pen.rules == "bars":
        yield from (pdf_maker.bar((a - 0.3, b - 0.3, c + 0.3, d + 0.3)) for a, b, c, d in sides)
    elif pen.rules == "boxes":
        yield f"0.6 w {x0} {pdf_maker.HEIGHT - y1} {x1 - x0} {y1 - y0} re S"
    else:
        outer = f"{x0 - 0.5} {pdf_maker.HEIGHT - y1 - 0.5} {x1 - x0 + 1} {y1 - y0 + 1} re"
        inner = f"{x0 + 0.5} {pdf_maker.HEIGHT - y1 + 0.5} {x1 - x0 - 1} {y1 - y0 - 1} re"
        yield f"0 g {outer} {inner} f*"


def _filled(box: tuple[float, float, float, float], text: str, pen: Pen) -> Iterator[str]:
    wide = pen.size * (0.56 if text.isascii() else 1.0)
    each = max(int((box[2] - box[0] - 3) / wide), 1)
    lines = [text[start : start + each] for start in range(0, len(text), each)]
    for n, line in enumerate(lines):
        x = box[0] + 2 if len(lines) > 1 else (box[0] + box[2] - wide * len(line)) / 2
        yield from _written(x, box[1] + pen.size * (1.3 + 1.25 * n), line, pen)


def _written(x: float, y: float, text: str, pen: Pen) -> Iterator[str]:
    """Write words in one go or letter by letter, once or (for boldness) twice."""
    times = 2 if pen.bold else 1
    for again in range(times):
        start = x + 0.35 * again
        if not pen.letters:
            yield from _mixed(start, y, text, pen.size)
            continue
        for letter in text:
            if letter != " ":
                yield pdf_maker.text(round(start, 2), round(y, 2), _escaped(letter), pen.size)
            start += _advance(letter, pen.size)


def _mixed(x: float, y: float, text: str, size: float) -> Iterator[str]:
    """Write words whose Latin and Han parts take different fonts."""
    for part in re.findall(r"[ -~]+|[^ -~]+", text):
        yield pdf_maker.text(round(x, 2), round(y, 2), _escaped(part), size)
        x += sum(_advance(letter, size) for letter in part)


def _escaped(part: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", part) if part.isascii() else part


_NARROW = {".": 0.278, ",": 0.278, "/": 0.278, "-": 0.333, "(": 0.333, ")": 0.333, " ": 0.278}


def _advance(letter: str, size: float) -> float:
    return size * (_NARROW.get(letter, 0.556) if letter.isascii() else 1.0)
