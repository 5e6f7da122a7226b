"""Two things done at once: what other processes work at, and what only this one can do."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

_TURN: Final = 0.0005
"""Seconds after which one thread lets the other have its turn. Feeding other processes takes many short turns: with the
usual ten times as long they would wait for tasks as long as the body runs."""


@contextlib.contextmanager
def meanwhile(work: Callable[[Callable[[], bool]], None], *, alone: bool) -> Iterator[None]:
    """Have `work` done by a thread while the body runs; both are done at the end. What `work` raises is raised there.

    Where the body fails too, it is a note on what that raises. `work` is told how to ask whether it is to stop: when
    the body fails. Where nobody helps, or hardly anything is to be done (`alone`), it is done before the body, as two
    threads of one process would only take turns.
    """
    stop = threading.Event()
    if alone:
        work(stop.is_set)
        yield
        return
    with _short_turns(), ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, stop.is_set)
        try:
            yield
            done.result()
        except BaseException as error:
            stop.set()
            if (other := done.exception()) not in {None, error}:
                error.add_note(f"{type(other).__name__}: {other}")
            raise


@contextlib.contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
