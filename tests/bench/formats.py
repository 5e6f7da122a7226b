"""A made-up text report as a file of each other format: the same paragraphs and rows, laid out as that format does."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from tests.reading import office_maker, pdf_maker
from tests.reading.rendering import TITLES

Block = str | list[list[str]]
"""A paragraph, or a table as rows of cells."""

_TABLE_TITLES: Final = TITLES[1:4]
_LINE, _LEADING, _TOP, _BOTTOM = 40, 18, 60, 800
_NAMES: Final = [60, 60, 130]
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def blocks(text: str) -> Iterator[Block]:
    """Cut a made-up text report into paragraphs and tables."""
    lines = text.splitlines()
    for in_tables, group in itertools.groupby(_in_tables(lines), key=lambda pair: pair[0]):
        if in_tables:
            yield [line.split("\t") for _, line in group]
        else:
            yield from (line for _, line in group)


def _in_tables(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    inside = False
    for line in lines:
        if line in TITLES:
            inside = line in _TABLE_TITLES
            yield False, line
        else:
            yield inside, line


def as_text(text: str) -> bytes:
    """Give the text file itself."""
    return text.encode()


def as_html(text: str) -> bytes:
    """Write a web page with one table a statutory table."""
    title = escape(text.partition("\n")[0])
    body = "\n".join(
        f"<p>{escape(block)}</p>" if isinstance(block, str) else _html_table(block) for block in blocks(text)
    )
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def _html_table(rows: list[list[str]]) -> str:
    drawn = ("<tr>" + "".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table border=1>{''.join(drawn)}</table>"


def as_docx(text: str) -> bytes:
    """Write a plain Word file."""
    body = "".join(_word_paragraph(block) if isinstance(block, str) else _word_table(block) for block in blocks(text))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + part)
    return held.getvalue()


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _word_table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{_word_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def as_odt(text: str) -> bytes:
    """Write a plain OpenDocument text."""
    return office_maker.odt("".join(_odt_paragraph(b) if isinstance(b, str) else _odt_table(b) for b in blocks(text)))


def _odt_paragraph(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _odt_table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<table:table-cell>{_odt_paragraph(cell)}</table:table-cell>" for cell in row) for row in rows)
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"


def as_pdf(text: str) -> bytes:
    """Write a PDF of six or seven pages with ruled tables, labels wrapped in their cells."""
    pages: list[list[str]] = []
    lines: list[str] = []
    for block in blocks(text):
        if isinstance(block, str):
            lines += [block[start : start + _LINE] for start in range(0, len(block), _LINE)]
        else:
            pages += [*_pages_of(lines), *_table_pages(block)]
            lines = []
    return pdf_maker.pdf(*pages, *_pages_of(lines))


def _pages_of(lines: Sequence[str]) -> Iterator[list[str]]:
    each = (_BOTTOM - _TOP) // _LEADING
    for start in range(0, len(lines), each):
        page = lines[start : start + each]
        yield [pdf_maker.text(50, _TOP + _LEADING * n, line) for n, line in enumerate(page)]


def _table_pages(rows: list[list[str]]) -> Iterator[list[str]]:
    columns = max(map(len, rows))
    widths = [*_NAMES, *[42] * (columns - 3)] if columns == 10 else [545 / columns] * columns
    height = 46 if columns == 10 else 36
    each = (_BOTTOM - _TOP) // height
    wrapped = [
        [_wrapped(cell, width) for cell, width in zip(_spread(row, columns), widths, strict=True)] for row in rows
    ]
    for start in range(0, len(wrapped), each):
        yield pdf_maker.ruled(wrapped[start : start + each], (25, 40), widths, height)


def _spread(row: list[str], columns: int) -> list[str]:
    """Give a row its full width; a lone label of 表三 goes into the widest of its three columns."""
    full = [*row, *[""] * (columns - len(row))]
    if columns == 10 and sum(map(bool, full[:3])) == 1:
        full[:3] = ["", "", "".join(full[:3])]
    return full


def _wrapped(cell: str, width: float) -> str:
    each = max(int((width - 6) / 10), 1) * (2 if cell.isascii() else 1)
    return "\n".join(cell[start : start + each] for start in range(0, len(cell), each))


FORMATS: Final[Mapping[str, tuple[str, Callable[[str], bytes]]]] = {
    "text": (".txt", as_text),
    "HTML": (".html", as_html),
    "Word": (".docx", as_docx),
    "OpenDocument": (".odt", as_odt),
    "PDF": (".pdf", as_pdf),
}
