"""What checking says: the finding, and the short form of it that a rule gives."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from generator.records.packing import maker
from generator.records.reviews import SHORT


class Result(StrEnum):
    """How a check ended for one subject. Never two-valued: what could not be tested did neither pass nor fail."""

    PASS = "pass"  # noqa: S105 - a result, not a password
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"
    NOT_APPLICABLE = "not_applicable"


class Certainty(StrEnum):
    """How sure we are that a failure is the report's and not our reading's."""

    PRINTED = "printed"
    TO_CONFIRM = "to_confirm"


class Severity(StrEnum):
    """How much a failure matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's result on one subject of one report, with both sides written out.

    `subject` is the key of the row, column, case group, table or section it is about, or a cell's dotted name, and is
    empty for the whole report; `about` is the same in Chinese. `certainty` is for failures only. `cells` are dotted
    names, those of the left side first. `count` is how many cells or rows one finding stands for; `quote` is the
    narrative's sentence. Of a finding that compares two years `before` are the cells of the earlier report, and
    `against` is its issue (`2023.r2`, or `agency/2023` for a predecessor's).

    `figures` is a fingerprint of the figures (or words) that the finding rests on; `key` stays the same as long as they
    do, whatever the wording, so that a person's verdict can be kept by it. Passes have none.

    What is closed (passed, or does not apply) is only counted by whoever goes over a portal: see `closed`.
    """

    check: str
    result: Result
    severity: Severity
    group: str
    subject: str
    about: str
    certainty: Certainty | None
    cells: tuple[str, ...]
    left: str
    right: str
    message: str
    count: int = 1
    quote: str = ""
    before: tuple[str, ...] = ()
    against: str = ""
    figures: str = ""

    @property
    def name(self) -> str:
        """The check and what it is about: `case-total:review`. The same whatever the figures are."""
        return f"{self.check}:{self.subject}"

    @property
    def key(self) -> str:
        """What tells this finding from all others: check, subject, and the figures concerned, shortened for people."""
        return f"{self.name}:{self.figures[:SHORT]}"

    def __reduce__(self) -> tuple[Callable[..., Finding], tuple[object, ...]]:
        """Go to other processes in few words where few tell all."""
        known, words = _SHARED.get(id(self), (None, ""))
        if known is not self:
            words = _words(self.check, self.result, self.severity, self.group, self.subject)
            if _closed(words) != self:
                return _open, tuple(getattr(self, name) for name in Finding.__slots__)
        return _closed, (words,)


OPEN: Final = frozenset({Result.FAIL, Result.NOT_ASSESSABLE})
"""Results that somebody has to look at."""


def closed(check: str, result: Result, severity: Severity, group: str, subject: str) -> Finding:
    """Give a finding that is closed, without words and figures: nine of ten are, and all reports share these few."""
    return _closed(_words(check, result, severity, group, subject))


def _words(check: str, result: Result, severity: Severity, group: str, subject: str) -> str:
    return f"{check}\n{result.value}\n{severity.value}\n{group}\n{subject}"


_SHARED: Final[dict[int, tuple[Finding, str]]] = {}
"""The findings that reports share, by where they lie, with the words that tell all of them. They are never let go."""
_MANY: Final = 20_000


@maker
@functools.lru_cache(maxsize=_MANY)
def _closed(words: str) -> Finding:
    check, result, severity, group, subject = words.split("\n", 4)
    found = Finding(check, Result(result), Severity(severity), group, subject, "", None, (), "", "", "")
    if len(_SHARED) < _MANY:
        _SHARED[id(found)] = found, words
    return found


@maker
def _open(*fields: object) -> Finding:
    """Put a finding together again; what many of them say, the names of checks and cells, is there once."""
    return Finding(*map(_once, fields))  # type: ignore[arg-type]


def _once(value: object) -> object:
    if type(value) is str and len(value) < _LONG:
        return sys.intern(value)
    return shared(value) if type(value) is tuple else value


@functools.lru_cache(maxsize=4096)
def shared(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Give the one copy of a list of cells: thousands of reports have the same."""
    return cells


_LONG: Final = 60
"""Fewer characters than these may stand in many findings."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one subject. The check that the rule belongs to makes a `Finding` of it.

    `says` names the message where a result has several; `detail` is what that message fills in besides `about`, `left`,
    `right` and `count`. `severity` is given where it is not the check's usual one; `before` are
    cells of the year before; `against` is the issue compared with where that is not simply the year before's.
    """

    result: Result
    subject: str = ""
    about: str = ""
    says: str = ""
    cells: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    detail: str = ""
    count: int = 1
    quote: str = ""
    certainty: Certainty | None = None
    severity: Severity | None = None
    before: tuple[str, ...] = ()
    against: str = ""
