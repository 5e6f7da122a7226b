"""How a run of text is lettered, and what of it a reader of the page sees.

Hidden, struck and invisibly small or pale digits are no part of the report; raised digits are marks of notes, and
stay apart from the number they stand at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

UNREAD: Final = "\ufffd"
"""Stands for something that is printed and that we cannot read."""
PAPER: Final = "ffffff"
DIGIT: Final = re.compile("[0-9０-９]")
_ALIKE: Final = 24
_SMALLEST: Final = 2.0
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_TABLES: Final[Mapping[int, Mapping[int, int]]] = MappingProxyType({1: _RAISED, -1: _LOWERED})
_COLOUR: Final = re.compile("[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a run is lettered: `raised` is 1 above the line and -1 below it.

    `colour` is six hex digits, or empty for the usual; `size` is in points, 0 when not told.
    """

    hidden: bool = False
    struck: bool = False
    raised: int = 0
    colour: str = ""
    size: float = 0.0


class Grounds:
    """The colours behind what is taken, as six hex digits each (empty: it cannot be told); the nearest counts.

    (Thousands a file are put there and taken away, so this is no `contextmanager`.)
    """

    def __init__(self) -> None:
        self._colours = [PAPER]

    @property
    def nearest(self) -> str:
        """The colour behind what is taken now."""
        return self._colours[-1]

    def on(self, ground: str | None) -> Grounds:
        """Put a colour behind what is taken meanwhile, if there is one."""
        self._colours.append(self._colours[-1] if ground is None else ground)
        return self

    def __enter__(self) -> None:
        """Begin: the colour is there already."""

    def __exit__(self, *_: object) -> None:
        """Take the colour away."""
        self._colours.pop()


def shown(text: str, lettering: Lettering, ground: str) -> str | None:
    """Give what is seen of a run; nothing (None) when it is not shown at all.

    `ground` is the colour behind it as six hex digits, or empty when it cannot be told: then digits as pale as paper
    come out as U+FFFD, since something may be printed there.
    """
    if lettering.hidden or lettering.struck or 0 < lettering.size <= _SMALLEST:
        return None
    if _COLOUR.fullmatch(lettering.colour):
        if ground and _alike(lettering.colour, ground):
            return None
        if not ground and _alike(lettering.colour, PAPER):
            return DIGIT.sub(UNREAD, text)
    return text.translate(_TABLES[lettering.raised]) if lettering.raised else text


def _alike(one: str, other: str) -> bool:
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) < _ALIKE for n in (0, 2, 4))
