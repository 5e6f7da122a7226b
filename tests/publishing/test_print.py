"""A report in print: one A4 page with its headline, every figure, what does not add up, and where it comes from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page

from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_text import show_figure

pytestmark = pytest.mark.browser

A4 = (595, 842)


def _reports(edition: Edition) -> Mapping[str, Shown]:
    return {shown.url: shown for issues in edition.issues.values() for shown in issues if shown.held}


def _cells(text: str) -> Iterator[str]:
    """Give the words of a page as the figures of its cells are written."""
    return iter(re.findall(r"以“/”代替|空白|缺失|读不准|-?\d+(?:\.\d+)?", text))


def test_every_report_is_one_page_of_a4_with_all_its_figures(
    page: Page, address: str, edition: Edition, tmp_path: Path
) -> None:
    for url, shown in _reports(edition).items():
        assert shown.record
        page.goto(address + url)
        page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
        with pdfplumber.open(tmp_path / "print.pdf") as printed:
            assert len(printed.pages) == 1, url
            (sheet,) = printed.pages
            assert (round(sheet.width), round(sheet.height)) == A4
            text = unicodedata.normalize("NFKC", sheet.extract_text())
            smallest = min(char["size"] for char in sheet.chars)
        figures = Counter(unicodedata.normalize("NFKC", show_figure(f).text) for f in shown.record.figures.values())
        assert figures - Counter(_cells(text)) == Counter()
        assert shown.digest in text.replace("\n", "")
        assert smallest >= 5
        assert "表二" in text
        for finding in page.locator(".finding-head").all()[:6]:
            assert finding.inner_text().split()[0] in text
