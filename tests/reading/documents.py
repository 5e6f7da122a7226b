"""What a test looks for in a document."""

from __future__ import annotations

from generator.reading.readers.document import Document, Paragraph, Table


def texts(document: Document) -> list[object]:
    """Give the document without its places: paragraphs as text, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def tables(document: Document) -> list[Table]:
    """Give the tables only."""
    return [block for block in document.blocks if isinstance(block, Table)]


def number_rows(document: Document, count: int) -> list[list[str]]:
    """Give the last `count` texts of each row of a table or line of text, where the last of them is a number.

    Line breaks in a cell are kept; rows with more or fewer numbers are left out.
    """
    rows = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows += [[cell.text for cell in row.cells] for row in block.rows]
        else:
            rows.append(block.text.split())
    ended = [row[-count:] for row in rows if sum(_is_number(text) for text in row) == count]
    return [row for row in ended if all(map(_is_number, row))]


def _is_number(text: str) -> bool:
    return text.replace("\n", "").isdigit()
