"""Where something stands in a report file."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.records.packing import maker

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left of the page as shown."""

_COUNTED: Final = ("line", "page", "table", "row", "cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Lines, pages, tables, rows and cells count from 1.

    Text has a line; PDF and scans a page and a box; HTML, Word and OFD a table, row and cell (paragraphs: a line).
    """

    line: int | None = None
    page: int | None = None
    box: Box | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None

    @staticmethod
    def on_page(page: int, box: Box) -> Place:
        """Give a box on a page: what the class gives, made faster, since a report has hundreds of cells."""
        place = _new(Place)
        _set_page(place, page)
        _set_box(place, box)
        for set_nothing in _set_others:
            set_nothing(place, None)
        return place

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to other processes as a line alone where that is all, as in every text: those share their places."""
        if (self.page, self.box, self.table, self.row, self.cell) == _LINE_ALONE:
            return _at_line, (self.line,)
        return _place, (self.line, self.page, self.box, self.table, self.row, self.cell)

    def to_plain(self) -> dict[str, Any]:
        """Give what is known, in a fixed order, as the record writes it."""
        plain: dict[str, Any] = {key: at for key in _COUNTED if (at := getattr(self, key)) is not None}
        if self.box is not None:
            plain["box"] = [round(edge, 1) for edge in self.box]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Place:
        """Read back what `to_plain` gave; other keys are left alone."""
        box = plain.get("box")
        edges = tuple(float(edge) for edge in box) if box else None
        get = plain.get
        return cls(
            box=edges,  # type: ignore[arg-type]
            line=get("line"),
            page=get("page"),
            table=get("table"),
            row=get("row"),
            cell=get("cell"),
        )


_LINE_ALONE: Final = (None,) * 5


@maker
@functools.lru_cache(maxsize=4096)
def _at_line(line: int | None) -> Place:
    return Place(line=line)


@maker
def _place(line: int | None, page: int | None, box: Box | None, *counted: int | None) -> Place:
    table, row, cell = counted
    return Place(line=line, page=page, box=box, table=table, row=row, cell=cell)


_new = object.__new__
_set_page, _set_box = Place.__dict__["page"].__set__, Place.__dict__["box"].__set__
_set_others = tuple(Place.__dict__[name].__set__ for name in ("line", "table", "row", "cell"))
