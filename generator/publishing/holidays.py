"""Holidays and make-up working days as the State Council announces them, for counting working days."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.records.yaml_files import load_resource


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice: its number or day, its title, spans of days off (`from/to`), weekend days that are worked."""

    year: int
    source: str
    title: str
    off: tuple[str, ...]
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """All notices, oldest first. From `december_from` on, a year's last days depend on the notice of the next year."""

    notices: tuple[Notice, ...]
    december_from: int


@functools.cache
def calendar() -> Calendar:
    """Read the notices."""
    data: Mapping[str, Any] = load_resource("generator.publishing", "holidays.yaml")
    notices = (_notice(int(year), **entry) for year, entry in sorted(data["years"].items()))
    return Calendar(tuple(notices), data["december_from"])


def _notice(year: int, *, off: list[str], on: list[str], **named: str) -> Notice:
    return Notice(year, off=tuple(off), on=tuple(on), **named)
