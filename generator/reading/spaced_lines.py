"""Lines of running text with where their words stand: rows with their numbers, and the heads over the columns."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.labels import normal
from generator.reading.observe import Observed
from generator.reading.readers.document import Cell, Document, Paragraph, Table
from generator.records.figures import fold
from generator.records.forms import FORM_NAMES, applicants, cases, form_table, outcomes

_WORD: Final = re.compile(r"\S+")
_UNITS: Final = frozenset({"万元", "元", "件"})
_PAGE_END: Final = re.compile(r"[-—–－\s]*[0-9０-９]{1,3}[-—–－\s]*|第?\s*[0-9]{1,3}\s*(?:页.*|/\s*[0-9]{1,3})")
_LONGEST_LINE: Final = 60
_HEAD_LINES: Final = 5
_TABLE_END: Final = re.compile(r"第二十条.*项|.*。.*|[一二三四五六]、.*(?:情况|事项)")
_LONGEST_BLOCK: Final = 8
_MIDDLE: Final = 4
"""The lines of a head have their middles no further apart than this, in quarters of a point."""
_WIDE: Final = frozenset("WFA")

Span = tuple[int, int]
Measure = Callable[[str], int]


def _by_width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _by_script(character: str) -> int:
    return 1 if fold(character).isascii() else _by_width(character)


MEASURES: Final[tuple[Measure, ...]] = (_by_width, _by_script, lambda _: 1)
"""How many columns a character takes: two if it is wide, as terminals draw it; full-width digits one; each one."""


@functools.lru_cache(maxsize=4096)
def _reached(line: str, measure: Measure) -> tuple[int, ...]:
    """Give the column in which each character of a line begins, and where the last one ends."""
    return (0, *itertools.accumulate(map(measure, line)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a word stands on its line, counted in characters."""

    line: str
    start: int
    end: int

    def measured(self, measure: Measure) -> Span:
        """Give where it stands in columns."""
        at = _reached(self.line, measure)
        return at[self.start], at[self.end]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell of a row without rules stands on its page, in half points: no way to count changes that."""

    start: int
    end: int

    def measured(self, _: Measure) -> Span:
        """Give where it stands."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Line:
    """A row on its line: its page, where its label stands, and where its values do.

    `abutting` says that no space parts the first value from the label.
    """

    item: Observed
    page: int
    label: Mark | Spot
    marks: tuple[Mark | Spot, ...]
    abutting: bool

    def without_first(self) -> Line:
        """Give it with the first value as part of the label."""
        first, *rest = self.marks
        return dataclasses.replace(self, label=dataclasses.replace(self.label, end=first.end), marks=tuple(rest))


@dataclass(frozen=True, slots=True)
class Frame:
    """The heads of the columns over a row, from left to right."""

    heads: tuple[Mark | Spot, ...]


def lines_of(seen: Sequence[Observed], document: Document) -> tuple[Line, ...]:
    """Give those rows of which every number is found on one line of plain text, or of a page that tells places."""
    pages = _pages(document)
    lines = (_line(item, document, pages) if item.loose else _placed(item, document) for item in seen if item.count)
    return tuple(line for line in lines if line)


def _pages(document: Document) -> Mapping[int, int]:
    """Give the page of each block: one ends at a form feed, and where a line holds its number alone."""
    pages, page, fed = {}, 0, 0
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and (block.page != fed or _PAGE_END.fullmatch(block.text)):
            page, fed = page + 1, block.page
        pages[number] = page
    return pages


def _line(item: Observed, document: Document, pages: Mapping[int, int]) -> Line | None:
    block = document.blocks[item.block]
    if not (isinstance(block, Paragraph) and block.printed):
        return None
    words = _words(block.printed)
    before, tail = words[: -item.count], words[-item.count :]
    texts = [field.text for field in item.fields]
    if {field.place for field in item.fields} != {block.place} or len(tail) < item.count:
        return None
    if [text for text, _ in tail[1:]] != texts[1:] or not tail[0][0].endswith(texts[0]):
        return None
    first, mark = tail[0]
    abutting = first != texts[0]
    start = mark.end - len(texts[0]) if abutting else mark.start
    label = Mark(mark.line, 0, start if abutting else before[-1][1].end if before else 0)
    marks = (dataclasses.replace(mark, start=start), *(other for _, other in tail[1:]))
    return Line(item, pages[item.block], label, marks, abutting)


def _placed(item: Observed, document: Document) -> Line | None:
    """Give a row of cells whose boxes tell where they stand: its label left of its numbers, each in its own box.

    A label that ends in a digit may hold the first number. Pages count below nothing: no line of plain text is beside.
    """
    block = document.blocks[item.block]
    if not (isinstance(block, Table) and block.placed):
        return None
    cells = next((row.cells for row in block.rows if row.place == item.place), ())
    values, numbers = cells[len(cells) - len(item.fields) :], [field.place for field in item.fields]
    boxes = [cell.place.box for cell in cells if cell.place.box]
    known = [cell.place for cell in values] == numbers and len(boxes) == len(cells)
    labels = [cell.text for cell in cells[: len(cells) - len(numbers)]]
    if not known or any(fold(text)[-1:].isdigit() for text in labels) or not all(f.printed for f in item.fields):
        return None
    spots = [Spot(round(2 * box[0]), round(2 * box[2])) for box in boxes]
    before = spots[: len(spots) - len(numbers)]
    label = Spot(0, max((spot.end for spot in before), default=0))
    return Line(item, -(item.place.page or 0), label, tuple(spots[len(before) :]), abutting=False)


