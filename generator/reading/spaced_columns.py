"""Rows of running text whose columns are aligned by spaces: which cells are empty, told by horizontal position.

So are rows of a PDF in no rules, by where their numbers stand on the page.

The heads of a table and the rows that print all their numbers show where its columns stand; a row with fewer numbers
gets an empty field where it has none. A number belongs to a column only where it stands exactly as the column's other
numbers do (flush left, flush right or centred), in whatever way the width of a character is counted; rows of which that
cannot be said of every number stay as they are.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.labels import normal
from generator.reading.line_words import HAN
from generator.reading.observe import Field, Observed
from generator.reading.readers.document import Document
from generator.reading.spaced_lines import (
    MEASURES,
    Frame,
    Line,
    Mark,
    Measure,
    Span,
    Spot,
    frames_of,
    is_whole_label,
    lines_of,
)
from generator.records.figures import DIGIT
from generator.records.forms import applicants

_REACH: Final = 15
_NEAREST: Final = 5
_LEAST_SHOWN: Final = 2
_CLOSE: Final = 3
_ENOUGH: Final = 8
_STEADY: Final = 0.85
_LOOSEST: Final = 2
_UNREAD: Final = "\ufffd"
_THOUSANDS: Final = re.compile("[1-9][0-9]{0,2} [0-9]{3}")
_BEHIND_ORDINAL: Final = (".", "．", "、", "）", ")")

Columns = tuple[int, ...]
_Marks = tuple[Mark | Spot, ...]

_KINDS: Final[tuple[Callable[[Span], int], ...]] = (lambda span: 2 * span[0], lambda span: 2 * span[1], sum)
"""Where a number stands, in half columns: its left edge, its right edge, its centre."""


@dataclass(frozen=True, slots=True)
class _Model:
    """Where the numbers of full rows stand: by `kind`, around `anchors`, at most `loose` half columns beside them.

    `gap` is the smallest between two of them: a number no farther behind another may stand there for that alone.
    """

    kind: Callable[[Span], int]
    anchors: tuple[float, ...]
    loose: int
    gap: int

    def column(self, span: Span) -> int | None:
        """Give the one column in which a number stands, or None: one that covers another column's place may be two."""
        at = self.kind(span)
        near = [n for n, anchor in enumerate(self.anchors) if abs(at - anchor) <= self.loose]
        over = [
            anchor for anchor in self.anchors if 2 * span[0] <= anchor <= 2 * span[1] and abs(at - anchor) > self.loose
        ]
        return near[0] if len(near) == 1 and not over else None


def with_empty_cells(seen: Sequence[Observed], document: Document) -> tuple[Observed, ...]:
    """Give the rows, those of running text with a field for each empty cell where their position tells it."""
    lines = lines_of(seen, document)
    if not lines:
        return tuple(seen)
    frames = frames_of(seen, document)
    placed = [_all_placed(lines, frames, measure) for measure in MEASURES]
    most = max(map(len, placed))
    best = [columns for columns in placed if len(columns) == most]
    torn = {line.item.order: _without_ordinal(line.item) for line in lines if _ends_in_ordinal(line, seen)}
    every = {line.item.order: row for line in lines if (row := _parted(line, frames, best))}
    whole = [line for line in lines if line.item.order not in torn]
    broken = {line.item.order for line in _broken(whole, frames, every)}
    parted = {order: row for order, row in every.items() if order not in broken}
    empty = {item.order: _emptied(item, frames) for item in seen if most >= _ENOUGH and _is_empty(item, seen, frames)}
    return tuple(parted.get(item.order) or torn.get(item.order) or empty.get(item.order, item) for item in seen)


def _is_empty(item: Observed, seen: Sequence[Observed], frames: Mapping[int, Frame]) -> bool:
    """Tell whether a row of 表二 under its heads prints nothing behind its label, and no loose number stands beside."""
    beside = seen[max(item.order - 1, 0) : item.order + 2]
    loose = any(near.count and not near.labels for near in beside)
    return item.loose and not item.count and item.order in frames and _is_label(item.label) and not loose


def _is_label(label: str) -> bool:
    """Tell whether a line is the label of a row, and holds no signs beside it: #### is printed where a number is."""
    return is_whole_label(label) and all(map(normal, label.split()))


def _emptied(item: Observed, frames: Mapping[int, Frame]) -> Observed:
    due = _due(frames.get(item.order))
    fields = tuple(Field("", item.place, n) for n in range(due))
    return dataclasses.replace(item, fields=fields, width=len(item.labels) + due, loose=False, aligned=True)


