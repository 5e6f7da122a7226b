"""One report file → one record: the readers, the interpretation, and the second reader held against the first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from generator.reading import sources
from generator.reading.alike import alike, heard_twice
from generator.reading.interpret import interpret
from generator.reading.readers import (
    doc,
    docx,
    docx_second,
    html,
    html_second,
    odt,
    odt_second,
    ofd,
    pdf,
    pdf_second,
    rtf,
    text,
)
from generator.reading.readers.document import Document, Scanned, Unreadable
from generator.reading.reconcile import agreed, reconcile
from generator.reading.signed import named
from generator.records.record import Record, Source, SourceFile

Reader = Callable[[bytes], Document]
_PICTURES: Final = ("image/png", "image/jpeg", "image/tiff")
_TWICE: Final = "文字识别（OCR）两次读出的结果不同，或与字形不符"


def _workbook(data: bytes) -> Document:
    from generator.reading.readers import xlsx  # noqa: PLC0415 - its library is slow to load and seldom needed

    return xlsx.read(data)


def _picture(_: bytes) -> Document:
    remedy = "若是扫描的年报，请安装 OCR（make ocr）后重新读取；否则请换成 PDF、网页、Word 或文字格式的年度报告。"
    raise Scanned("这是图片，没有文字。", remedy)


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "text/plain": text.read,
        "text/markdown": text.read,
        "text/html": html.read,
        "application/pdf": pdf.read,
        docx.MEDIA_TYPE: docx.read,
        odt.MEDIA_TYPE: odt.read,
        "application/rtf": rtf.read,
        ofd.MEDIA_TYPE: ofd.read,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
        **dict.fromkeys(_PICTURES, _picture),
    }
)
SECOND_READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "application/pdf": pdf_second.read,
        "text/html": html_second.read,
        docx.MEDIA_TYPE: docx_second.read,
        odt.MEDIA_TYPE: odt_second.read,
    }
)


def read_report(  # noqa: PLR0913 - what may be told of a file
    path: Path,
    name: str,
    *,
    part: int | None = None,
    copy: Literal["original", "extract", ""] = "",
    converted: bytes | None = None,
    ocr: bool = True,
) -> Record:
    """Read one file, or a folder of scanned pages; `name` is what the record calls it.

    Raises `Unreadable` with what is wrong and the remedy.

    `converted` is the DOCX made of an old Word file beforehand, where the conversion cannot run here. Without `ocr`
    (or where it is not installed) a file with pages that are but a picture raises `Scanned`.
    """
    if path.is_dir():
        return _read_folder(path, name, copy=copy, ocr=ocr)
    data = sources.read_bytes(path)
    kind = sources.media_type(data, path)
    try:
        document = _first(data, kind, converted)
    except Scanned as error:
        document = _scanned(data, kind, error, ocr=ocr)
    if document is None:
        raise Unreadable(
            f"这是{sources.name_of_type(kind)}，不是能读取的报告文件。", "请换成 PDF、网页、Word 或文字格式的年度报告。"
        )
    file = SourceFile(name, sources.sha256(data), kind, named(converted or data, kind))
    source = Source((file,), copy or sources.default_copy(kind), document.reader, part=part)
    record = interpret(document, source, part)
    if document.again is not None:
        return agreed(record, interpret(document.again, source, part), why=_TWICE)
    return _confirmed(record, document, data, part)


def _read_folder(path: Path, name: str, *, copy: Literal["original", "extract", ""], ocr: bool) -> Record:
    """Read a report whose scanned pages are files of their own: `01.png`, `02.png` and so on."""
    pages = sorted((each for each in path.iterdir() if not each.name.startswith(".")), key=page_order)
    data = [sources.read_bytes(page) for page in pages]
    kinds = [sources.media_type(each, page) for each, page in zip(data, pages, strict=True)]
    if strange := [page.name for page, kind in zip(pages, kinds, strict=True) if kind not in _PICTURES]:
        raise Unreadable(
            f"扫描页的文件夹里有不是图片的文件（{'、'.join(strange)}）。", "扫描页请都用 PNG、JPEG 或 TIFF。"
        )
    if not pages:
        raise Unreadable("扫描页的文件夹是空的。", "请放入扫描页（1.jpg、2.jpg……），或放入年度报告文件。")
    if sum(map(len, data)) > sources.LARGEST_FILE:
        raise Unreadable("扫描页的文件夹各页合起来太大。", "请把扫描页压缩到合计 50 MB 以内。")
    if not (ocr and has_ocr()):
        raise Scanned("这份年报由多个扫描页组成。", "请安装 OCR（make ocr）后重新读取，或改用带文字的版本。")
    from generator.reading.readers import scan  # noqa: PLC0415 - an extra, slow to load and seldom needed

    document = scan.read_pictures(data, kinds[0])
    files = zip(pages, data, kinds, strict=True)
    listed = (SourceFile(f"{name}/{page.name}", sources.sha256(each), kind) for page, each, kind in files)
    source = Source(tuple(listed), copy or "original", document.reader)
    return agreed(interpret(document, source), interpret(document.again or document, source), why=_TWICE)


def page_order(page: Path) -> tuple[int, str]:
    """Give the key by which scanned pages are sorted: their number."""
    return (int(page.stem) if page.stem.isascii() and page.stem.isdigit() else 0, page.name)


def _first(data: bytes, kind: str, converted: bytes | None) -> Document | None:
    if kind == doc.MEDIA_TYPE:
        return _old_word(converted or doc.converted(data))
    return _document(data, kind, READERS)


def has_ocr() -> bool:
    """Tell whether scans can be read: OCR is an extra."""
    return find_spec("rapidocr") is not None


def load_ocr() -> None:
    """Load the reader of scans with its model, so that what a scan takes beyond them can be measured and limited."""
    from generator.reading.readers import scan  # noqa: PLC0415 - an extra, slow to load and seldom needed

    scan.load()


def _scanned(data: bytes, kind: str, error: Scanned, *, ocr: bool) -> Document:
    """Read a file by OCR. Raises what went before where that is not wanted or not installed."""
    if not (ocr and has_ocr()):
        raise error
    if kind == "application/pdf":
        return pdf.read_scanned(data)
    from generator.reading.readers import scan  # noqa: PLC0415 - an extra, slow to load and seldom needed

    return scan.read_pictures([data], kind)


def _old_word(converted: bytes) -> Document:
    document = docx.read(converted)
    return dataclasses.replace(document, media_type=doc.MEDIA_TYPE, reader=f"{doc.READER}, {document.reader}")


def _document(data: bytes, kind: str, readers: Mapping[str, Reader]) -> Document | None:
    return readers[kind](data) if kind in readers else None


def _confirmed(record: Record, first: Document, data: bytes, part: int | None) -> Record:
    """Hold the second reader's reading against the first. A second reader that fails confirms and harms nothing."""
    try:
        document = _document(data, record.source.files[0].media_type, SECOND_READERS)
        if document is None:
            return record
        second = record if alike(record, first, document) else interpret(document, record.source, part)
    except Exception:  # noqa: BLE001 - whatever ails the second reader, the first one's figures stand unconfirmed
        return record
    confirmed = reconcile(record, second, why=f"两种读法不同（{record.source.reader}；{document.reader}）")
    source = dataclasses.replace(record.source, second_reader=document.reader)
    return dataclasses.replace(confirmed, source=source, claims=heard_twice(confirmed.claims, document))
