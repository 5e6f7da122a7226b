"""Observed rows × a form → which row of the form each observed row is. The only door to rapidfuzz.

One monotone alignment (Needleman and Wunsch 1970) of all observed rows with values against all rows of the form; a row
is known by its label, or by the label fragments beside it, or, when it has none, by standing in a gap that lacks
exactly as many rows. Nothing here looks at what the numbers are.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from generator.reading.observe import Observed, begins_label
from generator.records.figures import fold
from generator.records.forms import FORM_NAMES, TABLES, FormRow, cases, form_due, form_table, outcomes

_THRESHOLD: Final = 0.62
_SHORT_THRESHOLD: Final = 0.76
_SHORT: Final = 5
_SAME_ROW: Final = 0.9
_DISPUTES_LEAST: Final = 12
_HEAD: Final = 0.5
_CLEARLY: Final = 0.5
_NEARLY: Final = 0.12
_MOST_SURPLUS: Final = 3
_STRAY: Final = 0.9
_MOST_FRAGMENTS: Final = 14
_IGNORED: Final = re.compile(r"[\s（）()【】\[\].、，,：:；;\"'“”‘’·\-—–_=/|*#]+")
_LEADING_ORDINAL: Final = re.compile(r"^[0-9一二三四五六七八]")

Forms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which observed row is which row of the forms (by the row's name), and how sure the forms themselves are."""

    forms: Forms
    told: Mapping[str, bool]
    rows: Mapping[str, Observed]
    doubled: Mapping[str, tuple[Observed, ...]]

    @property
    def used(self) -> frozenset[int]:
        """The order numbers of the observed rows that found a place."""
        return frozenset(item.order for item in self.rows.values())


@functools.cache
def normal(text: str) -> str:
    """Give a label without spaces, punctuation and differences of width, for comparison only."""
    return _IGNORED.sub("", fold(text)).lower()


def similarity(left: str, right: str) -> float:
    """How alike two normalised labels are, from 0 to 1."""
    return fuzz.ratio(left, right) / 100


def align(seen: Sequence[Observed], year: int | None) -> Alignment:
    """Find the forms and the places that explain most of the observed rows. `year` breaks ties between forms."""
    due = form_due(year) if year else FORM_NAMES[-1]
    best = _best_fit(seen, due)
    strays = dict(_strays(seen, best.known, best.rows, best.forms))
    filled = {**best.rows, **strays}
    filled |= dict(_filled_gaps(seen, best.known, filled, best.forms))
    return Alignment(best.forms, best.told, filled, _doubled(seen, best.known, filled, best.forms))


@dataclass(frozen=True, slots=True)
class _Fit:
    """One way to explain the rows: its score, forms, rows found, and the labels it went by."""

    score: float
    forms: Forms
    told: Mapping[str, bool]
    rows: Mapping[str, Observed]
    known: _Labels


def _best_fit(seen: Sequence[Observed], due: str) -> _Fit:
    """Choose for 表二 and 表三 whether rows without a label of their own go by the label before or after them.

    When the two explain about as much and say different things, neither is believed: such rows stay without a label.
    """
    sides = dict.fromkeys(("proactive", "applications"), "before")
    best = _best_forms(seen, sides, due)
    if not any(item.count and not item.label for item in seen):
        return best
    for table in sides:
        other = _best_forms(seen, {**sides, table: "after"}, due)
        first, second = (best, other) if best.score >= other.score else (other, best)
        sure = first.score - second.score >= _CLEARLY and _reach(best, other, table) == (first is best, first is other)
        if _differ(first, second) and not sure:
            sides[table] = "none"
            best = _best_forms(seen, sides, due)
        elif first is other:
            sides[table] = "after"
            best = other
    return best


def _reach(before: _Fit, after: _Fit, table: str) -> tuple[bool, bool]:
    """Tell whether the first of a table's numbers without a label has one before it, and the last one after it.

    Where labels stand before, the last numbers have none after them; where they stand after, the first none before.
    """
    bare = [
        {item.order for name, item in fit.rows.items() if name.startswith(f"{table}.") and not item.label}
        for fit in (before, after)
    ]
    every = bare[0] | bare[1]
    return (min(every) in bare[0], max(every) in bare[1]) if every else (True, False)


def _differ(first: _Fit, second: _Fit) -> bool:
    return {n: item.order for n, item in first.rows.items()} != {n: item.order for n, item in second.rows.items()}


