"""Scans made for tests: pages of a PDF as a worn copier would give them, with what was printed known to the digit.

Needs the extra: import it only where OCR is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2

Picture = Any
"""An array of height by width of grey values."""


@dataclass(frozen=True)
class Wear:
    """What happened to a page on its way: everything off by default.

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


def pictures(pdf: bytes, wear: Wear, seed: int = 1) -> list[Picture]:
    """Render the pages of a PDF and wear them."""
    rng = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=wear.dpi / 72, grayscale=True) for page in document]
        return [worn(page.to_numpy().reshape(page.height, -1)[:, : page.width], wear, rng) for page in pages]


def worn(page: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """Give a page after its wear."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1.0)
    page = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    if wear.blur:
        page = cv2.GaussianBlur(page, (0, 0), wear.blur)
    grey = 245 - (255 - page.astype(np.float32)) * 0.94 * wear.contrast
    grey += rng.normal(0, wear.noise, page.shape) if wear.noise else 0
    grey = np.clip(grey, 0, 255)
    if wear.specks:
        dots = (rng.random(page.shape) < wear.specks).astype(np.uint8)
        grey = np.where(cv2.dilate(dots, np.ones((2, 2), np.uint8)) > 0, grey * 0.35, grey)
    return np.rot90(grey.astype(np.uint8), wear.quarters)


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
