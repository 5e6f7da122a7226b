"""Metrics: every value exact, every lack of one with its reason; never a rate on too few cases or on a blank."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.findings import Finding, Result, Severity
from generator.checking.metrics import (
    Measure,
    Reason,
    Seen,
    check_pass_rate,
    completeness,
    least_cases,
    measure,
    metrics,
    shown_in,
    terms,
    valued,
    year_on_year,
)
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from tests.checking.made import FORM_2019, MIXED, record

FIGURES: Mapping[str, Figure] = {
    "applications.new_received.natural_person": 60,
    "applications.new_received.commercial": 11,
    "applications.new_received.research": 2,
    "applications.new_received.public_welfare": 3,
    "applications.new_received.legal_service": 4,
    "applications.new_received.other": 5,
    "applications.new_received.total": 85,
    "applications.carried_in.total": 15,
    "applications.granted.total": 30,
    "applications.partial.total": 10,
    "applications.denied_state_secret.total": 1,
    "applications.denied_law_forbidden.total": 2,
    "applications.denied_third_party.total": 8,
    "applications.denied_process_info.total": 25,
    "applications.unable_not_held.total": 6,
    "applications.unable_needs_creation.total": 1,
    "applications.unable_unclear_after_correction.total": 2,
    "applications.not_processed_petition.total": 3,
    "applications.not_processed_reconfirm.total": 1,
    "applications.other_no_correction.total": 2,
    "applications.other_misc.total": 5,
    "applications.total.total": 96,
    "applications.carried_out.total": 4,
    "disputes.review.upheld": 20,
    "disputes.review.corrected": 9,
    "disputes.review.other": 7,
    "disputes.review.pending": 3,
    "disputes.review.total": 39,
    "disputes.litigation_direct.upheld": 10,
    "disputes.litigation_direct.corrected": 2,
    "disputes.litigation_direct.other": 1,
    "disputes.litigation_direct.pending": 4,
    "disputes.litigation_direct.total": 17,
    "disputes.litigation_after_review.upheld": 14,
    "disputes.litigation_after_review.corrected": 3,
    "disputes.litigation_after_review.other": 2,
    "disputes.litigation_after_review.pending": 1,
    "disputes.litigation_after_review.total": 20,
    "proactive.normative_documents.issued": 5,
    "proactive.normative_documents.repealed": 21,
    "proactive.normative_documents.in_force": 63,
    "proactive.licensing_decisions": 400,
    "proactive.penalty_decisions": 1000,
    "proactive.fees_10k_yuan": Decimal("1129.7494"),
}
BEFORE: Mapping[str, Figure] = {"proactive.normative_documents.in_force": 79, "applications.new_received.total": 68}


def value(key: str, made: Record | None = None, previous: Record | None = None) -> Measure:
    return measure(metrics()[key], Seen(made or record(FIGURES)), Seen(previous) if previous else None)


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "expected"),
    [
        ("applications_new", 85, None, Fraction(85)),
        ("applications_load", 100, None, Fraction(100)),
        ("completion_rate", 96, 100, Fraction(24, 25)),
        ("carry_over_rate", 4, 100, Fraction(1, 25)),
        ("granted_rate", 30, 96, Fraction(5, 16)),
        ("open_rate", 40, 96, Fraction(5, 12)),
        ("open_rate_merits", 40, 76, Fraction(10, 19)),
        ("denied_rate", 36, 96, Fraction(3, 8)),
        ("unable_rate", 9, 96, Fraction(3, 32)),
        ("not_held_rate", 6, 96, Fraction(1, 16)),
        ("not_processed_rate", 4, 96, Fraction(1, 24)),
        ("other_rate", 7, 96, Fraction(7, 96)),
        ("reason_share.denied_process_info", 25, 36, Fraction(25, 36)),
        ("reason_share.denied_state_secret", 1, 36, Fraction(1, 36)),
        ("reason_share.denied_admin_query", 0, 36, Fraction(0)),
        ("organisation_share", 25, 85, Fraction(5, 17)),
        ("review_rate", 39, 96, Fraction(325, 8)),
        ("review_correction_rate", 9, 36, Fraction(1, 4)),
        ("litigation_rate", 37, 96, Fraction(925, 24)),
        ("litigation_loss_rate", 5, 32, Fraction(5, 32)),
        ("dispute_rate", 56, 96, Fraction(175, 3)),
        ("reviews", 39, None, Fraction(39)),
        ("lawsuits", 37, None, Fraction(37)),
        ("normative_net_change", -16, None, Fraction(-16)),
        ("normative_turnover", 26, 79, Fraction(26, 79)),
        ("penalty_per_licence", 1000, 400, Fraction(5, 2)),
    ],
)
def test_every_metric(key: str, numerator: int, denominator: int | None, expected: Fraction) -> None:
    found = value(key, previous=record(BEFORE, year=2023))
    assert (found.metric, found.value, found.reason) == (key, expected, None)
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.counted
    assert not found.lacking


def test_the_shares_of_reasons_are_those_of_the_form_and_add_up_to_one() -> None:
    shares = [key for key in metrics() if key.startswith("reason_share.")]
    assert len(shares) == 8
    assert sum(value(key).value or 0 for key in shares) == 1
    assert metrics()["reason_share.denied_state_secret"].name == "不予公开理由：1.属于国家秘密"


@pytest.mark.parametrize("absence", Absence)
def test_a_cell_without_a_number_gives_no_value(absence: Absence) -> None:
    made = record({**FIGURES, "applications.granted.total": absence})
    found = value("granted_rate", made)
    assert (found.value, found.reason, found.numerator, found.denominator) == (None, Reason.NO_NUMBER, None, 96)
    assert found.lacking == ("applications.granted.total",)
    assert not found.counted
    assert value("denied_rate", made).value == Fraction(3, 8)


def test_one_lost_part_of_a_sum_takes_the_sum_with_it() -> None:
    found = value("denied_rate", record({**FIGURES, "applications.denied_admin_query.total": Absence.BLANK}))
    assert (found.reason, found.numerator, found.lacking) == (
        Reason.NO_NUMBER,
        None,
        ("applications.denied_admin_query.total",),
    )
    lost = value("denied_rate", record({**FIGURES, "applications.total.total": Absence.MISSING}))
    assert (lost.reason, lost.numerator, lost.denominator) == (Reason.NO_NUMBER, 36, None)


def test_a_denominator_of_zero_gives_no_value_and_is_no_zero_per_cent() -> None:
    found = value("granted_rate", record())
    assert (found.value, found.reason, found.numerator, found.denominator) == (None, Reason.ZERO, 0, 0)
    assert found.counted


@pytest.mark.parametrize(("finished", "reason"), [(1, Reason.FEW), (29, Reason.FEW), (30, None), (31, None)])
def test_no_rate_on_fewer_than_thirty_cases(finished: int, reason: Reason | None) -> None:
    found = value("granted_rate", record({"applications.granted.total": 1, "applications.total.total": finished}))
    assert found.reason == reason
    assert (found.numerator, found.denominator) == (1, finished)
    assert found.value == (None if reason else Fraction(1, finished))
    assert found.counted
    assert least_cases() == 30


def test_a_count_needs_no_thirty_cases() -> None:
    assert value("applications_new", record({"applications.new_received.total": 1})).value == 1
    assert value("applications_new", record()).value == 0


def test_a_part_that_exceeds_the_whole_gives_no_rate() -> None:
    made = record({"applications.granted.total": 41, "applications.total.total": 40})
    found = value("granted_rate", made)
    assert (found.value, found.reason, found.counted) == (None, Reason.EXCEEDS, False)
    equal = record({"applications.granted.total": 40, "applications.total.total": 40})
    assert value("granted_rate", equal).value == 1
    more = record({"disputes.review.total": 41, "applications.total.total": 40})
    assert value("review_rate", more).value == Fraction(205, 2), "cases are no part of answers"


def test_numbers_below_zero_give_no_value_where_they_cannot_be() -> None:
    made = record({"applications.new_received.total": -1, "applications.carried_in.total": 40})
    assert value("applications_new", made).reason is Reason.EXCEEDS
    assert value("carry_over_rate", record({**FIGURES, "applications.carried_in.total": -185})).reason is Reason.EXCEEDS
    assert value("normative_net_change").value == -16


def test_nothing_is_built_on_cells_that_failed_checks_concern() -> None:
    seen = Seen(record(FIGURES), {"applications.granted.total"})
    found = measure(metrics()["granted_rate"], seen)
    assert (found.value, found.reason, found.counted) == (None, Reason.DOUBTED, False)
    assert (found.numerator, found.denominator) == (30, 96)
    assert found.lacking == ("applications.granted.total",)
    assert measure(metrics()["denied_rate"], seen).value == Fraction(3, 8)


def test_what_last_year_is_needed_for() -> None:
    assert value("normative_turnover").reason is Reason.NO_PREVIOUS
    doubted = Seen(record(BEFORE), {"proactive.normative_documents.in_force"})
    assert measure(metrics()["normative_turnover"], Seen(record(FIGURES)), doubted).reason is Reason.DOUBTED
    few = record({"proactive.normative_documents.in_force": 29})
    assert value("normative_turnover", previous=few).reason is Reason.FEW
    assert value("normative_turnover", previous=record(forms=FORM_2019, year=2020)).reason is Reason.NOT_IN_FORM


def test_population_is_not_known() -> None:
    for key in ("applications_per_100k", "fees_per_capita"):
        assert value(key).reason is Reason.NO_POPULATION
        assert value(key).value is None


def test_forms_give_their_own_cells() -> None:
    old = record({"applications.other_single_row.total": 7, "applications.total.total": 70}, forms=FORM_2019, year=2020)
    assert value("other_rate", old).value == Fraction(1, 10)
    assert value("normative_net_change", old).reason is Reason.NOT_IN_FORM
    decided = {"proactive.licensing.decisions": 40, "proactive.penalty.decisions": 10}
    assert value("penalty_per_licence", record(decided, forms=FORM_2019, year=2020)).value == Fraction(1, 4)
    assert value("other_rate", record({"applications.total.total": 70}, forms=MIXED)).cells[0] == (
        "applications.other_single_row.total"
    )


def test_breaks_of_form_and_law() -> None:
    known = metrics()
    assert not known["review_rate"].comparable(2023, 2024)
    assert not known["review_rate"].comparable(2025, 2022)
    assert known["review_rate"].comparable(2024, 2025)
    assert known["review_rate"].comparable(2022, 2023)
    assert not known["normative_net_change"].comparable(2020, 2021)
    assert known["normative_net_change"].comparable(2021, 2024)
    assert known["granted_rate"].comparable(2019, 2025)


def test_change_against_the_year_before() -> None:
    metric, now, before = (
        metrics()["applications_new"],
        value("applications_new"),
        value("applications_new", record(BEFORE)),
    )
    found = year_on_year(metric, now, before, (2023, 2024))
    assert (found.metric, found.value) == ("year_on_year.applications_new", Fraction(1, 4))
    assert (found.numerator, found.denominator) == (85, 68)
    assert year_on_year(metric, before, now, (2023, 2024)).value == Fraction(-1, 5)


@pytest.mark.parametrize(
    ("key", "before", "years", "reason"),
    [
        ("applications_new", None, (2023, 2024), Reason.NO_PREVIOUS),
        ("applications_new", {"applications.new_received.total": 68}, (2022, 2024), Reason.NO_PREVIOUS),
        ("applications_new", {"applications.new_received.total": 0}, (2023, 2024), Reason.ZERO),
        ("applications_new", {"applications.new_received.total": 29}, (2023, 2024), Reason.FEW),
        ("applications_new", {"applications.new_received.total": Absence.BLANK}, (2023, 2024), Reason.NO_NUMBER),
        ("reviews", {"disputes.review.total": 40}, (2023, 2024), Reason.NOT_COMPARABLE),
        ("reviews", {"disputes.review.total": 40}, (2022, 2023), None),
    ],
)
def test_what_cannot_be_compared_with_the_year_before(
    key: str, before: Mapping[str, Figure] | None, years: tuple[int, int], reason: Reason | None
) -> None:
    earlier = None if before is None else value(key, record(before))
    found = year_on_year(metrics()[key], value(key), earlier, years)
    assert found.reason == reason
    assert (found.value is None) == (reason is not None)


def test_completeness_counts_the_cells_of_the_own_form() -> None:
    assert (completeness(record()).numerator, completeness(record()).denominator) == (200, 200)
    assert completeness(record(year=2020, forms=FORM_2019)).denominator == 198
    assert completeness(record(forms=MIXED)).denominator == 186
    lost = record({"applications.total.total": Absence.BLANK, "proactive.fees_10k_yuan": Absence.UNCLEAR})
    found = completeness(lost)
    assert (found.value, found.numerator) == (Fraction(99, 100), 198)
    assert set(found.lacking) == {"applications.total.total", "proactive.fees_10k_yuan"}


def finding(group: str, result: Result) -> Finding:
    return Finding("c", result, Severity.ERROR, group, "", "", None, (), "", "", "")


def test_the_pass_rate_is_of_structure_and_arithmetic_and_tells_what_could_not_be_tested() -> None:
    results = [*[Result.PASS] * 39, Result.FAIL, *[Result.NOT_ASSESSABLE] * 3, *[Result.NOT_APPLICABLE] * 5]
    found = [finding("AB"[place % 2], result) for place, result in enumerate(results)]
    rate, untested = check_pass_rate([*found, finding("C", Result.FAIL), finding("G", Result.PASS)])
    assert (rate.value, rate.numerator, rate.denominator, untested) == (Fraction(39, 40), 39, 40, 3)
    few, _ = check_pass_rate(found[:10])
    assert (few.value, few.reason) == (None, Reason.FEW)
    none, _ = check_pass_rate([])
    assert none.reason is Reason.ZERO


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_rates_of_parts_lie_between_none_and_all(counts: list[int]) -> None:
    granted, denied, other, unable = counts
    changed: dict[str, Figure] = {
        "applications.granted.total": granted,
        "applications.denied_third_party.total": denied,
        "applications.other_misc.total": other,
        "applications.unable_not_held.total": unable,
        "applications.total.total": sum(counts),
    }
    keys = ("granted_rate", "denied_rate", "other_rate", "unable_rate")
    values = [value(key, record(changed)).value for key in keys]
    if sum(counts) >= least_cases():
        assert sum(each or 0 for each in values) == 1
        assert all(each is not None and 0 <= each <= 1 for each in values)
    else:
        assert values == [None] * 4


def test_the_dictionary_is_whole() -> None:
    known = metrics()
    for place in ("peers", "series", "sums", "spreads"):
        assert set(shown_in(place)) <= known.keys()
    for metric in known.values():
        assert metric.name
        assert metric.formula
        assert metric.unit in {"case", "percent", "per_hundred", "ratio", "per_100k", "yuan"}
        assert metric.is_rate == (metric.unit != "case")
        used = (*metric.numerator, *metric.minus, *metric.denominator)
        assert used
    assert {
        term.key for metric in known.values() for term in (*metric.numerator, *metric.minus, *metric.denominator)
    } >= (terms().keys())
    assert dataclasses.replace(known["open_rate"], denominator=()).is_rate is False


@pytest.mark.parametrize(("numerator", "denominator"), [(None, 40), (40, None), (None, None)])
def test_no_value_is_made_of_half_a_rate(numerator: int | None, denominator: int | None) -> None:
    rate = next(metric for metric in metrics().values() if metric.is_rate)
    with pytest.raises(ValueError, match="None"):
        valued(rate, Measure(rate.key, None, None, numerator, denominator))
