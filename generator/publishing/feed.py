"""What other programs ask for: the Atom feeds of reports and of changes, the sitemap, robots.txt."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from xml.etree import ElementTree as ET

from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.publishing.headline import headline, unpublished
from generator.publishing.views_changes import Change, data_changes
from generator.publishing.views_log import log_entries
from generator.publishing.words import words
from generator.records.portal import SourceNote

_ENTRIES: Final = 50
_CHANGES: Final = 200
_CELLS: Final = 12
_NO_DAY: Final = "1970-01-01"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PER_SITEMAP: Final = 50_000
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold in any way of writing."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A feed's title, its own address, and that of the page it belongs to."""

    title: str
    feed: str
    page: str


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry: the day, its id, the address of the page it is about, and what it says."""

    day: str
    id: str
    url: str
    title: str
    summary: str


def feed_xml(edition: Edition, base_url: str) -> str:
    """Write the newest reports, corrections and replies as an Atom feed. Dates are theirs: same content, same feed."""
    reports = heapq.nlargest(_ENTRIES, edition.reports, key=lambda shown: (_date(shown), shown.url))
    items = (*map(_report, reports), *_done(edition))
    newest = sorted(items, key=lambda item: (item.day, item.id), reverse=True)[:_ENTRIES]
    return _feed(edition, base_url, _Head(edition.settings.title, urls.FEED, urls.HOME), newest)


def changes_feed_xml(edition: Edition, base_url: str) -> str:
    """Write what changed since the last release as an Atom feed. Same content and release, same feed."""
    latest = max((_date(shown) for shown in edition.reports), default=_NO_DAY)
    items = [_changed(change, latest) for change in data_changes(edition)]
    newest = sorted(items, key=lambda item: (item.day, item.id), reverse=True)[:_CHANGES]
    return _feed(
        edition, base_url, _Head(f"{edition.settings.title}：数据变动", urls.CHANGES_FEED, urls.CHANGES), newest
    )


def _changed(change: Change, latest: str) -> _Item:
    """Tell of a change; one that is only found by comparing bears the latest day of the content."""
    title = f"{words('change_kinds')[change.kind]}：{change.name}{change.year}年年报"
    cells = "；".join(f"{cell.label}：原 {cell.was}，现 {cell.now}" for cell in change.cells[:_CELLS])
    more = f"；等 {len(change.cells)} 格" if len(change.cells) > _CELLS else ""
    day = _date(change.shown) if change.shown and change.kind == "new" else latest
    url = change.url if change.shown else urls.CHANGES
    return _Item(day, f"{change.url}#{change.kind}-{change.digest[:12]}", url, title, f"{change.told}{cells}{more}")


def _feed(edition: Edition, base_url: str, head: _Head, items: Sequence[_Item]) -> str:
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-Hans"})
    _add(feed, "title", head.title)
    _add(feed, "id", f"{base_url}{head.page}")
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{base_url}{head.feed}"})
    ET.SubElement(feed, "link", {"href": f"{base_url}{head.page}"})
    _add(feed, "updated", _moment(items[0].day if items else _NO_DAY))
    _add(ET.SubElement(feed, "author"), "name", edition.settings.publisher or edition.settings.title)
    for item in items:
        _entry(feed, item, base_url)
    return _xml(feed)


def _report(shown: Shown) -> _Item:
    """Tell of one report. Only what its original prints is said; doubts of ours stay off feeds."""
    title = f"{shown.agency.name}{shown.issue.year}年政府信息公开工作年度报告"
    said = "".join(headline(shown.record, shown.doubts)) if shown.record else unpublished(withheld=shown.withheld)
    return _Item(_date(shown), shown.url, shown.url, title, said)


def _done(edition: Edition) -> Iterator[_Item]:
    """Tell of people's corrections, which are our own errors, and of replies."""
    for entry in log_entries(edition):
        if entry.kind in words("feed_says"):
            digest = sha256(f"{entry.date}{entry.what}".encode()).hexdigest()[:12]
            title = f"{words('feed_says')[entry.kind]}：{entry.name}{entry.year}年年报"
            summary = f"{entry.what}。{entry.why}" if entry.kind == "correction" else entry.what
            yield _Item(entry.date, f"{entry.url}#{entry.kind}-{digest}", entry.url, title, summary)


def _entry(feed: ET.Element, item: _Item, base_url: str) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "title", item.title)
    _add(entry, "id", base_url + item.id)
    ET.SubElement(entry, "link", {"href": base_url + item.url})
    _add(entry, "updated", _moment(item.day))
    _add(entry, "summary", item.summary)


def _date(shown: Shown) -> str:
    """Give the best day that is known: found, published, signed, else the last of the report's year."""
    held = shown.held
    known = held or shown.unread
    note = known.note if known else SourceNote()
    signed = held.record.dates.signed if held else None
    return note.retrieved or note.published or signed or f"{shown.issue.year}-12-31"


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    written = _NO_XML.sub("\ufffd", ET.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def sitemap_xml(addresses: Iterable[str], base_url: str) -> str:
    """Write a sitemap of the pages at `addresses`."""
    root = ET.Element("urlset", {"xmlns": _SITEMAP})
    for address in sorted(addresses)[:_PER_SITEMAP]:
        _add(ET.SubElement(root, "url"), "loc", base_url + address)
    return _xml(root)


def robots_txt(base_url: str) -> str:
    """Allow everything, and say where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n"
