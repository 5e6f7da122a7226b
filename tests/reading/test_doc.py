"""An old Word file is converted by LibreOffice, safely, and read like a new one; without LibreOffice we say so."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from generator.reading.readers import doc
from generator.reading.readers.document import Unreadable
from generator.reading.readers.docx import read as read_docx
from generator.reading.sandbox import read_safely
from tests.reading.office_maker import texts

NAME = "WordDocument".encode("utf-16-le")
WORD = doc.MAGIC + b"\x00" * 600 + NAME + b"\x00" * 600
needs_libreoffice = pytest.mark.skipif(not doc.is_installed(), reason="LibreOffice is not installed")


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of this name in the place of LibreOffice."""
    made = folder / "bin" / "soffice"
    made.parent.mkdir()
    made.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{made.parent}:/usr/bin:/bin")


def test_without_libreoffice_the_message_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "2024.doc"
    file.write_bytes(WORD)
    with pytest.raises(Unreadable, match="LibreOffice") as caught:
        read_safely(file, "2024.doc")
    assert "DOCX" in caught.value.remedy


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (doc.MAGIC + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "不是 Word"),
        (doc.MAGIC + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (doc.MAGIC.ljust(512, b"\x00") + b"\xec\xa5".ljust(11, b"\x00") + b"\x01" + NAME + b"\x00" * 600, "密码"),
    ],
)
def test_other_and_locked_files_are_refused_before_conversion(data: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        doc.converted(data)


def test_a_conversion_without_result_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(Unreadable, match="转换不成功"):
        doc.converted(WORD)


def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "still-alive"
    program(tmp_path, f"(sleep 3; touch {mark}) & sleep 60", monkeypatch)
    monkeypatch.setattr(doc, "SECONDS", 1)
    with pytest.raises(Unreadable, match="中止"):
        doc.converted(WORD)
    time.sleep(3)
    assert not mark.exists()


@needs_libreoffice
def test_an_old_word_file_that_is_damaged_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_docx(doc.converted(WORD))
    assert caught.value.remedy


@needs_libreoffice
@pytest.mark.real
def test_a_real_old_word_file_reads_like_the_new_one(real_reports: Path) -> None:
    samples = real_reports / "samples"
    old = read_docx(doc.converted((samples / "boai-2024.doc").read_bytes()))
    assert texts(old) == texts(read_docx((samples / "boai-2024.docx").read_bytes()))
