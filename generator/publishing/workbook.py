"""All data as one workbook for people: a sheet of notes, then tables, then the figures, one line a report.

A cell holds the number or, where there is none, the word that says why; nothing is left empty that might be taken for
zero. The figures of each form stand on a sheet of their own, as no form has all cells. The same data give the same
bytes: what the library would take from the clock is fixed. A sheet whose rows are as they were is taken over as it was
compressed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element

from generator.publishing.data_tables import KINDS
from generator.publishing.edition import Edition
from generator.publishing.figure_lines import cell_places
from generator.publishing.kept import Kept, Part, made_from
from generator.publishing.sheet_rows import (
    EXACT,
    FORMULA,
    LONGEST_TEXT,
    NOT_ALLOWED,
    FoldedRows,
    Run,
    SheetRows,
    ready,
    sheet_name,
)
from generator.publishing.tabular import Cell
from generator.publishing.words import words
from generator.records.forms import FORM_NAMES, TABLE_TITLES, TABLES

MOST_ROWS: Final = 1_048_575
"""How many rows below its head a sheet can have."""
_CLOCK: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_PIECE: Final = 1 << 20
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_REPORT_HEAD: Final = ("机关编号", "机关", "年度", "版次", "副本")


class _Deflated(NamedTuple):
    """An entry of a zip file as it lies there, with what the file says of it: bytes, checksum, size before."""

    data: bytes
    crc: int
    size: int


class _Archive(zipfile.ZipFile):
    """A zip file without the time of day in it. `sheets` are those that were written, or lie ready, by their names."""

    def __init__(self, path: Path, sheets: dict[str, _Deflated]) -> None:
        super().__init__(path, "w")
        self.sheets = sheets

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as its base
        name = str(zinfo_or_arcname)
        if name == "docProps/core.xml":
            data = _CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z", data if isinstance(data, bytes) else data.encode())
        super().writestr(_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as its base
        name = str(arcname or filename)
        if name not in self.sheets:
            self.sheets[name] = _deflated(Path(filename))
        self._put(_entry(name), self.sheets[name])

    def _put(self, entry: zipfile.ZipInfo, made: _Deflated) -> None:
        """Write an entry as it lies ready: the library would only take it before it is compressed."""
        entry.CRC, entry.compress_size, entry.file_size = made.crc, len(made.data), made.size
        if self.fp is None:
            raise ValueError(entry.filename)
        self.fp.seek(self.start_dir)
        entry.header_offset = self.start_dir
        self.fp.write(entry.FileHeader() + made.data)
        self.start_dir = self.fp.tell()
        self.filelist.append(entry)
        self.NameToInfo[entry.filename] = entry


def _deflated(path: Path) -> _Deflated:
    packer, crc, size, found = zlib.compressobj(wbits=-zlib.MAX_WBITS), 0, 0, []
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            found.append(packer.compress(piece))
    return _Deflated(b"".join([*found, packer.flush()]), crc, size)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    return entry


class _Sheet(WriteOnlyWorksheet):
    """A sheet that also takes a whole row as XML: the library's own way, cell by cell, takes ten times as long.

    Such rows never pass through the library: it writes a sign where a run of them belongs, and they are put there when
    it has closed the sheet.
    """

    _writer: Any
    _rows: Any
    _values_to_row: Any

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self._runs: list[Run] = []

    def _write_rows(self) -> Generator[None, Any, None]:
        """Write rows as they are sent; see the library's own."""
        xf, number = self._writer.xf.send(True), 1  # noqa: FBT003 - the library's own call
        with xf.element("sheetData"):
            while True:
                try:
                    row = yield
                except GeneratorExit:
                    break
                if isinstance(row, Run):
                    xf.write(Element(_RUN))
                    self._runs.append(row)
                    number += row.count
                else:
                    self._writer.write_row(xf, self._values_to_row(row, number), number)
                    number += 1
        self._writer.xf.send(None)

    def close(self) -> None:
        """Put the rows in that the library has not written."""
        super().close()
        file = Path(self._writer.out)
        first, *others = file.read_bytes().split(f"<{_RUN}/>".encode())
        with file.open("wb") as out:
            out.write(first)
            for run, behind in zip(self._runs, others, strict=True):
                run.copy_to(out)
                out.write(behind)

    def fill(self, head: Iterable[str], rows: SheetRows) -> None:
        """Write a bold head and the rows below it."""
        self.freeze_panes = "B2"
        bold = []
        for label in head:
            cell = WriteOnlyCell(self, label)
            cell.font = Font(bold=True)
            bold.append(cell)
        self.append(bold)
        for part in rows.parts():
            if isinstance(part, Run):
                self._rows.send(part)
            else:
                self.append([_safe(self, value) for value in part])


