"""PDFium behind one door: a page's lines, areas, text and rendered picture, in points from the top left as shown.

The only module that imports pypdfium2. It asks PDFium and judges nothing.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import PLAIN, Colour, Matrix, Outline, Shape, View, is_visible, times
from generator.reading.readers.seen import Ink

READER = f"pdfium {version('pypdfium2')}"
_MOST_GLYPHS = 40_000
_MOST_OBJECTS = 60_000
_DEEPEST_FORM = 8
_SCALE = 1.5
_WIDEST_PICTURE = 3_000
_SPACES = frozenset({0x20, 0x9, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009})
_BETWEEN = _SPACES | frozenset({0, 0xD, 0xA, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD})
_HYPHENS = {2: ord("-")}
"""What PDFium makes of a hyphen at the end of a line."""
_CJK = 0x2E80
_UNMAPPED = 0xFFFD
_LARGE = 48.0
_FAR = 3.0
_SLANT = 8
_PLAIN_ANNOTATIONS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
_FILLING_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE})
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


@dataclass(frozen=True, slots=True)
class Area:
    """Something that fills its box: a painted path or a picture (without a colour)."""

    order: int
    box: Box
    colour: Colour | None
    picture: bool


class TextThing(NamedTuple):
    """One text object, at its place in the order of drawing. `inside` says that it stands in a form.

    (Some files have one for every character, so this is no dataclass.)
    """

    order: int
    inside: bool
    handle: Any

    @property
    def drawn(self) -> bool:
        """Whether its text is painted at all."""
        return raw.FPDFTextObj_GetTextRenderMode(self.handle) not in _INVISIBLE_MODES

    @property
    def colour(self) -> Colour | None:
        """The colour of its text, where PDFium can tell."""
        return _colour(self.handle, raw.FPDFPageObj_GetFillColor)

    @property
    def open(self) -> bool:
        """Whether nothing of its own limits it: painted plainly, in no form or layer, and no clipping cuts it."""
        plain = not self.inside and raw.FPDFTextObj_GetTextRenderMode(self.handle) in _FILLING_MODES
        return plain and not _in_layer(self.handle) and not _is_clipped(self.handle)


class Character(NamedTuple):
    """One character: its code, place in the text, object and loose box, and whether a space is written before it."""

    place: int
    code: int
    thing: int
    box: Box
    spaced: bool


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
    texts: dict[int, TextThing] = field(default_factory=dict)
    _count: int = 0
    _rect: Any = field(default_factory=raw.FS_RECTF)

    def ink(self) -> Ink:
        """Render the page in grey."""
        scale = min(_SCALE, _WIDEST_PICTURE / max(self.view.size))
        picture = self._page.render(scale=scale, grayscale=True)
        return Ink(bytes(picture.buffer), picture.stride, picture.width, picture.height, scale)

    def characters(self) -> Iterator[Character]:
        """Give every printed character, in the order the file writes them."""
        text, spaced = self._text.raw, False
        count = self._text.count_chars()
        if count > _MOST_GLYPHS:
            raise pdf_whole.overfull("字符")
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BETWEEN:
                spaced = spaced or (code in _SPACES and raw.FPDFText_IsGenerated(text, index) != 1)
                continue
            if code < _CJK and raw.FPDFText_HasUnicodeMapError(text, index) == 1:
                code = _UNMAPPED
            thing = _address(raw.FPDFText_GetTextObject(text, index))
            yield Character(index, _HYPHENS.get(code, code), thing, self._loose(index), spaced)
            spaced = False

    def turn(self, index: int) -> int:
        """Give how far a character is turned as shown, in degrees counter-clockwise; nearly level is level."""
        clockwise = raw.FPDFText_GetCharAngle(self._text.raw, index)
        if clockwise == self.view.rotation == 0:
            return 0
        angle = round(-math.degrees(clockwise) - self.view.rotation) % 360
        nearest = round(angle / 90) * 90
        return nearest % 360 if abs(angle - nearest) <= _SLANT else angle

    def _loose(self, index: int) -> Box:
        """Give the advance of a character by the height of its font; for type set downwards, a square of its size."""
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._text.raw, index, rect)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if box[2] - box[0] < _LARGE and box[3] - box[1] < _LARGE:
            return self.view.box(box)
        return self._large(box, index)

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
        for index in range(raw.FPDFPage_CountObjects(self._page.raw)):
            self._take(raw.FPDFPage_GetObject(self._page.raw, index), PLAIN, 0)

    def _take(self, thing: Any, frame: Matrix, depth: int) -> None:  # noqa: ANN401 - a raw page object
        self._count += 1
        if self._count > _MOST_OBJECTS:
            raise pdf_whole.overfull("图形")
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self.texts[_address(thing)] = TextThing(self._count, depth > 0, thing)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(thing, times(_matrix(thing), frame), frame)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = times(_matrix(thing), frame)
            for index in range(raw.FPDFFormObj_CountObjects(thing)):
                self._take(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)
        else:
            box = self.view.unit_square(times(_matrix(thing), frame))
            known = kind == raw.FPDF_PAGEOBJ_IMAGE
            self.areas.append(Area(self._count, box if known else (0.0, 0.0, *self.view.size), None, known))

    def _path(self, thing: Any, matrix: Matrix, frame: Matrix) -> None:  # noqa: ANN401 - a raw page object
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, fill, stroke)
        fill_colour = _colour(thing, raw.FPDFPageObj_GetFillColor) if fill.value else None
        stroke_colour = _colour(thing, raw.FPDFPageObj_GetStrokeColor) if stroke.value else None
        if fill.value:
            box = self.view.placed(_bounds(thing), frame)
            self.areas.append(Area(self._count, box, fill_colour, picture=False))
        if is_visible(fill_colour) or is_visible(stroke_colour):
            shapes = list(_shapes(thing, matrix, self.view))
            self.outlines.append(Outline(shapes, fill_colour, stroke_colour))


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
    return ctypes.addressof(thing.contents) if thing else 0


def _matrix(thing: Any) -> Matrix:  # noqa: ANN401 - a raw page object
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(thing: Any) -> Box:  # noqa: ANN401 - a raw page object
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return (left.value, bottom.value, right.value, top.value)


def _colour(thing: Any, colour_of: Any) -> Colour | None:  # noqa: ANN401 - a raw page object and a raw function
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    told = colour_of(thing, red, green, blue, alpha)
    return (red.value, green.value, blue.value, alpha.value) if told else None


def _in_layer(thing: Any) -> bool:  # noqa: ANN401 - a raw page object
    """Tell whether an object is marked as part of an optional layer."""
    name = (ctypes.c_ushort * 8)()
    size = ctypes.c_ulong()
    for index in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        told = raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if told and list(name[:3]) == [ord("O"), ord("C"), 0]:
            return True
    return False


def _is_clipped(thing: Any) -> bool:  # noqa: ANN401 - a raw page object
    """Tell whether clipping may cut an object: there is a clip path, and it is no box around the object."""
    clip = raw.FPDFPageObj_GetClipPath(thing)
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if paths <= 0:
        return False
    left, bottom, right, top = _bounds(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(paths):
        corners = []
        for index in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), 6)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
            corners.append((x.value, y.value))
        xs, ys = {round(x, 1) for x, _ in corners}, {round(y, 1) for _, y in corners}
        if not _is_box_around(xs, ys, (left, bottom, right, top)):
            return True
    return False


def _is_box_around(xs: set[float], ys: set[float], box: Box) -> bool:
    """Tell whether corners make a box, and this one holds another."""
    sides = 2
    if len(xs) != sides or len(ys) != sides:
        return False
    return min(xs) <= box[0] and min(ys) <= box[1] and max(xs) >= box[2] and max(ys) >= box[3]


def _is_overlaid(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page has annotations that are drawn."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in _PLAIN_ANNOTATIONS:
            return True
    return False


def _shapes(thing: Any, matrix: Matrix, view: View) -> Iterator[Shape]:  # noqa: ANN401 - a raw page object
    """Give the parts of a path: their corners on the page as shown, and which of their sides are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: Shape = []
    for index in range(min(raw.FPDFPath_CountSegments(thing), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        point = view.through(matrix, x.value, y.value)
        shape.append((*point, kind == raw.FPDF_SEGMENT_LINETO))
        if raw.FPDFPathSegment_GetClose(segment):
            shape.append((shape[0][0], shape[0][1], True))
    if shape:
        yield shape
