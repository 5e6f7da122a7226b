"""PDFium behind one door: a page's lines, areas, text and rendered picture, in points from the top left as shown.

The only module that imports pypdfium2. It asks PDFium and judges nothing.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from generator.reading.readers import pdf_whole
from generator.reading.readers.clipped import overlap
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import (
    PLAIN,
    Area,
    Colour,
    Matrix,
    Outline,
    Shape,
    View,
    box_of,
    is_box_around,
    is_visible,
    times,
)
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.seen import Ink

READER = f"pdfium {version('pypdfium2')}"
_MOST_GLYPHS = 40_000
_MOST_OBJECTS = 60_000
_DEEPEST_FORM = 8
_SCALE = 1.5
_WIDEST_PICTURE = 3_000
_SPACES = frozenset({0x20, 0x9, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009})
_BETWEEN = _SPACES | frozenset({0, 0xD, 0xA, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD})
_HYPHENS = {2: ord("-")}  # what PDFium makes of a hyphen at the end of a line
_CJK = 0x2E80
_UNMAPPED = 0xFFFD
_LARGE = 48.0
_FAR = 3.0
_SLANT = 8
_PLAIN_ANNOTATIONS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
_BOX = 5  # segments of a path that is one box, at most
_MOST_CORNERS = 200
_FILLING_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE})
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


class _Frame(NamedTuple):
    """Where objects stand: how their form lies on the page, what is seen of it, and how many forms are around it."""

    matrix: Matrix
    seen: Box
    depth: int


_ask = PlainCalls(raw)


Character = tuple[str, int, int, Box, bool]
"""One character: its text, place in the page's text, object and loose box, and whether a space is written before it."""


