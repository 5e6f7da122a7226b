"""All data as one workbook for people: a sheet of notes, then tables, then the figures, one line a report.

A cell holds the number or, where there is none, the word that says why; nothing is left empty that might be taken for
zero. The figures of each form stand on a sheet of their own, as no form has all cells. The same data give the same
bytes: what the library would take from the clock is fixed.
"""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element

from generator.publishing.data_tables import tables
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_lines import cell_places
from generator.publishing.figure_text import show_state
from generator.publishing.tabular import Cell
from generator.publishing.words import words
from generator.records.figures import Absence, Figure
from generator.records.forms import FORM_NAMES, TABLE_TITLES, TABLES

MOST_ROWS: Final = 1_048_575
"""How many rows below its head a sheet can have."""
_FAILED: Final = "fail"  # what could not be assessed fills the CSV file, and would bury the failures here
_LONGEST_TEXT: Final = 32_767
_EXACT: Final = 10**15
_NOT_ALLOWED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_CLOCK: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_REPORT_HEAD: Final = ("机关编号", "机关", "年度", "版次", "副本")


class _Archive(zipfile.ZipFile):
    """A zip file without the time of day in it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as its base
        name = str(zinfo_or_arcname)
        if name == "docProps/core.xml":
            data = _CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z", data if isinstance(data, bytes) else data.encode())
        entry = zipfile.ZipInfo(name, _DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as its base
        with open(filename, "rb") as file:  # noqa: PTH123 - a name that the library gives
            self.writestr(arcname or filename, file.read())


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
        self._runs: list[list[bytes]] = []

    def _write_rows(self) -> Generator[None, Any, None]:
        """Write rows as they are sent; see the library's own."""
        xf, within = self._writer.xf.send(True), False  # noqa: FBT003 - the library's own call
        with xf.element("sheetData"):
            for number in itertools.count(1):
                try:
                    row = yield
                except GeneratorExit:
                    break
                plain = isinstance(row, str)
                if not plain:
                    self._writer.write_row(xf, self._values_to_row(row, number), number)
                elif not within:
                    xf.write(Element(_RUN))
                    self._runs.append([])
                within = plain
                if plain:
                    self._runs[-1].append(f'<row r="{number}">{row.replace(_ROW, str(number))}</row>'.encode())
        self._writer.xf.send(None)

    def close(self) -> None:
        """Put the rows in that the library has not written."""
        super().close()
        file = Path(self._writer.out)
        first, *others = file.read_bytes().split(f"<{_RUN}/>".encode())
        with file.open("wb") as out:
            out.write(first)
            for run, behind in zip(self._runs, others, strict=True):
                out.writelines((*run, behind))

    def add(self, row: Sequence[Cell]) -> None:
        """Append a row below the head."""
        plain = [_cell_xml(column, value) for column, value in enumerate(row, 1)]
        if all(plain):
            self._rows.send("".join(plain))
        else:
            self.append([_safe(self, value) for value in row])


_RUN: Final = "run"
"""The element that stands for rows which are put in later: no sheet has one of that name."""
_ROW: Final = "\0"
"""Stands for the row's number in a cell that is remembered."""


def _cell_xml(column: int, value: Cell) -> str:
    """Give a cell as the library writes it; nothing where only the library knows how."""
    if isinstance(value, str):
        return _text_xml(column, value)
    if not -_EXACT < value < _EXACT:
        return ""
    number = value if isinstance(value, int) else safe_string(value)
    return f'<c r="{_letter(column)}{_ROW}" t="n"><v>{number}</v></c>'


@functools.lru_cache(maxsize=10_000)
def _text_xml(column: int, text: str) -> str:
    plain = text == text.strip() and not text.startswith((*_FORMULA, "#")) and len(text) <= _LONGEST_TEXT
    if not plain or "\r" in text or _NOT_ALLOWED.search(text):
        return ""
    inner = f"<is><t>{_ascii(escape(text))}</t></is>" if text else ""
    return f'<c r="{_letter(column)}{_ROW}" t="inlineStr">{inner}</c>'


def _ascii(text: str) -> str:
    """Give characters by their numbers where the library does."""
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


_letter: Final = functools.cache(get_column_letter)


def _new_sheet(book: Workbook, title: str) -> _Sheet:
    sheet = _Sheet(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined] # noqa: SLF001 - `create_sheet` can only make the library's own kind
    return sheet


def workbook(edition: Edition) -> bytes:
    """Write the workbook. A table that is longer than a sheet can be is left out, and the notes say so."""
    book = Workbook(write_only=True)
    notes = _new_sheet(book, "说明")
    written = [*_tables(book, edition), *_figures(book, edition)]
    _fill(notes, (words("workbook")["title"], ""), _notes(edition, written))
    out = io.BytesIO()
    ExcelWriter(book, _Archive(out, "w")).save()
    return out.getvalue()


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


def _tables(book: Workbook, edition: Edition) -> Iterator[tuple[str, str]]:
    for table in tables(edition):
        rows = [row for row in table.rows if table.key != "findings" or _FAILED in row]
        if len(rows) > MOST_ROWS:
            yield table.title, words("workbook")["too_long"]
            continue
        _fill(_new_sheet(book, table.title), table.head, rows)
        yield table.title, words("workbook")["sheet"].format(rows=len(rows))


def _figures(book: Workbook, edition: Edition) -> Iterator[tuple[str, str]]:
    """Write a sheet for each table and form, with the reports that follow it."""
    read = [shown for shown in edition.reports if shown.record]
    for table in TABLES:
        for form in reversed(FORM_NAMES):
            mine = [shown for shown in read if shown.record and shown.record.forms[table] == form]
            if mine:
                title = words("workbook")["figures"].format(table=TABLE_TITLES[table], form=form)
                places = cell_places(form, table)
                head = (*_REPORT_HEAD, *(place.label for place in places))
                _fill(_new_sheet(book, title), head, (_figure_row(shown, table, form) for shown in mine))
                yield title, words("workbook")["sheet"].format(rows=len(mine))


def _figure_row(shown: Shown, table: str, form: str) -> list[Cell]:
    if shown.record is None:
        raise ValueError(shown.url)
    copy = words("copies")[shown.record.source.copy]
    figures = shown.record.figures
    report: list[Cell] = [shown.agency.id, shown.agency.name, shown.issue.year, shown.issue.revision, copy]
    return [*report, *(_shown(figures[place.cell]) for place in cell_places(form, table))]


def _shown(figure: Figure) -> Cell:
    return show_state(figure.value).text if isinstance(figure, Absence) else figure


def _fill(sheet: _Sheet, head: Iterable[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet.freeze_panes = "B2"
    bold = []
    for label in head:
        cell = WriteOnlyCell(sheet, label)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.add(row)


def _safe(sheet: WriteOnlyWorksheet, value: Cell) -> Any:  # noqa: ANN401 - a value or a cell
    """Give a value as a sheet takes it: no characters that XML has not, and text that begins a formula as text."""
    if not isinstance(value, str):
        return value if not isinstance(value, Decimal) or abs(value) < _EXACT else str(value)
    text = _NOT_ALLOWED.sub("", value)[:_LONGEST_TEXT]
    if not text.startswith(_FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
