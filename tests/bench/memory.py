"""The most memory that a process held, told by the kernel of its own program alone.

`ru_maxrss` is no measure of that: it begins with what the parent held when it forked, and a large parent makes every
child look large. `VmHWM` begins anew with each program.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

_PAUSE: Final = 0.05


def most_held(process: int | str = "self") -> float:
    """Give the most memory that a process has held since it began its program, in MiB. Raises `OSError`."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def held_by_all(parent: int) -> Iterator[tuple[int, str, float]]:
    """Give the memory of a process and of all below it: its number, its command, the most so far in MiB."""
    with contextlib.suppress(OSError, ValueError, IndexError):  # it may end while it is looked at
        told = Path(f"/proc/{parent}/cmdline").read_text(encoding="utf-8", errors="replace")
        yield parent, told, most_held(parent)
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split():
            yield from held_by_all(int(child))


@contextlib.contextmanager
def again_and_again(look: Callable[[], None]) -> Iterator[None]:
    """Look twenty times a second while the body runs."""
    done = threading.Event()

    def look_until_done() -> None:
        while not done.wait(_PAUSE):
            look()

    thread = threading.Thread(target=look_until_done)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextlib.contextmanager
def watched(parent: int) -> Iterator[dict[int, float]]:
    """Look at a process and all below it while the body runs; by process the most that each held, in MiB."""
    most: dict[int, float] = {}
    with again_and_again(lambda: most.update((process, held) for process, _, held in held_by_all(parent))):
        yield most
