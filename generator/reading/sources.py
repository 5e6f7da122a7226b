"""Report files: which there are below `content/reports/`, and what kind of file each really is."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from generator.reading.readers.archive import Archive
from generator.reading.readers.decoding import is_page_archive
from generator.reading.readers.document import Unreadable
from generator.records.errors import Problem
from generator.records.portal import Issue
from generator.records.registry import unknown_agency

LARGEST_FILE: Final = 50_000_000
LARGEST_TEXT: Final = 5_000_000
"""A report of running text has some ten thousand characters; the longest we know has not a hundred thousand."""
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML: Final = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")
_HEAD: Final = 4096
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
_ODT: Final = "application/vnd.oasis.opendocument.text"
_ODT_KINDS: Final = frozenset(f"{_ODT}{kind}" for kind in ("", "-web", "-template"))
"""A text, one that was made of a web page, and one to begin others with hold the same."""
_ZIP_MEMBERS: Final = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("OFD.xml", "application/ofd"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_WORD_TEXT: Final = re.compile(r"word[/\\]document\d*\.xml")
"""Some programs call the main part of a Word file document2.xml."""
_HTML_MARKS: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<p>", b"<meta", b"<p ")
_NAMES: Final = {
    "image/png": "图片",
    "image/jpeg": "图片",
    "image/tiff": "图片",
    "image/gif": "图片",
    "image/bmp": "图片",
    "application/zip": "压缩包",
    "application/gzip": "压缩包",
    "application/vnd.rar": "压缩包",
    "application/x-7z-compressed": "压缩包",
}
_EXTRACTS: Final = frozenset({"text/plain", "text/markdown"})


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The files of one issue, as `content/`-relative paths: one, or the same issue in several formats."""

    issue: Issue
    paths: tuple[Path, ...]


def read_bytes(path: Path) -> bytes:
    """Read a report file. Raises `Unreadable` for what is not a plain, non-empty file of bearable size."""
    try:
        if path.is_symlink():
            raise Unreadable("这是符号链接，不予读取。", "请放入文件本身。")
        if not path.is_file():
            raise Unreadable("没有这个文件。", "请检查路径。")
        data = _at_most(path, LARGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(f"文件打不开（{error.strerror}）。", "请检查文件的权限和磁盘。") from error
    if not data:
        raise Unreadable("文件是空的（0 字节）。", "请重新下载或换一份文件。")
    if len(data) > LARGEST_FILE:
        what = f"文件有 {path.stat().st_size} 字节，超过 {LARGEST_FILE} 字节的上限。"
        raise Unreadable(what, "请换一份较小的文件，例如去掉大图片。")
    return data


def refuse_empty(path: Path) -> None:
    """Raise `Unreadable` for a file of no bytes: that takes no child process, and is not remembered by its hash."""
    with contextlib.suppress(OSError):
        if not path.is_symlink() and path.is_file() and not path.stat().st_size:
            read_bytes(path)


def _at_most(path: Path, size: int) -> bytes:
    """Read the beginning of a plain file; what became a link or a pipe in the meantime is not opened."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(size)


def is_old_word(path: Path) -> bool:
    """Tell whether a file is one of old Word, as far as it can be opened at all."""
    try:
        return not path.is_symlink() and path.is_file() and _is_old_word(_at_most(path, _HEAD))
    except OSError:
        return False


def _is_old_word(data: bytes) -> bool:
    """Tell the old format of Word, and the two that Word calls XML documents: all are read through LibreOffice."""
    return data.startswith(_OLD_WORD) or (b"<?xml" in data[:100] and any(mark in data[:_HEAD] for mark in _WORD_XML))


def sha256(data: bytes) -> str:
    """Give the hash by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def media_type(data: bytes, path: Path) -> str:
    """Tell what a file is by its content; only Markdown is told from text by the name."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _is_old_word(data):
        return "application/msword"
    if data.startswith(b"PK\x03\x04"):
        return _zip_type(data)
    head = data[:_HEAD].lower().replace(b"\x00", b"")
    if is_page_archive(data):
        return "text/html"
    if any(mark in head for mark in _HTML_MARKS) and b"<" in head[:2048]:
        return "text/html"
    if len(data) > LARGEST_TEXT:
        what = f"文字文件有 {len(data)} 字节，超过 {LARGEST_TEXT} 字节的上限，不像年度报告。"
        raise Unreadable(what, "请换成只有这一份报告的文件。")
    return "text/markdown" if path.suffix.lower() in {".md", ".markdown"} else "text/plain"


def _zip_type(data: bytes) -> str:
    archive = Archive(data)
    if "mimetype" in archive and archive.read("mimetype").decode("ascii", "replace").strip() in _ODT_KINDS:
        return _ODT
    names = set(archive)
    names |= {"word/document.xml"} if any(map(_WORD_TEXT.fullmatch, names)) else set()
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), "application/zip")


def name_of_type(kind: str) -> str:
    """Say in Chinese what kind of file it is, for messages about files that are no reports."""
    return _NAMES.get(kind, f"{kind} 文件")


def default_copy(kind: str) -> Literal["original", "extract"]:
    """Text and Markdown are extracts; everything else is an original, unless `source.yaml` says otherwise."""
    return "extract" if kind in _EXTRACTS else "original"


def report_files(content: Path, agencies: Mapping[str, object]) -> tuple[tuple[ReportFiles, ...], tuple[Problem, ...]]:
    """Find every issue below `content/reports/`, and what stands there that is none."""
    found: dict[Issue, list[Path]] = {}
    problems: list[Problem] = []
    reports = content / "reports"
    inside_link = functools.cache(functools.partial(_is_inside_link, reports))
    for path, linked in _files(reports):
        name = f"reports{path.as_posix().removeprefix(reports.as_posix())}"
        issue, problem = _issue_of(path, name, linked=linked or inside_link(path.parent))
        if problem:
            problems.append(problem)
        elif issue and issue.agency not in agencies:
            problems.append(unknown_agency(name, issue.agency))
        elif issue:
            found.setdefault(issue, []).append(path)
    issues = tuple(ReportFiles(issue, tuple(found[issue])) for issue in sorted(found))
    return issues, tuple(problems)


def _files(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Give every file below a folder, in order, with whether it is a symlink."""
    for path in sorted(folder.rglob("*")):
        if linked := path.is_symlink():
            yield path, linked
        elif path.is_file():
            yield path, False


def _is_inside_link(reports: Path, folder: Path) -> bool:
    """Tell whether a folder, or one above it up to that of all reports, is somewhere else."""
    return any(each.is_symlink() for each in (folder, *folder.parents) if each.is_relative_to(reports))


def _issue_of(path: Path, name: str, *, linked: bool) -> tuple[Issue | None, Problem | None]:
    if linked:
        return None, Problem(name, None, "这是符号链接，不予读取。", "请放入文件本身。")
    parts = tuple(name.split("/")[1:])
    if path.name.startswith(".") or name.endswith(".source.yaml"):
        return None, None
    if len(parts) not in {2, 3}:
        return None, Problem(name, None, "报告文件放错了地方。", "请放到 content/reports/<机关编号>/<年度>.<扩展名>。")
    stem = parts[1] if len(parts) == 3 else path.stem
    issue = Issue.parse(parts[0], stem)
    if issue is None:
        what = f"文件名“{parts[1]}”不是年度版次。"
        return None, Problem(name, None, what, "首次发布用 2024.pdf 这样的名字，再次发布用 2024.r2.pdf。")
    return issue, None
