"""How tests walk through a site: a step is over when what it leads to stands, however slow the machine is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def follow(link: Locator) -> None:
    """Click a link and wait until where it leads stands: a page, or a place on this one."""
    with link.page.expect_navigation():
        link.click()


def on_screen(page: Page, found: Locator) -> bool:
    """Tell whether something begins within the window, once it is seen there at all."""
    expect(found).to_be_in_viewport()
    size, box = page.viewport_size, found.bounding_box()
    return bool(size and box and box["y"] >= 0 and box["y"] < size["height"])
