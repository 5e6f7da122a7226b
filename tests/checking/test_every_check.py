"""Every check: passes, fails, cannot be told, does not apply, and its known false alarm. No check lacks a row."""

from __future__ import annotations

import pytest

from generator.checking.checks import CHECKS
from generator.checking.findings import Result
from tests.checking import table_of_copies, table_of_tables, table_of_texts, table_of_years
from tests.checking.rows import KINDS, RESULTS, Row

ROWS = (*table_of_tables.TABLE, *table_of_years.TABLE, *table_of_texts.TABLE, *table_of_copies.TABLE)

BY_ID = {check.id: check for check in CHECKS}

# Rows that cannot be: how a check never ends, and why.
NEVER = {
    ("unexpected-subtotal", "not_assessable"): "what found no place is always known",
    ("outlier-in-peer-group", "not_assessable"): "a cell without a number: see test_outliers",
    ("narrative-inner-sum", "not_assessable"): "both sides stand in one sentence",
    ("series-gap", "not_assessable"): "the portal knows which years it holds",
    ("format-break", "not_assessable"): "years are always known",
    ("agency-name-mismatch", "not_applicable"): "every report has an agency",
    ("future-date", "not_applicable"): "every day can lie ahead",
    ("duplicate-across-agencies", "not_assessable"): "compared with whatever others there are",
    **{
        (check, kind): "looks through whatever text there is"
        for check in ("personal-id-number", "personal-mobile", "applicant-name", "official-name")
        for kind in ("not_assessable", "not_applicable")
    },
    ("document-metadata", "not_assessable"): "the record keeps the fields",
    **{("office-contact", kind): "never a finding" for kind in ("passes", "fails", "not_assessable")},
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.check}-{row.kind}")
def test_a_check_ends_as_its_table_says(row: Row) -> None:
    of_check = list(BY_ID[row.check].run(row.subject))
    about = {finding.result.value for finding in of_check if finding.subject == row.key}
    if row.kind == "false_alarm":
        assert "fail" not in {finding.result.value for finding in of_check if not row.key} | about
    else:
        assert about == {RESULTS[row.kind]}
    assert all((finding.certainty is not None) == (finding.result is Result.FAIL) for finding in of_check)
    assert all(finding.result is Result.FAIL or finding.severity is BY_ID[row.check].severity for finding in of_check)


def test_no_check_lacks_a_row() -> None:
    have = {(row.check, row.kind) for row in ROWS}
    want = {(check.id, kind) for check in CHECKS for kind in KINDS}
    assert want - have == set(NEVER)
    assert not have - want