def _words(line: str) -> list[tuple[str, Mark]]:
    """Give the words of a line, each with where it stands; a unit belongs to the number before it."""
    words: list[tuple[str, Mark]] = []
    for match in _WORD.finditer(line):
        word, start = fold(match[0]), match.start()
        if word in _UNITS and words and words[-1][0][-1:].isdigit():
            before, mark = words.pop()
            word, start = before + word, mark.start
        words.append((word, Mark(line, start, match.end())))
    return words


def frames_of(seen: Sequence[Observed], document: Document) -> Mapping[int, Frame]:
    """Give the heads over each row, by the row's order, where they stand on its page and name every column."""
    pages = _pages(document)
    rows = {item.block: item for item in seen}
    found = {item.order: Frame(spots) for item in seen if item.count and (spots := _heads_above(item, document))}
    frame: Frame | None = None
    above: list[list[tuple[str, Mark]]] = []
    start = 0
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or not block.printed or pages[number] != pages.get(number - 1):
            frame, above = None, []
        if not isinstance(block, Paragraph):
            continue
        words = [(normal(text), mark) for text, mark in _words(block.printed)]
        above = [*above, words][-_HEAD_LINES:]
        if heads := _heads(above):
            frame, start, above = Frame(heads), number, []
        elif _ends(block) or (frame and number - start > _rows_under(frame)):
            frame = None
        if frame and number in rows:
            found[rows[number].order] = frame
    return found


def _heads_above(item: Observed, document: Document) -> tuple[Spot, ...]:
    """Give the heads in the rows just above one whose cells have places; they may take several lines."""
    block = document.blocks[item.block]
    rows = block.rows if isinstance(block, Table) and block.placed else ()
    at = next((n for n, row in enumerate(rows) if row.place == item.place), 0)
    for first in range(at - 1, max(at - 1 - _HEAD_LINES, -1), -1):
        stacks = _stacked([cell for row in rows[first:at] for cell in row.cells])
        if tuple(normal("".join(texts)) for _, texts in stacks) in _table_heads():
            return tuple(spot for spot, _ in stacks)
    return ()


def _stacked(cells: Sequence[Cell]) -> list[tuple[Spot, list[str]]]:
    """Put what stands in the middle under each other together, from top to bottom; from left to right."""
    stacks: list[tuple[Spot, list[str]]] = []
    for cell in cells:
        x0, _, x1, _ = cell.place.box or (0.0, 0.0, 0.0, 0.0)
        spot = Spot(round(2 * x0), round(2 * x1))
        for n, (other, texts) in enumerate(stacks):
            if abs(spot.start + spot.end - other.start - other.end) <= _MIDDLE:
                stacks[n] = Spot(min(spot.start, other.start), max(spot.end, other.end)), [*texts, cell.text]
                break
        else:
            stacks.append((spot, [cell.text]))
    return sorted(stacks, key=lambda stack: (stack[0].start, stack[0].end))


def _rows_under(frame: Frame) -> int:
    """Give how many lines of rows may stand under heads."""
    return _LONGEST_BLOCK if len(frame.heads) != len(applicants()) else 2 * _LONGEST_LINE


def _ends(block: Paragraph) -> bool:
    text = "".join(block.text.split())
    return len(text) > _LONGEST_LINE or bool(_TABLE_END.fullmatch(text))


def _heads(above: Sequence[Sequence[tuple[str, Mark]]]) -> tuple[Mark, ...]:
    """Give the heads that the last lines name, if the last of them names some and together they name every column."""
    last = above[-1]
    for count in range(len(last), max(len(last) - 2, 0), -1):
        if tuple(text for text, _ in last[-count:]) in _block_heads():
            return tuple(mark for _, mark in last[-count:])
    for labels in _table_heads():
        named = [(text, mark) for words in above for text, mark in words if text in labels]
        if len(named) == len(labels) and any(text in labels for text, _ in last):
            orders = (sorted(named, key=lambda pair: pair[1].measured(measure)) for measure in MEASURES)
            ordered = next((order for order in orders if tuple(text for text, _ in order) == labels), [])
            return tuple(mark for _, mark in ordered)
    return ()


@functools.cache
def _block_heads() -> frozenset[tuple[str, ...]]:
    rows = (row for form in FORM_NAMES for row in form_table(form, "proactive").rows)
    return frozenset(tuple(normal(cell.label) for cell in row.cells) for row in rows)


@functools.cache
def _table_heads() -> tuple[tuple[str, ...], ...]:
    outcome = tuple(normal(column.label) for column in outcomes())
    return tuple(normal(column.label) for column in applicants()), outcome * len(cases())


def is_whole_label(label: str) -> bool:
    """Tell whether a label is the whole of that of a row of 表二."""
    return normal(label) in _block_labels()


@functools.cache
def _block_labels() -> frozenset[str]:
    return frozenset(normal(row.label) for form in FORM_NAMES for row in form_table(form, "proactive").rows)
