"""What PDFium says of the characters of a page's text: which they are, and where the file itself writes spaces.

PDFium itself stays behind its door, which hands in its functions and the text by its address.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress, repeat, starmap
from typing import Any, NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.plain_calls import PlainCalls
from generator.reading.readers.words import Glyph

_SPACES = frozenset(" \t\xa0\u3000\u2002\u2003\u2009")
_BETWEEN = " \t\xa0\u3000\u2002\u2003\u2009\0\r\n\u200b\u200c\u200d\u2060\ufeff\xad"
_PRINTED = re.compile(f"[^{_BETWEEN}]+")
_LOW = re.compile(f"[^{_BETWEEN}\u2e80-\U0010ffff]")
"""What is no Han character, nor their punctuation."""
_HYPHEN = "\2", "-"  # what PDFium makes of a hyphen at the end of a line
_UNMAPPED = "\ufffd"
_SLANT = 8


class Written(NamedTuple):
    """The text of a page: its characters in the order the file writes them.

    `places` and `things` name the place of each in the page's text and its text object; `around` is the box around
    them all, if there are any; `unpainted` are the objects that leave no ink; `unsaid` the places between characters
    that the file itself writes, and no program added.
    """

    glyphs: list[Glyph]
    places: list[int]
    things: list[int | None]
    around: Box
    unpainted: AbstractSet[int | None]
    unsaid: list[int]


def said(ask: PlainCalls, text: object, count: int) -> str:
    """Give all characters: at once, where PDFium counts them as its text does."""
    units = (ctypes.c_ushort * (count + 1))()
    if ask.FPDFText_GetText(text, 0, count, units) - 1 == count:
        whole = bytes(units)[: 2 * count].decode("utf-16-le", errors="ignore")  # halves of characters make it shorter
        if len(whole) == count:
            return whole
    return "".join(map(chr, map(ask.FPDFText_GetUnicode, repeat(text), range(count))))


def parted(said: str) -> tuple[list[int], list[int]]:
    """Give the places of the characters that are printed, and of the spaces and signs between words or lines."""
    spans = [match.span() for match in _PRINTED.finditer(said)]
    edges = [0, *chain.from_iterable(spans), len(said)]
    return (
        list(chain.from_iterable(starmap(range, spans))),
        list(chain.from_iterable(map(range, edges[::2], edges[1::2]))),
    )


def known(ask: PlainCalls, text: object, said: str) -> str:
    """Give the printed characters: U+FFFD where its font does not tell which one is."""
    low = [match.start() for match in _LOW.finditer(said)]
    mistaken = list(map(ask.FPDFText_HasUnicodeMapError, repeat(text), low))
    if 1 in mistaken:
        characters = list(said)
        for place in compress(low, map((1).__eq__, mistaken)):
            characters[place] = _UNMAPPED
        said = "".join(characters)
    return "".join(_PRINTED.findall(said)).replace(*_HYPHEN)


def made(ask: PlainCalls, text: object, between: Sequence[int]) -> Mapping[int, int]:
    """Give each place between words or lines with what PDFium says: 0 the file writes it, 1 PDFium does.

    (Less than 0: it does not know.)
    """
    return dict(zip(between, map(ask.FPDFText_IsGenerated, repeat(text), between), strict=True))


def spaced(said: str, places: Sequence[int], generated: Mapping[int, int]) -> AbstractSet[int]:
    """Give the printed characters before which the file itself writes a space."""
    behind = {bisect(places, place) for place, made in generated.items() if made != 1 and said[place] in _SPACES}
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
