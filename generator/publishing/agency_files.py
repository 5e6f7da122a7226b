"""The data files that stand beside one agency's pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from generator.publishing import urls
from generator.publishing.badge_svg import badge_svg
from generator.publishing.comparison_csv import peers_csv
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_lines import LONG_HEAD, long_lines, wide_line
from generator.publishing.tabular import csv_head, json_text
from generator.records.record import to_plain
from generator.records.registry import Agency


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file to be published: its address from the root of the site, its text or bytes."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a report's newest issue: from which byte of its agency's `series.csv`, how many; its wide line."""

    year: int
    start: int
    length: int
    wide: str


def series_path(agency: str) -> str:
    """Give the address of the file that holds all figures of an agency."""
    return f"{urls.agency(agency)}series.csv"


def agency_files(edition: Edition, agency: Agency) -> Iterator[DataFile]:
    """Give the files that stand beside an agency's pages, but `series.csv`; none for one without any report."""
    if agency.id in edition.years_of:
        if beside := peers_csv(edition, agency):
            yield DataFile(f"{urls.agency(agency.id)}peers.csv", beside)
        yield from (file for shown in _issues(edition, agency) for file in _issue_files(shown))


def _issues(edition: Edition, agency: Agency) -> Iterator[Shown]:
    return itertools.chain(*(edition.issues[agency.id, year] for year in edition.years_of[agency.id]))


def _issue_files(shown: Shown) -> Iterator[DataFile]:
    yield DataFile(f"{shown.url}badge.svg", badge_svg(shown.badges))
    if shown.record:
        yield DataFile(f"{shown.url}record.yaml", shown.record_text)
        yield DataFile(f"{shown.url}record.json", json_text(to_plain(shown.record)) + "\n")


def series(edition: Edition, agency: Agency) -> tuple[bytes, tuple[Lines, ...]]:
    """Give `series.csv` of an agency with reports, and which of its lines go into the files of its years as well."""
    text, found = bytearray(csv_head(LONG_HEAD).encode()), []
    for shown in _issues(edition, agency):
        lines = long_lines(shown).encode()
        if not shown.later:
            found.append(Lines(shown.issue.year, len(text), len(lines), wide_line(shown)))
        text += lines
    return bytes(text), tuple(found)
