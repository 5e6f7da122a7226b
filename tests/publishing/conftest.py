"""One site of the made portal for all tests that only look at it, and a browser's page to look at it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.publishing.edition import Edition, make_edition
from generator.publishing.publish import publish
from generator.records.portal import Portal
from tests.publishing.browsing import served
from tests.publishing.portals import portal


@pytest.fixture(scope="session")
def templates(project: Path) -> Path:
    """Give the folder of templates."""
    return project / "templates"


@pytest.fixture(scope="session")
def made_portal() -> Portal:
    """Give the portal that `site` shows."""
    return portal()


@pytest.fixture(scope="session")
def edition(made_portal: Portal) -> Edition:
    """Give the edition that `site` shows."""
    return make_edition(made_portal)


@pytest.fixture(scope="session")
def site(made_portal: Portal, templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once."""
    folder = tmp_path_factory.mktemp("published") / "gongkai"
    publish(made_portal, site=folder, templates=templates)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site below the path of its base_url."""
    with served(site.parent) as address:
        yield f"{address}gongkai/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page on a desktop screen that fails on any error in its console."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
