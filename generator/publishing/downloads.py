"""The data files of places, years and the whole, each with its address; see `agency_files` for those of agencies.

Those that every agency adds its rows to are put together in `whole`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import metadata, resources

from generator.publishing import urls
from generator.publishing.agency_files import DataFile
from generator.publishing.comparison import CompareRow
from generator.publishing.comparison_csv import spreads_csv, sums_csv
from generator.publishing.datapackage import content_hash, dataset_jsonld
from generator.publishing.edition import Edition
from generator.publishing.figure_text import sums_of
from generator.publishing.finding_rows import finding_lines, findings_csv
from generator.publishing.tabular import Cell, csv_text, json_text, value_and_state
from generator.publishing.views_changes import HEAD as CHANGES_HEAD
from generator.publishing.views_changes import change_rows
from generator.publishing.views_log import LOG_HEAD, log_rows
from generator.publishing.views_place import reports_of_place, rows_of_place
from generator.publishing.words import sum_columns, words
from generator.records.yaml_files import schema


def common_files(edition: Edition, commit: str) -> Iterator[DataFile]:
    """Give every data file but those of single agencies, places and years, and those that all reports add to."""
    yield from _whole_files(edition, commit)
    yield from _schemas()


def place_year_files(edition: Edition, code: str, year: int) -> Iterator[DataFile]:
    """Give the data files of a place in a year."""
    rows = rows_of_place(edition, code, year)
    yield DataFile(f"{urls.place_year(code, year)}table.csv", compare_csv(edition, rows))
    yield DataFile(f"{urls.place_year(code, year)}sums.csv", sums_csv(edition, code, year))
    lines = (finding_lines(edition, shown) for shown in reports_of_place(edition, code, year))
    yield DataFile(f"{urls.place_year(code, year)}findings.csv", findings_csv(()) + "".join(lines))


def year_files(edition: Edition, year: int) -> Iterator[DataFile]:
    """Give the data files of a year, but those that agencies add to."""
    yield DataFile(f"{urls.year(year)}spreads.csv", spreads_csv(edition, year))


def compare_head() -> tuple[str, ...]:
    """Name the columns of a comparison table as a file: every figure as value and state."""
    columns = (f"{column.key}{suffix}" for column in sum_columns() for suffix in ("", "_state"))
    return ("agency", "name", "kind", "level", "place", "year", "report", "badges", *columns)


def compare_csv(edition: Edition, rows: Iterable[CompareRow]) -> str:
    """Write rows of a comparison table."""
    return csv_text(compare_head(), (compare_cells(edition, row) for row in rows))


def compare_cells(edition: Edition, row: CompareRow) -> tuple[Cell, ...]:
    """Give a row of a comparison table in the order of `compare_head`."""
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
