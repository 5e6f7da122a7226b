"""How the figures of a peer group lie: median and spread, robust against the few that lie far out."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from generator.records.figures import Number
from generator.records.portal import Held
from generator.records.record import number_of
from generator.records.registry import Agency

_MAD_TO_SIGMA: Final = 1.4826  # of a normal distribution

Peers = tuple[str, str, int, str]
"""Kind, level, report year, cell: whose figures are held against each other."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How log(1+x) of one cell lies in a peer group: how many reports state it, their median, their spread."""

    count: int
    median: float
    deviation: float

    @property
    def middle(self) -> str:
        """The median as a number again, rounded."""
        return str(round(math.expm1(self.median)))

    def distance(self, number: Number) -> float | None:
        """Tell how many robust standard deviations a number lies from the median; None where all are the same."""
        if not self.deviation:
            return None
        return (math.log1p(float(number)) - self.median) / (_MAD_TO_SIGMA * self.deviation)


def spreads(newest: Iterable[Held], agencies: Mapping[str, Agency], cells: Iterable[str]) -> Mapping[Peers, Spread]:
    """Work out how `cells` lie in every peer group. `newest` is one issue of each report; only numbers count."""
    asked = tuple(cells)
    found: dict[Peers, list[float]] = defaultdict(list)
    for held in newest:
        agency = agencies[held.issue.agency]
        for cell in asked if agency.level else ():
            number = number_of(held.record.figures[cell]) if cell in held.record.figures else None
            if number is not None and number >= 0:
                found[agency.kind, agency.level, held.issue.year, cell].append(math.log1p(float(number)))
    return {peers: _spread(values) for peers, values in found.items()}


def _spread(values: list[float]) -> Spread:
    median = statistics.median(values)
    return Spread(len(values), median, statistics.median(abs(value - median) for value in values))
