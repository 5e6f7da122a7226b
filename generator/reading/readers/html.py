"""HTML → Document. The only door to lxml.html.

A saved web page wraps its report in layout tables, menus and scripts. Only the innermost tables with data are tables;
layout is walked through. What a browser does not show is left out, and named under `hidden` where it holds digits.
Places: table, row and cell (from 1) for cells; the line of the source for paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version

import lxml.etree
import lxml.html

from generator.reading.readers.decoding import decode
from generator.reading.readers.document import PICTURE, Block, Cell, Document, Paragraph, Place, Row, Table, Unreadable
from generator.reading.readers.html_hidden import hidden_names, is_hidden
from generator.reading.readers.paragraphs import is_row, parts_of
from generator.reading.readers.words import run_on

READER = f"html lxml {version('lxml')}"
MOST_CELLS = 50_000
_MOST_SPAN = 200
_DEEPEST = 250
_MOST_HIDDEN = 50
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DIGIT = re.compile("[0-9０-９]")
_PLAIN_DIGIT = re.compile("[0-9]")
_BLANKS = re.compile(r"[ \t\r\n]+")

_NOT_SHOWN = frozenset(
    {
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "rt",
        "rp",
        "select",
        "datalist",
        "button",
    }
)
_CHROME = frozenset({"nav", "footer", "menu", "dialog"})
_CHROME_ROLES = frozenset({"navigation", "contentinfo", "menu", "search"})
_CHROME_NAMES = frozenset(
    {
        "nav",
        "navbar",
        "navigation",
        "menu",
        "foot",
        "footer",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "copyright",
        "share",
    }
)
_PICTURES = frozenset({"img", "svg", "canvas", "object", "embed", "iframe"})
_LEAST = {"width": 280, "height": 100}
"""Pixels from which on a picture could be a table; one that does not say its size could."""
_UNREAD = "\ufffd"
_MOST_CHROME = 600
_STRUCK = frozenset({"del", "s", "strike"})
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "caption",
})
# fmt: on
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def read(data: bytes) -> Document:
    """Read a saved web page: its data tables with merged cells, its paragraphs.

    Raises `Unreadable` for bytes in no known encoding, for a file without text, and for one beyond our limits.
    """
    text = _FORBIDDEN.sub("", decode(data))
    root = _parse(text)
    _held = list(root.iter())  # lxml makes an element anew whenever nobody holds it, and asks Python for its class
    walker = _Walker(hidden_names(text), frozenset(_data_tables(root)))
    walker.walk(root, 0)
    walker.end_paragraph()
    if not any(isinstance(block, Table) or block.text != PICTURE for block in walker.blocks):
        raise Unreadable("网页里没有文字。", "请确认保存的是年度报告的网页正文，而不是需要脚本才显示的空壳。")
    return Document(tuple(walker.blocks), "text/html", READER, tuple(walker.hidden[:_MOST_HIDDEN]))


def _parse(text: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except lxml.etree.LxmlError as error:
        raise Unreadable("网页已损坏，读不出来。", "请从机关网站重新保存网页。") from error
    if any(entry.level_name == "FATAL" or "depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable("网页嵌套太深，读不完整。", "请只保存年度报告的正文部分。")
    return root


@dataclass(slots=True)
class _Walker:
    """Walks the tree in document order and collects blocks."""

    hidden_names: frozenset[str]
    data_tables: frozenset[lxml.html.HtmlElement]
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Paragraph] = field(default_factory=list)
    text: str = ""
    line: int = 1
    tables: int = 0
    cells: int = 0

    def walk(self, element: lxml.html.HtmlElement, depth: int) -> None:
        """Take one element and all in it."""
        if depth > _DEEPEST:
            raise Unreadable("网页嵌套太深。", "请只保存年度报告的正文部分。")
        if element.tag in _PICTURES and not _is_small(element) and not is_hidden(element, self.hidden_names):
            self.end_paragraph()
            self.blocks.append(Paragraph(PICTURE, Place(line=element.sourceline)))
        if self._left_out(element):
            return
        if element in self.data_tables:
            self.end_paragraph()
            self._table(element)
            return
        self._flow(element, depth)

    def _flow(self, element: lxml.html.HtmlElement, depth: int) -> None:
        """Take the text and the children of an element that is no table of data."""
        block = element.tag in _BLOCKS
        if block:
            self.end_paragraph()
        if element.tag == "br":
            self.text += "\n"
        self._say(element.text, element, element)
        for child in element:
            self.walk(child, depth + 1)
            self._say(child.tail, child, element)
        if block:
            self.end_paragraph()

    def _say(self, text: str | None, near: lxml.html.HtmlElement, parent: lxml.html.HtmlElement) -> None:
        if not text:
            return
        if not self.text.strip():
            leading = text[: len(text) - len(text.lstrip())]
            self.line = (near.sourceline or 1) + leading.count("\n")
        self.text += _inline(text, parent)

    def end_paragraph(self) -> None:
        """Close the paragraph under way; line breaks part it where the text itself begins anew."""
        for number, part in enumerate(parts_of(self.text)):
            text = " ".join(part.split()) if is_row(part) else run_on(re.split(r"\n", part))
            if text:
                self.blocks.append(Paragraph(text, Place(line=self.line + number)))
        self.text = ""

    def _left_out(self, element: lxml.html.HtmlElement) -> bool:
        """Tell whether a reader of the page does not see an element, or it is no part of the report."""
        if not isinstance(element.tag, str) or element.tag in _NOT_SHOWN or _is_chrome(element):
            return True
        if element.tag not in _STRUCK and not is_hidden(element, self.hidden_names):
            return False
        text = " ".join(element.text_content().split())
        if _DIGIT.search(text):
            self.hidden.append(Paragraph(text[:200], Place(line=element.sourceline)))
        return True

    def _table(self, element: lxml.html.HtmlElement) -> None:
        self.tables += 1
        taken: dict[tuple[int, int], bool] = {}
        rows = []
        shown = [row for row in _rows(element) if not self._left_out(row)]
        for number, row in enumerate(shown):
            cells = tuple(self._cells(row, number, len(shown), taken))
            rows.append(Row(cells, Place(table=self.tables, row=number + 1, line=row.sourceline)))
        self.blocks.append(Table(tuple(rows), ruled=True))

    def _cells(
        self, row: lxml.html.HtmlElement, number: int, rows: int, taken: dict[tuple[int, int], bool]
    ) -> Iterator[Cell]:
        """Give the cells of a row at their logical columns, past those that reach down from rows above."""
        column = 0
        shown = [cell for cell in _own_cells(row) if not self._left_out(cell)]
        for index, cell in enumerate(shown):
            while (number, column) in taken:
                column += 1
            span = _span(cell, "colspan", _MOST_SPAN)
            height = min(_span(cell, "rowspan", rows), rows - number)
            self.cells += span * height
            if self.cells > MOST_CELLS:
                raise Unreadable("网页里的表格太大，不像年度报告。", "请只保存年度报告的正文部分。")
            taken.update({(number + r, column + c): True for r in range(height) for c in range(span)})
            place = Place(table=self.tables, row=number + 1, cell=index + 1, line=cell.sourceline)
            yield Cell(self._cell_text(cell), place, column, span, height)
            column += span

    def _cell_text(self, cell: lxml.html.HtmlElement) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._spoken(cell)).split("\n"))
        text = "\n".join(line for line in lines if line)
        return text if text or cell.find(".//img") is None else _UNREAD

    def _spoken(self, element: lxml.html.HtmlElement) -> Iterator[str]:
        """Give the text of a cell piece by piece, with a line break at every block and <br>."""
        edge = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
        yield edge
        yield _inline(element.text or "", element)
        if element.tag == "input" and element.get("type", "text") in ("text", "number"):
            yield element.get("value", "")
        for child in element:
            if not self._left_out(child):
                yield from self._spoken(child)
            yield _inline(child.tail or "", element)
        yield edge


def _inline(text: str, parent: lxml.html.HtmlElement) -> str:
    """Text as a browser flows it. Raised and lowered digits stay apart from the number they stand at."""
    if not text:
        return ""
    if parent.tag != "pre":
        text = _BLANKS.sub(" ", text)
    if not _PLAIN_DIGIT.search(text):
        return text
    raised = next((one.tag for one in (parent, *parent.iterancestors()) if one.tag in ("sup", "sub", "td", "p")), "")
    return text.translate({"sup": _RAISED, "sub": _LOWERED}.get(raised, {}))


def _is_chrome(element: lxml.html.HtmlElement) -> bool:
    """Tell whether an element is a menu, footer or the like; never one with a table or much text."""
    if element.tag in _CHROME or element.get("role") in _CHROME_ROLES:
        return True
    told = element.get("class", ""), element.get("id", "")
    if not any(told):
        return False
    names = {*told[0].lower().split(), told[1].lower()}
    if names.isdisjoint(_CHROME_NAMES):
        return False
    return element.find(".//table") is None and len(element.text_content()) <= _MOST_CHROME


def _is_small(picture: lxml.html.HtmlElement) -> bool:
    told = ((least, re.match(r"\s*(\d{1,6})\s*(?:px)?\s*$", picture.get(side, ""))) for side, least in _LEAST.items())
    return any(match and int(match[1]) < least for least, match in told)


def _rows(table: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Give the rows of a table itself, not of tables inside it."""
    groups = [group for group in table if group.tag in ("thead", "tbody", "tfoot")]
    return [row for group in (table, *groups) for row in group if row.tag == "tr"]


