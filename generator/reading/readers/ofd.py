"""OFD → Document: the pages of a GB/T 33190 file, read like those of a PDF by our own grid.

Names are compared without their namespaces, which differ from program to program.
Places: page and box in points from its top left, and for cells table, row and cell (from 1) too.
"""

from __future__ import annotations

import dataclasses
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Block, Box, Document, Paragraph, Place, Row, Table, Unreadable
from generator.reading.readers.drawing import thin_rule
from generator.reading.readers.grid import Grid, TooManyLines, grids
from generator.reading.readers.layout import blocks_of
from generator.reading.readers.ofd_page import OfdPage
from generator.reading.readers.ofd_text import POINTS, Frame, numbers
from generator.reading.readers.rules import Rule
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.words import DIGITS, Glyph, Word, turned, words_of
from generator.reading.readers.xml_parts import VERSION, Element, attribute, child, children, find_all, parse

MEDIA_TYPE: Final = "application/ofd"
READER: Final = f"ofd lxml {VERSION}"
_MOST_PAGES: Final = 500
_MOST_HIDDEN: Final = 50
_INSET: Final = 0.3
"""By this share of its height a word may reach over the border of its cell."""
_A4: Final = (210.0, 297.0)


def read(data: bytes) -> Document:
    """Read an OFD file.

    Raises `Unreadable` for a damaged, locked or dangerous file, for a scan, and for one beyond our limits.
    """
    pages = [_read_page(number, page) for number, page in enumerate(_Package(Archive(data)).pages(), start=1)]
    bare = [page.sheet.page for page in pages if page.pictured and not page.sheet.words]
    if bare or not any(page.sheet.words for page in pages):
        raise _scan(bare)
    blocks = _placed(blocks_of(page.sheet for page in pages))
    hidden = [paragraph for page in pages for paragraph in page.hidden]
    return Document(tuple(blocks), MEDIA_TYPE, READER, tuple(hidden[:_MOST_HIDDEN]))


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as read. `pictured` says that a picture fills it."""

    sheet: Sheet
    hidden: tuple[Paragraph, ...]
    pictured: bool


def _scan(pages: Sequence[int]) -> Unreadable:
    where = f"第 {'、'.join(map(str, pages))} 页" if pages else "文件里"
    return Unreadable(f"{where}没有文字，可能是扫描的图片。", "请换成带文字的 OFD、PDF 或网页版本。")


def _read_page(number: int, page: OfdPage) -> _Page:
    seen, hidden = page.parted()
    turns = Counter(glyph.turn for glyph in seen if glyph.turn % 90 == 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    hidden += [glyph for glyph in seen if glyph.turn % 90]
    upright = [
        glyph._replace(box=turned(glyph.box, turn), turn=(glyph.turn - turn) % 360)
        for glyph in seen
        if glyph.turn % 90 == 0
    ]
    try:
        tables = grids(_turned_rules(page.rules, turn))
        sheet = Sheet(number, tuple(_within_cells(words_of(upright), tables)), tables, turn)
    except TooManyLines as error:
        raise Unreadable("OFD 文件的一页里线条太多，不像年度报告。", "请换一份正常的文件。") from error
    return _Page(sheet, tuple(_named(hidden, number)), page.is_pictured)


def _within_cells(words: Iterable[Word], tables: Sequence[Grid]) -> Iterator[Word]:
    """Give the words; a number that reaches over the border of a cell may be two: no cell it touches can be told."""
    for word in words:
        touched = [] if DIGITS.isdisjoint(word.text) else [box for one in tables for box in _touched(word, one)]
        if len(touched) > 1:
            yield from (word._replace(text=UNREAD, box=box) for box in touched)
        else:
            yield word


def _touched(word: Word, table: Grid) -> Iterator[Box]:
    """Give what of a word lies in each cell that it reaches into."""
    left, top, right, bottom = word.box
    inset = _INSET * word.size
    for cell in table.cells:
        x0, y0, x1, y1 = cell.box
        if y0 <= word.middle[1] <= y1 and left + inset < x1 and right - inset > x0:
            yield (max(left, x0), top, min(right, x1), bottom)


def _turned_rules(rules: Iterable[Rule], turn: int) -> Iterator[Rule]:
    for rule in rules:
        box = (rule.start, rule.at, rule.end, rule.at) if rule.level else (rule.at, rule.start, rule.at, rule.end)
        yield from thin_rule(turned(box, turn))


def _named(hidden: Sequence[Glyph], number: int) -> Iterator[Paragraph]:
    """Name the hidden words that hold a digit."""
    for word in words_of(hidden):
        if not DIGITS.isdisjoint(word.text):
            yield Paragraph(word.text, Sheet(number, (), ()).place(word.box))


def _placed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Number tables, rows and cells beside the page and box that they have."""
    tables = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        tables += 1
        yield dataclasses.replace(block, rows=tuple(_rows(block, tables)))


