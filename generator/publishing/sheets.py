"""Long lists in sheets that a page can bear: the first at the list's own address, the others below it by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

LONGEST: Final = 300
"""How many entries a page may list."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a list: its address, its number from 1, where all sheets stand, and how many entries there are."""

    url: str
    number: int
    all: tuple[str, ...]
    total: int


def sheets(url: str, entries: Sequence[Entry]) -> Iterator[tuple[Sheet, Sequence[Entry]]]:
    """Part a list that begins at `url` (with a slash at the end). An empty list has one empty sheet."""
    count = max(-(-len(entries) // LONGEST), 1)
    every = tuple(url if number == 1 else f"{url}{number}/" for number in range(1, count + 1))
    for number, address in enumerate(every, start=1):
        start = (number - 1) * LONGEST
        yield Sheet(address, number, every, len(entries)), entries[start : start + LONGEST]
