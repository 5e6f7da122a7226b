"""ODT → Document by expat, the second reading of OpenDocument texts: it hears the elements one after another.

The first reader walks lxml's tree; here each cell is placed as it is closed. Shared is only the opening of the archive.
"""

from __future__ import annotations

import re
from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Document
from generator.reading.readers.second_page import LOWERED, MOST_SPAN, RAISED, UNREAD, Events, Grid, Square, document

READER: Final = "odt expat"
_KIND: Final = "application/vnd.oasis.opendocument.text"
_PALE: Final = re.compile("#(?:[efEF][0-9a-fA-F]){3}")
_NO_GROUND: Final = frozenset({"", "transparent", "#ffffff", "#FFFFFF"})
_TINY: Final = re.compile(r"(?:[01](?:\.[0-9]+)?|2(?:\.0+)?)pt")
_BLANKS: Final = re.compile("[ \t\r\n]+")
_MOST_ROWS: Final = 5_000

Told = dict[str, str]


def read(data: bytes) -> Document:
    """Read an OpenDocument text that the first reader could read. Raises any exception for one that it cannot."""
    archive = Archive(data)
    listener = _Text()
    if "styles.xml" in archive:
        listener.follow(archive.read("styles.xml"))
    listener.follow(archive.read("content.xml"))
    listener.page.end_line()
    return document(listener.page, _KIND, READER)


