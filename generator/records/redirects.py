"""Redirects: addresses that the site once had, and where their pages stand now. `content/redirects.yaml`.

Addresses are paths from the root of the site. They touch the whole site, so a fault among them stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError, Problem
from generator.records.yaml_files import Located, load_checked

NAME: Final = "redirects.yaml"
_OLD: Final = re.compile(r"/?(?:[0-9A-Za-z\u3400-\u9fff_~-][0-9A-Za-z\u3400-\u9fff._~-]*/)+")
_NEW: Final = re.compile(r"/?(?:[0-9A-Za-z\u3400-\u9fff_~-][0-9A-Za-z\u3400-\u9fff._~-]*(?:/|$))*")


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and the present one, both from the root of the site without a slash before, and the line."""

    old: str
    new: str
    line: int | None

    def problem(self, what: str, remedy: str) -> Problem:
        """Say that it cannot stand."""
        return Problem(NAME, self.line, what, remedy)


def load_redirects(content: Path) -> tuple[Redirect, ...]:
    """Read `content/redirects.yaml`, chains followed to their end. Raises `ContentError` with every fault."""
    path = content / NAME
    if not path.exists() and not path.is_symlink():
        return ()
    located = load_checked(path, "redirects", NAME)
    if located.data is None:
        return ()
    problems = [*_malformed(located), *_repeated(located)]
    ways = {old.strip("/"): new for old, new in located.data.items()}
    problems += _looping(located, ways)
    if problems:
        raise ContentError(problems)
    return tuple(Redirect(old.lstrip("/"), _end(new, ways), located.line(old)) for old, new in located.data.items())


def _malformed(located: Located) -> Iterator[Problem]:
    remedy = "请写成从网站根目录起的路径，例如 /agencies/410822/2024/，不带域名、? 和 #。"
    for old, new in located.data.items():
        if not _OLD.fullmatch(old):
            yield located.problem((old,), f"旧网址“{old}”不是以“/”结尾的路径。", remedy)
        if not _NEW.fullmatch(new):
            yield located.problem((old,), f"新网址“{new}”不是网站里的路径。", remedy)


def _repeated(located: Located) -> Iterator[Problem]:
    known: dict[str, str] = {}
    for old in located.data:
        if (first := known.setdefault(old.strip("/"), old)) != old:
            yield located.problem((old,), f"旧网址“{old}”与“{first}”是同一个。", "请只留一条。")


def _looping(located: Located, ways: Mapping[str, str]) -> Iterator[Problem]:
    for old in located.data:
        seen, step = {old.strip("/")}, ways[old.strip("/")].strip("/")
        while step in ways and step not in seen:
            seen.add(step)
            step = ways[step].strip("/")
        if step in seen:
            yield located.problem((old,), f"从“{old}”出发绕成了圈，到不了任何页面。", "请改为指向现在的页面。")


def _end(new: str, ways: Mapping[str, str]) -> str:
    while new.strip("/") in ways:
        new = ways[new.strip("/")]
    return new.lstrip("/")
