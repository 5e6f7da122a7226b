"""Printed text to figure: a number only where a number is printed, strictly."""

from __future__ import annotations

import sys
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.figures import Absence, Unit, is_value, read_figure

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
MANY = "一个单元格里有几段数字"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", 0),
        ("000", Absence.UNCLEAR),
        ("010", Absence.UNCLEAR),
        ("007", Absence.UNCLEAR),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("12,34", Absence.UNCLEAR),
        ("1,2345", Absence.UNCLEAR),
        ("51件", 51),
        ("51 件", 51),
        (" 51\u3000", 51),
        ("5\u200b1", 51),
        ("+3", 3),
        ("", Absence.BLANK),
        (" \u3000\u00a0", Absence.BLANK),
        ("/", Absence.PLACEHOLDER),
        ("——", Absence.PLACEHOLDER),
        ("无", Absence.PLACEHOLDER),
        ("3 8", Absence.UNCLEAR),
        ("38 042", Absence.UNCLEAR),
        ("1.", Absence.UNCLEAR),
        ("12²", Absence.UNCLEAR),
        ("١٢", Absence.UNCLEAR),
        ("१२", Absence.UNCLEAR),
        ("十二", Absence.UNCLEAR),
        ("①", Absence.UNCLEAR),
        ("1O", Absence.UNCLEAR),
        ("l2", Absence.UNCLEAR),
        ("12（含3）", Absence.UNCLEAR),
        ("12万元", Absence.UNCLEAR),
        ("1e3", Absence.UNCLEAR),
        ("1_000", Absence.UNCLEAR),
        ("1/2", Absence.UNCLEAR),
    ],
)
def test_a_count_is_read_strictly(text: str, figure: object) -> None:
    assert read_figure(text, Unit.COUNT).figure == figure
    assert read_figure(text, Unit.COUNT).printed == text


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("7730.280", Unit.TEN_THOUSAND_YUAN, Decimal("7730.280")),
        ("7730.28万元", Unit.TEN_THOUSAND_YUAN, Decimal("7730.28")),
        ("7730元", Unit.TEN_THOUSAND_YUAN, Absence.UNCLEAR),
        ("7730", Unit.YUAN, Absence.UNCLEAR),
        ("7730元", Unit.YUAN, 7730),
        ("7730.5 元", Unit.YUAN, Decimal("7730.5")),
        ("1.2万元", Unit.YUAN, 12000),
        ("1.2万", Unit.YUAN, 12000),
        ("0.00015万元", Unit.YUAN, Decimal("1.50000")),
        ("-8", Unit.CHANGE, -8),
        ("－8", Unit.CHANGE, -8),
    ],
)
def test_units(text: str, unit: Unit, figure: object) -> None:
    assert read_figure(text, unit).figure == figure


def test_a_trailing_zero_stays_as_printed() -> None:
    assert str(read_figure("7730.280", Unit.TEN_THOUSAND_YUAN).figure) == "7730.280"


def test_a_torn_number_keeps_every_candidate_and_says_why() -> None:
    reading = read_figure("38 042", Unit.COUNT)
    assert reading.candidates == (38042, 38)
    assert reading.why.startswith(MANY)


@pytest.mark.parametrize("printed", ["1,2 3", "12,5 3", "5 125 -"])
def test_pieces_that_make_no_number_together_are_no_torn_number(printed: str) -> None:
    reading = read_figure(printed, Unit.COUNT)
    assert reading.figure is Absence.UNCLEAR
    assert not reading.why.startswith(MANY)


@pytest.mark.parametrize("printed", ["\ufffd", "304,7\ufffd", "55\ufffd"])
def test_what_a_reader_marked_as_unseen_is_unclear_and_says_so(printed: str) -> None:
    reading = read_figure(printed, Unit.COUNT)
    assert reading.figure is Absence.UNCLEAR
    assert "超出页面" in reading.why


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "\u3000{}"]))
def test_a_printed_count_is_read_as_printed(number: int, layout: str) -> None:
    printed = layout.format(number)
    assert read_figure(printed, Unit.COUNT).figure == number
    assert read_figure(printed.translate(FULL_WIDTH), Unit.COUNT).figure == number
    assert is_value(printed.strip())


@given(st.decimals(min_value=0, max_value=10**7, places=4, allow_nan=False, allow_infinity=False))
def test_a_printed_amount_is_read_to_the_last_digit(number: Decimal) -> None:
    assert str(read_figure(f"{number:f}", Unit.TEN_THOUSAND_YUAN).figure) == f"{number:f}"


@given(st.text(max_size=12), st.sampled_from(list(Unit)))
def test_whatever_is_printed_gives_no_number_without_a_digit(text: str, unit: Unit) -> None:
    reading = read_figure(text, unit)
    if not any("0" <= sign <= "9" or "０" <= sign <= "９" for sign in text):
        assert isinstance(reading.figure, Absence)
        assert reading.candidates == ()
    if reading.figure is Absence.UNCLEAR:
        assert reading.why
    assert reading.printed == text


def test_no_other_digit_of_unicode_is_a_digit() -> None:
    strange = [chr(code) for code in range(128, sys.maxunicode) if unicodedata.numeric(chr(code), None) is not None]
    own = [sign for sign in strange if not "０" <= sign <= "９"]
    assert len(own) > 1000
    assert all(isinstance(read_figure(sign, Unit.COUNT).figure, Absence) for sign in own)
    assert all(isinstance(read_figure(f"1{sign}", Unit.COUNT).figure, Absence) for sign in own)


def test_an_amount_in_yuan_where_the_form_asks_for_ten_thousands_names_both_numbers() -> None:
    reading = read_figure("251000元", Unit.TEN_THOUSAND_YUAN)
    assert reading.figure is Absence.UNCLEAR
    assert reading.candidates == (251000, Decimal("25.1"))


def test_runs_of_digits_too_long_to_be_a_count_are_no_candidates() -> None:
    assert read_figure("约 123456789012 与 12 个", Unit.COUNT).candidates == (123456789012, 12)
    assert read_figure("约 1234567890123 与 12 个", Unit.COUNT).candidates == (12,)
