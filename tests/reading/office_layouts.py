"""Made-up reports as Word, OpenDocument, Rich Text and PDF files: the tables ruled, as those programs rule them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.bench.formats import Block, as_docx, as_pdf, blocks
from tests.reading.office_maker import odt
from tests.reading.rendering import Report, tabs


def _docx(report: Report) -> bytes:
    return as_docx(tabs(report))


def _pdf(report: Report) -> bytes:
    return as_pdf(tabs(report))


def _odt(report: Report) -> bytes:
    return odt("".join(map(_odt_block, blocks(tabs(report)))))


def _odt_block(block: Block) -> str:
    if isinstance(block, str):
        return f"<text:p>{escape(block)}</text:p>"
    rows = ("".join(f"<table:table-cell>{_odt_block(cell)}</table:table-cell>" for cell in row) for row in block)
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"


def _rtf(report: Report) -> bytes:
    body = "".join(map(_rtf_block, blocks(tabs(report))))
    return ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}" + _escaped(body) + "}").encode(
        "ascii"
    )


def _escaped(text: str) -> str:
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)


def _rtf_block(block: Block) -> str:
    if isinstance(block, str):
        return f"\\pard {block}\\par "
    rows = []
    for row in block:
        edges = "".join(f"\\cellx{900 * (n + 1)}" for n in range(len(row)))
        rows.append(f"\\trowd{edges}" + "".join(f"\\pard\\intbl {cell}\\cell" for cell in row) + "\\row\\pard ")
    return "".join(rows)


OFFICE_LAYOUTS: Mapping[str, Callable[[Report], bytes]] = {"docx": _docx, "odt": _odt, "rtf": _rtf, "pdf": _pdf}
