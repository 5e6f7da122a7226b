"""One report file in one child process, with limits: whatever the file does, the caller gets one clear answer.

The children come from a fork server that has the readers loaded and has read a report already, so that a start costs
milliseconds. A child may use 1 GiB, a limited time of processor and clock, and few open files; it writes no file. Its
answer counts only when whole; it is JSON, so that nothing a child sends can make the caller run anything. What a child
does is `child`, which the caller never loads: the readers take it as long as all the rest of a small build.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, Literal

from generator.reading import fork_server, handed_on, sources
from generator.reading.answers import record_of
from generator.reading.crops import Crop, unpacked
from generator.reading.handed_on import Bare
from generator.reading.readers import doc
from generator.reading.readers.document import Scanned, Unreadable
from generator.records.record import Record

MEMORY: Final = 1 << 30
SECONDS: Final = 18
SCAN_SECONDS: Final = 600
_PAUSES: Final = (0.0, 0.05, 0.2, 1.0, 3.0)
"""Seconds to wait for a dead fork server to be gone."""
_LARGEST_ANSWER: Final = 8_000_000
_PIECE: Final = 1 << 16
_DIGEST: Final = hashlib.sha256().digest_size
READY, READ, UNREADABLE, SCANNED, PASSING, FAULT = b"+", b"R", b"U", b"S", b"P", b"F"
REMEDY: Final = "请换一份文件；若文件看来正常，请把它附在问题报告中告诉我们。"
BUSY: Final = "可能是机器太忙或内存、临时目录、进程数不够：请腾出后重新运行；若总是如此，请换一份文件。"

Copy = Literal["original", "extract", ""]


@dataclass(frozen=True, slots=True)
class Task:
    """What the child is to read, for how long, and whether by OCR; for an old Word file also the DOCX made of it."""

    path: str
    name: str
    part: int | None
    copy: Copy
    seconds: int
    converted: bytes | None
    ocr: bool = False
    crops: tuple[Crop, ...] = ()
    bare_files: tuple[tuple[str, str], ...] = ()


class Fault(Exception):  # noqa: N818 - named for what it is in messages
    """The program itself failed on a file: a fault of ours, with its traceback as text."""


class Interrupted(Unreadable):
    """The file was not read for a reason that may lie with the machine: nothing to be remembered of the file."""


def read_safely(  # noqa: PLR0913 - what may be told of a file
    path: Path,
    name: str,
    *,
    part: int | None = None,
    copy: Copy = "",
    seconds: int = SECONDS,
    converted: bytes | None = None,
) -> Record:
    """Read one report file in a child process. Raises `Unreadable`, also for a child that crashed, hung or babbled.

    `seconds` limits the clock; the processor may be used for three quarters of it, and a reading that is whole after
    half of it is not lost to a second reader that takes longer. `converted` is the DOCX made of an old Word file.
    A file that turns out to be a scan is read by OCR, where that is installed, in another child with wider limits.
    """
    task = Task(str(path), name, part, copy, seconds, converted or _converted(path))
    try:
        return _read_in_child(task)
    except Scanned:
        from generator.reading.read import has_ocr  # noqa: PLC0415 - with all readers, and seldom asked

        if not has_ocr():
            raise
    return _read_in_child(dataclasses.replace(task, seconds=max(seconds, SCAN_SECONDS), ocr=True))


def draw_safely(path: Path, crops: Sequence[Crop], *, seconds: int = SECONDS) -> tuple[bytes, ...]:
    """Draw places of a PDF in a child process, each as a PNG. Raises `Unreadable`, or `Fault` for what is no PDF."""
    body = _in_child(Task(str(path), path.name, None, "", seconds, None, crops=tuple(crops)))
    try:
        return unpacked(body, crops)
    except (TypeError, ValueError) as error:
        raise Fault(f"the pictures of {path.name} are none: {error}") from error


def bare_safely(files: Sequence[tuple[Path, str]], *, seconds: int = SECONDS) -> tuple[Bare, ...]:
    """Make copies of files of known kinds without metadata, in one child process with the limits that one file has.

    Raises `Unreadable` and `Fault`: for whichever of them it was.
    """
    wanted = tuple((str(path), kind) for path, kind in files)
    path = files[0][0]
    body = _in_child(Task(str(path), path.name, None, "", seconds, None, bare_files=wanted))
    try:
        return handed_on.unpacked(body, len(files))
    except ValueError as error:
        raise Fault(f"the copy of {path.name} is none: {error}") from error


def _read_in_child(task: Task) -> Record:
    try:
        return record_of(_in_child(task), task.name)
    except ValueError as error:
        raise Fault(f"the reading of {task.name} is no record: {error}") from error


def _in_child(task: Task) -> bytes:
    child, mine = _started(task)
    try:
        answer = _answer(mine, task.seconds)
    finally:
        mine.close()
        child.kill()
        child.join()
        code = child.exitcode
        child.close()
    return _body(answer, code, task)


def _converted(path: Path) -> bytes | None:
    """Convert an old Word file: that takes a program which could not run within the limits of the child."""
    return doc.converted(sources.read_bytes(path)) if sources.is_old_word(path) else None


def _started(task: Task) -> tuple[BaseProcess, Connection]:
    """Start a child, again when the fork server has died. Raises `Interrupted` when the machine has no room.

    A fork server that was killed lets go of its socket before it can be seen to be dead: hence the pauses.
    """
    for pause in _PAUSES:
        try:
            return _start(task)
        except (ConnectionError, EOFError):
            time.sleep(pause)
        except OSError:
            break
    try:
        return _start(task)
    except (OSError, EOFError) as error:
        raise Interrupted(f"读取程序启动不了（{str(error) or type(error).__name__}）。", BUSY) from error


def _start(task: Task) -> tuple[BaseProcess, Connection]:
    context = fork_server.context()
    mine, theirs = context.Pipe(duplex=False)
    try:
        child = context.Process(target=_work, args=(theirs, task), daemon=True)
        with fork_server.uninterrupted():
            child.start()
    except BaseException:
        mine.close()
        raise
    finally:
        theirs.close()
    return child, mine


def _answer(connection: Connection, seconds: int) -> bytes:
    """Take all that the child says until it closes its end: in time, and no flood."""
    end = time.monotonic() + seconds
    said = bytearray()
    while connection.poll(max(end - time.monotonic(), 0)):
        piece = os.read(connection.fileno(), _PIECE)
        if not piece:
            return bytes(said)
        said += piece
        if len(said) > _LARGEST_ANSWER:
            raise Unreadable("读取结果过大，不像年度报告，已作废。", REMEDY)
    raise Interrupted(f"读取超过 {seconds} 秒仍未结束，已中止。", BUSY)


def _body(answer: bytes, exit_code: int | None, task: Task) -> bytes:
    if not answer:
        raise Interrupted(f"读取程序启动不了（{_ended(exit_code)}）。", BUSY)
    if len(answer) == len(READY):
        raise _dead(exit_code, task.seconds)
    kind, digest, body = answer[1:2], answer[2 : 2 + _DIGEST], answer[2 + _DIGEST :]
    if answer[:1] != READY or hashlib.sha256(body).digest() != digest:
        raise Unreadable("读取结果不完整，已作废。", REMEDY)
    if kind == READ:
        return body
    text = body.decode(errors="replace")
    if kind == FAULT:
        raise Fault(text)
    what, _, remedy = text.partition("\n")
    raise {PASSING: Interrupted, SCANNED: Scanned}.get(kind, Unreadable)(what, remedy)


def _dead(exit_code: int | None, seconds: int) -> Unreadable:
    """Say what became of a child that began to read and gave no answer."""
    if exit_code == -signal.SIGXCPU:
        return too_long(seconds)
    if exit_code == -signal.SIGKILL:
        return Interrupted("读取程序被系统中止，可能是机器内存不足。", BUSY)
    return Unreadable(f"读取程序在这份文件上中断了（{_ended(exit_code)}）。", REMEDY)


def _ended(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exit_code).name
    return f"状态 {exit_code}"


def too_long(seconds: int) -> Unreadable:
    """Say that a child has used up its processor time."""
    return Unreadable(f"读取用了超过 {processor(seconds)} 秒的处理器时间，已中止。", REMEDY)


def processor(seconds: int) -> int:
    """Give how many seconds of processor a child has in so many of the clock."""
    return max(seconds * 3 // 4, 1)


def _work(connection: Connection, task: Task) -> None:
    """Read the file, in the child, and send one answer."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    with contextlib.suppress(OSError), open(connection.fileno(), "wb", closefd=False) as out:
        out.write(READY)
        out.flush()
        from generator.reading.child import outcome  # noqa: PLC0415 - with all readers, which only children need

        kind, body = outcome(task)
        out.write(kind + hashlib.sha256(body).digest() + body)
    connection.close()
