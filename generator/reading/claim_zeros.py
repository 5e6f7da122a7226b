"""Zeros said in words: 未收到政府信息公开申请, 未发生行政复议、行政诉讼, 上年无结转."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.reading.claim_items import CORRECTED, DISPUTE_TOTAL, RECEIVED, TOPIC, Item, direction, items_of
from generator.reading.claim_meaning import Meaning, Setting, shared
from generator.reading.claim_words import UNKNOWN, Word

_SPOILING: Final = frozenset(
    [
        "result",
        "ended",
        "late",
        "loss",
        "closed",
        "vetted",
        "rate",
        "pending",
        "lapsed",
        "compare",
        "change",
        "granted",
        "partial",
    ]
)
_FAULTS: Final = frozenset(["loss", "closed", "corrected"])
_CONSEQUENCES: Final = frozenset(
    ["引发", "引发的", "引起", "引起的", "导致", "产生", "被", "而", "被申请", "提起", "被提起"]
)
_CAUSING: Final = ("引发", "引起", "导致", "造成")
_RECEIVING: Final = frozenset([None, "received", "new", "accepted"])
_BARE: Final = frozenset(["filler", "happened", "quantity", "each", "all", "separator"])
_NORMATIVE: Final = "proactive.normative_documents."
_NORMATIVE_CELLS: Final = {None: "issued", "issued": "issued", "repealed": "repealed", "in_force": "in_force"}


def zeros(words: Sequence[Word], setting: Setting) -> list[Meaning]:
    """Give the cells that a clause with a word of negation says to be zero."""
    place = next(index for index, word in enumerate(words) if word.kind == "negation")
    before, after = list(words[:place]), list(words[place + 1 :])
    if all(word.kind in _BARE for word in after):
        denied, subject = before, []
    else:
        denied, subject = after, before
    items = shared(list(_untainted(items_of(denied))))
    found = [
        replace(meaning, sure=meaning.sure and not (item.role is None and _faulted(items[place:])))
        for place, item in enumerate(items)
        for meaning in _zero(item, subject, setting)
    ]
    return list({meaning.cell: meaning for meaning in found}.values())


def _faulted(items: Sequence[Item]) -> bool:
    return any(item.has(*_FAULTS) for item in items)


def _untainted(items: Sequence[Item]) -> Iterator[Item]:
    """因信息公开不当引发的投诉和诉讼: what is denied from there on is only what came of the fault."""
    for item in items:
        faults = [index for index, word in enumerate(item.words) if word.kind in _SPOILING]
        yield item
        if faults and any(word.text in _CONSEQUENCES for word in item.words[faults[0] :]):
            return


def _zero(item: Item, subject: Sequence[Word], setting: Setting) -> list[Meaning]:
    if item.role == "carry":
        return _no_carry(item, subject, setting)
    if any(word.kind == "past" for word in (*subject, *item.words)):
        return []
    if item.role == "corrected":
        return _no_correction(item, subject)
    return [] if item.has(*_SPOILING) else _nothing(item, setting)


def _nothing(item: Item, setting: Setting) -> list[Meaning]:
    sure = not item.has(UNKNOWN)
    match item.topic:
        case None | "other":
            return []
        case "application":
            return [Meaning(RECEIVED, "none", sure)] if item.role in _RECEIVING and not _only_the_cause(item) else []
        case "normative":
            return _no_normative(item, sure=sure)
        case topic:
            about_us = setting.info or item.has("info", "application", "by_request")
            judged = item.role in {"accepted", "handled"}
            return [Meaning(DISPUTE_TOTAL[topic], "none", sure and about_us and not judged)]


def _only_the_cause(item: Item) -> bool:
    """没有申请引发的事件: what is denied is not the applications."""
    nouns = [index for index, word in enumerate(item.words) if word.kind in TOPIC]
    return bool(nouns) and any(word.text.startswith(_CAUSING) for word in item.words[nouns[-1] :])


def _no_carry(item: Item, subject: Sequence[Word], setting: Setting) -> list[Meaning]:
    times = [word for word in subject if word.kind in {"past", "next"}]
    cell = direction((*times, *item.words), setting.year)
    return [Meaning(cell, "carry", not item.has(UNKNOWN) and item.topic in {None, "application"})] if cell else []


def _no_normative(item: Item, *, sure: bool) -> list[Meaning]:
    cell = _NORMATIVE_CELLS.get(item.role)
    return (
        [Meaning(_NORMATIVE + cell, item.role or "none", sure and not item.has("cleaned", "disclosed"))] if cell else []
    )


def _no_correction(item: Item, subject: Sequence[Word]) -> list[Meaning]:
    nouns = {word.kind for word in (*subject, *item.words) if word.kind in DISPUTE_TOTAL}
    return [Meaning(CORRECTED, "corrected", not item.has(UNKNOWN))] if nouns == {"review"} else []
