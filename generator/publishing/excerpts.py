"""The part of an edition that one agency's pages and files are made of: small enough to go to another process."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from generator.checking.peers import peer_class
from generator.publishing.copies import files_wanted
from generator.publishing.crops import wanted
from generator.publishing.edition import Edition
from generator.publishing.measured import Measured
from generator.records.people import ReportKey
from generator.records.portal import Portal
from generator.records.registry import Agency

Told = TypeVar("Told")


def excerpts(edition: Edition) -> Callable[[Agency], Edition]:
    """Give what gives an edition of which one agency's pages and files come out the same as of the whole."""
    replies, absences = _by_agency(edition.portal.replies), _by_agency(edition.portal.absences)

    def excerpt(agency: Agency) -> Edition:
        mine = (replies.get(agency.id, {}), absences.get(agency.id, {}))
        portal = Portal(edition.settings, agencies={}, replies=mine[0], absences=mine[1])
        return _excerpt(edition, agency, portal)

    return excerpt


def _by_agency(told: Mapping[ReportKey, Told]) -> Mapping[str, dict[ReportKey, Told]]:
    grouped: dict[str, dict[ReportKey, Told]] = {}
    for key, each in told.items():
        grouped.setdefault(key[0], {})[key] = each
    return grouped


def _excerpt(edition: Edition, agency: Agency, portal: Portal) -> Edition:
    years = edition.years_of.get(agency.id, ())
    part = dataclasses.replace(
        edition,
        portal=portal,
        agencies={each: edition.agencies[each] for each in sorted({*agency.successor_of, agency.id})},
        issues={(agency.id, year): edition.issues[agency.id, year] for year in years},
        agencies_at={},
        places_below={},
        years_of={agency.id: years} if years else {},
        last=None,
        measured=_measured(edition.measured, agency, edition.years),
        successors={agency.id: edition.successors.get(agency.id, ())},
    )
    return dataclasses.replace(
        part,
        drawn={place: edition.drawn[place] for place in wanted(part) if place in edition.drawn},
        copies={file: edition.copies[file] for file in files_wanted(part) if file in edition.copies},
    )


def _measured(measured: Measured, agency: Agency, years: Iterable[int]) -> Measured:
    """Keep the agency's own metrics, and how those of its peers lie."""
    own = {(agency.id, year): measured.of[agency.id, year] for year in years if (agency.id, year) in measured.of}
    classes = (peer_class(agency, year) for year in years)
    return Measured(own, {known: measured.among[known] for known in classes if known and known in measured.among})