def _broken(lines: Sequence[Line], frames: Mapping[int, Frame], parted: Mapping[int, Observed]) -> Iterator[Line]:
    """Give the lines beside which the rest of their row may stand: few enough numbers, in no column that both have."""
    for line, other in (*itertools.pairwise(lines), *itertools.pairwise(lines[::-1])):
        due = _due(frames.get(line.item.order))
        same = line.page == other.page and due == _due(frames.get(other.item.order))
        close = abs(line.item.order - other.item.order) <= _CLOSE
        halves = len(line.marks) + len(other.marks) <= due
        if same and close and halves and not _share_a_column(line, other, parted):
            yield line


def _share_a_column(line: Line, other: Line, parted: Mapping[int, Observed]) -> bool:
    rows = [parted[each.item.order] for each in (line, other) if each.item.order in parted]
    held = [{field.column for field in row.fields if field.printed} for row in rows]
    return len(held) > 1 and bool(set.intersection(*held))


def _ends_in_ordinal(line: Line, seen: Sequence[Observed]) -> bool:
    """Tell whether the first value is no value but the ordinal that the next line goes on behind: 不予公开1 / .属于."""
    after = seen[line.item.order + 1 : line.item.order + 2]
    return line.abutting and any(item.label.startswith(_BEHIND_ORDINAL) for item in after)


def _without_ordinal(item: Observed) -> Observed:
    label = item.label + item.fields[0].text
    return dataclasses.replace(item, labels=(label,), fields=item.fields[1:], width=item.width - 1)


def _all_placed(
    lines: Sequence[Line], frames: Mapping[int, Frame], measure: Measure
) -> dict[tuple[int, bool], Columns]:
    """Give the columns of every row that stands in some, by the row's order and whether its first number is left out.

    A number that abuts on a label may be its last character.
    """
    found: dict[tuple[int, bool], Columns] = {}
    for line in lines:
        columns = _columns(line, lines, frames, measure)
        if len(columns) == 1:
            found[line.item.order, False] = columns.pop()
        elif line.abutting and len(less := _columns(line.without_first(), lines, frames, measure)) == 1:
            found[line.item.order, True] = less.pop()
    return found


def _columns(line: Line, lines: Sequence[Line], frames: Mapping[int, Frame], measure: Measure) -> set[Columns]:
    """Give every choice of columns for a row's numbers: by the full rows before it, after it, all, and the heads."""
    frame = frames.get(line.item.order)
    due = _due(frame)
    if len(line.marks) > due or _may_be_grouped(line) or _ends_in_number(line.item.label):
        return set()
    label, *spans = (mark.measured(measure) for mark in (line.label, *line.marks))
    return {
        columns
        for rows, loosest in _shown(line, lines, frame, due)
        for model in _models([[mark.measured(measure) for mark in row] for row in rows], loosest, fine=_is_fine(line))
        if (columns := _placed(model, label, spans)) is not None
    }


def _may_be_grouped(line: Line) -> bool:
    """Tell whether two numbers of a row may be one whose thousands a space parts: closer than others, three digits."""
    texts = [field.text for field in line.item.fields][-len(line.marks) :]
    gaps = [after.start - before.end for before, after in itertools.pairwise(line.marks)]
    near = [pair for pair, gap in zip(itertools.pairwise(texts), gaps, strict=True) if gap == 1 < max(gaps)]
    return any(_THOUSANDS.fullmatch(" ".join(pair)) for pair in near)


def _ends_in_number(label: str) -> bool:
    """Tell whether a label ends in a word without letters that may be its ordinal, or the row's first number."""
    last = label.split()[-1:]
    return any(DIGIT.search(word) and not HAN.search(word) for word in last)


def _due(frame: Frame | None) -> int:
    return len(frame.heads) if frame else len(applicants())


def _shown(
    line: Line, lines: Sequence[Line], frame: Frame | None, due: int
) -> Iterator[tuple[Sequence[Sequence[Mark | Spot]], range]]:
    """Give the rows that show where columns stand, in the sets that are asked, and how loosely they may stand."""
    same = [
        other
        for other in lines
        if other.page == line.page
        and len(other.marks) == due
        and other.item.order != line.item.order
        and abs(other.item.order - line.item.order) <= _REACH
    ]
    before: list[_Marks] = [other.marks for other in same if other.item.order < line.item.order][-_NEAREST:]
    after: list[_Marks] = [other.marks for other in same if other.item.order > line.item.order][:_NEAREST]
    heads: list[_Marks] = [frame.heads] if frame else []
    every = range(_LOOSEST if _is_fine(line) else 0, _LOOSEST + 1)  # on a page none stands quite exactly
    yield from ((rows, every) for rows in (before, after, before + after) if len(rows) >= _LEAST_SHOWN)
    if heads and (before or after):
        yield heads + before + after, every
    elif heads:
        yield heads, range(_LOOSEST, _LOOSEST + 1)


