"""What PDFium says of objects on a page: their frames, boxes, colours, layers, clipping and outlines.

Objects are known by their addresses, and many are asked about at once. PDFium itself stays behind its door, which
hands in its functions.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Final, NamedTuple, cast

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import PLAIN, Colour, Matrix, Shape, View, is_box_around, times
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.rooms import Room

_MOST_CORNERS: Final = 200
_MOST_SEGMENTS: Final = 60_000
_AT_ONCE: Final = 20_000
"""Of paths' segments, so many are asked about together."""
_INSTEAD: Final = b"ActualText"
_OPTIONAL: Final = [ord("O"), ord("C"), 0]
_PAIR: Final = struct.Struct("2f").unpack_from

Corners = tuple[tuple[float, float], ...]
Clips = tuple[Corners, ...]
"""The corners of the paths that clip an object, in its own frame."""
_Question = Callable[..., object]
_Point = tuple[float, float]
_Path = tuple[list[int], list[int], list[_Point]]
"""The segments of a path: their kinds, whether they close their shapes, and the points they lead to."""


class Paint(NamedTuple):
    """Whether the inside and the outline of a path are painted, and the colours as far as PDFium can tell them."""

    filled: bool
    stroked: bool
    fill: Colour | None
    stroke: Colour | None


_paint = partial(tuple.__new__, Paint)


