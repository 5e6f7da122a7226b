"""Budgets of bytes that a reader on a slow line pays, as compressed by a web server: told at every build."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_NARRATIVE: Final = b'<section id="narrative">'
_END: Final = b"</section>"
_SHARED: Final = "site.js"
_SEARCH: Final = re.compile(r"search.*\.js|suggest\.js")
_WEIGHED: Final = 30
"""How many report pages are compressed: the longest ones without their narratives."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What something weighs, gzipped, and what it may weigh at most; both in bytes. `name` is for people."""

    name: str
    size: int
    limit: int

    @property
    def kept(self) -> bool:
        """Tell whether it is light enough."""
        return self.size <= self.limit


def budgets(site: Path, reports: Mapping[str, int]) -> tuple[Budget, ...]:
    """Weigh the site written at `site`; `reports` are its report pages by address with their `bare_length`."""
    return (
        Budget("最重的年报页（不计正文）", _report_page(site, reports), 14_000),
        Budget("样式", _page_style(site / "assets"), 8_000),
        Budget("检索前的脚本", _page_script(site / "assets"), 6_000),
    )


def bare_length(page: bytes) -> int:
    """Give the bytes of a report page without its narrative."""
    return len(_bare(page))


def _bare(page: bytes) -> bytes:
    """Take out the narrative: one section, which holds no other; text in a page is escaped, and looks like neither."""
    before, begun, rest = page.partition(_NARRATIVE)
    return before + rest.partition(_END)[2] if begun else page


def _report_page(site: Path, reports: Mapping[str, int]) -> int:
    longest = sorted(reports, key=lambda url: -reports[url])[:_WEIGHED]
    return max((_weight(_bare((site / url / "index.html").read_bytes())) for url in longest), default=0)


def _page_style(assets: Path) -> int:
    """Add what a page may load at most: the style of all pages, and the heaviest of a single kind."""
    return _heaviest(assets, "*.css", "site.css")


def _page_script(assets: Path) -> int:
    return _heaviest(assets, "*.js", _SHARED)


def _heaviest(assets: Path, pattern: str, shared: str) -> int:
    files = {path.name: _weight(path.read_bytes()) for path in assets.glob(pattern) if not _SEARCH.match(path.name)}
    return files.pop(shared, 0) + max(files.values(), default=0)


def _weight(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))
