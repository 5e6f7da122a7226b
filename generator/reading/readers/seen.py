"""What of a page's characters a person sees: by the ink on the rendered page, and by what lies on what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.reading.readers.document import Box
from generator.reading.readers.words import Glyph

UNREAD = "\ufffd"
"""Stands for a character that is printed and cannot be read."""
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_CONTRAST = 24
_BUCKET = 6.0
_OVERLAID = 0.5
_TALL = 3.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as the file writes it, with the tight box of its drawing and whether it is drawn at all."""

    glyph: Glyph
    tight: Box
    drawn: bool


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

        Its upper and lower fifth are left out, where a ruled line may run.
        """
        trim = (box[3] - box[1]) * 0.2 if box[3] - box[1] > _TALL else 0.0
        left = max(0, math.floor(box[0] * self.scale))
        right = min(self.width, math.ceil(box[2] * self.scale) + 1)
        top = max(0, math.floor((box[1] + trim) * self.scale))
        bottom = min(self.height, math.ceil((box[3] - trim) * self.scale) + 1)
        if left >= right or top >= bottom:
            return False
        strips = [self.pixels[row * self.stride + left : row * self.stride + right] for row in range(top, bottom)]
        return max(map(max, strips)) - min(map(min, strips)) >= _CONTRAST


def seen_and_hidden(marks: Iterable[Mark], ink: Ink) -> tuple[list[Glyph], list[Glyph]]:
    """Part characters into those a person sees and those nobody sees (of these only the digits matter).

    A character drawn twice for boldness is kept once. Two different digits on each other are both hidden; the place
    keeps one `UNREAD`.
    """
    seen: list[Glyph] = []
    hidden: list[Glyph] = []
    for mark in marks:
        shown = mark.drawn and (mark.glyph.text not in _DIGITS or ink.shows(mark.tight))
        (seen if shown else hidden).append(mark.glyph)
    doubled, clashing = _overlaid(seen)
    hidden += [seen[place] for place in sorted(clashing)]
    return list(_kept(seen, doubled, clashing)), hidden


def _kept(glyphs: list[Glyph], doubled: set[int], clashing: set[int]) -> Iterator[Glyph]:
    for place, glyph in enumerate(glyphs):
        if place not in doubled:
            yield replace(glyph, text=UNREAD) if place in clashing else glyph


def _overlaid(glyphs: list[Glyph]) -> tuple[set[int], set[int]]:
    """The places of characters drawn again, and of digits that lie on different digits."""
    buckets: dict[tuple[int, int], list[int]] = defaultdict(list)
    doubled: set[int] = set()
    clashing: set[int] = set()
    for place, glyph in enumerate(glyphs):
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        column, row = int(x // _BUCKET), int(y // _BUCKET)
        for near in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other in buckets.get(near, ()):
                if _on_each_other(glyphs[other], glyph):
                    if glyphs[other].text == glyph.text:
                        doubled.add(place)
                    elif glyph.text in _DIGITS and glyphs[other].text in _DIGITS:
                        clashing |= {place, other}
        buckets[column, row].append(place)
    return doubled, clashing - doubled


def _on_each_other(one: Glyph, other: Glyph) -> bool:
    (a0, b0, a1, b1), (c0, d0, c1, d1) = one.box, other.box
    width, height = min(a1, c1) - max(a0, c0), min(b1, d1) - max(b0, d0)
    if width <= 0 or height <= 0:
        return False
    smaller = min((a1 - a0) * (b1 - b0), (c1 - c0) * (d1 - d0))
    return width * height > _OVERLAID * smaller
