"""A file on which reading hangs, eats memory, dies, fails or babbles gives one clear answer, in the limits.

No small file does this to our readers, so the reader is exchanged; limits, child and pipe are the real ones.
The child is forked from here instead of from the fork server, which would not know of the exchange.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import mmap
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from generator.reading import child, fork_server, sandbox
from generator.reading.interpret import interpret
from generator.reading.read import READERS, read_report
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, Interrupted, read_safely
from generator.records.record import Record, Source, SourceFile
from tests.flow.portals import ROOT, report
from tests.reading import rendering

AMPLE = 300
"""Seconds for what ends by itself, however busy the machine is."""
ASLEEP = 600


def _hang(*_: object, **__: object) -> None:
    time.sleep(ASLEEP)


def _spin(*_: object, **__: object) -> None:
    while True:
        pass


def _spin_deaf(*_: object, **__: object) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    while True:
        pass


def _flood(*_: object, **__: object) -> Record:
    return dataclasses.replace(_any_record(), title="长" * 9_000_000)


def _half(*_: object, **__: object) -> Record:
    return dataclasses.replace(_any_record(), title="\ud800")


def _any_record() -> Record:
    text = rendering.tabs(report())
    return interpret(
        READERS["text/plain"](text.encode()), Source((SourceFile("x", "0" * 64, "text/plain"),), "extract", "")
    )


def _eat(*_: object, **__: object) -> None:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _abort(*_: object, **__: object) -> None:
    faulthandler.disable()
    os.abort()


def _leave(*_: object, **__: object) -> None:
    os._exit(0)


def _dig(*_: object, **__: object) -> None:
    _dig()


def _write(*_: object, **__: object) -> None:
    Path("left-behind.txt").write_text("x" * 10, encoding="utf-8")


def _fail(*_: object, **__: object) -> None:
    raise ValueError("a fault of ours")


@pytest.fixture
def exchanged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[..., Any]], Path]:
    """Give a way to exchange the reader; it gives a file to read."""
    file = tmp_path / "2024.txt"
    file.write_text(rendering.tabs(report()), encoding="utf-8")
    fork = multiprocessing.get_context("fork")
    monkeypatch.setattr(fork, "set_forkserver_preload", lambda _: None, raising=False)
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: fork)
    monkeypatch.chdir(tmp_path)

    def exchange(reader: Callable[..., Any]) -> Path:
        monkeypatch.setattr(child, "read_report", reader)
        return file

    return exchange


@pytest.mark.parametrize(
    ("reader", "seconds", "what"),
    [
        (_hang, 3, "超过 3 秒仍未结束"),
        (_spin, 4, "超过 3 秒的处理器时间|超过 4 秒仍未结束"),
        (_spin_deaf, 4, "超过 3 秒的处理器时间|超过 4 秒仍未结束"),
        (_eat, AMPLE, "内存超过 1024 MiB"),
        (_abort, AMPLE, "中断了（SIGABRT）"),
        (_leave, AMPLE, "中断了（状态 0）"),
        (_dig, AMPLE, "嵌套过深"),
        (_flood, AMPLE, "结果过大"),
        (_half, AMPLE, "残缺的字符编码"),
    ],
)
def test_one_clear_answer_in_the_limits(
    exchanged: Callable[[Callable[..., Any]], Path], reader: Callable[..., Any], seconds: int, what: str
) -> None:
    file, begun = exchanged(reader), time.monotonic()
    with pytest.raises(Unreadable, match=what) as caught:
        read_safely(file, "2024.txt", seconds=seconds)
    assert caught.value.remedy
    assert time.monotonic() - begun < ASLEEP / 2
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("reader", "what"), [(_eat, "内存超过 1024 MiB"), (_dig, "嵌套过深"), (_flood, "结果过大")])
def test_a_large_parent_changes_no_answer(
    exchanged: Callable[[Callable[..., Any]], Path], reader: Callable[..., Any], what: str
) -> None:
    with mmap.mmap(-1, 3 * sandbox.MEMORY, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ):
        with pytest.raises(Unreadable, match=what):
            read_safely(exchanged(reader), "2024.txt", seconds=AMPLE)
        assert read_safely(exchanged(read_report), "2024.txt", seconds=AMPLE).figures == report().figures


def test_an_answer_that_is_not_whole_is_void(
    exchanged: Callable[[Callable[..., Any]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", _babble)
    with pytest.raises(Unreadable, match="不完整"):
        read_safely(exchanged(_hang), "2024.txt", seconds=AMPLE)


def _babble(connection: Any, _: object) -> None:  # noqa: ANN401 - a pipe of multiprocessing
    connection.send_bytes(b"R" + b"\0" * 32 + b"schema: 1\nyear: 2024\n")
    connection.close()


def test_a_file_is_written_by_nobody(exchanged: Callable[[Callable[..., Any]], Path]) -> None:
    file = exchanged(_write)
    with pytest.raises((Fault, Unreadable)):
        read_safely(file, "2024.txt", seconds=AMPLE)
    left = file.with_name("left-behind.txt")
    assert not left.exists() or left.stat().st_size == 0


def test_a_fault_of_ours_is_told_apart_with_its_traceback(exchanged: Callable[[Callable[..., Any]], Path]) -> None:
    with pytest.raises(Fault, match="ValueError: a fault of ours"):
        read_safely(exchanged(_fail), "2024.txt", seconds=AMPLE)


def test_a_half_answer_and_silence_are_not_waited_for(
    exchanged: Callable[[Callable[..., Any]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", _begin_and_hang)
    with pytest.raises(Interrupted, match="超过 2 秒"):
        read_safely(exchanged(_hang), "2024.txt", seconds=2)


def _begin_and_hang(connection: Any, _: object) -> None:  # noqa: ANN401 - a pipe of multiprocessing
    os.write(connection.fileno(), b"+R" + b"\0" * 40)
    time.sleep(ASLEEP)


def test_limits_that_are_lower_already_stay(exchanged: Callable[[Callable[..., Any]], Path]) -> None:
    file, before = exchanged(read_report), resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (60, before[1]))
    try:
        assert read_safely(file, "2024.txt").figures == report().figures
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_without_limits_nothing_is_read(
    exchanged: Callable[[Callable[..., Any]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    file = exchanged(read_report)
    monkeypatch.setattr(resource, "setrlimit", refuse)
    with pytest.raises(Interrupted, match=r"设不了.*not allowed"):
        read_safely(file, "2024.txt", seconds=AMPLE)


def test_a_fork_server_that_was_killed_is_started_again(tmp_path: Path) -> None:
    file = tmp_path / "2024.txt"
    file.write_text(rendering.tabs(report()), encoding="utf-8")
    first = read_safely(file, "2024.txt")
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]
    assert read_safely(file, "2024.txt") == first


BROKEN_TMP = """
import sys, tempfile
from pathlib import Path
from generator.reading.sandbox import Interrupted, read_safely
if __name__ == "__main__":
    tempfile.tempdir = sys.argv[2]
    try:
        read_safely(Path(sys.argv[1]), "2024.txt")
    except Interrupted as error:
        print(error.what, error.remedy)
