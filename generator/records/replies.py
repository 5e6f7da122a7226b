"""Replies: an agency's own words beside its figures: `content/replies/<agency>/<year>.md`, front matter and text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError, Problem
from generator.records.own_files import read_text
from generator.records.yaml_files import Located, faults, loads

_FRONT: Final = re.compile(r"---[ \t]*\r?\n(?P<front>.*?\r?\n)?---[ \t]*(?:\r?\n(?P<body>.*))?", re.DOTALL)
_SHAPE: Final = "请以两行 --- 夹住说明的日期等各项开头，其后写正文；写法见 CONTRIBUTING.md。"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agency says of its figures: when, in what capacity, how we know that it is theirs; `body` is Markdown."""

    date: str
    capacity: str
    verified: str
    by: str
    body: str
    path: str = ""


def load_reply(path: Path, name: str) -> Reply:
    """Read one reply. `name` is its path below `content/`. Raises `ContentError` with every fault."""
    text = read_text(path, name)
    match = _FRONT.fullmatch(text)
    if match is None:
        raise ContentError([Problem(name, 1, "文件开头没有说明各项（date、capacity、verified）。", _SHAPE)])
    located = loads(f"---\n{match['front'] or ''}", name)
    problems = [*_faults(located), *_empty(name, text, match["body"] or "")]
    if problems:
        raise ContentError(problems)
    front = located.data
    return Reply(front["date"], front["capacity"], front["verified"], front["by"], match["body"].strip() + "\n", name)


def _faults(located: Located) -> list[Problem]:
    if located.data is None:
        return [Problem(located.name, 1, "说明各项是空的。", _SHAPE)]
    return faults(located, "reply")


def _empty(name: str, text: str, body: str) -> list[Problem]:
    if body.strip():
        return []
    return [Problem(name, text.count("\n") or 1, "没有正文。", "请写上机关说明的原文。")]
