"""ODT → Document: paragraphs and tables of an OpenDocument text, as seen with all tracked changes accepted.

Places: table, row and cell (from 1) for cells; the number of the paragraph as `line` for paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.document import PICTURE, Document, Paragraph, Place, Table, Unreadable
from generator.reading.readers.flow import MOST_CELLS, MOST_SPAN, FlowCell, FlowTable, Item, Text, blocks_of
from generator.reading.readers.lettering import DIGIT, UNREAD, Grounds, shown
from generator.reading.readers.odt_lists import Lists
from generator.reading.readers.odt_styles import Props, Styles, ground_of, lettering
from generator.reading.readers.xml_parts import VERSION, Element, attribute, child, find_all, name_of, parse

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
READER: Final = f"odt lxml {VERSION}"
_MOST_HIDDEN: Final = 50
_LARGE: Final = (280.0, 110.0)
"""Width and height in points from which on a picture could be a table or a page."""
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_DEPTHS: Final = tuple("123456789")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_LEFT_OUT: Final = frozenset(
    {"annotation", "annotation-end", "ruby-text", "note", "table-of-content", "forms", "script", "event-listeners"}
)
_SHAPES: Final = ("custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption", "g")


def read(data: bytes) -> Document:
    """Read an OpenDocument text.

    Raises `Unreadable` for a damaged, locked or dangerous file, one without text, and one whose text is a picture.
    """
    archive = Archive(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable("文件加了密码，打不开。", "请取消密码后另存，再放入。")
    content = parse(archive.read("content.xml"), "content.xml")
    common = [parse(archive.read(name), name) for name in ("styles.xml",) if name in archive]
    text = child(content, "body", "text")
    if text is None:
        raise Unreadable("ODT 文件里没有正文。", "请用办公软件打开并另存为 ODT 或 DOCX 后再放入。")
    walker = _Walker(Styles.of(*common, content), Lists.of(*common, content))
    walker.walk(text)
    walker.end_text()
    blocks = blocks_of(walker.items)
    if not blocks:
        raise Unreadable("ODT 文件里没有文字。", "如果内容是图片，请换成带文字的版本。")
    if walker.large_pictures and not any(isinstance(block, Table) for block in blocks):
        what = "ODT 文件里没有表格，却有大幅图片，表格可能只是图片。"
        raise Unreadable(what, "请换成表格为文字的版本。")
    return Document(blocks, MEDIA_TYPE, READER, tuple(walker.hidden[:_MOST_HIDDEN]))


@dataclass(slots=True)
class _Walker:
    """Walks the text in order and collects what is seen."""

    styles: Styles
    lists: Lists
    items: list[Item] = field(default_factory=list)
    hidden: list[Paragraph] = field(default_factory=list)
    large_pictures: int = 0
    _text: str = ""
    _line: int = 0
    _late: list[Item] = field(default_factory=list)
    _props: Props = field(default_factory=dict)
    _open: bool = False
    _grounds: Grounds = field(default_factory=Grounds)
    _list: tuple[str, ...] = ()
    _number: str = ""
    _cells: int = 0
    _squares: int = 0

    def walk(self, element: Element) -> None:
        """Take all that is in an element; text between elements counts only in paragraphs."""
        for one in element:
            name = name_of(one)
            if name in _LEFT_OUT:
                pass
            elif handler := _HANDLERS.get(name):
                handler(self, one)
            else:
                self._say(one.text)
                self.walk(one)
            self._say(one.tail)

    def _say(self, letters: str | None) -> None:
        """Add letters as they are seen; hidden digits are named."""
        if not letters or not self._open:
            return
        plain = _SPACE.sub(" ", letters)
        seen = shown(plain, lettering(self._props), self._grounds.nearest)
        if seen is None and DIGIT.search(plain):
            self.hidden.append(Paragraph(plain.strip()[:200], Place(line=self._line)))
        self._text += seen or ""

    def paragraph(self, element: Element) -> None:
        """Take one paragraph or heading."""
        self._line += 1
        if any(attribute(one, "is-hidden") == "true" for one in find_all(element, "hidden-paragraph")):
            self._drop(element)
            return
        style = attribute(element, "style-name") or ""
        kept, self._props, self._open = (self._props, self._open), self.styles.props("paragraph", style), True
        self._text += self._numbered(element)
        with self._grounds.on(self.styles.ground("paragraph", style)):
            self._say(element.text)
            self.walk(element)
        self._props, self._open = kept
        self.end_text()

    def _numbered(self, element: Element) -> str:
        """Give the automatic number, with a space behind it so that it never runs into digits."""
        number, self._number = self._number, ""
        depth = attribute(element, "outline-level") or ""
        heads = depth in _DEPTHS and attribute(element, "is-list-header") != "true"
        if heads and not number and not self._list:
            number = self.lists.next("", int(depth), attribute(element, "start-value"))
        return f"{number} " if number else ""

    def end_text(self) -> None:
        """Close the paragraph under way; text boxes that hang at it follow."""
        if self._text.strip():
            self.items.append(Text(self._text, self._line))
        self.items += self._late
        self._text, self._late = "", []

    def span(self, element: Element) -> None:
        """Take one run of letters."""
        style = self.styles.props("text", attribute(element, "style-name") or "")
        kept, self._props = self._props, {**self._props, **style}
        with self._grounds.on(ground_of(style.get("background-color"))):
            self._say(element.text)
            self.walk(element)
        self._props = kept

    def spaces(self, element: Element) -> None:
        """Take a run of spaces."""
        self._text += " " * min(_count(element, "c"), MOST_SPAN)

    def tab(self, _element: Element) -> None:
        """Take a tab."""
        self._text += "\t"

    def line_break(self, _element: Element) -> None:
        """Take a line break."""
        self._text += "\n"

    def switched(self, element: Element) -> None:
        """Take a section or a text that a switch of its own may hide."""
        unseen = attribute(element, "display") == "none" or attribute(element, "is-hidden") == "true"
        if unseen or not self.styles.is_shown("section", attribute(element, "style-name") or ""):
            self._drop(element)
        else:
            self._say(element.text)
            self.walk(element)

    def changes(self, element: Element) -> None:
        """Pass over what tracked changes deleted; the digits in it are named."""
        for one in find_all(element, "p"):
            self._drop(one)

    def _drop(self, element: Element) -> None:
        """Pass over what is not shown; the digits in it are named."""
        text = " ".join(" ".join(str(one) for one in element.itertext()).split())
        if DIGIT.search(text):
            self.hidden.append(Paragraph(text[:200], Place(line=self._line)))

    def list(self, element: Element) -> None:
        """Take a list; an inner one without a style of its own has that of the outer one."""
        kept = self._list
        outer = kept[-1] if kept else ""
        style = attribute(element, "style-name") or outer
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list") is not None
        if not kept and not goes_on:
            self.lists.begin(style)
        self._list = (*kept, style)
        self.walk(element)
        self._list = kept

    def list_item(self, element: Element) -> None:
        """Take one item of a list, with its number before its first paragraph."""
        first = next(iter(element), None)
        if first is not None and name_of(first) in ("p", "h"):
            style, start = self._list[-1] if self._list else "", attribute(element, "start-value")
            self._number = self.lists.next(style, len(self._list), start)
        self.walk(element)
        self._number = ""

    def picture(self, element: Element) -> None:
        """Take a frame: its text box for itself; a picture in a cell says that the cell is not empty."""
        inside = [name_of(one) for one in element]
        if "text-box" in inside:
            self.shape(element)
        elif "image" in inside or "object" in inside or "object-ole" in inside:
            sides = [_points(attribute(element, side)) for side in ("width", "height")]
            if all(side >= least for side, least in zip(sides, _LARGE, strict=True)):
                self.large_pictures += 1
                self._late += () if self._cells else (Text(PICTURE, self._line),)
            self._text += UNREAD if self._cells else ""

    def control(self, _element: Element) -> None:
        """Take a field of a form: what stands in it, the text does not say."""
        self._text += UNREAD if self._cells else ""

    def shape(self, element: Element) -> None:
        """Take what is written in a shape for itself: it follows the paragraph that it hangs at."""
        self._late += self._apart(element)

    def _apart(self, element: Element) -> tuple[Item, ...]:
        kept = self.items, self._text, self._late, self._props, self._list, self._open
        self.items, self._text, self._late, self._props, self._list, self._open = [], "", [], {}, (), False
        self.walk(element)
        self.end_text()
        found = tuple(self.items)
        self.items, self._text, self._late, self._props, self._list, self._open = kept
        return found

    def table(self, element: Element) -> None:
        """Take one table with all in it."""
        style = attribute(element, "style-name") or ""
        rows: list[tuple[FlowCell, ...]] = []
        with self._grounds.on(self.styles.ground("table", style)):
            for row in _inside(element):
                if attribute(row, "visibility") in ("collapse", "filter"):
                    self._drop(row)
                else:
                    rows += [self._row(row)] * self._counted(row, "number-rows-repeated")
        self.items.append(FlowTable(tuple(rows)))

    def _row(self, element: Element) -> tuple[FlowCell, ...]:
        cells = []
        column = 0
        style = attribute(element, "style-name") or ""
        with self._grounds.on(self.styles.ground("table-row", style)):
            for one in element:
                for _ in range(self._counted(one, "number-columns-repeated")):
                    if name_of(one) == "table-cell":
                        span, height = _count(one, "number-columns-spanned"), _count(one, "number-rows-spanned")
                        cells.append(FlowCell(self._cell(one), column, min(span, MOST_SPAN), min(height, MOST_SPAN)))
                    else:
                        self._drop(one)
                    column += 1
        return tuple(cells)

    def _cell(self, element: Element) -> tuple[Item, ...]:
        self._cells += 1
        with self._grounds.on(self.styles.ground("table-cell", attribute(element, "style-name") or "")):
            items = self._apart(element)
        self._cells -= 1
        return items

    def _counted(self, element: Element, name: str) -> int:
        """Read how often a row or cell is repeated, and count it; a table beyond our limit is refused."""
        times = _count(element, name)
        self._squares += times
        if self._squares > MOST_CELLS:
            raise Unreadable("文件里的表格太大，不像年度报告。", "请只保留年度报告的正文。")
        return times


_HANDLERS: Final[Mapping[str, Callable[[_Walker, Element], None]]] = MappingProxyType(
    {
        "p": _Walker.paragraph,
        "h": _Walker.paragraph,
        "span": _Walker.span,
        "s": _Walker.spaces,
        "tab": _Walker.tab,
        "line-break": _Walker.line_break,
        "section": _Walker.switched,
        "hidden-text": _Walker.switched,
        "tracked-changes": _Walker.changes,
        "list": _Walker.list,
        "list-item": _Walker.list_item,
        "frame": _Walker.picture,
        "control": _Walker.control,
        "table": _Walker.table,
        **dict.fromkeys(_SHAPES, _Walker.shape),
    }
)


def _inside(table: Element) -> Iterator[Element]:
    """Give the rows of a table, out of the groups that wrap them."""
    for one in table:
        if name_of(one) == "table-row":
            yield one
        elif name_of(one) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _inside(one)


def _count(element: Element, name: str) -> int:
    text = attribute(element, name) or ""
    return max(int(text), 1) if re.fullmatch(r"\d{1,9}", text) else 1


def _points(length: str | None) -> float:
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,9})?)(pt|in|cm|mm)", length or "")
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
