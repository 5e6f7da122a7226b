"""What the words around one figure say: which cell they speak of, and whether the words alone settle it.

Nothing is known here of the sentences before; what a unit may inherit from them comes in as a `Setting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.reading.claim_items import (
    CARRIED_IN,
    CARRIED_OUT,
    CORRECTED,
    DISPUTE_TOTAL,
    PROCESSED,
    RECEIVED,
    ROLES,
    TIMES,
    TOPIC,
    Item,
    direction,
    item_of,
    items_of,
    known,
    roles_of,
    without_second_verb,
)
from generator.reading.claim_units import SEPARATOR, Unit
from generator.reading.claim_words import UNKNOWN, Word

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
_STATUTORY_RESULTS: Final = frozenset(["granted", "partial", "result"])
_HANDLING: Final = frozenset(["received", "new", "accepted", "handled", "finished", "answered"])
_CASES: Final = frozenset(["案件", "案", "事件"])
_AMONG_THEM: Final = {"answered": "finished"}  # 已答复的8件申请中: the results behind are all among them
_PASSIVE: Final = frozenset(["cause", "happened"])


@dataclass(frozen=True, slots=True)
class Setting:
    """What earlier words settle.

    The `topic`, and whether a figure stands behind it (`firm`); whether disclosure is the subject (`info`); the `year`
    reported on, where the paragraph tells it; whether several outcomes are being listed (`outcomes`); whether the
    figure stands behind 其中 or in brackets (`behind`); what was done to the documents before (`verb`).
    """

    topic: str | None = None
    firm: bool = False
    info: bool = False
    year: int | None = None
    outcomes: bool = False
    behind: bool = False
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One cell that a figure speaks of. `role` is the verb behind it; `sure` says that the words settle the cell."""

    cell: str
    role: str
    sure: bool


def meanings(unit: Unit, setting: Setting) -> list[Meaning] | None:
    """Tell which cells the unit's figure speaks of. `None`: of several at once, or of none that we hold."""
    before = without_second_verb([word for word in unit.before if word.kind != "among"])
    anchored = any(word.kind in TOPIC or word.kind in ROLES or word.kind == "carry_if_next" for word in before)
    if not anchored:
        return _figure_first(unit, setting)
    items = items_of(before)
    items = [item for item in items if item.noun or item.role]
    if not items or _gap(before) or _among_them(items[-1]):
        return None
    if items[-1].noun is None and (noun := _following_noun(unit.after)):
        items[-1] = replace(items[-1], noun=noun)
    found = _distributed(unit, shared(items), setting)
    if found and any(word.text == "中" for word in unit.after):
        return [replace(meaning, role=_AMONG_THEM.get(meaning.role, meaning.role)) for meaning in found]
    return found


def leaves_open(found: Sequence[Meaning]) -> bool:
    """3起尚未办结，转入下一年度: the clause behind still says what became of the figure."""
    return all(meaning.role == "pending" for meaning in found)


def _gap(before: Sequence[Word]) -> bool:
    """Tell whether something unknown stands between the figure and the words that would say what it counts."""
    for word in reversed(known(before)):
        if word.kind == UNKNOWN:
            return True
        if word.kind in TOPIC or word.kind in ROLES or word.kind == "carry_if_next":
            return False
    return False


def _following_noun(after: Sequence[Word]) -> str | None:
    """4起政府信息公开申请: the noun after the figure, up to the next verb."""
    noun: str | None = None
    for word in known(after):
        if word.kind in TOPIC:
            noun = word.kind
        elif word.kind in ROLES | {SEPARATOR}:
            break
    return noun


def _noun_of_finished(head: Sequence[Word]) -> str | None:
    """290件办结申请: the noun that 办结 qualifies."""
    kinds = [word.kind for word in head[:2]]
    return kinds[1] if kinds[:1] == ["finished"] and TOPIC.get(kinds[-1]) == "application" else None


def shared(items: list[Item]) -> list[Item]:
    """新收、办结申请各5件: members without a noun take the next one's, else the one before."""
    for index in range(len(items) - 2, -1, -1):
        if items[index].noun is None:
            items[index] = replace(items[index], noun=items[index + 1].noun)
    for index in range(1, len(items)):
        if items[index].noun is None:
            items[index] = replace(items[index], noun=items[index - 1].noun)
    return items


