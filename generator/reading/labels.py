"""By which labels an observed row may be known, and how well they fit a row of the form. The only door to rapidfuzz."""

from __future__ import annotations

import copy
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz

from generator.reading.line_words import HAN, SUBTOTALS
from generator.reading.observe import Observed, begins_label
from generator.reading.observe import bare as bare_text
from generator.records.characters import simplified
from generator.records.figures import DIGIT, fold, is_value
from generator.records.forms import FORM_NAMES, TABLES, FormRow, applicants, cases, form_table, outcomes

_THRESHOLD: Final = 0.62
_SHORT_THRESHOLD: Final = 0.76
_SHORT: Final = 5
_DISPUTES_LEAST: Final = 12
_NEARLY: Final = 0.12
_MOST_SURPLUS: Final = 3
_MOST_FRAGMENTS: Final = 14
_IGNORED: Final = re.compile(r"[\s（）()【】〔〕［］\[\].、，,：:；;\"'“”‘’·\-—–_=/|*#]+")
RowKey = tuple[str, str]
"""A row's name and label."""
SURE: Final = 0.9
_WHOLE_LABEL: Final = 0.88
_WHOLE_PIECE: Final = 0.95
DISPUTES: Final[RowKey] = ("disputes", "")
_LEADING_ORDINAL: Final = re.compile(r"^[0-9一二三四五六七八]")


@functools.lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """Give a label in simplified characters, without spaces, punctuation and differences of width: to compare it."""
    return _IGNORED.sub("", simplified(fold(text))).lower()


def similarity(left: str, right: str) -> float:
    """How alike two normalised labels are, from 0 to 1."""
    return fuzz.ratio(left, right) / 100


class Labels:
    """The label texts by which each observed row may be known, worked out once for all forms.

    `sides` says for each table on which side a row without a label of its own looks for one: before, after, or none.
    """

    def __init__(self, seen: Sequence[Observed], sides: Mapping[str, str]) -> None:
        self.items = [item for item in seen if item.fields and not _is_bare_label(seen, item)]
        self.own = {item.order: normal(item.label) for item in seen}
        self.sides = sides
        self._seen = seen
        self._scores: dict[tuple[int, str], dict[RowKey, float]] = {}
        self._disputes: dict[int, float] = {}

    def on_sides(self, sides: Mapping[str, str]) -> Labels:
        """Give the same labels with other sides; what is worked out for one is worked out for both."""
        other = copy.copy(self)
        other.sides = sides
        return other

    def matches(self, item: Observed) -> dict[RowKey, float]:
        """Score one observed row against the rows of every form: only those that it can be."""
        found: dict[RowKey, float] = {}
        for table, side in self.sides.items():
            found |= {key: score for key, score in self._known(item, side).items() if key[0].startswith(table)}
        if score := self._dispute_score(item):
            found[DISPUTES] = score
        return found

    def _known(self, item: Observed, side: str) -> Mapping[RowKey, float]:
        """Score one observed row against every row of every form that it can be, worked out once."""
        key = item.order, "" if item.label else side
        if key not in self._scores:
            far = not item.label and is_far(self._seen, item, side)
            labels = () if far else tuple(dict.fromkeys(_alternatives(self._seen, item, side)))
            self._scores[key] = dict(_row_scores(item, scores_of(labels)))
        return self._scores[key]

    def _dispute_score(self, item: Observed) -> float:
        if item.order not in self._disputes:
            self._disputes[item.order] = _dispute_score(self, item, len(cases()) * len(outcomes()))
        return self._disputes[item.order]

    def is_column(self, item: Observed) -> bool:
        """Tell whether the head of an applicant stands in or directly over a row."""
        heads = {normal(column.label) for column in applicants()[:-1]}
        return self.own[item.order] in heads or (not item.label and self.own.get(item.order - 1) in heads)

    def is_headed(self, item: Observed) -> bool:
        """Tell whether heads of 表四 stand in or over a row."""
        with_values = {row.order for row in self.items if row.count}
        above = itertools.takewhile(lambda order: order not in with_values, range(item.order - 1, -1, -1))
        return any(heads_disputes(self.own[order]) for order in (item.order, *above))


@functools.lru_cache(maxsize=16384)
def heads_disputes(label: str) -> bool:
    """Tell whether a normalised label is, or holds, a column head of 表四 that no other table has."""
    return any(normal(outcome.label) in label for outcome in outcomes()[:-1])


def _is_bare_label(seen: Sequence[Observed], item: Observed) -> bool:
    """Tell whether a row is no row of numbers: heads, or a label and empty cells beside a row without a label."""
    if item.count:
        return False
    if sum(map(is_head, item.labels)) > 1:
        return True
    beside = [seen[order] for order in (item.order - 1, item.order + 1) if 0 <= order < len(seen)]
    bare = [near for near in beside if near.count and not near.label and near.block == item.block]
    return any(not item.ruled or near.width > item.width for near in bare)


