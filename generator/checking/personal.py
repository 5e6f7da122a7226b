"""Personal data in text: ID numbers by their check character, mobile numbers by their shape, names beside their role.

Digits may be full-width, spaced, hyphenated, or torn over lines. In rows of tables a space parts two cells, so there
only numbers written in one piece (or with hyphens) count. Sources: GB 11643 (check character, ISO 7064 MOD 11-2).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.records.yaml_files import load_resource

ID_NUMBER, MOBILE = "personal-id-number", "personal-mobile"

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_PROVINCE: Final = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
_DASHES: Final = frozenset("-‐‑‒–—―−﹣－_·")
# Digits enough, with nothing between them that parts numbers: asked first, since hardly any text has it.
_LEAST: Final = re.compile(rf"\d(?:[\s.{re.escape(''.join(sorted(_DASHES | _INVISIBLE)))}]{{0,9}}\d){{10}}")
# A row with nothing but short numbers and nothing invisible in it, as nearly all rows are.
_SMALL_COUNTS: Final = re.compile(
    rf"[^\d{''.join(sorted(_INVISIBLE))}xXｘＸ×]*(?:\d{{1,3}}(?:[^\d{''.join(sorted(_INVISIBLE))}xXｘＸ×]+|$))*"
)
_RUN: Final = re.compile(r"[0-9](?:[ \-.\n]{0,6}[0-9])*(?:[ \-\n]{0,2}X(?![A-Z]))?")
_GROUP: Final = re.compile(r"[0-9]+X?|X")
_DIGEST: Final = re.compile(r"[0-9a-f]{32,}")
_ADDRESS: Final = re.compile(r"https?://[!-~]+")
# How people write a mobile number in groups of digits; one digit at a time is letter-spacing.
_GROUPED: Final = frozenset({(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (4, 3, 4), (5, 6), (1,) * 11})
_MOBILE: Final = re.compile("(?:(?:00|0)?86|0)?1[3-9][0-9]{9}")
_PIECE: Final = 4
_SHORTEST: Final = 11
_OLD_FORM: Final = frozenset({(15,), (6, 6, 3)})  # how people write an ID number of the old form
_MOST_TEARS: Final = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """A number or name found in a text, from `start` to `end`; `shown` is what may be said of it in public."""

    kind: str
    start: int
    end: int
    shown: str


@functools.cache
def words(key: str) -> Any:  # noqa: ANN401 - a word, or a list or mapping of words
    """Give one entry of `personal.yaml`."""
    return load_resource("generator.checking", "personal.yaml")[key]


def numbers_in(text: str, *, table: bool = False) -> tuple[Sign, ...]:
    """Find ID numbers and mobile numbers in a text. `table` says that it is a row whose spaces part cells."""
    if not _LEAST.search(text):
        return ()
    if table and _SMALL_COUNTS.fullmatch(text) and not re.search(words("prose_words"), text):
        return ()
    folded = _DIGEST.sub(lambda match: "#" * len(match.group()), text).translate(_FOLDS)
    tight = table and not re.search(words("prose_words"), folded)
    found = [sign for run in _RUN.finditer(folded) for sign in _in_run(folded, run, tight=tight)]
    places = _places(text) if found else []
    return tuple(Sign(s.kind, places[s.start], places[s.end - 1] + 1, s.shown) for s in found)


def masked(text: str) -> str:
    """Give a text with every ID number and mobile number in it made unreadable."""
    for sign in sorted(numbers_in(text), key=lambda sign: -sign.start):
        text = text[: sign.start] + sign.shown + text[sign.end :]
    return text


def _places(text: str) -> list[int]:
    """Give where in a text each character of its folded form stands."""
    return [place for place, character in enumerate(text) if character not in _INVISIBLE]


def _fold(character: str) -> str:
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if character in _DASHES:
        return "-"
    if character in "\n\r\v\f\u2028\u2029":
        return "\n"
    return " " if character.isspace() else "X" if character in "xXｘＸ×" else character


class _Folds(dict[int, str]):
    """Every character as a plain digit, space, hyphen or itself; nothing for an invisible one. Filled as they come."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = self[code] = "" if character in _INVISIBLE else _fold(character)
        return folded


_FOLDS: Final = _Folds()


@dataclass(frozen=True, slots=True)
class _Digits:
    """Neighbouring groups of digits: what they spell, how long each is, where they stand.

    A group torn over a line counts as one. `apart` tells that a row of a table may have parted it into cells.
    """

    spelt: str
    lengths: tuple[int, ...]
    start: int
    end: int
    lines: int = 0
    apart: bool = False