_RUN: Final = "run"
"""The element that stands for rows which are put in later: no sheet has one of that name."""


def _new_sheet(book: Workbook, title: str) -> _Sheet:
    sheet = _Sheet(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined] # noqa: SLF001 - `create_sheet` can only make the library's own kind
    return sheet


class Sheets:
    """All rows of the workbook, sheet by sheet, in a folder of their own; and the workbook made of them.

    `kept` are sheets to be taken over into the site at `built`.
    """

    def __init__(self, folder: Path, kept: Kept, built: Path) -> None:
        self._folder, self._kept, self._built = folder, kept, built
        self._rows: dict[str, SheetRows] = {}
        self._ready: dict[str, _Deflated] = {}
        self._fresh: dict[str, tuple[str, str]] = {}

    def add(self, sheet: str, rows: FoldedRows) -> None:
        """Add rows to a sheet: that of a table, by its key, or one of `figure_rows`."""
        if sheet not in self._rows:
            self._rows[sheet] = SheetRows(self._folder / f"{len(self._rows)}.rows")
        self._rows[sheet].add(rows)

    def close(self) -> None:
        """Let go of the files."""
        for rows in self._rows.values():
            rows.close()

    def write(self, edition: Edition, path: Path) -> None:
        """Write the workbook. A table that is longer than a sheet can be is left out, and the notes say so."""
        book = Workbook(write_only=True)
        notes = _new_sheet(book, "说明")
        told = [*self._tables(book), *self._figures(book)]
        self.add("notes", FoldedRows.of(map(ready, _notes(edition, told))))
        notes.fill((words("workbook")["title"], ""), self._rows["notes"])
        ExcelWriter(book, _Archive(path, self._ready)).save()
        for name, (part, source) in self._fresh.items():
            data, *told_of_it = self._ready[name]
            self._kept.note(part, source, Part({}, told_of_it, data))

    def _fill(self, book: Workbook, key: str, title: str, head: Iterable[str]) -> None:
        """Write a sheet, or take it over. One with rows that the library writes is always written, for their styles."""
        sheet, rows, head = _new_sheet(book, title), self._rows[key], tuple(head)
        name, part = f"xl/worksheets/sheet{len(book.worksheets)}.xml", f"sheet-{key.replace(' ', '-')}"
        source = made_from(name, head, rows.digest)
        known = self._kept.take(part, source, self._built) if rows.plain else None
        if known:
            self._ready[name] = _Deflated(known.beside, *known.said)
            return
        sheet.fill(head, rows)
        if rows.plain:
            self._fresh[name] = part, source

    def _tables(self, book: Workbook) -> Iterator[tuple[str, str]]:
        for table in KINDS:
            self.add(table.key, FoldedRows.of(()))
            rows = self._rows[table.key]
            if rows.count > MOST_ROWS:
                yield table.title, words("workbook")["too_long"]
                continue
            self._fill(book, table.key, table.title, table.head)
            yield table.title, words("workbook")["sheet"].format(rows=rows.count)

    def _figures(self, book: Workbook) -> Iterator[tuple[str, str]]:
        """Write a sheet for each table and form, with the reports that follow it."""
        for table in TABLES:
            for form in reversed(FORM_NAMES):
                if rows := self._rows.get(sheet_name(table, form)):
                    title = words("workbook")["figures"].format(table=TABLE_TITLES[table], form=form)
                    head = (*_REPORT_HEAD, *(place.label for place in cell_places(form, table)))
                    self._fill(book, sheet_name(table, form), title, head)
                    yield title, words("workbook")["sheet"].format(rows=rows.count)


def _notes(edition: Edition, written: Iterable[tuple[str, str]]) -> Iterator[tuple[Cell, ...]]:
    said = words("workbook")
    yield (said["site"], edition.settings.title)
    yield (said["address"], edition.settings.base_url)
    yield (said["licence"], edition.settings.licence)
    if edition.settings.sample:
        yield (said["sample"], said["sample_means"])
    yield from written
    for key, entry in words("states").items():
        yield (entry["cell"], f"{key}：{entry['means']}")


def _safe(sheet: WriteOnlyWorksheet, value: Cell) -> Any:  # noqa: ANN401 - a value or a cell
    """Give a value as a sheet takes it: no characters that XML has not, and text that begins a formula as text."""
    if not isinstance(value, str):
        return value if not isinstance(value, Decimal) or abs(value) < EXACT else str(value)
    text = NOT_ALLOWED.sub("", value)[:LONGEST_TEXT]
    if not text.startswith(FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