def _best_forms(seen: Sequence[Observed], sides: Mapping[str, str], due: str) -> _Fit:
    known = _Labels(seen, sides)
    heads = {form: _heads_seen(seen, form) for form in FORM_NAMES}
    tries: dict[tuple[str, str], tuple[float, dict[str, Observed]]] = {}
    for proactive in FORM_NAMES:
        for applications in FORM_NAMES:
            forms = {"proactive": proactive, "applications": applications, "disputes": due}
            score, rows = _align_to(known, forms)
            tries[proactive, applications] = score + heads[proactive], rows
    scores = {names: found[0] for names, found in tries.items()}
    names = max(tries, key=lambda names: scores[names] + 0.001 * names.count(due))
    forms = {"proactive": names[0], "applications": names[1], "disputes": due}
    return _Fit(scores[names], forms, _told(forms, scores, tries[names][1]), tries[names][1], known)


def _heads_seen(seen: Sequence[Observed], form: str) -> float:
    """Score the column heads that only this form of 表二 has, as far as they are printed."""
    mine = {normal(cell.label) for cell in form_table(form, "proactive").cells}
    others = {normal(cell.label) for name in FORM_NAMES if name != form for cell in form_table(name, "proactive").cells}
    printed = "|".join(normal(item.label) for item in seen if item.label and not item.count)
    return _HEAD * sum(head in printed for head in mine - others)


def _told(forms: Forms, scores: Mapping[tuple[str, str], float], rows: Mapping[str, Observed]) -> dict[str, bool]:
    """A form is told when its rows explain more than the other form's would; the two forms' 表四 are one."""
    other = {name: next(form for form in FORM_NAMES if form != forms[name]) for name in ("proactive", "applications")}
    mine = scores[forms["proactive"], forms["applications"]]
    return {
        "proactive": mine - scores[other["proactive"], forms["applications"]] > 0.05,
        "applications": _other_row_seen(forms["applications"], rows),
        "disputes": False,
    }


def _other_row_seen(form: str, rows: Mapping[str, Observed]) -> bool:
    """（六）其他处理 is what tells the two forms of 表三 apart: one row, or three."""
    mine = {row.name for row in form_table(form, "applications").rows}
    others = {row.name for name in FORM_NAMES if name != form for row in form_table(name, "applications").rows}
    return any(name in rows for name in mine - others)


class _Labels:
    """The label texts by which each observed row may be known, worked out once for all forms.

    `sides` says for each table on which side a row without a label of its own looks for one: before, after, or none.
    """

    def __init__(self, seen: Sequence[Observed], sides: Mapping[str, str]) -> None:
        self.items = [item for item in seen if item.fields and not _is_bare_label(seen, item)]
        self.own = {item.order: normal(item.label) for item in seen}
        self._of = {
            (item.order, side): tuple(dict.fromkeys(_alternatives(seen, item, side)))
            for item in self.items
            for side in set(sides.values())
        }
        self.sides = sides
        self._scores: dict[tuple[int, str], dict[tuple[str, str], float]] = {}
        self._matches: dict[tuple[int, str, str, int], float] = {}

    def score(self, item: Observed, row: FormRow) -> float:
        """How well an observed row's label fits a row of the form; 0 when it does not, or fits another much better."""
        key = item.order, self.sides[row.table]
        if key not in self._scores:
            self._scores[key] = _scores(self._of[key])
        return self._scores[key].get((row.name, row.label), 0.0)

    def match(self, item: Observed, row: FormRow) -> float:
        """Score one observed row against one row of the form, worked out once."""
        key = item.order, row.table, row.key, len(row.cells)
        if key not in self._matches:
            self._matches[key] = _score(self, item, row)
        return self._matches[key]

    def is_headed(self, item: Observed) -> bool:
        """Tell whether heads of 表四 stand in or over a row."""
        with_values = {row.order for row in self.items if row.count}
        above = itertools.takewhile(lambda order: order not in with_values, range(item.order - 1, -1, -1))
        return any(_heads_disputes(self.own[order]) for order in (item.order, *above))


@functools.cache
def _heads_disputes(label: str) -> bool:
    """Tell whether a normalised label is, or holds, a column head of 表四 that no other table has."""
    return any(normal(outcome.label) in label for outcome in outcomes()[:-1])


def _is_bare_label(seen: Sequence[Observed], item: Observed) -> bool:
    """Tell whether a row is a label and empty cells, and its numbers stand in a row without a label beside it."""
    if item.count:
        return False
    beside = [seen[order] for order in (item.order - 1, item.order + 1) if 0 <= order < len(seen)]
    bare = [near for near in beside if near.count and not near.label and near.block == item.block]
    return any(not item.ruled or len(near.fields) > len(item.fields) for near in bare)


