"""A page of a PDF drawn whole, for those who read or show its picture.

PDFium itself stays behind its door, which hands in its pages and constants.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from generator.reading.readers import pdf_whole
from generator.reading.readers.document import MOST_PIXELS

_DEEPEST_FORM: Final = 8


class Rendered(NamedTuple):
    """A page as a grey picture: one byte a pixel, `stride` bytes a row, `scale` pixels a point."""

    pixels: bytes
    stride: int
    width: int
    height: int
    scale: float


def picture(page: Any, number: int, image: int, scale_of: Callable[[float, float], float]) -> Rendered:  # noqa: ANN401 - a page of PDFium
    """Draw a page; `scale_of` gives the scale from width and height in points, `image` is PDFium's kind of pictures.

    Raises `Unreadable` when its pictures have more than `MOST_PIXELS` as they are stored: all would be unpacked.
    """
    held = page.get_objects([image], max_depth=_DEEPEST_FORM)
    if sum(math.prod(one.get_px_size()) for one in held) > MOST_PIXELS:
        raise pdf_whole.oversized(number)
    scale = scale_of(*page.get_size())
    drawn = page.render(scale=scale, grayscale=True)
    return Rendered(bytes(drawn.buffer), drawn.stride, drawn.width, drawn.height, scale)
