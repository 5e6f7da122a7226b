"""Checks and metrics of agencies, worked out by others before an edition asks for them.

What checks need of the rest of the portal is worked out first, and each agency gets the little of it that is its own;
records and texts it finds on the shelf. Results go to the shelf too, under what they rest on: the edition finds them
there, or makes them itself. Nothing but time depends on whether, where and how often this was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.checking.ahead import worth_asking
from generator.checking.checks import Checked, check_subjects
from generator.checking.metrics import Seen
from generator.checking.privacy import numbers_of
from generator.checking.subject import Subject
from generator.checking.surroundings import each_agency
from generator.publishing.doubts import doubts
from generator.publishing.measured import measures
from generator.records.folded import shut
from generator.records.portal import Portal
from generator.records.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Share:
    """One agency to be checked: its issues with what is around them, folded up; of whom the shelf is asked for that."""

    agency: str
    subjects: bytes
    owners: tuple[str, ...]
    results: Path
    program: str

    def __str__(self) -> str:
        return f"checks-{self.agency}"


Spread = Callable[[Callable[[Share], None], Iterable[Share], Callable[[Share], None]], Iterator[None]]
"""Does work on shares, in any process; the last tells what to do where one has ended its worker twice."""


def check_elsewhere(portal: Portal, shelf: Shelf, spread: Spread) -> None:
    """Have those agencies checked and measured of which nothing is kept. `portal` has been through the gate."""
    lacking = frozenset(shelf.lacking("findings", sorted({held.issue.agency for held in portal.held})))
    if worth_asking(lacking):
        for _ in spread(of_agency, _shares(portal, shelf, lacking), _left_to_the_build):
            pass


def _shares(portal: Portal, shelf: Shelf, lacking: frozenset[str]) -> Iterator[Share]:
    for own in each_agency(portal, shelf):
        if own.agency in lacking:
            yield Share(own.agency, shelf.wrapped(own.subjects), own.owners, shelf.folder, shelf.program)


def of_agency(share: Share) -> None:
    """Check and measure an agency's issues, and keep what comes out."""
    shelf = Shelf(share.results, share.program, lambda _: "")
    for kind in ("held", "sections"):
        for owner in share.owners:
            shelf.recall(kind, owner)
    try:
        subjects: tuple[Subject, ...] = shelf.unwrapped(share.subjects)
    except ValueError:
        return  # something of it is not on the shelf: the build does it
    for subject in subjects:
        numbers_of(subject.held, shelf)
    _measure(list(check_subjects(subjects, shelf)), shelf)
    shelf.write()
    shut()


def _measure(checked: Iterable[Checked], shelf: Shelf) -> None:
    newest = {(each.held.issue.agency, each.held.issue.year): each for each in checked}
    seen = {report: Seen(each.held.record, doubts(each.findings)) for report, each in newest.items()}
    for report in seen:
        measures(report, seen, shelf)


def _left_to_the_build(_: Share) -> None:
    return None
