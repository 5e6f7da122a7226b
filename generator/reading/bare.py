"""Copies of report files that may be handed on: the same document, without what it says of people besides.

Runs on a stranger's file, so in the child of `sandbox`: see `bare_safely` there. A copy counts only when our own
reader sees the same document in it as in the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from generator.reading import bare_office, bare_pdf, bare_picture
from generator.reading.handed_on import LARGEST, Bare
from generator.reading.read import READERS
from generator.reading.readers import docx, odt
from generator.reading.readers.document import Document, Paragraph, Scanned, Unreadable


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
"""What cleans each kind of file that can be (`handed_on.SUFFIXES`)."""


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
