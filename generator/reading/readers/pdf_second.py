"""PDF → Document with pdfplumber: the second, independent reader. With `pdf_second_page` the only door to pdfplumber.

It decides everything with pdfplumber's own means: what is a character, which lines make a cell, which character stands
in which cell, what is a word. With the first reader it shares only what a file must be, the list of characters that
fonts misname, and what runs at the head and foot of pages. So where both read the same figure, no single program's
mistake stands behind it. It needs to be independent, not good: what it does not see is merely not confirmed.
"""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any, Final

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import CellGroup
from pdfplumber.table import Table as Found
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.text import extract_text

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import (
    Block,
    Box,
    Cell,
    Document,
    Paragraph,
    Row,
    Table,
    Unreadable,
)
from generator.reading.readers.pdf_second_cut import joined
from generator.reading.readers.pdf_second_page import ContentPage
from generator.reading.readers.pdf_second_seen import (
    DIGITS,
    Thing,
    View,
    box_of,
    holds,
    name_plainly,
    on_lines,
    printed_again,
    strike,
    turn_of,
)

READER: Final = f"pdfplumber {version('pdfplumber')}"
_MOST_CHARACTERS: Final = 40_000
_MOST_LINES: Final = 20_000
_WORDS: Final = {"x_tolerance_ratio": 0.15, "y_tolerance": 2, "extra_attrs": ["size"]}
_STACK: Final = re.compile(r"[1-9][0-9]*(?:\n[0-9]+)+")
_WIDEST_PADDING: Final = 6.0
_SNAP: Final = 2.5
_HAN: Final = r"[\u2e80-\u9fff\uff00-\uffef]"
_GAP_IN_HAN: Final = re.compile(rf"(?<={_HAN}) (?={_HAN})")

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(data: bytes) -> Document:
    """Read a PDF as pdfplumber sees it: ruled tables and lines of text; places are pages (from 1) and boxes in points.

    Raises `Unreadable` for a truncated, damaged or locked file, for a scan, and for one beyond our limits.
    """
    pdf_whole.check_bytes(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pdf_whole.checked_pages(len(pdf.pages))
            pages = [_read_page(_with_content(page)) for page in pdf.pages]
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it raise
        raise _why(error) from error
    if not any(page.printed for page in pages):
        raise pdf_whole.scan()
    blocks = tuple(joined([block for page in pages for block in page.blocks]))
    return Document(blocks, "application/pdf", READER, tuple(one for page in pages for one in page.hidden))


def _with_content(page: Page) -> Page:
    return ContentPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _why(error: Exception) -> Unreadable:
    locked = any("Password" in type(cause).__name__ for cause in error.args)
    return pdf_whole.locked() if locked else pdf_whole.broken()


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a page; `printed` says that there is any text on it."""

    blocks: tuple[Block, ...]
    hidden: tuple[Paragraph, ...]
    printed: bool


def _read_page(page: Page) -> _Read:
    if len(page.chars) > _MOST_CHARACTERS:
        raise pdf_whole.overfull("字符")
    if len(page.edges) > _MOST_LINES:
        raise pdf_whole.overfull("线条")
    page, view = _upright(page)
    seen = page.filter(view.is_seen)
    again = printed_again(seen.chars)
    seen = seen.filter(lambda thing: id(thing) not in again)
    name_plainly(seen.chars)
    on_lines(seen.chars)
    strike(seen.chars, [edge for edge in seen.edges if edge["orientation"] == "h"])
    found = seen.find_tables(_open_sides(seen.edges))
    placed: list[tuple[float, Block]] = [(table.bbox[1], _table(table, view)) for table in found]
    inside = _Cells(found)
    free = seen.filter(lambda thing: thing["object_type"] == "char" and not inside.hold(thing))
    placed += _lines(free.extract_words(**_WORDS), view)
    blocks = tuple(block for _, block in sorted(placed, key=lambda pair: pair[0]))
    return _Read(blocks, _hidden(page, view), bool(seen.chars))


def _upright(page: Page) -> tuple[Page, View]:
    """Let pdfplumber turn the page so that most of its text stands upright."""
    view = _view(page, 0)
    turns = Counter(turn_of(one) for one in page.chars if view.is_seen(one))
    turns.pop(None, None)
    turn = turns.most_common(1)[0][0] if turns else None
    if not turn:
        return page, view
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + turn) % 360
    turned = ContentPage(page.pdf, page.page_obj, page.page_number)
    return turned, _view(turned, turn)


def _view(page: Page, turn: int) -> View:
    return View(page.page_number, page.cropbox if page.rotation == 0 else page.bbox, page.rects, turn)


def _open_sides(edges: Sequence[Thing]) -> dict[str, Any]:
    """Tell pdfplumber to take the outermost ends of lines for borders: a page break or an open table has drawn none.

    It takes lines that are near for one, those of other tables on the page too, and chains of them: so near is nearer
    than it would have it.
    """
    level = [one for one in edges if one["orientation"] == "h"]
    upright = [one for one in edges if one["orientation"] == "v"]
    if not (level and upright):
        return {"snap_tolerance": _SNAP}
    return {
        "snap_tolerance": _SNAP,
        "explicit_vertical_lines": [min(one["x0"] for one in level), max(one["x1"] for one in level)],
        "explicit_horizontal_lines": [min(one["top"] for one in upright), max(one["bottom"] for one in upright)],
    }


def _table(found: Found, view: View) -> Table:
    """Take a table with the rows, columns and cell texts that pdfplumber gives it."""
    lefts = sorted({cell[0] for cell in found.cells})
    tops = sorted({cell[1] for cell in found.cells})
    texts = list(_texts(found))
    _unwrap(found, texts)
    if view.cuts(found.bbox):
        _mark_cut(found, texts, view)
    rows = []
    for row, row_texts in zip(found.rows, texts, strict=True):
        cells = (
            Cell(text or "", view.place(cell), column, _reach(lefts, cell[0], cell[2]), _reach(tops, cell[1], cell[3]))
            for column, (cell, text) in enumerate(zip(row.cells, row_texts, strict=True))
            if cell
        )
        rows.append(Row(tuple(cells), view.place(row.bbox)))
    return Table(tuple(rows), ruled=True)


_Standing = tuple[float, float, Thing]
"""The middle of a character, and the character."""


def _texts(found: Found) -> Iterator[list[str | None]]:
    """Give the text of each cell, as pdfplumber's own `extract` does; that asks every character of the page for each.

    (It takes a character that stands on the border for the cell behind it.)
    """
    settings = {**_WORDS, "char_dir_rotated": _rotated_direction(found)}
    standing = [((one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2, one) for one in found.page.chars]
    for row in found.rows:
        near = _within(row.bbox, standing)
        yield [_text(_within(cell, near), settings) if cell else None for cell in row.cells]


def _within(box: Box, standing: Sequence[_Standing]) -> Sequence[_Standing]:
    x0, top, x1, bottom = box
    return [one for one in standing if x0 <= one[0] < x1 and top <= one[1] < bottom]


def _text(standing: Sequence[_Standing], settings: dict[str, Any]) -> str:
    if len(standing) == 1 and standing[0][2]["text"] in DIGITS and standing[0][2]["upright"]:
        return str(standing[0][2]["text"])
    return extract_text([one for _, _, one in standing], **settings)


def _reach(starts: Sequence[float], start: float, end: float) -> int:
    """Count the rows or columns, by their starts, that a cell covers."""
    return bisect_left(starts, end) - bisect_left(starts, start)


def _rotated_direction(found: Found) -> str:
    """Tell whether turned labels run up the page or down."""
    up = sum(1 if turn_of(one) == 90 else -1 for one in found.page.chars if not one["upright"])
    return "btt" if up > 0 else "ttb"


def _unwrap(found: Found, texts: list[list[str | None]]) -> None:
    """Put together the numbers that fill their narrow cells line by line; the page may cut the first and last row."""
    stacked = [
        (row, column)
        for row in range(1, len(texts) - 1)
        for column, text in enumerate(texts[row])
        if text and _STACK.fullmatch(text)
    ]
    if not stacked:
        return
    inside = [list(_insides(row, found)) for row in found.rows]
    gaps = [gap for row in inside for one in row if one.characters for gap in one.gaps if gap >= 0]
    padding = 2 * min([_WIDEST_PADDING, *gaps])
    for row, column in stacked:
        text = texts[row][column] or ""
        if inside[row][column].is_full(text.split("\n"), padding):
            texts[row][column] = text.replace("\n", "")


def _mark_cut(found: Found, texts: list[list[str | None]], view: View) -> None:
    """Mark the numbers that the edge of the page may cut, or hide."""
    for row, row_texts in zip(found.rows, texts, strict=True):
        for column, one in enumerate(_insides(row, found)):
            if row.cells[column]:
                row_texts[column] = view.as_far_as_seen(row_texts[column] or "", one.cell, one.characters)


@dataclass(frozen=True, slots=True)
class _Inside:
    """The characters in one cell."""

    cell: Box
    characters: Sequence[Thing]

    @property
    def gaps(self) -> tuple[float, float]:
        """How much room the text leaves at the left and at the right of its cell, in points."""
        first, last = min(one["x0"] for one in self.characters), max(one["x1"] for one in self.characters)
        return first - self.cell[0], self.cell[2] - last

    def is_full(self, lines: Sequence[str], padding: float) -> bool:
        """Tell whether lines of digits filled the cell: alike but for the last, evenly set, no room for one more."""
        most = len(lines[0])
        alike = all(len(line) == most for line in lines[:-1]) and len(lines[-1]) <= most
        width = max(one["width"] for one in self.characters)
        tops = [group[0]["top"] for group in cluster_objects(list(self.characters), "top", 1)]
        steps = [after - before for before, after in pairwise(tops)]
        even = len(tops) == len(lines) and max(steps) - min(steps) < 1 and max(steps) < 6 * width
        return alike and even and sum(self.gaps) - padding < width


def _insides(row: CellGroup, found: Found) -> Iterator[_Inside]:
    """Give the cells of a row with their characters."""
    near = [one for one in found.page.chars if holds(row.bbox, one)]
    for cell in row.cells:
        yield _Inside(cell, [one for one in near if holds(cell, one)]) if cell else _Inside(row.bbox, ())


class _Cells:
    """The cells of all tables of a page."""

    def __init__(self, tables: Sequence[Found]) -> None:
        self._tables = [(table.bbox, table.cells) for table in tables]

    def hold(self, thing: Thing) -> bool:
        """Tell whether a character stands in one of them."""
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        near = (cells for box, cells in self._tables if box[0] <= x <= box[2] and box[1] <= y <= box[3])
        return any(one[0] <= x <= one[2] and one[1] <= y <= one[3] for cells in near for one in cells)


def _lines(words: Sequence[Thing], view: View) -> Iterator[tuple[float, Paragraph]]:
    """Give the text in no cell, with its height on the page; lines that fill the page's width are run on."""
    lines = [sorted(line, key=_left) for line in cluster_objects(list(words), _middle, 3)]
    if not lines:
        return
    margins = min(line[0]["x0"] for line in lines), max(line[-1]["x1"] for line in lines)
    group = [lines[0]]
    for before, after in pairwise(lines):
        if not _goes_on(before, after, margins):
            yield _paragraph(group, view)
            group = []
        group.append(after)
    yield _paragraph(group, view)


def _left(word: Thing) -> float:
    return float(word["x0"])


def _middle(word: Thing) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _goes_on(before: Sequence[Thing], after: Sequence[Thing], margins: tuple[float, float]) -> bool:
    """Tell whether a line goes on the one above: that fills the width, and this one is near and begins no paragraph."""
    size, indent = before[0]["size"], after[0]["x0"] - margins[0]
    filled = margins[1] - before[-1]["x1"] < 2 * size and before[0]["x0"] - margins[0] < 3 * size
    near = after[0]["top"] - before[0]["bottom"] < size
    centred = indent > 4 * size
    return bool(filled and near and (indent < size or centred))


def _paragraph(lines: Sequence[Sequence[Thing]], view: View) -> tuple[float, Paragraph]:
    first = lines[0]
    box = (first[0]["x0"], min(one["top"] for one in first), first[-1]["x1"], max(one["bottom"] for one in first))
    text = "".join(" ".join(word["text"] for word in line) for line in lines)
    return box[1], Paragraph(_GAP_IN_HAN.sub("", text), view.place(box))


def _hidden(page: Page, view: View) -> tuple[Paragraph, ...]:
    """Name the words with digits that the file holds and nobody sees."""
    unseen = page.filter(lambda thing: thing["object_type"] == "char" and not view.is_seen(thing))
    words = (word for word in unseen.extract_words(**_WORDS) if not DIGITS.isdisjoint(word["text"]))
    return tuple(Paragraph(word["text"], view.place(box_of(word))) for word in words)
