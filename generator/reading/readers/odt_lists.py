"""Automatic numbers of an OpenDocument text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.reading.readers.ordinals import circled, han, letters, roman
from generator.reading.readers.xml_parts import Element, attribute, children, find_all

_LEVELS: Final = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its number is written and what stands around it."""

    form: str
    before: str
    after: str
    start: int
    shown: int


@dataclass(slots=True)
class Lists:
    """The lists of a file, counted on from item to item. Depths count from 1; headings are the list without a name."""

    levels: Mapping[tuple[str, int], _Level] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: Element) -> Lists:
        """Read the list styles of several parts; a later part goes before an earlier one."""
        levels = {}
        for style in (style for root in roots for style in find_all(root, "list-style")):
            for one in children(style, "list-level-style-number"):
                depth = _int(attribute(one, "level"), 1)
                levels[attribute(style, "name") or "", depth] = _level(one)
        for one in (one for root in roots for one in find_all(root, "outline-level-style")):
            levels["", _int(attribute(one, "level"), 1)] = _level(one)
        return cls(levels)

    def begin(self, style: str) -> None:
        """Begin a list that does not go on with an earlier one."""
        self._counts.pop(style, None)

    def next(self, style: str, depth: int, start: str | None) -> str:
        """Count one item on and give the number before it, or nothing. `start` is a number set by hand."""
        level = self.levels.get((style, depth))
        if level is None or depth > _LEVELS:
            return ""
        counts = self._counts.setdefault(style, [])
        del counts[depth:]
        counts += [self._start(style, len(counts) + n) - 1 for n in range(1, depth - len(counts) + 1)]
        counts[depth - 1] = _int(start, counts[depth - 1] + 1)
        return self._written(style, depth, counts)

    def _start(self, style: str, depth: int) -> int:
        level = self.levels.get((style, depth))
        return level.start if level else 1

    def _written(self, style: str, depth: int, counts: list[int]) -> str:
        level = self.levels[style, depth]
        depths = range(max(depth - level.shown + 1, 1), depth + 1)
        forms = [self.levels[style, one].form if (style, one) in self.levels else "1" for one in depths]
        numbers = [_number(form, counts[one - 1]) for form, one in zip(forms, depths, strict=True)]
        return f"{level.before}{'.'.join(numbers)}{level.after}" if level.form else ""


def _level(element: Element) -> _Level:
    return _Level(
        attribute(element, "num-format") or "",
        attribute(element, "num-prefix") or "",
        attribute(element, "num-suffix") or "",
        _int(attribute(element, "start-value"), 1),
        _int(attribute(element, "display-levels"), 1),
    )


def _number(form: str, number: int) -> str:
    """Write a number in the form that its first signs name: `1`, `一, 二, 三, ...`, `A`, `i`."""
    write = {"一": han, "①": circled, "A": letters, "I": roman}.get(form[:1].upper(), str)
    text = write(number)
    return text.lower() if form[:1] in ("a", "i") else text


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
