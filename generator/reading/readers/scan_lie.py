"""Which way up a scanned page lies, told by its longest lines; and whether they are those of a report at all."""

from __future__ import annotations

from typing import Final, NamedTuple

from generator.reading.readers import ocr, upright
from generator.reading.readers.ocr import Reading
from generator.reading.readers.scan_page import POINTS, ScannedPage, StraightPage

PATIENCE: Final = 2
"""After so many pages that have lines, none of them a report's, a scan that began with them is none."""
MOST_BLANK: Final = 8
"""No scan of a report begins with more blank pages than this."""
_TRIED: Final = 40
_MOST_LINES: Final = 1_500
_FEW_LINES: Final = 4
LITTLE: Final = 0.05
"""Text in which a smaller share of neighbouring characters makes a report's words is none of a report."""
_BROAD, _MANY = 1.2, 8
"""Two sheets side by side are so much wider than high, and each holds so many lines."""


class Lie(NamedTuple):
    """A page as it lies, its longest lines as read, by their places among its spots, and how much sense they make."""

    page: ScannedPage
    read: dict[int, Reading]
    sense: float

    @property
    def is_senseless(self) -> bool:
        """Tell whether the page has lines, and hardly a word of them is a report's."""
        return len(self.read) >= _FEW_LINES and self.sense < LITTLE

    @property
    def is_blank(self) -> bool:
        """Tell whether the page has too few lines to say anything of it."""
        return len(self.read) < _FEW_LINES

    @property
    def is_spread(self) -> bool:
        """Tell whether two sheets of paper lie side by side: nothing crosses the middle of a page wider than high."""
        page = self.page
        width, height = page.size if page.quarters % 2 == 0 else page.size[::-1]
        if width < _BROAD * height:
            return False
        spans = [(spot.line.patch.x0, spot.line.patch.x1) for spot in page.spots]
        tables = [(grid.box[0] / POINTS, grid.box[2] / POINTS) for grid in page.grids]
        return any(
            all(right < middle or left > middle for left, right in (*spans, *tables))
            and min(sum(right < middle for _, right in spans), sum(left > middle for left, _ in spans)) >= _MANY
            for middle in (width * percent / 100 for percent in range(42, 59))
        )


def upright_of(level: StraightPage, likely: int) -> Lie:
    """Lay a page out the way up in which its longest lines make sense; most likely that of the page before."""
    found: list[Lie] = []
    for turn in (0, 2, 1, 3):
        page = level.turned((likely + turn) % 4)
        places = _longest(page)
        readings = ocr.recognised([page.fine(page.spots[place].line) for place in places])
        texts = [reading.text for reading in readings]
        found.append(Lie(page, dict(zip(places, readings, strict=True)), upright.sense(texts)))
        if upright.is_upright(texts) or found[-1].is_blank:
            break
    return max(found, key=lambda one: one.sense)


def _longest(page: ScannedPage) -> list[int]:
    """Give the places of those lines of a page that have most to say; a line of one piece is a dash or a rule."""
    lengths = {
        place: spot.line.patch.width / spot.line.patch.height
        for place, spot in enumerate(page.spots)
        if len(spot.line.pieces) > 1
    }
    return sorted(lengths, key=lengths.__getitem__, reverse=True)[:_TRIED]


def first_readings(lie: Lie) -> list[Reading]:
    """Read the lines of a page that were not read yet.

    On a page full of dirt those of cells come first, and the others stay unread; on one that makes no sense all do.
    """
    spots = lie.page.spots
    in_order = sorted(range(len(spots)), key=lambda place: spots[place].cell is None)
    most = 0 if lie.is_senseless else _MOST_LINES
    due = [place for place in in_order[:most] if place not in lie.read]
    read = lie.read | dict(zip(due, ocr.recognised([lie.page.fine(spots[place].line) for place in due]), strict=True))
    return [read.get(place, ocr.NOTHING) for place in range(len(spots))]
