"""What characters of a page look like: small pictures of them, and their boxes without what leans over.

PDFium itself stays behind its door, which hands in its functions and constants.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any, Final

from generator.reading.readers.digit_looks import SIZE
from generator.reading.readers.document import Box
from generator.reading.readers.words import Glyph, turned

_FRAMES: Final = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""How x and y of a page, as shown, turn so that text turned by so much stands upright."""
_PAPER: Final = 0xFFFFFFFF
_DESCENT: Final = 0.2  # the share of a line's height below its baseline


def look(pdfium: Any, page: Any, box: Box, turn: int) -> bytes:  # noqa: ANN401 - a module of foreign functions
    """Draw what is seen in a box of a page as shown, turned upright: grey, row by row, `SIZE` pixels high."""
    x0, y0, x1, y1 = turned(box, turn)
    scale = SIZE / (y1 - y0)
    width = max(1, min(SIZE, round((x1 - x0) * scale)))
    frame = pdfium.FS_MATRIX(*(scale * part for part in _FRAMES[turn]), width / 2 - (x0 + x1) / 2 * scale, -y0 * scale)
    picture, pixels, stride = _room(pdfium, width)
    pdfium.FPDFBitmap_FillRect(picture, 0, 0, width, SIZE, _PAPER)
    whole = pdfium.FS_RECTF(0, 0, width, SIZE)
    pdfium.FPDF_RenderPageBitmapWithMatrix(picture, page, frame, whole, pdfium.FPDF_GRAYSCALE)
    seen = ctypes.string_at(pixels, stride * SIZE)
    return b"".join([seen[start : start + width] for start in range(0, stride * SIZE, stride)])


@lru_cache(maxsize=SIZE)
def _room(pdfium: Any, width: int) -> tuple[Any, Any, int]:  # noqa: ANN401
    """Give a picture to draw in, its pixels, and the bytes of a row: one for each width, used again and again."""
    picture = pdfium.FPDFBitmap_CreateEx(width, SIZE, pdfium.FPDFBitmap_Gray, None, 0)
    return picture, pdfium.FPDFBitmap_GetBuffer(picture), pdfium.FPDFBitmap_GetStride(picture)


def upright(glyph: Glyph, lean: float) -> Glyph:
    """Take off the box of a leaning letter what leans over its neighbours."""
    left, top, right, bottom = glyph.box
    over = min(lean * (bottom - top), (right - left) / 2)
    below = _DESCENT * over
    return glyph._replace(box=(left + below, top, right - over + below, bottom)) if lean else glyph
