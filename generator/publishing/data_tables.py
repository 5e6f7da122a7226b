"""All data as tables with typed columns: what the workbook and the database hold, and what describes the CSV files."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from generator.checking.breaks import breaks, comparability
from generator.checking.metrics import Measure, metrics
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.figure_lines import cell_places
from generator.publishing.finding_rows import HEAD as FINDING_HEAD
from generator.publishing.finding_rows import finding_cells
from generator.publishing.tabular import Cell
from generator.records.forms import FORM_NAMES, TABLE_TITLES, TABLES, form_table
from generator.records.registry import Agency

_SIXTH: Final = Decimal("0.000001")

Row = tuple[Cell, ...]

AGENCY_HEAD: Final = (
    *("agency", "name", "kind", "level", "division", "place", "place_name", "valid_from", "valid_until"),
    *("successor_of", "years"),
)
CODEBOOK_HEAD: Final = (
    *("cell", "form", "table", "title", "group", "row", "row_label", "column", "column_label", "label", "unit"),
    *("compare_2020_2021", "same_as", "why", "compare_2023_2024", "why_2024"),
)
REPORT_HEAD: Final = (
    *("agency", "year", "revision", "state", "copy", "form_proactive", "form_applications", "form_disputes"),
    *(
        "badges",
        "signed",
        "published",
        "retrieved",
        "source_url",
        "media_type",
        "source_sha256",
        "record_sha256",
        "url",
    ),
)
METRIC_HEAD: Final = ("agency", "year", "metric", "name", "unit", "value", "reason", "numerator", "denominator")


def _agency_cells(edition: Edition, agency: Agency) -> tuple[Cell, ...]:
    years = " ".join(map(str, edition.years_of.get(agency.id, ())))
    place = place_of(agency)
    return (
        *(
            agency.id,
            agency.name,
            agency.kind,
            agency.level,
            agency.division,
            place,
            place_name(place) if place else "",
        ),
        *(agency.valid_from, agency.valid_until, " ".join(agency.successor_of), years),
    )


def codebook_rows() -> Iterator[tuple[Cell, ...]]:
    """Describe every cell of every form, and say how far it may be compared over the breaks of form and of law."""
    for form, name in itertools.product(FORM_NAMES, TABLES):
        table = form_table(form, name)
        cells = zip(((row, cell) for row in table.rows for cell in row.cells), cell_places(form, name), strict=True)
        for (row, cell), place in cells:
            told = comparability(cell.name)
            law = [each for each in breaks() if each.concerns(cell.name)]
            compare = "不可比" if law else "可比"
            yield (
                *(cell.name, form, name, TABLE_TITLES[name], row.group, place.row, row.label, place.column, cell.label),
                *(place.label, place.unit, told.compare, " ".join(told.other), told.why),
                *(compare, "".join(f"{each.name}（{each.basis}）：{each.why}" for each in law)),
            )


def _report_cells(shown: Shown, base: str) -> tuple[Cell, ...]:
    record, known = shown.record, shown.held or shown.unread
    note = known.note if known else None
    state = "withheld" if shown.withheld else "read" if record else "unread"
    file = record.source.files[0] if record and record.source.files else None
    return (
        *(shown.agency.id, shown.issue.year, shown.issue.revision, state, record.source.copy if record else ""),
        *(record.forms[table] if record else "" for table in TABLES),
        " ".join(badge.key for badge in shown.badges),
        (record.dates.signed or "") if record else "",
        *((note.published, note.retrieved, note.url) if note else ("", "", "")),
        *((file.media_type, file.sha256) if file else ("", "")),
        *(shown.digest if record else "", f"{base}/{shown.url}"),
    )


def _metric_cells(report: tuple[str, int], found: Mapping[str, Measure]) -> Iterator[tuple[Cell, ...]]:
    """Give every metric of a report: its value, or the reason why it has none, and its fraction."""
    for key, measure in found.items():
        yield (*report, key, metrics()[key].name, metrics()[key].unit, *_measured(measure))


def _measured(measure: Measure) -> tuple[Cell, ...]:
    value = "" if measure.value is None else six_decimals(measure.value)
    counts = (measure.numerator, measure.denominator)
    reason = str(measure.reason) if measure.reason else "stated"
    return (value, reason, *("" if count is None else count for count in counts))


@functools.lru_cache(maxsize=4_096)
def six_decimals(value: Fraction) -> Decimal:
    """Round an exact fraction to six decimals, and write no more digits than that needs."""
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SIXTH, rounding=ROUND_HALF_UP)
    return Decimal(f"{rounded:f}".rstrip("0").rstrip("."))


class Kind(NamedTuple):
    """A table of the workbook and the database: its key, title for people, columns."""

    key: str
    title: str
    head: tuple[str, ...]


KINDS: Final = (
    Kind("agencies", "机关名录", AGENCY_HEAD),
    Kind("reports", "年报", REPORT_HEAD),
    Kind("metrics", "指标", METRIC_HEAD),
    Kind("findings", "校验结果", FINDING_HEAD),
    Kind("codebook", "指标说明", CODEBOOK_HEAD),
)
"""The tables that stand beside the figures, in the order in which people want them."""


def rows_of_agency(edition: Edition, agency: Agency, findings: Iterable[dict[str, Any]]) -> Mapping[str, list[Row]]:
    """Give what one agency adds to every table but the codebook, by the table's key."""
    base = edition.settings.base_url.rstrip("/")
    reports = [(agency.id, year) for year in edition.years_of.get(agency.id, ())]
    measured = edition.measured.of
    return {
        "agencies": [_agency_cells(edition, agency)],
        "reports": [_report_cells(shown, base) for report in reports for shown in edition.issues[report]],
        "metrics": [row for each in reports if each in measured for row in _metric_cells(each, measured[each])],
        "findings": [finding_cells(row) for row in findings],
    }
