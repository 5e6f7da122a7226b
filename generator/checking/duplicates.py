"""Group D, texts: how much of a section is the same as last year's, or as another agency's of the same year.

Says how much and shows the passages with both places; never who took from whom. Basis: 国办公开办函〔2021〕30号.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from generator.checking.findings import Certainty, Result, Severity, Verdict
from generator.checking.resemblance import Likeness, Shared
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import threshold
from generator.checking.wording import words as said
from generator.checking.wordprint import words
from generator.checking.years import with_previous
from generator.records.forms import section_titles
from generator.records.place import Place
from generator.records.portal import Held


def narrative(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Compare sections 一 and 五 with those of the year before."""
    for section in words("sections"):
        likeness = subject.around.alike.between(subject.held, previous, section)
        if likeness is None or _too_short(subject, section):
            yield _short(subject, section)
        else:
            yield _verdict(subject, section, likeness, str(previous.issue.year))


def across_agencies(subject: Subject) -> Iterator[Verdict]:
    """Compare sections 一 and 五 with those of all other agencies of the year. Only notes, and only with evidence."""
    if not _is_shown(subject):
        yield Verdict(Result.NOT_APPLICABLE, says="reissued")
        return
    for section in words("sections"):
        issue = subject.held.issue
        nearest = subject.around.alike.nearest.get(((issue.agency, issue.year), section))
        if _too_short(subject, section):
            yield _short(subject, section)
        elif nearest is None or nearest.longest < threshold(subject.settings, "duplicate_run"):
            yield Verdict(Result.PASS, str(section), _about(subject, section))
        else:
            yield _verdict(subject, section, nearest, nearest.agency, across=True)


def _is_shown(subject: Subject) -> bool:
    """Tell whether an issue is the newest of its report: only those are compared with other agencies'."""
    issue = subject.held.issue
    return subject.around.newest.get((issue.agency, issue.year)) is subject.held


def _too_short(subject: Subject, section: int) -> bool:
    return subject.around.alike.own_letters(subject.held, section) < threshold(subject.settings, "duplicate_least")


def _short(subject: Subject, section: int) -> Verdict:
    least = int(threshold(subject.settings, "duplicate_least"))
    return Verdict(Result.NOT_APPLICABLE, str(section), _about(subject, section), count=least, says="short")


def _about(subject: Subject, section: int) -> str:
    return f"{said('numerals')[section - 1]}、{section_titles(subject.year)[section - 1]}"


def _verdict(subject: Subject, section: int, likeness: Likeness, other: str, *, across: bool = False) -> Verdict:
    about, share = _about(subject, section), likeness.share
    if share < Fraction(threshold(subject.settings, "duplicate_hint")):
        return Verdict(Result.PASS, str(section), about, left=_percent(share), right=other)
    serious = share >= Fraction(threshold(subject.settings, "duplicate_warning")) and not across
    issue = likeness.other.issue
    return Verdict(
        Result.FAIL,
        str(section),
        about,
        left=_percent(share),
        right=other,
        detail="；".join(_place(passage) for passage in likeness.passages),
        count=likeness.longest,
        quote="\n".join(_quoted(passage) for passage in likeness.passages),
        certainty=_certainty(subject, likeness.other),
        severity=Severity.WARNING if serious else Severity.INFO,
        against=f"{issue.agency}/{issue.name}" if across else issue.name,
    )


def _certainty(subject: Subject, other: Held) -> Certainty:
    """Tell how sure it is: both texts must be originals that two readers have read."""
    sure = subject.certainty_of_structure()
    twice = other.record.is_original and bool(other.record.source.second_reader)
    return sure if twice else Certainty.TO_CONFIRM


def _percent(share: Fraction) -> str:
    """Write a share in whole per cent, never rounded up over a threshold."""
    return f"{int(share * 100)}%"


def _place(passage: Shared) -> str:
    return str(said("shared_at")).format(_where(passage.place), _where(passage.place_there), passage.letters)


def _where(place: Place) -> str:
    if place.page is not None:
        return str(said("at_page")).format(place.page)
    return str(said("at_line")).format(place.line) if place.line is not None else str(said("at_nowhere"))


def _quoted(passage: Shared) -> str:
    most = int(words("quoted_most"))
    return passage.text if len(passage.text) <= most else f"{passage.text[:most]}……"


RULES: Final[Mapping[str, Rule]] = {
    "duplicate-narrative": with_previous(narrative),
    "duplicate-across-agencies": across_agencies,
}
