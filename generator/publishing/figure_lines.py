"""Every cell of a report as a line of the long table, and the report as a line of the wide one, each written once.

The same lines stand in the files of an agency, of a year and of the whole, so they are made as text and put together.
No column of the long table holds words in one line and numbers in another, and none of its word columns is ever empty:
statistics programs guess a column's type from a part of it.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import Final

from generator.publishing.edition import Shown
from generator.publishing.tabular import csv_head, csv_part, value_and_state
from generator.publishing.views_tables import labelled_cells
from generator.publishing.words import words
from generator.records.figures import Figure
from generator.records.forms import FORM_NAMES, TABLES, form_table
from generator.records.record import Evidence, Record

LONG_HEAD: Final = (
    *("agency", "name", "year", "revision", "form", "cell", "label", "unit"),
    *("value", "state", "doubt", "readers", "placed_by", "corrected", "page", "line", "record"),
)
_REPORT_HEAD: Final = ("agency", "name", "division", "year", "revision", "copy", *(f"form_{name}" for name in TABLES))
_NONE: Final = "none"
_PRINT: Final = "print"
_NOWHERE: Final = (f"0,{_NONE}", ",")
"""What is said of a cell without evidence: nobody read it, and it stands nowhere."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell in the long table: its dotted name parted into table, row and column, its full label and its unit."""

    table: str
    row: str
    column: str
    cell: str
    label: str
    unit: str


@functools.cache
def cell_places(form: str, table: str) -> tuple[CellPlace, ...]:
    """Give every cell of one table of one form, in printed order."""
    known = form_table(form, table)
    labels = dict(labelled_cells(known))
    return tuple(_place(cell.name, labels[cell.name], cell.unit.value) for cell in known.cells)


def _place(name: str, label: str, unit: str) -> CellPlace:
    table, row, *column = name.split(".")
    return CellPlace(table, row, column[0] if column else "value", name, label, unit)


@functools.cache
def _middles(form: str, table: str) -> tuple[tuple[str, str], ...]:
    """Give (cell, what stands in its line whatever the report): form, cell, label, unit."""
    return tuple((each.cell, csv_part((form, each.cell, each.label, each.unit))) for each in cell_places(form, table))


def long_lines(shown: Shown) -> str:
    """Give a report's cells as lines of the long table, in printed order; nothing where it has no figures."""
    if shown.record is None or shown.held is None:
        return ""
    record, doubts = shown.record, _doubt_keys(shown)
    head = csv_part((shown.agency.id, shown.agency.name, shown.issue.year, shown.issue.revision)) + ","
    end = f",{shown.digest[:12]}\r\n"
    corrected = {fix.cell for fix in shown.held.corrections}
    stands = {name: _stands(evidence) for name, evidence in record.evidence.items()}
    lines = []
    for cell, middle in itertools.chain(*(_middles(record.forms[table], table) for table in TABLES)):
        found = record.evidence_key(cell)
        read, place = stands[found[0]] if found else _NOWHERE
        fixed = "true" if cell in corrected else "false"
        doubt = doubts.get(cell, _NONE)
        lines.append(f"{head}{middle},{_value_and_state(record.figures[cell])},{doubt},{read},{fixed},{place}{end}")
    return "".join(lines)


def _value_and_state(figure: Figure) -> str:
    return f"{figure},stated" if type(figure) is int else csv_part(value_and_state(figure))


def _doubt_keys(shown: Shown) -> dict[str, str]:
    keys = {word: key for key, word in words("doubts").items()}
    return {cell: keys[word] for cell, word in shown.doubts.items()}


def _of_report(shown: Shown, record: Record) -> tuple[str | int, ...]:
    agency, issue = shown.agency, shown.issue
    return (agency.id, agency.name, agency.division, issue.year, issue.revision, record.source.copy)


def _stands(evidence: Evidence) -> tuple[str, str]:
    """Give (`readers,placed_by`, `page,line`) of what stands on this."""
    page, line = evidence.place.page, evidence.place.line
    return f"{evidence.readers},{evidence.placed_by or _PRINT}", f"{page or ''},{line or ''}"


@functools.cache
def wide_cells() -> tuple[str, ...]:
    """Give every cell that any form has, each once, table by table in printed order."""
    forms = itertools.product(TABLES, reversed(FORM_NAMES))
    return tuple(dict.fromkeys(each.cell for table, form in forms for each in cell_places(form, table)))


def wide_head() -> str:
    """Give the first line of the wide table: after the report every cell, as value and state."""
    cells = (f"{cell}{suffix}" for cell in wide_cells() for suffix in ("", ".state"))
    return csv_head((*_REPORT_HEAD, *cells, "record"))


def wide_line(shown: Shown) -> str:
    """Give a report as one line; a cell that its form has not says `not_in_form`."""
    if shown.record is None:
        return ""
    record = shown.record
    forms = (record.forms[table] for table in TABLES)
    return f"{csv_part((*_of_report(shown, record), *forms))},{_wide_figures(record)},{shown.digest[:12]}\r\n"


def _wide_figures(record: Record) -> str:
    figures = map(record.figures.get, wide_cells())
    return ",".join([",not_in_form" if figure is None else _value_and_state(figure) for figure in figures])
