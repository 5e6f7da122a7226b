"""What every page must be: one at an address, made of its view alone, valid, safe, told as unofficial."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import html5lib
import jinja2
import pytest
from jinja2 import nodes
from selectolax.lexbor import LexborHTMLParser

from generator.checking.badges import LEADING
from generator.publishing.edition import Edition, make_edition
from generator.publishing.pages import all_pages, all_parts, page_at
from generator.publishing.render import make_renderer, prose, site_head
from generator.publishing.words import listed, words
from generator.records.errors import ContentError
from generator.records.figures import Absence
from generator.records.portal import Portal
from generator.records.registry import KINDS
from tests.publishing.portals import PAYLOAD, SETTINGS, TOWN, portal


def html_files(site: Path) -> dict[str, str]:
    paths = (path for path in sorted(site.rglob("*.html")) if "pagefind" not in path.parts)
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in paths}


def test_pages_of_the_contract_are_there(site: Path) -> None:
    expected = (
        *("", "search/", "agencies/990001/", "agencies/990001/2024/", "agencies/990001/2024/r1/", "places/410822/"),
        *("places/410822/2024/", "years/2024/", "checks/", "checks/case-total/", "findings/2024/", "data/", "status/"),
        *("about/", "places/", f"agencies/{TOWN}/2023/"),
    )
    assert [url for url in expected if not (site / url / "index.html").is_file()] == []


def test_files_of_the_contract_are_there(site: Path) -> None:
    expected = (
        *("agencies/990001/2024/record.yaml", "agencies/990001/2024/record.json", "agencies/990001/2024/badge.svg"),
        *("agencies/990001/series.csv", "places/410822/2024/table.csv", "years/2024/records.csv", "feed.xml"),
        *("findings/2024/findings.csv", "findings/2024/findings.json", "data/build.json", "data/codebook.csv"),
        *("manifest.jsonl", "sitemap.xml", "robots.txt", "404.html", "schema/record.schema.json"),
    )
    assert [path for path in expected if not (site / path).is_file()] == []


def test_two_pages_at_one_address_are_refused() -> None:
    twice = dataclasses.replace(portal(), pages={"search": "# 占用"})
    with pytest.raises(ContentError, match=r"pages/search\.md"):
        list(all_pages(make_edition(twice)))


def parse_errors(html: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    return [f"{place}: {code}" for place, code, _ in parser.errors]


def test_html_is_valid(site: Path) -> None:
    faults = {name: parse_errors(html) for name, html in html_files(site).items()}
    assert {name: errors for name, errors in faults.items() if errors} == {}


def test_ids_are_given_once_a_page(site: Path) -> None:
    for name, html in html_files(site).items():
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), name


def test_every_page_says_that_it_is_unofficial_and_lets_nothing_in(site: Path) -> None:
    for name, html in html_files(site).items():
        assert "非政府网站" in html, name
        assert html.index("Content-Security-Policy") < html.index("<meta charset"), name
        assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", html) == [], name
        assert all(
            "//" not in source
            for source in re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="([^"]*)"', html)
        )


def test_sample_content_says_so_everywhere(templates: Path) -> None:
    sample = make_edition(portal(settings=dataclasses.replace(SETTINGS, sample=True)))
    render = make_renderer(templates, site_head(sample.settings, sample.years, ("about",)))
    for page in all_pages(sample):
        html = render(page.template, page.url, page.view)
        assert "示例内容" in html, page.url
        if page.template in {"report.html", "unread.html"}:
            assert 'data-badge="sample"' in html


def test_what_reports_say_stays_text(templates: Path) -> None:
    attacked = make_edition(portal(county=f"示例{PAYLOAD}", narrative=PAYLOAD))
    render = make_renderer(templates, site_head(attacked.settings, attacked.years, ("about",)))
    clean = make_edition(portal())
    for page, calm in zip(all_pages(attacked), all_pages(clean), strict=True):
        html = render(page.template, page.url, page.view)
        compared, rest = without_text_changes(html)
        assert tags(rest) == tags(without_text_changes(render(calm.template, calm.url, calm.view))[1]), page.url
        assert {name for name, _ in tags(compared)} <= COMPARED, page.url


COMPARED = {"html", "head", "body", "details", "summary", "p", "a", "h3", "ul", "li", "ins", "del"}


def without_text_changes(html: str) -> tuple[str, str]:
    """Part a page from what compares two years' texts: how many sentences that has depends on what they say."""
    found = re.search(r'<details id="text-changes".*?</details>', html, re.DOTALL)
    return (found[0], html.replace(found[0], "")) if found else ("", html)


