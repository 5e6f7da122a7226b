"""The registry: which agencies there are. `content/agencies/*.yaml`, kept by people.

An id is given once, never changed and never taken apart by the program; names are never keys (30 % of townships share
theirs).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.records.divisions import level_of
from generator.records.errors import ContentError, Problem
from generator.records.yaml_files import Located, faults, load

KINDS: Final = ("central", "government", "office", "department", "subdistrict", "zone", "institution", "other")


@dataclass(frozen=True, slots=True)
class Contact:
    """An office's own contact, and the day somebody checked it."""

    office: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that reports. `division` is the code of its place now, or empty when nothing tells it."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    division: str = ""
    level: str = ""
    valid_from: str = ""
    valid_until: str = ""
    successor_of: tuple[str, ...] = ()
    uscc: str = ""
    website: str = ""
    guide_url: str = ""
    contact: Contact = Contact()

    @property
    def short_name(self) -> str:
        """The name for narrow places: the first alias, or the full name."""
        return self.aliases[0] if self.aliases else self.name


@functools.lru_cache(maxsize=64)
def told_of(agency: Agency) -> tuple[object, ...]:
    """Give all that the registry says of an agency, as plain values: what is asked for its reports one by one."""
    return dataclasses.astuple(agency)


def load_registry(folder: Path) -> Mapping[str, Agency]:
    """Read `content/agencies/`. Gives agencies by id, in order of id. Raises `ContentError` with every fault."""
    problems: list[Problem] = []
    found: dict[str, tuple[Agency, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = f"agencies/{path.name}"
        try:
            located = load(path, name)
        except ContentError as error:
            problems += error.problems
            continue
        if wrong := faults(located, "agencies"):
            problems += wrong
            continue
        problems += _collect(located, found)
    problems += _lost_predecessors(found)
    if problems:
        raise ContentError(problems)
    return {key: found[key][0] for key in sorted(found)}


def _collect(located: Located, found: dict[str, tuple[Agency, str]]) -> Iterator[Problem]:
    for position, entry in enumerate(located.data or []):
        agency = _agency(entry)
        if agency.id in found:
            what = f"机关编号 {agency.id} 已用于“{found[agency.id][0].name}”（{found[agency.id][1]}）。"
            yield located.problem((position, "id"), what, "编号给出后不能再用，请另取一个。")
        else:
            found[agency.id] = (agency, located.name)


def _lost_predecessors(found: Mapping[str, tuple[Agency, str]]) -> Iterator[Problem]:
    for agency, name in found.values():
        for predecessor in agency.successor_of:
            if predecessor not in found:
                what = f"{agency.id} 的前身 {predecessor} 不在名录中。"
                yield Problem(name, None, what, "请为前身也写一条，或改正编号。")


def _agency(entry: Mapping[str, Any]) -> Agency:
    division = entry.get("division") or (entry["id"] if level_of(entry["id"]) else "")
    return Agency(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        aliases=tuple(entry.get("aliases", ())),
        division=division,
        level=entry.get("level") or _level(entry["kind"], division),
        valid_from=entry.get("valid_from", ""),
        valid_until=entry.get("valid_until", ""),
        successor_of=tuple(entry.get("successor_of", ())),
        uscc=entry.get("uscc", ""),
        website=entry.get("website", ""),
        guide_url=entry.get("guide_url", ""),
        contact=Contact(**entry.get("contact", {})),
    )


def _level(kind: str, division: str) -> str:
    if kind == "central":
        return "central"
    return (level_of(division) or "") if division else ""


def unknown_agency(path: str, agency: str) -> Problem:
    """Say that a file stands under an agency id that the registry does not have."""
    return Problem(
        path, None, f"名录中没有编号为 {agency} 的机关。", "请在 content/agencies/ 中加上这个机关，或改正文件夹名。"
    )
