"""Holds the figures of a paragraph against each other, and lowers the scope of what they do not settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.reading.claim_items import CARRIED_IN, CARRIED_OUT, CORRECTED, PROCESSED, RECEIVED
from generator.reading.claim_notes import Notes
from generator.reading.claim_scope import Scope

_STRENGTH: Final = {"new": 3, "received": 2, "stated": 2, "none": 2, "accepted": 1}


@dataclass(frozen=True, slots=True)
class Draft:
    """What one figure seems to say; `role` is the verb behind it, `start` and `end` bound its clause as printed."""

    cell: str
    value: int
    scope: Scope
    role: str
    start: int
    end: int
    inside: bool = False
    rest: bool = False
    among: bool = False
    info: bool = False
    department: bool = False
    names: frozenset[str] = frozenset()
    sentence: int = 0


def about_any_subject(draft: Draft | None) -> bool:
    """行政复议5起（信息公开类1起）: five of all kinds."""
    return draft is not None and draft.cell.startswith("disputes") and not draft.info


@dataclass(frozen=True, slots=True)
class _Sums:
    received: int | None
    carried_in: int | None
    carried_out: int | None
    load: int | None
    pending: int

    @property
    def expected(self) -> int | None:
        """What must have been processed, if all that is unsaid is zero."""
        load = self.load
        if load is None and self.received is not None:
            load = self.received + (self.carried_in or 0)
        out = self.pending if self.carried_out is None else self.carried_out
        return None if load is None else load - out


def settled(drafts: Sequence[Draft], notes: Sequence[Notes]) -> list[Draft]:
    """Give the drafts that are claims, each with the scope that the whole paragraph leaves it."""
    found = _without_weaker_receipts(_of_one_agency(drafts))
    found = [
        replace(draft, scope="unclear")
        if _includes_last_year(draft, found) or draft.cell.startswith(tuple(notes[draft.sentence].doubted))
        else draft
        for draft in found
    ]
    load = _load([draft for draft in found if not notes[draft.sentence].all_finished])
    found = [draft for draft in found if draft.role != "handled" or draft.value != load]
    pending = sum(draft.value for draft in found if draft.role == "pending")
    sums = _Sums(_only(found, RECEIVED), _only(found, CARRIED_IN), _only(found, CARRIED_OUT), load, pending)
    found = [_judged(draft, sums, notes[draft.sentence]) for draft in found]
    return _agreeing(found)


def _of_one_agency(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """县教育局收到7件，县住建局收到31件: where several agencies have a figure each, none is surely ours."""
    receipts = [draft for draft in drafts if draft.cell == RECEIVED]
    named = {draft.names for draft in receipts if draft.names}
    others = any(draft.department and not draft.among for draft in receipts)
    if len(named) + others <= 1:
        return drafts
    return [replace(draft, scope="unclear") if draft.names and draft.scope == "whole" else draft for draft in drafts]


def _only(drafts: Sequence[Draft], cell: str) -> int | None:
    values = {draft.value for draft in drafts if draft.cell == cell and draft.scope == "whole"}
    return values.pop() if len(values) == 1 else None


def _without_weaker_receipts(drafts: Sequence[Draft]) -> list[Draft]:
    """受理 beside 收到 with another figure has no cell; nor has 收到 that is 新收 and 结转 together."""
    receipts = [draft for draft in drafts if draft.cell == RECEIVED and draft.scope != "part"]
    best = max((_STRENGTH[draft.role] for draft in receipts), default=0)
    values = {draft.value for draft in receipts if _STRENGTH[draft.role] == best}
    return [
        draft for draft in drafts if draft not in receipts or _STRENGTH[draft.role] == best or draft.value in values
    ]


def _includes_last_year(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """收到13件（含上年结转1件）: nobody knows whether 13 or 12 are new."""
    if draft.cell != RECEIVED or draft.role == "new" or draft.scope != "whole":
        return False
    return any(
        other.cell == CARRIED_IN
        and other.among
        and other.value
        and other.sentence == draft.sentence
        and not _within_processed(drafts[:place])
        for place, other in enumerate(drafts)
    )


def _within_processed(before: Sequence[Draft]) -> bool:
    """办结18件（含上年结转1件): the carried ones are within what was processed."""
    host = next((draft for draft in reversed(before) if not draft.inside), None)
    return host is not None and host.cell == PROCESSED and host.role != "handled"


def _load(drafts: Sequence[Draft]) -> int | None:
    """办理 N 件 is what was to be done, not what was done, where the sums say so."""
    done = [draft.value for draft in drafts if draft.cell == PROCESSED and draft.role != "handled"]
    out = _only(drafts, CARRIED_OUT)
    came, fresh = _only(drafts, CARRIED_IN), _only(drafts, RECEIVED)
    for draft in drafts:
        if draft.role != "handled":
            continue
        leaves = out and len(done) == 1 and done[0] + out == draft.value
        if leaves or (came and fresh is not None and came + fresh == draft.value and out != 0):
            return draft.value
    return None


def _judged(draft: Draft, sums: _Sums, notes: Notes) -> Draft:
    if draft.cell != PROCESSED:
        return draft
    if draft.scope == "part":
        return draft
    scope = _processed_scope(draft, sums, notes)
    return replace(draft, scope=scope)


def _processed_scope(draft: Draft, sums: _Sums, notes: Notes) -> Scope:
    fits = sums.expected == draft.value
    match draft.role:
        case "handled":
            return "whole" if notes.all_finished or (fits and bool(sums.carried_out)) else "unclear"
        case _ if draft.scope == "unclear" or fits:
            return draft.scope
        case "answered":
            return _answered_scope(draft, sums, notes)
        case _:
            return _finished_scope(draft, sums, notes)


def _answered_scope(draft: Draft, sums: _Sums, notes: Notes) -> Scope:
    """答复 beside other results is a part of what was processed; alone, it must fit the sums that are stated."""
    if notes.other_results and sum(notes.other_results) != draft.value:
        return "part"
    return "whole" if sums.expected is None else "unclear"


def _finished_scope(draft: Draft, sums: _Sums, notes: Notes) -> Scope:
    if draft.rest and sums.expected is not None:
        return "part"
    return "unclear" if notes.ended or _leaves_last_year_open(draft.value, sums) else "whole"


def _leaves_last_year_open(value: int, sums: _Sums) -> bool:
    """上年结转1件，已办结；新收2件，办结2件: the carried ones, or the new ones, may be all that is meant."""
    if not sums.carried_in:
        return False
    new_ones = sums.received is not None and value == sums.received - (sums.carried_out or 0)
    return value <= sums.carried_in or new_ones


def _agreeing(drafts: list[Draft]) -> list[Draft]:
    """Two different whole figures for one cell, or several kinds of 纠正: nobody knows which is the cell's.

    The same figure said twice (收到1条，受理1件) is one claim.
    """
    result: list[Draft] = []
    said: set[tuple[str, int]] = set()
    for draft in drafts:
        others = {other.value for other in drafts if other.cell == draft.cell and other.scope == "whole"}
        wider = draft.cell.startswith("proactive") and any(
            other.among and other is not draft and other.cell == draft.cell and other.sentence == draft.sentence
            for other in drafts
        )
        split = draft.cell == CORRECTED and sum(other.cell == CORRECTED for other in drafts) > 1
        open_ = draft.scope == "whole" and (len(others) > 1 or split or wider)
        if draft.scope != "whole" or open_ or (draft.cell, draft.value) not in said:
            result.append(replace(draft, scope="unclear") if open_ else draft)
        said |= {(draft.cell, draft.value)} if draft.scope == "whole" else set()
    return result
