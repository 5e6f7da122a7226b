"""What a build says: counts, faults, what could not be read. Plain values, so that it can be said again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.publishing.budgets import Budget
from generator.records.errors import Problem


@dataclass(frozen=True, slots=True)
class Summary:
    """What was published: counts, bytes of all files, and every fault of our own content that was left out."""

    pages: int
    files: int
    size: int
    reports: int
    problems: tuple[Problem, ...] = ()
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: its counts, every fault of our own content, and what could not be read (path, what, remedy).

    `anew` is False when nothing had changed, and the site was left as it stood.
    """

    summary: Summary
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, str, str], ...]
    anew: bool = True


def to_plain(built: Built) -> dict[str, Any]:
    """Give what a build says as plain values."""
    return dataclasses.asdict(built)


def said_again(plain: Mapping[str, Any]) -> Built:
    """Give what the last build said, for a site that was left as it stood."""
    unread = tuple((path, what, remedy) for path, what, remedy in plain["unread"])
    problems = tuple(Problem(**problem) for problem in plain["problems"])
    budgets = tuple(Budget(**each) for each in plain["summary"]["budgets"])
    summary = Summary(**{**plain["summary"], "problems": (), "budgets": budgets})
    return Built(summary, problems, unread, anew=False)
