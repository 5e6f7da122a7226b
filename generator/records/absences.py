"""Absences: where and when somebody looked for a report and found none. `content/absences/<agency>/<year>.yaml`.

That is neither a zero nor the same as not having looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.records.yaml_files import Located


@dataclass(frozen=True, slots=True)
class Look:
    """One place where somebody looked, with its address where there is one, and the day."""

    where: str
    on: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """No report was found, as of the latest look. `looks` are in order of their days."""

    looks: tuple[Look, ...]
    note: str = ""

    @property
    def latest(self) -> Look:
        """The latest look."""
        return self.looks[-1]


def absence_of(located: Located) -> NotFound:
    """Give what a file says, which has passed its schema."""
    plain: Mapping[str, Any] = located.data
    looks = (Look(entry["where"], entry["on"], entry.get("url", "")) for entry in plain["looked"])
    return NotFound(tuple(sorted(looks, key=lambda look: look.on)), plain.get("note", ""))
