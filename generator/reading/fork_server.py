"""The fork server of which reading takes its children, and what it loads before the first of them.

Loading takes longer than reading a report. Whoever knows that there is something to read can have it begin, and load
the rest of the program meanwhile; so nothing is imported here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Final

_PRELOAD: Final = ("generator.reading.child", "generator.reading.warmed")


def context() -> ForkServerContext:
    """Give the context that children are made in."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(_PRELOAD))
    return found


def begin() -> None:
    """Have the fork server load what it needs. Where it cannot be started now, the first child will say so."""
    context()
    with contextlib.suppress(OSError), uninterrupted():
        forkserver.ensure_running()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep an interrupt from the keyboard waiting.

    A fork server started meanwhile never hears of one: it would end with a traceback while it loads the readers.
    """
    resource_tracker.ensure_running()  # starting, it lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
