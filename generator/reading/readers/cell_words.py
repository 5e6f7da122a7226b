"""Words that run on over the border of their cell → cut apart there, where every character stands in one cell.

Labels that fill their cells follow each other without a gap, and look like one word. Where a character lies across the
border, the words are too wide for their cell and stay whole; so do digits on both sides of it, which may be one number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from generator.reading.readers.document import Box
from generator.reading.readers.grid import Grid, GridCell, Squares, squares
from generator.reading.readers.words import DIGITS, Glyph, Word, words_of

_NUMBER: Final = DIGITS | {"\ufffd"}  # what cannot be read may be a digit
_OVER: Final = 0.3
"""How far the box of a character may reach over the border of its cell, in heights of its line."""


def lies_within(word: Word, cell: Box) -> bool:
    """Tell whether a word reaches over neither the left nor the right side of its cell, as nearly all do."""
    return cell[0] <= word.box[0] and word.box[2] <= cell[2] and word.size >= 0


def runs_over(word: Word, cell: Box) -> bool:
    """Tell whether a word that stands upright runs on over a side of its cell."""
    room = _OVER * word.size
    return len(word.text) > 1 and (word.box[0] < cell[0] - room or word.box[2] > cell[2] + room)


def cut_apart(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> list[Word]:
    """Join glyphs, in the order the file writes them, to words that end where another cell begins."""
    return [word for part in _parts(glyphs, grids) for word in words_of(part)]


def _parts(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> Iterator[Sequence[Glyph]]:
    covered = [squares(grid) for grid in grids]
    homes = [_home(glyph, grids, covered) for glyph in glyphs]
    start = 0
    for place, (before, after) in enumerate(pairwise(homes), 1):
        one_number = glyphs[place - 1].text in _NUMBER and glyphs[place].text in _NUMBER
        if before and after and before is not after and not one_number:
            yield glyphs[start:place]
            start = place
    yield glyphs[start:]


def _home(glyph: Glyph, grids: Sequence[Grid], covered: Sequence[Squares]) -> GridCell | None:
    """Give the cell that a character stands in, unless it lies across its border."""
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    room = _OVER * (glyph.box[3] - glyph.box[1])
    for grid, cells in zip(grids, covered, strict=True):
        cell = cells.get((bisect_right(grid.rows, y) - 1, bisect_right(grid.columns, x) - 1))
        if cell and glyph.box[0] > cell.box[0] - room and glyph.box[2] < cell.box[2] + room:
            return cell
    return None