@functools.lru_cache(maxsize=16384)
def holds(text: str, wanted: str) -> float:
    """How much a normalised text holds something like `wanted`, from 0 to 1."""
    return fuzz.partial_ratio(wanted, text) / 100 if len(text) >= len(wanted) else similarity(text, wanted)


@functools.lru_cache(maxsize=16384)
def scores_of(labels: tuple[str, ...]) -> dict[RowKey, float]:
    """Score labels against every row of every form; keep the best fits and those nearly as good."""
    scores = {key: _label_score(labels, wanted) for key, wanted in _wanted()}
    best = max(scores.values(), default=0.0)
    return {key: score for key, score in scores.items() if score and best - score < _NEARLY}


@functools.cache
def _every_row() -> tuple[FormRow, ...]:
    tables = [form_table(form, table) for form in FORM_NAMES for table in TABLES if table != "disputes"]
    return tuple({(row.name, row.label): row for table in tables for row in table.rows}.values())


def _alternatives(seen: Sequence[Observed], item: Observed, side: str) -> Iterator[str]:
    before, after = fragments(seen, item.order, -1), fragments(seen, item.order, 1, named=bool(item.label))
    own = normal(item.label)
    if own:
        yield own
        yield normal(item.labels[-1])
        yield normal("".join(item.labels[-2:]))
        if not item.count or own in SUBTOTALS:
            return
        before = [] if begins_label(item.label) else before  # what begins a label goes on with no piece above it
        yield from (normal(piece) + own for piece in before)
        after = [piece for piece in after if not begins_label(piece)]
        yield from (own + normal(piece) for piece in after)
        if before and after:
            yield normal(before[0]) + own + normal(after[0])
        return
    if side == "before":
        doubtful = _may_be_a_tail(seen, item.order)
        yield from (normal(piece) for piece in before if not doubtful or begins_label(piece) or _is_sure(piece))
        if before and after and begins_label(before[0]) and not begins_label(after[0]):
            yield normal(before[0]) + normal(after[0])
    elif side == "after":
        yield from (normal(piece) for piece in after)


@functools.lru_cache(maxsize=16384)
def _holds_number(label: str) -> bool:
    """Tell whether a line that gave no values holds a number behind its words yet: it is no row's label alone."""
    words = label.split()
    first = next((n for n, word in enumerate(words) if HAN.search(word)), len(words))
    return any(DIGIT.search(word) and is_value(word) for word in words[first + 1 :])


def _is_sure(piece: str) -> bool:
    return max(scores_of((normal(piece),)).values(), default=0.0) >= _WHOLE_PIECE


def _may_be_a_tail(seen: Sequence[Observed], order: int) -> bool:
    """Tell whether the label pieces before a row may be the end of the label around, or before, the numbers above."""
    position = order - 1
    while position >= 0 and not seen[position].count:
        position -= 1
    labels = seen[position].labels if position >= 0 else ()
    return position >= 0 and not (labels and surely_named(normal(labels[-1])))


def is_far(seen: Sequence[Observed], item: Observed, side: str) -> bool:
    """Tell whether the label beside a row without one need not be its own: several labels stand there in a run.

    Labels may be printed all at once, before or after all their numbers. The nearest of two is still believed when
    only one row of numbers stands there.
    """
    if side == "none":
        return False
    step = -1 if side == "before" else 1
    rows, position = 1, item.order - step
    while 0 <= position < len(seen) and seen[position].count and not seen[position].label:
        rows, position = rows + 1, position - step
    return _named_in_run(seen, item.order + step, step) >= (2 if rows > 1 else 3)


def _named_in_run(seen: Sequence[Observed], start: int, step: int) -> int:
    """Count the rows of the form that the labels in a run without numbers name, or begin to. Heads name none."""
    named: set[frozenset[str]] = set()
    begun, position = 0, start
    while 0 <= position < len(seen) and not seen[position].count:
        label = seen[position].label
        if not is_head(label):
            named.add(surely_named(normal(label)))
            begun += begins_label(label) and _begins_row(normal(label))
        position += step
    return max(len(named - {frozenset()}), begun)


@functools.lru_cache(maxsize=16384)
def _begins_row(label: str) -> bool:
    """Tell whether a normalised label is the beginning of that of a row of 表三, and not of a group's."""
    rows = [row for row in _every_row() if row.table == "applications"]
    grouped = any(normal(row.group).startswith(label) for row in rows if row.group)
    return not grouped and any(normal(row.label).startswith(label) for row in rows)


def is_head(label: str) -> bool:
    """Tell whether a label is the head of a column of 表三 or 表四."""
    return bare_text(label) in _heads()


