"""PDF → Document with PDFium and our own grid.

Only what is seen counts: a digit that the rendered page does not show (white, covered, clipped, off the page, in a
layer that is off) is no part of the report; it is named under `hidden`. Two different digits printed on each other
are named there too, and stand in their cell as U+FFFD: something is printed and cannot be read. So is slanted text: a
watermark lies over the report and is no part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.reading.readers import pdf_whole, pdfium
from generator.reading.readers.clipped import NUMBER_PARTS, Edges, glyph_cut, is_at_side, is_partly_seen, table_edges
from generator.reading.readers.document import Box, Document, Paragraph
from generator.reading.readers.drawing import Area, Colour, rules_of, thin_rule
from generator.reading.readers.grid import Grid, Rule, TooManyLines, grids
from generator.reading.readers.layout import Sheet, blocks_of
from generator.reading.readers.seen import UNREAD, Printed, is_doubtful, seen_and_hidden
from generator.reading.readers.words import DIGITS, Glyph, turned, words_of

_STRIP = 32.0


def read(data: bytes) -> Document:
    """Read a PDF as it is seen: ruled tables, rows in no rules, paragraphs; places are pages (from 1) and boxes.

    Raises `Unreadable` for a truncated, damaged or locked file, for a scan, and for one beyond our limits.
    """
    pdf_whole.check_bytes(data)
    try:
        pages = [_read_page(page) for page in pdfium.pages(data)]
    except TooManyLines as error:
        raise pdf_whole.overfull("线条") from error
    _refuse_scan(pages)
    blocks = blocks_of(page.sheet for page in pages)
    hidden = tuple(paragraph for page in pages for paragraph in page.hidden)
    return Document(blocks, "application/pdf", pdfium.READER, hidden)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as read. `pictured` says that a picture fills it."""

    sheet: Sheet
    hidden: tuple[Paragraph, ...]
    pictured: bool


def _refuse_scan(pages: Sequence[_Page]) -> None:
    """Refuse a file without text, or with a page that is but a picture: its numbers would be lost without a word."""
    bare = [page.sheet.page for page in pages if page.pictured and not page.sheet.words]
    if not any(page.sheet.words for page in pages):
        raise pdf_whole.scan()
    if bare:
        raise pdf_whole.scan(bare)


def _read_page(page: pdfium.PdfPage) -> _Page:
    areas = _Areas(page)
    shown, hidden = seen_and_hidden(_printed(page, areas), page.ink)
    turn = _main_turn(shown)
    hidden += [glyph for glyph in shown if glyph.turn % 90]
    upright = [_upright(glyph, turn) for glyph in shown if glyph.turn % 90 == 0]
    tables = grids(_rules(page, turn))
    sheet = Sheet(page.number, tuple(words_of(upright)), tables, turn, tuple(_edges(page, turn, tables)))
    return _Page(sheet, _named(hidden, Sheet(page.number, (), ())), areas.pictured_at > 0)


def _printed(page: pdfium.PdfPage, areas: _Areas) -> Printed:
    """Sort out what is printed; text under a picture that fills the page is a scan's hidden layer, and not drawn."""
    printed = Printed([], [], {})
    styles: dict[int, _Style] = {}
    width, height = page.view.size
    for text, place, thing, box, spaced in page.characters():
        style = styles.get(thing)
        if style is None:
            style = styles[thing] = _Style(page, thing, page.turn(place), areas)
        if not (style.drawn and 0 <= box[0] + box[2] <= 2 * width and 0 <= box[1] + box[3] <= 2 * height):
            printed.undrawn.append(Glyph(text, box, style.turn, spaced))
            if style.drawn and text in DIGITS and is_partly_seen(box, style.seen):
                printed.drawn.append(Glyph(UNREAD, box, style.turn, spaced))
            continue
        if text in DIGITS and (page.overlaid or style.is_doubtful(box)):
            printed.doubts[len(printed.drawn)] = page.tight(place)
        known = style.marked(text, box) if text in NUMBER_PARTS else text
        printed.drawn.append(Glyph(known, box, style.turn, spaced))
    return printed


