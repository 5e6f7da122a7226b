"""No link of the site may lead nowhere: every `href`, `src` and `action` is held against what was written."""

from __future__ import annotations

import functools
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

from generator.records.errors import Problem

_LINK: Final = re.compile(
    r'<[a-zA-Z][^<>"]*+'
    r'(?:(?<!\shref=)(?<!\ssrc=)(?<!\saction=)"[^"]*+"[^<>"]*+)*+'
    r'(?:(?<=\shref=)|(?<=\ssrc=)|(?<=\saction=))"([^"]*)"'
)
"""A link in a tag, behind all that is none: in running text the same letters are no link, and must not stop a build.

Nothing in it is ever tried twice: half of a report's page are tags without a link.
"""
_ID: Final = re.compile(r'id="(?<=\sid=")([^"]*)"')
_ORDINARY: Final = re.compile(r"[A-Za-z0-9_./-]*(?:#[A-Za-z0-9_.-]*)?")
"""A link in which nothing has a meaning but the number sign."""
_NOT_PLAIN: Final = re.compile(r"[%?]|\.\.|//|^/")
_OUTSIDE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Links that lead away from their page (file, place in it → the first page that has it), and the ids of pages."""

    wanted: Mapping[tuple[str, str], str]
    ids: Mapping[str, tuple[str, ...]]


class Links:
    """Collects the links of pages as they are written, and tells which lead nowhere when all is written."""

    def __init__(self, base_path: str) -> None:
        """Begin. `base_path` is the path under which the site stands, for links from the root (those of 404)."""
        self._base = base_path
        self._wanted: dict[tuple[str, str], str] = {}
        self._ids: dict[str, tuple[str, ...]] = {}

    @classmethod
    def under(cls, base_url: str) -> Links:
        """Begin for a site at an address."""
        return cls(urlsplit(base_url).path.rstrip("/") + "/")

    @property
    def found(self) -> Found:
        """What the pages read so far hold."""
        return Found(self._wanted, self._ids)

    def add(self, found: Found) -> None:
        """Take in pages that were read elsewhere."""
        for goal, path in found.wanted.items():
            self._wanted.setdefault(goal, path)
        for path, ids in found.ids.items():
            self._ids[path] = tuple(map(sys.intern, ids))

    def read(self, path: str, html: str) -> None:
        """Take in a page, written at `path`."""
        ids = frozenset(map(unescape, _ID.findall(html)))
        self._ids[path] = tuple(sorted(ids))
        for link in set(_LINK.findall(html)):
            if link.startswith("#") and link[1:] in ids and "&" not in link:
                continue  # within the page: most links of a report
            target, fragment = _parted(link)
            if _OUTSIDE.match(target):
                continue
            goal = self._resolve(path, target)
            if goal != path or (fragment and fragment not in ids):
                self._wanted.setdefault((goal, unquote(fragment)), path)

    def _resolve(self, path: str, target: str) -> str:
        up = "../" * path.count("/")
        if up and target.startswith(up) and not _NOT_PLAIN.search(target, len(up)):
            return _from_root(target[len(up) :])
        target = unquote(target.partition("?")[0])
        if not target:
            return path
        if target.startswith("/"):
            return _file(target.removeprefix(self._base), closed=target.endswith("/"))
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return _file(joined, closed=target.endswith(("/", ".", "..")))

    def broken(self, written: frozenset[str]) -> Iterator[Problem]:
        """Tell every link that leads to no file of `written`, or to no place in its page."""
        for (goal, fragment), path in sorted(self._wanted.items()):
            lost = goal not in written or (fragment and goal in self._ids and fragment not in self._ids[goal])
            if lost:
                what = f"链接指向不存在的 /{goal}{'#' + fragment if fragment else ''}。"
                yield Problem(path, None, what, "请改正 content/pages/ 或模板里的这个链接。")


def _parted(link: str) -> tuple[str, str]:
    """Part a link as it stands in a page into its address and the place in that page."""
    if _ORDINARY.fullmatch(link):
        address, _, fragment = link.partition("#")
        return address, fragment
    address, fragment = urldefrag(unescape(link))
    return address, fragment


@functools.lru_cache(maxsize=20_000)
def _from_root(target: str) -> str:
    """Give the file that an address from the root means: most links of a page go there and down again."""
    return _file(posixpath.normpath(target), closed=not target or target.endswith(("/", ".")))


def _file(path: str, *, closed: bool) -> str:
    inner = path.strip("/").removeprefix("./")
    if inner in {"", "."}:
        return "index.html"
    return f"{inner}/index.html" if closed else inner
