"""What one agency adds to the files of the whole and of the years: its lines, its rows, its figures, as they go in.

Made where the agency is made, from its excerpt, so that whoever puts the files together needs no record. The order of
all agencies is that of the registry, and nothing here knows what stands before or after.
"""

from __future__ import annotations

import dataclasses
import itertools
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.publishing import urls
from generator.publishing.comparison import compare_rows
from generator.publishing.data_tables import Row as CellRow
from generator.publishing.data_tables import rows_of_agency
from generator.publishing.database import Numbers, Stored, numbers_of, stored_row
from generator.publishing.downloads import compare_cells
from generator.publishing.edition import Edition, Shown
from generator.publishing.finding_rows import finding_cells, finding_rows
from generator.publishing.sheet_rows import FAILED, FoldedRows, Row, figure_rows, ready
from generator.publishing.tabular import csv_line, json_text
from generator.records.packing import packed, recalled
from generator.records.registry import Agency

_QUICK: Final = 1
ITEM: Final = "\n "
"""How far the items of a list are set in."""


@dataclass(frozen=True, slots=True)
class AgencyRows:
    """Lines by the file that they are added to, items of JSON lists by theirs, rows by sheet and by table.

    `figures` are the numbers of the agency's issues, in order.
    """

    lines: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    sheets: Mapping[str, FoldedRows]
    tables: Mapping[str, tuple[tuple[Stored, ...], ...]]
    figures: tuple[Numbers, ...]

    def folded(self) -> bytes:
        """Give it as few bytes: rows of sheets are few already, and open one by one."""
        rest = packed(dataclasses.replace(self, sheets={}), sharing=True)
        return packed((zlib.compress(rest, _QUICK), self.sheets))

    @classmethod
    def opened(cls, folding: bytes) -> AgencyRows:
        """Give what was folded up, by another process, maybe in another build. Raises `ValueError`."""
        try:
            rest, sheets = recalled(folding, {}.__getitem__)
            found = recalled(zlib.decompress(rest), {}.__getitem__)
        except (TypeError, zlib.error) as error:
            raise ValueError(str(error)) from error
        if not isinstance(found, AgencyRows):
            raise ValueError(type(found).__name__)  # noqa: TRY004 - torn, not mistyped
        return dataclasses.replace(found, sheets=sheets)


def rows_of(edition: Edition, agency: Agency) -> AgencyRows:
    """Make all that one agency adds."""
    issues = [shown for year in edition.years_of.get(agency.id, ()) for shown in edition.issues[agency.id, year]]
    newest = [shown for shown in issues if not shown.later]
    found = {shown.issue.year: list(finding_rows(edition, [shown])) for shown in newest}
    tables = rows_of_agency(edition, agency, itertools.chain(*found.values()))
    findings = {year: "".join(csv_line(finding_cells(row)) for row in rows) for year, rows in found.items()}
    return AgencyRows(
        lines={f"data/{key}.csv": "".join(map(csv_line, rows)) for key, rows in tables.items()}
        | {f"{urls.findings(year)}findings.csv": lines for year, lines in findings.items()}
        | _compare_lines(edition, agency),
        items={
            f"{urls.findings(year)}findings.json": tuple(json_text(row, ITEM) for row in rows)
            for year, rows in found.items()
        },
        sheets={key: FoldedRows.of(map(ready, _on_sheet(key, rows))) for key, rows in tables.items()}
        | _figure_sheets(newest),
        tables={key: tuple(map(stored_row, rows)) for key, rows in tables.items()},
        figures=tuple(numbers_of(shown) for shown in issues if shown.record),
    )


def _on_sheet(key: str, rows: Iterable[CellRow]) -> Iterator[CellRow]:
    return (row for row in rows if key != "findings" or FAILED in row)


def _compare_lines(edition: Edition, agency: Agency) -> dict[str, str]:
    return {
        f"{urls.year(year)}records.csv": csv_line(compare_cells(edition, row))
        for year in edition.years
        for row in compare_rows(edition, [agency], year)
    }


def _figure_sheets(newest: Sequence[Shown]) -> dict[str, FoldedRows]:
    sheets: dict[str, list[Row]] = defaultdict(list)
    for shown in newest:
        for name, row in figure_rows(shown):
            sheets[name].append(ready(row))
    return {name: FoldedRows.of(rows) for name, rows in sheets.items()}
