"""Agencies shown while one types on any page, short and traditional names, filters in the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import jinja2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.publishing.names import short_names
from generator.publishing.search import REGIONS, SearchEntry, index, search_view
from tests.publishing.browsing import served
from tests.publishing.test_search_page import FRAME

pytestmark = pytest.mark.browser


def entry(agency: str, name: str, year: int, level: str, place: Sequence[tuple[str, str]], *said: str) -> SearchEntry:
    url = f"agencies/{agency}/{year}/" if year else f"agencies/{agency}/"
    codes, names = zip(*place, strict=True)
    return SearchEntry(url, name, (), names, year, level, name, said, codes)


NORTH: Final = (("410000", "河南省"), ("410800", "焦作市"))
SOUTH: Final = (("320000", "江苏省"), ("320800", "淮安市"))
ENTRIES: Final = (
    entry("n1", "示例市卫生健康委员会", 2024, "地级", NORTH, "三审三校。"),
    entry("n1", "示例市卫生健康委员会", 2023, "地级", NORTH, "三審三校，依法公開。"),
    entry("n2", "示例县人力资源和社会保障局", 2024, "县级", NORTH, "另有三审三校。"),
    entry("s1", "样板縣政務服務中心", 2024, "县级", SOUTH, "三审三校。"),
    entry("s2", "样板县街道办事处", 0, "乡级", SOUTH),
)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("help")
    index(ENTRIES, folder)
    loader = jinja2.ChoiceLoader(
        [jinja2.DictLoader({"base.html": FRAME}), jinja2.FileSystemLoader(project / "templates")]
    )
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("search.html").render(root="../", view=search_view(ENTRIES))
    (folder / "search" / "index.html").write_text(page, encoding="utf-8")
    (folder / "assets").symlink_to(project / "templates" / "assets")
    with served(folder) as address:
        yield address


def found(page: Page, site: str, query: str) -> set[str]:
    page.goto(f"{site}search/?{query}")
    page.wait_for_selector("[data-hits]")
    urls = page.eval_on_selector_all("a[data-hit]", "links => links.map(link => link.href)")
    return {url.removeprefix(f"{site}agencies/") for url in urls}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("卫健委", {"n1/2024/", "n1/2023/"}),
        ("衛健委", {"n1/2024/", "n1/2023/"}),
        ("示例县人社局", {"n2/2024/"}),
        ("slxrsj", {"n2/2024/"}),
        ("街道办", {"s2/"}),
        ("样板县政务服务", {"s1/2024/"}),
        ("江蘇", {"s1/2024/", "s2/"}),
        ("三审三校", {"n1/2024/", "n1/2023/", "n2/2024/", "s1/2024/"}),
        ("三審三校", {"n1/2024/", "n1/2023/", "n2/2024/", "s1/2024/"}),
        ("依法公开", {"n1/2023/"}),
        ("依法公開 衛健委", {"n1/2023/"}),
    ],
)
def test_short_and_traditional_names_find_what_they_mean(
    page: Page, searched: str, query: str, expected: set[str]
) -> None:
    assert found(page, searched, f"q={query}") == expected


def test_excerpts_stay_as_printed_and_mark_what_was_meant(page: Page, searched: str) -> None:
    assert found(page, searched, "q=三审三校&year=2023") == {"n1/2023/"}
    page.wait_for_selector("[data-excerpt]:visible")
    assert page.inner_text("[data-excerpt]") == "三審三校，依法公開。"
    assert page.locator("[data-excerpt] mark").all_inner_texts() == ["三審三校"]


def test_short_names_are_made_of_official_ones() -> None:
    assert short_names("示例市发展和改革委员会") == ("示例市发改委",)
    assert short_names("示例镇人民政府") == ()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", {"n1/2024/", "n1/2023/", "n2/2024/", "s1/2024/"}),
        ("&year=2024", {"n1/2024/", "n2/2024/", "s1/2024/"}),
        ("&level=县级", {"n2/2024/", "s1/2024/"}),
        ("&place=410000", {"n1/2024/", "n1/2023/", "n2/2024/"}),
        ("&place=320800&year=2024&level=县级", {"s1/2024/"}),
        ("&place=320800&year=2023", set()),
        ("&place=nowhere&year=1", {"n1/2024/", "n1/2023/", "n2/2024/", "s1/2024/"}),
    ],
)
def test_results_are_narrowed_by_what_stands_in_the_address(
    page: Page, searched: str, chosen: str, expected: set[str]
) -> None:
    assert found(page, searched, f"q=三审三校{chosen}") == expected


def test_a_choice_stands_in_the_address_and_can_be_sent_on(page: Page, searched: str) -> None:
    found(page, searched, "q=三审三校")
    page.get_by_label("级别").select_option("县级")
    page.locator("select[name=place]").select_option("410000")
    expect(page.locator("a[data-hit]")).to_have_count(1)
    sent = page.url
    assert "level=" in sent
    assert "place=410000" in sent
    page.goto("about:blank")
    page.goto(sent)
    page.wait_for_selector("[data-hits='1']")
    assert page.get_by_label("级别").input_value() == "县级"


def test_many_prefectures_leave_provinces_to_choose_from() -> None:
    few = search_view(ENTRIES).regions
    assert few == (("320000", "江苏省"), ("320800", "　淮安市"), ("410000", "河南省"), ("410800", "　焦作市"))
    many = [
        entry(f"x{n}", "示例局", 0, "", (("410000", "河南省"), (f"41{n:04}", f"示例{n}市")))
        for n in range(1, REGIONS + 2)
    ]
    assert search_view(many).regions == (("410000", "河南省"),)


# ---------------------------------------------------------------- while typing, on any page of the site


@pytest.mark.parametrize("typed", ["示例县", "slx", "shilixian", "示例縣"])
def test_typing_in_the_box_of_any_page_shows_agencies_at_once(page: Page, address: str, typed: str) -> None:
    page.goto(f"{address}checks/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator(".suggestions a").first).to_contain_text("示例县人民政府")
    shown = page.locator(".suggestions a")
    assert len(set(shown.evaluate_all("all => all.map(one => one.href)"))) == shown.count()
    assert "个机关名称相符" in page.inner_text(".find [role=status]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}agencies/990001/")


def test_suggestions_stay_as_they_are_while_one_of_them_is_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}checks/")
    page.focus("#q")
    page.keyboard.type("示例")
    page.wait_for_selector(".suggestions a")
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('#q').dispatchEvent(new Event('input'))")  # as if the list came late
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.matches('.suggestions a')")


def test_suggestions_go_away_and_enter_searches_all(page: Page, address: str) -> None:
    page.goto(f"{address}checks/")
    page.focus("#q")
    page.keyboard.type("示例")
    page.wait_for_selector(".suggestions a")
    page.keyboard.press("Escape")
    assert not page.is_visible(".suggestions")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}search/?q=*")
    page.wait_for_selector("[data-hits]")


def test_nothing_is_loaded_before_the_box_is_used(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}checks/", wait_until="networkidle")
        assert not [url for url in asked if "search" in url or "suggest" in url]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_suggestions(browser: Browser, address: str, width: int, scheme: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 700}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}checks/")
        page.fill("#q", "示例")
        page.wait_for_selector(".suggestions a")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
