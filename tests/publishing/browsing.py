"""How tests serve a site and walk through it: a step is over when what it leads to stands, however slow it is."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, without compression; give its address, which ends in a slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


def follow(link: Locator) -> None:
    """Click a link and wait until where it leads stands: a page, or a place on this one."""
    with link.page.expect_navigation():
        link.click()


def on_screen(page: Page, found: Locator) -> bool:
    """Tell whether something begins within the window, once it is seen there at all."""
    expect(found).to_be_in_viewport()
    size, box = page.viewport_size, found.bounding_box()
    return bool(size and box and box["y"] >= 0 and box["y"] < size["height"])
