"""Numbers as recognised, held against the shapes on the page.

There must be as many digits, points where there is room for them, and each digit more like the others of its kind than
like any other, and as large as some of them. A recogniser that drops a digit, takes a speck for a decimal point or a 7
for a 1 does so surely and twice. The page itself knows better: all its numbers are set in one type, in which all digits
are equally wide and stand apart: where they hang together something may be drawn through them, and a number that was
struck out is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from generator.reading.readers import raster_marks
from generator.reading.readers.raster import Patch, Picture
from generator.reading.readers.scan_lines import TextLine, digits_of

NUMBER: Final = re.compile(r"[-+−－]?(?P<number>[0-9](?:[0-9.,]*[0-9])?)")
_USUAL_PITCH: Final = 0.78
_ENOUGH: Final = 6
_ROOM: Final = 1.27
_NO_ROOM: Final = 1.36
_MARGIN: Final = 0.03
_ALIKE: Final = 0.62
_NEAR, _SLACK, _SHARED = 0.15, 2, 0.1
"""Lengths are the same to so much of the other and so many pixels; a size is usual that so many of the others have."""
_SAME: Final = 0.88
"""Scanned digits of one kind are more alike than this, those of two kinds less, in all types that were tried."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as recognised, where it stands, and the ink of its page."""

    number: str
    line: TextLine
    ink: Picture

    @property
    def digits(self) -> str:
        """Its digits alone."""
        return re.sub("[.,]", "", self.number)


@dataclass(frozen=True, slots=True)
class _Digit:
    """One digit of a number: its middle and its line's height in pixels; its own patch, where it touches no other."""

    middle: float
    height: float
    patch: Patch | None


def doubted(numbers: Sequence[Printed]) -> set[int]:
    """Give the places of those numbers that the shapes on their pages do not bear out."""
    pitch = _pitch(numbers)
    found = [_digits(number, pitch) for number in numbers]
    bad = {place for place, digits in enumerate(found) if digits is None or any(one.patch is None for one in digits)}
    known = {place: digits for place, digits in enumerate(found) if digits is not None}
    bad |= {place for place, digits in known.items() if not _has_room(numbers[place].number, digits, pitch)}
    return bad | set(_unlike(numbers, known)) | set(_of_odd_size(numbers, known))


def _pitch(numbers: Sequence[Printed]) -> float:
    """Measure how far the middles of neighbouring digits are apart, in heights of a digit."""
    steps: list[float] = []
    for number in numbers:
        patches = digits_of(number.line)
        if number.digits == number.number and len(patches) == len(number.number):
            height = median(patch.height for patch in patches)
            steps += [(_middle(right) - _middle(left)) / height for left, right in pairwise(patches)]
    return median(steps) if len(steps) >= _ENOUGH else _USUAL_PITCH


def _middle(patch: Patch) -> float:
    return (patch.x0 + patch.x1) / 2


def _digits(number: Printed, pitch: float) -> list[_Digit] | None:
    """Find the digits of a number on its page: None when there are more or fewer than were recognised."""
    patches = digits_of(number.line)
    if not patches:
        return None
    height = median(patch.height for patch in patches)
    digits = [digit for patch in patches for digit in _apart(patch, height, pitch)]
    return digits if len(digits) == len(number.digits) else None


def _apart(patch: Patch, height: float, pitch: float) -> Iterator[_Digit]:
    """Give the digits of a patch: several when they touch."""
    count = max(1, round((patch.width / height - 0.8 * pitch) / pitch) + 1)
    for place in range(count):
        yield _Digit(patch.x0 + (place + 0.5) * patch.width / count, height, patch if count == 1 else None)


def _has_room(number: str, digits: Sequence[_Digit], pitch: float) -> bool:
    """Tell whether points and commas stand where digits stand apart, and nowhere else do they."""
    parted = [bool(match) for match in re.findall(r"(?<=[0-9])([.,]?)(?=[0-9])", number)]
    for between, (left, right) in zip(parted, pairwise(digits), strict=True):
        step = (right.middle - left.middle) / left.height / pitch
        if step < _ROOM if between else step > _NO_ROOM:
            return False
    return True


def _unlike(numbers: Sequence[Printed], known: dict[int, list[_Digit]]) -> Iterator[int]:
    """Give the places of numbers with a digit that looks more like others of another kind than of its own."""
    owners, kinds, shapes = [], [], []
    for place, digits in known.items():
        for kind, digit in zip(numbers[place].digits, digits, strict=True):
            if digit.patch is not None:
                owners.append(place)
                kinds.append(kind)
                shapes.append(raster_marks.shape_of(numbers[place].ink, digit.patch))
    if len(shapes) < 2:
        return
    for at, alike in enumerate(raster_marks.likeness(shapes)):
        own = max((value for value, kind in zip(alike, kinds, strict=True) if kind == kinds[at]), default=-1.0)
        other = max((value for value, kind in zip(alike, kinds, strict=True) if kind != kinds[at]), default=-1.0)
        unlike = own > -1 and (other > own + _MARGIN or own < _ALIKE)
        if unlike or (other >= _SAME and _is_outvoted(kinds[at], [*zip(alike, kinds, strict=True)])):
            yield owners[at]


def _of_odd_size(numbers: Sequence[Printed], known: dict[int, list[_Digit]]) -> Iterator[int]:
    """Give the places of numbers with a digit of a size that hardly any other of its kind has.

    What was written by hand or ringed is larger, what a pen struck out wider. Of too few of a kind the height tells.
    """
    digits = [
        (place, kind, digit.patch)
        for place, found in known.items()
        for kind, digit in zip(numbers[place].digits, found, strict=True)
        if digit.patch is not None
    ]
    sizes = {kind: [patch for _, one, patch in digits if one == kind] for _, kind, _ in digits}
    heights = [patch.height for _, _, patch in digits]
    for place, kind, patch in digits:
        if len(sizes[kind]) >= _ENOUGH:
            same = [_is_near(one.height, patch.height) and _is_near(one.width, patch.width) for one in sizes[kind]]
        else:
            same = [_is_near(one, patch.height) for one in heights]
        if len(same) >= _ENOUGH and sum(same) - 1 < _SHARED * (len(same) - 1):
            yield place


def _is_near(one: int, other: int) -> bool:
    return abs(one - other) <= _NEAR * other + _SLACK


def _is_outvoted(kind: str, others: Sequence[tuple[float, str]]) -> bool:
    """Tell whether of the digits that look the same more were recognised as another one: 7 as 1, now and then."""
    votes = Counter(one for alike, one in others if alike >= _SAME)
    return max(votes.values()) > votes[kind]
