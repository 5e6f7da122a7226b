"""All data as one SQLite file. The same data give the same bytes: order, page size and the header are fixed."""

from __future__ import annotations

import functools
import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from generator.publishing.data_tables import KINDS
from generator.publishing.edition import Shown
from generator.publishing.figure_lines import CellPlace, cell_places
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

_FIGURE: Final = 4
"""Columns of the table of figures."""
_MOST: Final = 200
"""Values that go with one statement: few enough that hardly any row is left to go alone."""

Stored = str | int | None
Numbers = tuple[str, int, int, int, tuple[str, ...], tuple[Stored, ...], tuple[str, ...]]
"""An issue: agency, year, revision, whether it is the newest; its forms, and of each of their cells value and state."""


class Database:
    """The database while it is written. A figure without a number is NULL with its state; decimals keep their value."""

    def __init__(self, path: Path) -> None:
        self._path, self._issues = path, 0
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._connection.executescript(_SCHEMA)
            self._connection.execute("BEGIN")
            self._make_tables()
        except BaseException:
            self.close()
            raise

    def _make_tables(self) -> None:
        for key, _, head in KINDS:
            columns = ", ".join(f'"{name}" {"NUMERIC" if name in _NUMBERS else "TEXT"}' for name in head)
            self._connection.execute(f'CREATE TABLE "{key}" ({columns}{_KEYS[key]})')
        for places in _cells().values():
            rows = (
                (number, form, at.table, at.row, at.column, at.cell, at.label, at.unit) for number, form, at in places
            )
            self._connection.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add(self, tables: Mapping[str, Iterable[Sequence[Stored]]], figures: Iterable[Numbers] = ()) -> None:
        """Add rows to tables, and issues with their figures."""
        for key, _, head in KINDS:
            self._insert(key, len(head), tables.get(key, ()))
        for *issue, forms, values, states in figures:
            self._issues += 1
            self._connection.execute("INSERT INTO issue VALUES (?, ?, ?, ?, ?)", (self._issues, *issue))
            numbers = _cell_numbers(forms)
            rows = zip(itertools.repeat(self._issues, len(numbers)), numbers, values, states, strict=True)
            self._insert("figure", _FIGURE, rows)

    def _insert(self, table: str, columns: int, rows: Iterable[Sequence[Stored]]) -> None:
        """Add rows, many by one statement: to run a statement costs more than what it does with a row."""
        left, most = iter(rows), _MOST // columns
        while some := tuple(itertools.islice(left, most)):
            if len(some) == most:
                self._connection.execute(_statement(table, columns, most), tuple(itertools.chain.from_iterable(some)))
            else:
                self._connection.executemany(_statement(table, columns, 1), some)

    def finish(self) -> None:
        """Bring the file into the order that it has whatever was added when, and close it."""
        self._connection.execute("COMMIT")
        self._connection.execute("VACUUM")
        self.close()
        with self._path.open("r+b") as file:
            file.seek(_WRITER.start)
            file.write(bytes(_WRITER.stop - _WRITER.start))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


@functools.cache
def _statement(table: str, columns: int, rows: int) -> str:
    marks = f"({', '.join('?' * columns)})"
    return f'INSERT INTO "{table}" VALUES {", ".join([marks] * rows)}'  # noqa: S608 - our own names


def numbers_of(shown: Shown) -> Numbers:
    """Give the figures of an issue as the database takes them. Raises `ValueError` for one without a record."""
    if shown.record is None:
        raise ValueError(shown.url)
    issue, forms, figures = shown.issue, shown.record.forms, shown.record.figures
    own = tuple(forms[table] for table in TABLES)
    found = [_value_and_state(figures[at.cell]) for _, at in _cells_in(own)]
    values, states = tuple(value for value, _ in found), tuple(state for _, state in found)
    return (issue.agency, issue.year, issue.revision, int(not shown.later), own, values, states)


def _cells_in(forms: tuple[str, ...]) -> Iterator[tuple[int, CellPlace]]:
    """Give the cells of the tables, each in a form, with their numbers."""
    named = zip(forms, TABLES, strict=True)
    return ((number, at) for form, table in named for number, _, at in _cells()[form, table])


@functools.cache
def _cell_numbers(forms: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(number for number, _ in _cells_in(forms))


@functools.cache
def _cells() -> Mapping[tuple[str, str], Sequence[tuple[int, str, CellPlace]]]:
    """Give every cell of every form with its number and form, by form and table."""
    numbers: dict[tuple[str, str], list[tuple[int, str, CellPlace]]] = defaultdict(list)
    places = [(form, table, place) for form in FORM_NAMES for table in TABLES for place in cell_places(form, table)]
    for number, (form, table, place) in enumerate(places, start=1):
        numbers[form, table].append((number, form, place))
    return numbers


def _value_and_state(figure: Figure) -> tuple[str | int | None, str]:
    """Give a figure as the database takes it: nearly all are whole numbers."""
    if isinstance(figure, int):
        return figure, "stated"
    value, state = value_and_state(figure)
    return _stored(value), state


def stored_row(row: Iterable[Cell]) -> tuple[Stored, ...]:
    """Give a row as the database takes it."""
    return tuple(map(_stored, row))


def _stored(value: Cell) -> Stored:
    """Give a value as the database takes it. Decimals go in as text: a NUMERIC column keeps those it cannot hold."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value == "" else value
