"""One report file in one child process, with limits: whatever the file does, the caller gets one clear answer.

The children come from a fork server that has the readers loaded and has read a report already, so that a start costs
milliseconds. A child may use 1 GiB, a limited time of processor and clock, and few open files; it writes no file. Its
answer counts only when whole; it is JSON, so that nothing a child sends can make the caller run anything.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, Literal

from generator.reading import bare, fork_server, sources
from generator.reading.answers import packed, record_of
from generator.reading.confinement import confine
from generator.reading.crops import Crop, drawn, unpacked
from generator.reading.crops import packed as pack_pictures
from generator.reading.read import has_ocr, load_ocr, read_report
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
_READY, _READ, _UNREADABLE, _SCANNED, _PASSING, _FAULT = b"+", b"R", b"U", b"S", b"P", b"F"
_REMEDY: Final = "请换一份文件；若文件看来正常，请把它附在问题报告中告诉我们。"
_BUSY: Final = "可能是机器太忙或内存、临时目录、进程数不够：请腾出后重新运行；若总是如此，请换一份文件。"

Copy = Literal["original", "extract", ""]


@dataclass(frozen=True, slots=True)
class _Task:
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


class _OutOfTime(Exception):  # noqa: N818 - what happened, told in the child
    """The child has used up its processor time but for what it needs to say so."""


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
    task = _Task(str(path), name, part, copy, seconds, converted or _converted(path))
    try:
        return _read_in_child(task)
    except Scanned:
        if not has_ocr():
            raise
    return _read_in_child(dataclasses.replace(task, seconds=max(seconds, SCAN_SECONDS), ocr=True))


def draw_safely(path: Path, crops: Sequence[Crop], *, seconds: int = SECONDS) -> tuple[bytes, ...]:
    """Draw places of a PDF in a child process, each as a PNG. Raises `Unreadable`, or `Fault` for what is no PDF."""
    body = _in_child(_Task(str(path), path.name, None, "", seconds, None, crops=tuple(crops)))
    try:
        return unpacked(body, crops)
    except (TypeError, ValueError) as error:
        raise Fault(f"the pictures of {path.name} are none: {error}") from error


def bare_safely(files: Sequence[tuple[Path, str]], *, seconds: int = SECONDS) -> tuple[bare.Bare, ...]:
    """Make copies of files of known kinds without metadata, in one child process with the limits that one file has.

    Raises `Unreadable` and `Fault`: for whichever of them it was.
    """
    wanted = tuple((str(path), kind) for path, kind in files)
    path = files[0][0]
    body = _in_child(_Task(str(path), path.name, None, "", seconds, None, bare_files=wanted))
    try:
        return bare.unpacked(body, len(files))
    except ValueError as error:
        raise Fault(f"the copy of {path.name} is none: {error}") from error


def _read_in_child(task: _Task) -> Record:
    try:
        return record_of(_in_child(task), task.name)
    except ValueError as error:
        raise Fault(f"the reading of {task.name} is no record: {error}") from error


def _in_child(task: _Task) -> bytes:
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


def _started(task: _Task) -> tuple[BaseProcess, Connection]:
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
        raise Interrupted(f"读取程序启动不了（{str(error) or type(error).__name__}）。", _BUSY) from error


def _start(task: _Task) -> tuple[BaseProcess, Connection]:
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
            raise Unreadable("读取结果过大，不像年度报告，已作废。", _REMEDY)
    raise Interrupted(f"读取超过 {seconds} 秒仍未结束，已中止。", _BUSY)


def _body(answer: bytes, exit_code: int | None, task: _Task) -> bytes:
    if not answer:
        raise Interrupted(f"读取程序启动不了（{_ended(exit_code)}）。", _BUSY)
    if len(answer) == len(_READY):
        raise _dead(exit_code, task.seconds)
    kind, digest, body = answer[1:2], answer[2 : 2 + _DIGEST], answer[2 + _DIGEST :]
    if answer[:1] != _READY or hashlib.sha256(body).digest() != digest:
        raise Unreadable("读取结果不完整，已作废。", _REMEDY)
    if kind == _READ:
        return body
    text = body.decode(errors="replace")
    if kind == _FAULT:
        raise Fault(text)
    what, _, remedy = text.partition("\n")
    raise {_PASSING: Interrupted, _SCANNED: Scanned}.get(kind, Unreadable)(what, remedy)


def _dead(exit_code: int | None, seconds: int) -> Unreadable:
    """Say what became of a child that began to read and gave no answer."""
    if exit_code == -signal.SIGXCPU:
        return _too_long(seconds)
    if exit_code == -signal.SIGKILL:
        return Interrupted("读取程序被系统中止，可能是机器内存不足。", _BUSY)
    return Unreadable(f"读取程序在这份文件上中断了（{_ended(exit_code)}）。", _REMEDY)


def _ended(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exit_code).name
    return f"状态 {exit_code}"


def _too_long(seconds: int) -> Unreadable:
    return Unreadable(f"读取用了超过 {_processor(seconds)} 秒的处理器时间，已中止。", _REMEDY)


def _processor(seconds: int) -> int:
    """How many seconds of processor a child has in so many of the clock."""
    return max(seconds * 3 // 4, 1)


def _work(connection: Connection, task: _Task) -> None:
    """Read the file, in the child, and send one answer."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    with contextlib.suppress(OSError), open(connection.fileno(), "wb", closefd=False) as out:
        out.write(_READY)
        out.flush()
        kind, body = _outcome(task)
        out.write(kind + hashlib.sha256(body).digest() + body)
    connection.close()


