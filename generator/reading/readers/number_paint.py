"""How the parts of numbers on a PDF page are painted: which are drawn, which are not, and which are in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from generator.reading.readers.clipped import BEARING, NUMBER_PARTS, glyph_cut, is_partly_seen, overlap
from generator.reading.readers.document import Box
from generator.reading.readers.drawing import Area, Colour
from generator.reading.readers.page_text import Written
from generator.reading.readers.page_things import TextPaint
from generator.reading.readers.pdfium import PdfPage
from generator.reading.readers.seen import UNREAD, Printed, is_clear, is_doubtful, is_white
from generator.reading.readers.words import DIGITS, Glyph, turned

_STRIP: Final = 12.0
_SMALLEST: Final = 400
"""Type lower than one in so many of the page's longer side cannot be read: two points on A4."""
_INNER: Final = 0.2
"""The share of a character at each of its sides that something may cover: there is little of it."""


class _Style(NamedTuple):
    """How parts of numbers are painted that are painted alike; `upright` is `seen`, turned like their text.

    `colour` is there if it is sure to be seen on white paper. `plain` says that they stand upright,
    in such a colour, and that nothing of their style makes them doubtful.
    """

    seen: Box
    upright: Box
    turn: int
    unsure: bool
    white: bool
    clear: bool
    colour: Colour | None
    plain: bool


def _style_of(paint: TextPaint, turn: int) -> _Style:
    colour = paint.colour
    white, clear = colour is not None and is_white(colour), colour is not None and is_clear(colour)
    sure = None if colour is None or is_doubtful(colour, ()) else colour
    plain = turn == 0 and sure is not None and not (paint.unsure or white or clear)
    return _Style(paint.seen, turned(paint.seen, turn), turn, paint.unsure, white, clear, sure, plain)


class Sorting:
    """Sorts characters of a page into those that are drawn, those that are not, and those in doubt.

    `undrawn` are text objects that are not drawn, and `things` all those with a part of a number.
    """

    def __init__(
        self, page: PdfPage, areas: Areas, undrawn: AbstractSet[int | None], things: Iterable[int | None]
    ) -> None:
        self.printed = Printed([], [], {})
        self._page, self._areas, self._undrawn = page, areas, undrawn
        self._paints = page.things.painted(dict.fromkeys(things))
        self._styles: dict[tuple[Box, bool, Colour | None, int], _Style] = {}
        self._own: dict[int | None, _Style] = {}
        self._smallest = max(page.view.size) / _SMALLEST

    def doubtful(self, numbers: Sequence[int], text: Written) -> list[int]:
        """Give those of the parts of numbers that are not plainly seen: everything about them must be asked."""
        if self._page.overlaid:
            return list(numbers)
        glyphs, places, things = text.glyphs, text.places, text.things
        return [number for number in numbers if not self._is_plain(glyphs[number], places[number], things[number])]

    def _is_plain(self, glyph: Glyph, place: int, thing: int | None) -> bool:
        """Tell whether a part of a number is large enough, within what is seen of its text, over and under nothing."""
        _, box, turn, _ = glyph
        style = self._own.get(thing) or self._style(thing, turn)
        if not style.plain:
            return False
        left, top, right, bottom = box
        near = BEARING * (bottom - top)
        if left < style.seen[0] + near or right > style.seen[2] - near or bottom - top < self._smallest:
            return False
        if not self._areas.last:
            return True
        return not (self._around(box) or self._is_half_covered(place, self._paints[thing].order))

    def sort(self, glyph: Glyph, place: int, thing: int | None, *, on_page: bool) -> None:
        """Put one character where it belongs."""
        if thing in self._undrawn or (not on_page and glyph.text not in DIGITS):
            self.printed.undrawn.append(glyph)
        elif glyph.text not in NUMBER_PARTS:
            self.printed.drawn.append(glyph)
        elif on_page:
            self._sort_number(glyph, place, thing)
        else:
            self.printed.undrawn.append(glyph)
            if is_partly_seen(glyph.box, self._paints[thing].seen):
                self.printed.drawn.append(glyph._replace(text=UNREAD))

    def _style(self, thing: int | None, turn: int) -> _Style:
        """Give how the parts of numbers in a text object are painted, by the turn of its first."""
        if thing not in self._own:
            paint = self._paints[thing]
            key = paint.seen, paint.unsure, paint.colour, turn
            if key not in self._styles:
                self._styles[key] = _style_of(paint, turn)
            self._own[thing] = self._styles[key]
        return self._own[thing]

    def _sort_number(self, glyph: Glyph, place: int, thing: int | None) -> None:
        """Put a part of a number to what is drawn or not, with U+FFFD where an edge may cut its number."""
        text, box, turn, _ = glyph
        style, order = self._own.get(thing) or self._style(thing, turn), self._paints[thing].order
        if style.clear or (style.white and not self._around(box)):
            self.printed.undrawn.append(glyph)
            return
        drawn = self.printed.drawn
        if text in DIGITS and (self._page.overlaid or style.colour is None or self._is_doubtful(box, order, style)):
            self.printed.doubts[len(drawn)] = self._page.tight(place)
        unread = style.unsure or glyph.size < self._smallest or self._is_half_covered(place, order)
        known = UNREAD if unread else _marked(text, box, style)
        drawn.append(glyph if known == text else glyph._replace(text=known))

    def _is_half_covered(self, place: int, order: int) -> bool:
        """Tell whether something drawn later covers a part of a character, so that it may look like another."""
        return order < self._areas.last and self._areas.is_partly_over(self._page.tight(place), order)

    def _around(self, box: Box) -> list[Area]:
        return self._areas.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def _is_doubtful(self, box: Box, order: int, style: _Style) -> bool:
        """Tell whether only the rendered page can say that a digit of a colour is seen."""
        around = self._around(box) if self._areas.last else ()
        if not around or style.colour is None:
            return style.colour is None
        grounds = [area.colour for area in around]
        return any(area.order > order for area in around) or is_doubtful(style.colour, grounds)


