"""Pages of places: which agencies, which places below, and the comparison table of a year."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.publishing import urls
from generator.publishing.comparison import CompareRow, Coverage, compare_rows, coverage, is_due
from generator.publishing.edition import Edition, Shown, place_name
from generator.publishing.views_findings import HitList, hit_lists, hits
from generator.publishing.views_peers import SumGroup, place_sums
from generator.publishing.views_report import Crumb
from generator.publishing.words import SumColumn, sum_columns, words
from generator.records.divisions import path_of
from generator.records.registry import Agency

_STATES: Final = ("read", "unread", "withheld", "not_found", "not_held")
LONGEST_TABLE: Final = 300
"""How many agencies a comparison table may hold, those of the places below included."""


@dataclass(frozen=True, slots=True)
class BelowView:
    """A place below another, with what the site has of it for a year."""

    code: str
    name: str
    url: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency in a list, with its years (year, address)."""

    id: str
    name: str
    url: str
    kind: str
    level: str
    years: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place: its agencies, the places below, its years."""

    title: str
    code: str
    name: str
    crumbs: tuple[Crumb, ...]
    agencies: tuple[AgencyEntry, ...]
    below: tuple[tuple[str, str, int], ...]
    years: tuple[tuple[int, str, Coverage], ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a comparison table under one head: a kind of agency, or a place with the address of its own table."""

    head: str
    url: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceYearView:
    """A place's comparison table for a year: agencies by kind, the agencies of places below, and those places.

    Where all the agencies below are too many for a page, `below_rows` holds only the governments of the next places,
    and `all_below` is False.
    """

    title: str
    name: str
    year: int
    years: tuple[tuple[int, str], ...]
    crumbs: tuple[Crumb, ...]
    columns: tuple[SumColumn, ...]
    groups: tuple[RowGroup, ...]
    sums: tuple[SumGroup, ...]
    below: tuple[BelowView, ...]
    below_rows: tuple[RowGroup, ...]
    all_below: bool
    coverage: Coverage
    printed: HitList
    to_confirm: HitList


@dataclass(frozen=True, slots=True)
class PlacesView:
    """All provinces with the places below, and the agencies that belong to no place."""

    title: str
    provinces: tuple[tuple[str, str, int, tuple[tuple[str, str, int], ...]], ...]
    placeless: tuple[AgencyEntry, ...]


def _above(code: str) -> tuple[Crumb, ...]:
    return tuple(Crumb(step.name, urls.place(step.code)) for step in path_of(code) if step.code != code)


def agency_entry(edition: Edition, agency: Agency) -> AgencyEntry:
    """List an agency with its years."""
    years = tuple((year, urls.report(agency.id, year)) for year in edition.years_of.get(agency.id, ()))
    kind, level = words("kinds")[agency.kind], words("levels")[agency.level]
    return AgencyEntry(agency.id, agency.name, urls.agency(agency.id), kind, level, years)


def _links(edition: Edition, codes: tuple[str, ...]) -> tuple[tuple[str, str, int], ...]:
    return tuple((place_name(code), urls.place(code), sum(1 for _ in edition.everywhere(code))) for code in codes)


def places_view(edition: Edition) -> PlacesView:
    """Make the list of all places."""
    provinces = edition.places_below.get("", ())
    return PlacesView(
        title="地方",
        provinces=tuple(
            (name, url, count, _links(edition, edition.places_below.get(code, ())))
            for code, (name, url, count) in zip(provinces, _links(edition, provinces), strict=True)
        ),
        placeless=tuple(agency_entry(edition, agency) for agency in edition.agencies_at.get("", ())),
    )


def place_view(edition: Edition, code: str) -> PlaceView:
    """Make a place's page."""
    everywhere = tuple(edition.everywhere(code))
    return PlaceView(
        title=place_name(code),
        code=code,
        name=place_name(code),
        crumbs=_above(code),
        agencies=tuple(agency_entry(edition, agency) for agency in edition.agencies_at.get(code, ())),
        below=_links(edition, edition.places_below.get(code, ())),
        years=tuple((year, urls.place_year(code, year), coverage(edition, everywhere, year)) for year in edition.years),
    )


def place_year_view(edition: Edition, code: str, year: int) -> PlaceYearView:
    """Make a place's comparison table for a year."""
    printed, to_confirm = hit_lists(hit for shown in reports_of_place(edition, code, year) for hit in hits(shown))
    groups, below_rows, all_below = _groups(edition, code, year)
    return PlaceYearView(
        title=f"{place_name(code)}{year}年度",
        name=place_name(code),
        year=year,
        years=tuple((other, urls.place_year(code, other)) for other in edition.years),
        crumbs=(*_above(code), Crumb(place_name(code), urls.place(code))),
        columns=sum_columns(),
        groups=groups,
        sums=place_sums(edition, code, year),
        below=tuple(below_view(edition, inner, year) for inner in edition.places_below.get(code, ())),
        below_rows=below_rows,
        all_below=all_below,
        coverage=coverage(edition, edition.everywhere(code), year),
        printed=printed,
        to_confirm=to_confirm,
    )


def reports_of_place(edition: Edition, code: str, year: int) -> list[Shown]:
    """Give the newest issues of a year of all agencies of a place and of the places below it."""
    return [shown for agency in edition.everywhere(code) if (shown := edition.newest(agency.id, year))]


def rows_of_place(edition: Edition, code: str, year: int) -> list[CompareRow]:
    """Give every row that a place's comparison table shows, for its CSV."""
    own, below, _ = _groups(edition, code, year)
    return [row for group in (*own, *below) for row in group.rows]


def _groups(edition: Edition, code: str, year: int) -> tuple[tuple[RowGroup, ...], tuple[RowGroup, ...], bool]:
    """Give a place's own rows by kind, those of the places below, and whether these are all."""
    rows = sorted(compare_rows(edition, edition.agencies_at.get(code, ()), year), key=_rank)
    own = tuple(RowGroup(kind, "", tuple(group)) for kind, group in itertools.groupby(rows, key=lambda row: row.kind))
    due = sum(is_due(edition, agency, year) for agency in edition.everywhere(code))
    if due > LONGEST_TABLE:
        governments = tuple(_governments_below(edition, code, year))
        return own, (RowGroup("", "", governments),) if governments else (), False
    return own, tuple(_places_below(edition, code, year, ())), True


def _places_below(edition: Edition, code: str, year: int, above: tuple[str, ...]) -> Iterator[RowGroup]:
    """Give the rows of every place below, each place after the one that it belongs to."""
    for inner in edition.places_below.get(code, ()):
        path = (*above, place_name(inner))
        rows = sorted(compare_rows(edition, edition.agencies_at.get(inner, ()), year), key=_rank)
        if rows:
            yield RowGroup(" › ".join(path), urls.place_year(inner, year), tuple(rows))
        yield from _places_below(edition, inner, year, path)


def _rank(row: CompareRow) -> tuple[int, int, str]:
    """Order rows by kind, then those with a report before those without, then by id."""
    return (list(words("kinds").values()).index(row.kind), _STATES.index(row.state), row.agency)


def _governments_below(edition: Edition, code: str, year: int) -> Iterator[CompareRow]:
    governments = (
        agency
        for inner in edition.places_below.get(code, ())
        for agency in edition.agencies_at.get(inner, ())
        if agency.kind == "government" and agency.division == inner
    )
    return compare_rows(edition, governments, year)


def below_view(edition: Edition, code: str, year: int) -> BelowView:
    """Show a place below with what the site has of it."""
    found = coverage(edition, edition.everywhere(code), year)
    return BelowView(code, place_name(code), urls.place_year(code, year), found)
