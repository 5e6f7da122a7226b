"""Copies of report files that may be handed on: the same document, without what it says of people besides.

Runs on a stranger's file, so in the child of `sandbox`: see `bare_safely` there. A copy counts only when our own
reader sees the same document in it as in the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from generator.reading import bare_office, bare_pdf, bare_picture
from generator.reading.read import READERS
from generator.reading.readers import docx, odt
from generator.reading.readers.document import Document, Paragraph, Scanned, Unreadable

VERSION: Final = "1"
"""Raised whenever the same file may give another copy."""

LARGEST: Final = 6_000_000
"""How many bytes a copy may have at the most, however large a portal lets them be."""

_HEAD: Final = 4


def _as_it_is(data: bytes) -> bytes:
    return data


BARE: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "text/plain": _as_it_is,
        "text/markdown": _as_it_is,
        "application/pdf": bare_pdf.bare,
        docx.MEDIA_TYPE: bare_office.bare_word,
        odt.MEDIA_TYPE: bare_office.bare_text,
        "image/png": bare_picture.bare,
        "image/jpeg": bare_picture.bare,
    }
)
"""Kinds of files that can be cleaned. Web pages are not among them: they are programs as much as documents."""


TEXTS: Final = frozenset({"text/plain", "text/markdown"})
"""Kinds that are handed on as they are, and read by our own few lines: many of them are work for one child."""


class Bare(NamedTuple):
    """A copy without metadata, and all the text in it, a line a paragraph or cell (none for pictures)."""

    data: bytes
    text: str


def bare(data: bytes, kind: str) -> Bare:
    """Make the copy of a file. Raises `Unreadable` for what cannot be cleaned, and when the copy reads otherwise."""
    if kind not in BARE:
        raise Unreadable("这种格式的元数据去不干净，不转存。", "请看发布页上的原件。")
    copy = BARE[kind](data)
    if len(copy) > LARGEST:
        raise Unreadable("文件太大，不转存。", "请看发布页上的原件。")
    before = _seen(data, kind)
    after = before if copy == data else _seen(copy, kind)
    if _shown(before) != _shown(after):
        raise Unreadable("去掉元数据后读出的内容不同，不转存。", "请看发布页上的原件。")
    return Bare(copy, "\n".join(_lines(after)) if after else "")


def _seen(data: bytes, kind: str) -> Document | None:
    """Read a file; None for pages that are but pictures."""
    try:
        return READERS[kind](data)
    except Scanned:
        return None


def _shown(document: Document | None) -> Document | None:
    """Leave out what is not shown: what was deleted and tracked is in the file and not in its copy."""
    return dataclasses.replace(document, hidden=()) if document else None


def _lines(document: Document) -> list[str]:
    lines: list[str] = []
    for block in (*document.blocks, *document.hidden):
        texts = [block.text] if isinstance(block, Paragraph) else [c.text for row in block.rows for c in row.cells]
        lines += [" ".join(text.split()) for text in texts]
    return [line for line in lines if line]


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
