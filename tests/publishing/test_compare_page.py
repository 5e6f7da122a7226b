"""Two or more agencies side by side, in a real browser, by a link that can be sent on."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.publishing.portals import COUNTY, PLACELESS, TOWN

pytestmark = pytest.mark.browser

BOTH = f"compare/?a={COUNTY}&a={TOWN}&y=2024"


def row(page: Page, cell: str) -> list[str]:
    found: list[str] = page.locator(f"[data-cell-row='{cell}'] td").evaluate_all(
        "cells => cells.map(cell => cell.dataset.value)"
    )
    return found


def heads(page: Page) -> list[str]:
    return page.locator("[data-compare-tables] table").first.locator("thead th").all_inner_texts()


def test_two_agencies_stand_side_by_side_by_their_address(page: Page, address: str) -> None:
    page.goto(f"{address}{BOTH}")
    page.wait_for_selector("[data-cell-row]")
    assert heads(page) == ["项目", "示例县人民政府 2024", "示例县示例镇人民政府 2024"]
    assert row(page, "applications.new_received.total") == ["35", "0"]
    assert row(page, "applications.granted.research") == ["0", "blank"]
    assert row(page, "applications.carried_out.total") == ["0", "missing"]
    assert row(page, "disputes.litigation_direct.pending") == ["0", "unclear"]
    doubted = page.locator("[data-cell-row='disputes.review.total'] td").first
    assert doubted.get_attribute("data-beside") == "待核对"
    assert row(page, "applications.partial.total") == []  # all zero
    page.get_by_label("全部为 0 的行也列出").check()
    page.wait_for_selector("[data-cell-row='applications.partial.total']")
    assert row(page, "applications.partial.total") == ["0", "0"]
    assert "不说明工作的好坏" in page.inner_text("main")


def test_the_newest_issue_and_what_was_corrected_are_shown(page: Page, address: str) -> None:
    page.goto(f"{address}{BOTH}")
    page.wait_for_selector("[data-cell-row]")
    assert row(page, "applications.granted.total")[0] == "35"


def test_agencies_are_added_and_taken_away_and_the_address_follows(page: Page, address: str) -> None:
    page.goto(f"{address}compare/?a={COUNTY}&y=2024")
    page.wait_for_selector("[data-cell-row]")
    page.fill("#compare-box", "示例镇")
    page.locator("[data-compare-found] button").first.click()
    expect(page.locator("[data-compare-chosen] li")).to_have_count(2)
    assert page.url.endswith(BOTH)
    page.get_by_role("button", name="移去示例县人民政府").click()
    expect(page.locator("[data-compare-chosen] li")).to_have_count(1)
    assert page.url.endswith(f"compare/?a={TOWN}&y=2024")
    page.go_back()
    expect(page.locator("[data-compare-chosen] li")).to_have_count(2)


def test_what_is_not_there_is_no_zero(page: Page, address: str) -> None:
    page.goto(f"{address}compare/?a={COUNTY}&a={TOWN}&a={PLACELESS}&y=2023")
    page.wait_for_selector("[data-cell-row]")
    assert row(page, "applications.granted.total") == ["0", "unread", "not_held"]  # all zeros are shown, not nothing


def test_forms_and_laws_that_break_a_comparison_are_named(page: Page, address: str) -> None:
    page.goto(f"{address}compare/?a={COUNTY}&y=2020&y=2024")
    page.wait_for_selector("[data-cell-row]")
    assert page.is_visible("[data-compare-forms]")
    assert page.is_visible("[data-compare-break='2020']")
    assert page.is_visible("[data-compare-break='2023']")
    assert row(page, "proactive.licensing.change") == ["-8", "not_in_form"]
    page.goto(f"{address}{BOTH}")
    page.wait_for_selector("[data-cell-row]")
    assert not page.is_visible("[data-compare-break='2023']")


@pytest.mark.parametrize("ids", ["a=nowhere", "a=../x", 'a="><img src=x onerror=alert(1)>', "a="])
def test_an_unknown_agency_is_said_and_harms_nothing(page: Page, address: str, ids: str) -> None:
    page.goto(f"{address}compare/?{ids}")
    expect(page.locator("[data-compare-said]")).not_to_contain_text("正在")
    said = page.inner_text("[data-compare-said]")
    assert "没能载入" in said or "还没有选" in said
    assert page.locator("main img").count() == 0


def test_without_javascript_it_says_where_to_go(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{BOTH}")
        assert page.is_visible("noscript p")
        assert not page.is_visible("[data-compare-form]")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 700}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}{BOTH}")
        page.wait_for_selector("[data-cell-row]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
