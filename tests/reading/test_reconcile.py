"""Two readings: alike is confirmed, different is unclear with both numbers, unseen is unconfirmed."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.reconcile import reconcile
from generator.records.figures import Absence, Figure
from generator.records.record import Doubt, Record
from tests.checking.made import FORM_2019, FORM_2021, one_reader, record

CELL = "applications.granted.total"
ROW = "applications.granted"
WHY = "两种读法不同"
figures = st.one_of(st.integers(0, 99), st.sampled_from(Absence))


def reading(figure: Figure, *, forms: dict[str, str] = FORM_2021) -> Record:
    return one_reader(record({CELL: figure}, forms=forms))


def test_alike_is_confirmed_row_by_row() -> None:
    both = reconcile(reading(3), reading(3), why=WHY)
    assert both.figures[CELL] == 3
    assert {evidence.readers for evidence in both.evidence.values()} == {2}


def test_different_numbers_are_unclear_with_both() -> None:
    both = reconcile(reading(3), reading(8), why=WHY)
    assert both.figures[CELL] is Absence.UNCLEAR
    assert both.unclear[CELL] == Doubt(WHY, (3, 8))
    assert both.evidence[ROW].readers == 1
    assert both.evidence["applications.partial"].readers == 2


@pytest.mark.parametrize("unseen", [Absence.MISSING, Absence.UNCLEAR])
def test_what_the_second_did_not_see_stays_unconfirmed(unseen: Absence) -> None:
    both = reconcile(reading(3), reading(unseen), why=WHY)
    assert both.figures[CELL] == 3
    assert both.evidence[ROW].readers == 1


@pytest.mark.parametrize("first", [Absence.MISSING, Absence.BLANK, Absence.PLACEHOLDER])
def test_what_only_the_second_saw_is_unclear(first: Absence) -> None:
    both = reconcile(reading(first), reading(8), why=WHY)
    assert both.figures[CELL] is Absence.UNCLEAR
    assert both.unclear[CELL].candidates == (8,)


def test_an_earlier_doubt_keeps_its_candidates() -> None:
    torn = dataclasses.replace(reading(Absence.UNCLEAR), unclear={CELL: Doubt("几段数字", (38, 42))})
    both = reconcile(torn, reading(38042), why=WHY)
    assert both.unclear[CELL] == Doubt(f"几段数字；{WHY}", (38042, 38, 42))


def test_readings_of_different_forms_confirm_nothing() -> None:
    first = reading(3)
    assert reconcile(first, reading(3, forms=FORM_2019), why=WHY) is first


@settings(max_examples=50, deadline=None)
@given(figures, figures)
def test_no_number_comes_from_nowhere_and_no_difference_passes(mine: Figure, other: Figure) -> None:
    both = reconcile(reading(mine), reading(other), why=WHY)
    kept = both.figures[CELL]
    assert kept in {mine, Absence.UNCLEAR}
    if mine != other and not isinstance(mine, Absence) and not isinstance(other, Absence):
        assert kept is Absence.UNCLEAR
    assert (both.evidence[ROW].readers == 2) == (mine == other)
