"""Findings in lists over many reports: by place, by check, and by year."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.checking.checks import CHECKS, Check
from generator.checking.findings import Certainty, Finding, Result
from generator.checking.thresholds import Limit, limit
from generator.publishing import urls
from generator.publishing.doubts import concerns_numbers
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.words import words
from generator.records.divisions import path_of

LONGEST: Final = 300
_PLAIN: Final = re.compile(r"[a-z0-9_.]+")
_FAIL, _NOT_ASSESSABLE = Result.FAIL, Result.NOT_ASSESSABLE
_NAMES: Final = {check.id: check.name for check in CHECKS}


def is_open(finding: Finding) -> bool:
    """Tell whether readers must see a finding: it failed, or could not be assessed."""
    return finding.result is _FAIL or finding.result is _NOT_ASSESSABLE


def open_findings(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Give the open findings of a report, each with its id on the report's page: `finding-case-total-review`."""
    taken: Counter[str] = Counter()
    for finding in [each for each in findings if each.result is _FAIL or each.result is _NOT_ASSESSABLE]:
        plain = f"-{finding.subject}" if _PLAIN.fullmatch(finding.subject) else ""
        name = f"finding-{finding.check}{plain}"
        taken[name] += 1
        yield finding, name if taken[name] == 1 else f"{name}-{taken[name]}"


@dataclass(frozen=True, slots=True)
class HitView:
    """A finding in a list over many reports: where it stands, and what it says.

    `places` are the codes of the agency's place and of those above it, from the province down; `place` their names.
    `counts` tells that it is one of those that the badges count.
    """

    url: str
    agency: str
    year: int
    place: str
    places: tuple[str, ...]
    check: str
    name: str
    result: str
    certainty: str
    certainty_word: str
    severity_word: str
    message: str
    counts: bool


@dataclass(frozen=True, slots=True)
class HitList:
    """Findings to be listed, no more than a page can bear, how many there are in all, and how many badges count."""

    shown: tuple[HitView, ...]
    total: int
    counted: int


def hit_lists(found: Iterable[HitView]) -> tuple[HitList, HitList]:
    """Part findings into those printed so and those still to be confirmed; what badges count comes first."""
    lists = (_Listing(), _Listing())
    for hit in found:
        lists[hit.certainty != Certainty.PRINTED].add(hit)
    return lists[0].listed, lists[1].listed


class _Listing:
    """Findings on their way into a list: no more of them are held than it shows."""

    def __init__(self) -> None:
        self._shown: tuple[list[HitView], list[HitView]] = ([], [])
        self._counts = [0, 0]

    def add(self, hit: HitView) -> None:
        self._counts[hit.counts] += 1
        if len(self._shown[hit.counts]) < LONGEST:
            self._shown[hit.counts].append(hit)

    @property
    def listed(self) -> HitList:
        others, counted = self._shown
        return HitList((*counted, *others)[:LONGEST], sum(self._counts), self._counts[True])


def hits(shown: Shown) -> Iterator[HitView]:
    """List a report's failures of severity error or warning."""
    for finding, anchor in open_findings(shown.findings):
        if finding.result is Result.FAIL and finding.severity != "info":
            yield _hit(shown, finding, anchor)


def _hit(shown: Shown, finding: Finding, anchor: str) -> HitView:
    path = path_of(place) if (place := place_of(shown.agency)) else ()
    certainty = finding.certainty or Certainty.TO_CONFIRM
    return HitView(
        url=f"{shown.url}#{anchor}",
        agency=shown.agency.name,
        year=shown.issue.year,
        place=" ".join(place_name(step.code) for step in path),
        places=tuple(step.code for step in path),
        check=finding.check,
        name=_NAMES[finding.check],
        result=finding.result.value,
        certainty=certainty.value,
        certainty_word=words("certainties")[certainty.value],
        severity_word=words("severities")[finding.severity.value],
        message=finding.message,
        counts=concerns_numbers(finding),
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
    counts: Counter[tuple[str, int]] = Counter()
    for shown in reports:
        gravest: dict[str, int] = {}
        for finding in shown.findings:
            weight = _PRINTED if finding.certainty is _SURE and finding.result is _FAIL else _WEIGHTS[finding.result]
            if weight > gravest.get(finding.check, 0):
                gravest[finding.check] = weight
        counts.update(gravest.items())
    return tuple(_tally(check, counts) for check in CHECKS)


_PASSED, _OPEN, _TO_CONFIRM, _PRINTED = 1, 2, 3, 4
_SURE: Final = Certainty.PRINTED
_WEIGHTS: Final = {_FAIL: _TO_CONFIRM, _NOT_ASSESSABLE: _OPEN, Result.PASS: _PASSED, Result.NOT_APPLICABLE: 0}


def _tally(check: Check, counts: Counter[tuple[str, int]]) -> CheckTally:
    by_weight = (counts[check.id, weight] for weight in (_PRINTED, _TO_CONFIRM, _OPEN, _PASSED))
    return CheckTally(check.id, check.name, words("groups")[check.group], *by_weight)


@dataclass(frozen=True, slots=True)
class ChecksView:
    """The list of checks, by group."""

    title: str
    groups: tuple[tuple[str, tuple[tuple[Check, CheckTally], ...]], ...]
    reports: int


def checks_view(counts: Sequence[CheckTally], reports: int) -> ChecksView:
    """Make the list of checks: how all that we could read came out."""
    pairs = zip(CHECKS, counts, strict=True)
    groups = itertools.groupby(pairs, key=lambda pair: pair[1].group)
    return ChecksView("校验规则", tuple((name, tuple(found)) for name, found in groups), reports)


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: its texts, what its outcomes are so far, and where it failed."""

    title: str
    check: Check
    group: str
    severity: str
    limits: tuple[Limit, ...]
    tally: CheckTally
    reports: int
    printed: HitList
    to_confirm: HitList


def check_views(edition: Edition, counts: Sequence[CheckTally], reports: int) -> Iterator[tuple[str, CheckView]]:
    """Make the page of every check, with its address."""
    lists = _lists_by_check(edition)
    for check, counted in zip(CHECKS, counts, strict=True):
        printed, to_confirm = lists[check.id]
        yield (
            urls.check(check.id),
            CheckView(
                title=check.name,
                check=check,
                group=counted.group,
                severity=words("severities")[check.severity.value],
                limits=tuple(limit(edition.settings, name) for name in check.limits),
                tally=counted,
                reports=reports,
                printed=printed,
                to_confirm=to_confirm,
            ),
        )


def _lists_by_check(edition: Edition) -> Mapping[str, tuple[HitList, HitList]]:
    """Give the lists of every check, without holding all findings of all reports at once."""
    lists = {check.id: (_Listing(), _Listing()) for check in CHECKS}
    for shown in edition.reports:
        for hit in hits(shown) if shown.held else ():
            lists[hit.check][hit.certainty != Certainty.PRINTED].add(hit)
    return {check: (printed.listed, to_confirm.listed) for check, (printed, to_confirm) in lists.items()}
