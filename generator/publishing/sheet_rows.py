"""Rows of the workbook before there is a workbook: made as XML by whoever makes them, kept on disk until it is written.

They are folded up, and nobody opens those of a sheet that is as it was. Nothing here asks the library that writes
workbooks: to load it takes a worker as long as dozens of rows.
"""

from __future__ import annotations

import contextlib
import functools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import escape

from generator.publishing.edition import Shown
from generator.publishing.figure_lines import cell_places
from generator.publishing.figure_text import show_state
from generator.publishing.tabular import Cell
from generator.publishing.words import words
from generator.records.figures import Absence, Figure
from generator.records.forms import TABLES
from generator.records.packing import packed, recalled
from generator.records.record import Record

FAILED: Final = "fail"  # what could not be assessed fills the CSV file, and would bury the failures here
LONGEST_TEXT: Final = 32_767
EXACT: Final = 10**15
NOT_ALLOWED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_PIECE: Final = 1 << 20
_QUICK: Final = 1
_ROW: Final = "\0"
"""Stands for the row's number in a cell that is remembered."""

Row = str | tuple[Cell, ...]
"""A row as XML, without its number; or, where only the library knows how to write it, its values."""


def ready(row: Sequence[Cell]) -> Row:
    """Make a row ready to be put on a sheet."""
    plain = [_cell_xml(column, value) for column, value in enumerate(row, 1)]
    return "".join(plain) if all(plain) else tuple(row)


@dataclass(slots=True)
class Run:
    """Rows that lie in a file one after another: from where, how many bytes, how many rows."""

    path: Path
    start: int
    length: int = 0
    count: int = 0

    def copy_to(self, out: IO[bytes]) -> None:
        """Write the rows."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.length
            while left and (piece := file.read(min(left, _PIECE))):
                out.write(piece)
                left -= len(piece)


@dataclass(frozen=True, slots=True)
class FoldedRows:
    """Rows of one sheet, folded up: how many they are, whether all of them are XML, a hash of them."""

    count: int
    plain: bool
    digest: bytes
    folding: bytes

    @classmethod
    def of(cls, rows: Iterable[Row]) -> FoldedRows:
        """Fold rows up."""
        found = tuple(rows)
        data, plain = packed(found), all(isinstance(row, str) for row in found)
        return cls(len(found), plain, sha256(data).digest(), zlib.compress(data, _QUICK))


class SheetRows:
    """Rows of one sheet, folded up on disk until the workbook is put together.

    `count` says how many they are, `plain` whether all of them are XML, `digest` is a hash of them.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("wb")
        self.count, self.plain, self.digest = 0, True, ""
        self._lengths: list[int] = []

    def add(self, rows: FoldedRows) -> None:
        """Add rows below those that are there."""
        self.count, self.plain = self.count + rows.count, self.plain and rows.plain
        self.digest = sha256(self.digest.encode() + rows.digest).hexdigest()
        self._lengths.append(self._file.write(rows.folding))

    def parts(self) -> Iterator[Run | tuple[Cell, ...]]:
        """Give all that was added, in order and with the rows' numbers; nothing can be added then."""
        self.close()
        with contextlib.closing(_Numbered(self._path.with_suffix(".xml"))) as numbered:
            for rows in self._opened():
                numbered.add(rows)
        yield from numbered.parts

    def _opened(self) -> Iterator[tuple[Row, ...]]:
        with self._path.open("rb") as file:
            for length in self._lengths:
                yield recalled(zlib.decompress(file.read(length)), {}.__getitem__)

    def close(self) -> None:
        """Write the last of it to disk."""
        self._file.close()


class _Numbered:
    """Rows with their numbers: those that are XML in a file, in runs between the others."""

    def __init__(self, path: Path) -> None:
        self._path, self._count = path, 0
        self.parts: list[Run | tuple[Cell, ...]] = []
        self._file = path.open("wb")

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._count += 1
            if isinstance(row, str):
                self._write(row, str(self._count + 1))
            else:
                self.parts.append(row)

    def _write(self, row: str, number: str) -> None:
        xml = f'<row r="{number}">{row.replace(_ROW, number)}</row>'.encode()
        if not self.parts or not isinstance(self.parts[-1], Run):
            self.parts.append(Run(self._path, self._file.tell()))
        run = self.parts[-1]
        if isinstance(run, Run):
            run.length, run.count = run.length + self._file.write(xml), run.count + 1

    def close(self) -> None:
        self._file.close()


def _cell_xml(column: int, value: Cell) -> str:
    """Give a cell as the library writes it; nothing where only the library knows how."""
    if isinstance(value, str):
        return _text_xml(column, value)
    if not -EXACT < value < EXACT:
        return ""
    number = value if isinstance(value, int) else f"{float(value):.16g}"
    return f'<c r="{_letter(column)}{_ROW}" t="n"><v>{number}</v></c>'


@functools.lru_cache(maxsize=2_000)
def _text_xml(column: int, text: str) -> str:
    plain = text == text.strip() and not text.startswith((*FORMULA, "#")) and len(text) <= LONGEST_TEXT
    if not plain or "\r" in text or NOT_ALLOWED.search(text):
        return ""
    inner = f"<is><t>{_ascii(escape(text))}</t></is>" if text else ""
    return f'<c r="{_letter(column)}{_ROW}" t="inlineStr">{inner}</c>'


def _ascii(text: str) -> str:
    """Give characters by their numbers where the library does."""
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


@functools.cache
def _letter(column: int) -> str:
    """Name a column, counted from 1: A to Z, AA, AB."""
    before, last = divmod(column - 1, 26)
    return f"{_letter(before) if before else ''}{chr(ord('A') + last)}"


def sheet_name(table: str, form: str) -> str:
    """Name the sheet of a table of a form among `figure_rows`."""
    return f"{table} {form}"


def figure_rows(shown: Shown) -> Iterator[tuple[str, list[Cell]]]:
    """Give the figures of a report as rows, each with the sheet that it belongs on; nothing of one without figures."""
    if shown.record:
        for table in TABLES:
            form = shown.record.forms[table]
            yield sheet_name(table, form), _figure_row(shown, shown.record, table)


def _figure_row(shown: Shown, record: Record, table: str) -> list[Cell]:
    copy = words("copies")[record.source.copy]
    report: list[Cell] = [shown.agency.id, shown.agency.name, shown.issue.year, shown.issue.revision, copy]
    return [*report, *(_shown(record.figures[place.cell]) for place in cell_places(record.forms[table], table))]


def _shown(figure: Figure) -> Cell:
    return show_state(figure.value).text if isinstance(figure, Absence) else figure
