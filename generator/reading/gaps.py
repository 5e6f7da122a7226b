"""Rows of the form that no row was found for by its label in its place: out of order, without labels, printed twice.

A row without a label is placed only where a gap lacks exactly as many as stand there, and never against the labels
beside it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.labels import (
    SURE,
    Labels,
    fragments,
    heads_disputes,
    is_far,
    normal,
    row_labels,
    scores_of,
    similarity,
    surely_named,
)
from generator.reading.observe import Observed, bare
from generator.records.figures import fold
from generator.records.forms import FORM_NAMES, TABLES, FormRow, applicants, form_table

_STRAY: Final = 0.9
_LONG_GAP: Final = 10
_NEAR: Final = 3
_ONE_CASE: Final = 5
_WORN: Final = 0.6
_HAN: Final = "一二三四五六七八"
_ORDINALS: Final = (
    re.compile(r"([1-8])[.、]"),
    re.compile(rf"([{_HAN}])、"),
    re.compile(rf"[(（]([{_HAN}])[)）]"),
)
_SHORTEST_GROUP: Final = 2
_OF_APPLICATIONS: Final = ("申请人情况", "收到和处理政府信息公开申请")

Forms = Mapping[str, str]


def form_rows(forms: Forms) -> list[FormRow]:
    """Give the rows of all tables in the order of the forms."""
    return [row for table in TABLES for row in form_table(forms[table], table).rows]


def with_gaps_filled(
    seen: Sequence[Observed], known: Labels, rows: Mapping[str, Observed], forms: Forms
) -> dict[str, Observed]:
    """Give the rows found, and those that can be placed without a label in its place."""
    filled = {**rows, **dict(_strays(seen, known, rows, forms))}
    filled |= dict(_by_lone_labels(seen, filled, forms))
    return filled | dict(_filled_gaps(seen, known, filled, forms))


def _strays(
    seen: Sequence[Observed], known: Labels, rows: Mapping[str, Observed], forms: Forms
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
            and any(similarity(known.own[item.order], wanted) >= _STRAY for wanted in row_labels(row)[:1])
        ]
        if len(fitting) == 1:
            yield row.name, fitting[0]


def _by_lone_labels(
    seen: Sequence[Observed], rows: Mapping[str, Observed], forms: Forms
) -> Iterator[tuple[str, Observed]]:
    """Place rows without labels of 表三 whose labels all stand elsewhere: as many, in the order of the form.

    All labels of the form must be there: with one label lost and one row of numbers lost, as many would be left of
    each, and every number between the two would stand one row off.
    """
    lone = _lone_labels(seen, rows, forms)
    used = {item.order for item in rows.values()}
    start, end = _table_range(rows, seen, forms, "applications")
    alone = [item for item in seen[start:end] if item.count and not item.label and item.order not in used]
    table = {row.name: row for row in form_table(forms["applications"], "applications").rows}
    if len(lone) == len(table) and not table.keys() & rows.keys() and _fill([table[name] for name in lone], alone):
        yield from zip(lone, alone, strict=True)


def _lone_labels(seen: Sequence[Observed], rows: Mapping[str, Observed], forms: Forms) -> list[str]:
    """Give the rows of 表三 whose labels stand without numbers; none when they are not in the form's order."""
    names = [row.name for row in form_table(forms["applications"], "applications").rows]
    heads = {column.label for column in applicants()}
    start, end = _table_range(rows, seen, forms, "applications")
    printed = [item for item in seen[start:end] if item.label and not item.count and bare(item.label) not in heads]
    found = [name for item in printed for name in surely_named(normal(item.label)) if name in names]
    lone = list(dict.fromkeys(found))
    return lone if lone == sorted(lone, key=names.index) and not _ordinals_fall(printed) else []


def _ordinals_fall(printed: Sequence[Observed]) -> bool:
    """Tell whether labels are numbered out of order: a torn label names no row, but its ordinal still counts.

    The numbers of a group begin anew behind those of another, which go beyond two in every group of the form.
    """
    labels = [fold(item.label).strip() for item in printed]
    runs = [[_value(match[1]) for label in labels if (match := kind.match(label))] for kind in _ORDINALS]
    pairs = (pair for run in runs for pair in itertools.pairwise(run))
    return any(after < before and not (after == 1 and before > _SHORTEST_GROUP) for before, after in pairs)


def _value(ordinal: str) -> int:
    return _HAN.index(ordinal) + 1 if ordinal in _HAN else int(ordinal)


