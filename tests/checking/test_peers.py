"""Peers and sums: exact quantiles, nothing that too few stand behind, and sums that say what they leave out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.aggregates import aggregate
from generator.checking.metrics import Measure, Reason, Seen, measure, metrics
from generator.checking.peers import (
    Distribution,
    PeerClass,
    Position,
    distribution,
    least,
    peer_class,
    quantile,
    why_least,
)
from generator.records.registry import Agency
from tests.checking.made import record


def numbers(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ((7,), Fraction(1, 4), 7),
        ((1, 2), Fraction(1, 2), Fraction(3, 2)),
        ((1, 2, 10), Fraction(1, 2), 2),
        ((0, 10, 20, 30, 40), Fraction(1, 4), 10),
        ((0, 10, 20, 30), Fraction(1, 4), Fraction(15, 2)),
        ((0, 10, 20, 30), Fraction(3, 4), Fraction(45, 2)),
        ((0, 10, 20, 30), Fraction(0), 0),
        ((0, 10, 20, 30), Fraction(1), 30),
    ],
)
def test_quantiles_are_exact(values: tuple[int, ...], share: Fraction, expected: Fraction) -> None:
    assert quantile(numbers(*values), share) == expected


def test_a_distribution_needs_enough_reports() -> None:
    assert (least("median"), least("middle_half"), least("middle_most")) == (5, 8, 20)
    assert all(why_least(figure) for figure in ("median", "middle_half", "middle_most"))
    assert distribution(numbers(1, 2, 3, 4), 9) == Distribution(4, 9)
    assert distribution(numbers(5, 1, 4, 2, 3), 9) == Distribution(5, 9, Fraction(3))
    eight = distribution(numbers(*range(8)), 8)
    assert eight == Distribution(8, 8, Fraction(7, 2), (Fraction(7, 4), Fraction(21, 4)))
    many = distribution(numbers(*range(21)), 30)
    assert many == Distribution(21, 30, Fraction(10), (Fraction(5), Fraction(15)), (Fraction(2), Fraction(18)))
    assert distribution([], 0) == Distribution(0, 0)


@pytest.mark.parametrize(
    ("value", "position"),
    [(4, Position.LOW), (5, Position.MIDDLE), (10, Position.MIDDLE), (15, Position.MIDDLE), (16, Position.HIGH)],
)
def test_where_a_number_lies_against_the_middle_half(value: int, position: Position) -> None:
    assert distribution(numbers(*range(21)), 21).position(Fraction(value)) is position


@pytest.mark.parametrize(("value", "position"), [(2, Position.BELOW), (3, Position.AT), (4, Position.ABOVE)])
def test_where_a_number_lies_against_the_median_alone(value: int, position: Position) -> None:
    assert distribution(numbers(1, 2, 3, 4, 5), 5).position(Fraction(value)) is position


def test_among_too_few_nobody_lies_anywhere() -> None:
    assert distribution(numbers(1, 2), 5).position(Fraction(1)) is None


@given(st.lists(st.integers(0, 10**6), min_size=20, max_size=60))
def test_the_figures_of_a_distribution_are_in_order(values: list[int]) -> None:
    found = distribution(numbers(*values), len(values))
    assert found.middle_half
    assert found.middle_most
    assert found.median is not None
    (tenth, ninetieth), (low, high) = found.middle_most, found.middle_half
    assert min(values) <= tenth <= low <= found.median <= high <= ninetieth <= max(values)
    assert found == distribution(numbers(*reversed(values)), len(values))


def agency(kind: str = "government", level: str = "county", division: str = "410822") -> Agency:
    return Agency("a", "甲", kind, division=division, level=level)


def test_peers_share_province_level_kind_and_year() -> None:
    county = PeerClass("410000", "county", "government", 2024)
    assert peer_class(agency(), 2024) == county
    assert peer_class(agency(division="410704"), 2024) == county
    assert peer_class(agency(division="320813"), 2024) == PeerClass("320000", "county", "government", 2024)
    assert peer_class(agency(level="township", division="410822101"), 2024) == PeerClass(
        "410000", "township", "government", 2024
    )
    assert peer_class(agency(kind="department"), 2024) != county
    assert peer_class(agency(), 2023) != county


def test_without_level_or_place_there_are_no_peers() -> None:
    assert peer_class(agency(level=""), 2024) is None
    assert peer_class(agency(division=""), 2024) is None
    assert peer_class(agency(kind="central", level="central", division=""), 2024) == PeerClass(
        "", "central", "central", 2024
    )


def granted(count: int, finished: int) -> Measure:
    made = record({"applications.granted.total": count, "applications.total.total": finished})
    return measure(metrics()["granted_rate"], Seen(made))


def test_rates_over_agencies_are_sums_over_sums() -> None:
    found = aggregate(metrics()["granted_rate"], [granted(1, 2), granted(60, 100), granted(0, 0)])
    assert (found.measure.numerator, found.measure.denominator) == (61, 102)
    assert found.measure.value == Fraction(61, 102)
    assert (found.counted, found.of, found.left_out, found.complete) == (3, 3, {}, True)


def test_what_is_left_out_is_counted_by_why() -> None:
    doubted = measure(metrics()["granted_rate"], Seen(record(), {"applications.total.total"}))
    members: list[Measure | str] = [
        granted(30, 60),
        granted(9, 8),
        doubted,
        "unread",
        "not_held",
        "not_held",
        "withheld",
    ]
    found = aggregate(metrics()["granted_rate"], members)
    assert found.measure.value == Fraction(1, 2)
    assert (found.counted, found.of, found.complete) == (1, 7, False)
    assert found.left_out == {"exceeds": 1, "doubted": 1, "unread": 1, "not_held": 2, "withheld": 1}
    assert list(found.left_out) == sorted(found.left_out)


def test_few_cases_in_all_give_no_rate_and_none_at_all_gives_nothing() -> None:
    few = aggregate(metrics()["granted_rate"], [granted(1, 2), granted(3, 4)])
    assert (few.measure.value, few.measure.reason) == (None, Reason.FEW)
    assert (few.measure.numerator, few.measure.denominator) == (4, 6)
    nothing = aggregate(metrics()["granted_rate"], ["unread"])
    assert (nothing.measure.value, nothing.measure.reason, nothing.measure.numerator) == (None, None, None)
    assert (nothing.counted, nothing.of, nothing.complete) == (0, 1, False)


def test_counts_are_added_up() -> None:
    received = metrics()["applications_new"]
    one, two = (measure(received, Seen(record({"applications.new_received.total": n}))) for n in (3, 4))
    found = aggregate(received, [one, two])
    assert found.measure.value == 7
    assert found.measure.numerator == 7
    assert found.measure.denominator is None
