"""What the words around one figure say: which cell they speak of, and whether the words alone settle it.

Nothing is known here of the sentences before; what a unit may inherit from them comes in as a `Setting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.reading.claim_units import SEPARATOR, UNKNOWN, Unit
from generator.reading.claim_words import Word

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
_NORMATIVE: Final = "proactive.normative_documents."
_APPLICATION_CELLS: Final = {
    **dict.fromkeys(("received", "new", "accepted"), RECEIVED),
    **dict.fromkeys(("finished", "answered", "handled"), PROCESSED),
    "granted": "applications.granted.total",
    "partial": "applications.partial.total",
    "pending": CARRIED_OUT,
}
_NORMATIVE_CELLS: Final = {
    **dict.fromkeys(("issued", "published", "stated"), _NORMATIVE + "issued"),
    "repealed": _NORMATIVE + "repealed",
    "in_force": _NORMATIVE + "in_force",
}
TOPIC: Final = {
    **dict.fromkeys(("application", "by_request", "plain"), "application"),
    **dict.fromkeys(("regulation", "other", "disclosed"), "other"),
    **{kind: kind for kind in DISPUTE_TOTAL},
    "normative": "normative",
}
_ROLES: Final = frozenset(
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
_STATUTORY_RESULTS: Final = frozenset(["granted", "partial", "result"])
_HANDLING: Final = frozenset(["received", "new", "accepted", "handled", "finished", "answered"])
_PASSIVE: Final = frozenset(["cause", "happened"])
_TIMES: Final = frozenset(["past", "now", "next", "year"])
_MERGED: Final = {"new": "received", "accepted": "received", "answered": "finished"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What earlier words settle.

    The `topic`, and whether a figure stands behind it (`firm`); whether disclosure is the subject (`info`); the `year`
    reported on, where the paragraph tells it; whether several outcomes are being listed (`outcomes`).
    """

    topic: str | None = None
    firm: bool = False
    info: bool = False
    year: int | None = None
    outcomes: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """One cell that a figure speaks of. `role` is the verb behind it; `sure` says that the words settle the cell."""

    cell: str
    role: str
    sure: bool


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
    return list(_joined([_item(tuple(member)) for member in members]))


def _joined(items: Sequence[Item]) -> Iterator[Item]:
    """收到公民、企业申请 is one member, not two: a verb without a noun takes the noun that follows it."""
    waiting: tuple[Word, ...] = ()
    for index, item in enumerate(items):
        joined = replace(_item(waiting + item.words)) if waiting else item
        following = items[index + 1] if index + 1 < len(items) else None
        needs_noun = joined.role is not None and joined.noun is None
        if (
            following is not None
            and (
                needs_noun
                and following.noun
                and not following.role
                and item.has("applicant", "channel", "vague_applicant")
            )
        ) or (joined.noun is None and joined.role is None):
            waiting = joined.words
        else:
            waiting = ()
            yield joined
    if waiting:
        yield _item(waiting)


def known(words: Sequence[Word]) -> list[Word]:
    """Judge words by their neighbours: 申请 beside an unknown word is some other application."""
    judged: list[Word] = []
    for index, word in enumerate(words):
        before = words[index - 1].kind if index else None
        after = words[index + 1].kind if index + 1 < len(words) else None
        strange = word.kind == "plain" and (before in {UNKNOWN, "other"} or after == UNKNOWN)
        judged.append(replace(word, kind="other") if strange else word)
    return judged


def _item(words: tuple[Word, ...]) -> Item:
    nouns = [word.kind for word in words if word.kind in TOPIC]
    roles = _roles(words)
    distinct = {_MERGED.get(role, role) for role in roles}
    for weighty in ("carry", "late", "pending"):
        if weighty in distinct:
            return Item(words, nouns[-1] if nouns else None, weighty)
    role = roles[-1] if roles else None
    return Item(words, nouns[-1] if nouns else None, role, mixed=len(distinct - {"handled", "published"}) > 1)


def _roles(words: Sequence[Word]) -> list[str]:
    roles: list[str] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if word.kind == "carry_if_next":
            around = [other.kind for other in (*words[max(index - 2, 0) : index], *words[index + 1 : index + 3])]
            roles += ["carry"] if "next" in around else []
        elif word.kind in _ROLES and not (
            following is not None and following.text in _RELATIVE and _more_roles(words[index + 1 :])
        ):
            roles.append(word.kind)
    return roles


def _more_roles(words: Sequence[Word]) -> bool:
    return any(word.kind in _ROLES for word in words)


def direction(words: Sequence[Word], report_year: int | None) -> str | None:
    """Tell where 结转 leads: the cell of what came in from last year or of what goes out to the next, else `None`."""
    place = next(index for index, word in enumerate(words) if word.kind in {"carry", "carry_if_next"})
    source = next((word for word in reversed(words[:place]) if word.kind in _TIMES), None)
    target = next((word for word in words[place + 1 :] if word.kind in _TIMES), None)
    if target is None and source is not None and source.kind == "next":
        source, target = None, source
    came = _relative_year(source, report_year)
    goes = _relative_year(target, report_year)
    if goes == "next" or (goes == "some" and came in {None, "now"} and report_year is None):
        return None if came in {"past", "next"} and goes == "next" else CARRIED_OUT
    if goes in {"now", "past"}:
        return CARRIED_IN if came in {None, "past"} or (came == "some" and goes == "now") else None
    return CARRIED_IN if goes is None and came == "past" else None


def _relative_year(word: Word | None, report_year: int | None) -> str | None:
    if word is None or word.kind != "year":
        return word.kind if word else None
    if report_year is None or word.value is None:
        return "some"
    return "now" if word.value == report_year else "past" if word.value < report_year else "next"


