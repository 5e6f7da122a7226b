"""Tables in text where a pipe closes every cell, as programs print them that take the text out of web pages.

A cell may lie on one line or on several, and so may a row. Behind a row stand as many more pipes as its merged cells
cover: they are nobody's blanks. Cells without text are sometimes left out, so a row that comes out too short has lost
cells, nobody knows which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from generator.reading.readers import cell_stream
from generator.reading.readers.cell_stream import Kind, Part, is_outside, kind_of
from generator.reading.readers.document import Table

_PADDED: Final = re.compile(r"\|[ ]\|{2,}[ ]*|[ ]*\|{2,}[ ]*")
_PADS_ALONE: Final = re.compile(r"[ ]*\|{2,}[ ]*")
_ONE_CLOSED: Final = re.compile(r"[^|\s][^|]* \|[ ]*")
_GLUED: Final = re.compile(r"[^|\s]\|")
_LABELLED: Final = re.compile(r"[\u4e00-\u9fff].*\|")
_MANY: Final = 3
"""One in so many."""
_PADDED_ROWS, _CLOSED_LINES, _PIPED_LINES = 3, 8, 12
_LONE_PIPES: Final = 30
_NEARLY: Final = 8
"""All but one in so many."""


def is_closed_by_pipes(lines: Sequence[str]) -> bool:
    """Tell whether a text prints its tables so: rows padded with pipes, single cells closed by one, or broken rows."""
    piped = [line for line in lines if "|" in line]
    if len(piped) < _PIPED_LINES or sum(bool(_GLUED.search(line)) for line in piped) >= _PADDED_ROWS:
        return False
    padded = sum(bool(_PADDED.search(line) and line.rstrip().endswith("||")) for line in piped)
    closed = sum(bool(_ONE_CLOSED.fullmatch(line)) for line in piped)
    return padded >= _PADDED_ROWS or closed >= _CLOSED_LINES or _has_broken_rows(lines) or _are_closed_below(lines)


def _are_closed_below(lines: Sequence[str]) -> bool:
    """Tell whether cells are closed by a pipe on the line below them, and by no other."""
    printed = [line.strip() for line in lines if line.strip()]
    between = zip(printed, printed[1:], printed[2:], strict=False)
    return sum("|" not in before + after and pipe == "|" for before, pipe, after in between) >= _LONE_PIPES


def _has_broken_rows(lines: Sequence[str]) -> bool:
    """Tell whether lines of cells end within one, and the pipe that closes it begins the next line."""
    printed = [line.strip() for line in lines if line.strip()]
    broken = [after for line, after in pairwise(printed) if "|" in line and not line.endswith("|")]
    closed = sum(after.startswith("|") for after in broken)
    return closed >= _CLOSED_LINES and closed * _NEARLY >= len(broken) * (_NEARLY - 1)


def begins_at(lines: Sequence[str], number: int) -> bool:
    """Tell whether a table begins at a line: with a pipe, or with a text that one on the next line closes."""
    if "|" in lines[number]:
        return True
    after = lines[number + 1].strip() if number + 1 < len(lines) else ""
    return after == "|" and bool(lines[number].strip()) and not is_outside(lines[number])


def end_of(lines: Sequence[str], start: int) -> int:
    """Give the line behind the last pipe of a table, by the line that it begins at (both from 0)."""
    end = start
    for number in range(start, len(lines)):
        line = lines[number]
        if "|" in line:
            end = number + 1
        elif line.strip() and (is_outside(line) or number > end):
            break
    return end


def table_of(lines: Sequence[str], start: int, end: int) -> Table | None:
    """Read the lines from `start` to before `end` as one table."""
    parts = (part for line in _lines(lines, start, end) for part in line)
    below = any(_PADS_ALONE.fullmatch(line) for line in lines)
    return cell_stream.table_of(parts, leads=_are_opened(lines), below=below)


def _are_opened(lines: Sequence[str]) -> bool:
    """Tell whether a pipe stands before each row, on its line or alone on the one before."""
    pairs = [(before.strip(), line.strip()) for before, line in pairwise(["", *lines]) if _LABELLED.search(line)]
    return sum(line.startswith("|") or before == "|" for before, line in pairs) * _MANY > len(pairs)


def _lines(lines: Sequence[str], start: int, end: int) -> Iterator[list[Part]]:
    """Give what the pipes of each line close; text behind the last pipe of a line goes on in the next."""
    held, begun = "", start
    for number in range(start, end):
        *closed, rest = lines[number].split("|")
        texts, at = [piece.strip() for piece in closed], [number + 1] * len(closed)
        if texts and held:
            texts[0], at[0] = f"{held}\n{texts[0]}".strip(), begun
        held, begun = (rest.strip(), number + 1) if texts or not held else (f"{held}\n{rest}".strip(), begun)
        kinds = _kinds(closed, texts, held)
        parts = [Part(*each) for each in zip(kinds, texts, at, strict=True)]
        several = Kind.VALUE in kinds and sum(kind in {Kind.VALUE, Kind.EMPTY} for kind in kinds) > 1
        yield [*parts, Part(Kind.END, "", number + 1)] if several and not held else parts
    if held:
        yield [Part(kind_of(held), held, begun)]


def _kinds(closed: Sequence[str], texts: Sequence[str], rest: str) -> list[Kind]:
    kinds = [kind_of(text) for text in texts]
    if kinds and kinds[0] is Kind.EMPTY:
        kinds[0] = Kind.LEAD
    if len(kinds) > 1 and kinds[-1] is Kind.EMPTY and not rest:
        kinds[-1] = Kind.LAST
    first = len(closed)
    while first > 1 and not closed[first - 1] and not rest:
        first -= 1
    if first < len(closed):  # pipes directly behind each other, and the one before them
        first -= not texts[first - 1]
        kinds[first:] = [Kind.PAD] * (len(closed) - first)
    return kinds
