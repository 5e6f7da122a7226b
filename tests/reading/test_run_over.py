"""A number whose first digits ended the line before: whole again where its sum says so, otherwise named."""

from __future__ import annotations

import re

import pytest

from generator.records.figures import Absence
from tests.hunt import read_text
from tests.reading.made_files import report
from tests.reading.rendering import spaced

CELL = "applications.new_received.natural_person"
WHOLE = int(str(report().figures[CELL]))
FIRST, REST = str(WHOLE)[0], str(WHOLE)[1:]
ROW = re.compile(rf"(?m)^一、本年新收\S+ {WHOLE} (?P<others>.*) (?P<total>\d+)$")


def _with_first_number(label_end: str, number: str, *, more: int = 0) -> str:
    """Give a text whose first row of 表三 stands on two lines; its total is `more` than its sum."""
    return ROW.sub(
        lambda row: (
            f"一、本年新收政府信息公开申请数=量{label_end}\n{number} {row['others']} {int(row['total']) + more}"
        ),
        spaced(report()),
        count=1,
    )


def test_a_number_run_over_is_whole_where_the_sum_says_so() -> None:
    assert REST
    assert read_text(_with_first_number(f"={FIRST}", REST), "spaced").figures[CELL] == WHOLE


def test_a_number_run_over_is_unclear_where_no_sum_says_so() -> None:
    record = read_text(_with_first_number(f"={FIRST}", REST, more=1), "spaced")
    assert record.figures[CELL] is Absence.UNCLEAR
    assert WHOLE in record.unclear[CELL].candidates


@pytest.mark.parametrize("label_end", ["", "=", "（件）"])
def test_a_label_that_ends_otherwise_takes_nothing_from_the_number_after_it(label_end: str) -> None:
    assert read_text(_with_first_number(label_end, str(WHOLE)), "spaced").figures[CELL] == WHOLE
