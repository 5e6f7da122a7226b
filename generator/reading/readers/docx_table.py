"""A table of a Word file → the cells that are seen, at their logical columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.reading.readers.docx_styles import is_on
from generator.reading.readers.flow import MOST_SPAN, FlowCell, FlowTable, Item
from generator.reading.readers.xml_parts import Element, child, name_of, parts, value

_LOWEST: Final = 60
"""Twips: what is no higher is not seen."""
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


@dataclass(slots=True)
class _Square:
    """A cell as written: its columns, and whether it goes on with the cell above it."""

    element: Element
    column: int
    span: int
    joined: bool
    """The file marks it as part of a cell that reaches over several rows …"""
    opens: bool
    """… and as the first part of it."""
    height: int = 1


def table_of(table: Element, take: Callable[[Element], tuple[Item, ...]], drop: Callable[[Element], None]) -> FlowTable:
    """Read a table. `take` gives what is in a cell; what is not seen of the table goes to `drop`."""
    rows = [_squares(row, drop) for row in _inside(table, "tr") if _is_seen(row, drop)]
    kept: list[list[_Square]] = []
    open_cells: dict[int, _Square] = {}
    for row in rows:
        above, open_cells = open_cells, {}
        kept.append([])
        for square in row:
            first = above.get(square.column)
            if square.joined and not square.opens and first is not None and first.span == square.span:
                first.height += 1
                open_cells[square.column] = first
                drop(square.element)
                continue
            kept[-1].append(square)
            if square.joined:
                open_cells[square.column] = square
    return FlowTable(tuple(tuple(_cell(square, take) for square in row) for row in kept))


def _cell(square: _Square, take: Callable[[Element], tuple[Item, ...]]) -> FlowCell:
    return FlowCell(take(square.element), square.column, square.span, square.height)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Give the rows of a table or the cells of a row, not those of tables inside, out of all that may wrap them."""
    for one in element:
        if name_of(one) == name:
            yield one
        elif name_of(one) in _WRAPPERS:
            yield from _inside(one, name)


def _is_seen(row: Element, drop: Callable[[Element], None]) -> bool:
    """Tell whether a row is shown: neither deleted nor hidden."""
    told = parts(child(row, "trPr"))
    unseen = (
        "del" in told or ("hidden" in told and is_on(value(told["hidden"]) or "1")) or _is_flat(told.get("trHeight"))
    )
    if unseen:
        drop(row)
    return not unseen


def _is_flat(height: Element | None) -> bool:
    """Tell whether a row is made so low that nothing of it is seen."""
    twips = value(height) or ""
    return (
        value(height, name="hRule") == "exact" and re.fullmatch(r"\d{1,2}", twips) is not None and int(twips) < _LOWEST
    )


def _squares(row: Element, drop: Callable[[Element], None]) -> list[_Square]:
    squares: list[_Square] = []
    column = _count(value(row, "trPr", "gridBefore"), 0)
    for cell in _inside(row, "tc"):
        told = parts(child(cell, "tcPr"))
        if "cellDel" in told:
            drop(cell)
            continue
        span = _count(value(told.get("gridSpan")), 1)
        if squares and "hMerge" in told and value(told["hMerge"]) != "restart":
            squares[-1].span += span
        else:
            opens = value(told.get("vMerge")) == "restart"
            squares.append(_Square(cell, column, span, "vMerge" in told, opens))
        column += span
    return squares


def _count(text: str | None, default: int) -> int:
    return min(max(int(text), default), MOST_SPAN) if text and re.fullmatch(r"\d{1,6}", text) else default
