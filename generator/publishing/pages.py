"""Which pages exist, at which address, with which view. Two pages at one address are refused."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from generator.publishing.views_changes import changes_view
from generator.publishing.views_compare import compare_view
from generator.publishing.views_findings import check_views, checks_view, tally
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


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are made together. Their addresses begin with `url`, and with no longer `url` of another part."""

    url: str
    make: Callable[[], Iterable[Page]]


def page_at(parts: Mapping[str, Part], url: str) -> Page | None:
    """Give the page at an address, None when there is none. `parts` are an edition's, by their addresses.

    Only the one part is made that the address belongs to.
    """
    steps = url.split("/")
    starts = ("/".join([*steps[:length], ""]) if length else "" for length in range(len(steps), -1, -1))
    part = next((parts[start] for start in (url, *starts) if start in parts), None)
    return next((page for page in part.make() if page.url == url), None) if part else None


def all_pages(edition: Edition) -> Iterator[Page]:
    """Give every page of the site, once. Raises `ContentError` where two would stand at one address."""
    taken = Taken()
    for page in pages_of(all_parts(edition)):
        taken.take(page.url, page.template)
        yield page


def pages_of(parts: Iterable[Part]) -> Iterator[Page]:
    """Make the pages of parts."""
    return (page for part in parts for page in part.make())


class Taken:
    """The addresses that have their page."""

    def __init__(self) -> None:
        self._by: dict[str, str] = {}

    def take(self, url: str, template: str) -> None:
        """Note a page. Raises `ContentError` where another one stands."""
        path = Page(url, template, None).path
        if path in self._by:
            what = f"两个页面都要放在 /{url}（{self._by[path]} 和 {template}）。"
            raise ContentError([Problem(f"pages/{url.strip('/')}.md", None, what, "请给其中一个改名。")])
        self._by[path] = template


def all_parts(edition: Edition) -> Iterator[Part]:
    """Give the whole site in parts, in the order of its pages; nothing is made yet."""
    first, second, *rest = common_parts(edition)
    yield from (first, second)
    for agency in edition.agencies.values():
        yield from agency_parts(edition, agency)
    for code in edition.places:
        yield from place_parts(edition, code)
    for year in edition.years:
        yield from year_parts(edition, year)
    yield from rest


def common_parts(edition: Edition) -> Iterator[Part]:
    """Give all parts but those of the agencies, the places and the years."""
    yield _one(urls.HOME, "home.html", lambda: home_view(edition))
    yield _one(urls.SEARCH, "search.html", lambda: search_view(search_entries(edition, passages=False)))
    yield _one(urls.PLACES, "places.html", lambda: places_view(edition))
    yield Part(urls.CHECKS, functools.partial(_check_pages, edition))
    yield _one(urls.GLOSSARY, "glossary.html", glossary_view)
    yield _one(urls.DATA, "data.html", lambda: data_view(edition))
    yield _one(urls.COMPARE, "compare.html", lambda: compare_view(edition))
    yield _one(urls.CHANGES, "changes.html", lambda: changes_view(edition))
    yield _one(urls.STATUS, "status.html", lambda: status_view(edition))
    yield _several(urls.LOG, "log.html", lambda: log_pages(edition))
    yield _one(urls.NOT_FOUND, "404.html", lambda: NotFoundView("没有这个页面"))
    for name, text in edition.portal.pages.items():
        yield _one(urls.prose(name), "prose.html", functools.partial(_prose_view, text, name))


def _one(url: str, template: str, view: Callable[[], Any]) -> Part:
    return Part(url, lambda: (Page(url, template, view()),))


def _several(url: str, template: str, views: Callable[[], Iterable[tuple[str, Any]]]) -> Part:
    return Part(url, lambda: (Page(each, template, view) for each, view in views()))


def _check_pages(edition: Edition) -> Iterator[Page]:
    read = [shown for shown in edition.reports if shown.held]
    counts = tally(read)
    yield Page(urls.CHECKS, "checks.html", checks_view(counts, len(read)))
    yield from (Page(url, "check.html", view) for url, view in check_views(edition, counts, len(read)))


def _prose_view(text: str, name: str) -> ProseView:
    written: Prose = prose(text)
    return ProseView(written.title or name, written.body)


def agency_parts(edition: Edition, agency: Agency) -> Iterator[Part]:
    """Give the parts that one agency's pages are."""
    yield _one(urls.agency(agency.id), "agency.html", functools.partial(agency_view, edition, agency))
    yield _one(urls.ask(agency.id), "ask.html", functools.partial(ask_view, edition, agency))
    for year in edition.years_of.get(agency.id, ()):
        for shown in edition.issues[agency.id, year]:
            yield Part(shown.url, functools.partial(_report_pages, edition, shown))
    for absent, year in edition.portal.absences:
        if absent == agency.id:
            yield _one(urls.report(absent, year), "absent.html", functools.partial(absence_view, edition, absent, year))


def _report_pages(edition: Edition, shown: Shown) -> Iterator[Page]:
    if shown.held is None:
        yield Page(shown.url, "unread.html", unread_view(edition, shown))
        return
    view = report_view(edition, shown, shown.held)
    yield Page(shown.url, "report.html", view)
    yield Page(view.respond, "respond.html", respond_view(edition, shown, view.findings.fails))


def place_parts(edition: Edition, code: str) -> Iterator[Part]:
    """Give the parts that one place's pages are."""
    yield place_part(edition, code)
    yield from (place_year_part(edition, code, year) for year in edition.years)


def place_part(edition: Edition, code: str) -> Part:
    """Give the page of a place."""
    return _one(urls.place(code), "place.html", functools.partial(place_view, edition, code))


def place_year_part(edition: Edition, code: str, year: int) -> Part:
    """Give the page of a place in a year."""
    view = functools.partial(place_year_view, edition, code, year)
    return _one(urls.place_year(code, year), "place_year.html", view)


def year_parts(edition: Edition, year: int) -> Iterator[Part]:
    """Give the parts that one year's pages are."""
    yield _one(urls.year(year), "year.html", functools.partial(year_view, edition, year))
    yield _several(urls.findings(year), "findings.html", functools.partial(year_findings_views, edition, year))


def search_entries(edition: Edition, *, passages: bool = True) -> Sequence[SearchEntry]:
    """Give what search finds: the newest issue of every report, and every agency without any.

    Where their `passages` are not asked for, no record is opened for them.
    """
    found = (_entries_of(edition, agency, passages=passages) for agency in edition.agencies.values())
    return tuple(itertools.chain.from_iterable(found))


def _entries_of(edition: Edition, agency: Agency, *, passages: bool) -> Iterable[SearchEntry]:
    reports = [edition.newest(agency.id, year) for year in edition.years_of.get(agency.id, ())]
    return [_entry(agency, shown, passages=passages) for shown in reports or [None]]


def _entry(agency: Agency, shown: Shown | None, *, passages: bool) -> SearchEntry:
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
        passages=tuple(passage.text for passage in record.narrative) if record and passages else (),
        place_codes=codes,
    )
