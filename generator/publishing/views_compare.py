"""The page on which two or more reports stand side by side. The browser fills it: which ones are in the address."""

from __future__ import annotations

from dataclasses import dataclass

from generator.checking.breaks import Break, breaks
from generator.publishing.edition import Edition
from generator.publishing.words import words
from generator.records.forms import TABLE_TITLES


@dataclass(frozen=True, slots=True)
class StateWord:
    """What a cell without a number says, and what is said of it to those who hear the page."""

    key: str
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """The frame of the page: the years to choose from, words for cells without a number, what breaks comparisons."""

    title: str
    years: tuple[int, ...]
    states: tuple[StateWord, ...]
    breaks: tuple[Break, ...]
    tables: tuple[tuple[str, str], ...]
    doubts: tuple[tuple[str, str], ...]


def compare_view(edition: Edition) -> CompareView:
    """Make the frame."""
    states = words("states").items()
    return CompareView(
        title="并排比较",
        years=edition.years,
        states=tuple(StateWord(key, entry["cell"], entry["spoken"]) for key, entry in states),
        breaks=breaks(),
        tables=tuple(TABLE_TITLES.items()),
        doubts=tuple(words("doubts").items()),
    )
