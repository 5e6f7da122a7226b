"""The objects of one page: what is drawn, in which order, how text objects are painted, and where things are seen.

What many objects share (frames, clipping, marks) is worked out once. PDFium stays behind its door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import compress, repeat
from operator import not_
from typing import Final, NamedTuple

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
    is_mirror,
    is_visible,
    outline_of,
    times,
)
from generator.reading.readers.page_objects import Clips, Corners, PageObjects, Paint
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.words import Glyph

_MOST_OBJECTS: Final = 60_000
_DEEPEST_FORM: Final = 8
_BOX: Final = 5  # segments of a path that is one box, at most


class TextPaint(NamedTuple):
    """How a text object is painted.

    `order` is its place in the order of drawing (far behind all, if that is not known), and `seen` the box, as shown,
    in which it is seen. It is `unsure` if the file gives another text in its place, or it is seen as in a mirror.
    `colour` is there if nothing of its own limits it: it is painted plainly, stands in no form or layer, no clipping
    cuts it, and PDFium can tell its colour.
    """

    order: int
    seen: Box
    unsure: bool
    colour: Colour | None


def _is_seen(paint: Paint) -> bool:
    """Tell whether a path leaves a trace on white paper."""
    return is_visible(paint.fill) or is_visible(paint.stroke)


_area = partial(tuple.__new__, Area)
_paint = partial(tuple.__new__, TextPaint)


class _Frame(NamedTuple):
    """Where objects stand: how their form lies on the page, what is seen of it, and how many forms are around it."""

    matrix: Matrix
    seen: Box
    depth: int


class PageThings:
    """All objects of a page by their addresses; `outlines` and `areas` are what is drawn besides text, in order."""

    def __init__(self, ask: PlainCalls, objects: PageObjects, view: View, page: int) -> None:
        self._ask, self._objects, self._view = ask, objects, view
        self.outlines: list[Outline] = []
        self.areas: list[Area] = []
        self._orders: dict[int, int] = {}
        self._count = 0
        self._inside: dict[int, _Frame] = {}
        self._clips: dict[int, Clips] = {}
        self._known_clips: dict[tuple[int, int], Corners] = {}
        self._boxes_around: dict[tuple[Matrix, Corners], Box] = {}
        self._replacing: dict[int, bool] = {}
        self._optional: dict[int, bool] = {}
        self._filling = frozenset({ask.FPDF_TEXTRENDERMODE_FILL, ask.FPDF_TEXTRENDERMODE_FILL_STROKE})
        self._outside = _Frame(PLAIN, view.whole, 0)
        count = ask.FPDFPage_CountObjects(page)
        self._take(list(map(ask.FPDFPage_GetObject, repeat(page), range(count))), self._outside)

    # ------------------------------------------------------------ what is there

    def _take(self, things: Sequence[int], frame: _Frame) -> None:
        """Take objects that stand in one frame, of the page or of a form in it, in the order of drawing."""
        text, path = self._ask.FPDF_PAGEOBJ_TEXT, self._ask.FPDF_PAGEOBJ_PATH
        kinds = list(map(self._ask.FPDFPageObj_GetType, things))
        if frame.depth:
            self._inside.update(dict.fromkeys(things, frame))
        start = 0
        for place in [place for place, kind in enumerate(kinds) if kind not in (text, path)]:
            self._take_plain(things[start:place], kinds[start:place], frame)
            self._count += 1
            self._take_other(things[place], kinds[place], frame)
            start = place + 1
        self._take_plain(things[start:], kinds[start:], frame)

    def _take_plain(self, things: Sequence[int], kinds: Sequence[int], frame: _Frame) -> None:
        """Take texts and paths."""
        orders = range(self._count + 1, self._count + len(things) + 1)
        self._count += len(things)
        if self._count > _MOST_OBJECTS:
            raise pdf_whole.overfull("图形")
        are_texts = list(map(self._ask.FPDF_PAGEOBJ_TEXT.__eq__, kinds))
        self._orders.update(compress(zip(things, orders, strict=True), are_texts))
        if not all(are_texts):
            are_paths = list(map(not_, are_texts))
            self._take_paths(list(compress(things, are_paths)), list(compress(orders, are_paths)), frame.matrix)

    def _take_other(self, thing: int, kind: int, frame: _Frame) -> None:
        ask = self._ask
        if kind == ask.FPDF_PAGEOBJ_FORM and frame.depth < _DEEPEST_FORM:
            count = min(ask.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)
            inner = [ask.FPDFFormObj_GetObject(thing, index) for index in range(count)]
            matrix = self._objects.placed(thing, frame.matrix)
            self._take(inner, _Frame(matrix, self.visible(thing), frame.depth + 1))
        else:
            box = self._view.unit_square(self._objects.placed(thing, frame.matrix))
            known = kind == ask.FPDF_PAGEOBJ_IMAGE
            self.areas.append(Area(self._count, box if known else self._view.whole, None, known))

    def _take_paths(self, things: Sequence[int], orders: Sequence[int], frame: Matrix) -> None:
        paints = list(self._objects.paints(things))
        boxes = self._filled(things, paints, frame)
        shapes: dict[int, Sequence[Shape]] = self._plain_boxes(things, paints, boxes)
        seen = [(thing, paint) for thing, paint in zip(things, paints, strict=True) if _is_seen(paint)]
        rest = [thing for thing, _ in seen if thing not in shapes]
        matrices = self._objects.matrices(rest)
        matrices = matrices if frame is PLAIN else [times(matrix, frame) for matrix in matrices]
        shapes |= dict(zip(rest, self._objects.shapes(rest, matrices, self._view), strict=True))
        self.areas += [
            _area((order, boxes[thing], paint.fill, False))
            for thing, order, paint in zip(things, orders, paints, strict=True)
            if paint.filled
        ]
        self.outlines += [
            outline_of(shapes[thing], paint.fill, paint.stroke, thing) for thing, paint in seen if shapes[thing]
        ]

    def _filled(self, things: Sequence[int], paints: Sequence[Paint], frame: Matrix) -> dict[int, Box]:
        """Give the boxes, as shown, of the paths that are filled."""
        filled = [thing for thing, paint in zip(things, paints, strict=True) if paint.filled]
        return {
            thing: self._view.placed(bounds, frame)
            for thing, bounds in zip(filled, self._objects.bounds(filled), strict=True)
        }

    def _plain_boxes(
        self, things: Sequence[int], paints: Sequence[Paint], boxes: Mapping[int, Box]
    ) -> dict[int, Sequence[Shape]]:
        """Give two corners of each path that is one box and only filled."""
        only = [thing for thing, paint in zip(things, paints, strict=True) if paint.filled and not paint.stroked]
        found: dict[int, Sequence[Shape]] = {}
        for thing, count in zip(only, self._objects.segments(only), strict=True):
            if count <= _BOX:
                x0, y0, x1, y1 = boxes[thing]
                found[thing] = [[(x0, y0, False), (x1, y1, False)]]
        return found

    # ------------------------------------------------------------ how texts are painted

    def painted(self, things: Iterable[int | None]) -> dict[int | None, TextPaint]:
        """Tell how text objects are painted; of what PDFium knows no object, nothing is known."""
        known = [thing for thing in things if thing]
        ask, whole = self._ask, self._view.whole
        marked = map(ask.FPDFPageObj_CountMarks, known)
        modes = map(ask.FPDFTextObj_GetTextRenderMode, known)
        clipped = map(ask.FPDFClipPath_CountPaths, map(ask.FPDFPageObj_GetClipPath, known))
        frames, colours = self._objects.matrices(known), self._objects.fills(known)
        found: dict[int | None, TextPaint] = {None: TextPaint(_MOST_OBJECTS + 1, whole, unsure=False, colour=None)}
        for thing, marks, mode, clips, frame, colour in zip(
            known, marked, modes, clipped, frames, colours, strict=True
        ):
            plain = colour if mode in self._filling and thing in self._orders else None
            if marks > 0 or clips > 0 or thing in self._inside:
                found[thing] = self._limited(thing, frame, plain)
            else:
                order = self._orders.get(thing, _MOST_OBJECTS + 1)
                found[thing] = _paint((order, whole, is_mirror(frame), plain))
        return found

    def _limited(self, thing: int, matrix: Matrix, colour: Colour | None) -> TextPaint:
        """Tell how a text object is painted that is marked, clipped, or in a form."""
        frame = self._inside.get(thing)
        mirrored = is_mirror(matrix if frame is None else times(matrix, frame.matrix))
        plain = colour is not None and frame is None and not self._in_layer(thing)
        if plain and self._objects.is_clipped(thing, self._clips_of(thing)):
            plain = False
        order, unsure = self._orders.get(thing, _MOST_OBJECTS + 1), mirrored or self.is_replaced(thing)
        return TextPaint(order, self.visible(thing), unsure, colour if plain else None)

    def is_replaced(self, thing: int) -> bool:
        """Tell whether the file gives another text in place of what an object draws."""
        return self._has_mark(thing, self._replacing, self._objects.is_replacing)

    def _in_layer(self, thing: int) -> bool:
        """Tell whether an object is marked as part of an optional layer."""
        return self._has_mark(thing, self._optional, self._objects.is_optional)

    def _has_mark(self, thing: int, known: dict[int, bool], ask: Callable[[int], bool]) -> bool:
        """Tell whether an object bears a mark of a kind; what was asked of a mark before is known."""
        for mark in self._objects.marks(thing):
            if mark not in known:
                known[mark] = ask(mark)
            if known[mark]:
                return True
        return False

    def before(self, order: int) -> AbstractSet[int]:
        """Give the text objects that are painted before the object with a place in the order of drawing."""
        return {thing for thing, own in self._orders.items() if own <= order} if order else frozenset()

    # ------------------------------------------------------------ where things are

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
            self._boxes_around[key] = box_of([self._view.through(matrix, x, y) for x, y in corners])
        return self._boxes_around[key]

    def _clips_of(self, thing: int) -> Clips:
        if thing not in self._clips:
            self._clips[thing] = self._objects.clips(thing, self._known_clips)
        return self._clips[thing]

    def mute(self, things: Iterable[int | None]) -> Iterator[Box]:
        """Give the boxes, as shown, of text objects that are none of these, in the order of drawing."""
        said = set(things)
        silent = [thing for thing in self._orders if thing not in said]
        for thing, bounds in zip(silent, self._objects.bounds(silent), strict=True):
            yield self._view.placed(bounds, self._inside.get(thing, self._outside).matrix)

    @property
    def has_forms(self) -> bool:
        """Whether any object stands in a form."""
        return bool(self._inside)

    def in_forms(self, glyphs: list[Glyph], things: Sequence[int | None]) -> list[Glyph]:
        """Put characters whose text is replaced where their objects are drawn: PDFium leaves out their form."""
        return [self._in_form(g, thing) for g, thing in zip(glyphs, things, strict=True)] if self._inside else glyphs

    def _in_form(self, glyph: Glyph, thing: int | None) -> Glyph:
        frame = self._inside.get(thing or 0)
        if thing is None or frame is None or not self.is_replaced(thing):
            return glyph
        (bounds,) = self._objects.bounds([thing])
        return glyph._replace(box=self._view.placed(bounds, frame.matrix))

    def fonts(self, things: Iterable[int | None]) -> dict[int | None, int]:
        """Give what the fonts of text objects are known by while the page is open (0: nothing)."""
        known = [thing for thing in things if thing]
        fonts = map(self._ask.FPDFTextObj_GetFont, known)
        return {None: 0, **{thing: font or 0 for thing, font in zip(known, fonts, strict=True)}}
