"""Made-up reports as OFD files, in the ways that programs write lines and letters on a page. Lengths in millimetres."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from html import escape

from tests.reading.drawn_forms import Box, Rows, columns_of, parts_of, placed
from tests.reading.office_maker import zipped
from tests.reading.rendering import FULL_WIDTH, Report

_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 20.0, 277.0
_SIZE, _LINE = 2.8, 4.0
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_NARROW = 0.5


class Sheet:
    """Pages under way: objects, and how far down the page is full."""

    def __init__(self, rng: random.Random, often: float) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = _TOP
        self.rng = rng
        self.often = often

    def room(self, height: float) -> None:
        """Turn the page when there is too little room on it."""
        if self.y + height > _BOTTOM:
            self.pages.append([])
            self.y = _TOP

    def words(self, text: str, x: float, y: float, *, value: bool = False) -> None:
        """Write one line whose base line lies at y, in one of the ways that programs have."""
        if not text:
            return
        way = self.rng.choice(["steps", "g", "letters", "scaled", "shifted", "bare"]) if self.often else "steps"
        if way == "letters" and value and self.rng.random() < self.often:
            for letter, at in zip(text, _lefts(text, x), strict=True):
                self.pages[-1].append(_text(letter, at, y, ""))
        elif way == "scaled":
            self.pages[-1].append(_text(text, x, y, _steps(text, 2), size=_SIZE * 2, extra='CTM="0.5 0 0 0.5 0 0"'))
        elif way == "shifted":
            object_ = _text(text, x, y, _steps(text), extra=f'CTM="1 0 0 1 {self.rng.choice(["0 0", "0.0 0.0"])}"')
            self.pages[-1].append(object_)
        elif way == "g":
            self.pages[-1].append(_text(text, x, y, _grouped(text)))
        else:
            self.pages[-1].append(_text(text, x, y, _steps(text)))
        if value and self.rng.random() < self.often:
            self.pages[-1].append(self._unseen(x, y))

    def _unseen(self, x: float, y: float) -> str:
        """Write a number that nobody sees."""
        number = str(self.rng.randint(1, 99))
        how = self.rng.choice(['Visible="false"', 'Alpha="0"', 'Fill="false"', "white", "away"])
        if how == "white":
            return _text(number, x, y, _steps(number), inside='<ofd:FillColor Value="255 255 255"/>')
        if how == "away":
            return _text(number, 400, y, _steps(number))
        return _text(number, x, y, _steps(number), extra=how)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line, or the thin rectangle that some programs draw for one."""
        if self.rng.random() < 0.5:
            box = f"{x0 - 0.1} {y0 - 0.1} {x1 - x0 + 0.2} {y1 - y0 + 0.2}"
            data = f"M 0.1 0.1 L {x1 - x0 + 0.1} {y1 - y0 + 0.1}"
        else:
            box, data = "0 0 210 297", f"M {x0} {y0} L {x1} {y1}"
        self.pages[-1].append(
            f'<ofd:PathObject Boundary="{box}" LineWidth="0.2"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
            "</ofd:PathObject>"
        )


def _width(letter: str) -> float:
    return _SIZE if letter > "\u2e7f" else _SIZE * _NARROW


def _lefts(text: str, x: float) -> Iterator[float]:
    for letter in text:
        yield x
        x += _width(letter)


def _steps(text: str, scale: float = 1) -> str:
    return " ".join(f"{_width(letter) * scale:.3f}" for letter in text[:-1])


def _grouped(text: str) -> str:
    steps = _steps(text).split()
    written = []
    while steps:
        times = next((n for n, step in enumerate(steps) if step != steps[0]), len(steps))
        written.append(f"g {times} {steps[0]}" if times > 1 else steps[0])
        steps = steps[times:]
    return " ".join(written)


