"""The official forms as data: tables, rows, columns, labels, and the identities that must hold among their cells.

A form is a file in `forms/`; this module reads them and knows no year and no label itself.
Sources: 国办公开办函〔2019〕60号 (form 2019), 国办公开办函〔2021〕30号 (form 2021).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from generator.records.figures import Unit
from generator.records.yaml_files import load_resource

TABLES: Final = ("proactive", "applications", "disputes")
TABLE_TITLES: Final = {"proactive": "表二", "applications": "表三", "disputes": "表四"}
FORM_NAMES: Final = tuple(
    sorted(
        path.name.removesuffix(".yaml")
        for path in resources.files("generator.records").joinpath("forms").iterdir()
        if path.name.removesuffix(".yaml").isdigit()
    )
)
"""The forms that there are, the oldest first: each is a file named after the first report year that it is due for."""

_UNITS: Final = {"change": Unit.CHANGE, "amount_yuan": Unit.YUAN, "万元": Unit.TEN_THOUSAND_YUAN}


@dataclass(frozen=True, slots=True)
class FormCell:
    """One place in a table: its dotted name, the column label over it, and its unit."""

    name: str
    label: str
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a table: its key, printed label (`short` for narrow places), the label of its group, its cells."""

    table: str
    key: str
    label: str
    cells: tuple[FormCell, ...]
    group: str = ""
    short: str = ""
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The row's dotted name, as evidence uses it. The one row of `disputes` is named after its table."""
        return f"{self.table}.{self.key}" if self.key else self.table


@dataclass(frozen=True, slots=True)
class Identity:
    """Two sums that must be equal. `check` is the check that tests it, `subject` its row, column or group."""

    check: str
    subject: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that takes part."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a group of cases: key, printed label, label of the group over it."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of one form: its rows in printed order."""

    form: str
    table: str
    rows: tuple[FormRow, ...]

    @property
    def cells(self) -> tuple[FormCell, ...]:
        """Every cell in printed order."""
        return tuple(cell for row in self.rows for cell in row.cells)


def _columns(name: str) -> tuple[Column, ...]:
    return tuple(Column(**column) for column in load_resource("generator.records", "forms/columns.yaml")[name])


@functools.cache
def applicants() -> tuple[Column, ...]:
    """The seven columns of 表三, in printed order; the last is 总计."""
    return _columns("applicants")


@functools.cache
def outcomes() -> tuple[Column, ...]:
    """The five columns of each group of 表四, in printed order; the last is 总计."""
    return _columns("outcomes")


@functools.cache
def cases() -> tuple[Column, ...]:
    """The three groups of 表四."""
    return _columns("cases")


@functools.cache
def form_data(name: str) -> dict[str, Any]:
    """Read a form's file. `name` is `2019` or `2021`."""
    data: dict[str, Any] = load_resource("generator.records", f"forms/{name}.yaml")
    return data


def section_titles(year: int) -> tuple[str, ...]:
    """The six official section titles of the form due for `year`, without their numbers."""
    return tuple(form_data(form_due(year))["title_of_section"])


def form_due(year: int) -> str:
    """Name the form due for a report year: `2019` for 2019 and 2020, `2021` from 2021 on."""
    due = [name for name in FORM_NAMES if form_data(name)["first_year"] <= year]
    return due[-1] if due else FORM_NAMES[0]


@functools.cache
def form_table(form: str, table: str) -> FormTable:
    """Give one table of one form."""
    if table == "disputes":
        return FormTable(form, table, (_dispute_row(),))
    make = _proactive_row if table == "proactive" else _application_row
    return FormTable(form, table, tuple(make(row) for row in form_data(form)[table]))


def _proactive_row(row: dict[str, Any]) -> FormRow:
    name = f"proactive.{row['key']}"
    cells: tuple[FormCell, ...]
    if "value" in row:
        cells = (FormCell(name, row["value"], _UNITS.get(row.get("unit", ""), Unit.COUNT)),)
    else:
        cells = tuple(
            FormCell(f"{name}.{key}", label, _UNITS.get(key, Unit.COUNT)) for key, label in row["cells"].items()
        )
    return FormRow("proactive", row["key"], row["label"], cells, group=row["head"], also=tuple(row.get("also", ())))


def _application_row(row: dict[str, Any]) -> FormRow:
    name = f"applications.{row['key']}"
    cells = tuple(FormCell(f"{name}.{column.key}", column.label) for column in applicants())
    group, short, also = row.get("group", ""), row.get("short", ""), tuple(row.get("also", ()))
    return FormRow("applications", row["key"], row["label"], cells, group=group, short=short, also=also)


def _dispute_row() -> FormRow:
    cells = tuple(
        FormCell(f"disputes.{case.key}.{outcome.key}", f"{case.label} {outcome.label}")
        for case in cases()
        for outcome in outcomes()
    )
    return FormRow("disputes", "", "", cells)


@functools.lru_cache(maxsize=4096)
def names_around(cell: str) -> tuple[str, ...]:
    """Give the names under which a cell's evidence may stand: its own, its row's, its table's."""
    parts = cell.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


@functools.cache
def row_names(form: str, table: str) -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    """Give every row's name with those of its cells, and all names below the row under which evidence may stand."""
    found = ((row.name, tuple(cell.name for cell in row.cells)) for row in form_table(form, table).rows)
    return tuple((row, cells, frozenset({*cells, *_between(row, cells)})) for row, cells in found)


def _between(row: str, cells: tuple[str, ...]) -> set[str]:
    return {name for cell in cells for name in names_around(cell)} - {*names_around(row)}


@functools.cache
def cell_paths(form: str, table: str) -> tuple[tuple[str, tuple[str | int, ...]], ...]:
    """Give every cell of a table with the keys that lead to it in a record file: rows of `applications` are lists."""
    return tuple(
        (cell.name, (row.key, position) if table == "applications" else tuple(cell.name.split(".")[1:]))
        for row in form_table(form, table).rows
        for position, cell in enumerate(row.cells)
    )


@functools.cache
def identities(table: str, form: str) -> tuple[Identity, ...]:
    """Every identity among the cells of a table (domain.md 2.7: R1 to R4). `proactive` has none."""
    if table == "applications":
        return (*_column_identities(form), *_result_subtotals(form), *_row_totals(form))
    if table == "disputes":
        return tuple(_case_totals())
    return ()


def _column_identities(form: str) -> Iterator[Identity]:
    del form  # the rows concerned are the same in both
    for column in applicants():
        left = tuple(f"applications.{row}.{column.key}" for row in ("new_received", "carried_in"))
        right = tuple(f"applications.{row}.{column.key}" for row in ("total", "carried_out"))
        yield Identity("column-identity", column.key, left, right)


def _result_subtotals(form: str) -> Iterator[Identity]:
    keys = [row.key for row in form_table(form, "applications").rows]
    results = keys[keys.index("granted") : keys.index("total")]
    for column in applicants():
        left = tuple(f"applications.{row}.{column.key}" for row in results)
        yield Identity("result-subtotal", column.key, left, (f"applications.total.{column.key}",))


def _row_totals(form: str) -> Iterator[Identity]:
    for row in form_table(form, "applications").rows:
        *parts, total = (cell.name for cell in row.cells)
        yield Identity("row-total", row.key, tuple(parts), (total,))


def _case_totals() -> Iterator[Identity]:
    for case in cases():
        *parts, total = (f"disputes.{case.key}.{outcome.key}" for outcome in outcomes())
        yield Identity("case-total", case.key, tuple(parts), (total,))
