"""Small charts of an agency's years, drawn at build: what lacks is a gap, what may not be compared is not joined.

A column a year, all of the same width, with the numbers under it in a table. Places in the drawing are in tenths of a
column across and in hundredths of its height down.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from generator.checking.breaks import Break, comparability
from generator.publishing.comparison import state_at
from generator.publishing.edition import Edition
from generator.publishing.figure_text import FigureText, show_figure, show_state, total_of
from generator.publishing.moves import ROUGHLY, breaks_at, chart_words, may_compare
from generator.records.figures import Figure, Number
from generator.records.forms import TABLES, form_table
from generator.records.record import Record, number_of, stated
from generator.records.registry import Agency

COLUMN: Final = 10
_TOP, _FLOOR, _USUAL = 12, 92, 5


@dataclass(frozen=True, slots=True)
class Plot:
    """What a chart is of: the sum of which cells (patterns), by each report's own form."""

    key: str
    title: str
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A year in a chart: its place, and whether a failed check concerns the number."""

    x: int
    y: int
    doubted: bool


@dataclass(frozen=True, slots=True)
class BreakLine:
    """A break drawn before a year, at `x`."""

    x: int
    key: str


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A year under a chart: what stands there, and the names of the breaks before it."""

    year: int
    figure: FigureText
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: points, lines between comparable neighbours, breaks, gaps (their places), the numbers, a summary.

    `wide` where a number needs more room than a usual column has.
    """

    key: str
    title: str
    unit: str
    summary: str
    width: int
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    breaks: tuple[BreakLine, ...]
    gaps: tuple[int, ...]
    years: tuple[YearFigure, ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of an agency, and the titles of those in which every number is 0."""

    shown: tuple[Chart, ...]
    zeros: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A year as a chart sees it: its figure where a record is there, the cells that it sums."""

    year: int
    record: Record | None
    cells: tuple[str, ...]
    figure: Figure | None
    shown: FigureText

    @property
    def number(self) -> Number | None:
        return None if self.figure is None else number_of(self.figure)


@functools.cache
def plots() -> tuple[Plot, ...]:
    """Read which charts there are, in their order."""
    entries: list[dict[str, Any]] = chart_words()["plots"]
    return tuple(Plot(entry["key"], entry["title"], entry["unit"], tuple(entry["cells"])) for entry in entries)


def charts(edition: Edition, agency: Agency, years: Sequence[int]) -> Charts:
    """Draw the charts of an agency over `years`; none where fewer than two reports were read."""
    found = [_found(edition, agency, year) for year in years]
    if sum(record is not None for _, record, _, _ in found) < 2:
        return Charts((), ())
    seen = {plot: [_seen(plot, *each) for each in found] for plot in plots()}
    flat = {plot for plot, each in seen.items() if {one.number for one in each if one.record} == {0}}
    drawn = (_chart(plot, each) for plot, each in seen.items() if plot not in flat and _told(each))
    return Charts(tuple(drawn), tuple(plot.title for plot in plots() if plot in flat))


def _found(edition: Edition, agency: Agency, year: int) -> tuple[int, Record | None, Mapping[str, str], str]:
    shown, state = edition.newest(agency.id, year), state_at(edition, agency, year)
    return year, shown.record if shown else None, shown.doubts if shown else {}, state


def _told(seen: Sequence[_Seen]) -> bool:
    return any(one.number is not None for one in seen)


def _seen(plot: Plot, year: int, record: Record | None, doubts: Mapping[str, str], state: str) -> _Seen:
    if record is None:
        return _Seen(year, None, (), None, show_state(state))
    cells = _cells(plot, tuple(record.forms[table] for table in TABLES))
    if not cells:
        return _Seen(year, record, (), None, show_state("not_in_form"))
    figure = total_of(record.figures[cell] for cell in cells)
    doubt = next((doubts[cell] for cell in cells if cell in doubts), "")
    return _Seen(year, record, cells, figure, show_figure(figure, doubt))


@functools.cache
def _cells(plot: Plot, forms: tuple[str, ...]) -> tuple[str, ...]:
    tables = (form_table(form, table) for form, table in zip(forms, TABLES, strict=True))
    names = (cell.name for table in tables for cell in table.cells)
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in plot.cells))


def _chart(plot: Plot, seen: Sequence[_Seen]) -> Chart:
    points, broken = _points(seen), _broken(seen)
    return Chart(
        key=plot.key,
        title=plot.title,
        unit=plot.unit,
        summary=_summary(plot, seen),
        width=COLUMN * len(seen),
        points=tuple(point for point in points if point),
        lines=tuple(_lines(seen, points)),
        breaks=tuple(BreakLine(COLUMN * at, each.key) for at, found in enumerate(broken) for each in found),
        gaps=tuple(COLUMN * at for at, point in enumerate(points) if point is None),
        years=tuple(
            YearFigure(one.year, one.shown, tuple(each.name for each in found))
            for one, found in zip(seen, broken, strict=True)
        ),
        wide=any(len(one.shown.value) > _USUAL for one in seen if one.number is not None),
    )


def _points(seen: Sequence[_Seen]) -> list[Point | None]:
    most = max((one.number for one in seen if one.number is not None), default=0) or 1
    return [_point(at, one, most) for at, one in enumerate(seen)]


def _point(at: int, one: _Seen, most: Number) -> Point | None:
    if one.number is None:
        return None
    y = _FLOOR - round((_FLOOR - _TOP) * one.number / most)
    return Point(COLUMN * at + COLUMN // 2, y, bool(one.shown.doubt))


def _broken(seen: Sequence[_Seen]) -> list[tuple[Break, ...]]:
    known = next(one.cells for one in seen if one.cells)
    pairs = itertools.pairwise(seen)
    return [(), *(breaks_at(now.cells or known, now.year, before.record, now.record) for before, now in pairs)]


def _lines(seen: Sequence[_Seen], points: Sequence[Point | None]) -> Iterator[str]:
    for (before, start), (now, end) in itertools.pairwise(zip(seen, points, strict=True)):
        if start and end and not (start.doubted or end.doubted) and _comparable(before, now):
            yield f"M{start.x} {start.y}L{end.x} {end.y}"


def _comparable(before: _Seen, now: _Seen) -> bool:
    if before.record is None or now.record is None or before.year + 1 != now.year:
        return False
    return may_compare(now.cells, now.year, before.record, now.record)


def _summary(plot: Plot, seen: Sequence[_Seen]) -> str:
    """Say the newest number, and how it stands to that of the year before where the two may be compared."""
    at = max(place for place, one in enumerate(seen) if one.number is not None)
    now = seen[at]
    told = _said("now").format(year=now.year, figure=now.shown.text, unit=plot.unit)
    if now.shown.doubt:
        return told + _said("doubted").format(now.shown.doubt)
    return told + (_against(plot, seen[at - 1], now) if at else "")


def _against(plot: Plot, before: _Seen, now: _Seen) -> str:
    if before.number is None or now.number is None or before.shown.doubt:
        return ""
    if not _comparable(before, now):
        return _said("not_comparable")
    by = now.number - before.number
    key = "up" if by > 0 else "down"
    rough = "roughly_" if before.cells != now.cells and _rough(now.cells) else ""
    return _said(rough + key).format(stated(max(by, -by)), unit=plot.unit) if by else _said("same")


def _rough(cells: Iterable[str]) -> bool:
    return any(comparability(cell).compare == ROUGHLY for cell in cells)


def _said(key: str) -> str:
    said: str = chart_words()["said"][key]
    return said
