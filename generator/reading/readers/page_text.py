"""What PDFium says of the characters of a page's text: their codes, and where the file itself writes spaces.

PDFium itself stays behind its door, which hands in its functions and the text by its address.
"""

from __future__ import annotations

import ctypes
import math
import struct
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import Any, NamedTuple

from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.words import Glyph

_SPACES = frozenset({0x20, 0x9, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009})
_BETWEEN = _SPACES | frozenset({0, 0xD, 0xA, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD})
_HYPHENS = {2: ord("-")}  # what PDFium makes of a hyphen at the end of a line
_CJK = 0x2E80
_UNMAPPED = 0xFFFD
_SLANT = 8
_RECT = struct.Struct("4f")
Rect = tuple[float, float, float, float]
_HALVES = range(0xD800, 0xE000)


class Written(NamedTuple):
    """The text of a page: its characters in the order the file writes them.

    `places` and `things` name the place of each in the page's text and its text object; `unpainted` are the objects
    that leave no ink; `unsaid` the places between characters that the file itself writes, and no program added.
    """

    glyphs: list[Glyph]
    places: list[int]
    things: list[int | None]
    unpainted: AbstractSet[int | None]
    unsaid: list[int]


def codes(ask: PlainCalls, text: ctypes.c_void_p, count: int) -> list[int]:
    """Give the code of every character: all at once, where PDFium counts them as its text does."""
    units = (ctypes.c_ushort * (count + 1))()
    written = ask.FPDFText_GetText(text, 0, count, units) - 1
    codes = units[:count]
    if written == count and (max(codes, default=0) < _HALVES.start or not any(map(_HALVES.__contains__, codes))):
        return codes
    return list(map(ask.FPDFText_GetUnicode, repeat(text), range(count)))


def printed(codes: Sequence[int]) -> list[int]:
    """Give the places of the characters that are no spaces and no signs between words or lines."""
    return [place for place, code in enumerate(codes) if code not in _BETWEEN]


def known(ask: PlainCalls, text: ctypes.c_void_p, codes: Sequence[int], places: Sequence[int]) -> Iterator[int]:
    """Give the code of each printed character: U+FFFD where its font does not tell."""
    low = [place for place in places if codes[place] < _CJK]
    mistaken = zip(low, map(ask.FPDFText_HasUnicodeMapError, repeat(text), low), strict=True)
    other = {place: _HYPHENS[codes[place]] for place in low if codes[place] in _HYPHENS}
    other |= {place: _UNMAPPED for place, said in mistaken if said == 1}
    return (other.get(place, codes[place]) for place in places) if other else map(codes.__getitem__, places)


def between(ask: PlainCalls, text: ctypes.c_void_p, codes: Sequence[int]) -> Mapping[int, int]:
    """Give the places that are not printed, in order, each with what PDFium says: 0 the file writes it, 1 PDFium does.

    (Less than 0: it does not know.)
    """
    places = [place for place, code in enumerate(codes) if code in _BETWEEN]
    return dict(zip(places, map(ask.FPDFText_IsGenerated, repeat(text), places), strict=True))


def spaced(codes: Sequence[int], places: Sequence[int], generated: Mapping[int, int]) -> AbstractSet[int]:
    """Give the printed characters before which the file itself writes a space."""
    behind = {bisect(places, place) for place, made in generated.items() if made != 1 and codes[place] in _SPACES}
    return {places[number] for number in behind if number < len(places)}


def baseline(pdfium: Any, text: Any, place: int, rotation: int) -> tuple[int, float]:  # noqa: ANN401 - foreign
    """Give how far the baseline of a character is turned as shown, and how far a level letter leans to the right.

    Its own lean counts for nothing (PDFium's angle leans along), and a size below nothing turns it by half; nearly
    level is level. The lean is a share of its height.
    """
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    half = 180 if pdfium.FPDFText_GetFontSize(text, place) < 0 else 0
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) - rotation + half
    nearest = round(angle / 90) * 90
    turn = (nearest if abs(angle - nearest) <= _SLANT else angle) % 360
    leans = turn == 0 and matrix.b == 0 < matrix.a and matrix.d > 0 < matrix.c
    return turn, matrix.c / matrix.d if leans else 0.0
