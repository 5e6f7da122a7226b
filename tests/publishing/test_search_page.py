"""The search page in a real browser: what a citizen types finds exactly the reports that contain it."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import jinja2
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from generator.publishing.names import syllables
from generator.publishing.parting import LARGEST
from generator.publishing.search import SearchEntry, index, search_view
from generator.records.divisions import path_of
from tests.publishing.browsing import served

pytestmark = pytest.mark.browser

QUERIES: Final = (
    *("潞王坟乡", "王坟", "博爱", "博爱县", "包屯", "槽头", "平垣", "洪泽", "依申请公开", "行政复议", "三审三校"),
    *(
        "不予公开",
        "微信公众号",
        "队伍建设",
        "敏感词",
        "个人隐私",
        "行政规范性文件",
        "监督保障",
        "行政复议 纠正",
        "boai",
    ),
)

# The frame that the site's own base.html is for the page; here only what the script depends on.
FRAME: Final = """<!doctype html><html lang="zh-CN"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval';
 style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'">
<meta charset="utf-8"><link rel="icon" href="data:,"><title>{% block title %}{% endblock %}</title></head>
<body><header><form action="{{ root }}search/" role="search"><input type="search" name="q"></form></header>
<main>{% block main %}{% endblock %}</main>
<script src="{{ root }}assets/site.js" defer></script>{% block scripts %}{% endblock %}</body></html>"""


def report(agency: str, year: int, names: Sequence[str], places: Sequence[str], *passages: str) -> SearchEntry:
    url = f"agencies/{agency}/{year}/" if year else f"agencies/{agency}/"
    return SearchEntry(url, names[0], tuple(names[1:]), tuple(places), year, "", names[0], passages)


SAMPLES: Final = (
    report("990001", 2024, ["示例县人民政府", "示例县"], ["河南省", "示例市", "示例县"],
           "全年受理依申请公开12件，其中行政复议、行政诉讼各1件。", "坚持“三审三校”制度,先审后发。"),
    report("990001", 2023, ["示例县人民政府", "示例县"], ["河南省", "示例市", "示例县"],
           "上年收到 12 35 件。", "政务新媒体使用 Windows XP 与 ＡＰＰ ２.０。"),
    report("990002", 2024, ["样板市卫生健康委员会", "样板市卫健委"], ["江苏省", "样板市"],
           "<script>document.title='被改'</script>&amp;“好”\"直引号\"", "结尾", "不全是复议", "政策解读97.5%，同比+3℃"),
    report("990002", 2022, ["样板市卫生健康委员会", "样板市卫健委"], ["江苏省", "样板市"], "人人人从众，从众众"),
    report("990003", 2024, ["长乐区水利局"], ["福建省", "长乐区"]),
    report("990004", 0, ["单县林业局"], ["山东省", "单县"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Serve a folder on this machine, without compression; give the folder and its address."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder) as address:
        yield folder, address


def publish(entries: Sequence[SearchEntry], folder: Path, templates: Path, most: int = LARGEST) -> None:
    index(entries, folder, most=most)
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"base.html": FRAME}), jinja2.FileSystemLoader(templates)])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("search.html").render(root="../", view=search_view(entries))
    (folder / "search" / "index.html").write_text(page, encoding="utf-8")
    shutil.copytree(templates / "assets", folder / "assets")


@pytest.fixture(scope="module")
def samples(server: tuple[Path, str], project: Path) -> str:
    """Publish the samples below a sub-path; give the site's address."""
    publish(SAMPLES, server[0] / "a" / "portal", project / "templates")
    return f"{server[1]}a/portal/"


