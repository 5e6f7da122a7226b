"""What PDFium says of the characters of a page's text: their codes, and where the file itself writes spaces.

PDFium itself stays behind its door, which hands in its functions and the text by its address.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise, repeat

from generator.reading.readers.plain_calls import PlainCalls

_SPACES = frozenset({0x20, 0x9, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009})
_BETWEEN = _SPACES | frozenset({0, 0xD, 0xA, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD})
_HYPHENS = {2: ord("-")}  # what PDFium makes of a hyphen at the end of a line
_CJK = 0x2E80
_UNMAPPED = 0xFFFD
_HALVES = range(0xD800, 0xE000)


def codes(ask: PlainCalls, text: ctypes.c_void_p, count: int) -> list[int]:
    """Give the code of every character: all at once, where PDFium counts them as its text does."""
    units = (ctypes.c_ushort * (count + 1))()
    written = ask.FPDFText_GetText(text, 0, count, units) - 1
    codes = units[:count]
    if written == count and not any(map(_HALVES.__contains__, codes)):
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


def spaced(ask: PlainCalls, text: ctypes.c_void_p, codes: Sequence[int], places: Sequence[int]) -> AbstractSet[int]:
    """Give the printed characters before which the file itself writes a space."""
    written = ask.FPDFText_IsGenerated
    return {
        after
        for before, after in pairwise([-1, *places])
        if after - before > 1
        and any(codes[place] in _SPACES and written(text, place) != 1 for place in range(before + 1, after))
    }
