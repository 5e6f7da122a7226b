"""Rows of the year before beside the report's own are not taken for them, whatever their order and their format."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.records.figures import Absence
from generator.records.record import Record
from tests.hunt import read_text
from tests.hunt_cases import ALL_TEXT
from tests.reading.made_files import report
from tests.reading.rendering import Grid, Report, grids, html, merged_html, tabs

WORDS = ("上年", "本年"), ("上年数", "本年数"), ("去年", "今年")
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)


def _is_row(row: list[str]) -> bool:
    return any(cell.isdecimal() for cell in row[3:]) and bool(row[2] or row[1] or row[0])


def _doubled(grid: Grid, words: tuple[str, str], *, last_first: bool) -> Grid:
    """Give 表三 with two rows for each, the word of its year in a column behind the labels, the label in the first."""
    rows: Grid = []
    for row in grid:
        if not _is_row(row):
            rows.append([*row[:3], "", *row[3:]])
            continue
        before = [str(int(cell) + 7) for cell in row[3:]]
        years = [(words[0], before), (words[1], list(row[3:]))]
        one, other = years if last_first else reversed(years)
        rows += [[*row[:3], one[0], *one[1]], ["", "", "", other[0], *other[1]]]
    return rows


def _page(written: Report, rows: Grid) -> str:
    """Print a web page whose 表三 has these rows, where a label covers the row below that has none."""
    drawn = []
    for row, below in zip(rows, [*rows[1:], []], strict=True):
        covers = bool(below) and not any(below[:3]) and any(row[:3])
        labels = "".join(f"<td rowspan={1 + covers}>{cell}</td>" for cell in row[:3]) if any(row[:3]) else ""
        drawn.append(f"<tr>{labels}{''.join(f'<td>{cell}</td>' for cell in row[3:])}</tr>")
    page = merged_html(written)
    table = TABLE.findall(page)[1]
    return page.replace(table, f"<table border=1>{''.join(drawn)}</table>")


def _read_doubled(layout: str, words: tuple[str, str], *, last_first: bool) -> tuple[Report, Record]:
    written = report()
    proactive, applications, disputes = grids(written)
    rows = _doubled(applications, words, last_first=last_first)
    if layout == "html":
        return written, read_text(_page(written, rows), layout)
    return written, read_text(tabs(replace(written, damaged=(proactive, rows, disputes))), layout)


@pytest.mark.parametrize("layout", ["html", "tabs"])
@pytest.mark.parametrize("words", WORDS, ids="".join)
@pytest.mark.parametrize("last_first", [True, False])
def test_of_two_rows_that_of_the_year_is_read(layout: str, words: tuple[str, str], *, last_first: bool) -> None:
    written, record = _read_doubled(layout, words, last_first=last_first)
    assert dict(record.figures) == dict(written.figures)


def test_a_piece_of_a_label_is_no_year() -> None:
    """上年 of 上年结转 stands before the numbers, the rest of the label behind them."""
    whole = tabs(report())
    torn = re.sub(r"二、上年结转政府信息公开申请数量([^\n]*)", r"上年\1\n结转政府信息公开申请数量", whole)
    assert torn != whole
    record = read_text(torn, "tabs")
    assert {figure for cell, figure in record.figures.items() if figure != report().figures[cell]} <= {Absence.UNCLEAR}


@pytest.mark.parametrize("words", [("其中：网上", "全部"), ("本级", "全县")], ids="".join)
@pytest.mark.parametrize("last_first", [True, False])
def test_of_two_rows_under_one_label_none_is_taken_that_may_be_the_other(
    words: tuple[str, str], *, last_first: bool
) -> None:
    _, record = _read_doubled("html", words, last_first=last_first)
    rows = [figure for cell, figure in record.figures.items() if cell.startswith("applications.")]
    assert set(rows) == {Absence.UNCLEAR}


def test_years_that_begin_the_labels_are_told_apart_too() -> None:
    written = report()
    proactive, applications, disputes = grids(written)
    rows: Grid = []
    for row in applications:
        if not _is_row(row) or row[0].endswith(("申请数量", "继续办理")):
            rows.append(list(row))
            continue
        at = max(n for n in range(3) if row[n])
        labels = [[f"{year}{cell}" if n == at else cell for n, cell in enumerate(row[:3])] for year in ("上年", "本年")]
        rows += [[*labels[0], *(str(int(cell) + 7) for cell in row[3:])], [*labels[1], *row[3:]]]
    record = read_text(html(replace(written, damaged=(proactive, rows, disputes))), "html")
    assert dict(record.figures) == dict(written.figures)


@pytest.mark.parametrize("layout", ["html", "tabs", "spaced"])
def test_two_rows_of_cases_are_unclear_where_they_differ(layout: str) -> None:
    written = report()
    proactive, applications, disputes = (list(grid) for grid in grids(written))
    other = [str(int(cell) + 7 * (n == 1)) for n, cell in enumerate(disputes[-1])]
    two = (proactive, applications, [*disputes[:-1], other, disputes[-1]])
    record = read_text(ALL_TEXT[layout](replace(written, damaged=two)), layout)
    cases = {cell: figure for cell, figure in record.figures.items() if cell.startswith("disputes.")}
    assert cases["disputes.review.corrected"] is Absence.UNCLEAR
    assert {cell: figure for cell, figure in cases.items() if figure is not Absence.UNCLEAR} == {
        cell: written.figures[cell] for cell in cases if cases[cell] is not Absence.UNCLEAR
    }


def test_a_row_below_the_one_that_it_should_stand_above_is_not_called_missing() -> None:
    written = report()
    proactive, applications, disputes = (list(grid) for grid in grids(written))
    at = next(n for n, row in enumerate(proactive) if row[0] == "规章")
    proactive[at], proactive[at + 1] = proactive[at + 1], proactive[at]
    record = read_text(html(replace(written, damaged=(proactive, applications, disputes))), "html")
    assert Absence.MISSING not in set(record.figures.values())
    assert all(figure in {written.figures[cell], Absence.UNCLEAR} for cell, figure in record.figures.items())
