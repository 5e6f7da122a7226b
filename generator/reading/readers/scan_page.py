"""The picture of a page → the page set straight and upright, its ruled grids, and where its lines of text stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.readers import raster, raster_marks
from generator.reading.readers.document import Box
from generator.reading.readers.grid import Grid, GridCell, grids
from generator.reading.readers.raster import Patch, Picture, Piece, Stroke
from generator.reading.readers.rules import LEVEL, UPRIGHT, Rule
from generator.reading.readers.scan_lines import LARGEST, TextLine, is_ink, lines_of, parts_of

POINTS: Final = 72 / raster.DPI
"""Points in a pixel."""
_INSET: Final = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of text, and the cell it stands in (none: outside all grids)."""

    line: TextLine
    cell: GridCell | None


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as it is read, upright: `number` from 1; `size` of its picture as shown, in pixels.

    It was turned counter-clockwise by `quarters` of a circle, its lines rose by `skew` degrees. `marked` are cells in
    which something stands that is no line of text; `crossed` those with lines through which something else runs (a
    stamp, a stroke of a pen), or with something paler beside their lines: a number there may be another one.
    """

    number: int
    size: tuple[int, int]
    quarters: int
    skew: float
    page: Picture
    ink: Picture
    grids: tuple[Grid, ...]
    spots: tuple[Spot, ...]
    marked: tuple[GridCell, ...]
    crossed: frozenset[GridCell]

    def fine(self, line: TextLine) -> Picture:
        """Cut a line out as it was scanned, without what is around it."""
        alone = _alone(self.page, line)
        return raster.cut(alone, Patch(0, 0, *alone.shape[::-1]), round(0.12 * line.patch.height) + 2)

    def plain(self, line: TextLine) -> Picture:
        """Cut a line out in black and white, wide margins around it, so that it comes out smaller."""
        alone = raster.printed_black(255 - _alone(255 - self.ink, line))
        return raster.cut(alone, Patch(0, 0, *alone.shape[::-1]), round(0.4 * line.patch.height))


def _alone(page: Picture, line: TextLine) -> Picture:
    x0, y0, x1, y1 = line.patch
    left, top = max(x0 - 3, 0), max(y0 - 3, 0)
    inside = page[top : y1 + line.patch.height // 5 + 3, left : x1 + 3]
    moved = [Patch(p.x0 - left, p.y0 - top, p.x1 - left, p.y1 - top) for p, _ in line.pieces]
    return raster.only(inside, moved, 3)


@dataclass(frozen=True, slots=True)
class StraightPage:
    """The picture of a page whose lines were made level (or upright); which way up it lies is not known yet.

    `is_noise` says that it is covered with specks, in which no line can be told.
    """

    number: int
    picture: Picture
    skew: float
    is_noise: bool

    def turned(self, quarters: int) -> ScannedPage:
        """Lay the page out, turned counter-clockwise by quarters of a circle."""
        return _laid_out(self.picture, self.number, quarters, self.skew)


def straight(picture: Picture, number: int) -> StraightPage:
    """Even out the grey picture of a page at `raster.DPI`, and make its lines level."""
    even = raster.evened(picture)
    ink = raster.ink_of(even)
    skew = raster.skew_of(ink)
    return StraightPage(number, raster.straightened(even, skew), skew, raster.is_noise(ink))


def _laid_out(level: Picture, number: int, quarters: int, skew: float) -> ScannedPage:
    page = raster.turned(level, quarters)
    whole_ink = raster.ink_of(page)
    strokes, ruled = raster.strokes_of(whole_ink)
    tables = grids(_rule(stroke) for stroke in strokes)
    bare, ink = raster.whitened(page, ruled), raster.without(whole_ink, ruled)
    by_cell = _by_cell(raster.pieces_of(ink), tables)
    cells = [cell for table in tables for cell in table.cells]
    inside = {cell: lines_of(by_cell.get(cell, ())) for cell in cells}
    free = (part for line in lines_of(by_cell.get(None, ())) for part in parts_of(line))
    spots = [Spot(line, None) for line in free] + [Spot(line, cell) for cell in cells for line in inside[cell]]
    through = raster_marks.across(ink, ruled, [_inner(cell.box) for cell in cells], LARGEST)
    doubtful = {
        cell for cell, strange in zip(cells, through, strict=True) if strange or _is_marked(bare, cell, inside[cell])
    }
    marked = {cell for cell in cells if not inside[cell] and (cell in doubtful or is_ink(by_cell.get(cell, ())))}
    height, width = level.shape
    return ScannedPage(
        number,
        (width, height),
        quarters,
        skew,
        bare,
        ink,
        tables,
        tuple(spots),
        tuple(marked),
        frozenset(doubtful - marked),
    )


def _rule(stroke: Stroke) -> Rule:
    x0, y0, x1, y1 = (side * POINTS for side in stroke.patch)
    return Rule(LEVEL, (y0 + y1) / 2, x0, x1) if stroke.level else Rule(UPRIGHT, (x0 + x1) / 2, y0, y1)


def _by_cell(pieces: Sequence[Piece], tables: Sequence[Grid]) -> dict[GridCell | None, list[Piece]]:
    """Sort pieces into the cells that their middle lies in (None: in no cell)."""
    found: dict[GridCell | None, list[Piece]] = defaultdict(list)
    for piece in pieces:
        x, y = (piece.patch.x0 + piece.patch.x1) / 2 * POINTS, (piece.patch.y0 + piece.patch.y1) / 2 * POINTS
        table = next((one for one in tables if _holds(one.box, x, y)), None)
        found[next((cell for cell in table.cells if _holds(cell.box, x, y)), None) if table else None].append(piece)
    return found


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _inner(box: Box) -> Patch:
    x0, y0, x1, y1 = (round(side / POINTS) for side in box)
    return Patch(x0 + _INSET, y0 + _INSET, x1 - _INSET, y1 - _INSET)


def _is_marked(page: Picture, cell: GridCell, lines: Sequence[TextLine]) -> bool:
    """Tell whether a cell holds, beside its lines of text, anything paler that a person would see."""
    return raster_marks.is_faintly_marked(page, _inner(cell.box), [line.patch for line in lines])
