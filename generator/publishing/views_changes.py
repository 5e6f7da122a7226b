"""What changed in the data since the last release: new reports, new issues, other figures, reports that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import show_state
from generator.publishing.release import LastRelease
from generator.publishing.tabular import Cell
from generator.publishing.views_evidence import labels_of
from generator.publishing.words import words
from generator.records.figures import Absence
from generator.records.record import Record, stated

HEAD: Final = ("kind", "agency", "name", "year", "cell", "label", "was", "now", "record", "url")
_LISTED: Final = 200
_CELLS: Final = 12


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell whose figure is another: its name and label, and both figures as pages show them."""

    cell: str
    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one report since the last release. `shown` is None for a report that is gone.

    `cells` are its other figures; `known` tells whether they could be compared.
    """

    kind: str
    agency: str
    name: str
    year: str
    url: str
    shown: Shown | None = None
    cells: tuple[CellChange, ...] = ()
    known: bool = False

    @property
    def digest(self) -> str:
        """The hash of its record as it is now; empty where there is none."""
        return self.shown.digest if self.shown and self.shown.held else ""

    @property
    def told(self) -> str:
        """What happened, in words."""
        said = words("changes")
        if self.kind != "changed":
            return str(said[self.kind])
        if not self.known:
            return str(said["unknown"])
        return said["figures"].format(n=len(self.cells)) if self.cells else str(said["text"])


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The page of changes. `compared` is False when no last release was given; `counts` are (word, how many)."""

    title: str
    compared: bool
    counts: tuple[tuple[str, int], ...]
    changes: tuple[Change, ...]
    more: int
    cells: int


def changes_view(edition: Edition) -> ChangesView:
    """Make the page: every change up to `_LISTED`, each with its first cells."""
    found = data_changes(edition)
    kinds = words("change_kinds")
    counts = tuple((word, sum(change.kind == kind for change in found)) for kind, word in kinds.items())
    return ChangesView(
        "数据变动", edition.last is not None, counts, found[:_LISTED], max(len(found) - _LISTED, 0), _CELLS
    )


def data_changes(edition: Edition) -> tuple[Change, ...]:
    """Compare with the last release: in the order of agencies, the newest year first; nothing without a release."""
    last = edition.last
    if last is None:
        return ()
    found = (_change(last, shown) for shown in edition.reports if shown.held)
    present = {each.url for issues in edition.issues.values() for each in issues if each.held}
    changes = [change for change in found if change] + list(_gone(edition, last, present))
    return tuple(sorted(changes, key=lambda change: (change.agency, change.year and -int(change.year))))


def _change(last: LastRelease, shown: Shown) -> Change | None:
    if last.records.get(shown.url) == shown.digest:
        return None
    if shown.url not in last.records:
        return _of(shown, "new")
    issue = shown.issue
    before = urls.earlier_issue(shown.agency.id, issue.year, issue.revision - 1)
    if issue.revision > 1 and before not in last.records:
        return _of(shown, "reissued")
    key = (shown.agency.id, issue.year, issue.revision)
    if last.figures is None or key not in last.figures or shown.record is None:
        return _of(shown, "changed")
    was, record = last.figures[key], shown.record
    labels = labels_of(record)
    cells = (
        CellChange(cell, labels.get(cell, cell), _text(was[cell]), _text(now))
        for cell, now in _plain(record).items()
        if was.get(cell, now) != now
    )
    return _of(shown, "changed", tuple(cells), known=True)


def _of(shown: Shown, kind: str, cells: tuple[CellChange, ...] = (), *, known: bool = False) -> Change:
    agency = shown.agency
    return Change(kind, agency.id, agency.name, str(shown.issue.year), shown.url, shown, cells, known)


def _gone(edition: Edition, last: LastRelease, present: set[str]) -> Iterator[Change]:
    """Give the reports that have no record any more; earlier issues go with their report."""
    for url in last.records.keys() - present:
        _, agency, year, *issue = url.rstrip("/").split("/")
        if not issue:
            known = edition.agencies.get(agency)
            yield Change("gone", agency, known.name if known else agency, year, url)


def _plain(record: Record) -> dict[str, str]:
    return {
        cell: figure.value if isinstance(figure, Absence) else stated(figure) for cell, figure in record.figures.items()
    }


def _text(figure: str) -> str:
    return show_state(figure).text if figure in words("states") else figure


def change_rows(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    """Give every change, one row a cell whose figure is another, else one a report."""
    base = edition.settings.base_url.rstrip("/")
    for change in data_changes(edition):
        whose = (change.kind, change.agency, change.name, int(change.year))
        end = (change.digest[:12], f"{base}/{change.url}")
        for cell in change.cells or (CellChange("", "", "", ""),):
            yield (*whose, cell.cell, cell.label, cell.was, cell.now, *end)