def tags(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """List every element with the names of its attributes."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [(str(node.tag), tuple(sorted(node.attrib))) for node in tree.iter()]


def test_markdown_lets_no_html_in() -> None:
    written = prose(
        "# 题\n\n<script>x</script> [a](javascript:x) [b](../data/) ![c](x.png)\n\n|甲|乙|\n|---|---|\n|1|2|\n"
    )
    assert written.title == "题"
    assert "<script" not in written.body
    assert 'href="javascript' not in written.body
    assert "<img" not in written.body
    assert "<table>" in written.body
    assert 'href="../data/"' in written.body


def test_only_cleaned_markdown_is_trusted(templates: Path) -> None:
    trusting = [
        path.name
        for path in templates.rglob("*.html")
        if re.search(r"\|\s*safe|autoescape|Markup", path.read_text(encoding="utf-8"))
    ]
    assert sorted(trusting) == ["prose.html", "reply.html"]


def test_a_template_uses_every_field_of_its_view_and_no_other(edition: Edition, templates: Path) -> None:
    environment = jinja2.Environment(autoescape=True)
    views = {page.template: type(page.view) for page in all_pages(edition)}
    for template, view in views.items():
        tree = environment.parse((templates / template).read_text(encoding="utf-8"))
        used = {
            node.attr
            for node in tree.find_all(nodes.Getattr)
            if isinstance(node.node, nodes.Name) and node.node.name == "view"
        }
        fields = {field.name for field in dataclasses.fields(view)}
        assert used | {"title"} == fields | {"title"}, template


def test_every_word_of_the_program_has_its_words() -> None:
    assert {word.value for word in Absence} <= set(words("states"))
    assert set(KINDS) == set(words("kinds"))
    assert set(LEADING) <= set(words("badges"))
    assert {"read", "unread", "left_out", "used"} <= set(words("input_states"))


def test_downloads_that_are_offered_exist(site: Path) -> None:
    assert [entry["path"] for entry in listed("downloads") if not (site / "data" / entry["path"]).is_file()] == []


def test_what_could_not_be_read_is_shown_as_ours(site: Path) -> None:
    page = (site / f"agencies/{TOWN}/2023/index.html").read_text(encoding="utf-8")
    assert "PDF 在第 3 页后中断。" in page
    assert "这是我们的问题" in page
    assert 'data-badge="not_read"' in page
    assert "data-cell" not in page
    status = (site / "status/index.html").read_text(encoding="utf-8")
    assert "PDF 在第 3 页后中断。" in status
    assert "corrections/990001/2023.yaml:3" in status
    table = (site / "places/410822/2023/index.html").read_text(encoding="utf-8")
    assert f'<tr data-agency="{TOWN}" data-state="unread">' in table
    assert '<tr data-agency="990001-czj" data-state="not_held">' in table


def test_a_correction_shows_both_values(site: Path) -> None:
    page = (site / "agencies/990001/2024/index.html").read_text(encoding="utf-8")
    assert 'data-cell="applications.granted.total" data-value="35"' in page
    assert "<del>36</del>" in page
    assert "<ins>35</ins>" in page
    assert 'data-badge="corrected"' in page


def test_a_figure_that_does_not_add_up_is_told_with_its_doubt(site: Path) -> None:
    page = (site / "agencies/990001/2024/index.html").read_text(encoding="utf-8")
    assert re.search(r'data-check="case-total" data-result="fail" data-certainty="[a-z_]+" data-subject="review"', page)
    assert re.search(r"行政复议 0\xa0件（(对不上|待核对)）", page)


def test_issues_know_each_other(site: Path) -> None:
    newest = (site / "agencies/990001/2024/index.html").read_text(encoding="utf-8")
    older = (site / "agencies/990001/2024/r1/index.html").read_text(encoding="utf-8")
    assert 'href="../../../agencies/990001/2024/r1/"' in newest
    assert 'href="../../../../agencies/990001/2024/"' in older
    assert "后来又发布了新的版次" in older
    assert 'data-badge="reissued"' in newest


def test_lost_pages_find_the_root_from_anywhere(site: Path) -> None:
    page = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/gongkai/assets/site.css"' in page
    assert 'href="../' not in page


def test_an_empty_portal_has_a_site(templates: Path) -> None:
    empty = make_edition(Portal(SETTINGS, {}))
    render = make_renderer(templates, site_head(SETTINGS, (), ()))
    rendered = [render(page.template, page.url, page.view) for page in all_pages(empty)]
    assert any("还没有收录年报" in html for html in rendered)


def test_the_page_at_an_address_is_found_without_the_others(edition: Edition) -> None:
    parts = {part.url: part for part in all_parts(edition)}
    pages = list(all_pages(edition))
    assert [page.url for page in pages if page_at(parts, page.url) != page] == []
    assert [page_at(parts, url) for url in ("nothing/", "agencies/990001/2024/nothing/", "agencies", "x.html")] == [
        None
    ] * 4


def test_every_link_leads_somewhere_and_every_page_says_what_it_is(site: Path) -> None:
    for path in site.rglob("*.html"):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        assert tree.css("a:not([href])") == [], path
        (told,) = tree.css("meta[name=description]")
        assert str(told.attributes["content"]).strip(), path
