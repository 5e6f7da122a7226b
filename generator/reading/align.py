"""Observed rows × a form → which row of the form each observed row is.

One monotone alignment (Needleman and Wunsch 1970) of all observed rows with values against all rows of the form; a row
is known by its label, or by the label fragments beside it. What is left over goes to `gaps`. Nothing here looks at what
the numbers are.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.gaps import Forms, doubled, form_rows, with_gaps_filled
from generator.reading.labels import Labels, RowKey, holds, is_head, normal, scores_of, surely_named
from generator.reading.observe import Observed, begins_label
from generator.reading.observe import bare as bare_text
from generator.records.forms import FORM_NAMES, FormRow, applicants, form_due, form_table, outcomes

_HEAD: Final = 0.5
_WORN: Final = 0.74
_LONE_LABEL: Final = 0.02
_CLEARLY: Final = 0.5
_NEAR: Final = 5
_SHORT: Final = 10
_HEADING_END: Final = "情况"
_MANY: Final = 4
_TOTAL: Final = "applications.total"


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


def align(seen: Sequence[Observed], year: int | None) -> Alignment:
    """Find the forms and the places that explain most of the observed rows. `year` breaks ties between forms."""
    due = form_due(year) if year else FORM_NAMES[-1]
    best = _best_fit(seen, due)
    rows = _without_refuted(seen, _without_lone(best.rows, best.forms), best.forms)
    rows = {name: item for name, item in rows.items() if name != _TOTAL or not _is_head_of_case(seen, item)}
    filled = with_gaps_filled(seen, best.known, rows, best.forms)
    return Alignment(best.forms, best.told, filled, doubled(seen, best.known, filled, best.forms))


@dataclass(frozen=True, slots=True)
class _Fit:
    """One way to explain the rows: its score, forms, rows found, and the labels it went by."""

    score: float
    forms: Forms
    told: Mapping[str, bool]
    rows: Mapping[str, Observed]
    known: Labels


def _best_fit(seen: Sequence[Observed], due: str) -> _Fit:
    """Choose for 表二 and 表三 whether rows without a label of their own go by the label before or after them.

    When the two explain about as much and say different things, neither is believed: such rows stay without a label.
    """
    sides = dict.fromkeys(("proactive", "applications"), "before")
    printed = {form: (_heads_seen(seen, form), _labels_seen(seen, form)) for form in FORM_NAMES}
    known = Labels(seen, dict(sides))
    best = _best_forms(known, due, printed)
    if not any(item.count and not item.label for item in seen):
        return best
    for table in sides:
        other = _best_forms(known.on_sides({**sides, table: "after"}), due, printed)
        first, second = (best, other) if best.score >= other.score else (other, best)
        sides_left = _possible_sides(seen, table)
        sure = first.score - second.score >= _CLEARLY and _reach(best, other, table) == (first is best, first is other)
        sure = (sure or len(sides_left) == 1) and first.known.sides[table] in sides_left
        sure = sure and (first is best or _may_stand_after(seen, other, table))
        sure = sure and not _runs_on(seen, best, other, table)
        if _differ(first, second) and not sure:
            sides[table] = "none"
            best = _best_forms(known.on_sides(dict(sides)), due, printed)
        elif first is other:
            sides[table] = "after"
            best = other
    return best


def _reach(before: _Fit, after: _Fit, table: str) -> tuple[bool, bool]:
    """Tell whether the first of a table's numbers without a label has one before it, and the last one after it.

    Where labels stand before, the last numbers have none after them; where they stand after, the first none before.
    """
    bare = _bare_rows(before, table), _bare_rows(after, table)
    every = bare[0] | bare[1]
    return (min(every) in bare[0], max(every) in bare[1]) if every else (True, False)


def _runs_on(seen: Sequence[Observed], before: _Fit, after: _Fit, table: str) -> bool:
    """Tell whether among a table's numbers without a label, or next to them, are some that neither way places.

    Then the table is torn, and nothing tells on which side its labels stand; nor where its first or last are a scrap.
    """
    every = _bare_rows(before, table) | _bare_rows(after, table)
    if not every:
        return False
    placed = {item.order for fit in (before, after) for item in fit.rows.values()}
    start, end = _within_reach(seen, min(every), max(every))
    left = (item for item in seen[start:end] if not item.label and item.count > 1 and item.order not in placed)
    scraps = table == "applications" and min(seen[min(every)].count, seen[max(every)].count) <= len(applicants()) // 2
    return scraps or next(left, None) is not None


def _within_reach(seen: Sequence[Observed], first: int, last: int) -> tuple[int, int]:
    """Give the range of rows from the numbers next before one row to those next after another, if they are near."""
    before = next((n for n in range(first - 1, max(first - 1 - _NEAR, -1), -1) if seen[n].count), first)
    after = next((n for n in range(last + 1, min(last + 1 + _NEAR, len(seen))) if seen[n].count), last)
    return before, after + 1


def _possible_sides(seen: Sequence[Observed], table: str) -> frozenset[str]:
    """Tell on which sides of their numbers the labels of a table may stand, by its first and its last label.

    Where labels stand before, numbers follow the last one, and those before the first one have another label yet
    before them; where they stand after, none follow the last.
    """
    lone = [item.order for item in seen if _is_lone_label(item) and _is_of(item, table)]
    if not lone:
        return frozenset({"before", "after"})
    first, last = lone[0], lone[-1]
    leading = first > 1 and _is_bare(seen[first - 1]) and not _is_lone_label(seen[first - 2])
    trailing = last + 1 < len(seen) and _is_bare(seen[last + 1])
    return frozenset(({"before"} if not leading else set()) | ({"after"} if not trailing else set()))


def _may_stand_after(seen: Sequence[Observed], after: _Fit, table: str) -> bool:
    """Tell whether labels behind their numbers are there more than once, and none before the first numbers.

    Where many rows have labels of their own before their numbers, those of the rest will not stand behind them.

    One there has no numbers then: it is more likely that of the first, with the last label's numbers cut off. It may be
    worn so that only its ordinal is left of it; that of a heading is none. Where neither numbers nor a heading follow
    the last label the file itself is cut off there, and may have lost the first.
    """
    bare = _bare_rows(after, table)
    if len(bare) <= _MANY * sum(bool(item.label) for name, item in after.rows.items() if name.startswith(f"{table}.")):
        return False
    if not any(item.count > 1 or _is_heading(item) for item in seen[max(bare, default=0) + 1 :]):
        return False
    first = min(bare, default=0)
    leading = next((item for item in reversed(seen[:first]) if item.count or not is_head(item.label)), None)
    return len(bare) > 1 and not (leading and not leading.count and (_is_of(leading, table) or _is_worn(leading)))


def _is_worn(item: Observed) -> bool:
    """Tell whether a label without numbers has the ordinal of a row, whatever became of its words."""
    return begins_label(item.label) and not _is_heading(item)


def _is_heading(item: Observed) -> bool:
    return bare_text(item.label).endswith(_HEADING_END)


def _is_of(item: Observed, table: str) -> bool:
    return any(name.startswith(f"{table}.") for name, _ in scores_of((normal(item.label),)))


def _is_bare(item: Observed) -> bool:
    return bool(item.count and not item.label)


def _is_lone_label(item: Observed) -> bool:
    """Tell whether a row is a label without numbers, and holds no head of a column."""
    words = (word for label in item.labels for word in label.split())
    return bool(item.label and not item.count) and not any(map(is_head, words))


def _bare_rows(fit: _Fit, table: str) -> set[int]:
    return {item.order for name, item in fit.rows.items() if name.startswith(f"{table}.") and not item.label}


def _differ(first: _Fit, second: _Fit) -> bool:
    return {n: item.order for n, item in first.rows.items()} != {n: item.order for n, item in second.rows.items()}


def _best_forms(known: Labels, due: str, printed: Mapping[str, tuple[float, float]]) -> _Fit:
    matches = [(item, fits) for item in known.items if (fits := known.matches(item))]
    tries: dict[tuple[str, str], tuple[float, dict[str, Observed]]] = {}
    for proactive in FORM_NAMES:
        for applications in FORM_NAMES:
            forms = {"proactive": proactive, "applications": applications, "disputes": due}
            score, rows = _align_to(matches, forms)
            tries[proactive, applications] = score + printed[proactive][0] + printed[applications][1], rows
    scores = {names: found[0] for names, found in tries.items()}
    names = max(tries, key=lambda names: scores[names] + 0.001 * names.count(due))
    forms = {"proactive": names[0], "applications": names[1], "disputes": due}
    return _Fit(scores[names], forms, _told(forms, scores, tries[names][1]), tries[names][1], known)


def _heads_seen(seen: Sequence[Observed], form: str) -> float:
    """Score the column heads that only this form of 表二 has, as far as they are printed."""
    printed = [normal(item.label) for item in seen if item.label]
    return _HEAD * sum(any(holds(label, head) >= _WORN for label in printed) for head in _own_heads(form))


@functools.cache
def _own_heads(form: str) -> frozenset[str]:
    """Give the normalised heads of 表二 that this form has, and the other has nothing like."""
    heads = {name: {normal(cell.label) for cell in form_table(name, "proactive").cells} for name in FORM_NAMES}
    others = {head for name in FORM_NAMES if name != form for head in heads[name]}
    return frozenset(head for head in heads[form] if all(holds(other, head) < _WORN for other in others))


def _labels_seen(seen: Sequence[Observed], form: str) -> float:
    """Score the rows of 表三 in this form whose labels stand somewhere without their numbers."""
    alone = frozenset().union(*(surely_named(normal(item.label)) for item in seen if item.label and not item.count))
    return _LONE_LABEL * len(alone & {row.name for row in form_table(form, "applications").rows})


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
    return any(row.name in rows for row in _own_rows(form))


@functools.cache
def _own_rows(form: str) -> tuple[FormRow, ...]:
    """Give the rows of 表三 that this form has and the other has not."""
    others = {row.name for name in FORM_NAMES if name != form for row in form_table(name, "applications").rows}
    return tuple(row for row in form_table(form, "applications").rows if row.name not in others)


def _is_head_of_case(seen: Sequence[Observed], item: Observed) -> bool:
    """Tell whether the label of a row is the last head of a case in 表四: 总计, behind 尚未审结."""
    *_, pending, total = (column.label for column in outcomes())
    before = bare_text(seen[item.order - 1].label) if item.order else ""
    return bare_text(item.label) == total and before == pending


def _without_lone(rows: Mapping[str, Observed], forms: Forms) -> dict[str, Observed]:
    """Take out a row that only this form has when it stands alone of several, under a label worn or cut short.

    Where the other form has one row in the place of several, that row may be what stands there.
    """
    own = _own_rows(forms["applications"])
    found = [row for row in own if row.name in rows]
    lone = found if len(own) > 1 == len(found) else []
    whole = {row.name for row in lone if _is_whole(rows[row.name], row)}
    return {name: item for name, item in rows.items() if name not in {row.name for row in lone} - whole}


def _without_refuted(seen: Sequence[Observed], rows: Mapping[str, Observed], forms: Forms) -> dict[str, Observed]:
    """Take out a row that stands for several of the other form's, when the label of one of these is printed.

    Its label is then that of their group. A short label may be a column's head too, and tells nothing.
    """
    own, others = ([row.name for row in _own_rows(form)] for form in _this_first(forms["applications"]))
    if len(own) >= len(others):
        return dict(rows)
    long = (normal(item.label) for item in seen if len(item.label) > _SHORT)
    refuted = any(surely_named(label) & set(others) for label in long)
    return {name: item for name, item in rows.items() if not (refuted and name in own)}


def _this_first(form: str) -> list[str]:
    return sorted(FORM_NAMES, key=lambda name: name != form)


def _is_whole(item: Observed, row: FormRow) -> bool:
    """Tell whether a row's label is that of the form with its ordinal, alone or behind its group's."""
    wanted = normal(row.label)
    return any(normal(label).endswith(wanted) for label in (item.label, *item.labels))


def _align_to(
    known: Sequence[tuple[Observed, Mapping[RowKey, float]]], forms: Forms
) -> tuple[float, dict[str, Observed]]:
    """Give the score and the rows of the best monotone alignment to these forms.

    `table[i][j]` is what the items from `i` on and the rows from `j` on explain at best. Most items fit few rows or
    none, so each line of it is the one below, raised where a match raises it.
    """
    items = [item for item, _ in known]
    rows = form_rows(forms)
    places = {(row.name, row.label): position for position, row in enumerate(rows)}
    matches = [{places[key]: score for key, score in fits.items() if key in places} for _, fits in known]
    table = [[0.0] * (len(rows) + 1)]
    for fits in reversed(matches):
        below = table[-1]
        table.append(_raised(below, fits) if fits else below)
    table.reverse()
    return table[0][0], dict(_walk(table, items, rows, matches))


def _raised(below: list[float], fits: Mapping[int, float]) -> list[float]:
    line = below.copy()
    for fit in sorted(fits, reverse=True):
        score = fits[fit] + below[fit + 1]
        first = next((position + 1 for position in range(fit, -1, -1) if line[position] >= score), 0)
        line[first : fit + 1] = [score] * (fit + 1 - first)
    return line


def _walk(
    table: list[list[float]], items: list[Observed], rows: list[FormRow], matches: list[dict[int, float]]
) -> Iterator[tuple[str, Observed]]:
    i = j = 0
    while i < len(items) and j < len(rows):
        match = matches[i].get(j, 0.0)
        if match and table[i][j] == match + table[i + 1][j + 1]:
            yield rows[j].name, items[i]
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j]:
            i += 1
        else:
            j += 1
