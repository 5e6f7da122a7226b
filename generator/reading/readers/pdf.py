"""PDF → Document with PDFium and our own grid.

Only what is seen counts: a digit that the rendered page does not show (white, covered, clipped, off the page, in a
layer that is off) is no part of the report; it is named under `hidden`. Two different digits printed on each other
are named there too, and stand in their cell as U+FFFD: something is printed and cannot be read. So is slanted text: a
watermark lies over the report and is no part of it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from generator.reading.readers import pdf_whole, pdfium
from generator.reading.readers.clipped import (
    NUMBER_PARTS,
    Edges,
    is_at_side,
    table_edges,
)
from generator.reading.readers.document import Box, Document, Paragraph
from generator.reading.readers.drawing import SHORTEST, thin_rule
from generator.reading.readers.drawn_cells import is_figure, unread
from generator.reading.readers.drawn_digits import is_itself, lies, unsaid, wordless
from generator.reading.readers.grid import Grid, TooManyLines, grids
from generator.reading.readers.layout import blocks_of
from generator.reading.readers.number_paint import Areas, Sorting
from generator.reading.readers.rules import Rule
from generator.reading.readers.seen import UNREAD, Printed, apart, inked, may_overlap
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.struck import unstruck
from generator.reading.readers.words import DIGITS, Glyph, Word, turned, words_of

_HALF = 3.0
_TURN = itemgetter(Glyph._fields.index("turn"))
_FEW = 12
"""No more characters than this are a page number or a stamp on a page that is but a picture."""


def read(data: bytes) -> Document:
    """Read a PDF as it is seen: ruled tables, rows in no rules, paragraphs; places are pages (from 1) and boxes.

    Raises `Unreadable` for a truncated, damaged or locked file and for one beyond our limits, `Scanned` for one with
    pages that are but a picture: their numbers would be lost without a word.
    """
    pages = _pages(data)
    if bare := _bare(pages):
        raise pdf_whole.scan(sorted(bare) if len(bare) < len(pages) else ())
    blocks = blocks_of(page.sheet for page in pages)
    return Document(blocks, "application/pdf", pdfium.READER, _hidden(pages))


def read_scanned(data: bytes) -> Document:
    """Read a PDF with pages that are but a picture, those by OCR. Raises `ImportError` where that is not installed."""
    from generator.reading.readers import scan  # noqa: PLC0415 - an extra, slow to load and seldom needed

    pages = _pages(data)
    bare = _bare(pages)
    rendered = pdfium.rendered(data, bare, scan.scale_of)
    told = ["".join(word.text for word in page.sheet.words) for page in pages if page.sheet.page not in bare]
    read = {page.first.page: page for page in scan.read_pages(rendered, alone=not scan.may_be_reports(told))}
    sheets = [read.get(page.sheet.page) or scan.Twice(page.sheet, page.sheet) for page in pages]
    found = scan.document(sheets, "application/pdf")
    return dataclasses.replace(found, reader=f"{pdfium.READER}, {found.reader}", hidden=_hidden(pages))


def _pages(data: bytes) -> list[_Page]:
    pdf_whole.check_bytes(data)
    try:
        return [_read_page(page) for page in pdfium.pages(data)]
    except TooManyLines as error:
        raise pdf_whole.overfull("线条") from error


def _hidden(pages: Sequence[_Page]) -> tuple[Paragraph, ...]:
    return tuple(paragraph for page in pages for paragraph in page.hidden)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as read. `pictured` says that a picture fills it."""

    sheet: Sheet
    hidden: tuple[Paragraph, ...]
    pictured: bool


def _bare(pages: Sequence[_Page]) -> set[int]:
    """Give the numbers of the pages that are but a picture; of all pages, where the file holds no text at all."""
    if not any(page.sheet.words for page in pages):
        return {page.sheet.page for page in pages}
    return {
        page.sheet.page for page in pages if page.pictured and sum(len(word.text) for word in page.sheet.words) <= _FEW
    }


def _read_page(page: pdfium.PdfPage) -> _Page:
    areas = Areas(page)
    drawn, undrawn = inked(_printed(page, areas), page.ink, partial(is_itself, page))
    shown, words, hidden, turn = _words(unstruck(drawn, page.things.outlines, page.crossing), undrawn)
    tables = grids(_rules(page, turn))
    figures = [outline.box for outline in page.things.outlines if is_figure(outline)]
    pictures = [area.box for area in page.things.areas if area.picture]
    words += _drawn_unread(page, turn, [*figures, *pictures], words, tables)
    paper = turned(page.view.whole, turn)
    plain = not (turn or figures) and _is_plain(page, hidden)
    sheet = Sheet(page.number, words, tables, turn, tuple(_edges(page, turn, tables)), shown, paper, plain)
    return _Page(sheet, _named(hidden, Sheet(page.number, (), ())), areas.pictured_at > 0)


def _is_plain(page: pdfium.PdfPage, hidden: Sequence[Glyph]) -> bool:
    """Tell whether nothing but words and lines is printed on a page without drawings, and no digit is hidden there."""
    drawn = any(area.colour is None for area in page.things.areas)
    return not (drawn or page.overlaid or page.typed or any(glyph.text in DIGITS for glyph in hidden))


