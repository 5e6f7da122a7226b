"""PDFium behind one door: a page's lines, areas, text and rendered picture, in points from the top left as shown.

The only module that imports pypdfium2. It asks PDFium and judges nothing.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from generator.reading.readers import page_looks, page_pictures, page_text, pdf_whole
from generator.reading.readers.clipped import overlap
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import (
    PLAIN,
    Area,
    Colour,
    Matrix,
    Outline,
    Segment,
    Shape,
    View,
    box_of,
    is_mirror,
    is_visible,
    outline_of,
)
from generator.reading.readers.page_notes import notes
from generator.reading.readers.page_objects import Clips, Corners, PageObjects
from generator.reading.readers.page_pictures import Rendered
from generator.reading.readers.page_text import Written
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.seen import Ink
from generator.reading.readers.words import Glyph

READER = f"pdfium {version('pypdfium2')}"
_MOST_GLYPHS = 40_000
_MOST_OBJECTS = 60_000
_DEEPEST_FORM = 8
_SCALE = 3.0
_WIDEST_PICTURE = 3_000
_LARGE = 48.0
_FAR = 3.0
_BOX = 5  # segments of a path that is one box, at most
_FILLING_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE})
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


class _Frame(NamedTuple):
    """Where objects stand: how their form lies on the page, what is seen of it, and how many forms are around it."""

    matrix: Matrix
    seen: Box
    depth: int


_glyph = partial(tuple.__new__, Glyph)
_ask = PlainCalls(raw, addresses=1)
_ask_text = PlainCalls(raw, addresses=0)
_objects = PageObjects(_ask)
_rects = page_text.Rects()
_SIDES = (ctypes.c_double * 4)()
_sides_of = struct.Struct("4d").unpack_from
_SIDES_AT = tuple(ctypes.byref(_SIDES, 8 * place) for place in range(4))


@dataclass(slots=True)
class PdfPage:
    """One open page. `number` counts from 1; `overlaid` says that annotations may cover its text.

    `typed` are the boxes, as shown, of text boxes and form fields with numbers, which are not in its text; `crossing`
    are the lines, as shown, that annotations draw or strike text out with.
    """

    number: int
    view: View
    overlaid: bool
    typed: tuple[Box, ...]
    crossing: tuple[Segment, ...]
    _page: pypdfium2.PdfPage
    _text: pypdfium2.PdfTextPage
    outlines: list[Outline] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    _orders: dict[int, int] = field(default_factory=dict)
    _clips: dict[int, Clips] = field(default_factory=dict)
    _inside: dict[int, _Frame] = field(default_factory=dict)
    _boxes_around: dict[tuple[Matrix, Corners], Box] = field(default_factory=dict)
    _tight: dict[int, Box] = field(default_factory=dict)
    _count: int = 0
    _outside: _Frame = field(init=False)
    _text_at: ctypes.c_void_p = field(default_factory=ctypes.c_void_p)

    def __post_init__(self) -> None:
        self._outside = _Frame(PLAIN, self.view.whole, 0)
        self._text_at = ctypes.c_void_p(_address(self._text.raw))

    def ink(self) -> Ink:
        """Render the page in grey."""
        scale = min(_SCALE, _WIDEST_PICTURE / max(self.view.size))
        picture = self._page.render(scale=scale, grayscale=True)
        return Ink(bytes(picture.buffer), picture.stride, picture.width, picture.height, scale)

    def plain_colour(self, handle: int | None) -> tuple[int, Colour] | None:
        """Give the place of a text object in the order of drawing, and its colour, if nothing of its own limits it.

        It is painted plainly, stands in no form or layer, no clipping cuts it, and PDFium can tell its colour.
        """
        if handle is None or (order := self._orders.get(handle)) is None or handle in self._inside:
            return None
        if _ask.FPDFTextObj_GetTextRenderMode(handle) not in _FILLING_MODES or _objects.in_layer(handle):
            return None
        colour = None if _objects.is_clipped(handle, self._clips_of(handle)) else _objects.fill(handle)
        return None if colour is None else (order, colour)

    def is_replaced(self, thing: int | None) -> bool:
        """Tell whether the file gives another text in place of what an object draws."""
        return thing is not None and _objects.is_replaced(thing)

    def is_mirrored(self, thing: int) -> bool:
        """Tell whether what an object draws is seen as in a mirror."""
        return is_mirror(_objects.placed(thing, self._inside.get(thing, self._outside).matrix))

    def order(self, thing: int | None) -> int:
        """Give the place of a text object in the order of drawing (far behind all, if it is not known)."""
        return self._orders.get(thing or 0, _MOST_OBJECTS + 1)

    def mute(self, things: Iterable[int | None]) -> Iterator[Box]:
        """Give the boxes, as shown, of text objects that are none of these."""
        said = set(things)
        for thing in self._orders:  # in the order of drawing, so that the same file is always read alike
            if thing not in said:
                yield self.view.placed(_objects.bounds(thing), self._inside.get(thing, self._outside).matrix)

    def _in_form(self, glyph: Glyph, thing: int | None) -> Glyph:
        """Put a character of a form where its object is drawn, if its text is replaced: PDFium leaves out the form."""
        frame = self._inside.get(thing or 0)
        if thing is None or frame is None or not _objects.is_replaced(thing):
            return glyph
        return glyph._replace(box=self.view.placed(_objects.bounds(thing), frame.matrix))

    def before(self, order: int) -> AbstractSet[int]:
        """Give the text objects that are painted before the object with a place in the order of drawing."""
        return {thing for thing, own in self._orders.items() if own <= order} if order else frozenset()

    def visible(self, thing: int | None) -> Box:
        """Give the box, as shown, in which an object is seen, by the clipping of it, of its form, and by the page."""
        matrix, seen, _ = self._inside.get(thing or 0, self._outside)
        for corners in self._clips_of(thing) if thing else ():
            if corners:
                seen = overlap(seen, self._around(matrix, corners))
        return seen

    def _around(self, matrix: Matrix, corners: Corners) -> Box:
        """Give the box around corners in a frame; most of a page's objects are clipped alike."""
        key = matrix, corners
        if key not in self._boxes_around:
            self._boxes_around[key] = box_of([self.view.through(matrix, x, y) for x, y in corners])
        return self._boxes_around[key]

    def _clips_of(self, thing: int) -> Clips:
        if thing not in self._clips:
            self._clips[thing] = _objects.clips(thing)
        return self._clips[thing]

    def written(self) -> Written:
        """Give the text of the page."""
        text, count = self._text_at, self._text.count_chars()
        if count > _MOST_GLYPHS:
            raise pdf_whole.overfull("字符")
        codes = page_text.codes(_ask_text, text, count)
        places = page_text.printed(codes)
        things: list[int | None] = list(map(_ask_text.FPDFText_GetTextObject, repeat(text), places))
        firsts = dict(zip(reversed(things), reversed(places), strict=True))
        leans: dict[int | None, float] = {}
        turns, unpainted = self._turns(firsts, leans), _unpainted(firsts)
        characters = map(chr, page_text.known(_ask_text, text, codes, places))
        generated = page_text.between(_ask_text, text, codes)
        spaces = page_text.spaced(codes, places, generated)
        turned = map(turns.__getitem__, things) if any(turns.values()) else repeat(0)
        spaced = map(spaces.__contains__, places) if spaces else repeat(object=False)
        glyphs: list[Glyph] = list(map(_glyph, zip(characters, self._boxes(places), turned, spaced, strict=False)))
        if leans:
            glyphs = [
                page_looks.upright(glyph, leans.get(thing, 0)) for glyph, thing in zip(glyphs, things, strict=True)
            ]
        if self._inside:
            glyphs = [self._in_form(glyph, thing) for glyph, thing in zip(glyphs, things, strict=True)]
        unsaid = [place for place, made in generated.items() if made == 0]
        return Written(glyphs, places, things, unpainted, unsaid)

    def _turns(self, firsts: Mapping[int | None, int], leans: dict[int | None, float]) -> Mapping[int | None, int]:
        """Give how far objects are turned as shown, by their first characters; nearly level is level.

        Puts into `leans` how far level letters lean to the right, as a share of their height.
        """
        angles = map(_ask_text.FPDFText_GetCharAngle, repeat(self._text_at), firsts.values())
        return {
            thing: 0 if clockwise == self.view.rotation == 0 else self._turn(thing, place, leans)
            for (thing, place), clockwise in zip(firsts.items(), angles, strict=True)
        }

    def _turn(self, thing: int | None, place: int, leans: dict[int | None, float]) -> int:
        turn, lean = page_text.baseline(raw, self._text.raw, place, self.view.rotation)
        if lean:
            leans[thing] = lean
        return turn

    def _boxes(self, places: Sequence[int]) -> list[Box]:
        """Give the loose box of characters: their advance by the height of their font."""
        rects = _rects.loose(_ask_text, self._text_at, places)
        start, height = self.view.left, self.view.top
        if self.view.rotation == 0:
            boxes = [(left - start, height - top, right - start, height - bottom) for left, top, right, bottom in rects]
        else:
            boxes = [self.view.box((left, bottom, right, top)) for left, top, right, bottom in rects]
        for number, (left, top, right, bottom) in enumerate(rects):
            if right - left >= _LARGE or top - bottom >= _LARGE:
                boxes[number] = self._large((left, bottom, right, top), places[number])
        return boxes

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
        if index not in self._tight:
            _ask_text.FPDFText_GetCharBox(self._text_at, index, *_SIDES_AT)
            left, right, bottom, top = _sides_of(_SIDES)
            self._tight[index] = self.view.box((left, bottom, right, top))
        return self._tight[index]

    def font(self, thing: int) -> int:
        """Give what a text object's font is known by while the page is open."""
        return _ask.FPDFTextObj_GetFont(thing) or 0

    def look(self, box: Box, turn: int) -> bytes:
        """Draw what is seen in a box, turned upright, `digit_looks.SIZE` pixels high: grey, row by row."""
        return page_looks.look(raw, self._page.raw, box, turn)

    def collect(self) -> None:
        """Take every object of the page."""
        page = _address(self._page.raw)
        count = _ask.FPDFPage_CountObjects(page)
        things = list(map(_ask.FPDFPage_GetObject, repeat(page), range(count)))
        self._take(things, self._outside)

    def _take(self, things: Sequence[int], frame: _Frame) -> None:
        """Take objects that stand in one frame: of the page, or of a form in it."""
        text = raw.FPDF_PAGEOBJ_TEXT
        if frame.depth:
            self._inside.update(dict.fromkeys(things, frame))
        for thing, kind in zip(things, map(_ask.FPDFPageObj_GetType, things), strict=True):
            self._count += 1
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
            matrix = _objects.placed(thing, frame.matrix)
            self._take(inner, _Frame(matrix, self.visible(thing), frame.depth + 1))
        else:
            box = self.view.unit_square(_objects.placed(thing, frame.matrix))
            known = kind == raw.FPDF_PAGEOBJ_IMAGE
            self.areas.append(Area(self._count, box if known else self.view.whole, None, known))

    def _path(self, thing: int, frame: Matrix) -> None:
        paint = _objects.paint(thing)
        shapes: Sequence[Shape] = ()
        if paint.filled:
            box = self.view.placed(_objects.bounds(thing), frame)
            self.areas.append(Area(self._count, box, paint.fill, picture=False))
            if not paint.stroked and _objects.segments(thing) <= _BOX:
                shapes = [[(box[0], box[1], False), (box[2], box[3], False)]]
        if is_visible(paint.fill) or is_visible(paint.stroke):
            shapes = shapes or list(_objects.shapes(thing, _objects.placed(thing, frame), self.view))
            if shapes:
                self.outlines.append(outline_of(shapes, paint.fill, paint.stroke, thing))


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
                    laid = notes(raw, page.raw)
                    typed = tuple(map(view.box, laid.typed))
                    crossing = tuple((*view.point(x, y), *view.point(u, v)) for x, y, u, v in laid.crossing)
                    opened = PdfPage(index + 1, view, laid.overlaid, typed, crossing, page, text)
                    opened.collect()
                    yield opened
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise (pdf_whole.locked() if locked else pdf_whole.broken()) from error


def rendered(
    data: bytes, numbers: Collection[int], scale_of: Callable[[float, float], float]
) -> Iterator[tuple[int, Rendered]]:
    """Render the numbered pages of a PDF that can be opened, each as `page_pictures` does."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        for number in sorted(numbers):
            with closing(pdf[number - 1]) as page:
                yield number, page_pictures.picture(page, number, raw.FPDF_PAGEOBJ_IMAGE, scale_of)


def _address(thing: Any) -> int:  # noqa: ANN401 - a ctypes pointer
    return ctypes.addressof(thing.contents)


def _unpainted(things: Iterable[int | None]) -> AbstractSet[int | None]:
    modes = map(_ask.FPDFTextObj_GetTextRenderMode, things)
    return {thing for thing, mode in zip(things, modes, strict=True) if thing and mode in _INVISIBLE_MODES}
