"""Lines of words in no cell: which of them look like rows of a table without rules, and the pieces such rows have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.reading.readers.document import Cell, Row, Table
from generator.reading.readers.free_labels import first_number
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.words import Line, Word, around, joined, parted

_NUMERIC = re.compile(r"[-+−—–/／]?[0-9０-９.,．，\ufffd]*[%％]?|无")
SHORT_LABEL = 12
_ROW_PIECES = 3
_TOUCH = 0.15
"""Numbers of neighbouring columns are further apart than this, in heights of a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of words in no cell, on its page."""

    line: Line
    sheet: Sheet

    @property
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
        if gap > 0.6 * line.size or place == numbers or (both and gap > _TOUCH * line.size and parted(before, after)):
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
    numbers = sum(_NUMERIC.fullmatch(text) is not None for text in texts)
    if len(pieces) >= _ROW_PIECES:
        return 2 * numbers >= len(pieces) or all(len(text) <= SHORT_LABEL for text in texts)
    if len(pieces) == _ROW_PIECES - 1 and numbers == 1 and _NUMERIC.fullmatch(texts[1]):
        return pieces[1][0].box[0] - pieces[0][-1].box[2] > 2 * item.em
    return numbers == len(pieces)


def row_tables(items: Sequence[Piece]) -> Iterator[Table]:
    """One table without rules for the neighbouring rows of each page."""
    for _, group in groupby(items, key=lambda item: item.sheet.page):
        pieces = list(group)
        yield Table(tuple(map(_free_row, pieces)), ruled=False, placed=pieces[0].sheet.plain)


def _free_row(item: Piece) -> Row:
    cells = (
        Cell(_printed(piece), item.sheet.place(around(word.box for word in piece)), column)
        for column, piece in enumerate(_pieces(item.line))
    )
    return Row(tuple(cells), item.sheet.place(item.line.box))
