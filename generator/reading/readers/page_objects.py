"""What PDFium says of one object on a page: its frame, box, colours, layer, clipping and outline.

Objects are known by their addresses. PDFium itself stays behind its door, which hands in its functions.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import PLAIN, Colour, Matrix, Shape, View, is_box_around, times
from generator.reading.readers.plain_calls import PlainCalls

_MOST_CORNERS: Final = 200
_MOST_SEGMENTS: Final = 60_000
_INSTEAD: Final = b"ActualText"
_OPTIONAL: Final = [ord("O"), ord("C"), 0]
_PAIR, _BOX, _MATRIX, _COLOUR = (struct.Struct(parts).unpack_from for parts in ("2f", "4f", "6f", "4I"))


Corners = tuple[tuple[float, float], ...]
Clips = Sequence[Corners]
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
        self._point_at, self._modes_at = self._floats_at[:2], self._numbers_at[:2]

    def matrix(self, thing: int) -> Matrix:
        """Give the frame in which an object is drawn."""
        self._ask.FPDFPageObj_GetMatrix(thing, self._floats_at[0])
        return _MATRIX(self._floats)

    def placed(self, thing: int, frame: Matrix) -> Matrix:
        """Give the frame in which an object is drawn that stands in a frame itself."""
        return self.matrix(thing) if frame is PLAIN else times(self.matrix(thing), frame)

    def bounds(self, thing: int) -> Box:
        """Give the box around what an object draws: left, bottom, right, top, in PDF units of its form."""
        self._ask.FPDFPageObj_GetBounds(thing, *self._floats_at)
        return _BOX(self._floats)

    def paint(self, thing: int) -> Paint:
        """Tell how a path is painted."""
        self._ask.FPDFPath_GetDrawMode(thing, *self._modes_at)
        mode, outlined, _, _ = _COLOUR(self._numbers)
        filled, stroked = mode != 0, outlined != 0
        return Paint(filled, stroked, self.fill(thing) if filled else None, self._stroke(thing) if stroked else None)

    def fill(self, thing: int) -> Colour | None:
        """Give the colour of an object's inside, if PDFium can tell it."""
        return self._colour() if self._ask.FPDFPageObj_GetFillColor(thing, *self._numbers_at) else None

    def _stroke(self, thing: int) -> Colour | None:
        return self._colour() if self._ask.FPDFPageObj_GetStrokeColor(thing, *self._numbers_at) else None

    def _colour(self) -> Colour:
        return _COLOUR(self._numbers)

    def in_layer(self, thing: int) -> bool:
        """Tell whether an object is marked as part of an optional layer."""
        marks = self._marks(thing)
        return bool(marks) and any(map(self._is_optional, marks))

    def is_replaced(self, thing: int) -> bool:
        """Tell whether the file gives another text in place of what an object draws."""
        marks, kind_of = self._marks(thing), self._ask.FPDFPageObjMark_GetParamValueType
        return bool(marks) and any(kind_of(mark, _INSTEAD) > 0 for mark in marks)

    def _marks(self, thing: int) -> Sequence[int]:
        count = self._ask.FPDFPageObj_CountMarks(thing)
        return [self._ask.FPDFPageObj_GetMark(thing, index) for index in range(count)] if count > 0 else ()

    def _is_optional(self, mark: int) -> bool:
        size = ctypes.sizeof(self._name)
        told = self._ask.FPDFPageObjMark_GetName(mark, self._name, size, self._numbers_at[0])
        return bool(told) and self._name[:3] == _OPTIONAL

    def is_clipped(self, thing: int, clips: Clips) -> bool:
        """Tell whether clipping may cut an object: one of its clip paths is no box around it."""
        if not clips:
            return False
        bounds = self.bounds(thing)
        return not all(is_box_around(corners, bounds) for corners in clips)

    def clips(self, thing: int) -> Clips:
        """Give the corners of the paths that clip an object, in its own frame."""
        clip = self._ask.FPDFPageObj_GetClipPath(thing)
        count = self._ask.FPDFClipPath_CountPaths(clip) if clip else 0
        return [self._clip(clip, path) for path in range(count)] if count > 0 else []

    def _clip(self, clip: int, path: int) -> Corners:
        count = min(self._ask.FPDFClipPath_CountPathSegments(clip, path), _MOST_CORNERS)
        segment = self._ask.FPDFClipPath_GetPathSegment
        return tuple([self._point(segment(clip, path, index)) for index in range(count)])

    def _point(self, segment: int) -> tuple[float, float]:
        self._ask.FPDFPathSegment_GetPoint(segment, *self._point_at)
        return _PAIR(self._floats)

    def segments(self, thing: int) -> int:
        """Count the segments of a path, up to far more than any border has."""
        return min(int(self._ask.FPDFPath_CountSegments(thing)), _MOST_SEGMENTS)

    def shapes(self, thing: int, matrix: Matrix, view: View) -> Iterator[Shape]:
        """Give the parts of a path: their corners on the page as shown, and which of their sides are straight."""
        ask, shape = self._ask, Shape()
        segment_at, kind_of, point_of = ask.FPDFPath_GetPathSegment, ask.FPDFPathSegment_GetType, self._point
        is_closed, begins, straight = ask.FPDFPathSegment_GetClose, ask.FPDF_SEGMENT_MOVETO, ask.FPDF_SEGMENT_LINETO
        through = partial(view.through, matrix)
        for index in range(self.segments(thing)):
            segment = segment_at(thing, index)
            kind = kind_of(segment)
            if kind == begins and shape:
                yield shape
                shape = []
            x, y = through(*point_of(segment))
            shape.append((x, y, kind == straight))
            if is_closed(segment):
                shape.append((shape[0][0], shape[0][1], True))
        if shape:
            yield shape
