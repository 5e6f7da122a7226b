"""The preview in a real browser: a saved file becomes a new page, a fault stands over the last good one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.desk.live import Live
from generator.desk.preview_server import State
from generator.pipeline import Options
from generator.records.errors import Problem
from generator.sitting import Sitting
from tests.flow.portals import COUNTY, PORTAL, ROOT, gongkai, small

PATIENCE: Final = 60_000


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the content of a small portal."""
    folder = tmp_path_factory.mktemp("served")
    small(folder / "content")
    return folder


@pytest.fixture
def root(shared: Path) -> Iterator[Path]:
    """Give that folder; afterwards its content is as it was, but for records."""
    paths = [path for path in (shared / "content").rglob("*") if path.is_file() and "records" not in path.parts]
    before = {path: path.read_bytes() for path in paths}
    yield shared
    for path in (shared / "content").rglob("*"):
        if path.is_file() and "records" not in path.parts and path not in before:
            path.unlink()
    for path, data in before.items():
        if path.read_bytes() != data:
            path.write_bytes(data)


@contextmanager
def served(root: Path, program: Path) -> Iterator[str]:
    """Serve a folder's content by a process of its own."""
    command = [sys.executable, "-m", "generator", "serve", "--port", "8650"]
    surroundings = {"PYTHONPATH": str(program), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=root, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = None
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                break
        try:
            assert found
            yield found[0]
        finally:  # it would be waited for without end
            process.terminate()


@pytest.fixture(scope="module")
def address(shared: Path) -> Iterator[str]:
    """Serve it."""
    with served(shared, ROOT) as found:
        yield found


@pytest.fixture
def page(browser: Browser, root: Path, address: str) -> Iterator[Page]:
    """Open the report's page, and fail on errors of scripts."""
    assert root.is_dir()
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{address}agencies/{COUNTY}/2024/")
    yield opened
    opened.close()
    assert errors == []


def test_a_saved_file_is_a_new_page_and_a_fault_stands_over_the_last_good_one(page: Page, root: Path) -> None:
    settings = root / "content/portal.yaml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(good.replace("测试门户", "改名门户"), encoding="utf-8")
    expect(page.locator(".brand")).to_have_text("改名门户", timeout=PATIENCE)

    settings.write_text(good + "colour: red\n", encoding="utf-8")
    overlay = page.locator("#preview-problems")
    expect(overlay).to_contain_text("portal.yaml:3", timeout=PATIENCE)
    expect(page.locator(".brand")).to_have_text("改名门户")
    assert "preview-problems" not in (root / f"site/agencies/{COUNTY}/2024/index.html").read_text(encoding="utf-8")

    settings.write_text(good, encoding="utf-8")
    expect(page.locator(".brand")).to_have_text("测试门户", timeout=PATIENCE)
    expect(overlay).to_have_count(0)


def test_every_kind_of_saved_file_shows_on_the_open_page(page: Page, root: Path) -> None:
    content = root / "content"
    record = content / f"records/{COUNTY}/2024.yaml"
    found = re.search(r"penalty_decisions: (\d+)", record.read_text(encoding="utf-8"))
    assert found
    cell = page.locator('[data-cell="proactive.penalty_decisions"]')
    expect(cell).to_have_attribute("data-value", found[1], timeout=PATIENCE)
    entry = {
        "cell": "proactive.penalty_decisions",
        "was": int(found[1]),
        "is": 123_456,
        "why": "原件如此",
        "by": "示例",
    }
    _save(content / f"corrections/{COUNTY}/2024.yaml", f"- {json.dumps(entry | {'date': '2026-01-01'})}\n")
    expect(cell).to_have_attribute("data-value", "123456", timeout=PATIENCE)

    said = "---\ndate: 2026-01-01\ncapacity: 示例\nverified: 示例\nby: 示例\n---\n\n这是示例答复。\n"
    _save(content / f"replies/{COUNTY}/2024.md", said)
    expect(page.locator("main")).to_contain_text("这是示例答复。", timeout=PATIENCE)

    report = content / f"reports/{COUNTY}/2024.txt"
    _save(report, report.read_text(encoding="utf-8") + "\n这一段是后来补写的示例文字。\n")
    expect(page.locator("main")).to_contain_text("这一段是后来补写的示例文字。", timeout=PATIENCE)

    corrections = page.locator("#preview-problems")
    _save(content / f"corrections/{COUNTY}/2024.yaml", f"- {json.dumps(entry | {'was': 9, 'date': '2026-01-01'})}\n")
    expect(corrections).to_contain_text(f"corrections/{COUNTY}/2024.yaml:1", timeout=PATIENCE)
    expect(cell).to_have_attribute("data-value", found[1], timeout=PATIENCE)


def test_a_new_page_is_there_before_the_whole_site_is_built_again(address: str, page: Page, root: Path) -> None:
    _save(root / "content/pages/help.md", "# 常见问题\n\n这里是示例。\n")
    _save(root / "content/portal.yaml", PORTAL.replace("测试门户", "改名门户"))
    expect(page.locator(".brand")).to_have_text("改名门户", timeout=PATIENCE)
    page.goto(f"{address}help")
    expect(page.locator("h1")).to_have_text("常见问题", timeout=PATIENCE)
    assert page.url == f"{address}help/"


def test_a_fault_in_a_template_is_told_with_its_line(browser: Browser, tmp_path: Path) -> None:
    small(tmp_path / "content")
    for folder in ("generator", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "program" / folder)
    report = tmp_path / "program/templates/report.html"
    good = report.read_text(encoding="utf-8")
    with served(tmp_path, tmp_path / "program") as address:
        page = browser.new_page()
        page.goto(f"{address}agencies/{COUNTY}/2024/")
        overlay = page.locator("#preview-problems")
        for fault in ("{{ view.nothing }}", "{% if %}"):
            _save(report, good.replace("{% block main %}", f"{{% block main %}}{fault}", 1))
            line = good[: good.index("{% block main %}")].count("\n") + 1
            expect(overlay).to_contain_text(f"templates/report.html:{line}", timeout=PATIENCE)
            expect(page.locator('[data-cell="proactive.penalty_decisions"]')).to_be_visible()
        _save(report, good)
        expect(overlay).to_have_count(0, timeout=PATIENCE)
        page.close()


def test_pages_from_memory_are_those_that_a_build_writes(tmp_path: Path) -> None:
    small(tmp_path / "content")
    assert gongkai("build", "--quiet", cwd=tmp_path).status == 0
    options = Options(tmp_path / "content", tmp_path / "site", ROOT / "templates")
    live = Live(Sitting(options, print).edition, options.templates)
    assert live.refresh() == ((), True)
    assert live.refresh() == ((), False)
    pages = [path for path in (tmp_path / "site").rglob("*.html") if "pagefind" not in path.parts]
    assert len(pages) > 60
    told = {path: live.page(path.relative_to(tmp_path / "site").as_posix()) for path in pages}
    assert [path for path in pages if told[path] != (path.read_text(encoding="utf-8"), None)] == []


def test_the_page_that_is_shown_anywhere_finds_its_style(page: Page, address: str, root: Path) -> None:
    """The site will stand below `/gongkai/`, the preview stands at the root."""
    _save(root / "content/portal.yaml", PORTAL.replace("测试门户", "改名门户"))
    expect(page.locator(".brand")).to_have_text("改名门户", timeout=PATIENCE)
    page.goto(f"{address}nothing/here/")
    styles = page.evaluate("[...document.styleSheets].map((sheet) => sheet.cssRules.length)")
    assert len(styles) > 1
    assert all(styles)


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_page_that_is_not_there_is_the_sites_own(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{address}nothing/here/", timeout=30)  # noqa: S310 - our own address
    assert raised.value.code == 404
    assert "没有这个页面" in raised.value.read().decode()
    raised.value.close()


def test_a_fault_of_pages_that_are_others_by_now_is_not_told() -> None:
    state, fault = State(), Problem("templates/report.html", 3, "模板有误", "请改正这一行。")
    before = state.changes
    state.tell((), changed=True)
    state.add(fault, before)
    assert b"report.html" not in state.to_json(None)
    state.add(fault, state.changes)
    state.tell(())  # something was saved that changes no page
    assert b"report.html:3" in state.to_json(None)
    state.tell((), changed=True)
    assert b"report.html:3" not in state.to_json(None)
