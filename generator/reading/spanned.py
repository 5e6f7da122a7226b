"""Rows of figures under one label cell: where a second one found no place, nobody knows which of them is the report's.

Agencies part a row by who asked or how (其中：网上, 全部), or by year, and let its label cover both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.line_words import SUBTOTALS
from generator.reading.observe import Observed, bare, begins_label
from generator.reading.readers.document import Document, Place, Table

WHY: Final = "这一行的行名下有两行数字，不知哪一行是本机关的"


def parted(
    document: Document, spare: Sequence[Observed], seen: Sequence[Observed], placed: Mapping[str, Observed]
) -> Iterator[str]:
    """Give the names of the rows that stand directly above numbers without a place, which the same label covers.

    An agency's own sum, or an item with an ordinal, is a row of its own.
    """
    under = {place for block in document.blocks if isinstance(block, Table) for place in _covered(block)}
    second = {item.order: item for item in spare if item.ruled and item.place in under and _is_part(item)}
    for name, item in placed.items():
        below = second.get(next((other.order for other in seen[item.order + 1 :] if other.count), -1))
        if below and item.ruled and item.block == below.block and 2 * below.count > item.count > 0:
            yield name


def _is_part(item: Observed) -> bool:
    return not any(begins_label(label) or bare(label) in SUBTOTALS for label in item.labels)


def _covered(table: Table) -> Iterator[Place]:
    """Give the places of a ruled table's rows that begin right behind a cell which reaches down from a row above."""
    reaching: list[tuple[int, int]] = []
    for number, row in enumerate(table.rows if table.ruled else ()):
        first = next((cell.column for cell in row.cells if cell.text.strip()), -1)
        if any(end > number and side == first for end, side in reaching):
            yield row.place
        reaching += [(number + cell.height, cell.column + cell.span) for cell in row.cells if cell.height > 1]