def respective(unit: Unit, setting: Setting) -> list[tuple[Meaning, Word]]:
    """Give cell and figure in pairs: 行政复议、行政诉讼分别为3件和2件. Nothing when their numbers differ."""
    figures = (unit.figure, *unit.more)
    items = [item for item in items_of(unit.before) if item.noun or item.role]
    if len(items) != len(figures) or _gap(unit.before):
        return []
    found = [meaning_of(item, setting) for item in shared(items)]
    return [(meaning, figure) for meaning, figure in zip(found, figures, strict=True) if meaning and figure]


def _distributed(unit: Unit, items: list[Item], setting: Setting) -> list[Meaning] | None:
    found = [meaning_of(item, setting) for item in items]
    if unit.more:
        return None
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
    noun = _following_noun(unit.after) or _noun_of_finished(head)
    if noun is None and not roles_of(head):
        return None
    end = next((index for index, word in enumerate(head) if word.kind in ROLES), len(head))
    rest = head if item_of(head).role == "carry" else head[: end + 1]
    item = item_of(rest)
    item = replace(item, noun=noun or item.noun)
    meaning = meaning_of(item, setting)
    if meaning is None:
        return None
    strange = any(word.kind == UNKNOWN for word in head[:end])
    ours = item.topic in {None, "application"} or _of_nobody_else(unit.before)
    return [replace(meaning, sure=meaning.sure and not strange and ours)]


def _of_nobody_else(before: Sequence[Word]) -> bool:
    """本年度4件政府信息公开行政复议案件: nothing before the figure says whose they are, but time and ourselves."""
    return all(
        word.kind in {"filler", "now", "year", "whole_self", "joint", "happened"} and word.text != "除"
        for word in before
    )


def meaning_of(item: Item, setting: Setting) -> Meaning | None:
    """Give the cell that one member speaks of, or `None`."""
    topic = item.topic or setting.topic
    settled = not item.mixed and (item.noun is not None or setting.firm)
    match topic:
        case "application":
            return _application(item, setting, settled=settled)
        case "normative":
            return _normative(replace(item, role=item.role or setting.verb), settled=settled)
        case None:
            listed = item.role in {"granted", "partial", "carry"} and setting.outcomes and not item.has("info")
            return _application(item, setting, settled=listed)
        case "other":
            return None
        case _:
            return _dispute(item, topic, setting)


def _application(item: Item, setting: Setting, *, settled: bool) -> Meaning | None:
    if item.role == "carry":
        cell = direction(item.words, setting.year) or _of_an_earlier_year(item, setting)
        plain = setting.topic is None and not any(word.text in _CASES for word in item.words)
        return Meaning(cell, "carry", settled or plain) if cell else None
    if item.role is None and item.noun is not None:
        grown = any(word.text == "新增" for word in item.words)
        return Meaning(RECEIVED, "stated", item.noun == "application" and not grown and not item.mixed)
    settled = settled and not item.has("other")
    cell = _APPLICATION_CELLS.get(item.role or "")
    if cell is None or (item.topic is None and setting.topic is None and item.role not in _STATUTORY_RESULTS):
        return None
    return Meaning(cell, item.role or "", settled and item.role not in {"handled", "pending"})


def _among_them(item: Item) -> bool:
    """17件申请中的9件: the figure is a part of what the noun counts."""
    nouns = [index for index, word in enumerate(item.words) if word.kind in TOPIC]
    return item.role is None and bool(nouns) and any(word.text == "中" for word in item.words[nouns[-1] :])


def _of_an_earlier_year(item: Item, setting: Setting) -> str | None:
    """办结44件（含2022年结转2件）, where nothing else tells the year: what is named as a part came from before."""
    times = [word.kind for word in item.words if word.kind in TIMES]
    return CARRIED_IN if setting.behind and setting.year is None and times == ["year"] else None


def _normative(item: Item, *, settled: bool) -> Meaning | None:
    if item.has("vetted", "lapsed"):
        return None
    cell = _NORMATIVE_CELLS.get(item.role or "stated")
    sure = settled and item.role in {"issued", "repealed", "in_force"}
    sure = sure and not item.has("revised", "disclosed", "cleaned") and not _publishes_first(item)
    return Meaning(cell, item.role or "stated", sure) if cell else None


def _publishes_first(item: Item) -> bool:
    """公开本年制定的文件3件 may leave others out; 制定并公开3件 does not."""
    kinds = [word.kind for word in item.words if word.kind in {"published", "issued", "repealed", "in_force"}]
    return "published" in kinds and (kinds[0] == "published" or "issued" not in kinds)


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
