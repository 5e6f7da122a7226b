"""A row whose numbers a page break cuts in two → one row again.

In a narrow cell a long number runs over several lines, and the page may end between them: what stands on the first page
looks like a number, and is not the one printed. A row is put together with the one after the break where that only goes
on: digits under digits, and no label, or the rest of a label while some of the numbers do not go on. Everything else
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.reading.readers.document import Block, Cell, Row, Table

_NUMBER = re.compile(r"[0-9０-９.,．，\s]+")
_ITEM = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}[)）、.．]")
_SAME = 3.0


def mended(blocks: Iterable[Block]) -> list[Block]:
    """Join the last row of a page's table with the first of the next page's, where that only goes on with its numbers.

    The parts of a number stand one below the other, as if the row had not been cut.
    """
    done: list[Block] = []
    for block in blocks:
        before = done[-1] if done else None
        joined = _joined(before, block) if isinstance(before, Table) and isinstance(block, Table) else None
        if joined:
            done[-1:] = joined
        else:
            done.append(block)
    return done


def _joined(upper: Table, lower: Table) -> list[Block] | None:
    """Give both tables with the cut row whole, or nothing when no row was cut."""
    if not (upper.ruled and lower.ruled and upper.rows and lower.rows):
        return None
    first, second = upper.rows[-1], lower.rows[0]
    if (first.place.page or 0) + 1 != second.place.page:
        return None
    row = _whole(first, second)
    if row is None:
        return None
    rest = [replace(lower, rows=lower.rows[1:])] if lower.rows[1:] else []
    return [replace(upper, rows=(*upper.rows[:-1], row)), *rest]


def _whole(first: Row, second: Row) -> Row | None:
    """Give the row that two rows make, if the second goes on with numbers of the first."""
    pairs = {}
    for cell in second.cells:
        if not cell.text:
            continue
        over = next((one for one in first.cells if _stacked(one, cell)), None)
        if over is None or not _goes_on(over.text, cell.text):
            return None
        pairs[over] = cell
    numbers = [one for one in first.cells if _NUMBER.fullmatch(one.text)]
    going_on = [one for one in numbers if one in pairs]
    if not going_on or (len(going_on) < len(pairs) and len(going_on) == len(numbers)):
        return None
    cells = (replace(one, text=f"{one.text}\n{pairs[one].text}") if one in pairs else one for one in first.cells)
    return replace(first, cells=tuple(cells))


def _goes_on(upper: str, lower: str) -> bool:
    """Tell whether a text may be the end of the text above: digits of digits, words that begin no item of words."""
    if _NUMBER.fullmatch(lower):
        return _NUMBER.fullmatch(upper) is not None
    return bool(upper) and not _NUMBER.fullmatch(upper) and not _ITEM.match(lower)


def _stacked(upper: Cell, lower: Cell) -> bool:
    """Tell whether two cells have the same left and right side."""
    one, other = upper.place.box, lower.place.box
    return one is not None and other is not None and abs(one[0] - other[0]) <= _SAME and abs(one[2] - other[2]) <= _SAME
