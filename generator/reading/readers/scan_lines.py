"""Pieces of ink → lines of text: which pieces stand side by side, whatever they say. Geometry only, in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from generator.reading.readers.raster import Patch, Piece

_LEAST: Final = 9
"""What is smaller both ways is no part of a character that could stand alone: a point, or a speck."""
_TALL, _WIDE = 14, 12
"""What is lower and narrower than this is no character, and no dash: the smallest type has digits of 15 pixels."""
LARGEST: Final = 260
"""What is longer than this is no character."""
_TOUCH: Final = 0.35
_WIDE_GAP: Final = 1.6
_DIGIT: Final = 0.6
_SEAM, _SQUARE = 0.1, 0.75
"""A single character may fall into an upper and a lower part: together they are square, and hardly parted."""


class TextLine(NamedTuple):
    """One line, or part of a line: the patch that its ink fills, and its pieces from left to right."""

    patch: Patch
    pieces: tuple[Piece, ...]


def moved(line: TextLine, left: int, up: int) -> TextLine:
    """Give a line whose places are told in a picture that was cut off by so many pixels at its left and top."""

    def shift(patch: Patch) -> Patch:
        return Patch(patch.x0 - left, patch.y0 - up, patch.x1 - left, patch.y1 - up)

    return TextLine(shift(line.patch), tuple(piece._replace(patch=shift(piece.patch)) for piece in line.pieces))


def around(patches: Iterable[Patch]) -> Patch:
    """Give the smallest patch around patches."""
    x0s, y0s, x1s, y1s = zip(*patches, strict=True)
    return Patch(min(x0s), min(y0s), max(x1s), max(y1s))


def _around(pieces: Iterable[Piece]) -> Patch:
    return around(piece.patch for piece in pieces)


def _is_mark(piece: Piece) -> bool:
    return _LEAST <= max(piece.patch.width, piece.patch.height) <= LARGEST


def _is_character(patch: Patch) -> bool:
    return patch.height >= _TALL or patch.width >= _WIDE


def is_ink(pieces: Iterable[Piece]) -> bool:
    """Tell whether any of these pieces is too large for a speck."""
    return any(_is_character(piece.patch) for piece in pieces)


def lines_of(pieces: Sequence[Piece]) -> list[TextLine]:
    """Sort pieces of ink into lines, from top to bottom. Specks that stand alone are left out."""
    bands = _bands(sorted((one for one in pieces if _is_mark(one)), key=lambda one: one.patch.y0))
    small = [one for one in pieces if max(one.patch.width, one.patch.height) < _LEAST]
    return [_line(band, small) for band in bands if is_ink(band)]


def _bands(marks: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces, sorted from above, into bands that overlap from top to bottom."""
    bands: list[tuple[int, list[Piece]]] = []
    for mark in marks:
        if bands and mark.patch.y0 < bands[-1][0] - _slack(bands[-1][1], mark):
            bottom, band = bands[-1]
            band.append(mark)
            bands[-1] = (max(bottom, mark.patch.y1), band)
        else:
            bands.append((mark.patch.y1, [mark]))
    return _joined([band for _, band in bands])


def _slack(band: Sequence[Piece], mark: Piece) -> float:
    """How far lines set close may reach into each other without being one."""
    low = min(_around(band).height, mark.patch.height)
    return _TOUCH * low if low > _LEAST else 0.0


def _joined(bands: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Join bands that are parts of one line of characters: 二 and 三 have gaps of their own."""
    heights = sorted(_around(band).height for band in bands)
    usual = heights[int(len(heights) * 0.75)] if heights else 0
    joined: list[list[Piece]] = []
    for band in bands:
        if joined and _is_one(_around(joined[-1]), _around(band), usual):
            joined[-1] += band
        else:
            joined.append(list(band))
    return joined


def _is_one(upper: Patch, lower: Patch, usual: int) -> bool:
    both, gap = around((upper, lower)), lower.y0 - upper.y1
    if gap < _SEAM * both.height and _SQUARE <= both.width / both.height <= 1 / _SQUARE:
        return True
    low = min(upper.height, lower.height) < 0.6 * usual
    return both.height <= 1.25 * usual and (low or gap < 0) and gap < 0.5 * usual


def _line(band: Sequence[Piece], small: Sequence[Piece]) -> TextLine:
    """Make a line of pieces and the points among them."""
    patch = _around(band)
    deep = patch.y1 + patch.height // 5
    inside = (
        one
        for one in small
        if patch.x0 <= one.patch.x0 <= patch.x1 and patch.y0 <= one.patch.y0 and one.patch.y1 <= deep
    )
    return TextLine(patch, tuple(sorted([*band, *inside], key=lambda one: one.patch.x0)))


def parts_of(line: TextLine) -> Iterator[TextLine]:
    """Part a line where it gapes like the cells of a table without rules."""
    parts: list[list[Piece]] = []
    reach = 0
    for piece in (one for one in line.pieces if _is_mark(one)):
        if not parts or piece.patch.x0 - reach > _WIDE_GAP * line.patch.height:
            parts.append([])
        reach = max(reach, piece.patch.x1)
        parts[-1].append(piece)
    small = [one for one in line.pieces if not _is_mark(one)]
    return (_line(part, small) for part in parts if is_ink(part))


def digits_of(line: TextLine) -> list[Patch]:
    """Give what may be digits of a line, from left to right: what is as high as the line, broken parts put together."""
    found: list[Patch] = []
    for piece in line.pieces:
        patch = piece.patch
        if found and patch.x0 < found[-1].x1 - 0.3 * min(patch.width, found[-1].width) and _is_mark(piece):
            found[-1] = around((found[-1], patch))
        elif _is_mark(piece):
            found.append(patch)
    return [patch for patch in found if patch.height >= _DIGIT * line.patch.height]