@functools.cache
def _heads() -> frozenset[str]:
    return frozenset(column.label for column in (*applicants(), *outcomes()))


@functools.lru_cache(maxsize=16384)
def surely_named(label: str) -> frozenset[str]:
    """Give the names of the rows of any form that a normalised label surely names."""
    return (
        frozenset(name for (name, _), score in scores_of((label,)).items() if score >= SURE) if label else frozenset()
    )


def fragments(seen: Sequence[Observed], order: int, step: int, *, named: bool = False) -> list[str]:
    """Give the label-only rows that stand directly beside a row: the nearest, the nearest two in one, and so on.

    Behind a row the label of the next group may come before that of its first row; both are no part of a row that is
    `named` already.
    """
    near: list[str] = []
    position = order + step
    while 0 <= position < len(seen) and len(near) < _MOST_FRAGMENTS and not seen[position].count:
        if not seen[position].label or len(seen[position].label) > 60 or _holds_number(seen[position].label):
            break
        begins = any(begins_label(word) for part in seen[position].labels for word in part.split())
        if step > 0 and begins and (named or not all(map(_is_group, near))):
            break
        near.append(seen[position].label)
        if step < 0 and begins:
            break
        position += step
    return ["".join(near[:count][::step]) for count in range(1, len(near) + 1)]


@functools.lru_cache(maxsize=16384)
def _is_group(label: str) -> bool:
    """Tell whether a label is that of a group of rows, which stands before its first row's own."""
    return any(similarity(normal(label), group) >= _SHORT_THRESHOLD for group in _groups())


@functools.cache
def _groups() -> frozenset[str]:
    return frozenset(normal(row.group) for row in _every_row() if row.table == "applications" and row.group)


@functools.cache
def row_labels(row: FormRow) -> tuple[str, ...]:
    """Give the normalised labels by which a row of the form is known."""
    names = [label for label in (row.label, row.short, *row.also) if label]
    grouped = [row.group + label for label in names if row.table == "applications" and row.group]
    bare = [_LEADING_ORDINAL.sub("", normal(label)) for label in names if row.table == "applications"]
    return tuple(dict.fromkeys([*(normal(label) for label in (*names, *grouped)), *bare]))


@functools.cache
def _wanted() -> tuple[tuple[RowKey, tuple[tuple[str, float], ...]], ...]:
    """Give the labels of every row of every form, each with how alike another must be to count, worked out once."""
    every = ((row, row_labels(row)) for row in _every_row())
    least = {True: _SHORT_THRESHOLD, False: _THRESHOLD}
    return tuple(((row.name, row.label), tuple((n, least[len(n) < _SHORT]) for n in names)) for row, names in every)


def _label_score(labels: Iterable[str], wanted: Iterable[tuple[str, float]]) -> float:
    """Score labels against those of one row. A group's label with 1 behind it is its first row's, cut short."""
    best = 0.0
    for label in labels:
        cut_short = label.endswith("1") and label[:-1] in _groups()
        for name, least in wanted:
            if cut_short and not name.startswith(label):
                continue
            best = max(best, fuzz.ratio(label, name, score_cutoff=100 * max(least, best)) / 100)
    return best


def _row_scores(item: Observed, labels: Mapping[RowKey, float]) -> Iterator[tuple[RowKey, float]]:
    """Add to how well the label fits each row how well the number of values does.

    A row of empty cells is one only under a whole label of its own: a torn one leaves empty cells too.
    """
    due_of = _cells_due()
    for key, label in labels.items():
        due = due_of[key]
        if not item.count and label < _WHOLE_LABEL:
            continue
        score = label + _fit(item, due) if item.count <= due + _MOST_SURPLUS else 0.0
        if score > 0:
            yield key, score


@functools.cache
def _cells_due() -> Mapping[RowKey, int]:
    return {(row.name, row.label): len(row.cells) for row in _every_row()}


def _fit(item: Observed, due: int) -> float:
    run_together = item.count == 1 and due > 3 and len(item.fields[0].text) == due
    if due in {item.count, len(item.fields)} or run_together:
        return 0.3
    if abs(item.count - due) <= 2:
        return 0.1
    return -0.3


def _dispute_score(known: Labels, item: Observed, due: int) -> float:
    """表四 has no row label: it is known by its many values, and by the heads and kinds of case over or beside them.

    As many values under the head of an applicant are a column of 表三.
    """
    if known.is_column(item):
        return 0.0
    if due in {item.count, len(item.fields)}:
        return 1.0 if known.is_headed(item) else 0.55
    if _DISPUTES_LEAST <= item.count <= due + 3:
        return 0.6 if known.is_headed(item) else 0.0
    named = any(normal(case.label) in known.own[item.order] for case in cases())
    return 0.4 if named and item.count > 5 else 0.0
