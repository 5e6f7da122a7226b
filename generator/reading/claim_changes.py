"""由2023年的39件增至2024年的41件: two figures that are one, the later of which is the year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.reading.claim_units import Unit
from generator.reading.claim_words import Word

_FROM: Final = frozenset(["由", "从"])
_WHEN: Final = frozenset(["year", "past", "now", "until", "filler", "span"])
_TO: Final = ("至", "到", "为")


def changed(units: Sequence[Unit]) -> Iterator[Unit]:
    """Give the units, with each pair of a figure before a change and one after it as one unit with the later figure."""
    left = list(units)
    while left:
        unit = left.pop(0)
        later = _later(unit, left[0]) if left and stands_before(unit) else None
        if later:
            left.pop(0)
        yield later or unit


def stands_before(unit: Unit) -> bool:
    """Tell whether the figure is what was before a change: 由年初的27件."""
    return unit.figure is not None and _source(unit) is not None


def _source(unit: Unit) -> int | None:
    """Find the 由 or 从 that only words of time part from the figure."""
    for place in range(len(unit.before) - 1, -1, -1):
        if unit.before[place].text in _FROM:
            return place
        if unit.before[place].kind not in _WHEN:
            return None
    return None


def _later(unit: Unit, following: Unit) -> Unit | None:
    change = (*unit.after, *following.before)
    place = _source(unit)
    if place is None or following.figure is None or following.opens or not _leads_on(change):
        return None
    times = tuple(word for word in change if word.kind in {"year", "now", "span"})
    before = (*times, *unit.before[:place])
    return replace(following, before=before, start=unit.start, opens=unit.opens, inside=unit.inside)


def _leads_on(words: Sequence[Word]) -> bool:
    """增至, 下降为, 减少到: and nothing else but the time of the later figure."""
    if not words or words[0].kind != "change":
        return False
    arrives = words[0].text.endswith(_TO) or (len(words) > 1 and words[1].text in _TO)
    return arrives and all(word.kind in _WHEN for word in words[1:])
