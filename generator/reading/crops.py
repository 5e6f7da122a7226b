"""Pictures of places in PDF files, for people to compare with what was read: small grey PNG files, always alike.

Runs on a stranger's file, so in the child of `sandbox`: see `draw_safely` there.
"""

from __future__ import annotations

import base64
import functools
import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from generator.reading.readers.page_pictures import Rendered
from generator.records.place import Box

VERSION: Final = "2"
"""Raised whenever the same place may give other bytes."""

LARGEST: Final = 20_000
"""How many bytes a picture of a place may have; that of a whole page may have eight times as many."""

_SCALES: Final = (2.0, 1.5, 1.0, 0.75)
_PAGE_SCALE: Final = 1.5
_MARGIN: Final = 8.0
_WIDEST: Final = 2_000
_GREYS: Final = 16
_DOTS: Final = 72 / 0.0254
"""How many pixels a metre has when each is a point wide: so a PNG says how large it is on paper."""
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


class Crop(NamedTuple):
    """A place to be drawn: the page, from 1, and its box in points from the top left; the whole page without one."""

    page: int
    box: Box | None = None


def drawn(data: bytes, crops: Iterable[Crop]) -> Iterator[bytes]:
    """Draw places of a PDF, each as a PNG. Of a place too large for `LARGEST` bytes the picture gets coarser."""
    for crop in crops:
        yield next(_sizes(data, crop))


def _sizes(data: bytes, crop: Crop) -> Iterator[bytes]:
    """Give the finest picture that is small enough, else the coarsest."""
    from generator.reading.readers.pdfium import rendered  # noqa: PLC0415 - slow to load, and only the child draws

    largest = LARGEST if crop.box else LARGEST * 8
    picture = b""
    for scale in _SCALES if crop.box else (_PAGE_SCALE, 1.0):
        for _, page in rendered(data, {crop.page}, functools.partial(_bearable, scale)):
            picture = _png(page, *_edges(page, crop.box))
        if len(picture) <= largest:
            break
    yield picture


def _bearable(scale: float, width: float, height: float) -> float:
    return min(scale, _WIDEST / max(width, height, 1.0))


def _edges(page: Rendered, box: Box | None) -> tuple[int, int, int, int]:
    """Give the edges of a place in pixels, a margin around it included, within the page."""
    if box is None:
        return 0, 0, page.width, page.height
    x0, y0, x1, y1 = (edge * page.scale for edge in box)
    margin = _MARGIN * page.scale
    left, top = _within(x0 - margin, page.width - 1), _within(y0 - margin, page.height - 1)
    return left, top, max(_within(x1 + margin, page.width), left + 1), max(_within(y1 + margin, page.height), top + 1)


def _within(edge: float, end: int) -> int:
    return min(max(round(edge), 0), end)


def _png(page: Rendered, left: int, top: int, right: int, bottom: int) -> bytes:
    """Write part of a grey picture as a PNG of sixteen greys, two pixels a byte."""
    width = right - left
    rows = (page.pixels[y * page.stride + left : y * page.stride + right] for y in range(top, bottom))
    packed = b"".join(b"\0" + _halved(row) for row in rows)
    head = struct.pack(">IIBBBBB", width, bottom - top, 4, 0, 0, 0, 0)
    density = round(page.scale * _DOTS)
    size = struct.pack(">IIB", density, density, 1)
    parts = ((b"IHDR", head), (b"pHYs", size), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts)


def _halved(row: bytes) -> bytes:
    """Put two pixels into each byte."""
    high, low = row.translate(_HIGH), row.translate(_LOW) + b"\0"
    return bytes(first | second for first, second in zip(high[::2], low[1::2], strict=False))


_HIGH: Final = bytes((value * _GREYS >> 8) << 4 for value in range(256))
_LOW: Final = bytes(value * _GREYS >> 8 for value in range(256))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed(pictures: Iterable[bytes]) -> bytes:
    """Write pictures for the way to the caller."""
    return json.dumps([base64.b64encode(picture).decode() for picture in pictures]).encode()


def unpacked(body: bytes, wanted: Sequence[Crop]) -> tuple[bytes, ...]:
    """Read the pictures that a child has sent. Raises `ValueError` when they are not one PNG for each place."""
    pictures = tuple(base64.b64decode(text, validate=True) for text in json.loads(body))
    if len(pictures) != len(wanted) or not all(picture.startswith(SIGNATURE) for picture in pictures):
        raise ValueError("not one picture for each place")
    return pictures
