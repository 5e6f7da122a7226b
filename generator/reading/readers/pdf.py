"""PDF → Document with PDFium and our own grid. The only door to pypdfium2.

Only what is seen counts: a digit that the rendered page does not show (white, covered, clipped, off the page, in a
layer that is off) is no part of the report; it is named under `hidden`. Two different digits printed on each other
are named there too, and stand in their cell as U+FFFD: something is printed and cannot be read.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import Box, Document, Paragraph, Unreadable
from generator.reading.readers.drawing import PLAIN, Matrix, Outline, Shape, View, rules_of, thin_rule, times
from generator.reading.readers.grid import Rule, TooManyLines, grids
from generator.reading.readers.layout import Sheet, blocks_of
from generator.reading.readers.seen import Ink, Mark, seen_and_hidden
from generator.reading.readers.words import Glyph, plain_character, turned, words_of

READER = f"pdfium {version('pypdfium2')}"
MOST_GLYPHS = 40_000
MOST_OBJECTS = 60_000
_DEEPEST_FORM = 8
_WHITE = 250
_SCALE = 1.5
_WIDEST_PICTURE = 3_000
_INVISIBLE_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_NO_CHARACTERS = frozenset({0, 0xD, 0xA, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD})
_HYPHEN = 2
_FAR = 3.0
_SPACES = frozenset({0x20, 0x9, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009})


def read(data: bytes) -> Document:
    """Read a PDF as it is seen: ruled tables, rows in no rules, paragraphs; places are pages (from 1) and boxes.

    Raises `Unreadable` for a truncated, damaged or locked file, for a scan, and for one beyond our limits.
    """
    pdf_whole.check_bytes(data)
    try:
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            pages = [_read_page(pdf, number) for number in range(pdf_whole.checked_pages(len(pdf)))]
    except pypdfium2.PdfiumError as error:
        raise _why(error) from error
    except TooManyLines as error:
        raise pdf_whole.overfull("线条") from error
    _refuse_scan(pages)
    blocks = blocks_of(page.sheet for page in pages)
    hidden = tuple(paragraph for page in pages for paragraph in page.hidden)
    return Document(blocks, "application/pdf", READER, hidden)


def _why(error: pypdfium2.PdfiumError) -> Unreadable:
    locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
    return pdf_whole.locked() if locked else pdf_whole.broken()


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as read. `pictured` says that a picture fills it."""

    sheet: Sheet
    hidden: tuple[Paragraph, ...]
    pictured: bool


def _refuse_scan(pages: Sequence[_Page]) -> None:
    """Refuse a file without text, or with a page that is but a picture: its numbers would be lost without a word."""
    bare = [page.sheet.page for page in pages if page.pictured and not page.sheet.words]
    if not any(page.sheet.words for page in pages):
        raise pdf_whole.scan()
    if bare:
        raise pdf_whole.scan(bare)


def _read_page(pdf: pypdfium2.PdfDocument, index: int) -> _Page:
    with closing(pdf[index]) as page:
        view = View(*page.get_bbox(), rotation=page.get_rotation())
        drawn = _Drawn(view)
        drawn.walk(page)
        with closing(page.get_textpage()) as text:
            shown, hidden = seen_and_hidden(_marks(text, drawn), _ink(page, view))
    turn = _main_turn(shown)
    upright = [replace(glyph, box=turned(glyph.box, turn), turn=(glyph.turn - turn) % 360) for glyph in shown]
    sheet = Sheet(index + 1, tuple(words_of(upright)), grids(_turned_rules(drawn.rules, turn)), turn)
    return _Page(sheet, _named(hidden, Sheet(index + 1, (), ())), drawn.pictured)


def _named(hidden: Sequence[Glyph], page: Sheet) -> tuple[Paragraph, ...]:
    """Name the hidden words that hold a digit."""
    words = (word for word in words_of(hidden) if any(character.isdigit() for character in word.text))
    return tuple(Paragraph(word.text, page.place(word.box)) for word in words)


def _ink(page: pypdfium2.PdfPage, view: View) -> Ink:
    scale = min(_SCALE, _WIDEST_PICTURE / max(view.size))
    picture = page.render(scale=scale, grayscale=True)
    return Ink(bytes(picture.buffer), picture.stride, picture.width, picture.height, scale)


def _main_turn(glyphs: Sequence[Glyph]) -> int:
    turns = Counter(glyph.turn for glyph in glyphs)
    return turns.most_common(1)[0][0] if turns else 0


def _turned_rules(rules: Sequence[Rule], turn: int) -> Iterator[Rule]:
    for rule in rules:
        box = (rule.start, rule.at, rule.end, rule.at) if rule.level else (rule.at, rule.start, rule.at, rule.end)
        x0, y0, x1, y1 = turned(box, turn)
        yield Rule(True, y0, x0, x1) if x1 - x0 >= y1 - y0 else Rule(False, x0, y0, y1)


