"""What other programs ask for: the Atom feed of reports, the sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.publishing.headline import headline, unpublished
from generator.records.portal import SourceNote

_ENTRIES: Final = 50
_ATOM: Final = "http://www.w3.org/2005/Atom"
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PER_SITEMAP: Final = 50_000


def feed_xml(edition: Edition, base_url: str) -> str:
    """Write the newest reports as an Atom feed. Dates are those of the reports: same content, same feed."""
    newest = sorted(edition.reports, key=lambda shown: (_date(shown), shown.url), reverse=True)[:_ENTRIES]
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-Hans"})
    _add(feed, "title", edition.settings.title)
    _add(feed, "id", base_url)
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{base_url}{urls.FEED}"})
    ET.SubElement(feed, "link", {"href": base_url})
    _add(feed, "updated", _moment(_date(newest[0]) if newest else "1970-01-01"))
    _add(ET.SubElement(feed, "author"), "name", edition.settings.publisher or edition.settings.title)
    for shown in newest:
        _entry(feed, shown, base_url)
    return _xml(feed)


def _entry(feed: ET.Element, shown: Shown, base_url: str) -> None:
    """Add one report. Only what its original prints is said; doubts of ours stay off feeds."""
    entry = ET.SubElement(feed, "entry")
    _add(entry, "title", f"{shown.agency.name}{shown.issue.year}年政府信息公开工作年度报告")
    _add(entry, "id", base_url + shown.url)
    ET.SubElement(entry, "link", {"href": base_url + shown.url})
    _add(entry, "updated", _moment(_date(shown)))
    _add(
        entry,
        "summary",
        "".join(headline(shown.record, shown.doubts)) if shown.record else unpublished(withheld=shown.withheld),
    )


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
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def sitemap_xml(addresses: Iterable[str], base_url: str) -> str:
    """Write a sitemap of the pages at `addresses`."""
    root = ET.Element("urlset", {"xmlns": _SITEMAP})
    for address in sorted(addresses)[:_PER_SITEMAP]:
        _add(ET.SubElement(root, "url"), "loc", base_url + address)
    return _xml(root)


def robots_txt(base_url: str) -> str:
    """Allow everything, and say where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n"
