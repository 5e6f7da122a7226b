"""Files that people keep in `content/`, read as text: plain files only, of bearable size, in UTF-8."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from generator.records.errors import ContentError, Problem

LARGEST_FILE: Final = 2_000_000
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""Characters that may stand in no page, feed or data file."""


def read_text(path: Path, name: str | None = None) -> str:
    """Read a file. `name` is its path below `content/`: what messages call it, and how far up no symlink may stand.

    Raises `ContentError` for a symlink, a folder, a file too large or withheld, bytes that are no UTF-8, and characters
    that nobody can see or write.
    """
    shown = name or str(path)
    steps = [path, *path.parents][: shown.count("/") + 1] if name else [path]
    if any(step.is_symlink() for step in steps):
        raise ContentError([Problem(shown, None, "这是符号链接，不予读取。", "请放入文件本身。")])
    if not path.is_file():
        raise ContentError([Problem(shown, None, "这不是文件。", "请移走，或换成文件。")])
    size = path.stat().st_size
    if size > LARGEST_FILE:
        remedy = f"请拆成不超过 {LARGEST_FILE} 字节的文件。"
        raise ContentError([Problem(shown, None, f"文件有 {size} 字节，太大。", remedy)])
    return _writable(_decoded(path, shown), shown)


def _decoded(path: Path, shown: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"不是 UTF-8 文字（第 {error.start} 字节）。"
        raise ContentError([Problem(shown, None, what, "请另存为 UTF-8。")]) from None
    except OSError as error:
        raise ContentError([Problem(shown, None, f"打不开（{error.strerror}）。", "请检查文件的权限。")]) from None


def _writable(text: str, shown: str) -> str:
    if match := UNWRITABLE.search(text):
        line = text.count("\n", 0, match.start()) + 1
        what = f"含有不可见的控制字符（U+{ord(match.group()):04X}）。"
        raise ContentError([Problem(shown, line, what, "请删去这个字符。")])
    return text
