"""Every report's metrics, and how they lie among its peers, worked out once for all pages."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generator.checking.metrics import Measure, Seen, measure, metrics, shown_in
from generator.checking.peers import Distribution, PeerClass, distribution, peer_class
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.packing import maker
from generator.records.registry import Agency

ReportKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """Metrics by report and key; distributions by peer class and key; `classes` counts the agencies of each class."""

    of: Mapping[ReportKey, Mapping[str, Measure]] = field(default_factory=dict)
    among: Mapping[PeerClass, Mapping[str, Distribution]] = field(default_factory=dict)
    nationwide: Mapping[PeerClass, Mapping[str, Distribution]] = field(default_factory=dict)


def measure_all(
    seen: Mapping[ReportKey, Seen], due: Iterable[tuple[Agency, int]], memory: Memory = FORGETFUL
) -> Measured:
    """Measure every report in `seen`. `due` are the agencies that belong to each year, with a report or without.

    `among` holds the classes within a province; `nationwide` the same levels and kinds over all provinces.
    """
    of = {report: measures(report, seen, memory) for report in seen}
    members: dict[PeerClass, list[str]] = defaultdict(list)
    for agency, year in due:
        if known := peer_class(agency, year):
            members[known].append(agency.id)
    whole: dict[PeerClass, list[str]] = defaultdict(list)
    for known, ids in members.items():
        whole[PeerClass("", known.level, known.kind, known.year)] += ids
    return Measured(of, _distributions(members, of, "peers", memory), _distributions(whole, of, "spreads", memory))


def measures(report: ReportKey, seen: Mapping[ReportKey, Seen], memory: Memory) -> Mapping[str, Measure]:
    """Measure a report in `seen`, where the one of the year before is too if there is one."""
    agency, year = report
    now, before = seen[report], seen.get((agency, year - 1))

    def make() -> Mapping[str, Measure]:
        return Measures(tuple(measure(metrics()[key], now, before) for key in _keys()))

    same = (now.record, before.record if before else None)
    equal = (now.doubted, before.doubted if before else None)
    return memory.of(Name("measures", agency, str(year)), make, same=same, equal=equal)


class Measures(Mapping[str, Measure]):
    """A report's metrics by key. The keys are those that pages show, which all reports share."""

    __slots__ = ("_found",)

    def __init__(self, found: tuple[Measure, ...]) -> None:
        self._found = found

    def __getitem__(self, key: str) -> Measure:
        return self._found[_places()[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(_keys())

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _measures, (self._found,)


@maker
def _measures(found: tuple[Measure, ...]) -> Measures:
    if tuple(each.metric for each in found) != _keys():
        raise ValueError([each.metric for each in found])
    return Measures(found)


@functools.cache
def _places() -> Mapping[str, int]:
    return {key: place for place, key in enumerate(_keys())}


@functools.cache
def _keys() -> tuple[str, ...]:
    """Name the metrics that pages show, each once."""
    return tuple(dict.fromkeys(key for place in ("series", "peers", "sums", "spreads") for key in shown_in(place)))


def _distributions(
    members: Mapping[PeerClass, list[str]], of: Mapping[ReportKey, Mapping[str, Measure]], place: str, memory: Memory
) -> Mapping[PeerClass, Mapping[str, Distribution]]:
    """Tell how the metrics of each class lie; all that rests on one of them goes by its name in a hash."""
    found = {}
    for known, ids in members.items():
        own = tuple(of[agency, known.year] for agency in ids if (agency, known.year) in of)
        name = Name(place, which=f"{known.province} {known.level} {known.kind} {known.year}")
        make = functools.partial(_distributed, own, len(ids), place)
        found[known] = memory.of(name, make, same=own, equal=(len(ids),))
    return found


def _distributed(own: Sequence[Mapping[str, Measure]], of: int, place: str) -> Mapping[str, Distribution]:
    return {key: distribution(_values(own, key), of) for key in shown_in(place)}


def _values(own: Iterable[Mapping[str, Measure]], key: str) -> list[Fraction]:
    found = (measured[key].value for measured in own)
    return [value for value in found if value is not None]
