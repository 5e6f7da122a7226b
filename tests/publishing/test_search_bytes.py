"""What a search costs on a portal of 1,200 reports: the first one is light, and says what it has not looked through."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from generator.publishing.search import SearchEntry
from tests.bench import narratives
from tests.publishing.browsing import served
from tests.publishing.test_search_page import publish

pytestmark = pytest.mark.browser

YEARS: Final = (2024, 2023, 2022, 2021, 2020)
AGENCIES: Final = 240
MOST: Final = 250_000
PACKED: Final = {
    "html",
    "css",
    "js",
    "json",
}  # what web servers compress on the way; the index is compressed as it lies


def made(number: int, year: int) -> SearchEntry:
    rng = random.Random(number * 10_000 + year)  # noqa: S311 - no secrets
    name = f"示例{number}县人民政府"
    told = narratives.claim(year, number, 0)
    texts = (*narratives.overview(rng, name, year, told), *narratives.shortcomings(rng))
    url = f"agencies/99{number:04}/{year}/"
    return SearchEntry(url, name, (), ("示例省", f"示例{number}县"), year, "", name, texts)


@pytest.fixture(scope="module")
def entries() -> tuple[SearchEntry, ...]:
    """Give 1,200 reports with some 1,700 characters each, made of the words of real ones."""
    return tuple(made(number, year) for number in range(AGENCIES) for year in YEARS)


@pytest.fixture(scope="module")
def large(entries: Sequence[SearchEntry], project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish their search page; give its site's address."""
    folder = tmp_path_factory.mktemp("large")
    publish(entries, folder, project / "templates")
    with served(folder) as address:
        yield address


def holding(entries: Sequence[SearchEntry], text: str, years: Sequence[int] = YEARS) -> set[str]:
    return {each.url for each in entries if each.year in years and any(text in passage for passage in each.passages)}


def weight(response: Response) -> int:
    body = response.body()
    name = response.url.partition("?")[0].rpartition("/")[2] or "index.html"
    return len(gzip.compress(body)) if name.rpartition(".")[2] in PACKED else len(body)


def results_shown(page: Page, large: str) -> list[str]:
    urls: list[str] = page.eval_on_selector_all("a[data-hit]", "links => links.map(link => link.href)")
    return [url.removeprefix(large) for url in urls]


def first_search(browser: Browser, large: str, query: str) -> tuple[Page, int]:
    """Follow a link with a query in a browser that has nothing; give the page and the bytes that came."""
    page = browser.new_context().new_page()
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(f"{large}search/?q={query}")
    page.wait_for_selector("[data-hits]")
    page.wait_for_load_state("networkidle")
    return page, sum(weight(each) for each in answers if each.ok)


@pytest.mark.parametrize("query", ["行政许可", "一是", "由办公室", "没有这一句"])
def test_a_first_search_is_within_250_kilobytes_and_then_complete(
    browser: Browser, large: str, entries: Sequence[SearchEntry], query: str
) -> None:
    page, cost = first_search(browser, large, query)
    assert 0 < cost <= MOST
    years = [int(year) for year in str(page.get_attribute("[data-hits]", "data-years")).split()]
    assert years
    assert tuple(years) == YEARS[: len(years)] != YEARS
    newest = holding(entries, query, years)
    assert page.get_attribute("[data-hits]", "data-hits") == str(len(newest))
    assert set(results_shown(page, large)) <= newest
    assert f"{years[0]} 年度。" in page.inner_text("[data-hits]")
    page.locator("[data-search-rest]").click()
    expect(page.locator("[data-search-rest]")).to_be_hidden()
    page.wait_for_selector("[data-hits]")
    assert page.get_attribute("[data-hits]", "data-hits") == str(len(holding(entries, query)))
    assert "all=1" in page.url
    page.context.close()
