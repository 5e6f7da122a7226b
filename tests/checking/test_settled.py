"""What people decided, laid over findings: which decision holds on which finding, what it makes of it, what is void."""

from __future__ import annotations

import dataclasses
from typing import Literal

import pytest

from generator.checking.findings import Certainty, Finding, Result
from generator.checking.settled import decision_on, settle, without_void
from generator.records.portal import Held
from generator.records.reviews import Kind, Review, Reviews
from tests.checking.made import found, noted, one_reader, record

TOTAL, UPHELD = "disputes.review.total", "disputes.review.upheld"
NAME, OTHER = "case-total:review", "case-total:litigation"
MADE = one_reader(record({TOTAL: 3, "disputes.litigation_direct.total": 4}))
OPEN = found(MADE, "case-total")["review"]
BESIDE = found(MADE, "case-total")["litigation_direct"]
DONE = (Result.PASS, Result.NOT_APPLICABLE)

Verdict = Literal["confirmed", "dismissed"]


def review(verdict: Verdict, subject: str = NAME, figures: str = "", kind: Kind = Kind.FINDING) -> Review:
    return Review(
        kind, subject, verdict, figures or OPEN.figures[:12], "示例", "2025-02-02", "看过", "reviews/a.yaml", 7
    )


def decided(*reviews: Review) -> Held:
    return dataclasses.replace(noted(MADE), reviews=Reviews(reviews))


def seen(*cells: str) -> Held:
    """Give the issue with our reading of these cells confirmed."""
    return decided(*(review("confirmed", cell, "ab", Kind.CELL) for cell in cells))


def changed(**fields: object) -> Finding:
    return dataclasses.replace(OPEN, **fields)  # type: ignore[arg-type]


def test_the_finding_of_these_tests_is_open_and_to_confirm() -> None:
    assert (OPEN.result, OPEN.certainty, OPEN.name) == (Result.FAIL, Certainty.TO_CONFIRM, NAME)
    assert (OPEN.group, OPEN.before) == ("B", ())
    assert len(OPEN.cells) > 1


# ---------------------------------------------------------------- decisions on a finding


def test_a_confirmed_failure_stands_as_printed() -> None:
    assert settle(decided(review("confirmed")), [OPEN]) == ((changed(certainty=Certainty.PRINTED),), ())


@pytest.mark.parametrize("result", [Result.FAIL, Result.NOT_ASSESSABLE])
def test_a_dismissed_finding_stands_no_more_and_is_kept_with_its_decision(result: Result) -> None:
    finding, decision = changed(result=result), review("dismissed")
    standing, dismissed = settle(decided(decision), [finding, BESIDE])
    assert standing == (BESIDE,)
    assert [(each.finding, each.review) for each in dismissed] == [(finding, decision)]


def test_what_could_not_be_assessed_is_never_printed_whoever_confirms_it() -> None:
    finding = changed(result=Result.NOT_ASSESSABLE, certainty=None)
    assert settle(decided(review("confirmed")), [finding]) == ((finding,), ())
    assert settle(seen(*OPEN.cells), [finding]) == ((finding,), ())


@pytest.mark.parametrize("result", DONE)
@pytest.mark.parametrize("verdict", ["confirmed", "dismissed"])
def test_no_decision_touches_what_is_no_longer_open(result: Result, verdict: Verdict) -> None:
    finding, held = changed(result=result, certainty=None), decided(review(verdict))
    assert decision_on(held, finding) is None
    assert settle(held, [finding]) == ((finding,), ())


@pytest.mark.parametrize(
    "decision",
    [review("dismissed", OTHER), review("dismissed", figures="0" * 12), review("dismissed", kind=Kind.CELL)],
    ids=["another finding", "other figures", "a cell"],
)
def test_a_decision_on_anything_else_leaves_the_finding_open(decision: Review) -> None:
    assert decision_on(decided(decision), OPEN) is None
    assert settle(decided(decision), [OPEN]) == ((OPEN,), ())


def test_without_decisions_all_findings_stand_as_they_are() -> None:
    assert settle(noted(MADE), [OPEN, BESIDE]) == ((OPEN, BESIDE), ())
    assert decision_on(noted(MADE), OPEN) is None


# ---------------------------------------------------------------- cells that a person has confirmed


def certainty(held: Held, finding: Finding) -> Certainty | None:
    ((standing,), dismissed) = settle(held, [finding])
    assert dismissed == ()
    return standing.certainty


def test_a_failure_whose_every_cell_was_held_against_the_report_is_printed() -> None:
    assert certainty(seen(*OPEN.cells), OPEN) is Certainty.PRINTED
    assert certainty(seen(*OPEN.cells[1:]), OPEN) is Certainty.TO_CONFIRM
    assert certainty(seen(OPEN.cells[0]), OPEN) is Certainty.TO_CONFIRM


@pytest.mark.parametrize(
    "fields",
    [{"before": (TOTAL,)}, {"group": "C"}, {"cells": ()}],
    ids=["another year's cells", "a sentence", "no cell"],
)
def test_confirmed_cells_say_nothing_of_another_year_a_sentence_or_what_rests_on_no_cell(
    fields: dict[str, object],
) -> None:
    assert certainty(seen(*OPEN.cells), changed(**fields)) is Certainty.TO_CONFIRM


def test_a_failure_of_another_group_is_printed_by_its_cells_too() -> None:
    assert certainty(seen(*OPEN.cells), changed(group="E")) is Certainty.PRINTED


# ---------------------------------------------------------------- void decisions


@pytest.mark.parametrize(
    "held", [noted(MADE), seen(TOTAL), decided(review("dismissed"))], ids=["none", "on a cell", "one that holds"]
)
def test_an_issue_whose_decisions_all_hold_stays_the_very_same(held: Held) -> None:
    kept, problems = without_void(held, [OPEN, BESIDE])
    assert kept is held
    assert problems == ()


@pytest.mark.parametrize("findings", [[], [BESIDE], [changed(result=Result.PASS)]], ids=["none", "others", "passed"])
def test_a_decision_on_a_finding_that_is_gone_is_left_out_and_named(findings: list[Finding]) -> None:
    other, gone = review("confirmed", UPHELD, "ab", Kind.CELL), review("dismissed")
    held, (problem,) = without_void(decided(other, gone), findings)
    assert held.reviews == Reviews((other,))
    assert (problem.path, problem.line) == ("reviews/a.yaml", 7)
    assert problem.what == f"对 {NAME} 的认定用不上了：这一项现在没有不符，也没有无法核对。"
    assert problem.remedy == "请删去这一条。"


@pytest.mark.parametrize("result", [Result.FAIL, Result.NOT_ASSESSABLE])
def test_a_decision_on_other_figures_is_left_out_and_told_the_figures_of_now(result: Result) -> None:
    good, old = review("confirmed", BESIDE.name, BESIDE.figures[:12]), review("dismissed", figures="0" * 12)
    held, (problem,) = without_void(decided(good, old), [changed(result=result), BESIDE])
    assert held.reviews == Reviews((good,))
    assert "作废" in problem.what
    assert OPEN.figures[:12] in problem.remedy


def test_of_several_findings_of_one_name_any_may_be_the_one_decided_on() -> None:
    first, second = changed(figures="11" * 32), changed(figures="22" * 32)
    assert without_void(decided(review("dismissed", figures="22" * 6)), [first, second])[1] == ()
    (problem,) = without_void(decided(review("dismissed", figures="33" * 6)), [first, second])[1]
    assert "11" * 6 in problem.remedy, "of several the first is named"
