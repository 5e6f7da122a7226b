"""Rows of the year before that stand beside the report's own, named 上年 and 本年: taken out, and the others kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from generator.reading.line_words import LAST_YEAR, THIS_YEAR
from generator.reading.observe import Observed, bare, numbered

_PREFIXES: Final = ("上年", "本年")
_SEVERAL: Final = 2


def without_last_year(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows without those whose label says 上年; a row that says 本年 has the label that both stand under.

    Without any 本年, 上年 may be a piece of 上年结转. Where both begin the label itself, several labels must do so,
    each with both.
    """
    if not all(any(item.count and _has(item, years) for item in seen) for years in (LAST_YEAR, THIS_YEAR)):
        return tuple(_without_prefixes(seen))
    return tuple(numbered(_of_this_year(seen)))


def _of_this_year(seen: Sequence[Observed]) -> Iterator[Observed]:
    label: tuple[str, ...] = ()
    for item in seen:
        last, this = (item.count and _has(item, years) for years in (LAST_YEAR, THIS_YEAR))
        own = _named(item) if last or this else item.labels
        label = own or (label if last or this else ())
        if not last:
            yield dataclasses.replace(item, labels=own or label) if this else item


def _has(item: Observed, years: frozenset[str]) -> bool:
    return any(bare(word) in years for label in item.labels for word in (label, *label.split()[-1:]))


def _named(item: Observed) -> tuple[str, ...]:
    """Give the labels of a row without the word for its year."""
    words = (
        label if bare(label.split()[-1]) not in LAST_YEAR | THIS_YEAR else " ".join(label.split()[:-1])
        for label in item.labels
    )
    return tuple(label for label in words if bare(label) and bare(label) not in LAST_YEAR | THIS_YEAR)


def _without_prefixes(seen: Sequence[Observed]) -> Iterator[Observed]:
    rests = [{_rest(item, prefix) for item in seen if item.count} - {""} for prefix in _PREFIXES]
    both = rests[0] & rests[1]
    if len(both) < _SEVERAL:
        return iter(seen)
    kept = (item for item in seen if _rest(item, _PREFIXES[0]) not in both)
    return numbered(_relabelled(item, both) for item in kept)


def _relabelled(item: Observed, both: set[str]) -> Observed:
    rest = _rest(item, _PREFIXES[1])
    return dataclasses.replace(item, labels=(rest,)) if item.count and rest in both else item


def _rest(item: Observed, prefix: str) -> str:
    """Give what a row's last label says behind a word for a year that it begins with."""
    label = bare(item.labels[-1]) if item.labels else ""
    return label.removeprefix(prefix) if label.startswith(prefix) else ""
