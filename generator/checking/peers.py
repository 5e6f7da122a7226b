"""Peers: agencies of one level and kind within a province, how their numbers lie in a year, and where one of them lies.

Robust figures only: median, the middle half, the middle eight tenths, each with how many reports stand behind it. No
rank, no score: agencies differ in size and tasks, and a count says nothing of how well anybody works.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from generator.records.divisions import path_of
from generator.records.registry import Agency
from generator.records.yaml_files import load_resource

_QUARTER, _TENTH, _HALF = Fraction(1, 4), Fraction(1, 10), Fraction(1, 2)
_WHOLE_COUNTRY: Final = "central"


@dataclass(frozen=True, slots=True, order=True)
class PeerClass:
    """Agencies that are held against each other: the province (empty for central ones), level, kind, report year."""

    province: str
    level: str
    kind: str
    year: int


class Position(StrEnum):
    """Where a number lies among its peers' numbers."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    BELOW = "below"
    AT = "at"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the numbers of `counted` reports out of `of` agencies lie. What too few stand behind is None."""

    counted: int
    of: int
    median: Fraction | None = None
    middle_half: tuple[Fraction, Fraction] | None = None
    middle_most: tuple[Fraction, Fraction] | None = None

    def position(self, value: Fraction) -> Position | None:
        """Tell where a number lies: against the middle half where there is one, else against the median."""
        if self.middle_half is not None:
            low, high = self.middle_half
            return Position.LOW if value < low else Position.HIGH if value > high else Position.MIDDLE
        if self.median is None:
            return None
        below = Position.BELOW if value < self.median else Position.ABOVE
        return Position.AT if value == self.median else below


def peer_class(agency: Agency, year: int) -> PeerClass | None:
    """Give the class that an agency belongs to in a year; None when its level or its province is not known."""
    if not agency.level:
        return None
    path = path_of(agency.division) if agency.division else ()
    if agency.level == _WHOLE_COUNTRY:
        return PeerClass("", agency.level, agency.kind, year)
    return PeerClass(path[0].code, agency.level, agency.kind, year) if path else None


@functools.cache
def least(figure: str) -> int:
    """Give how many reports must stand behind a figure: `median`, `middle_half`, `middle_most`."""
    return int(_thresholds()[figure]["least"])


def why_least(figure: str) -> str:
    """Say why fewer would not do."""
    return str(_thresholds()[figure]["why"])


@functools.cache
def _thresholds() -> Mapping[str, Any]:
    loaded: dict[str, Any] = load_resource("generator.checking", "metrics.yaml")["peers"]
    return loaded


def distribution(values: Iterable[Fraction], of: int) -> Distribution:
    """Work out how numbers lie; `of` is how many agencies there are, those without a usable number included."""
    ordered = sorted(values)
    count = len(ordered)
    return Distribution(
        count,
        of,
        quantile(ordered, _HALF) if count >= least("median") else None,
        _between(ordered, _QUARTER) if count >= least("middle_half") else None,
        _between(ordered, _TENTH) if count >= least("middle_most") else None,
    )


def _between(ordered: Sequence[Fraction], share: Fraction) -> tuple[Fraction, Fraction]:
    return quantile(ordered, share), quantile(ordered, 1 - share)


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Give the value below which a share of ordered numbers lies, exactly, between two of them where it falls so.

    With n numbers it stands at position (n-1)·share from the first (as spreadsheets' QUARTILE.INC has it). Raises
    `IndexError` for no numbers.
    """
    position = (len(ordered) - 1) * share
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (position - low) * (ordered[high] - ordered[low])
