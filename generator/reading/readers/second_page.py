"""What a second reader of office files hears from its parser → Document: lines, tables in tables, cells that reach on.

Shares nothing with the first readers that decides what stands where: they walk a tree, this follows events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.parsers import expat

from generator.reading.readers.document import Block, Cell, Document, Paragraph, Place, Row, Table

UNREAD: Final = "\ufffd"
RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
MOST_SPAN: Final = 200
_MOST_SQUARES: Final = 50_000


@dataclass(slots=True)
class Square:
    """A cell (or the page itself): what is in it, and which columns and rows it covers."""

    items: list[str | Grid] = field(default_factory=list)
    column: int = 0
    span: int = 1
    height: int = 1
    line: str = ""
    late: list[Square] = field(default_factory=list)
    dark: bool = False

    def end_line(self) -> None:
        """Close the line under way; what is written in boxes that hang at it follows."""
        if self.line.strip():
            self.items.append(self.line)
        for box in self.late:
            self.items += box.items
        self.line, self.late = "", []

    @property
    def plain(self) -> bool:
        """Tell whether there is no table in it."""
        return not any(isinstance(one, Grid) for one in self.items)

    def lines(self) -> Iterator[str]:
        """Give every line in it, those of inner tables included."""
        for one in self.items:
            if isinstance(one, str):
                yield from one.split("\n")
            else:
                for row in one.rows:
                    for square in row:
                        yield from square.lines()

    def text(self) -> str:
        """Give all that is printed in it."""
        lines = (" ".join(line.split()) for line in self.lines())
        return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Grid:
    """A table under way: rows of the cells that begin in them, and the cells that may reach further down."""

    rows: list[list[Square]] = field(default_factory=list)
    open: dict[int, Square] = field(default_factory=dict)
    column: int = 0
    dropped: bool = False
    dark: bool = False

    @property
    def wide(self) -> bool:
        """Tell whether it has more than one column."""
        return any(len(row) > 1 for row in self.rows)

    def inner(self) -> Iterator[Grid]:
        """Give every table in it, however deep."""
        for row in self.rows:
            for square in row:
                for one in square.items:
                    if isinstance(one, Grid):
                        yield one
                        yield from one.inner()

    @property
    def is_data(self) -> bool:
        """Tell whether it holds data of its own and does not just lay out other tables."""
        if not self.wide or not any(one.wide for one in self.inner()):
            return self.wide
        full = [row for row in self.rows if sum(square.plain for square in row) > 2]
        return len(full) > 2


def document(page: Square, kind: str, reader: str) -> Document:
    """Give the tables with data and the lines outside them, in reading order."""
    blocks = list(_blocks(page, [0]))
    return Document(tuple(blocks), kind, reader)


def _blocks(square: Square, count: list[int]) -> Iterator[Block]:
    for item in square.items:
        if isinstance(item, str):
            for line in item.split("\n"):
                if words := " ".join(line.split()):
                    yield Paragraph(words, Place(line=1))
        elif item.is_data:
            count[0] += 1
            yield _table(item, count[0])
        else:
            for row in item.rows:
                for one in row:
                    yield from _blocks(one, count)


def _table(grid: Grid, number: int) -> Table:
    if sum(square.span * square.height for row in grid.rows for square in row) > _MOST_SQUARES:
        raise ValueError("too large a table")
    rows = []
    for index, row in enumerate(grid.rows, start=1):
        cells = [
            Cell(square.text(), Place(table=number, row=index, cell=order), square.column, square.span, square.height)
            for order, square in enumerate(row, start=1)
        ]
        rows.append(Row(tuple(cells), Place(table=number, row=index)))
    return Table(tuple(rows), ruled=True)


class _Element(NamedTuple):
    """What an element is called without its namespace, and who hears where it starts and ends."""

    local: str
    start: Callable[[dict[str, str]], bool | None] | None
    end: Callable[[], None] | None


class Events:
    """Follows the events of one XML part. Subclasses have a method `start_NAME` and `end_NAME` for each element."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.mute = 0
        """Inside how many elements we are whose text is not printed."""
        self._mutes: list[bool] = []
        self._known: dict[str, _Element] = {}

    def follow(self, data: bytes) -> None:
        """Parse a part. Raises `ValueError` for broken XML and for document types."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.letters
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(data, True)  # noqa: FBT003 - the library's own way of saying that this is all
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error

    def letters(self, text: str) -> None:
        """Take letters between elements."""

    @staticmethod
    def _refuse(*_: object) -> None:
        raise ValueError("a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._heard_first(name)
        muted = False
        if known.start is not None:
            muted = bool(known.start({key.rpartition(" ")[2]: value for key, value in attributes.items()}))
        self._mutes.append(muted)
        self.mute += muted
        self.path.append(known.local)

    def _heard_first(self, name: str) -> _Element:
        local = name.rpartition(" ")[2]
        plain = local.replace("-", "_")
        return _Element(local, getattr(self, f"start_{plain}", None), getattr(self, f"end_{plain}", None))

    def _end(self, name: str) -> None:
        self.path.pop()
        self.mute -= self._mutes.pop()
        end = self._known[name].end
        if end is not None:
            end()
