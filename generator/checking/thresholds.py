"""Thresholds of checks and deadlines: defaults with their reasons as data, overridden in `content/portal.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.records.portal import Settings
from generator.records.registry import Agency
from generator.records.yaml_files import load_resource


@functools.cache
def defaults() -> Mapping[str, Mapping[str, Any]]:
    """Read every threshold's default: `value`, `why`, and `unit` where it has one."""
    loaded: dict[str, dict[str, Any]] = load_resource("generator.checking", "thresholds.yaml")
    return loaded


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold as people read it: its name in `portal.yaml`, the value in force and the default, unit and reason."""

    name: str
    value: str
    default: str
    unit: str
    why: str

    @property
    def own(self) -> bool:
        """Tell whether the portal has set it."""
        return self.value != self.default


def limit(settings: Settings | None, name: str) -> Limit:
    """Give a threshold for people: as a portal has it, or without one the default."""
    entry = defaults()[name]
    default = str(entry["value"])
    value = str(settings.thresholds.get(name, default)) if settings else default
    return Limit(name, value, default, str(entry.get("unit", "")), str(entry["why"]))


def threshold(settings: Settings, name: str) -> Decimal:
    """Give a threshold: the portal's own, or the default. Raises `KeyError` for a name that nobody knows."""
    default = defaults()[name]["value"]
    return Decimal(str(settings.thresholds.get(name, default)))


@functools.cache
def _deadlines() -> Mapping[str, Any]:
    loaded: dict[str, Any] = load_resource("generator.checking", "deadlines.yaml")
    return loaded


def deadline(settings: Settings, agency: Agency, year: int) -> str:
    """Give the last day (ISO) on which a body's report for `year` is published in time; empty where none is fixed.

    A portal's own date goes before the law's, and a date for the kind before one for the level.
    """
    day = settings.deadlines.get(agency.kind) or settings.deadlines.get(agency.level) or _by_law(agency, year)
    return f"{year + 1}-{day}" if day else ""


def _by_law(agency: Agency, year: int) -> str:
    law = _deadlines()
    if year <= law["old"]["last_year"]:
        return str(law["old"]["day"])
    days: Mapping[str, str] = law["kinds"].get(agency.kind, {})
    return str(days.get(agency.level) or days.get("any") or "")
