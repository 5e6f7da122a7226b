"""The files that every agency adds its rows to: tables as CSV and JSON, the workbook, the database.

Rows come agency by agency, in the order of the registry, and go to disk at once: no more than one agency's are held.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.publishing import urls
from generator.publishing.agency_rows import ITEM, AgencyRows
from generator.publishing.data_tables import KINDS, codebook_rows
from generator.publishing.database import Database, stored_row
from generator.publishing.downloads import compare_head
from generator.publishing.edition import Edition
from generator.publishing.finding_rows import HEAD as FINDING_HEAD
from generator.publishing.kept import Kept
from generator.publishing.sheet_rows import FoldedRows, ready
from generator.publishing.tabular import csv_head, csv_line
from generator.publishing.workbook import Sheets
from generator.publishing.writer import Writer

WORKBOOK: Final = "data/gongkai.xlsx"
DATABASE: Final = "data/gongkai.sqlite"
_RECORDS: Final = "data/records.csv"


class Whole:
    """The files of the whole while agencies add to them."""

    def __init__(self, edition: Edition, writer: Writer, scratch: Path, kept: Kept) -> None:
        self._edition, self._writer, self._scratch = edition, writer, scratch
        self._lists: set[str] = set()
        self._sheets, self._database = Sheets(scratch, kept, writer.built), Database(scratch / "database")
        for address, head in _heads(edition.years):
            writer.add(address, csv_head(head).encode())

    def add(self, rows: AgencyRows) -> None:
        """Add what the next agency of the registry has to add."""
        for address, lines in rows.lines.items():
            self._writer.add(address, lines.encode())
        for address, items in rows.items.items():
            self._add_items(address, items)
        for sheet, mine in rows.sheets.items():
            self._sheets.add(sheet, mine)
        self._database.add(rows.tables, rows.figures)

    def _add_items(self, address: str, items: Iterable[str]) -> None:
        for item in items:
            self._writer.add(address, f"{',' if address in self._lists else '['}{ITEM}{item}".encode())
            self._lists.add(address)

    def finish(self) -> None:
        """Write the ends of all files. Nothing can be added then."""
        codebook = list(codebook_rows())
        self._writer.add("data/codebook.csv", "".join(map(csv_line, codebook)).encode())
        self._sheets.add("codebook", FoldedRows.of(map(ready, codebook)))
        self._database.add({"codebook": list(map(stored_row, codebook))})
        for year in self._edition.years:
            address = f"{urls.findings(year)}findings.json"
            self._writer.add(address, b"\n]\n" if address in self._lists else b"[]\n")
        self._writer.close()
        self._join_years()
        self._database.finish()
        shutil.move(self._scratch / "database", self._writer.place(DATABASE))
        self._sheets.write(self._edition, self._writer.place(WORKBOOK))

    def _join_years(self) -> None:
        head = csv_head(compare_head()).encode()
        with self._writer.place(_RECORDS).open("wb") as out:
            out.write(head)
            for year in self._edition.years:
                with self._writer.place(f"{urls.year(year)}records.csv").open("rb") as file:
                    file.seek(len(head))
                    shutil.copyfileobj(file, out)

    def close(self) -> None:
        """Let go of the files."""
        self._sheets.close()
        self._database.close()


def _heads(years: Iterable[int]) -> Iterator[tuple[str, Iterable[str]]]:
    yield from ((f"data/{table.key}.csv", table.head) for table in KINDS)
    for year in years:
        yield f"{urls.year(year)}records.csv", compare_head()
        yield f"{urls.findings(year)}findings.csv", FINDING_HEAD


@contextlib.contextmanager
def whole_files(edition: Edition, writer: Writer, kept: Kept | None = None) -> Iterator[Whole]:
    """Give what puts the files of the whole together; parts of them may be taken over."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        contextlib.closing(writer),
        contextlib.closing(Whole(edition, writer, Path(scratch), kept or Kept(writer.built))) as whole,
    ):
        yield whole
