"""What of a page's characters a person sees: by the ink on the rendered page, and by what lies on what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import Colour
from generator.reading.readers.words import DIGITS, Glyph

UNREAD = "\ufffd"
"""Stands for a character that is printed and cannot be read."""
_CONTRAST = 24
_STRONG = 110
_CLEAR = 8
_OPAQUE = 250
_PALE = 110
"""Text paler than this (0 black to 255 white, its darkest part) is looked for on the rendered page."""
_BLANK = 250
"""Text as pale as this is white."""
_LIGHT = 170
"""So is text on an area darker than this."""
_STRIP = 10.0
_FAR = 1e6
"""Further than any page is wide, in points: each strip has its own stretch of this length."""
_NEAR = 5.0
"""Characters whose middles are further apart than this, in points, are taken as not lying on each other."""
_OVERLAID = 0.5
_LARGER = 2.0
_SLIGHT = 0.25
"""Words whose boxes share less than this of their height lie below each other."""
_TALL = 3.5


class Printed(NamedTuple):
    """The characters of a page as the file writes them: those that are drawn, and those that are not.

    `doubts` are the tight boxes of drawn characters, by their place, of which only the rendered page can say whether
    they are seen.
    """

    drawn: list[Glyph]
    undrawn: list[Glyph]
    doubts: dict[int, Box]


@dataclass(frozen=True, slots=True)
class Ink:
    """The page as a grey picture: one byte a pixel, `stride` bytes a row, `scale` pixels a point."""

    pixels: bytes
    stride: int
    width: int
    height: int
    scale: float

    def shows(self, box: Box) -> bool:
        """Tell whether the middle of a box holds both light and dark: then something is seen there.

        Its upper and lower fifth are left out, where a ruled line may run, and pixels that its neighbours share.
        """
        trim = (box[3] - box[1]) * 0.2 if box[3] - box[1] > _TALL else 0.0
        left = max(0, math.ceil(box[0] * self.scale))
        right = min(self.width, max(math.floor(box[2] * self.scale), left + 1))
        top = max(0, math.floor((box[1] + trim) * self.scale))
        bottom = min(self.height, math.ceil((box[3] - trim) * self.scale) + 1)
        if left >= right or top >= bottom:
            return False
        return self._contrast(left, top, right, bottom) >= _CONTRAST

    def is_dark(self, box: Box) -> bool:
        """Tell whether a box holds something far darker or lighter than its ground: more than a watermark."""
        left, top, right, bottom = (round(edge * self.scale) for edge in box)
        left, top, right, bottom = max(0, left), max(0, top), min(self.width, right), min(self.height, bottom)
        return left < right and top < bottom and self._contrast(left, top, right, bottom) >= _STRONG

    def _contrast(self, left: int, top: int, right: int, bottom: int) -> int:
        strips = [self.pixels[row * self.stride + left : row * self.stride + right] for row in range(top, bottom)]
        return max(map(max, strips)) - min(map(min, strips))


def is_doubtful(text: Colour, grounds: Sequence[Colour | None]) -> bool:
    """Tell whether text of a colour may be unseen on white paper with areas of these colours (none: a picture)."""
    red, green, blue, alpha = text
    if alpha < _OPAQUE or min(red, green, blue) > _PALE:
        return True
    return any(ground is None or min(ground[:3]) < _LIGHT for ground in grounds)


def seen_and_hidden(printed: Printed, render: Callable[[], Ink]) -> tuple[list[Glyph], list[Glyph]]:
    """Part characters into those a person sees and those nobody sees (of these only the digits matter).

    The page is rendered when there is a doubt; characters that lie on each other are told apart.
    """
    seen, hidden = inked(printed, render)
    seen, unread = apart(seen)
    return seen, hidden + unread


def is_white(text: Colour) -> bool:
    """Tell whether nobody sees text of this colour on white paper."""
    return min(text[:3]) >= _BLANK or is_clear(text)


def is_clear(text: Colour) -> bool:
    """Tell whether nobody sees text of this colour on any ground."""
    return text[3] <= _CLEAR


def inked(
    printed: Printed, render: Callable[[], Ink], is_itself: Callable[[Glyph, Box], bool] | None = None
) -> tuple[list[Glyph], list[Glyph]]:
    """Part characters into those that leave ink and those that do not. The page is rendered when there is a doubt.

    Where ink is seen that is not the character's own, as `is_itself` tells by its box, nobody knows: it is `UNREAD`.
    """
    seen, hidden = list(printed.drawn), list(printed.undrawn)
    if printed.doubts:
        ink = render()
        unseen = {place for place, box in printed.doubts.items() if not ink.shows(box)}
        hidden += [seen[place] for place in sorted(unseen)]
        for place, box in printed.doubts.items():
            if place not in unseen and is_itself and not is_itself(seen[place], box):
                seen[place] = seen[place]._replace(text=UNREAD)
        seen = [glyph for place, glyph in enumerate(seen) if place not in unseen]
    return seen, hidden


def may_overlap(boxes: Iterable[Box]) -> bool:
    """Tell whether characters of different words may lie on each other, by the boxes of words from top to bottom."""
    active: list[Box] = []
    for box in sorted(boxes, key=itemgetter(1)):
        x0, top, x1, bottom = box
        active = [one for one in active if one[3] > top]
        for one in active:
            if one[0] < x1 and x0 < one[2]:
                height = min(bottom - top, one[3] - one[1])
                if min(bottom, one[3]) - top > _SLIGHT * height:
                    return True
        active.append(box)
    return False


def apart(seen: list[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Part characters that lie on each other from those that do not: what is seen, and digits that nobody can read.

    A character drawn twice for boldness is kept once. Two different digits on each other are both hidden, and so is one
    on a character of another kind; the place keeps one `UNREAD`.
    """
    doubled, clashing = _overlaid(seen)
    hidden = [seen[place] for place in sorted(clashing)]
    return (list(_kept(seen, doubled, clashing)) if doubled or clashing else seen), hidden


