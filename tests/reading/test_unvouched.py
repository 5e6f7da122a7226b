"""In a damaged 表三 of running text a row is believed only where it adds up; a whole one is left as it is printed."""

from __future__ import annotations

import re

from generator.reading.unvouched import WHY
from generator.records.figures import Absence
from generator.records.forms import applicants
from tests.hunt import read_text
from tests.reading.made_files import report
from tests.reading.rendering import merged_html, spaced

ROW = "applications.denied_internal_affairs"
CELLS = [f"{ROW}.{column.key}" for column in applicants()]
PRINTED = [str(report().figures[cell]) for cell in CELLS]
WRONG_TOTAL = [*PRINTED[:-1], str(int(PRINTED[-1]) + 1000)]


def _with_wrong_total(page: str, mark: str = " ") -> str:
    row = re.compile(rf"(属于三类内部事务信息){mark}{mark.join(PRINTED)}")
    assert row.search(page)
    return row.sub(rf"\g<1>{mark}{mark.join(WRONG_TOTAL)}", page, count=1)


def _without_a_row(page: str, row: str = r"[^\n]*{}.*\n") -> str:
    """Take out another row, with its label."""
    other = re.compile(row.format("7.属于行政执法案卷"))
    assert other.search(page)
    return other.sub("", page, count=1)


def test_what_does_not_add_up_is_unclear_where_another_row_is_lost() -> None:
    record = read_text(_without_a_row(_with_wrong_total(spaced(report()))), "spaced")
    assert {record.figures[cell] for cell in CELLS} == {Absence.UNCLEAR}
    assert {record.unclear[cell].why for cell in CELLS} == {WHY}
    assert record.unclear[CELLS[-1]].candidates == (int(WRONG_TOTAL[-1]),)


def test_what_adds_up_is_believed_there() -> None:
    record = read_text(_without_a_row(spaced(report())), "spaced")
    assert [str(record.figures[cell]) for cell in CELLS] == PRINTED


def test_a_wrong_sum_is_given_as_printed_where_nothing_is_lost() -> None:
    record = read_text(_with_wrong_total(spaced(report())), "spaced")
    assert [str(record.figures[cell]) for cell in CELLS] == WRONG_TOTAL


def test_the_rules_of_a_table_bear_witness_too() -> None:
    border = "</td><td colspan=1 rowspan=1>"
    record = read_text(
        _without_a_row(_with_wrong_total(merged_html(report()), border), "<tr><td[^>]*>{}.*?</tr>"), "merged_html"
    )
    assert [str(record.figures[cell]) for cell in CELLS] == WRONG_TOTAL