@dataclass(slots=True)
class _Drawn:
    """What is drawn on a page besides text: its visible straight lines, and where in the order of drawing text stands."""

    view: View
    rules: list[Rule] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    pictured_at: int = -1
    count: int = 0

    @property
    def pictured(self) -> bool:
        """Whether a picture fills the page."""
        return self.pictured_at >= 0

    def walk(self, page: pypdfium2.PdfPage) -> None:
        """Collect every object of the page."""
        for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
            self._take(pdfium.FPDFPage_GetObject(page.raw, index), PLAIN, 0)

    def _take(self, thing: Any, frame: Matrix, depth: int) -> None:  # noqa: ANN401 - a raw page object
        self.count += 1
        if self.count > MOST_OBJECTS:
            raise TooManyLines
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.order[_address(thing)] = self.count
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.rules += rules_of(_outline(thing, times(_matrix(thing), frame), self.view))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._picture(times(_matrix(thing), frame))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = times(_matrix(thing), frame)
            for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                self._take(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _picture(self, matrix: Matrix) -> None:
        """Note a picture that fills the page; one that is but a line is a line."""
        box = self.view.unit_square(matrix)
        if self.view.share(box) > 0.5:  # noqa: PLR2004 - half of the page
            self.pictured_at = self.count
        self.rules += thin_rule(box)


def _address(thing: Any) -> int:  # noqa: ANN401 - a ctypes pointer of any type
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _matrix(thing: Any) -> Matrix:  # noqa: ANN401 - a raw page object
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, raw)
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _outline(thing: Any, matrix: Matrix, view: View) -> Outline:  # noqa: ANN401 - a raw page object
    """A path as shapes on the page as shown; unfilled or unstroked where nothing of it is seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    filled = bool(fill.value) and _coloured(thing, pdfium.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and _coloured(thing, pdfium.FPDFPageObj_GetStrokeColor)
    return Outline(list(_shapes(thing, matrix, view)) if filled or stroked else [], filled, stroked)


def _coloured(thing: Any, colour_of: Any) -> bool:  # noqa: ANN401 - a raw page object and a raw function
    """Tell whether a colour is seen on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(thing, red, green, blue, alpha):
        return True
    faint = 20
    return alpha.value > faint and min(red.value, green.value, blue.value) < _WHITE


def _shapes(thing: Any, matrix: Matrix, view: View) -> Iterator[Shape]:  # noqa: ANN401 - a raw page object
    """The parts of a path: their corners on the page as shown, and which of their sides are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: Shape = []
    for index in range(min(pdfium.FPDFPath_CountSegments(thing), MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        point = view.point(*times((1, 0, 0, 1, x.value, y.value), matrix)[4:])
        shape.append((*point, kind == pdfium.FPDF_SEGMENT_LINETO))
        if pdfium.FPDFPathSegment_GetClose(segment) and shape:
            shape.append((shape[0][0], shape[0][1], True))
    if shape:
        yield shape


def _marks(text: pypdfium2.PdfTextPage, drawn: _Drawn) -> Iterator[Mark]:
    """Every printed character of a page, in the order the file writes them."""
    raw, spaced = text.raw, False
    count = text.count_chars()
    if count > MOST_GLYPHS:
        raise pdf_whole.overfull("字符")
    styles: dict[int, _Style] = {}
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _SPACES or code in _NO_CHARACTERS or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            spaced = spaced or (code in _SPACES and pdfium.FPDFText_IsGenerated(raw, index) != 1)
            continue
        thing = pdfium.FPDFText_GetTextObject(raw, index)
        address = _address(thing)
        if address not in styles:
            styles[address] = _style(thing, raw, index, drawn)
        yield _mark(raw, index, (code, spaced), styles[address])
        spaced = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share. `em` is the size of the type on the page, in points."""

    turn: int
    visible: bool
    view: View
    em: float


def _style(thing: Any, raw: Any, index: int, drawn: _Drawn) -> _Style:  # noqa: ANN401 - raw pdfium things
    clockwise = math.degrees(pdfium.FPDFText_GetCharAngle(raw, index))
    turn = round(-clockwise - drawn.view.rotation) % 360
    visible = pdfium.FPDFTextObj_GetTextRenderMode(thing) not in _INVISIBLE_MODES
    covered = drawn.order.get(_address(thing), drawn.pictured_at) < drawn.pictured_at
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    em = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
    return _Style(turn, visible and not covered, drawn.view, em)


def _mark(raw: Any, index: int, code: tuple[int, bool], style: _Style) -> Mark:  # noqa: ANN401 - a raw text page
    """One character with its loose box (for lines and words) and its tight one (for its ink)."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
    loose = style.view.box((rect.left, rect.bottom, rect.right, rect.top))
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(raw, index, *sides)
    left, right, bottom, top = (side.value for side in sides)
    tight = style.view.box((left, bottom, right, top))
    unmapped = pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1
    character = "\ufffd" if unmapped else "-" if code[0] == _HYPHEN else plain_character(chr(code[0]))
    return Mark(Glyph(character, _sound(loose, tight, style.em), style.turn, code[1]), tight, style.visible)


def _sound(loose: Box, tight: Box, em: float) -> Box:
    """Give the loose box; but type set downwards gets absurd ones from PDFium, so there a square of type size."""
    if em <= 0 or max(loose[2] - loose[0], loose[3] - loose[1]) <= _FAR * em:
        return loose
    x, y = (tight[0] + tight[2]) / 2, (tight[1] + tight[3]) / 2
    return (x - em / 2, y - em / 2, x + em / 2, y + em / 2)
