"""The page of a year: what the site has, the provinces, how the counts are spread, findings by check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.publishing import urls
from generator.publishing.comparison import Coverage, coverage
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import show_state, total_of
from generator.publishing.views_findings import CheckTally, tally
from generator.publishing.views_peers import ClassSpread, year_spreads
from generator.publishing.views_place import BelowView, agency_entry, below_view
from generator.publishing.words import words
from generator.records.figures import Absence, Number

_CLASSES: Final = ((0, 0, "0"), (1, 9, "1–9"), (10, 29, "10–29"), (30, 99, "30–99"), (100, 999, "100–999"))
_SPREAD: Final = (
    ("本年新收申请（件）", ("applications.new_received.total",)),
    ("行政复议（件）", ("disputes.review.total",)),
    ("行政诉讼（件）", ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")),
)


@dataclass(frozen=True, slots=True)
class SpreadView:
    """How many reports have a count in each class.

    `without` counts those that have none to be relied on, by the word: no number, or one that a failed check concerns.
    """

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
    classes: tuple[tuple[str, tuple[ClassSpread, ...]], ...]
    checks: tuple[CheckTally, ...]
    reports: int


def year_view(edition: Edition, year: int) -> YearView:
    """Make a year's page."""
    reports = tuple(edition.of_year(year))
    held = [shown for shown in reports if shown.record]
    placeless = (agency_entry(edition, agency) for agency in edition.agencies_at.get("", ()))
    return YearView(
        title=f"{year}年度",
        year=year,
        years=edition.years,
        coverage=coverage(edition, edition.agencies.values(), year),
        provinces=tuple(below_view(edition, code, year) for code in edition.places_below.get("", ())),
        placeless=tuple((entry.name, urls.agency(entry.id)) for entry in placeless),
        spreads=tuple(_spread(title, held, cells) for title, cells in _SPREAD),
        classes=year_spreads(edition, year),
        checks=tuple(
            counted for counted in tally(reports) if counted.printed or counted.to_confirm or counted.not_assessable
        ),
        reports=len(held),
    )


def _spread(title: str, reports: list[Shown], cells: tuple[str, ...]) -> SpreadView:
    figures = [_sum(shown, cells) for shown in reports]
    numbers = [figure for figure in figures if not isinstance(figure, str)]
    return SpreadView(title, tuple(_classes(numbers)), tuple(_without(figures)))


def _sum(shown: Shown, cells: tuple[str, ...]) -> Number | str:
    """Give a report's number, or the word that says why none may be counted."""
    figures = shown.record.figures if shown.record else {}
    total = total_of(figures[cell] for cell in cells)
    if isinstance(total, Absence):
        return show_state(total.value).text
    doubted = shown.doubts
    return next((doubted[cell] for cell in cells if cell in doubted), total)


def _classes(numbers: list[Number]) -> Iterator[tuple[str, int]]:
    for lowest, highest, label in _CLASSES:
        yield label, sum(lowest <= number <= highest for number in numbers)
    yield "1000 及以上", sum(number > _CLASSES[-1][1] for number in numbers)


def _without(figures: list[Number | str]) -> Iterator[tuple[str, int]]:
    states = (show_state(word.value).text for word in Absence)
    for word in dict.fromkeys((*states, *words("doubts").values())):
        if count := figures.count(word):
            yield word, count
