"""The pages of a portal in memory, made when somebody asks for them, as a build would make them.

What cannot be made of the content or templates as they are now is told, and what could be made last stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from generator.publishing.crops import all_pictures
from generator.publishing.edition import Edition
from generator.publishing.pages import Part, all_parts, page_at
from generator.publishing.render import Renderer, TemplateError, make_renderer, site_head, template_fault
from generator.records.errors import ContentError, Problem
from generator.records.memory import Memory, Name, stamps

_INDEX = "index.html"


class Live:
    """Pages of the edition that `make` gives, which may raise `ContentError`. Safe to ask from several threads."""

    def __init__(self, make: Callable[[], Edition], templates: Path) -> None:
        self._make, self._templates = make, templates
        self._lock = threading.Lock()
        self._memory = Memory()
        self._edition: Edition | None = None
        self._parts: Mapping[str, Part] = {}
        self._render: Renderer | None = None
        self._pages: dict[str, str | Problem] = {}
        self._last: dict[str, str] = {}

    def refresh(self) -> tuple[tuple[Problem, ...], bool]:
        """Take in what has changed. Gives every fault, and whether pages may be other than they were.

        Where faults touch the whole, all pages stay as they were.
        """
        try:
            edition = self._make()
        except ContentError as error:
            return error.problems, False
        render = self._renderer(edition)
        with self._lock:
            changed = render is not self._render or edition != self._edition
            if changed:
                self._edition, self._render, self._pages = edition, render, {}
                self._parts = {part.url: part for part in all_parts(edition)}
        return edition.portal.problems, changed

    def page(self, address: str) -> tuple[str | None, Problem | None]:
        """Give the page at an address, and what stands in the way of a newer one.

        None when there is no such page, or it was never made.
        """
        url = address.removesuffix(_INDEX)
        with self._lock:
            if url not in self._pages:
                made = self._made(url)
                if made is None:
                    return None, None
                self._pages[url] = made
            found = self._pages[url]
            if isinstance(found, Problem):
                return self._last.get(url), found
            self._last[url] = found
            return found, None

    @property
    def base(self) -> str:
        """The path below which the site will stand: the one page that is shown at any address links by it."""
        path = urlsplit(self._edition.settings.base_url).path if self._edition else ""
        return f"{path.rstrip('/')}/"

    def picture(self, address: str) -> bytes | None:
        """Give the picture of a place in a report file at an address."""
        with self._lock:
            return dict(all_pictures(self._edition)).get(address) if self._edition else None

    def _made(self, url: str) -> str | Problem | None:
        try:
            page = page_at(self._parts, url)
            return self._render(page.template, page.url, page.view) if page and self._render else None
        except TemplateError as error:
            return template_fault(error, self._templates)

    def _renderer(self, edition: Edition) -> Renderer:
        """Compile the templates again only when one of them, or what every page says of the site, has changed."""
        head = site_head(edition.settings, edition.years, tuple(edition.portal.pages))
        files = sorted(self._templates.rglob("*.html"))
        equal = (head, *files, *stamps(files))
        return self._memory.of(Name("renderer"), lambda: make_renderer(self._templates, head), equal=equal)
