"""The log of what people have done: corrections, reviews, replies, and looks that found nothing; and our own errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.checking.checks import CHECKS
from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import show_figure
from generator.publishing.sheets import Sheet, sheets
from generator.publishing.tabular import Cell
from generator.publishing.views_evidence import labels_of
from generator.publishing.words import words
from generator.records.corrections import Correction
from generator.records.reviews import Kind, Review

LOG_HEAD: Final = ("date", "kind", "name", "year", "by", "what", "why", "url")
_CHECKS: Final = {check.id: check.name for check in CHECKS}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that somebody did: the day, which kind, on whose report, who, what, and why."""

    date: str
    kind: str
    kind_word: str
    name: str
    year: int
    url: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class LogView:
    """One sheet of the log. `own_errors` tells that it lists our misreadings alone; `counts` are (word, how many)."""

    title: str
    own_errors: bool
    entries: tuple[LogEntry, ...]
    counts: tuple[tuple[str, int], ...]
    sheet: Sheet
    reports: int


def log_entries(edition: Edition) -> tuple[LogEntry, ...]:
    """Give everything that people have done, the newest first."""
    found = [entry for issues in edition.issues.values() for shown in issues for entry in _of_issue(shown)]
    found += [*_replies(edition), *_absences(edition)]
    return tuple(sorted(found, key=lambda entry: (entry.date, entry.url, entry.what), reverse=True))


def _of_issue(shown: Shown) -> Iterator[LogEntry]:
    if shown.held is None:
        return
    labels = labels_of(shown.held.record)
    for fix in shown.held.corrections:
        yield _entry(shown, "correction", (fix.date, fix.by, fix.why), _corrected(fix, labels.get(fix.cell, fix.cell)))
    for review in shown.held.reviews.all:
        told = (review.date, review.by, review.why)
        yield _entry(shown, "review", told, _reviewed(review, labels.get(review.subject, review.subject)))


def _entry(shown: Shown, kind: str, told: tuple[str, str, str], what: str) -> LogEntry:
    date, who, why = told
    name = shown.agency.name
    return LogEntry(date, kind, words("log")[kind], name, shown.issue.year, shown.url, who, what, why)


def _corrected(fix: Correction, label: str) -> str:
    said: str = words("log_says")["correction"]
    return said.format(label=label, was=show_figure(fix.was).text, now=show_figure(fix.now).text)


def _reviewed(review: Review, label: str) -> str:
    said = words("log_says")
    if review.kind is Kind.RECORD:
        return str(said["record"])
    if review.kind is Kind.CELL:
        return str(said["cell"]).format(label=label)
    if review.kind is Kind.WAIVER:
        return str(said["waiver"]).format(check=_CHECKS.get(review.subject, review.subject))
    return str(said[review.verdict]).format(check=_CHECKS.get(review.subject.partition(":")[0], review.subject))


def _replies(edition: Edition) -> Iterator[LogEntry]:
    for (agency, year), reply in edition.portal.replies.items():
        newest = edition.newest(agency, year)
        if newest:
            said = words("log_says")["reply"].format(capacity=reply.capacity)
            yield _entry(newest, "reply", (reply.date, reply.by, reply.verified), said)


def _absences(edition: Edition) -> Iterator[LogEntry]:
    for (agency, year), absence in edition.portal.absences.items():
        name, url = edition.agencies[agency].name, urls.report(agency, year)
        for look in absence.looks:
            said = words("log_says")["absence"].format(where=look.where)
            yield LogEntry(look.on, "absence", words("log")["absence"], name, year, url, "", said, absence.note)


def log_rows(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    """Give the whole log, one entry a row."""
    base = edition.settings.base_url.rstrip("/")
    for entry in log_entries(edition):
        yield (entry.date, entry.kind, entry.name, entry.year, entry.who, entry.what, entry.why, f"{base}/{entry.url}")


def log_pages(edition: Edition) -> Iterator[tuple[str, LogView]]:
    """Make the log of everything, and that of our own errors, each in sheets, with their addresses."""
    entries = log_entries(edition)
    errors = tuple(entry for entry in entries if entry.kind == "correction")
    yield from _views(edition, urls.LOG, "更正、核对与说明", entries)
    yield from _views(edition, urls.ERRORS, "本站读错的地方", errors)


def _views(edition: Edition, url: str, title: str, entries: Sequence[LogEntry]) -> Iterator[tuple[str, LogView]]:
    kinds = [entry.kind for entry in entries]
    counts = tuple((word, kinds.count(kind)) for kind, word in words("log").items())
    reports = sum(shown.held is not None for found in edition.issues.values() for shown in found)
    for sheet, part in sheets(url, entries):
        yield sheet.url, LogView(title, url == urls.ERRORS, tuple(part), counts, sheet, reports)
