"""Group B: sums within one report."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.records.corrections import Correction
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from tests.checking.made import (
    COLUMNS,
    FORM_2019,
    MIXED,
    evidenced,
    extract,
    found,
    one_reader,
    record,
    results,
    row,
    subject,
)

BLANK, MISSING, UNCLEAR = Absence.BLANK, Absence.MISSING, Absence.UNCLEAR


def applications(column: str = "natural_person", **rows: Figure) -> dict[str, Figure]:
    return {f"applications.{key}.{column}": figure for key, figure in rows.items()}


def cases(group: str, **outcomes: Figure) -> dict[str, Figure]:
    return {f"disputes.{group}.{key}": figure for key, figure in outcomes.items()}


SUBJECTS = {
    "column-identity": COLUMNS,
    "result-subtotal": COLUMNS,
    "row-total": tuple(row.key for row in record().table("applications").rows),
    "case-total": ("review", "litigation_direct", "litigation_after_review"),
}


@pytest.mark.parametrize("check", SUBJECTS)
def test_every_subject_has_its_result(check: str) -> None:
    assert tuple(found(record(), check)) == SUBJECTS[check]
    assert results(record(), check) == {}


# ---------------------------------------------------------------- fails, with both sides


@pytest.mark.parametrize(
    ("check", "changed", "about", "left", "right"),
    [
        (
            "column-identity",
            applications(new_received=35, total=33),
            "natural_person",
            "35+0＝35",
            "33+0＝33",
        ),
        (
            "result-subtotal",
            applications("total", granted=12, denied_process_info=1, other_misc=2, total=14),
            "total",
            "12+1+2＝15",
            "表列总计 14",
        ),
        (
            "row-total",
            {"applications.granted.natural_person": 12, "applications.granted.total": 21},
            "granted",
            "12+0+0+0+0+0＝12",
            "表列总计 21",
        ),
        ("case-total", cases("review", upheld=10, corrected=1), "review", "10+1+0+0＝11", "表列总计 0"),
        (
            "case-total",
            cases("litigation_after_review", upheld=Decimal("0.1"), corrected=Decimal("0.2"), total=Decimal("0.4")),
            "litigation_after_review",
            "0.1+0.2+0+0＝0.3",
            "表列总计 0.4",
        ),
    ],
)
def test_unequal_sides_fail(check: str, changed: dict[str, Figure], about: str, left: str, right: str) -> None:
    finding = found(record(changed), check)[about]
    assert results(record(changed), check) == {about: "fail"}
    assert (finding.left, finding.right) == (left, right)
    assert left in finding.message
    assert right in finding.message
    assert "数据不平衡" in finding.message
    assert (finding.severity, finding.certainty) == (Severity.ERROR, Certainty.PRINTED)


def test_the_cells_of_a_finding_are_its_operands_left_first() -> None:
    finding = found(record(), "column-identity")["other"]
    rows = ("new_received", "carried_in", "total", "carried_out")
    assert finding.cells == tuple(f"applications.{key}.other" for key in rows)
    assert finding.about == "其他（列）"


def test_decimals_are_added_exactly() -> None:
    exact = cases("review", upheld=Decimal("0.1"), corrected=Decimal("0.2"), total=Decimal("0.3"))
    assert results(record(exact), "case-total") == {}


def test_column_identity_can_pass_where_result_subtotal_fails() -> None:
    made = record(applications(new_received=3, total=3))
    assert results(made, "column-identity") == {}
    assert results(made, "result-subtotal") == {"natural_person": "fail"}


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(("forms", "year"), [(MIXED, 2023), (FORM_2019, 2020)])
def test_one_row_of_other_results_counts_in_its_form(forms: dict[str, str], year: int) -> None:
    made = record(applications(other_single_row=4, total=4, new_received=4), year=year, forms=forms)
    assert results(made, "result-subtotal") == {}
    assert "other_single_row" in found(made, "row-total")
    assert len(found(made, "row-total")) == 23


# ---------------------------------------------------------------- a missing number is no zero


@pytest.mark.parametrize("absence", list(Absence))
@pytest.mark.parametrize(
    ("check", "cell", "about"),
    [
        ("column-identity", "applications.carried_out.total", "total"),
        ("result-subtotal", "applications.partial.total", "total"),
        ("row-total", "applications.partial.legal_service", "partial"),
        ("row-total", "applications.partial.total", "partial"),
        ("case-total", "disputes.review.pending", "review"),
        ("case-total", "disputes.review.total", "review"),
    ],
)
def test_without_an_operand_nothing_is_said(check: str, cell: str, about: str, absence: Absence) -> None:
    made = record({cell: absence})
    finding = found(made, check)[about]
    assert results(made, check) == {about: "not_assessable"}
    assert finding.certainty is None
    assert {"blank": "空白", "placeholder": "以符号代替", "missing": "缺失", "unclear": "读不准"}[
        absence
    ] in finding.message


def test_what_is_known_may_already_be_too_much() -> None:
    made = record(cases("review", upheld=10, corrected=UNCLEAR, total=9))
    finding = found(made, "case-total")["review"]
    assert (finding.result, finding.left, finding.right) == (Result.FAIL, "10+读不准+0+0", "表列总计 9")
    assert "已超过" in finding.message
    assert "＝" not in finding.left


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        (applications(new_received=5, carried_in=BLANK, total=4), "fail"),
        (applications(new_received=5, carried_in=BLANK, total=5), "not_assessable"),
        (applications(new_received=5, carried_in=BLANK, total=6), "not_assessable"),
        (applications(new_received=5, total=6, carried_out=BLANK), "fail"),
        (applications(new_received=5, total=4, carried_out=BLANK), "not_assessable"),
        (applications(new_received=5, carried_in=BLANK, total=1, carried_out=BLANK), "not_assessable"),
    ],
)
def test_too_much_is_told_on_either_side_only_against_a_known_whole(changed: dict[str, Figure], result: str) -> None:
    assert results(record(changed), "column-identity") == {"natural_person": result}


# ---------------------------------------------------------------- figures that an identity placed


def placed(made: Record, *identities: str) -> Record:
    return evidenced(made, "disputes", placed_by="identity", identities=identities, numbers=16)


def test_an_identity_cannot_test_what_it_placed() -> None:
    made = placed(record(), "case-total:litigation_after_review")
    assert results(made, "case-total") == {"litigation_after_review": "not_assessable"}
    assert "归位" in found(made, "case-total")["litigation_after_review"].message


def test_an_identity_does_not_even_fail_on_what_it_placed() -> None:
    made = placed(record(cases("review", upheld=3)), "case-total:review")
    assert results(made, "case-total") == {"review": "not_assessable"}


def test_placing_without_naming_the_identities_counts_for_all() -> None:
    assert set(results(placed(record()), "case-total").values()) == {"not_assessable"}
    assert len(results(placed(record()), "case-total")) == 3


def test_what_another_identity_placed_can_be_tested_but_is_never_certain() -> None:
    made = placed(record(cases("review", upheld=3)), "case-total:litigation_direct")
    assert results(made, "case-total") == {"review": "fail", "litigation_direct": "not_assessable"}
    assert found(made, "case-total")["review"].certainty is Certainty.TO_CONFIRM


def test_an_identity_that_placed_one_row_is_not_tested_over_columns() -> None:
    made = evidenced(
        record(), "applications.total", placed_by="identity", identities=("column-identity:total", "row-total:total")
    )
    assert results(made, "column-identity") == {"total": "not_assessable"}
    assert results(made, "row-total") == {"total": "not_assessable"}
    assert results(made, "result-subtotal") == {}


# ---------------------------------------------------------------- certainty

WRONG = cases("review", upheld=10, total=11)


def test_a_failure_is_certain_only_as_two_readers_of_an_original_read_it() -> None:
    for made in (extract(record(WRONG)), one_reader(record(WRONG))):
        assert found(made, "case-total")["review"].certainty is Certainty.TO_CONFIRM
    assert found(record(WRONG), "case-total")["review"].certainty is Certainty.PRINTED


def test_every_row_concerned_must_have_been_read_twice() -> None:
    made = evidenced(record(applications(new_received=1)), "applications.carried_out", readers=1)
    assert found(made, "column-identity")["natural_person"].certainty is Certainty.TO_CONFIRM
    assert found(made, "row-total")["new_received"].certainty is Certainty.PRINTED


def test_a_cell_without_evidence_is_never_certain() -> None:
    made = dataclasses.replace(record(WRONG), evidence={})
    assert found(made, "case-total")["review"].certainty is Certainty.TO_CONFIRM


def test_a_corrected_cell_is_never_certain() -> None:
    looked_at = subject(record(WRONG))
    correction = Correction("disputes.review.upheld", 11, 10, "看错", "某人", "2025-01-01")
    held = dataclasses.replace(looked_at.held, corrections=(correction,))
    corrected = dataclasses.replace(looked_at, held=held)
    assert found(corrected, "case-total")["review"].certainty is Certainty.TO_CONFIRM


# ---------------------------------------------------------------- in-force-floor

STOCK = "proactive.normative_documents"


@pytest.mark.parametrize(
    ("issued", "repealed", "in_force", "result"),
    [
        (0, 0, 0, None),
        (5, 21, 63, None),
        (0, 5, 5, None),
        (8, 3, 5, None),
        (8, 0, 5, "fail"),
        (8, BLANK, 5, "not_assessable"),
        (MISSING, 0, 5, "not_assessable"),
        (8, 0, UNCLEAR, "not_assessable"),
    ],
)
def test_stock_of_last_year_is_not_below_zero(issued: Figure, repealed: Figure, in_force: Figure, result: str) -> None:
    made = record({f"{STOCK}.issued": issued, f"{STOCK}.repealed": repealed, f"{STOCK}.in_force": in_force})
    assert results(made, "in-force-floor") == ({"normative_documents": result} if result else {})


def test_stock_below_zero_is_a_warning_with_its_sum() -> None:
    finding = found(record({"proactive.regulations.issued": 8}), "in-force-floor")["regulations"]
    assert (finding.severity, finding.left, finding.about) == (Severity.WARNING, "0-8+0＝-8", "规章")


def test_the_old_form_has_no_stock_in_force() -> None:
    assert results(record(year=2019, forms=FORM_2019), "in-force-floor") == {"": "not_applicable"}


# ---------------------------------------------------------------- all-zero-report


def test_all_zeros_are_a_note_never_a_warning() -> None:
    finding = found(record(), "all-zero-report")[""]
    assert (finding.result, finding.severity, finding.count) == (Result.FAIL, Severity.INFO, 200)


def test_one_number_is_enough_and_a_blank_is_no_zero() -> None:
    assert results(record({"proactive.penalty_decisions": 1}), "all-zero-report") == {}
    assert results(record({"proactive.penalty_decisions": 1} | row("total", BLANK)), "all-zero-report") == {}
    assert results(record(row("total", BLANK)), "all-zero-report") == {"": "not_assessable"}
