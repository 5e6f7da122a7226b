"""Everything that `build` knows: settings, agencies, issues with people's corrections laid over them, and what failed.

Nothing here opens a report file. A fault that touches one report leaves that report (or correction) out and is listed;
a fault that touches the whole raises `ContentError`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.records.errors import ContentError, Problem
from generator.records.figures import Absence, Figure
from generator.records.own_files import read_text
from generator.records.record import Evidence, Record, load_record, stated
from generator.records.registry import Agency, load_registry
from generator.records.yaml_files import Located, load_checked

ISSUE: Final = re.compile(r"(?P<year>20[0-9]{2}|19[0-9]{2})(?:\.r(?P<revision>[1-9][0-9]*))?")


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


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's change to our reading of one cell, with both values."""

    cell: str
    was: Figure
    now: Figure
    why: str
    by: str
    date: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An issue that we hold a record of: `record` with corrections laid over it, `read_hash` of the record as read."""

    issue: Issue
    record: Record
    read_hash: str
    note: SourceNote = SourceNote()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """An issue whose file we could not read: ours to mend, shown as ours."""

    issue: Issue
    path: str
    what: str
    remedy: str
    note: SourceNote = SourceNote()


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
    size_budget_mb: int = 900


@dataclass(frozen=True, slots=True)
class Input:
    """One file below `content/` and the one state that it ended in (`read`, `unread`, `left_out`, `used`), with why."""

    path: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """All of it. `held` and `unread` are in order of agency, year, revision; the newest issue of a year is shown."""

    settings: Settings
    agencies: Mapping[str, Agency]
    held: tuple[Held, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()
    inputs: tuple[Input, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)

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


def load_portal(content: Path, unread: tuple[Unread, ...] = ()) -> Portal:
    """Read everything but the report files. Raises `ContentError` for faults that touch the whole."""
    settings, agencies, pages = _load_whole(content)
    held: list[Held] = []
    spoiled: list[Unread] = []
    problems: list[Problem] = []
    for path in sorted((content / "records").glob("*/*.yaml")):
        item, found = _load_held(content, path, agencies)
        problems += found
        if isinstance(item, Held):
            held.append(item)
        elif item:
            spoiled.append(item)
    held.sort(key=lambda item: item.issue)
    lost = {item.issue: item for item in (*spoiled, *unread) if item.issue.agency in agencies}
    known = tuple(lost[issue] for issue in sorted(lost))
    return Portal(settings, agencies, tuple(held), known, tuple(problems), pages=pages)


def _load_whole(content: Path) -> tuple[Settings, Mapping[str, Agency], Mapping[str, str]]:
    """Load what touches every page; name the faults of all of it at once."""
    problems: list[Problem] = []
    loaded: list[Any] = []
    for load in (load_settings, lambda folder: load_registry(folder / "agencies"), _load_pages):
        try:
            loaded.append(load(content))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    settings, agencies, pages = loaded
    return settings, agencies, pages


def _load_pages(content: Path) -> Mapping[str, str]:
    found = sorted((content / "pages").glob("*.md"))
    return {path.stem: read_text(path, f"pages/{path.name}") for path in found}


def _load_held(content: Path, path: Path, agencies: Mapping[str, Agency]) -> tuple[Held | Unread | None, list[Problem]]:
    name = f"records/{path.parent.name}/{path.name}"
    issue = Issue.parse(path.parent.name, path.stem)
    if issue is None:
        return None, [Problem(name, None, "文件名不是年度版次。", "请用 2024.yaml 或 2024.r2.yaml 这样的名字。")]
    if issue.agency not in agencies:
        return None, [unknown_agency(name, issue.agency)]
    try:
        record, note = load_record(path, name), load_note(content, issue)
    except ContentError as error:
        return _spoiled(content, issue), list(error.problems)
    applied, corrections, problems = _correct(content, issue, record)
    digest = sha256(path.read_bytes()).hexdigest()
    return Held(issue, applied, digest, note, corrections), problems


def _spoiled(content: Path, issue: Issue) -> Unread:
    """Say that we hold no usable record of an issue, so that its report does not vanish from its agency's page."""
    files = sorted((content / "reports" / issue.agency).glob(f"{issue.name}.*"))
    report = next((path.name for path in files if path.stem == issue.name), issue.name)
    what, remedy = "这份年报的记录或 source.yaml 有误，没有采用。", "请先改正，或运行 gongkai ingest --again 重新读取。"
    return Unread(issue, f"reports/{issue.agency}/{report}", what, remedy)


