"""One site of the made portal for all tests that only look at it, and a browser's page to look at it with."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.publishing.edition import Edition, make_edition
from generator.publishing.publish import publish
from generator.records.portal import Portal
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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site below the path of its base_url."""
    handler = functools.partial(_Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/gongkai/"
        server.shutdown()


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
