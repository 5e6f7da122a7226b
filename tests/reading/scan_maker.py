"""Scans made for tests: pages of a PDF as a worn copier would give them, with what was printed known to the digit.

Needs the extra: import it only where OCR is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2

from tests.reading.scan_marks import bar, gapped, letters, stamp, stroke

Picture = Any
"""An array of height by width of grey values."""


@dataclass(frozen=True)
class Wear:
    """What happened to a page on its way: everything off by default.

    On the paper: `gaps` the share of its ruled lines that is lost, `bars` of a highlighter, `strokes` of a pen (ticks,
    rings, lines through or under print), `stamps` (公章: ring, star, letters). `bend` is the share of the page's width
    by which its corners are out of place, `paper` the grey of the paper, `shadow` the share of light lost at the fold.

    `skew` in degrees counter-clockwise, `quarters` of a turn counter-clockwise, `noise` the deviation of grey values,
    `specks` the share of pixels that are black dots, `quality` of the JPEG, `contrast` the share that is left of it.
    """

    dpi: int = 300
    skew: float = 0.0
    quarters: int = 0
    noise: float = 0.0
    specks: float = 0.0
    blur: float = 0.0
    contrast: float = 1.0
    quality: int = 80
    gaps: float = 0.0
    bars: int = 0
    strokes: int = 0
    stamps: int = 0
    bend: float = 0.0
    paper: int = 245
    shadow: float = 0.0


def pictures(pdf: bytes, wear: Wear, seed: int = 1) -> list[Picture]:
    """Render the pages of a PDF and wear them."""
    rng = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=wear.dpi / 72, grayscale=True) for page in document]
        return [worn(page.to_numpy().reshape(page.height, -1)[:, : page.width], wear, rng) for page in pages]


def worn(page: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """Give a page after its wear."""
    height, width = page.shape
    page = _bent(_written_on(page, wear, rng), wear, rng)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1.0)
    page = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    if wear.blur:
        page = cv2.GaussianBlur(page, (0, 0), wear.blur)
    grey = wear.paper - (255 - page.astype(np.float32)) * 0.94 * wear.contrast * wear.paper / 245
    if wear.shadow:
        grey *= 1 - wear.shadow * np.exp(-np.abs(np.arange(width) - width * rng.choice([0.02, 0.5, 0.98])) * 12 / width)
    grey += rng.normal(0, wear.noise, page.shape) if wear.noise else 0
    grey = np.clip(grey, 0, 255)
    if wear.specks:
        dots = (rng.random(page.shape) < wear.specks).astype(np.uint8)
        grey = np.where(cv2.dilate(dots, np.ones((2, 2), np.uint8)) > 0, grey * 0.35, grey)
    return np.rot90(grey.astype(np.uint8), wear.quarters)


def _bent(page: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """Move the corners of a page, as a camera does that looks at it from the side."""
    if not wear.bend:
        return page
    height, width = page.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(
        corners, corners + rng.uniform(-wear.bend, wear.bend, (4, 2)).astype(np.float32) * width
    )
    return cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def _written_on(page: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """Give a page with what was lost from it, and what was put on it by hand, at places where something is printed."""
    if not (wear.gaps or wear.bars or wear.strokes or wear.stamps):
        return page
    unit = wear.dpi / 300
    page = gapped(page, wear.gaps, unit, rng)
    places = letters(page, unit)
    for count, put, grey in (
        (wear.bars, bar, (185, 230)),
        (wear.strokes, stroke, (40, 130)),
        (wear.stamps, stamp, (70, 150)),
    ):
        for _ in range(count if len(places) else 0):
            mask = np.zeros_like(page)
            put(mask, places[rng.integers(len(places))], unit, rng)
            left = (
                1 - (1 - rng.uniform(*grey) / 255) * cv2.GaussianBlur(mask, (0, 0), 0.8 * unit).astype(np.float32) / 255
            )
            page = (page * left).astype(np.uint8)
    return page


def jpeg(page: Picture, quality: int = 80) -> bytes:
    """Give a page as a JPEG file."""
    return bytes(cv2.imencode(".jpg", np.ascontiguousarray(page), [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def png(page: Picture) -> bytes:
    """Give a page as a PNG file."""
    return bytes(cv2.imencode(".png", np.ascontiguousarray(page))[1])


def tiff(pages: list[Picture]) -> bytes:
    """Give pages as one TIFF file."""
    return bytes(cv2.imencodemulti(".tiff", [np.ascontiguousarray(page) for page in pages])[1])


def scan_pdf(pages: list[Picture], wear: Wear) -> bytes:
    """Give pages as a PDF of pictures, as a copier writes it."""
    objects, kids = [b"<</Type/Catalog/Pages 2 0 R>>", b""], []
    for page in pages:
        height, width = page.shape
        picture = jpeg(page, wear.quality)
        first = len(objects) + 1
        size = (width * 72 / wear.dpi, height * 72 / wear.dpi)
        kids.append(first)
        draw = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % size
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>"
            % (*size, first + 1, first + 2),
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(picture), picture),
        ]
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
