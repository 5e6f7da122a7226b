"""Faults planted in an otherwise clean portal are named by the right check with the right cells; nothing else is."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import pytest

from generator.checking.checks import check_portal
from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.records.portal import Held, Issue, Portal
from tests.checking.clean import clean_portal
from tests.checking.faults import FAULTS, Fault

SEED, AGENCIES = 1, 100


@functools.cache
def portal() -> Portal:
    """Make the clean portal once."""
    return clean_portal(SEED, AGENCIES)


@functools.cache
def planted() -> tuple[Mapping[str, Issue], Mapping[Issue, tuple[Finding, ...]]]:
    """Plant every fault in the report of an agency of its own; give where each lies, and all findings."""
    clean = portal()
    held = {item.issue: item for item in clean.held}
    free = dict.fromkeys(clean.agencies)
    where: dict[str, Issue] = {}
    for fault in FAULTS:
        issue = _report_for(fault, clean, free)
        held[issue] = fault.plant(held[issue])
        where[fault.name] = Issue(issue.agency, issue.year + fault.year_after)
    checked = check_portal(dataclasses.replace(clean, held=tuple(held.values())))
    return where, {each.held.issue: each.findings for each in checked}


def _report_for(fault: Fault, clean: Portal, free: dict[str, None]) -> Issue:
    bodies = (clean.agencies[key] for key in free)
    agency = next(
        body.id
        for body in bodies
        if (not fault.kind or body.kind == fault.kind) and (not fault.level or body.level == fault.level)
    )
    del free[agency]
    return Issue(agency, 2023 if fault.year_after else 2024)


def failures(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.result is Result.FAIL]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_named_by_its_check_with_its_cells(fault: Fault) -> None:
    where, found = planted()
    named = [each for each in failures(found[where[fault.name]]) if each.check == fault.check]
    (finding,) = [each for each in named if each.subject == fault.subject]
    assert set(fault.cells) <= set(finding.cells)
    assert finding.key.startswith(f"{fault.check}:{fault.subject}:")


def test_at_least_fifty_faults_of_many_checks() -> None:
    assert len(FAULTS) >= 50
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len({fault.check for fault in FAULTS}) >= 40


def test_what_was_not_touched_has_no_error() -> None:
    where, found = planted()
    touched = {issue.agency for issue in where.values()}
    wrong = [
        (issue, finding.check)
        for issue, findings in found.items()
        if issue.agency not in touched
        for finding in failures(findings)
        if finding.severity is not Severity.INFO
    ]
    assert wrong == []


def test_five_hundred_clean_reports_have_no_error_and_no_warning() -> None:
    clean = clean_portal(SEED + 1, AGENCIES)
    assert len(clean.held) == 500
    found = [finding for each in check_portal(clean) for finding in failures(each.findings)]
    assert [finding for finding in found if finding.severity is not Severity.INFO] == []
    assert found


def test_findings_have_keys_of_their_own() -> None:
    _, found = planted()
    for findings in found.values():
        keys = [finding.key for finding in failures(findings)]
        assert len(set(keys)) == len(keys)


def test_keys_are_the_same_again_and_change_with_the_figures() -> None:
    item: Held = portal().held[4]
    fault = next(fault for fault in FAULTS if fault.check == "case-total")

    def keys(changed: Held) -> set[str]:
        held = tuple(changed if each.issue == changed.issue else each for each in portal().held[:5])
        (last,) = [
            each for each in check_portal(dataclasses.replace(portal(), held=held)) if each.held.issue == item.issue
        ]
        return {finding.key for finding in failures(last.findings) if finding.check == fault.check}

    once, again, twice = keys(fault.plant(item)), keys(fault.plant(item)), keys(fault.plant(fault.plant(item)))
    assert once == again
    assert once
    assert not once & twice


def test_no_fault_but_those_of_text_and_outside_the_report_is_doubted() -> None:
    where, found = planted()
    for fault in FAULTS:
        for finding in failures(found[where[fault.name]]):
            if finding.check == fault.check and fault.cells and fault.check != "table-row-missing":
                assert finding.certainty is Certainty.PRINTED
