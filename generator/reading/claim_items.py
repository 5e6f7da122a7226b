"""Enumerations inside a clause: its members, what each counts, what happened to it, and where 结转 leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from generator.reading.claim_units import SEPARATOR
from generator.reading.claim_words import UNKNOWN, Word

RECEIVED: Final = "applications.new_received.total"
PROCESSED: Final = "applications.total.total"
CARRIED_IN: Final = "applications.carried_in.total"
CARRIED_OUT: Final = "applications.carried_out.total"
CORRECTED: Final = "disputes.review.corrected"
DISPUTE_TOTAL: Final = {
    "review": "disputes.review.total",
    "litigation": "disputes.litigation.total",
    "direct": "disputes.litigation_direct.total",
    "after_review": "disputes.litigation_after_review.total",
}
TOPIC: Final = {
    **dict.fromkeys(("application", "by_request", "plain"), "application"),
    **dict.fromkeys(("regulation", "other", "disclosed"), "other"),
    **{kind: kind for kind in DISPUTE_TOTAL},
    "normative": "normative",
}
ROLES: Final = frozenset(
    [
        "received",
        "new",
        "accepted",
        "handled",
        "finished",
        "answered",
        "granted",
        "partial",
        "carry",
        "pending",
        "result",
        "ended",
        "late",
        "corrected",
        "closed",
        "loss",
        "issued",
        "repealed",
        "lapsed",
        "in_force",
        "published",
        "vetted",
    ]
)
_RELATIVE: Final = frozenset(["的", "后", "中", "方面", "情况", "结果", "率", "案件的", "的情况", "工作", "事项"])
TIMES: Final = frozenset(["past", "now", "next", "year"])
_NOUN_TAILS: Final = "表书人点栏箱册证单指目案件类率量窗专受服系平渠"
_LEADS_TO: Final = "转至到"
_COMING: Final = frozenset(["received", "new", "accepted"])
_HANDLING: Final = frozenset(["handled"])
_MERGED: Final = {"new": "received", "accepted": "received", "answered": "finished"}


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an enumeration: its words, what is counted (`noun`) and what happened to it (`role`)."""

    words: tuple[Word, ...]
    noun: str | None
    role: str | None
    mixed: bool = False

    @property
    def topic(self) -> str | None:
        """Give the topic that the noun belongs to."""
        return TOPIC[self.noun] if self.noun else None

    def has(self, *kinds: str) -> bool:
        """Tell whether a word of one of `kinds` is among the words."""
        return any(word.kind in kinds for word in self.words)


def items_of(words: Sequence[Word]) -> list[Item]:
    """Cut words at 、 and 和; give the members that have a noun or a role, each with the words before it."""
    members: list[list[Word]] = [[]]
    for word in known(words):
        if word.kind == SEPARATOR:
            members.append([])
        else:
            members[-1].append(word)
    return list(_joined([item_of(tuple(member)) for member in members]))


def _joined(items: Sequence[Item]) -> Iterator[Item]:
    """收到公民、企业申请 is one member, not two: a verb without a noun takes the noun that follows it."""
    waiting: tuple[Word, ...] = ()
    for index, item in enumerate(items):
        joined = item_of(waiting + item.words) if waiting else item
        following = items[index + 1] if index + 1 < len(items) else None
        if _says_nothing(joined) or (following is not None and _lacks_noun_of(joined, item, following)):
            waiting = joined.words
        else:
            waiting = ()
            yield joined
    if waiting:
        yield item_of(waiting)


def _says_nothing(item: Item) -> bool:
    return item.noun is None and item.role is None


def _lacks_noun_of(joined: Item, item: Item, following: Item) -> bool:
    lacks = joined.role is not None and joined.noun is None and following.noun is not None and following.role is None
    return lacks and item.has("applicant", "channel", "vague_applicant")


def known(words: Sequence[Word]) -> list[Word]:
    """Judge words by their neighbours: 申请 beside an unknown word is some other application."""
    judged: list[Word] = []
    for index, word in enumerate(words):
        before = words[index - 1].kind if index else None
        after = words[index + 1].kind if index + 1 < len(words) else None
        if word.kind == "litigation" and before == "review":
            judged.append(Word(SEPARATOR, "", word.start, word.start))
        strange = word.kind == "plain" and (before in {UNKNOWN, "other"} or after == UNKNOWN)
        strange = strange or (word.kind in {"application", "by_request"} and _is_torn(words[index + 1 : index + 2]))
        judged.append(replace(word, kind="other") if strange else word)
    return judged


