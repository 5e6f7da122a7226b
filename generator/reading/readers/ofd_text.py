"""Text objects of an OFD page → glyphs. OFD tells where each character begins, but not how wide it is.

All lengths are millimetres in the object's own frame until `Frame` puts them on the page, in points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import PLAIN, Matrix, times
from generator.reading.readers.words import Glyph, wide
from generator.reading.readers.xml_parts import Element, attribute, children

POINTS: Final = 72 / 25.4
_NARROW: Final = 0.55
"""Usual width of a character that is not Han, by the size of the font."""
_ASCENT: Final = 0.88
_ALIKE: Final = 1.25
_LOOSEST: Final = 2.5
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,9}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d)?")
_USUAL: Final = 3.5
_LOW: Final = 0.5
"""A boundary lower than this share of the font is drawn tightly around a flat character like 一: then the base line
that goes with it is none, and the character stands in its middle, or hangs from its top."""
_HANGING: Final = frozenset("“”‘’")
_SITTING: Final = frozenset("，。、,._")


@dataclass(frozen=True, slots=True)
class Frame:
    """How an object lies on its page: from its own millimetres to points from the top left of the page."""

    matrix: Matrix

    @classmethod
    def page(cls) -> Frame:
        """Give the frame of the page itself."""
        return cls((POINTS, 0.0, 0.0, POINTS, 0.0, 0.0))

    def inside(self, element: Element) -> Frame:
        """Give the frame of an object with its matrix and its boundary."""
        own = numbers(attribute(element, "CTM"))
        matrix: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == len(PLAIN) else PLAIN
        left, top, *_ = boundary(element)
        return Frame(times(times(matrix, (1.0, 0.0, 0.0, 1.0, left, top)), self.matrix))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Put a point on the page."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Put a rectangle on the page."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    @property
    def turn(self) -> int:
        """How far what is written in the frame is turned, in degrees counter-clockwise."""
        return round(-math.degrees(math.atan2(self.matrix[1], self.matrix[0]))) % 360


def numbers(text: str | None) -> list[float]:
    """Read numbers that spaces or commas part; anything else among them makes it none."""
    words = (text or "").replace(",", " ").split()
    return [float(word) for word in words] if all(map(_NUMBER.fullmatch, words)) else []


def boundary(element: Element) -> list[float]:
    """Give the left, top, width and height of an object in the frame that it stands in."""
    return [*numbers(attribute(element, "Boundary")), 0.0, 0.0, 0.0, 0.0][:4]


def glyphs_of(element: Element, frame: Frame) -> Iterator[Glyph]:
    """Give the characters of a text object; a space is no character, but parts those beside it."""
    size = (numbers(attribute(element, "Size")) or [_USUAL])[0] or _USUAL
    turn = (frame.turn - int((numbers(attribute(element, "CharDirection")) or [0.0])[0])) % 360
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = (numbers(attribute(code, "X")) or [x])[0]
        y = (numbers(attribute(code, "Y")) or [y])[0]
        text = code.text or ""
        base = _flat_base(element, size, text)
        across, down = (_steps(attribute(code, name), len(text) - 1) for name in ("DeltaX", "DeltaY"))
        yield from _Run(text, size, across, down).glyphs(frame, (x, y if base is None else base), turn)


def _flat_base(element: Element, size: float, text: str) -> float | None:
    """Give the base line of characters in a tight boundary, where the one that the file gives is none."""
    height = boundary(element)[3]
    letters = set(text)
    if not 0 < height < _LOW * size or attribute(element, "CTM") is not None or letters <= _SITTING:
        return None
    return _ASCENT * size if letters <= _HANGING else height / 2 + (_ASCENT - 0.5) * size


def _steps(text: str | None, most: int) -> list[float]:
    """Read steps from character to character; `g 3 2.5` stands for three times 2.5."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            times_over, step = next(words, ""), next(words, "")
            many = min(int(times_over), most) if re.fullmatch(r"\d{1,9}", times_over) else 0
            steps += numbers(step)[:1] * many
        else:
            steps += numbers(word)[:1]
        if len(steps) >= most:
            break
    return steps[: max(most, 0)]


@dataclass(frozen=True, slots=True)
class _Run:
    """The characters of one text code, with the steps between them; without steps they stand side by side."""

    text: str
    size: float
    across: Sequence[float]
    down: Sequence[float]

    def glyphs(self, frame: Frame, start: tuple[float, float], turn: int) -> Iterator[Glyph]:
        widths = self._widths()
        given = bool(self.across or self.down)
        across = [*self.across, *([0.0] * len(self.text))] if given else widths
        lefts = accumulate(across, initial=start[0])
        bases = accumulate([*self.down, *([0.0] * len(self.text))], initial=start[1])
        em = self._em()
        spaced = False
        for letter, width, left, base in zip(self.text, widths, lefts, bases, strict=False):
            if letter.isspace():
                spaced = True
                continue
            box = frame.box(left, base - _ASCENT * em, left + width, base + (1 - _ASCENT) * em)
            yield Glyph(letter, box, turn, spaced)
            spaced = False

    def _em(self) -> float:
        """Give the width of a Han character. Some programs write one font size for all: then the steps tell better."""
        steps = self._between(han=True)
        told = median(steps) if steps else 0.0
        return max(self.size, told) if told <= _LOOSEST * self.size else self.size

    def _widths(self) -> list[float]:
        """Give the widths of all characters: the step to the next one where it is a usual one."""
        em = self._em()
        usual = {True: em, False: _NARROW * em}
        narrow = self._between(han=False)
        few = 2
        if narrow and median(narrow) <= (_ALIKE if len(narrow) >= few else 0.9) * self.size:
            usual[False] = median(narrow)
        widths = [usual[wide(letter)] for letter in self.text]
        for place, step in enumerate(self.across[: len(widths)]):
            if 0 < step <= _ALIKE * widths[place]:
                widths[place] = step
        return widths

    def _between(self, *, han: bool) -> list[float]:
        """Give the steps between neighbours of one kind: Han, or letters and digits."""
        kinds = [wide(letter) for letter in self.text]
        pairs = zip(pairwise(kinds), pairwise(self.text), self.across, strict=False)
        return [
            step
            for (one, other), letters, step in pairs
            if one == other == han and step > 0 and not any(map(str.isspace, letters))
        ]
