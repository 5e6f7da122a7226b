"""Numbers with a line drawn through them: struck out, and no figure of the report any more.

An office program shows tracked changes so, in a PDF too: the number taken back, struck through, beside the new one.
Nobody knows which of several such lines an author meant, so every part of a number that a line runs through is U+FFFD.
Boxes are in points from the top left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from generator.reading.readers.clipped import NUMBER_PARTS
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import THICKEST, Outline, Segment
from generator.reading.readers.rules import Rule
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.words import Glyph

_PARTS: Final = NUMBER_PARTS | frozenset("-−－—–/／无")
_ABOVE, _BELOW = 0.3, 0.22
"""The shares of a character's height, at its top and its bottom, where a line does not strike it."""
_STRIP: Final = 16.0
_LEVEL: Final = 0.5
_CORNERS: Final = (4, 5)  # of a thick line, drawn as a shape that is filled


def unstruck(glyphs: list[Glyph], outlines: Iterable[Outline], drawn: Iterable[Segment]) -> list[Glyph]:
    """Give the characters of a page with U+FFFD for the parts of numbers that lines run through.

    The lines are those of `outlines`, and `drawn` ones beside them.
    """
    level, upright, slanted = _Lines(), _Lines(), list(drawn)
    for outline in outlines:
        for rule in outline.rules:
            (level if rule.level else upright).add(rule)
        slanted += _slanted(outline)
    if not (level or upright or slanted):
        return glyphs
    found = list(glyphs)
    for place in [place for place, glyph in enumerate(glyphs) if glyph[0] in _PARTS]:
        glyph = glyphs[place]
        if _is_struck(glyph, upright if glyph.turn % 180 else level, slanted):
            found[place] = glyph._replace(text=UNREAD)
    return found


class _Lines:
    """Lines of one direction, by the strips of the page they run in."""

    def __init__(self) -> None:
        self._strips: dict[int, list[Rule]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self._strips)

    def add(self, rule: Rule) -> None:
        """Take a line."""
        self._strips[int(rule.at // _STRIP)].append(rule)

    def cross(self, low: float, high: float, middle: float) -> bool:
        """Tell whether a line between two places runs through the middle of a stretch across it."""
        for strip in range(int(low // _STRIP), int(high // _STRIP) + 1):
            for _, at, start, end in self._strips.get(strip, ()):
                if low < at < high and start <= middle <= end:
                    return True
        return False


def _is_struck(glyph: Glyph, lines: _Lines, slanted: Sequence[Segment]) -> bool:
    box = glyph.box
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    low, high, middle = (box[0], box[2], y) if glyph.turn % 180 else (box[1], box[3], x)
    above, below = (_ABOVE, _BELOW) if glyph.turn in (0, 270) else (_BELOW, _ABOVE)
    room = high - low
    if lines.cross(low + above * room, high - below * room, middle):
        return True
    return bool(slanted) and any(_runs_through(segment, box) for segment in slanted)


def _slanted(outline: Outline) -> Iterator[Segment]:
    """Give the sides of an outline that are neither level nor upright, where they are seen as lines."""
    box, stroked = outline.box, outline.stroke is not None
    if box[2] - box[0] <= _LEVEL or box[3] - box[1] <= _LEVEL:
        return
    for shape in outline.shapes:
        if stroked or (outline.fill and len(shape) in _CORNERS):
            sides = [(x0, y0, x1, y1) for (x0, y0, _), (x1, y1, _) in pairwise([*shape, shape[0]])]
            slanted = [side for side in sides if abs(side[2] - side[0]) > _LEVEL and abs(side[3] - side[1]) > _LEVEL]
            if slanted and (stroked or _is_thin(sides)):
                yield from slanted


def _is_thin(sides: Sequence[Segment]) -> bool:
    """Tell whether the shape within these sides is no more than a thick line."""
    area = abs(sum(x0 * y1 - x1 * y0 for x0, y0, x1, y1 in sides)) / 2
    longest = max((abs(x1 - x0) + abs(y1 - y0) for x0, y0, x1, y1 in sides), default=0.0)
    return area <= THICKEST * longest


def _runs_through(segment: Segment, box: Box) -> bool:
    """Tell whether a line runs through the middle half of a box."""
    width, height = (box[2] - box[0]) / 4, (box[3] - box[1]) / 4
    x0, y0, x1, y1 = segment
    start, end = 0.0, 1.0
    for at, step, low, high in (
        (x0, x1 - x0, box[0] + width, box[2] - width),
        (y0, y1 - y0, box[1] + height, box[3] - height),
    ):
        one, other = sorted(((low - at) / (step or 1e-9), (high - at) / (step or 1e-9)))
        start, end = max(start, one), min(end, other)
    return start <= end
