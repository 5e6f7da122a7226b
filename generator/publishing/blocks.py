"""Places and years: the pages and files of each are made together, or taken over while all that they rest on stands.

Each is made of the part of the edition that is its own, and of nothing else: so what a page rests on cannot be more
than what its note says that it was made from.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.agency_files import DataFile
from generator.publishing.downloads import place_year_files, year_files
from generator.publishing.edition import Edition
from generator.publishing.kept import Kept
from generator.publishing.links import Links
from generator.publishing.measured import Measured
from generator.publishing.pages import Page, Part, pages_of, place_part, place_year_part, year_parts
from generator.publishing.render import Renderer, SiteHead
from generator.publishing.units import Made, from_part, to_part, write_page
from generator.publishing.writer import Writer
from generator.records.memory import Memory
from generator.records.portal import Portal
from generator.records.registry import Agency


@dataclass(frozen=True, slots=True)
class Block:
    """A place, one in a year, or a year: its name, the part of the edition that it is made of, its pages and files."""

    name: str
    part: Edition
    pages: Iterable[Part]
    files: Iterable[DataFile]


@dataclass(frozen=True, slots=True)
class Tools:
    """What makes blocks: templates with what each page says of the site, blocks to take over, what is remembered."""

    head: SiteHead
    render: Renderer
    kept: Kept
    memory: Memory


def blocks(edition: Edition) -> Iterator[Block]:
    """Give every place, every place in every year, and every year."""
    for code in edition.places:
        place = _place(edition, code)
        part = _of_place(edition, place, edition.years)
        yield Block(f"place-{code}", part, (place_part(part, code),), ())
        for year in edition.years:
            part = _of_place(edition, place, (year,))
            pages = (place_year_part(part, code, year),)
            yield Block(f"place-{code}-{year}", part, pages, place_year_files(part, code, year))
    for year in edition.years:
        part = of_year(edition, year)
        yield Block(f"year-{year}", part, year_parts(part, year), year_files(part, year))


@dataclass(frozen=True, slots=True)
class _Place:
    """The agencies of a place and of all places below it, in order; by place its own ones, and the places below it."""

    agencies: Mapping[str, Agency]
    agencies_at: Mapping[str, tuple[Agency, ...]]
    places_below: Mapping[str, tuple[str, ...]]


def _place(edition: Edition, code: str) -> _Place:
    codes = sorted(_below(edition, code))
    return _Place(
        {agency.id: agency for agency in edition.everywhere(code)},
        {inner: edition.agencies_at[inner] for inner in codes if inner in edition.agencies_at},
        {inner: edition.places_below[inner] for inner in codes if inner in edition.places_below},
    )


def _of_place(edition: Edition, place: _Place, years: Iterable[int]) -> Edition:
    """Give an edition of which a place's pages and files of some years come out the same as of the whole."""
    reports = tuple(itertools.product(place.agencies, years))
    absences = {key: edition.portal.absences[key] for key in reports if key in edition.portal.absences}
    return dataclasses.replace(
        _part(edition, reports),
        portal=Portal(edition.settings, agencies={}, absences=absences),
        agencies=place.agencies,
        agencies_at=place.agencies_at,
        places_below=place.places_below,
        years_of={agency: edition.years_of[agency] for agency in place.agencies if agency in edition.years_of},
    )


def of_year(edition: Edition, year: int) -> Edition:
    """Give an edition of which one year's pages and files come out the same as of the whole."""
    part = _part(edition, ((agency, year) for agency in edition.agencies))
    among = {known: found for known, found in edition.measured.nationwide.items() if known.year == year}
    measured = dataclasses.replace(part.measured, nationwide=among)
    absences = {key: absence for key, absence in edition.portal.absences.items() if key[1] == year}
    portal = Portal(edition.settings, agencies={}, absences=absences)
    return dataclasses.replace(part, portal=portal, measured=measured)


def _below(edition: Edition, code: str) -> Iterator[str]:
    yield code
    for inner in edition.places_below.get(code, ()):
        yield from _below(edition, inner)


def _part(edition: Edition, reports: Iterable[tuple[str, int]]) -> Edition:
    """Keep some reports with their metrics, and nothing that belongs to pages of agencies alone."""
    kept = [report for report in reports if report in edition.issues]
    measured = {report: edition.measured.of[report] for report in kept if report in edition.measured.of}
    issues = {report: edition.issues[report] for report in kept}
    part = dataclasses.replace(edition, issues=issues, measured=Measured(measured))
    return dataclasses.replace(part, drawn={}, copies={}, successors={}, last=None)


def made_of_blocks(edition: Edition, built: Path, tools: Tools) -> Iterator[Made]:
    """Give what is made of every place and year: taken over from the last build, or made anew."""
    for block in blocks(edition):
        made_from = tools.memory.print_of(block.part, tools.head)
        yield _taken_or_made(block.name, made_from, functools.partial(_made_of, block, built, tools), built, tools)


def made_of_pages(pages: Iterable[Page], built: Path, tools: Tools) -> Iterator[Made]:
    """Give what is made of single pages: taken over while what their templates see is the same, or rendered anew."""
    for page in pages:
        name = f"page-{page.path.replace('/', '-').replace('.', '-')}"
        made_from = tools.memory.print_of(page.url, page.template, page.view, tools.head)
        yield _taken_or_made(name, made_from, functools.partial(_made, (page,), (), built, tools), built, tools)


def _taken_or_made(name: str, made_from: str, make: Callable[[], Made], built: Path, tools: Tools) -> Made:
    part = tools.kept.take(name, made_from, built) if made_from else None
    if part:
        return from_part(part)
    made = make()
    if made_from:
        tools.kept.note(name, made_from, to_part(made))
    return made


def _made_of(block: Block, built: Path, tools: Tools) -> Made:
    return _made(pages_of(block.pages), block.files, built, tools)


def _made(pages: Iterable[Page], files: Iterable[DataFile], built: Path, tools: Tools) -> Made:
    writer, links = Writer(built), Links.under(tools.head.base_url)
    made = []
    for page in pages:
        write_page(page, tools.render, writer, links)
        made.append((page.url, page.template))
    for file in files:
        if file.content:
            writer.write(file.path, file.content)
    return Made(writer.sizes, tuple(made), links.beyond(writer.sizes), (), {}, times=writer.times)
