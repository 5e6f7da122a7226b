"""Findings as pages show them: on a report, by check, and by year."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.checking.checks import CHECKS, Check
from generator.checking.findings import Certainty, Finding, Result
from generator.publishing import urls
from generator.publishing.doubts import concerns_numbers
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.views_tables import Lead
from generator.publishing.words import words

LONGEST: Final = 300
_NAMES: Final = {check.id: check.name for check in CHECKS}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words, with both sides; `targets` are the evidence entries of the cells concerned."""

    check: str
    name: str
    result: str
    result_word: str
    certainty: str
    certainty_word: str
    severity: str
    severity_word: str
    subject: str
    about: str
    message: str
    quote: str
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckCount:
    """A check and how many of a report's findings passed it."""

    check: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FindingsView:
    """A report's findings: what does not add up, hints, what could not be checked, what passed."""

    fails: tuple[FindingView, ...]
    hints: tuple[FindingView, ...]
    not_assessable: tuple[tuple[str, tuple[FindingView, ...]], ...]
    passed: tuple[CheckCount, ...]


def finding_view(finding: Finding, leads: Mapping[str, Lead], labels: Mapping[str, str]) -> FindingView:
    """Show one finding."""
    certainty = finding.certainty.value if finding.certainty else ""
    targets = dict.fromkeys(leads[cell].target for cell in finding.cells if cell in leads)
    return FindingView(
        check=finding.check,
        name=_NAMES[finding.check],
        result=finding.result.value,
        result_word=words("results")[finding.result.value],
        certainty=certainty,
        certainty_word=words("certainties")[certainty] if certainty else "",
        severity=finding.severity.value,
        severity_word=words("severities")[finding.severity.value],
        subject=finding.subject,
        about=finding.about,
        message=finding.message,
        quote=finding.quote,
        targets=tuple((labels.get(target, target), target) for target in targets),
    )


def report_findings(found: Iterable[Finding], leads: Mapping[str, Lead], labels: Mapping[str, str]) -> FindingsView:
    """Sort a report's findings into what a reader asks for first. What does not apply is left out."""
    findings = tuple(found)
    shown = {id(finding): finding_view(finding, leads, labels) for finding in findings if is_open(finding)}
    fails = [finding for finding in findings if finding.result is Result.FAIL]
    fails.sort(key=lambda finding: not concerns_numbers(finding))
    unsure = [finding for finding in findings if finding.result is Result.NOT_ASSESSABLE]
    by_check = itertools.groupby(unsure, key=lambda finding: finding.check)
    return FindingsView(
        fails=tuple(shown[id(finding)] for finding in fails if finding.severity != "info"),
        hints=tuple(shown[id(finding)] for finding in fails if finding.severity == "info"),
        not_assessable=tuple((_NAMES[key], tuple(shown[id(each)] for each in group)) for key, group in by_check),
        passed=tuple(_passed(findings)),
    )


def is_open(finding: Finding) -> bool:
    """Tell whether readers must see a finding: it failed, or could not be assessed."""
    return finding.result in {Result.FAIL, Result.NOT_ASSESSABLE}


def _passed(findings: Iterable[Finding]) -> Iterator[CheckCount]:
    passes = [finding for finding in findings if finding.result is Result.PASS]
    for check in CHECKS:
        if count := sum(finding.check == check.id for finding in passes):
            yield CheckCount(check.id, check.name, count)


@dataclass(frozen=True, slots=True)
class HitView:
    """A finding in a list over many reports: where it belongs, and what it says."""

    url: str
    agency: str
    year: int
    place: str
    place_code: str
    check: str
    name: str
    result: str
    certainty: str
    certainty_word: str
    severity_word: str
    about: str
    message: str


@dataclass(frozen=True, slots=True)
class HitList:
    """Findings to be listed, no more than a page can bear, and how many there are in all."""

    shown: tuple[HitView, ...]
    total: int


def hit_lists(found: Iterable[HitView]) -> tuple[HitList, HitList]:
    """Part findings into those printed so in originals, and those still to be confirmed."""
    lists: tuple[list[HitView], list[HitView]] = ([], [])
    for hit in found:
        lists[hit.certainty != Certainty.PRINTED].append(hit)
    printed, to_confirm = (HitList(tuple(each[:LONGEST]), len(each)) for each in lists)
    return printed, to_confirm


