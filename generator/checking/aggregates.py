"""Sums over several agencies: numerators by numerators, denominators by denominators, and how many stand behind them.

Rates are never averaged. Who is added to whom is not decided here, but a government is never added to its departments:
its report may already hold theirs (domain.md 2.6).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.checking.metrics import Measure, Metric, valued


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A metric over `counted` out of `of` agencies. `left_out` counts the others by why: a reason, or a report's state.

    `measure` has no value and no numbers when none is counted.
    """

    measure: Measure
    counted: int
    of: int
    left_out: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Tell whether every agency is in it."""
        return self.counted == self.of


def aggregate(metric: Metric, members: Iterable[Measure | str]) -> Aggregate:
    """Add a metric up over agencies. A member is its measure, or the word for why there is no report to measure."""
    listed = list(members)
    counted = [member for member in listed if isinstance(member, Measure) and member.counted]
    left_out = Counter(_why(member) for member in listed if not (isinstance(member, Measure) and member.counted))
    found = Measure(metric.key, None)
    if counted:
        numerator = sum(member.numerator or 0 for member in counted)
        denominator = sum(member.denominator or 0 for member in counted) if metric.is_rate else None
        found = valued(metric, dataclasses.replace(found, numerator=numerator, denominator=denominator))
    return Aggregate(found, len(counted), len(listed), dict(sorted(left_out.items())))


def _why(member: Measure | str) -> str:
    return member if isinstance(member, str) else str(member.reason)
