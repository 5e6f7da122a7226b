"""Rows of running text that fit neither their own sum nor those of several columns are unclear, and no others."""

from __future__ import annotations

import re

import pytest

from generator.reading.contradicted import WHY
from generator.records.figures import Absence
from generator.records.forms import applicants
from tests.hunt import read_text
from tests.hunt_cases import ALL_TEXT
from tests.reading.made_files import report
from tests.reading.rendering import merged_html, spaced

ROW = "applications.denied_internal_affairs"
CELLS = [f"{ROW}.{column.key}" for column in applicants()]
PRINTED = [str(report().figures[cell]) for cell in CELLS]
BORDER = "</td><td colspan=1 rowspan=1>"
OTHERS = ["28", "13", "59", "25", "29", "5", "58"]


def _with(page: str, numbers: list[str], mark: str = " ") -> str:
    """Give a page with other numbers in one row of 表三."""
    row = re.compile(rf"(属于三类内部事务信息){mark}{mark.join(PRINTED)}")
    assert row.search(page)
    return row.sub(rf"\g<1>{mark}{mark.join(numbers)}", page, count=1)


@pytest.mark.parametrize(("layout", "mark"), [("spaced", " "), ("tabs", "\t")])
def test_numbers_of_another_row_are_unclear(layout: str, mark: str) -> None:
    record = read_text(_with(ALL_TEXT[layout](report()), OTHERS, mark), layout)
    assert {record.figures[cell] for cell in CELLS} == {Absence.UNCLEAR}
    assert {record.unclear[cell].why for cell in CELLS} == {WHY}
    assert record.unclear[CELLS[0]].candidates == (28,)


@pytest.mark.parametrize("place", range(len(CELLS)))
def test_one_wrong_number_stays_what_is_printed(place: int) -> None:
    numbers = [str(int(number) + 1000 * (n == place)) for n, number in enumerate(PRINTED)]
    record = read_text(_with(spaced(report()), numbers), "spaced")
    assert [str(record.figures[cell]) for cell in CELLS] == numbers


def test_the_rules_of_a_table_tell_whose_numbers_they_are() -> None:
    record = read_text(_with(merged_html(report()), OTHERS, BORDER), "merged_html")
    assert [str(record.figures[cell]) for cell in CELLS] == OTHERS
