"""What a sentence says beside its claims, and what that leaves open about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.reading.claim_items import DISPUTE_TOTAL, TOPIC
from generator.reading.claim_units import Unit

_ASIDE_RESULTS: Final = frozenset(["result", "ended", "late", "granted", "partial"])
_DISPUTES: Final = "disputes"
_ISSUED: Final = "proactive.normative_documents.issued"
_REPEALED: Final = "proactive.normative_documents.repealed"


@dataclass(slots=True)
class Notes:
    """What stands in a sentence beside its claims: other results of applications, ended ones, 全部办结.

    `doubted` are the beginnings of cells that a part of the figure does not belong to (含上年未结1件, 含修订1件).
    """

    other_results: list[int] = field(default_factory=list)
    ended: bool = False
    all_finished: bool = False
    doubted: set[str] = field(default_factory=set)


def take_note(notes: Notes, unit: Unit, topic: str | None, *, behind: bool, of_any: bool) -> None:
    """Add what `unit` says: `behind` a figure (其中, brackets), after a dispute `of_any` subject."""
    bare = not any(word.kind in TOPIC for word in unit.words)
    if behind and bare and of_any and unit.has("info"):
        notes.doubted.add(_DISPUTES)
    if unit.figure is None:
        whole = unit.has("all", "each")
        notes.all_finished = notes.all_finished or (whole and unit.has("finished"))
        notes.doubted |= {_DISPUTES} if whole and unit.has("carry") and topic in DISPUTE_TOTAL else set()
        return
    notes.doubted |= set(_doubts(unit, topic, behind=behind, bare=bare))
    if topic in {"application", None} and not behind:
        notes.other_results += [unit.figure.value or 0] if unit.has(*_ASIDE_RESULTS) else []
        notes.ended = notes.ended or unit.has("ended")


def _doubts(unit: Unit, topic: str | None, *, behind: bool, bare: bool) -> Iterator[str]:
    older = unit.has("carry") or (unit.has("past") and not unit.has("compare", "change", "rate"))
    if older and (behind or bare) and topic in DISPUTE_TOTAL:
        yield _DISPUTES
    if behind and any(word.kind == "revised" and word.text != "联合" for word in unit.words):
        yield _ISSUED
    if unit.has("lapsed") and unit.figure:
        yield _REPEALED
