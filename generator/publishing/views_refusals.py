"""Which reasons an agency gave for not giving information, over the years, and what each means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.publishing.comparison import state_at
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import FigureText, show_figure, show_state
from generator.publishing.glossary import Meaning, address, meaning
from generator.records.forms import FORM_NAMES, FormRow, form_table
from generator.records.record import number_of
from generator.records.registry import Agency

_REFUSALS: Final = ("denied_", "unable_", "not_processed_")


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A reason that was used: its label, the result it belongs to, what it means, how often in each year."""

    label: str
    group: str
    address: str
    meaning: Meaning
    figures: tuple[FigureText, ...]


@dataclass(frozen=True, slots=True)
class Refusals:
    """The reasons used, with the years; those that were 0 in every report read; those that we cannot tell."""

    years: tuple[int, ...]
    used: tuple[RefusalRow, ...]
    zero: tuple[str, ...]
    unknown: tuple[str, ...]


def refusals(edition: Edition, agency: Agency, years: Sequence[int]) -> Refusals | None:
    """Tell the reasons of an agency over `years`; None where no report was read."""
    reports = [edition.newest(agency.id, year) for year in years]
    if not any(shown and shown.record for shown in reports):
        return None
    states = [state_at(edition, agency, year) for year in years]
    doubts = [shown.doubts if shown else {} for shown in reports]
    used: list[RefusalRow] = []
    zero: list[str] = []
    unknown: list[str] = []
    for row in _rows():
        cell = row.cells[-1].name
        numbers = [number_of(shown.record.figures[cell]) for shown in reports if shown and shown.record]
        if any(numbers):
            figures = (_figure(*each, cell) for each in zip(reports, states, doubts, strict=True))
            used.append(_row(row, tuple(figures)))
        else:
            (unknown if None in numbers else zero).append(row.label)
    return Refusals(tuple(years), tuple(used), tuple(zero), tuple(unknown))


def _rows() -> Iterator[FormRow]:
    """Give the rows of reasons; they are the same in every form there is, and the newest names them."""
    rows = form_table(FORM_NAMES[-1], "applications").rows
    return (row for row in rows if row.key.startswith(_REFUSALS))


def _row(row: FormRow, figures: tuple[FigureText, ...]) -> RefusalRow:
    said = meaning(row.table, row.key)
    return RefusalRow(row.label, row.group, address(row.table, row.key), said, figures)


def _figure(shown: Shown | None, state: str, doubts: Mapping[str, str], cell: str) -> FigureText:
    if shown is None or shown.record is None:
        return show_state(state)
    return show_figure(shown.record.figures[cell], doubts.get(cell, ""))
