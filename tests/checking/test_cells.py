"""Group A, cells."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.records.figures import Absence, Figure
from generator.records.place import Place
from generator.records.record import Passage, Record
from tests.checking.made import FORM_2019, MIXED, evidenced, extract, found, record, results, row

BLANK, PLACEHOLDER, MISSING, UNCLEAR = Absence.BLANK, Absence.PLACEHOLDER, Absence.MISSING, Absence.UNCLEAR


# ---------------------------------------------------------------- cell-count


def test_each_row_of_two_tables_is_counted() -> None:
    assert len(found(record(), "cell-count")) == 25 + 1
    assert len(found(record(forms=MIXED), "cell-count")) == 23 + 1
    assert results(record(row("total", BLANK) | row("granted", PLACEHOLDER)), "cell-count") == {}


def test_a_number_too_many() -> None:
    made = evidenced(record(), "disputes", numbers=16)
    finding = found(made, "cell-count")["disputes"]
    assert (finding.result, finding.certainty, finding.left, finding.right) == ("fail", "printed", "16", "15")
    assert results(extract(made), "cell-count") == {"disputes": "not_assessable"}


def test_a_number_too_few() -> None:
    finding = found(record({"applications.total.total": MISSING}), "cell-count")["total"]
    assert (finding.result, finding.left, finding.right) == (Result.FAIL, "6", "7")


def test_a_number_too_few_is_not_certain_while_a_row_found_no_place() -> None:
    made = record({"applications.total.total": MISSING})
    made = dataclasses.replace(made, unplaced=(Passage("7", Place(page=2)),))
    assert found(made, "cell-count")["total"].certainty is Certainty.TO_CONFIRM


def test_a_row_that_is_not_there_is_not_counted() -> None:
    findings = found(record(row("total")), "cell-count")
    assert "total" not in findings
    assert len(findings) == 25


# ---------------------------------------------------------------- blank-cell, placeholder-cell


@pytest.mark.parametrize(
    ("check", "absence", "severity"),
    [("blank-cell", BLANK, Severity.WARNING), ("placeholder-cell", PLACEHOLDER, Severity.INFO)],
)
def test_cells_without_a_number_are_one_finding(check: str, absence: Absence, severity: Severity) -> None:
    made = record(row("total", absence) | {"proactive.fees_10k_yuan": absence})
    finding = found(made, check)[""]
    assert (finding.result, finding.severity, finding.count) == (Result.FAIL, severity, 8)
    assert finding.cells[0] == "proactive.fees_10k_yuan"
    assert finding.certainty is Certainty.PRINTED
    assert "表二 行政事业性收费 本年收费金额（单位：万元）" in finding.message
    assert "表三 （七）总计 整行" in finding.message


def test_of_many_cells_the_first_are_named_and_all_are_counted() -> None:
    made = record({f"applications.{key}.total": BLANK for key in ("new_received", "granted", "partial", "other_misc")})
    finding = found(made, "blank-cell")[""]
    assert "表三 （一）予以公开 总计（空白）" in finding.message
    assert "等 4 处" in finding.message
    assert "3.其他" not in finding.message


@pytest.mark.parametrize("check", ["blank-cell", "placeholder-cell"])
def test_other_absences_and_zeros_are_no_blanks(check: str) -> None:
    other = PLACEHOLDER if check == "blank-cell" else BLANK
    assert results(record(row("total", other) | row("granted", MISSING) | row("partial", UNCLEAR)), check) == {}


@pytest.mark.parametrize("check", ["blank-cell", "placeholder-cell", "non-integer-count"])
def test_nothing_read_cannot_be_assessed(check: str) -> None:
    nothing: dict[str, Figure] = dict.fromkeys(record().figures, MISSING)
    assert results(record(nothing), check) == {"": "not_assessable"}


def test_blanks_of_an_extract_are_to_be_confirmed() -> None:
    finding = found(extract(record(row("total", BLANK))), "blank-cell")[""]
    assert (finding.result, finding.certainty) == (Result.FAIL, Certainty.TO_CONFIRM)


# ---------------------------------------------------------------- non-integer-count


@pytest.mark.parametrize(
    ("cell", "figure", "fails"),
    [
        ("proactive.penalty_decisions", Decimal("12.5"), True),
        ("proactive.penalty_decisions", Decimal("12.0"), False),
        ("proactive.penalty_decisions", -1, True),
        ("proactive.penalty_decisions", 0, False),
        ("proactive.penalty_decisions", Decimal("0.0"), False),
        ("proactive.fees_10k_yuan", 0, False),
        ("proactive.fees_10k_yuan", Decimal("0.0"), False),
        ("proactive.fees_10k_yuan", -1, True),
        ("applications.total.total", Decimal("0.1"), True),
        ("applications.total.total", 10**12, False),
        ("proactive.fees_10k_yuan", Decimal("7730.28"), False),
        ("proactive.fees_10k_yuan", Decimal("-0.5"), True),
        ("proactive.fees_10k_yuan", BLANK, False),
    ],
)
def test_counts_are_whole_and_not_negative(cell: str, figure: Figure, *, fails: bool) -> None:
    assert results(record({cell: figure}), "non-integer-count") == ({cell: "fail"} if fails else {})


@pytest.mark.parametrize(
    ("cell", "figure", "fails"),
    [
        ("proactive.licensing.change", -8, False),
        ("proactive.licensing.change", Decimal("-1.5"), True),
        ("proactive.licensing.decisions", -8, True),
        ("proactive.procurement.amount_yuan", Decimal("251000.5"), False),
        ("proactive.procurement.amount_yuan", -1, True),
    ],
)
def test_a_change_may_be_negative(cell: str, figure: Figure, *, fails: bool) -> None:
    made = record({cell: figure}, year=2020, forms=FORM_2019)
    assert results(made, "non-integer-count") == ({cell: "fail"} if fails else {})


def test_the_figure_is_shown() -> None:
    finding = found(record({"proactive.penalty_decisions": Decimal("12.50")}), "non-integer-count")
    message = finding["proactive.penalty_decisions"].message
    assert message == "表二 行政处罚 本年处理决定数量为 12.50，应为不小于 0 的整数。"


# ---------------------------------------------------------------- unexpected-subtotal


def with_unplaced(made: Record, *texts: str) -> Record:
    return dataclasses.replace(made, unplaced=tuple(Passage(text, Place(line=3)) for text in texts))


def test_a_subtotal_row_that_equals_its_parts() -> None:
    made = record({"applications.denied_process_info.natural_person": 2, "applications.denied_process_info.total": 2})
    finding = found(with_unplaced(made, "小 计 2 0 0 0 0 0 2"), "unexpected-subtotal")["row-1"]
    assert (finding.result, finding.severity) == (Result.FAIL, Severity.INFO)
    assert "（三）不予公开" in finding.message
    assert finding.quote == "小 计 2 0 0 0 0 0 2"


def test_subtotals_of_other_kinds() -> None:
    findings = found(with_unplaced(record(), "合计 9 9 9 9 9 9 9", "小计", "1 0 0"), "unexpected-subtotal")
    assert {key: finding.result.value for key, finding in findings.items()} == {"row-1": "fail", "column-2": "fail"}
    assert "相等" not in findings["row-1"].message


def test_a_subtotal_is_held_against_the_groups_of_the_form_alone() -> None:
    finding = found(with_unplaced(record(), "小计 0 0 0 0 0 0 0"), "unexpected-subtotal")["row-1"]
    assert finding.message.endswith("与“三、本年度办理结果”各行之和相等。")


def test_what_found_no_place_is_else_no_subtotal() -> None:
    assert results(with_unplaced(record(), "- 3 -", "（七）总计 0 0"), "unexpected-subtotal") == {}
