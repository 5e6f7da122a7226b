"""Pictures of pages behind one door: decoded, evened out, turned, set straight; their ink, ruled lines and pieces.

Beside `raster_marks` the only module that imports OpenCV. A picture is an array of grey values, one byte a pixel, 0
black to 255 white, a row after the other from the top. Lengths are pixels; a page is always brought to `DPI` first, so
that they mean the same on every page.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, Final, NamedTuple

from generator.reading.readers.document import MOST_PIXELS

_ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
for _name, _value in (("OPENCV_IO_MAX_IMAGE_PIXELS", MOST_PIXELS), *((name, 1) for name in _ONE_THREAD)):
    os.environ.setdefault(_name, str(_value))  # asked for when the libraries are loaded; each thread costs memory

import cv2  # noqa: E402
import numpy as np  # noqa: E402

cv2.setNumThreads(1)
DPI: Final = 300
_LONG_SIDE, _SHORT_SIDE = 3508, 2480
"""The sides of an A4 page in pixels."""
_LONGEST: Final = 8
_WHITE: Final = 255
_MOST_PIECES: Final = 40_000
_STEEPEST: Final = 7.0
_SAMPLED: Final = 60_000
_LEAST: Final = (100, 40)
"""How long a level and an upright line is at least: the narrowest cell, and the lowest row."""
_LONG: Final = (600, 300)
"""From this length a line is ruled, wherever it ends."""
_OPEN: Final = (250, 100)
"""From this length it is ruled where one of its ends meets a line: a page break leaves a table open at that side."""
_GAP: Final = 5
_REACH: Final = 9
_THICKEST: Final = 14
_BRANCH: Final = 0.3
_THIN, _SOLID, _EDGE, _BRIDGED = 8, 18, 41, 301
"""What is so thin is a rule, what is so thick is none, and its edges, so far around, are none either."""
_SPECK: Final = 4

Picture = Any
"""An array of height by width of grey values (a numpy array; the type is left open, as the library is an extra)."""


class Patch(NamedTuple):
    """A rectangle of pixels: left, top, and the first column and row that no longer belong to it."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.y1 - self.y0


class Piece(NamedTuple):
    """Pixels of ink that hang together: the patch they fill, and how many there are."""

    patch: Patch
    area: int


class Stroke(NamedTuple):
    """A ruled line: whether it is level, and the patch it fills."""

    level: bool
    patch: Patch


class UndecodableError(Exception):
    """The bytes are no picture that can be decoded."""


class OversizedError(Exception):
    """A picture has more pixels than `MOST_PIXELS`."""


class NoPageError(Exception):
    """A picture is shaped like no page: a strip many times longer than wide."""


def decoded(data: bytes) -> Iterator[Picture]:
    """Give the pages of a picture file (a TIFF may hold several), as grey pictures at `DPI`, upright by its own mark.

    One at a time, so that no more than one is held. Raises `UndecodableError`, `OversizedError` and `NoPageError`.
    """
    number = 0
    while (page := _decoded(data, number)) is not None:
        yield _at_dpi(page)
        number += 1
    if not number:
        raise UndecodableError


def _decoded(data: bytes, number: int) -> Picture | None:
    """Decode one page of a picture file, counted from 0; None: there is none."""
    try:
        _, pages = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE, range=(number, number + 1))
    except cv2.error as error:
        if error.code == cv2.Error.STS_NO_MEM:
            raise
        raise OversizedError if "MAX_IMAGE_PIXELS" in str(error) else UndecodableError from error
    return next(iter(pages or ()), None)


@contextlib.contextmanager
def in_memory() -> Iterator[None]:
    """Say `MemoryError` where OpenCV finds no memory, as Python does."""
    try:
        yield
    except cv2.error as error:
        if error.code == cv2.Error.STS_NO_MEM:
            raise MemoryError from error
        raise


def scale_of(width: float, height: float) -> float:
    """Tell by what to multiply the sides of a page so that it is as large as A4 at `DPI`: its letters are then too.

    The sides that a file states tell nothing: many scanners write a point for each pixel. Raises `NoPageError`.
    """
    short, long = sorted((width, height))
    if short < 1 or long / short > _LONGEST:
        raise NoPageError
    return max(_LONG_SIDE / long, _SHORT_SIDE / short)


def _at_dpi(page: Picture) -> Picture:
    height, width = page.shape
    scale = scale_of(width, height)
    if abs(scale - 1) < 0.02:
        return page
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def coloured(page: Picture) -> Picture:
    """Give a grey picture in three colours."""
    return cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)


