"""Scanned pages → what stands on them, by OCR, read twice.

Cells first: each line of each cell is cut out and read by itself, once as it was scanned and once in black and white
and smaller. Numbers are also held against the shapes on the page. What the two readings, or the shapes, do not agree
on is different in the two documents that come out, and so `unclear` in the end. A cell is empty only when it holds no
ink; ink that gives no text is U+FFFD.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from generator.reading.readers import digit_shapes, ocr, raster, raster_marks, scan_lie, upright
from generator.reading.readers.digit_shapes import NUMBER, Printed
from generator.reading.readers.document import MOST_PIXELS, Box, Document, Place, Unreadable
from generator.reading.readers.grid import GridCell
from generator.reading.readers.layout import blocks_of
from generator.reading.readers.ocr import Reading
from generator.reading.readers.page_pictures import Rendered
from generator.reading.readers.raster import Picture
from generator.reading.readers.scan_lines import TextLine, moved
from generator.reading.readers.scan_page import POINTS, ScannedPage, Spot, straight
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.words import Word, turned
from generator.records.figures import fold

READER: Final = ocr.READER
_REMEDY: Final = "请重新扫描（300 dpi），或请换成 PDF、网页、Word 或文字格式的年度报告。"
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_DIGIT: Final = re.compile(r"[0-9]")
_ONE_STROKE: Final = frozenset("1lI|/／7丿J!")
_LABEL: Final = re.compile(r"[\u3400-\u9fff]{2}")
_NUMERIC: Final = re.compile(r"[^\u3400-\u9fff]*")
_UNSURE: Final = 0.6
_UNSURE_DIGITS: Final = 0.5
_NOTHING: Final = 0.5


def load() -> None:
    """Load the model."""
    ocr.recogniser()


def scale_of(width: float, height: float) -> float:
    """Tell at which scale to draw a page of so many points. Raises `Unreadable` for what is shaped like no page."""
    with _told():
        return raster.scale_of(width, height)


class Twice(NamedTuple):
    """A page as read in the two ways: the same grids and places, other words where the readings differ."""

    first: Sheet
    second: Sheet


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text as read in both ways."""

    spot: Spot
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page as read, its pictures let go: its lines, the numbers in cells, and its points in one of its pixels."""

    page: ScannedPage
    lines: list[_Line]
    numbers: dict[int, Printed]
    unit: float


def read_pictures(files: Sequence[bytes], media_type: str) -> Document:
    """Read picture files, each of one page or (TIFF) several, as one document. Raises `Unreadable`."""
    pictures = (page for data in files for page in raster.decoded(data))
    return document(twice((number, page, POINTS) for number, page in enumerate(pictures, start=1)), media_type)


def may_be_reports(texts: Sequence[str]) -> bool:
    """Tell whether a text, of a page that is no picture, has any words of a report."""
    return any(upright.sense([text]) >= scan_lie.LITTLE for text in texts)


def read_pages(pages: Iterable[tuple[int, Rendered]], *, alone: bool) -> list[Twice]:
    """Read rendered pages, each with its number; `alone`: nothing else there is a report's. Raises `Unreadable`."""
    pictures = (
        (number, raster.from_bytes(page.pixels, page.stride, page.width, page.height), 1 / page.scale)
        for number, page in pages
    )
    return twice(pictures, alone=alone)


def document(pages: Sequence[Twice], media_type: str) -> Document:
    """Make the document of pages, with their second reading beside it."""
    again = Document(blocks_of(page.second for page in pages), media_type, READER)
    return Document(blocks_of(page.first for page in pages), media_type, READER, again=again)


