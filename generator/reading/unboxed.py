"""Headings and running text that a file keeps inside its tables, taken out: some are one table from end to end."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from generator.reading.headings import find_title, section_headings
from generator.reading.readers.document import Block, Cell, Document, Paragraph, Row, Table

_SURE_HEADING: Final = 0.95
_SENTENCE: Final = "。"


def unboxed(document: Document) -> Document:
    """Give the document with each row that holds nothing but a title, a heading or running text as paragraphs."""
    if not any(isinstance(block, Table) and any(map(_is_text, block.rows)) for block in document.blocks):
        return document
    blocks = tuple(piece for block in document.blocks for piece in _pieces(block))
    return dataclasses.replace(document, blocks=blocks)


def _pieces(block: Block) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        yield block
        return
    rows: list[Row] = []
    for row in block.rows:
        if _is_text(row):
            if rows:
                yield dataclasses.replace(block, rows=tuple(rows))
            yield from _paragraphs(_only(row))
            rows = []
        else:
            rows.append(row)
    if rows:
        yield dataclasses.replace(block, rows=tuple(rows))


def _only(row: Row) -> Cell:
    return next(cell for cell in row.cells if cell.text.strip())


def _paragraphs(cell: Cell) -> Iterator[Paragraph]:
    for line in cell.text.split("\n"):
        if line.strip():
            yield Paragraph(line.strip(), cell.place)


def _is_text(row: Row) -> bool:
    """Tell whether a row has one printed cell, and that is a title, a section heading or sentences."""
    printed = [cell for cell in row.cells if cell.text.strip()]
    if len(printed) != 1:
        return False
    text = printed[0].text
    lines = [(0, Paragraph(" ".join(text.split()), printed[0].place))]
    if _SENTENCE in text:
        return True
    return bool(find_title(lines, None).text) or any(
        heading.score >= _SURE_HEADING for heading in section_headings(lines)
    )
