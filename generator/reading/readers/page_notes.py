"""What is laid over a page: annotations that are drawn, and where a person typed numbers into them.

Text boxes and form fields are no part of a page's text, and yet are seen: what they say is not read. PDFium itself
stays behind its door, which hands in its functions and constants.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, NamedTuple

from generator.reading.readers.document import Box

_LONGEST = 512
_DIGIT = re.compile(r"\d")
_UNSEEN = 0x02 | 0x20  # hidden, not viewed
_KEYS = (b"Contents", b"V")


class Notes(NamedTuple):
    """What annotations do to a page: `overlaid` says that some are drawn; `typed` are the boxes of those with numbers.

    The boxes are in points of the file: left, bottom, right, top.
    """

    overlaid: bool
    typed: tuple[Box, ...]


def notes(pdfium: Any, page: Any) -> Notes:  # noqa: ANN401 - a module of foreign functions, and an address
    """Look through the annotations of a page."""
    plain = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
    overlaid, typed = False, []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        overlaid = overlaid or kind not in plain
        if kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET) and _says_number(pdfium, note):
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, rect)
            typed.append((rect.left, rect.bottom, rect.right, rect.top))
        pdfium.FPDFPage_CloseAnnot(note)
    return Notes(overlaid, tuple(typed))


def _says_number(pdfium: Any, note: Any) -> bool:  # noqa: ANN401
    if pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return False
    return any(_DIGIT.search(_text(pdfium, note, key)) for key in _KEYS)


def _text(pdfium: Any, note: Any, key: bytes) -> str:  # noqa: ANN401
    units = (ctypes.c_ushort * _LONGEST)()
    size = min(pdfium.FPDFAnnot_GetStringValue(note, key, units, ctypes.sizeof(units)), ctypes.sizeof(units))
    return bytes(units)[: max(size, 0)].decode("utf-16-le", "replace")
