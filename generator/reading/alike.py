"""Did two readers see the same tables, and the same sentences? Then one interpretation is that of both."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from generator.reading.readers.document import Document, Paragraph, Row, Table
from generator.records.record import Claim, Record


def alike(record: Record, first: Document, second: Document) -> bool:
    """Tell whether two readers saw the same tables, cell by cell, and all evidence of the record stands in tables."""
    in_tables = all(evidence.place.table is not None for evidence in record.evidence.values())
    return in_tables and bool(record.evidence) and _grids(first) == _grids(second)


def heard_twice(claims: Iterable[Claim], second: Document) -> tuple[Claim, ...]:
    """Count two readers for each claim whose clause the second reader saw to the letter, wherever it stands."""
    pieces: list[str] = []
    for block in second.blocks:
        pieces += _texts(block)
    whole = _bare("\n".join(pieces))
    return tuple(dataclasses.replace(claim, readers=2) if _bare(claim.text) in whole else claim for claim in claims)


def _texts(block: Paragraph | Table) -> list[str]:
    return [cell.text for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block.text]


def _bare(text: str) -> str:
    return "".join(text.split())


def _grids(document: Document) -> list[list[object]]:
    """Give every table with a digit in it: text, column, span and height of each cell, row by row."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    grids = ([_cells(row) for row in table.rows if row.cells] for table in tables)
    return [list(grid) for grid in grids if _has_digit(grid)]


def _cells(row: Row) -> tuple[tuple[str, int, int, int], ...]:
    return tuple((cell.text, cell.column, cell.span, cell.height) for cell in row.cells)


def _has_digit(grid: list[tuple[tuple[str, int, int, int], ...]]) -> bool:
    return any(letter.isdigit() for row in grid for text, *_ in row for letter in text)