@contextmanager
def clean_page(browser: Browser) -> Iterator[Page]:
    """Open a page; when it closes, nothing must have gone wrong in it."""
    with browser.new_context() as context:
        page = context.new_page()
        wrongs: list[str] = []
        page.on("console", lambda said: wrongs.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on("dialog", lambda dialog: wrongs.append(dialog.message))
        yield page
    assert wrongs == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page of its own to one test."""
    with clean_page(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser: Browser, samples: str) -> Iterator[Page]:
    """Give the search page, open, to many queries one after the other."""
    with clean_page(browser) as opened:
        opened.goto(f"{samples}search/")
        yield opened


@pytest.fixture(scope="module")
def real_tab(browser: Browser, real_site: str) -> Iterator[Page]:
    """Give the search page of the real reports, open."""
    with clean_page(browser) as opened:
        opened.goto(f"{real_site}search/")
        yield opened


def results(page: Page, site: str) -> list[str]:
    """Wait for the results to be complete; give the site-relative URLs of the hits."""
    page.wait_for_selector("[data-hits]")
    urls: list[str] = page.eval_on_selector_all("a[data-hit]", "links => links.map(link => link.href)")
    assert page.get_attribute("[data-hits]", "data-hits") == str(len(urls))
    assert page.is_visible("[data-hits]")
    assert len(set(urls)) == len(urls)
    return [url.removeprefix(site) for url in urls]


def follow(page: Page, site: str, query: str) -> list[str]:
    """Follow a link with a query."""
    page.goto(f"{site}search/?{urlencode({'q': query})}")
    return results(page, site)


def type_in(page: Page, site: str, query: str) -> list[str]:
    """Replace what stands in the box."""
    page.fill("#search-box", "")
    page.fill("#search-box", query)
    return results(page, site)


# What should be found, worked out without index or browser.


def folded(text: str) -> str:
    kept = (c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "CZ")
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in kept).lower()


def holds(entry: SearchEntry, term: str) -> bool:
    names = (entry.agency, *entry.aliases, *entry.places)
    sounds = term.isascii() and term.isalpha() and any(sounds_like(name, term) for name in names)
    return sounds or any(term in folded(text) for text in (*names, *entry.passages))


def sounds_like(name: str, term: str) -> bool:
    spoken = syllables(name)
    tails = ("".join(spoken[start:]) for start in range(len(spoken)))
    return "".join(s[0] for s in spoken).startswith(term) or any(tail.startswith(term) for tail in tails)


def expected(entries: Sequence[SearchEntry], query: str) -> set[str]:
    terms = [term for term in map(folded, query.split()) if term]
    return {entry.url for entry in entries if all(holds(entry, term) for term in terms)} if terms else set()


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("query", "reports"),
    [
        ("依申请公开", {"agencies/990001/2024/"}),
        ("复议", {"agencies/990001/2024/", "agencies/990002/2024/"}),
        ("复议行政", set()),
        ("复议、行政", {"agencies/990001/2024/"}),
        ("三审三校", {"agencies/990001/2024/"}),
        ("制度，先审", {"agencies/990001/2024/"}),
        ("结尾不全", set()),
        ("示例县", {"agencies/990001/2024/", "agencies/990001/2023/"}),
        ("卫健委 从众", {"agencies/990002/2022/"}),
        ("江苏省 复议", {"agencies/990002/2024/"}),
        ("windows", {"agencies/990001/2023/"}),
        ("APP２．0", {"agencies/990001/2023/"}),
        ('"直引号"', {"agencies/990002/2024/"}),
        ("人人从", {"agencies/990002/2022/"}),
        ("7.5%", {"agencies/990002/2024/"}),
        ("+3℃", {"agencies/990002/2024/"}),
        ("shilixian", {"agencies/990001/2024/", "agencies/990001/2023/"}),
        ("wjw", set()),
        ("ybswjw", {"agencies/990002/2024/", "agencies/990002/2022/"}),
        ("weijianwei", {"agencies/990002/2024/", "agencies/990002/2022/"}),
        ("changleq", {"agencies/990003/2024/"}),
        ("shanxian", {"agencies/990004/"}),
        ("单县 水利", set()),
        ("</main>", set()),
        ("，　。 、", {"agencies/990001/2024/"}),
    ],
)  # fmt: skip
def test_exactly_what_contains_the_query_is_found(tab: Page, samples: str, query: str, reports: set[str]) -> None:
    assert set(type_in(tab, samples, query)) == reports == expected(SAMPLES, query)


def pieces_of(entries: Sequence[SearchEntry]) -> st.SearchStrategy[str]:
    """Cut queries out of what the reports say, and mix them."""
    texts = [text for e in entries for text in (e.agency, *e.places, *e.passages) if text]
    cut = st.sampled_from(texts).flatmap(
        lambda text: st.integers(0, len(text) - 1).flatmap(
            lambda start: st.integers(1, 8).map(lambda length: text[start : start + length])
        )
    )
    return st.lists(cut, min_size=1, max_size=3).flatmap(
        lambda found: st.sampled_from([found[0], " ".join(found), "".join(found)])
    )


def test_any_piece_of_any_text_is_found_where_it_stands_and_nowhere_else(tab: Page, samples: str) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(query=pieces_of(SAMPLES))
    def law(query: str) -> None:
        assert ask(tab, samples, query) == expected(SAMPLES, query)

    law()


def ask(page: Page, site: str, query: str) -> set[str]:
    """Ask the page's own finder, without typing."""
    urls: list[str] = page.evaluate(
        """async ([site, query]) => {
            const { open } = await import(`${site}assets/search-index.js`);
            const { termsOf } = await import(`${site}assets/search-text.js`);
            window.finder ??= open(new URL(site));
            await window.finder.ready();
            const terms = termsOf(query);
            return terms.length ? (await window.finder.inAll(terms)).hits.map((hit) => hit.url) : [];
        }""",
        [site, query],
    )
    return {url.removeprefix(site) for url in urls}


def test_reports_with_the_same_words_are_told_apart(page: Page, server: tuple[Path, str], project: Path) -> None:
    # Each is the first of its year, so Pagefind calls both by one name.
    alike = [report("990001", year, ["示例县人民政府"], ["河南省"], "同样的话。") for year in (2024, 2023)]
    publish(alike, server[0] / "alike", project / "templates")
    called = [(server[0] / f"alike/search/{year}.json").read_text("utf-8") for year in (2024, 2023)]
    assert called[0] == called[1]
    assert follow(page, f"{server[1]}alike/", "同样") == ["agencies/990001/2024/", "agencies/990001/2023/"]


# ---------------------------------------------------------------- how it is shown


def test_a_hit_shows_agency_year_place_and_an_excerpt_with_the_match_marked(page: Page, samples: str) -> None:
    follow(page, samples, "收到12")
    hit = page.locator(".search-hit")
    assert hit.locator("a[data-hit]").inner_text() == "示例县人民政府 2023年年报"
    assert hit.locator("[data-place]").inner_text() == "河南省 › 示例市 › 示例县"
    assert hit.locator("[data-excerpt]").inner_text() == "上年收到12 35件。"
    assert hit.locator("mark").all_inner_texts() == ["收到12"]


def test_agencies_named_so_come_before_reports_that_only_mention_it(page: Page, samples: str) -> None:
    assert follow(page, samples, "样板市")[:2] == ["agencies/990002/2024/", "agencies/990002/2022/"]


def test_an_agency_without_any_report_is_found_and_said_to_have_none(page: Page, samples: str) -> None:
    assert follow(page, samples, "林业局") == ["agencies/990004/"]
    assert page.inner_text("a[data-hit]") == "单县林业局 本站尚无年报"


def test_nothing_found_says_so_and_what_to_try(page: Page, samples: str) -> None:
    assert follow(page, samples, "量子纠缠") == []
    assert page.inner_text("[data-hits]") == "共找到 0 条结果"
    assert page.is_visible("[data-search-empty]")
    assert page.get_attribute("[data-hits]", "role") == "status"


def test_typing_finds_and_keeps_the_address_and_emptying_brings_the_list_back(page: Page, samples: str) -> None:
    page.goto(f"{samples}search/")
    assert page.is_visible("[data-search-directory]")
    page.locator("#search-box").press_sequentially("三审三校")
    assert results(page, samples) == ["agencies/990001/2024/"]
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "三审三校"
    assert not page.is_visible("[data-search-directory]")
    page.fill("#search-box", "从众")
    assert results(page, samples) == ["agencies/990002/2022/"]
    page.fill("#search-box", "")
    page.wait_for_selector("[data-search-directory]:visible")
    assert page.locator("a[data-hit]").count() == 0
    assert page.evaluate("location.search") == ""


def test_a_slash_leads_to_the_box_of_the_page_but_not_while_typing(page: Page, samples: str) -> None:
    page.goto(f"{samples}search/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("1/2")
    assert page.input_value("#search-box") == "1/2"


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:alert(1)"])
def test_a_query_stays_text(page: Page, samples: str, text: str) -> None:
    assert follow(page, samples, text) == []
    assert page.locator("main img, main script").count() == 0
    assert page.input_value("#search-box") == text


def test_a_narrative_stays_text(page: Page, samples: str) -> None:
    assert follow(page, samples, "被改") == ["agencies/990002/2024/"]
    assert page.inner_text("[data-excerpt]").startswith("<script>document.title='被改'</script>&amp;“好”＂直引号＂")
    assert page.title() == "检索"


@pytest.mark.parametrize("lost", ["pagefind.js", "wasm.unknown.pagefind", "pagefind-entry.json", "index/"])
def test_what_does_not_arrive_makes_results_incomplete_never_fewer(browser: Browser, samples: str, lost: str) -> None:
    with browser.new_context() as context:
        opened = context.new_page()
        opened.route(re.compile(f"/pagefind/(2024/)?{lost}"), lambda route: route.abort())
        opened.goto(f"{samples}search/?q=示例县")
        opened.wait_for_selector("[role=status]:has-text('不完整')")
        assert opened.locator("a[data-hit]").count() == 2
        assert opened.locator("[data-hits]").count() == 0
        opened.unroute_all()
        opened.click("[data-search-form] button")
        assert len(results(opened, samples)) == 2


def test_an_excerpt_that_does_not_arrive_costs_no_hit(browser: Browser, samples: str) -> None:
    with browser.new_context() as context:
        opened = context.new_page()
        opened.route("**/fragment/*", lambda route: route.abort())
        assert follow(opened, samples, "三审三校") == ["agencies/990001/2024/"]
        assert not opened.is_visible("[data-excerpt]")


def test_without_javascript_agencies_are_listed_by_place(browser: Browser, samples: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(f"{samples}search/")
        assert opened.is_visible("noscript p")
        opened.click("text=单县林业局")
        assert opened.url == f"{samples}agencies/990004/"


def test_the_first_query_costs_at_most_250_kilobytes_without_compression(browser: Browser, samples: str) -> None:
    with browser.new_context() as context:
        opened = context.new_page()
        client = context.new_cdp_session(opened)
        client.send("Network.enable")
        sizes: list[int] = []
        opened.on("response", lambda response: sizes.append(len(response.body())))
        opened.goto(f"{samples}search/?q=行政复议")
        results(opened, samples)
        assert 0 < sum(sizes) <= 250_000


# ---------------------------------------------------------------- the real reports


@pytest.fixture(scope="module")
def real(real_reports: Path) -> tuple[SearchEntry, ...]:
    """Give the six real reports, with all their text but the tables as narrative."""
    seeds = (
        ("410704200", 2024, "凤泉区潞王坟乡人民政府", "潞王坟乡", "000_d2a4fd40b0e98510"),
        ("410822", 2024, "博爱县人民政府", "博爱县", "001_988e673ff9f8f84e"),
        ("411621107", 2024, "扶沟县包屯镇人民政府", "包屯镇", "002_2d4f203ebb18765e"),
        ("141121204", 2024, "文水县西槽头乡人民政府", "西槽头乡", "003_7f4bf81c172258cc"),
        ("141002203", 2023, "尧都区一平垣乡人民政府", "一平垣乡", "004_ec2c52ebd74edb1b"),
    )
    texts = {file: (real_reports / f"seeds/{file}.txt").read_text("utf-8") for *_, file in seeds}
    entries = (real_report(code, year, names, texts[file]) for code, year, *names, file in seeds)
    hongze = pdf_text(real_reports / "samples/hongze-2023.pdf")
    return (*entries, real_report("320813", 2023, ["淮安市洪泽区人民政府", "洪泽区"], hongze))


def real_report(code: str, year: int, names: Sequence[str], text: str) -> SearchEntry:
    return report(code, year, names, [place.name for place in path_of(code)], *paragraphs(text))


def paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > len("第二十条第（一）项") and not set(line) & set("\t|")]


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


@pytest.fixture(scope="module")
def real_site(real: tuple[SearchEntry, ...], server: tuple[Path, str], project: Path) -> str:
    """Publish the real reports; give the site's address."""
    publish(real, server[0] / "real", project / "templates")
    return f"{server[1]}real/"


@pytest.mark.real
@pytest.mark.parametrize("query", QUERIES)
def test_a_citizens_query_finds_exactly_the_real_reports_that_contain_it(
    real_tab: Page, real_site: str, real: tuple[SearchEntry, ...], query: str
) -> None:
    assert set(type_in(real_tab, real_site, query)) == expected(real, query)


@pytest.mark.real
def test_every_name_is_found_by_its_pinyin(real_tab: Page, real_site: str, real: tuple[SearchEntry, ...]) -> None:
    for each in real:
        assert type_in(real_tab, real_site, "".join(syllables(each.agency))) == [each.url]
    assert type_in(real_tab, real_site, "boai") == ["agencies/410822/2024/"]
