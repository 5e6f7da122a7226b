"""Report files are what their bytes say, stand where they should, and are refused with a remedy where not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.reading.readers.document import Unreadable
from generator.reading.sources import (
    LARGEST_FILE,
    default_copy,
    media_type,
    name_of_type,
    read_bytes,
    refuse_empty,
    report_files,
    sha256,
)
from generator.records.portal import Issue

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "application/msword"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x1f\x8b\x08rest", "application/gzip"),
        (b"Rar!\x1a\x07", "application/vnd.rar"),
        (archive(word__document_xml="<w/>"), WORD),
        (archive(xl__workbook_xml="<x/>"), SHEET),
        (archive(OFD_xml="<o/>"), "application/ofd"),
        (archive(mimetype=ODT, content_xml="<o/>"), ODT),
        (archive(mimetype=f"{ODT}-web", content_xml="<o/>"), ODT),  # a text that an office program made of a web page
        (archive(mimetype=f"{ODT}-template\n", content_xml="<o/>"), ODT),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation"), "application/zip"),
        (archive(photo="x"), "application/zip"),
        ("<!DOCTYPE html><p>示例".encode(), "text/html"),
        ("<table><tr><td>示例".encode("gb18030"), "text/html"),
        ("<html>".encode("utf-16"), "text/html"),
        ("规章\t0\t0".encode(), "text/plain"),
        ("a < b，规章".encode(), "text/plain"),
    ],
)
@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_a_file_is_what_its_bytes_say_whatever_its_name(tmp_path: Path, data: bytes, kind: str, ending: str) -> None:
    path = tmp_path / f"2024.{ending}"
    path.write_bytes(data)
    assert media_type(data, path) == kind


def test_markdown_is_told_by_its_name(tmp_path: Path) -> None:
    assert media_type("# 标题".encode(), tmp_path / "2024.md") == "text/markdown"


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_a_broken_archive_is_refused_with_a_remedy(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "2024.docx"
    path.write_bytes(archive(word__document_xml="<w/>" * 50)[:cut])
    with pytest.raises(Unreadable, match="损坏") as refused:
        media_type(path.read_bytes(), path)
    assert refused.value.remedy


def test_text_is_an_extract_and_everything_else_an_original() -> None:
    kinds = ("text/plain", "text/markdown", "text/html", "application/pdf", WORD)
    assert [default_copy(kind) for kind in kinds] == ["extract", "extract", "original", "original", "original"]
    assert (name_of_type("image/png"), name_of_type("application/zip")) == ("图片", "压缩包")


def test_only_a_plain_file_of_bearable_size_is_read(tmp_path: Path) -> None:
    good, empty, large = tmp_path / "good", tmp_path / "empty", tmp_path / "large"
    good.write_bytes(b"x")
    empty.touch()
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    (tmp_path / "link").symlink_to(good)
    assert read_bytes(good) == b"x"
    for name, what in {
        "empty": "空的",
        "large": "上限",
        "link": "符号链接",
        "none": "没有这个文件",
        ".": "没有",
    }.items():
        with pytest.raises(Unreadable, match=what) as refused:
            read_bytes(tmp_path / name)
        assert refused.value.remedy


def found(tmp_path: Path, files: Mapping[str, str]) -> tuple[dict[Issue, list[str]], dict[str, str]]:
    for name, text in files.items():
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    issues, problems = report_files(tmp_path, {"990001": None})
    return (
        {files.issue: [path.name for path in files.paths] for files in issues},
        {problem.path: problem.what for problem in problems},
    )


def test_issues_formats_and_parts_are_found_and_all_else_is_named(tmp_path: Path) -> None:
    names = ("2024.pdf", "2024.docx", "2024.r2.pdf", "2023/01.png", "2023/02.png", "2024.source.yaml", ".hidden")
    strange = ("年报.pdf", "2024.r1.pdf", "2024.r02.pdf", "24.pdf", "a/b/c.png")
    issues, problems = found(
        tmp_path,
        {**{f"990001/{name}": name for name in (*names, *strange)}, "x-9/2024.pdf": "x", "2024.pdf": "x"},
    )
    assert issues == {
        Issue("990001", 2023): ["01.png", "02.png"],
        Issue("990001", 2024): ["2024.docx", "2024.pdf"],
        Issue("990001", 2024, 2): ["2024.r2.pdf"],
    }
    wrong = {f"reports/990001/{name}" for name in strange} | {"reports/x-9/2024.pdf", "reports/2024.pdf"}
    assert problems.keys() == wrong
    assert "x-9" in problems["reports/x-9/2024.pdf"]


def test_a_symlink_is_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2024.txt").write_text("secret", encoding="utf-8")
    reports = tmp_path / "content/reports"
    (reports / "990001").mkdir(parents=True)
    (reports / "990001/2024.txt").symlink_to(outside / "2024.txt")
    (reports / "990002").symlink_to(outside)
    issues, problems = report_files(tmp_path / "content", {"990001": None, "990002": None})
    assert issues == ()
    assert {problem.path for problem in problems} == {"reports/990001/2024.txt", "reports/990002"}


def test_no_reports_are_no_issues(tmp_path: Path) -> None:
    assert report_files(tmp_path, {}) == ((), ())


def test_a_hash_is_of_the_bytes() -> None:
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_empty_file_is_refused_without_a_child(tmp_path: Path) -> None:
    empty, full, link = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"
    empty.touch()
    full.write_bytes(b"x")
    link.symlink_to(empty)
    with pytest.raises(Unreadable, match="空"):
        refuse_empty(empty)
    for path in (full, link, tmp_path, tmp_path / "none.pdf"):
        refuse_empty(path)
