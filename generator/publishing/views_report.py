"""The page of one issue of a report: what it says, what does not add up, and where every figure stands."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from generator.checking.badges import Badge
from generator.publishing import urls
from generator.publishing.copies import CopyView, copies_of
from generator.publishing.crops import pictures_of
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.glossary import address_of
from generator.publishing.headline import RowTold, absences, headline, not_zero
from generator.publishing.reissues import ReissueView, reissues
from generator.publishing.replies import ReplyView, reply_view
from generator.publishing.report_findings import FindingsView, report_findings
from generator.publishing.text_changes import TextChanges, text_changes
from generator.publishing.trust import TrustView, copy_word, trust_view
from generator.publishing.views_evidence import EvidenceView, evidence_list, place_text
from generator.publishing.views_findings import hits
from generator.publishing.views_tables import (
    BlockView,
    CaseView,
    HeadGroup,
    RowView,
    application_heads,
    applications_view,
    disputes_view,
    proactive_view,
)
from generator.publishing.words import words
from generator.records.divisions import path_of
from generator.records.portal import Held, SourceNote
from generator.records.record import Passage, Record
from generator.records.reviews import SHORT, Review, record_fingerprint


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from the home page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """Where a report belongs: its agency, place, other years and other issues (label, address, whether it is this)."""

    agency: str
    agency_url: str
    year: int
    issue: str
    crumbs: tuple[Crumb, ...]
    years: tuple[tuple[int, str], ...]
    issues: tuple[tuple[str, str], ...]
    later: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the narrative with its printed heading and its paragraphs (text, place)."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that the record was read from: its path, kind and hash, and the copy that the site hands on."""

    path: str
    media: str
    sha256: str
    copy: CopyView | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the record was read from, in words."""

    copy: str
    copy_word: str
    files: tuple[FileView, ...]
    readers: tuple[str, ...]
    note: SourceNote
    forms: tuple[tuple[str, str, bool], ...]
    period: str
    signed: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One issue that we hold a record of."""

    title: str
    around: Around
    printed_title: str
    badges: tuple[Badge, ...]
    trust: TrustView
    headline: tuple[str, ...]
    not_zero: tuple[RowTold, ...]
    absences: tuple[tuple[str, int, str], ...]
    proactive: tuple[BlockView, ...]
    heads: tuple[HeadGroup, ...]
    applications: tuple[RowView, ...]
    disputes: tuple[tuple[str, tuple[CaseView, ...]], ...]
    cases_explained: str
    findings: FindingsView
    narrative: tuple[SectionView, ...]
    text_changes: TextChanges | None
    unplaced: tuple[tuple[str, str], ...]
    hidden: int
    evidence: tuple[EvidenceView, ...]
    source: SourceView
    digest: str
    reply: ReplyView | None
    reissues: tuple[ReissueView, ...]
    record_review: Review | None
    fingerprint: str
    respond: str


@dataclass(frozen=True, slots=True)
class WithheldFor:
    """A finding for which a report is withheld; `anchor` is its id on the page. It names no number."""

    anchor: str
    check: str
    name: str
    certainty: str
    certainty_word: str
    message: str


@dataclass(frozen=True, slots=True)
class UnreadView:
    """One issue without figures: its file could not be read, or it is withheld."""

    title: str
    around: Around
    badges: tuple[Badge, ...]
    path: str
    what: str
    remedy: str
    note: SourceNote
    withheld: bool
    why: tuple[WithheldFor, ...]
    reply: ReplyView | None


def crumbs(shown: Shown) -> tuple[Crumb, ...]:
    """Give the way from the province down to the agency."""
    place = place_of(shown.agency)
    path = [Crumb(place_name(step.code), urls.place(step.code)) for step in path_of(place)] if place else []
    return (*path, Crumb(shown.agency.name, urls.agency(shown.agency.id)))


def around(edition: Edition, shown: Shown) -> Around:
    """Tell where a report belongs."""
    key = (shown.agency.id, shown.issue.year)
    years = edition.years_of[shown.agency.id]
    return Around(
        agency=shown.agency.name,
        agency_url=urls.agency(shown.agency.id),
        year=shown.issue.year,
        issue=shown.issue.name,
        crumbs=crumbs(shown),
        years=tuple((year, urls.report(shown.agency.id, year)) for year in years),
        issues=tuple((each.issue.name, each.url) for each in edition.issues[key]),
        later=bool(shown.later),
    )


