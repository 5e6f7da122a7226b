"""PDFium behind one door: a page's lines, areas, text and rendered picture, in points from the top left as shown.

The only module that imports pypdfium2. It asks PDFium and judges nothing.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2
from pypdfium2 import raw

from generator.reading.readers import page_looks, page_pictures, page_text, pdf_whole
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import Segment, View
from generator.reading.readers.page_notes import notes
from generator.reading.readers.page_objects import PageObjects
from generator.reading.readers.page_pictures import Rendered
from generator.reading.readers.page_text import Written
from generator.reading.readers.page_things import PageThings
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.rooms import Room
from generator.reading.readers.seen import Ink
from generator.reading.readers.words import Glyph, around

READER = f"pdfium {version('pypdfium2')}"
_MOST_GLYPHS = 40_000
_SCALE = 3.0
_WIDEST_PICTURE = 3_000
_LARGE = 48.0
_FAR = 3.0
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


_new = tuple.__new__
_ask = PlainCalls(raw, addresses=1)
_ask_text = PlainCalls(raw, addresses=0)
_objects = PageObjects(_ask)
_loose, _tight_boxes = Room("f", 4), Room("d", 4, apart=True)


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
    things: PageThings
    _tight: dict[int, Box] = field(default_factory=dict)
    _text_at: Any = None

    def __post_init__(self) -> None:
        self._text_at = ctypes.byref(self._text.raw.contents)  # of all ways to name the text the quickest

    def ink(self) -> Ink:
        """Render the page in grey."""
        scale = min(_SCALE, _WIDEST_PICTURE / max(self.view.size))
        picture = self._page.render(scale=scale, grayscale=True)
        return Ink(bytes(picture.buffer), picture.stride, picture.width, picture.height, scale)

    def written(self) -> Written:
        """Give the text of the page."""
        text, count = self._text_at, self._text.count_chars()
        if count > _MOST_GLYPHS:
            raise pdf_whole.overfull("字符")
        said = page_text.said(_ask_text, text, count)
        places, between = page_text.parted(said)
        things: list[int | None] = list(map(_ask_text.FPDFText_GetTextObject, repeat(text), places))
        firsts = dict(zip(reversed(things), reversed(places), strict=True))
        leans: dict[int | None, float] = {}
        turns, unpainted = self._turns(firsts, leans), _unpainted(firsts)
        generated = page_text.made(_ask_text, text, between)
        spaces = page_text.spaced(said, places, generated)
        turned = map(turns.__getitem__, things) if turns else repeat(0)
        spaced = map(spaces.__contains__, places) if spaces else repeat(object=False)
        characters, (boxes, all_around) = page_text.known(_ask_text, text, said), self._boxes(places)
        parts = zip(characters, boxes, turned, spaced, strict=False)
        glyphs: list[Glyph] = list(map(_new, repeat(Glyph), parts))
        if leans:
            glyphs = [
                page_looks.upright(glyph, leans.get(thing, 0)) for glyph, thing in zip(glyphs, things, strict=True)
            ]
        glyphs = self.things.in_forms(glyphs, things)
        if leans or self.things.has_forms:
            all_around = around([glyph.box for glyph in glyphs] or [_NOWHERE])
        unsaid = [place for place, made in generated.items() if made == 0]
        return Written(glyphs, places, things, all_around, unpainted, unsaid)

    def _turns(self, firsts: Mapping[int | None, int], leans: dict[int | None, float]) -> Mapping[int | None, int]:
        """Give how far objects are turned as shown, by their first characters; nearly level is level.

        Nothing, if none is. Puts into `leans` how far level letters lean to the right, as a share of their height.
        """
        angles = list(map(_ask_text.FPDFText_GetCharAngle, repeat(self._text_at), firsts.values()))
        if self.view.rotation == 0 and not any(angles):
            return {}
        turns = {
            thing: 0 if clockwise == self.view.rotation == 0 else self._turn(thing, place, leans)
            for (thing, place), clockwise in zip(firsts.items(), angles, strict=True)
        }
        return turns if any(turns.values()) else {}

    def _turn(self, thing: int | None, place: int, leans: dict[int | None, float]) -> int:
        turn, lean = page_text.baseline(raw, self._text.raw, place, self.view.rotation)
        if lean:
            leans[thing] = lean
        return turn

    def _boxes(self, places: Sequence[int]) -> tuple[list[Box], Box]:
        """Give the loose boxes of characters, their advance by the height of their font, and the box around them."""
        count = len(places)
        _loose.ask(_ask_text.FPDFText_GetLooseCharBox, count, repeat(self._text_at), places)
        lefts, tops, rights, bottoms = _loose.columns(count)
        shown = self.view.columns(lefts, bottoms, rights, tops)
        boxes: list[Box] = list(zip(*shown, strict=False))
        large = self._very_large(lefts, tops, rights, bottoms)
        for number in large:
            rect = lefts[number], bottoms[number], rights[number], tops[number]
            boxes[number] = self._large(rect, places[number])
        if large or not count:
            return boxes, around(boxes or [_NOWHERE])
        return boxes, (min(shown[0]), min(shown[1]), max(shown[2]), max(shown[3]))

    @staticmethod
    def _very_large(*sides: Sequence[float]) -> Sequence[int]:
        """Give the places of boxes that are large in one direction at least."""
        lefts, tops, rights, bottoms = sides
        if max(map(sub, rights, lefts), default=0) < _LARGE and max(map(sub, tops, bottoms), default=0) < _LARGE:
            return ()
        edges = enumerate(zip(*sides, strict=True))
        return [n for n, (x0, y1, x1, y0) in edges if x1 - x0 >= _LARGE or y1 - y0 >= _LARGE]

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
            self.look_up([index])
        return self._tight[index]

    def look_up(self, places: Sequence[int]) -> None:
        """Ask for the boxes of what is drawn of characters, all at once."""
        count = len(places)
        _tight_boxes.ask(_ask_text.FPDFText_GetCharBox, count, repeat(self._text_at), places)
        lefts, rights, bottoms, tops = _tight_boxes.columns(count)
        boxes = zip(*self.view.columns(lefts, bottoms, rights, tops), strict=False)
        self._tight.update(zip(places, boxes, strict=True))

    def look(self, box: Box, turn: int) -> bytes:
        """Draw what is seen in a box, turned upright, `digit_looks.SIZE` pixels high: grey, row by row."""
        return page_looks.look(raw, self._page.raw, box, turn)


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
                    things = PageThings(_ask, _objects, view, _address(page.raw))
                    yield PdfPage(index + 1, view, laid.overlaid, typed, crossing, page, text, things)
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
    things = list(things)
    modes = list(map(_ask.FPDFTextObj_GetTextRenderMode, things))
    if _INVISIBLE_MODES.isdisjoint(modes):
        return frozenset()
    return {thing for thing, mode in zip(things, modes, strict=True) if thing and mode in _INVISIBLE_MODES}
