"""Which report files can be handed on, what a copy of one is, and how copies come from the child that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

VERSION: Final = "1"
"""Raised whenever the same file may give another copy."""

LARGEST: Final = 6_000_000
"""How many bytes a copy may have at the most, however large a portal lets them be."""

TEXTS: Final = frozenset({"text/plain", "text/markdown"})
"""Kinds that are handed on as they are, and read by our own few lines: many of them are work for one child."""

SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/plain": "txt",
        "text/markdown": "txt",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.oasis.opendocument.text": "odt",
        "image/png": "png",
        "image/jpeg": "jpg",
    }
)
"""Kinds of files that can be cleaned, with the ending that the name of a copy takes.

Web pages are not among them: they are programs as much as documents.
"""

_HEAD: Final = 4


class Bare(NamedTuple):
    """A copy without metadata, and all the text in it, a line a paragraph or cell (none for pictures)."""

    data: bytes
    text: str


def packed(made: Iterable[Bare]) -> bytes:
    """Write copies for the way to the caller."""
    body = bytearray()
    for each in made:
        text = each.text.encode()
        body += len(text).to_bytes(_HEAD, "big") + len(each.data).to_bytes(_HEAD, "big") + text + each.data
    return bytes(body)


def unpacked(body: bytes, count: int) -> tuple[Bare, ...]:
    """Read `count` copies that a child has sent. Raises `ValueError` when they are none."""
    made, at = [], 0
    while at < len(body):
        text, data = (int.from_bytes(body[start : start + _HEAD], "big") for start in (at, at + _HEAD))
        middle, end = at + 2 * _HEAD + text, at + 2 * _HEAD + text + data
        if not data or end > len(body):
            raise ValueError("not a copy")
        made.append(Bare(body[middle:end], body[at + 2 * _HEAD : middle].decode()))
        at = end
    if len(made) != count:
        raise ValueError(f"{len(made)} copies of {count} files")
    return tuple(made)
