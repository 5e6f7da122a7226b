"""Pages about the site itself: home, data, status, and those written by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.checking.badges import Badge
from generator.publishing import urls
from generator.publishing.comparison import Coverage, coverage
from generator.publishing.datapackage import citation, content_hash
from generator.publishing.edition import Edition, Shown, place_name, place_of
from generator.publishing.headline import headline, unpublished
from generator.publishing.views_place import BelowView, below_view
from generator.publishing.words import listed, words
from generator.records.errors import Problem
from generator.records.portal import Input, Settings, Unread
from generator.records.yaml_files import load_resource

_NEWEST: Final = 12
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in a list: whose, which year, what it says in a sentence, its badges."""

    name: str
    url: str
    year: int
    place: str
    headline: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    title: str
    description: str
    year: int
    coverage: Coverage
    years: tuple[int, ...]
    provinces: tuple[BelowView, ...]
    reports: tuple[ReportEntry, ...]
    total_reports: int
    badge_words: tuple[tuple[str, str, str], ...]
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """The page of downloads. Files are (address, what it is, format)."""

    title: str
    settings: Settings
    files: tuple[tuple[str, str, str], ...]
    years: tuple[int, ...]
    reports: int
    agencies: int
    states: tuple[tuple[str, str, str], ...]
    beside: tuple[tuple[str, str], ...]
    citation: str
    digest: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """Every input in its state, what we could not read, and our own errors.

    `counts` are (word, number of files, what it means); the numbers add up to `files`.
    """

    title: str
    files: int
    counts: tuple[tuple[str, int, str], ...]
    inputs: tuple[tuple[str, str, str, str], ...]
    unread: tuple[tuple[Unread, str, str], ...]
    withheld: tuple[tuple[Unread, str, str], ...]
    problems: tuple[Problem, ...]
    corrections: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ProseView:
    """A page written by people: its title, and its HTML after cleaning."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for addresses that do not exist."""

    title: str


def report_entry(shown: Shown) -> ReportEntry:
    """List a report."""
    place = place_of(shown.agency)
    said = headline(shown.record, shown.doubts)[0] if shown.record else unpublished(withheld=shown.withheld)
    return ReportEntry(
        shown.agency.name, shown.url, shown.issue.year, place_name(place) if place else "", said, shown.badges
    )


def home_view(edition: Edition) -> HomeView:
    """Make the home page. With no report at all it counts nothing and says so."""
    year = edition.years[0] if edition.years else 0
    reports = sorted(edition.reports, key=lambda shown: (-shown.issue.year, shown.agency.id))
    return HomeView(
        title=edition.settings.title,
        description=edition.settings.description,
        year=year,
        coverage=coverage(edition, edition.agencies.values(), year),
        years=edition.years,
        provinces=tuple(below_view(edition, code, year) for code in edition.places_below.get("", ())),
        reports=tuple(report_entry(shown) for shown in reports[:_NEWEST]),
        total_reports=len(reports),
        badge_words=tuple(_badge_words()),
        states=tuple((entry["cell"], entry["means"]) for entry in words("states").values()),
    )


def _badge_words() -> Iterator[tuple[str, str, str]]:
    """Give every badge with its words and what they mean."""
    spoken = load_resource("generator.checking", "badges.yaml")
    for key, means in words("badges").items():
        yield key, spoken[key].format("N"), means


def data_view(edition: Edition) -> DataView:
    """Make the page of downloads."""
    return DataView(
        title="数据下载",
        settings=edition.settings,
        files=tuple((f["path"], f["what"], f["format"]) for f in listed("downloads")),
        years=edition.years,
        reports=sum(1 for shown in edition.reports if shown.held),
        agencies=len(edition.agencies),
        states=tuple((key, entry["cell"], entry["means"]) for key, entry in words("states").items()),
        beside=tuple(words("beside").items()),
        citation=citation(edition),
        digest=content_hash(edition),
    )


def status_view(edition: Edition) -> StatusView:
    """Make the status page."""
    portal = edition.portal
    states = Counter(item.state for item in portal.inputs)
    every = [shown for found in edition.issues.values() for shown in found]
    return StatusView(
        title="收录状态",
        files=len(portal.inputs),
        counts=tuple(_state_count(key, states[key]) for key in dict.fromkeys((*words("input_states"), *states))),
        inputs=tuple(_input(item) for item in _listed_inputs(portal.inputs)),
        unread=tuple(_unread(edition, item) for item in portal.unread if not item.withheld),
        withheld=tuple(_unread(edition, item) for item in portal.unread if item.withheld),
        problems=portal.problems,
        corrections=tuple(
            (f"{shown.agency.name} {shown.issue.name}", shown.url, len(shown.held.corrections))
            for shown in every
            if shown.held and shown.held.corrections
        ),
    )


def _state_count(state: str, count: int) -> tuple[str, int, str]:
    return _state_word(state), count, words("input_states").get(state, {}).get("means", "")


def _state_word(state: str) -> str:
    word: str = words("input_states").get(state, {}).get("word", state)
    return word


def _listed_inputs(inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    """Choose what the page lists: everything while that is short, else what was not simply read; the CSV has all."""
    if len(inputs) <= _LONGEST:
        return inputs
    return tuple(item for item in inputs if item.state not in {"read", "used"})[:_LONGEST]


def _input(item: Input) -> tuple[str, str, str, str]:
    return item.path, item.state, _state_word(item.state), item.why


def _unread(edition: Edition, item: Unread) -> tuple[Unread, str, str]:
    name = edition.agencies[item.issue.agency].name
    return item, name, urls.report(item.issue.agency, item.issue.year)
