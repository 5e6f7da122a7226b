"""`Document` → the rows that can be seen in it, whatever their format: label cells, then value fields.

Nothing is interpreted here. A row may have lost its label, or a label its numbers; one cell may stand on each line.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.reading.line_words import (
    HAN,
    ORDINAL,
    is_for_number,
    is_grouped,
    is_long,
    last_is_sum,
    one_part,
    parts_of,
    words_of,
)
from generator.reading.numbering import numbering_columns
from generator.reading.readers.document import Block, Cell, Document, Paragraph, Place, Table
from generator.records.characters import simplified
from generator.records.figures import DIGIT, fold, is_value
from generator.records.forms import outcomes

_PAGE_NUMBER: Final = re.compile(r"[-—–－\s]+[0-9０-９]{1,3}[-—–－\s]+|第?\s*[0-9]{1,3}\s*(?:页.*|/\s*[0-9]{1,3})")
_WORN_ORDINAL: Final = re.compile(
    r"[1-8１-８][^0-9０-９.,]{0,4}[\u3400-\u9fff].*[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL
)
_WORN_AWAY: Final = re.compile(r"[1-8１-８][^0-9０-９件元]{2,}", re.DOTALL)
_ABUTTING: Final = re.compile(
    r"(?P<label>.*[\u3400-\u9fff）)”\"])[:：,，]?(?P<value>[0-9０-９][0-9０-９,，.．]*(?:件|万元|元)?)"
)
_LONGEST_LINE: Final = 90
_ONE_GROUP: Final = 5
_ONE_ROW: Final = 7
_CASES: Final = 3
_MOST_PIECES: Final = 3
_DUE: Final = frozenset({3, 5, 7, 15})
_OF_CASE: Final = re.compile("复议|诉讼|起诉")


@dataclass(frozen=True, slots=True)
class Field:
    """A place where a value stands or could stand: its text (empty for an empty cell), place and logical columns."""

    text: str
    place: Place
    column: int
    span: int = 1

    @property
    def printed(self) -> bool:
        """Tell whether anything is printed in it."""
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Observed:
    """One row as seen. `block` is the number of the block it stands in; `width` its number of cells.

    `loose` rows come from running text: their fields are only what is printed, so nothing can be said of empty cells.
    `jutting` rows reach beyond the edge that the other rows of their ruled table have: a cell too many stands in them.
    `label_end` is the logical column where the labels of a ruled row end. `aligned`: fields told by where values stand.
    """

    order: int
    block: int
    labels: tuple[str, ...]
    fields: tuple[Field, ...]
    place: Place
    width: int
    ruled: bool
    loose: bool = False
    jutting: bool = False
    label_end: int = 0
    aligned: bool = False
    count: int = field(init=False)  # of values that are printed
    label: str = field(init=False)  # all label cells in one

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", sum(each.printed for each in self.fields))
        object.__setattr__(self, "label", "".join(self.labels))

    @property
    def text(self) -> str:
        """The row as printed, for evidence: one space between its cells."""
        parts = (*self.labels, *(each.text for each in self.fields))
        return " ".join(" ".join(part.split()) for part in parts if part.strip())


def observe(document: Document) -> tuple[Observed, ...]:
    """Give every row of the document, in order; rows torn into one value a line are put together again."""
    seen = list(_observed(document.blocks))
    prose = {number for number, block in enumerate(document.blocks) if _is_prose(block)}
    runs = _lines_joined(seen, prose)
    apart = [row for item in runs for row in _rows_of_run(item)]
    return tuple(numbered(_cases_joined(apart)))


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph) and len("".join(block.text.split())) > _LONGEST_LINE


def _observed(blocks: tuple[Block, ...]) -> Iterator[Observed]:
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            skipped, jutting = numbering_columns(block), _jutting(block)
            for at, row in enumerate(block.rows):
                if item := _from_row(row.cells[skipped:], row.place, number, ruled=block.ruled):
                    yield dataclasses.replace(item, jutting=True) if at == jutting else item
        else:
            yield from _from_line(block, number)


def _jutting(table: Table) -> int | None:
    """Tell which row of a ruled table alone reaches beyond the edge of all others, if these have one edge."""
    edges = [max((cell.column + cell.span for cell in row.cells), default=0) for row in table.rows]
    third, second, first = sorted([0, 0, *edges])[-3:]
    return edges.index(first) if table.ruled and 0 < third == second < first else None


def _from_row(cells: Sequence[Cell], place: Place, block: int, *, ruled: bool) -> Observed | None:
    fields = [Field(cell.text, cell.place, cell.column, cell.span) for cell in cells]
    if not any(field.printed for field in fields):
        return None
    if not ruled:
        fields = _parted(fields)
    first, end = _value_range(fields)
    if ruled and end < len(fields) - 1:
        end = len(fields)  # a word among the cells of a ruled row stands in a cell of its own
    labels = (*(field.text for field in fields[:first]), *(field.text for field in fields[end:]))
    printed_labels = tuple(label for label in labels if label.strip())
    ends = [field.column + field.span for field in fields[:first] if field.printed and ruled]
    row = Observed(0, block, printed_labels, tuple(fields[first:end]), place, len(fields), ruled)
    return dataclasses.replace(row, label_end=max(ends, default=0))


def _parted(fields: list[Field]) -> list[Field]:
    """Split fields of running text that hold several values each, where that gives the row a number of values due.

    Elsewhere such a field is a number that was broken, and nobody knows which.
    """
    parted = [piece for field in fields for piece in _pieces(field)]
    values = sum(is_value(piece.text) for piece in parted)
    whole = sum(is_value(field.text) for field in fields)
    return parted if values in _DUE and whole not in _DUE else fields


def _pieces(field: Field) -> list[Field]:
    words = fold(field.text).split(" ")
    if "\n" in field.text or len(words) < 2 or not all(is_value(word) for word in words) or is_grouped(words):
        return [field]
    return [Field(word, field.place, field.column) for word in words]


def begins_label(text: str) -> bool:
    """Tell whether a piece of a label is its beginning: it has an ordinal."""
    return bool(ORDINAL.match(text.strip()))


@functools.lru_cache(maxsize=16384)
def _kind(text: str) -> str:
    """Tell what a cell looks like: blank, value, junk (begins like a number but is none) or label."""
    if not text.strip():
        return "blank"
    if is_value(text):
        return "value"
    bare = text.strip()
    if not HAN.search(bare) or (DIGIT.match(bare) and not (ORDINAL.match(bare) or _WORN_ORDINAL.match(bare))):
        return "junk"
    return "label"


def _value_range(fields: list[Field]) -> tuple[int, int]:
    """Tell where the value fields begin and end: after the last label that has at least as many values after it.

    A word between two values is in the way of both: it stays among them, and no value is passed over. Behind a label
    and a value only several words can be another row's label: 零 or 约5 stands where a value does.
    """
    kinds = _without_words_for_numbers(fields, [_kind(field.text) for field in fields])
    labels = [position for position, kind in enumerate(kinds) if kind == "label"]
    if not labels:
        return _behind_worn_label(fields, kinds), len(fields)
    values = [position for position, kind in enumerate(kinds) if kind == "value"]
    for position in reversed(labels):
        after = sum(value > position for value in values)
        if any(labels[0] < value < position for value in values) and not is_long(fields[position].text):
            continue
        if after and after >= len(values) - after:
            end = next((label for label in labels if label > position), len(fields))
            return position + 1, len(fields) if any(value > end for value in values) else end
    if values and labels[0] > values[0]:
        return 0, labels[0]
    return labels[-1] + 1, len(fields)


def _without_words_for_numbers(fields: Sequence[Field], kinds: list[str]) -> list[str]:
    """Give the kinds of a row's cells, a short word among or beside values as junk: 零 or 见附件 stands for a number.

    What names a row begins it, has an ordinal or several words, or is a piece of one of the form's labels.
    """
    first = kinds.index("label") if "value" in kinds and "label" in kinds else len(kinds)
    return [
        "junk" if kind == "label" and n > first and is_for_number(field.text) else kind
        for n, (field, kind) in enumerate(zip(fields, kinds, strict=True))
    ]


def _behind_worn_label(fields: list[Field], kinds: list[str]) -> int:
    """Tell where values begin in a row whose first cell has words behind a worn ordinal, before as many as are due.

    Before others only several characters are words, and an ordinal with what is left of them.
    """
    first = next((n for n, kind in enumerate(kinds) if kind != "blank"), 0)
    text = fields[first].text if kinds[first] == "junk" else ""
    characters = len(HAN.findall(text))
    worn = characters > 1 or bool(_WORN_AWAY.fullmatch(text.strip()))
    return first + 1 if worn or (characters and kinds[first + 1 :].count("value") in _DUE) else 0


def _from_line(paragraph: Paragraph, block: int) -> Iterator[Observed]:
    """Give the rows of a line: one, none, or several run together."""
    if _PAGE_NUMBER.fullmatch(paragraph.text):
        return
    words = words_of(paragraph.text)
    parts = parts_of(words)
    several = len(parts) > 1 and all(len(values) >= _ONE_GROUP for _, values in parts)
    for label, values in parts if several else [one_part(words)]:
        if sum(map(len, words)) <= _LONGEST_LINE or len(values) >= _ONE_GROUP:
            yield _line_row(paragraph, block, label, values)


def _line_row(paragraph: Paragraph, block: int, label: str, values: list[str]) -> Observed:
    if values and label and all(HAN.search(value) and not DIGIT.search(value) for value in values):
        values, label = [], paragraph.text  # a sentence that ends in 无
    if (match := _ABUTTING.fullmatch(label)) and not any(" " in value for value in values):  # a torn one goes unread
        values, label = [match["value"], *values], match["label"]
    fields = tuple(Field(value, paragraph.place, column) for column, value in enumerate(values))
    width = len(label.split()) + len(values)
    named = label and not (fields and ORDINAL.fullmatch(label))  # an ordinal alone names no row
    return Observed(0, block, (label,) if named else (), fields, paragraph.place, width, ruled=False, loose=True)


def _is_single(item: Observed) -> bool:
    return not item.labels and item.width == 1 and not item.ruled


def _lines_joined(seen: list[Observed], prose: set[int]) -> list[Observed]:
    """Put values that stand one a line, one after another, into one row; whose row it is the labels beside it tell."""
    joined: list[Observed] = []
    reached, running = 0, False
    for item in _torn_lines(seen):
        single = _is_single(item)
        apart = any(reached < block < item.block for block in prose)
        if single and running and not apart:
            joined[-1] = _with_fields(joined[-1], item)
        else:
            joined.append(_as_run(item) if single else item)
        reached, running = item.block, single
    return joined


def _torn_lines(seen: list[Observed]) -> Iterator[Observed]:
    """Give the rows, a line of a few values among lines of one value as one value: a number was broken there."""
    for before, item, after in zip([None, *seen], seen, [*seen[1:], None], strict=False):
        alone = not item.labels and not item.ruled and 1 < len(item.fields) == item.count <= _MOST_PIECES
        if alone and any(near and _is_single(near) for near in (before, after)):
            whole = dataclasses.replace(item.fields[0], text=" ".join(field.text for field in item.fields))
            yield dataclasses.replace(item, fields=(whole,), width=1)
        else:
            yield item


def _as_run(item: Observed) -> Observed:
    return dataclasses.replace(item, loose=True)


def _with_fields(item: Observed, more: Observed) -> Observed:
    start = len(item.fields)
    moved = tuple(Field(field.text, field.place, start + n) for n, field in enumerate(more.fields))
    fields = item.fields + moved
    return dataclasses.replace(item, fields=fields, width=len(fields))


def _rows_of_run(item: Observed) -> list[Observed]:
    """Part a run of values, one a line, that is several rows of 表三 whose labels were lost between them.

    Only a whole number of rows is parted, and only where the last value of each is the sum of the others.
    """
    pieces = [item.fields[start : start + _ONE_ROW] for start in range(0, len(item.fields), _ONE_ROW)]
    if not item.loose or item.labels or len(pieces) < 2 or any(len(piece) != _ONE_ROW for piece in pieces):
        return [item]
    if not all(last_is_sum(field.text for field in piece) for piece in pieces):
        return [item]
    return [dataclasses.replace(item, fields=piece, width=len(piece), place=piece[0].place) for piece in pieces]


def _cases_joined(seen: list[Observed]) -> list[Observed]:
    """Join 表四 into one row where it is printed as a row for each kind of case, or for each of its figures."""
    joined: list[Observed] = []
    position = 0
    while position < len(seen):
        count = next((count for count in (_CASES, _CASES * _ONE_GROUP) if _are_cases(seen[position:], count)), 0)
        if count:
            joined.append(_joined(seen[position : position + count]))
        else:
            joined.append(seen[position])
        position += count or 1
    return joined


def _are_cases(seen: list[Observed], count: int) -> bool:
    """Tell whether `count` rows are 表四: three of five figures, or fifteen of one behind the head of each.

    Three rows of another table that have lost as many numbers bear other labels.
    """
    rows, each = seen[:count], _CASES * _ONE_GROUP // count
    if len(rows) < count or not all(item.count == len(item.fields) == each for item in rows):
        return False
    heads = itertools.cycle(outcome.label for outcome in outcomes())
    if count == _CASES:
        return all(not item.label or _OF_CASE.search(bare(item.label)) for item in rows)
    return all(bare(item.label).endswith(head) for item, head in zip(rows, heads, strict=False))


@functools.lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Give a label without white space, in simplified characters."""
    return simplified("".join(fold(text).split()))


def _joined(rows: list[Observed]) -> Observed:
    labels = tuple(label for item in rows for label in item.labels)
    fields = tuple(field for item in rows for field in item.fields)
    first = rows[0]
    return Observed(0, first.block, labels, fields, first.place, len(fields), first.ruled, first.loose)


def numbered(seen: Iterable[Observed]) -> Iterator[Observed]:
    """Give rows with their place among them, from 0, as order."""
    return (item if item.order == order else dataclasses.replace(item, order=order) for order, item in enumerate(seen))
