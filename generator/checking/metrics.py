"""Metrics of one report: each a value with its fraction and formula, or the reason why there is none.

Nothing is ever computed from a cell without a number, and no rate on fewer cases than `least_cases`. Values are exact
fractions; rounding is for pages.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any, Final

from generator.checking.findings import Finding, Result
from generator.records.figures import Number
from generator.records.forms import TABLES, form_table
from generator.records.record import Record, number_of
from generator.records.yaml_files import load_resource

_PASS_GROUPS: Final = frozenset("AB")
_NOTHING: Final[frozenset[str]] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a formula: the cells (patterns) that it adds up, of this year's record or of the year before."""

    key: str
    name: str
    cells: tuple[str, ...]
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: the sum of `numerator` less that of `minus`, by that of `denominator` where there is one, `times` so much.

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

    @property
    def counted(self) -> bool:
        """Tell whether its numbers may go into sums over agencies: all there, none doubted."""
        return self.reason in {None, Reason.FEW, Reason.ZERO}


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
class _Sum:
    """What the cells of some terms add up to, or why they do not."""

    number: Number | None
    cells: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    reason: Reason | None = None


def measure(
    metric: Metric, record: Record, *, previous: Record | None = None, doubted: Container[str] = _NOTHING
) -> Measure:
    """Work a metric out for one report. `doubted` are cells that failed checks concern: nothing is built on them."""
    add = functools.partial(_add, record=record, previous=previous, doubted=doubted)
    above, less, below = add(metric.numerator), add(metric.minus), add(metric.denominator)
    sums = (above, less, below)
    cells = tuple(cell for each in sums for cell in each.cells)
    lacking = tuple(cell for each in sums for cell in each.lacking)
    numerator = above.number - less.number if above.number is not None and less.number is not None else None
    found = Measure(metric.key, None, None, numerator, below.number if metric.is_rate else None, cells, lacking)
    if reason := next((each.reason for each in sums if each.reason), None):
        return dataclasses.replace(found, reason=reason)
    return settle(metric, found)


def settle(metric: Metric, found: Measure) -> Measure:
    """Give the value that a numerator and a denominator make, or why they make none."""
    if found.numerator is None:
        return dataclasses.replace(found, reason=Reason.NO_NUMBER)
    if not metric.is_rate:
        return dataclasses.replace(found, value=Fraction(found.numerator) * metric.times)
    if found.denominator is None:
        return dataclasses.replace(found, reason=Reason.NO_NUMBER)
    if reason := _no_rate(metric, found.numerator, found.denominator):
        return dataclasses.replace(found, reason=reason)
    return dataclasses.replace(found, value=Fraction(found.numerator) / Fraction(found.denominator) * metric.times)


def _no_rate(metric: Metric, numerator: Number, denominator: Number) -> Reason | None:
    if (metric.part and numerator > denominator) or numerator < 0 or denominator < 0:
        return Reason.EXCEEDS
    if denominator == 0:
        return Reason.ZERO
    return Reason.FEW if denominator < least_cases() else None


def _add(
    added: tuple[Term, ...], *, record: Record, previous: Record | None, doubted: Container[str]
) -> _Sum:
    total: Number = 0
    cells: list[str] = []
    for term in added:
        source = previous if term.previous else record
        names = _cells_of(term, _forms(source)) if source else ()
        if reason := _unusable(term, source, names):
            return _Sum(None, tuple(cells), reason=reason)
        cells += names
        numbers = [number_of(source.figures[name]) for name in names] if source else []
        total += sum(number for number in numbers if number is not None)
    return _judged(total, cells, record, previous, doubted) if not any(t.previous for t in added) else _Sum(total, tuple(cells))


def _judged(
    total: Number, cells: list[str], record: Record, previous: Record | None, doubted: Container[str]
) -> _Sum:
    del previous
    lacking = tuple(cell for cell in cells if number_of(record.figures[cell]) is None)
    if lacking:
        return _Sum(None, tuple(cells), lacking, Reason.NO_NUMBER)
    unsure = tuple(cell for cell in cells if cell in doubted)
    return _Sum(total, tuple(cells), unsure, Reason.DOUBTED if unsure else None)
