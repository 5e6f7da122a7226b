"""Zip archives of office files, opened with the guards up: nothing is unpacked before its size is known to be bearable.

The headers of an archive say what its author likes; what counts is measured while reading.
"""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from generator.reading.readers.document import Unreadable

LARGEST_FILE: Final = 50_000_000
MOST_MEMBERS: Final = 2_000
LARGEST_TOTAL: Final = 200_000_000
MOST_RATIO: Final = 100
"""How many times its packed size a member may unpack to; told only of members beyond `_RATIO_FROM` bytes."""
_RATIO_FROM: Final = 2_000_000
_PIECE: Final = 1 << 16
_LISTED: Final = b"PK\x01\x02"
"""What begins each entry in an archive's list of members."""
_NESTED: Final = 10
"""How many times more entries may stand in a file than members: those of archives packed inside it are seen too."""
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the zip library raises on damaged files."""


class Archive:
    """An opened archive: the members' names (with forward slashes) and their bytes."""

    def __init__(self, data: bytes) -> None:
        """Open an archive. Raises `Unreadable` for a damaged, locked or dangerous one."""
        if len(data) > LARGEST_FILE:
            raise _oversized()
        if (listed := data.count(_LISTED)) > _NESTED * MOST_MEMBERS:
            raise _too_many(listed)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = [member for member in self._zip.infolist() if not _name(member).endswith("/")]
        except _FAULTS as error:
            raise damaged() from error
        _check(members)
        self._members = {_name(member): member for member in members}
        self._unpacked = 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def find(self, name: str) -> str | None:
        """Give the name as the archive writes it, whatever the case of its letters."""
        return next((one for one in self._members if one.casefold() == name.casefold()), None)

    def read(self, name: str) -> bytes:
        """Unpack one member. Raises `Unreadable` for one that is not there, damaged or too large."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(f"文件不完整，里面没有 {name}。", "请重新下载这份文件。")
        try:
            with self._zip.open(member) as stream:
                return self._measured(stream, member)
        except _FAULTS as error:
            raise damaged() from error

    def _measured(self, stream: IO[bytes], member: zipfile.ZipInfo) -> bytes:
        """Read a member piece by piece, and stop when it grows beyond what its packed size allows."""
        most = max(_RATIO_FROM, MOST_RATIO * member.compress_size)
        pieces = []
        size = 0
        while piece := stream.read(_PIECE):
            size += len(piece)
            self._unpacked += len(piece)
            if size > most or self._unpacked > LARGEST_TOTAL:
                raise _oversized()
            pieces.append(piece)
        return b"".join(pieces)


def damaged() -> Unreadable:
    """Say that a file of zipped parts is broken."""
    return Unreadable("文件已损坏，打不开。", "请重新下载这份文件，或另存一份后再放入。")


def _oversized() -> Unreadable:
    return Unreadable("文件解压后过大，不像年度报告，已中止。", "请换一份正常的文件，例如去掉大图片后另存。")


def _too_many(count: int) -> Unreadable:
    return Unreadable(f"文件里有 {count} 个部分，超过 {MOST_MEMBERS} 个的上限。", "请另存一份后再放入。")


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether two members are made of the same bytes, which lets a small file unpack to a vast one."""
    stretches = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    return any(end > start for (_, end), (start, _) in itertools.pairwise(stretches))


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive for what its list of members says."""
    if len(members) > MOST_MEMBERS:
        raise _too_many(len(members))
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        raise _oversized()
    if _overlap(members):
        raise damaged()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Unreadable("文件加了密码，打不开。", "请取消密码后另存，再放入。")
    names = [_name(member) for member in members]
    if len({name.casefold() for name in names}) < len(names):
        raise Unreadable("文件里有重名的部分，读哪一个说不准。", "请用办公软件打开并另存一份后再放入。")
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
        raise Unreadable("文件里有指向外面的路径，不予读取。", "请用办公软件打开并另存一份后再放入。")
    if any(member.compress_type not in _METHODS for member in members):
        raise Unreadable("文件的压缩方式不常见，打不开。", "请用办公软件打开并另存一份后再放入。")
