"""What may be compared between two years: breaks of the form and of the law, as data for checks, comparisons, charts.

A pair of years may span a break though its reports do not (and the other way round): forms are mixed and used late. So
cells are compared by the forms that two records really follow, and by the years only where the law broke.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from generator.records.yaml_files import load_resource


@dataclass(frozen=True, slots=True)
class Break:
    """A break between report years `last` and `last` + 1: what broke, why, on what basis, which cells and metrics."""

    key: str
    last: int
    name: str
    why: str
    basis: str
    cells: tuple[str, ...]
    metrics: tuple[str, ...]

    def lies_between(self, earlier: int, later: int) -> bool:
        """Tell whether the break lies between two report years."""
        return earlier <= self.last < later

    def concerns(self, cell: str) -> bool:
        """Tell whether a cell (dotted name) counts something else, or is counted otherwise, after the break."""
        return any(fnmatchcase(cell, pattern) for pattern in self.cells)


@dataclass(frozen=True, slots=True)
class Comparability:
    """Whether a cell may be compared across the forms (可比, 大致可比, 合计可比, 不可比), and why, or with what care.

    `other` are the cells of the other form whose sum is the same quantity; empty where there are none.
    """

    compare: str
    why: str
    other: tuple[str, ...] = ()


@functools.cache
def breaks() -> tuple[Break, ...]:
    """Read every break, oldest first."""
    entries: dict[str, dict[str, Any]] = _data()["breaks"]
    return tuple(_break(key, **entry) for key, entry in entries.items())


def _break(key: str, *, cells: list[str], metrics: list[str], **entry: Any) -> Break:  # noqa: ANN401 - from YAML
    return Break(key, cells=tuple(cells), metrics=tuple(metrics), **entry)


def breaks_between(earlier: int, later: int) -> tuple[Break, ...]:
    """Give the breaks between two report years."""
    return tuple(each for each in breaks() if each.lies_between(earlier, later))


@functools.cache
def comparability(cell: str) -> Comparability:
    """Tell how far a cell (dotted name) may be compared across the change of forms between 2020 and 2021."""
    entry = next(entry for entry in _data()["cells"] if fnmatchcase(cell, entry["cells"]))
    column = cell.rpartition(".")[2]
    other = tuple(name.replace("*", column) for name in entry.get("other", ()))
    return Comparability(entry["compare"], entry["why"], other)


def same_quantity(cell: str, forms: Mapping[str, str], earlier: Mapping[str, str]) -> tuple[str, ...]:
    """Give the cells of an `earlier` record (its forms by table) whose sum is the quantity of a later record's `cell`.

    Empty where no such cells exist: then the two years must not be compared in this cell.
    """
    table = cell.partition(".")[0]
    if forms[table] == earlier[table] or comparability(cell).compare == "可比":
        return (cell,)
    return comparability(cell).other


@functools.cache
def _data() -> Mapping[str, Any]:
    loaded: dict[str, Any] = load_resource("generator.checking", "breaks.yaml")
    return loaded
