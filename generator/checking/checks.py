"""The catalogue: every check with its texts and its rule, and the findings of one issue."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.checking import arithmetic, cells, narrative, plausibility, structure
from generator.checking.findings import Finding, Result, Severity, Verdict
from generator.checking.subject import Subject
from generator.checking.wording import Text, texts
from generator.records.forms import FORM_NAMES, form_data

__all__ = ["CHECKS", "Check", "Subject", "check_issue"]

Rule = Callable[[Subject], Iterator[Verdict]]


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
    run: Callable[[Subject], Iterator[Finding]]


_RULES: Final[Mapping[str, Rule]] = {
    "section-missing": structure.section_missing,
    "section-title-variant": structure.section_title_variant,
    "section-order": structure.section_order,
    "table-missing": structure.table_missing,
    "table-row-missing": structure.table_row_missing,
    "cell-count": cells.cell_count,
    "template-version": structure.template_version,
    "blank-cell": cells.blank_cell,
    "placeholder-cell": cells.placeholder_cell,
    "non-integer-count": cells.non_integer_count,
    "unexpected-subtotal": cells.unexpected_subtotal,
    "column-identity": arithmetic.balance("column-identity"),
    "result-subtotal": arithmetic.balance("result-subtotal"),
    "row-total": arithmetic.balance("row-total"),
    "case-total": arithmetic.balance("case-total"),
    "in-force-floor": arithmetic.in_force_floor,
    "all-zero-report": arithmetic.all_zero,
    "narrative-new-received": narrative.new_received,
    "narrative-none-claim": narrative.none_claim,
    "level-without-regulations": plausibility.level_without_regulations,
}

_OF_NARRATIVE: Final = "C"


def _run(text: Text, rule: Rule, subject: Subject) -> Iterator[Finding]:
    for verdict in _verdicts(text, rule, subject):
        yield _finding(text, verdict)


def _verdicts(text: Text, rule: Rule, subject: Subject) -> Iterator[Verdict]:
    """Ask the rule, unless it cannot apply: before the first form, or to narrative that is not the report's own."""
    if subject.record.year < _first_year():
        yield Verdict(Result.NOT_APPLICABLE, says="before_forms")
    elif subject.settings.sample and text.group == _OF_NARRATIVE:
        yield Verdict(Result.NOT_APPLICABLE, says="sample")
    else:
        yield from rule(subject)


@functools.cache
def _first_year() -> int:
    return min(int(form_data(form)["first_year"]) for form in FORM_NAMES)


def _finding(text: Text, verdict: Verdict) -> Finding:
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
        severity=verdict.severity or Severity(text.severity),
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
    )


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
        run=functools.partial(_run, text, _RULES[text.id]),
    )


CHECKS: Final[tuple[Check, ...]] = tuple(_check(text) for text in texts().values())


def check_issue(subject: Subject) -> tuple[Finding, ...]:
    """Give every check's findings on one issue, in the order of the catalogue: passes, failures and the rest.

    A report for a year before the first form is `not_applicable` throughout; so is group C in sample content, whose
    narrative is not the reports' own.
    """
    return tuple(finding for check in CHECKS for finding in check.run(subject))
