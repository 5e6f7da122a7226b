"""What of a page's characters and lines pdfplumber's reader takes as seen, and where they stand on the page as shown.

Everything is in pdfplumber's own terms: objects are dictionaries with `x0`, `top`, `x1`, `bottom` in points.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from generator.reading.readers.document import Box, Place
from generator.reading.readers.radicals import ORDINARY

Thing = dict[str, Any]
DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
_UNREAD: Final = "\ufffd"
_THIN: Final = 3.5
_SLANT: Final = 8.0
_AT_EDGE: Final = 3.0
_PARTS: Final = DIGITS | frozenset(".,．，\ufffd")


class View:
    """What of a page is shown, and where: its number, visible box and painted rectangles.

    `turn` is how far the page as shown was turned clockwise for reading, in degrees.
    """

    def __init__(self, page: int, box: Box, rects: Sequence[Thing], turn: int) -> None:
        self._page, self._box, self._turn = page, box, turn
        self._seen: dict[int, bool] = {}
        self._grounds = [one for one in rects if one.get("fill") and not _is_white(one["non_stroking_color"])]

    def is_seen(self, thing: Thing) -> bool:
        """Tell whether an object is seen: on the page, not white on white; a filled area is no line unless thin.

        It is asked of an object more than once, while that is there.
        """
        if id(thing) not in self._seen:
            self._seen[id(thing)] = self._is_seen(thing)
        return self._seen[id(thing)]

    def _is_seen(self, thing: Thing) -> bool:
        if thing["object_type"] == "char":
            drawn = not _is_white(thing["non_stroking_color"]) or any(
                holds(box_of(one), thing) for one in self._grounds
            )
            return drawn and holds(self._box, thing) and turn_of(thing) is not None
        if thing["object_type"] not in ("rect", "curve") or thing.get("stroke"):
            return thing["object_type"] != "line" or not _is_white(thing.get("stroking_color"))
        thin = min(thing["width"], thing["height"]) <= _THIN
        return thin and not _is_white(thing.get("non_stroking_color"))

    def cuts(self, box: Box) -> bool:
        """Tell whether a side of a box lies on the edge of the page or beyond: what it holds may go on unseen."""
        inner = [edge + side * _AT_EDGE for edge, side in zip(self._box, (1, 1, -1, -1), strict=True)]
        return box[0] < inner[0] or box[1] < inner[1] or box[2] > inner[2] or box[3] > inner[3]

    def as_far_as_seen(self, text: str, cell: Box, characters: Sequence[Thing]) -> str:
        """Give the text of a cell with U+FFFD for a number that may lie, or go on, beyond the edge of the page."""
        if not self.cuts(cell):
            return text
        numbers = [one for one in characters if one["text"] in _PARTS]
        if not characters or any(self.cuts(_with_next(one)) for one in numbers):
            return f"{text}{_UNREAD}"
        return text

    def place(self, box: Box) -> Place:
        """Name a box on the page as shown."""
        left, top, right, bottom = self._box
        x0, y0, x1, y1 = box[0] - left, box[1] - top, box[2] - left, box[3] - top
        width, height = right - left, bottom - top
        as_shown = {
            90: (y0, width - x1, y1, width - x0),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (height - y1, x0, height - y0, x1),
        }.get(self._turn, (x0, y0, x1, y1))
        a, b, c, d = (round(edge, 1) for edge in as_shown)
        return Place(page=self._page, box=(a, b, c, d))


def box_of(thing: Thing) -> Box:
    """Give the box of an object, in points."""
    return (thing["x0"], thing["top"], thing["x1"], thing["bottom"])


def _with_next(character: Thing) -> Box:
    """Give the box of a character with a part of those that may stand before, behind, above and below it."""
    beside, line = 0.25 * character["size"], 1.5 * character["size"]
    x0, top, x1, bottom = box_of(character)
    return (x0 - beside, top - line, x1 + beside, bottom + line)


def holds(box: Box, thing: Thing) -> bool:
    """Tell whether the middle of an object lies in a box."""
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def turn_of(character: Thing) -> int | None:
    """Tell how far a character is turned: 0, 90, 180 or 270 degrees counter-clockwise; nothing for slanted writing."""
    return _turn(character["matrix"][1], character["matrix"][0])


@lru_cache(maxsize=256)
def _turn(up: float, along: float) -> int | None:
    angle = math.degrees(math.atan2(up, along)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _SLANT else None


def _is_white(colour: object) -> bool:
    """Tell whether a colour is white paper's: grey 1, RGB 1 1 1 or CMYK 0 0 0 0."""
    return _are_white(tuple(colour) if isinstance(colour, list | tuple) else (colour,))


@lru_cache(maxsize=256)
def _are_white(parts: tuple[Any, ...]) -> bool:
    if not all(isinstance(part, int | float) for part in parts):
        return False
    almost = 0.98
    if len(parts) == len("CMYK"):
        return all(part <= 1 - almost for part in parts)
    return len(parts) in (1, 3) and all(part >= almost for part in parts)


def printed_again(characters: Sequence[Thing]) -> frozenset[int]:
    """Give the `id` of characters that lie on the same character, within a point: printed twice to look bold."""
    places: set[tuple[str, int, int]] = set()
    again = set()
    for one in characters:
        text, x, y = one["text"], round(one["x0"]), round(one["top"])
        if any((text, x + right, y + down) in places for right in (-1, 0, 1) for down in (-1, 0, 1)):
            again.add(id(one))
        else:
            places.add((text, x, y))
    return frozenset(again)


def name_plainly(characters: Sequence[Thing]) -> None:
    """Give every character its ordinary code, and U+FFFD to digits that lie on other digits: neither can be read."""
    digits = sorted((one for one in characters if one["text"] in DIGITS), key=lambda one: one["x0"])
    clashing = [pair for pair in _near(digits) if _on_each_other(*pair)]
    for one in characters:
        one["text"] = one["text"].translate(ORDINARY)
    for pair in clashing:
        for one in pair:
            one["text"] = _UNREAD


def strike(characters: Sequence[Thing], edges: Sequence[Thing]) -> None:
    """Give U+FFFD to digits with a level line through their middle: they are struck out."""
    lines = sorted(edges, key=lambda one: one["top"])
    tops = [one["top"] for one in lines]
    for one in characters:
        if one["text"] in DIGITS and one["upright"]:
            high, low = one["top"] + 0.3 * one["height"], one["bottom"] - 0.22 * one["height"]
            near = lines[bisect_left(tops, high) : bisect_right(tops, low)]
            if any(line["x0"] <= (one["x0"] + one["x1"]) / 2 <= line["x1"] for line in near):
                one["text"] = _UNREAD


def on_lines(characters: Sequence[Thing]) -> None:
    """Give every character that stands upright the height of its line: fonts differ in what they put above and below.

    It stands on its baseline, for nine tenths of its size.
    """
    for one in characters:
        if one["upright"] and one["matrix"][0] > 0:
            baseline = one["top"] + one["y1"] - one["matrix"][5]
            one["top"], one["bottom"] = baseline - 0.9 * one["size"], baseline + 0.1 * one["size"]


def _near(digits: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Give each digit with those that begin before it ends, from left to right."""
    for place, one in enumerate(digits):
        for other in islice(digits, place + 1, None):
            if other["x0"] >= one["x1"]:
                break
            yield one, other


def _on_each_other(one: Thing, other: Thing) -> bool:
    half = 0.5
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(across > half * min(one["width"], other["width"]) and down > half * min(one["height"], other["height"]))
