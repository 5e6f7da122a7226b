"""Bytes of a saved page → text, strictly: a wrong guess would change what is printed.

A page may be saved with its pictures in one file (MHTML), also by Word under the name of a DOC: the page is taken out.
"""

from __future__ import annotations

import email
import email.policy
import re

from generator.reading.readers.document import Unreadable

_CHINESE = {"utf8": "utf-8", "utf-8": "utf-8", "big5": "big5", "big5-hkscs": "big5hkscs"} | dict.fromkeys(
    ("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "cp936"), "gb18030"
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_-]+)")


_ARCHIVED = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.IGNORECASE)
_HEAD = 8192


def is_page_archive(data: bytes) -> bool:
    """Tell a page saved with its pictures as one file (MHTML)."""
    return _ARCHIVED.match(data.lstrip()[:_HEAD].replace(b"\r\n", b"\n")) is not None


def decode(data: bytes) -> str:
    """Decode a saved page strictly: by its byte order mark, as UTF-8, as declared, as GB 18030, as Big5.

    Raises `Unreadable` when none fits: a wrong guess would change what is printed.
    """
    if is_page_archive(data):
        data = _archived(data)
    if not data.strip():
        raise Unreadable("文件是空的。", "请从机关网站重新保存网页。")
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    declared = _DECLARED.search(data[:4096])
    named = _CHINESE.get((declared[1] or declared[2]).decode("ascii").lower()) if declared else None
    others = [*marked, "utf-8", *([named] if named else []), "gb18030", "big5"]
    for encoding in marked if marked == ["utf-16"] else others:
        try:
            text = data.decode(encoding).rstrip("\0")
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Unreadable("网页文件已损坏（含有零字节）。", "请从机关网站重新保存网页。")
        return text
    raise Unreadable("网页的文字编码不明，或文件不完整。", "请重新保存网页，保存时选 UTF-8 编码。")


def _archived(data: bytes) -> bytes:
    """Take the page out of an archive: the first part that is one, with the encoding that the part declares."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            held = part.get_payload(decode=True)
            page = held if isinstance(held, bytes) else b""
            told = part.get_content_charset("")
            known = _DECLARED.search(page[:4096]) is None and told in _CHINESE
            return b"<meta charset=%s>" % told.encode("ascii") + page if known else page
    raise Unreadable("网页存档（MHTML）里没有网页。", "请从机关网站重新保存网页。")
