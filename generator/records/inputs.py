"""Accounting: every file below `content/` ends in exactly one state."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.records.errors import Problem
from generator.records.people import FOLDERS, shown_name
from generator.records.portal import Input, Issue, Portal

READ, UNREAD, LEFT_OUT, USED, WAITING = "read", "unread", "left_out", "used", "waiting"
STATES: Final = (READ, UNREAD, LEFT_OUT, USED, WAITING)
_OWN: Final = re.compile(r"portal\.yaml|redirects\.yaml|agencies/[^/]+\.yaml|pages/[^/]+\.md|records/[^/]+/[^/]+\.yaml")


def account(content: Path, portal: Portal, problems: Iterable[Problem]) -> tuple[Input, ...]:
    """Give every file below `content/` with its state and, where it was left out or not read, why.

    A file of which people's entries are used in part is `used`, and says which are not.
    """
    return tuple(_states(content, portal, _whys(problems)))


def with_problems(portal: Portal, problems: tuple[Problem, ...]) -> Portal:
    """Name what turned out later, decisions that findings no longer bear out, on the portal and beside their files."""
    if not problems:
        return portal
    whys, void = _whys(problems), {(problem.path, problem.line) for problem in problems}
    still = {
        review.path for held in portal.held for review in held.reviews.all if (review.path, review.line) not in void
    }
    inputs = (
        Input(item.path, USED if item.path in still else LEFT_OUT, f"{item.why} {whys[item.path]}".strip())
        if item.path in whys
        else item
        for item in portal.inputs
    )
    return dataclasses.replace(portal, problems=(*portal.problems, *problems), inputs=tuple(inputs))


def _whys(problems: Iterable[Problem]) -> Mapping[str, str]:
    """Give for each file what is wrong with it: all of it, each fault with its line."""
    whys: dict[str, list[str]] = {}
    for problem in problems:
        line = "" if problem.line is None else f"第 {problem.line} 行："
        whys.setdefault(problem.path, []).append(f"{line}{problem.what}{problem.remedy}")
    return {path: " ".join(told) for path, told in whys.items()}


def _states(content: Path, portal: Portal, whys: Mapping[str, str]) -> Iterator[Input]:
    held = {item.issue for item in portal.held}
    unread = {item.issue: item for item in portal.unread}
    taken = frozenset(_taken(portal))
    for path in sorted(content.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = shown_name(path, content)
        issue = _issue(name)
        if name in taken:
            yield Input(name, USED, whys.get(name, ""))
        elif name in whys:
            yield Input(name, LEFT_OUT, whys[name])
        elif issue in unread and name.startswith("reports/"):
            yield Input(name, UNREAD, f"{unread[issue].what}{unread[issue].remedy}")
        elif issue in held and name.startswith("reports/"):
            yield Input(name, READ)
        else:
            yield _other(name)


def _taken(portal: Portal) -> Iterator[str]:
    """Give the files that people have written about reports and that are used, at least in part."""
    for item in portal.held:
        own = f"{item.issue.agency}/{item.issue.name}.yaml"
        if item.corrections:
            yield f"corrections/{own}"
        if item.reviews.all:
            yield f"reviews/{own}"
    yield from (f"replies/{agency}/{year}.md" for agency, year in portal.replies)
    yield from (f"absences/{agency}/{year}.yaml" for agency, year in portal.absences)


def _issue(name: str) -> Issue | None:
    parts = name.split("/")
    if len(parts) < 3:
        return None
    stem = parts[2].removesuffix(".source.yaml")
    return Issue.parse(parts[1], stem) or Issue.parse(parts[1], stem.rpartition(".")[0])


def _other(name: str) -> Input:
    if name.startswith("inbox/"):
        return Input(name, WAITING, "等待 gongkai add 归档。")
    if Path(name).name.startswith("."):
        return Input(name, USED, "隐藏文件，不使用。")
    if _OWN.fullmatch(name):
        return Input(name, USED)
    if name.partition("/")[0] in FOLDERS:
        return Input(name, LEFT_OUT, "里面没有可以采用的内容。")
    return Input(name, LEFT_OUT, "不知道这是什么文件。请放到规定的文件夹，或移走。")
