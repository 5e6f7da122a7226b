"""Words and grids of all pages → tables and paragraphs in reading order.

What stands in a ruled cell is a table. Words in no cell that look like the row of a table become a table without
rules, one row a line: a row that a page break cut must not be lost. Everything else is running text, whose lines are
joined to paragraphs, over page breaks too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from generator.reading.readers.cell_words import cut_apart, lies_within, runs_over
from generator.reading.readers.clipped import EVERYWHERE, as_far_as_seen, beyond_border, digits_beyond, lies_whole
from generator.reading.readers.cut_rows import mended
from generator.reading.readers.document import Block, Box, Cell, Paragraph, Row, Table
from generator.reading.readers.free_labels import with_whole_labels
from generator.reading.readers.free_rows import SHORT_LABEL, Piece, is_row, row_tables, torn_marked
from generator.reading.readers.grid import Grid, GridCell, Squares, squares
from generator.reading.readers.seen import UNREAD
from generator.reading.readers.sheet import Sheet
from generator.reading.readers.words import DIGITS, Line, Word, lines_of, run_on
from generator.reading.readers.wrapped import cell_texts

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_DASHED_NUMBER = re.compile(r"[-—–－‐―]{1,2}\s*\d{1,4}\s*[-—–－‐―]{1,2}")
_WORDED_NUMBER = re.compile(r"第?\s*\d{1,4}\s*页\s*[,，/／]?\s*(?:[共总]\s*\d{1,4}\s*页)?")


_Item = Table | Piece


def blocks_of(sheets: Iterable[Sheet]) -> tuple[Block, ...]:
    """Give the tables and paragraphs of all pages, in reading order."""
    items = [item for sheet in sheets for item in _items(sheet)]
    margins = _margins(item for item in items if isinstance(item, Piece))
    blocks: list[Block] = []
    kinds = _kinds(items)
    for kind, group in groupby(zip(items, kinds, strict=True), key=lambda pair: pair[1]):
        members = [item for item, _ in group]
        if kind == "table":
            blocks += [item for item in members if isinstance(item, Table)]
        else:
            pieces = [item for item in members if isinstance(item, Piece)]
            blocks += row_tables(pieces) if kind == "row" else _paragraphs(pieces, margins)
    return tuple(mended(blocks))


def _items(sheet: Sheet) -> list[_Item]:
    """Give the tables and free lines of a page from top to bottom, without its page number."""
    inside: list[dict[GridCell, list[Word]]] = [defaultdict(list) for _ in sheet.grids]
    covered = [squares(grid) for grid in sheet.grids]
    free = []
    broken: set[GridCell] = set()
    for word in sheet.words:
        homes = _homes(sheet.grids, covered, word.middle)
        if homes:
            number, cell = homes[0] if len(homes) == 1 else min(homes, key=lambda home: _area(home[1].box))
            inside[number][cell].append(word)
            if lies_within(word, cell.box):
                continue
            if sheet.glyphs and word.turn == 0 and runs_over(word, cell.box):
                return _items(replace(sheet, words=tuple(cut_apart(sheet.glyphs, sheet.grids)), glyphs=()))
            over, lost = beyond_border(word, cell.box), digits_beyond(word, cell.box)
            for side, numbers in ((cell.box[0] - 1, over.left), (cell.box[2] + 1, over.right)):
                if numbers or (lost.left if side < cell.box[0] else lost.right):
                    broken |= {cell} if numbers else set()
                    broken |= {home for _, home in _homes(sheet.grids, covered, (side, word.middle[1]))}
        else:
            free.append(word)
    placed: list[tuple[float, int | Piece]] = [(grid.box[1], number) for number, grid in enumerate(sheet.grids)]
    placed += [
        (line.box[1], Piece(line, sheet))
        for line in with_whole_labels([_unturned(line) for line in torn_marked(lines_of(free))])
    ]
    found = _without_page_number([thing for _, thing in sorted(placed, key=lambda pair: pair[0])])
    return [
        thing if isinstance(thing, Piece) else _table(sheet, thing, inside[thing], cut, broken)
        for thing, cut in zip(found, _ends(len(found)), strict=True)
    ]


def _unturned(line: Line) -> Line:
    """Give a line in no cell with U+FFFD for its digits, if some are turned: nobody knows where such numbers end."""
    if not any(word.turn and not DIGITS.isdisjoint(word.text) for word in line.words):
        return line
    return line._replace(
        words=tuple(word._replace(text=re.sub(r"[0-9０-９]", UNREAD, word.text)) for word in line.words)
    )


_Cut = frozenset[int]


def _ends(count: int) -> Iterator[_Cut]:
    """Say of each thing on a page which of its ends, its first (0) and last (-1) row, the page may have cut.

    Those near the top and bottom of the page: no more than one line, a running title, stands beyond them.
    """
    for place in range(count):
        beyond = {0: place, -1: count - 1 - place}
        yield frozenset(end for end, things in beyond.items() if things <= 1)


def _homes(
    tables: Sequence[Grid], covered: Sequence[Squares], point: tuple[float, float]
) -> list[tuple[int, GridCell]]:
    """Find the ruled cells in which a point lies, each with the number of its table."""
    x, y = point
    homes = []
    for number, grid in enumerate(tables):
        if grid.rows[0] <= y <= grid.rows[-1]:
            row, column = bisect_right(grid.rows, y) - 1, bisect_right(grid.columns, x) - 1
            cell = covered[number].get((row, column)) or _open_square(grid, row, column)
            if cell:
                homes.append((number, cell))
    return homes


def _open_square(grid: Grid, row: int, column: int) -> GridCell | None:
    """Give a square inside a table that no walls close: what stands in it belongs to the table all the same."""
    if not (0 <= row < len(grid.rows) - 1 and 0 <= column < len(grid.columns) - 1):
        return None
    box = (grid.columns[column], grid.rows[row], grid.columns[column + 1], grid.rows[row + 1])
    return GridCell(row, column, 1, 1, box, whole=False)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _table(
    sheet: Sheet, number: int, inside: dict[GridCell, list[Word]], cut: _Cut, broken: Collection[GridCell]
) -> Table:
    """Fill the numbered grid of a page with its words. An empty piece of a broken shape is left out: it is no blank.

    Numbers in `broken` cells go over the border between them, and cannot be read.
    """
    by_row: dict[int, list[Cell]] = defaultdict(list)
    grid, seen = sheet.grids[number], sheet.edges[number] if sheet.edges else EVERYWHERE
    whole = lies_whole(grid.box, seen, sheet.paper)
    texts = cell_texts(inside, [end % (len(grid.rows) - 1) for end in cut])
    cells = grid.cells if all(cell.whole for cell in inside) else sorted({*grid.cells, *inside})
    for cell in cells:
        if cell.whole or cell in texts:
            place = sheet.place(cell.box)
            text = texts.get(cell, "")
            text = text if whole else as_far_as_seen(text, cell.box, inside[cell], seen, sheet.paper)
            text = f"{UNREAD}{text}" if cell in broken else text
            by_row[cell.row].append(Cell(text, place, cell.column, cell.span, cell.height))
    rows = (
        Row(tuple(by_row[row]), sheet.place((grid.box[0], top, grid.box[2], bottom)))
        for row, (top, bottom) in enumerate(pairwise(grid.rows))
    )
    return Table(tuple(rows), ruled=True)


def _without_page_number(found: list[int | Piece]) -> list[int | Piece]:
    """Leave out a page number: the first or last line of the page, and nothing but its number."""
    for end in (-1, 0):
        if found and _is_page_number(found[end]):
            del found[end]
    return found


def _is_page_number(item: int | Piece) -> bool:
    if not isinstance(item, Piece):
        return False
    text = item.line.text.strip()
    if _DASHED_NUMBER.fullmatch(text) or _WORDED_NUMBER.fullmatch(text):
        return True
    return re.fullmatch(rf"0?{item.sheet.page}(?:\s*[/／]\s*\d{{1,4}})?", text) is not None


def _kinds(items: Sequence[_Item]) -> list[str]:
    """Name each item `table`, `row` or `text`; a short label between two rows belongs to them."""
    kinds = ["table" if isinstance(item, Table) else "row" if is_row(item) else "text" for item in items]
    for place in range(1, len(items) - 1):
        item = items[place]
        if isinstance(item, Piece) and kinds[place - 1] == kinds[place + 1] == "row" and _is_label(item):
            kinds[place] = "row"
    return kinds


def _is_label(item: Piece) -> bool:
    text = item.line.text
    return len(text) <= SHORT_LABEL and text[-1] not in "。！？；"


_Margins = dict[int, tuple[float, float]]


def _margins(items: Iterable[Piece]) -> _Margins:
    """Left and right edge of the running text of each page: those that more than one line of like pages reaches."""
    by_width: dict[int, list[Piece]] = defaultdict(list)
    for item in items:
        by_width[item.sheet.turn % 180].append(item)
    margins: _Margins = {}
    for group in by_width.values():
        slack = max(item.em for item in group)
        left = _shared(sorted(item.line.box[0] for item in group), slack)
        right = -_shared(sorted(-item.line.box[2] for item in group), slack)
        margins.update({item.sheet.page: (left, right) for item in group})
    return margins


def _shared(edges: Sequence[float], slack: float) -> float:
    """Find the outermost edge that another line comes near to."""
    return next((edge for edge, following in pairwise(edges) if following - edge <= slack), edges[0])


def _paragraphs(items: Sequence[Piece], margins: _Margins) -> Iterator[Paragraph]:
    group: list[Piece] = []
    for item in items:
        if group and _begins(group[-1], item, margins):
            yield _paragraph(group)
            group = []
        group.append(item)
    if group:
        yield _paragraph(group)


def _paragraph(items: Sequence[Piece]) -> Paragraph:
    first = items[0]
    return Paragraph(run_on(item.line.text for item in items), first.sheet.place(first.line.box))


def _begins(before: Piece, after: Piece, margins: _Margins) -> bool:
    """Tell whether a line begins a new paragraph."""
    left, right = margins[after.sheet.page]
    if _goes_on_centred(before, after, margins):
        return False
    if after.line.box[0] - left > after.em or abs(after.line.size - before.line.size) > 0.3 * before.line.size:
        return True
    if _HEADING.match(after.line.text) and after.line.box[2] < right - 2 * after.em:
        return True
    if before.sheet.page == after.sheet.page and after.line.box[1] - before.line.box[3] > 1.2 * before.line.size:
        return True
    return _room(before, margins) > _first_token(after) + 0.8 * after.em


def _goes_on_centred(before: Piece, after: Piece, margins: _Margins) -> bool:
    """Tell whether a line is the centred end of a title that fills the line above it."""
    left, right = margins[after.sheet.page]
    sides = after.line.box[0] - left, right - after.line.box[2]
    alike = abs(after.line.size - before.line.size) <= 0.1 * before.line.size
    centred = min(sides) > 4 * after.em and abs(sides[0] - sides[1]) < 2 * after.em
    return alike and centred and _room(before, margins) < 2 * before.em and before.line.text[-1] not in "。：；！？"


def _room(item: Piece, margins: _Margins) -> float:
    """Measure what is left free at the end of a line, in points."""
    return margins[item.sheet.page][1] - item.line.box[2]


def _first_token(item: Piece) -> float:
    """Width of what cannot be broken at the start of a line: one Han character, or a whole Latin word or number."""
    match = re.match(r"[!-~]+[，。；：、）》”]?|.[，。；：、）》”]?", item.line.text)
    return item.em * sum(0.55 if character.isascii() else 1.0 for character in (match[0] if match else ""))