def _in_run(folded: str, run: re.Match[str], *, tight: bool) -> Iterator[Sign]:
    """Find the numbers in a run of digits and gaps: ID numbers first, mobile numbers in what is left."""
    if len(run.group()) < _SHORTEST:
        return
    groups = [(m.start() + run.start(), m.end() + run.start()) for m in _GROUP.finditer(run.group())]
    series = [each for first in range(len(groups)) for each in _from(folded, groups[first:], tight=tight)]
    found: list[Sign] = []
    taken: set[int] = set()
    for kind, is_one in ((ID_NUMBER, _is_id), (MOBILE, _is_mobile)):
        for digits in series:
            places = range(digits.start, digits.end)
            if taken.isdisjoint(places) and is_one(folded, digits):
                taken.update(places)
                found.append(Sign(kind, digits.start, digits.end, digits.spelt[:3] + "*" * (len(digits.spelt) - 3)))
    yield from sorted(found, key=lambda sign: sign.start)


def _from(folded: str, groups: Sequence[tuple[int, int]], *, tight: bool) -> Iterator[_Digits]:
    """Give every series of groups from the first one on that is no longer than a number."""
    (begin, end), *others = groups
    digits = _Digits(folded[begin:end], (end - begin,), begin, end)
    yield digits
    for start, end in others:
        digits = _longer(digits, folded[digits.end : start], folded[start:end], tight=tight)
        if len(digits.spelt) > len(_WEIGHTS) + 1:
            break
        yield digits


def _longer(digits: _Digits, gap: str, group: str, *, tight: bool) -> _Digits:
    torn = "\n" in gap or group == "X"
    lengths = (*digits.lengths[:-1], digits.lengths[-1] + len(group)) if torn else (*digits.lengths, len(group))
    end = digits.end + len(gap) + len(group)
    apart = digits.apart or (tight and bool(set(gap) & {" ", "\n"}))
    return _Digits(digits.spelt + group, lengths, digits.start, end, digits.lines + gap.count("\n"), apart)


def _is_id(folded: str, digits: _Digits) -> bool:
    return (
        is_id_number(digits.spelt)
        and _written_as_id(digits)
        and not re.search(words("code_before"), _before(folded, digits))
    )


def _before(folded: str, digits: _Digits) -> str:
    return folded[max(0, digits.start - 16) : digits.start].rstrip(" -\n")


def is_id_number(digits: str) -> bool:
    """Tell whether 18 characters end in the check character of GB 11643 and hold a date, or 15 digits are the old form.

    The old form has no check character, so its first digits must be those of a province.
    """
    if len(digits) == 18 and digits[:17].isdigit():
        total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
        return _CHECK[total % 11] == digits[17] and digits[6:8] in {"19", "20"} and _is_date(digits[6:14])
    old = len(digits) == 15 and digits.isdigit() and _PROVINCE.match(digits)
    return bool(old) and _is_date(f"19{digits[6:12]}")


def _is_date(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _written_as_id(digits: _Digits) -> bool:
    """Tell whether groups of digits may be one number: in a row of a table, no small numbers side by side."""
    if digits.apart and min(digits.lengths) < _PIECE:
        return False
    old = len(digits.spelt) < len(_WEIGHTS)
    return digits.lines <= _MOST_TEARS and (not old or digits.lengths in _OLD_FORM)


def _is_mobile(folded: str, digits: _Digits) -> bool:
    """Tell whether groups of digits are a mobile number: its form, and neither an amount nor part of an address."""
    grouped = digits.lengths in _GROUPED or len(digits.lengths) == 1
    if not (_MOBILE.fullmatch(digits.spelt) and grouped) or digits.apart or digits.lines > 1:
        return False
    if any(digits.start in range(*match.span()) for match in _ADDRESS.finditer(folded)):
        return False
    after = folded[digits.end : digits.end + 6].lstrip(" ")
    decimal = re.match(r"\.[0-9]|[,，][0-9]{3}(?![0-9])", after) or re.search(r"[0-9]\.$", folded[: digits.start])
    other = re.match(words("quantity_after"), after) or re.search(words("serial_before"), _before(folded, digits))
    return not decimal and not other


def applicants_in(text: str) -> tuple[Sign, ...]:
    """Find names of applicants and plaintiffs beside that word. Names given as 某 are hidden already."""
    return _names(
        text, f"{words('applicant')['role']}(?P<name>{_name()})(?={words('applicant')['after']})", "applicant-name"
    )


def officials_in(text: str) -> tuple[Sign, ...]:
    """Find names of officials beside their office."""
    return _names(
        text, f"{words('official')['before']}(?P<name>{_name()})(?={words('official')['after']})", "official-name"
    )


@functools.cache
def _name() -> str:
    letter = f"(?![{words('not_in_names')}])[\u4e00-\u9fff]"
    return f"(?:[{words('surnames')}]|{words('compound_surnames')}){letter}(?:{letter})?"


def _names(text: str, pattern: str, kind: str) -> tuple[Sign, ...]:
    found = re.finditer(pattern, text)
    return tuple(Sign(kind, m.start("name"), m.end("name"), m["name"][0] + "某") for m in found)


def joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Join paragraphs by line ends, so that a number torn between two is found; give where each of them begins."""
    starts, length = [], 0
    for text in texts:
        starts.append(length)
        length += len(text) + 1
    return "\n".join(texts), tuple(starts)
