"""A report's own findings as its page shows them: what does not add up, where it is printed, what could not be told."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.checking.checks import CHECKS
from generator.checking.findings import Finding, Result
from generator.checking.settled import Settled, decision_on
from generator.publishing import urls
from generator.publishing.doubts import concerns_numbers
from generator.publishing.edition import Shown
from generator.publishing.figure_text import show_state
from generator.publishing.views_evidence import EvidenceList, EvidenceView, labels_of
from generator.publishing.views_findings import open_findings
from generator.publishing.words import words
from generator.records.figures import Absence, Figure
from generator.records.portal import Held, Issue
from generator.records.reviews import Review

_NAMES = {check.id: check.name for check in CHECKS}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words; `evidence` are the entries of the cells concerned, `anchor` its id on the page.

    `cells` are the cells concerned with their labels, `left` and `right` both sides written out, `figures` the digest
    that a review names, `review` the decision of a person who confirmed it. `against_url` is the page of the report
    that it was compared with, empty where it was compared with none.
    """

    anchor: str
    check: str
    name: str
    result: str
    certainty: str
    certainty_word: str
    severity_word: str
    subject: str
    about: str
    message: str
    quote: str
    evidence: tuple[EvidenceView, ...]
    cells: tuple[tuple[str, str], ...]
    left: str
    right: str
    figures: str
    review: Review | None
    against_url: str


@dataclass(frozen=True, slots=True)
class SettledView:
    """A finding that a person has looked at and dismissed, with the decision."""

    check: str
    name: str
    about: str
    message: str
    review: Review


@dataclass(frozen=True, slots=True)
class UnsureView:
    """What one check could not tell: how often, the reason that all share (empty when they share none)."""

    check: str
    name: str
    why: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class CheckCount:
    """A check and how many of a report's findings passed it."""

    check: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FindingsView:
    """A report's findings: what does not add up, hints, what could not be checked, what was dismissed, what passed."""

    fails: tuple[FindingView, ...]
    hints: tuple[FindingView, ...]
    unsure: tuple[UnsureView, ...]
    settled: tuple[SettledView, ...]
    passed: tuple[CheckCount, ...]


def report_findings(shown: Shown, held: Held, evidence: EvidenceList) -> FindingsView:
    """Sort a report's findings into what a reader asks for first. What does not apply is left out."""
    entries = {entry.key: entry for entry in evidence.entries}
    figures, labels = held.record.figures, labels_of(held.record)
    opened = [
        (finding, _view(finding, anchor, _entries(finding, evidence, entries), held, labels))
        for finding, anchor in open_findings(shown.findings)
    ]
    fails = [pair for pair in opened if pair[0].result is Result.FAIL]
    fails.sort(key=lambda pair: not concerns_numbers(pair[0]))
    unsure = [pair for pair in opened if pair[0].result is Result.NOT_ASSESSABLE]
    return FindingsView(
        fails=tuple(view for finding, view in fails if finding.severity != "info"),
        hints=tuple(view for finding, view in fails if finding.severity == "info"),
        unsure=tuple(_unsure(list(pairs), figures) for _, pairs in itertools.groupby(unsure, key=_check_of)),
        settled=tuple(map(_settled, shown.dismissed)),
        passed=tuple(_passed(shown.findings)),
    )


def _settled(settled: Settled) -> SettledView:
    finding = settled.finding
    return SettledView(finding.check, _NAMES[finding.check], finding.about, finding.message, settled.review)


def _check_of(pair: tuple[Finding, FindingView]) -> str:
    return pair[0].check


def _unsure(pairs: list[tuple[Finding, FindingView]], figures: Mapping[str, Figure]) -> UnsureView:
    check = _check_of(pairs[0])
    why = _why((finding for finding, _ in pairs), figures)
    return UnsureView(check, _NAMES[check], why, tuple(view for _, view in pairs))


def _entries(finding: Finding, evidence: EvidenceList, entries: Mapping[str, EvidenceView]) -> tuple[EvidenceView, ...]:
    targets = dict.fromkeys(evidence.leads[cell].target for cell in finding.cells if cell in evidence.leads)
    return tuple(entries[target] for target in targets)


def _view(
    finding: Finding, anchor: str, evidence: tuple[EvidenceView, ...], held: Held, labels: Mapping[str, str]
) -> FindingView:
    certainty = finding.certainty.value if finding.certainty else ""
    return FindingView(
        anchor=anchor,
        check=finding.check,
        name=_NAMES[finding.check],
        result=finding.result.value,
        certainty=certainty,
        certainty_word=words("certainties")[certainty] if certainty else "",
        severity_word=words("severities")[finding.severity.value],
        subject=finding.subject,
        about=finding.about,
        message=finding.message,
        quote=finding.quote,
        evidence=evidence,
        cells=tuple((cell, labels.get(cell, cell)) for cell in finding.cells),
        left=finding.left,
        right=finding.right,
        figures=finding.figures,
        review=decision_on(held, finding),
        against_url=_against(finding, held),
    )


def _against(finding: Finding, held: Held) -> str:
    """Give the page of the report that a finding compares with: last year's, a predecessor's, or another agency's."""
    agency, _, name = finding.against.rpartition("/")
    issue = Issue.parse(agency or held.issue.agency, name)
    return urls.report(issue.agency, issue.year) if issue else ""


def _why(found: Iterable[Finding], figures: Mapping[str, Figure]) -> str:
    """Say what several findings of a check have in common: the words of the cells that have no number."""
    lacking = {figures.get(cell) for finding in found for cell in finding.cells} & set(Absence)
    states = "、".join(show_state(word.value).text for word in Absence if word in lacking)
    return str(words("unsure")["why"]).format(states=states) if states else ""


def _passed(findings: Iterable[Finding]) -> Iterator[CheckCount]:
    passes = Counter(finding.check for finding in findings if finding.result is Result.PASS)
    return (CheckCount(check.id, check.name, passes[check.id]) for check in CHECKS if passes[check.id])
