"""One report file in one child process, with limits: whatever the file does, the caller gets one clear answer.

The children come from a fork server that has the readers loaded, so that a start costs milliseconds. A child may use
1 GiB, a limited time of processor and clock, and few open files; it writes no file. Its answer counts only when whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import resource
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal

from generator.reading import sources
from generator.reading.read import read_report
from generator.reading.readers import doc
from generator.reading.readers.document import Unreadable
from generator.records.record import Record, dump_record, from_located
from generator.records.yaml_files import loads

MEMORY: Final = 1 << 30
SECONDS: Final = 60
_OPEN_FILES: Final = 64
_LARGEST_ANSWER: Final = 8_000_000
_READ, _UNREADABLE, _FAULT = b"R", b"U", b"F"
_REMEDY: Final = "请换一份文件；若文件看来正常，请把它附在问题报告中告诉我们。"

Copy = Literal["original", "extract", ""]


@dataclass(frozen=True, slots=True)
class _Task:
    """What the child is to read, and for how long; for an old Word file also the DOCX made of it."""

    path: str
    name: str
    part: int | None
    copy: Copy
    seconds: int
    converted: bytes | None


class Fault(Exception):  # noqa: N818 - named for what it is in messages
    """The program itself failed on a file: a fault of ours, with its traceback as text."""


def read_safely(path: Path, name: str, *, part: int | None = None, copy: Copy = "", seconds: int = SECONDS) -> Record:
    """Read one report file in a child process. Raises `Unreadable`, also for a child that crashed, hung or babbled.

    `seconds` limits the clock; the processor time is limited to the same.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["generator.reading.warmed"])
    task = _Task(str(path), name, part, copy, seconds, _converted(path))
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, task), daemon=True)
    child.start()
    theirs.close()
    try:
        answer = _answer(mine, seconds)
    finally:
        mine.close()
        child.kill()
        child.join()
    return _record(answer, child.exitcode, name)


def _converted(path: Path) -> bytes | None:
    """Convert an old Word file: that takes a program which could not run within the limits of the child."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        if file.read(len(doc.MAGIC)) != doc.MAGIC:
            return None
    return doc.converted(sources.read_bytes(path))


def _answer(connection: Connection, seconds: int) -> bytes | None:
    """Wait for the child's answer: None when there is none, in time and whole."""
    if not connection.poll(seconds):
        raise Unreadable(f"读取超过 {seconds} 秒仍未结束，已中止。", _REMEDY)
    with contextlib.suppress(EOFError, OSError):
        return connection.recv_bytes(_LARGEST_ANSWER)
    return None


def _record(answer: bytes | None, exit_code: int | None, name: str) -> Record:
    if answer is None:
        raise Unreadable(f"读取程序在这份文件上中断了（状态 {exit_code}）。", _REMEDY)
    kind, digest, body = answer[:1], answer[1:33], answer[33:]
    if hashlib.sha256(body).digest() != digest:
        raise Unreadable("读取结果不完整，已作废。", _REMEDY)
    text = body.decode()
    if kind == _UNREADABLE:
        what, _, remedy = text.partition("\n")
        raise Unreadable(what, remedy)
    if kind == _FAULT:
        raise Fault(text)
    return from_located(loads(text, name))


def _work(connection: Connection, task: _Task) -> None:
    """Read the file, in the child, and send one answer."""
    _limit(task.seconds)
    try:
        record = read_report(Path(task.path), task.name, part=task.part, copy=task.copy, converted=task.converted)
        kind, text = _READ, dump_record(record)
    except Unreadable as error:
        kind, text = _UNREADABLE, f"{error.what}\n{error.remedy}"
    except MemoryError:
        kind, text = _UNREADABLE, f"读取所需内存超过 {MEMORY >> 20} MiB，已中止。\n{_REMEDY}"
    except RecursionError:
        kind, text = _UNREADABLE, f"文件嵌套过深，已中止。\n{_REMEDY}"
    except Exception:  # noqa: BLE001 - the one place where any failure becomes a value
        kind, text = _FAULT, traceback.format_exc()
    body = text.encode()
    with contextlib.suppress(OSError):
        connection.send_bytes(kind + hashlib.sha256(body).digest() + body)
    connection.close()


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(silent, stream.fileno())
