"""The words of a line of running text: which are its label, and which stand where its values do."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Final

from generator.records.characters import simplified
from generator.records.figures import fold, is_value
from generator.records.forms import FORM_NAMES, TABLES, form_table

HAN: Final = re.compile(r"[\u3400-\u9fff]")
ORDINAL: Final = re.compile(r"[(（〔［\[【]?[0-9０-９一二三四五六七八]{1,2}\s*[)）〕］\]】.．、,，]")
_LABEL_ORDINAL: Final = re.compile(r"[0-9]{1,2}[)）〕］\]】.．、,，]")
_WORN_LABEL: Final = re.compile(r"[0-9]{1,2}[)）〕］\]】.．、][^0-9]+")
_MARKED: Final = re.compile(r"[(（\[〔【＜<*]?[0-9][0-9,.'’]*[^0-9\s:：/]{0,3}")
_SHORTEST_LABEL: Final = 4
_NUMERALS: Final = re.compile("[〇零一二三四五六七八九十百千万两]+[件元]?")
_SUM_WORDS: Final = frozenset({"小计", "合计", "其中"})
_UNIT_APART: Final = re.compile(r"(?<=[0-9]) +(万元|元|件)(?!\S)")
_WORD: Final = re.compile(r"\S+")
_ONE_TOTAL: Final = 7


def words_of(text: str) -> list[str]:
    """Give the words of a line, folded; a unit belongs to the number before it.

    Where seven values do not add up, and all but two stand apart, these two are one that was broken beside an empty
    cell: `1 1` is nobody's 1.
    """
    line = _UNIT_APART.sub(r"\1", fold(text))
    found = list(_WORD.finditer(line))
    values = list(itertools.takewhile(lambda word: is_value(word[0]), reversed(found)))[::-1]
    gaps = [after.start() - before.end() for before, after in itertools.pairwise(values)]
    words = [word[0] for word in found]
    if gaps.count(1) != 1 or _add_up([word[0] for word in values]):
        return words
    at = len(words) - len(values) + gaps.index(1)
    return [*words[:at], f"{words[at]} {words[at + 1]}", *words[at + 2 :]]


def _add_up(values: list[str]) -> bool:
    """Tell whether the last of seven numbers is all the others together; of other lines nothing is known."""
    numbers = [int(digits) for value in values if (digits := value.replace(",", "")).isdecimal()]
    return len(values) != _ONE_TOTAL or (len(numbers) == _ONE_TOTAL and sum(numbers[:-1]) == numbers[-1])


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
    worn = bare and _WORN_LABEL.fullmatch(first)
    return bool(alone or worn or (_LABEL_ORDINAL.fullmatch(first) and not (bare and first.endswith(","))))


def is_long(text: str) -> bool:
    """Tell whether a cell's text has as many letters as a row's label, and is no number in words."""
    return len(HAN.findall(text)) >= _SHORTEST_LABEL and not _NUMERALS.fullmatch(text.strip())


def is_for_number(text: str) -> bool:
    """Tell whether a short word of a cell is none of a label: no piece of one of the form's, nor one for sums."""
    word = "".join(simplified(fold(text)).split())
    return not is_long(text) and not ORDINAL.search(text) and word not in _SUM_WORDS and word not in _labels()


@functools.cache
def _labels() -> str:
    rows = (row for form in FORM_NAMES for table in TABLES for row in form_table(form, table).rows)
    return "\n".join(label for row in rows for label in (row.label, row.group))
