"""The site in a real browser: no sideways scroll on a phone, two clicks to a report, no errors."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.publishing.browsing import follow

pytestmark = pytest.mark.browser

PAGES = (
    *("", "search/?q=示例", "agencies/990001/", "agencies/990001/2024/", "agencies/990001/2024/r1/", "places/"),
    *("agencies/990001/2020/", "agencies/990001100/2024/", "agencies/990001100/2023/", "agencies/990001-czj/"),
    *("places/410822/", "places/410822/2024/", "places/410000/2024/", "years/2024/", "checks/", "checks/case-total/"),
    *("log/", "log/errors/", "agencies/990001/2024/respond/", "agencies/x-1/2024/", "findings/2024/to-confirm/"),
    *("findings/2024/", "places/410800/2024/", "data/", "status/", "about/", "changes/", "404.html"),
)


def test_no_page_scrolls_sideways_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for url in PAGES:
        page.goto(address + url)
        widths[url] = page.evaluate("document.documentElement.scrollWidth")
    assert {url: width for url, width in widths.items() if width > 320} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for url in PAGES:
        page.goto(address + url)
        found += [(url, each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
    context.close()
    assert found == []


def test_a_report_is_two_clicks_from_home(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.locator("main a[href*='/2024/']", has_text="示例县人民政府").first)
    assert re.search("agencies/990001/2024/$", page.url)
    page.goto(address)
    follow(page.get_by_role("link", name="河南省"))
    follow(page.get_by_role("link", name="焦作市").first)
    assert page.get_by_role("link", name="博爱县").count() > 0


def test_a_figure_leads_to_where_it_stands(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/990001/2024/")
    follow(page.locator("[data-cell='applications.granted.total'] a"))
    entry = page.locator(":target")
    assert entry.is_visible()
    assert "更正为 35" in entry.inner_text()


def test_findings_are_filtered_and_the_choice_is_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}findings/2024/to-confirm/")
    everything = page.locator(".hits > .finding:visible").count()
    page.get_by_label("校验").select_option("case-total")
    chosen = page.locator(".hits > .finding:visible")
    assert 0 < chosen.count() < everything
    assert set(chosen.evaluate_all("all => all.map(one => one.dataset.check)")) == {"case-total"}
    page.reload()
    assert page.locator(".hits > .finding:visible").count() == chosen.count() < everything


def test_everything_but_search_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}findings/2024/")
    assert page.locator(".finding").first.is_visible()
    assert not page.locator("[data-filter]").is_visible()
    context.close()


def test_absences_are_words_for_those_who_hear_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/990001100/2024/")
    for state, word in {"blank": "空白", "missing": "缺失", "unclear": "读不准", "placeholder": "代替"}.items():
        cells = page.locator(f"[data-cell][data-value='{state}']")
        assert cells.count() > 0
        assert word in cells.first.inner_text()
