"""Fixtures of general use: the project's folder, the real reports, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# How long an example takes depends on who else works on the machine: no test may.
settings.register_profile("gongkai", deadline=None)
settings.load_profile("gongkai")

ROOT = Path(__file__).parent.parent
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "CI"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # tests expect what is said in Chinese, and no progress, wherever they run
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def project() -> Path:
    """Give the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """Give the folder with the real reports; without one the test is skipped, with a wrong one it fails."""
    named = os.environ.get("GONGKAI_REAL_REPORTS")
    if not named:
        pytest.skip("the real reports are not here: GONGKAI_REAL_REPORTS is unset")
    folder = Path(named)
    assert folder.is_dir(), f"GONGKAI_REAL_REPORTS names {named}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of the system's Chromium. A browser test fails without one; it never skips."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail("no Chromium found: install it (Debian: chromium, fonts-noto-cjk) or set CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Give one headless browser for all tests; each test opens a context of its own."""
    # Chromium's sandbox refuses to start for root, which is who runs tests in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()
