"""Cells that stand one after another in text, parted into rows: labels, and what stands behind them.

The text itself tells which cells a row has, for every empty one has left a mark. How many are due nobody asks here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import groupby, takewhile
from typing import Final, NamedTuple

from generator.reading.readers.document import Cell, Place, Row, Table
from generator.records.characters import simplified
from generator.records.figures import is_value

HAN: Final = re.compile("[\u4e00-\u9fff]")
_HEADING: Final = re.compile(r"\s*[（(]?[一二三四五六1-6][)）]?[、.．\s].{2,30}(?:情况|事项)\s*")
_ORDINAL: Final = re.compile(r"[（(]?[一二三四五六七八1-8][)）]?[、.．\s]|[（(][一二三四五六七八1-8][)）]")
_LONGEST_LABEL: Final = 60
_MOST_LABELS: Final = 3
_MOST_VALUES: Final = 10
"""Behind a label stand no more; a longer row has its labels above it."""
_SEVERAL: Final = range(5, _MOST_VALUES + 1)
_LEAST_ROWS: Final = 5


class Kind(Enum):
    """What a cell is; one without text may be no cell at all."""

    LABEL = auto()
    VALUE = auto()
    EMPTY = auto()
    LEAD = auto()  # an empty cell, or a mark that opens a row
    LAST = auto()  # an empty cell, or padding behind the last cell of a row
    PAD = auto()  # no cell
    END = auto()  # no cell: a line ends here that holds several


class Part(NamedTuple):
    """A cell and the line, from 1, on which it begins."""

    kind: Kind
    text: str
    line: int


@dataclass(slots=True)
class _Open:
    """A row while it is read, and the padding that shows where it ends."""

    parts: list[Part] = field(default_factory=list)
    pads: int = 0

    @property
    def labels(self) -> list[Part]:
        return [part for part in self.parts if part.kind is Kind.LABEL]

    @property
    def is_full(self) -> bool:
        """Whether a label that follows begins another row."""
        printed = any(part.kind is Kind.VALUE for part in self.parts)
        return printed or (bool(self.labels) and len(self.behind) >= _MOST_LABELS)

    @property
    def behind(self) -> list[Part]:
        """What stands behind the last label."""
        last = max((place for place, part in enumerate(self.parts) if part.kind is Kind.LABEL), default=-1)
        return self.parts[last + 1 :]


def kind_of(text: str) -> Kind:
    """Tell a label from a value, and both from a cell without text."""
    if not text:
        return Kind.EMPTY
    return Kind.LABEL if HAN.search(text) and not is_value(text) else Kind.VALUE


def is_outside(line: str) -> bool:
    """Tell a line that is no cell of a statutory table: a sentence, or the title of a section."""
    return "。" in line or len(line) > _LONGEST_LABEL or is_heading(line)


def is_heading(line: str) -> bool:
    """Tell the title of a section, as sections with tables and those behind them have it."""
    return bool(_HEADING.fullmatch(simplified(line)))


def table_of(parts: Iterable[Part], *, leads: bool = False, below: bool = False) -> Table | None:
    """Make a table of cells in order: a grid, where all longer rows have as many cells behind their labels.

    `leads` says that a mark opens every row, `below` that padding stands on lines of its own, as empty cells do.
    """
    every = list(parts)
    labelled = begin_with_labels(every)
    opened = [_without_lead(row) if leads else row for row in (_opened(every) if labelled else _runs(every))]
    _fill_empty(opened)
    _cut_padding(opened, below=leads and below)
    rows = tuple(made for row in opened for made in _rows(row, leads=leads))
    return Table(rows, ruled=labelled and are_alike(rows)) if rows else None


def _without_lead(row: _Open) -> _Open:
    """Give a row without the mark that opens it; before values alone it may be an empty cell."""
    led = bool(row.labels) and row.parts[0].kind is Kind.LEAD
    return _Open(row.parts[1:], row.pads) if led else row


def _fill_empty(rows: Sequence[_Open]) -> None:
    """Give rows of which nothing but labels and padding is left the empty cells that the width of the table leaves.

    Not where values stand without a label: they may be those of such a row.
    """
    values = max((len(row.parts) + row.pads for row in rows), default=0) - _MOST_LABELS
    if any(not row.labels and len(row.parts) in _SEVERAL for row in rows):
        return
    for row in rows:
        labels = bool(row.parts) and all(_ORDINAL.match(part.text) for part in row.parts)
        if labels and row.pads >= values > _MOST_LABELS:
            row.parts += [Part(Kind.EMPTY, "", row.parts[-1].line)] * values


def _cut_padding(rows: Sequence[_Open], *, below: bool) -> None:
    """Take a last mark off rows in which it may be padding, which alone looks like an empty cell.

    So it does where padding stands `below`, and in rows with a cell more than those that padding ends for certain.
    """
    ended = Counter(len(row.behind) for row in rows if row.labels and row.pads and len(row.behind) in _SEVERAL)
    due = ended.most_common(1)[0][0] if ended else 0
    for row in rows:
        marked = bool(row.labels) and not row.pads and row.parts[-1].kind is Kind.LEAD
        if marked and (below or (due and len(row.behind) == due + 1)):
            row.parts.pop()


def begin_with_labels(parts: Sequence[Part]) -> bool:
    """Tell whether labels stand before their values: a label comes first, a value last, or padding ends the rows.

    Where the last row is empty a label may come last: then that before the first values must be no column's head.
    """
    printed = [part for part in parts if part.text]
    if not printed or printed[0].kind is not Kind.LABEL:
        return False
    padded = any(part.kind is Kind.PAD for part in parts)
    *_, head = (
        printed[0],
        *takewhile(lambda part: part.kind is Kind.LABEL, (part for part in parts if part.kind is not Kind.LEAD)),
    )
    return padded or printed[-1].kind is Kind.VALUE or bool(_ORDINAL.match(head.text))


def _runs(parts: Sequence[Part]) -> Iterator[_Open]:
    """Give each label as a row, and what stands between two labels as another: whose that is nobody says here."""
    cells = (part for part in parts if part.kind not in {Kind.PAD, Kind.END})
    for label, run in groupby(cells, key=lambda part: part.kind is Kind.LABEL):
        together = list(run)
        yield from ([_Open([part]) for part in together] if label else [_Open(together)])


def are_alike(rows: Sequence[Row]) -> bool:
    """Tell whether all rows with several cells behind their labels, and a value among them, have as many.

    The last row may have fewer: what stood at its end belongs to nothing that follows.
    """
    behind = [[cell.text for cell in row.cells if cell.column >= _MOST_LABELS] for row in rows]
    *long, last = [len(texts) for texts in behind if len(texts) in _SEVERAL and any(texts)] or [0]
    return len(long) >= _LEAST_ROWS and len(set(long)) == 1 and last <= long[0]


def _opened(parts: Iterable[Part]) -> Iterator[_Open]:
    """Part cells into rows: padding ends one, a label behind values does, and a line of several values."""
    row = _Open()
    for part in parts:
        if part.kind is Kind.PAD:
            row.pads += 1
        elif part.kind is Kind.END:
            yield row
            row = _Open()
        elif row.pads or (part.kind is Kind.LABEL and row.is_full):
            lead = [] if row.pads or row.parts[-1].kind is not Kind.LEAD else [row.parts.pop()]
            yield row
            row = _Open([*lead, part])
        else:
            row.parts.append(part)
    if row.parts and row.parts[-1].kind is Kind.LEAD and not row.pads:
        row.parts.pop()
    yield row


def _rows(row: _Open, *, leads: bool) -> Iterator[Row]:
    """Give a row with its values in the columns behind those of the form's labels; first the labels that are above it.

    The last empty cell of a line without padding may be padding itself: without it the row is too short, and no blank.
    """
    labels, values = row.labels, row.behind
    if values and values[-1].kind is Kind.LAST and not row.pads:
        values = values[:-1]
    if values and leads and values[0].kind is Kind.LEAD and (not labels or len(values) > _MOST_VALUES):
        values = values[1:]
    above = len(labels) if len(values) > _MOST_VALUES else len(labels) - _own(labels)
    for _, same in groupby(labels[:above], key=lambda part: part.line):
        yield _row(list(same), [])
    if labels[above:] or any(part.text for part in values):
        yield _row(labels[above:], values)


def _own(labels: Sequence[Part]) -> int:
    """Count the labels that are a row's own: the last, and those before it on its line, or with ordinals like its own.

    Another one is a column's head, or the rest of a label that was torn.
    """
    if not labels:
        return 0
    beside = takewhile(lambda part: part.line == labels[-1].line, reversed(labels))
    ordinal = takewhile(lambda part: _ORDINAL.match(part.text), reversed(labels))
    return min(max(len(list(beside)), len(list(ordinal))), _MOST_LABELS)


def _row(labels: Sequence[Part], values: Sequence[Part]) -> Row:
    cells = [*enumerate(labels), *enumerate(values, start=_MOST_LABELS)]
    made = tuple(Cell(part.text, Place(line=part.line), column) for column, part in cells)
    return Row(made, made[0].place)
