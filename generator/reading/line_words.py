"""The words of a line of running text: which are its label, and which stand where its values do."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from generator.records.characters import simplified
from generator.records.figures import fold, is_value
from generator.records.forms import FORM_NAMES, TABLES, form_table

HAN: Final = re.compile(r"[\u3400-\u9fff]")
ORDINAL: Final = re.compile(
    r"[(（〔［\[【]?[1-9１-９一二三四五六七八][0-9０-９一二三四五六七八]?\s*[)）〕］\]】.．、,，]"
)
_LABEL_ORDINAL: Final = re.compile(r"[0-9]{1,2}[)）〕］\]】.．、,，]")
_WORN_LABEL: Final = re.compile(r"[0-9]{1,2}[)）〕］\]】.．、][^0-9]+")
_MARKED: Final = re.compile(r"[(（\[〔【＜<*]?[0-9][0-9,.'’]*[^0-9\s:：/]{0,3}|[0-9]*[OoIl][0-9OoIl,.]*")
_SHORTEST_LABEL: Final = 4
_NUMERALS: Final = re.compile("[〇零一二三四五六七八九十百千万两]+[件元]?")
SUBTOTALS: Final = frozenset({"小计", "合计"})
"""Whole labels of rows that the form does not have: no piece beside them makes one of its own of them."""
LAST_YEAR: Final = frozenset(
    {"上年", "上年数", "上年度", "上一年", "上一年度", "去年", "上年同期", "上年情况", "去年同期"}
)
THIS_YEAR: Final = frozenset({"本年", "本年数", "本年度", "今年", "本年情况", "当年", "本期"})
"""Words beside a row's label for the year of its numbers."""
_NO_NUMBERS: Final = SUBTOTALS | {"其中"} | LAST_YEAR | THIS_YEAR
_UNIT_APART: Final = re.compile(r"(?<=[0-9]) +(万元|元|件)(?!\S)")
_WORD: Final = re.compile(r"\S+")
_ONE_TOTAL: Final = 7
_BEGUN: Final = re.compile("[1-9][0-9]{0,2}")
_THREE_DIGITS: Final = re.compile(r"[0-9]{3}(?:\.[0-9]+)?(?:万元|元|件)?")
_DUE: Final = frozenset({1, 2, 3, 5, 7, 15})
"""So many values stand behind a label of a row, or in a group of columns."""
_LONGEST: Final = 8
"""Two pieces with more digits are two large numbers that fill their columns."""
_FIXED: Final = re.compile("[\u00a0\u2009\u202f]")


def words_of(text: str) -> list[str]:
    """Give the words of a line, folded; a unit belongs to the number before it.

    Where seven values do not add up, and all but two stand apart, these two are one that was broken beside an empty
    cell: `1 1` is nobody's 1. Nor is `6 154` there anybody's 6, or where its space is another than all others.
    """
    line = _UNIT_APART.sub(r"\1", fold(text))
    found = list(_WORD.finditer(line))
    values = list(itertools.takewhile(lambda word: is_value(word[0]), reversed(found)))[::-1]
    words, behind = [word[0] for word in found], [word[0] for word in values]
    gaps = [after.start() - before.end() for before, after in itertools.pairwise(values)]
    close = {at for at, gap in enumerate(gaps) if gap == 1 and _may_be_one(behind[at], behind[at + 1])}
    first, odd = len(words) - len(values), _apart_otherwise(text, line, found)
    return list(_joined(words, odd | {first + at for at in _broken(behind, close)}))


def _may_be_one(before: str, after: str) -> bool:
    return before.isdecimal() and after[0].isdecimal() and len(before + after) <= _LONGEST


def _broken(behind: list[str], close: set[int]) -> set[int]:
    """Give the places of values after which a number goes on, of those that stand `close` to the next.

    Where there is one more than seven, those that are left have to add up: the row may have a column of its own.
    """
    grouped = _grouped(behind)
    if len(behind) == _ONE_TOTAL:
        return set() if last_is_sum(behind) else close if len(close) == 1 else grouped & close
    left = [words.replace(" ", "") for words in _joined(behind, close)]
    apart = close <= grouped and len(close) < len(behind) - 1 and len(behind) not in _DUE
    return close if apart and (len(behind) != _ONE_TOTAL + 1 or last_is_sum(left)) else set()


def _grouped(words: list[str]) -> set[int]:
    """Give the places of words that the three digits of the next may go on; 090 begins no number."""
    found: set[int] = set()
    for at, (before, after) in enumerate(itertools.pairwise(words)):
        begun = _BEGUN.fullmatch(before) or (at - 1 in found and before.isdecimal())
        if begun and _THREE_DIGITS.fullmatch(after):
            found.add(at)
    return found


def is_grouped(words: list[str]) -> bool:
    """Tell whether all words may be one number, its thousands apart."""
    return len(_grouped(words)) == len(words) - 1


def _apart_otherwise(text: str, line: str, found: list[re.Match[str]]) -> set[int]:
    """Give the places of words of a line behind which other space stands than elsewhere, and thousands may go on."""
    if len(text) != len(line):
        return set()
    between = [text[before.end() : after.start()] for before, after in itertools.pairwise(found)]
    odd = {at for at, space in enumerate(between) if _FIXED.fullmatch(space)}
    return _grouped([word[0] for word in found]) & odd if len(odd) < len(between) else set()


def _joined(words: list[str], broken: set[int]) -> Iterator[str]:
    """Give words, those that are pieces of one number in one, with a space between."""
    pieces: list[str] = []
    for at, word in enumerate(words):
        pieces.append(word)
        if at not in broken:
            yield " ".join(pieces)
            pieces = []


def last_is_sum(values: Iterable[str]) -> bool | None:
    """Tell whether the last of some values is all the others together; None where one is no whole number."""
    bare = [fold(value).strip().replace(",", "") for value in values]
    if not all(digits.isascii() and digits.isdigit() for digits in bare):
        return None
    *parts, total = map(int, bare)
    return sum(parts) == total


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
    """Tell whether a short word of a cell is none of a label: no piece of the form's, nor one for sums or years."""
    word = "".join(simplified(fold(text)).split())
    if _NUMERALS.fullmatch(word):
        return True  # 四 is also a piece of 属于四类过程性信息
    return not is_long(text) and not ORDINAL.search(text) and word not in _NO_NUMBERS and word not in _labels()


@functools.cache
def _labels() -> str:
    rows = (row for form in FORM_NAMES for table in TABLES for row in form_table(form, table).rows)
    return "\n".join(label for row in rows for label in (row.label, row.group))
