"""Outlines drawn on a PDF page → the ruled lines that a reader of the page sees. Geometry only.

PDF units grow upwards from the bottom left; everything here comes out in points from the top left of the page as
shown. Borders of tables are drawn as strokes, as filled bars, as frames of two nested boxes, and as stretched pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.rules import LEVEL, UPRIGHT, Rule

THICKEST = 3.5
"""A filled bar up to this thick, in points, is a line."""
_STRAIGHT = 0.7
SHORTEST = 2.0
"""A line shorter than this, in points, is none."""
_NESTED = 2
_FAINT = 20
_WHITE = 250

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, from 0 to 255."""
Segment = tuple[float, float, float, float]
"""A straight line from one point to another: x, y, x, y."""
Shape = list[tuple[float, float, bool]]
"""Corners in order: x, y, and whether the side that leads to this corner is straight."""


class Outline(NamedTuple):
    """One drawn path: its shapes, and the colours of its inside and its outline, where they are seen.

    `thing` is what the page knows it by; `box` is the smallest around its shapes, and `rules` are the level and upright
    lines that it shows. (There are hundreds a page, so this is no dataclass.)
    """

    shapes: Sequence[Shape]
    fill: Colour | None
    stroke: Colour | None
    thing: int
    box: Box
    rules: Sequence[Rule]


_outline = partial(tuple.__new__, Outline)


def outline_of(shapes: Sequence[Shape], fill: Colour | None, stroke: Colour | None, thing: int = 0) -> Outline:
    """Work out what a path shows, of which there is one shape at least. A colour that nobody sees is none."""
    fill, stroke = fill if is_visible(fill) else None, stroke if is_visible(stroke) else None
    line = 2
    if len(shapes) == 1 and len(shapes[0]) == line:
        return _line_of(shapes, fill, stroke, thing)
    boxes = [_around(shape) for shape in shapes]
    box = boxes[0] if len(boxes) == 1 else _around([(*edges, True) for one in boxes for edges in (one[:2], one[2:])])
    return Outline(shapes, fill, stroke, thing, box, _rules_of(shapes, boxes, fill, stroke))


def _line_of(shapes: Sequence[Shape], fill: Colour | None, stroke: Colour | None, thing: int) -> Outline:
    """Do the same for one line from corner to corner, as most borders are drawn."""
    ((x0, y0, _), (x1, y1, straight)) = shapes[0]
    left, right = (x0, x1) if x0 <= x1 else (x1, x0)
    top, bottom = (y0, y1) if y0 <= y1 else (y1, y0)
    box = (left, top, right, bottom)
    if stroke:
        return _outline((shapes, fill, stroke, thing, box, thin_rule(box, _STRAIGHT) if straight else ()))
    return _outline((shapes, fill, stroke, thing, box, thin_rule(box) if fill else ()))


class Area(NamedTuple):
    """Something that fills its box: a painted path or a picture (without a colour).

    (There are hundreds a page, so this is no dataclass.)
    """

    order: int
    box: Box
    colour: Colour | None
    picture: bool


