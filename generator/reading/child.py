"""What the child of `sandbox` does with its file: it takes the limits upon itself, and reads, draws or copies."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path

from generator.reading import handed_on, sources
from generator.reading.answers import packed
from generator.reading.bare import bare
from generator.reading.confinement import confine
from generator.reading.crops import drawn
from generator.reading.crops import packed as pack_pictures
from generator.reading.read import load_ocr, read_report
from generator.reading.readers.document import Scanned, Unreadable
from generator.reading.sandbox import (
    BUSY,
    FAULT,
    MEMORY,
    PASSING,
    READ,
    REMEDY,
    SCANNED,
    UNREADABLE,
    Task,
    processor,
    too_long,
)
from generator.records.record import Record


class _OutOfTime(Exception):  # noqa: N818 - what happened, told in the child
    """The child has used up its processor time but for what it needs to say so."""


def outcome(task: Task) -> tuple[bytes, bytes]:
    """Do what a task asks for, within the limits: the kind of the answer, and the answer."""
    try:
        if task.ocr:
            load_ocr()
    except Exception as error:  # noqa: BLE001 - whatever ails the extra, it is not the file
        return (
            PASSING,
            f"文字识别（OCR）装得不完整（{type(error).__name__}），没有读取。\n请重新运行 make ocr。".encode(),
        )
    try:
        confine(MEMORY, processor(task.seconds))
    except (OSError, ValueError) as error:
        return PASSING, f"设不了读取程序的运行限制（{error}），没有读取。\n{BUSY}".encode()
    try:
        return READ, _made(task)
    except Exception as error:  # noqa: BLE001 - the one place where any failure becomes a value
        kind, text = _failure(error, task)
        return kind, text.encode(errors="backslashreplace")


def _failure(error: Exception, task: Task) -> tuple[bytes, str]:
    match error:
        case Unreadable():
            return SCANNED if isinstance(error, Scanned) else UNREADABLE, f"{error.what}\n{error.remedy}"
        case MemoryError():
            return UNREADABLE, f"读取所需内存超过 {MEMORY >> 20} MiB，已中止。\n{REMEDY}"
        case RecursionError():
            return UNREADABLE, f"文件嵌套过深，已中止。\n{REMEDY}"
        case _OutOfTime():
            told = too_long(task.seconds)
            return UNREADABLE, f"{told.what}\n{told.remedy}"
        case UnicodeEncodeError():
            return UNREADABLE, f"文件的文字里有残缺的字符编码，读不准。\n{REMEDY}"
        case _:
            return FAULT, "".join(traceback.format_exception(error))


def _made(task: Task) -> bytes:
    """Give what the task asks for: pictures, a copy, or the record."""
    if task.crops:
        return _drawn(task)
    return _copied(task) if task.bare_files else packed(_read(task))


def _copied(task: Task) -> bytes:
    with _timed(task.seconds):
        return handed_on.packed(bare(sources.read_bytes(Path(path)), kind) for path, kind in task.bare_files)


def _read(task: Task) -> Record:
    with _timed(task.seconds):
        return read_report(
            Path(task.path), task.name, part=task.part, copy=task.copy, converted=task.converted, ocr=task.ocr
        )


def _drawn(task: Task) -> bytes:
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
