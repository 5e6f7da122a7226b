"""PDF → Document with pdfplumber: the second, independent reader. The only door to pdfplumber.

It shares neither parser, nor glyphs, nor table finder with the first; only how words in no table become rows and
paragraphs. Where the two agree on a figure, no single library's mistake stands behind it.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import Box, Document, Paragraph, Unreadable
from generator.reading.readers.grid import Grid, GridCell
from generator.reading.readers.layout import Sheet, blocks_of
from generator.reading.readers.words import Word, plain_character

READER = f"pdfplumber {version('pdfplumber')}"
_THIN = 3.5
_MOST_CHARACTERS = 40_000
_MOST_LINES = 20_000
_WORDS = {"x_tolerance": 1.5, "y_tolerance": 2, "keep_blank_chars": False, "extra_attrs": ["upright"]}

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(data: bytes) -> Document:
    """Read a PDF as pdfplumber sees it: ruled tables, rows in no rules, paragraphs; places are pages and boxes.

    Raises `Unreadable` for a truncated, damaged or locked file, for a scan, and for one beyond our limits.
    """
    pdf_whole.check_bytes(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pdf_whole.checked_pages(len(pdf.pages))
            read_pages = [_read_page(page) for page in pdf.pages]
    except PdfminerException as error:
        raise _why(error) from error
    if not any(sheet.words for sheet, _ in read_pages):
        raise pdf_whole.scan()
    hidden = tuple(paragraph for _, named in read_pages for paragraph in named)
    return Document(blocks_of(sheet for sheet, _ in read_pages), "application/pdf", READER, hidden)


def _why(error: PdfminerException) -> Unreadable:
    locked = any("Password" in type(cause).__name__ for cause in error.args)
    return pdf_whole.locked() if locked else pdf_whole.broken()


def _read_page(page: Page) -> tuple[Sheet, tuple[Paragraph, ...]]:
    if len(page.chars) > _MOST_CHARACTERS:
        raise pdf_whole.overfull("字符")
    if len(page.edges) > _MOST_LINES:
        raise pdf_whole.overfull("线条")
    left, top = page.bbox[:2]
    shown = page.filter(lambda thing: _is_shown(thing, page.bbox))
    words = tuple(_word(word, left, top) for word in shown.dedupe_chars().extract_words(**_WORDS))
    sheet = Sheet(page.page_number, words, tuple(_grids(shown, left, top)))
    unseen = page.filter(lambda thing: thing["object_type"] == "char" and not _is_shown(thing, page.bbox))
    named = (_word(word, left, top) for word in unseen.extract_words(**_WORDS))
    return sheet, tuple(Paragraph(word.text, sheet.place(word.box)) for word in named if _has_digit(word.text))


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_shown(thing: dict[str, Any], page: Box) -> bool:
    """Tell whether an object is seen: on the page, not white; a filled area is no line unless it is thin."""
    if thing["object_type"] == "char":
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return page[0] <= x <= page[2] and page[1] <= y <= page[3] and not _is_white(thing["non_stroking_color"])
    if thing["object_type"] not in ("rect", "curve") or thing.get("stroke"):
        return thing["object_type"] != "line" or not _is_white(thing.get("stroking_color"))
    thin = min(thing["width"], thing["height"]) <= _THIN
    return thin and not _is_white(thing.get("non_stroking_color"))


def _is_white(colour: object) -> bool:
    """Tell whether a colour is white paper's: grey 1, RGB 1 1 1 or CMYK 0 0 0 0."""
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    almost = 0.98
    if len(parts) == len("CMYK"):
        return all(part <= 1 - almost for part in parts)
    return len(parts) in (1, 3) and all(part >= almost for part in parts)


def _word(word: dict[str, Any], left: float, top: float) -> Word:
    text = "".join(plain_character(character) for character in word["text"])
    box = (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)
    size = box[3] - box[1] if word["upright"] else box[2] - box[0]
    return Word(text, box, size, 0 if word["upright"] else 90)


def _grids(page: Page, left: float, top: float) -> Iterator[Grid]:
    for table in page.find_tables():
        cells = [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells]
        if len(cells) > 1:
            yield _grid(cells)


def _grid(boxes: Sequence[Box]) -> Grid:
    """Make a grid of the cells that pdfplumber found, with numbered rows and columns."""
    rows = sorted({edge for box in boxes for edge in (box[1], box[3])})
    columns = sorted({edge for box in boxes for edge in (box[0], box[2])})
    row_of = {edge: number for number, edge in enumerate(rows)}
    column_of = {edge: number for number, edge in enumerate(columns)}
    cells = sorted(
        GridCell(
            row_of[box[1]],
            column_of[box[0]],
            row_of[box[3]] - row_of[box[1]],
            column_of[box[2]] - column_of[box[0]],
            box,
        )
        for box in boxes
    )
    return Grid(tuple(cells), tuple(rows), tuple(columns))
