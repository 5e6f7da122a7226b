"""Text that programs take out of web pages: cells closed by pipes, padded rows, a paragraph for every cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.reading.readers import text
from generator.reading.readers.document import Table
from generator.records.figures import Absence
from tests.reading.extract_layouts import (
    EXTRACT_LAYOUTS,
    closed_below,
    closed_cells,
    closed_rows,
    merged_markdown,
    opened_rows,
    spaced_paragraphs,
)
from tests.reading.made_files import read
from tests.reading.rendering import Report, draw_report, grids

UNREAD = {Absence.UNCLEAR, Absence.MISSING}


def _report(seed: int, blanks: float = 0.0) -> Report:
    return draw_report(random.Random(seed), blanks=blanks, placeholders=blanks / 2, zeros=0.6)  # noqa: S311


def _rows(printed: str) -> list[list[tuple[int, str]]]:
    tables = [block for block in text.read(printed.encode()).blocks if isinstance(block, Table)]
    return [[(cell.column, cell.text) for cell in row.cells] for table in tables for row in table.rows]


@pytest.mark.parametrize("layout", EXTRACT_LAYOUTS)
@pytest.mark.parametrize("seed", range(3))
def test_it_is_read_whole(layout: str, seed: int) -> None:
    report = _report(seed)
    assert dict(read(EXTRACT_LAYOUTS[layout](report)).figures) == dict(report.figures)


@pytest.mark.parametrize("layout", EXTRACT_LAYOUTS)
def test_empty_cells_are_told_or_named(layout: str) -> None:
    right = cells = 0
    for seed in range(6):
        report = _report(seed, blanks=0.06)
        figures = read(EXTRACT_LAYOUTS[layout](report)).figures
        assert {cell: figure for cell, figure in figures.items() if figure not in {report.figures[cell], *UNREAD}} == {}
        right += sum(figure == report.figures[cell] for cell, figure in figures.items())
        cells += len(figures)
    assert right > (0.85 if layout == "merged_markdown" else 0.9) * cells


def test_empty_cells_at_the_end_of_a_table_are_told() -> None:
    """A line with a space in it each, before the next heading."""
    report = _report(1)
    empty = [cell for cell in report.figures if cell.startswith("disputes.litigation_after_review.")]
    figures = {**report.figures, **dict.fromkeys(empty, Absence.BLANK)}
    assert empty
    assert dict(read(spaced_paragraphs(replace(report, figures=figures))).figures) == figures


_COLUMNS = (
    "natural_person",
    "commercial",
    "research",
    "public_welfare",
    "legal_service",
    "other",
    "total",
)
_NUMBERS = ("9011", "9012", "9013", "9014", "9015", "9016", "54081")


def _without(report: Report, at: int) -> Report:
    """Give the report with other numbers for what was granted in full, one of its cells left out of the row."""
    tables = tuple([list(row) for row in grid] for grid in grids(report))
    row = next(row for row in tables[1] if row[1] == "（一）予以公开")
    row[3:] = [*_NUMBERS[:at], *_NUMBERS[at + 1 :]]
    return replace(report, damaged=tables)


@pytest.mark.parametrize("layout", [closed_rows, opened_rows, closed_cells, closed_below, merged_markdown])
@pytest.mark.parametrize("at", range(7))
def test_a_cell_left_out_is_no_blank_at_the_end(layout: Callable[[Report], str], at: int) -> None:
    """Programs leave empty cells out, and pad the row with one pipe more: nobody knows where it stood."""
    figures = read(layout(_without(_report(1), at))).figures
    found = [figures[f"applications.granted.{column}"] for column in _COLUMNS]
    assert all(figure in {*UNREAD, int(number)} for figure, number in zip(found, _NUMBERS, strict=True))


def test_padding_is_no_cell() -> None:
    rows = [
        "信息内容 | 本年处理决定数量 | ||",
        "行政处罚 | 12 | ||",
        "行政强制 | 3 | ||",
        *(f"项目{number} | {number} | 0 | 1 |" for number in range(9)),
    ]
    assert [(0, "行政处罚"), (3, "12")] in _rows("\n".join(rows))


def test_a_row_of_padding_alone_is_empty() -> None:
    report = _report(3)
    tables = tuple([list(row) for row in grid] for grid in grids(report))
    row = next(row for row in tables[1] if row[1] == "（一）予以公开")
    del row[3:]
    figures = read(closed_rows(replace(report, damaged=tables))).figures
    assert {figures[f"applications.granted.{column}"] for column in _COLUMNS} == {Absence.BLANK}


def test_empty_lines_tell_nothing_where_rows_do_not_agree() -> None:
    """One empty line too many somewhere: then none of them tells of a cell."""
    report = _report(4, blanks=0.05)
    printed = EXTRACT_LAYOUTS["paragraphs"](report)
    place = printed.index("\n\n", printed.index("不予公开") + 40)
    figures = read(printed[:place] + "\n" + printed[place:]).figures
    assert {cell for cell, figure in figures.items() if figure not in {report.figures[cell], *UNREAD}} == set()


def test_labels_below_their_values_keep_their_places() -> None:
    cells = ["自然人", "总计", "4", "5", "一、甲", "6", "7", "二、乙", "8", "9", "三、丙"]
    printed = "\n".join(part for cell in cells * 4 for part in (cell, "|"))
    made = _rows(printed)
    assert [(3, "4"), (4, "5")] in made
    assert not any({"一、甲", "6"} <= {text for _, text in row} for row in made)
