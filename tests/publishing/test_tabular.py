"""CSV that no spreadsheet takes for a formula, and JSON with the digits that were printed."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.tabular import BOM, csv_text, json_text, value_and_state
from generator.records.figures import Absence

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(-(10**6), 10**6, places=4) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\n=", "\u3000＝"])
def test_text_begins_no_formula(lead: str) -> None:
    ((cell,),) = cells(csv_text(["a"], [[f"{lead}1+1"]]))[1:]
    assert cell == f"'{lead}1+1"


def test_numbers_stay_numbers() -> None:
    assert cells(csv_text(["a", "b", "c"], [[-8, Decimal("7730.280"), 0]]))[1:] == [["-8", "7730.280", "0"]]


def test_a_spreadsheet_in_china_reads_it() -> None:
    assert csv_text(["机关"], []).encode()[:3] == b"\xef\xbb\xbf"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))))
def test_text_comes_back_whole(texts: list[str]) -> None:
    rows = cells(csv_text(["a", "b"], [[text, "x"] for text in texts]))[1:]
    assert [row[0].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]


@pytest.mark.parametrize("word", Absence)
def test_a_figure_without_a_number_has_an_empty_value(word: Absence) -> None:
    assert value_and_state(word) == ("", word.value)


def test_zero_is_a_number() -> None:
    assert value_and_state(0) == (0, "stated")


@given(PLAIN)
def test_json_comes_back_whole(data: object) -> None:
    assert json.loads(json_text(data), parse_float=Decimal) == data


def test_json_keeps_the_digits_that_were_printed() -> None:
    assert json_text({"fees": Decimal("7730.280")}) == '{"fees": 7730.280}'


def test_json_stands_on_one_line_where_it_is_short_whatever_it_holds() -> None:
    fits, longer = ["x" * 95], ["x" * 98]
    assert json_text(fits) == f'["{"x" * 95}"]'
    assert json_text(longer) == f'[\n "{"x" * 98}"\n]'
    assert json_text([[1, True, None], {"a": 1.5}, (2, "二")]) == '[[1, true, null], {"a": 1.5}, [2, "二"]]'
    assert json_text({"deep": [1, Decimal("7.10")], "none": {}}) == '{"deep": [1, 7.10], "none": {}}'
    assert json_text({"a": longer, "b": [Decimal("1.0")]}) == f'{{\n "a": [\n  "{"x" * 98}"\n ],\n "b": [1.0]\n}}'