def _outcome(task: _Task) -> tuple[bytes, bytes]:
    try:
        if task.ocr:
            load_ocr()
    except Exception as error:  # noqa: BLE001 - whatever ails the extra, it is not the file
        return (
            _PASSING,
            f"文字识别（OCR）装得不完整（{type(error).__name__}），没有读取。\n请重新运行 make ocr。".encode(),
        )
    try:
        confine(MEMORY, _processor(task.seconds))
    except (OSError, ValueError) as error:
        return _PASSING, f"设不了读取程序的运行限制（{error}），没有读取。\n{_BUSY}".encode()
    try:
        return _READ, _made(task)
    except Exception as error:  # noqa: BLE001 - the one place where any failure becomes a value
        kind, text = _failure(error, task)
        return kind, text.encode(errors="backslashreplace")


def _failure(error: Exception, task: _Task) -> tuple[bytes, str]:
    match error:
        case Unreadable():
            return _SCANNED if isinstance(error, Scanned) else _UNREADABLE, f"{error.what}\n{error.remedy}"
        case MemoryError():
            return _UNREADABLE, f"读取所需内存超过 {MEMORY >> 20} MiB，已中止。\n{_REMEDY}"
        case RecursionError():
            return _UNREADABLE, f"文件嵌套过深，已中止。\n{_REMEDY}"
        case _OutOfTime():
            told = _too_long(task.seconds)
            return _UNREADABLE, f"{told.what}\n{told.remedy}"
        case UnicodeEncodeError():
            return _UNREADABLE, f"文件的文字里有残缺的字符编码，读不准。\n{_REMEDY}"
        case _:
            return _FAULT, "".join(traceback.format_exception(error))


def _made(task: _Task) -> bytes:
    """Give what the task asks for: pictures, a copy, or the record."""
    if task.crops:
        return _drawn(task)
    return _copied(task) if task.bare_files else packed(_read(task))


def _copied(task: _Task) -> bytes:
    with _timed(task.seconds):
        return bare.packed(bare.bare(sources.read_bytes(Path(path)), kind) for path, kind in task.bare_files)


def _read(task: _Task) -> Record:
    with _timed(task.seconds):
        return read_report(
            Path(task.path), task.name, part=task.part, copy=task.copy, converted=task.converted, ocr=task.ocr
        )


def _drawn(task: _Task) -> bytes:
    with _timed(task.seconds):
        return pack_pictures(drawn(sources.read_bytes(Path(task.path)), task.crops))


@contextlib.contextmanager
def _timed(seconds: int) -> Iterator[None]:
    """Raise `_OutOfTime` while there is processor time left to say so: a second reader that gets it only fails."""
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, max(seconds / 2, 1), 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _give_up(*_: object) -> None:
    raise _OutOfTime
