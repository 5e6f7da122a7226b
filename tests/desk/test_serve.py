"""The preview in a real browser: a saved file becomes a new page, a fault stands over the last good one."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flow.portals import COUNTY, ROOT, small

PATIENCE: Final = 60_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a folder with the content of a small portal."""
    small(tmp_path / "content")
    return tmp_path


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """Serve it as a process of its own."""
    command = [sys.executable, "-m", "generator", "serve", "--port", "8650"]
    surroundings = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=root, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = None
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                break
        assert found
        yield found[0]
        process.kill()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the report's page, and fail on errors of scripts."""
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


def test_a_page_that_is_not_there_is_the_sites_own(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{address}nothing/here/", timeout=30)  # noqa: S310 - our own address
    assert raised.value.code == 404
    assert "测试门户" in raised.value.read().decode()
    raised.value.close()
