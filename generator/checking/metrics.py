"""Metrics of one report: each a value with its fraction and formula, or the reason why there is none.

Nothing is ever computed from a cell without a number, and no rate on fewer cases than `least_cases`. Values are exact
fractions; rounding is for pages.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any, Final

from generator.checking.findings import Finding, Result, shared
from generator.records.figures import Number
from generator.records.forms import TABLES, form_table
from generator.records.packing import maker
from generator.records.record import Record, number_of
from generator.records.yaml_files import load_resource

_PASS_GROUPS: Final = frozenset("AB")


class Reason(StrEnum):
    """Why a metric has no value. `FEW` has its counts all the same."""

    NO_NUMBER = "no_number"
    DOUBTED = "doubted"
    NOT_IN_FORM = "not_in_form"
    ZERO = "zero"
    FEW = "few"
    EXCEEDS = "exceeds"
    NO_PREVIOUS = "no_previous"
    NO_POPULATION = "no_population"
    NOT_COMPARABLE = "not_comparable"


_WITHOUT: Final = (Reason.NO_POPULATION, Reason.NO_PREVIOUS, Reason.NOT_IN_FORM, Reason.NO_NUMBER)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a formula: the cells (patterns) that it adds up, of this year's record or of the year before."""

    key: str
    name: str
    cells: tuple[str, ...]
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: the sum of `numerator` less that of `minus`, by that of `denominator` if there is one, `times` so much.

    `part`: the numerator is a part of the denominator. `breaks` are the report years from which it counts otherwise.
    """

    key: str
    name: str
    formula: str
    unit: str
    numerator: tuple[Term, ...]
    minus: tuple[Term, ...] = ()
    denominator: tuple[Term, ...] = ()
    part: bool = False
    times: int = 1
    breaks: tuple[int, ...] = ()
    note: str = ""

    @property
    def is_rate(self) -> bool:
        """Tell whether it has a denominator, and so needs enough cases."""
        return bool(self.denominator)

    def comparable(self, earlier: int, later: int) -> bool:
        """Tell whether it means the same in two report years."""
        low, high = sorted((earlier, later))
        return not any(low < year <= high for year in self.breaks)


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric of one report. `numerator` and `denominator` are numbers where all their cells have one.

    `value` is None when `reason` says why. `cells` are those used, `lacking` those of them without a usable number.
    """

    metric: str
    value: Fraction | None
    reason: Reason | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    cells: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        counts = (self.value, self.reason, self.numerator, self.denominator)
        return _measure, (self.metric, counts, self.cells, self.lacking)

    @property
    def counted(self) -> bool:
        """Tell whether its numbers may go into sums over agencies: all there, none doubted."""
        return self.reason in {None, Reason.FEW, Reason.ZERO}


@maker
def _measure(metric: str, counts: _Counts, cells: tuple[str, ...], lacking: tuple[str, ...]) -> Measure:
    return Measure(sys.intern(metric), *counts, shared(cells), shared(lacking))


_Counts = tuple[Fraction | None, Reason | None, Number | None, Number | None]


@functools.cache
def _data() -> Mapping[str, Any]:
    loaded: dict[str, Any] = load_resource("generator.checking", "metrics.yaml")
    return loaded


def least_cases() -> int:
    """Give how many cases a rate needs."""
    return int(_data()["least_cases"])


def shown_in(place: str) -> tuple[str, ...]:
    """Give the keys of the metrics that a kind of table shows: `peers`, `series`, `sums`, `spreads`."""
    return tuple(_data()["shown"][place])


@functools.cache
def terms() -> Mapping[str, Term]:
    """Read every term of the formulas."""
    entries: dict[str, dict[str, Any]] = _data()["terms"]
    return {
        key: Term(key, entry["name"], tuple(entry["cells"]), entry.get("previous", False))
        for key, entry in entries.items()
    }


@functools.cache
def metrics() -> Mapping[str, Metric]:
    """Read every metric that cells give, by key; `each` becomes one metric for each row: `reason_share.denied_…`."""
    found: dict[str, Metric] = {}
    for key, entry in _data()["metrics"].items():
        for metric in _expanded(key, dict(entry)):
            found[metric.key] = metric
    return found


def _expanded(key: str, entry: dict[str, Any]) -> Iterable[Metric]:
    pattern = entry.pop("each", "")
    for part in ("numerator", "minus", "denominator"):
        entry[part] = tuple(terms()[term] for term in entry.get(part, ()))
    metric = Metric(key=key, **{**entry, "breaks": tuple(entry.get("breaks", ()))})
    return _each(metric, pattern) if pattern else (metric,)


def _each(metric: Metric, pattern: str) -> Iterable[Metric]:
    for row in form_table("2021", "applications").rows:
        cell = row.cells[-1].name
        if fnmatchcase(cell, pattern):
            term = Term(row.key, row.short or row.label, (cell,))
            name = f"{metric.name}：{term.name}"
            yield dataclasses.replace(metric, key=f"{metric.key}.{row.key}", name=name, numerator=(term,))