def _filled_gaps(
    seen: Sequence[Observed], known: Labels, rows: Mapping[str, Observed], forms: Forms
) -> Iterator[tuple[str, Observed]]:
    """Place rows without labels: as many as the form lacks between two neighbours are those rows, in order."""
    for table in ("proactive", "applications"):
        names = form_table(forms[table], table).rows
        for gap, first, reach in _gaps(names, rows, seen, forms, table):
            last = _before_applications(seen, first, reach) if table == "proactive" else reach
            unlabelled = [
                item
                for item in seen[first:last]
                if item.count and not item.label and item.order not in {taken.order for taken in rows.values()}
            ]
            disordered = len(gap) >= _LONG_GAP and not _lone_labels(seen, rows, forms)
            fits = (
                _fill(gap, unlabelled)
                and not disordered
                and not any(_is_short(row, rows.get(row.name)) for row in _neighbours(names, gap))
                and not any(
                    _contradicted(seen, item, row, known.sides[table])
                    for row, item in zip(gap, unlabelled, strict=True)
                )
            )
            if fits and (table == "applications" or first > 0):
                yield from ((row.name, item) for row, item in zip(gap, unlabelled, strict=True))


def _before_applications(seen: Sequence[Observed], first: int, last: int) -> int:
    """Give where in a range the heading or the heads of 表三 stand, else its end."""
    labels = ((item.order, normal(item.label)) for item in seen[first:last] if item.label and not item.count)
    return next((order for order, label in labels if any(words in label for words in _OF_APPLICATIONS)), last)


def _neighbours(names: Sequence[FormRow], gap: Sequence[FormRow]) -> list[FormRow]:
    """Give the rows of a form before and after a gap."""
    first, last = names.index(gap[0]), names.index(gap[-1])
    return [*names[max(first - 1, 0) : first], *names[last + 1 : last + 2]]


def _is_short(row: FormRow, item: Observed | None) -> bool:
    """Tell whether a row beside a gap has so few values that those without a label may be its own."""
    if item is None or (item.count == 1 and len(item.fields[0].text) == len(row.cells)):  # digits run together
        return False
    return max(item.count, len(item.fields)) < len(row.cells) - _NEAR


def _fill(gap: Sequence[FormRow], unlabelled: Sequence[Observed]) -> bool:
    """Tell whether rows without labels are as many as a gap lacks, and as long: in a long gap most of them."""
    if len(unlabelled) != len(gap):
        return False
    pairs = list(zip(gap, unlabelled, strict=True))
    whole = sum(len(row.cells) in {item.count, len(item.fields)} for row, item in pairs)
    near = all(abs(item.count - len(row.cells)) <= _NEAR for row, item in pairs)
    return whole == len(gap) or (len(gap) >= _LONG_GAP and near and 2 * whole > len(gap))


def _contradicted(seen: Sequence[Observed], item: Observed, row: FormRow, side: str) -> bool:
    """Tell whether the labels beside a row without one are surely those of other rows, and none of them is this row's.

    `side` is where this table's labels stand; where that is not known both sides are asked.
    """
    steps = {"before": (-1,), "after": (1,)}.get(side, (-1, 1))
    beside = [
        normal(piece)
        for step in steps
        if not is_far(seen, item, "before" if step < 0 else "after")
        for piece in fragments(seen, item.order, step)
    ]
    sure = [frozenset(name for (name, _), score in scores_of((label,)).items() if score >= SURE) for label in beside]
    named = [names for names in sure if names] or [names for label in beside if (names := _most_like(label, row.table))]
    return bool(named) and not any(row.name in names for names in named)


def _most_like(label: str, table: str) -> frozenset[str]:
    """Give the rows of a table that a worn label is most like, though it cannot name them."""
    likeness = {
        row.name: max(similarity(label, wanted) for wanted in row_labels(row))
        for form in FORM_NAMES
        for row in form_table(form, table).rows
    }
    best = max(likeness.values())
    return frozenset(name for name, alike in likeness.items() if alike == best >= _WORN)


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
    heads = [item.order for item in seen if table != "disputes" and heads_disputes(normal(item.label))]
    return max(before, default=-1) + 1, min([*after, *heads], default=len(seen))


def doubled(
    seen: Sequence[Observed], known: Labels, rows: Mapping[str, Observed], forms: Forms
) -> dict[str, tuple[Observed, ...]]:
    """Find rows that stand in the file a second time: their label is a placed row's own, their place is not.

    The row of 表四 has no label; another with as many cells is one of another year, or of somebody else.
    """
    used = {item.order for item in rows.values()}
    spare = [item for item in seen if item.count and item.order not in used]
    found: dict[str, list[Observed]] = {}
    for row in form_rows(forms):
        for item in spare if row.name in rows else ():
            if _is_again(item, row, known):
                found.setdefault(row.name, []).append(item)
    return {name: tuple(items) for name, items in found.items()}


def _is_again(item: Observed, row: FormRow, known: Labels) -> bool:
    if row.table == "disputes":
        return len(item.fields) >= len(row.cells) and item.count >= _ONE_CASE
    own = known.own[item.order]
    same = bool(item.label) and any(similarity(own, wanted) >= SURE for wanted in row_labels(row))
    return same and abs(item.count - len(row.cells)) <= 1
