"""The words of checking: texts of each check, names of cells in Chinese, sums written out. The words are data files."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.checking.subject import Subject
from generator.records.figures import Absence, Figure, Number
from generator.records.forms import FORM_NAMES, TABLE_TITLES, TABLES, FormRow, applicants, cases, form_table
from generator.records.record import Record, stated
from generator.records.yaml_files import load_resource

_ANCHOR: Final = "generator.checking"
_SHOWN_IN_FULL: Final = 7
_NAMED: Final = 3
_GROUP_NUMERAL: Final = 3
_OF_TEXT: Final = frozenset("CH")


@dataclass(frozen=True, slots=True)
class Text:
    """What `checks.yaml` says of one check. `messages` are templates by result, or by a rule's own name for a case.

    `limits` names the thresholds that it goes by. `of_text`: it reads the narrative, which in sample content is not the
    reports' own. `any_year`: it holds for reports of years before the first form too.
    """

    id: str
    name: str
    group: str
    severity: str
    formula: str
    basis: str
    false_alarms: str
    example: str
    plain: str
    messages: Mapping[str, str]
    of_text: bool
    limits: tuple[str, ...] = ()
    any_year: bool = False


@functools.cache
def texts() -> Mapping[str, Text]:
    """Read every check's texts, by id, in the order of the catalogue."""
    shared: dict[str, str] = words("messages")
    entries: dict[str, dict[str, Any]] = load_resource(_ANCHOR, "checks.yaml")
    return {
        key: Text(
            key,
            **{"of_text": entry["group"] in _OF_TEXT}
            | entry
            | {"messages": shared | entry["messages"], "limits": tuple(entry.get("limits", ()))},
        )
        for key, entry in entries.items()
    }


@functools.cache
def words(key: str) -> Any:  # noqa: ANN401 - a word, or a list or mapping of words
    """Give one entry of `wording.yaml`."""
    return load_resource(_ANCHOR, "wording.yaml")[key]


def name_of_row(row: FormRow) -> str:
    """Name a row as people say it: `（六）3.其他`; the row of 表四 is named after its table."""
    name = row.short or row.label or TABLE_TITLES[row.table]
    return f"{row.group[:_GROUP_NUMERAL]}{name}" if row.group.startswith("（") else name


@functools.cache
def name_of_subject(check: str, key: str) -> str:
    """Name the column, row or group of cases that an identity is about."""
    if check == "row-total":
        return str(words("row")).format(_rows()[key])
    if check == "case-total":
        return name_of_case(key)
    return str(words("column")).format(next(column.label for column in applicants() if column.key == key))


def name_of_case(key: str) -> str:
    """Name a group of cases: `行政诉讼（复议后起诉）`."""
    case = next(case for case in cases() if case.key == key)
    return f"{case.group}（{case.label}）" if case.group else case.label


@functools.cache
def _rows() -> Mapping[str, str]:
    rows = (row for form in FORM_NAMES for row in form_table(form, "applications").rows)
    return {row.key: name_of_row(row) for row in rows}


@functools.cache
def _cells() -> Mapping[str, str]:
    rows = (row for form in FORM_NAMES for table in TABLES for row in form_table(form, table).rows)
    return {cell.name: " ".join(_parts(row, cell.label)) for row in rows for cell in row.cells}


def _parts(row: FormRow, label: str) -> Iterable[str]:
    parts = (TABLE_TITLES[row.table], "" if row.table == "disputes" else name_of_row(row), label)
    return (part for part in parts if part)


def name_of_cell(cell: str) -> str:
    """Name a cell in Chinese: `表三 （七）总计 自然人`."""
    return _cells().get(cell, cell)


def name_of_absence(absence: Absence) -> str:
    """Say in Chinese why a cell holds no number."""
    return str(words("absences")[absence.value])


def name_cells(subject: Subject, cells: Iterable[str]) -> str:
    """Name cells of a subject's record that hold no number: see `name_cells_of`."""
    return name_cells_of(subject.record, cells)


def name_cells_of(record: Record, cells: Iterable[str]) -> str:
    """Name cells that hold no number, each with why; a whole row of 表三 as one; of many the first, and how many."""
    counted = list(cells)
    by_row = itertools.groupby(counted, key=lambda cell: cell.rpartition(".")[0])
    names = [name for _, group in by_row for name in _names(record, list(group))]
    text = "、".join(names[:_NAMED])
    return text if len(names) <= _NAMED else str(words("and_more")).format(text, len(counted))


def _names(record: Record, cells: list[str]) -> list[str]:
    whys = [_why(record, cell) for cell in cells]
    row = _rows().get(cells[0].split(".")[1])
    if row and len(cells) == len(applicants()) and len(set(whys)) == 1:
        return [str(words("whole_row")).format(TABLE_TITLES["applications"], row, whys[0])]
    return [f"{name_of_cell(cell)}（{why}）" for cell, why in zip(cells, whys, strict=True)]


def _why(record: Record, cell: str) -> str:
    figure = record.figures.get(cell, Absence.MISSING)
    return name_of_absence(figure) if isinstance(figure, Absence) else stated(figure)


def written_sum(figures: Sequence[Figure]) -> str:
    """Write a sum out: `10+1+0+0＝11`; a figure without a number as its word, and then no sum; one figure as it is.

    Of long sums the terms that are 0 are left out.
    """
    only_counts = all(type(figure) is int for figure in figures)  # 1 and 1.0 are equal, and not written alike
    return _sum_of_counts(tuple(figures)) if only_counts else _sum(figures)


@functools.lru_cache(maxsize=4_096)
def _sum_of_counts(figures: tuple[int, ...]) -> str:
    return _sum(figures)


def _sum(figures: Sequence[Figure]) -> str:
    numbers = [figure for figure in figures if not isinstance(figure, Absence)]
    shown = [figure for figure in figures if figure != 0] if len(figures) > _SHOWN_IN_FULL else figures
    terms = [name_of_absence(figure) if isinstance(figure, Absence) else _term(figure) for figure in shown]
    text = "+".join(terms) or "0"
    return text if len(terms) <= 1 or len(numbers) < len(figures) else f"{text}＝{stated(sum(numbers))}"


def _term(number: Number) -> str:
    return stated(number) if number >= 0 else f"({stated(number)})"