@functools.cache
def _scores(labels: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Score labels against every row of every form; keep the best fits and those nearly as good."""
    scores = {(row.name, row.label): _label_score(labels, row) for row in _every_row()}
    best = max(scores.values(), default=0.0)
    return {key: score for key, score in scores.items() if score and best - score < _NEARLY}


@functools.cache
def _every_row() -> tuple[FormRow, ...]:
    tables = [form_table(form, table) for form in FORM_NAMES for table in TABLES if table != "disputes"]
    return tuple({(row.name, row.label): row for table in tables for row in table.rows}.values())


def _alternatives(seen: Sequence[Observed], item: Observed, side: str) -> Iterator[str]:
    before, after = _fragments(seen, item.order, -1), _fragments(seen, item.order, 1)
    own = normal(item.label)
    if own:
        yield own
        yield normal(item.labels[-1])
        yield normal("".join(item.labels[-2:]))
        yield from (normal(piece) + own for piece in before)
        after = [piece for piece in after if not begins_label(piece)]
        yield from (own + normal(piece) for piece in after)
        if before and after:
            yield normal(before[0]) + own + normal(after[0])
        return
    if side != "none":
        yield from (normal(piece) for piece in (before if side == "before" else after))


def _fragments(seen: Sequence[Observed], order: int, step: int) -> list[str]:
    """Give the label-only rows that stand directly beside a row: the nearest, the nearest two in one, and so on."""
    near: list[str] = []
    position = order + step
    while 0 <= position < len(seen) and len(near) < _MOST_FRAGMENTS and not seen[position].count:
        if not seen[position].label or len(seen[position].label) > 60:
            break
        if step > 0 and begins_label(seen[position].label) and not all(map(_is_group, near)):
            break
        near.append(seen[position].label)
        if step < 0 and begins_label(near[-1]):
            break
        position += step
    return ["".join(near[:count][::step]) for count in range(1, len(near) + 1)]


@functools.cache
def _is_group(label: str) -> bool:
    """Tell whether a label is that of a group of rows, which stands before its first row's own."""
    groups = {normal(row.group) for row in _every_row() if row.table == "applications" and row.group}
    return any(similarity(normal(label), group) >= _SHORT_THRESHOLD for group in groups)


@functools.cache
def _row_labels(row: FormRow) -> tuple[str, ...]:
    """Give the normalised labels by which a row of the form is known."""
    names = [label for label in (row.label, row.short, *row.also) if label]
    grouped = [row.group + label for label in names if row.table == "applications" and row.group]
    bare = [_LEADING_ORDINAL.sub("", normal(label)) for label in names if row.table == "applications"]
    return tuple(dict.fromkeys([*(normal(label) for label in (*names, *grouped)), *bare]))


def _label_score(labels: Iterable[str], row: FormRow) -> float:
    best = 0.0
    for label in labels:
        for wanted in _row_labels(row):
            least = _SHORT_THRESHOLD if len(wanted) < _SHORT else _THRESHOLD
            best = max(best, fuzz.ratio(label, wanted, score_cutoff=100 * max(least, best)) / 100)
    return best


def _form_rows(forms: Forms) -> list[FormRow]:
    return [row for table in TABLES for row in form_table(forms[table], table).rows]


def _align_to(known: _Labels, forms: Forms) -> tuple[float, dict[str, Observed]]:
    items = known.items
    rows = _form_rows(forms)
    table = [[0.0] * (len(rows) + 1) for _ in range(len(items) + 1)]
    matches = [[known.match(item, row) for row in rows] for item in items]
    for i in range(len(items) - 1, -1, -1):
        for j in range(len(rows) - 1, -1, -1):
            skip = max(table[i + 1][j], table[i][j + 1])
            match = matches[i][j]
            table[i][j] = max(skip, match + table[i + 1][j + 1]) if match else skip
    return table[0][0], dict(_walk(table, items, rows, matches))


def _walk(
    table: list[list[float]], items: list[Observed], rows: list[FormRow], matches: list[list[float]]
) -> Iterator[tuple[str, Observed]]:
    i = j = 0
    while i < len(items) and j < len(rows):
        match = matches[i][j]
        if match and table[i][j] == match + table[i + 1][j + 1]:
            yield rows[j].name, items[i]
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j]:
            i += 1
        else:
            j += 1


def _score(known: _Labels, item: Observed, row: FormRow) -> float:
    """Score one observed row against one row of the form; 0 means that they cannot be the same."""
    if row.table == "disputes":
        return _dispute_score(known, item, len(row.cells))
    label = known.score(item, row) if item.count <= len(row.cells) + _MOST_SURPLUS else 0.0
    return max(label + _fit(item, len(row.cells)), 0.0) if label else 0.0


def _fit(item: Observed, due: int) -> float:
    run_together = item.count == 1 and due > 3 and len(item.fields[0].text) == due
    if due in {item.count, len(item.fields)} or run_together:
        return 0.3
    if abs(item.count - due) <= 2:
        return 0.1
    return -0.3


