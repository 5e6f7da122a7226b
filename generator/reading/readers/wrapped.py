"""A number that its narrow cell broke over several lines → one number again.

`21797` above `1` in one cell is either 217971, broken because the cell is full, or two numbers. The page tells: only
where no line but the last has room for one more digit, and the lines follow each other as lines of one paragraph do,
the number is put together. Everything else keeps its line breaks, and whoever reads the cell decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from generator.reading.readers.document import Box
from generator.reading.readers.grid import GridCell
from generator.reading.readers.words import Line, Word, cell_text, lines_of

_STACK: Final = re.compile(r"[0-9.,]*[0-9][0-9.,]*(?:\n[0-9][0-9.,]*)+")
_NUMBER: Final = re.compile(r"(?:[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+|0(?=\.))(?:\.[0-9]+)?")
_WIDEST_PADDING: Final = 6.0
"""Nobody sets numbers further from the side of a narrow cell than this, in points (office programs: 5.4)."""
_PITCH: Final = (0.6, 2.6)
"""The least and greatest distance of two lines of a paragraph, in heights of a line."""
_EVEN: Final = 0.15


def cell_texts(cells: Mapping[GridCell, Sequence[Word]], cut: Collection[int]) -> dict[GridCell, str]:
    """Give the text of each cell that holds words: its lines one below the other, but a wrapped number whole.

    The page may have cut the rows in `cut`: there the number may go on elsewhere, and keeps its line breaks.
    """
    texts = {cell: cell_text(words) for cell, words in cells.items()}
    stacked = [cell for cell, text in texts.items() if cell.row not in cut and _STACK.fullmatch(text)]
    if stacked:
        padding = _padding(cells)
        for cell in stacked:
            if _is_wrapped(lines_of(cells[cell]), cell.box, padding):
                texts[cell] = texts[cell].replace("\n", "")
    return texts


def _padding(cells: Mapping[GridCell, Sequence[Word]]) -> float:
    """Measure how far, left and right together, the text nearest to the side of its cell stays away from it."""
    words = [(cell.box, word.box) for cell, inside in cells.items() for word in inside if word.turn == 0]
    lefts = [word[0] - cell[0] for cell, word in words if word[0] >= cell[0]]
    rights = [cell[2] - word[2] for cell, word in words if word[2] <= cell[2]]
    return sum(min([_WIDEST_PADDING, *gaps]) for gaps in (lefts, rights))


def _is_wrapped(lines: Sequence[Line], cell: Box, padding: float) -> bool:
    """Tell whether lines of digits are one number that filled its cell line by line."""
    if any(word.turn for line in lines for word in line.words) or not _NUMBER.fullmatch("".join(x.text for x in lines)):
        return False
    room = cell[2] - cell[0] - padding
    widths = [line.box[2] - line.box[0] for line in lines]
    digit = widths[0] / len(lines[0].text)
    full = all(room - width < digit for width in widths[:-1])
    return full and widths[-1] <= max(widths[:-1]) + digit / 2 and _is_even(lines)


def _is_even(lines: Sequence[Line]) -> bool:
    """Tell whether lines are of one size and follow each other at one distance, as in a paragraph."""
    sizes = [line.size for line in lines]
    steps = [after.box[3] - before.box[3] for before, after in pairwise(lines)]
    size = max(sizes)
    alike = max(sizes) - min(sizes) <= _EVEN * size and max(steps) - min(steps) <= _EVEN * size
    return alike and _PITCH[0] * size <= min(steps) and max(steps) <= _PITCH[1] * size
