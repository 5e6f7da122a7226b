"""Everything that `build` knows: settings, agencies, issues with people's corrections laid over them, and what failed.

Nothing here opens a report file. A fault that touches one report leaves that report (or correction) out and is listed;
a fault that touches the whole raises `ContentError`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.records.absences import NotFound
from generator.records.corrections import Correction
from generator.records.errors import ContentError, Problem
from generator.records.folded import NO_TEXT, FoldedText, folded, folded_text
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.own_files import read_text
from generator.records.people import Known, ReportKey, lay_over, load_absences, load_replies, strays
from generator.records.record import HEAD, Record, from_located
from generator.records.redirects import Redirect, load_redirects
from generator.records.registry import Agency, load_registry, unknown_agency
from generator.records.replies import Reply
from generator.records.reviews import NO_REVIEWS, Reviews
from generator.records.yaml_files import load_checked, loads

ISSUE: Final = re.compile(r"(?P<year>20[0-9]{2}|19[0-9]{2})(?:\.r(?P<revision>[1-9][0-9]*))?")
_MAYBE_COMMENT: Final = re.compile(r"(?:^|\s)#", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One published version of one agency's report: `2024` is the first, `2024.r2` the next."""

    agency: str
    year: int
    revision: int = 1

    @property
    def name(self) -> str:
        """The issue as file names write it."""
        return str(self.year) if self.revision == 1 else f"{self.year}.r{self.revision}"

    @classmethod
    def parse(cls, agency: str, name: str) -> Issue | None:
        """Read an issue's name; None when it is none (`r1` is written without `.r1`)."""
        match = ISSUE.fullmatch(name)
        if not match or match["revision"] == "1":
            return None
        return cls(agency, int(match["year"]), int(match["revision"] or 1))


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What `<issue>.source.yaml` says of where a file came from."""

    url: str = ""
    title: str = ""
    published: str = ""
    retrieved: str = ""
    copy: str = ""
    year: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Held:
    """An issue that we hold a record of: `record` with corrections laid over it, `read_hash` of the record as read.

    `reviews` are the decisions of people that still hold on this record. `written` is the record as its file has it,
    without its first lines, folded up; empty where that is not what `dump_record` would write of `record`, or may not
    be.
    """

    issue: Issue
    record: Record
    read_hash: str
    note: SourceNote = SourceNote()
    corrections: tuple[Correction, ...] = ()
    reviews: Reviews = NO_REVIEWS
    written: FoldedText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Unread:
    """An issue whose file we could not read: ours to mend, shown as ours.

    `withheld` are the checks of privacy for which an issue that was read is not published; then nothing of it is held.
    """

    issue: Issue
    path: str
    what: str
    remedy: str
    note: SourceNote = SourceNote()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """`content/portal.yaml`."""

    title: str
    base_url: str
    description: str = ""
    publisher: str = ""
    email: str = ""
    issues_url: str = ""
    licence: str = "CC BY 4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    sample: bool = False
    deadlines: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    aggregates: Mapping[str, list[str]] = field(default_factory=dict)
    size_budget_mb: int = 900
    copy_limit_kb: int = 1000


@dataclass(frozen=True, slots=True)
class Input:
    """One file below `content/` and the one state that it ended in (`read`, `unread`, `left_out`, `used`), with why."""

    path: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """All of it. `held` and `unread` are in order of agency, year, revision; the newest issue of a year is shown.

    `replies` and `absences` are by agency and year; an absence is only there where no report is.
    """

    settings: Settings
    agencies: Mapping[str, Agency]
    held: tuple[Held, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()
    inputs: tuple[Input, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[ReportKey, Reply] = field(default_factory=dict)
    absences: Mapping[ReportKey, NotFound] = field(default_factory=dict)
    redirects: tuple[Redirect, ...] = ()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Every issue that we hold or could not read."""
        return (*(item.issue for item in self.held), *(item.issue for item in self.unread))

    @property
    def years(self) -> tuple[int, ...]:
        """Every year with an issue, newest first."""
        return tuple(sorted({issue.year for issue in self.issues}, reverse=True))


def load_settings(content: Path) -> Settings:
    """Read `content/portal.yaml`. Raises `ContentError`."""
    path = content / "portal.yaml"
    if not path.is_file():
        remedy = "请新建此文件，至少写 title 和 base_url 两行。"
        raise ContentError([Problem("portal.yaml", None, "没有门户设置。", remedy)])
    data = dict(load_checked(path, "portal", "portal.yaml").data)
    contact, licence = data.pop("contact", {}), data.pop("licence", {})
    if licence:
        data |= {"licence": licence["name"], "licence_url": licence.get("url", "")}
    return Settings(**data, email=contact.get("email", ""), issues_url=contact.get("issues_url", ""))


def load_note(content: Path, issue: Issue) -> SourceNote:
    """Read the `source.yaml` beside an issue's files, when there is one. Raises `ContentError`."""
    name = f"reports/{issue.agency}/{issue.name}.source.yaml"
    path = content / name
    return SourceNote(**load_checked(path, "source", name).data) if path.is_file() else SourceNote()


