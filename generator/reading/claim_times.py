"""Which time a figure belongs to: the year that a paragraph reports on, other years and spans, plans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from generator.reading.claim_units import Unit
from generator.reading.claim_words import Word

_BETWEEN: Final = frozenset(["至", "到", "起", "自", "从"])
CARRYING: Final = frozenset(["carry", "carry_if_next"])


def report_year(words: Sequence[Word]) -> int | None:
    """Give the year the paragraph reports on: the latest it names, but for plans, comparisons and 结转."""
    telling = [word for word in words if word.kind != "filler"]
    years = []
    for index, word in enumerate(telling):
        around = {other.kind for other in (*telling[max(index - 1, 0) : index], *telling[index + 1 : index + 2])}
        if word.kind == "year" and word.value and not around & {"carry", "carry_if_next", "compare"}:
            later = telling[index + 1 : index + 4]
            years += [] if any(other.kind == "plan" for other in later) else [word.value]
    return max(years, default=None)


def years_told(words: Sequence[Word]) -> list[int]:
    """Give the years that say when, leaving out those that say where 结转 leads."""
    if any(word.kind in CARRYING or word.kind == "compare" for word in words):
        return []
    return [word.value for word in words if word.kind == "year" and word.value]


def since(unit: Unit) -> bool:
    """自2008年以来累计收到: more than the year is counted."""
    texts = {word.text for word in unit.words}
    if _spans_years(unit.words):
        return True
    if texts & {"自", "从"} and len(set(years_told(unit.before))) > 1:
        return True
    return "以来" in texts


def _spans_years(words: Sequence[Word]) -> bool:
    """2023年1月1日至2024年12月31日, 2023至2024年度: nothing but 至 or a mark between two years."""
    telling = [word for word in words if word.text not in _BETWEEN and word.kind != "separator"]
    return any(
        two.kind == "year" and (one.kind == "number" or (one.kind == "year" and one.value != two.value))
        for one, two in pairwise(telling)
    )


def another_span(unit: Unit) -> bool:
    """2023年3月，收到申请1件: a month is not the year."""
    return unit.has("span") and all(word.kind in {"span", "filler", "year", "until", "since"} for word in unit.words)


def planned(unit: Unit) -> bool:
    """2件将于下月办结 is a plan; 将2件申请结转至下年 is none: there 将 marks the object."""
    if unit.figure and unit.after_has("plan") and not unit.has(*CARRYING):
        return True
    plans = [index for index, word in enumerate(unit.before) if word.kind == "plan"]
    return bool(plans) and not (unit.figure and unit.before[-1].text == "将" and len(plans) == 1)
