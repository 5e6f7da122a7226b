"""Bytes of a saved page → text, strictly: a wrong guess would change what is printed."""

from __future__ import annotations

import re

from generator.reading.readers.document import Unreadable

_CHINESE = {"utf8": "utf-8", "utf-8": "utf-8", "big5": "big5", "big5-hkscs": "big5hkscs"} | dict.fromkeys(
    ("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "cp936"), "gb18030"
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_-]+)")


def decode(data: bytes) -> str:
    """Decode Chinese text strictly: by its byte order mark, as UTF-8, as declared, as GB 18030, as Big5.

    Raises `Unreadable` when none fits: a wrong guess would change what is printed.
    """
    if not data.strip():
        raise Unreadable("文件是空的。", "请从机关网站重新保存网页。")
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    declared = _DECLARED.search(data[:4096])
    named = _CHINESE.get((declared[1] or declared[2]).decode("ascii").lower()) if declared else None
    for encoding in [*marked, "utf-8", *([named] if named else []), "gb18030", "big5"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("网页的文字编码不明，或文件不完整。", "请重新保存网页，保存时选 UTF-8 编码。")