def load_portal(content: Path, unread: tuple[Unread, ...] = (), memory: Memory = FORGETFUL) -> Portal:
    """Read everything but the report files. Raises `ContentError` for faults that touch the whole.

    `unread` are the issues whose files could not be read now: a record that they have from before is not shown.
    With a `memory` files that have not changed since are not read again.
    """
    whole = _load_whole(content, memory)
    items, problems = _load_records(content, whole.agencies, frozenset(item.issue for item in unread), memory)
    held = tuple(sorted((item for item in items if isinstance(item, Held)), key=lambda item: item.issue))
    spoiled = tuple(item for item in items if isinstance(item, Unread))
    lost = {item.issue: item for item in (*spoiled, *unread) if item.issue.agency in whole.agencies}
    known = _known(whole.agencies, held, tuple(lost))
    replies, unusable = load_replies(content, known)
    absences, wrong = load_absences(content, known)
    return Portal(
        settings=whole.settings,
        agencies=whole.agencies,
        held=held,
        unread=tuple(lost[issue] for issue in sorted(lost)),
        problems=(*problems, *unusable, *wrong, *strays(content, known)),
        pages=whole.pages,
        replies=replies,
        absences=absences,
        redirects=whole.redirects,
    )


def _known(agencies: Mapping[str, Agency], held: tuple[Held, ...], lost: tuple[Issue, ...]) -> Known:
    issues = [item.issue for item in held]
    return Known(
        agencies=agencies.keys(),
        issues={(issue.agency, issue.name) for issue in issues},
        reports={(issue.agency, issue.year) for issue in (*issues, *lost)},
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What touches every page."""

    settings: Settings
    agencies: Mapping[str, Agency]
    pages: Mapping[str, str]
    redirects: tuple[Redirect, ...]


def _load_whole(content: Path, memory: Memory) -> _Whole:
    """Load what touches every page; name the faults of all of it at once."""
    problems: list[Problem] = []
    loaded: list[Any] = []
    registry = functools.partial(_load_registry, memory=memory)
    loads: tuple[Callable[[Path], Any], ...] = (load_settings, registry, _load_pages, load_redirects)
    for load in loads:
        try:
            loaded.append(load(content))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return _Whole(*loaded)


def _load_registry(content: Path, memory: Memory) -> Mapping[str, Agency]:
    folder = content / "agencies"
    files = sorted(folder.rglob("*"))
    return memory.of(Name("agencies"), lambda: load_registry(folder), equal=(*map(str, files), *memory.states(files)))


def _load_records(
    content: Path, agencies: Mapping[str, Agency], unread: frozenset[Issue], memory: Memory
) -> tuple[list[Held | Unread], list[Problem]]:
    items: list[Held | Unread] = []
    problems: list[Problem] = []
    for path in sorted((content / "records").glob("*/*.yaml")):
        if Issue.parse(path.parent.name, path.stem) not in unread:
            item, found = load_held(content, path, agencies, memory)
            problems += found
            items += [item] if item else []
    return items, problems


def _load_pages(content: Path) -> Mapping[str, str]:
    found = sorted((content / "pages").glob("*.md"))
    return {path.stem: read_text(path, f"pages/{path.name}") for path in found}


def load_held(
    content: Path, path: Path, agencies: Mapping[str, Agency], memory: Memory
) -> tuple[Held | Unread | None, list[Problem]]:
    """Read one record with what people have written about it: the issue as held or spoiled, and what is wrong."""
    name = f"records/{path.parent.name}/{path.name}"
    issue = Issue.parse(path.parent.name, path.stem)
    if issue is None:
        return None, [Problem(name, None, "文件名不是年度版次。", "请用 2024.yaml 或 2024.r2.yaml 这样的名字。")]
    if issue.agency not in agencies:
        return None, [unknown_agency(name, issue.agency)]
    own = f"{issue.agency}/{issue.name}"
    people = (content / f"{folder}/{own}.yaml" for folder in ("corrections", "reviews"))
    beside = content / f"reports/{own}.source.yaml"
    made = functools.partial(_held, content, path, issue)
    return memory.of(Name("held", issue.agency, issue.name), made, equal=memory.states((path, beside, *people)))


def _held(content: Path, path: Path, issue: Issue) -> tuple[Held | Unread, list[Problem]]:
    name = f"records/{issue.agency}/{path.name}"
    try:
        text = read_text(path, name)
        record, note = from_located(loads(text, name)), load_note(content, issue)
    except ContentError as error:
        return _spoiled(content, issue), list(error.problems)
    laid, problems = lay_over(content, f"{issue.agency}/{issue.name}", record)
    digest = sha256(text.encode()).hexdigest()
    written = folded_text("" if laid.corrections else _as_written(text))
    return Held(issue, folded(laid.record), digest, note, laid.corrections, laid.reviews, written), problems


def _as_written(text: str) -> str:
    """Give a record file without its first lines; nothing where it may hold a comment, which nobody has checked."""
    body = text.removeprefix(HEAD)
    return "" if body == text or _MAYBE_COMMENT.search(body) else body


def _spoiled(content: Path, issue: Issue) -> Unread:
    """Say that we hold no usable record of an issue, so that its report does not vanish from its agency's page."""
    files = sorted((content / "reports" / issue.agency).glob(f"{issue.name}.*"))
    report = next((path.name for path in files if path.stem == issue.name), issue.name)
    what, remedy = "这份年报的记录或 source.yaml 有误，没有采用。", "请先改正，或运行 gongkai ingest --again 重新读取。"
    return Unread(issue, f"reports/{issue.agency}/{report}", what, remedy)


def newest(held: tuple[Held, ...]) -> Iterator[Held]:
    """Give the newest issue of each agency and year, in order."""
    latest = {(item.issue.agency, item.issue.year): item for item in held}
    yield from latest.values()