def unknown_agency(path: str, agency: str) -> Problem:
    """Say that a file stands under an agency id that the registry does not have."""
    return Problem(
        path, None, f"名录中没有编号为 {agency} 的机关。", "请在 content/agencies/ 中加上这个机关，或改正文件夹名。"
    )


def _correct(content: Path, issue: Issue, record: Record) -> tuple[Record, tuple[Correction, ...], list[Problem]]:
    name = f"corrections/{issue.agency}/{issue.name}.yaml"
    if not (content / name).is_file():
        return record, (), []
    try:
        located = load_checked(content / name, "corrections", name)
    except ContentError as error:
        return record, (), list(error.problems)
    applied, problems = [], []
    for position, entry in enumerate(located.data):
        correction = _correction(entry)
        if problem := _mismatch(located, position, correction, record):
            problems.append(problem)
        else:
            applied.append(correction)
    return apply_corrections(record, tuple(applied)), tuple(applied), problems


def _correction(entry: Mapping[str, Any]) -> Correction:
    was, now = _figure(entry["was"]), _figure(entry["is"])
    return Correction(entry["cell"], was, now, entry["why"], entry["by"], entry["date"], entry.get("evidence", ""))


def _figure(value: Any) -> Figure:  # noqa: ANN401 - told by the schema
    return Absence(value) if isinstance(value, str) else value


def _mismatch(located: Located, position: int, correction: Correction, record: Record) -> Problem | None:
    """Say why a correction cannot be applied, if it cannot."""
    have = record.figures.get(correction.cell)
    if have is None:
        what, remedy = f"没有单元格 {correction.cell}。", "请照记录文件里的名字写，例如 applications.granted.total。"
        return located.problem((position, "cell"), what, remedy)
    if have == correction.now:
        return located.problem(
            (position,), f"{correction.cell} 现在读到的就是 {show(have)}，这条更正多余了。", "请删去这一条。"
        )
    if have != correction.was:
        what = f"{correction.cell} 现在读到的是 {show(have)}，不是更正所写的 {show(correction.was)}。"
        return located.problem((position, "was"), what, "请对照原件重新核对，再改写 was 或删去这一条。")
    return None


def show(figure: Figure) -> str:
    """Write a figure as files write it."""
    return figure.value if isinstance(figure, Absence) else stated(figure)


def apply_corrections(record: Record, corrections: tuple[Correction, ...]) -> Record:
    """Lay corrections over a record. The record as read stays in its file; a corrected cell is no longer unclear."""
    if not corrections:
        return record
    now = {correction.cell: correction.now for correction in corrections}
    unclear = {cell: doubt for cell, doubt in record.unclear.items() if cell not in now}
    return dataclasses.replace(record, figures={**record.figures, **now}, unclear=unclear)


def newest(held: tuple[Held, ...]) -> Iterator[Held]:
    """Give the newest issue of each agency and year, in order."""
    latest = {(item.issue.agency, item.issue.year): item for item in held}
    yield from latest.values()


def evidence_key(record: Record, cell: str) -> tuple[str, Evidence] | None:
    """Give the name under which a cell's evidence stands in the record (its own, its row's, its table's), and it."""
    parts = cell.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(((name, record.evidence[name]) for name in names if name in record.evidence), None)
