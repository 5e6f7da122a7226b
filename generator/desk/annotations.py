"""Findings as annotations on a pull request: on the files that it changes first, a few of each level, then a summary.

GitHub shows ten annotations of a level for a step and drops the others without a word, so we choose which ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from generator.checking.findings import Certainty, Finding, Result
from generator.records.portal import Held, Issue

MOST: Final = 10
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "notice"}
_NAMES: Final = {"error": "差错", "warning": "警告", "notice": "提示"}

Checked = tuple[Held, tuple[Finding, ...]]


def annotate(checked: Iterable[Checked], content: str, changed: Callable[[Issue], bool] | None = None) -> Iterator[str]:
    """Give at most ten workflow commands a level, and a line that counts what they leave out.

    `content` is the folder of the content as the repository names it. With `changed`, which tells the issues that a
    pull request touches, only those are annotated, and the others counted.
    """
    failures = [(held, finding) for held, found in checked for finding in found if finding.result is Result.FAIL]
    near = [each for each in failures if changed is None or changed(each[0].issue)]
    shown: Counter[str] = Counter()
    for held, finding in sorted(near, key=_rank):
        level = _LEVELS[finding.severity.value]
        shown[level] += 1
        if shown[level] <= MOST:
            yield _annotation(held, finding, content)
    yield from _summary(shown, len(failures) - len(near), anywhere=changed is None)


def _rank(each: tuple[Held, Finding]) -> tuple[int, bool]:
    """Put what matters more first, and what is sure before what is to be confirmed."""
    _, finding = each
    return list(_LEVELS).index(finding.severity.value), finding.certainty is not Certainty.PRINTED


def _annotation(held: Held, finding: Finding, content: str) -> str:
    file = held.record.source.files[0].path
    evidence = held.record.evidence_of(finding.cells[0]) if finding.cells else None
    line = f",line={evidence.place.line}" if evidence and evidence.place.line else ""
    doubt = "" if finding.certainty is Certainty.PRINTED else "（待核对）"
    title = _property(f"{finding.check} {finding.about}".strip() + doubt)
    level = _LEVELS[finding.severity.value]
    return f"::{level} file={_property(f'{content}/{file}')}{line},title={title}::{_data(finding.message)}"


def _summary(shown: Counter[str], elsewhere: int, *, anywhere: bool) -> Iterator[str]:
    whose = "校验结果" if anywhere else "改动的报告"
    counts = "，".join(f"{_NAMES[level]} {shown[level]}" for level in _NAMES)
    left = sum(max(0, count - MOST) for count in shown.values())
    more = f"；其中 {left} 处没有逐条标出" if left else ""
    others = f"；其他报告另有 {elsewhere} 处" if elsewhere else ""
    yield f"{whose}：{counts}{more}{others}。全部见 gongkai check。"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
