"""What a report file holds, before anyone asks what it means: paragraphs and tables, each with its place.

Every reader (text, html, pdf, …) turns bytes into a `Document`; `interpret` knows no other shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from generator.records.place import Box, Place

__all__ = ["Block", "Box", "Cell", "Document", "Paragraph", "Place", "Row", "Scanned", "Table", "Unreadable"]

PICTURE: Final = "\ufffc"
"""A paragraph of this alone is a picture large enough to be a table: what it shows, the text does not say."""
MOST_PIXELS: Final = 150_000_000
"""Of a page's pictures as they are stored: A4 at 1,200 dpi has 140 million, A3 at 600 dpi 70 million."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its printed text (inner line breaks kept as newlines; empty when nothing is printed).

    `column` is the logical column of its left edge, from 0; `span` and `height` are the logical columns and rows
    that it covers. A merged cell stands once, at its top left.
    """

    text: str
    place: Place
    column: int
    span: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in one row of a table, from left to right."""

    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand together.

    `ruled` says that the file itself tells the columns (ruled lines, HTML or Word cells): an empty cell in it is a
    blank. Otherwise the cells are what separators or gaps in running text left, and their columns are only hints.
    `placed` says of such cells that their boxes tell where each stands, and that nothing else is printed between them.
    """

    rows: tuple[Row, ...]
    ruled: bool
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, its line breaks already taken out (a heading is a paragraph too).

    In plain text `printed` is its line as it stands, with the spaces before it; `page` counts the form feeds before it.
    """

    text: str
    place: Place
    printed: str = field(default="", compare=False)
    page: int = field(default=0, compare=False)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A report file as one reader saw it, in reading order. `reader` names it with its version: `pdfium 5.15.2`.

    `hidden` are digits that the file holds but does not show (white, covered, clipped, off the page): they are in no
    block, and are named so that a person can look. `again` is the same file read a second time, in another way, by a
    reader that may misread what it sees (OCR): where the two differ, nothing is read.
    """

    blocks: tuple[Block, ...]
    media_type: str
    reader: str
    hidden: tuple[Paragraph, ...] = ()
    again: Document | None = None


class Unreadable(Exception):  # noqa: N818 - a state of a report, not a programming error
    """The file cannot be read as a report. The message says what is wrong and what a maintainer can do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Scanned(Unreadable):
    """The file, or pages of it, are pictures without text: only OCR can read them."""
