"""Running heads and feet of pages: what stands at one height of several, with other numbers at most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.readers.document import Block, Box, Paragraph, Place

_NUMBERS = re.compile(r"[0-9０-９]+")
_SAME = 3.0
"""Page points by which their sides may differ."""


def running_heads(blocks: Sequence[Block]) -> frozenset[int]:
    """Give the places of those blocks between tables, from 0: paragraphs, and tables of one row, that come again.

    They do so on another page, where a paragraph may begin with them: text that follows closely is one with its head.
    """
    tables = [number for number, block in enumerate(blocks) if not isinstance(block, Paragraph)]
    short = [(number, *_words(block)) for number, block in enumerate(blocks) if _is_short(block)]
    between = [one for one in short if tables and tables[0] < one[0] < tables[-1]]
    return frozenset(
        number
        for number, text, place in between
        if text and any(other.startswith(text) and _again(place, there) for _, other, there in short)
    )


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) or len(block.rows) == 1


def _words(block: Block) -> tuple[str, Place]:
    if isinstance(block, Paragraph):
        return _NUMBERS.sub("#", block.text), block.place
    return _NUMBERS.sub("#", "\t".join(cell.text for cell in block.rows[0].cells)), block.rows[0].place


def _again(place: Place, other: Place) -> bool:
    """Tell whether the first lines of two blocks take the same place of two pages."""
    if place.page == other.page or place.box is None or other.box is None:
        return False
    return all(abs(one - two) <= _SAME for one, two in zip(_sides(place.box), _sides(other.box), strict=True))


def _sides(box: Box) -> tuple[float, float]:
    """Give the left and the upper side: a number of more digits moves the right one."""
    return box[0], box[1]