class PageObjects:
    """Questions about page objects. PDFium serves one caller at a time, so the room for its answers is there once."""

    def __init__(self, ask: PlainCalls) -> None:
        self._ask = ask
        self._name, self._size = (ctypes.c_ushort * 8)(), (ctypes.c_uint * 1)()
        self._point = (ctypes.c_float * 2)()
        self._point_at = ctypes.byref(self._point), ctypes.byref(self._point, 4)
        self._frames, self._boxes = Room("f", 6), Room("f", 4, apart=True)
        self._colours, self._modes = Room("I", 4, apart=True), Room("I", 2, apart=True)
        self._points = Room("f", 2, apart=True)

    def matrices(self, things: Sequence[int]) -> list[Matrix]:
        """Give the frames in which objects are drawn."""
        self._frames.ask(self._ask.FPDFPageObj_GetMatrix, len(things), things)
        return cast(list[Matrix], self._frames.answers(len(things)))

    def placed(self, thing: int, frame: Matrix) -> Matrix:
        """Give the frame in which an object is drawn that stands in a frame itself."""
        (matrix,) = self.matrices([thing])
        return matrix if frame is PLAIN else times(matrix, frame)

    def bounds(self, things: Sequence[int]) -> list[Box]:
        """Give the boxes around what objects draw: left, bottom, right, top, in PDF units of their form."""
        self._boxes.ask(self._ask.FPDFPageObj_GetBounds, len(things), things)
        return cast(list[Box], self._boxes.answers(len(things)))

    def paints(self, things: Sequence[int]) -> Iterator[Paint]:
        """Tell how paths are painted."""
        self._modes.ask(self._ask.FPDFPath_GetDrawMode, len(things), things)
        filled, stroked = self._modes.columns(len(things))
        fills = self._chosen(self._ask.FPDFPageObj_GetFillColor, things, filled)
        strokes = self._chosen(self._ask.FPDFPageObj_GetStrokeColor, things, stroked)
        return map(_paint, zip(map(bool, filled), map(bool, stroked), fills, strokes, strict=True))

    def fills(self, things: Sequence[int]) -> list[Colour | None]:
        """Give the colours of objects' insides, as far as PDFium can tell them."""
        return self._told(self._ask.FPDFPageObj_GetFillColor, things)

    def _chosen(self, question: _Question, things: Sequence[int], chosen: Sequence[int]) -> Iterator[Colour | None]:
        """Give a colour of those of the things that are chosen; of the others none."""
        colours = iter(self._told(question, [thing for thing, one in zip(things, chosen, strict=True) if one]))
        return (next(colours) if one else None for one in chosen)

    def _told(self, question: _Question, things: Sequence[int]) -> list[Colour | None]:
        told = self._colours.ask(question, len(things), things)
        colours = cast(list[Colour], self._colours.answers(len(things)))
        return list(colours) if all(told) else [c if known else None for c, known in zip(colours, told, strict=True)]

    def marks(self, thing: int) -> Sequence[int]:
        """Give the marks of an object by their addresses; what is marked together shares them."""
        count = self._ask.FPDFPageObj_CountMarks(thing)
        return [self._ask.FPDFPageObj_GetMark(thing, index) for index in range(count)] if count > 0 else ()

    def is_replacing(self, mark: int) -> bool:
        """Tell whether by a mark the file gives another text in place of what is drawn."""
        return bool(self._ask.FPDFPageObjMark_GetParamValueType(mark, _INSTEAD) > 0)

    def is_optional(self, mark: int) -> bool:
        """Tell whether a mark makes what is drawn a part of an optional layer."""
        size = ctypes.sizeof(self._name)
        told = self._ask.FPDFPageObjMark_GetName(mark, self._name, size, self._size)
        return bool(told) and self._name[:3] == _OPTIONAL

    def is_clipped(self, thing: int, clips: Clips) -> bool:
        """Tell whether clipping may cut an object: one of its clip paths is no box around it."""
        if not clips:
            return False
        (bounds,) = self.bounds([thing])
        return not all(is_box_around(corners, bounds) for corners in clips)

    def clips(self, thing: int, known: dict[tuple[int, int], Corners]) -> Clips:
        """Give the corners of the paths that clip an object, in its own frame.

        What is clipped together shares its paths: those of a page are `known` by where their points lie, and how many.
        """
        clip = self._ask.FPDFPageObj_GetClipPath(thing)
        count = self._ask.FPDFClipPath_CountPaths(clip) if clip else 0
        return tuple([self._clip(clip, path, known) for path in range(count)]) if count > 0 else ()

    def _clip(self, clip: int, path: int, known: dict[tuple[int, int], Corners]) -> Corners:
        count = min(self._ask.FPDFClipPath_CountPathSegments(clip, path), _MOST_CORNERS)
        segment = self._ask.FPDFClipPath_GetPathSegment
        key = segment(clip, path, 0) or 0, count
        if key not in known:
            known[key] = tuple([self._corner(segment(clip, path, index)) for index in range(count)])
        return known[key]

    def _corner(self, segment: int) -> tuple[float, float]:
        self._ask.FPDFPathSegment_GetPoint(segment, *self._point_at)
        return _PAIR(self._point)

    def segments(self, things: Sequence[int]) -> list[int]:
        """Count the segments of paths, up to far more than any border has."""
        return [min(count, _MOST_SEGMENTS) for count in map(self._ask.FPDFPath_CountSegments, things)]

    def shapes(self, things: Sequence[int], matrices: Sequence[Matrix], view: View) -> Iterator[list[Shape]]:
        """Give the parts of paths: their corners on the page as shown, and which of their sides are straight."""
        counts = self.segments(things)
        start = 0
        while start < len(things):
            end, total = start + 1, counts[start]
            while end < len(things) and total + counts[end] <= _AT_ONCE:
                end, total = end + 1, total + counts[end]
            kinds, closes, points = self._segments(things[start:end], counts[start:end])
            at = 0
            for count, matrix in zip(counts[start:end], matrices[start:end], strict=True):
                till = at + count
                yield self._parts((kinds[at:till], closes[at:till], points[at:till]), matrix, view)
                at = till
            start = end

    def _segments(self, things: Sequence[int], counts: Sequence[int]) -> _Path:
        """Give the segments of paths: their kinds, whether they close their shapes, and the points they lead to."""
        ask = self._ask
        owners = chain.from_iterable(map(repeat, things, counts))
        segments = list(map(ask.FPDFPath_GetPathSegment, owners, chain.from_iterable(map(range, counts))))
        self._points.ask(ask.FPDFPathSegment_GetPoint, len(segments), segments)
        kinds, closes = map(ask.FPDFPathSegment_GetType, segments), map(ask.FPDFPathSegment_GetClose, segments)
        return list(kinds), list(closes), cast(list[_Point], self._points.answers(len(segments)))

    def _parts(self, path: _Path, matrix: Matrix, view: View) -> list[Shape]:
        """Give the parts of one path: most are one line or one box."""
        kinds, closes, _ = path
        corners = self._corners(path, matrix, view)
        begins = self._ask.FPDF_SEGMENT_MOVETO
        if kinds[:1] == [begins] and begins not in kinds[1:] and not any(closes[:-1]):
            return [[*corners, (*corners[0][:2], True)] if closes[-1] else corners]
        shapes: list[Shape] = []
        for kind, closed, corner in zip(kinds, closes, corners, strict=True):
            if kind == begins or not shapes:
                shapes.append([])
            shapes[-1].append(corner)
            if closed:
                shapes[-1].append((*shapes[-1][0][:2], True))
        return shapes

    def _corners(self, path: _Path, matrix: Matrix, view: View) -> Shape:
        kinds, _, points = path
        straight = self._ask.FPDF_SEGMENT_LINETO
        a, b, c, d, e, f = matrix
        if view.rotation:
            placed = [view.through(matrix, u, v) for u, v in points]
            return [(x, y, kind == straight) for (x, y), kind in zip(placed, kinds, strict=True)]
        left, top = view.left, view.top
        return [
            (a * u + c * v + e - left, top - (b * u + d * v + f), kind == straight)
            for (u, v), kind in zip(points, kinds, strict=True)
        ]
