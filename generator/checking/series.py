"""Group D: years that are lacking, and breaks that lie between two years. Notes, no faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.breaks import Break, breaks_between
from generator.checking.findings import Certainty, Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.years import with_previous
from generator.records.portal import Held


def gap(subject: Subject) -> Iterator[Verdict]:
    """Note the years between the last report before this one and this one of which the portal holds none.

    A report that we hold and could not read is no gap. It may well be that the site does not hold what was published.
    """
    before = [year for year in subject.past.years if year < subject.year]
    if not before:
        yield Verdict(Result.NOT_APPLICABLE)
        return
    missing = tuple(range(max(before) + 1, subject.year))
    if not missing:
        yield Verdict(Result.PASS, left=str(max(before)))
    for year in missing:
        yield Verdict(Result.FAIL, str(year), left=str(year), certainty=Certainty.TO_CONFIRM)


def format_break(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Note each break of form or law between the two years; one of the law only where it touches a number."""
    found = [each for each in breaks_between(previous.issue.year, subject.year) if _touches(subject, previous, each)]
    for each in found:
        certainty = Certainty.TO_CONFIRM
        yield Verdict(Result.FAIL, each.key, each.name, detail=each.why, right=each.basis, certainty=certainty)
    if not found:
        yield Verdict(Result.PASS)


def _touches(subject: Subject, previous: Held, found: Break) -> bool:
    records = (subject.record, previous.record)
    concerned = (figure for record in records for cell, figure in record.figures.items() if found.concerns(cell))
    return not found.cells or any(figure != 0 for figure in concerned)


RULES: Final[Mapping[str, Rule]] = {"series-gap": gap, "format-break": with_previous(format_break)}
