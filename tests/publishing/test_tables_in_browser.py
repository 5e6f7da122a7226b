"""Comparison tables in a real browser: sorted, narrowed, the view in the address, a CSV of what is shown."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PLACE = "places/410000/2024/"
TABLE = "table[data-sortable]:has(tr[data-agency])"


def names(page: Page) -> list[str]:
    return page.locator(f"{TABLE} tr[data-agency]:visible th").all_inner_texts()


def values(page: Page, column: str) -> list[str]:
    rows = page.locator(f"{TABLE} tr[data-agency]:visible")
    found: list[str] = rows.evaluate_all(
        "(rows, key) => rows.map(row => row.querySelector(`[data-column=${key}]`)?.dataset.value ?? row.dataset.state)",
        column,
    )
    return found


def test_a_column_sorts_down_up_and_back_and_no_number_stays_last(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACE}")
    before = names(page)
    head = page.locator(f"{TABLE} thead th", has_text="本年新收")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert values(page, "new_received") == ["35", "0", "not_held"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert values(page, "new_received") == ["0", "35", "not_held"]
    page.reload()
    assert values(page, "new_received") == ["0", "35", "not_held"]
    page.locator(f"{TABLE} thead th", has_text="本年新收").get_by_role("button").click()
    assert names(page) == before
    assert "sort" not in page.url


def test_a_table_is_narrowed_and_the_view_can_be_sent_on(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACE}")
    page.get_by_label("只看含有").first.fill("财政")
    assert names(page) == ["示例县财政局"]
    assert "列出 1 行，共 3 行" in page.inner_text("main")
    sent = page.url
    page.goto("about:blank")
    page.goto(sent)
    assert names(page) == ["示例县财政局"]


def test_the_csv_is_what_is_shown_in_its_order(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACE}#sort=1")
    with page.expect_download() as download:
        page.get_by_role("button", name="所列各行 CSV").first.click()
    content = Path(download.value.path()).read_text(encoding="utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [row[0] for row in rows] == names(page)
    assert {len(row) for row in rows} == {len(head)}
    assert [row[1] for row in rows][:2] == ["0", "35"]
    assert head[-1] == "提示"
    county = next(row for row in rows if row[0] == "示例县人民政府")
    assert "待核对" in county[-1]


def test_tables_stand_as_they_are_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{PLACE}")
        assert len(names(page)) == 3
        assert page.locator(f"{TABLE} button").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_a_sorted_table(browser: Browser, address: str, width: int, scheme: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 700}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}{PLACE}#sort=-1&only=示例")
        page.wait_for_selector("[aria-sort]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
