"""Group D, in detail: edges, both years named, what is sure in both."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.checking.subject import Past, Subject
from generator.records.figures import Absence, Figure
from generator.records.portal import Issue
from generator.records.record import Record
from tests.checking.made import COLUMNS, FORM_2019, after, extract, found, noted, one_reader, record, results

BLANK = Absence.BLANK
OUT, IN = "applications.carried_out.total", "applications.carried_in.total"
FINES, FEES = "proactive.penalty_decisions", "proactive.fees_10k_yuan"
RECEIVED = "applications.new_received.total"
CARRY, JUMP, UNIT = "carry-over-continuity", "year-on-year-jump", "unit-suspect"


def pair(before: dict[str, Figure], now: dict[str, Figure], **thresholds: float) -> Subject:
    whole = after(record(before, year=2023), record(now))
    return dataclasses.replace(whole, settings=dataclasses.replace(whole.settings, thresholds=thresholds))


def test_every_column_is_held_and_only_the_total_is_an_error() -> None:
    given = {f"applications.carried_out.{column}": 3 for column in COLUMNS}
    findings = found(pair(dict(given), {}), CARRY)
    assert set(findings) == set(COLUMNS)
    assert {key: f.severity for key, f in findings.items()} == dict.fromkeys(COLUMNS, Severity.WARNING) | {
        "total": Severity.ERROR
    }
    total = findings["total"]
    assert (total.cells, total.before, total.left, total.right) == ((IN,), (OUT,), "3", "0")
    assert total.against == "2023"
    assert "总计（列）" in total.message


def test_a_pass_has_the_usual_severity_and_no_fingerprint() -> None:
    finding = found(pair({}, {}), CARRY)["research"]
    assert (finding.result, finding.severity, finding.figures) == (Result.PASS, Severity.ERROR, "")


def test_what_lacks_a_number_is_named_with_its_year() -> None:
    assert "2023 年度表三 四、结转下年度继续办理 总计（空白）" in found(pair({OUT: BLANK}, {}), CARRY)["total"].message
    message = found(pair({OUT: BLANK}, {IN: Absence.MISSING}), CARRY)["total"].message
    assert "2023 年度" in message
    assert "2024 年度表三 二、上年结转政府信息公开申请数量 总计（缺失）" in message
    assert "2023" not in found(pair({}, {IN: BLANK}), CARRY)["total"].message


@pytest.mark.parametrize("spoil", [extract, one_reader])
def test_a_failure_is_sure_only_when_both_years_are(spoil: object) -> None:
    before, now = record({OUT: 3}, year=2023), record()
    assert found(after(before, now), CARRY)["total"].certainty is Certainty.PRINTED
    spoiled = spoil  # either year
    assert callable(spoiled)
    assert found(after(spoiled(before), now), CARRY)["total"].certainty is Certainty.TO_CONFIRM
    assert found(after(before, spoiled(now)), CARRY)["total"].certainty is Certainty.TO_CONFIRM


def test_a_predecessor_s_report_is_named_with_its_id() -> None:
    asked = pair({OUT: 3}, {})
    assert asked.previous is not None
    other = dataclasses.replace(asked.previous, issue=Issue("old", 2023, 2))
    moved = dataclasses.replace(asked, past=dataclasses.replace(asked.past, previous=other))
    assert found(moved, CARRY)["total"].against == "old/2023.r2"


def test_a_key_changes_with_the_figures_of_either_year() -> None:
    keys = {found(pair({OUT: before}, {IN: now}), CARRY)["total"].key for before, now in ((3, 0), (4, 0), (3, 1))}
    assert len(keys) == 3


# ---------------------------------------------------------------- stocks and cases

STOCK = "proactive.normative_documents"


def test_stocks_of_both_kinds_are_held() -> None:
    asked = pair({f"{STOCK}.in_force": 20}, {f"{STOCK}.issued": 3, f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 30})
    findings = found(asked, "in-force-continuity")
    assert set(findings) == {"regulations", "normative_documents"}
    wrong = findings["normative_documents"]
    assert (wrong.left, wrong.right, wrong.before) == ("20+3-1＝22", "30", (f"{STOCK}.in_force",))
    assert findings["regulations"].result is Result.PASS


@pytest.mark.parametrize("cell", ["issued", "repealed", "in_force"])
def test_a_stock_without_a_number_cannot_be_told(cell: str) -> None:
    told = results(pair({}, {f"{STOCK}.{cell}": BLANK}), "in-force-continuity")
    assert told == {"normative_documents": "not_assessable"}


def test_a_stock_of_another_form_is_another_quantity() -> None:
    old, new = record(year=2023, forms=FORM_2019), record(year=2024, forms=FORM_2019)
    for asked in (after(old, record()), after(record(year=2023), new), after(old, new)):
        told = results(asked, "in-force-continuity")
        assert told == {"regulations": "not_applicable", "normative_documents": "not_applicable"}


@pytest.mark.parametrize(("pending", "total", "result"), [(0, 0, None), (1, 0, "fail"), (1, 1, None), (0, BLANK, None)])
def test_pending_cases(pending: int, total: Figure, result: str | None) -> None:
    told = results(
        pair({"disputes.review.pending": pending}, {"disputes.review.total": total}), "pending-cases-followed-up"
    )
    assert told == ({"review": result} if result else {})


def test_where_none_was_pending_a_blank_is_no_matter_and_no_number() -> None:
    asked = pair({"disputes.review.pending": 0}, {"disputes.review.total": BLANK})
    finding = found(asked, "pending-cases-followed-up")["review"]
    assert (finding.result, finding.left, finding.right) == (Result.PASS, "0", "")
    seen = found(pair({}, {"disputes.review.total": 4}), "pending-cases-followed-up")["review"]
    assert (seen.result, seen.left, seen.right) == (Result.PASS, "0", "4")


def test_pending_cases_without_a_number() -> None:
    for asked in (
        pair({"disputes.review.pending": BLANK}, {}),
        pair({"disputes.review.pending": 1}, {"disputes.review.total": BLANK}),
    ):
        assert results(asked, "pending-cases-followed-up") == {"review": "not_assessable"}


# ---------------------------------------------------------------- identical tables

FIVE: dict[str, Figure] = {RECEIVED: 1, FINES: 2, FEES: Decimal("3.5"), f"{STOCK}.issued": 4, f"{STOCK}.in_force": 5}


@pytest.mark.parametrize(
    ("before", "now", "result", "count"),
    [
        (FIVE, FIVE, "fail", 5),
        (FIVE, FIVE | {RECEIVED: 2}, None, 5),
        (FIVE, FIVE | {"disputes.review.total": 1}, None, 6),
        (FIVE | {FINES: 0}, FIVE | {FINES: 0}, None, 4),
        (FIVE | {FINES: BLANK}, FIVE, "not_assessable", 1),
        (FIVE | {FINES: BLANK}, FIVE | {RECEIVED: 2}, None, 4),
    ],
)
def test_identical_tables(before: dict[str, Figure], now: dict[str, Figure], result: str | None, count: int) -> None:
    finding = found(pair(before, now), "identical-tables")[""]
    assert (finding.result.value, finding.count) == (result or "pass", count)


def test_cells_that_keep_tables_from_being_compared_are_named() -> None:
    finding = found(pair(FIVE | {FINES: BLANK}, FIVE), "identical-tables")[""]
    assert finding.cells == finding.before == (FINES,)


def test_identical_tables_name_their_cells_in_both_years() -> None:
    finding = found(pair(FIVE, FIVE), "identical-tables")[""]
    assert set(finding.cells) == set(finding.before) == set(FIVE)
    assert finding.certainty is Certainty.PRINTED


# ---------------------------------------------------------------- jumps


@pytest.mark.parametrize(
    ("cell", "before", "now", "result"),
    [
        (RECEIVED, 10, 30, None),
        (RECEIVED, 10, 31, "fail"),
        (RECEIVED, 31, 10, "fail"),
        (RECEIVED, 30, 10, None),
        (RECEIVED, 50, 150, None),
        (RECEIVED, 50, 151, "fail"),
        (RECEIVED, 150, 50, None),
        (RECEIVED, 151, 50, "fail"),
        (RECEIVED, 0, 20, None),
        (RECEIVED, 0, 21, "fail"),
        (RECEIVED, 21, 0, "fail"),
        (FINES, 1, 101, None),
        (FINES, 1, 102, "fail"),
        (FEES, Decimal("0.5"), Decimal("100.5"), None),
        (FEES, Decimal("0.5"), Decimal("100.6"), "fail"),
        (RECEIVED, BLANK, 31, "not_assessable"),
        (RECEIVED, 10, BLANK, "not_assessable"),
        (RECEIVED, 0, 0, None),
    ],
)
def test_a_jump_is_one_in_share_and_in_number(cell: str, before: Figure, now: Figure, result: str | None) -> None:
    assert results(pair({cell: before}, {cell: now}), JUMP).get(cell) == result


def test_a_jump_by_the_portal_s_own_measure() -> None:
    assert (
        results(pair({RECEIVED: 10}, {RECEIVED: 16}, jump_ratio=1.5, jump_floor_applications=5), JUMP)[RECEIVED]
        == "fail"
    )


def test_no_jump_across_a_break() -> None:
    findings = found(pair({"disputes.litigation_direct.total": 90}, {}), JUMP)
    broken = findings["disputes.litigation_direct.total"]
    assert broken.result is Result.NOT_APPLICABLE
    assert "复议前置" in broken.message
    later = after(record({"disputes.litigation_direct.total": 90}, year=2024), record(year=2025))
    assert results(later, JUMP)["disputes.litigation_direct.total"] == "fail"
    earlier = after(record({"disputes.litigation_direct.total": 90}, year=2022), record(year=2023))
    assert results(earlier, JUMP)["disputes.litigation_direct.total"] == "fail"


def test_a_jump_across_forms_compares_what_is_the_same_quantity() -> None:
    old = record({"proactive.penalty.decisions": 10}, year=2020, forms=FORM_2019)
    finding = found(after(old, record({FINES: 500}, year=2021)), JUMP)[FINES]
    assert (finding.result, finding.before, finding.left) == (Result.FAIL, ("proactive.penalty.decisions",), "10")
    assert found(after(old, record({FEES: 900}, year=2021)), JUMP)[FEES].result is Result.NOT_APPLICABLE
    assert "proactive.penalty.decisions" not in found(after(old, record(year=2021)), JUMP)


# ---------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("before", "now", "result"),
    [
        (100, 1000, "fail"),
        (1000, 100, "fail"),
        (100, 950, "fail"),
        (100, 949, None),
        (100, 1050, "fail"),
        (100, 1051, None),
        (1, 9_500, "fail"),
        (1, 10_500, "fail"),
        (1, 9_499, None),
        (1, 10_501, None),
        (100, 1_000_000, "fail"),
        (Decimal("1129.75"), Decimal("0.113"), "fail"),
        (100, 100_000, None),
        (1, 9, None),
        (1, 10, "fail"),
        (0, 1000, None),
        (1000, 0, None),
        (0, 0, None),
    ],
)
def test_fees_that_look_like_another_unit(before: Figure, now: Figure, result: str | None) -> None:
    finding = found(pair({FEES: before}, {FEES: now}), UNIT)[""]
    assert finding.result.value == (result or "pass")
    assert (finding.left, finding.right) == (str(before), str(now))


@pytest.mark.parametrize(
    ("fees", "now", "result"),
    [
        ((3, 4), 41, "fail"),
        ((3, 4), 40, "fail"),
        ((30, 40), 401, "fail"),
        ((40, 30), 420, "fail"),
        ((40, 30), 380, None),
        ((40, 30), 400, None),
        ((40, 30), 401, "fail"),
        ((30,), 700, None),
        ((BLANK, 30), 700, None),
        ((BLANK, 20, 30), 700, "fail"),
        ((0, 0), 700, None),
        ((Decimal("0.1"), Decimal("0.2")), 9, None),
        ((Decimal("0.1"), Decimal("0.2")), 10, "fail"),
    ],
)
def test_fees_far_above_all_before(fees: tuple[Figure, ...], now: int, result: str | None) -> None:
    held = tuple(noted(record({FEES: fee}, year=2024 - len(fees) + n)) for n, fee in enumerate(fees))
    asked = dataclasses.replace(pair({}, {FEES: now}), past=Past(held[-1], held))
    assert found(asked, UNIT)[""].result.value == (result or "pass")


def test_fees_without_a_number_cannot_be_told() -> None:
    for asked in (pair({FEES: BLANK}, {}), pair({}, {FEES: BLANK})):
        assert results(asked, UNIT) == {"": "not_assessable"}


def test_fees_far_above_all_before_are_told_with_the_measure() -> None:
    held = tuple(noted(record({FEES: fee}, year=2022 + n)) for n, fee in enumerate((40, 30)))
    asked = dataclasses.replace(pair({}, {FEES: 700}), past=Past(held[-1], held))
    assert "超过历年最高值的 10 倍（上一年度 30）" in found(asked, UNIT)[""].message


# ---------------------------------------------------------------- what lies between two years


def known(*years: int) -> Subject:
    whole = pair({}, {})
    return dataclasses.replace(whole, past=Past(years=frozenset(years)))


@pytest.mark.parametrize(
    ("years", "missing"),
    [((2024, 2023), set()), ((2024, 2021), {"2022", "2023"}), ((2024, 2021, 2022), {"2023"}), ((2024,), {""})],
)
def test_years_that_are_lacking(years: tuple[int, ...], missing: set[str]) -> None:
    told = results(known(*years), "series-gap")
    assert set(told) == missing
    assert set(told.values()) <= {"fail", "not_applicable"}


def broken(earlier: Record, later: Record) -> set[str]:
    return {key for key, result in results(after(earlier, later), "format-break").items() if result == "fail"}


def test_breaks_are_noted_where_they_touch_something() -> None:
    reviewed = {"disputes.review.total": 2}
    assert broken(record(year=2023), record(year=2024)) == set()
    assert broken(record(reviewed, year=2023), record(year=2024)) == {"review-first"}
    assert broken(record(year=2023), record(reviewed, year=2024)) == {"review-first"}
    assert broken(record(reviewed, year=2024), record(reviewed, year=2025)) == set()
    assert broken(record(year=2020), record(year=2021)) == {"form-2021"}
    other: dict[str, Figure] = {FINES: 2, RECEIVED: 3}
    assert broken(record(other, year=2023), record(other, year=2024)) == set()
    note = found(after(record(year=2020), record(year=2021)), "format-break")["form-2021"]
    assert note.severity is Severity.INFO
    assert "表样更换" in note.message
