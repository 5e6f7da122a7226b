"""Lines as recognised → do they make sense? By the words that every annual report has (`upright.yaml`).

How sure the recogniser is tells nothing of which way up a page lies: it reads characters that lie on their side as well
as others, in columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

from generator.records.yaml_files import load_resource

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PAIRS: Final = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_COUNTED: Final = re.compile(r"[0-9０-９.,，]+\s*(?:件|万元|元|条|份|宗|项|次|个|例|起|人)|无|無|空")
_FEW: Final = 4
_ENOUGH: Final = 0.3
_WORDS: Final = 4


def sense(lines: Iterable[str]) -> float:
    """Tell which share of the neighbouring Han characters of lines are neighbours in every report."""
    pairs = [pair for line in lines for pair in _PAIRS.findall(line)]
    return sum(pair in _known() for pair in pairs) / max(len(pairs), _FEW)


def is_upright(lines: Iterable[str]) -> bool:
    """Tell whether lines were read the right way up."""
    return sense(lines) >= _ENOUGH


def are_words(text: str) -> bool:
    """Tell whether a line that stands alone in its cell is words, and not a digit mistaken for a Han character."""
    known = any(pair in _known() for pair in _PAIRS.findall(text))
    return known or len(_HAN.findall(text)) >= _WORDS or _COUNTED.fullmatch(text.strip()) is not None


@cache
def _known() -> frozenset[str]:
    phrases = load_resource("generator.reading.readers", "upright.yaml")["phrases"]
    return frozenset(left + right for phrase in phrases for left, right in pairwise(phrase))