def _text(text: str, x: float, y: float, steps: str, **other: str | float) -> str:
    """Give a text object; `other` may be its size, its own attributes as `extra`, and what it has inside."""
    size, extra, inside = other.get("size", _SIZE), other.get("extra", ""), other.get("inside", "")
    told = f' DeltaX="{steps}"' if steps else ""
    width = sum(map(_width, text))
    code = f'<ofd:TextCode X="0" Y="{size}"{told}>{escape(text)}</ofd:TextCode>'
    box = f"{x:.3f} {y - _SIZE:.3f} {width:.3f} {_SIZE * 1.2:.3f}"
    return f'<ofd:TextObject Boundary="{box}" Size="{size}" {extra}>{inside}{code}</ofd:TextObject>'


def _table(sheet: Sheet, rows: Rows) -> None:
    width = columns_of(rows)
    cells = list(placed(rows))
    edges = _edges(width)
    heights = [_height(cells, n, edges) for n in range(len(rows))]
    start = 0
    while start < len(rows):
        room = _BOTTOM - sheet.y
        end = start
        while end < len(rows) and sum(heights[start : end + 1]) <= room:
            end += 1
        if end == start or (start == 0 and end < min(4, len(rows))):
            sheet.room(_BOTTOM)
            continue
        _slice(sheet, cells, range(start, end), (edges, heights))
        start = end
        if start < len(rows):
            sheet.room(_BOTTOM)


def _edges(width: int) -> list[float]:
    shares = [18, 30, 30, *[14.6] * 7] if width == 10 else [1.0] * width
    whole = sum(shares)
    edges = [_LEFT]
    for share in shares:
        edges.append(edges[-1] + share * (_RIGHT - _LEFT) / whole)
    return edges


def _height(cells: Sequence[tuple[int, int, Box]], number: int, edges: list[float]) -> float:
    tallest = max(
        (len(_wrapped(box, edges[column + box.span] - edges[column])) / box.height)
        for row, column, box in cells
        if row <= number < row + box.height
    )
    return max(tallest, 1) * _LINE + 2.5


def _wrapped(box: Box, width: float) -> list[str]:
    lines = [""]
    used = 0.0
    for letter in box.text:
        if used + _width(letter) > width - 2 and not box.value:
            lines.append("")
            used = 0.0
        lines[-1] += letter
        used += _width(letter)
    return lines


def _slice(
    sheet: Sheet, cells: Sequence[tuple[int, int, Box]], rows: range, measures: tuple[list[float], list[float]]
) -> None:
    edges, heights = measures
    tops = {rows.start: sheet.y}
    for number in rows:
        tops[number + 1] = tops[number] + heights[number]
    for row, column, box in cells:
        first, last = max(row, rows.start), min(row + box.height, rows.stop)
        if first >= last:
            continue
        x0, x1, y0, y1 = edges[column], edges[column + box.span], tops[first], tops[last]
        for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            sheet.line(*line)
        if row >= rows.start:
            text = box.text.translate(FULL_WIDTH) if box.value and sheet.rng.random() < sheet.often / 4 else box.text
            for n, words in enumerate(_wrapped(Box(text, value=box.value), x1 - x0)):
                sheet.words(words, x0 + 1, y0 + (n + 1) * _LINE, value=box.value)
    sheet.y = tops[rows.stop] + 3


def ofd(report: Report, rng: random.Random) -> tuple[bytes, str]:
    """Write a report as an OFD file, more or less crooked."""
    sheet = Sheet(rng, rng.choice([0.0, 0.1, 0.4]))
    for part in parts_of(report):
        if not isinstance(part, str):
            _table(sheet, part)
            continue
        for start in range(0, len(part), 55):
            sheet.room(8)
            sheet.y += 6
            sheet.words(part[start : start + 55], _LEFT + (5.6 if start == 0 and len(part) > 55 else 0), sheet.y)
        sheet.y += 3
    return _packed(sheet.pages), ".ofd"


def _packed(pages: Sequence[Sequence[str]]) -> bytes:
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}/Content.xml"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    root = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    members = {
        "OFD.xml": f"<ofd:OFD {_SPACE}><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData>{area}</ofd:CommonData>"
        f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        layer = f'<ofd:Layer Type="Body">{"".join(page)}</ofd:Layer>'
        members[f"Doc_0/Pages/{n}/Content.xml"] = f"<ofd:Page {_SPACE}><ofd:Content>{layer}</ofd:Content></ofd:Page>"
    return zipped(members)
