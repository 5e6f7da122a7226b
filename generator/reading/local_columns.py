"""Columns that the form does not have, taken out of the rows: numbers of the rows, and sums of the organisations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from generator.reading.observe import Field, Observed, bare, numbered
from generator.records.figures import Absence, Number, Unit, fold, read_figure
from generator.records.forms import applicants

_SUMS: Final = frozenset({"小计", "合计", "法人小计", "组织小计", "法人或其他组织小计", "法人或其他组织合计"})
_SUBTOTALS: Final = _SUMS - {"合计"}
_LAST_YEAR: Final = ("上年", "去年", "上一年")
_LONGEST_HEAD: Final = 6
_LEAST_ROWS: Final = 4
_COUNTING: Final = 5


def without_local_columns(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows without a column of sums in 表三, and without rows that only number the columns.

    A column is one of sums when a head says so, and every row that holds all its numbers agrees.
    """
    kept = [item for item in seen if not _counts_up(item)]
    places = {block: place for block in {item.block for item in kept} if (place := _sum_place(kept, block)) is not None}
    taken = [_without(item, places[item.block]) if item.block in places else item for item in kept]
    return tuple(numbered(taken))


def has_subtotal(seen: Sequence[Observed]) -> bool:
    """Tell whether a head names a column of sums of the organisations, wherever it stands."""
    return any(word in _SUBTOTALS for word in _head_words(seen))


def has_last_year(seen: Sequence[Observed]) -> bool:
    """Tell whether a head names a column of the year before, which stands behind the total."""
    return any(word.startswith(_LAST_YEAR) and len(word) <= _LONGEST_HEAD for word in _head_words(seen))


def _head_words(seen: Sequence[Observed]) -> Iterator[str]:
    heads = (item for item in seen if not item.count or item.labels)
    texts = {text for item in heads for text in (*item.labels, *(field.text for field in item.fields))}
    return (word for text in texts for word in (bare(text), *_words(text)))


def _words(text: str) -> list[str]:
    return [bare(word) for word in text.split()]


def _counts_up(item: Observed) -> bool:
    """Tell whether a row numbers the columns: 1 2 3 4 5 …; no row of the form can hold that and add up."""
    printed = [fold(field.text).strip() for field in item.fields if field.printed]
    if len(printed) < _COUNTING or not all(text.isascii() and text.isdigit() for text in printed):
        return False
    numbers = list(map(int, printed))
    return numbers[0] in {0, 1} and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _sum_place(seen: Sequence[Observed], block: int) -> int | None:
    """Give the place among eight values of the sum of the organisations; None when the block has no such column."""
    rows = [item for item in seen if item.block == block]
    heads = [_heads(item) for item in rows if not item.count or item.labels]
    places = {place for labels in heads for place in _places(labels)}
    wide = [item for item in rows if item.count and len(item.fields) >= _COUNTING]
    if len(wide) < _LEAST_ROWS or not places or not all(map(_tail, wide)):
        return None
    fitting = [place for place in places if all(_adds_up(item, place) for item in wide)]
    return fitting[0] if len(fitting) == 1 else None


def _heads(item: Observed) -> list[str]:
    texts = [*item.labels, *(field.text for field in item.fields)]
    return [bare(text) for text in texts if text.strip()]


def _places(heads: Sequence[str]) -> Iterator[int]:
    """Give the places where a row of heads lets the sums stand: before the organisations, or behind them."""
    first, last = applicants()[1].label, applicants()[5].label
    for before, head, after in zip(["", *heads], heads, [*heads[1:], ""], strict=False):
        if head in _SUMS:
            yield from {1} if after == first else {6} if before == last else {1, 6}


def _tail(item: Observed) -> tuple[Field, ...]:
    """Give the last eight fields of a row when no figure is printed before them: words there are a worn label's."""
    wide = len(applicants()) + 1
    tail = item.fields[-wide:]
    return tail if len(tail) == wide and not any(map(_is_figure, item.fields[:-wide])) else ()


def _is_figure(field: Field) -> bool:
    return field.printed and read_figure(field.text, Unit.COUNT).figure is not Absence.UNCLEAR


def _adds_up(item: Observed, place: int) -> bool:
    values = [_number(field.text) for field in _tail(item)]
    parts = values[1:6] if place == 6 else values[2:7]
    known = [value for value in parts if value is not None]
    whole = values[place]
    return whole is None or len(known) < len(parts) or sum(known) == whole


def _number(text: str) -> Number | None:
    figure = read_figure(text, Unit.COUNT).figure
    return None if isinstance(figure, Absence) else figure


def _without(item: Observed, place: int) -> Observed:
    tail = _tail(item)
    if not tail:
        return item
    sums = tail[place]
    fields = tuple(field for field in item.fields if field is not sums)
    if not item.ruled:
        fields = tuple(
            dataclasses.replace(field, column=field.column - (field.column > sums.column)) for field in fields
        )
    return dataclasses.replace(item, fields=fields, width=item.width - 1)
