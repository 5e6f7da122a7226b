"""Lines of words in no cell: which of them look like rows of a table without rules, and the pieces such rows have."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from generator.reading.readers.document import Box, Cell, Row, Table
from generator.reading.readers.free_labels import first_number
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.words import Line, Word, around, joined, parted

_NUMERIC = re.compile(r"[-+−—–/／]?[0-9０-９.,．，\ufffd]*[%％]?|无")
SHORT_LABEL = 12
_ROW_PIECES = 3
_TOUCH = 0.15
"""Numbers of neighbouring columns are further apart than this, in heights of a line."""


_WITHIN_TEXT = 0.6
"""Words of one text are no further apart than this, in heights of a line."""
_PITCH = 1.6
"""Two lines of one number are no further apart than this, in heights of a line."""
_PADDING = 12.0
"""Nobody keeps numbers further from the sides of a narrow column than this, both sides together, in points."""


@dataclass(frozen=True)
class Piece:
    """A line of words in no cell, on its page."""

    line: Line
    sheet: Sheet

    @cached_property
    def em(self) -> float:
        """Width of one Han character, in points."""
        widths = [(word.box[2] - word.box[0]) / len(word.text) for word in self.line.words if not word.text.isascii()]
        return sorted(widths)[len(widths) // 2] if widths else self.line.size * 0.8


def _pieces(line: Line) -> list[list[Word]]:
    """Split a line where its words stand apart like cells: at wide gaps, before its numbers, and between any two.

    A number that touches the one before it is a mark on that: they are one piece, which nobody can read.
    """
    pieces = [[line.words[0]]]
    numbers = first_number(line)
    for place, (before, after) in enumerate(pairwise(line.words), 1):
        gap = after.box[0] - before.box[2]
        both = _NUMERIC.fullmatch(before.text) and _NUMERIC.fullmatch(after.text)
        if (
            gap > _WITHIN_TEXT * line.size
            or place == numbers
            or (both and gap > _TOUCH * line.size and parted(before, after))
        ):
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _printed(piece: Sequence[Word]) -> str:
    """Give the text of a piece, with U+FFFD where it is several numbers in one."""
    marked = any(_NUMERIC.fullmatch(a.text) and _NUMERIC.fullmatch(b.text) and parted(a, b) for a, b in pairwise(piece))
    return joined(piece) + UNREAD * marked


def is_row(item: Piece) -> bool:
    """Tell whether a line looks like a row: several short pieces, mostly numbers, or a label and a far number."""
    pieces = _pieces(item.line)
    texts = [_printed(piece) for piece in pieces]
    numbers = sum(map(_is_number, texts))
    if len(pieces) >= _ROW_PIECES:
        return 2 * numbers >= len(pieces) or all(len(text) <= SHORT_LABEL for text in texts)
    if len(pieces) == _ROW_PIECES - 1 and numbers == 1 and _is_number(texts[1]):
        return pieces[1][0].box[0] - pieces[0][-1].box[2] > 2 * item.em
    return numbers == len(pieces)


def _is_number(text: str) -> bool:
    """Tell whether a piece is a number, or several that nobody can read."""
    return _NUMERIC.fullmatch("".join(text.split())) is not None


def row_tables(items: Sequence[Piece]) -> Iterator[Table]:
    """One table without rules for the neighbouring rows of each page."""
    for _, group in groupby(items, key=lambda item: item.sheet.page):
        pieces = list(group)
        yield Table(tuple(map(_free_row, pieces)), ruled=False, placed=pieces[0].sheet.plain)


def _free_row(item: Piece) -> Row:
    """Give a row. Where something unread stands before its numbers, which may be one of them, all are unread."""
    pieces = [(_printed(piece), around(word.box for word in piece)) for piece in _pieces(item.line)]
    first = next((text for text, _ in pieces if _is_number(text)), "")
    unread = bool(first) and not first.strip(UNREAD)
    cells = (
        Cell(text + UNREAD * (unread and _is_digits(text)), item.sheet.place(box), column)
        for column, (text, box) in enumerate(pieces)
    )
    return Row(tuple(cells), item.sheet.place(item.line.box))


def torn_marked(lines: Sequence[Line]) -> list[Line]:
    """Give lines in no cell, with U+FFFD behind numbers that may be pieces of one: one fills its column, one is below.

    Nobody sees columns without rules; but they are no wider than the numbers beside each other are apart.
    """
    found = sorted((word for line in lines for word in _lone_numbers(line)), key=lambda word: word.box[1])
    tops = [word.box[1] for word in found]
    torn: set[int] = set()
    for one in found:
        top, size = one.box[1], one.size
        near = found[bisect_left(tops, top - size) : bisect_right(tops, top + _PITCH * size)]
        below = [word for word in near if word.box[1] > top + size / 2 and _shares(one.box, word.box)]
        if below and _is_full(one, [word.box for word in near if word.box[1] <= top + size]):
            torn |= {id(one), *map(id, below)}
    return [_marked(line, torn) for line in lines] if torn else list(lines)


def _lone_numbers(line: Line) -> Iterator[Word]:
    """Give the numbers of a line that stand upright, and not within its text."""
    beside = [None, *line.words, None]
    for before, word, after in zip(beside, line.words, beside[2:], strict=False):
        room = _WITHIN_TEXT * line.size
        left = before and not _is_digits(before.text) and word.box[0] - before.box[2] <= room
        right = after and not _is_digits(after.text) and after.box[0] - word.box[2] <= room
        if word.turn == 0 and _is_digits(word.text) and not (left or right):
            yield word


def _marked(line: Line, torn: AbstractSet[int]) -> Line:
    words = (word._replace(text=word.text + UNREAD) if id(word) in torn else word for word in line.words)
    return line._replace(words=tuple(words))


def _is_digits(text: str) -> bool:
    return text[:1].isdigit() and _is_number(text)


def _shares(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a part of their width."""
    return one[0] < other[2] and other[0] < one[2]


def _is_full(number: Word, near: Sequence[Box]) -> bool:
    """Tell whether a number of several digits has no room for one more, by how far those beside it are."""
    box, beside = number.box, [one for one in near if not _shares(one, number.box)]
    pitch = min((abs((one[0] + one[2]) - (box[0] + box[2])) / 2 for one in beside), default=math.inf)
    width, digits = box[2] - box[0], len(number.text)
    return digits > 1 and width + width / digits > pitch - _PADDING