@dataclass(slots=True)
class PdfPage:
    """One open page. `number` counts from 1; `overlaid` says that annotations may cover its text."""

    number: int
    view: View
    overlaid: bool
    _page: pypdfium2.PdfPage
    _text: pypdfium2.PdfTextPage
    outlines: list[Outline] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    _orders: dict[int, int] = field(default_factory=dict)
    _inside: dict[int, _Frame] = field(default_factory=dict)
    _count: int = 0
    _text_at: int = 0

    def __post_init__(self) -> None:
        self._text_at = _address(self._text.raw)

    def ink(self) -> Ink:
        """Render the page in grey."""
        scale = min(_SCALE, _WIDEST_PICTURE / max(self.view.size))
        picture = self._page.render(scale=scale, grayscale=True)
        return Ink(bytes(picture.buffer), picture.stride, picture.width, picture.height, scale)

    def plain_colour(self, handle: int) -> tuple[int, Colour] | None:
        """Give the place of a text object in the order of drawing, and its colour, if nothing of its own limits it.

        It is painted plainly, stands in no form or layer, no clipping cuts it, and PDFium can tell its colour.
        """
        if (order := self._orders.get(handle)) is None or handle in self._inside:
            return None
        if _ask.FPDFTextObj_GetTextRenderMode(handle) not in _FILLING_MODES or _in_layer(handle) or _is_clipped(handle):
            return None
        colour = _colour(handle, _ask.FPDFPageObj_GetFillColor)
        return None if colour is None else (order, colour)

    def is_drawn(self, handle: int, after: int) -> bool:
        """Tell whether a text object is painted at all, and later than the object numbered `after`."""
        painted = _ask.FPDFTextObj_GetTextRenderMode(handle) not in _INVISIBLE_MODES if handle else True
        return painted and self._orders.get(handle, after + 1) > after

    def visible(self, thing: int) -> Box:
        """Give the box, as shown, in which an object is seen, by the clipping of it, of its form, and by the page."""
        matrix, seen, _ = self._inside.get(thing) or _Frame(PLAIN, self.view.whole, 0)
        for corners in _clips(thing) if thing else ():
            if corners:
                seen = overlap(seen, box_of([self.view.through(matrix, x, y) for x, y in corners]))
        return seen

    def characters(self) -> Iterator[Character]:
        """Give every printed character, in the order the file writes them."""
        text, count = self._text_at, self._text.count_chars()
        if count > _MOST_GLYPHS:
            raise pdf_whole.overfull("字符")
        code_of = _ask.FPDFText_GetUnicode
        codes = [code_of(text, place) for place in range(count)]
        printed = [place for place, code in enumerate(codes) if code not in _BETWEEN]
        thing_of, is_unmapped = _ask.FPDFText_GetTextObject, _ask.FPDFText_HasUnicodeMapError
        following = 0
        for place, box in zip(printed, self._boxes(text, printed), strict=True):
            code = codes[place]
            if code < _CJK and is_unmapped(text, place) == 1:
                code = _UNMAPPED
            spaced = place > following and self._is_spaced(text, codes, following, place)
            yield chr(_HYPHENS.get(code, code)), place, thing_of(text, place) or 0, box, spaced
            following = place + 1

    @staticmethod
    def _is_spaced(text: int, codes: Sequence[int], start: int, end: int) -> bool:
        """Tell whether the file itself writes a space in a stretch of its text."""
        return any(
            codes[place] in _SPACES and _ask.FPDFText_IsGenerated(text, place) != 1 for place in range(start, end)
        )

    def _boxes(self, text: int, places: Sequence[int]) -> Iterator[Box]:
        """Give the loose box of characters: their advance by the height of their font."""
        rects = (raw.FS_RECTF * len(places))()
        address, size = ctypes.addressof(rects), ctypes.sizeof(raw.FS_RECTF)
        box_of = _ask.FPDFText_GetLooseCharBox
        for place in places:
            box_of(text, place, address)
            address += size
        start, height, plain = self.view.left, self.view.top, self.view.rotation == 0
        for place, (left, top, right, bottom) in zip(places, struct.iter_unpack("4f", rects), strict=True):
            if right - left >= _LARGE or top - bottom >= _LARGE:
                yield self._large((left, bottom, right, top), place)
            elif plain:
                yield (left - start, height - top, right - start, height - bottom)
            else:
                yield self.view.box((left, bottom, right, top))

    def turn(self, index: int) -> int:
        """Give how far a character is turned as shown, in degrees counter-clockwise; nearly level is level."""
        clockwise = _ask.FPDFText_GetCharAngle(self._text_at, index)
        if clockwise == self.view.rotation == 0:
            return 0
        angle = round(-math.degrees(clockwise) - self.view.rotation) % 360
        nearest = round(angle / 90) * 90
        return nearest % 360 if abs(angle - nearest) <= _SLANT else angle

    def _large(self, rect: Box, index: int) -> Box:
        """Give the loose box of large type, and a square for type set downwards, where PDFium's boxes are absurd."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text.raw, index, matrix)
        em = raw.FPDFText_GetFontSize(self._text.raw, index) * math.hypot(matrix.c, matrix.d)
        if em <= 0 or max(rect[2] - rect[0], rect[3] - rect[1]) <= _FAR * em:
            return self.view.box(rect)
        box = self.tight(index)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return (x - em / 2, y - em / 2, x + em / 2, y + em / 2)

    def tight(self, index: int) -> Box:
        """Give the box of what is drawn of a character."""
        sides = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(self._text.raw, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        return self.view.box((left, bottom, right, top))

    def collect(self) -> None:
        """Take every object of the page."""
        page = _address(self._page.raw)
        count = _ask.FPDFPage_CountObjects(page)
        self._take([_ask.FPDFPage_GetObject(page, index) for index in range(count)], _Frame(PLAIN, self.view.whole, 0))

    def _take(self, things: Sequence[int], frame: _Frame) -> None:
        """Take objects that stand in one frame: of the page, or of a form in it."""
        kind_of, text = _ask.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_TEXT
        for thing in things:
            self._count += 1
            kind = kind_of(thing)
            if frame.depth:
                self._inside[thing] = frame
            if kind == text:
                self._orders[thing] = self._count
            else:
                self._take_drawn(thing, kind, frame)
        if self._count > _MOST_OBJECTS:
            raise pdf_whole.overfull("图形")

    def _take_drawn(self, thing: int, kind: int, frame: _Frame) -> None:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(thing, frame.matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and frame.depth < _DEEPEST_FORM:
            count = min(_ask.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)
            inner = [_ask.FPDFFormObj_GetObject(thing, index) for index in range(count)]
            matrix = times(_matrix(thing), frame.matrix)
            self._take(inner, _Frame(matrix, self.visible(thing), frame.depth + 1))
        else:
            box = self.view.unit_square(times(_matrix(thing), frame.matrix))
            known = kind == raw.FPDF_PAGEOBJ_IMAGE
            self.areas.append(Area(self._count, box if known else self.view.whole, None, known))

    def _path(self, thing: int, frame: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        _ask.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
        fill_colour = _colour(thing, _ask.FPDFPageObj_GetFillColor) if fill.value else None
        stroke_colour = _colour(thing, _ask.FPDFPageObj_GetStrokeColor) if stroke.value else None
        shapes: Sequence[Shape] = ()
        if fill.value:
            box = self.view.placed(_bounds(thing), frame)
            self.areas.append(Area(self._count, box, fill_colour, picture=False))
            if not stroke.value and _ask.FPDFPath_CountSegments(thing) <= _BOX:
                shapes = [[(box[0], box[1], False), (box[2], box[3], False)]]
        if is_visible(fill_colour) or is_visible(stroke_colour):
            shapes = shapes or list(_shapes(thing, times(_matrix(thing), frame), self.view))
            self.outlines.append(Outline(shapes, fill_colour, stroke_colour, thing))


def pages(data: bytes) -> Iterator[PdfPage]:
    """Open a PDF and give its pages one after the other; each is closed before the next.

    Raises `Unreadable` for a locked or damaged file, and for one beyond our limits.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            for index in range(pdf_whole.checked_pages(len(pdf))):
                with closing(pdf[index]) as page, closing(page.get_textpage()) as text:
                    left, bottom, right, top = page.get_bbox()
                    view = View(left, bottom, right, top, page.get_rotation())
                    opened = PdfPage(index + 1, view, _is_overlaid(page), page, text)
                    opened.collect()
                    yield opened
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise (pdf_whole.locked() if locked else pdf_whole.broken()) from error


