"""One report file → one record: the readers, the interpretation, and the second reader held against the first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from generator.reading import sources
from generator.reading.alike import alike
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
    pdf_whole,
    rtf,
    text,
)
from generator.reading.readers.document import Document, Scanned, Unreadable
from generator.reading.reconcile import agreed, reconcile
from generator.records.record import Record, Source, SourceFile

Reader = Callable[[bytes], Document]
_TWICE: Final = "文字识别（OCR）两次读出的结果不同，或与字形不符"


def _workbook(data: bytes) -> Document:
    from generator.reading.readers import xlsx  # noqa: PLC0415 - its library is slow to load and seldom needed

    return xlsx.read(data)


def _picture(_: bytes) -> Document:
    raise pdf_whole.scan()


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
        **dict.fromkeys(("image/png", "image/jpeg", "image/tiff"), _picture),
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
    """Read one file. `name` is what the record calls it. Raises `Unreadable` with what is wrong and the remedy.

    `converted` is the DOCX made of an old Word file beforehand, where the conversion cannot run here. Without `ocr`
    (or where it is not installed) a file with pages that are but a picture raises `Scanned`.
    """
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
    file = SourceFile(name, sources.sha256(data), kind)
    source = Source((file,), copy or sources.default_copy(kind), document.reader, part=part)
    record = interpret(document, source, part)
    if document.again is not None:
        return agreed(record, interpret(document.again, source, part), why=_TWICE)
    return _confirmed(record, document, data, part)


def _first(data: bytes, kind: str, converted: bytes | None) -> Document | None:
    if kind == doc.MEDIA_TYPE:
        return _old_word(converted or doc.converted(data))
    return _document(data, kind, READERS)


def has_ocr() -> bool:
    """Tell whether scans can be read: OCR is an extra."""
    return find_spec("rapidocr") is not None


def _scanned(data: bytes, kind: str, error: Scanned, *, ocr: bool) -> Document:
    """Read a file by OCR. Raises what went before where that is not wanted or not installed."""
    if not (ocr and has_ocr()):
        raise error
    if kind == "application/pdf":
        return pdf.read_scanned(data)
    from generator.reading.readers import scan  # noqa: PLC0415 - an extra, slow to load and seldom needed

    return scan.read_picture(data, kind)


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
    return dataclasses.replace(confirmed, source=dataclasses.replace(record.source, second_reader=document.reader))
