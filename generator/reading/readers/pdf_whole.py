"""What a PDF must be before and after a library opens it, and what is said when it is not. For every PDF reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.readers.document import MOST_PIXELS, Scanned, Unreadable

MOST_PAGES = 300
_DOWNLOAD = "请从机关网站重新下载原件，确认能正常打开后再提交。"
_OCR = "请安装 OCR（make ocr）后重新读取，或向发布机关索取带文字的版本。"


def check_bytes(data: bytes) -> None:
    """Raise `Unreadable` when bytes are no PDF, or one that was cut off on its way."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("这不是 PDF 文件。" if data else "文件是空的。", _DOWNLOAD)
    length = re.search(rb"/Linearized.{0,200}?/L\s+(\d{1,12})", data[:2048], re.DOTALL)
    if b"%%EOF" not in data[-4096:] or (length and len(data) < int(length[1])):
        raise Unreadable("PDF 文件不完整（结尾缺失）。", _DOWNLOAD)


def checked_pages(count: int) -> int:
    """Give the number of pages, or raise `Unreadable` when there is none or far too many."""
    if not 0 < count <= MOST_PAGES:
        raise Unreadable(f"PDF 有 {count} 页，不在 1 到 {MOST_PAGES} 页之间。", _DOWNLOAD)
    return count


def locked() -> Unreadable:
    """Say that the file asks for a password."""
    return Unreadable("PDF 设有密码，打不开。", "请取得没有密码的版本。")


def broken() -> Unreadable:
    """Say that no reader can open the file."""
    return Unreadable("PDF 文件已损坏，打不开。", _DOWNLOAD)


def overfull(what: str) -> Unreadable:
    """Say that a page holds more of something than a report ever does."""
    return Unreadable(f"PDF 一页上的{what}太多，不像年度报告。", _DOWNLOAD)


def oversized(page: int) -> Unreadable:
    """Say that the pictures of a page (from 1) have too many pixels."""
    what = f"第 {page} 页的图片合计超过 {MOST_PIXELS // 1_000_000} 百万像素，不像一页纸的扫描件。"
    return Unreadable(what, "请按 300 dpi 重新扫描，或向发布机关索取带文字的版本。")


def scan(pages: Sequence[int] = ()) -> Scanned:
    """Say that the file, or these pages of it (from 1), are pictures without text."""
    if not pages:
        return Scanned("这是扫描件（没有文字层）。", _OCR)
    numbers = "、".join(str(page) for page in pages)
    return Scanned(f"第 {numbers} 页是扫描图片（没有文字层）。", _OCR)
