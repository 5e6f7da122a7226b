"""Made-up reports as text whose columns are aligned by spaces alone: by hand, by terminals, and as PDF extractors do.

All cells of a column stand flush left, flush right or centred under each other; an empty cell leaves only its place.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.reading.rendering import Grid, Report, document

_PAGE_ROWS: Final = 14
_CASES: Final = 12


@dataclass(frozen=True, slots=True)
class Pitch:
    """How a text is laid out: `flush` of numbers, columns a Han character takes, spaces, where long labels wrap.

    `label` says where the numbers of a wrapped label stand (0 on its first line, 1 in the middle, 2 on its last one);
    `pages` moves the table sideways every few rows, with a form feed or a page number between.
    """

    flush: str
    han: int
    gap: int
    wrap: int
    label: int
    indent: int
    pages: str


def draw_pitch(rng: random.Random) -> Pitch:
    """Draw a layout."""
    return Pitch(
        flush=rng.choice(["left", "right", "centre"]),
        han=rng.choice([2, 2, 1]),
        gap=rng.choice([1, 2, 2, 4, 8]),
        wrap=rng.choice([8, 12, 60]),
        label=rng.choice([0, 1, 2]),
        indent=rng.choice([0, 0, 4, 13]),
        pages=rng.choice(["", "", "\f", "- {} -", "第{}页"]),
    )


def _width(text: str, han: int) -> int:
    return sum(han if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _set(text: str, width: int, flush: str, han: int) -> str:
    room = max(width - _width(text, han), 0)
    left = {"left": 0, "right": room, "centre": room // 2}[flush]
    return " " * left + text + " " * (room - left)


def _pieces(text: str, wrap: int) -> list[str]:
    return [text[start : start + wrap] for start in range(0, len(text), wrap)] or [""]


def _lines_of(row: list[str], widths: list[int], pitch: Pitch) -> list[str]:
    """Give the lines of one row: labels wrapped, numbers on one of their lines."""
    labels = len(row) - sum(1 for cell in row if not cell or cell[:1].isdigit())
    pieces = [_pieces(cell, pitch.wrap) if n < max(labels, 1) else [cell] for n, cell in enumerate(row)]
    height = max(map(len, pieces))
    lines = []
    for line in range(height):
        cells = []
        for n, (piece, width) in enumerate(zip(pieces, widths, strict=False)):
            top = (height - len(piece)) * pitch.label // 2
            text = piece[line - top] if top <= line < top + len(piece) else ""
            cells.append(_set(text, width, "left" if n == 0 and len(row) < _CASES else pitch.flush, pitch.han))
        lines.append((" " * pitch.gap).join(cells).rstrip())
    return lines


def _widths(grid: Grid, pitch: Pitch) -> list[int]:
    rows = [row for row in grid if len(row) > 1]
    columns = max(map(len, grid))
    return [
        max([4, *(_width(piece, pitch.han) for row in rows if len(row) > n for piece in _pieces(row[n], pitch.wrap))])
        for n in range(columns)
    ]


def _drawn(grid: Grid, pitch: Pitch, rng: random.Random) -> str:
    shown = [_joined_labels(row) for row in grid]
    lines, indent, page = [], pitch.indent, 1
    for number, row in enumerate(shown):
        if pitch.pages and number and number % _PAGE_ROWS == 0:
            lines.append(pitch.pages.format(page))
            indent, page = rng.randint(0, 12), page + 1
        if len(row) == 1:
            lines.append(" " * (indent + 20) + row[0])
        else:
            lines += [" " * indent + line for line in _lines_of(row, _widths(shown, pitch), pitch)]
    return "\n".join(lines)


def _joined_labels(row: list[str]) -> list[str]:
    """Give a row of 表三 with its three label cells as one."""
    return ["".join(row[:3]), *row[3:]] if 9 <= len(row) <= 11 else row


def spaced_columns(report: Report) -> str:
    """Text in columns, in a layout drawn from the report's seed."""
    rng = random.Random(report.seed)  # noqa: S311 - the same file again from the same report
    return in_columns(report, draw_pitch(rng), rng)


def in_columns(report: Report, pitch: Pitch, rng: random.Random) -> str:
    """Text in columns, in one layout."""
    return document(report, lambda grid: _drawn(grid, pitch, rng))


SPACED_LAYOUTS: Mapping[str, Callable[[Report], str]] = {"spaced_columns": spaced_columns}
