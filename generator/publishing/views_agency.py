"""The page of an agency: all its years as columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checking.badges import Badge
from generator.checking.breaks import Break, breaks_between
from generator.checking.metrics import Seen
from generator.publishing import urls
from generator.publishing.charts import Charts, charts
from generator.publishing.comparison import is_due, state_at, state_word
from generator.publishing.edition import Edition, place_name, place_of
from generator.publishing.figure_text import FigureText, show_figure, show_state, total_of
from generator.publishing.headline import headline
from generator.publishing.moves import NONE, Move, move
from generator.publishing.views_peers import PeersView, RateRow, peers_view, rate_rows, with_value, without_value
from generator.publishing.views_refusals import Refusals, refusals
from generator.publishing.views_report import Crumb
from generator.publishing.views_tables import row_label
from generator.publishing.words import words
from generator.records.divisions import path_of
from generator.records.figures import Figure
from generator.records.forms import TABLES, FormRow, form_table
from generator.records.record import Record
from generator.records.registry import Agency

_TITLES = {
    "proactive": "主动公开（表二）",
    "applications": "依申请公开（表三，总计列）",
    "disputes": "复议诉讼（表四）",
}


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A year of an agency: what the site has, its headline and badges."""

    year: int
    url: str
    state: str
    state_word: str
    badges: tuple[Badge, ...]
    headline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A cell over the years; `cell` is its dotted name. Each figure with how it moved against the year before."""

    cell: str
    label: str
    figures: tuple[tuple[FigureText, Move], ...]


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """A table over the years, with the breaks that concern it."""

    title: str
    breaks: tuple[Break, ...]
    rows: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True)
class Relative:
    """An agency that was before or came after another: its name, address, and until or from when, where known."""

    name: str
    url: str
    on: str


@dataclass(frozen=True, slots=True)
class AgencyView:
    """One agency. `rateless` are the metrics that have no value in any year, each with the reason."""

    title: str
    agency: Agency
    kind: str
    level: str
    crumbs: tuple[Crumb, ...]
    years: tuple[YearColumn, ...]
    tables: tuple[SeriesTable, ...]
    broken: bool
    breaks: tuple[Break, ...]
    charts: Charts
    refusals: Refusals | None
    rates: tuple[RateRow, ...]
    rateless: tuple[tuple[str, str], ...]
    peers: PeersView | None
    predecessors: tuple[Relative, ...]
    successors: tuple[Relative, ...]
    ask: str
    glossary: str


def agency_view(edition: Edition, agency: Agency) -> AgencyView:
    """Make an agency's page. Years since its first report that the site has not are columns too, up to its newest."""
    years = tuple(_span(edition, agency))
    reports = tuple(edition.newest(agency.id, year) for year in years)
    records = [shown.record for shown in reports if shown and shown.record]
    place = place_of(agency)
    rates = rate_rows(edition, agency, years) if records else ()
    return AgencyView(
        title=agency.name,
        agency=agency,
        kind=words("kinds")[agency.kind],
        level=words("levels")[agency.level],
        crumbs=tuple(Crumb(place_name(step.code), urls.place(step.code)) for step in path_of(place)) if place else (),
        years=tuple(_column(edition, agency, year) for year in years),
        tables=_tables(edition, agency, years) if records else (),
        breaks=breaks_between(min(years), max(years)) if years else (),
        charts=charts(edition, agency, years),
        refusals=refusals(edition, agency, years),
        rates=with_value(rates),
        rateless=without_value(rates),
        peers=peers_view(edition, agency),
        broken=len({tuple(record.forms.items()) for record in records}) > 1,
        predecessors=tuple(_before(edition.agencies[other]) for other in agency.successor_of),
        successors=successors(edition, agency),
        ask=urls.ask(agency.id),
        glossary=urls.GLOSSARY,
    )


def _before(agency: Agency) -> Relative:
    return Relative(agency.name, urls.agency(agency.id), agency.valid_until)


def successors(edition: Edition, agency: Agency) -> tuple[Relative, ...]:
    """Give the agencies that the registry says came after one."""
    after = edition.successors.get(agency.id, ())
    return tuple(Relative(other.name, urls.agency(other.id), other.valid_from) for other in after)


