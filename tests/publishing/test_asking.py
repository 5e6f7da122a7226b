"""How to ask an agency, in a real browser: a letter that goes nowhere, legal terms by the calendar, light and dark."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from pathlib import Path

import html5lib
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.publishing.asking import ask_view, reach
from generator.publishing.edition import Edition, make_edition
from generator.publishing.holidays import calendar
from generator.publishing.pages import all_pages
from generator.publishing.render import make_renderer, site_head
from generator.records.registry import Agency, Contact
from tests.publishing.agency_portal import BEFORE, BUREAU, COUNTY, HOSPITAL, portal
from tests.publishing.portals import PAYLOAD

TEMPLATES = {"agency.html", "ask.html", "glossary.html"}
FILLED = {
    "name": "王小明",
    "identity": "居民身份证（号码手写）",
    "phone": "0391-7654321",
    "email": "someone@example.org",
    "post": "示例县示例街2号 454450",
    "title": "示例路拓宽工程的立项批复",
    "number": "某政发〔2024〕1号",
    "description": "2023年下半年\n示例路拓宽工程",
}


@pytest.fixture(scope="module")
def made() -> Edition:
    return make_edition(portal())


@pytest.fixture(scope="module")
def folder(made: Edition, templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages under test with their assets, as the site would."""
    root = tmp_path_factory.mktemp("asking")
    render = make_renderer(templates, site_head(made.settings, made.years, ()))
    for page in all_pages(made):
        if page.template in TEMPLATES:
            (root / page.path).parent.mkdir(parents=True, exist_ok=True)
            (root / page.path).write_text(render(page.template, page.url, page.view), encoding="utf-8")
    shutil.copytree(templates / "assets", root / "assets")
    return root


def ask_at(folder: Path, agency: str) -> str:
    return (folder / f"agencies/{agency}/ask/index.html").as_uri()


@pytest.fixture
def ask(page: Page, folder: Path) -> Page:
    """Give the county's page, offline from now on."""
    page.goto(ask_at(folder, COUNTY))
    page.context.set_offline(True)
    return page


def printed(page: Page) -> str:
    with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as document:
        assert len(document) == 1
        return re.sub(r"\s", "", "".join(sheet.get_textpage().get_text_range() for sheet in document))


@pytest.mark.browser
def test_a_letter_is_filled_in_and_printed_and_goes_nowhere(ask: Page) -> None:
    sent: list[str] = []
    ask.on("request", lambda request: sent.append(request.url))
    before = ask.url
    for field, text in FILLED.items():
        ask.locator(f"#f-{field}").fill(text)
    ask.get_by_label("公民").check()
    ask.get_by_label("电子数据").check()
    ask.locator("#f-name").press("Enter")
    text = printed(ask)
    for typed in FILLED.values():
        assert re.sub(r"\s", "", typed) in text
    assert "示例县人民政府（政务公开科）" in text
    assert "☑公民□法人或者其他组织" in text
    assert "□纸质☑电子数据" in text
    for furniture in ("非政府网站", "打印申请书", "检索", "期限只在您", "数据下载"):
        assert furniture not in text
    assert {url.rpartition("/")[2] for url in sent} <= {"icon.svg"}, "the site's icon comes when the browser likes"
    assert ask.url == before
    kept = "[localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]"
    assert ask.evaluate(f"async () => {kept}") == [0, 0, "", 0]
    assert ask.locator("form").count() == 1, "the search box alone"
    assert ask.locator("[data-ask] [name], [data-ask] form").count() == 0


@pytest.mark.browser
def test_a_letter_is_emptied_and_what_is_empty_is_a_line(ask: Page) -> None:
    ask.locator("#f-name").fill("王小明")
    expect(ask.locator("[data-field=name]")).to_have_text("王小明")
    ask.get_by_role("button", name="清空").click()
    assert ask.locator("#f-name").input_value() == ""
    expect(ask.locator("[data-field=name]")).to_have_class("blank")
    assert "王小明" not in ask.content()


@pytest.mark.browser
def test_what_is_typed_stays_text(ask: Page) -> None:
    elements = ask.locator("*").count()
    ask.locator("#f-description").fill(PAYLOAD)
    assert ask.locator("[data-field=description]").inner_text() == PAYLOAD
    assert ask.locator("*").count() == elements


