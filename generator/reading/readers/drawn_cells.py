"""Cells without text in which something is drawn: a number as a picture, or as outlines, is no blank.

All boxes are turned so that the page's text stands upright.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from generator.reading.readers.clipped import overlap
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import THICKEST, Outline
from generator.reading.readers.grid import Grid
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.words import Word

_INSET: Final = 4.0
"""What is nearer to the side of a cell than this, in points, may be its border."""
_SIZE: Final = 3.0
_PLAIN: Final = 2
_DARK: Final = 145


def is_figure(outline: Outline) -> bool:
    """Tell whether an outline may be a character: no line, level or upright, and no box that only has an outline."""
    if outline.fill and min(outline.fill[:3]) < _DARK:
        box = outline.box
        return min(box[2] - box[0], box[3] - box[1]) > THICKEST
    return any(
        len({round(x) for x, _, _ in shape}) > _PLAIN or len({round(y) for _, y, _ in shape}) > _PLAIN
        for shape in outline.shapes
        if len(shape) > _PLAIN
    )


def unread(
    words: Sequence[Word], tables: Sequence[Grid], drawn: Sequence[Box], shows: Callable[[Box], bool]
) -> Iterator[Word]:
    """Give U+FFFD in the middle of every cell that holds no word, and shows something that is drawn there."""
    for table in tables:
        near = [box for box in drawn if _share(box, table.box)]
        for cell in table.cells if near else ():
            inside = (cell.box[0] + _INSET, cell.box[1] + _INSET, cell.box[2] - _INSET, cell.box[3] - _INSET)
            if any(_share(box, inside) for box in near) and not _has_word(cell.box, words) and shows(inside):
                x, y = (inside[0] + inside[2]) / 2, (inside[1] + inside[3]) / 2
                yield Word(UNREAD, (x - _SIZE, y - _SIZE, x + _SIZE, y + _SIZE), 2 * _SIZE)


def _share(one: Box, other: Box) -> bool:
    shared = overlap(one, other)
    return shared[0] < shared[2] and shared[1] < shared[3]


def _has_word(box: Box, words: Sequence[Word]) -> bool:
    middles = (word.middle for word in words)
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles)
