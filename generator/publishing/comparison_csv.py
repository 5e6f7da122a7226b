"""Sums over a place, an agency's peers and the spreads of a year as CSV: what pages show, to the digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from generator.publishing.edition import Edition
from generator.publishing.tabular import Cell, csv_text
from generator.publishing.views_peers import peers_view, place_sums, year_spreads
from generator.records.registry import Agency

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SUMS: Final = ("group", "metric", "name", "formula", "value", "fraction", "why", "counted", "of", "left_out")
_PEERS: Final = (
    "year",
    "class",
    "metric",
    "name",
    "formula",
    "value",
    "fraction",
    "median",
    "middle_half",
    "middle_most",
)
_SPREADS: Final = ("count", "class", "counted", "of", "median", "middle_half", "middle_most")


def sums_csv(edition: Edition, code: str, year: int) -> str:
    """Write the sums over a place's agencies for a year; empty text where there are none to be shown."""
    rows = list(_sums(edition, code, year))
    return csv_text(_SUMS, rows) if rows else ""


def _sums(edition: Edition, code: str, year: int) -> Iterator[tuple[Cell, ...]]:
    for group in place_sums(edition, code, year):
        for row in group.rows:
            shown, left = row.shown, " ".join(f"{why} {count}" for why, count in row.left_out)
            counted = (row.counted, row.of, left)
            yield (group.head, row.key, row.name, row.formula, _cell(shown.value), shown.fraction, shown.why, *counted)


def peers_csv(edition: Edition, agency: Agency) -> str:
    """Write an agency beside its peers; empty text where it has no peers to be shown beside."""
    view = peers_view(edition, agency)
    if view is None or not view.rows:
        return ""
    return csv_text(
        (*_PEERS, "counted", "of"),
        (
            (
                *(view.year, view.name, row.key, row.name, row.formula, _cell(row.own.value), row.own.fraction),
                *(_cell(row.median), row.middle_half, row.middle_most, row.counted, row.of),
            )
            for row in view.rows
        ),
    )


def spreads_csv(edition: Edition, year: int) -> str:
    """Write how counts lie in each level and kind of agencies; empty text where there are none."""
    rows = [
        (name, each.name, each.counted, each.of, _cell(each.median), each.middle_half, each.middle_most)
        for name, spreads in year_spreads(edition, year)
        for each in spreads
    ]
    return csv_text(_SPREADS, rows) if rows else ""


def _cell(text: str) -> Cell:
    return Decimal(text) if _NUMBER.fullmatch(text) else text