def _kept(glyphs: list[Glyph], doubled: set[int], clashing: set[int]) -> Iterator[Glyph]:
    for place, glyph in enumerate(glyphs):
        if place not in doubled:
            yield glyph._replace(text=UNREAD) if place in clashing else glyph


def _overlaid(glyphs: list[Glyph]) -> tuple[set[int], set[int]]:
    """Find the places of characters drawn again, and of digits that lie on other characters."""
    doubled: set[int] = set()
    clashing: set[int] = set()
    for one, other in _neighbours(glyphs):
        if _on_each_other(glyphs[one], glyphs[other]):
            if glyphs[one].text == glyphs[other].text:
                doubled.add(max(one, other))
            elif _are_alike_large(glyphs[one], glyphs[other]):
                clashing |= {
                    place for place, on in ((one, other), (other, one)) if _is_digit_on(glyphs[place], glyphs[on])
                }
    return doubled, clashing - doubled


def _neighbours(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    """Give the places of characters whose middles are near each other, going along strips of the page.

    The strips are laid twice, shifted by half, so that no edge between two strips parts neighbours.
    """
    rows = [(glyph.box[1] + glyph.box[3]) / 2 / _STRIP for glyph in glyphs]
    middles = [(glyph.box[0] + glyph.box[2]) / 2 for glyph in glyphs]
    for shift in (0.0, 0.5):
        along = [math.floor(row + shift) * _FAR + x for row, x in zip(rows, middles, strict=True)]
        for one, other in pairwise(sorted(range(len(along)), key=along.__getitem__)):
            if along[other] - along[one] <= _NEAR:
                yield one, other


def _is_digit_on(digit: Glyph, other: Glyph) -> bool:
    """Tell whether a digit lies on a letter or another digit, and not on a line of a form or a ring around it."""
    return digit.text in DIGITS and other.text.isalnum()


def _are_alike_large(one: Glyph, other: Glyph) -> bool:
    """Tell whether neither of two characters is so large that the other is read all the same, as on a watermark."""
    return one.size <= _LARGER * other.size and other.size <= _LARGER * one.size


def _on_each_other(one: Glyph, other: Glyph) -> bool:
    (a0, b0, a1, b1), (c0, d0, c1, d1) = one.box, other.box
    width, height = min(a1, c1) - max(a0, c0), min(b1, d1) - max(b0, d0)
    if width <= 0 or height <= 0:
        return False
    smaller = min((a1 - a0) * (b1 - b0), (c1 - c0) * (d1 - d0))
    return width * height > _OVERLAID * smaller
