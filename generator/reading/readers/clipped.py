"""Where the edge of what is visible cuts a number or a cell: such a number may go on, and its text says so.

A page wider than its paper is printed up to the edge; what lies beyond is often not even in the file. So a number that
reaches the edge gets U+FFFD at that end, and so does a cell that goes on beyond it, unless its text ends well before.
Boxes are in points from the top left, turned so that the text stands upright.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.words import DIGITS, Word

BEARING: Final = 0.1
"""The white beside a digit in its own box, at most, in heights of its line."""
_GAP: Final = 0.25
"""The room between the digits of one number, at most, with their white, in heights of their line."""
_NARROWEST: Final = 3.0
"""No number is narrower than this, in points."""
_SLACK: Final = 1.0
"""A border is seen if no more of it than this, in points, lies beyond the edge."""
_NEAR: Final = 3.0
_LINE: Final = 1.5
"""The room between two lines of one number, at most, in heights of its line."""
_OVER: Final = 0.35
"""A number goes on into the next cell if more of it than this, in heights of its line, lies beyond the border."""
NUMBER_PARTS: Final = DIGITS | frozenset(".,．，")
_NUMBER_ENDS: Final = NUMBER_PARTS | {UNREAD}
_UNSURE: Final = DIGITS | {UNREAD}


class Edges(NamedTuple):
    """The x between which things are visible."""

    left: float
    right: float


EVERYWHERE: Final = Edges(-math.inf, math.inf)
ENDLESS: Final[Box] = (-math.inf, -math.inf, math.inf, math.inf)
"""A page without edges."""


class Cut(NamedTuple):
    """At which ends something may go on unseen."""

    left: bool
    right: bool

    def mark(self, text: str) -> str:
        """Give text with U+FFFD at its cut ends."""
        return UNREAD * (self.left and text[:1] != UNREAD) + text + UNREAD * (self.right and text[-1:] != UNREAD)


_WITHIN: Final = Cut(left=False, right=False)


def overlap(one: Box, other: Box) -> Box:
    """Give what two boxes share (with its sides crossed over, if that is nothing)."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def glyph_cut(box: Box, seen: Box) -> Cut:
    """Tell at which ends a part of a number crosses or touches the edge of what is visible of its text."""
    near = BEARING * (box[3] - box[1])
    left, right = box[0] < seen[0] + near, box[2] > seen[2] - near
    return Cut(left, right) if left or right else _WITHIN


def is_partly_seen(box: Box, seen: Box) -> bool:
    """Tell whether more than the white around a character is visible."""
    shared, white = overlap(box, seen), BEARING * (box[3] - box[1])
    return shared[2] - shared[0] > white and shared[3] - shared[1] > white


def is_at_side(box: Box, table: Box) -> bool:
    """Tell whether a line reaches the left or right side of a table."""
    beside = abs(box[0] - table[0]) < _NEAR or abs(box[2] - table[2]) < _NEAR
    return beside and box[3] > table[1] - _NEAR and box[1] < table[3] + _NEAR


def table_edges(table: Box, drawn: Iterable[tuple[Box, Box]], page: Edges) -> Edges:
    """Give the edges between which a table is seen: how far its outermost lines are, or the page's where none is cut.

    `drawn` are the boxes of lines at its sides, and where they are visible.
    """
    drawn = list(drawn)
    left = [seen[0] for box, seen in drawn if abs(box[0] - table[0]) < _NEAR]
    right = [seen[2] for box, seen in drawn if abs(box[2] - table[2]) < _NEAR]
    return Edges(max(min(left, default=page.left), page.left), min(max(right, default=page.right), page.right))


def beyond_border(word: Word, cell: Box) -> Cut:
    """Tell at which sides a number goes on over the border of its cell.

    It may be two numbers that touch there, or one that is too wide: nobody knows.
    """
    room = _OVER * word.size
    left, right = word.box[0] < cell[0] - room, word.box[2] > cell[2] + room
    if not (left or right):
        return _WITHIN
    return Cut(left and word.text[0] in _NUMBER_ENDS, right and word.text[-1] in _NUMBER_ENDS)


