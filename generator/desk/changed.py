"""Which files a branch changes, and which issues a file is about: for `gongkai check`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.records.portal import Issue

_SECONDS = 60
_ISSUE_OF = re.compile(r"\.(?!r[0-9]+(?:\.|$))")  # `2024.r2.source.yaml` is of issue 2024.r2


class NoComparisonError(Exception):
    """Git cannot compare with what was named. The message says what and the remedy."""


def changed_since(reference: str, content: Path) -> tuple[Path, ...]:
    """Give the files below `content` that differ from `reference` (a commit, branch or tag), deleted ones too.

    Raises `NoComparisonError` when git is not there, this is no checkout, or it does not know `reference`.
    """
    git = shutil.which("git")
    if git is None:
        raise NoComparisonError("没有找到 git。请安装 git，或改为写出要看的路径。")
    # A reference that begins with a hyphen would be an option of git's.
    command = [
        git,
        "-C",
        str(content),
        "diff",
        "--name-only",
        "-z",
        "--relative",
        "--end-of-options",
        reference,
        "--",
        ".",
    ]
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - git, no shell
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[0] if said else f"git 以 {done.returncode} 结束"
        raise NoComparisonError(f"git 不能与 {reference} 比较（{reason}）。请写一个存在的提交、分支或标签。")
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return tuple(content / name for name in names if name)


def concerns(issue: Issue, paths: Iterable[Path]) -> bool:
    """Tell whether any path is about an issue: its agency's folder, a file of the issue, or the folder of its parts."""
    return any(_is_about(issue, path.parts) for path in paths)


def _is_about(issue: Issue, parts: tuple[str, ...]) -> bool:
    if issue.agency not in parts:
        return False
    place = parts.index(issue.agency) + 1
    return place == len(parts) or _ISSUE_OF.split(parts[place])[0] == issue.name
