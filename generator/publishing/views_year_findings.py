"""A year's findings: those printed in originals on their own pages, and apart from them those still to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.checks import CHECKS
from generator.checking.findings import Certainty
from generator.publishing import urls
from generator.publishing.edition import Edition, place_name
from generator.publishing.reissues import ReissueView, mended_in
from generator.publishing.sheets import Sheet, sheets
from generator.publishing.views_findings import HitList, HitView, hits
from generator.publishing.words import words
from generator.records.divisions import path_of
from generator.records.reviews import Review

_NAMES = {check.id: check.name for check in CHECKS}


@dataclass(frozen=True, slots=True)
class DismissedView:
    """A finding that a person has dismissed, in a list over many reports."""

    url: str
    agency: str
    year: int
    check: str
    name: str
    message: str
    review: Review


@dataclass(frozen=True, slots=True)
class YearFindingsView:
    """One sheet of a year's failures of one certainty; `counts` are (certainty, word, address, failures, in numbers).

    What is closed stands on the first sheet of those printed: dismissed by a person, or mended by a re-issue.
    """

    title: str
    year: int
    years: tuple[int, ...]
    certainty: str
    certainty_word: str
    counts: tuple[tuple[str, str, str, int, int], ...]
    found: HitList
    checks: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    reports: int
    sheet: Sheet
    dismissed: tuple[DismissedView, ...]
    mended: tuple[tuple[ReissueView, HitView], ...]
    data: str


def year_findings_views(edition: Edition, year: int) -> Iterator[tuple[str, YearFindingsView]]:
    """Make the pages of a year's findings, with their addresses."""
    found = sorted((hit for shown in edition.of_year(year) for hit in hits(shown)), key=lambda hit: not hit.counts)
    parts = {each.value: [hit for hit in found if hit.certainty == each] for each in Certainty}
    addresses = {Certainty.PRINTED.value: urls.findings(year), Certainty.TO_CONFIRM.value: urls.unconfirmed(year)}
    counts = tuple(
        (key, words("certainties")[key], addresses[key], len(part), sum(hit.counts for hit in part))
        for key, part in parts.items()
    )
    reports = sum(shown.held is not None for shown in edition.of_year(year))
    for certainty, part in parts.items():
        counted = sum(hit.counts for hit in part)
        for sheet, listed in sheets(addresses[certainty], part):
            closing = certainty == Certainty.PRINTED and sheet.number == 1
            yield (
                sheet.url,
                YearFindingsView(
                    title=_title(year, certainty, sheet),
                    year=year,
                    years=edition.years,
                    certainty=certainty,
                    certainty_word=words("certainties")[certainty],
                    counts=counts,
                    found=HitList(tuple(listed), len(part), counted),
                    checks=tuple(sorted({(hit.check, hit.name) for hit in part})),
                    places=_places(part),
                    reports=reports,
                    sheet=sheet,
                    dismissed=tuple(_dismissed(edition, year)) if closing else (),
                    mended=tuple(mended_in(edition, year)) if closing else (),
                    data=urls.findings(year),
                ),
            )


def _title(year: int, certainty: str, sheet: Sheet) -> str:
    title = f"{year}年度校验结果" + ("：待核对" if certainty == Certainty.TO_CONFIRM else "")
    return title if sheet.number == 1 else f"{title}（第 {sheet.number} 页）"


def _places(found: Sequence[HitView]) -> tuple[tuple[str, str], ...]:
    return tuple((code, _indented(code)) for code in sorted({code for hit in found for code in hit.places}))


def _indented(code: str) -> str:
    """Name a place in a list of places of all levels: those below stand further in."""
    return "\u3000" * (len(path_of(code)) - 1) + place_name(code)


def _dismissed(edition: Edition, year: int) -> Iterator[DismissedView]:
    for shown in edition.of_year(year):
        for each in shown.dismissed:
            finding = each.finding
            yield DismissedView(
                url=f"{shown.url}#settled",
                agency=shown.agency.name,
                year=year,
                check=finding.check,
                name=_NAMES[finding.check],
                message=finding.message,
                review=each.review,
            )
