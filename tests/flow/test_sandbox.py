"""A file on which reading hangs, eats memory, dies, fails or babbles gives one clear answer, in the limits.

No small file does this to our readers, so the reader is exchanged; limits, child and pipe are the real ones.
The child is forked from here instead of from the fork server, which would not know of the exchange.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from generator.reading import sandbox
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, read_safely
from tests.flow.portals import report
from tests.reading import rendering

SECONDS: Final = 3


def _hang(*_: object, **__: object) -> None:
    time.sleep(600)


def _spin(*_: object, **__: object) -> None:
    while True:
        pass


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
        monkeypatch.setattr(sandbox, "read_report", reader)
        return file

    return exchange


@pytest.mark.parametrize(
    ("reader", "what"),
    [
        (_hang, f"超过 {SECONDS} 秒"),
        (_spin, "秒|中断"),
        (_eat, "内存超过 1024 MiB"),
        (_abort, "中断了"),
        (_leave, "中断了"),
        (_dig, "嵌套过深"),
    ],
)
def test_one_clear_answer_in_the_limits(
    exchanged: Callable[[Callable[..., Any]], Path], reader: Callable[..., Any], what: str
) -> None:
    file, begun = exchanged(reader), time.monotonic()
    with pytest.raises(Unreadable, match=what) as caught:
        read_safely(file, "2024.txt", seconds=SECONDS)
    assert caught.value.remedy
    assert time.monotonic() - begun < SECONDS + 20
    assert multiprocessing.active_children() == []


def test_an_answer_that_is_not_whole_is_void(
    exchanged: Callable[[Callable[..., Any]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", _babble)
    with pytest.raises(Unreadable, match="不完整"):
        read_safely(exchanged(_hang), "2024.txt", seconds=30)


def _babble(connection: Any, _: object) -> None:  # noqa: ANN401 - a pipe of multiprocessing
    connection.send_bytes(b"R" + b"\0" * 32 + b"schema: 1\nyear: 2024\n")
    connection.close()


def test_a_file_is_written_by_nobody(exchanged: Callable[[Callable[..., Any]], Path]) -> None:
    file = exchanged(_write)
    with pytest.raises((Fault, Unreadable)):
        read_safely(file, "2024.txt", seconds=30)
    left = file.with_name("left-behind.txt")
    assert not left.exists() or left.stat().st_size == 0


def test_a_fault_of_ours_is_told_apart_with_its_traceback(exchanged: Callable[[Callable[..., Any]], Path]) -> None:
    with pytest.raises(Fault, match="ValueError: a fault of ours"):
        read_safely(exchanged(_fail), "2024.txt", seconds=30)


def test_the_next_file_is_read_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "2024.txt"
    made = report()
    file.write_text(rendering.tabs(made), encoding="utf-8")
    assert read_safely(file, "2024.txt").figures == made.figures
