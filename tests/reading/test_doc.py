"""An old Word file is converted by LibreOffice, safely, and read like a new one; without LibreOffice we say so."""

from __future__ import annotations

import base64
import quopri
import re
import stat
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from generator.reading.ingest import ingest
from generator.reading.readers import doc
from generator.reading.readers.document import Unreadable
from generator.reading.readers.docx import read as read_docx
from generator.reading.sandbox import read_safely
from tests.bench.formats import as_docx, as_html
from tests.flow.portals import report
from tests.reading import rendering
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
    started = tmp_path / "started"
    program(tmp_path, f"sleep 600 & echo $! $$ > {started}; sleep 600", monkeypatch)
    monkeypatch.setattr(doc, "SECONDS", 4)
    with pytest.raises(Unreadable, match="中止"):
        doc.converted(WORD)
    pids = started.read_text(encoding="ascii").split()
    assert len(pids) == 2
    until = time.monotonic() + 300
    while any(map(_is_alive, pids)):
        assert time.monotonic() < until
        time.sleep(0.01)


def _is_alive(pid: str) -> bool:
    """Tell whether a process runs: one that was killed may be waiting for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_several_files_are_one_call_and_the_one_that_fails_takes_none_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in dies on a file that says so, as LibreOffice does on some; the others are converted all the same."""
    calls = tmp_path / "calls"
    script = f"""echo call >> {calls}
while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; out=$2; shift 2
for file; do grep -q DEADLY "$file" && exit 9; echo made > "$out/$(basename "$file" .doc).docx"; done"""
    program(tmp_path, script, monkeypatch)
    made = doc.converted_all([WORD, WORD.replace(NAME, b""), WORD + b"DEADLY", WORD])
    assert [isinstance(one, bytes) for one in made] == [True, False, False, True]
    assert isinstance(made[2], Unreadable)
    assert made[2].remedy
    assert calls.read_text(encoding="utf-8").count("call") == 3
    calls.unlink()
    assert doc.converted_all([WORD] * 20) == [b"made\n"] * 20
    assert calls.read_text(encoding="utf-8").count("call") == 1


def test_ingest_converts_old_word_files_once_and_all_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = tmp_path / "calls"
    made = tmp_path / "made.docx"
    made.write_bytes(as_docx(rendering.tabs(report())))
    script = f"""echo call >> {calls}
while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; out=$2; shift 2
for file; do cp {made} "$out/$(basename "$file" .doc).docx"; done"""
    program(tmp_path, script, monkeypatch)
    content = tmp_path / "content"
    agencies = [f"99000{number}" for number in range(5)]
    for agency in agencies:
        (content / "reports" / agency).mkdir(parents=True)
        (content / "reports" / agency / "2024.doc").write_bytes(WORD + agency.encode())
    outcome = ingest(content, dict.fromkeys(agencies), progress=lambda _: None)
    assert len(outcome.read) == 5
    assert calls.read_text(encoding="utf-8") == "call\n"
    assert len(ingest(content, dict.fromkeys(agencies), progress=lambda _: None).kept) == 5
    assert calls.read_text(encoding="utf-8") == "call\n"


def test_without_room_for_the_conversion_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(Unreadable, match="出错") as caught:
        doc.converted(WORD)
    assert "临时目录" in caught.value.remedy


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


ENCODED: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
    "8bit": lambda page: page,
}


def page_archive(page: bytes, encoding: str, charset: str) -> bytes:
    """Write a page as Word and browsers save it with its pictures."""
    held = ENCODED[encoding](page)
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="=B"\r\n\r\n--=B\r\n'
    head += f'Content-Type: text/html; charset="{charset}"\r\n'
    return b"%sContent-Transfer-Encoding: %s\r\n\r\n%s\r\n--=B--\r\n" % (head.encode(), encoding.encode(), held)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(("charset", "declared"), [("utf-8", True), ("gb2312", True), ("gb2312", False)])
def test_a_doc_that_is_a_saved_page_is_read_as_one(tmp_path: Path, encoding: str, charset: str, declared: bool) -> None:  # noqa: FBT001
    page = rendering.html(report())
    meta = f"<meta charset={charset}>" if declared else ""
    bare = re.sub("<meta[^>]*>", meta, page).encode({"gb2312": "gb18030"}.get(charset, charset))
    file = tmp_path / "2024.doc"
    file.write_bytes(page_archive(bare, encoding, charset))
    record = read_safely(file, "2024.doc")
    assert (record.figures, record.source.files[0].media_type) == (report().figures, "text/html")


def test_a_saved_page_without_a_page_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "2024.doc"
    file.write_bytes(page_archive(b"", "8bit", "utf-8").replace(b"text/html", b"image/png"))
    with pytest.raises(Unreadable, match="没有网页"):
        read_safely(file, "2024.doc")


@pytest.mark.parametrize("write", [as_docx, as_html])
def test_a_doc_that_is_another_format_is_read_as_what_it_is(tmp_path: Path, write: Callable[[str], bytes]) -> None:
    file = tmp_path / "2024.doc"
    file.write_bytes(write(rendering.tabs(report())))
    assert read_safely(file, "2024.doc").figures == report().figures


@pytest.mark.parametrize(
    "root",
    [
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
    ],
)
def test_words_own_xml_goes_through_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(as_docx(rendering.tabs(report())))
    script = f"""while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp {made} "$2/0.docx" """
    program(tmp_path, script, monkeypatch)
    file = tmp_path / "2024.doc"
    file.write_text(f'<?xml version="1.0"?>{root}', encoding="utf-8")
    assert read_safely(file, "2024.doc").figures == report().figures
