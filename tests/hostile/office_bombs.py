"""Office files, web pages and texts that unpack, nest or repeat beyond all bearing: made at test time."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from tests.reading.office_maker import docx, p, zipped

_ODT: Final = "application/vnd.oasis.opendocument.text"
_SPACES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
_WORD: Final = "word/document.xml"
_RELATIONS: Final = (
    '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _word(document: str | bytes, **more: str) -> bytes:
    return zipped({"_rels/.rels": _RELATIONS, _WORD: document, **more})


def _odt(inside: str) -> bytes:
    body = f"<office:body><office:text>{inside}</office:text></office:body>"
    content = f"<office:document-content {_SPACES}>{body}</office:document-content>"
    return zipped({"mimetype": _ODT, "content.xml": content})


def _doubled(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(_WORD, docx(p("1")))
        archive.writestr(_WORD.upper() if text else "word/document.xmX", docx(p("2")))
    return held.getvalue().replace(b"document.xmX", b"document.xml")


def _members() -> bytes:
    return zipped({_WORD: "<a/>", **{f"word/{number}": "" for number in range(30_000)}})


def _lying_size() -> bytes:
    """Write a member whose size is said to be 99 bytes, and is 64 million."""
    made = zipped({"_rels/.rels": _RELATIONS, _WORD: b" " * 64_000_000})
    return made.replace(struct.pack("<I", 64_000_000), struct.pack("<I", 99))


def _overlapping() -> bytes:
    """Write two thousand members that are all made of the same bytes."""
    made = bytearray(zipped({_WORD: b" " * 90_000, **{f"word/{number:04}": b"" for number in range(1_900)}}))
    start = at = made.index(b"PK\x01\x02")
    first = bytes(made[at + 16 : at + 28])
    while made[at : at + 4] == b"PK\x01\x02":
        made[at + 16 : at + 28] = first
        made[at + 42 : at + 46] = made[start + 42 : start + 46]
        at += 46 + sum(struct.unpack_from("<HHH", made, at + 28))
    return bytes(made)


def _locked() -> bytes:
    made = bytearray(docx(p("1")))
    at = 0
    while (at := made.find(b"PK\x01\x02", at + 1)) > 0:
        made[at + 8] |= 1
    return bytes(made)


def _linked() -> bytes:
    """Write an archive whose document is a symbolic link."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo(_WORD)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("_rels/.rels", _RELATIONS)
    return held.getvalue()


def _laughs() -> str:
    names = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{names}]><a>&a9;</a>'


def _ofd(delta: str) -> bytes:
    """Write an OFD whose 9,999 pages are all the same part."""
    code = f'<TextCode X="0" Y="4" DeltaX="{delta}">12</TextCode>'
    page = f'<TextObject ID="9" Boundary="0 0 9 9" Size="4">{code}</TextObject>'
    listed = "".join(f'<Page ID="{number}" BaseLoc="P.xml"/>' for number in range(9_999))
    area = "<CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
    names = 'xmlns="http://www.ofdspec.org/2016"'
    return zipped(
        {
            "OFD.xml": f"<OFD {names}><DocBody><DocRoot>Doc/Document.xml</DocRoot></DocBody></OFD>",
            "Doc/Document.xml": f"<Document {names}>{area}<Pages>{listed}</Pages></Document>",
            "Doc/P.xml": f"<Page {names}><Content><Layer>{page}</Layer></Content></Page>",
        }
    )


def _circle_of_styles() -> bytes:
    style = '<style:style style:name="A" style:family="paragraph" style:parent-style-name="A"/>'
    body = '<office:body><office:text><text:p text:style-name="A">1</text:p></office:text></office:body>'
    inside = f"<office:automatic-styles>{style}</office:automatic-styles>{body}"
    names = f'{_SPACES} xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    content = f"<office:document-content {names}>{inside}</office:document-content>"
    return zipped({"mimetype": _ODT, "content.xml": content})


def _repeated(head: str, text: str, times: int) -> Callable[[], bytes]:
    return lambda: head.encode() + text.encode() * times


def _html(inside: str) -> bytes:
    return f"<html><body>{inside}</body></html>".encode()


def _rtf(inside: bytes) -> bytes:
    return b"{\\rtf1\\ansi " + inside + b"}"


_CELL: Final = "<w:tbl><w:tr><w:tc>"
_CELL_END: Final = "<w:p/></w:tc></w:tr></w:tbl>"

