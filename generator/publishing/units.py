"""The unit of work: all that the site holds of one agency, made from an excerpt of the edition, in any process.

What comes back is small: what was written with its hashes, which links lead away, and the lines for common files.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.publishing.agency_files import Lines, agency_files, series, series_path
from generator.publishing.agency_rows import rows_of
from generator.publishing.budgets import bare_length
from generator.publishing.copies import all_copies
from generator.publishing.crops import all_pictures
from generator.publishing.edition import Edition, Shown
from generator.publishing.kept import Part, Sizes, made_from
from generator.publishing.links import Found, Links
from generator.publishing.pages import Page, agency_parts, pages_of
from generator.publishing.render import Renderer, SiteHead, make_renderer
from generator.publishing.writer import Writer
from generator.records.folded import shut, unfolded
from generator.records.packing import packed, unpacked
from generator.records.registry import Agency

_REPORT: Final = "report.html"


@dataclass(frozen=True)
class Cut:
    """One agency cut out of an edition, and what every page says of the site."""

    agency: str
    part: Edition
    head: SiteHead

    @functools.cached_property
    def packed(self) -> bytes:
        """The excerpt as bytes: equal values give equal bytes."""
        return packed(self.part)

    @property
    def made_from(self) -> str:
        """A hash of all that it is made from, but the program and the templates."""
        return made_from(sha256(self.packed).hexdigest(), dataclasses.astuple(self.head))


@dataclass(frozen=True, slots=True)
class Unit:
    """One agency to be made: its id, the excerpt of the edition (as bytes), what renders it, and where it goes."""

    agency: str
    excerpt: bytes
    templates: Path
    head: SiteHead
    built: Path

    def __str__(self) -> str:
        return f"agency-{self.agency}"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of an agency: files with sizes and hashes, pages with their templates, links, lines, lengths.

    `links` are those that lead beyond what was made, or nowhere in it. `bare` gives the length of its report pages
    without their narratives, by address. `rows` is what it adds to the files of the whole (`AgencyRows`), folded up.
    `times` are the times of writing of files that were not taken over.
    """

    files: Sizes
    pages: tuple[tuple[str, str], ...]
    links: Found
    lines: tuple[Lines, ...]
    bare: Mapping[str, int]
    rows: bytes = b""
    times: Mapping[str, int] = field(default_factory=dict)


def make(task: Unit) -> Made:
    """Write all pages and files of an agency into the site that is being built."""
    edition = _opened(unpacked(task.excerpt))
    agency, writer = edition.agencies[task.agency], Writer(task.built)
    render, links = _renderer(task.templates, task.head), Links.under(task.head.base_url)
    pages, bare = [], {}
    for page in pages_of(agency_parts(edition, agency)):
        html = write_page(page, render, writer, links)
        pages.append((page.url, page.template))
        if page.template == _REPORT:
            bare[page.url] = bare_length(html)
    for file in agency_files(edition, agency):
        writer.write(file.path, file.content)
    for address, picture in all_pictures(edition):
        writer.write(address, picture)
    for placed in all_copies(edition):
        writer.write(placed.address, placed.path.read_bytes())
    lines, rows = _write_series(edition, agency, writer), rows_of(edition, agency).folded()
    shut()
    return Made(writer.sizes, tuple(pages), links.beyond(writer.sizes), lines, bare, rows, writer.times)


def _opened(edition: Edition) -> Edition:
    """Open the records of an excerpt: nearly all of each is looked at."""
    issues = {key: tuple(map(_opened_issue, found)) for key, found in edition.issues.items()}
    return dataclasses.replace(edition, issues=issues)


def _opened_issue(shown: Shown) -> Shown:
    held = shown.held
    return dataclasses.replace(shown, held=dataclasses.replace(held, record=unfolded(held.record))) if held else shown


def write_page(page: Page, render: Renderer, writer: Writer, links: Links) -> bytes:
    """Render a page and write it; give its bytes."""
    html = render(page.template, page.url, page.view)
    links.read(page.path, html)
    data = html.encode()
    writer.write(page.path, data)
    return data


def _write_series(edition: Edition, agency: Agency, writer: Writer) -> tuple[Lines, ...]:
    if agency.id not in edition.years_of:
        return ()
    text, lines = series(edition, agency)
    writer.write(series_path(agency.id), text)
    return lines


@functools.lru_cache(maxsize=4)
def _renderer(templates: Path, head: SiteHead) -> Renderer:
    """Give what renders pages; templates are compiled once in each process."""
    return make_renderer(templates, head)


def to_part(made: Made) -> Part:
    """Give what was made as a part to be noted."""
    said = {
        "pages": made.pages,
        "wanted": [[*goal, path] for goal, path in made.links.wanted.items()],
        "ids": made.links.ids,
        "lines": [dataclasses.astuple(each) for each in made.lines],
        "bare": made.bare,
    }
    return Part(made.files, said, made.rows, made.times)


def from_part(part: Part) -> Made:
    """Give what was made and noted."""
    said: Mapping[str, Any] = part.said
    wanted: Sequence[tuple[str, str, str]] = said["wanted"]
    links = Found(
        {(goal, fragment): path for goal, fragment, path in wanted},
        {path: tuple(ids) for path, ids in said["ids"].items()},
    )
    pages = tuple((url, template) for url, template in said["pages"])
    lines = tuple(Lines(*each) for each in said["lines"])
    return Made(part.files, pages, links, lines, said["bare"], part.beside)
