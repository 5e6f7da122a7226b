"""A row that was not found is missing, but where two pages meet, or two rows were seen as one, that is our fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.reading.interpret import interpret
from generator.reading.readers import html
from generator.reading.readers.document import Block, Document, Place, Row, Table
from generator.records.figures import Absence
from generator.records.record import Record
from tests.reading.made_files import SOURCE, report
from tests.reading.rendering import merged_html

LABEL, ROW = "7.属于行政执法案卷", "applications.denied_enforcement_file."
BOX = (0.0, 0.0, 9.0, 9.0)


def _has(row: Row, label: str) -> bool:
    return any(label in cell.text for cell in row.cells)


def _paged(document: Document, page_of: Callable[[int, int], int]) -> Document:
    """Give a document without one row of 表三, each row on the page that its number and the lost one's tell."""
    blocks: list[Block] = []
    for block in document.blocks:
        lost = (
            next((n for n, row in enumerate(block.rows) if _has(row, LABEL)), None)
            if isinstance(block, Table)
            else None
        )
        if isinstance(block, Table) and lost is not None:
            rows = [
                replace(row, place=Place.on_page(page_of(n, lost), BOX))
                for n, row in enumerate(block.rows)
                if n != lost
            ]
            blocks.append(replace(block, rows=tuple(rows)))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _read(page_of: Callable[[int, int], int]) -> Record:
    whole = html.read(merged_html(report()).encode())
    return interpret(_paged(whole, page_of), SOURCE)


@pytest.mark.parametrize(
    ("page_of", "figure"),
    [
        (lambda n, lost: 1 + (n > lost), Absence.UNCLEAR),
        (lambda n, lost: 1 + (n > lost + 3), Absence.MISSING),
        (lambda _n, _lost: 1, Absence.MISSING),
    ],
    ids=["where pages meet", "far from there", "on one page"],
)
def test_a_row_lost_where_pages_meet_is_unclear(page_of: Callable[[int, int], int], figure: Absence) -> None:
    record = _read(page_of)
    found = {cell: each for cell, each in record.figures.items() if cell.startswith(ROW)}
    assert set(found.values()) == {figure}
    others = {cell: each for cell, each in record.figures.items() if not cell.startswith(ROW)}
    assert others == {cell: each for cell, each in report().figures.items() if not cell.startswith(ROW)}


def test_a_row_whose_label_stands_in_that_of_another_is_unclear() -> None:
    page = merged_html(report())
    lost = page[
        page.index(f"<tr><td colspan=1 rowspan=1>{LABEL}") : page.index(
            "<tr><td colspan=1 rowspan=1>8.属于行政查询事项"
        )
    ]
    joined = page.replace(lost, "").replace("8.属于行政查询事项", f"{LABEL}<br>8.属于行政查询事项")
    record = interpret(html.read(joined.encode()), SOURCE)
    assert {figure for cell, figure in record.figures.items() if cell.startswith(ROW)} == {Absence.UNCLEAR}
