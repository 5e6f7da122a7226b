"""The catalogue as data: every check has all its texts, and nothing says more than it may."""

from __future__ import annotations

import string

import pytest

from generator.checking.checks import CHECKS, Check
from generator.checking.explain import UnknownCheckError, explain
from generator.checking.findings import Severity
from generator.checking.wording import Text, texts
from generator.records.yaml_files import load_resource
from tests.checking.made import found, record, results, subject, trouble

STRUCTURE = (
    "section-missing",
    "section-title-variant",
    "section-order",
    "table-missing",
    "table-row-missing",
    "cell-count",
    "template-version",
    "blank-cell",
    "placeholder-cell",
    "non-integer-count",
    "unexpected-subtotal",
)
ARITHMETIC = (
    "column-identity",
    "result-subtotal",
    "row-total",
    "case-total",
    "in-force-floor",
    "all-zero-report",
)
TEXT = (
    "narrative-new-received",
    "narrative-processed",
    "narrative-carried-out",
    "narrative-none-claim",
    "narrative-review",
    "narrative-litigation",
    "narrative-normative-docs",
    "narrative-inner-sum",
    "text-level-phrase",
)
YEARS = (
    "carry-over-continuity",
    "in-force-continuity",
    "pending-cases-followed-up",
    "year-on-year-jump",
    "unit-suspect",
    "identical-tables",
    "duplicate-narrative",
    "duplicate-across-agencies",
    "series-gap",
    "format-break",
)
DATES = (
    "published-late",
    "wrong-year",
    "period-mismatch",
    "stale-legal-basis",
    "agency-name-mismatch",
    "future-date",
)
PLAUSIBLE = (
    "level-without-regulations",
    "review-exceeds-decisions",
    "outlier-in-peer-group",
    "state-secret-denials",
)
PRIVACY = (
    "personal-id-number",
    "personal-mobile",
    "office-contact",
    "applicant-name",
    "official-name",
    "document-metadata",
)
CONTENT = (
    "overview-aspects",
    "supervision-results-missing",
    "problems-empty",
    "fee-statement-missing",
    "parent-child-sum",
)
GROUPS = {
    "A": STRUCTURE,
    "B": ARITHMETIC,
    "C": TEXT,
    "D": YEARS,
    "E": DATES,
    "F": PLAUSIBLE,
    "G": PRIVACY,
    "H": CONTENT,
}
ANY_YEAR = {*DATES, *PRIVACY} - {"stale-legal-basis"}
ERRORS = {
    *("section-missing", "table-missing", "table-row-missing", "cell-count", "non-integer-count"),
    *("column-identity", "result-subtotal", "row-total", "case-total"),
    *("narrative-none-claim", "carry-over-continuity", "wrong-year", "level-without-regulations"),
    "personal-id-number",
}
NOTES = {
    *("section-title-variant", "placeholder-cell", "unexpected-subtotal", "all-zero-report"),
    *("narrative-inner-sum", "text-level-phrase", "pending-cases-followed-up", "year-on-year-jump"),
    *("duplicate-across-agencies", "series-gap", "format-break", "stale-legal-basis", "agency-name-mismatch"),
    *("review-exceeds-decisions", "outlier-in-peer-group", "state-secret-denials", "office-contact", "official-name"),
    *("overview-aspects", "supervision-results-missing", "fee-statement-missing", "parent-child-sum"),
} & {check.id for check in CHECKS}
FIELDS = {"about", "left", "right", "detail", "count", "quote"}

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
each_text = pytest.mark.parametrize("text", texts().values(), ids=lambda text: text.id)


def test_the_catalogue_is_whole_and_in_order() -> None:
    assert [(check.group, check.id) for check in CHECKS] == [(key, one) for key, ids in GROUPS.items() for one in ids]


@each_check
def test_every_check_has_all_its_texts(check: Check) -> None:
    for told in (check.name, check.formula, check.basis, check.false_alarms, check.example, check.plain):
        assert len(told) > 2
        assert told == told.strip()


@each_text
def test_messages_fill_in_what_verdicts_have(text: Text) -> None:
    silent = {"fail"} if text.id == "office-contact" else set()  # never flagged: nothing to say
    assert {"pass", "fail", "not_assessable", "not_applicable"} - silent <= set(text.messages)
    for message in text.messages.values():
        assert {name for _, name, _, _ in string.Formatter().parse(message) if name} <= FIELDS


def test_every_word_is_neutral() -> None:
    for name in ("checks.yaml", "wording.yaml", "badges.yaml"):
        whole = str(load_resource("generator.checking", name))
        for word in ("造假", "虚假", "伪造", "作弊", "弄虚", "瞒报", "谎报", "违法"):
            assert word not in whole


def test_severities_of_the_catalogue() -> None:
    of = {check.id: check.severity for check in CHECKS}
    assert {key for key, severity in of.items() if severity is Severity.ERROR} == ERRORS
    assert {key for key, severity in of.items() if severity is Severity.INFO} == NOTES


def test_a_clean_report_has_nothing_but_the_note_that_all_is_zero() -> None:
    checks = [finding.check for finding in trouble(subject(record()))]
    assert checks == ["all-zero-report", "narrative-new-received"]


@each_check
def test_every_check_speaks_of_every_report(check: Check) -> None:
    findings = found(record(), check.id)
    assert findings
    for finding in findings.values():
        assert (finding.check, finding.group) == (check.id, check.group)
        assert "{" not in finding.message
        assert finding.message.endswith("。")


@each_check
def test_no_check_applies_before_the_first_form(check: Check) -> None:
    told = set(results(record(year=2018), check.id).values())
    assert check.id in ANY_YEAR or told == {"not_applicable"}


# ---------------------------------------------------------------- explain


@each_check
def test_explain_says_it_all_by_id_and_by_name(check: Check) -> None:
    told = explain(check.id)
    for text in (check.id, check.name, check.formula, check.basis, check.false_alarms, check.example, check.plain):
        assert text in told
    assert explain(check.name) == told


@pytest.mark.parametrize(
    ("asked", "offered"),
    [("row-totl", "row-total"), ("case_total", "case-total"), ("行合记", "row-total"), ("blank", "blank-cell")],
)
def test_an_unknown_check_offers_the_nearest(asked: str, offered: str) -> None:
    with pytest.raises(UnknownCheckError, match=f"“{asked}”.*是不是想找.*{offered}"):
        explain(asked)


def test_of_many_that_are_near_three_are_offered() -> None:
    with pytest.raises(UnknownCheckError) as raised:
        explain("narrative-new")
    assert str(raised.value).count("narrative-") == 1 + 3


def test_what_is_like_nothing_gets_the_whole_list() -> None:
    with pytest.raises(UnknownCheckError) as raised:
        explain("zzzz")
    assert all(check.id in str(raised.value) for check in CHECKS)
