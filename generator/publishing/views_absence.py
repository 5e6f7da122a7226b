"""The page of a report that somebody looked for and did not find. That is neither a zero nor our not having looked."""

from __future__ import annotations

from dataclasses import dataclass

from generator.publishing import urls
from generator.publishing.edition import Edition, place_name, place_of
from generator.publishing.views_report import Crumb
from generator.records.absences import Look
from generator.records.divisions import path_of


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Where and when somebody looked for a report, the latest look last."""

    title: str
    agency: str
    agency_url: str
    year: int
    crumbs: tuple[Crumb, ...]
    looks: tuple[Look, ...]
    latest: str
    note: str
    years: tuple[tuple[int, str], ...]


def absence_view(edition: Edition, agency_id: str, year: int) -> AbsenceView:
    """Make the page of a report that was not found."""
    agency, absence = edition.agencies[agency_id], edition.portal.absences[agency_id, year]
    place = place_of(agency)
    path = [Crumb(place_name(step.code), urls.place(step.code)) for step in path_of(place)] if place else []
    years = sorted({*edition.years_of.get(agency_id, ()), year})
    return AbsenceView(
        title=f"{agency.name}{year}年政府信息公开工作年度报告：已查找，未见发布",
        agency=agency.name,
        agency_url=urls.agency(agency_id),
        year=year,
        crumbs=(*path, Crumb(agency.name, urls.agency(agency_id))),
        looks=absence.looks,
        latest=absence.latest.on,
        note=absence.note,
        years=tuple((each, urls.report(agency_id, each)) for each in years),
    )
