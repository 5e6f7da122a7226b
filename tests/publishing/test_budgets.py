"""Pages stay light for slow networks: what a report page and its style weigh when packed as servers pack them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

REPORT, STYLE = 14_000, 8_000
_NARRATIVE = re.compile(r'<section id="narrative">.*?</section>', re.DOTALL)


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def test_a_report_page_without_its_narrative_is_at_most_14_kb(site: Path) -> None:
    pages = [path for path in site.glob("agencies/*/20*/**/index.html") if 'id="applications"' in path.read_text()]
    assert len(pages) >= 5
    sizes = {path: packed(_NARRATIVE.sub("", path.read_text()).encode()) for path in pages}
    assert {path: size for path, size in sizes.items() if size > REPORT} == {}


def test_the_style_of_any_page_is_at_most_8_kb(site: Path) -> None:
    sheets = {path.name: packed(path.read_bytes()) for path in site.glob("assets/*.css")}
    linked = re.compile(r'<link rel="stylesheet" href="[^"]*assets/([^"]+)">')
    pages = {tuple(linked.findall(path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")}
    assert {name for page in pages for name in page} == set(sheets)
    for page in pages:
        assert sum(sheets[name] for name in page) <= 8_000, page