def digits_beyond(word: Word, cell: Box) -> Cut:
    """Tell at which sides a word lies over the next cell with a digit that may be of a number there.

    Where each character stands is told by their count, one more or less.
    """
    room, step = _OVER * word.size, (word.box[2] - word.box[0]) / len(word.text)
    if word.turn or step <= 0:
        return _WITHIN
    before = math.ceil((cell[0] - word.box[0]) / step) + 1 if word.box[0] < cell[0] - room else 0
    after = math.ceil((word.box[2] - cell[2]) / step) + 1 if word.box[2] > cell[2] + room else 0
    parts = word.text[:before], word.text[max(len(word.text) - after, 0) :] if after else ""
    return Cut(*(not _UNSURE.isdisjoint(part) for part in parts))


def lies_whole(table: Box, seen: Edges, page: Box) -> bool:
    """Tell whether a table lies so far within what is seen and within its page that neither cuts any of its cells."""
    inside = table[0] >= seen.left - _SLACK and table[2] <= seen.right + _SLACK
    left, top, right, bottom = (edge + side * _NEAR for edge, side in zip(page, (1, 1, -1, -1), strict=True))
    return inside and left <= table[0] and top <= table[1] and table[2] <= right and table[3] <= bottom


def as_far_as_seen(text: str, cell: Box, words: Sequence[Word], seen: Edges, page: Box) -> str:
    """Give the text of a cell, marked where its number may go on beyond what is seen of its table, or of the page."""
    return cut_by_page(cut_text(text, cell, words, seen), cell, words, page)


def cut_text(text: str, cell: Box, words: Sequence[Word], seen: Edges) -> str:
    """Give the text of a cell, marked where the cell goes on beyond the edge and its number may do so too.

    An empty cell is unread where a number may lie beyond.
    """
    beyond = Cut(cell[0] < seen.left - _SLACK, cell[2] > seen.right + _SLACK)
    if not any(beyond):
        return text
    if not words:
        return UNREAD if max(seen.left - cell[0], cell[2] - seen.right) > _NARROWEST else text
    near = [(word, _GAP * word.size) for word in words]
    left = any(word.text[0] in _NUMBER_ENDS and word.box[0] < seen.left + room for word, room in near)
    right = any(word.text[-1] in _NUMBER_ENDS and word.box[2] > seen.right - room for word, room in near)
    return Cut(beyond.left and left, beyond.right and right).mark(text)


def cut_by_page(text: str, cell: Box, words: Sequence[Word], page: Box) -> str:
    """Give the text of a cell, marked where its border lies on the edge of the page or beyond, and its number may too.

    Office programs end a table there that is too wide, borders and all, and leave out what lies beyond: an empty cell
    is unread.
    """
    shown = overlap(cell, page)
    cut = [abs(edge - one) < _NEAR for one, edge in zip(shown, page, strict=True)]
    if not any(cut):
        return text
    if not words:
        return UNREAD
    return Cut(_may_begin_unseen(words, shown, cut), _may_end_unseen(words, shown, cut)).mark(text)


def _may_begin_unseen(words: Sequence[Word], shown: Box, cut: Sequence[bool]) -> bool:
    firsts = [word for word in words if word.text[0] in _NUMBER_ENDS]
    beside = cut[0] and any(word.box[0] < shown[0] + _GAP * word.size for word in firsts)
    return beside or (cut[1] and any(word.box[1] < shown[1] + _LINE * word.size for word in firsts))


def _may_end_unseen(words: Sequence[Word], shown: Box, cut: Sequence[bool]) -> bool:
    lasts = [word for word in words if word.text[-1] in _NUMBER_ENDS]
    beside = cut[2] and any(word.box[2] > shown[2] - _GAP * word.size for word in lasts)
    return beside or (cut[3] and any(word.box[3] > shown[3] - _LINE * word.size for word in lasts))
