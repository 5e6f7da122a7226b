"""What moved between two years, where the two may be compared: `checking.breaks` alone says whether they may."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.checking.breaks import Break, breaks, breaks_between, comparability, same_quantity
from generator.checking.metrics import Seen
from generator.publishing.figure_text import total_of
from generator.records.figures import Number
from generator.records.record import Record, number_of, stated
from generator.records.yaml_files import load_resource

COMPARABLE: Final = "可比"
ROUGHLY: Final = "大致可比"


@dataclass(frozen=True, slots=True)
class Move:
    """How a figure moved against the year before. `key`: `up`, `down`, `break` (may not be compared), or nothing.

    `text` stands beside the figure, `spoken` is for those who hear it.
    """

    key: str = ""
    text: str = ""
    spoken: str = ""


NONE: Final = Move()


def breaks_at(cells: Iterable[str], year: int, before: Record | None, now: Record | None) -> tuple[Break, ...]:
    """Give the breaks between `year` - 1 and `year` that concern any of these cells, by the forms really used.

    Where one of the two records lacks, the forms due for the years tell.
    """
    named = tuple(cells)
    found = [each for each in breaks_between(year - 1, year) if any(map(each.concerns, named))]
    if any(comparability(cell).compare != COMPARABLE for cell in named) and _forms_differ(named[0], year, before, now):
        found.insert(0, _of_form())
    return tuple(found)


def _forms_differ(cell: str, year: int, before: Record | None, now: Record | None) -> bool:
    table = cell.partition(".")[0]
    if before and now:
        return before.forms[table] != now.forms[table]
    return _of_form().lies_between(year - 1, year)


def _of_form() -> Break:
    return next(each for each in reversed(breaks()) if not each.cells)


def may_compare(cells: Iterable[str], year: int, before: Record, now: Record) -> bool:
    """Tell whether these cells of `now` count the same as cells of `before` do, the year before `year`."""
    return all(same_quantity(cell, now.forms, before.forms) and not _law_broke(cell, year) for cell in cells)


@functools.cache
def _law_broke(cell: str, year: int) -> bool:
    """Tell whether the law changed what a cell counts between `year` - 1 and `year`."""
    return any(each.concerns(cell) for each in breaks_between(year - 1, year) if each.cells)


def move(cell: str, year: int, before: Seen | None, now: Seen | None) -> Move:
    """Tell how a cell moved from the report of `year` - 1 to that of `year`.

    Nothing where a report is not there, a number lacks, or a failed check concerns one; nor where the form of the year
    before has no such cell, which its column says itself.
    """
    if before is None or now is None or cell not in now.record.figures:
        return NONE
    cells = same_quantity(cell, now.record.forms, before.record.forms)
    if not cells or _law_broke(cell, year):
        if cell not in before.record.figures:
            return NONE
        return _move(
            "break", "break", "、".join(each.name for each in breaks_at([cell], year, before.record, now.record))
        )
    was, figure = sure_sum(before, cells), sure_sum(now, (cell,))
    if was is None or figure is None or was == figure:
        return NONE
    return _moved(figure - was, rough=cells != (cell,) and comparability(cell).compare == ROUGHLY)


def _moved(by: Number, *, rough: bool) -> Move:
    key = "up" if by > 0 else "down"
    return _move(key, f"roughly_{key}" if rough else key, stated(max(by, -by)))


def _move(key: str, said: str, what: str) -> Move:
    entry: Mapping[str, str] = chart_words()["moves"][said]
    return Move(key, entry["text"].format(what), entry["spoken"].format(what))


@functools.cache
def chart_words() -> Mapping[str, Any]:
    """Read what charts and moves are made of and say."""
    loaded: Mapping[str, Any] = load_resource("generator.publishing", "charts.yaml")
    return loaded


def sure_sum(seen: Seen, cells: Iterable[str]) -> Number | None:
    """Give the sum of cells; None where one has no number or a failed check concerns it."""
    named = tuple(cells)
    if any(cell in seen.doubted for cell in named):
        return None
    return number_of(total_of([seen.record.figures[cell] for cell in named]))
