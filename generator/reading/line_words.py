"""The words of a line of running text: which are its label, and which stand where its values do."""

from __future__ import annotations

import itertools
import re
from typing import Final

from generator.records.figures import fold, is_value

HAN: Final = re.compile(r"[\u3400-\u9fff]")
ORDINAL: Final = re.compile(r"[(（〔［\[【]?[0-9０-９一二三四五六七八]{1,2}\s*[)）〕］\]】.．、,，]")
_LABEL_ORDINAL: Final = re.compile(r"[0-9]{1,2}[)）〕］\]】.．、,，]")
_MARKED: Final = re.compile(r"[(（\[〔【＜<*]?[0-9][0-9,.'’]*[^0-9\s:：/]{0,3}")
_UNIT_APART: Final = re.compile(r"(?<=[0-9]) +(万元|元|件)(?!\S)")


def words_of(text: str) -> list[str]:
    """Give the words of a line, folded; a unit belongs to the number before it."""
    return _UNIT_APART.sub(r"\1", fold(text)).split()


def parts_of(words: list[str]) -> list[tuple[str, list[str]]]:
    """Part words into labels, each with the values after it."""
    kinds = itertools.groupby(words, key=is_value)
    runs = [(of_values, list(run)) for of_values, run in kinds]
    return [
        (" ".join(label), values)
        for (_, label), (of_values, values) in itertools.pairwise([(False, []), *runs])
        if of_values
    ]


def one_part(words: list[str]) -> tuple[str, list[str]]:
    """Part words into one label and the values behind it, as far as nothing else stands between."""
    cells = itertools.takewhile(lambda word: is_value(word) and not ORDINAL.fullmatch(word), reversed(words))
    values = _with_marks(words) or list(cells)[::-1]
    return " ".join(words[: len(words) - len(values)]), values


def _with_marks(words: list[str]) -> list[str]:
    """Give all words behind the label, if they are numbers and some bear a mark: 16* is printed, whatever it means.

    What looks like an ordinal is the label's directly behind it, or alone on its line; a comma tells nothing there.
    """
    named = [n for n, word in enumerate(words) if HAN.search(word) and not is_value(word)]
    behind = words[named[-1] + 1 :] if named else words
    if behind and _is_of_label(behind, bare=not named):
        behind = behind[1:]
    marked = [word for word in behind if not is_value(word) or ORDINAL.fullmatch(word)]
    return behind if marked and all(map(_MARKED.fullmatch, marked)) else []


def _is_of_label(words: list[str], *, bare: bool) -> bool:
    first = words[0]
    alone = len(words) == 1 and ORDINAL.fullmatch(first)
    return bool(alone or (_LABEL_ORDINAL.fullmatch(first) and not (bare and first.endswith(","))))
