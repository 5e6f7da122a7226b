"""What each row of the three tables means, in one plain sentence with its article, and the page that lists them all.

A row's place on that page is `glossary/#<row key>`; those of columns and of 表四 bear their kind before the key.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.publishing import urls
from generator.publishing.words import words
from generator.records.forms import FORM_NAMES, FormRow, applicants, cases, form_table, outcomes
from generator.records.yaml_files import load_resource

_COLUMNS: Final = {"disputes": cases, "outcomes": outcomes, "applicants": applicants}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row means: one sentence, the article it rests on, what an applicant can do next (the last two or none)."""

    says: str
    basis: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or column in the glossary: its anchor, its printed label, the label over it."""

    anchor: str
    label: str
    group: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table's entries, or one table's columns."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """The glossary: what it rests on, its chapters, and the words that stand where there is no number."""

    title: str
    regulation: str
    chapters: tuple[Chapter, ...]
    states: tuple[tuple[str, str], ...]


def meaning(table: str, key: str) -> Meaning:
    """Give what a row means: `meaning("applications", "granted")`. Raises `KeyError` for a row of no form."""
    return _meanings()[table][key]


def anchor(table: str, key: str) -> str:
    """Give the place of a row on the glossary page: the row's key; cases and columns bear their kind before it."""
    return key if table in {"proactive", "applications"} else f"{table}-{key}"


def address(table: str, key: str) -> str:
    """Give the address of a row's entry: `glossary/#granted`."""
    return f"{urls.GLOSSARY}#{anchor(table, key)}"


def says_of(name: str) -> str:
    """Give the sentence that explains the row of a row's or cell's dotted name.

    The only row of 表四 is explained case by case.
    """
    table, *rest = name.split(".")
    if rest:
        return meaning(table, rest[0]).says
    return "".join(f"{case.label}：{meaning(table, case.key).says}" for case in cases())


def address_of(name: str) -> str:
    """Give the address of the entry that explains the row of a row's or cell's dotted name."""
    table, *rest = name.split(".")
    return address(table, rest[0] if rest else cases()[0].key)


@functools.cache
def _meanings() -> Mapping[str, Mapping[str, Meaning]]:
    tables: Mapping[str, Mapping[str, Any]] = _data()["meanings"]
    return {table: {key: Meaning(**entry) for key, entry in rows.items()} for table, rows in tables.items()}


@functools.cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = load_resource("generator.publishing", "glossary.yaml")
    return loaded


def glossary_view() -> GlossaryView:
    """Make the page: every row of every form, the newest form's first, then columns and words."""
    titles: Mapping[str, str] = _data()["titles"]
    states = tuple((entry["cell"], entry["means"]) for entry in words("states").values())
    chapters = tuple(Chapter(title, tuple(_entries(table))) for table, title in titles.items())
    return GlossaryView("名词解释", _data()["regulation"], chapters, states)


def _entries(table: str) -> Iterator[Entry]:
    if table in _COLUMNS:
        for column in _COLUMNS[table]():
            yield Entry(anchor(table, column.key), column.label, column.group, meaning(table, column.key))
        return
    for row in _rows(table).values():
        yield Entry(
            anchor(table, row.key), row.label, row.group if table == "applications" else "", meaning(table, row.key)
        )


def _rows(table: str) -> Mapping[str, FormRow]:
    """Give every row of every form, each as the newest form has it."""
    rows: dict[str, FormRow] = {}
    for form in reversed(FORM_NAMES):
        rows = rows | {row.key: row for row in form_table(form, table).rows if row.key not in rows}
    return rows