# Counted by hand on the calendars of the State Council's notices: 7, 20 and 40 working days after the day of receipt.
TERMS = [
    ("2024-02-05", "2024-02-20", "2024-03-08", "2024-04-08"),  # over 春节 and 清明, worked on 18 February and 7 April
    ("2025-01-20", "2025-02-05", "2025-02-21", "2025-03-21"),  # over 春节, worked on 26 January and 8 February
    ("2025-06-09", "2025-06-18", "2025-07-07", "2025-08-04"),  # no holiday
    ("2025-09-24", "2025-10-10", "2025-10-28", "2025-11-25"),  # over 国庆, worked on 28 September and 11 October
    ("2026-02-10", "2026-02-26", "2026-03-16", "2026-04-14"),  # over 春节, worked on 14 and 28 February
    ("2025-10-01", "2025-10-16", "2025-11-04", "2025-12-02"),  # received on a holiday
]


def term(page: Page, rule: str) -> str | None:
    return page.locator(f"[data-rule='{rule}'] time").get_attribute("datetime")


@pytest.mark.browser
def test_terms_of_working_days(ask: Page) -> None:
    for received, *ends in TERMS:
        ask.locator("#d-received").fill(received)
        assert [term(ask, rule) for rule in ("correction", "reply", "extended")] == ends, received
        assert ask.locator("[data-rough]").count() == 0
    expect(ask.locator("[data-rule=reply] output")).to_contain_text("2025年11月4日星期二")
    ask.locator("#d-received").fill("")
    assert ask.locator("time[datetime]").count() == 1, "only the day on which the contact was checked is left"


@pytest.mark.browser
def test_terms_of_days_and_months_end_on_a_day_that_is_worked(ask: Page) -> None:
    ask.locator("#d-answered").fill("2025-08-04")
    assert term(ask, "review") == "2025-10-09", "the 60th day is 3 October, in the holiday"
    ask.locator("#d-answered").fill("2025-08-31")
    assert term(ask, "suit") == "2026-02-28", "there is no 31 February; this Saturday is worked"
    ask.locator("#d-reviewed").fill("2025-01-14")
    assert term(ask, "suit_after") == "2025-02-05", "the 15th day is the first of 春节"


@pytest.mark.browser
def test_a_year_without_its_notice_is_told_as_rough(ask: Page) -> None:
    newest = max(notice.year for notice in calendar().notices)
    ask.locator("#d-received").fill(f"{newest}-12-01")
    rough = ask.locator("[data-rough]").evaluate_all("all => all.map(one => one.dataset.rule)")
    assert rough == ["reply", "extended"], "the last days of December depend on the next year's notice"
    expect(ask.locator("[data-rule=reply] output")).to_contain_text(f"本站没有{newest + 1}年的节假日安排")
    ask.locator("#d-received").fill("2018-03-01")
    assert ask.locator("[data-rough]").count() == 3


