"""Printed text → figure: a number, or a word that says why there is none.

Digits are ASCII, and the full-width U+FF10–FF19 mapped one by one; nothing else is a digit. `int()` would read
Devanagari and `unicodedata.normalize` would turn 12² into 122, so neither is asked.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from generator.records.characters import simplified

Number = int | Decimal


class Absence(StrEnum):
    """Why a cell holds no number. The words are those of the record."""

    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    UNCLEAR = "unclear"


Figure = int | Decimal | Absence


class Unit(StrEnum):
    """What a cell counts. `CHANGE` may be negative; `YUAN` has no unit fixed by the form, so one must be printed."""

    COUNT = "件"
    CHANGE = "增减"
    TEN_THOUSAND_YUAN = "万元"
    YUAN = "元"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell's text says. `candidates` are the numbers it may stand for when the figure is `unclear`."""

    figure: Figure
    printed: str
    candidates: tuple[Number, ...] = ()
    why: str = ""


_FOLDED: Final = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("，﹐", ","),
        **dict.fromkeys("．﹒", "."),
        **dict.fromkeys("－−﹣", "-"),
        **dict.fromkeys("＋﹢", "+"),
        **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u202f\t\r", " "),
        **dict.fromkeys("\u200b\ufeff\u00ad\u2060", ""),
    }
)
_FOLDABLE: Final = frozenset(map(chr, _FOLDED))
_PLACEHOLDER: Final = re.compile(r"[-—–―─/／\\＼*＊…]+|无|無|空")
_WHOLE: Final = r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
_NUMBER: Final = re.compile(rf"(?P<sign>[+-]?)(?P<number>{_WHOLE}(?:\.[0-9]+)?)(?P<unit>[^\s0-9.,+-]*)")
_COUNTERS: Final = frozenset("件条份宗项次个例起人")
_UNREAD: Final = "\ufffd"
"""Stands for what is, or may be, printed and cannot be read; readers put it there."""
_TORN: Final = re.compile(r"[0-9.,+\-\s]*[0-9][0-9.,+\-\s]*")
_MONEY_IN_YUAN: Final = {"元": Decimal(1), "万元": Decimal(10_000), "万": Decimal(10_000)}
DIGIT: Final = re.compile("[0-9０-９]")


def fold(text: str) -> str:
    """Give `text` with full-width digits, signs and spaces as ASCII, and invisible characters taken out."""
    if text.isascii():
        return text.replace("\t", " ").replace("\r", " ")
    return text if _FOLDABLE.isdisjoint(text) else text.translate(_FOLDED)


@functools.lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """Tell whether `text` can stand in a value cell: a number (with unit, torn or not) or a printed placeholder."""
    folded = fold(text).strip()
    return bool(_PLACEHOLDER.fullmatch(folded.replace(" ", "")) or _TORN.fullmatch(folded) or _number(folded))


def read_figure(text: str, unit: Unit) -> Reading:
    """Read one cell's printed `text`. Never raises, never gives 0 for what is not a printed 0."""
    folded = fold(text).strip()
    if not folded:
        return Reading(Absence.BLANK, text)
    if _PLACEHOLDER.fullmatch(folded.replace(" ", "").replace("\n", "")):
        return Reading(Absence.PLACEHOLDER, text)
    if match := _number(folded):
        return _in_unit(match, text, unit)
    return _unclear(folded, text)


def _number(folded: str) -> re.Match[str] | None:
    match = _NUMBER.fullmatch(simplified(folded).replace(" 件", "件").replace(" 万元", "万元").replace(" 元", "元"))
    known = match and (not match["unit"] or match["unit"] in _COUNTERS or match["unit"] in _MONEY_IN_YUAN)
    return match if known else None


def _plain(match: re.Match[str]) -> Number:
    digits = match["sign"].replace("+", "") + match["number"].replace(",", "")
    return Decimal(digits) if "." in digits else int(digits)


def _in_unit(match: re.Match[str], text: str, unit: Unit) -> Reading:
    number, printed_unit = _plain(match), match["unit"]
    if unit is Unit.YUAN:
        return _in_yuan(number, printed_unit, text)
    if unit is Unit.TEN_THOUSAND_YUAN:
        if printed_unit == "元":
            why = "本栏单位为万元，而单元格内印的是元"
            return Reading(Absence.UNCLEAR, text, (number, Decimal(number) / 10_000), why)
        return Reading(number, text)
    if printed_unit in _MONEY_IN_YUAN:
        return Reading(Absence.UNCLEAR, text, (number,), "件数栏内印有金额单位")
    return Reading(number, text)


def _in_yuan(number: Number, printed_unit: str, text: str) -> Reading:
    if printed_unit not in _MONEY_IN_YUAN:
        return Reading(Absence.UNCLEAR, text, (number,), "金额未印单位，表样也未规定单位")
    amount = Decimal(number) * _MONEY_IN_YUAN[printed_unit]
    return Reading(int(amount) if amount == amount.to_integral_value() else amount, text)


def _unclear(folded: str, text: str) -> Reading:
    if not _TORN.fullmatch(folded):
        found = tuple(int(run) for run in re.findall("[0-9]+", folded) if len(run) < 13)
        why = "格内有看不清、看不全或超出页面的内容" if _UNREAD in folded else "印的不是一个可以确认的数字"
        return Reading(Absence.UNCLEAR, text, found, why)
    joined = _number(re.sub(r"\s", "", folded))
    pieces = [_number(piece) for piece in folded.split()]
    candidates = tuple(dict.fromkeys(_plain(match) for match in (joined, *pieces) if match))
    if joined is None:  # its pieces are no torn number
        return Reading(Absence.UNCLEAR, text, candidates, "印的不是一个可以确认的数字")
    return Reading(Absence.UNCLEAR, text, candidates, "一个单元格里有几段数字，是一个数还是几个数不能确定")
