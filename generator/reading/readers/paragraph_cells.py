"""Tables in text with a paragraph for every cell, where empty cells have left empty lines.

Programs that take the text out of web pages leave one empty line between cells. An empty cell is a line of its own
with a space in it, or leaves one or two empty lines more. Which of these holds the rows must tell, all of them alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from generator.reading.readers import cell_stream
from generator.reading.readers.cell_stream import Kind, Part, begin_with_labels, is_outside, kind_of
from generator.reading.readers.document import Table

_LEAST_CELLS: Final = 40
_USUAL: Final = 2
"""From one cell to the next."""
_SPACED, _ONE_LINE, _TWO_LINES = 0, 1, 2
"""Ways in which an empty cell shows: a line with a space, one or two lines more."""


class _Word(NamedTuple):
    """A printed line, from 0, with the empty lines before it: `beyond` the usual one, and those `spaced` by a space."""

    text: str
    line: int
    beyond: int
    spaced: int


def tables(lines: Sequence[str]) -> dict[int, tuple[int, Table]]:
    """Give the tables that leave marks of empty cells: by their first line (from 0) the line behind, and the table.

    Nothing, if no reading of such marks fits all rows.
    """
    regions = [region for region in _regions(lines) if len(region) >= _USUAL]
    cells = [word for region in regions for word in region]
    if len(cells) < _LEAST_CELLS:
        return {}
    for way in (_SPACED, _ONE_LINE, _TWO_LINES):
        if _shows(cells, way):
            parts = {tuple(region): list(_parts(region, way)) for region in regions}
            made = {key: cell_stream.table_of(each) for key, each in parts.items() if begin_with_labels(each)}
            if any(table.ruled for table in made.values() if table):
                return {region[0].line: (region[-1].line + 1, table) for region, table in made.items() if table}
    return {}


def _regions(lines: Sequence[str]) -> Iterator[list[_Word]]:
    """Give runs of short paragraphs of one line each; one of two lines is none, nor tells what stands before it."""
    region: list[_Word] = []
    for word in _words(lines):
        goes_on = bool(region) and word.beyond < 0
        if is_outside(word.text) or goes_on:
            yield region[:-1] if goes_on else [*region, *_marks_at_end(region, word)]
            region = []
        if not is_outside(word.text):
            region.append(word)
    yield region


def _marks_at_end(region: Sequence[_Word], following: _Word) -> list[_Word]:
    """Give the lines with a space behind a region as a word without text: its last cells may be empty ones."""
    return [_Word("", region[-1].line, 0, following.spaced)] if region and following.spaced else []


def _words(lines: Sequence[str]) -> Iterator[_Word]:
    last, spaced = -_USUAL, 0
    for number, line in enumerate(lines):
        if line.strip():
            yield _Word(line.strip(), number, number - last - _USUAL, spaced)
            last, spaced = number, 0
        else:
            spaced += bool(line)


def _shows(cells: Sequence[_Word], way: int) -> bool:
    """Tell whether empty cells may show in this way: the marks of the others are nowhere."""
    if way == _SPACED:
        return any(cell.spaced for cell in cells)
    return all(not cell.spaced for cell in cells) and any(cell.beyond for cell in cells[1:])


def _parts(region: Sequence[_Word], way: int) -> Iterator[Part]:
    for number, word in enumerate(region):
        marks = 0 if not number else word.spaced if way == _SPACED else word.beyond // way
        yield from [Part(Kind.EMPTY, "", word.line)] * marks
        if word.text:
            yield Part(kind_of(word.text), word.text, word.line + 1)
