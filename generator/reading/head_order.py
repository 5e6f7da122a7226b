"""Do the printed heads of the columns stand in the form's order? Where they do not, the columns mean something else."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.reading.gaps import Forms
from generator.reading.labels import normal, similarity
from generator.reading.observe import Observed
from generator.records.forms import TABLES, FormRow, applicants, cases, form_table, outcomes

WHY: Final = "列的次序与表样不同，各列的含义需要人工核对"
_ALIKE: Final = 0.8


def disordered(seen: Sequence[Observed], rows: Mapping[str, Observed], forms: Forms) -> frozenset[str]:
    """Give the names of the rows that stand under heads in another order than the form's.

    `rows` are the observed rows by the names of the form's rows. Heads that are not printed tell nothing.
    """
    found: set[str] = set()
    for table in TABLES:
        placed = {row.name: rows[row.name] for row in form_table(forms[table], table).rows if row.name in rows}
        first = min((item.order for item in placed.values()), default=0)
        start = max((item.order for item in rows.values() if item.order < first), default=-1) + 1
        if table != "proactive":
            found |= placed.keys() if any(_is_disordered(item, table) for item in seen[start:first]) else set()
            continue
        for row in form_table(forms[table], table).rows:
            if row.name in placed and _is_falling(_nearest(seen, placed[row.name], row), _labels(row)):
                found.add(row.name)
    return frozenset(found)


def _nearest(seen: Sequence[Observed], item: Observed, row: FormRow) -> list[Observed]:
    """Give the nearest row over a row of 表二 that prints heads of its block."""
    return [above for above in seen[: item.order] if len(_places(above, _labels(row))) > 1][-1:]


def _is_falling(heads: Sequence[Observed], labels: tuple[str, ...]) -> bool:
    return any(_falls(_places(item, labels)) for item in heads)


def _is_disordered(item: Observed, table: str) -> bool:
    if table == "disputes":
        return _cases_disordered(item)
    return _falls(_places(item, tuple(normal(column.label) for column in applicants())))


def _labels(row: FormRow) -> tuple[str, ...]:
    return tuple(normal(cell.label) for cell in row.cells)


def _cases_disordered(item: Observed) -> bool:
    """Tell whether the groups of 表四 or the figures in each stand in another order."""
    groups = _places(item, ("行政复议", "行政诉讼")), _places(item, tuple(normal(case.label) for case in cases()))
    figures = _places(item, tuple(normal(outcome.label) for outcome in outcomes()))
    return any(map(_falls, groups)) or outcomes_disordered(figures)


def outcomes_disordered(figures: Sequence[int]) -> bool:
    """Tell whether the outcomes under the groups of 表四 stand in another order, as far as they can be read.

    Where all are read each group must print them in order. Where some are torn or misread the rest begin anew at most
    as often as there are groups.
    """
    each, times = len(outcomes()), len(figures) // len(outcomes())
    if figures and sorted(figures) == sorted([*range(each)] * times):
        return list(figures) != [*range(each)] * times
    return sum(after <= before for before, after in itertools.pairwise(figures)) >= len(cases())


def _falls(places: Sequence[int]) -> bool:
    return any(after < before for before, after in itertools.pairwise(places))


def _places(item: Observed, heads: tuple[str, ...]) -> list[int]:
    """Give the places in the form of the heads that a row prints, from left to right."""
    return [place for piece in _pieces(item, heads) if (place := _place(piece, heads)) is not None]


def _pieces(item: Observed, heads: tuple[str, ...]) -> Iterator[str]:
    for label in (*item.labels, *(field.text for field in item.fields)):
        whole = normal(label)
        yield from [whole] if _place(whole, heads) is not None else map(normal, label.split())


@functools.lru_cache(maxsize=16384)
def _place(text: str, heads: tuple[str, ...]) -> int | None:
    best = max(range(len(heads)), key=lambda place: similarity(text, heads[place]))
    return best if text and similarity(text, heads[best]) >= _ALIKE else None