def _drawn_unread(
    page: pdfium.PdfPage, turn: int, boxes: Sequence[Box], words: Sequence[Word], tables: Sequence[Grid]
) -> tuple[Word, ...]:
    """Give the cells without a word that show a drawing or a picture, of those that lie in these boxes."""
    if not (boxes and tables):
        return ()
    ink = page.ink()
    return tuple(
        unread(words, tables, [turned(box, turn) for box in boxes], lambda box: ink.is_dark(turned(box, -turn % 360)))
    )


def _words(shown: list[Glyph], hidden: list[Glyph]) -> tuple[list[Glyph], tuple[Word, ...], list[Glyph], int]:
    """Give the characters and words of a page turned upright, all that is hidden, and how far the page was turned."""
    if any(map(_TURN, shown)):
        shown, unread = apart(shown)
        turn = _main_turn(shown)
        hidden += [*unread, *(glyph for glyph in shown if glyph.turn % 90)]
        shown = [_upright(glyph, turn) for glyph in shown if glyph.turn % 90 == 0]
        return shown, tuple(words_of(shown)), hidden, turn
    words = words_of(shown)
    if may_overlap(word.box for word in words):
        shown, unread = apart(shown)
        hidden += unread
        words = words_of(shown)
    return shown, tuple(words), hidden, 0


def _printed(page: pdfium.PdfPage, areas: Areas) -> Printed:
    """Sort out what is printed; text under a picture that fills the page is a scan's hidden layer, and not drawn."""
    text = page.written()
    glyphs, places, things = text.glyphs, text.places, text.things
    undrawn = text.unpainted | page.things.before(areas.pictured_at)
    inside = _lies_inside(text.around, page.view.size)
    numbers = [number for number, glyph in enumerate(glyphs) if glyph.text in NUMBER_PARTS]
    page.look_up([places[number] for number in numbers])
    false = lies(page, text, numbers)
    sorting = Sorting(page, areas, undrawn, [things[number] for number in numbers])
    printed = sorting.printed
    printed.undrawn.extend(glyphs[number] for number in sorted(false))
    start = 0
    asked = range(len(glyphs)) if undrawn or not inside else sorted({*sorting.doubtful(numbers, text), *false})
    for number in asked:
        printed.drawn.extend(glyphs[start:number])
        start = number + 1
        glyph = glyphs[number]
        on_page = inside or _is_on_page(glyph.box, page.view.size)
        known = glyph._replace(text=UNREAD) if number in false else glyph
        sorting.sort(known, places[number], things[number], on_page=on_page)
    printed.drawn.extend(glyphs[start:])
    printed.drawn.extend(_unread_in(box) for box in page.typed)
    printed.drawn.extend(unsaid(page, text))
    printed.drawn.extend(map(_unread_in, wordless(page, text)))
    return printed


def _unread_in(box: Box) -> Glyph:
    """Say that something is printed in the middle of a box and not read."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return Glyph(UNREAD, (x - _HALF, y - _HALF, x + _HALF, y + _HALF))


def _lies_inside(box: Box, size: tuple[float, float]) -> bool:
    """Tell whether a box lies on the page as a whole."""
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def _is_on_page(box: Box, size: tuple[float, float]) -> bool:
    """Tell whether the middle of a character lies on the page."""
    return 0 <= box[0] + box[2] <= 2 * size[0] and 0 <= box[1] + box[3] <= 2 * size[1]


def _main_turn(glyphs: Sequence[Glyph]) -> int:
    """How far most of the text is turned, as far as that is a quarter, half or three quarters."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.turn % 90 == 0)
    return turns.most_common(1)[0][0] if turns else 0


def _upright(glyph: Glyph, turn: int) -> Glyph:
    return glyph if turn == 0 else glyph._replace(box=turned(glyph.box, turn), turn=(glyph.turn - turn) % 360)


def _rules(page: pdfium.PdfPage, turn: int) -> Iterator[Rule]:
    """Give the ruled lines of a page, turned like its text."""
    found = [rule for outline in page.things.outlines for rule in outline.rules]
    found += [rule for area in page.things.areas if area.picture for rule in thin_rule(area.box)]
    if turn == 0:
        yield from (rule for rule in found if rule.end - rule.start >= SHORTEST)
        return
    for rule in found:
        box = (rule.start, rule.at, rule.end, rule.at) if rule.level else (rule.at, rule.start, rule.at, rule.end)
        yield from thin_rule(turned(box, turn))


def _edges(page: pdfium.PdfPage, turn: int, tables: Sequence[Grid]) -> Iterator[Edges]:
    """Give the edges between which each table is seen."""
    if not tables:
        return
    sheet = turned(page.view.whole, turn)
    lines = [(turned(outline.box, turn), outline.thing) for outline in page.things.outlines]
    for table in tables:
        ends = [(box, turned(page.things.visible(thing), turn)) for box, thing in lines if is_at_side(box, table.box)]
        yield table_edges(table.box, ends, Edges(sheet[0], sheet[2]))


def _named(hidden: Sequence[Glyph], page: Sheet) -> tuple[Paragraph, ...]:
    """Name the hidden words that hold a digit."""
    words = (word for word in words_of(hidden) if not DIGITS.isdisjoint(word.text))
    return tuple(Paragraph(word.text, page.place(word.box)) for word in words)
