"""Large enough to read and to touch: real elements measured in Chromium, on a phone and on a desktop."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.publishing.test_in_browser import PAGES

pytestmark = pytest.mark.browser

EVERY: Final = (*PAGES, "agencies/990001/ask/", "glossary/", "compare/")

# Running text has at least 18 px; what tables, badges and fingerprints hold, and what stands around the page, 16 px.
MEASURE: Final = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const found = [];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".vh, .skip");
  const small = "table, .badge, .crumbs, code, pre, .hash";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement;
    if (!text.data.trim() || !seen(holder)) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < (holder.closest("main") && !holder.closest(small) ? 18 : 16)) found.push([size, text.data.trim()]);
  }
  return found;
}"""

# A target of less than 44 by 44 px must be a link within a sentence (WCAG 2.5.5, inline).
TARGETS: Final = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const inSentence = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const rest = [...block.childNodes].filter((node) => node.nodeName !== "A").map((node) => node.textContent);
    return /\\p{L}/u.test(rest.join(""));
  };
  const found = [];
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".vh, .skip")) continue;
    const { width, height } = (each.matches("[type=checkbox]") ? each.closest("label") : each).getBoundingClientRect();
    if (Math.min(width, height) < 43.9 && !inSentence(each)) found.push([each.outerHTML.slice(0, 90), width, height]);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("measure", [MEASURE, TARGETS], ids=["text", "targets"])
def test_text_can_be_read_and_targets_touched(page: Page, address: str, width: int, measure: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for url in EVERY:
        page.goto(address + url)
        if wrong := page.evaluate(measure):
            found[url] = wrong[:5]
    assert found == {}


def test_the_measure_sees_what_is_too_small(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/990001/2024/")
    assert page.evaluate(MEASURE) == page.evaluate(TARGETS) == []
    page.evaluate("document.querySelector('.lede p').style.fontSize = '17px'")
    page.evaluate("document.querySelector('td[data-cell] a').style.minHeight = '0'")
    page.evaluate("document.querySelector('td[data-cell] a').style.padding = '0'")
    assert len(page.evaluate(MEASURE)) == 1
    assert len(page.evaluate(TARGETS)) == 1