class _Text(Events):
    """Listens to the styles, then to the content."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Square()
        self._styles: dict[tuple[str, str], Told] = {}
        self._style: Told = {}
        self._open: list[Square] = [self.page]
        self._grids: list[Grid] = []
        self._letterings: list[Told] = []
        self._speaking = [False]
        self._repeats: list[int] = []

    # ---------------------------------------------------------------- styles

    def start_style(self, told: Told) -> None:
        family = told.get("family", "")
        base = self._styles.get((family, told.get("parent-style-name", "")), {})
        self._style = self._styles[family, told.get("name", "")] = dict(base)

    def start_text_properties(self, told: Told) -> None:
        if self.path[-1] == "style":
            self._style.update(told)

    start_paragraph_properties = start_table_cell_properties = start_text_properties
    start_table_properties = start_table_row_properties = start_section_properties = start_text_properties

    # ---------------------------------------------------------------- letters

    def letters(self, text: str) -> None:
        if self._letterings and self._speaking[-1] and not self.mute:
            self._say(_BLANKS.sub(" ", text))

    def _say(self, text: str) -> None:
        told = self._letterings[-1]
        if self._is_hidden(told):
            return
        position = told.get("text-position", "")
        if position.startswith(("sub", "-")):
            text = text.translate(LOWERED)
        elif position.startswith("super") or re.match("0*[1-9]", position):
            text = text.translate(RAISED)
        self._open[-1].line += text

    def _is_hidden(self, told: Told) -> bool:
        struck = told.get("text-line-through-style", "none") != "none"
        tiny = _TINY.fullmatch(told.get("font-size", "")) is not None
        pale = _PALE.fullmatch(told.get("color", "")) is not None
        own = told.get("background-color", "") not in _NO_GROUND
        dark = own or any([one.dark for one in self._open] + [one.dark for one in self._grids])
        return told.get("display") == "none" or struck or tiny or (pale and not dark)

    def start_span(self, told: Told) -> None:
        around = self._letterings[-1] if self._letterings else {}
        self._letterings.append({**around, **self._styles.get(("text", told.get("style-name", "")), {})})

    def end_span(self) -> None:
        self._letterings.pop()

    def start_s(self, told: Told) -> None:
        if not self.mute:
            self._open[-1].line += " " * _count(told, "c")

    def start_tab(self, _told: Told) -> None:
        if not self.mute:
            self._open[-1].line += "\t"

    def start_line_break(self, _told: Told) -> None:
        if not self.mute:
            self._open[-1].line += "\n"

    # ---------------------------------------------------------------- what is not printed

    def start_note(self, _told: Told) -> bool:
        return True

    start_annotation = start_annotation_end = start_ruby_text = start_table_of_content = start_note
    start_forms = start_script = start_event_listeners = start_tracked_changes = start_note
    start_object = start_object_ole = start_header = start_footer = start_master_styles = start_note

    def start_section(self, told: Told) -> bool:
        styled = self._styles.get(("section", told.get("style-name", "")), {}).get("display")
        return "none" in (told.get("display"), styled) or told.get("is-hidden") == "true"

    start_hidden_text = start_section

    def start_hidden_paragraph(self, told: Told) -> None:
        if told.get("is-hidden") == "true":
            self._open[-1].line = ""
            self._letterings[-1] = {"display": "none"}

    # ---------------------------------------------------------------- paragraphs, boxes

    def start_p(self, told: Told) -> None:
        self._letterings.append(self._styles.get(("paragraph", told.get("style-name", "")), {}))
        self._speaking.append(True)

    def end_p(self) -> None:
        self._letterings.pop()
        self._speaking.pop()
        if not self.mute:
            self._open[-1].end_line()

    start_h, end_h = start_p, end_p

    def start_frame(self, _told: Told) -> None:
        self._into()

    def start_image(self, _told: Told) -> None:
        if self._grids and self.path[-1] == "frame" and not self.mute:
            self._open[-2].line += UNREAD

    def end_frame(self) -> None:
        box = self._out()
        if not self.mute:
            self._open[-1].late.append(box)

    start_custom_shape = start_rect = start_ellipse = start_circle = start_polygon = start_path = start_frame
    start_caption = start_g = start_frame
    end_custom_shape = end_rect = end_ellipse = end_circle = end_polygon = end_path = end_caption = end_g = end_frame

    def _into(self) -> None:
        self._open.append(Square())
        self._speaking.append(False)

    def _out(self) -> Square:
        self._speaking.pop()
        square = self._open.pop()
        square.end_line()
        return square

    # ---------------------------------------------------------------- tables

    def start_table(self, told: Told) -> None:
        self._open[-1].end_line()
        ground = self._styles.get(("table", told.get("style-name", "")), {}).get("background-color", "")
        self._grids.append(Grid(dark=ground not in _NO_GROUND))

    def end_table(self) -> None:
        grid = self._grids.pop()
        if not self.mute:
            self._open[-1].items.append(grid)

    def start_table_row(self, told: Told) -> bool:
        grid = self._grids[-1]
        grid.rows.append([])
        grid.column, grid.dropped = 0, told.get("visibility") in ("collapse", "filter")
        self._repeats.append(_count(told, "number-rows-repeated"))
        return grid.dropped

    def end_table_row(self) -> None:
        grid, times = self._grids[-1], self._repeats.pop()
        row = grid.rows.pop()
        if len(grid.rows) + times > _MOST_ROWS:
            raise ValueError("too large a table")
        grid.rows += [] if grid.dropped else [row] * times

    def start_table_cell(self, told: Told) -> None:
        self._into()
        square = self._open[-1]
        square.span, square.height = (_count(told, f"number-{name}-spanned") for name in ("columns", "rows"))
        ground = self._styles.get(("table-cell", told.get("style-name", "")), {}).get("background-color", "")
        square.dark = ground not in _NO_GROUND
        self._repeats.append(_count(told, "number-columns-repeated"))

    def end_table_cell(self) -> None:
        square, times, grid = self._out(), self._repeats.pop(), self._grids[-1]
        for _ in range(times):
            copy = Square(square.items, grid.column, square.span, square.height)
            grid.rows[-1].append(copy)
            grid.column += 1

    def start_covered_table_cell(self, told: Told) -> bool:
        self._into()
        self._grids[-1].column += _count(told, "number-columns-repeated")
        return True

    def end_covered_table_cell(self) -> None:
        self._out()


def _count(told: Told, name: str) -> int:
    text = told.get(name, "")
    return min(int(text), MOST_SPAN) if text.isascii() and text.isdigit() and int(text[:9]) else 1
