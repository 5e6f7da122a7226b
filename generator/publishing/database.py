"""All data as one SQLite file. The same data give the same bytes: order, page size and the header are fixed."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from generator.publishing.data_tables import tables
from generator.publishing.edition import Edition
from generator.publishing.figure_lines import cell_places
from generator.publishing.tabular import Cell, value_and_state
from generator.records.figures import Figure
from generator.records.forms import FORM_NAMES, TABLES

_NUMBERS: Final = frozenset({"year", "revision", "value", "numerator", "denominator", "page", "line", "count"})
_KEYS: Final = {
    "agencies": ", PRIMARY KEY (agency)",
    "reports": ", PRIMARY KEY (agency, year, revision)",
    "metrics": ", PRIMARY KEY (agency, year, metric)",
    "codebook": ", PRIMARY KEY (cell, form)",
    "findings": "",
}
# Figures name their report and cell by number, so that the file stays small; the view spells them out.
_SCHEMA: Final = """
PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE cell (id INTEGER PRIMARY KEY, form TEXT NOT NULL, "table" TEXT NOT NULL, "row" TEXT NOT NULL,
 "column" TEXT NOT NULL, cell TEXT NOT NULL, label TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (cell, form));
CREATE TABLE issue (id INTEGER PRIMARY KEY, agency TEXT NOT NULL, year INTEGER NOT NULL, revision INTEGER NOT NULL,
 newest INTEGER NOT NULL, UNIQUE (agency, year, revision));
CREATE TABLE figure (issue INTEGER NOT NULL REFERENCES issue, cell INTEGER NOT NULL REFERENCES cell, value NUMERIC,
 state TEXT NOT NULL, PRIMARY KEY (issue, cell)) WITHOUT ROWID;
CREATE VIEW figures AS SELECT issue.agency, agencies.name, issue.year, issue.revision, issue.newest, cell.form,
 cell."table", cell."row", cell."column", cell.cell, cell.label, cell.unit, figure.value, figure.state
 FROM figure JOIN issue ON issue.id = figure.issue JOIN cell ON cell.id = figure.cell
 JOIN agencies ON agencies.agency = issue.agency;
"""
_WRITER: Final = slice(96, 100)
"""Where SQLite puts its own version into a file's header: it is not data, and differs from machine to machine."""


def database(edition: Edition) -> bytes:
    """Write the database. A figure without a number is NULL with its state; decimals keep their value."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "gongkai.sqlite")
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN")
            _tables(connection, edition)
            _figures(connection, edition)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        finally:
            connection.close()
        written = bytearray(path.read_bytes())
    written[_WRITER] = bytes(4)
    return bytes(written)


def _tables(connection: sqlite3.Connection, edition: Edition) -> None:
    for key, head, rows in ((table.key, table.head, table.rows) for table in tables(edition)):
        columns = ", ".join(f'"{name}" {"NUMERIC" if name in _NUMBERS else "TEXT"}' for name in head)
        connection.execute(f'CREATE TABLE "{key}" ({columns}{_KEYS[key]})')
        marks = ", ".join("?" * len(head))
        connection.executemany(f'INSERT INTO "{key}" VALUES ({marks})', (tuple(map(_stored, row)) for row in rows))  # noqa: S608 - our own names


def _figures(connection: sqlite3.Connection, edition: Edition) -> None:
    numbers = _cells(connection)
    issues = (shown for found in edition.issues.values() for shown in found if shown.record)
    for number, shown in enumerate(issues, start=1):
        issue = shown.issue
        row = (number, issue.agency, issue.year, issue.revision, int(not shown.later))
        connection.execute("INSERT INTO issue VALUES (?, ?, ?, ?, ?)", row)
        if shown.record is None:
            continue
        forms, figures = shown.record.forms, shown.record.figures
        rows = [
            (number, cell, *_value_and_state(figures[name]))
            for table in TABLES
            for cell, name in numbers[forms[table], table]
        ]
        connection.executemany("INSERT INTO figure VALUES (?, ?, ?, ?)", rows)


def _cells(connection: sqlite3.Connection) -> Mapping[tuple[str, str], Sequence[tuple[int, str]]]:
    """Write every cell of every form, and give their numbers and names by form and table."""
    numbers: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    places = [(form, table, place) for form in FORM_NAMES for table in TABLES for place in cell_places(form, table)]
    for number, (form, table, place) in enumerate(places, start=1):
        row = (number, form, place.table, place.row, place.column, place.cell, place.label, place.unit)
        connection.execute("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        numbers[form, table].append((number, place.cell))
    return numbers


def _value_and_state(figure: Figure) -> tuple[str | int | None, str]:
    """Give a figure as the database takes it: nearly all are whole numbers."""
    if isinstance(figure, int):
        return figure, "stated"
    value, state = value_and_state(figure)
    return _stored(value), state


def _stored(value: Cell) -> str | int | None:
    """Give a value as the database takes it. Decimals go in as text: a NUMERIC column keeps those it cannot hold."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value == "" else value
