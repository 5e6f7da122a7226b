"""What checks need of the whole portal, cut out for one agency: little enough to go to another process.

Of the agency's own reports every check says the same as with the whole around it.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from generator.checking.spread import Peers, Spread
from generator.checking.subject import Around, Subject
from generator.checking.subjects import subjects
from generator.checking.wording import words
from generator.records.memory import Memory
from generator.records.portal import Held, Portal


@dataclass(frozen=True, slots=True)
class Own:
    """One agency's issues ready to be checked, and the ids of all agencies of which something is in them."""

    agency: str
    subjects: tuple[Subject, ...]
    owners: tuple[str, ...]


def each_agency(portal: Portal, memory: Memory) -> Iterator[Own]:
    """Give every agency that we hold an issue of, in the portal's order."""
    for agency, mine in itertools.groupby(subjects(portal, memory), key=attrgetter("agency.id")):
        yield _own(agency, tuple(mine))


def _own(agency: str, mine: Sequence[Subject]) -> Own:
    around, told = _part(mine), dataclasses.replace(mine[0].agency)
    held = (*(each for subject in mine for each in _held(subject)), *_held_around(around))
    owners = {each.issue.agency for each in held}
    subjects = tuple(dataclasses.replace(each, agency=told, around=around) for each in mine)
    return Own(agency, subjects, tuple(sorted(owners)))


def _part(mine: Sequence[Subject]) -> Around:
    around = mine[0].around
    issues = [held.issue for subject in mine for held in _held(subject)]
    reports = {(issue.agency, issue.year) for issue in issues}
    added = {(member, each.year) for each in mine for member in each.settings.aggregates.get(each.agency.id, ())}
    newest = {report: around.newest[report] for report in sorted(reports | added) if report in around.newest}
    return Around(around.as_of, _spreads(mine), newest, around.alike.part(sorted(reports)))


def _held(subject: Subject) -> Iterator[Held]:
    yield subject.held
    yield from subject.past.earlier


def _held_around(around: Around) -> Iterator[Held]:
    yield from around.newest.values()
    yield from (nearest.other for nearest in around.alike.nearest.values())


def _spreads(mine: Sequence[Subject]) -> Mapping[Peers, Spread]:
    every = (
        (each.agency.kind, each.agency.level, each.year, cell) for each in mine for cell in words("compared_with_peers")
    )
    return {peers: mine[0].around.spreads[peers] for peers in every if peers in mine[0].around.spreads}
