"""May the figures be relied on? A few sentences on how a report was read, what is lacking, and what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.checking.badges import LEADING
from generator.checking.findings import Certainty, Finding, Result
from generator.publishing.doubts import NUMBERS, concerns_numbers
from generator.publishing.edition import Shown
from generator.publishing.figure_text import absent, show_state
from generator.publishing.words import words
from generator.records.figures import Absence
from generator.records.portal import Held
from generator.records.record import Record

_SPOKEN = frozenset(LEADING) - {"partly_assessable"}  # the count of checks says that one better


@dataclass(frozen=True, slots=True)
class TrustView:
    """Sentences for the top of a report's page: what the badges say at length, then reading, cells, checks."""

    meanings: tuple[str, ...]
    reading: str
    cells: str
    checks: str


def trust_view(shown: Shown, held: Held, *, sample: bool) -> TrustView:
    """Tell how far a report's figures may be relied on. `sample` says that the file is no agency's report."""
    keys = [badge.key for badge in shown.badges]
    return TrustView(
        meanings=tuple(words("badges")[key] for key in keys if key in _SPOKEN),
        reading=_reading(held, reviewed="reviewed" in keys, sample=sample),
        cells=_cells(held.record),
        checks=_checks(shown.findings),
    )


def _reading(held: Held, *, reviewed: bool, sample: bool) -> str:
    said, source = words("trust"), held.record.source
    parts = [said["sample" if sample else source.copy]]
    if source.second_reader:
        parts.append(said["twice"])
    parts.append(said["reviewed" if reviewed else "machine_read"])
    return "；".join(parts) + "。"


def _cells(record: Record) -> str:
    count, total = absent(record), len(record.figures)
    said = words("trust")
    if not count:
        return str(said["cells_all"]).format(all=total)
    lacking = "，".join(f"{show_state(word.value).text} {count[word]}\u00a0格" for word in Absence if count[word])
    return str(said["cells"]).format(all=total, stated=total - count.total(), lacking=lacking)


def _checks(findings: Iterable[Finding]) -> str:
    """Count the checks of numbers by outcome, and beside them the failures that are no error in numbers."""
    outcomes = Counter(outcome for finding in findings if (outcome := _outcome(finding)))
    said: dict[str, str] = words("trust")["outcomes"]
    told = "，".join(phrase.format(outcomes[key]) for key, phrase in said.items() if outcomes[key])
    reminders = str(words("trust")["reminders"]).format(outcomes["reminder"]) if outcomes["reminder"] else ""
    total = sum(outcomes[key] for key in said)
    return str(words("trust")["checks"]).format(total=total, told=told) + reminders if total else reminders


def _outcome(finding: Finding) -> str:
    if concerns_numbers(finding):
        return "printed" if finding.certainty is Certainty.PRINTED else "to_confirm"
    if finding.result is Result.FAIL:
        return "" if finding.severity == "info" else "reminder"
    return finding.result.value if finding.group in NUMBERS and finding.result is not Result.NOT_APPLICABLE else ""


def copy_word(held: Held, *, sample: bool) -> str:
    """Name the kind of file that the figures come from: 机关发布的原件, 从原件摘出的文本, or 示例文件."""
    kind: str = words("copies")["sample" if sample else held.record.source.copy]
    return kind
