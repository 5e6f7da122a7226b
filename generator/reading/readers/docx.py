"""DOCX → Document: paragraphs and tables of the main part, as Word shows them with all tracked changes accepted.

Word writes one text in many layers: deleted and inserted runs, a shape once for new and once for old programs, fields
with their instructions, hidden letters. Only what is seen on paper is read; hidden and deleted digits are named.
Places: table, row and cell (from 1) for cells; the number of the paragraph as `line` for paragraphs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.document import PICTURE, Document, Paragraph, Place, Table, Unreadable
from generator.reading.readers.docx_fields import Field
from generator.reading.readers.docx_numbering import Numbering
from generator.reading.readers.docx_styles import Props, Styles, ground_of, in_font, is_on, lettering, props_of
from generator.reading.readers.docx_table import table_of
from generator.reading.readers.flow import Item, Text, blocks_of
from generator.reading.readers.lettering import DIGIT, UNREAD, Grounds, shown
from generator.reading.readers.xml_parts import (
    VERSION,
    Element,
    attribute,
    child,
    find_all,
    name_of,
    parse,
    parts,
    value,
)

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READER: Final = f"docx lxml {VERSION}"
_MOST_HIDDEN: Final = 50
_LARGE: Final = (280.0, 110.0)
"""Width and height in points from which on a picture could be a table or a page."""
_EMU: Final = 12_700
_SHAPE: Final = re.compile(r"(width|height):\s*([0-9.]{1,8})pt")
_DEPTHS: Final = tuple("012345678")
_FIXED: Final = {"noBreakHyphen": "-", "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}
_DRAWN: Final = frozenset({"blip", "imagedata", "OLEObject", "chart", "control", "textpath", "relIds", "contentPart"})
"""What is seen of these, a picture says and no text."""
_LEFT_OUT: Final = frozenset({"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt"})


def read(data: bytes) -> Document:
    """Read a Word file (DOCX, DOCM, strict or transitional).

    Raises `Unreadable` for a damaged, locked or dangerous file, one without text, and one whose text is a picture.
    """
    archive = Archive(data)
    main = _related(archive, "", "officeDocument") or "word/document.xml"
    root = parse(archive.read(main), main)
    body = child(root, "body")
    if body is None:
        raise Unreadable("Word 文件里没有正文。", "请用 Word 打开并另存为 DOCX 后再放入。")
    styles, numbering = (_part(archive, main, kind) for kind in ("styles", "numbering"))
    walker = _Walker(Styles.of(styles), Numbering.of(numbering))
    walker.walk(body)
    blocks = blocks_of(walker.ended())
    _refuse_pictures(blocks, walker)
    return Document(blocks, MEDIA_TYPE, READER, tuple(walker.hidden[:_MOST_HIDDEN]))


def _refuse_pictures(blocks: Sequence[object], walker: _Walker) -> None:
    """Refuse a file without text, or with large pictures in the place of its tables."""
    if not blocks:
        raise Unreadable("Word 文件里没有文字。", "如果内容是图片，请换成带文字的 Word、PDF 或网页版本。")
    if walker.large_pictures and not any(isinstance(block, Table) for block in blocks):
        what = "Word 文件里没有表格，却有大幅图片，表格可能只是图片。"
        raise Unreadable(what, "请换成表格为文字的 Word、PDF 或网页版本。")


def _part(archive: Archive, main: str, kind: str) -> Element | None:
    name = _related(archive, main, kind)
    return None if name is None else parse(archive.read(name), name)


def _related(archive: Archive, part: str, kind: str) -> str | None:
    """Find the part that another part (or the package, with an empty name) names as its styles, numbering or text."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive:
        return None
    for one in find_all(parse(archive.read(relations), relations), "Relationship"):
        if (attribute(one, "Type") or "").endswith(f"/{kind}") and attribute(one, "TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attribute(one, "Target") or ""))
            return archive.find(target.lstrip("/"))
    return None


@dataclass(slots=True)
class _Walker:
    """Walks the main part in order and collects what is seen."""

    styles: Styles
    numbering: Numbering
    items: list[Item] = field(default_factory=list)
    hidden: list[Paragraph] = field(default_factory=list)
    large_pictures: int = 0
    _text: str = ""
    _line: int = 0
    _late: list[Item] = field(default_factory=list)
    _props: Props = field(default_factory=dict)
    _grounds: Grounds = field(default_factory=Grounds)
    _cells: int = 0
    _fields: list[Field] = field(default_factory=list)

    def walk(self, element: Element) -> None:
        """Take all that is in an element."""
        for one in element:
            name = name_of(one)
            if name in _LEFT_OUT:
                continue
            if name in _FIXED:
                self.say(_FIXED[name])
            elif handler := _HANDLERS.get(name):
                handler(self, one)
            else:
                self.walk(one)

    def ended(self) -> list[Item]:
        """Give all items. Raises `Unreadable` when a field was never ended, since the text after it would be lost."""
        self._end_text()
        if any(one.silent for one in self._fields):
            what = "Word 文件里有没写完的域代码，后面的文字说不准。"
            raise Unreadable(what, "请用 Word 打开，全选后按 Ctrl+Shift+F9 把域变成文字，再另存。")
        return self.items

    def paragraph(self, element: Element) -> None:
        """Take one paragraph. A mark that is deleted or hidden joins it to the next one."""
        self._line += 1
        told = parts(child(element, "pPr"))
        style = value(told.get("pStyle")) or self.styles.default
        kept, self._props = self._props, {**self.styles.base, **self.styles.props(style)}
        start = self._text
        with self._grounds.on(ground_of(told.get("shd"))):
            self._text += self._number(told.get("numPr"), style)
            self.walk(element)
        self._props = kept
        if self.styles.is_contents(style):
            self._text = start
        mark = parts(told.get("rPr"))
        if "del" not in mark and not is_on(props_of(mark).get("vanish", "0")):
            self._end_text()

    def _end_text(self) -> None:
        if self._text.strip():
            self.items.append(Text(self._text, self._line))
        self.items += self._late
        self._text, self._late = "", []

    def _number(self, own: Element | None, style: str) -> str:
        """Give the automatic number, with a space behind it so that it never runs into digits."""
        told = [one for one in (own, *self.styles.numbering(style)) if one is not None]
        if not told:
            return ""
        number = next((text for one in told if (text := value(one, "numId"))), "")
        depth = next((text for one in told if (text := value(one, "ilvl"))), "0")
        text = self.numbering.next(number, int(depth)) if depth in _DEPTHS else ""
        return f"{text} " if text else ""

    def run(self, element: Element) -> None:
        """Take one run of letters."""
        told = parts(child(element, "rPr"))
        style = value(told.get("rStyle"))
        props = {**self._props, **(self.styles.props(style) if style else {}), **props_of(told)}
        start = len(self._text)
        with self._grounds.on(_run_ground(told)):
            self.walk(element)
            letters = self._text[start:]
            seen = shown(letters, lettering(props), self._grounds.nearest)
        if seen is None:
            self._name_hidden(letters)
        self._text = self._text[:start] + in_font(seen or "", props)

    def turned(self, element: Element) -> None:
        """Take letters whose direction is told: digits from right to left are other numbers than those written."""
        start = len(self._text)
        self.walk(element)
        if attribute(element, "val") == "rtl":
            self._text = self._text[:start] + DIGIT.sub(UNREAD, self._text[start:])

    def text(self, element: Element) -> None:
        """Take the letters of a run; without `xml:space` Word trims them."""
        letters = element.text or ""
        self.say(letters if attribute(element, "space") == "preserve" else letters.strip(" \t\r\n"))

    def say(self, letters: str) -> None:
        """Add letters, unless they stand in the instruction of a field."""
        if not self._fields or not any(one.silent for one in self._fields):
            self._text += letters

    def symbol(self, _element: Element) -> None:
        """Take a letter of a symbol font: something is printed, and its code does not say what."""
        self.say(UNREAD)

    def formula(self, element: Element) -> None:
        """Take a formula: its pieces do not stand side by side, so they are kept apart."""
        self.say(UNREAD.join(one.text or "" for one in find_all(element, "t")))

    def field_mark(self, element: Element) -> None:
        """Follow a field from its beginning over its separator to its end."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif self._fields and kind == "separate":
            self._fields[-1].separate(self._text)
        elif self._fields and kind == "end" and self._fields.pop().is_drawn(self._text):
            self.say(UNREAD)

    def instruction(self, element: Element) -> None:
        """Note what a field does; that is not shown."""
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def removed(self, element: Element) -> None:
        """Pass over deleted and moved text; the digits in it are named."""
        self._name_hidden(" ".join(one.text or "" for one in element.iter("{*}delText", "{*}t")))

    def _name_hidden(self, letters: str) -> None:
        if DIGIT.search(letters):
            self.hidden.append(Paragraph(" ".join(letters.split())[:200], Place(line=self._line)))

    def alternatives(self, element: Element) -> None:
        """Take the first of several forms of one thing; the others repeat it for older programs."""
        first = child(element, "Choice")
        chosen = first if first is not None else child(element, "Fallback")
        if chosen is not None:
            self.walk(chosen)

    def picture(self, element: Element) -> None:
        """Note a picture: a cell with one is not empty. The text box of a shape is taken like any text."""
        self.walk(element)
        if any(name_of(one) in _DRAWN for one in element.iter()):
            if any(map(_is_large, element.iter())):
                self.large_pictures += 1
                self._late += () if self._cells else (Text(PICTURE, self._line),)
            self._text += UNREAD if self._cells else ""

    def text_box(self, element: Element) -> None:
        """Take a text box for itself: it follows the paragraph that it hangs at."""
        self._late += self._apart(element)

    def _apart(self, element: Element) -> tuple[Item, ...]:
        kept = self.items, self._text, self._late, self._props
        self.items, self._text, self._late = [], "", []
        self.walk(element)
        self._end_text()
        found = tuple(self.items)
        self.items, self._text, self._late, self._props = kept
        return found

    def table(self, element: Element) -> None:
        """Take one table with all in it."""
        self._end_text()
        told = parts(child(element, "tblPr"))
        shaded = self.styles.shades(value(told.get("tblStyle")) or "")
        ground = ground_of(told.get("shd"))
        with self._grounds.on("" if ground is None and shaded else ground):
            self.items.append(table_of(element, self.cell, self.removed))

    def cell(self, element: Element) -> tuple[Item, ...]:
        """Take what is in one cell."""
        self._cells += 1
        with self._grounds.on(ground_of(child(element, "tcPr", "shd"))):
            items = self._apart(element)
        self._cells -= 1
        return items

    def foreign(self, _element: Element) -> None:
        """Refuse another file inside this one: what it says would be lost without a word."""
        raise Unreadable("Word 文件里嵌着另一份文件，读不到它的内容。", "请用 Word 打开并另存为 DOCX 后再放入。")


_HANDLERS: Final[Mapping[str, Callable[[_Walker, Element], None]]] = MappingProxyType(
    {
        "p": _Walker.paragraph,
        "r": _Walker.run,
        "t": _Walker.text,
        "bdo": _Walker.turned,
        "tbl": _Walker.table,
        "sym": _Walker.symbol,
        "oMath": _Walker.formula,
        "fldChar": _Walker.field_mark,
        "instrText": _Walker.instruction,
        "del": _Walker.removed,
        "moveFrom": _Walker.removed,
        "delText": _Walker.removed,
        "AlternateContent": _Walker.alternatives,
        "drawing": _Walker.picture,
        "pict": _Walker.picture,
        "object": _Walker.picture,
        "txbxContent": _Walker.text_box,
        "altChunk": _Walker.foreign,
        "subDoc": _Walker.foreign,
    }
)


def _run_ground(told: Mapping[str, Element]) -> str | None:
    """Give the colour behind a run; a marker pen's cannot be told exactly."""
    if "highlight" in told and value(told["highlight"]) != "none":
        return ""
    return ground_of(told.get("shd"))


def _is_large(element: Element) -> bool:
    """Tell whether the measure of a picture is that of a table or a page."""
    if name_of(element) == "extent":
        sides = [attribute(element, side) or "0" for side in ("cx", "cy")]
        return all(_length(side) >= least * _EMU for side, least in zip(sides, _LARGE, strict=True))
    measures = dict(_SHAPE.findall(attribute(element, "style") or ""))
    sides = [measures.get(side, "") for side in ("width", "height")]
    return all(_length(side) >= least for side, least in zip(sides, _LARGE, strict=True))


def _length(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,12}(?:\.\d{0,9})?", text) else 0.0
