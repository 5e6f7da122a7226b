"""Small PDFs for tests: written by hand, with every number, line and trick under control, or printed by a browser."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from playwright.sync_api import Browser

_FONTS = (
    "<</F 5 0 R/H 6 0 R>>",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    """<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1[500] 814 939 500]
    /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 8 0 R>>""",
    """<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0
    /Ascent 880/Descent -120/CapHeight 880/StemV 93>>""",
)
_FIRST_PAGE = 9
WIDTH, HEIGHT = 595, 842


def text(x: float, y: float, words: str, size: float = 12, extra: str = "") -> str:
    """Write words at x, y from the top left (the baseline); digits and Latin in Helvetica, Han in Song."""
    font, string = ("H", f"({words})") if words.isascii() else ("F", f"<{words.encode('utf-16-be').hex()}>")
    return f"q BT /{font} {size} Tf {extra} 1 0 0 1 {x} {HEIGHT - y} Tm {string} Tj ET Q"


def turned_text(x: float, y: float, words: str, degrees: int, size: float = 10) -> str:
    """Write words turned counter-clockwise about the start of their baseline."""
    turn = math.radians(degrees)
    across, up = round(math.cos(turn), 6), round(math.sin(turn), 6)
    font, string = ("H", f"({words})") if words.isascii() else ("F", f"<{words.encode('utf-16-be').hex()}>")
    return f"BT /{font} {size} Tf {across} {up} {-up} {across} {x} {HEIGHT - y} Tm {string} Tj ET"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw a line between two points from the top left."""
    return f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S"


def bar(box: tuple[float, float, float, float], colour: str = "0 g") -> str:
    """Fill a box (from the top left) with a colour operator."""
    x0, y0, x1, y1 = box
    return f"q {colour} {x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f Q"


def ruled(
    rows: Sequence[Sequence[str]], at: tuple[float, float], widths: Sequence[float], height: float = 24
) -> list[str]:
    """Draw a table with all its lines: rows of cell texts (newlines wrap), its top left, widths of its columns."""
    xs = list(accumulate(widths, initial=at[0]))
    ys = [at[1] + height * n for n in range(len(rows) + 1)]
    drawn = [line(xs[0], y, xs[-1], y) for y in ys] + [line(x, ys[0], x, ys[-1]) for x in xs]
    for cells, (top, _) in zip(rows, pairwise(ys), strict=True):
        for cell, x in zip(cells, xs, strict=False):
            drawn += [text(x + 3, top + 10 + 11 * n, part, 10) for n, part in enumerate(cell.split("\n")) if part]
    return drawn


def pdf(*pages: Sequence[str], keys: str = "", said: Mapping[str, str] | None = None) -> bytes:
    """Make a PDF of pages of drawing operators; `keys` go into every page's dictionary (/Rotate 90, /CropBox […]).

    `said` is what the file says that digits and Latin letters are, where it says anything else than what it draws.
    """
    streams = [zlib.compress("\n".join(page).encode("latin-1")) for page in pages]
    kids = " ".join(f"{_FIRST_PAGE + 2 * n} 0 R" for n in range(len(pages)))
    last = _FIRST_PAGE + 2 * len(pages)
    fonts = [
        font.replace("/WinAnsiEncoding", f"/WinAnsiEncoding/ToUnicode {last} 0 R") if said else font for font in _FONTS
    ]
    plain = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", "<<>>", *fonts]
    objects = [body.encode() for body in plain]
    for number, stream in enumerate(streams):
        content = f"{_FIRST_PAGE + 2 * number + 1} 0 R"
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Resources<</Font 4 0 R>>/Contents {content}{keys}>>".encode())
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    if said:
        objects.append(_saying(said))
    return _file(objects)


def _saying(said: Mapping[str, str]) -> bytes:
    """Give the map from codes to characters of a font that says these in place of its own."""
    codes = {chr(code): chr(code) for code in range(32, 127)} | dict(said)
    lines = "\n".join(f"<{ord(code):02x}> <{words.encode('utf-16-be').hex()}>" for code, words in codes.items())
    body = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /S def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
{len(codes)} beginbfchar\n{lines}\nendbfchar endcmap end end"""
    return f"<</Length {len(body)}>>stream\n{body}\nendstream".encode()


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF\n" % (size, len(out))


def printed(browser: Browser, page: str, head: str = "") -> bytes:
    """Let a browser print an HTML page, with words in the margin at the head of each sheet."""
    context = browser.new_context()
    tab = context.new_page()
    tab.set_content(page)
    running = f"<span style='font-size:10px;margin-left:60px'>{head}</span>"
    data = tab.pdf(
        prefer_css_page_size=True, display_header_footer=bool(head), header_template=running, footer_template="<i></i>"
    )
    context.close()
    return data
