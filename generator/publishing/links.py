"""No link of the site may lead nowhere: every `href`, `src` and `action` is held against what was written."""

from __future__ import annotations

import functools
import posixpath
import re
import sys
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

from generator.records.errors import Problem

_LINK: Final = re.compile(
    r'<(?:a(?:rea|udio)?|base|embed|form|i(?:frame|mage|mg|nput)|link|script|source|track|use|video)\b[^<>"]*+'
    r'(?:(?<!\shref=)(?<!\ssrc=)(?<!\saction=)"[^"]*+"[^<>"]*+)*+'
    r'(?:(?<=\shref=)|(?<=\ssrc=)|(?<=\saction=))"([^"]*)"'
)
"""A link in a tag that can bear one, behind all that is none: in running text the same letters are no link, and must
not stop a build.

Nothing in it is ever tried twice, and cells and paragraphs, most tags of a page, not at all. The tags are those of HTML
and SVG for which `href`, `src` or `action` mean anything.
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

    def beyond(self, written: Container[str]) -> Found:
        """Give what the pages read so far hold, but links that do lead somewhere in the files `written` with them."""
        return Found(dict(self._lost(written)), self._ids)

    def add(self, found: Found) -> None:
        """Take in pages that were read elsewhere."""
        for goal, path in found.wanted.items():
            self._wanted.setdefault(goal, path)
        for path, ids in found.ids.items():
            self._ids[path] = tuple(map(sys.intern, ids))

    def read(self, path: str, html: str) -> None:
        """Take in a page, written at `path`."""
        written = _ID.findall(html)
        ids, up = frozenset(map(unescape, written)), "../" * path.count("/")
        self._ids[path] = tuple(sorted(ids))
        within = {f"#{each}" for each in written}  # most links of a report
        for link in set(_LINK.findall(html)) - within:
            plain = _from_root(link[len(up) :]) if up and link.startswith(up) else None
            goal, fragment = plain or self._goal(path, link)
            if goal and (goal != path or (fragment and fragment not in ids)):
                self._wanted.setdefault((goal, fragment), path)

    def _goal(self, path: str, link: str) -> tuple[str, str]:
        """Give the file and the place in it that a link leads to; no file where it leads out of the site."""
        target, fragment = _parted(link)
        return ("", "") if _OUTSIDE.match(target) else (self._resolve(path, target), unquote(fragment))

    def _resolve(self, path: str, target: str) -> str:
        target = unquote(target.partition("?")[0])
        if not target:
            return path
        if target.startswith("/"):
            return _file(target.removeprefix(self._base), closed=target.endswith("/"))
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return _file(joined, closed=target.endswith(("/", ".", "..")))

    def broken(self, written: frozenset[str]) -> Iterator[Problem]:
        """Tell every link that leads to no file of `written`, or to no place in its page."""
        for (goal, fragment), path in sorted(self._lost(written)):
            what = f"链接指向不存在的 /{goal}{'#' + fragment if fragment else ''}。"
            yield Problem(path, None, what, "请改正 content/pages/ 或模板里的这个链接。")

    def _lost(self, written: Container[str]) -> Iterator[tuple[tuple[str, str], str]]:
        for (goal, fragment), path in self._wanted.items():
            if goal not in written or (fragment and goal in self._ids and fragment not in self._ids[goal]):
                yield (goal, fragment), path


def _parted(link: str) -> tuple[str, str]:
    """Part a link as it stands in a page into its address and the place in that page."""
    if _ORDINARY.fullmatch(link):
        address, _, fragment = link.partition("#")
        return address, fragment
    address, fragment = urldefrag(unescape(link))
    return address, fragment


@functools.lru_cache(maxsize=4_096)
def _from_root(link: str) -> tuple[str, str] | None:
    """Give the file and the place in it that a link from the root means, None for one that is not quite plain.

    Most links of a page go to the root and down again.
    """
    if not _ORDINARY.fullmatch(link) or _NOT_PLAIN.search(link):
        return None
    target, _, fragment = link.partition("#")
    return _file(posixpath.normpath(target), closed=not target or target.endswith(("/", "."))), fragment


def _file(path: str, *, closed: bool) -> str:
    inner = path.strip("/").removeprefix("./")
    if inner in {"", "."}:
        return "index.html"
    return f"{inner}/index.html" if closed else inner
