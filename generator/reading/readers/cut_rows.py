"""A row that a page break cuts in two → one row again.

A page may end between two lines of a row: what stands on the first page looks like a number, or a label, and is not the
one printed. The last row of a page is put together with the first one after the break (where the heads are printed
again, after those) when that only goes on: digits under digits, or a label without its item's number under one that
has it, or numbers without a label under a label without numbers. Everything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from generator.reading.readers.document import Block, Cell, Row, Table
from generator.reading.readers.running_heads import running_heads

_NUMBER = re.compile(r"[-+−—–/／]|无|[-+−]?[0-9０-９.,．，\s]+(?:万?元)?")
_DIGITS = re.compile(r"[0-9０-９.,．，\s]+")
_ITEM = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}(?:[)）、.．]|$)")
_SUMS = frozenset({"总计", "合计", "小计", "总数"})
_SAME = 3.0


def mended(blocks: Sequence[Block]) -> list[Block]:
    """Join the last row of a page's table with the first of the next page's, where that only goes on with it.

    The parts of a cell stand one below the other, as if the row had not been cut. Running heads and feet may stand
    between.
    """
    heads = running_heads(blocks)
    done: list[Block] = []
    last = -1
    for number, block in enumerate(blocks):
        before = done[last] if done and number not in heads else None
        joined = _joined(before, block, done) if isinstance(before, Table) and isinstance(block, Table) else None
        if joined:
            done[last] = joined[0]
            done += joined[1:]
            last = last if len(joined) == 1 else len(done) - 1
            continue
        done.append(block)
        last = last if number in heads else len(done) - 1
    return done


def _joined(upper: Table, lower: Table, done: Sequence[Block]) -> list[Block] | None:
    """Give both tables with the cut row whole, or nothing when no row was cut."""
    if not (upper.ruled and lower.ruled and upper.rows and lower.rows):
        return None
    if (upper.rows[-1].place.page or 0) + 1 != lower.rows[0].place.page:
        return None
    heads = _repeated(lower, [block for block in done if isinstance(block, Table)])
    if heads == len(lower.rows):
        return None
    rows = _Cut(upper.rows, lower.rows[heads], lower.rows[heads + 1 :]).whole()
    if rows is None:
        return None
    rest = (*lower.rows[:heads], *lower.rows[heads + 1 :])
    return [replace(upper, rows=rows), *([replace(lower, rows=rest)] if rest else [])]


def _repeated(lower: Table, tables: Sequence[Table]) -> int:
    """Count the rows of heads that a table begins with as an earlier one did."""
    own = [_texts(row) for row in lower.rows]
    alike = (
        takewhile(lambda pair: pair[0] == pair[1], zip(own, map(_texts, one.rows), strict=False)) for one in tables
    )
    return max((sum(1 for _ in rows) for rows in alike), default=0)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The rows before a page break, the first one after it, and those below that."""

    rows: Sequence[Row]
    second: Row
    below: Sequence[Row]

    def whole(self) -> tuple[Row, ...] | None:
        """Give the rows, the last one whole, if the row after the break only goes on with it."""
        first = self.rows[-1]
        reaching = [cell for n, row in enumerate(self.rows) for cell in row.cells if n + cell.height >= len(self.rows)]
        pairs: dict[Cell, Cell] = {}
        for cell in self.second.cells:
            if not cell.text:
                continue
            over = next((one for one in reaching if _stacked(one, cell)), None)
            if over is None or not _goes_on(over.text, cell.text):
                return None
            pairs[over] = cell
        going_on = {one: cell for one, cell in pairs.items() if one in first.cells}
        if not (self._numbers_go_on(going_on) or self._labels_go_on(going_on) or self._values_follow(going_on)):
            return None
        return tuple(_with(row, pairs) for row in self.rows)

    def _numbers_go_on(self, pairs: dict[Cell, Cell]) -> bool:
        """Tell whether digits stand under digits: under some, where a label goes on too."""
        numbers = [one for one in self.rows[-1].cells if _DIGITS.fullmatch(one.text)]
        going_on = [one for one in numbers if one in pairs]
        return bool(going_on) and (len(going_on) == len(pairs) or len(going_on) < len(numbers))

    def _labels_go_on(self, pairs: dict[Cell, Cell]) -> bool:
        """Tell whether the label of an item, by its number, goes on with words that begin no item; or several heads."""
        numbers = [one for one in self.rows[-1].cells if _NUMBER.fullmatch(one.text)]
        if numbers and all(one in pairs for one in numbers):
            return False
        labels = [(one.text, cell.text) for one, cell in pairs.items() if one.text and not _NUMBER.fullmatch(one.text)]
        heads = len(labels) > 1 and len(labels) == len(pairs) and not numbers
        return heads or any(_is_rest(upper, lower) for upper, lower in labels)

    def _values_follow(self, pairs: dict[Cell, Cell]) -> bool:
        """Tell whether values without any label follow a label without any value, in a table that parts them nowhere.

        A table that gives labels and values rows of their own may put a label after its values.
        """
        filled = [one for one in self.rows[-1].cells if one.text]
        follow = bool(pairs) and bool(filled) and not any(one.text for one in pairs) and _are_labels(filled)
        return follow and not any(map(_has_only_values, (*self.rows, *self.below)))


def _is_rest(upper: str, lower: str) -> bool:
    """Tell whether words are the rest of an item's label; a sum may stand for itself, without a number of its own."""
    item = _ITEM.match(upper)
    return item is not None and (lower not in _SUMS or item.end() == len(upper))


def _has_only_values(row: Row) -> bool:
    texts = [text for text in _texts(row) if text]
    return bool(texts) and all(map(_NUMBER.fullmatch, texts))


def _are_labels(cells: Sequence[Cell]) -> bool:
    return not any(_NUMBER.fullmatch(cell.text) for cell in cells)


def _with(row: Row, pairs: dict[Cell, Cell]) -> Row:
    if not any(cell in pairs for cell in row.cells):
        return row
    cells = (replace(one, text=f"{one.text}\n{pairs[one].text}".strip()) if one in pairs else one for one in row.cells)
    return replace(row, cells=tuple(cells))


def _goes_on(upper: str, lower: str) -> bool:
    """Tell whether a text may be the end of the text above: of nothing, digits of digits, words that begin no item."""
    if _NUMBER.fullmatch(lower):
        return not upper or (_DIGITS.fullmatch(upper) is not None and _DIGITS.fullmatch(lower) is not None)
    return bool(upper) and not _NUMBER.fullmatch(upper) and not _ITEM.match(lower)


def _stacked(upper: Cell, lower: Cell) -> bool:
    """Tell whether two cells have the same left and right side."""
    one, other = upper.place.box, lower.place.box
    return one is not None and other is not None and abs(one[0] - other[0]) <= _SAME and abs(one[2] - other[2]) <= _SAME
