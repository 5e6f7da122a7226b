"""What PDFium says of one object on a page: its frame, box, colours, layer, clipping and outline.

Objects are known by their addresses. PDFium itself stays behind its door, which hands in its functions.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import Colour, Matrix, Shape, View, is_box_around
from generator.reading.readers.plain_calls import PlainCalls

_MOST_CORNERS: Final = 200
_MOST_SEGMENTS: Final = 60_000
_INSTEAD: Final = b"ActualText"
_OPTIONAL: Final = [ord("O"), ord("C"), 0]


Clips = Sequence[Sequence[tuple[float, float]]]
"""The corners of the paths that clip an object, in its own frame."""


class Paint(NamedTuple):
    """Whether the inside and the outline of a path are painted, and the colours as far as PDFium can tell them."""

    filled: bool
    stroked: bool
    fill: Colour | None
    stroke: Colour | None


class PageObjects:
    """Questions about page objects. PDFium serves one caller at a time, so the room for its answers is there once."""

    def __init__(self, ask: PlainCalls) -> None:
        self._ask = ask
        self._floats, self._numbers = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
        self._name = (ctypes.c_ushort * 8)()
        self._floats_at = tuple(ctypes.byref(self._floats, 4 * place) for place in range(4))
        self._numbers_at = tuple(ctypes.byref(self._numbers, 4 * place) for place in range(4))

    def matrix(self, thing: int) -> Matrix:
        """Give the frame in which an object is drawn."""
        self._ask.FPDFPageObj_GetMatrix(thing, self._floats_at[0])
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)

    def bounds(self, thing: int) -> Box:
        """Give the box around what an object draws: left, bottom, right, top, in PDF units of its form."""
        self._ask.FPDFPageObj_GetBounds(thing, *self._floats_at)
        return (self._floats[0], self._floats[1], self._floats[2], self._floats[3])

    def paint(self, thing: int) -> Paint:
        """Tell how a path is painted."""
        self._ask.FPDFPath_GetDrawMode(thing, *self._numbers_at[:2])
        filled, stroked = bool(self._numbers[0]), bool(self._numbers[1])
        return Paint(filled, stroked, self.fill(thing) if filled else None, self._stroke(thing) if stroked else None)

    def fill(self, thing: int) -> Colour | None:
        """Give the colour of an object's inside, if PDFium can tell it."""
        return self._colour() if self._ask.FPDFPageObj_GetFillColor(thing, *self._numbers_at) else None

    def _stroke(self, thing: int) -> Colour | None:
        return self._colour() if self._ask.FPDFPageObj_GetStrokeColor(thing, *self._numbers_at) else None

    def _colour(self) -> Colour:
        return (self._numbers[0], self._numbers[1], self._numbers[2], self._numbers[3])

    def in_layer(self, thing: int) -> bool:
        """Tell whether an object is marked as part of an optional layer."""
        return any(map(self._is_optional, self._marks(thing)))

    def is_replaced(self, thing: int) -> bool:
        """Tell whether the file gives another text in place of what an object draws."""
        kind_of = self._ask.FPDFPageObjMark_GetParamValueType
        return any(kind_of(mark, _INSTEAD) > 0 for mark in self._marks(thing))

    def _marks(self, thing: int) -> list[int]:
        count = self._ask.FPDFPageObj_CountMarks(thing)
        return [self._ask.FPDFPageObj_GetMark(thing, index) for index in range(count)] if count > 0 else []

    def _is_optional(self, mark: int) -> bool:
        size = ctypes.sizeof(self._name)
        told = self._ask.FPDFPageObjMark_GetName(mark, self._name, size, self._numbers_at[0])
        return bool(told) and self._name[:3] == _OPTIONAL

    def is_clipped(self, thing: int, clips: Clips) -> bool:
        """Tell whether clipping may cut an object: one of its clip paths is no box around it."""
        return any(not is_box_around(corners, self.bounds(thing)) for corners in clips)

    def clips(self, thing: int) -> Clips:
        """Give the corners of the paths that clip an object, in its own frame."""
        clip = self._ask.FPDFPageObj_GetClipPath(thing)
        count = self._ask.FPDFClipPath_CountPaths(clip) if clip else 0
        return [self._clip(clip, path) for path in range(count)] if count > 0 else []

    def _clip(self, clip: int, path: int) -> Sequence[tuple[float, float]]:
        count = min(self._ask.FPDFClipPath_CountPathSegments(clip, path), _MOST_CORNERS)
        segment = self._ask.FPDFClipPath_GetPathSegment
        return [self._point(segment(clip, path, index)) for index in range(count)]

    def _point(self, segment: int) -> tuple[float, float]:
        self._ask.FPDFPathSegment_GetPoint(segment, *self._floats_at[:2])
        return (self._floats[0], self._floats[1])

    def segments(self, thing: int) -> int:
        """Count the segments of a path, up to far more than any border has."""
        return min(int(self._ask.FPDFPath_CountSegments(thing)), _MOST_SEGMENTS)

    def shapes(self, thing: int, matrix: Matrix, view: View) -> Iterator[Shape]:
        """Give the parts of a path: their corners on the page as shown, and which of their sides are straight."""
        ask, shape = self._ask, Shape()
        for index in range(self.segments(thing)):
            segment = ask.FPDFPath_GetPathSegment(thing, index)
            kind = ask.FPDFPathSegment_GetType(segment)
            if kind == ask.FPDF_SEGMENT_MOVETO and shape:
                yield shape
                shape = []
            x, y = view.through(matrix, *self._point(segment))
            shape.append((x, y, kind == ask.FPDF_SEGMENT_LINETO))
            if ask.FPDFPathSegment_GetClose(segment):
                shape.append((shape[0][0], shape[0][1], True))
        if shape:
            yield shape
