"""Publishing: everything written beside the old site, verified, and put in its place."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from generator.publishing import search, urls
from generator.publishing.budgets import budgets
from generator.publishing.copies import Copy, all_copies, files_wanted, no_copies, with_room
from generator.publishing.crops import Draw, all_pictures, no_pictures, wanted
from generator.publishing.datapackage import data_package
from generator.publishing.downloads import all_files
from generator.publishing.edition import Edition, make_edition
from generator.publishing.feed import changes_feed_xml, feed_xml, robots_txt, sitemap_xml
from generator.publishing.guards import refuse_losses
from generator.publishing.kept import Kept
from generator.publishing.links import Links
from generator.publishing.pages import all_pages, search_entries
from generator.publishing.redirected import write_redirects
from generator.publishing.release import LastRelease
from generator.publishing.render import Renderer, make_renderer, site_head
from generator.publishing.said import Summary
from generator.publishing.swap import MANIFEST, beside
from generator.publishing.tabular import json_text
from generator.records.errors import ContentError, Problem
from generator.records.portal import Portal

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Again:
    """Where parts of the last build are noted (a folder; None: nowhere), and how many things are done at once.

    `program` is a hash of the program, the templates and the libraries: parts that others have made do not count.
    """

    notes: Path | None = None
    program: str = ""
    jobs: int = 1


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
    kept = Kept(site, again.notes, again.program)
    progress("校验")
    edition = dataclasses.replace(make_edition(portal), last=last)
    if places := wanted(edition):
        progress("画原件局部图")
        edition = dataclasses.replace(edition, drawn=draw(places))
    if files := files_wanted(edition):
        progress("去除原件的元数据")
        edition = dataclasses.replace(edition, copies=with_room(edition, copy(files)))
    with beside(site) as built:
        progress("写页面")
        pages = _write_pages(edition, built, templates)
        progress("写数据")
        _write_data(edition, built, pages, commit)
        _copy_assets(templates / "assets", built / "assets")
        progress("建检索")
        search.index(search_entries(edition), built, kept, jobs=again.jobs)
        write_redirects(built, portal.redirects, pages.render)
        progress("检查")
        summary, written = _finish(edition, built, pages)
        refuse_losses(last.addresses if last else (), written, portal.redirects)
        kept.forget_others()
        return summary


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages written: their addresses and their links, and what renders them."""

    addresses: tuple[str, ...]
    links: Links
    render: Renderer


def _write_pages(edition: Edition, built: Path, templates: Path) -> _Pages:
    links = Links(urlsplit(edition.settings.base_url).path.rstrip("/") + "/")
    render = make_renderer(templates, site_head(edition.settings, edition.years, tuple(edition.portal.pages)))
    addresses = []
    for page in all_pages(edition):
        html = render(page.template, page.url, page.view)
        _write(built / page.path, html)
        links.read(page.path, html)
        addresses.append(page.url)
    return _Pages(tuple(addresses), links, render)


def _write_data(edition: Edition, built: Path, pages: _Pages, commit: str) -> None:
    for file in all_files(edition, commit):
        if file.content:
            _add(built / file.path, file.content)
    _write(built / "data/datapackage.json", json_text(data_package(edition, functools.partial(_measure, built))) + "\n")
    for address, picture in all_pictures(edition):
        _write_bytes(built / address, picture)
    base = edition.settings.base_url.rstrip("/") + "/"
    for placed in all_copies(edition):
        _write_bytes(built / placed.address, placed.path.read_bytes())
    _write(built / urls.FEED, feed_xml(edition, base))
    _write(built / urls.CHANGES_FEED, changes_feed_xml(edition, base))
    listed = (address for address in pages.addresses if address != urls.NOT_FOUND)
    _write(built / "sitemap.xml", sitemap_xml(listed, base))
    _write(built / "robots.txt", robots_txt(base))


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _measure(built: Path, address: str) -> tuple[int, str]:
    content = (built / address).read_bytes()
    return len(content), sha256(content).hexdigest()


def _add(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _copy_assets(assets: Path, target: Path) -> None:
    for path in sorted(assets.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(assets)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _finish(edition: Edition, built: Path, pages: _Pages) -> tuple[Summary, frozenset[str]]:
    """Verify what was written and list it in the manifest. Gives the addresses with the summary."""
    lines, size = [], 0
    for path in sorted(built.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            size += len(content)
            name = path.relative_to(built).as_posix()
            lines.append({"path": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})
    written = frozenset(str(line["path"]) for line in lines)
    _verify(edition, pages, written, size)
    _write(built / MANIFEST, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    read = [shown.url for shown in edition.reports if shown.held]
    weighed = budgets(built, read)
    summary = Summary(len(pages.addresses), len(lines) + 1, size, len(read), edition.portal.problems, weighed)
    return summary, written


def _verify(edition: Edition, pages: _Pages, written: frozenset[str], size: int) -> None:
    problems = list(pages.links.broken(written | {MANIFEST}))
    budget = edition.settings.size_budget_mb
    if size > budget * _MEGABYTE:
        what = f"网站有 {size / _MEGABYTE:.0f} MB，超过了 {budget} MB 的上限。"
        problems.append(Problem("portal.yaml", None, what, "请提高 size_budget_mb，或减少收录的年份。"))
    if problems:
        raise ContentError(problems)