def meanings(unit: Unit, setting: Setting) -> list[Meaning] | None:
    """Tell which cells the unit's figure speaks of. `None`: of several at once, or of none that we hold."""
    before = [word for word in unit.before if word.kind != "among"]
    anchored = any(word.kind in TOPIC or word.kind in _ROLES or word.kind == "carry_if_next" for word in before)
    if not anchored:
        return _figure_first(unit, setting)
    items = items_of(before)
    items = [item for item in items if item.noun or item.role]
    if not items or _gap(before):
        return None
    if items[-1].noun is None and (noun := _following_noun(unit.after)):
        items[-1] = replace(items[-1], noun=noun)
    return _distributed(unit, _shared(items), setting)


def _gap(before: Sequence[Word]) -> bool:
    """Tell whether something unknown stands between the figure and the words that would say what it counts."""
    for word in reversed(known(before)):
        if word.kind == UNKNOWN:
            return True
        if word.kind in TOPIC or word.kind in _ROLES or word.kind == "carry_if_next":
            return False
    return False


def _following_noun(after: Sequence[Word]) -> str | None:
    """4起政府信息公开申请: the noun after the figure, up to the next verb."""
    noun: str | None = None
    for word in known(after):
        if word.kind in TOPIC:
            noun = word.kind
        elif word.kind in _ROLES | {SEPARATOR}:
            break
    return noun


def _shared(items: list[Item]) -> list[Item]:
    """新收、办结申请各5件: members without a noun take the next one's, else the one before."""
    for index in range(len(items) - 2, -1, -1):
        if items[index].noun is None:
            items[index] = replace(items[index], noun=items[index + 1].noun)
    for index in range(1, len(items)):
        if items[index].noun is None:
            items[index] = replace(items[index], noun=items[index - 1].noun)
    return items


def _distributed(unit: Unit, items: list[Item], setting: Setting) -> list[Meaning] | None:
    found = [meaning_of(item, setting) for item in items]
    cells = {meaning.cell if meaning else None for meaning in found}
    if len(cells) == 1 and found[0]:
        return [found[-1] or found[0]]
    shared = unit.figure is not None and unit.figure.value == 0
    if not shared and not any(word.kind == "each" for word in items[-1].words):
        return None
    distinct = {meaning.cell: meaning for meaning in found if meaning}
    return list(distinct.values()) or None


def _figure_first(unit: Unit, setting: Setting) -> list[Meaning] | None:
    """10件已在法定期限内答复; 4件尚未审结; 2件转下年办理."""
    head = tuple(word for word in known(unit.after) if word.kind != SEPARATOR)
    noun = _following_noun(unit.after)
    if noun is None and not _roles(head):
        return None
    end = next((index for index, word in enumerate(head) if word.kind in _ROLES), len(head))
    rest = head if _item(head).role == "carry" else head[: end + 1]
    item = _item(rest)
    item = replace(item, noun=noun or item.noun)
    meaning = meaning_of(item, setting)
    if meaning is None:
        return None
    strange = any(word.kind == UNKNOWN for word in head[:end])
    return [replace(meaning, sure=meaning.sure and not strange and item.topic in {None, "application"})]


def meaning_of(item: Item, setting: Setting) -> Meaning | None:
    """Give the cell that one member speaks of, or `None`."""
    topic = item.topic or setting.topic
    settled = not item.mixed and (item.noun is not None or setting.firm)
    match topic:
        case "application":
            return _application(item, setting, settled=settled)
        case "normative":
            return _normative(item, settled=settled)
        case None:
            listed = item.role in {"granted", "partial", "carry"} and setting.outcomes
            return _application(item, setting, settled=listed)
        case "other":
            return None
        case _:
            return _dispute(item, topic, setting)


def _application(item: Item, setting: Setting, *, settled: bool) -> Meaning | None:
    if item.role == "carry":
        cell = direction(item.words, setting.year)
        return Meaning(cell, "carry", settled or setting.topic is None) if cell else None
    if item.role is None and item.noun is not None:
        return Meaning(RECEIVED, "stated", item.noun == "application")
    cell = _APPLICATION_CELLS.get(item.role or "")
    if cell is None or (item.topic is None and setting.topic is None and item.role not in _STATUTORY_RESULTS):
        return None
    return Meaning(cell, item.role or "", settled and item.role not in {"handled", "pending"})


def _normative(item: Item, *, settled: bool) -> Meaning | None:
    if item.has("vetted", "lapsed"):
        return None
    cell = _NORMATIVE_CELLS.get(item.role or "stated")
    sure = settled and item.role in {"issued", "repealed", "in_force"}
    sure = sure and not item.has("revised", "published", "disclosed", "cleaned")
    return Meaning(cell, item.role or "stated", sure) if cell else None


def _dispute(item: Item, topic: str, setting: Setting) -> Meaning | None:
    if item.role == "corrected":
        return Meaning(CORRECTED, "corrected", setting.info or item.has("info")) if topic == "review" else None
    if item.role in {"closed", "ended", "late", "loss", "pending", "result", "carry", "vetted"} or item.noun is None:
        return None
    info = item.has("info", "application", "by_request")
    strange = item.has(UNKNOWN)
    if strange and not info and item.has(*_PASSIVE):
        return None
    as_authority = item.role in _HANDLING and not item.has(*_PASSIVE)
    if as_authority and not (info or setting.info):
        return None
    return Meaning(DISPUTE_TOTAL[topic], topic, (info or setting.info) and not strange and not as_authority)
