"""The page of a year: what the site has, the provinces, how the counts are spread, findings by check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.publishing import urls
from generator.publishing.comparison import Coverage, coverage
from generator.publishing.edition import Edition
from generator.publishing.figure_text import show_state, total_of
from generator.publishing.views_findings import CheckTally, tally
from generator.publishing.views_place import BelowView, agency_entry, below_view
from generator.records.figures import Absence, Figure
from generator.records.record import Record

_CLASSES: Final = ((0, 0, "0"), (1, 9, "1–9"), (10, 29, "10–29"), (30, 99, "30–99"), (100, 999, "100–999"))
_SPREAD: Final = (
    ("本年新收申请（件）", ("applications.new_received.total",)),
    ("行政复议（件）", ("disputes.review.total",)),
    ("行政诉讼（件）", ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")),
)


@dataclass(frozen=True, slots=True)
class SpreadView:
    """How many reports have a count in each class; `without` counts those without a number, by its word."""

    title: str
    classes: tuple[tuple[str, int], ...]
    without: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year."""

    title: str
    year: int
    years: tuple[int, ...]
    coverage: Coverage
    provinces: tuple[BelowView, ...]
    placeless: tuple[tuple[str, str], ...]
    spreads: tuple[SpreadView, ...]
    checks: tuple[CheckTally, ...]
    reports: int


def year_view(edition: Edition, year: int) -> YearView:
    """Make a year's page."""
    reports = tuple(edition.of_year(year))
    records = [shown.record for shown in reports if shown.record]
    placeless = (agency_entry(edition, agency) for agency in edition.agencies_at.get("", ()))
    return YearView(
        title=f"{year}年度",
        year=year,
        years=edition.years,
        coverage=coverage(edition, edition.agencies.values(), year),
        provinces=tuple(below_view(edition, code, year) for code in edition.places_below.get("", ())),
        placeless=tuple((entry.name, urls.agency(entry.id)) for entry in placeless),
        spreads=tuple(_spread(title, records, cells) for title, cells in _SPREAD),
        checks=tuple(
            counted for counted in tally(reports) if counted.printed or counted.to_confirm or counted.not_assessable
        ),
        reports=len(records),
    )


def _spread(title: str, records: list[Record], cells: tuple[str, ...]) -> SpreadView:
    figures = [_sum(record, cells) for record in records]
    return SpreadView(title, tuple(_classes(figures)), tuple(_without(figures)))


def _sum(record: Record, cells: tuple[str, ...]) -> Figure:
    return total_of(record.figures[cell] for cell in cells)


def _classes(figures: list[Figure]) -> Iterator[tuple[str, int]]:
    numbers = [figure for figure in figures if not isinstance(figure, Absence)]
    for lowest, highest, label in _CLASSES:
        yield label, sum(lowest <= number <= highest for number in numbers)
    yield "1000 及以上", sum(number > _CLASSES[-1][1] for number in numbers)


def _without(figures: list[Figure]) -> Iterator[tuple[str, int]]:
    for word in Absence:
        if count := figures.count(word):
            yield show_state(word.value).text, count