def _rows(table: Table, number: int) -> Iterator[Row]:
    for place, row in enumerate(table.rows, start=1):
        cells = (
            dataclasses.replace(cell, place=_at(cell.place, number, place, cell_place))
            for cell_place, cell in enumerate(row.cells, start=1)
        )
        yield dataclasses.replace(row, cells=tuple(cells), place=_at(row.place, number, place))


def _at(place: Place, table: int, row: int, cell: int | None = None) -> Place:
    return dataclasses.replace(place, table=table, row=row, cell=cell)


@dataclass(frozen=True, slots=True)
class _Package:
    """The file's documents, found from part to part by the places that these name."""

    archive: Archive

    def pages(self) -> Iterator[OfdPage]:
        """Draw every page of every document in the file."""
        root = self._part("", "OFD.xml")[1]
        count = 0
        for body in children(root, "DocBody"):
            place = child(body, "DocRoot")
            if place is None:
                continue
            name, document = self._part("", place.text or "")
            for page in self._document(name, document):
                count += 1
                if count > _MOST_PAGES:
                    raise Unreadable(f"OFD 文件超过 {_MOST_PAGES} 页，不像年度报告。", "请换一份正常的文件。")
                yield page

    def _document(self, name: str, document: Element) -> Iterator[OfdPage]:
        common = child(document, "CommonData")
        templates = {attribute(one, "ID"): one for one in find_all(document, "TemplatePage")}
        units, params = (dict(self._resources(name, common, kind)) for kind in ("CompositeGraphicUnit", "DrawParam"))
        usual = _size(child(common, "PageArea")) or _A4
        pages = child(document, "Pages")
        for one in children(pages, "Page") if pages is not None else ():
            root = self._part(name, attribute(one, "BaseLoc") or "")[1]
            size = _size(child(root, "Area")) or usual
            page = OfdPage((size[0] * POINTS, size[1] * POINTS), units, params)
            for used in children(root, "Template"):
                template = templates.get(attribute(used, "TemplateID"))
                if template is not None:
                    page.draw(self._part(name, attribute(template, "BaseLoc") or "")[1], Frame.page())
            page.draw(root, Frame.page())
            yield page

    def _resources(self, name: str, common: Element | None, kind: str) -> Iterator[tuple[str, Element]]:
        """Give the graphics, or the ways of drawing, that are kept apart from the pages, by id."""
        for part in ("PublicRes", "DocumentRes"):
            for place in children(common, part) if common is not None else ():
                _, root = self._part(name, place.text or "")
                for one in find_all(root, kind):
                    yield attribute(one, "ID") or "", one

    def _part(self, base: str, place: str) -> tuple[str, Element]:
        """Read the part that another one names: from the root of the file, or from the folder of that other one."""
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place.strip().replace("\\", "/")))
        name = self.archive.find(path.lstrip("/")) or path.lstrip("/")
        return name, parse(self.archive.read(name), name)


def _size(area: Element | None) -> tuple[float, float] | None:
    box = child(area, "PhysicalBox")
    values = numbers(box.text) if box is not None else []
    return (values[2], values[3]) if len(values) == len(("x", "y", "width", "height")) and min(values[2:]) > 0 else None
