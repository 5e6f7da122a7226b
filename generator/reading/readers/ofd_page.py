"""The objects of an OFD page → what a person sees: characters, ruled lines, and how much of the page is picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from generator.reading.readers.document import Box, Unreadable
from generator.reading.readers.drawing import THICKEST, Colour, Shape, is_visible, outline_of, thin_rule
from generator.reading.readers.ofd_text import Frame, boundary, glyphs_of, numbers
from generator.reading.readers.rules import Rule
from generator.reading.readers.seen import UNREAD, Ink, Printed, seen_and_hidden
from generator.reading.readers.words import DIGITS, Glyph
from generator.reading.readers.xml_parts import Element, attribute, child, children, find_all, name_of

BLACK: Final[Colour] = (0, 0, 0, 255)
_MOST_GLYPHS: Final = 200_000
_DEEPEST: Final = 8
_OPAQUE: Final = 250
_CONTRAST: Final = 55
_STRAIGHT: Final = 0.5
_STEP: Final = re.compile(r"[MSLQBAC]|[^\sMSLQBAC]+")
_LENGTHS: Final[Mapping[str, int]] = MappingProxyType({"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0})


@dataclass(frozen=True, slots=True)
class _Area:
    """A filled shape or picture, and when it is drawn."""

    order: int
    box: Box
    colour: Colour | None

    def covers(self, glyph: Glyph) -> bool:
        """Tell whether the middle of a character lies in it."""
        return _lies_in(glyph, self.box, 0)


@dataclass(slots=True)
class OfdPage:
    """What is drawn on a page, in order.

    `units` are graphics kept elsewhere in the file, and `params` ways of drawing that several objects share, by id.
    """

    size: tuple[float, float]
    units: Mapping[str, Element]
    params: Mapping[str, Element] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    _texts: list[tuple[int, Colour | None, list[Glyph]]] = field(default_factory=list)
    _areas: list[_Area] = field(default_factory=list)
    _glyphs: int = 0
    _order: int = 0
    _shared: list[str] = field(default_factory=list)

    def draw(self, element: Element, frame: Frame, depth: int = 0) -> None:
        """Draw all objects in an element."""
        for one in element:
            self._order += 1
            if handler := _HANDLERS.get(name_of(one)):
                handler(self, one, frame, depth)

    def parted(self) -> tuple[list[Glyph], list[Glyph]]:
        """Part the characters into those that are seen and those that are not (of these only the digits matter)."""
        seen: list[Glyph] = []
        unseen: list[Glyph] = []
        for order, colour, glyphs in self._texts:
            for glyph in glyphs:
                (seen if self._is_seen(glyph, colour, order) else unseen).append(glyph)
        return seen_and_hidden(Printed(seen, unseen, {}), _no_ink)

    @property
    def is_pictured(self) -> bool:
        """Tell whether a picture fills more than half of the page."""
        pictures = [area for area in self._areas if area.colour is None]
        return any(2 * _size_of(area.box) > self.size[0] * self.size[1] for area in pictures)

    def group(self, element: Element, frame: Frame, depth: int) -> None:
        """Draw a layer or block."""
        if depth > _DEEPEST:
            raise Unreadable("OFD 文件嵌套太深。", "请用 OFD 阅读器另存为 PDF 后再放入。")
        if attribute(element, "Visible") != "false":
            self._shared.append(attribute(element, "DrawParam") or "")
            self.draw(element, frame, depth + 1)
            self._shared.pop()

    def text(self, element: Element, frame: Frame, _depth: int) -> None:
        """Draw a text object."""
        glyphs = list(_unclipped(glyphs_of(element, frame.inside(element)), element, frame))
        self._glyphs += len(glyphs)
        if self._glyphs > _MOST_GLYPHS:
            raise Unreadable("OFD 文件的一页里文字太多，不像年度报告。", "请换一份正常的文件。")
        self._texts.append((self._order, self._colour(element, "Fill", default=True), glyphs))

    def path(self, element: Element, frame: Frame, _depth: int) -> None:
        """Draw a path. A path in a thin boundary is a line along it, whatever its own points say."""
        fill = self._colour(element, "Fill", default=False)
        stroke = self._colour(element, "Stroke", default=True)
        box = _boundary(element, frame)
        sides = sorted((box[2] - box[0], box[3] - box[1]))
        if sides[0] <= THICKEST < sides[1]:
            self.rules += thin_rule(box) if is_visible(fill) or is_visible(stroke) else ()
            return
        data = child(element, "AbbreviatedData")
        shapes = list(_shapes((data.text or "") if data is not None else "", frame.inside(element)))
        self.rules += outline_of(shapes, fill, stroke).rules if shapes else ()
        if fill and len(shapes) == 1 and _is_rectangle(shapes[0]):
            self._areas.append(_Area(self._order, _around(shapes[0]), fill))

    def picture(self, element: Element, frame: Frame, _depth: int) -> None:
        """Draw a picture; a thin one is a line."""
        box = _boundary(element, frame)
        if attribute(element, "Visible") != "false":
            self._areas.append(_Area(self._order, box, None))
            self.rules += thin_rule(box)

    def composite(self, element: Element, frame: Frame, depth: int) -> None:
        """Draw a graphic that is kept elsewhere in the file."""
        unit = self.units.get(attribute(element, "ResourceID") or "")
        content = child(unit, "Content")
        if content is not None:
            self.group(content, frame.inside(element), depth)

    def _colour(self, element: Element, kind: str, *, default: bool) -> Colour | None:
        """Give the colour in which an object is filled or stroked, or nothing when it is not; black when none is named.

        An object that names no colour takes that of the way of drawing it names, or that its layer names.
        """
        told = attribute(element, kind)
        if attribute(element, "Visible") == "false" or not (default if told is None else told == "true"):
            return None
        colour = child(element, f"{kind}Color")
        names = [attribute(element, "DrawParam") or "", *reversed(self._shared)]
        for name in names if colour is None else ():
            colour = colour if colour is not None else self._shared_colour(name, kind)
        parts = numbers(attribute(colour, "Value")) if colour is not None else []
        alpha = min(_alpha(element), _alpha(colour))
        return (*_red_green_blue(parts), alpha) if alpha else None

    def _shared_colour(self, name: str, kind: str) -> Element | None:
        """Give the colour that a way of drawing has, itself or by the one that it goes on from."""
        for _ in range(_DEEPEST):
            param = self.params.get(name)
            if param is None:
                return None
            colour = child(param, f"{kind}Color")
            if colour is not None:
                return colour
            name = attribute(param, "Relative") or ""
        return None

    def _is_seen(self, glyph: Glyph, colour: Colour | None, order: int) -> bool:
        """Tell whether a character is painted, differs from what lies below, and has nothing opaque on it."""
        width, height = self.size
        x, y = glyph.box[0] + glyph.box[2], glyph.box[1] + glyph.box[3]
        if colour is None or not (0 <= x <= 2 * width and 0 <= y <= 2 * height):
            return False
        around = [area for area in self._areas if area.covers(glyph)]
        if any(area.order > order and _is_opaque(area, self.size) for area in around):
            return False
        grounds = [area.colour for area in around if area.order < order and area.colour]
        if grounds and grounds[-1][3] >= _OPAQUE:
            return max(abs(one - other) for one, other in zip(grounds[-1][:3], colour[:3], strict=True)) > _CONTRAST
        return is_visible(colour)


_HANDLERS: Final[Mapping[str, Callable[[OfdPage, Element, Frame, int], None]]] = MappingProxyType(
    {
        "Content": OfdPage.group,
        "Layer": OfdPage.group,
        "PageBlock": OfdPage.group,
        "TextObject": OfdPage.text,
        "PathObject": OfdPage.path,
        "ImageObject": OfdPage.picture,
        "CompositeObject": OfdPage.composite,
    }
)


def _unclipped(glyphs: Iterable[Glyph], element: Element, frame: Frame) -> Iterator[Glyph]:
    """Give the characters of a text object; digits that its clips or its boundary cut off cannot be told.

    Programs draw boundaries tightly and wrongly, so only what lies a whole letter outside counts as cut off.
    """
    inside = frame.inside(element)
    windows = [list(_windows(clip, inside)) for clip in find_all(element, "Clip")]
    outline = _boundary(element, frame)
    for glyph in glyphs:
        em = glyph.box[3] - glyph.box[1]
        bounds = _size_of(outline) <= 0 or _lies_in(glyph, outline, em)
        cut = not bounds or any(areas and not any(_lies_in(glyph, one, 0) for one in areas) for areas in windows)
        yield glyph._replace(text=UNREAD) if cut and glyph.text in DIGITS else glyph


def _windows(clip: Element, frame: Frame) -> Iterator[Box]:
    """Give the boxes around the areas through which a clip lets be seen."""
    for area in children(clip, "Area"):
        for path in children(area, "Path"):
            own = frame.inside(area).inside(path)
            data = child(path, "AbbreviatedData")
            corners = [
                point for shape in _shapes((data.text or "") if data is not None else "", own) for point in shape
            ]
            yield _around(corners) if corners else _boundary(path, frame.inside(area))


def _lies_in(glyph: Glyph, box: Box, slack: float) -> bool:
    """Tell whether the middle of a character lies in a box, or no further outside than `slack`."""
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack


def _no_ink() -> Ink:
    """Stand for the rendered page, which nothing here asks for."""
    raise NotImplementedError


def _is_opaque(area: _Area, page: tuple[float, float]) -> bool:
    """Tell whether an area hides what lies below it; of pictures only one that fills the page: seals do not."""
    if area.colour is None:
        return 2 * _size_of(area.box) > page[0] * page[1]
    return area.colour[3] >= _OPAQUE


def _size_of(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_rectangle(shape: Shape) -> bool:
    """Tell whether a shape is a plain box: its bounds are then what it fills."""
    sides = [*zip(shape, [*shape[1:], shape[0]], strict=True)]
    upright = all(min(abs(x - u), abs(y - v)) <= _STRAIGHT for (x, y, _), (u, v, _) in sides)
    return len(shape) in (4, 5) and upright and all(straight for _, _, straight in shape[1:])


def _around(shape: Shape) -> Box:
    xs, ys = [x for x, _, _ in shape], [y for _, y, _ in shape]
    return (min(xs), min(ys), max(xs), max(ys))


def _boundary(element: Element, frame: Frame) -> Box:
    x, y, width, height = boundary(element)
    return frame.box(x, y, x + width, y + height)


def _alpha(element: Element | None) -> int:
    told = numbers(attribute(element, "Alpha")) if element is not None else []
    return int(told[0]) if told else 255


def _red_green_blue(parts: Sequence[float]) -> tuple[int, int, int]:
    """Read a colour of one (grey), three, or four (cyan, magenta, yellow, black) parts."""
    whole = [min(max(int(part), 0), 255) for part in parts]
    if len(whole) == 1:
        return whole[0], whole[0], whole[0]
    if len(whole) == len("cmyk"):
        red, green, blue = ((255 - part) * (255 - whole[3]) // 255 for part in whole[:3])
        return red, green, blue
    return (whole[0], whole[1], whole[2]) if len(whole) == len("rgb") else BLACK[:3]


def _shapes(data: str, frame: Frame) -> Iterator[Shape]:
    """Read the shapes of a path: their corners on the page, and whether the side to each is straight."""
    shape: Shape = []
    words = iter(_STEP.findall(data))
    for word in words:
        values = numbers(" ".join(next(words, "") for _ in range(_LENGTHS.get(word, 0))))
        if len(values) < _LENGTHS.get(word, 0):
            break
        if word in "MS" and shape:
            yield shape
            shape = []
        if word == "C" and shape:
            shape.append((*shape[0][:2], True))
        elif values:
            shape.append((*frame.point(values[-2], values[-1]), word == "L"))
    if shape:
        yield shape