def _marked(text: str, box: Box, style: _Style) -> str:
    cut = glyph_cut(turned(box, style.turn), style.upright)
    return cut.mark(text) if any(cut) and is_partly_seen(box, style.seen) else text


class Areas:
    """The painted areas of a page. `pictured_at` is when its last page-filling picture is drawn (0: there is none).

    `last` is the place of the last area in the order of drawing (0: there is none).
    """

    def __init__(self, page: PdfPage) -> None:
        areas = page.things.areas
        self._strips: dict[int, list[Area]] = defaultdict(list)
        self._bottom = int(page.view.size[1] // _STRIP)
        for area in areas:
            for strip in self._range(area.box[1], area.box[3]):
                self._strips[strip].append(area)
        self.last = areas[-1].order if areas else 0
        half = 0.5
        pictures = (area.order for area in areas if area.picture and page.view.share(area.box) > half)
        self.pictured_at = max(pictures, default=0)

    def _range(self, top: float, bottom: float) -> Sequence[int]:
        """Give the strips of the page between two heights."""
        first, last = int(top // _STRIP), int(bottom // _STRIP)
        if 0 <= first == last <= self._bottom:
            return (first,)
        return range(max(first, 0), min(last, self._bottom) + 1)

    def is_partly_over(self, box: Box, order: int) -> bool:
        """Tell whether an area that is drawn after a place in the order of drawing covers a part of a box's middle."""
        width, height = _INNER * (box[2] - box[0]), _INNER * (box[3] - box[1])
        inner = left, top, right, bottom = (box[0] + width, box[1] + height, box[2] - width, box[3] - height)
        for strip in self._range(top, bottom):
            for later, (x0, y0, x1, y1), _, _ in self._strips.get(strip, ()):
                if later > order and x0 < right and left < x1 and y0 < bottom and top < y1:
                    shared = overlap((x0, y0, x1, y1), inner)
                    if shared[0] < shared[2] and shared[1] < shared[3] and shared != inner:
                        return True
        return False

    def at(self, x: float, y: float) -> list[Area]:
        """Give the areas that a point lies in."""
        near = self._strips.get(int(y // _STRIP), [])
        return [one for one in near if one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]]
