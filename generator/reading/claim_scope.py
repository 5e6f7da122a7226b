"""Whose figure it is: the words that make a figure narrower than the table's, or leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from generator.reading.claim_units import Unit
from generator.reading.claim_words import UNKNOWN, Word

Scope = Literal["whole", "part", "unclear"]

_NARROWING: Final = frozenset(["channel", "applicant", "department", "behalf", "kind_of"])
_VAGUE: Final = frozenset(["office", "government", "vague_applicant", "span", "authority"])
_SUBJECT: Final = frozenset(
    [
        "application",
        "by_request",
        "plain",
        "info",
        "review",
        "litigation",
        "direct",
        "after_review",
        "normative",
    ]
)
_AGENCY_ENDINGS: Final = ("县", "区", "市", "镇", "乡", "旗", "局", "厅", "委", "委员会", "管委会", "街道", "人民政府")
_AGENCY_TAILS: Final = frozenset(["government", "whole_self"])
_OWN: Final = "我本全"  # 以 + 我局: no name
_BEFORE_SUBJECT: Final = frozenset(["filler", "year", "now", "until"])
_SHORTEST_NAME, _LONGEST_NAME = 3, 20
_LEADS: Final = frozenset(["通过", "在", "从", "由", "经", "对", "就", "针对", "关于", "以"])
_LEAD_ENDS: Final = frozenset(["方面", "中", "内"])


def limit_of(words: Sequence[Word], *, strange: bool = True) -> Scope:
    """Give `part` for words that narrow a figure, `unclear` for words that may (unknown ones only if `strange`)."""
    scope: Scope = "whole"
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        after = words[index + 1] if index + 1 < len(words) else None
        if word.kind in _NARROWING and not _about_subject(word, before, after) and not _names(before, word):
            return "part"
        vague = word.kind in _VAGUE and not (
            word.kind == "government" and before is not None and before.kind == UNKNOWN
        )
        if vague or (strange and word.kind == UNKNOWN and not is_name(word, before, after)):
            scope = "unclear"
    return scope


def _about_subject(word: Word, before: Word | None, after: Word | None) -> bool:
    """依申请公开类, 涉及政府信息公开的: no narrower than the subject itself."""
    if word.text == "类":
        return before is not None and before.kind in _SUBJECT | {"granted", "partial", "result"}
    return word.text in {"涉及", "涉"} and after is not None and after.kind in _SUBJECT | {"whole_self"}


def _names(before: Word | None, word: Word) -> bool:
    return word.text == "街道" and before is not None and before.kind == UNKNOWN


def is_name(word: Word, before: Word | None, after: Word | None) -> bool:
    """Tell whether an unknown word is an agency's name: 潞王坟乡, 博爱 + 县人民政府; not 我县 + 自然资源局."""
    if word.kind != UNKNOWN or (before is not None and before.kind in {"whole_self", "now_self"}):
        return False
    tail = after is not None and after.kind in _AGENCY_TAILS and after.text[0] not in _OWN
    if tail or (after is not None and after.text == "街道"):
        return len(word.text) <= 16
    return word.text.endswith(_AGENCY_ENDINGS) and _SHORTEST_NAME <= len(word.text) <= _LONGEST_NAME


def names_in(words: Sequence[Word]) -> set[str]:
    """Give the agency names among `words`."""
    padded = [None, *words, None]
    return {
        word.text
        for before, word, after in zip(padded, words, padded[2:], strict=False)
        if is_name(word, before, after)
    }


def other_subject(unit: Unit) -> bool:
    """县政府办公室作为主管部门，共收到…; 各乡镇积极推进，共收到…; 受区政府委托，收到…: who acts in what follows."""
    if unit.has("whole_self"):
        return False
    telling = [word for word in unit.words if word.kind not in _BEFORE_SUBJECT]
    head = telling[: 2 if telling and telling[0].kind in {"government", UNKNOWN} else 1]
    acts = any(word.kind == "office" or (word.kind == "department" and word.text != "街道") for word in head)
    return acts or (unit.has("behalf") and unit.has("government"))


def lead_of(unit: Unit) -> Scope:
    """Give what a clause without a figure says of the figures behind it: 通过门户网站，共收到…; 公安局方面，收到…."""
    words = unit.words
    if not words:
        return "whole"
    frames = words[-1].text in _LEAD_ENDS
    if not frames and words[0].text not in _LEADS:
        return "whole"
    return limit_of(words, strange=frames)
