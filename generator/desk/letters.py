"""A letter to each department about its draft: every point with its place and both sides, ready to print."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from generator.desk.precheck import Draft, Point

_UNSAFE: Final = re.compile(r"[^\w（）()-]+")
_LONGEST_NAME: Final = 60
Render = Callable[[str, str, Any], str]


@dataclass(frozen=True, slots=True)
class LetterView:
    """What the letter shows."""

    title: str
    department: str
    file: str
    trouble: str
    errors: tuple[Point, ...]
    others: tuple[Point, ...]
    unclear: tuple[str, ...]
    mended: tuple[str, ...]


def file_name(draft: Draft, number: int) -> str:
    """Name a letter's file: `03-示例县财政局.html`."""
    return f"{number:02d}-{_UNSAFE.sub('_', draft.department)[:_LONGEST_NAME]}.html"


def letter(draft: Draft, render: Render) -> str:
    """Write the letter as a page of HTML that needs nothing else."""
    view = LetterView(
        title=f"{draft.department} {draft.year or ''} 年度报告草稿核对意见".replace("  ", " "),
        department=draft.department,
        file=draft.file,
        trouble=draft.trouble,
        errors=tuple(point for point in draft.points if point.severity == "error"),
        others=tuple(point for point in draft.points if point.severity != "error"),
        unclear=draft.unclear,
        mended=draft.mended,
    )
    return render("desk/letter.html", "", view)
