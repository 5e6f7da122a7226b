"""Made-up reports as programs leave them that take text out of web pages: cells closed by pipes, or one a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.reading.rendering import Grid, Report, compact, document

_NBSP: Final = "\u00a0"
_HEADS: Final = (3, 10, 15)
"""Rows of labels alone, and of the heads of 表三 and 表四, have so many cells."""


def cells(row: list[str]) -> list[str]:
    """Give a row without the empty cells that merged labels and heads leave."""
    heads = len(row) in _HEADS and not any(cell[:1].isdigit() or cell == "/" for cell in row)
    return [cell for cell in row if cell] if heads else compact(row)


def _padding(row: list[str], width: int) -> str:
    """Give the pipes that stand for the columns which a row's merged cells cover."""
    return "|" * (width - len(row))


def closed_rows(report: Report, opening: str = "") -> str:
    """A row a line, each cell closed by a pipe, as many pipes behind the row as it lacks cells."""

    def draw(grid: Grid) -> str:
        rows, width = [cells(row) for row in grid], max(map(len, grid))
        lines = [
            opening + "".join(f"{cell} | " if cell else "| " for cell in row) + _padding(row, width) for row in rows
        ]
        return "\n".join(line.rstrip() for line in lines)

    return document(report, draw)


def opened_rows(report: Report) -> str:
    """The same with a pipe before each row."""
    return closed_rows(report, "| ")


def closed_cells(report: Report, opening: str = "|\n", beside: str = " ") -> str:
    """A cell a line, closed by a pipe, and one on a line of its own before each row; padding beside the last cell."""

    def draw(grid: Grid) -> str:
        rows, width = [cells(row) for row in grid], max(map(len, grid))
        parts = [opening + "\n".join(f"{cell} |" if cell else "|" for cell in row) for row in rows]
        ends = [_padding(row, width) for row in rows]
        return "\n".join(f"{part}{beside}{end}" if end else part for part, end in zip(parts, ends, strict=True))

    return document(report, draw)


def bare_closed_cells(report: Report) -> str:
    """The same with nothing before a row, and padding on a line of its own."""
    return closed_cells(report, "", "\n")


def padded_below(report: Report) -> str:
    """The same with a pipe before each row, and padding on a line of its own."""
    return closed_cells(report, beside="\n")


def closed_below(report: Report) -> str:
    """A cell a line, and the pipe that closes it on the next."""
    return document(
        report, lambda grid: "\n".join(f"{cell}\n|" if cell else "|" for row in grid for cell in cells(row))
    )


def spaced_paragraphs(report: Report) -> str:
    """A paragraph a cell, an empty cell as one with a space in it."""
    return document(report, lambda grid: "\n\n".join(cell or _NBSP for row in grid for cell in cells(row)))


def paragraphs(report: Report) -> str:
    """A paragraph a cell, an empty cell as one more empty line."""

    def draw(grid: Grid) -> str:
        return "".join(f"\n\n{cell}" if cell else "\n" for row in grid for cell in cells(row)).removeprefix("\n\n")

    return document(report, draw)


def double_tabs(report: Report) -> str:
    """A row a line, two tabs between its cells."""
    return document(report, lambda grid: "\n".join("\t\t".join(cells(row)) for row in grid))


def merged_markdown(report: Report) -> str:
    """Markdown in which a row begins with its own labels, whatever labels of other rows stand to their left."""

    def draw(grid: Grid) -> str:
        width = max(map(len, grid))
        rows = [
            row[next((n for n, cell in enumerate(row[:3]) if cell), 0) :] if len(row) == width else row for row in grid
        ]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join(["|" + "  |" * width, "|" + " --- |" * width, *lines])

    return document(report, draw)


EXTRACT_LAYOUTS: Final[Mapping[str, Callable[[Report], str]]] = {
    "closed_rows": closed_rows,
    "opened_rows": opened_rows,
    "closed_cells": closed_cells,
    "bare_closed_cells": bare_closed_cells,
    "padded_below": padded_below,
    "closed_below": closed_below,
    "spaced_paragraphs": spaced_paragraphs,
    "paragraphs": paragraphs,
    "double_tabs": double_tabs,
    "merged_markdown": merged_markdown,
}