def times(one: Matrix, two: Matrix) -> Matrix:
    """Give the matrix that does first `one`, then `two`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def is_mirror(matrix: Matrix) -> bool:
    """Tell whether a matrix makes things look as in a mirror."""
    a, b, c, d, _, _ = matrix
    return a * d < b * c


@dataclass(frozen=True, slots=True)
class View:
    """How the page is shown: its visible box in PDF units, and how far it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        size = (self.right - self.left, self.top - self.bottom)
        return size if self.rotation in (0, 180) else (size[1], size[0])

    @property
    def whole(self) -> Box:
        """The box of all that is shown."""
        return (0.0, 0.0, *self.size)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Put a point on the page as shown."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, rect: tuple[float, float, float, float]) -> Box:
        """Put a rectangle (left, bottom, right, top) on the page as shown."""
        if self.rotation == 0:
            return (rect[0] - self.left, self.top - rect[3], rect[2] - self.left, self.top - rect[1])
        (x0, y0), (x1, y1) = self.point(rect[0], rect[1]), self.point(rect[2], rect[3])
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def columns(
        self, lefts: Sequence[float], bottoms: Sequence[float], rights: Sequence[float], tops: Sequence[float]
    ) -> Sequence[Sequence[float]]:
        """Put many rectangles on the page as shown: all their left edges, upper ones, right ones and lower ones."""
        if self.rotation or not lefts:
            return list(zip(*map(self.box, zip(lefts, bottoms, rights, tops, strict=True)), strict=True)) or [()] * 4
        start, height = self.left, self.top
        if start:
            lefts, rights = [x - start for x in lefts], [x - start for x in rights]
        return lefts, [height - y for y in tops], rights, [height - y for y in bottoms]

    def through(self, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        """Put a point of an object with its own frame on the page as shown."""
        a, b, c, d, e, f = matrix
        return self.point(a * x + c * y + e, b * x + d * y + f)

    def placed(self, rect: Box, matrix: Matrix) -> Box:
        """Put a rectangle (left, bottom, right, top) of an object with its own frame on the page as shown."""
        if matrix == PLAIN:
            return self.box(rect)
        corners = [(x, y) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
        return box_of([self.through(matrix, x, y) for x, y in corners])

    def unit_square(self, matrix: Matrix) -> Box:
        """Put the square that a picture fills on the page as shown."""
        return self.placed((0.0, 0.0, 1.0, 1.0), matrix)

    def share(self, box: Box) -> float:
        """Give the share of the page that a box covers, from 0 to 1."""
        width, height = self.size
        seen_width = max(0.0, min(box[2], width) - max(box[0], 0.0))
        seen_height = max(0.0, min(box[3], height) - max(box[1], 0.0))
        return seen_width * seen_height / ((width * height) or 1.0)


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """Give the smallest box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _around(shape: Shape) -> Box:
    xs, ys, _ = zip(*shape)  # noqa: B905 - corners are corners
    return (min(xs), min(ys), max(xs), max(ys))


def _rules_of(
    shapes: Sequence[Shape], boxes: Sequence[Box], fill: Colour | None, stroke: Colour | None
) -> Sequence[Rule]:
    """Give the level and upright lines that shapes, with their boxes, show."""
    if stroke:
        return [rule for shape in shapes for rule in _sides(shape)]
    if not fill:
        return ()
    rules = [rule for box in boxes for rule in thin_rule(box)]
    return [*rules, *_frame(*sorted(boxes))] if len(boxes) == _NESTED else rules


@lru_cache(maxsize=1_024)
def is_visible(colour: Colour | None) -> bool:
    """Tell whether a colour is seen on white paper."""
    return colour is not None and colour[3] > _FAINT and min(colour[:3]) < _WHITE


def _sides(shape: Shape) -> Iterator[Rule]:
    for (x0, y0, _), (x1, y1, straight) in pairwise(shape):
        if straight:
            yield from thin_rule((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), _STRAIGHT)


def is_box_around(corners: tuple[tuple[float, float], ...], box: Box) -> bool:
    """Tell whether corners make a box, and this one holds another."""
    cut = _box_by(corners)
    return cut is not None and cut[0] <= box[0] and cut[1] <= box[1] and cut[2] >= box[2] and cut[3] >= box[3]


@lru_cache(maxsize=1_024)
def _box_by(corners: tuple[tuple[float, float], ...]) -> Box | None:
    """Give the box that corners make, if they make one; hundreds of objects a page are clipped alike."""
    xs, ys = {round(x, 1) for x, _ in corners}, {round(y, 1) for _, y in corners}
    sides = 2
    return (min(xs), min(ys), max(xs), max(ys)) if len(xs) == len(ys) == sides else None


def thin_rule(box: Box, thickest: float = THICKEST) -> Sequence[Rule]:
    """Give the line that a long and thin box draws, if it is one."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if height <= thickest and width >= max(SHORTEST, height):
        return (Rule(LEVEL, (y0 + y1) / 2, x0, x1),)
    if width <= thickest and height >= max(SHORTEST, width):
        return (Rule(UPRIGHT, (x0 + x1) / 2, y0, y1),)
    return ()


def _frame(outer: Box, inner: Box) -> Iterator[Rule]:
    """Give the four sides of a border drawn as one box with another cut out of it."""
    margins = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    if all(0 <= margin <= THICKEST for margin in margins) and any(margins):
        (x0, y0, x1, y1), (u0, v0, u1, v1) = outer, inner
        for y in ((y0 + v0) / 2, (y1 + v1) / 2):
            yield Rule(LEVEL, y, x0, x1)
        for x in ((x0 + u0) / 2, (x1 + u1) / 2):
            yield Rule(UPRIGHT, x, y0, y1)
