"""The data files that stand beside pages, each with its address."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources

from generator.publishing import urls
from generator.publishing.badge_svg import badge_svg
from generator.publishing.comparison import CompareRow, compare_rows
from generator.publishing.comparison_csv import peers_csv, spreads_csv, sums_csv
from generator.publishing.data_tables import tables
from generator.publishing.database import database
from generator.publishing.datapackage import content_hash, dataset_jsonld
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_lines import LONG_HEAD, long_lines, wide_head, wide_line
from generator.publishing.figure_text import sums_of
from generator.publishing.finding_rows import finding_lines, finding_rows, findings_csv, findings_json
from generator.publishing.tabular import Cell, csv_head, csv_text, json_text, value_and_state
from generator.publishing.views_changes import HEAD as CHANGES_HEAD
from generator.publishing.views_changes import change_rows
from generator.publishing.views_log import LOG_HEAD, log_rows
from generator.publishing.views_place import reports_of_place, rows_of_place
from generator.publishing.words import sum_columns, words
from generator.publishing.workbook import workbook
from generator.records.record import to_plain
from generator.records.yaml_files import schema


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file to be published, or the next part of one: its address from the root of the site, its text or bytes."""

    path: str
    content: str | bytes


def all_files(edition: Edition, commit: str) -> Iterator[DataFile]:
    """Give every data file of the site but those that describe the others. Parts of one file come in their order."""
    yield from _heads(edition)
    for agency, years in edition.years_of.items():
        yield DataFile(f"{urls.agency(agency)}peers.csv", peers_csv(edition, edition.agencies[agency]))
        for shown in itertools.chain(*(edition.issues[agency, year] for year in years)):
            yield from _issue_files(shown)
            yield from _figure_files(shown)
    yield from _place_files(edition)
    yield from _year_files(edition)
    yield from _whole_files(edition, commit)
    yield from _schemas()


def _heads(edition: Edition) -> Iterator[DataFile]:
    """Begin the files that every report adds to."""
    long, wide = csv_head(LONG_HEAD), wide_head()
    for folder in ("data/", *map(urls.year, edition.years)):
        yield DataFile(f"{folder}figures.csv", long)
        yield DataFile(f"{folder}wide.csv", wide)
    for agency in edition.years_of:
        yield DataFile(f"{urls.agency(agency)}series.csv", long)


def _figure_files(shown: Shown) -> Iterator[DataFile]:
    """Add an issue to its agency's file; the newest one to those of its year and of the whole as well."""
    lines = long_lines(shown)
    yield DataFile(f"{urls.agency(shown.agency.id)}series.csv", lines)
    if not shown.later:
        for folder in ("data/", urls.year(shown.issue.year)):
            yield DataFile(f"{folder}figures.csv", lines)
            yield DataFile(f"{folder}wide.csv", wide_line(shown))


def _issue_files(shown: Shown) -> Iterator[DataFile]:
    yield DataFile(f"{shown.url}badge.svg", badge_svg(shown.badges))
    if shown.record:
        yield DataFile(f"{shown.url}record.yaml", shown.record_text)
        yield DataFile(f"{shown.url}record.json", json_text(to_plain(shown.record)) + "\n")


def _place_files(edition: Edition) -> Iterator[DataFile]:
    found = {shown.url: finding_lines(edition, shown) for shown in edition.reports}
    for code in edition.places:
        for year in edition.years:
            rows = rows_of_place(edition, code, year)
            yield DataFile(f"{urls.place_year(code, year)}table.csv", compare_csv(edition, rows))
            yield DataFile(f"{urls.place_year(code, year)}sums.csv", sums_csv(edition, code, year))
            lines = (found[shown.url] for shown in reports_of_place(edition, code, year))
            yield DataFile(f"{urls.place_year(code, year)}findings.csv", findings_csv(()) + "".join(lines))


def _year_files(edition: Edition) -> Iterator[DataFile]:
    for year in edition.years:
        rows = compare_rows(edition, edition.agencies.values(), year)
        yield DataFile(f"{urls.year(year)}records.csv", compare_csv(edition, rows))
        yield DataFile(f"{urls.year(year)}spreads.csv", spreads_csv(edition, year))
        found = tuple(finding_rows(edition, edition.of_year(year)))
        yield DataFile(f"{urls.findings(year)}findings.csv", findings_csv(found))
        yield DataFile(f"{urls.findings(year)}findings.json", findings_json(found))


def compare_csv(edition: Edition, rows: Iterable[CompareRow]) -> str:
    """Write rows of a comparison table: every figure as value and state."""
    columns = (f"{column.key}{suffix}" for column in sum_columns() for suffix in ("", "_state"))
    head = ("agency", "name", "kind", "level", "place", "year", "report", "badges", *columns)
    return csv_text(head, (_compare_cells(edition, row) for row in rows))


def _compare_cells(edition: Edition, row: CompareRow) -> tuple[Cell, ...]:
    figures = (cell for figure in _row_figures(edition, row) for cell in figure)
    badges = " ".join(badge.key for badge in row.badges)
    return (row.agency, row.name, row.kind, row.level, row.place, row.year, row.state, badges, *figures)


def _row_figures(edition: Edition, row: CompareRow) -> Iterator[tuple[Cell, str]]:
    shown = edition.newest(row.agency, row.year)
    if shown is None or shown.record is None:
        yield from (("", row.state) for _ in sum_columns())
        return
    yield from (value_and_state(figure) for figure in sums_of(shown.record).values())


def _whole_files(edition: Edition, commit: str) -> Iterator[DataFile]:
    rows = (row for year in edition.years for row in compare_rows(edition, edition.agencies.values(), year))
    yield DataFile("data/records.csv", compare_csv(edition, rows))
    for table in tables(edition):
        yield DataFile(f"data/{table.key}.csv", csv_text(table.head, table.rows))
    yield DataFile("data/gongkai.xlsx", workbook(edition))
    yield DataFile("data/gongkai.sqlite", database(edition))
    yield DataFile("data/dataset.jsonld", json_text(dataset_jsonld(edition)) + "\n")
    yield DataFile("data/build.json", json_text(_build(edition, commit)) + "\n")
    yield DataFile(f"{urls.LOG}log.csv", csv_text(LOG_HEAD, log_rows(edition)))
    yield DataFile(urls.CHANGES_CSV, csv_text(CHANGES_HEAD, change_rows(edition)))
    inputs = ((item.path, item.state, item.why) for item in edition.portal.inputs)
    yield DataFile("status/inputs.csv", csv_text(("path", "state", "why"), inputs))


def _build(edition: Edition, commit: str) -> dict[str, object]:
    """Say what built the site and from what. Nothing here changes between two builds of the same content."""
    signed = [shown.record.dates.signed for shown in edition.reports if shown.record and shown.record.dates.signed]
    return {
        "generator": f"gongkai {metadata.version('gongkai')}",
        "commit": commit,
        "sample": edition.settings.sample,
        "content": content_hash(edition),
        "licence": edition.settings.licence,
        "newest_signed": max(signed, default=""),
        "agencies": len(edition.agencies),
        "reports": sum(shown.held is not None for shown in edition.reports),
        "unread": len(edition.portal.unread),
        "years": list(edition.years),
        "states": {key: entry["means"] for key, entry in words("states").items()},
    }


def _schemas() -> Iterator[DataFile]:
    folder = resources.files("generator.records").joinpath("schemas")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".schema.json"):
            yield DataFile(f"schema/{file.name}", json_text(schema(file.name.removesuffix(".schema.json"))) + "\n")
