"""Accounting: every file below `content/` ends in exactly one state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.records.errors import Problem
from generator.records.portal import Input, Issue, Portal

READ, UNREAD, LEFT_OUT, USED, WAITING = "read", "unread", "left_out", "used", "waiting"
STATES: Final = (READ, UNREAD, LEFT_OUT, USED, WAITING)
_PEOPLE: Final = ("corrections", "pages", "agencies")
_NOT_YET: Final = ("reviews", "replies", "absences", "redirects.yaml")


def account(content: Path, portal: Portal, problems: Iterable[Problem]) -> tuple[Input, ...]:
    """Give every file below `content/` with its state and, where it was left out or not read, why."""
    whys = {
        problem.path: f"{problem.what}{problem.remedy}"
        for problem in problems
        if problem.line is None or _is_report(problem.path)
    }
    faulty = {problem.path: f"第 {problem.line} 行：{problem.what}" for problem in problems if problem.line is not None}
    return tuple(_states(content, portal, {**faulty, **whys}))


def _is_report(path: str) -> bool:
    return path.startswith("reports/")


def _states(content: Path, portal: Portal, whys: dict[str, str]) -> Iterator[Input]:
    held = {item.issue for item in portal.held}
    unread = {item.issue: item for item in portal.unread}
    for path in sorted(content.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(content).as_posix()
        issue = _issue(name)
        if name in whys:
            yield Input(name, LEFT_OUT, whys[name])
        elif issue in unread and _is_report(name):
            yield Input(name, UNREAD, f"{unread[issue].what}{unread[issue].remedy}")
        elif issue in held and _is_report(name):
            yield Input(name, READ)
        else:
            yield _other(name)


def _issue(name: str) -> Issue | None:
    parts = name.split("/")
    if len(parts) < 3:
        return None
    stem = parts[2].removesuffix(".source.yaml")
    return Issue.parse(parts[1], stem) or Issue.parse(parts[1], stem.rpartition(".")[0])


def _other(name: str) -> Input:
    folder = name.split("/", maxsplit=1)[0]
    if folder == "inbox":
        return Input(name, WAITING, "等待 gongkai add 归档。")
    if folder in {*_PEOPLE, "records"} or name == "portal.yaml":
        return Input(name, USED)
    if folder in _NOT_YET:
        return Input(name, LEFT_OUT, "这一版程序还不读取这类文件，请保留。")
    if Path(name).name.startswith("."):
        return Input(name, USED, "隐藏文件，不使用。")
    return Input(name, LEFT_OUT, "不知道这是什么文件。请放到规定的文件夹，或移走。")
