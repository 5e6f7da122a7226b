"""What the other words of a sentence leave open about a claim: these laws lower a scope, and never raise one.

A claim counts as sure only as long as every word that may qualify it is understood: the words behind its figure, the
clauses that lead to it, and the ones that add to it. A part is no surer than the whole that it is a part of.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from generator.reading.claim_items import CARRIED_IN, CARRIED_OUT, CORRECTED, DISPUTE_TOTAL, TOPIC
from generator.reading.claim_scope import limit_of
from generator.reading.claim_settling import Draft
from generator.reading.claim_signs import is_heading
from generator.reading.claim_units import Unit
from generator.reading.claim_words import UNKNOWN, Word

_APPLICATIONS: Final = "applications"
_WHOLE_OF: Final = {
    CORRECTED: DISPUTE_TOTAL["review"],
    DISPUTE_TOTAL["direct"]: DISPUTE_TOTAL["litigation"],
    DISPUTE_TOTAL["after_review"]: DISPUTE_TOTAL["litigation"],
}
_REACH: Final = 60
_CARRIED: Final = (CARRIED_IN, CARRIED_OUT)
_OUTCOMES: Final = frozenset(["granted", "partial"])
_CAUSES: Final = frozenset(["因", "就", "对", "针对", "由于", "关于"])
_ADDS: Final = frozenset(["为", "是"])
_SO_FAR: Final = frozenset(["目前", "至今", "迄今"])
_TIMES: Final = frozenset(["year", "now"])


@dataclass(frozen=True, slots=True)
class _Place:
    """A claim's unit, the units of its sentence before it, the unit behind it, and the remark in brackets there."""

    unit: Unit
    before: Sequence[Unit]
    behind: Unit | None
    remark: Unit | None


def doubted(drafts: Sequence[Draft], sentences: Sequence[Sequence[Unit]], year: int | None) -> list[Draft]:
    """Give the drafts, with the scope `unclear` where the words of their sentence leave a whole one open."""
    places = [{unit.start: index for index, unit in enumerate(units)} for units in sentences]
    found = [
        _open(draft) if draft.scope == "whole" and _doubt(draft, _near(draft, sentences, places), year) else draft
        for draft in drafts
    ]
    open_wholes = {(draft.sentence, draft.cell) for draft in found if draft.scope != "whole"}
    open_wholes -= {(draft.sentence, draft.cell) for draft in found if draft.scope == "whole"}
    return [
        _open(draft) if draft.scope == "whole" and draft.value and _is_open_part(index, found, open_wholes) else draft
        for index, draft in enumerate(found)
    ]


def _open(draft: Draft) -> Draft:
    return replace(draft, scope="unclear")


def _doubt(draft: Draft, units: Sequence[Unit], year: int | None) -> bool:
    place = _place(draft, units)
    return place is not None and (
        _strange(place)
        or _of_another_body(place)
        or _of_another_time(draft, place)
        or _of_a_subset(draft, place)
        or _of_older_ones(place, year)
        or _narrowed_in_brackets(draft, place)
        or _counts_pieces(draft, place)
        or (draft.role in _OUTCOMES and _within_carried_ones(place))
        or (draft.cell.startswith("disputes") and _of_another_cause(place))
        or (draft.cell == CORRECTED and _outcomes_unknown(units))
    )


def _near(draft: Draft, sentences: Sequence[Sequence[Unit]], places: Sequence[dict[int, int]]) -> Sequence[Unit]:
    """Give the units around a draft's own: no writer's sentence is longer, and a hostile one costs no more."""
    index = places[draft.sentence].get(draft.start, 0)
    return sentences[draft.sentence][max(index - _REACH, 0) : index + _REACH]


def _place(draft: Draft, units: Sequence[Unit]) -> _Place | None:
    index = next((index for index, unit in enumerate(units) if unit.start == draft.start), None)
    if index is None:
        return None
    outer = [unit for unit in units[index + 1 :] if not unit.inside]
    remark = next((unit for unit in units[index + 1 : index + 2] if unit.inside), None)
    before = [unit for unit in units[:index] if not unit.inside]
    return _Place(units[index], before, outer[0] if outer else None, remark)


def _strange(place: _Place) -> bool:
    """收到申请12件次均值: words behind the figure that no list knows may qualify it."""
    return any(word.kind == UNKNOWN for word in place.unit.after)


def _of_another_body(place: _Place) -> bool:
    """县图书馆接待320人次，受理申请3件: who opens a sentence acts until ourselves are named."""
    for unit in (place.unit, *reversed(place.before)):
        if unit.has("whole_self"):
            return False
        if unit is not place.unit and _opens_with_a_body(unit):
            return True
    return False


