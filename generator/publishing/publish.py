"""Publishing: everything written beside the old site, verified, and put in its place."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from generator.publishing import search, urls
from generator.publishing.agency_rows import AgencyRows
from generator.publishing.blocks import Tools, made_of_blocks, made_of_pages
from generator.publishing.budgets import budgets
from generator.publishing.copies import Copy, files_wanted, no_copies, with_room
from generator.publishing.crops import Draw, no_pictures, wanted
from generator.publishing.datapackage import data_package
from generator.publishing.downloads import common_files
from generator.publishing.edition import Edition, make_edition, nobody, place_name
from generator.publishing.feed import changes_feed_xml, feed_xml, robots_txt, sitemap_xml
from generator.publishing.gathering import Hands, Spread, add_figures, begin_figures, made_of_agencies
from generator.publishing.guards import refuse_losses
from generator.publishing.kept import Kept
from generator.publishing.links import Found, Links
from generator.publishing.meanwhile import meanwhile
from generator.publishing.names import learn
from generator.publishing.pages import Taken, common_parts, pages_of, search_entries
from generator.publishing.redirected import write_redirects
from generator.publishing.release import LastRelease
from generator.publishing.render import Renderer, SiteHead, make_renderer, site_head
from generator.publishing.said import Summary
from generator.publishing.spare import Spare
from generator.publishing.standing import Standing, walk
from generator.publishing.swap import MANIFEST, beside
from generator.publishing.tabular import json_text
from generator.publishing.whole import Whole, whole_files
from generator.publishing.writer import Writer
from generator.records.errors import ContentError, Problem
from generator.records.memory import FORGETFUL, Memory
from generator.records.portal import Portal

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Again:
    """Where parts of the last build are noted (a folder; None: nowhere), and how many things are done at once.

    `program` is a hash of the program, the templates and the libraries: parts that others have made do not count.
    `spread` lets other processes make agencies, `others` has them check agencies before that. `memory` knows what was
    worked out of content before, `standing` which files of the last site are as they were. `aside` is where the site
    before the last one lies. `helped` tells whether others have much to do while this process works.
    """

    notes: Path | None = None
    program: str = ""
    jobs: int = 1
    spread: Spread = map
    memory: Memory = FORGETFUL
    standing: Standing = field(default_factory=Standing)
    aside: Path | None = None
    others: Callable[[Portal], None] = nobody
    helped: bool = False


AFRESH: Final = Again()


def _silent(_: str) -> None:
    return None


def publish(  # noqa: PLR0913 - what a site is made of, and who is told
    portal: Portal,
    *,
    site: Path,
    templates: Path,
    progress: Callable[[str], None] = _silent,
    commit: str = "",
    draw: Draw = no_pictures,
    copy: Copy = no_copies,
    last: LastRelease | None = None,
    again: Again = AFRESH,
) -> Summary:
    """Build the whole site at `site`, a pure function of `portal`, `templates`, `commit`, the pictures and copies.

    `again` tells where parts of the last build are noted that may be taken over, and how many things are done at once.
    `last` is the last release: the changes since are told, and no address of it may go without a word (see `guards`).
    Raises `ContentError` (two pages at one address, a link that leads nowhere, a site over its size budget, a loss);
    the old site then stays as it was.
    """
    progress("校验")
    edition = _with_originals(_edition(portal, again, last), draw, copy, progress)
    with beside(site, again.aside) as built:
        progress("写页面")
        kept = Kept(site, again.notes, again.program, again.standing, Spare.of(built))
        making = _making(edition, built, templates)
        hands = Hands(templates, making.head, kept, again.spread, again.memory)
        with whole_files(edition, making.writer, kept) as whole:
            with meanwhile(functools.partial(_write_agencies, making, hands, whole), alone=not again.helped):
                common = _write_pages(making, Tools(making.head, making.render, kept, again.memory))
                _write_files(making, commit)
            progress("写数据")
            whole.finish()
        _take_in(making, common)
        _write_data(making)
        _copy_assets(templates / "assets", making.writer)
        kept.spare.clear(making.writer.sizes)
        progress("建检索")
        search.index(search_entries(edition), built, kept, jobs=again.jobs)
        write_redirects(built, portal.redirects, making.render)
        progress("检查")
        summary, written = _finish(making)
        refuse_losses(last.addresses if last else (), written, portal.redirects)
        kept.forget_others()
        return summary


def _edition(portal: Portal, again: Again, last: LastRelease | None) -> Edition:
    return dataclasses.replace(make_edition(portal, again.memory, again.others), last=last)


def _names(edition: Edition) -> Iterator[str]:
    """Give the names that search lists."""
    for agency in edition.agencies.values():
        yield from (agency.name, *agency.aliases)
    yield from map(place_name, edition.places)


def _with_originals(edition: Edition, draw: Draw, copy: Copy, progress: Callable[[str], None]) -> Edition:
    """Add the pictures and copies of report files that pages show and hand on."""
    if places := wanted(edition):
        progress("画原件局部图")
        edition = dataclasses.replace(edition, drawn=draw(places))
    if files := files_wanted(edition):
        progress("去除原件的元数据")
        edition = dataclasses.replace(edition, copies=with_room(edition, copy(files)))
    return edition


@dataclass(frozen=True, slots=True)
class _Making:
    """A site in the making: what it is made of, what writes and renders it, and what was seen of its pages.

    `addresses` are those of its pages; `bare` gives the length of report pages without their narratives.
    """

    edition: Edition
    writer: Writer
    head: SiteHead
    render: Renderer
    links: Links
    taken: Taken
    addresses: list[str] = field(default_factory=list)
    bare: dict[str, int] = field(default_factory=dict)

    def note(self, url: str, template: str) -> None:
        """Note a page that was made. Raises `ContentError` where another one stands."""
        self.taken.take(url, template)
        self.addresses.append(url)


def _making(edition: Edition, built: Path, templates: Path) -> _Making:
    head = site_head(edition.settings, edition.years, tuple(edition.portal.pages))
    return _Making(edition, Writer(built), head, make_renderer(templates, head), Links.under(head.base_url), Taken())


def _write_agencies(making: _Making, hands: Hands, whole: Whole, stopped: Callable[[], bool]) -> None:
    begin_figures(making.writer, making.edition)
    for agency, made in made_of_agencies(making.edition, making.writer.built, hands):
        if stopped():
            return
        for url, template in made.pages:
            making.note(url, template)
        making.links.add(made.links)
        making.writer.take(made.files)
        making.bare.update(made.bare)
        add_figures(making.writer, agency, made)
        whole.add(AgencyRows.opened(made.rows))


@dataclass(frozen=True, slots=True)
class _Common:
    """The pages that are no agency's: address and template of each, and their links."""

    pages: tuple[tuple[str, str], ...]
    links: Found


