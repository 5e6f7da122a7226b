"""Group E: when a report was published and signed, and which year it speaks of. Days are ISO dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.claimed import sentences, years_named
from generator.checking.findings import Certainty, Result, Severity, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import deadline
from generator.checking.wording import words
from generator.records.figures import fold

_TITLE_YEAR: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")


def published_late(subject: Subject) -> Iterator[Verdict]:
    """Hold the day of the page, as `source.yaml` gives it, against the last day for such a body.

    Only a first issue can be late. A page's date may be that of a later move of the site, so without the page's address
    the failure is to be confirmed.
    """
    last, day = deadline(subject.settings, subject.agency, subject.year), subject.held.note.published
    if subject.held.issue.revision > 1:
        yield Verdict(Result.NOT_APPLICABLE, says="reissue")
    elif not last or not day:
        yield Verdict(Result.NOT_ASSESSABLE, says="no_deadline" if not last else "no_day", left=day, right=last)
    elif day <= last:
        yield Verdict(Result.PASS, left=day, right=last)
    else:
        citable = subject.record.is_original and bool(subject.held.note.url)
        certainty = Certainty.PRINTED if citable else Certainty.TO_CONFIRM
        yield Verdict(Result.FAIL, left=day, right=last, certainty=certainty)


def wrong_year(subject: Subject) -> Iterator[Verdict]:
    """Look for another year than the report's in its title, its period, and sentences on what was done."""
    yield _title(subject)
    yield _period(subject)
    yield from _sentences(subject)


def _title(subject: Subject) -> Verdict:
    years = [int(year) for year in _TITLE_YEAR.findall("".join(fold(subject.record.title).split()))]
    about = words("dated")["title"]
    if not years:
        return Verdict(Result.NOT_ASSESSABLE, "title", about, says="no_year")
    return _dated(subject, "title", years[0], subject.record.title, None)


def _period(subject: Subject) -> Verdict:
    period = subject.record.dates.period
    if period is None:
        return Verdict(Result.NOT_APPLICABLE, "period", words("dated")["period"], says="no_year")
    return _dated(subject, "period", int(period[0][:4]), "—".join(period), None)


def _dated(subject: Subject, key: str, year: int, quote: str, severity: Severity | None) -> Verdict:
    same = year == subject.year
    return Verdict(
        Result.PASS if same else Result.FAIL,
        key,
        words("dated")[key.partition("-")[0]],
        left=str(year),
        right=str(subject.year),
        quote=quote,
        certainty=None if same else subject.certainty_of_structure(),
        severity=None if same else severity,
    )


def _sentences(subject: Subject) -> Iterator[Verdict]:
    """Find sentences that begin with another year and tell deeds, with no comparison and no plan in them."""
    deed, other = re.compile(words("deed_of_a_year")), re.compile(words("of_other_years"))
    told = [passage for passage in subject.record.narrative if passage.section in range(5)]
    count = 0
    for passage in told if not subject.settings.sample else ():
        for sentence in sentences(passage.text):
            plain = "".join(fold(sentence).split())
            match = deed.search(plain)
            if match and subject.year not in years_named(plain) and not other.search(plain):
                count += 1
                yield _dated(subject, f"sentence-{count}", int(match["year"]), sentence, Severity.WARNING)


def period_mismatch(subject: Subject) -> Iterator[Verdict]:
    """Hold the period that the report states against the calendar year. A whole other year is `wrong-year`'s matter."""
    period = subject.record.dates.period
    if period is None:
        yield Verdict(Result.NOT_ASSESSABLE)
        return
    start, end = period
    whole = start.endswith("-01-01") and end == f"{start[:4]}-12-31"
    left, right = f"{start}—{end}", f"{subject.year}-01-01—{subject.year}-12-31"
    if whole and int(start[:4]) != subject.year:
        yield Verdict(Result.NOT_APPLICABLE, says="whole_year", left=left, right=right)
    else:
        certainty = None if whole else subject.certainty_of_structure()
        yield Verdict(Result.PASS if whole else Result.FAIL, left=left, right=right, certainty=certainty)


def future_date(subject: Subject) -> Iterator[Verdict]:
    """Look for days later than the day on which the file was fetched.

    That day stands in for today, so that the same content gives the same findings on every day.
    """
    fetched = subject.held.note.retrieved or subject.around.as_of
    days = {"signed": subject.record.dates.signed or "", "published": subject.held.note.published}
    if not fetched or not any(days.values()):
        yield Verdict(Result.NOT_ASSESSABLE, says="no_fetch" if not fetched else "no_day")
        return
    for key, day in days.items():
        if day:
            late = day > fetched
            certainty = subject.certainty_of_structure() if late else None
            yield Verdict(
                Result.FAIL if late else Result.PASS,
                key,
                words("dated")[key],
                left=day,
                right=fetched,
                certainty=certainty,
            )


RULES: Final[Mapping[str, Rule]] = {
    "published-late": published_late,
    "wrong-year": wrong_year,
    "period-mismatch": period_mismatch,
    "future-date": future_date,
}
