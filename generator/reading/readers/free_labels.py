"""Rows in no rules whose labels take several lines → the numbers of such a row with its whole label before them.

The numbers stand in the middle of their label, often between two of its lines. So the lines of a label are those under
its item's number, as many as have their middle where the numbers stand; everything else stays as it is. Where more than
one label could be that of a row, none is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from generator.reading.readers.document import Box
from generator.reading.readers.words import Line, Word, around, joined, run_on, wide

_NUMBER: Final = re.compile(r"[-+−—–/／]|无|[-+−—–]?[0-9０-９][0-9０-９.,．，\ufffd]*|[\ufffd]+")
_ITEM: Final = re.compile(
    r"[0-9]{1,2}[.．、](?![0-9])|[（(][一二三四五六七八九十]{1,2}(?:[）)]|$)|[一二三四五六七八九十]{1,2}、"
)
_FEWEST: Final = 3
_MOST: Final = 8
_GAP: Final = 0.6
_PITCH: Final = 1.9
_LEVEL: Final = 0.35
"""How far the middle of a label may be from that of its numbers, in heights of a line."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Words of a label in one line: the line's number, their text and box."""

    line: int
    words: tuple[Word, ...]
    text: str
    box: Box

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        """The height of its line."""
        return self.box[3] - self.box[1]


def with_whole_labels(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a page, from top to bottom, with labels of several lines put before their numbers."""
    values = {n: line.words[start:] for n, line in enumerate(lines) if (start := first_number(line)) is not None}
    if not values:
        return list(lines)
    parts = [part for n, line in enumerate(lines) for part in _parts(n, line, values)]
    found: dict[int, list[list[_Part]]] = defaultdict(list)
    for place, part in enumerate(parts):
        if _ITEM.match(part.text):
            for label in _labels(parts, place):
                for n in _level_with(label, values):
                    found[n].append(label)
    inner = {n: [label for label in labels if not _is_outer(label, labels)] for n, labels in found.items()}
    chosen = {n: labels[0] for n, labels in inner.items() if len(labels) == 1 and len(labels[0]) > 1}
    chosen = {n: label for n, label in chosen.items() if _is_its_own(n, label, chosen)}
    return list(_rewritten(lines, values, chosen))


def first_number(line: Line) -> int | None:
    """Find where the numbers begin that end a line: three or more of them."""
    start = len(line.words)
    while start and _NUMBER.fullmatch(line.words[start - 1].text):
        start -= 1
    return start if len(line.words) - start >= _FEWEST else None


def _parts(number: int, line: Line, values: dict[int, tuple[Word, ...]]) -> Iterator[_Part]:
    """Give what a line holds of labels: what stands before its numbers, or left of where the nearest ones begin."""
    words = line.words[: len(line.words) - len(values.get(number, ()))]
    nearest = min(values.values(), key=lambda words: abs(words[0].box[1] - line.box[1]))
    if not words or words[-1].box[2] > nearest[0].box[0]:
        return
    run = [words[0]]
    for before, after in pairwise(words):
        begins = wide(before.text[-1]) and _ITEM.match(joined(words[words.index(after) :]))
        if begins or after.box[0] - before.box[2] > _GAP * line.size:
            yield _part(number, run)
            run = []
        run.append(after)
    yield _part(number, run)


def _part(number: int, words: Sequence[Word]) -> _Part:
    return _Part(number, tuple(words), joined(words), around(word.box for word in words))


def _labels(parts: Sequence[_Part], place: int) -> Iterator[list[_Part]]:
    """Give the labels that may begin with a part: it alone, and with each number of lines below it."""
    label = [parts[place]]
    yield list(label)
    for part in parts[place + 1 :]:
        last = label[-1]
        if part.line == last.line or not _overlap(part.box, last.box):
            continue
        if _ITEM.match(part.text) or part.middle - last.middle > _PITCH * last.height or len(label) == _MOST:
            return
        label.append(part)
        if not any(_is_beyond(other, label) for other in parts):
            yield list(label)


def _overlap(one: Box, other: Box) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return 2 * shared >= min(one[2] - one[0], other[2] - other[0])


def _is_beyond(part: _Part, label: Sequence[_Part]) -> bool:
    """Tell whether a part stands between a label and the numbers: then it is the label of a group of rows."""
    right = max(one.box[2] for one in label)
    return label[0].line <= part.line <= label[-1].line and part.box[0] > right - 1


def _is_outer(label: Sequence[_Part], labels: Sequence[Sequence[_Part]]) -> bool:
    """Tell whether another label stands between a label and the numbers."""
    right = max(part.box[2] for part in label)
    return any(min(part.box[0] for part in one) > right - 1 for one in labels)


def _level_with(label: Sequence[_Part], values: dict[int, tuple[Word, ...]]) -> Iterator[int]:
    """Give the lines of numbers that stand in the middle of a label."""
    middle = (label[0].middle + label[-1].middle) / 2
    room = _LEVEL * label[0].height
    for number, words in values.items():
        if abs((words[0].box[1] + words[0].box[3]) / 2 - middle) <= room:
            yield number


def _is_its_own(number: int, label: Sequence[_Part], chosen: dict[int, list[_Part]]) -> bool:
    """Tell whether no other row of numbers has any part of a label."""
    others = [id(part) for n, one in chosen.items() if n != number for part in one]
    return not any(id(part) in others for part in label)


def _rewritten(
    lines: Sequence[Line], values: dict[int, tuple[Word, ...]], chosen: dict[int, list[_Part]]
) -> Iterator[Line]:
    taken = {id(word) for label in chosen.values() for part in label for word in part.words}
    for number, line in enumerate(lines):
        words = [word for word in line.words if id(word) not in taken]
        if number in chosen:
            label = chosen[number]
            box = around(part.box for part in label)
            first = label[0].words[0]
            whole = Word(run_on(part.text for part in label), (box[0], line.box[1], box[2], line.box[3]), first.size)
            at = len(words) - len(values[number])
            words = [*words[:at], whole, *words[at:]]
        if words:
            yield line._replace(words=tuple(words), box=around(word.box for word in words))
