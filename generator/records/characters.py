"""Traditional characters as simplified ones, for comparing and searching. The only door to the tables of OpenCC.

Records and pages keep what is printed: this is for matching alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import opencc

_TABLE: Final = "dictionary/TSCharacters.txt"


def simplified(text: str) -> str:
    """Give `text` with each traditional character as its simplified one: the same length, character by character."""
    return text if text.isascii() or _traditional().isdisjoint(text) else text.translate(simplified_characters())


@functools.cache
def _traditional() -> frozenset[str]:
    """Give the traditional characters: most texts have none, and looking for some is cheaper than translating all."""
    return frozenset(map(chr, simplified_characters()))


@functools.cache
def simplified_characters() -> Mapping[int, str]:
    """For `str.translate`: each traditional character's simplified one (the commonest, where there are several)."""
    lines = files(opencc).joinpath(_TABLE).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    found = {traditional: choices.split(" ")[0] for traditional, choices in pairs}
    return {ord(one): other for one, other in found.items() if len(one) == len(other) == 1 and one != other}
