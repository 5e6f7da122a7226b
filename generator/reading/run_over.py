"""Numbers whose first digits ended the line before, at the end of a label: such a number is torn, and said to be."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import Final

from generator.reading.observe import Observed
from generator.records.figures import fold

_DIGITS: Final = re.compile(r"[0-9]+")
_LAST_DIGITS: Final = re.compile(r".*[\u3400-\u9fff].*[^0-9.,\s](?P<digits>[0-9]+)", re.DOTALL)


def numbers_run_over(seen: Sequence[Observed]) -> tuple[Observed, ...]:
    """Give the rows; in running text the first number of one without a label has the digits that end the label before.

    The two pieces stand apart in one field, as pieces of a torn number do: only a sum can tell that they are one.
    """
    return tuple(
        _with_digits(item, digits) if (digits := _digits_before(before, item)) else item
        for before, item in itertools.pairwise([None, *seen])
        if item is not None
    )


def _digits_before(before: Observed | None, item: Observed) -> str:
    """Give the digits at the end of a label in running text that the row after it may go on with, or nothing."""
    if before is None or before.fields or not before.loose or item.labels or not (item.loose and item.fields):
        return ""
    match = _LAST_DIGITS.fullmatch(fold(before.label).strip())
    return match["digits"] if match and _DIGITS.fullmatch(fold(item.fields[0].text).strip()) else ""


def _with_digits(item: Observed, digits: str) -> Observed:
    first, *others = item.fields
    torn = dataclasses.replace(first, text=f"{digits} {first.text}")
    return dataclasses.replace(item, fields=(torn, *others))
