"""DOC → DOCX, by LibreOffice where it is installed: the old Word format is nobody's to parse by hand.

LibreOffice runs on a copy of the file with an empty profile in a folder of its own, without macros and links, in its
own process group with limits of time, memory and file size. It cannot run in the child process that reads the files.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generator.reading.readers.document import Unreadable

MEDIA_TYPE: Final = "application/msword"
MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READER: Final = "doc LibreOffice"
SECONDS: Final = 120
_PROGRAMS: Final = ("soffice", "libreoffice")
_LIMITS: Final = f'ulimit -t {SECONDS} -v 4194304 -f 400000; exec "$@"'
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
    _check(data)
    program = _program()
    if program is None:
        what = "这是旧版 Word 文件（DOC），读取它需要 LibreOffice，这台机器上没有。"
        raise Unreadable(
            what, "请安装 LibreOffice（例如 apt-get install libreoffice-writer），或用 Word 另存为 DOCX 后再放入。"
        )
    with TemporaryDirectory(prefix="gongkai-doc-") as name:
        folder = Path(name)
        _prepare(folder, data)
        _run(program, folder)
        made = folder / "out" / "report.docx"
        if not made.is_file() or made.stat().st_size > _LARGEST:
            raise Unreadable(
                "旧版 Word 文件（DOC）转换不成功，可能已损坏或加了密码。", "请用 Word 打开并另存为 DOCX 后再放入。"
            )
        return made.read_bytes()


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _check(data: bytes) -> None:
    """Refuse a compound file that holds another kind of document, or a locked one."""
    sectors = range(_SECTOR, len(data) - 12, _SECTOR)
    locked = any(data[at : at + 2] == _IDENTITY and data[at + 11] & _ENCRYPTED for at in sectors)
    if _LOCKED in data or (locked and _WORD in data):
        raise Unreadable("Word 文件加了密码，打不开。", "请取消密码后另存为 DOCX，再放入。")
    if _WORD not in data:
        raise Unreadable(
            "这不是 Word 文件（可能是 Excel 或 PowerPoint）。", "请换成 Word、PDF、网页或文字格式的年度报告。"
        )


def _prepare(folder: Path, data: bytes) -> None:
    (folder / "report.doc").write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")


def _run(program: str, folder: Path) -> None:
    """Let LibreOffice convert, and end it with all that it started when it takes too long."""
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    task = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "report.doc")]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - the program that is installed, on our own copy of the file
        ["/bin/sh", "-c", _LIMITS, "sh", program, profile, *options, *task],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        what = f"旧版 Word 文件（DOC）的转换超过 {SECONDS} 秒仍未结束，已中止。"
        raise Unreadable(what, "请用 Word 打开并另存为 DOCX 后再放入。") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        process.wait()