def _is_fine(line: Line) -> bool:
    """Tell whether it is known where a row stands much closer than the width of a space."""
    return isinstance(line.label, Spot)


def _models(rows: Sequence[Sequence[Span]], loosest: range, *, fine: bool) -> Iterator[_Model]:
    """Give what the numbers of full rows have in common: the tightest way they stand under each other, or several."""
    for loose in loosest:
        models = [model for kind in _KINDS if (model := _model(rows, kind, loose, fine=fine))]
        if models:
            yield from models
            return


def _model(rows: Sequence[Sequence[Span]], kind: Callable[[Span], int], loose: int, *, fine: bool) -> _Model | None:
    """Give the model by which most of the numbers of each column stand alike, if its columns cannot be mistaken.

    Nor may a number stand so loosely that one more of the spaces between two of them is no more than that: in text with
    the same spaces between any two such a space is all that an empty cell leaves. There none may stand loosely at all,
    and where the numbers are of several widths they only happen to stand under each other.
    """
    columns = [[kind(span) for span in column] for column in zip(*rows, strict=True)]
    anchors = tuple(statistics.median(column) for column in columns)
    steady = sum(
        abs(each - anchor) <= loose for column, anchor in zip(columns, anchors, strict=True) for each in column
    )
    gaps = {b[0] - a[1] for row in rows for a, b in itertools.pairwise(row)}
    gap = max(min(gaps, default=1), 1)
    widths = {span[1] - span[0] for row in rows for span in row}
    tight = loose < 2 * gap and (fine or len(gaps) > 1 or (not loose and len(widths) == 1))
    apart = tight and all(after - before > 2 * loose for before, after in itertools.pairwise(anchors))
    return _Model(kind, anchors, loose, gap) if apart and steady >= _STEADY * len(rows) * len(anchors) else None


def _placed(model: _Model, label: Span, spans: Sequence[Span]) -> Columns | None:
    """Give the column of each number in order. None when one stands in no column, or may have been pushed there.

    A number close behind what stands before it may have been pushed out of an earlier column, unless that is taken; if
    all are, as in text with the same space between any two, none of them tells its column. Nor is a column empty that
    what stands before the first number reaches: it may be no label, but what is printed for a number there.
    """
    if spans and 2 * label[1] >= model.anchors[0] and model.column(spans[0]) != 0:
        return None
    found: list[int] = []
    free = False
    for before, span in itertools.pairwise([label, *spans]):
        column = model.column(span)
        last = found[-1] if found else -1
        pushed = span[0] - before[1] <= model.gap
        if column is None or column <= last or (pushed and column != last + 1):
            return None
        free = free or not pushed
        found.append(column)
    return tuple(found) if free else None


def _parted(
    line: Line, frames: Mapping[int, Frame], best: Sequence[Mapping[tuple[int, bool], Columns]]
) -> Observed | None:
    """Give a row with its empty cells. None unless every way to count width puts its numbers in the same columns."""
    item, due = line.item, _due(frames.get(line.item.order))
    if not item.labels and item.count == 1:  # it may be the number of a page
        return None
    for less in (False, True):
        found = {columns.get((item.order, less)) for columns in best}
        if len(found) == 1 and (columns := found.pop()) is not None and (less or len(columns) < due):
            return _with_fields(item, columns, due, less=less)
    return None


def _with_fields(item: Observed, columns: Columns, due: int, *, less: bool) -> Observed:
    """Put values into their columns; one that was left out belongs to the label, or to the free first column."""
    at = dict(zip(columns, item.fields[1:] if less else item.fields, strict=True))
    labels = item.labels
    if less and 0 in at:
        labels = (item.label + item.fields[0].text,)
    elif less:
        at[0] = dataclasses.replace(item.fields[0], text=_UNREAD + item.fields[0].text)
    fields = tuple(dataclasses.replace(at.get(n, Field("", item.place, n)), column=n) for n in range(due))
    return dataclasses.replace(item, labels=labels, fields=fields, width=len(labels) + due, loose=False, aligned=True)
