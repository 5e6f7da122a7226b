"""Comparison in fair words: a report beside its peers, sums over the agencies of a place, spreads of a year."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from generator.checking.aggregates import Aggregate, aggregate
from generator.checking.metrics import Measure, Metric, Reason, metrics, shown_in
from generator.checking.peers import Distribution, PeerClass, least, peer_class
from generator.publishing.comparison import is_due, state_at
from generator.publishing.edition import Edition, place_name
from generator.publishing.words import words
from generator.records.record import stated
from generator.records.registry import Agency
from generator.records.yaml_files import load_resource

_GOVERNMENT: Final = "government"
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@functools.cache
def _said(key: str) -> Any:  # noqa: ANN401 - a phrase or a list of them
    return load_resource("generator.publishing", "metrics.yaml")[key]


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A metric's value as pages show it: `value` is the exact figure shown or a reason's key; `fraction` its counts."""

    value: str
    text: str
    fraction: str = ""
    why: str = ""


def show_value(value: Fraction, unit: str) -> str:
    """Write a value in its unit: counts as they are, rates rounded to one decimal, ratios to two."""
    if unit == "case":
        return stated(value.numerator) if value.denominator == 1 else _rounded(value, _TENTH)
    if unit == "percent":
        return f"{_rounded(value * 100, _TENTH)}%"
    return _rounded(value, _HUNDREDTH if unit == "ratio" else _TENTH)


def _rounded(value: Fraction, step: Decimal) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(step, rounding=ROUND_HALF_UP):f}"


def show_measure(metric: Metric, found: Measure) -> MeasureText:
    """Show a metric, its fraction beside the rate, or why there is none; of few cases the counts alone."""
    fraction = ""
    if metric.is_rate and found.numerator is not None and found.denominator is not None:
        fraction = f"{stated(found.numerator)}/{stated(found.denominator)}"
    if found.value is not None:
        shown = show_value(found.value, metric.unit)
        return MeasureText(shown, shown, fraction)
    if found.reason is None:
        return MeasureText("", "—")
    why = str(_said("reasons")[found.reason])
    return MeasureText(str(found.reason), fraction if found.reason is Reason.FEW else "—", "", why)


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A metric of a report beside its peers: its own value, median, middle half and eight tenths, how many counted."""

    key: str
    name: str
    formula: str
    note: str
    own: MeasureText
    median: str
    middle_half: str
    middle_most: str
    counted: int
    of: int
    position: str


@dataclass(frozen=True, slots=True)
class PeersView:
    """A report among its peers: the year, the name of the class, how many agencies it has; or `why` there is none.

    `rows` are the metrics of which enough reports have numbers, `thin` says which have too few.
    """

    year: int
    name: str
    of: int
    rows: tuple[PeerRow, ...]
    why: str = ""
    thin: str = ""


def peers_view(edition: Edition, agency: Agency) -> PeersView | None:
    """Put the newest report of an agency that was read beside its peers; None when none was read."""
    years = [year for year in edition.years_of.get(agency.id, ()) if (agency.id, year) in edition.measured.of]
    if not years:
        return None
    year = max(years)
    known = peer_class(agency, year)
    if known is None:
        return PeersView(year, "", 0, (), str(_said("no_class")))
    among, own = edition.measured.among[known], edition.measured.of[agency.id, year]
    rows = [_peer_row(metrics()[key], own[key], among[key]) for key in shown_in("peers")]
    enough = tuple(row for row in rows if row.median)
    if not enough:
        return PeersView(year, class_name(known), rows[0].of, (), _alone(class_name(known), rows))
    return PeersView(year, class_name(known), rows[0].of, enough, thin=_thin(rows))


def _alone(name: str, rows: Iterable[PeerRow]) -> str:
    """Say in one sentence that too few peers have numbers."""
    of, counted = max((row.of, row.counted) for row in rows)
    said: str = _said("no_other" if of <= 1 else "too_few_peers")
    return said.format(name=name, of=of, counted=counted, least=least("median"))


def _thin(rows: Iterable[PeerRow]) -> str:
    names = "、".join(row.name for row in rows if not row.median)
    return str(_said("thin")).format(names=names, least=least("median")) if names else ""


def class_name(known: PeerClass) -> str:
    """Name a class: `河南省县级的人民政府`."""
    place = place_name(known.province) if known.province else str(_said("whole_country"))
    level, kind = words("levels")[known.level], words("kinds")[known.kind]
    return str(_said("class")).format(place=place, level=level, kind=kind)


def _peer_row(metric: Metric, own: Measure, among: Distribution) -> PeerRow:
    position = among.position(own.value) if own.value is not None else None
    return PeerRow(
        key=metric.key,
        name=metric.name,
        formula=metric.formula,
        note=metric.note,
        own=show_measure(metric, own),
        median="" if among.median is None else show_value(among.median, metric.unit),
        middle_half=_between(among.middle_half, metric.unit),
        middle_most=_between(among.middle_most, metric.unit),
        counted=among.counted,
        of=among.of,
        position=str(_said("positions")[position]) if position else "",
    )


def _between(bounds: tuple[Fraction, Fraction] | None, unit: str) -> str:
    return "" if bounds is None else "–".join(show_value(bound, unit) for bound in bounds)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A metric over the years of an agency."""

    key: str
    name: str
    formula: str
    note: str
    values: tuple[MeasureText, ...]


