"""The search page over a portal whose newest year is parted: nothing is missed, and only what is needed is loaded."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, Page, expect

from generator.publishing.search import SearchEntry
from tests.bench import narratives
from tests.publishing.browsing import served
from tests.publishing.test_search_page import ask, clean_page, expected, pieces_of, publish

pytestmark = pytest.mark.browser

NORTH: Final = (("410000", "河南省"), ("410800", "焦作市"))
SOUTH: Final = (("320000", "江苏省"), ("320800", "淮安市"))
EACH: Final = 55
MOST: Final = 2 * EACH * 1100
"""More characters than a part of 2024, or all of 2023, has; fewer than all of 2024."""


def made(number: int, year: int, place: Sequence[tuple[str, str]], *said: str) -> SearchEntry:
    rng = random.Random(f"{number}/{year}")  # noqa: S311 - no secrets
    name = f"示例{number}局"
    texts = said or narratives.overview(rng, name, year, "本年情况平稳。")
    codes, names = zip(*place, strict=True) if place else ((), ())
    return SearchEntry(f"agencies/99{number:04}/{year}/", name, (), names, year, "县级", name, texts, codes)


ENTRIES: Final = (
    *(made(number, 2024, place) for at, place in enumerate((NORTH, SOUTH)) for number in range(at, 2 * EACH, 2)),
    *(made(number, 2023, NORTH) for number in range(0, EACH, 2)),
    made(9000, 2024, NORTH, "三审三校从严。甲地另有一句。"),
    made(9001, 2024, SOUTH, "坚持三审三校。乙地也有一句；"),
    made(9002, 2024, (), "三審三校在此。丙地没有归属——"),
)
PARTS: Final = ("2024-3", "2024-4", "2024-none")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[str]:
    """Publish the search page; give its site's address."""
    folder = tmp_path_factory.mktemp("parts") / "a" / "portal"
    publish(ENTRIES, folder, project / "templates", MOST)
    assert {path.name for path in (folder / "pagefind").iterdir() if path.is_dir()} == {*PARTS, "2023"}
    with served(folder.parents[1]) as address:
        yield f"{address}a/portal/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page of its own to one test."""
    with clean_page(browser) as opened:
        yield opened


def loaded(page: Page) -> set[str]:
    """Watch what a page asks for: give the shards of whose index it loads something, as it goes on."""
    folders: set[str] = set()
    index = re.compile(r"/pagefind/([^/]+)/(?!fragment/)")
    page.on("request", lambda request: folders.update(index.findall(request.url)))
    return folders


def hits(page: Page) -> int:
    page.wait_for_selector("[data-hits]")
    return int(page.get_attribute("[data-hits]", "data-hits") or "")


def holding(text: str, entries: Sequence[SearchEntry] = ENTRIES) -> int:
    return sum(any(text in passage for passage in entry.passages) for entry in entries)


def test_a_word_of_two_provinces_and_of_an_agency_without_place_is_found_in_all(page: Page, parts: str) -> None:
    page.goto(f"{parts}search/?q=三审三校&all=1")
    assert hits(page) == 3
    found = page.locator("a[data-hit]").all_inner_texts()
    assert found == ["示例9000局 2024年年报", "示例9001局 2024年年报", "示例9002局 2024年年报"]
    said = page.locator(".search-hit", has_text="示例9002局").locator("[data-excerpt]")
    expect(said).to_have_text("三審三校在此。丙地没有归属——")


def test_any_piece_of_any_text_is_found_where_it_stands_and_nowhere_else(page: Page, parts: str) -> None:
    page.goto(f"{parts}search/")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(query=pieces_of(ENTRIES[:-1]))  # all but the one in traditional characters, which are folded
    def law(query: str) -> None:
        assert ask(page, parts, query) == expected(ENTRIES, query)

    law()


@pytest.mark.parametrize(
    ("chosen", "needed", "found"),
    [
        ("&place=320000", {"2024-3"}, 1),
        ("&place=410800&year=2024", {"2024-4"}, 1),
        ("&place=320800&year=2023", set(), 0),
        ("&year=2024&all=1", set(PARTS), 3),
    ],
)
def test_only_the_indexes_that_a_choice_needs_are_loaded(
    page: Page, parts: str, chosen: str, needed: set[str], found: int
) -> None:
    folders = loaded(page)
    page.goto(f"{parts}search/?q=三审三校{chosen}")
    assert hits(page) == found
    assert folders == needed
    assert page.inner_text("[data-hits]") == f"共找到 {found} 条结果"


def test_a_first_search_says_of_how_many_reports_it_has_looked_through_how_many(page: Page, parts: str) -> None:
    folders, query = loaded(page), "财政预决算、"
    page.goto(f"{parts}search/?q={query}")
    newest = [entry for entry in ENTRIES if entry.year == 2024]
    first = [entry for entry in newest if "320000" in entry.place_codes]
    assert hits(page) == holding(query, first) > 0
    assert folders == {"2024-3"}
    assert f"正文只查了 2024 年度 {len(newest)} 份年报中的 {len(first)} 份。" in page.inner_text("[data-hits]")
    page.locator("select[name=place]").select_option("410000")
    expect(page.locator("[data-hits]")).to_contain_text("正文只查了 2024 年度。")
    assert hits(page) == holding(query, [entry for entry in newest if "410000" in entry.place_codes])
    page.locator("select[name=place]").select_option("")
    page.get_by_role("button", name=re.compile(r"正文也查其余年报（约 [0-9]+ KB）")).click()
    expect(page.locator("[data-search-rest]")).to_be_hidden()
    assert hits(page) == holding(query)
    assert folders == {"2024-3", "2024-4", "2023"}  # the third part holds no sign like the one in the query


@pytest.mark.parametrize("lost", PARTS)
def test_a_part_that_does_not_arrive_makes_results_incomplete_never_fewer(
    browser: Browser, parts: str, lost: str
) -> None:
    with browser.new_context() as context:
        opened = context.new_page()
        opened.route(f"**/pagefind/{lost}/index/*", lambda route: route.abort())
        opened.goto(f"{parts}search/?q=三审三校&all=1")
        opened.wait_for_selector("[role=status]:has-text('不完整')")
        assert opened.locator("[data-hits]").count() == 0
        opened.unroute_all()
        opened.click("[data-search-form] button")
        assert hits(opened) == 3


@pytest.mark.parametrize("lost", ["2024-none.json", "2024-4.json"])
def test_a_list_of_reports_that_does_not_arrive_is_no_less_noticed(browser: Browser, parts: str, lost: str) -> None:
    with browser.new_context() as context:
        opened = context.new_page()
        opened.route(f"**/search/{lost}", lambda route: route.fulfill(status=404))
        opened.goto(f"{parts}search/?q=三审三校&all=1")
        opened.wait_for_selector("[role=status]:has-text('不完整')")
        opened.unroute_all()
        opened.click("[data-search-form] button")
        assert hits(opened) == 3
