"""Which pages exist, at which address, with which view. Two pages at one address are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.publishing import urls
from generator.publishing.asking import ask_view
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.glossary import glossary_view
from generator.publishing.render import Prose, prose
from generator.publishing.respond import respond_view
from generator.publishing.search import SearchEntry, search_view
from generator.publishing.views_absence import absence_view
from generator.publishing.views_agency import agency_view
from generator.publishing.views_compare import compare_view
from generator.publishing.views_findings import check_views, checks_view
from generator.publishing.views_log import log_pages
from generator.publishing.views_place import place_view, place_year_view, places_view
from generator.publishing.views_report import report_view, unread_view
from generator.publishing.views_site import NotFoundView, ProseView, data_view, home_view, status_view
from generator.publishing.views_year import year_view
from generator.publishing.views_year_findings import year_findings_views
from generator.publishing.words import words
from generator.records.divisions import path_of
from generator.records.errors import ContentError, Problem
from generator.records.registry import Agency


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address from the root of the site, its template, its view."""

    url: str
    template: str
    view: Any

    @property
    def path(self) -> str:
        """The file that it is written to."""
        return f"{self.url}index.html" if self.url.endswith("/") or not self.url else self.url


def all_pages(edition: Edition) -> Iterator[Page]:
    """Give every page of the site, once. Raises `ContentError` where two would stand at one address."""
    taken: dict[str, str] = {}
    for page in _every(edition):
        if page.path in taken:
            what = f"两个页面都要放在 /{page.url}（{taken[page.path]} 和 {page.template}）。"
            raise ContentError([Problem(_origin(page), None, what, "请给其中一个改名。")])
        taken[page.path] = page.template
        yield page


def _origin(page: Page) -> str:
    return f"pages/{page.url.strip('/')}.md"


def _every(edition: Edition) -> Iterator[Page]:
    yield Page(urls.HOME, "home.html", home_view(edition))
    yield Page(urls.SEARCH, "search.html", search_view(search_entries(edition)))
    yield from _agency_pages(edition)
    yield from _place_pages(edition)
    for year in edition.years:
        yield Page(urls.year(year), "year.html", year_view(edition, year))
        yield from (Page(url, "findings.html", view) for url, view in year_findings_views(edition, year))
    yield Page(urls.CHECKS, "checks.html", checks_view(edition))
    yield from (Page(url, "check.html", view) for url, view in check_views(edition))
    yield Page(urls.GLOSSARY, "glossary.html", glossary_view())
    yield Page(urls.DATA, "data.html", data_view(edition))
    yield Page(urls.COMPARE, "compare.html", compare_view(edition))
    yield Page(urls.STATUS, "status.html", status_view(edition))
    yield from (Page(url, "log.html", view) for url, view in log_pages(edition))
    yield Page(urls.NOT_FOUND, "404.html", NotFoundView("没有这个页面"))
    for name, text in edition.portal.pages.items():
        yield Page(urls.prose(name), "prose.html", _prose_view(prose(text), name))


def _prose_view(written: Prose, name: str) -> ProseView:
    return ProseView(written.title or name, written.body)


def _agency_pages(edition: Edition) -> Iterator[Page]:
    for agency in edition.agencies.values():
        yield Page(urls.agency(agency.id), "agency.html", agency_view(edition, agency))
        yield Page(urls.ask(agency.id), "ask.html", ask_view(edition, agency))
        for year in edition.years_of.get(agency.id, ()):
            for shown in edition.issues[agency.id, year]:
                yield from _report_pages(edition, shown)
    for absent, year in edition.portal.absences:
        yield Page(urls.report(absent, year), "absent.html", absence_view(edition, absent, year))


def _report_pages(edition: Edition, shown: Shown) -> Iterator[Page]:
    if shown.held is None:
        yield Page(shown.url, "unread.html", unread_view(edition, shown))
        return
    view = report_view(edition, shown, shown.held)
    yield Page(shown.url, "report.html", view)
    yield Page(view.respond, "respond.html", respond_view(edition, shown, view.findings.fails))


def _place_pages(edition: Edition) -> Iterator[Page]:
    yield Page(urls.PLACES, "places.html", places_view(edition))
    for code in edition.places:
        yield Page(urls.place(code), "place.html", place_view(edition, code))
        for year in edition.years:
            yield Page(urls.place_year(code, year), "place_year.html", place_year_view(edition, code, year))


def search_entries(edition: Edition) -> Sequence[SearchEntry]:
    """Give what search finds: the newest issue of every report, and every agency without any."""
    return tuple(entry for agency in edition.agencies.values() for entry in _entries_of(edition, agency))


def _entries_of(edition: Edition, agency: Agency) -> Iterable[SearchEntry]:
    reports = [edition.newest(agency.id, year) for year in edition.years_of.get(agency.id, ())]
    return [_entry(agency, shown) for shown in reports or [None]]


def _entry(agency: Agency, shown: Shown | None) -> SearchEntry:
    place = place_of(agency)
    codes = tuple(step.code for step in path_of(place)) if place else ()
    record = shown.record if shown else None
    return SearchEntry(
        url=shown.url if shown else urls.agency(agency.id),
        agency=agency.name,
        aliases=agency.aliases,
        places=tuple(place_name(code) for code in codes),
        year=shown.issue.year if shown else 0,
        level=words("levels")[agency.level],
        title=record.title if record else "",
        passages=tuple(passage.text for passage in record.narrative) if record else (),
        place_codes=codes,
    )
