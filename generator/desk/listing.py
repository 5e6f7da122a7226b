"""Findings as text for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from generator.checking.findings import Finding, Result
from generator.publishing.edition import Edition
from generator.publishing.finding_rows import finding_rows, findings_json
from generator.records.portal import Held, Issue, Portal

_WORDS: Final = {Result.FAIL: "不符", Result.NOT_ASSESSABLE: "无法核对"}
_CERTAINTIES: Final = {"printed": "原件如此", "to_confirm": "待核对"}

Checked = tuple[Held, tuple[Finding, ...]]


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Give those that a person should see: failures first, then what could not be assessed."""
    shown = [finding for finding in findings if finding.result in _WORDS]
    return sorted(shown, key=lambda finding: finding.result is not Result.FAIL)


def as_text(portal: Portal, checked: Iterable[Checked]) -> Iterator[str]:
    """Give a block of lines for each report, then what was left out."""
    for held, findings in checked:
        agency = portal.agencies[held.issue.agency]
        shown = open_findings(findings)
        passed = sum(finding.result is Result.PASS for finding in findings)
        yield f"{held.issue.agency} {held.issue.name} {agency.name}：通过 {passed} 项，列出 {len(shown)} 项"
        yield from (f"  {line}" for line in map(_line, shown))
    yield from (
        f"{item.issue.agency} {item.issue.name} 未能读出（{item.path}）：{item.what}{item.remedy}"
        for item in portal.unread
    )


def _line(finding: Finding) -> str:
    sure = f"，{_CERTAINTIES[finding.certainty.value]}" if finding.certainty else ""
    about = f" {finding.about}" if finding.about else ""
    return f"{finding.check}{about}（{_WORDS[finding.result]}{sure}）：{finding.message}"


def as_json(edition: Edition, wanted: Callable[[Issue], bool] | None = None) -> str:
    """Give what the site publishes as `findings.json`: of the newest issues, or of those wanted, replaced ones too."""
    every = (shown for issues in edition.issues.values() for shown in issues)
    reports = edition.reports if wanted is None else (shown for shown in every if wanted(shown.issue))
    return findings_json(finding_rows(edition, reports))
