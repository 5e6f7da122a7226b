"""Comparison tables: one row an agency, the same columns everywhere; who has no report stays in the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.checking.badges import Badge
from generator.publishing import urls
from generator.publishing.edition import Edition, Shown, exists_in, place_of
from generator.publishing.figure_text import FigureText, show_state, show_sums
from generator.publishing.words import sum_columns, words
from generator.records.registry import Agency

NOT_FOUND: Final = "not_found"


@dataclass(frozen=True, slots=True)
class CompareRow:
    """An agency's row for a year. `state` is that of `state_of`; figures in the order of the columns."""

    agency: str
    name: str
    url: str
    level: str
    kind: str
    place: str
    year: int
    state: str
    state_word: str
    badges: tuple[Badge, ...]
    figures: tuple[FigureText, ...]


def compare_row(edition: Edition, agency: Agency, year: int) -> CompareRow:
    """Make an agency's row for a year, whether the site has its report or not."""
    shown = edition.newest(agency.id, year)
    state = state_at(edition, agency, year)
    return CompareRow(
        agency=agency.id,
        name=agency.name,
        url=urls.report(agency.id, year) if shown or state == NOT_FOUND else urls.agency(agency.id),
        level=words("levels")[agency.level],
        kind=words("kinds")[agency.kind],
        place=place_of(agency),
        year=year,
        state=state,
        state_word=state_word(state),
        badges=shown.badges if shown else (),
        figures=_figures(shown, state),
    )


def state_of(shown: Shown | None) -> str:
    """Tell what the site has of a report: `read`, `unread`, `withheld`, or `not_held`."""
    if shown is None:
        return "not_held"
    if shown.withheld:
        return "withheld"
    return "read" if shown.held else "unread"


def state_at(edition: Edition, agency: Agency, year: int) -> str:
    """Tell what the site has of an agency's report; `not_found` where somebody looked for it in vain."""
    if (agency.id, year) in edition.portal.absences:
        return NOT_FOUND
    return state_of(edition.newest(agency.id, year))


def state_word(state: str) -> str:
    """Say in words what the site has of a report; nothing of one that was read."""
    if state == "read":
        return ""
    return show_state(state).word if state == NOT_FOUND else show_state(state).text


def _figures(shown: Shown | None, state: str) -> tuple[FigureText, ...]:
    if shown is None or shown.record is None:
        return tuple(show_state(state) for _ in sum_columns())
    return show_sums(shown.record, shown.doubts)


def compare_rows(edition: Edition, agencies: Iterable[Agency], year: int) -> Iterator[CompareRow]:
    """Make the rows of all agencies that were there in a year."""
    return (compare_row(edition, agency, year) for agency in agencies if is_due(edition, agency, year))


def is_due(edition: Edition, agency: Agency, year: int) -> bool:
    """Tell whether an agency belongs in a year's tables: it existed, or the site has its report."""
    known = (agency.id, year) in edition.issues or (agency.id, year) in edition.portal.absences
    return known or exists_in(agency, year)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the agencies of a year the site has: all numbers count agencies."""

    agencies: int
    read: int
    unread: int
    withheld: int
    not_found: int
    not_held: int
    inconsistent: int
    to_confirm: int


def coverage(edition: Edition, agencies: Iterable[Agency], year: int) -> Coverage:
    """Count what the site has of a set of agencies for a year."""
    due = [agency for agency in agencies if is_due(edition, agency, year)]
    states = [state_at(edition, agency, year) for agency in due]
    reports = (edition.newest(agency.id, year) for agency in due)
    leads = [{badge.key for badge in shown.badges} for shown in reports if shown]
    return Coverage(
        agencies=len(due),
        read=states.count("read"),
        unread=states.count("unread"),
        withheld=states.count("withheld"),
        not_found=states.count(NOT_FOUND),
        not_held=states.count("not_held"),
        inconsistent=sum("inconsistent" in keys for keys in leads),
        to_confirm=sum("to_confirm" in keys for keys in leads),
    )