def twice(pictures: Iterable[tuple[int, Picture, float]], *, alone: bool = True) -> list[Twice]:
    """Read the grey pictures of pages, each with its number and the points of the page in one of its pixels.

    Holds no more than one of them at a time. Raises `Unreadable`: when nothing else there is a report's (`alone`),
    also when the first of them are none, before time is spent on the others.
    """
    pages: list[_ReadPage] = []
    likely = senseless = 0
    may_be_none = alone
    with _told():
        for number, picture, unit in pictures:
            level = straight(picture, number)
            if level.is_noise:
                raise Unreadable(f"第 {number} 页满是杂点，看不出字。", _REMEDY)
            lie = scan_lie.upright_of(level, likely)
            page, likely = lie.page, lie.page.quarters
            may_be_none = may_be_none and (lie.is_blank or lie.is_senseless)
            senseless += lie.is_senseless
            if may_be_none and (senseless >= scan_lie.PATIENCE or len(pages) >= scan_lie.MOST_BLANK):
                raise Unreadable("扫描件的前几页不像政府信息公开工作年度报告。", "请确认文件；若确是年报，" + _REMEDY)
            if lie.is_spread:
                raise Unreadable(f"第 {number} 页上并排着两页纸。", "请按页截开，或按 A4 逐页扫描后再放入。")
            lines = _lines(page, scan_lie.first_readings(lie))
            pages.append(_ReadPage(replace(page, page=None, ink=None), lines, _numbers(page, lines), unit))
    return [_sheets(page) for page in _borne_out(pages)]


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong with a picture, and what to do about it."""
    try:
        with raster.in_memory():
            yield
    except raster.UndecodableError as error:
        raise Unreadable("图片文件已损坏，打不开。", _REMEDY) from error
    except raster.OversizedError as error:
        what = f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素，不像一页纸的扫描件。"
        raise Unreadable(what, _REMEDY) from error
    except raster.NoPageError as error:
        raise Unreadable("图片又窄又长，不像一页纸。", "请按页截开，或按 A4 逐页扫描后再放入。") from error


def _lines(page: ScannedPage, first: Sequence[Reading]) -> list[_Line]:
    """Read the lines of a page that have a digit, or no words, a second time, and put both readings together."""
    asked = [
        place
        for place, (spot, reading) in enumerate(zip(page.spots, first, strict=True))
        if reading.text and _needs_second(reading.text, in_cell=spot.cell is not None)
    ]
    again = ocr.recognised([page.plain(page.spots[place].line) for place in asked])
    second = dict(zip(asked, again, strict=True))
    lines = Counter(spot.cell for spot in page.spots)
    return [
        _line(page, spot, reading, second.get(place, reading))
        if spot.cell is None or _is_sound(reading.text, alone=lines[spot.cell] == 1, crossed=spot.cell in page.crossed)
        else _Line(spot, UNREAD, UNREAD)
        for place, (spot, reading) in enumerate(zip(page.spots, first, strict=True))
    ]


def _is_sound(text: str, *, alone: bool, crossed: bool) -> bool:
    """Tell whether a line of a cell is what it seems.

    One that is all of its cell is a number, a sign or words: a digit is easily taken for a 日. Where something runs
    through the cell, only words of a label are: what it hides of a number, or makes of one, nobody knows.
    """
    if crossed:
        return upright.are_words(text) and (_DIGIT.search(text) is None or _LABEL.search(text) is not None)
    return not alone or _NUMERIC.fullmatch(text) is not None or upright.are_words(text)


def _needs_second(text: str, *, in_cell: bool) -> bool:
    """Tell whether a line holds a number, or what should be one: labels with their ordinals are read once."""
    if _HAN.search(text) is None:
        return True
    return _DIGIT.search(text) is not None and not (in_cell and _LABEL.search(text))


def _line(page: ScannedPage, spot: Spot, one: Reading, other: Reading) -> _Line:
    """Put together what both readings say of a line."""
    if _NUMERIC.fullmatch(one.text) is None:
        return _Line(spot, *agreed_text(one.text, other.text))
    first, second = _trimmed(one), _trimmed(other)
    alone = len(spot.line.pieces) == 1
    if alone and {first, second} <= _ONE_STROKE and raster_marks.is_slash(page.ink, spot.line.patch):
        return _Line(spot, "/", "/")
    if not first and spot.cell is None and one.usual < _NOTHING:
        return _Line(spot, "", "")
    return _Line(spot, first or UNREAD, second or UNREAD)


def _trimmed(reading: Reading) -> str:
    """Give what stands in a cell without words, without the specks at its ends; unsure digits as U+FFFD."""
    text = reading.text.strip(" .,:;·'`\"，。、：；^~_*’‘”“°")
    if reading.least < _UNSURE and min(_of_digits(reading), default=1.0) < _UNSURE_DIGITS:
        return _DIGIT.sub(UNREAD, text)
    return text


def _of_digits(reading: Reading) -> list[float]:
    """Tell how sure the digits of a reading are."""
    return [sure for character, sure in zip(reading.text, reading.sure, strict=False) if _DIGIT.match(character)]


def agreed_text(one: str, other: str) -> tuple[str, str]:
    """Give a line of words in both readings: the first, its digits as U+FFFD where the second differs."""
    if re.findall(r"[0-9]+", one) == re.findall(r"[0-9]+", other):
        return one, one
    text = ""
    for kind, start, end, _, _ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        text += one[start:end] if kind == "equal" else _DIGIT.sub(UNREAD, one[start:end])
    if _HAN.search(one) and NUMBER.match(one):
        return one, text
    return text, text


def _numbers(page: ScannedPage, lines: Sequence[_Line]) -> dict[int, Printed]:
    """Give the numbers in cells, by the places of their lines, each with the ink of its line."""
    return {
        place: _printed(match["number"], line.spot.line, page.ink)
        for place, line in enumerate(lines)
        if line.spot.cell and (match := NUMBER.fullmatch(fold(line.first).replace(" ", "")))
    }


def _printed(number: str, line: TextLine, ink: Picture) -> Printed:
    x0, y0, x1, y1 = line.patch
    return Printed(number, moved(line, x0, y0), ink[y0:y1, x0:x1].copy())


def _borne_out(pages: Sequence[_ReadPage]) -> list[_ReadPage]:
    """Take back, in the second reading, the numbers that the shapes on the pages do not bear out."""
    numbers = {(at, place): number for at, page in enumerate(pages) for place, number in page.numbers.items()}
    doubted = digit_shapes.doubted(list(numbers.values()))
    bad = {key for place, key in enumerate(numbers) if place in doubted}
    return [
        replace(
            page,
            lines=[
                replace(line, second=UNREAD) if (at, place) in bad else line for place, line in enumerate(page.lines)
            ],
        )
        for at, page in enumerate(pages)
    ]


def _sheets(read: _ReadPage) -> Twice:
    page, lines = read.page, read.lines
    frame = _Frame(page, read.unit)
    marked = [frame.word(UNREAD, _middle_of(cell)) for cell in page.marked]
    first = (frame.line(line.spot, line.first) for line in lines if line.first)
    second = (frame.line(line.spot, line.second) for line in lines if line.first)
    return Twice(frame.sheet((*first, *marked)), frame.sheet((*second, *marked)))


def _middle_of(cell: GridCell) -> Box:
    x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
    return (x - 4, y - 5, x + 4, y + 5)


@dataclass(frozen=True, slots=True)
class _ScannedSheet(Sheet):
    """A page that was set straight: its lines rose by `skew` degrees to the right, about its `middle`.

    It was laid out at the size of A4, a point of which is `unit` points of the page.
    """

    skew: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)
    unit: float = 1.0

    def place(self, box: Box) -> Place:
        """Name a box on the page as shown: its middle is turned back, its size stays."""
        x0, y0, x1, y1 = turned(box, -self.turn % 360)
        leaning = math.radians(self.skew)
        right, down = (x0 + x1) / 2 - self.middle[0], (y0 + y1) / 2 - self.middle[1]
        across = right * math.cos(leaning) + down * math.sin(leaning) - right
        along = down * math.cos(leaning) - right * math.sin(leaning) - down
        shown = (x0 + across, y0 + along, x1 + across, y1 + along)
        left, top, right, bottom = (round(side * self.unit, 1) for side in shown)
        return Place(page=self.page, box=(left, top, right, bottom))


class _Frame:
    """From the upright picture of a page to the frame in which sheets are laid out: points, page turned upright."""

    def __init__(self, page: ScannedPage, unit: float) -> None:
        self._page, self._unit = page, unit
        self._turn = -90 * page.quarters % 360
        self._width, self._height = (side * POINTS for side in page.size)
        whole = turned((0, 0, self._width, self._height), self._turn)
        self._shift = (whole[0], whole[1])

    def word(self, text: str, box: Box) -> Word:
        """Place a word whose box is in points of the upright picture."""
        return Word(text, self.box(box), box[3] - box[1])

    def box(self, box: Box) -> Box:
        """Move a box of the upright picture, in points."""
        x, y = self._shift
        return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)

    def line(self, spot: Spot, text: str) -> Word:
        """Place a line of text. Its box is made as high as its letters are, whichever of them it holds."""
        x0, y0, x1, y1 = (side * POINTS for side in spot.line.patch)
        grown = (0.05 if _HAN.search(text) else 0.2) * (y1 - y0)
        return self.word(text, (x0, y0 - grown, x1, y1 + grown))

    def sheet(self, words: Iterable[Word]) -> Sheet:
        """Make the sheet of all words of the page."""
        grids = tuple(
            replace(
                grid,
                cells=tuple(cell._replace(box=self.box(cell.box)) for cell in grid.cells),
                rows=tuple(row + self._shift[1] for row in grid.rows),
                columns=tuple(column + self._shift[0] for column in grid.columns),
            )
            for grid in self._page.grids
        )
        middle = (self._width / 2, self._height / 2)
        return _ScannedSheet(
            self._page.number,
            tuple(words),
            grids,
            self._turn,
            skew=self._page.skew,
            middle=middle,
            unit=self._unit / POINTS,
        )