def _is_torn(following: Sequence[Word]) -> bool:
    """信息公开申请 + 表: a noun that no list knows, which only begins like one of ours."""
    return any(word.kind == UNKNOWN and word.text[0] in _NOUN_TAILS for word in following)


def item_of(words: tuple[Word, ...]) -> Item:
    """Tell what one member of an enumeration counts and what happened to it; the word nearest the figure wins."""
    nouns = [word.kind for word in words if word.kind in TOPIC]
    narrow = [kind for kind in nouns if kind in {"direct", "after_review"}]
    nouns = narrow if narrow and nouns[-1] == "litigation" else nouns
    roles = roles_of(words)
    distinct = {_MERGED.get(role, role) for role in roles}
    for weighty in ("carry", "late", "pending"):
        if weighty in distinct:
            return Item(words, nouns[-1] if nouns else None, weighty)
    role = roles[-1] if roles else None
    if roles[-2:] in (["answered", "granted"], ["answered", "partial"]):
        distinct -= {"finished"}
    elif roles in (["granted", "answered"], ["partial", "answered"]):
        return Item(words, nouns[-1] if nouns else None, roles[0])
    if nouns and TOPIC[nouns[-1]] == "application" and any(kind in DISPUTE_TOTAL for kind in nouns):
        return Item(words, nouns[-1], role, mixed=True)
    return Item(words, nouns[-1] if nouns else None, role, mixed=len(distinct - {"handled", "published"}) > 1)


def without_second_verb(words: Sequence[Word]) -> list[Word]:
    """收到并办理申请12件: twelve came in; whether more were handled is not said."""
    left: list[Word] = []
    came = False
    for index, word in enumerate(words):
        came = (came or word.kind in _COMING) and word.kind not in _HANDLING
        following = words[index + 1] if index + 1 < len(words) else None
        second = came and word.text == "并" and following is not None and following.kind in _HANDLING
        if second or (word.kind in _HANDLING and index and words[index - 1].text == "并" and len(left) < index):
            continue
        left.append(word)
    return left


def roles_of(words: Sequence[Word]) -> list[str]:
    """Give what the words say happened, in their order; 收到的申请中 only leads to the verb behind it."""
    roles: list[str] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if word.kind == "carry_if_next":
            around = [other.kind for other in (*words[max(index - 2, 0) : index], *words[index + 1 : index + 3])]
            leads = following is not None and following.kind == "year" and word.text[-1] in _LEADS_TO
            roles += ["carry"] if "next" in around or leads else []
        elif word.kind in ROLES and not (
            following is not None and following.text in _RELATIVE and _more_roles(words[index + 1 :])
        ):
            roles.append(word.kind)
    return roles


def _more_roles(words: Sequence[Word]) -> bool:
    return any(word.kind in ROLES for word in words)


def direction(words: Sequence[Word], report_year: int | None) -> str | None:
    """Tell where 结转 leads: the cell of what came in from last year or of what goes out to the next, else `None`."""
    place = next(index for index, word in enumerate(words) if word.kind in {"carry", "carry_if_next"})
    source = next((word for word in reversed(words[:place]) if word.kind in TIMES), None)
    target = next((word for word in words[place + 1 :] if word.kind in TIMES), None)
    if target is None and source is not None and source.kind == "next":
        source, target = None, source
    came = _relative_year(source, report_year)
    goes = _relative_year(target, report_year)
    if goes == "some" and _qualifies(words, target, place):
        return None
    if goes == "next" or (goes == "some" and came in {None, "now"} and report_year is None):
        return None if came in {"past", "next"} and goes == "next" else CARRIED_OUT
    if goes in {"now", "past"}:
        return CARRIED_IN if came in {None, "past"} or (came == "some" and goes == "now") else None
    return CARRIED_IN if goes is None and came == "past" else None


def _qualifies(words: Sequence[Word], target: Word | None, place: int) -> bool:
    """结转2022年度申请9件: a year that says which applications, not where they go."""
    following = [word.kind for before, word in pairwise(words) if before is target]
    return words[place].text[-1] not in "至到入" and bool(following) and TOPIC.get(following[0]) == "application"


def _relative_year(word: Word | None, report_year: int | None) -> str | None:
    if word is None or word.kind != "year":
        return word.kind if word else None
    if report_year is None or word.value is None:
        return "some"
    return "now" if word.value == report_year else "past" if word.value < report_year else "next"