def _opens_with_a_body(unit: Unit) -> bool:
    """县图书馆接待…, and 以下为县教育局情况: a short head names whose figures follow."""
    if unit.figure is None and is_heading(unit) and unit.has("department"):
        return True
    telling = [word for word in unit.before if word.kind not in {"filler", *_TIMES}]
    head = telling[: 2 if telling and telling[0].kind == "government" else 1]
    return any(word.kind == "department" and word.text != "街道" for word in head)


def _of_another_time(draft: Draft, place: _Place) -> bool:
    """近三年来，我局收到…; 截至目前，累计收到…: until the year is named, a figure counts for the other span."""
    counted: list[Word] = [*place.unit.before]
    if draft.value and any(word.text == "累计" for word in counted):
        told = [word for unit in (*place.before, place.unit) for word in unit.before]
        if not any(word.kind in _TIMES for word in told) or any(word.text in _SO_FAR for word in told):
            return True
    for unit in reversed(place.before):
        if any(word.kind in _TIMES for word in (*unit.words, *counted)):
            return False
        if unit.figure is None and unit.has("span"):
            return True
    return False


def _of_a_subset(draft: Draft, place: _Place) -> bool:
    """超过八成申请为自然人提出，共90件: the clause before says which applications are counted."""
    lead = place.before[-1] if place.before else None
    if lead is None or lead.figure is not None or not draft.cell.startswith(_APPLICATIONS) or not draft.value:
        return False
    return lead.has("application", "by_request", "plain") and limit_of(lead.words, strange=False) == "part"


def _of_older_ones(place: _Place, year: int | None) -> bool:
    """行政诉讼2件，均为2023年度结转案件: what the next clause adds is true of the figure."""
    behind = place.behind
    if behind is None or behind.figure is not None or not behind.words:
        return False
    first = behind.words[0]
    if first.kind != "each" and first.text not in _ADDS:
        return False
    other = any(word.kind == "year" and word.value not in {None, year} for word in behind.words)
    return (other or behind.has("past", "span", "revised")) and not behind.has("compare", "change")


def _narrowed_in_brackets(draft: Draft, place: _Place) -> bool:
    """行政诉讼1件（涉土地确权）, 12件（不含派出机构）: a remark that narrows or widens the figure before it."""
    bracket = place.remark
    if bracket is None or bracket.figure is not None:
        return False
    about = bracket.has("kind_of") and draft.cell.startswith("disputes")
    return bracket.has("among", "department", "past", "span", "revised") or about


def _counts_pieces(draft: Draft, place: _Place) -> bool:
    """申请公开政府信息3项: pieces of information, not applications."""
    figure = place.unit.figure
    return (
        draft.role == "stated" and draft.cell.startswith(_APPLICATIONS) and figure is not None and "项" in figure.text
    )


def _within_carried_ones(place: _Place) -> bool:
    """上年结转的3件中，予以公开1件: outcomes of those alone."""
    hosts = (unit for unit in reversed(place.before) if unit.figure and any(word.text == "中" for word in unit.after))
    host = next(hosts, None)
    return host is not None and host.has("carry", "carry_if_next")


def _of_another_cause(place: _Place) -> bool:
    """因工伤认定被申请行政复议86件、被提起行政诉讼141件: disclosure, which the paragraph is about, is not the cause."""
    for unit in (place.unit, *reversed(place.before)):
        if unit.has("info", "application", "by_request"):
            return False
        if any(one.text in _CAUSES and two.kind in {UNKNOWN, "other"} for one, two in pairwise(unit.before)):
            return True
    return False


def _outcomes_unknown(units: Sequence[Unit]) -> bool:
    """撤销1件、责令限期办理1件: an outcome that no list knows may be a correction too."""
    return any(
        unit.figure is not None and unit.has(UNKNOWN) and not any(word.kind in TOPIC for word in unit.words)
        for unit in units
    )


def _is_open_part(index: int, drafts: Sequence[Draft], open_wholes: set[tuple[int, str]]) -> bool:
    """纠正 is no surer than 行政复议 of its sentence, nor 直接起诉 than 行政诉讼."""
    draft = drafts[index]
    if draft.role in _OUTCOMES and draft.among:
        return _of_carried_ones(index, drafts)
    whole = _WHOLE_OF.get(draft.cell)
    return whole is not None and (draft.sentence, whole) in open_wholes


def _of_carried_ones(index: int, drafts: Sequence[Draft]) -> bool:
    """上年结转的2件均已答复，其中予以公开1件: an outcome of those alone."""
    before = itertools.takewhile(lambda other: other.sentence == drafts[index].sentence, reversed(drafts[:index]))
    host = next((other for other in before if not other.among), None)
    return host is not None and (host.cell in _CARRIED or host.scope == "part")