@pytest.mark.browser
def test_without_javascript_the_letter_is_a_blank_form_to_print(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(ask_at(folder, COUNTY))
    assert not page.locator("#f-name").is_visible()
    assert not page.locator("#d-received").is_visible()
    assert page.get_by_text("请直接打印下面的空白申请书").is_visible()
    text = printed(page)
    assert "政府信息公开申请书" in text
    assert "姓名或者名称：" in text
    assert "□公民□法人或者其他组织" in text
    assert page.locator("[data-rule=reply]", has_text="20 个工作日".replace(" ", "\u00a0")).is_visible()
    context.close()


@pytest.mark.browser
def test_pages_are_accessible_in_light_and_dark_and_on_a_phone(browser: Browser, folder: Path) -> None:
    kinds = [f"agencies/{COUNTY}/", f"agencies/{COUNTY}/ask/", "glossary/"]
    rare = [f"agencies/{BEFORE}/", f"agencies/{BEFORE}/ask/", f"agencies/{HOSPITAL}/ask/"]
    found = []
    for scheme, width, pages in (("light", 1280, kinds), ("dark", 320, kinds + rare)):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
        page = context.new_page()
        for url in pages:
            page.goto((folder / url / "index.html").as_uri())
            found += [(url, each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (url, wide)
        context.close()
    assert found == []


@pytest.mark.browser
def test_a_citizen_compares_two_years(page: Page, folder: Path) -> None:
    page.goto((folder / f"agencies/{COUNTY}/index.html").as_uri())
    row = page.locator("tr[data-row='applications.new_received.total']")
    years = page.locator("table:has(tr[data-row='applications.new_received.total']) thead th").all_inner_texts()
    at = next(index for index, text in enumerate(years) if text.startswith("2024")) - 1
    cell = row.locator("td").nth(at)
    assert cell.get_attribute("data-value") == "120"
    assert cell.locator(".move").inner_text().startswith("+76")
    assert "比上年多 76" in str(cell.locator(".move").text_content())
    reviews = page.locator("tr[data-row='disputes.review.total'] td").nth(at)
    assert "与上年不可比（复议前置）" in str(reviews.text_content())
    picture = page.locator("[data-chart=review] svg")
    assert picture.get_attribute("role") == "img"
    assert "行政复议" in str(picture.get_attribute("aria-label"))
    assert picture.locator("[data-break=review-first]").count() == 1


def test_pages_are_valid_html_and_every_link_to_the_glossary_has_its_place(folder: Path) -> None:
    glossary = (folder / "glossary/index.html").read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(html)
        assert parser.errors == [], path
        for place in re.findall(r'href="[./]*glossary/#([^"]+)"', html):
            assert f'id="{place}"' in glossary, place


def test_holidays_and_worked_weekends_add_up_to_the_days_off_of_the_law() -> None:
    """全国年节及纪念日放假办法: 11 days a year up to 2024, 13 from 2025, whatever is swapped."""
    for notice in calendar().notices:
        off: set[dt.date] = set()
        for span in notice.off:
            first, last = map(dt.date.fromisoformat, span.split("/"))
            assert first <= last
            off |= {first + dt.timedelta(days) for days in range((last - first).days + 1)}
        worked = {dt.date.fromisoformat(day) for day in notice.on}
        assert all(day.weekday() >= 5 for day in worked)
        assert not worked & off
        assert {day.year for day in off | worked} == {notice.year}
        weekdays = sum(day.weekday() < 5 for day in off)
        assert weekdays - len(worked) == (11 if notice.year <= 2024 else 13)
        assert notice.source


def test_where_an_agency_can_be_reached(made: Edition, folder: Path) -> None:
    page = (folder / f"agencies/{COUNTY}/ask/index.html").read_text(encoding="utf-8")
    for said in (
        "政务公开科",
        "示例路1号 454450",
        'href="tel:0391-1234567"',
        "mailto:xxgk@example.gov.cn",
        "2026-10-08",
    ):
        assert said in page
    empty = (folder / f"agencies/{BUREAU}/ask/index.html").read_text(encoding="utf-8")
    assert "还没有收录" in empty
    assert "政府信息公开指南" in empty
    strange = Contact(phone="javascript:alert(1)", email="a@b?subject=x")
    odd = reach(dataclasses.replace(made.agencies[BUREAU], contact=strange))
    assert (odd.phone_link, odd.email_link, odd.known) == ("", "", True)


def test_an_agency_that_is_gone_leads_to_its_successor(folder: Path) -> None:
    page = (folder / f"agencies/{BEFORE}/ask/index.html").read_text(encoding="utf-8")
    assert "存续到 2018-06-30" in page
    assert f'href="../../../agencies/{COUNTY}/ask/"' in page


def test_an_institution_has_its_own_rules(folder: Path) -> None:
    page = (folder / f"agencies/{HOSPITAL}/ask/index.html").read_text(encoding="utf-8")
    assert "第五十五条" in page
    assert "20&nbsp;个工作日" not in page
    assert 'class="letter"' not in page


@pytest.mark.parametrize(
    ("agency", "to"),
    [
        (Agency("1", "某省人民政府", "government", level="province"), "这个省级人民政府自己"),
        (Agency("2", "某县人民政府", "government", level="county"), "上一级人民政府"),
        (Agency("3", "某局", "department", level="county"), "本级人民政府；"),
        (Agency("4", "某部", "central", level="central"), "这个部门自己"),
        (Agency("5", "某街道办事处", "subdistrict", level="township"), "设立这个街道办事处的人民政府"),
        (Agency("6", "某管委会", "zone"), "答复书写明的行政复议机关"),
    ],
)
def test_to_whom_a_refusal_is_taken(made: Edition, agency: Agency, to: str) -> None:
    assert ask_view(made, agency).review_to.startswith(to)
