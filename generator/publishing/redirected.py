"""Pages at old addresses that lead to the present ones: a refresh, a canonical address and a link, without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.render import Renderer
from generator.publishing.urls import to_root
from generator.records.errors import ContentError, Problem
from generator.records.redirects import Redirect


@dataclass(frozen=True, slots=True)
class RedirectView:
    """Where a page stands now: relative to the page, and from the root of the site."""

    title: str
    goal: str
    address: str


def write_redirects(built: Path, redirects: Sequence[Redirect], render: Renderer) -> None:
    """Write a page at every old address, when all else is written. Raises `ContentError` naming every line at fault."""
    if problems := [problem for redirect in redirects for problem in _wrong(built, redirect)]:
        raise ContentError(problems)
    for redirect in redirects:
        page = built / redirect.old / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        view = RedirectView("网址已变更", to_root(redirect.old) + redirect.new, redirect.new)
        page.write_text(render("redirect.html", redirect.old, view), encoding="utf-8")


def _wrong(built: Path, redirect: Redirect) -> Iterator[Problem]:
    old, new = built / redirect.old, built / redirect.new
    above = [built.joinpath(*Path(redirect.old).parts[:length]) for length in range(1, len(Path(redirect.old).parts))]
    if (old / "index.html").exists() or any(path.is_file() for path in (old, *above)):
        what = f"旧网址 /{redirect.old} 上现在有网站自己的页面或文件。"
        yield redirect.problem(what, "请删去这一条；有页面的网址不能转走。")
    if not (new.is_file() or (new / "index.html").is_file()):
        what = f"新网址 /{redirect.new} 上没有页面。"
        yield redirect.problem(what, "请改成现有页面的网址；网页的网址以“/”结尾。")
    elif new.is_dir() and redirect.new and not redirect.new.endswith("/"):
        yield redirect.problem(f"新网址 /{redirect.new} 少了结尾的“/”。", "请补上“/”。")
