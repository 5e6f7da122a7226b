"""One page as its reader hands it to the layout: words, ruled grids, and what is known of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.reading.readers.clipped import ENDLESS, Edges
from generator.reading.readers.document import Box, Place
from generator.reading.readers.grid import Grid, tenths
from generator.reading.readers.words import Glyph, Word, turned


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, turned so that its text stands upright: its number (from 1), its words and its ruled grids.

    `turn` is how far the page as shown was turned for that, in degrees; boxes of places are turned back.
    `edges` are those between which each grid is seen (none: all is). `glyphs` are the characters of the words, where
    they are known. `paper` is what is shown of the page, where something may lie beyond. `plain` says that nothing is
    printed on it but these words, upright, and the lines of tables.
    """

    page: int
    words: tuple[Word, ...]
    grids: tuple[Grid, ...]
    turn: int = 0
    edges: tuple[Edges, ...] = ()
    glyphs: Sequence[Glyph] = ()
    paper: Box = ENDLESS
    plain: bool = False

    def place(self, box: Box) -> Place:
        """Name a box on the page as shown."""
        x0, y0, x1, y1 = turned(box, -self.turn % 360) if self.turn else box
        return Place.on_page(self.page, (tenths(x0), tenths(y0), tenths(x1), tenths(y1)))
