"""DOC → DOCX, by LibreOffice where it is installed: the old Word format is nobody's to parse by hand.

LibreOffice runs on a copy of the file with an empty profile in a folder of its own, without macros and links, in its
own process group with limits of time, memory and file size. It cannot run in the child process that reads the files.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generator.reading.readers.document import Unreadable

MEDIA_TYPE: Final = "application/msword"
MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READER: Final = "doc LibreOffice"
SECONDS: Final = 60
SECONDS_MORE: Final = 5
"""Seconds of the clock that LibreOffice may take for one file, and for each file more."""
_PROGRAMS: Final = ("soffice", "libreoffice")
_LIMITS: Final = 'ulimit -t {} -v 4194304 -f 400000; exec "$@"'
_LARGEST: Final = 50_000_000
_WORD: Final = "WordDocument".encode("utf-16-le")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_SECTOR: Final = 512
_IDENTITY: Final = b"\xec\xa5"
_ENCRYPTED: Final = 0x01
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def is_installed() -> bool:
    """Tell whether LibreOffice is there."""
    return _program() is not None


def converted(data: bytes) -> bytes:
    """Turn an old Word file into DOCX. Takes seconds.

    Raises `Unreadable` for what is no Word file, for a locked one, when LibreOffice is missing, and when it fails.
    """
    (made,) = converted_all([data])
    if isinstance(made, Unreadable):
        raise made
    return made


def converted_all(files: Sequence[bytes]) -> list[bytes | Unreadable]:
    """Turn old Word files into DOCX in one call of LibreOffice: starting it takes longer than a file does.

    Gives for each file what `converted` gives, or would raise. A file on which LibreOffice dies or hangs takes none of
    the others along: those that have no result after that are converted one by one.
    """
    checked = [_refused(data) for data in files]
    due = [place for place, refused in enumerate(checked) if refused is None]
    made = dict(zip(due, _together([files[place] for place in due]), strict=True))
    if len(due) > 1:
        made |= {place: _together([files[place]])[0] for place in due if isinstance(made[place], Unreadable)}
    return [refused or made[place] for place, refused in enumerate(checked)]


def _refused(data: bytes) -> Unreadable | None:
    try:
        _check(data)
        if _program() is None:
            what = "这是旧版 Word 文件（DOC），读取它需要 LibreOffice，这台机器上没有。"
            how = "请安装 LibreOffice（例如 apt-get install libreoffice-writer），或用 Word 另存为 DOCX 后再放入。"
            return Unreadable(what, how)
    except Unreadable as error:
        return error
    return None


def _together(files: Sequence[bytes]) -> list[bytes | Unreadable]:
    """Convert files that were checked, in a folder of their own."""
    if not files:
        return []
    try:
        with TemporaryDirectory(prefix="gongkai-doc-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            _prepare(folder, files)
            in_time = _run(folder, len(files))
            return [_made(folder / "out" / f"{number}.docx", in_time=in_time) for number in range(len(files))]
    except OSError as error:
        what = f"转换旧版 Word 文件（DOC）时出错（{error.strerror}）。"
        return [Unreadable(what, "请检查临时目录的空间和权限，然后用 gongkai ingest --again 重新读取。")] * len(files)


def _made(path: Path, *, in_time: bool) -> bytes | Unreadable:
    if path.is_file() and 0 < path.stat().st_size <= _LARGEST:
        return path.read_bytes()
    if not in_time:
        what = f"旧版 Word 文件（DOC）的转换超过 {SECONDS} 秒仍未结束，已中止。"
        return Unreadable(what, "请用 Word 打开并另存为 DOCX 后再放入。")
    what = "旧版 Word 文件（DOC）转换不成功，可能已损坏或加了密码。"
    return Unreadable(what, "请用 Word 打开并另存为 DOCX 后再放入。")


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _check(data: bytes) -> None:
    """Refuse a compound file that holds another kind of document, or a locked one. XML of Word is no compound file."""
    if not data.startswith(MAGIC):
        return
    sectors = range(_SECTOR, len(data) - 12, _SECTOR)
    locked = any(data[at : at + 2] == _IDENTITY and data[at + 11] & _ENCRYPTED for at in sectors)
    if _LOCKED in data or (locked and _WORD in data):
        raise Unreadable("Word 文件加了密码，打不开。", "请取消密码后另存为 DOCX，再放入。")
    if _WORD not in data:
        raise Unreadable(
            "这不是 Word 文件（可能是 Excel 或 PowerPoint），或者文件不完整。",
            "请重新下载，或换成 Word、PDF、网页或文字格式的年度报告。",
        )


def _prepare(folder: Path, files: Sequence[bytes]) -> None:
    for number, data in enumerate(files):
        (folder / f"{number}.doc").write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")


def _run(folder: Path, count: int) -> bool:
    """Let LibreOffice convert, and end it with all that it started. Tells whether it came to an end in time."""
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    task = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    names = [str(folder / f"{number}.doc") for number in range(count)]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    seconds = SECONDS + (count - 1) * SECONDS_MORE
    process = subprocess.Popen(  # noqa: S603 - the program that is installed, on our own copies of the files
        ["/bin/sh", "-c", _LIMITS.format(seconds), "sh", _program() or "", profile, *options, *task, *names],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        process.wait()