def _dispute_score(known: _Labels, item: Observed, due: int) -> float:
    """表四 has no row label: it is known by its many values, and by the kinds of case when they stand beside them."""
    if due in {item.count, len(item.fields)}:
        return 1.0
    if _DISPUTES_LEAST <= item.count <= due + 3:
        return 0.6 if known.is_headed(item) else 0.0
    named = any(normal(case.label) in known.own[item.order] for case in cases())
    return 0.4 if named and item.count > 5 else 0.0


def _strays(
    seen: Sequence[Observed], known: _Labels, rows: Mapping[str, Observed], forms: Forms
) -> Iterator[tuple[str, Observed]]:
    """Place rows of 表三 that stand out of order, when their own label is surely that of a row not found elsewhere."""
    used = {item.order for item in rows.values()}
    for row in form_table(forms["applications"], "applications").rows:
        fitting = [
            item
            for item in seen
            if item.order not in used
            and item.count == len(row.cells)
            and row.name not in rows
            and any(similarity(known.own[item.order], wanted) >= _STRAY for wanted in _row_labels(row)[:1])
        ]
        if len(fitting) == 1:
            yield row.name, fitting[0]


def _filled_gaps(
    seen: Sequence[Observed], known: _Labels, rows: Mapping[str, Observed], forms: Forms
) -> Iterator[tuple[str, Observed]]:
    """Place rows without labels: as many as the form lacks between two neighbours are those rows, in order."""
    for table in ("proactive", "applications"):
        names = form_table(forms[table], table).rows
        for gap, first, last in _gaps(names, rows, seen, forms, table):
            unlabelled = [
                item
                for item in seen[first:last]
                if item.count and not item.label and item.order not in {taken.order for taken in rows.values()}
            ]
            fits = len(unlabelled) == len(gap) and all(
                len(row.cells) in {item.count, len(item.fields)}
                and not _contradicted(seen, item, row, known.sides[table])
                for row, item in zip(gap, unlabelled, strict=True)
            )
            if fits and (table == "applications" or first > 0):
                yield from ((row.name, item) for row, item in zip(gap, unlabelled, strict=True))


def _contradicted(seen: Sequence[Observed], item: Observed, row: FormRow, side: str) -> bool:
    """Tell whether the labels beside a row without one are surely those of other rows, and none of them is this row's.

    `side` is where this table's labels stand; where that is not known both sides are asked.
    """
    steps = {"before": (-1,), "after": (1,)}.get(side, (-1, 1))
    beside = [normal(piece) for step in steps for piece in _fragments(seen, item.order, step)]
    sure = [{name for (name, _), score in _scores((label,)).items() if score >= _SAME_ROW} for label in beside]
    named = [names for names in sure if names]
    return bool(named) and not any(row.name in names for names in named)


def _gaps(
    rows: Sequence[FormRow], found: Mapping[str, Observed], seen: Sequence[Observed], forms: Forms, table: str
) -> Iterator[tuple[list[FormRow], int, int]]:
    """Give each run of rows that were not found, with the range of observed rows in which they must lie."""
    start, end = _table_range(found, seen, forms, table)
    gap: list[FormRow] = []
    after = start
    for row in rows:
        if row.name in found:
            if gap:
                yield gap, after, found[row.name].order
            gap, after = [], found[row.name].order + 1
        else:
            gap.append(row)
    if gap:
        yield gap, after, end


def _table_range(found: Mapping[str, Observed], seen: Sequence[Observed], forms: Forms, table: str) -> tuple[int, int]:
    """Give the range of observed rows between the last row found of the tables before and the first of those after."""
    position = TABLES.index(table)
    before = [
        found[row.name].order
        for name in TABLES[:position]
        for row in form_table(forms[name], name).rows
        if row.name in found
    ]
    after = [
        found[row.name].order
        for name in TABLES[position + 1 :]
        for row in form_table(forms[name], name).rows
        if row.name in found
    ]
    heads = [item.order for item in seen if table != "disputes" and _heads_disputes(normal(item.label))]
    return max(before, default=-1) + 1, min([*after, *heads], default=len(seen))


def _doubled(
    seen: Sequence[Observed], known: _Labels, rows: Mapping[str, Observed], forms: Forms
) -> dict[str, tuple[Observed, ...]]:
    """Find rows that stand in the file a second time: their label is a placed row's own, their place is not."""
    used = {item.order for item in rows.values()}
    spare = [item for item in seen if item.count and item.order not in used and item.label]
    doubled: dict[str, list[Observed]] = {}
    for row in _form_rows(forms):
        for item in spare:
            own = known.own[item.order]
            same = row.name in rows and any(similarity(own, wanted) >= _SAME_ROW for wanted in _row_labels(row))
            if same and abs(item.count - len(row.cells)) <= 1:
                doubled.setdefault(row.name, []).append(item)
    return {name: tuple(items) for name, items in doubled.items()}
