"""Pictures without what was written into them besides: no camera, place, author or software, the same pixels."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from generator.reading.crops import SIGNATURE as PNG
from generator.reading.readers.document import Unreadable

JPEG: Final = b"\xff\xd8"
_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT"}
)
_MARKER: Final = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_SCAN, _END, _COMMENT, _ADOBE, _COLOURS, _EXIF = 0xDA, 0xD9, 0xFE, 0xEE, 0xE2, 0xE1
_APPLICATION: Final = range(0xE0, 0xF0)
_TURN: Final = 0x0112
_UPRIGHT: Final = 1
_DIRECTORY_ENTRY: Final = 12


def bare(data: bytes, *, turned: bool = True) -> bytes:
    """Give a JPEG or PNG without metadata. Raises `Unreadable` for any other kind, and for a broken one.

    The way that a JPEG is to be turned is kept, as it is part of what is seen; not so (`turned=False`) inside a PDF.
    """
    try:
        if data.startswith(PNG):
            return PNG + b"".join(_chunks(data))
        if data.startswith(JPEG):
            return JPEG + b"".join(_segments(data, turned=turned))
    except (struct.error, IndexError) as error:
        raise _unknown() from error
    raise _unknown()


def _unknown() -> Unreadable:
    return Unreadable("这种图片里的元数据去不干净。", "请把图片另存为 PNG 或 JPEG。")


def _chunks(data: bytes) -> Iterator[bytes]:
    position = len(PNG)
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise _unknown()
        if kind in _KEPT_CHUNKS:
            yield data[position:end]
        if kind == b"IEND":
            return
        position = end
    raise _unknown()


def _segments(data: bytes, *, turned: bool) -> Iterator[bytes]:
    """Give the segments of a JPEG that make its picture; what stands behind its end is left out."""
    position = len(JPEG)
    while found := _MARKER.search(data, position):
        kind = found[1][0]
        if kind == _END:
            yield b"\xff\xd9"
            return
        start, end = found.end(), found.end() + struct.unpack_from(">H", data, found.end())[0]
        body = data[start:end]
        if turned and kind == _EXIF and (turn := _turn(body[2:])) != _UPRIGHT:
            yield _turned(turn)
        position = _next_marker(data, end) if kind == _SCAN else end
        if kind == _SCAN or _is_picture(kind, body):
            yield b"\xff" + found[1] + data[start:position]
    raise _unknown()


def _next_marker(data: bytes, start: int) -> int:
    found = _MARKER.search(data, start)
    return found.start() if found else len(data)


def _is_picture(kind: int, body: bytes) -> bool:
    """Tell whether a segment says how the picture looks: not an application's notes, nor a comment."""
    if kind == _COLOURS:
        return body[2:].startswith(b"ICC_PROFILE\0")
    return kind == _ADOBE or (kind not in _APPLICATION and kind != _COMMENT)


def _turn(body: bytes) -> int:
    """Give the orientation (1 to 8) that an EXIF segment names."""
    if not body.startswith(b"Exif\0\0"):
        return _UPRIGHT
    tiff = body[6:]
    order = "<" if tiff.startswith(b"II") else ">"
    (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, directory)
    for index in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + index * _DIRECTORY_ENTRY)
        if tag == _TURN and 1 <= value <= 8:
            return int(value)
    return _UPRIGHT


def _turned(turn: int) -> bytes:
    """Write an EXIF segment that says nothing but the orientation."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TURN, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
