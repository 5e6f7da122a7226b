"""Marks in the picture of a page: how alike two are, which is a slash, and where something lies across the print.

With `raster` the door to OpenCV; pictures and lengths are as told there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from generator.reading.readers.raster import Patch, Picture, pieces_of

import cv2  # isort: skip - loaded by `raster`, which says with how much memory
import numpy as np  # isort: skip

_WHITE: Final = 255
_BROADEST, _ASIDE = 30, 4
"""How broad a rule is taken out at most, and how far aside a slanting mark goes on beyond it."""
_MARK, _FOREIGN = 9, 12
"""What is longer than this is no speck, and so many pixels of it in a cell are no chance."""
_SHAPE: Final = 24
_LEANING, _BEND, _UNEVEN = 0.2, 0.12, 0.42
_FAINT: Final = 22
_FAINT_AREA: Final = 14
_HALO: Final = 6
"""So far around its ink a line may be pale: blur, and the traces of a JPEG."""


def across(ink: Picture, ruled: Picture, patches: Sequence[Patch], longest: int) -> list[bool]:
    """Tell through which patches something runs that is not theirs alone: a stamp, a stroke of a pen.

    That is ink in a patch which also lies in another one, is longer than anything printed, or goes on beyond a rule.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strange = np.max(stats[:, 2:4], axis=1) > longest
    strange[_beyond_rules(labels, stats, ruled)] = True
    held: list[Any] = []
    for patch in patches:
        found, counts = np.unique(labels[patch.y0 : patch.y1, patch.x0 : patch.x1], return_counts=True)
        held.append(found[(counts >= _FOREIGN) & (found > 0)])
    seen, times = np.unique(np.concatenate([np.zeros(0, np.int64), *held]).astype(np.int64), return_counts=True)
    strange[seen[times > 1]] = True
    strange[0] = False
    return [bool(strange[one].any()) for one in held]


def _beyond_rules(labels: Picture, stats: Picture, ruled: Picture) -> Picture:
    """Give the labels of marks that end at a rule where another mark begins on its other side."""
    marks = np.where(np.max(stats[:, 2:4], axis=1) >= _MARK, np.arange(len(stats)), 0)
    marks[0] = 0
    found: list[Any] = []
    for picture, rules in ((labels, ruled), (labels.T, ruled.T)):
        edges = np.diff(np.pad((rules > 0).T.astype(np.int8), 1), axis=1)[1:-1]
        (columns, begins), (_, ends) = np.nonzero(edges == 1), np.nonzero(edges == -1)
        inside = (begins > 0) & (ends < rules.shape[0]) & (ends - begins <= _BROADEST)
        columns, before, after = columns[inside], begins[inside] - 1, ends[inside]
        first = marks[picture[before, columns]]
        for aside in range(-_ASIDE, _ASIDE + 1):
            second = marks[picture[after, np.clip(columns + aside, 0, rules.shape[1] - 1)]]
            both = (first > 0) & (second > 0)
            found += [first[both], second[both]]
    return np.concatenate(found)


def is_faintly_marked(page: Picture, patch: Patch, lines: Sequence[Patch] = ()) -> bool:
    """Tell whether a patch holds something paler than ink that is no speck.

    Where `lines` of ink stand in it, what is pale around them is theirs, and a spot above or below them is a speck.
    """
    inside = page[patch.y0 : patch.y1, patch.x0 : patch.x1]
    if min(inside.shape) < 8:
        return False
    smooth = cv2.medianBlur(np.ascontiguousarray(inside), 5)
    pale = cv2.compare(smooth, _WHITE - _FAINT, cv2.CMP_LT)
    beside = np.zeros(len(pale), bool)
    for x0, y0, x1, y1 in lines:
        top, left = max(y0 - patch.y0 - _HALO, 0), max(x0 - patch.x0 - _HALO, 0)
        pale[top : y1 - patch.y0 + _HALO, left : x1 - patch.x0 + _HALO] = 0
        beside[top : y1 - patch.y0 + _HALO] = True
    found = (piece.patch for piece in pieces_of(pale) if piece.area >= _FAINT_AREA)
    return any(not lines or one.height > _MARK or beside[one.y0 : one.y1].any() for one in found)


def is_slash(ink: Picture, patch: Patch) -> bool:
    """Tell whether a patch holds nothing but one straight stroke that leans to the right."""
    inside = ink[patch.y0 : patch.y1, patch.x0 : patch.x1] > 0
    widths = inside.sum(axis=1)
    rows = np.nonzero(widths)[0]
    if len(rows) < 8:
        return False
    widths = widths[rows]
    middles = (inside[rows] * np.arange(inside.shape[1])).sum(axis=1) / widths
    slope, start = np.polyfit(rows, middles, 1)
    bend = float(np.abs(middles - (slope * rows + start)).max()) / len(rows)
    return bool(-slope >= _LEANING) and bend <= _BEND and float(widths.std() / widths.mean()) <= _UNEVEN


def shape_of(ink: Picture, patch: Patch) -> Picture:
    """Give the shape of a character, whatever its size, as a vector of length 1: alike ones have a product near 1."""
    inside = ink[patch.y0 : patch.y1, patch.x0 : patch.x1]
    scale = _SHAPE / max(inside.shape)
    small = cv2.resize(inside, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:_SHAPE, :_SHAPE]
    square = np.zeros((_SHAPE, _SHAPE), np.float32)
    top, left = (_SHAPE - small.shape[0]) // 2, (_SHAPE - small.shape[1]) // 2
    square[top : top + small.shape[0], left : left + small.shape[1]] = small
    square = cv2.GaussianBlur(square, (3, 3), 0) - square.mean()
    return square.ravel() / (float(np.linalg.norm(square)) or 1.0)


def likeness(shapes: Sequence[Picture]) -> Picture:
    """Give how alike shapes are, each with each, from -1 to 1; of a shape with itself -1."""
    table = np.stack(shapes) @ np.stack(shapes).T
    np.fill_diagonal(table, -1.0)
    return table
