"""What the findings on an issue rest on: the things that, while they stay the same, need no second check."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checking.resemblance import Likeness
from generator.checking.subject import Subject
from generator.checking.wording import words
from generator.checking.wordprint import words as words_of_texts
from generator.records.registry import told_of


def rests_on(subject: Subject) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Give what must be the very same things, and what must be equal, for the findings on an issue to stand.

    Whoever writes a check that looks at more of a subject's surroundings names it here; a test holds the findings of
    a changed portal, worked out with a memory, against those worked out anew.
    """
    held, past, around = subject.held, subject.past, subject.around
    members = subject.settings.aggregates.get(subject.agency.id, ())
    same = (
        held,
        past.previous,
        *past.earlier,
        around.newest.get((held.issue.agency, held.issue.year)),
        *(around.newest.get((agency, subject.year)) for agency in members),
    )
    fetched = "" if held.note.retrieved else around.as_of
    surroundings = (*_spreads(subject), *_alike(subject))
    said = subject.settings
    own = (told_of(subject.agency), said.sample, said.deadlines, said.thresholds, said.aggregates)
    return same, (*own, past.why, past.years, past.names, fetched, *surroundings)


def _alike(subject: Subject) -> Iterator[object]:
    """Give what is known of texts that are like the report's own, and which of its clauses many agencies share."""
    report, alike = (subject.held.issue.agency, subject.held.issue.year), subject.around.alike
    for section in words_of_texts("sections"):
        yield _told(alike.nearest.get((report, section)))
        yield alike.shared_clauses(report, section)


def _told(nearest: Likeness | None) -> tuple[object, ...]:
    """Give what a likeness says, so that it counts as equal wherever and with whatever others it was found."""
    return (nearest.other, nearest.agency, nearest.share, nearest.longest, nearest.passages) if nearest else ()


def _spreads(subject: Subject) -> Iterator[object]:
    kind, level = subject.agency.kind, subject.agency.level
    for cell in words("compared_with_peers"):
        yield subject.around.spreads.get((kind, level, subject.year, cell))