"""


def test_without_a_place_for_its_socket_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "2024.txt"
    file.write_text("报告", encoding="utf-8")
    program = tmp_path / "program.py"
    program.write_text(BROKEN_TMP, encoding="utf-8")
    command = [sys.executable, str(program), str(file), str(tmp_path / "none")]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings, timeout=AMPLE)
    assert "启动不了" in done.stdout, done.stderr
    assert "临时目录" in done.stdout


def test_a_hundred_readings_leave_nothing_behind(tmp_path: Path) -> None:
    picture, text = tmp_path / "2024.png", tmp_path / "2024.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    text.write_text("别的文件", encoding="utf-8")
    held = []
    for file in (text,) * 48 + (picture,) * 4 + (text,) * 48:
        with pytest.raises(Unreadable):
            read_safely(file, file.name, seconds=AMPLE)
        held.append(len(os.listdir("/proc/self/fd")))  # noqa: PTH208 - names are not needed
    assert held[0] == held[-1]
    assert multiprocessing.active_children() == []


def test_the_next_file_is_read_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "2024.txt"
    made = report()
    file.write_text(rendering.tabs(made), encoding="utf-8")
    assert read_safely(file, "2024.txt").figures == made.figures


def test_a_fork_server_begun_beforehand_is_the_one_that_reads(tmp_path: Path) -> None:
    file = tmp_path / "2024.txt"
    file.write_text(rendering.tabs(report()), encoding="utf-8")
    fork_server.begin()
    running = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    assert read_safely(file, "reports/one/2024.txt").figures
    assert running
    assert forkserver._forkserver._forkserver_pid == running  # type: ignore[attr-defined]
