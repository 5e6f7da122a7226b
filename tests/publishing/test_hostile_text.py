"""Hostile text in every field stays text: no new element, attribute, scheme, key or row in any file of the site."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import html5lib
import lxml.etree
import pytest
import yaml
from playwright.sync_api import Browser, Dialog, Route
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.publishing.publish import publish
from tests.publishing.hostile_portal import hostile_portal
from tests.publishing.payloads import harmless, payloads

HERE: Final = "http://gongkai.example/gongkai/"
MAIN_PAGES: Final = (
    *(
        "index.html",
        "agencies/990001/index.html",
        "agencies/990001/2024/index.html",
        "places/410822/2024/index.html",
    ),
    *("agencies/990001100/2023/index.html", "agencies/990001100/2024/index.html", "agencies/x-1/2024/index.html"),
    *("agencies/990001/2024/respond/index.html", "findings/2024/index.html", "status/index.html", "log/index.html"),
    *("about/index.html", "data/index.html", "years/2024/index.html", "404.html"),
)
LINKS: Final = ("href", "src", "action", "formaction", "srcset", "data", "poster", "xlink:href", "content")
MARKDOWN: Final = ".reply-body, article.prose"
MARKDOWN_TAGS: Final = frozenset(
    {"a", "abbr", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p"}
    | {"pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
FORMULA: Final = re.compile("[ \u3000\ufeff\u200b]*[=+@\t\r\n＝＋－＠-]")
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture(scope="module")
def hostile(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site with hostile text."""
    folder = tmp_path_factory.mktemp("hostile") / "site"
    publish(hostile_portal(str), site=folder, templates=templates)
    return folder


@pytest.fixture(scope="module")
def plain(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site with harmless text of the same shape."""
    folder = tmp_path_factory.mktemp("plain") / "site"
    publish(hostile_portal(harmless), site=folder, templates=templates)
    return folder


def files(site: Path, *endings: str) -> list[str]:
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in endings)
    return sorted(name for name in found if not name.startswith(("pagefind/", "assets/")))


def scheme(name: str, value: str | None) -> str:
    found = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", value or "") if name in LINKS else None
    return found[1].lower() if found else ""


def elements(node: LexborNode) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for one in node.css("*"):
        attributes = sorted((key, scheme(key, value)) for key, value in one.attributes.items())
        yield str(one.tag), tuple(attributes)


def page_shape(text: str) -> Counter[Any]:
    """Give the elements of a page with their attributes and schemes; Markdown is held against its own list."""
    tree = LexborHTMLParser(text)
    for body in tree.css(MARKDOWN):
        for tag, attributes in elements(body):
            assert tag in MARKDOWN_TAGS | {"div", "article"}, tag
            assert {name for name, _ in attributes} <= {"href", "title", "rel", "start", "class"}, attributes
            assert {kind for name, kind in attributes if name == "href"} <= {"", "https", "http", "mailto"}, attributes
        body.decompose()
    for sentence in tree.css("[data-sentence]"):  # what differs between two years' sentences hangs on the text
        assert {(tag, attributes) for tag, attributes in elements(sentence)} <= {("ins", ()), ("del", ())} | {
            ("li", (("data-sentence", ""),))
        }
        sentence.decompose()
    assert tree.root is not None
    return Counter(elements(tree.root))


def xml_shape(text: str) -> Counter[Any]:
    root = lxml.etree.fromstring(text.encode())
    assert not list(root.iter(lxml.etree.Comment, lxml.etree.PI, lxml.etree.Entity))
    return Counter(
        (str(one.tag), tuple(sorted((str(key), scheme(str(key), str(value))) for key, value in one.items())))
        for one in root.iter()
    )


def plain_shape(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Give the keys and types of plain data; keys are part of the shape."""
    if isinstance(value, Mapping):
        return {str(key): plain_shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain_shape(inner) for inner in value]
    return type(value).__name__


def table_shape(text: str) -> list[int]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    for row in rows:
        assert [cell for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []
    return [len(row) for row in rows]


def json_shape(text: str) -> Any:  # noqa: ANN401 - plain data of any shape
    """Give the shape of JSON; in the names for the search, which spell text out, that of its keys alone."""
    plain = json.loads(text)
    return sorted(set(re.findall(r"'(\w+)':", str(plain_shape(plain))))) if "shards" in plain else plain_shape(plain)


def yaml_shape(text: str) -> Any:  # noqa: ANN401 - plain data of any shape
    return plain_shape(yaml.load(text, Loader=yaml.CSafeLoader))


SHAPES: Final[Mapping[str, Callable[[str], Any]]] = {
    ".html": page_shape,
    ".xml": xml_shape,
    ".svg": xml_shape,
    ".json": json_shape,
    ".csv": table_shape,
    ".yaml": yaml_shape,
}


def test_there_are_more_than_five_hundred_payloads() -> None:
    assert len(set(payloads())) >= 500


@pytest.mark.parametrize("ending", SHAPES)
def test_hostile_text_adds_nothing_to_any_file(hostile: Path, plain: Path, ending: str) -> None:
    names = files(hostile, ending)
    assert names == files(plain, ending)
    assert names
    shape = SHAPES[ending]
    for name in names:
        mine, theirs = (shape((site / name).read_bytes().decode()) for site in (hostile, plain))
        assert mine == theirs, name


def test_the_payloads_are_really_there(hostile: Path) -> None:
    """A test of this test: text that was left out could not break out."""
    page = LexborHTMLParser((hostile / "agencies/990001/2024/index.html").read_text())
    assert page.root is not None
    text = " ".join(page.root.text().split())
    missing = [each for each in payloads() if " ".join(each.split()) not in text]
    assert missing == []


def test_a_second_parser_sees_the_same_elements_on_a_report(hostile: Path, plain: Path) -> None:
    def seen(site: Path) -> Counter[Any]:
        text = (site / "agencies/990001/2024/respond/index.html").read_text()
        tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
        return Counter((str(one.tag), tuple(sorted(one.attrib))) for one in tree.iter())

    assert seen(hostile) == seen(plain)


@pytest.mark.browser
@pytest.mark.parametrize("lawless", [False, True], ids=["as published", "without the policy"])
def test_nothing_runs_in_a_browser(browser: Browser, hostile: Path, *, lawless: bool) -> None:
    context = browser.new_context(bypass_csp=lawless)
    heard: list[str] = []

    def heard_dialog(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    def serve(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        if not route.request.url.startswith(HERE):
            heard.append(route.request.url)
            route.abort()
        elif (hostile / path.removeprefix("/gongkai/")).is_file():
            route.fulfill(path=hostile / path.removeprefix("/gongkai/"))
        else:
            route.fulfill(status=404, body=path)

    context.route("**/*", serve)
    page = context.new_page()
    page.on("dialog", heard_dialog)
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    for name in MAIN_PAGES if lawless else MAIN_PAGES[:4]:
        page.goto(HERE + name)
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
    context.close()
    assert heard == []
