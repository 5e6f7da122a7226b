"""The catalogue: every check with its texts and its rule, and the findings of one issue or of the whole portal.

To add a check: write its rule, name it in its module's `RULES`, and tell its texts in `checks.yaml`, under the same id.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.checking import (
    arithmetic,
    cells,
    children,
    content,
    dates,
    duplicates,
    identity,
    jumps,
    level_words,
    narrative,
    outliers,
    plausibility,
    privacy,
    series,
    structure,
    text_sums,
    years,
)
from generator.checking.bearings import rests_on
from generator.checking.findings import OPEN, Finding, Result, Severity, Verdict, closed
from generator.checking.settled import Settled, settle, without_void
from generator.checking.subject import Rule, Subject
from generator.checking.subjects import subjects
from generator.checking.wording import Text, texts
from generator.records.errors import Problem
from generator.records.forms import FORM_NAMES, form_data
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.portal import Held, Portal
from generator.records.reviews import fingerprint_of

__all__ = ["CHECKS", "Check", "Checked", "Subject", "check_issue", "check_portal"]

_MODULES: Final = (
    *(structure, cells, arithmetic, narrative, text_sums, level_words, years, jumps, duplicates, series),
    *(dates, identity, plausibility, outliers, privacy, content, children),
)
_RULES: Final[Mapping[str, Rule]] = {name: rule for module in _MODULES for name, rule in module.RULES.items()}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id, its texts in Chinese, and `run`, which gives a finding for every subject, passes too.

    `severity` is the usual one; a finding carries its own.
    """

    id: str
    name: str
    group: str
    severity: Severity
    formula: str
    basis: str
    false_alarms: str
    example: str
    plain: str
    limits: tuple[str, ...]
    run: Callable[[Subject], Iterator[Finding]]

    def __reduce__(self) -> tuple[Callable[[str], Check], tuple[str]]:
        """Go by the name: all the rest is the program's."""
        return check_named, (self.id,)


def _run(text: Text, rule: Rule, subject: Subject) -> Iterator[Finding]:
    for verdict in _verdicts(text, rule, subject):
        yield _finding(text, subject, verdict)


def _verdicts(text: Text, rule: Rule, subject: Subject) -> Iterator[Verdict]:
    """Ask the rule, unless it cannot apply: before the first form, or to narrative that is not the report's own."""
    if subject.record.year < _first_year() and not text.any_year:
        yield Verdict(Result.NOT_APPLICABLE, says="before_forms")
    elif subject.settings.sample and text.of_text:
        yield Verdict(Result.NOT_APPLICABLE, says="sample")
    else:
        yield from rule(subject)


@functools.cache
def _first_year() -> int:
    return min(int(form_data(form)["first_year"]) for form in FORM_NAMES)


def _finding(text: Text, subject: Subject, verdict: Verdict) -> Finding:
    template = text.messages[verdict.says or verdict.result.value]
    message = template.format(
        about=verdict.about,
        left=verdict.left,
        right=verdict.right,
        detail=verdict.detail,
        count=verdict.count,
        quote=verdict.quote,
    )
    return Finding(
        check=text.id,
        result=verdict.result,
        severity=verdict.severity or _usual(text.severity),
        group=text.group,
        subject=verdict.subject,
        about=verdict.about,
        certainty=verdict.certainty,
        cells=verdict.cells,
        left=verdict.left,
        right=verdict.right,
        message=message,
        count=verdict.count,
        quote=verdict.quote,
        before=verdict.before,
        against=verdict.against or (_against(subject) if verdict.before else ""),
        figures=_digest(subject, verdict) if verdict.result in OPEN else "",
    )


@functools.cache
def _usual(severity: str) -> Severity:
    return Severity(severity)


def _against(subject: Subject) -> str:
    """Name the issue that a finding compares with; that of a predecessor with its agency."""
    if subject.previous is None:
        return ""
    issue = subject.previous.issue
    return issue.name if issue.agency == subject.held.issue.agency else f"{issue.agency}/{issue.name}"


def _digest(subject: Subject, verdict: Verdict) -> str:
    """Give the fingerprint of what a verdict rests on: cells of both years, the sentence; without cells, both sides."""
    said = [verdict.quote] if verdict.cells else [verdict.quote, verdict.left, verdict.right]
    if subject.previous and verdict.before:
        said.append(fingerprint_of(subject.previous.record, verdict.before))
    return fingerprint_of(subject.record, verdict.cells, *said)


def _check(text: Text) -> Check:
    return Check(
        id=text.id,
        name=text.name,
        group=text.group,
        severity=Severity(text.severity),
        formula=text.formula,
        basis=text.basis,
        false_alarms=text.false_alarms,
        example=text.example,
        plain=text.plain,
        limits=text.limits,
        run=functools.partial(_run, text, _RULES[text.id]),
    )


CHECKS: Final[tuple[Check, ...]] = tuple(_check(text) for text in texts().values())


def check_named(name: str) -> Check:
    """Give the check of an id. Raises `StopIteration` where there is none."""
    return next(check for check in CHECKS if check.id == name)


def check_issue(subject: Subject) -> tuple[Finding, ...]:
    """Give every check's findings on one issue, in the order of the catalogue: passes, failures and the rest.

    A report for a year before the first form is `not_applicable` to all but checks of dates and privacy; so is sample
    content to checks of text, since its narrative is not the reports' own.
    """
    return tuple(finding for check in CHECKS for finding in check.run(subject))


@dataclass(frozen=True, slots=True)
class Checked:
    """An issue with its findings, people's decisions laid over them, those that were dismissed, and void decisions.

    Findings that are closed say nothing but which check it was, on what, and how it ended.
    """

    held: Held
    findings: tuple[Finding, ...]
    dismissed: tuple[Settled, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_portal(portal: Portal, memory: Memory = FORGETFUL) -> Iterator[Checked]:
    """Check every issue that we hold, each with its past and its peers, in the portal's order.

    With a `memory` an issue is checked again only when something has changed that its findings rest on.
    """
    return check_subjects(subjects(portal, memory), memory)


def check_subjects(given: Iterable[Subject], memory: Memory) -> Iterator[Checked]:
    """Check some issues, in their order."""
    for subject in given:
        same, equal = rests_on(subject) if memory is not FORGETFUL else ((), ())
        name = Name("findings", subject.held.issue.agency, subject.held.issue.name)
        yield memory.of(name, functools.partial(_checked, subject), same=same, equal=equal)


def _checked(subject: Subject) -> Checked:
    found = tuple(_found(subject))
    held, problems = without_void(subject.held, found)
    return Checked(held, *settle(held, found), problems)


def _found(subject: Subject) -> Iterator[Finding]:
    """Give the findings of `check_issue`; the words of those that are closed, which nobody is shown, are not made."""
    for text in texts().values():
        for verdict in _verdicts(text, _RULES[text.id], subject):
            if verdict.result in OPEN:
                yield _finding(text, subject, verdict)
            else:
                severity = verdict.severity or _usual(text.severity)
                yield closed(text.id, verdict.result, severity, text.group, verdict.subject)
