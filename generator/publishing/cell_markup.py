"""Cells of the statutory tables as markup, and the escaping of all templates: what half of a report's page is made of.

Two hundred cells a report, each with nine things to say: as a template that took longer than all the rest of the page.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup, escape

from generator.publishing.views_tables import REMEMBERED, CellView

_UNSAFE: Final = "&<>'\""
_LONG: Final = 100
"""A text of so many characters is hardly printed twice, and is not remembered."""


@functools.lru_cache(maxsize=8_192)
def _short(text: str) -> str:
    return str(escape(text))


def escaped(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    """Escape what a template prints. Most of it are the same few thousand short texts, and whole numbers.

    Raises `TypeError` for other numbers: 1.0 and 1.00 are equal, and would be taken for each other here.
    """
    if isinstance(value, Markup):
        return value
    return _escaped(value) if type(value) is str and len(value) >= _LONG else _remembered(value)


def _escaped(value: Any) -> str:  # noqa: ANN401 - as above
    if type(value) is str and not any(mark in value for mark in _UNSAFE):
        return value
    if isinstance(value, Decimal | float):
        message = f"{value!r}: pages say a number that is not whole in the words of `stated`"
        raise TypeError(message)
    return str(escape(value))


_remembered: Final = functools.lru_cache(maxsize=8_192, typed=True)(_escaped)


def cells_markup(cells: Iterable[CellView]) -> Markup:
    """Give the cells of a row. Each leads to its evidence; words beside the figure stand in attributes."""
    return Markup("".join(map(_cell, cells)))  # noqa: S704 - every text in it is escaped below


@functools.lru_cache(maxsize=REMEMBERED)
def _cell(cell: CellView) -> str:
    target, text = _short(cell.target), _short(cell.text)
    anchor = f' id="{_short(cell.anchor)}"' if cell.anchor else ""
    stop = "" if cell.alone or cell.anchor else ' tabindex="-1"'
    doubt = f' data-beside="{_short(cell.doubt)}"' if cell.doubt else ""
    mark = f' data-mark="{_short(cell.mark)}"' if cell.mark else ""
    spoken = f'<span class="vh">（{_short(cell.spoken)}）</span>' if cell.spoken else ""
    head = f'<td data-cell="{_short(cell.name)}" data-value="{_short(cell.value)}"{anchor}>'
    return f'{head}<a href="#evidence-{target}"{stop}{doubt}{mark}>{text}{spoken}</a></td>'
