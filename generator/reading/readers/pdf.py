"""PDF → Document with PDFium and our own grid.

Only what is seen counts: a digit that the rendered page does not show (white, covered, clipped, off the page, in a
layer that is off) is no part of the report; it is named under `hidden`. Two different digits printed on each other
are named there too, and stand in their cell as U+FFFD: something is printed and cannot be read. So is slanted text: a
watermark lies over the report and is no part of it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from generator.reading.readers import pdf_whole, pdfium
from generator.reading.readers.clipped import (
    NUMBER_PARTS,
    Edges,
    glyph_cut,
    is_at_side,
    is_partly_seen,
    overlap,
    table_edges,
)
from generator.reading.readers.document import Box, Document, Paragraph
from generator.reading.readers.drawing import Area, Colour, thin_rule
from generator.reading.readers.drawn_cells import is_figure, unread
from generator.reading.readers.drawn_digits import is_itself, lies, unsaid, wordless
from generator.reading.readers.grid import Grid, TooManyLines, grids
from generator.reading.readers.layout import Sheet, blocks_of
from generator.reading.readers.rules import Rule
from generator.reading.readers.seen import UNREAD, Printed, apart, inked, is_clear, is_doubtful, is_white, may_overlap
from generator.reading.readers.struck import unstruck
from generator.reading.readers.words import DIGITS, Glyph, Word, turned, words_of

_STRIP = 12.0
_HALF = 3.0
_SIDES = tuple(map(itemgetter, range(4)))
_SMALLEST = 400
"""Type lower than one in so many of the page's longer side cannot be read: two points on A4."""
_INNER = 0.2
"""The share of a character at each of its sides that something may cover: there is little of it."""
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
    areas = _Areas(page)
    drawn, undrawn = inked(_printed(page, areas), page.ink, partial(is_itself, page))
    shown, words, hidden, turn = _words(unstruck(drawn, page.outlines, page.crossing), undrawn)
    tables = grids(_rules(page, turn))
    words += _drawn_unread(page, turn, words, tables)
    paper = turned(page.view.whole, turn)
    sheet = Sheet(page.number, words, tables, turn, tuple(_edges(page, turn, tables)), shown, paper)
    return _Page(sheet, _named(hidden, Sheet(page.number, (), ())), areas.pictured_at > 0)


def _drawn_unread(page: pdfium.PdfPage, turn: int, words: Sequence[Word], tables: Sequence[Grid]) -> tuple[Word, ...]:
    """Give the cells without a word that show a drawing or a picture."""
    boxes = [outline.box for outline in page.outlines if is_figure(outline)]
    boxes += [area.box for area in page.areas if area.picture]
    if not (boxes and tables):
        return ()
    ink = page.ink()
    return tuple(
        unread(words, tables, [turned(box, turn) for box in boxes], lambda box: ink.is_dark(turned(box, -turn % 360)))
    )


def _words(shown: list[Glyph], hidden: list[Glyph]) -> tuple[list[Glyph], tuple[Word, ...], list[Glyph], int]:
    """Give the characters and words of a page turned upright, all that is hidden, and how far the page was turned."""
    if any(glyph.turn for glyph in shown):
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


def _printed(page: pdfium.PdfPage, areas: _Areas) -> Printed:
    """Sort out what is printed; text under a picture that fills the page is a scan's hidden layer, and not drawn."""
    text = page.written()
    undrawn = text.unpainted | page.before(areas.pictured_at)
    printed = Printed([], [], {})
    inside = _lies_inside(text.glyphs, page.view.size)
    numbers = [number for number, glyph in enumerate(text.glyphs) if glyph.text in NUMBER_PARTS]
    false = lies(page, text, numbers)
    printed.undrawn.extend(text.glyphs[number] for number in sorted(false))
    sort = _Sorting(page, areas, printed, undrawn).sort
    start = 0
    for number in range(len(text.glyphs)) if undrawn or not inside else numbers:
        printed.drawn.extend(text.glyphs[start:number])
        start = number + 1
        glyph = text.glyphs[number]
        on_page = inside or _is_on_page(glyph.box, page.view.size)
        known = glyph._replace(text=UNREAD) if number in false else glyph
        sort(known, text.places[number], text.things[number], on_page=on_page)
    printed.drawn.extend(text.glyphs[start:])
    printed.drawn.extend(_unread_in(box) for box in page.typed)
    printed.drawn.extend(unsaid(page, text))
    printed.drawn.extend(map(_unread_in, wordless(page, text)))
    return printed


