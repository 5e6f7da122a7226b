"""One report file → one record: the readers, the interpretation, and the second reader held against the first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
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
    rtf,
    text,
)
from generator.reading.readers.document import Document, Unreadable
from generator.reading.reconcile import reconcile
from generator.records.record import Record, Source, SourceFile

Reader = Callable[[bytes], Document]


def _workbook(data: bytes) -> Document:
    from generator.reading.readers import xlsx  # noqa: PLC0415 - its library is slow to load and seldom needed

    return xlsx.read(data)


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


def read_report(
    path: Path,
    name: str,
    *,
    part: int | None = None,
    copy: Literal["original", "extract", ""] = "",
    converted: bytes | None = None,
) -> Record:
    """Read one file. `name` is what the record calls it. Raises `Unreadable` with what is wrong and the remedy.

    `converted` is the DOCX made of an old Word file beforehand, where the conversion cannot run here.
    """
    data = sources.read_bytes(path)
    kind = sources.media_type(data, path)
    document = _old_word(converted or doc.converted(data)) if kind == doc.MEDIA_TYPE else _document(data, kind, READERS)
    if document is None:
        raise Unreadable(
            f"这是{sources.name_of_type(kind)}，不是能读取的报告文件。", "请换成 PDF、网页、Word 或文字格式的年度报告。"
        )
    file = SourceFile(name, sources.sha256(data), kind)
    source = Source((file,), copy or sources.default_copy(kind), document.reader, part=part)
    record = interpret(document, source, part)
    return _confirmed(record, document, data, part)


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
