"""Which fields of a file's own metadata may name a person: their names only, never what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from generator.reading import bare_office, bare_pdf
from generator.reading.readers import doc, docx, ofd
from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Unreadable
from generator.reading.readers.xml_parts import find_all, parse

_RICH_TEXT: Final = {
    "author": re.compile(rb"\{\\author\s+[^{}\s]|\{\\author\\[^{}]"),
    "last_modified_by": re.compile(rb"\{\\operator\s+[^{}\s]|\{\\operator\\[^{}]"),
    "comments": re.compile(rb"\\annotation\b"),
    "tracked_changes": re.compile(rb"\\revauth\d|\\revauthdel\d"),
}


def named(data: bytes, kind: str) -> tuple[str, ...]:
    """Tell which fields of a file name somebody (`author`, `last_modified_by`, `comments`, `tracked_changes`).

    Plain text has no metadata; a web page, a picture and what cannot be opened in this way tell none.
    """
    try:
        return NAMED[kind](data) if kind in NAMED else ()
    except Unreadable:
        return ()


def _rich_text(data: bytes) -> tuple[str, ...]:
    return tuple(field for field, pattern in _RICH_TEXT.items() if pattern.search(data))


def _ofd(data: bytes) -> tuple[str, ...]:
    root = parse(Archive(data).read("OFD.xml"), "OFD.xml")
    return ("author",) if any((one.text or "").strip() for one in find_all(root, "Author")) else ()


NAMED: Final[Mapping[str, Callable[[bytes], tuple[str, ...]]]] = MappingProxyType(
    {
        "application/pdf": bare_pdf.named,
        docx.MEDIA_TYPE: bare_office.named_in_office,
        doc.MEDIA_TYPE: bare_office.named_in_office,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": bare_office.named_in_office,
        "application/vnd.oasis.opendocument.text": bare_office.named_in_text,
        "application/rtf": _rich_text,
        ofd.MEDIA_TYPE: _ofd,
    }
)
"""What tells the fields, by kind of file; an old Word file as the DOCX made of it."""
