"""Digits that are drawn as other digits: what the file says of its shapes is held against the shapes themselves.

A file tells for each shape of a font which character it is, and may tell a 7 as 1, or as a space. Shapes of one font
and size that are said to be one character are looked at once.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.readers.digit_looks import is_blank, is_like, is_other
from generator.reading.readers.document import Box
from generator.reading.readers.page_text import Written
from generator.reading.readers.pdfium import PdfPage
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.words import DIGITS, Glyph

_FINE: Final = 200
_LOOKS: Final = 4
_MOST_KINDS: Final = 400
_TALL: Final = 0.35
"""A mark lower than this, in heights of its line, is no digit."""
_LEAST: Final = 1.5
"""Nothing lower than this, in points, can be read."""
_ASCII: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def lies(page: PdfPage, text: Written, numbers: Sequence[int]) -> frozenset[int]:
    """Give those of the parts of numbers on a page, by their places in its text, that are drawn as another digit.

    Of more kinds of shapes than any report has, only so many are looked at; the rest is not believed.
    """
    return frozenset(
        number
        for place, ((_, said, *_), members) in enumerate(_alike(page, text, numbers).items())
        if place >= _MOST_KINDS or _is_other(page, said, members)
        for number, _, _ in members
    )


def is_itself(page: PdfPage, glyph: Glyph, box: Box) -> bool:
    """Tell whether what is seen in the tight box of a digit is at all like it."""
    if glyph.text not in DIGITS or glyph.turn % 90 or not _is_readable(box, glyph.turn):
        return True
    return is_like(page.look(box, glyph.turn), glyph.text.translate(_ASCII))


def unsaid(page: PdfPage, text: Written) -> Iterator[Glyph]:
    """Give U+FFFD wherever the file says that nothing is printed, or a space, and a digit is drawn."""
    for place in text.unsaid:
        box = page.tight(place)
        if _is_readable(box, 0) and is_other(page.look(box, 0), " "):
            yield Glyph(UNREAD, box)


def wordless(page: PdfPage, text: Written) -> Iterator[Box]:
    """Give the boxes of texts that are drawn and of which the file says nothing, where no other character stands.

    What is drawn twice to look bold is said once: so it is asked first what stands there, and then looked.
    """
    boxes = [box for box in page.things.mute(text.things) if _is_readable(box, 0)]
    middles = sorted((g.box[1] + g.box[3], g.box[0] + g.box[2]) for g in text.glyphs) if boxes else []
    for box in boxes:
        if not _holds_any(box, middles) and not is_blank(page.look(box, 0)):
            yield box


def _holds_any(box: Box, middles: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a box holds one of these points: twice their y, and twice their x, in order."""
    left, top, right, bottom = 2 * box[0], 2 * box[1], 2 * box[2], 2 * box[3]
    for y, x in middles[bisect_left(middles, (top, -math.inf)) : bisect_right(middles, (bottom, math.inf))]:
        if left <= x <= right and top <= y <= bottom:
            return True
    return False


_Member = tuple[int, Box, int]
_Kind = tuple[int, str, int, int, int]


def _alike(page: PdfPage, text: Written, numbers: Sequence[int]) -> Mapping[_Kind, Sequence[_Member]]:
    """Group the parts of numbers: same font, character and shape. Each with its number, tight box and turn."""
    kinds: dict[_Kind, list[_Member]] = defaultdict(list)
    glyphs, places, things = text.glyphs, text.places, text.things
    fonts = page.things.fonts(dict.fromkeys([things[number] for number in numbers]))
    for number in numbers:
        said, _, turn, _ = glyph = glyphs[number]
        if turn % 90:
            continue
        box, size = page.tight(places[number]), glyph.size or 1.0
        wide, tall = box[2] - box[0], box[3] - box[1]
        if said in DIGITS or tall > _TALL * size:
            kind = fonts[things[number]], said, turn, round(wide / size * _FINE), round(tall / size * _FINE)
            kinds[kind].append((number, box, turn))
    return kinds


def _is_other(page: PdfPage, said: str, members: Sequence[_Member]) -> bool:
    """Tell whether the first of some characters that can be seen looks like another digit than is said."""
    for _, box, turn in members[:_LOOKS]:
        if _is_readable(box, turn):
            picture = page.look(box, turn)
            if not is_blank(picture):
                return is_other(picture, said.translate(_ASCII))
    return False


def _is_readable(box: Box, turn: int) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return (width if turn % 180 else height) >= _LEAST and min(width, height) > 0
