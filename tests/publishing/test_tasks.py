"""What people come for, counted in clicks: from the home page to the answer in at most three."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.publishing.edition import Edition
from generator.publishing.views_findings import open_findings
from tests.publishing.browsing import follow

pytestmark = pytest.mark.browser

MOST: Final = 3
COUNTY: Final = "agencies/990001/2024/"
TOWN: Final = "agencies/990001100/2024/"


class Visit:
    """Somebody who starts on the home page; every click, and Enter in a form, counts."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(address)

    def click(self, target: Locator) -> None:
        """Follow a link, count it, and wait until its page stands."""
        self.clicks += 1
        follow(target)

    def enter(self, text: str) -> None:
        """Type into the search box of the home page."""
        self.page.locator("#home-q").fill(text)
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def to_report(self) -> None:
        """Open the county's report from the list on the home page."""
        self.click(self.page.locator(f"main a[href$='{COUNTY}']").first)

    def download(self, target: Locator) -> list[dict[str, str]]:
        """Follow a link to a CSV, which leaves the page as it is; give its rows."""
        self.clicks += 1
        with self.page.expect_download() as waiting:
            target.click()
        text = waiting.value.path().read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Give a visitor with a phone who needs no more clicks than that."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    visitor = Visit(context.new_page(), address)
    yield visitor
    context.close()
    assert 0 < visitor.clicks <= MOST


def test_a_citizen_finds_the_township_from_a_misremembered_name(visit: Visit, address: str) -> None:
    visit.enter("示列镇")
    near = visit.page.locator("[data-search-near]")
    expect(near).to_be_visible()
    visit.click(near.get_by_role("link", name="示例镇人民政府"))
    assert visit.page.url == address + TOWN
    expect(visit.page.locator(".lede")).to_contain_text("2024年收到政府信息公开申请")


def test_a_citizen_prints_a_filled_in_request(visit: Visit) -> None:
    visit.to_report()
    visit.click(visit.page.locator("h1 a"))
    visit.click(visit.page.get_by_role("link", name="怎样向这个机关申请公开信息"))
    sent: list[str] = []
    visit.page.on("request", lambda request: sent.append(request.url))
    visit.page.get_by_label("姓名或者名称").fill("示例某")
    visit.page.get_by_label("信息的名称").fill("某路改造工程的环评批复")
    with pypdfium2.PdfDocument(visit.page.pdf(format="A4")) as document:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
        assert len(document) == 1
    letter = re.sub(r"\s", "", text)
    for said in ("政府信息公开申请书", "示例县人民政府", "示例某", "某路改造工程的环评批复", "第二十九条"):
        assert said in letter
    assert [url for url in sent if "/assets/" not in url] == []


def test_a_citizen_compares_two_years(visit: Visit, edition: Edition) -> None:
    visit.to_report()
    visit.click(visit.page.locator("h1 a"))
    row = visit.page.locator("tr[data-row='applications.new_received.total']")
    shown = row.locator("td").evaluate_all("all => all.map(one => one.dataset.value)")
    heads = visit.page.locator("table:has(tr[data-row='applications.new_received.total']) thead th").all_inner_texts()
    years = [int(text[:4]) for text in heads[1:]]
    assert len(years) >= 2
    for year, value in zip(years, shown, strict=True):
        newest = edition.newest("990001", year)
        if newest and newest.record:
            assert value == str(newest.record.figures["applications.new_received.total"])


def test_a_citizen_downloads_a_table_that_equals_the_page(visit: Visit) -> None:
    visit.click(visit.page.get_by_role("link", name="河南省").first)
    shown = visit.page.locator("tr[data-agency]").evaluate_all(
        """rows => rows.map((row) => [row.dataset.agency, row.dataset.state,
             [...row.querySelectorAll("td[data-column]")].map((cell) => [cell.dataset.column, cell.dataset.value])])"""
    )
    rows = {row["agency"]: row for row in visit.download(visit.page.get_by_role("link", name="下表 CSV"))}
    assert len(shown) == len(rows) > 0
    for agency, state, cells in shown:
        assert rows[agency]["report"] == state
        for column, value in cells:
            told = rows[agency][column] or rows[agency][f"{column}_state"]
            assert told == value, (agency, column)


def test_a_citizen_follows_a_figure_to_its_source(visit: Visit) -> None:
    visit.to_report()
    cell = visit.page.locator("[data-cell='disputes.review.upheld']")
    value = str(cell.get_attribute("data-value"))
    visit.click(cell.locator("a"))
    entry = visit.page.locator("li:target")
    expect(entry).to_be_in_viewport()
    assert value in entry.locator("pre").inner_text().split()
    assert re.search("第 [0-9]+ (页|行)", entry.inner_text())


def test_a_clerk_finds_how_to_reply(visit: Visit) -> None:
    visit.to_report()
    visit.click(visit.page.get_by_role("link", name=re.compile("^我要反映（")))
    mail = visit.page.get_by_role("link", name="写邮件").first
    assert str(mail.get_attribute("href")).startswith("mailto:a@example.org")
    assert "不必注册" in visit.page.locator("main").inner_text()


def test_a_journalist_gets_all_findings_of_a_check_in_a_province(visit: Visit, edition: Edition) -> None:
    visit.click(visit.page.get_by_role("link", name="河南省").first)
    rows = visit.download(visit.page.get_by_role("link", name="校验结果 CSV"))
    mine = [row for row in rows if row["check"] == "case-total"]
    found = [
        (shown.agency.id, finding.subject, finding.result.value)
        for shown in edition.of_year(2024)
        for finding, _ in open_findings(shown.findings)
        if finding.check == "case-total" and shown.agency.division.startswith(("41", "99"))
    ]
    assert sorted((row["agency"], row["subject"], row["result"]) for row in mine) == sorted(found)
    assert mine


def test_a_researcher_loads_the_long_table_and_no_column_is_mixed(visit: Visit, edition: Edition) -> None:
    visit.click(visit.page.get_by_role("link", name="数据", exact=True))
    rows = visit.download(visit.page.get_by_role("link", name="figures.csv", exact=True))
    assert len(rows) == sum(len(shown.record.figures) for shown in edition.reports if shown.record)
    states = {"stated", "blank", "placeholder", "missing", "unclear"}
    assert {row["state"] for row in rows} <= states
    for row in rows:
        assert bool(row["value"]) == (row["state"] == "stated")
        if row["value"]:
            Decimal(row["value"])
        for column in ("year", "revision", "readers"):
            int(row[column])
        for column in ("page", "line"):
            int(row[column] or 0)
