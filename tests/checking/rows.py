"""A row of the tables of checks: a report put before a check, and how the check must end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.checking.subject import Subject
from generator.records.record import Record
from tests.checking.made import record, subject

Kind = Literal["passes", "fails", "not_assessable", "not_applicable", "false_alarm"]
KINDS: tuple[Kind, ...] = ("passes", "fails", "not_assessable", "not_applicable", "false_alarm")
RESULTS = {"passes": "pass", "fails": "fail", "not_assessable": "not_assessable", "not_applicable": "not_applicable"}


@dataclass(frozen=True)
class Row:
    """What is put before a check, and about which subject it must say what."""

    check: str
    kind: Kind
    made: Record | Subject
    key: str = ""

    @property
    def subject(self) -> Subject:
        """The report as checks take it."""
        return self.made if isinstance(self.made, Subject) else subject(self.made)


def before_forms(check: str) -> Row:
    """Give the row of a check that always applies but before the first form."""
    return Row(check, "not_applicable", record(year=2018))
