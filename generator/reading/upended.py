"""表三 read down its columns: each head of a column, then the column's numbers, put back into rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from generator.reading.line_words import last_is_sum
from generator.reading.observe import Field, Observed, bare, numbered
from generator.records.forms import FORM_NAMES, applicants, form_table

_PUNCTUATION: Final = "（）():： "
_WRONG_SUMS: Final = 2
"""So many rows of a report may have a total that is wrong in the report itself."""


def upended(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows with those of 表三 in place of its columns, where all seven stand one after another, equally long.

    A column one number short has lost one, nobody knows where: then nothing is put together. Nor where several rows do
    not add up: as many numbers may be lost in each column, and one row printed twice.
    """
    for start in range(len(seen)):
        found = _columns(seen, start)
        if found:
            columns, end = found
            rows = _rows(columns)
            moved = sum(last_is_sum(field.text for field in row.fields) is False for row in rows) > _WRONG_SUMS
            return tuple(seen) if moved else tuple(numbered([*seen[:start], *rows, *seen[end:]]))
    return tuple(seen)


def _columns(seen: Sequence[Observed], start: int) -> tuple[list[Observed], int] | None:
    """Find the seven columns from `start` on: each a head and its numbers, in one row or in two."""
    lengths = {len(form_table(form, "applications").rows) for form in FORM_NAMES}
    columns: list[Observed] = []
    position = start
    for column in applicants():
        while columns and position < len(seen) and not seen[position].count and _bare(seen[position].label) in _GROUPS:
            position += 1
        if position >= len(seen) or _bare(seen[position].label) != column.label:
            return None
        if not seen[position].count:
            position += 1
        if position >= len(seen) or _bare(seen[position].label) not in {"", column.label}:
            return None
        columns.append(seen[position])
        position += 1
    same = {item.count for item in columns} | {len(item.fields) for item in columns}
    return (columns, position) if len(same) == 1 and same <= lengths else None


_GROUPS: Final = frozenset({"法人或其他组织", "申请人情况"})


def _bare(label: str) -> str:
    return bare(label).strip(_PUNCTUATION)


def _rows(columns: Sequence[Observed]) -> list[Observed]:
    first = columns[0]
    rows = []
    for number in range(first.count):
        fields = tuple(
            Field(column.fields[number].text, column.fields[number].place, place)
            for place, column in enumerate(columns)
        )
        rows.append(
            dataclasses.replace(
                first, labels=(), fields=fields, place=fields[0].place, width=len(fields), ruled=False, loose=True
            )
        )
    return rows
