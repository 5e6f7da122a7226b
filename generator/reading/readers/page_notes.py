"""What is laid over a page: annotations that are drawn, where a person typed numbers, and what a person crossed out.

Text boxes and form fields are no part of a page's text, and yet are seen: what they say is not read. PDFium itself
stays behind its door, which hands in its functions and constants.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from generator.reading.readers.document import Box
from generator.reading.readers.drawing import Segment

_LONGEST = 512
_DIGIT = re.compile(r"\d")
_UNSEEN = 0x02 | 0x20  # hidden, not viewed
_KEYS = (b"Contents", b"V")
_MOST_POINTS = 2_000


class Notes(NamedTuple):
    """What annotations do to a page: `overlaid` says that some are drawn; `typed` are the boxes of those with numbers.

    `crossing` are lines that a person drew, or struck text out with. All is in points of the file, boxes as left,
    bottom, right, top.
    """

    overlaid: bool
    typed: tuple[Box, ...]
    crossing: tuple[Segment, ...] = ()


def notes(pdfium: Any, page: Any) -> Notes:  # noqa: ANN401 - a module of foreign functions, and an address
    """Look through the annotations of a page."""
    plain = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
    overlaid, typed = False, []
    crossing: list[Segment] = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        overlaid = overlaid or kind not in plain
        if kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET) and _says_number(pdfium, note):
            typed.append(_rect(pdfium, note))
        if not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
            crossing += _lines(pdfium, note, kind)
        pdfium.FPDFPage_CloseAnnot(note)
    return Notes(overlaid, tuple(typed), tuple(crossing))


def _rect(pdfium: Any, note: Any) -> Box:  # noqa: ANN401
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, rect)
    return (rect.left, rect.bottom, rect.right, rect.top)


def _says_number(pdfium: Any, note: Any) -> bool:  # noqa: ANN401
    if pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return False
    return any(_DIGIT.search(_text(pdfium, note, key)) for key in _KEYS)


def _lines(pdfium: Any, note: Any, kind: int) -> Iterator[Segment]:  # noqa: ANN401
    """Give the lines of an annotation that strikes text out, or that a person drew by hand."""
    if kind in (pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_REDACT):
        yield from _struck(pdfium, note)
    elif kind == pdfium.FPDF_ANNOT_LINE:
        start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
        if pdfium.FPDFAnnot_GetLine(note, start, end):
            yield start.x, start.y, end.x, end.y
    elif kind == pdfium.FPDF_ANNOT_INK:
        for index in range(pdfium.FPDFAnnot_GetInkListCount(note)):
            points = (pdfium.FS_POINTF * _MOST_POINTS)()
            count = min(pdfium.FPDFAnnot_GetInkListPath(note, index, points, _MOST_POINTS), _MOST_POINTS)
            yield from ((one.x, one.y, other.x, other.y) for one, other in pairwise(points[:count]))


def _struck(pdfium: Any, note: Any) -> Iterator[Segment]:  # noqa: ANN401
    """Give the line through the middle of each stretch of text that is struck out."""
    count = min(pdfium.FPDFAnnot_CountAttachmentPoints(note), _MOST_POINTS)
    for index in range(count):
        quad = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFAnnot_GetAttachmentPoints(note, index, quad):
            yield (quad.x1 + quad.x3) / 2, (quad.y1 + quad.y3) / 2, (quad.x2 + quad.x4) / 2, (quad.y2 + quad.y4) / 2
    if not count:
        left, bottom, right, top = _rect(pdfium, note)
        yield left, (bottom + top) / 2, right, (bottom + top) / 2


def _text(pdfium: Any, note: Any, key: bytes) -> str:  # noqa: ANN401
    units = (ctypes.c_ushort * _LONGEST)()
    size = min(pdfium.FPDFAnnot_GetStringValue(note, key, units, ctypes.sizeof(units)), ctypes.sizeof(units))
    return bytes(units)[: max(size, 0)].decode("utf-16-le", "replace")
