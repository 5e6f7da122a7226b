"""What people come for: a citizen, a clerk, a journalist, a phone, a keyboard, no JavaScript, a printer."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote
from urllib.request import urlopen

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from generator.publishing.edition import Edition
from generator.publishing.views_findings import open_findings
from tests.publishing.browsing import follow, on_screen

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
COUNTY_2024 = "agencies/990001/2024/"
TOWN_2024 = "agencies/990001100/2024/"


def rows_at(address: str) -> list[dict[str, str]]:
    with urlopen(address) as response:  # noqa: S310 - the site of this test
        return list(csv.DictReader(io.StringIO(response.read().decode("utf-8-sig"), newline="")))


def test_a_citizen_finds_her_township_and_what_may_be_relied_on(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#home-q").fill("示例镇")
    page.keyboard.press("Enter")
    follow(page.locator("a[data-hit]", has_text="示例镇人民政府").first)
    assert page.url == address + TOWN_2024
    assert on_screen(page, page.get_by_text("2024年收到政府信息公开申请").first)
    trust = page.locator("#trust")
    assert on_screen(page, trust)
    assert "缺失 7\xa0格" in trust.inner_text()
    assert "摘录时可能有遗漏" in trust.inner_text()
    assert "无法核对" in trust.inner_text()


def test_a_half_remembered_name_is_suggested_but_is_no_hit(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=示烈镇")
    expect(page.locator("[data-hits]")).to_have_attribute("data-hits", "0")
    near = page.locator("[data-search-near]")
    expect(near).to_contain_text("示例县示例镇人民政府")
    assert page.locator("[data-hit]").count() == 0
    page.locator("#search-box").fill("示例镇")
    expect(page.locator("[data-hits]")).not_to_have_attribute("data-hits", "0")
    expect(near).to_be_hidden()


def test_a_citizen_of_a_province_sees_figures_of_all_below(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="河南省").first)
    row = page.locator("tr[data-agency='990001'][data-state='read']")
    assert row.locator("[data-column='new_received']").get_attribute("data-value") == "35"
    bureau = page.locator("tr[data-agency='990001-czj']")
    assert bureau.get_attribute("data-state") == "not_held"
    assert "尚未收录" in bureau.inner_text()
    assert not re.search(r"[0-9]", bureau.inner_text())
    shown = page.locator("tr[data-agency]").evaluate_all("all => all.map(one => one.dataset.agency)")
    assert shown == [row["agency"] for row in rows_at(page.url + "table.csv")]


def test_a_clerk_sees_what_where_it_is_printed_and_how_to_answer(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.locator("main a[href*='/990001/2024/']").first)
    finding = page.locator(".finding[data-check='case-total'][data-subject='review']")
    assert "10+0+0+0＝10，表列总计 0" in finding.inner_text()
    assert "（第 5 页）印作：“10 0 0" in finding.locator(".printed").inner_text().replace("\n", "")
    follow(finding.locator(".printed a"))
    expect(page.locator("#evidence-disputes:target")).to_be_visible()
    page.go_back()
    follow(finding.get_by_role("link", name="我要反映"))
    answer = page.locator("li:target")
    assert on_screen(page, answer)
    assert "10+0+0+0＝10" in answer.inner_text()
    mail = unquote(str(answer.locator("a[href^='mailto:']").get_attribute("href")))
    assert "单元格：" in mail
    assert "disputes.review.total" in mail
    assert "10+0+0+0＝10" in mail


def test_a_journalist_gets_a_province_s_findings_each_with_an_address(
    page: Page, address: str, edition: Edition
) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="河南省").first)
    link = page.get_by_role("link", name="校验结果 CSV")
    rows = rows_at(page.url + str(link.get_attribute("href")))
    shown = [each for each in edition.of_year(2024) if each.agency.division]
    assert len(rows) == sum(len(list(open_findings(each.findings))) for each in shown)
    assert {row["place_path"] for row in rows} == {"河南省 焦作市 博爱县"}
    assert len({row["url"] for row in rows}) == len(rows)
    for row in rows:
        page.goto(row["url"].replace(edition.settings.base_url, address))
        page.reload()
        assert page.locator(":target").get_attribute("data-check") == row["check"]
        assert page.locator(":target").is_visible()


def test_a_journalist_filters_by_province_and_certainty(page: Page, address: str) -> None:
    page.goto(f"{address}findings/2024/")
    everything = page.locator(".hits > .finding").count()
    page.get_by_label("地方").select_option("410000")
    assert page.locator(".hits > .finding:visible").count() == everything > 0
    page.get_by_label("确定程度").select_option("to_confirm")
    page.wait_for_url("**/findings/2024/to-confirm/#*place=410000*")
    assert page.get_by_label("地方").input_value() == "410000"
    assert page.locator(".hits > .finding[data-certainty='printed']").count() == 0
    assert page.locator(".hits > .finding[data-certainty='to_confirm']:visible").count() > 0


def test_on_a_phone_figures_and_badges_stand_on_the_first_screen(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport=PHONE, color_scheme="dark").new_page()  # type: ignore[arg-type]
    page.goto(address + COUNTY_2024)
    assert on_screen(page, page.locator(".badges").first)
    assert on_screen(page, page.locator(".lede p").first)
    assert not page.locator(".evidence > li").first.is_visible()
    cell = page.locator("[data-cell='applications.carried_in.research'] a")
    for _ in range(2):  # a second click on the same figure leads there again
        cell.click()
        assert on_screen(page, page.locator(":target"))
        page.locator("details[data-fold] > summary").click()
    cell.click()
    follow(page.locator(":target .back"))
    assert page.locator("td:target").get_attribute("data-cell") == "applications.carried_in.natural_person"
    page.context.close()


def test_every_entry_of_evidence_leads_back_to_its_row(page: Page, address: str) -> None:
    for url in (COUNTY_2024, TOWN_2024):
        page.goto(address + url)
        lost = page.evaluate(
            """() => [...document.querySelectorAll(".evidence a.back")].filter((back) => {
                 const cell = document.getElementById(decodeURIComponent(back.hash.slice(1)));
                 const entry = back.closest("li");
                 return cell?.querySelector("a").getAttribute("href") !== `#${entry.id}`;
               }).length"""
        )
        assert lost == 0


def test_a_keyboard_reaches_the_findings_and_their_evidence(page: Page, address: str) -> None:
    page.goto(address + COUNTY_2024)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.printed') !== null"):
            break
    page.keyboard.press("Enter")
    entry = page.locator("li:target")
    assert on_screen(page, entry)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches(':target .back')")


def test_without_javascript_all_of_a_report_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + TOWN_2024)
    follow(page.locator("[data-cell='applications.granted.total'] a"))
    assert on_screen(page, page.locator("li:target"))
    page.locator(".unsure summary").first.click()
    assert page.locator(".unsure details [data-result='not_assessable']").first.is_visible()
    page.goto(f"{address}search/")
    follow(page.get_by_role("link", name="示例县示例镇人民政府"))
    follow(page.get_by_role("link", name="2024年年报"))
    assert page.url == address + TOWN_2024
    context.close()


def test_a_printed_report_says_whose_it_is_what_it_counts_and_how_to_cite_it(page: Page, address: str) -> None:
    page.goto(address + COUNTY_2024)
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as document:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    text = re.sub(r"\s", "", text)
    for said in (
        "非政府网站",
        "示例县人民政府",
        "这些数字可靠吗",
        "217971",
        "record.yaml的sha256",
        "https://example.org/gongkai/",
    ):
        assert said in text
    assert "数字出处" not in text


def test_the_status_page_s_counts_add_up_to_the_files(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="收录状态").first)
    counts = [int(text) for text in page.locator(".states tbody td:nth-of-type(1)").all_inner_texts()]
    assert sum(counts[:-1]) == counts[-1] == len(rows_at(f"{address}status/inputs.csv"))
    follow(page.locator("[data-state='unread'] a").first)
    assert "没能读出" in page.locator("main").inner_text()


def test_a_year_that_the_site_has_not_is_told_as_ours_and_never_as_zero(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/990001/")
    missing = page.locator("[data-value='not_held']")
    assert missing.count() > 0
    assert "不表示机关没有发布" in page.locator("p[data-value='not_held']").first.inner_text()
    assert set(page.locator("td[data-value='not_held']").all_inner_texts()) == {"尚未收录"}
