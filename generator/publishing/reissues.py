"""What a re-issue changed: cell by cell against the issue before it, and the findings that it mended."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checking.findings import Finding, Result
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import FigureText, show_figure, show_state
from generator.publishing.views_evidence import labels_of
from generator.publishing.views_findings import HitView, hits
from generator.records.figures import Figure


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that two issues print differently."""

    cell: str
    label: str
    was: FigureText
    now: FigureText


@dataclass(frozen=True, slots=True)
class ReissueView:
    """A step from one issue to the next: both, the day of the later (empty when nobody knows), and what it changed.

    `mended` are findings of the earlier issue that the later no longer has. `compared` is False when one of them has no
    figures, so that nothing can be said.
    """

    earlier: str
    earlier_url: str
    later: str
    later_url: str
    day: str
    compared: bool
    changed: tuple[ChangedCell, ...]
    mended: tuple[HitView, ...]


def reissues(edition: Edition, agency: str, year: int) -> tuple[ReissueView, ...]:
    """Give the steps between the issues of a report, oldest first; none when there is only one."""
    return tuple(_step(earlier, later) for earlier, later in itertools.pairwise(edition.issues[agency, year]))


def mended_in(edition: Edition, year: int) -> Iterator[tuple[ReissueView, HitView]]:
    """Give every finding of a year that a re-issue has mended, with the step that did it."""
    for (agency, each), issues in edition.issues.items():
        if each == year and len(issues) > 1:
            for step in reissues(edition, agency, year):
                yield from ((step, hit) for hit in step.mended)


def _step(earlier: Shown, later: Shown) -> ReissueView:
    return ReissueView(
        earlier=earlier.issue.name,
        earlier_url=earlier.url,
        later=later.issue.name,
        later_url=later.url,
        day=day_of(later),
        compared=bool(earlier.record and later.record),
        changed=tuple(_changed(earlier, later)),
        mended=tuple(_mended(earlier, later)),
    )


def day_of(shown: Shown) -> str:
    """Give the day on which an issue was published or found, as far as anybody says."""
    known = shown.held or shown.unread
    signed = shown.record.dates.signed if shown.record else ""
    return (known.note.published or known.note.retrieved if known else "") or signed or ""


def _changed(earlier: Shown, later: Shown) -> Iterator[ChangedCell]:
    if earlier.record is None or later.record is None:
        return
    was, now = earlier.record.figures, later.record.figures
    labels = {**labels_of(earlier.record), **labels_of(later.record)}
    for cell in dict.fromkeys((*was, *now)):
        if was.get(cell) != now.get(cell):
            yield ChangedCell(cell, labels.get(cell, cell), _shown(was.get(cell)), _shown(now.get(cell)))


def _shown(figure: Figure | None) -> FigureText:
    return show_state("not_in_form") if figure is None else show_figure(figure)


def _mended(earlier: Shown, later: Shown) -> Iterator[HitView]:
    """Give the failures of an issue that the next one passes: not where something is missing or unclear there."""
    if later.held is None:
        return
    failed = (finding for finding in earlier.findings if finding.result is Result.FAIL and finding.severity != "info")
    for finding, hit in zip(failed, hits(earlier), strict=True):
        if _is_mended(finding, later.findings):
            yield hit


def _is_mended(finding: Finding, now: Iterable[Finding]) -> bool:
    """Tell by what the check says of the same subject; where it names it no more, by what it says at all."""
    of_check = [other for other in now if other.check == finding.check]
    same = {other.result for other in of_check if other.subject == finding.subject}
    results = same or {other.result for other in of_check}
    return Result.PASS in results and not results & {Result.FAIL, Result.NOT_ASSESSABLE}
