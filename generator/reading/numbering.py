"""Columns that only number the rows of a table, as programs print them that write tables out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.reading.readers.document import Table
from generator.records.figures import fold

_COUNTED: Final = 4


def numbering_columns(table: Table) -> int:
    """Tell how many columns at the left of a table only number its rows: one, or none.

    They count up over four rows or more, or stand under the empty head of columns that are numbered themselves.
    """
    first = [row.cells[0] for row in table.rows if row.cells]
    printed = [fold(cell.text).strip() for cell in first]
    headed = bool(table.rows) and _counts([fold(cell.text).strip() for cell in table.rows[0].cells[1:]])
    if printed[:1] == [""]:
        printed = printed[1:]
        if headed and _counts(printed, least=1):
            return 1
    return int(_counts(printed) and all(cell.column == 0 for cell in first))


def _counts(printed: Sequence[str], least: int = _COUNTED) -> bool:
    """Tell whether texts are numbers that count up from 0 or 1."""
    plain = len(printed) >= least and all(text.isascii() and text.isdigit() for text in printed)
    return (
        plain
        and printed[0] in {"0", "1"}
        and [int(text) - int(printed[0]) for text in printed] == [*range(len(printed))]
    )
