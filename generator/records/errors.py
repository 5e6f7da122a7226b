"""Trouble in our own content: collected, shown all at once, each with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in `content/`: where (path below `content/`, line from 1), what, and the remedy."""

    path: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.what}\n    → {self.remedy}"


_PRINTED = re.compile(
    r"^(?P<path>\S[^\n]*?)(?::(?P<line>\d+))?: (?P<what>[^\n]*)\n {4}→ (?P<remedy>[^\n]*)", re.MULTILINE
)


def problems_in(printed: str) -> tuple[Problem, ...]:
    """Find the problems again in what another process of ours has printed."""
    return tuple(
        Problem(found["path"], int(found["line"]) if found["line"] else None, found["what"], found["remedy"])
        for found in _PRINTED.finditer(printed)
    )


class ContentError(Exception):
    """Our own content is in error and something could not be done. Carries every problem found, not the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0, problem.what)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