def from_bytes(pixels: bytes, stride: int, width: int, height: int) -> Picture:
    """Make a picture of rows of `stride` bytes, of which the first `width` are its grey values."""
    return np.frombuffer(pixels, np.uint8).reshape(height, stride)[:, :width].copy()


def evened(page: Picture) -> Picture:
    """Give the page as if its paper were white all over, and its ink as dark as on other pages."""
    small = cv2.resize(page, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(page, paper, scale=_WHITE)
    dark = float(np.percentile(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 0.4))
    if not 0 < dark < _WHITE * 0.8:
        return even
    table = np.clip((np.arange(256) - dark) * _WHITE / (_WHITE - dark), 0, _WHITE)
    return cv2.LUT(even, table.astype(np.uint8))


def ink_of(page: Picture) -> Picture:
    """Give 255 where there is ink, 0 elsewhere."""
    smooth = cv2.GaussianBlur(page, (3, 3), 0)
    limit, _ = cv2.threshold(smooth, 0, _WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return cv2.compare(smooth, float(min(max(limit, 110), 190)), cv2.CMP_LT)


def is_noise(ink: Picture) -> bool:
    """Tell whether ink falls into more pieces than print: a page of a report has some 1,300, of grain 77,000."""
    pieces, _ = cv2.connectedComponents(ink, connectivity=8)
    return int(pieces) > _MOST_PIECES


def turned(page: Picture, quarters: int) -> Picture:
    """Turn a picture counter-clockwise by quarters of a circle."""
    return np.ascontiguousarray(np.rot90(page, quarters))


def skew_of(ink: Picture) -> float:
    """Measure by how many degrees, counter-clockwise, the lines of a page rise to the right."""
    rows, columns = np.nonzero(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) > 127)
    if len(rows) < 100:
        return 0.0
    step = max(1, len(rows) // _SAMPLED)
    rows, columns = rows[::step].astype(np.float32), columns[::step].astype(np.float32)

    def sharpness(degrees: float) -> float:
        leaning = math.radians(degrees)
        heights = np.round(rows * math.cos(leaning) + columns * math.sin(leaning)).astype(np.int64)
        counts = np.bincount(heights - heights.min())
        return float(np.square(counts.astype(np.float64)).sum())

    best = 0.0
    for width, each in ((_STEEPEST, 0.25), (0.25, 0.05), (0.05, 0.01)):
        tried = np.arange(best - width, best + width + each / 2, each)
        best = float(max(tried, key=sharpness))
    return best


def straightened(page: Picture, degrees: float) -> Picture:
    """Turn a page clockwise by some degrees about its middle, white where nothing was."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_WHITE)


def strokes_of(ink: Picture) -> tuple[list[Stroke], Picture]:
    """Find the ruled lines of a page, and the mask of their pixels.

    A line is ruled when it is long, or when its ends meet ruled lines; a stroke of a character is neither.
    """
    masks = {True: _along(ink, (_LEAST[0], 1)), False: _along(ink, (1, _LEAST[1]))}
    kept = {level: _as_thin_as_rules(list(_strokes(mask, level=level))) for level, mask in masks.items()}
    before = -1
    while before != (before := len(kept[True]) + len(kept[False])):
        for level in (False, True):
            kept[level] = [one for one in kept[level] if _is_ruled(one, kept[not level])]
    ruled = np.zeros_like(ink)
    for stroke in (*kept[True], *kept[False]):
        rows, columns = slice(stroke.patch.y0, stroke.patch.y1), slice(stroke.patch.x0, stroke.patch.x1)
        np.maximum(ruled[rows, columns], masks[stroke.level][rows, columns], out=ruled[rows, columns])
    return [*kept[True], *kept[False]], cv2.dilate(ruled, np.ones((5, 5), np.uint8))


def _along(ink: Picture, kernel: tuple[int, int]) -> Picture:
    """Keep what runs straight for the length of the kernel, small gaps and a slight slant forgiven.

    Where it is as thick as no rule is, something else lies on it: a stamp. A rule goes on below it where it came from
    and goes to is seen; nothing else is kept there.
    """
    level = kernel[0] > kernel[1]
    thick = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, _GAP) if level else (_GAP, 1), np.uint8))
    straight = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
    solid = cv2.morphologyEx(straight, cv2.MORPH_OPEN, np.ones((_SOLID, 1) if level else (1, _SOLID), np.uint8))
    zone = cv2.dilate(solid, np.ones((_EDGE, 1) if level else (1, _EDGE), np.uint8))
    thin = without(straight, zone)
    bridged = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, _BRIDGED) if level else (_BRIDGED, 1), np.uint8))
    return cv2.bitwise_or(thin, cv2.bitwise_and(bridged, zone))


def _strokes(mask: Picture, *, level: bool) -> Iterator[Stroke]:
    for piece in pieces_of(mask):
        stroke = Stroke(level, _trunk(mask, piece.patch, level=level))
        if _thickness(stroke) <= max(_THICKEST, max(stroke.patch.width, stroke.patch.height) / 60):
            yield stroke


def _trunk(mask: Picture, patch: Patch, *, level: bool) -> Patch:
    """Give the patch of a line without what branches off: a ring that runs along it for a short way."""
    x0, y0, x1, y1 = patch
    if (patch.height if level else patch.width) <= _THIN:
        return patch
    filled = np.count_nonzero(mask[y0:y1, x0:x1], axis=1 if level else 0)
    rows = np.nonzero(filled > _BRANCH * filled.max())[0]
    first, last = int(rows[0]), int(rows[-1]) + 1
    return Patch(x0, y0 + first, x1, y0 + last) if level else Patch(x0 + first, y0, x0 + last, y1)


def _as_thin_as_rules(strokes: list[Stroke]) -> list[Stroke]:
    """Leave out strokes much thicker than the long ones: the ring of a stamp runs straight for a short way too."""
    long = [_thickness(one) for one in strokes if max(one.patch.width, one.patch.height) >= _LONG[not one.level]]
    most = max(2 * median(long), _THIN) if long else _WHITE
    return [one for one in strokes if _thickness(one) <= most]


def _thickness(stroke: Stroke) -> int:
    return stroke.patch.height if stroke.level else stroke.patch.width


def _is_ruled(stroke: Stroke, others: Sequence[Stroke]) -> bool:
    patch, level = stroke.patch, stroke.level
    kind, length = (0, patch.width) if level else (1, patch.height)
    if length >= _LONG[kind]:
        return True
    x, y = (patch.x0 + patch.x1) // 2, (patch.y0 + patch.y1) // 2
    ends = ((patch.x0, y), (patch.x1, y)) if level else ((x, patch.y0), (x, patch.y1))
    met = [any(_is_near(end, other.patch) for other in others) for end in ends]
    return all(met) or (any(met) and length >= _OPEN[kind])


def _is_near(point: tuple[int, int], patch: Patch) -> bool:
    x, y = point
    return patch.x0 - _REACH <= x <= patch.x1 + _REACH and patch.y0 - _REACH <= y <= patch.y1 + _REACH


def pieces_of(ink: Picture) -> list[Piece]:
    """Give what hangs together in a picture of ink, specks of a pixel or two left out."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [
        Piece(Patch(int(x), int(y), int(x + width), int(y + height)), int(area))
        for x, y, width, height, area in stats[1:]
        if area >= _SPECK
    ]


def without(ink: Picture, mask: Picture) -> Picture:
    """Take the pixels of a mask out of the ink."""
    return cv2.bitwise_and(ink, cv2.bitwise_not(mask))


def whitened(page: Picture, mask: Picture) -> Picture:
    """Give the page with the pixels of a mask white."""
    return np.where(mask > 0, np.uint8(_WHITE), page)


def cut(page: Picture, patch: Patch, margin: int) -> Picture:
    """Cut a patch out of a page, with a white margin around it."""
    inside = page[max(patch.y0, 0) : patch.y1, max(patch.x0, 0) : patch.x1]
    return cv2.copyMakeBorder(inside, *[margin] * 4, cv2.BORDER_CONSTANT, value=_WHITE)


def only(page: Picture, patches: Sequence[Patch], by: int) -> Picture:
    """Give a page that is white but for patches, each grown by some pixels."""
    keep = np.full_like(page, _WHITE)
    for patch in patches:
        rows = slice(max(patch.y0 - by, 0), patch.y1 + by)
        columns = slice(max(patch.x0 - by, 0), patch.x1 + by)
        keep[rows, columns] = page[rows, columns]
    return keep


def printed_black(ink: Picture) -> Picture:
    """Give ink as a picture: black on white, its edges softened."""
    return cv2.GaussianBlur(cv2.bitwise_not(ink), (3, 3), 0)