BOMBS: Final[Mapping[str, Callable[[], bytes]]] = {
    "250 KB to 256 MB": lambda: _word(b" " * (1 << 28)),
    "a size that lies": _lying_size,
    "members that overlap": _overlapping,
    "30,000 members": _members,
    "the same member twice": lambda: _doubled(""),
    "members that differ in case": lambda: _doubled("x"),
    "a locked member": _locked,
    "a member that is a link": _linked,
    "a way out": lambda: _word("<a/>", **{"../../etc/passwd": "x"}),
    "names with control characters": lambda: _word("<a/>", **{"word/\x07\x1b[2J\u202e.xml": "x"}),
    "entities upon entities": lambda: _word(_laughs()),
    "an entity from outside": lambda: _word('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
    "a document type in UTF-16": lambda: _word(_laughs().encode("utf-16")),
    "XML a million deep": lambda: _word("<a>" * 1_000_000),
    "a paragraph of 20 million": lambda: docx(p("12 " * 6_600_000)),
    "an attribute of 20 million": lambda: _word(f'<a b="{"12 " * 6_600_000}"/>'),
    "a million paragraphs": lambda: docx("<w:p/>" * 1_000_000),
    "300,000 numbers": lambda: docx(p("12") * 300_000),
    "Word tables 80 deep": lambda: docx(_CELL * 80 + _CELL_END * 80),
    "Word columns without end": lambda: docx(
        f'{_CELL}<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{_CELL_END}' * 99
    ),
    "text columns without end": lambda: _odt(
        '<table:table><table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
        'table:number-columns-repeated="1000000000"><text:p>7</text:p></table:table-cell></table:table-row></table:table>'
    ),
    "spaces without end": lambda: _odt('<text:p>1<text:s text:c="2000000000"/>2</text:p>' * 9),
    "styles in a circle": _circle_of_styles,
    "Word styles in a circle": lambda: docx(
        p("1", props='<w:pStyle w:val="A"/>'),
        styles='<w:style w:styleId="A" w:type="paragraph"><w:basedOn w:val="A"/></w:style>',
    ),
    "OFD, 9,999 pages": lambda: _ofd("4"),
    "OFD, distances without end": lambda: _ofd("g 2000000000 1"),
    "RTF groups a million deep": lambda: _rtf(b"{" * 1_000_000),
    "RTF closed before it began": lambda: _rtf(b"}" * 1_000_000),
    "RTF data without end": lambda: _rtf(b"\\bin2147483647 1"),
    "RTF, a million cells": lambda: _rtf(b"\\trowd\\cellx1 7\\cell\\row" * 300_000),
    "RTF, characters to skip": lambda: _rtf(b"\\uc2147483647\\u22269 " * 9 + b"1" * 5_000_000),
    "RTF numbers too long": lambda: _rtf(b"\\u" + b"9" * 1_000_000),
    "HTML 500,000 deep": lambda: _html("<div>" * 500_000 + "7"),
    "HTML tables 3,000 deep": lambda: _html("<table><tr><td>" * 3_000 + "7"),
    "HTML columns without end": lambda: _html(
        '<table><tr><td colspan="99999999" rowspan="99999999">7</td></tr></table>' * 99
    ),
    "HTML, a table of a million": lambda: _html("<table><tr>" + "<td>7" * 50 + "<tr><td>7" * 500_000),
    "HTML, 40 MB of text": lambda: _html("<p>" + "数 7 " * 6_000_000),
    "HTML entities without end": lambda: _html("&#" + "9" * 1_000_000 + ";" + "&lt" * 3_000_000),
    "text in one line": _repeated("", "件 7 ", 600_000),
    "text of 36 MB": _repeated("", "件 7 ", 6_000_000),
    "300,000 lines": _repeated("", "规章\t7\t7\t7\n", 300_000),
    "text of nothing but NUL": _repeated("", "\0", 40_000_000),
    "report after report": _repeated("", "示例县2024年政府信息公开工作年度报告\n一、总体情况\n", 30_000),
    "sections without end": _repeated("", "一、总体情况\n二、主动公开政府信息情况\n规章 7 7 7\n", 60_000),
    "figures without end": _repeated("二、主动公开政府信息情况\n规章 ", "7 ", 2_000_000),
    "one figure without end": _repeated("二、主动公开政府信息情况\n规章 ", "7", 4_000_000),
    "brackets without end": _repeated("", "（，", 700_000),
    "an old Word file of nothing": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000_000,
}
ENDING: Final = ".bin"