def report_view(edition: Edition, shown: Shown, held: Held) -> ReportView:
    """Make the page of an issue that was read."""
    record = held.record
    evidence = evidence_list(held, shown.doubts, pictures_of(shown, edition.drawn))
    forms, figures, leads = record.forms, record.figures, evidence.leads.__getitem__
    cases = disputes_view(forms["disputes"], figures, leads)
    return ReportView(
        title=f"{shown.agency.name}{record.year}年政府信息公开工作年度报告",
        around=around(edition, shown),
        printed_title=record.title,
        badges=shown.badges,
        trust=trust_view(shown, held, sample=edition.settings.sample),
        headline=headline(record, shown.doubts),
        not_zero=not_zero(record),
        absences=absences(record),
        proactive=proactive_view(forms["proactive"], figures, leads),
        heads=application_heads(),
        applications=applications_view(forms["applications"], figures, leads),
        disputes=tuple((group, tuple(found)) for group, found in itertools.groupby(cases, key=lambda case: case.group)),
        cases_explained=address_of("disputes"),
        findings=report_findings(shown, held, evidence),
        narrative=_narrative(record),
        text_changes=text_changes(edition, shown),
        unplaced=tuple((passage.text, place_text(passage.place)) for passage in record.unplaced),
        hidden=len(record.hidden),
        evidence=evidence.entries,
        source=_source(held, copy_word(held, sample=edition.settings.sample), copies_of(shown, edition)),
        digest=shown.digest,
        reply=reply_view(edition, shown.issue),
        reissues=_reissues(edition, shown),
        record_review=held.reviews.of_record,
        fingerprint=record_fingerprint(record)[:SHORT],
        respond=urls.respond(shown.url),
    )


def _reissues(edition: Edition, shown: Shown) -> tuple[ReissueView, ...]:
    """Give the steps that lead to this issue and from it: the newest page tells all, an earlier one what came of it."""
    steps = reissues(edition, shown.agency.id, shown.issue.year)
    return tuple(step for step in steps if not shown.later or shown.issue.name in {step.earlier, step.later})


def _narrative(record: Record) -> tuple[SectionView, ...]:
    titles = {section.number: section.title for section in record.sections}
    sections = itertools.groupby(record.narrative, key=lambda passage: passage.section)
    return tuple(SectionView(titles.get(number, ""), _paragraphs(list(found))) for number, found in sections)


def _paragraphs(passages: list[Passage]) -> tuple[tuple[str, str], ...]:
    return tuple((passage.text, place_text(passage.place)) for passage in passages)


def _source(held: Held, copied: str, copies: Mapping[str, CopyView]) -> SourceView:
    source, dates = held.record.source, held.record.dates
    media, forms = words("media"), words("forms")
    return SourceView(
        copy=source.copy,
        copy_word=copied,
        files=tuple(
            FileView(file.path, media.get(file.media_type, file.media_type), file.sha256, copies.get(file.path))
            for file in source.files
        ),
        readers=tuple(reader for reader in (source.reader, source.second_reader) if reader),
        note=held.note,
        forms=tuple(
            (title, forms[held.record.forms[table]], held.record.forms_told[table])
            for table, title in (("proactive", "表二"), ("applications", "表三"), ("disputes", "表四"))
        ),
        period=" 至 ".join(dates.period) if dates.period else "",
        signed=dates.signed or "",
    )


def unread_view(edition: Edition, shown: Shown) -> UnreadView:
    """Make the page of an issue that we could not read."""
    unread = shown.unread
    if unread is None:
        raise ValueError(shown.issue)
    return UnreadView(
        title=f"{shown.agency.name}{shown.issue.year}年政府信息公开工作年度报告",
        around=around(edition, shown),
        badges=shown.badges,
        path=unread.path,
        what=unread.what,
        remedy=unread.remedy,
        note=unread.note,
        withheld=bool(unread.withheld),
        why=tuple(
            WithheldFor(hit.url.rpartition("#")[2], hit.check, hit.name, hit.certainty, hit.certainty_word, hit.message)
            for hit in hits(shown)
        ),
        reply=reply_view(edition, shown.issue),
    )
