"""Badges: the words that sum up a report's findings. A badge judges numbers, never an agency."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.records.figures import Absence
from generator.records.portal import Held, Settings, Unread
from generator.records.record import Record
from generator.records.yaml_files import load_resource

LEADING: Final = ("inconsistent", "to_confirm", "not_read", "partly_assessable", "consistent")
_JUDGED: Final = frozenset("BCD")
_ARITHMETIC: Final = "B"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge: its key, its words in Chinese, and how many findings it counts (0 for those that count none)."""

    key: str
    words: str
    count: int = 0


def badges(  # noqa: PLR0913 - one keyword for each thing that a badge may say
    findings: Sequence[Finding],
    *,
    held: Held | None,
    unread: Unread | None,
    settings: Settings,
    reissued: bool = False,
    replied: bool = False,
    reviewed: bool = False,
) -> tuple[Badge, ...]:
    """Give the badges of one report, in order; the first leads. `held` or `unread` says what we have of it.

    One of the first five is always there. `consistent` is given only when none of the other four applies and at least
    one check of group B passed; a report to which none applies is `partly_assessable`.
    """
    leading = _of_findings(findings, not_read=unread is not None or held is None or _lost(held.record))
    others = {
        "reissued": reissued,
        "corrected": held is not None and bool(held.corrections),
        "replied": replied,
        "reviewed": reviewed,
        "sample": settings.sample,
    }
    return (*leading, *(Badge(key, _words()[key]) for key, given in others.items() if given))


def machine_read() -> str:
    """Give the words that stand in place of the badge `reviewed` while no person has confirmed the record."""
    return _words()["machine_read"]


@functools.cache
def _words() -> Mapping[str, str]:
    loaded: dict[str, str] = load_resource("generator.checking", "badges.yaml")
    return loaded


def _of_findings(findings: Sequence[Finding], *, not_read: bool) -> Iterator[Badge]:
    counts = {
        "inconsistent": _failures(findings, Certainty.PRINTED),
        "to_confirm": _failures(findings, Certainty.TO_CONFIRM),
    }
    counted = [Badge(key, _words()[key].format(count), count) for key, count in counts.items() if count]
    yield from counted
    if not_read:
        yield Badge("not_read", _words()["not_read"])
    untested = Result.NOT_ASSESSABLE in (results := _results(findings))
    if untested or not (counted or not_read or Result.PASS in results):
        yield Badge("partly_assessable", _words()["partly_assessable"])
    elif not counted and not not_read:
        yield Badge("consistent", _words()["consistent"])


def _failures(findings: Sequence[Finding], certainty: Certainty) -> int:
    return sum(
        finding.result is Result.FAIL
        and finding.severity is Severity.ERROR
        and finding.group in _JUDGED
        and finding.certainty is certainty
        for finding in findings
    )


def _results(findings: Sequence[Finding]) -> set[Result]:
    return {finding.result for finding in findings if finding.group == _ARITHMETIC}


def _lost(record: Record) -> bool:
    """Tell whether we could not read all: a figure is unclear, or figures are missing from an extract."""
    figures = set(record.figures.values())
    return Absence.UNCLEAR in figures or (Absence.MISSING in figures and not record.is_original)
