"""Glyphs on a page → words and lines: what stands next to what, and what does not.

A word is what was written in one go without a gap. Digits are joined only where nothing at all parts them: a number
that is broken over lines, a raised footnote mark, or two numbers side by side stay apart, and whoever reads the cell
decides. Boxes are in points from the top left. `turn` is how far a glyph is turned on the page, in degrees
counter-clockwise: 0, 90, 180 or 270.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.radicals import ORDINARY

_WIDE_FROM = 0x2E80
"""From here on characters are Han, kana or their punctuation, which take no space between them."""
_FIRST_WIDE = chr(_WIDE_FROM)
_WIDE_PUNCTUATION = frozenset("“”‘’…—·、。《》〈〉「」『』【】〔〕")
DIGITS = frozenset("0123456789０１２３４５６７８９")
_PLAINLY = 0.09
"""No farther than this from where it would stand exactly, in heights of its line, any character goes on the word."""
_MARKS = frozenset(".,．，")
_UNUSUAL = frozenset(map(chr, ORDINARY))
_NUMBER_PARTS = DIGITS | frozenset(".,．，%％")


class Glyph(NamedTuple):
    """One printed character with its loose box: its advance by the font's height, so that a point has a place too.

    `spaced` says that the file writes a space before it. (There are thousands a page, so this is no dataclass.)
    """

    text: str
    box: Box
    turn: int = 0
    spaced: bool = False

    @property
    def size(self) -> float:
        """Height of the line it stands in, in points."""
        return self.box[3] - self.box[1] if self.turn in (0, 180) else self.box[2] - self.box[0]


class Word(NamedTuple):
    """Characters written in one go, with their box. `size` is the line height in points.

    (There are hundreds a page, so this is no dataclass.)
    """

    text: str
    box: Box
    size: float
    turn: int = 0
    spaced: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the word."""
        return ((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2)


_new_word = partial(tuple.__new__, Word)


class Line(NamedTuple):
    """Words side by side, from left to right: with the box around them, and their usual line height in points."""

    words: tuple[Word, ...]
    box: Box
    size: float

    @property
    def text(self) -> str:
        """The words with a space where a gap is seen."""
        return joined(self.words)


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest box around all boxes."""
    lefts, tops, rights, bottoms = zip(*boxes)  # noqa: B905 - boxes are boxes
    return (min(lefts), min(tops), max(rights), max(bottoms))


def turned(box: Box, turn: int) -> Box:
    """Turn the page so that text turned by `turn` degrees stands upright; give the box in that frame.

    Text at any other angle is left as it is.
    """
    x0, y0, x1, y1 = box
    if turn == 0:
        return box
    frames = {90: (-y1, x0, -y0, x1), 180: (-x1, -y1, -x0, -y0), 270: (y0, -x1, y1, -x0)}
    return frames.get(turn, box)


def wide(character: str) -> bool:
    """Tell whether a character is Han or its punctuation, which is set without spaces."""
    return ord(character) >= _WIDE_FROM or character in _WIDE_PUNCTUATION


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """Join glyphs, in the order the file writes them, to words of ordinary characters."""
    return list(map(_word, _runs(glyphs)))


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Put together what follows each other: most characters by so little from the one before that none asks more."""
    runs: list[list[Glyph]] = []
    run: list[Glyph] = []
    before: Glyph | None = None
    x0 = top = x1 = bottom = 0.0
    near = -1.0
    for glyph in glyphs:
        _, box, turn, spaced = glyph
        u0, v0, _, v1 = box
        beside = x0 < u0 and -near <= u0 - x1 <= near and -near <= v0 - top <= near and -near <= v1 - bottom <= near
        if (beside and not turn and not spaced) or (before is not None and _follows(before, glyph)):
            run.append(glyph)
        else:
            run = [glyph]
            runs.append(run)
        before, (x0, top, x1, bottom) = glyph, box
        near = -1.0 if turn else _PLAINLY * (bottom - top)
    return runs


def _word(run: Sequence[Glyph]) -> Word:
    first = run[0]
    if len(run) == 1:
        text, box, turn, spaced = first
    else:
        texts, boxes, _, _ = zip(*run)  # noqa: B905 - glyphs are glyphs
        text, box, turn, spaced = "".join(texts), around(boxes), first.turn, first.spaced
    text = text if _UNUSUAL.isdisjoint(text) else text.translate(ORDINARY)
    return _new_word((text, box, first.size, turn, spaced))


def _follows(before: Glyph, after: Glyph) -> bool:
    """Tell whether a glyph goes on the word: same turn, height and line, and no gap."""
    left, one, turn, _ = before
    right, other, other_turn, spaced = after
    if turn != other_turn or spaced:
        return False
    if turn:
        one, other = turned(one, turn), turned(other, turn)
    (x0, top, x1, bottom), (u0, other_top, _, other_bottom) = one, other
    height, other_height = bottom - top, other_bottom - other_top
    size, gap = height if height > other_height else other_height, u0 - x1  # noqa: FURB136 - calling `max` is slow
    if gap > size or u0 <= x0:
        return False
    close = 0.5 if left >= _FIRST_WIDE and right >= _FIRST_WIDE else 0.12
    if left in _NUMBER_PARTS and right in _NUMBER_PARTS:
        return -0.12 * size <= gap <= close * size and (
            _same_line(one, other, strict=True) or (_is_mark(left, right) and _same_top(one, other))
        )
    return -0.4 * size <= gap <= close * size and abs(top + bottom - other_top - other_bottom) <= 0.6 * size


def _same_line(one: Box, other: Box, *, strict: bool) -> bool:
    """Tell whether two boxes stand on one line; strictly, whether they are of one size too (no raised figures)."""
    height, other_height = one[3] - one[1], other[3] - other[1]
    tall, low = (height, other_height) if height > other_height else (other_height, height)
    if strict:
        return abs(one[3] - other[3]) <= 0.15 * tall and low >= 0.8 * tall
    return abs((one[1] + one[3]) - (other[1] + other[3])) <= 0.6 * tall


def _is_mark(left: str, right: str) -> bool:
    """Tell whether a digit stands beside a point or comma, which some fonts give a box of its own height."""
    return (left in _MARKS) != (right in _MARKS)


def _same_top(one: Box, other: Box) -> bool:
    height, other_height = one[3] - one[1], other[3] - other[1]
    return abs(one[1] - other[1]) <= 0.05 * max(height, other_height) and 0.7 <= height / (other_height or 1) <= 1 / 0.7


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Sort words that stand upright into lines, from top to bottom and left to right."""
    lines: list[list[Word]] = []
    middles, largest = 0.0, 0.0
    for word in sorted(words, key=_middle):
        middle, size = _middle(word), word.size
        if lines and abs(middle - middles / len(lines[-1])) <= 0.5 * min(size, largest):
            lines[-1].append(word)
            middles, largest = middles + middle, max(size, largest)
        else:
            lines.append([word])
            middles, largest = middle, size
    return [_line(line) for line in lines]


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _line(words: list[Word]) -> Line:
    if len(words) == 1:
        return Line((words[0],), words[0].box, words[0].size)
    words.sort(key=lambda word: word.box[0])
    sizes = sorted(word.size for word in words)
    return Line(tuple(words), around([word.box for word in words]), sizes[len(words) // 2])


def upright(words: Sequence[Word]) -> list[Word]:
    """Turn words so that most of them stand upright, for reading them in their own order."""
    if not any(word.turn for word in words):
        return list(words)
    turn = Counter(word.turn for word in words).most_common(1)[0][0]
    return [word._replace(box=turned(word.box, turn), turn=(word.turn - turn) % 360) for word in words]


def cell_text(words: Sequence[Word]) -> str:
    """Give the text of a cell: its lines one below the other."""
    if len(words) == 1:
        return words[0].text
    return "\n".join(line.text for line in lines_of(upright(words)))


def joined(words: Sequence[Word]) -> str:
    """Join words of one line, with a space wherever a gap, a written space or a change of size parts them."""
    text = words[0].text if words else ""
    for before, after in pairwise(words):
        text += (" " if parted(before, after) else "") + after.text
    return text


def parted(before: Word, after: Word) -> bool:
    """Tell whether two words of a line must not be joined."""
    size = max(before.size, after.size)
    gap = after.box[0] - before.box[2]
    left, right = before.text[-1], after.text[0]
    if left in _NUMBER_PARTS and right in _NUMBER_PARTS:
        level = _same_line(before.box, after.box, strict=True)
        clean = -0.12 * size <= gap <= 0.2 * size and (
            level or (_is_mark(left, right) and _same_top(before.box, after.box))
        )
        return after.spaced or not clean
    if wide(left) or wide(right):
        return gap > (1.0 if wide(left) and wide(right) else 0.5) * size
    return after.spaced or gap > 0.2 * size


def run_on(parts: Iterable[str]) -> str:
    """Join lines of one paragraph: no space next to Han characters, none inside a number, one between Latin words."""
    text = ""
    for part in parts:
        part_text = _without_wide_gaps(part)
        if text and part_text and not _seamless(text[-1], part_text[0]):
            text += " "
        text += part_text
    return text


def _seamless(left: str, right: str) -> bool:
    return wide(left) or wide(right) or (left in _NUMBER_PARTS and right in _NUMBER_PARTS)


def _without_wide_gaps(text: str) -> str:
    pieces = text.split()
    kept = pieces[:1]
    for before, after in pairwise(pieces):
        kept.append(after if wide(before[-1]) or wide(after[0]) else " " + after)
    return "".join(kept)
