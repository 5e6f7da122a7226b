"""What a digit looks like: a small picture of one, held against digits of many typefaces.

Text in a PDF says which character a shape stands for, and may say wrong. A picture that is far more like another digit
than like the one it is said to be tells so. Typefaces differ: what is like none is believed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from operator import mul
from typing import Final

SIZE: Final = 12
"""Width and height of a picture, in pixels; the character fills its height."""
_SURE: Final = 0.9
"""No digit of any typeface is as like as this to another digit of any typeface (1: the same)."""
_LIKE: Final = 0.8
_ALIKE: Final = 0.5
_CLEARLY: Final = 0.12
_FAINT: Final = 24
_WHITES: Final = bytes(255 - value for value in range(256))

_Look = tuple[float, ...]


def warm() -> None:
    """Load the looks of all digits before they are asked for."""
    _looks()


@lru_cache(maxsize=4_096)
def is_other(picture: bytes, said: str) -> bool:
    """Tell whether a picture shows another digit than is said: grey, row by row, just as wide as the character.

    What is said to be no digit is another one when it looks like any.
    """
    looks = _both(picture)
    own = -1.0
    for one in _looks().get(said, ()):
        own = max(own, *(_likeness(look, one) for look in looks), -1.0)
        if own >= _SURE:
            return False
    others = (one for digit, ones in _looks().items() if digit != said for one in ones)
    other = max((_likeness(look, one) for one in others for look in looks), default=-1.0)
    return other >= _LIKE and other - own >= _CLEARLY


@lru_cache(maxsize=4_096)
def is_like(picture: bytes, said: str) -> bool:
    """Tell whether a picture is in the least like the digit that it is said to be."""
    return any(_likeness(look, one) >= _ALIKE for look in _both(picture) for one in _looks().get(said, ()))


def _both(picture: bytes) -> Sequence[_Look]:
    """Give the looks of a picture: dark on light, and light on dark. None, if it shows nothing."""
    if is_blank(picture):
        return ()
    found = (_look(_squared(picture)), _look(_squared(picture.translate(_WHITES))))
    return [look for look in found if look is not None]


def _squared(picture: bytes) -> bytes:
    """Put a picture in the middle of a square, on its lightest ground."""
    width = len(picture) // SIZE
    ground = bytes([max(picture)])
    left = (SIZE - width) // 2
    rows = (picture[start : start + width] for start in range(0, len(picture), width))
    return b"".join(ground * left + row + ground * (SIZE - width - left) for row in rows)


def is_blank(picture: bytes) -> bool:
    """Tell whether a picture shows nothing."""
    return max(picture) - min(picture) < _FAINT


def _look(picture: bytes) -> _Look | None:
    """Give the ink of a square picture about its mean, of length 1: the product of two such is their likeness."""
    mean = sum(picture) / len(picture)
    ink = [mean - value for value in picture]
    length = math.sqrt(sum(map(mul, ink, ink)))
    return tuple(value / length for value in ink) if length else None


def _likeness(one: _Look, other: _Look) -> float:
    return math.fsum(map(mul, one, other))


@cache
def _looks() -> dict[str, Sequence[_Look]]:
    """Give the looks of each digit: one a line, the digit and its ink, from 0 to f for each pixel."""
    text = resources.files(__package__).joinpath("digit_looks.tsv").read_text(encoding="utf-8")
    looks: dict[str, list[_Look]] = {}
    for line in text.splitlines():
        digit, pixels = line.split("\t")
        look = _look(bytes(255 - 17 * int(pixel, 16) for pixel in pixels))
        if look is not None:
            looks.setdefault(digit, []).append(look)
    return dict(looks)
