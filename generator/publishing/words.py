"""The words that pages and data files say, from the YAML files beside this module."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.records.yaml_files import load_resource


@functools.cache
def words(name: str) -> Mapping[str, Any]:
    """Give one list of words (`states`, `levels`, `badges` …) of `words.yaml`."""
    found: Mapping[str, Any] = load_resource("generator.publishing", "words.yaml")[name]
    return found


def listed(name: str) -> list[dict[str, str]]:
    """Give a list of entries (`downloads`) of `words.yaml`."""
    found: list[dict[str, str]] = load_resource("generator.publishing", "words.yaml")[name]
    return found


@dataclass(frozen=True, slots=True)
class SumColumn:
    """A column of the comparison tables: its key, label, and patterns of the cells that it sums."""

    key: str
    label: str
    cells: tuple[str, ...]


@functools.cache
def sum_columns() -> tuple[SumColumn, ...]:
    """Give the columns of every comparison table, in their order."""
    entries = load_resource("generator.publishing", "columns.yaml")
    return tuple(SumColumn(entry["key"], entry["label"], tuple(entry["cells"])) for entry in entries)
