"""Small picture files that ask for more than any machine has; where OCR is installed they reach its libraries."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Final

_SIDE: Final = 3_000


def _png(width: int, height: int) -> bytes:
    """Write a grey picture that says it is so large, and holds a black square of a thousand pixels' side."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _tiff() -> bytes:
    """Write a picture of a thousand pages of nine million white pixels each, all of them the same bytes."""
    packed = zlib.compress(b"\xff" * _SIDE * _SIDE, 9)
    first = 8 + len(packed) + len(packed) % 2
    entries = [(256, _SIDE), (257, _SIDE), (258, 8), (259, 8), (262, 1), (273, 8), (277, 1), (278, _SIDE)]
    entries += [(279, len(packed))]
    size = 2 + 12 * len(entries) + 4
    pages = bytearray(b"II*\0" + struct.pack("<I", first) + packed + b"\0" * (len(packed) % 2))
    for number in range(1_000):
        following = first + (number + 1) * size if number < 999 else 0
        told = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
        pages += struct.pack("<H", len(entries)) + told + struct.pack("<I", following)
    return bytes(pages)


BOMBS: Final[Mapping[str, Callable[[], bytes]]] = {
    "a picture of 900 million pixels": lambda: _png(30_000, 30_000),
    "a picture of one row": lambda: _png(900_000, 1),
    "a thousand white pages in one picture": _tiff,
}