@dataclass(frozen=True, slots=True)
class Seen:
    """A record, with the cells in it that failed checks concern: nothing is built on those."""

    record: Record
    doubted: Container[str] = ()


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the cells of some terms add up to, or why they do not; `lacking` are the cells to blame."""

    number: Number | None
    cells: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    reason: Reason | None = None


def measure(metric: Metric, seen: Seen, previous: Seen | None = None) -> Measure:
    """Work a metric out for one report; `previous` is that of the year before, for the few that ask for it."""
    sums = [_add(part, seen, previous) for part in (metric.numerator, metric.minus, metric.denominator)]
    above, less, below = (each.number for each in sums)
    found = Measure(
        metric.key,
        None,
        next((each.reason for each in sums if each.reason), None),
        None if above is None or less is None else above - less,
        below if metric.is_rate else None,
        shared(tuple(cell for each in sums for cell in each.cells)),
        shared(tuple(cell for each in sums for cell in each.lacking)),
    )
    return found if found.reason else valued(metric, found)


def valued(metric: Metric, found: Measure) -> Measure:
    """Give the value that a numerator and a denominator (numbers both) make, or the reason why they make none."""
    numerator, denominator = found.numerator, found.denominator if metric.is_rate else 1
    if numerator is None or denominator is None:
        raise ValueError(found)
    if numerator < 0 and not metric.minus:
        return dataclasses.replace(found, reason=Reason.EXCEEDS)
    if metric.is_rate and (reason := _no_rate(metric, numerator, denominator)):
        return dataclasses.replace(found, reason=reason)
    return dataclasses.replace(found, value=Fraction(numerator) / Fraction(denominator) * metric.times)


def _no_rate(metric: Metric, numerator: Number, denominator: Number) -> Reason | None:
    if denominator < 0 or (metric.part and numerator > denominator):
        return Reason.EXCEEDS
    if denominator == 0:
        return Reason.ZERO
    return Reason.FEW if denominator < least_cases() else None


def _add(added: tuple[Term, ...], seen: Seen, previous: Seen | None) -> _Sum:
    """Add the cells of terms up; the gravest reason against it counts."""
    parts = [_term(term, previous if term.previous else seen) for term in added]
    reasons = {part.reason for part in parts}
    number = None if reasons & set(_WITHOUT) else sum(part.number or 0 for part in parts)
    return _Sum(
        number,
        tuple(cell for part in parts for cell in part.cells),
        tuple(cell for part in parts for cell in part.lacking),
        next((reason for reason in (*_WITHOUT, Reason.DOUBTED) if reason in reasons), None),
    )


def _term(term: Term, seen: Seen | None) -> _Sum:
    if not term.cells:
        return _Sum(None, reason=Reason.NO_POPULATION)
    if seen is None:
        return _Sum(None, reason=Reason.NO_PREVIOUS)
    cells = _cells(term.cells, tuple(seen.record.forms[table] for table in TABLES))
    numbers = {cell: number_of(seen.record.figures[cell]) for cell in cells}
    if not cells:
        return _Sum(None, reason=Reason.NOT_IN_FORM)
    if lacking := tuple(cell for cell, number in numbers.items() if number is None):
        return _Sum(None, cells, lacking, Reason.NO_NUMBER)
    doubted = tuple(cell for cell in cells if cell in seen.doubted)
    total = sum(number for number in numbers.values() if number is not None)
    return _Sum(total, cells, doubted, Reason.DOUBTED if doubted else None)


@functools.cache
def _cells(patterns: tuple[str, ...], forms: tuple[str, ...]) -> tuple[str, ...]:
    names = [cell.name for form, table in zip(forms, TABLES, strict=True) for cell in form_table(form, table).cells]
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns))


def completeness(record: Record) -> Measure:
    """Give the share of the cells of a record's own forms that hold a number."""
    lacking = tuple(cell for cell, figure in record.figures.items() if number_of(figure) is None)
    due = len(record.figures)
    value = Fraction(due - len(lacking), due)
    return Measure("completeness", value, None, due - len(lacking), due, lacking=lacking)


def check_pass_rate(findings: Iterable[Finding]) -> tuple[Measure, int]:
    """Give the share of tests of structure and arithmetic that passed, and how many could not be made."""
    results = Counter(finding.result for finding in findings if finding.group in _PASS_GROUPS)
    passed, failed = results[Result.PASS], results[Result.FAIL]
    found = Measure("check_pass_rate", None, None, passed, passed + failed)
    rate = Metric("check_pass_rate", "", "", "percent", (), denominator=(terms()["finished"],))
    return valued(rate, found), results[Result.NOT_ASSESSABLE]


def year_on_year(metric: Metric, now: Measure, before: Measure | None, years: tuple[int, int]) -> Measure:
    """Give how a count has changed against the year before, as a share of it. `years` are the earlier and the later."""
    found = Measure(f"year_on_year.{metric.key}", None, None, cells=now.cells, lacking=now.lacking)
    if before is None or years[1] - years[0] != 1:
        return dataclasses.replace(found, reason=Reason.NO_PREVIOUS)
    if not metric.comparable(*years):
        return dataclasses.replace(found, reason=Reason.NOT_COMPARABLE)
    for each in (now, before):
        if each.reason:
            return dataclasses.replace(found, reason=each.reason)
    change = dataclasses.replace(found, numerator=now.numerator, denominator=before.numerator)
    against = dataclasses.replace(metric, denominator=metric.numerator, part=False, times=1)
    rate = valued(against, change)
    return rate if rate.value is None else dataclasses.replace(rate, value=rate.value - 1)
