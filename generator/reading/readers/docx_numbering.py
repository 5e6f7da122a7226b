"""Automatic numbers of a Word file: which number Word prints before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from generator.reading.readers.ordinals import circled, han, letters, roman
from generator.reading.readers.xml_parts import Element, attribute, child, children, value

_LEVELS: Final = 9
_HAN: Final = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand")
_FORMATS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    dict.fromkeys((*_HAN, "japaneseCounting", "ideographDigital", "japaneseDigitalTenThousand"), han)
    | {
        "decimal": str,
        "decimalZero": lambda number: f"{number:02}",
        "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
        "decimalEnclosedCircle": circled,
        "decimalEnclosedCircleChinese": circled,
        "upperLetter": letters,
        "lowerLetter": lambda number: letters(number).lower(),
        "upperRoman": roman,
        "lowerRoman": lambda number: roman(number).lower(),
    }
)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, how its number is written and what stands around it (`（%1）`)."""

    start: int
    form: str
    pattern: str
    plain: bool


@dataclass(slots=True)
class _List:
    """One list: the abstract list whose numbers it goes on with, its levels, and starts of its own."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a file, counted on from paragraph to paragraph."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """Read the numbering part; a file without one has no lists."""
        numbering = cls()
        if root is None:
            return numbering
        levels = {attribute(one, "abstractNumId") or "": _levels(one) for one in children(root, "abstractNum")}
        for one in children(root, "num"):
            abstract = value(one, "abstractNumId") or ""
            own = list(children(one, "lvlOverride"))
            restarts = {_depth(over): _int(start, 1) for over in own if (start := value(over, "startOverride"))}
            merged = levels.get(abstract, {}) | {n: level for over in own for n, level in _levels(over).items()}
            numbering.lists[attribute(one, "numId") or ""] = _List(abstract, merged, restarts)
        return numbering

    def next(self, number: str, depth: int) -> str:
        """Count one paragraph of a list at a level (from 0) on, and give what Word prints before it, or nothing."""
        one = self.lists.get(number)
        if one is None or depth not in one.levels:
            return ""
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        self._count(one, number, depth, counts)
        level = one.levels[depth]
        return re.sub(r"%([1-9])", lambda match: _written(one, counts, int(match[1]) - 1, level), level.pattern)

    def _count(self, one: _List, number: str, depth: int, counts: list[int | None]) -> None:
        if depth in one.restarts and (number, depth) not in self._begun:
            counts[depth] = one.restarts[depth]
        else:
            before = counts[depth]
            counts[depth] = one.levels[depth].start if before is None else before + 1
        self._begun.add((number, depth))
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)


def _written(one: _List, counts: list[int | None], depth: int, asking: _Level) -> str:
    level = one.levels.get(depth)
    if level is None:
        return ""
    count = counts[depth] if counts[depth] is not None else level.start
    write = str if asking.plain else _FORMATS.get(level.form)
    return write(count or 0) if write else ""


def _levels(around: Element) -> dict[int, _Level]:
    return {depth: _level(one) for one in children(around, "lvl") if (depth := _depth(one)) < _LEVELS}


def _depth(element: Element) -> int:
    return _int(attribute(element, "ilvl"), 0)


def _level(element: Element) -> _Level:
    form = value(element, "numFmt") or "decimal"
    silent = form in ("bullet", "none")
    pattern = "" if silent else value(element, "lvlText") or ""
    return _Level(_int(value(element, "start"), 1), form, pattern, child(element, "isLgl") is not None)


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
