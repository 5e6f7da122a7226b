"""All data as one workbook for people: a sheet of notes, then tables, then the figures, one line a report.

A cell holds the number or, where there is none, the word that says why; nothing is left empty that might be taken for
zero. The figures of each form stand on a sheet of their own, as no form has all cells. The same data give the same
bytes: what the library would take from the clock is fixed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

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


def workbook(edition: Edition) -> bytes:
    """Write the workbook. A table that is longer than a sheet can be is left out, and the notes say so."""
    book = Workbook(write_only=True)
    notes = book.create_sheet("说明")
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
        _fill(book.create_sheet(table.title), table.head, rows)
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
                _fill(book.create_sheet(title), head, (_figure_row(shown, table, form) for shown in mine))
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


def _fill(sheet: WriteOnlyWorksheet, head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> None:
    sheet.freeze_panes = "B2"
    bold = []
    for label in head:
        cell = WriteOnlyCell(sheet, label)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_safe(sheet, value) for value in row])


def _safe(sheet: WriteOnlyWorksheet, value: Cell) -> Any:  # noqa: ANN401 - a value or a cell
    """Give a value as a sheet takes it: no characters that XML has not, and text that begins a formula as text."""
    if not isinstance(value, str):
        return value if not isinstance(value, Decimal) or abs(value) < 10**15 else str(value)
    text = _NOT_ALLOWED.sub("", value)[:_LONGEST_TEXT]
    if not text.startswith(_FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
