"""PDF → Document with pdfplumber: the second, independent reader. The only door to pdfplumber.

It shares neither parser, nor glyphs, nor table finder with the first; only how words in no table become rows and
paragraphs. Where the two agree on a figure, no single library's mistake stands behind it.
"""

from __future__ import annotations

import io
import logging
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from itertools import islice
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import Box, Document, Paragraph, Unreadable
from generator.reading.readers.grid import Grid, GridCell
from generator.reading.readers.layout import Sheet, blocks_of
from generator.reading.readers.words import DIGITS, Word, plain_character, turned

READER = f"pdfplumber {version('pdfplumber')}"
_THIN = 3.5
_MOST_CHARACTERS = 40_000
_MOST_LINES = 20_000
_SLANT = 8.0
_WORDS = {"x_tolerance": 1.5, "y_tolerance": 2, "keep_blank_chars": False, "extra_attrs": ["size"]}
_DIRECTIONS = {
    turn: {"line_dir": lines, "char_dir": characters, "line_dir_rotated": lines, "char_dir_rotated": characters}
    for turn, lines, characters in ((0, "ttb", "ltr"), (90, "ltr", "btt"), (180, "btt", "rtl"), (270, "rtl", "ttb"))
}
"""How lines follow each other, and characters in a line, in writing turned by so many degrees counter-clockwise."""

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
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        raise _why(error) from error
    if not any(sheet.words for sheet, _ in read_pages):
        raise pdf_whole.scan()
    hidden = tuple(paragraph for _, named in read_pages for paragraph in named)
    return Document(blocks_of(sheet for sheet, _ in read_pages), "application/pdf", READER, hidden)


def _why(error: Exception) -> Unreadable:
    locked = any("Password" in type(cause).__name__ for cause in error.args)
    return pdf_whole.locked() if locked else pdf_whole.broken()


def _read_page(page: Page) -> tuple[Sheet, tuple[Paragraph, ...]]:
    if len(page.chars) > _MOST_CHARACTERS:
        raise pdf_whole.overfull("字符")
    if len(page.edges) > _MOST_LINES:
        raise pdf_whole.overfull("线条")
    view = _View(page)
    seen = page.filter(view.is_seen).dedupe_chars()
    clashing = _clashing(seen.chars)
    turn = Counter(map(_turn, seen.chars)).most_common(1)[0][0] if seen.chars else 0
    words = tuple(view.words(seen, turn, clashing))
    grids = tuple(_grids(seen, view, turn))
    unseen = page.filter(lambda thing: thing["object_type"] == "char" and not view.is_seen(thing))
    named = [word for word in view.words(unseen, 0, set()) if not DIGITS.isdisjoint(word.text)]
    flat = Sheet(page.page_number, (), ())
    hidden = tuple(Paragraph(word.text, flat.place(word.box)) for word in named)
    return Sheet(page.page_number, words, grids, turn), hidden


class _View:
    """What of a page is shown, and where."""

    def __init__(self, page: Page) -> None:
        self.box: Box = page.cropbox if page.rotation == 0 else page.bbox
        self.grounds = [rect for rect in page.rects if rect.get("fill") and not _is_white(rect["non_stroking_color"])]

    def is_seen(self, thing: dict[str, Any]) -> bool:
        """Tell whether an object is seen: on the page, not white on white; a filled area is no line unless thin."""
        if thing["object_type"] == "char":
            return _holds(self.box, thing) and (not _is_white(thing["non_stroking_color"]) or self._on_colour(thing))
        if thing["object_type"] not in ("rect", "curve") or thing.get("stroke"):
            return thing["object_type"] != "line" or not _is_white(thing.get("stroking_color"))
        thin = min(thing["width"], thing["height"]) <= _THIN
        return thin and not _is_white(thing.get("non_stroking_color"))

    def _on_colour(self, thing: dict[str, Any]) -> bool:
        return any(_holds((one["x0"], one["top"], one["x1"], one["bottom"]), thing) for one in self.grounds)

    def put(self, box: Box, turn: int) -> Box:
        """Move a box to the shown page's origin, and turn it."""
        left, top = self.box[:2]
        return turned((box[0] - left, box[1] - top, box[2] - left, box[3] - top), turn)

    def words(self, page: Page, turn: int, clashing: set[tuple[float, float, str]]) -> Iterator[Word]:
        """Give pdfplumber's words of each direction of writing, on the page turned by `turn` degrees.

        In the place of `clashing` characters stands U+FFFD. Slanted writing is a watermark, and left out.
        """
        turns = set(map(_turn, page.chars))
        for own in sorted(turns & _DIRECTIONS.keys()):
            part = page.filter(partial(_is_turned, own)) if len(turns) > 1 else page
            for word in part.extract_words(**_WORDS, **_DIRECTIONS[own], return_chars=True):
                text = "".join(
                    "\ufffd" if _key(one) in clashing else plain_character(one["text"]) for one in word["chars"]
                )
                box = self.put((word["x0"], word["top"], word["x1"], word["bottom"]), turn)
                size = box[3] - box[1] if own == turn else box[2] - box[0]
                yield Word(text, box, size, (own - turn) % 360)


def _is_turned(turn: int, thing: dict[str, Any]) -> bool:
    return thing["object_type"] == "char" and _turn(thing) == turn


def _holds(box: Box, thing: dict[str, Any]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _turn(character: dict[str, Any]) -> int:
    """Tell how far a character is turned as shown: 0, 90, 180 or 270 degrees counter-clockwise, -1 when slanted."""
    angle = math.degrees(math.atan2(character["matrix"][1], character["matrix"][0])) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _SLANT else -1


def _key(character: dict[str, Any]) -> tuple[float, float, str]:
    return (character["x0"], character["top"], character["text"])


def _clashing(characters: Sequence[dict[str, Any]]) -> set[tuple[float, float, str]]:
    """Find the digits that lie on other digits: neither can be read."""
    digits = sorted((one for one in characters if one["text"] in DIGITS), key=lambda one: (one["x0"], one["top"]))
    found = set()
    for one, other in _near(digits):
        across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        half = 0.5
        if across > half * min(one["width"], other["width"]) and down > half * min(one["height"], other["height"]):
            found |= {_key(one), _key(other)}
    return found


def _near(
    digits: Sequence[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give each digit with those that begin before it ends, from left to right."""
    for place, one in enumerate(digits):
        for other in islice(digits, place + 1, None):
            if other["x0"] >= one["x1"]:
                break
            yield one, other


def _is_white(colour: object) -> bool:
    """Tell whether a colour is white paper's: grey 1, RGB 1 1 1 or CMYK 0 0 0 0."""
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    almost = 0.98
    if len(parts) == len("CMYK"):
        return all(part <= 1 - almost for part in parts)
    return len(parts) in (1, 3) and all(part >= almost for part in parts)


def _grids(page: Page, view: _View, turn: int) -> Iterator[Grid]:
    for table in page.find_tables():
        if len(table.cells) > 1:
            yield _grid([view.put(cell, turn) for cell in table.cells])


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