def _address(thing: Any) -> int:  # noqa: ANN401 - a ctypes pointer
    return ctypes.addressof(thing.contents)


def _addresses(four: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - an array of four numbers of four bytes
    first = ctypes.addressof(four)
    return (first, first + 4, first + 8, first + 12)


def _matrix(thing: int) -> Matrix:
    matrix = raw.FS_MATRIX()
    _ask.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(thing: int) -> Box:
    sides = (ctypes.c_float * 4)()
    _ask.FPDFPageObj_GetBounds(thing, *_addresses(sides))
    return (sides[0], sides[1], sides[2], sides[3])


def _colour(thing: int, colour_of: Any) -> Colour | None:  # noqa: ANN401 - a foreign function
    parts = (ctypes.c_uint * 4)()
    told = colour_of(thing, *_addresses(parts))
    return (parts[0], parts[1], parts[2], parts[3]) if told else None


def _in_layer(thing: int) -> bool:
    """Tell whether an object is marked as part of an optional layer."""
    if (count := _ask.FPDFPageObj_CountMarks(thing)) <= 0:
        return False
    name = (ctypes.c_ushort * 8)()
    size = ctypes.c_ulong()
    for index in range(count):
        mark = _ask.FPDFPageObj_GetMark(thing, index)
        told = _ask.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size))
        if told and list(name[:3]) == [ord("O"), ord("C"), 0]:
            return True
    return False


def _is_clipped(thing: int) -> bool:
    """Tell whether clipping may cut an object: there is a clip path, and it is no box around the object."""
    return any(not is_box_around(corners, _bounds(thing)) for corners in _clips(thing))


def _clips(thing: int) -> Iterator[list[tuple[float, float]]]:
    """Give the corners of the paths that clip an object, in its own frame."""
    clip = _ask.FPDFPageObj_GetClipPath(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(_ask.FPDFClipPath_CountPaths(clip) if clip else 0):
        corners = []
        for index in range(min(_ask.FPDFClipPath_CountPathSegments(clip, path), _MOST_CORNERS)):
            segment = _ask.FPDFClipPath_GetPathSegment(clip, path, index)
            _ask.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            corners.append((x.value, y.value))
        yield corners


def _is_overlaid(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page has annotations that are drawn."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in _PLAIN_ANNOTATIONS:
            return True
    return False


def _shapes(thing: int, matrix: Matrix, view: View) -> Iterator[Shape]:
    """Give the parts of a path: their corners on the page as shown, and which of their sides are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: Shape = []
    for index in range(min(_ask.FPDFPath_CountSegments(thing), _MOST_OBJECTS)):
        segment = _ask.FPDFPath_GetPathSegment(thing, index)
        _ask.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = _ask.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        point = view.through(matrix, x.value, y.value)
        shape.append((*point, kind == raw.FPDF_SEGMENT_LINETO))
        if _ask.FPDFPathSegment_GetClose(segment):
            shape.append((shape[0][0], shape[0][1], True))
    if shape:
        yield shape
