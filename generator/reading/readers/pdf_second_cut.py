"""Rows that a page break cut, in the second reading: their second parts are laid to their first ones.

A row of the form has a number of its own (一、 （一） 1.). So a row that begins a page, or follows the heads printed
again there, and whose label has none, while the last row before the break has one, is the rest of that row. It is never
joined where all numbers of the one stand over numbers of the other: those are two rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from generator.reading.readers.document import Block, Cell, Row, Table
from generator.reading.readers.running_heads import running_heads

_OWN: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[）)、.．\n]|$)")
_VALUE: Final = re.compile(r"[-/]?[\d,.]*")
_SUMS: Final = ("总计", "合计", "小计")
_NEAR: Final = 3


def joined(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks of a document with the rows whole that page breaks cut; running heads may stand between."""
    heads = running_heads(blocks)
    whole: list[Block] = []
    at = -1
    for number, block in enumerate(blocks):
        last = whole[at] if whole and number not in heads else None
        cut = _rest_at(last, block) if isinstance(last, Table) and isinstance(block, Table) else None
        rest: Block | None = block
        if cut is not None and isinstance(last, Table) and isinstance(block, Table):
            whole[at] = replace(last, rows=(*last.rows[:-1], _together(last.rows[-1], block.rows[cut])))
            rows = (*block.rows[:cut], *block.rows[cut + 1 :])
            rest = replace(block, rows=rows) if rows else None
        if rest:
            whole.append(rest)
            at = at if number in heads else len(whole) - 1
    return whole


def _rest_at(upper: Table, lower: Table) -> int | None:
    """Find the row of a table that goes on with the last row of the table on the page before."""
    if not upper.rows or (upper.rows[-1].place.page or 0) + 1 != (lower.rows[0].place.page or 0):
        return None
    place = 0
    while place < len(lower.rows) and place < len(upper.rows) and _same(upper.rows[place], lower.rows[place]):
        place += 1
    return place if place < len(lower.rows) and _is_rest(upper.rows[-1], lower.rows[place]) else None


def _same(one: Row, other: Row) -> bool:
    return [cell.text for cell in one.cells] == [cell.text for cell in other.cells]


def _is_rest(first: Row, second: Row) -> bool:
    pairs = [(_over(cell, first), cell.text) for cell in second.cells if cell.text]
    labels = [(over.text if over else "", text) for over, text in pairs if not _VALUE.fullmatch(text)]
    values = [over for over, text in pairs if _VALUE.fullmatch(text)]
    numbers = [cell for cell in first.cells if cell.text and _VALUE.fullmatch(cell.text)]
    if any(over is None or (over.text and not _VALUE.fullmatch(over.text)) for over in values):
        return False
    if not labels or any(_OWN.match(text) for _, text in labels) or all(text in _SUMS for _, text in labels):
        return False
    own = any(_OWN.match(over) for over, _ in labels)
    return own and not (numbers and all(cell in values for cell in numbers))


def _over(cell: Cell, row: Row) -> Cell | None:
    """Find the cell of a row that has the same sides."""
    box = cell.place.box
    for one in row.cells:
        other = one.place.box
        if box and other and abs(box[0] - other[0]) <= _NEAR and abs(box[2] - other[2]) <= _NEAR:
            return one
    return None


def _together(first: Row, second: Row) -> Row:
    rest = {id(over): cell.text for cell in second.cells if cell.text and (over := _over(cell, first))}
    cells = (replace(cell, text="\n".join(filter(None, (cell.text, rest.get(id(cell), ""))))) for cell in first.cells)
    return replace(first, cells=tuple(cells))