def _data_tables(root: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Find the tables that hold data, not the page's layout: more than one column, and no such table inside.

    A table whose own rows are full of plain cells is one even when a cell of it holds another table.
    """
    found = []
    around: set[lxml.html.HtmlElement] = set()
    for table in reversed(list(root.iter("table"))):
        if _has_columns(table) and (table not in around or _is_full(table)):
            found.append(table)
            for outer in table.iterancestors("table"):
                if outer in around:
                    break
                around.add(outer)
    return found


def _own_cells(row: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _has_columns(table: lxml.html.HtmlElement) -> bool:
    return any(len(_own_cells(row)) > 1 for row in _rows(table))


def _is_full(table: lxml.html.HtmlElement) -> bool:
    """Tell whether at least three rows have at least three cells without a table in them."""
    enough = 3
    plain = [sum(cell.find(".//table") is None for cell in _own_cells(row)) for row in _rows(table)]
    return sum(count >= enough for count in plain) >= enough


def _span(cell: lxml.html.HtmlElement, name: str, most: int) -> int:
    """Read a span as browsers take it: 1 when it is no number; rowspan 0 reaches to the end."""
    match = re.match(r"\s*\+?(\d{1,9})", cell.get(name, ""))
    if not match:
        return 1
    value = int(match[1])
    return max(1, min(value or (most if name == "rowspan" else 1), most))