def hits(shown: Shown) -> Iterator[HitView]:
    """List a report's failures of severity error or warning."""
    place = place_of(shown.agency)
    for finding in shown.findings:
        if finding.result is Result.FAIL and finding.severity != "info":
            certainty = finding.certainty or Certainty.TO_CONFIRM
            yield HitView(
                url=shown.url,
                agency=shown.agency.name,
                year=shown.issue.year,
                place=place_name(place) if place else "",
                place_code=place,
                check=finding.check,
                name=_NAMES[finding.check],
                result=finding.result.value,
                certainty=certainty.value,
                certainty_word=words("certainties")[certainty.value],
                severity_word=words("severities")[finding.severity.value],
                about=finding.about,
                message=finding.message,
            )


@dataclass(frozen=True, slots=True)
class CheckTally:
    """A check, and in how many reports of a set it failed for sure, failed to be confirmed, could not be assessed."""

    check: str
    name: str
    group: str
    printed: int
    to_confirm: int
    not_assessable: int
    passed: int


def tally(reports: Iterable[Shown]) -> tuple[CheckTally, ...]:
    """Count reports (not findings) by check and outcome; a report counts once, under its gravest."""
    outcomes: dict[str, list[str]] = {check.id: [] for check in CHECKS}
    for shown in reports:
        by_check = itertools.groupby(sorted(shown.findings, key=_check_of), key=_check_of)
        for check, found in by_check:
            outcomes[check].append(_gravest(list(found)))
    return tuple(_tally(check, outcomes[check.id]) for check in CHECKS)


def _check_of(finding: Finding) -> str:
    return finding.check


def _gravest(findings: list[Finding]) -> str:
    fails = [finding for finding in findings if finding.result is Result.FAIL]
    if any(finding.certainty is Certainty.PRINTED for finding in fails):
        return "printed"
    if fails:
        return "to_confirm"
    results = {finding.result for finding in findings}
    return "not_assessable" if Result.NOT_ASSESSABLE in results else "passed" if Result.PASS in results else ""


def _tally(check: Check, outcomes: list[str]) -> CheckTally:
    counts = (outcomes.count(word) for word in ("printed", "to_confirm", "not_assessable", "passed"))
    return CheckTally(check.id, check.name, words("groups")[check.group], *counts)


@dataclass(frozen=True, slots=True)
class ChecksView:
    """The list of checks, by group."""

    title: str
    groups: tuple[tuple[str, tuple[tuple[Check, CheckTally], ...]], ...]
    reports: int


def checks_view(edition: Edition) -> ChecksView:
    """Make the list of checks."""
    reports = [shown for shown in edition.reports if shown.held]
    pairs = zip(CHECKS, tally(reports), strict=True)
    groups = itertools.groupby(pairs, key=lambda pair: pair[1].group)
    return ChecksView("校验规则", tuple((name, tuple(found)) for name, found in groups), len(reports))


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: its texts, what its outcomes are so far, and where it failed."""

    title: str
    check: Check
    group: str
    severity: str
    tally: CheckTally
    reports: int
    printed: HitList
    to_confirm: HitList


def check_views(edition: Edition) -> Iterator[tuple[str, CheckView]]:
    """Make the page of every check, with its address."""
    reports = [shown for shown in edition.reports if shown.held]
    found = [hit for shown in reports for hit in hits(shown)]
    for check, counted in zip(CHECKS, tally(reports), strict=True):
        printed, to_confirm = hit_lists(hit for hit in found if hit.check == check.id)
        yield (
            urls.check(check.id),
            CheckView(
                title=check.name,
                check=check,
                group=counted.group,
                severity=words("severities")[check.severity.value],
                tally=counted,
                reports=len(reports),
                printed=printed,
                to_confirm=to_confirm,
            ),
        )


@dataclass(frozen=True, slots=True)
class YearFindingsView:
    """All failures of a year: those printed in originals, and apart from them those still to be confirmed."""

    title: str
    year: int
    years: tuple[int, ...]
    printed: HitList
    to_confirm: HitList
    checks: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    reports: int


def year_findings_view(edition: Edition, year: int) -> YearFindingsView:
    """Make the list of a year's findings."""
    found = [hit for shown in edition.of_year(year) for hit in hits(shown)]
    printed, to_confirm = hit_lists(found)
    return YearFindingsView(
        title=f"{year}年度校验结果",
        year=year,
        years=edition.years,
        printed=printed,
        to_confirm=to_confirm,
        checks=tuple(sorted({(hit.check, hit.name) for hit in found})),
        places=tuple(sorted({(hit.place_code, hit.place) for hit in found if hit.place_code})),
        reports=sum(shown.held is not None for shown in edition.of_year(year)),
    )
