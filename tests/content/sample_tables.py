"""The three statutory tables as grids of cells that span rows and columns, and three ways to flatten such a grid."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from generator.records.forms import FormRow, applicants, cases, outcomes
from tests.content.sample import WORDING, Sample

_LABEL_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its text and how many columns and rows it spans. A `tall` one has its text set downwards."""

    text: str
    columns: int = 1
    rows: int = 1
    tall: bool = False


Grid = tuple[tuple[Cell, ...], ...]


def grid(sample: Sample, table: str) -> Grid:
    """Lay out one table of a sample as the official form does."""
    make = {"proactive": _proactive, "applications": _applications, "disputes": _disputes}[table]
    return tuple(make(sample))


def _proactive(sample: Sample) -> Iterator[tuple[Cell, ...]]:
    for head, block in groupby(sample.rows("proactive"), key=lambda row: row.group):
        rows = list(block)
        yield (Cell(head, 4),)
        yield (Cell(WORDING["contents_head"]), *_spread([cell.label for cell in rows[0].cells]))
        for row in rows:
            yield (Cell(row.label), *_spread([sample.printed(cell.name) for cell in row.cells]))


def _spread(texts: list[str]) -> Iterator[Cell]:
    return (Cell(text, 3 // len(texts)) for text in texts)


def _applications(sample: Sample) -> Iterator[tuple[Cell, ...]]:
    yield from _applicants_head()
    rows = sample.rows("applications")
    paths = [_path(row) for row in rows]
    for position, row in enumerate(rows):
        yield (*_labels(paths, position), *(Cell(sample.printed(cell.name)) for cell in row.cells))


def _applicants_head() -> Iterator[tuple[Cell, ...]]:
    first, *organisations, total = applicants()
    yield Cell(WORDING["balance_note"], _LABEL_COLUMNS, 3), Cell(WORDING["applicants_head"], 7)
    yield Cell(first.label, rows=2), Cell(organisations[0].group, 5), Cell(total.label, rows=2)
    yield tuple(Cell(column.label) for column in organisations)


def _path(row: FormRow) -> tuple[str, ...]:
    """Give the labels over a row, outermost first, and its own."""
    results: str = WORDING["results_head"]
    outer = (results,) if row.group == results else (results, row.group) if row.group else ()
    return (*outer, row.label)


def _labels(paths: list[tuple[str, ...]], position: int) -> Iterator[Cell]:
    path = paths[position]
    for depth, text in enumerate(path):
        above = position > 0 and paths[position - 1][: depth + 1] == path[: depth + 1]
        if above:
            continue
        tall = sum(other[: depth + 1] == path[: depth + 1] for other in paths)
        last = depth == len(path) - 1
        yield Cell(text, _LABEL_COLUMNS - depth if last else 1, tall, text == WORDING["results_head"])


def _disputes(sample: Sample) -> Iterator[tuple[Cell, ...]]:
    review, *suits = cases()
    yield Cell(review.label, 5), Cell(suits[0].group, 10)
    yield (*(Cell(item.label, rows=2) for item in outcomes()), *(Cell(suit.label, 5) for suit in suits))
    yield tuple(Cell(item.label) for _ in suits for item in outcomes())
    yield tuple(Cell(sample.printed(cell.name)) for row in sample.rows("disputes") for cell in row.cells)


def matrix(cells: Grid) -> list[list[str]]:
    """Give each row as texts, one a column; a place that another cell covers is empty."""
    return [[text for text, _ in row] for row in _placed(cells)]


def as_printed(cells: Grid) -> list[list[str]]:
    """Give each row as texts, one a cell; of covered places only those covered from above remain, one for each cell.

    So a word processor's table comes out when it is saved as text.
    """
    return [[text for text, kind in row if kind != "beside"] for row in _placed(cells)]


def _placed(cells: Grid) -> Iterator[list[tuple[str, str]]]:
    """Give each row's places: the text there, and whether the cell begins here or comes from above or beside."""
    hanging: dict[int, list[int]] = {}  # column → [rows still covered, columns]
    for row in cells:
        line: list[tuple[str, str]] = []
        for cell in row:
            _hang(hanging, line)
            if cell.rows > 1:
                hanging[len(line)] = [cell.rows, cell.columns]
            line += [(cell.text, "own"), *[("", "beside")] * (cell.columns - 1)]
        _hang(hanging, line)
        hanging = {column: [rows - 1, columns] for column, (rows, columns) in hanging.items() if rows > 1}
        yield line


def _hang(hanging: dict[int, list[int]], line: list[tuple[str, str]]) -> None:
    """Add the places that cells from above cover next."""
    while len(line) in hanging:
        line += [("", "above"), *[("", "beside")] * (hanging[len(line)][1] - 1)]


def as_html(cells: Grid) -> str:
    """Write the grid as an HTML table, ruled by its style sheet."""
    rows = ("<tr>" + "".join(_td(cell) for cell in row) + "</tr>" for row in cells)
    return '<table class="form">\n' + "\n".join(rows) + "\n</table>"


def _td(cell: Cell) -> str:
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1) + f' rowspan="{cell.rows}"' * (cell.rows > 1)
    style = ' class="tall"' if cell.tall else ""
    return f"<td{spans}{style}>{html.escape(cell.text, quote=False)}</td>"