def rate_rows(edition: Edition, agency: Agency, years: Iterable[int]) -> tuple[RateRow, ...]:
    """Show an agency's metrics over the years; a year whose report was not read shows why."""
    listed = tuple(years)
    return tuple(_rate_row(edition, agency, metrics()[key], listed) for key in shown_in("series"))


def _rate_row(edition: Edition, agency: Agency, metric: Metric, years: tuple[int, ...]) -> RateRow:
    values = (_in_year(edition, agency, metric, year) for year in years)
    return RateRow(metric.key, metric.name, metric.formula, metric.note, tuple(values))


def _in_year(edition: Edition, agency: Agency, metric: Metric, year: int) -> MeasureText:
    if found := edition.measured.of.get((agency.id, year)):
        return show_measure(metric, found[metric.key])
    state = state_at(edition, agency, year)
    return MeasureText(state, str(_said("left_out")[state]))


def without_value(rows: Iterable[RateRow]) -> tuple[tuple[str, str], ...]:
    """Name the metrics that have neither a value nor counts in any year, each with the newest reason."""
    return tuple((row.name, _newest_reason(row)) for row in rows if not _told(row))


def with_value(rows: Iterable[RateRow]) -> tuple[RateRow, ...]:
    """Give the metrics that have a value or counts in some year."""
    return tuple(row for row in rows if _told(row))


def _told(row: RateRow) -> bool:
    return any(value.fraction or (value.value and value.text == value.value) for value in row.values)


def _newest_reason(row: RateRow) -> str:
    return next((value.why for value in reversed(row.values) if value.why), "")


@dataclass(frozen=True, slots=True)
class SumRow:
    """A metric summed over agencies: value, fraction, how many counted of how many, and why the others are not."""

    key: str
    name: str
    formula: str
    shown: MeasureText
    counted: int
    of: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SumGroup:
    """Sums over one group of agencies that may be added up: a level and kind, of one place or of those below it."""

    head: str
    of: int
    rows: tuple[SumRow, ...]


def place_sums(edition: Edition, code: str, year: int) -> tuple[SumGroup, ...]:
    """Sum up the agencies of a place for a year, each level and kind apart.

    The place's own government stays out: its report may hold its departments' and those of the places below. Of the
    places below only their own governments are summed, level by level, so that nobody is counted twice.
    """
    groups: dict[tuple[str, str], list[Agency]] = {}
    for agency in _summed(edition, code):
        if is_due(edition, agency, year):
            groups.setdefault((agency.level, agency.kind), []).append(agency)
    return tuple(_sum_group(edition, level, kind, members, year) for (level, kind), members in groups.items())


def _summed(edition: Edition, code: str) -> Iterator[Agency]:
    for agency in edition.agencies_at.get(code, ()):
        if not (agency.kind == _GOVERNMENT and agency.division == code):
            yield agency
    for below in edition.places_below.get(code, ()):
        for agency in edition.agencies_at.get(below, ()):
            if agency.kind == _GOVERNMENT and agency.division == below:
                yield agency


def _sum_group(edition: Edition, level: str, kind: str, members: list[Agency], year: int) -> SumGroup:
    head = f"{words('levels')[level]} · {words('kinds')[kind]}"
    rows = (_sum_row(edition, metrics()[key], members, year) for key in shown_in("sums"))
    return SumGroup(head, len(members), tuple(rows))


def _sum_row(edition: Edition, metric: Metric, members: list[Agency], year: int) -> SumRow:
    found = aggregate(metric, (_member(edition, metric, agency, year) for agency in members))
    return SumRow(
        metric.key,
        metric.name,
        metric.formula,
        show_measure(metric, found.measure),
        found.counted,
        found.of,
        tuple(_left_out(found)),
    )


def _member(edition: Edition, metric: Metric, agency: Agency, year: int) -> Measure | str:
    known: Mapping[str, Measure] | None = edition.measured.of.get((agency.id, year))
    return known[metric.key] if known else state_at(edition, agency, year)


def _left_out(found: Aggregate) -> Iterator[tuple[str, int]]:
    for why, count in found.left_out.items():
        yield str(_said("left_out")[why]), count


@dataclass(frozen=True, slots=True)
class ClassSpread:
    """How a count lies in one level and kind of agencies over all provinces of a year."""

    name: str
    counted: int
    of: int
    median: str
    middle_half: str
    middle_most: str


def year_spreads(edition: Edition, year: int) -> tuple[tuple[str, tuple[ClassSpread, ...]], ...]:
    """Give for each count how it lies in each level and kind of agencies. No agency is named, and none is ranked."""
    known = {each: among for each, among in edition.measured.nationwide.items() if each.year == year}
    return tuple(
        (metrics()[key].name, tuple(_class_spread(each, known[each][key]) for each in sorted(known, key=_order)))
        for key in shown_in("spreads")
    )


def _order(known: PeerClass) -> tuple[int, int]:
    return list(words("levels")).index(known.level), list(words("kinds")).index(known.kind)


def _class_spread(known: PeerClass, among: Distribution) -> ClassSpread:
    return ClassSpread(
        name=f"{words('levels')[known.level]} · {words('kinds')[known.kind]}",
        counted=among.counted,
        of=among.of,
        median="" if among.median is None else show_value(among.median, "case"),
        middle_half=_between(among.middle_half, "case"),
        middle_most=_between(among.middle_most, "case"),
    )