class _Style:
    """What the characters of one text object share; the rest is asked only where a digit needs it."""

    def __init__(self, page: pdfium.PdfPage, thing: int, turn: int, areas: _Areas) -> None:
        self._page, self._thing, self._areas = page, thing, areas
        self.turn = turn
        self.drawn = page.is_drawn(thing, areas.pictured_at)

    @cached_property
    def seen(self) -> Box:
        """Where the text is visible."""
        return self._page.visible(self._thing)

    def marked(self, text: str, box: Box) -> str:
        """Give a part of a number, with U+FFFD where the edge of what is visible may cut its number."""
        cut = glyph_cut(turned(box, self.turn), turned(self.seen, self.turn))
        return cut.mark(text) if any(cut) and is_partly_seen(box, self.seen) else text

    @cached_property
    def _plain(self) -> tuple[int, Colour] | None:
        """When the text is drawn and in which colour, where it is painted plainly and seen on paper."""
        plain = self._page.plain_colour(self._thing)
        return None if plain is None or is_doubtful(plain[1], ()) else plain

    def is_doubtful(self, box: Box) -> bool:
        """Tell whether only the rendered page can say that a digit is seen."""
        if self._plain is None:
            return True
        around = self._areas.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if not around:
            return False
        order, colour = self._plain
        return any(area.order > order for area in around) or is_doubtful(colour, [area.colour for area in around])


class _Areas:
    """The painted areas of a page. `pictured_at` is when its last page-filling picture is drawn (0: there is none)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._strips: dict[int, list[Area]] = defaultdict(list)
        last = int(page.view.size[1] // _STRIP)
        for area in page.areas:
            for strip in range(max(int(area.box[1] // _STRIP), 0), min(int(area.box[3] // _STRIP), last) + 1):
                self._strips[strip].append(area)
        half = 0.5
        pictures = (area.order for area in page.areas if area.picture and page.view.share(area.box) > half)
        self.pictured_at = max(pictures, default=0)

    def at(self, x: float, y: float) -> list[Area]:
        """Give the areas that a point lies in."""
        near = self._strips.get(int(y // _STRIP), [])
        return [one for one in near if one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]]


def _main_turn(glyphs: Sequence[Glyph]) -> int:
    """How far most of the text is turned, as far as that is a quarter, half or three quarters."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.turn % 90 == 0)
    return turns.most_common(1)[0][0] if turns else 0


def _upright(glyph: Glyph, turn: int) -> Glyph:
    return glyph if turn == 0 else glyph._replace(box=turned(glyph.box, turn), turn=(glyph.turn - turn) % 360)


def _rules(page: pdfium.PdfPage, turn: int) -> Iterator[Rule]:
    """Give the ruled lines of a page, turned like its text."""
    found = [rule for outline in page.outlines for rule in rules_of(outline)]
    found += [rule for area in page.areas if area.picture for rule in thin_rule(area.box)]
    for rule in found:
        box = (rule.start, rule.at, rule.end, rule.at) if rule.level else (rule.at, rule.start, rule.at, rule.end)
        yield from thin_rule(turned(box, turn))


def _edges(page: pdfium.PdfPage, turn: int, tables: Sequence[Grid]) -> Iterator[Edges]:
    """Give the edges between which each table is seen."""
    if not tables:
        return
    sheet = turned(page.view.whole, turn)
    lines = [(turned(outline.box, turn), outline.thing) for outline in page.outlines if outline.shapes]
    for table in tables:
        ends = [(box, turned(page.visible(thing), turn)) for box, thing in lines if is_at_side(box, table.box)]
        yield table_edges(table.box, ends, Edges(sheet[0], sheet[2]))


def _named(hidden: Sequence[Glyph], page: Sheet) -> tuple[Paragraph, ...]:
    """Name the hidden words that hold a digit."""
    words = (word for word in words_of(hidden) if not DIGITS.isdisjoint(word.text))
    return tuple(Paragraph(word.text, page.place(word.box)) for word in words)
