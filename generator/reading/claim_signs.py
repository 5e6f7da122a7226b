"""What one unit, or the words of a paragraph taken together, show at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.reading.claim_changes import stands_before
from generator.reading.claim_items import DISPUTE_TOTAL, ROLES, TOPIC, known
from generator.reading.claim_scope import limit_of, names_in
from generator.reading.claim_units import Unit
from generator.reading.claim_words import UNKNOWN, Word

_BUREAU_ENDINGS: Final = ("局", "委", "厅", "院", "所", "站", "校", "馆", "队", "中心", "公司")
_HEADING, _LONG_HEADING = 16, 24
_HEADS: Final = frozenset(["情况", "办理情况", "工作情况", "方面"])
_TERRITORIES: Final = frozenset(f"全{level}" for level in "省市县区州旗盟镇乡")


def speaks_of_us(unit: Unit) -> bool:
    """我局收到…: the reporting body is named, and nothing beside it narrows the figure."""
    return unit.has("whole_self") and limit_of([word for word in unit.before if word.kind != "unknown"]) == "whole"


def is_a_bureau(word: Word) -> bool:
    """我局, 本委: a body that is not a territory's government."""
    return word.kind == "whole_self" and word.text[0] in "我本" and word.text.endswith(_BUREAU_ENDINGS)


def about_a_territory(unit: Unit) -> bool:
    """全区收到120件, where 我局 reports: the figure is not ours."""
    head = next((word for word in unit.before if word.kind not in {"filler", "year", "now", "until", "joint"}), None)
    return head is not None and head.kind == "whole_self" and head.text in _TERRITORIES


def judges(unit: Unit) -> bool:
    """办理行政复议1件: whoever handles disputes may be the authority that decides them."""
    handling = unit.has("handled", "accepted", "finished", "answered") and not unit.has("cause", "happened")
    return handling and any(word.kind in DISPUTE_TOTAL for word in unit.words)


def handles_others(unit: Unit) -> bool:
    """办结建议35件，依申请公开申请2件: the verb before may count for what stands behind it too."""
    return unit.figure is not None and unit.has("other") and unit.has("handled", "finished", "answered")


def counts_something_else(unit: Unit) -> bool:
    """行政执法案件新收20件: words that no list knows tell what is counted."""
    return unit.figure is not None and unit.has("new", "received", "accepted") and unit.has(UNKNOWN)


def of_another(unit: Unit) -> bool:
    """各分局收到13件, 市投资促进中心收到1件: whoever this is, no name of an agency that could be ours."""
    return unit.has("department") or (unit.has(UNKNOWN) and not names_in(unit.before))


def denied_one(unit: Unit) -> bool:
    """未收到一件申请: the figure only strengthens the denial."""
    if unit.figure is None or unit.figure.value != 1 or unit.figure.text[0] != "一":
        return False
    return any(word.kind == "negation" for word in unit.before)


def may_wait(unit: Unit) -> bool:
    """1件申请依法延期，结转下一年度答复: the clause behind says what became of the figure."""
    nouns = [TOPIC[word.kind] for word in known(unit.words) if word.kind in TOPIC]
    return set(nouns) <= {"application"}


def only_carries(words: Sequence[Word]) -> bool:
    """新收17件，上年结转1件，办结18件: where nothing else is named, what is carried over are applications."""
    kinds = {word.kind for word in words}
    return "carry" in kinds and bool(kinds & {"past", "next"}) and not kinds & {*TOPIC, UNKNOWN, "info"}


def issues(unit: Unit) -> bool:
    """审查政策文件19件，印发行政规范性文件2件: with its own verb and noun a figure stands apart from a clean-up."""
    alone = unit.has("issued") or (unit.has("in_force") and unit.has("until"))
    return alone and unit.has("normative") and not unit.has("vetted", "cleaned")


def verb_of(unit: Unit) -> str | None:
    """制定规章0件，规范性文件3件: the verb stands only before the first figure."""
    verbs = [word.kind for word in unit.before if word.kind in {"issued", "repealed"}]
    return verbs[0] if len(verbs) == 1 and any(word.kind == "regulation" for word in unit.before) else None


def lost_receipt(unit: Unit) -> bool:
    """收到以市政府为公开义务主体的申请88件: a receipt not understood leaves open whose the figures behind it are."""
    return unit.has("received", "new", "accepted") and unit.has("application", "by_request") and not unit.inside


def is_bare_part(unit: Unit) -> bool:
    """其中区政府本级18件: a part that says neither what is counted nor what happened to it."""
    return not unit.inside and not any(word.kind in TOPIC or word.kind in ROLES for word in unit.words)


def is_heading(unit: Unit) -> bool:
    """政府信息公开申请办理情况: a clause without a figure, so short that it only says what follows."""
    return unit.end - unit.start <= (_LONG_HEADING if unit.words[-1].text in _HEADS else _HEADING)


def sums_up(unit: Unit) -> bool:
    """网上15件、信函9件，共计24件: a total without any word of its own."""
    return unit.has("joint") and all(word.kind in {"joint", "filler", "received"} for word in unit.words)


def rounded(unit: Unit) -> bool:
    """约30件, 30件以上; and what a figure was before it changed: 由5件降至3件."""
    if stands_before(unit):
        return True
    near = [*unit.before[-1:], *unit.after[:1]]
    return any(word.kind == "approximate" for word in near)


def noun_phrase(unit: Unit) -> list[Word]:
    """Give the words from the figure to the noun behind it: 12件涉及征地的申请."""
    words = known(unit.after)
    nouns = [index for index, word in enumerate(words) if word.kind in TOPIC]
    needed = unit.figure is not None and nouns and not any(word.kind in TOPIC for word in unit.before)
    return words[: nouns[0]] if needed else []
