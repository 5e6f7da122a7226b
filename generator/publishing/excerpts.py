"""The part of an edition that one agency's pages and files are made of: small enough to go to another process."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from generator.checking.peers import peer_class
from generator.publishing.copies import files_wanted
from generator.publishing.crops import wanted
from generator.publishing.edition import Edition
from generator.publishing.measured import Measured
from generator.records.portal import Portal
from generator.records.registry import Agency


def excerpt(edition: Edition, agency: Agency) -> Edition:
    """Give an edition of which one agency's pages and files come out the same as of the whole."""
    years = edition.years_of.get(agency.id, ())
    part = dataclasses.replace(
        edition,
        portal=_portal(edition.portal, agency),
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


def _portal(portal: Portal, agency: Agency) -> Portal:
    return Portal(
        settings=portal.settings,
        agencies={},
        replies={key: reply for key, reply in portal.replies.items() if key[0] == agency.id},
        absences={key: absence for key, absence in portal.absences.items() if key[0] == agency.id},
    )


def _measured(measured: Measured, agency: Agency, years: Iterable[int]) -> Measured:
    """Keep the agency's own metrics, and how those of its peers lie."""
    own = {(agency.id, year): measured.of[agency.id, year] for year in years if (agency.id, year) in measured.of}
    classes = (peer_class(agency, year) for year in years)
    return Measured(own, {known: measured.among[known] for known in classes if known and known in measured.among})
