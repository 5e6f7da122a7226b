"""Rows that print no number: empty, or with words in the place of their numbers."""

from __future__ import annotations

from typing import Final

from generator.reading.labels import holds, normal, row_labels
from generator.reading.observe import Observed
from generator.records.figures import Absence, Reading
from generator.records.forms import FormRow

_LIKE: Final = 0.5
_WHY: Final = "这一行没有印数字，而印了不是行名的字"


def empty_cells(item: Observed, row: FormRow) -> tuple[Reading, ...]:
    """Give the cells of a row that prints no number: blank, or unclear where the last label is none of the row's."""
    word = item.labels[-1] if item.labels else ""
    own = normal(word)
    worded = len(item.labels) > 1 and not any(own in label or holds(label, own) >= _LIKE for label in row_labels(row))
    reading = Reading(Absence.UNCLEAR, word, (), _WHY) if worded else Reading(Absence.BLANK, "")
    return (reading,) * len(row.cells)
