"""What people write beside reports: corrections, reviews, replies, absences. Each file is used, or named and why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from generator.records.absences import NotFound, absence_of
from generator.records.corrections import Correction, apply_corrections, corrections_of
from generator.records.errors import ContentError, Problem
from generator.records.record import Record
from generator.records.registry import unknown_agency
from generator.records.replies import Reply, load_reply
from generator.records.reviews import NO_REVIEWS, Reviews, reviews_of
from generator.records.yaml_files import Located, load_checked

FOLDERS: Final = ("corrections", "reviews", "replies", "absences")
_ISSUE: Final = re.compile(r"(?:20|19)[0-9]{2}(?:\.r[2-9]|\.r[1-9][0-9]+)?")
_YEAR: Final = re.compile(r"(?:20|19)[0-9]{2}")
_FORMS: Final = {"corrections": "2024.yaml", "reviews": "2024.yaml", "replies": "2024.md", "absences": "2024.yaml"}

Entry = TypeVar("Entry")
Loaded = TypeVar("Loaded")
ReportKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal has: ids of agencies; issues with a record as (agency, name); reports as (agency, year)."""

    agencies: Collection[str]
    issues: Collection[tuple[str, str]]
    reports: Collection[ReportKey]


@dataclass(frozen=True, slots=True)
class LaidOver:
    """A record with people's corrections laid over it, those, and the reviews that hold on it."""

    record: Record
    corrections: tuple[Correction, ...] = ()
    reviews: Reviews = NO_REVIEWS


def lay_over(content: Path, own: str, record: Record) -> tuple[LaidOver, list[Problem]]:
    """Lay what people have written about an issue (`own`: `<agency>/<issue>`) over its record."""
    corrections, problems = _entries(content, f"corrections/{own}.yaml", record, corrections_of)
    corrected = apply_corrections(record, corrections)
    reviews, more = _entries(content, f"reviews/{own}.yaml", corrected, reviews_of)
    return LaidOver(corrected, corrections, Reviews(reviews)), [*problems, *more]


def _entries(
    content: Path,
    name: str,
    record: Record,
    take: Callable[[Located, Record], tuple[tuple[Entry, ...], list[Problem]]],
) -> tuple[tuple[Entry, ...], list[Problem]]:
    path = content / name
    if not path.exists() and not path.is_symlink():
        return (), []
    try:
        return take(load_checked(path, name.partition("/")[0], name), record)
    except ContentError as error:
        return (), list(error.problems)


def load_replies(content: Path, known: Known) -> tuple[Mapping[ReportKey, Reply], list[Problem]]:
    """Read the replies to the reports that the portal has."""
    return _by_report(content, "replies", known, load_reply)


def load_absences(content: Path, known: Known) -> tuple[Mapping[ReportKey, NotFound], list[Problem]]:
    """Read the absences of the reports that the portal has not."""

    def load(path: Path, name: str) -> NotFound:
        return absence_of(load_checked(path, "absence", name))

    return _by_report(content, "absences", known, load)


def _by_report(
    content: Path, folder: str, known: Known, load: Callable[[Path, str], Loaded]
) -> tuple[Mapping[ReportKey, Loaded], list[Problem]]:
    found: dict[ReportKey, Loaded] = {}
    problems: list[Problem] = []
    for path in files_below(content / folder):
        name = shown_name(path, content)
        if _stray(name, known) is None:
            try:
                found[path.parent.name, int(path.stem)] = load(path, name)
            except ContentError as error:
                problems += error.problems
    return found, problems


def files_below(folder: Path) -> Iterator[Path]:
    """Give every file and link below a folder but hidden ones, in order of name."""
    for path in sorted(folder.rglob("*")):
        if (path.is_symlink() or not path.is_dir()) and not path.name.startswith("."):
            yield path


def shown_name(path: Path, content: Path) -> str:
    """Give a file's path below `content/` as text that can be written anywhere, whatever bytes its name has."""
    return os.fsencode(path.relative_to(content).as_posix()).decode("utf-8", "replace")


def strays(content: Path, known: Known) -> Iterator[Problem]:
    """Name every file that people have written for what the portal does not have, or under a name that says nothing."""
    for folder in FOLDERS:
        for path in files_below(content / folder):
            name = shown_name(path, content)
            if reason := _stray(name, known):
                yield reason


def _stray(name: str, known: Known) -> Problem | None:
    """Say why the file `name` belongs to nothing, if it does not."""
    folder, *inner = name.split("/")
    suffix = Path(_FORMS[folder]).suffix
    form = _ISSUE if folder in {"corrections", "reviews"} else _YEAR
    if len(inner) != 2 or not inner[1].endswith(suffix) or not form.fullmatch(inner[1].removesuffix(suffix)):
        return Problem(name, None, "文件的位置或名字不对，没有采用。", f"请放到 {folder}/机关编号/{_FORMS[folder]}。")
    agency, stem = inner[0], inner[1].removesuffix(suffix)
    if agency not in known.agencies:
        return unknown_agency(name, agency)
    if form is _ISSUE:
        return None if (agency, stem) in known.issues else _without(name, f"{agency} {stem} 的记录", "报告文件")
    held = (agency, int(stem)) in known.reports
    if folder == "absences":
        what = f"{agency} {stem} 年的年报已经收录，这份查找记录多余了。"
        return Problem(name, None, what, "请删去这个文件。") if held else None
    return None if held else _without(name, f"{agency} {stem} 年的年报", "年报")


def _without(name: str, what: str, first: str) -> Problem:
    return Problem(name, None, f"没有{what}，这个文件没有用上。", f"请先收录{first}并读出，或改正文件名。")