def _span(edition: Edition, agency: Agency) -> Iterator[int]:
    looked = (year for other, year in edition.portal.absences if other == agency.id)
    if own := {*edition.years_of.get(agency.id, ()), *looked}:
        every = range(min(own), max([*edition.years, *own]) + 1)
        yield from (year for year in every if is_due(edition, agency, year) or year < max(own))


def _column(edition: Edition, agency: Agency, year: int) -> YearColumn:
    shown, state = edition.newest(agency.id, year), state_at(edition, agency, year)
    absence = edition.portal.absences.get((agency.id, year))
    word = state_word(state)
    return YearColumn(
        year=year,
        url=shown.url if shown else urls.report(agency.id, year) if absence else "",
        state=state,
        state_word=f"{word}（{absence.latest.on}）" if absence else word,
        badges=shown.badges if shown else (),
        headline=headline(shown.record, shown.doubts) if shown and shown.record else (),
    )


def _tables(edition: Edition, agency: Agency, years: tuple[int, ...]) -> tuple[SeriesTable, ...]:
    columns = [_year(edition, agency, year) for year in years]
    return tuple(_table(table, columns) for table in TABLES)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of the series: what the site has of its report; the record if any, with the word beside doubted cells."""

    year: int
    state: str
    seen: Seen | None
    doubts: Mapping[str, str]


def _year(edition: Edition, agency: Agency, year: int) -> _Year:
    shown, state = edition.newest(agency.id, year), state_at(edition, agency, year)
    if shown is None or shown.record is None:
        return _Year(year, state, None, {})
    doubts = shown.doubts
    return _Year(year, state, Seen(shown.record, doubts), doubts)


def _table(table: str, columns: Sequence[_Year]) -> SeriesTable:
    """Lay the reports of all years side by side: every row that any of their forms has, in the newest form's order."""
    forms = sorted({column.seen.record.forms[table] for column in columns if column.seen}, reverse=True)
    rows = {name: label for form in forms for row in form_table(form, table).rows for name, label in _lines(row)}
    breaks = [each for each in breaks_between(columns[0].year, columns[-1].year) if not each.cells or _at(each, rows)]
    series = (SeriesRow(name, rows[name], _figures(columns, name)) for name in rows)
    return SeriesTable(_TITLES[table], tuple(breaks), tuple(series))


def _at(each: Break, cells: Iterable[str]) -> bool:
    return any(map(each.concerns, cells))


def _figures(columns: Sequence[_Year], cell: str) -> tuple[tuple[FigureText, Move], ...]:
    moves = [NONE, *(_move(before, now, cell) for before, now in itertools.pairwise(columns))]
    return tuple((_figure(column, cell), moved) for column, moved in zip(columns, moves, strict=True))


def _move(before: _Year, now: _Year, cell: str) -> Move:
    return move(cell, now.year, before.seen, now.seen) if before.year + 1 == now.year else NONE


def _lines(row: FormRow) -> list[tuple[str, str]]:
    if row.table == "applications":
        return [(row.cells[-1].name, row_label(row))]
    if len(row.cells) == 1:
        return [(row.cells[0].name, f"{row.label}：{row.cells[0].label}")]
    return [(cell.name, f"{row.label}：{cell.label}" if row.label else cell.label) for cell in row.cells]


def _figure(column: _Year, cell: str) -> FigureText:
    if column.seen is None:
        return show_state(column.state)
    record = column.seen.record
    figure = record.figures[cell] if cell in record.figures else _other_form(record, cell)
    return show_state("not_in_form") if figure is None else show_figure(figure, column.doubts.get(cell, ""))


def _other_form(record: Record, cell: str) -> Figure | None:
    """Give the sum of the three rows of （六） under the name of the one row that the form of 2019 has."""
    if cell != "applications.other_single_row.total":
        return None
    parts = [name for name in record.figures if name.startswith("applications.other_") and name.endswith(".total")]
    return total_of(record.figures[name] for name in parts)
