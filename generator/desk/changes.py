"""What a branch changes of what readers will see: reports, figures and checks, as Markdown for a pull request.

The content as it was is taken out of git into a folder of its own; nothing of the work tree is touched.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.checking.findings import Certainty, Finding, Result
from generator.desk.changed import NoComparisonError
from generator.records.corrections import show
from generator.records.figures import Absence
from generator.records.portal import Held, Issue, Portal

_SECONDS: Final = 120
_MOST: Final = 60
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
_SURE: Final = {Certainty.PRINTED: "原件如此", Certainty.TO_CONFIRM: "待核对"}

Checked = tuple[Held, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """The portal before or after: what it holds, with findings."""

    portal: Portal
    checked: Mapping[Issue, Checked]


def side(portal: Portal, checked: Iterable[Checked]) -> Side:
    """Put a portal and its findings together."""
    return Side(portal, {item[0].issue: item for item in checked})


def content_at(reference: str, content: Path, target: Path) -> Path:
    """Take `content` as it was at a commit out of git, below `target`. Raises `NoComparisonError`."""
    git = shutil.which("git")
    if git is None:
        raise NoComparisonError("没有找到 git。请安装 git。")
    command = [git, "-C", str(content), "archive", "--format=tar", "--end-of-options", reference, "."]
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - git, no shell
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoComparisonError(f"git 拿不出 {reference} 时的内容（{said[0] if said else done.returncode}）。")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(target, filter="data")
    return target


def as_markdown(before: Side, after: Side) -> str:
    """Write the changes, longest lists cut with a count. Text out of reports and names can form no markup."""
    parts = ["## 这次改动了什么", "", _counts(before, after), ""]
    parts += _section("新读出的年报", list(_new(before, after)))
    parts += _section("不再有的年报", list(_gone(before, after)))
    parts += _section("读数的变化", list(_figures(before, after)))
    parts += _section("校验结果的变化", list(_flips(before, after)))
    parts += _section("未能读出", list(_unread(before, after)))
    if len(parts) == 4:
        parts.append("读数和校验结果都没有变化。")
    return "\n".join(parts).rstrip() + "\n"


def _counts(before: Side, after: Side) -> str:
    reports = f"{len(before.checked)} → {len(after.checked)}"
    sure = f"其中原件如此的 {_sure(before)} → {_sure(after)}"
    return f"收录年报 {reports}；不符 {_fails(before)} → {_fails(after)}（{sure}）。"


def _fails(one: Side) -> int:
    return sum(finding.result is Result.FAIL for _, found in one.checked.values() for finding in found)


def _sure(one: Side) -> int:
    return sum(finding.certainty is Certainty.PRINTED for _, found in one.checked.values() for finding in found)


def _section(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    left = len(lines) - _MOST
    more = [f"- 另有 {left} 条"] if left > 0 else []
    return [f"### {title}（{len(lines)}）", "", *(f"- {line}" for line in lines[:_MOST]), *more, ""]


def _name(one: Side, issue: Issue) -> str:
    agency = one.portal.agencies.get(issue.agency)
    return f"{plain(agency.name if agency else issue.agency)} {plain(issue.name)}"


def _new(before: Side, after: Side) -> Iterator[str]:
    for issue, (held, found) in after.checked.items():
        if issue not in before.checked:
            figures = held.record.figures.values()
            stated = sum(not isinstance(figure, Absence) for figure in figures)
            unclear = sum(figure is Absence.UNCLEAR for figure in figures)
            missing = sum(figure is Absence.MISSING for figure in figures)
            fails = sum(finding.result is Result.FAIL for finding in found)
            told = f"读出 {stated} 个数，读不准 {unclear} 格，缺 {missing} 格，不符 {fails} 处"
            yield f"**{_name(after, issue)}**：{told}"


def _gone(before: Side, after: Side) -> Iterator[str]:
    unread = {item.issue for item in after.portal.unread}
    for issue in before.checked:
        if issue not in after.checked:
            yield f"**{_name(before, issue)}**{'：这次未能读出' if issue in unread else ''}"


def _figures(before: Side, after: Side) -> Iterator[str]:
    for issue, (held, _) in after.checked.items():
        old = before.checked[issue][0].record.figures if issue in before.checked else held.record.figures
        for cell, now in held.record.figures.items():
            was = old.get(cell, Absence.MISSING)
            if was != now:
                yield f"{_name(after, issue)} `{cell}`：{show(was)} → {show(now)}"


def _flips(before: Side, after: Side) -> Iterator[str]:
    for issue, (_, found) in after.checked.items():
        if issue not in before.checked:
            continue
        old = {finding.name: finding for finding in before.checked[issue][1]}
        now = {finding.name: finding for finding in found}
        for name in sorted(old.keys() | now.keys()):
            was, then = _said(old.get(name)), _said(now.get(name))
            if was != then:
                yield f"{_name(after, issue)} `{name}`：{was} → {then}"


def _said(finding: Finding | None) -> str:
    if finding is None:
        return "无"
    words = {Result.PASS: "通过", Result.NOT_ASSESSABLE: "无法核对", Result.NOT_APPLICABLE: "不适用"}
    sure = f"（{_SURE[finding.certainty]}）" if finding.certainty else ""
    return words.get(finding.result, f"不符{sure}")


def _unread(before: Side, after: Side) -> Iterator[str]:
    known = {(item.issue, item.what) for item in before.portal.unread}
    for item in after.portal.unread:
        if (item.issue, item.what) not in known:
            yield f"**{_name(after, item.issue)}**（{plain(item.path)}）：{plain(item.what)}{plain(item.remedy)}"


def plain(text: str) -> str:
    """Write text so that Markdown shows it as it is: no markup, no mention of people, no line of its own."""
    return _MARKS.sub(r"\\\1", " ".join(text.split())).replace("@", "＠")
