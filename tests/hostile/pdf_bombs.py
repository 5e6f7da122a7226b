"""Small PDF files that ask for more than any machine has: made at test time, each a few lines of code."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

_PIECE: Final = 1 << 24
_FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """Write numbered objects, from 1, with a cross-reference table that is right."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, held in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(body)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    """Write a stream object."""
    held = zlib.compress(data) if packed else data
    filtered = b"/Filter/FlateDecode" if packed else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (filtered, entries, len(held), held)


def page(content: bytes, *more: bytes, resources: bytes = b"", box: bytes = b"[0 0 595 842]") -> bytes:
    """Write a file of one page: object 4 is its content, 5 a font; `more` begins with object 6."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>" % (box, resources),
        content,
        _FONT,
        *more,
    )


def _zeros(pieces: int) -> bytes:
    """Pack spaces, 16 MiB a piece: a flushed piece may be repeated as it is."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * _PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b" " * _PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + piece * (pieces - 1) + packer.flush()


def _packed() -> bytes:
    return page(stream(_zeros(128), b"/Filter/FlateDecode", packed=False))


def _packed_twice() -> bytes:
    packed = zlib.compress(_zeros(128), 9)
    return page(stream(packed, b"/Filter[/FlateDecode/FlateDecode]", packed=False))


def _form_tree() -> bytes:
    """Thirty forms, each of which draws the next one twice."""
    forms = [_form(b"/X Do /X Do", b"/XObject<</X %d 0 R>>" % number) for number in range(7, 36)]
    return page(stream(b"/X Do"), *forms, _form(b"BT /F1 9 Tf (1) Tj ET"), resources=b"/XObject<</X 6 0 R>>")


def _form(content: bytes, resources: bytes = b"") -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<<%s>>" % resources)


def _form_in_itself() -> bytes:
    itself = _form(b"/X Do /X Do", b"/XObject<</X 6 0 R>>")
    return page(stream(b"/X Do"), itself, resources=b"/XObject<</X 6 0 R>>")


def _characters() -> bytes:
    return page(stream(b"BT /F1 9 Tf 9 9 Td (" + b"7" * 500_000 + b") Tj ET"))


_ALL_CODES: Final = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange "
    b"1 beginbfrange <00000000> <FFFFFFFF> <0030> endbfrange endcmap end"
)


def unicode_range() -> bytes:
    """Write a table that maps four thousand million codes."""
    return stream(_ALL_CODES)


def _mapped_font(*, widths: bytes = b"", table: bytes = b"") -> Callable[[], bytes]:
    def made() -> bytes:
        font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 9 0 R>>"
        inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        inner += b"/Supplement 0>>/FontDescriptor 8 0 R%s>>" % widths
        told = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0>>"
        text = stream(b"BT /F2 9 Tf 9 9 Td <00310032> Tj ET")
        return page(text, font, inner, told, stream(table or b"endcmap"), resources=b"/Font<</F1 5 0 R/F2 6 0 R>>")

    return made


def _rectangles() -> bytes:
    return page(stream(b"".join(b"%d %d 9 9 re f\n" % (n % 590, n // 600) for n in range(200_000))))


def _lines() -> bytes:
    return page(stream(b"".join(b"0 %f m 595 %f l S %f 0 m %f 842 l S\n" % ((n / 4,) * 4) for n in range(3_000))))


def _tree(kids: Sequence[bytes]) -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *kids)


def _deep_tree() -> bytes:
    nodes = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(2, 5_002)]
    return _tree([*nodes, b"<</Type/Page/MediaBox[0 0 9 9]/Parent 5001 0 R>>"])


def _broad_tree() -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1073741824>>" % (n + 1, n + 1) for n in range(2, 32)]
    return _tree([*nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def _previous_is_itself() -> bytes:
    made = page(stream(b""))
    start = made.rindex(b"xref\n0 ")
    return made.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start)


def _nested(opening: bytes, closing: bytes, depth: int) -> Callable[[], bytes]:
    return lambda: page(stream(b""), opening * depth + closing * depth, resources=b"/ExtGState 6 0 R")


def _length_of_itself() -> bytes:
    return page(b"<</Length 4 0 R>>\nstream\nBT /F1 9 Tf (1) Tj ET\nendstream")


def _picture(entries: bytes, data: bytes, *, packed: bool = False) -> bytes:
    picture = stream(data, b"/Type/XObject/Subtype/Image" + entries, packed=packed)
    return page(stream(b"595 0 0 842 0 0 cm /X Do"), picture, resources=b"/XObject<</X 6 0 R>>")


def _wide_picture(filtered: bytes) -> Callable[[], bytes]:
    size = b"/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    return lambda: _picture(size + filtered, b"\x00" * 999)


def _wide_mask() -> bytes:
    """Write a small picture whose mask is a wide one: pages do not name the pictures of masks."""
    mask = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceGray"
    small = b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 7 0 R"
    held = stream(b"\0" * 999, mask + b"/Filter/JBIG2Decode", packed=False)
    drawn = stream(b"595 0 0 842 0 0 cm /X Do")
    return page(drawn, stream(b"\0" * 64, small, packed=False), held, resources=b"/XObject<</X 6 0 R>>")


def _object_stream() -> bytes:
    """Write an object stream that says it holds a thousand million objects, and unpacks to a gigabyte."""
    bomb = stream(_zeros(64), b"/Type/ObjStm/N 1000000000/First 9/Extends 6 0 R/Filter/FlateDecode", packed=False)
    made = page(stream(b""), bomb)
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R/XRefStm %d" % made.index(b"6 0 obj"))


def _references() -> bytes:
    """Write a cross-reference stream for a thousand million objects."""
    made = page(stream(b""))
    start = len(made)
    table = stream(b"\0" * 4_000_000, b"/Type/XRef/W[1 2 1]/Index[0 1000000000]/Size 1000000000/Root 1 0 R")
    return made + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


BOMBS: Final[Mapping[str, Callable[[], bytes]]] = {
    "two gigabytes, packed": _packed,
    "two gigabytes, packed twice": _packed_twice,
    "forms, doubled thirty times": _form_tree,
    "a form in itself": _form_in_itself,
    "500,000 characters": _characters,
    "four thousand million codes": _mapped_font(table=_ALL_CODES),
    "200,000 rectangles": _rectangles,
    "a thousand million widths": _mapped_font(widths=b"/W[0 999999999 500]"),
    "pages 5,000 deep": _deep_tree,
    "pages in a circle": lambda: _tree([b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    "a table before itself": _previous_is_itself,
    "arrays 200,000 deep": _nested(b"[", b"]", 200_000),
    "arrays 50,000 deep": _nested(b"[", b"]", 50_000),
    "dictionaries 50,000 deep": _nested(b"<</A", b">>", 50_000),
    "3,000 lines each way": _lines,
    "a length that is itself": _length_of_itself,
    "pages, doubled thirty times": _broad_tree,
    "a page of a million metres": lambda: page(stream(b"BT (1) Tj ET"), box=b"[0 0 3000000000 3000000000]"),
    "a wide picture": _wide_picture(b""),
    "a wide JBIG2 picture": _wide_picture(b"/Filter/JBIG2Decode"),
    "a wide JPEG 2000 picture": _wide_picture(b"/Filter/JPXDecode"),
    "a wide fax": _wide_picture(b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 100000/Rows 100000>>"),
    "a wide JBIG2 mask": _wide_mask,
    "a wide picture, packed": lambda: _picture(
        b"/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", _zeros(64)
    ),
    "an object stream": _object_stream,
    "a thousand million objects": _references,
    "a million pages": lambda: _tree([b"<</Type/Pages/Count 2147483647/Kids[%s]>>" % (b"3 0 R " * 1_000_000), b"<<>>"]),
}
"""The first eighteen are those of the research that set the limits; each once stopped a reader."""