class _Sorting:
    """Sorts characters of a page into those that are drawn, those that are not, and those in doubt."""

    def __init__(self, page: pdfium.PdfPage, areas: _Areas, printed: Printed, undrawn: AbstractSet[int | None]) -> None:
        self._page, self._areas, self._printed, self._undrawn = page, areas, printed, undrawn
        self._styles: dict[int | None, _Style] = {}
        self._smallest = max(page.view.size) / _SMALLEST

    def sort(self, glyph: Glyph, place: int, thing: int | None, *, on_page: bool) -> None:
        """Put one character where it belongs."""
        if thing in self._undrawn or (not on_page and glyph.text not in DIGITS):
            self._printed.undrawn.append(glyph)
        elif glyph.text not in NUMBER_PARTS:
            self._printed.drawn.append(glyph)
        else:
            style = self._styles.get(thing)
            if style is None:
                style = self._styles[thing] = _Style(self._page, thing, glyph.turn, self._areas, self._smallest)
            style.sort(self._printed, glyph, place, on_page=on_page)


def _unread_in(box: Box) -> Glyph:
    """Say that something is printed in the middle of a box and not read."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return Glyph(UNREAD, (x - _HALF, y - _HALF, x + _HALF, y + _HALF))


def _lies_inside(glyphs: Sequence[Glyph], size: tuple[float, float]) -> bool:
    """Tell whether all characters lie on the page as a whole."""
    if not glyphs:
        return True
    boxes = [glyph.box for glyph in glyphs]
    left, top, right, bottom = _SIDES
    starts = bool(min(map(left, boxes)) >= 0 and min(map(top, boxes)) >= 0)
    return starts and bool(max(map(right, boxes)) <= size[0] and max(map(bottom, boxes)) <= size[1])


def _is_on_page(box: Box, size: tuple[float, float]) -> bool:
    """Tell whether the middle of a character lies on the page."""
    return 0 <= box[0] + box[2] <= 2 * size[0] and 0 <= box[1] + box[3] <= 2 * size[1]


class _Style:
    """How the parts of numbers in one text object are painted."""

    def __init__(self, page: pdfium.PdfPage, thing: int | None, turn: int, areas: _Areas, smallest: float) -> None:
        self._page, self._areas, self._turn = page, areas, turn
        self._seen = page.visible(thing)
        self._upright = turned(self._seen, turn)
        self._smallest = smallest
        self._is_unsure = page.is_replaced(thing) or (thing is not None and page.is_mirrored(thing))
        self._order = page.order(thing)
        plain = page.plain_colour(thing)
        self._is_white = plain is not None and is_white(plain[1])
        self._is_clear = plain is not None and is_clear(plain[1])
        self._plain: tuple[int, Colour] | None = None if plain is None or is_doubtful(plain[1], ()) else plain

    def sort(self, printed: Printed, glyph: Glyph, place: int, *, on_page: bool) -> None:
        """Put a part of a number to what is drawn or not, with U+FFFD where an edge may cut its number."""
        if not on_page:
            printed.undrawn.append(glyph)
            if is_partly_seen(glyph.box, self._seen):
                printed.drawn.append(glyph._replace(text=UNREAD))
            return
        if self._is_clear or (self._is_white and not self._around(glyph.box)):
            printed.undrawn.append(glyph)
            return
        if glyph.text in DIGITS and (self._page.overlaid or self._is_doubtful(glyph.box)):
            printed.doubts[len(printed.drawn)] = self._page.tight(place)
        unread = self._is_unsure or glyph.size < self._smallest or self._is_half_covered(place)
        known = UNREAD if unread else self._marked(glyph.text, glyph.box)
        printed.drawn.append(glyph if known == glyph.text else glyph._replace(text=known))

    def _marked(self, text: str, box: Box) -> str:
        cut = glyph_cut(turned(box, self._turn), self._upright)
        return cut.mark(text) if any(cut) and is_partly_seen(box, self._seen) else text

    def _is_half_covered(self, place: int) -> bool:
        """Tell whether something drawn later covers a part of a character, so that it may look like another."""
        return self._order < self._areas.last and self._areas.is_partly_over(self._page.tight(place), self._order)

    def _around(self, box: Box) -> list[Area]:
        return self._areas.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def _is_doubtful(self, box: Box) -> bool:
        """Tell whether only the rendered page can say that a digit is seen."""
        if self._plain is None:
            return True
        around = self._around(box)
        if not around:
            return False
        order, colour = self._plain
        return any(area.order > order for area in around) or is_doubtful(colour, [area.colour for area in around])


class _Areas:
    """The painted areas of a page. `pictured_at` is when its last page-filling picture is drawn (0: there is none)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._strips: dict[int, list[Area]] = defaultdict(list)
        self._bottom = int(page.view.size[1] // _STRIP)
        for area in page.areas:
            for strip in self._range(area.box[1], area.box[3]):
                self._strips[strip].append(area)
        self.last = page.areas[-1].order if page.areas else 0
        half = 0.5
        pictures = (area.order for area in page.areas if area.picture and page.view.share(area.box) > half)
        self.pictured_at = max(pictures, default=0)

    def _range(self, top: float, bottom: float) -> Sequence[int]:
        """Give the strips of the page between two heights."""
        first, last = int(top // _STRIP), int(bottom // _STRIP)
        if 0 <= first == last <= self._bottom:
            return (first,)
        return range(max(first, 0), min(last, self._bottom) + 1)

    def is_partly_over(self, box: Box, order: int) -> bool:
        """Tell whether an area that is drawn after a place in the order of drawing covers a part of a box's middle."""
        width, height = _INNER * (box[2] - box[0]), _INNER * (box[3] - box[1])
        inner = left, top, right, bottom = (box[0] + width, box[1] + height, box[2] - width, box[3] - height)
        for strip in self._range(top, bottom):
            for later, (x0, y0, x1, y1), _, _ in self._strips.get(strip, ()):
                if later > order and x0 < right and left < x1 and y0 < bottom and top < y1:
                    shared = overlap((x0, y0, x1, y1), inner)
                    if shared[0] < shared[2] and shared[1] < shared[3] and shared != inner:
                        return True
        return False

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
    found = [rule for outline in page.outlines for rule in outline.rules]
    found += [rule for area in page.areas if area.picture for rule in thin_rule(area.box)]
    for rule in found:
        box = (rule.start, rule.at, rule.end, rule.at) if rule.level else (rule.at, rule.start, rule.at, rule.end)
        yield from thin_rule(turned(box, turn))


def _edges(page: pdfium.PdfPage, turn: int, tables: Sequence[Grid]) -> Iterator[Edges]:
    """Give the edges between which each table is seen."""
    if not tables:
        return
    sheet = turned(page.view.whole, turn)
    lines = [(turned(outline.box, turn), outline.thing) for outline in page.outlines]
    for table in tables:
        ends = [(box, turned(page.visible(thing), turn)) for box, thing in lines if is_at_side(box, table.box)]
        yield table_edges(table.box, ends, Edges(sheet[0], sheet[2]))


def _named(hidden: Sequence[Glyph], page: Sheet) -> tuple[Paragraph, ...]:
    """Name the hidden words that hold a digit."""
    words = (word for word in words_of(hidden) if not DIGITS.isdisjoint(word.text))
    return tuple(Paragraph(word.text, page.place(word.box)) for word in words)
