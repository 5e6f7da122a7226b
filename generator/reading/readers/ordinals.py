"""Counting words of automatic lists: 一, ①, A, IV."""

from __future__ import annotations

_HAN = "零一二三四五六七八九"
_CIRCLED = 20
_LONGEST_ROMAN = 20
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_SMALL_ROMAN = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MOST_HAN = 99
_LETTERS = 26


def han(number: int) -> str:
    """一, 十一, 二十三; digits beyond 99, where no list of a report goes."""
    if not 0 < number <= _MOST_HAN:
        return str(number)
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")


def circled(number: int) -> str:
    """① to ⑳; digits in brackets beyond."""
    return chr(0x2460 + number - 1) if 0 < number <= _CIRCLED else f"({number})"


def letters(number: int) -> str:
    """A to Z, then AA to ZZ."""
    times, place = divmod(number - 1, _LETTERS)
    return chr(65 + place) * min(times + 1, 9)


def roman(number: int) -> str:
    """I, IV, XII."""
    text = ""
    for step, sign in (*_ROMAN, *_SMALL_ROMAN):
        while number >= step and len(text) < _LONGEST_ROMAN:
            text, number = text + sign, number - step
    return text
