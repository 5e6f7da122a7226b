"""Drafts checked before they are published: for an office that looks through its departments' reports in private.

Nothing leaves the machine and nothing is written but the folder that was named: not to `content/`, not to `site/`.
A second round tells what has been mended since the first.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.checking.checks import check_portal
from generator.checking.findings import Finding, Result, Severity
from generator.desk.add import expand
from generator.desk.matching import Doubt, Wanted, clues_of, match
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, read_safely
from generator.records.place import Place
from generator.records.portal import Held, Issue, Portal
from generator.records.progress import Step
from generator.records.record import Record
from generator.records.registry import Agency

ROUND: Final = "precheck.json"
"""What a round leaves for the next one, beside the workbook."""

_GOVERNMENT: Final = "人民政府"
_ABOUT_PUBLISHING: Final = frozenset({"published-late", "series-gap", "format-break", "document-metadata"})
"""Checks about what a portal holds or how a report was published: nothing that a draft could mend."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at in a draft: what, where, both sides, and whether the last round named it already."""

    name: str
    check: str
    message: str
    where: str
    left: str
    right: str
    severity: str
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A department and its draft. `file` is empty for a department that has not submitted; `trouble` says why not read.

    `mended` are the points of the last round that are gone; `unclear` the cells that we could not read.
    """

    department: str
    file: str = ""
    year: int | None = None
    trouble: str = ""
    points: tuple[Point, ...] = ()
    unclear: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The draft's state in one word, as the list shows it."""
        if not self.file:
            return "未提交"
        if self.trouble:
            return "不能读取"
        return "请核对" if self.points or self.unclear else "未见问题"

    def count(self, severity: str) -> int:
        """How many points of a severity there are."""
        return sum(point.severity == severity for point in self.points)


@dataclass(frozen=True, slots=True)
class _Read:
    """One file after its reading."""

    file: Path
    record: Record | None
    trouble: str = ""


def precheck(folder: Path, portal: Portal, place: str, before: Mapping[str, Any], progress: Progress) -> list[Draft]:
    """Check every draft in a folder.

    `portal` gives the registry and, where it holds them, the reports of earlier years; `place` is the beginning of the
    division codes whose agencies are expected to submit (empty: nobody in particular). `before` is what the last round
    left.
    """
    files = list(expand([folder]))
    with ThreadPoolExecutor(max_workers=2) as pool:
        steps = [Step(f"读取 {file.name}", number, len(files)) for number, file in enumerate(files, start=1)]
        read = list(pool.map(lambda file, step: _read(file, step, progress), files, steps))
    agencies = {item.file: _agency(item, portal) for item in read if item.record}
    found = _findings(portal, [(item, agencies[item.file]) for item in read if item.record])
    drafts = [_draft(folder, item, agencies.get(item.file), found.get(item.file, ()), before) for item in read]
    submitted = {agency.id for agency in agencies.values()}
    return sorted([*drafts, *_absent(portal, place, submitted)], key=lambda draft: (not draft.file, draft.department))


def _read(file: Path, step: Step, progress: Progress) -> _Read:
    progress(step)
    try:
        return _Read(file, read_safely(file, file.name, copy="original"))
    except Unreadable as error:
        return _Read(file, None, f"{error.what}{error.remedy}")
    except Fault as fault:
        return _Read(file, None, f"读取程序出错：{str(fault).strip().splitlines()[-1]}")


def _agency(item: _Read, portal: Portal) -> Agency:
    """Give the draft's agency: of the registry where one plainly fits, else one made from the printed name."""
    record = item.record
    assert record is not None  # noqa: S101 - asked for what was read only
    try:
        found = match(clues_of(record, item.file.stem), portal.agencies, Wanted())
    except Unreadable:
        return _stranger(record, item.file)
    return _stranger(record, item.file) if isinstance(found, Doubt) else found.agency


def _stranger(record: Record, file: Path) -> Agency:
    name = record.agency_as_printed or file.stem
    kind = "government" if name.endswith(_GOVERNMENT) else "department"
    return Agency(f"draft-{file.name}", name, kind)


def _findings(portal: Portal, drafts: Sequence[tuple[_Read, Agency]]) -> Mapping[Path, tuple[Finding, ...]]:
    """Check drafts among what the portal holds of other years."""
    issues: dict[Issue, Path] = {}
    held = []
    for item, agency in drafts:
        assert item.record is not None  # noqa: S101 - asked for what was read only
        issue = Issue(agency.id, item.record.year, 1 + sum(known.agency == agency.id for known in issues))
        issues[issue] = item.file
        record = dataclasses.replace(item.record, agency=agency.id)
        held.append(Held(issue, record, read_hash=""))
    own = {(issue.agency, issue.year) for issue in issues}
    others = [item for item in portal.held if (item.issue.agency, item.issue.year) not in own]
    registry = {**portal.agencies, **{agency.id: agency for _, agency in drafts}}
    settings = dataclasses.replace(portal.settings, sample=False)
    among = Portal(settings, registry, tuple(sorted([*others, *held], key=lambda one: one.issue)), portal.unread)
    return {
        issues[checked.held.issue]: checked.findings for checked in check_portal(among) if checked.held.issue in issues
    }


def _draft(
    folder: Path, item: _Read, agency: Agency | None, findings: Iterable[Finding], before: Mapping[str, Any]
) -> Draft:
    file = item.file.relative_to(folder).as_posix()
    if item.record is None or agency is None:
        return Draft(item.file.stem, file, trouble=item.trouble)
    known = before.get(agency.name, {})
    points = tuple(_points(item.record, findings, known))
    mended = tuple(message for name, message in known.items() if name not in {point.name for point in points})
    return Draft(agency.name, file, item.record.year, "", points, tuple(item.record.unclear), mended)


def _points(record: Record, findings: Iterable[Finding], known: Mapping[str, str]) -> Iterator[Point]:
    order = list(Severity)
    failed = [each for each in findings if each.result is Result.FAIL and each.check not in _ABOUT_PUBLISHING]
    for finding in sorted(failed, key=lambda each: order.index(each.severity)):
        place = _place(record, finding)
        yield Point(
            name=finding.name,
            check=finding.check,
            message=finding.message,
            where=_where(place),
            left=finding.left,
            right=finding.right,
            severity=finding.severity.value,
            is_known=finding.name in known,
        )


def _place(record: Record, finding: Finding) -> Place:
    evidence = record.evidence_of(finding.cells[0]) if finding.cells else None
    return evidence.place if evidence else Place()


def _where(place: Place) -> str:
    if place.page:
        return f"第 {place.page} 页"
    if place.table:
        return f"第 {place.table} 张表第 {place.row} 行"
    return f"第 {place.line} 行" if place.line else ""


def _absent(portal: Portal, place: str, submitted: Iterable[str]) -> Iterator[Draft]:
    """Give the agencies of a place that have not submitted."""
    there = set(submitted)
    for agency in portal.agencies.values():
        if place and agency.division.startswith(place) and agency.id not in there and not agency.valid_until:
            yield Draft(agency.name)


def round_of(drafts: Iterable[Draft]) -> str:
    """Write what the next round needs: each department's points by name."""
    kept = {draft.department: {point.name: point.message for point in draft.points} for draft in drafts if draft.file}
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def last_round(out: Path) -> Mapping[str, Any]:
    """Read what the last round left; nothing where there was none."""
    path = out / ROUND
    loaded = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return loaded if isinstance(loaded, dict) else {}
