"""How a figure is shown: as the number printed, or as the word that says why there is none. A blank is never a zero."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from generator.publishing.words import SumColumn, sum_columns, words
from generator.records.figures import Absence, Figure
from generator.records.forms import TABLES, form_table
from generator.records.record import Record, stated

_WHOLE: Final = frozenset({int})
# The word that a sum takes when several of its cells have no number: what is ours first, then what is the report's.
_WEIGHT: Final = (Absence.UNCLEAR, Absence.MISSING, Absence.BLANK, Absence.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure as pages show it. `value` is the number or the state's key; `word` is empty for numbers.

    `doubt` is the word to put beside a number that a failed check concerns.
    """

    value: str
    text: str
    word: str = ""
    doubt: str = ""


def show_figure(figure: Figure, doubt: str = "") -> FigureText:
    """Show a record's figure."""
    if isinstance(figure, Absence):
        return show_state(figure.value)
    return (
        _shown_whole(figure, doubt) if type(figure) is int else FigureText(stated(figure), stated(figure), doubt=doubt)
    )


@functools.lru_cache(maxsize=8_192)
def _shown_whole(number: int, doubt: str) -> FigureText:
    return FigureText(stated(number), stated(number), doubt=doubt)


@functools.cache
def show_state(state: str) -> FigureText:
    """Show why there is no number: a state of a cell, or of a whole report (`unread`, `not_held`, `not_in_form`)."""
    entry = words("states")[state]
    return FigureText(state, entry["cell"], entry["spoken"])


def absent(record: Record) -> Counter[Absence]:
    """Count the cells without a number by why there is none."""
    return Counter([figure for figure in record.figures.values() if isinstance(figure, Absence)])


def total_of(figures: Iterable[Figure]) -> Figure:
    """Add figures up; where one has no number, neither has the sum."""
    listed = list(figures)
    if set(map(type, listed)) <= _WHOLE:
        return sum(listed)  # type: ignore[arg-type]
    absent: set[Absence] = set()
    total: Figure = 0
    for figure in listed:
        if isinstance(figure, Absence):
            absent.add(figure)
        elif not isinstance(total, Absence):
            total = total + figure
    return next((word for word in _WEIGHT if word in absent), total)


@functools.cache
def _columns(forms: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give every column of the comparison tables by key, with the cells that it sums in these forms."""
    tables = (form_table(form, table) for form, table in zip(forms, TABLES, strict=True))
    names = [cell.name for table in tables for cell in table.cells]
    return tuple((column.key, tuple(_summed(column, names))) for column in sum_columns())


def _summed(column: SumColumn, names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if any(fnmatchcase(name, pattern) for pattern in column.cells))


def doubted_sums(record: Record, doubted: Mapping[str, str]) -> Iterator[tuple[str, Figure, str]]:
    """Give every column of the comparison tables: key, figure, the word to put beside it.

    There is such a word when a failed check concerns one of the column's cells.
    """
    figures = record.figures
    for key, cells in _columns(tuple(record.forms[table] for table in TABLES)):
        doubt = next((doubted[cell] for cell in cells if cell in doubted), "") if doubted else ""
        yield key, total_of([figures[cell] for cell in cells]), doubt


def show_sums(record: Record, doubted: Mapping[str, str]) -> tuple[FigureText, ...]:
    """Show every column of the comparison tables."""
    return tuple(show_figure(figure, doubt) for _, figure, doubt in doubted_sums(record, doubted))


def sums_of(record: Record) -> dict[str, Figure]:
    """Give every column of the comparison tables by key."""
    return {key: figure for key, figure, _ in doubted_sums(record, {})}