def _write_pages(making: _Making, tools: Tools) -> _Common:
    links = Links.under(making.head.base_url)
    pages: list[tuple[str, str]] = []
    edition, built = making.edition, making.writer.built
    learn(_names(edition), tools.memory)
    common = made_of_pages(pages_of(common_parts(edition)), built, tools)
    for made in itertools.chain(made_of_blocks(edition, built, tools), common):
        pages += made.pages
        links.add(made.links)
        making.writer.take(made.files)
    return _Common(tuple(pages), links.found)


def _take_in(making: _Making, common: _Common) -> None:
    """Note the common pages behind those of the agencies, whichever were written first."""
    for url, template in common.pages:
        making.note(url, template)
    making.links.add(common.links)


def _write_files(making: _Making, commit: str) -> None:
    for file in common_files(making.edition, commit):
        if file.content:
            making.writer.write(file.path, file.content)


def _write_data(making: _Making) -> None:
    edition, writer = making.edition, making.writer
    writer.write("data/datapackage.json", json_text(data_package(edition, writer.measure)) + "\n")
    base = edition.settings.base_url.rstrip("/") + "/"
    writer.write(urls.FEED, feed_xml(edition, base))
    writer.write(urls.CHANGES_FEED, changes_feed_xml(edition, base))
    listed = (address for address in making.addresses if address != urls.NOT_FOUND)
    writer.write("sitemap.xml", sitemap_xml(listed, base))
    writer.write("robots.txt", robots_txt(base))


def _copy_assets(assets: Path, writer: Writer) -> None:
    for path in sorted(assets.rglob("*")):
        if path.is_file():
            writer.write(f"assets/{path.relative_to(assets).as_posix()}", path.read_bytes())


def _finish(making: _Making) -> tuple[Summary, frozenset[str]]:
    """Verify what was written and list it in the manifest. Gives the addresses with the summary."""
    edition, built = making.edition, making.writer.built
    found = sorted((found for found in walk(built, "") if found[1]), key=lambda found: found[0].split("/"))
    lines = [_Line(name, *making.writer.measure(name, stat[0])) for name, stat in found]
    size = sum(line.size for line in lines)
    written = frozenset(line.path for line in lines)
    _verify(making, written, size)
    making.writer.write(MANIFEST, "".join(map(str, lines)))
    read = [shown.url for shown in edition.reports if shown.held]
    weighed = budgets(built, {url: making.bare[url] for url in read})
    summary = Summary(len(making.addresses), len(lines) + 1, size, len(read), edition.portal.problems, weighed)
    return summary, written


class _Line(NamedTuple):
    """A file of the site as the manifest lists it."""

    path: str
    size: int
    sha256: str

    def __str__(self) -> str:
        return f'{{"path": {_ENCODE(self.path)}, "bytes": {self.size}, "sha256": "{self.sha256}"}}\n'


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode


def _verify(making: _Making, written: frozenset[str], size: int) -> None:
    problems = list(making.links.broken(written | {MANIFEST}))
    budget = making.edition.settings.size_budget_mb
    if size > budget * _MEGABYTE:
        what = f"网站有 {size / _MEGABYTE:.0f} MB，超过了 {budget} MB 的上限。"
        problems.append(Problem("portal.yaml", None, what, "请提高 size_budget_mb，或减少收录的年份。"))
    if problems:
        raise ContentError(problems)
