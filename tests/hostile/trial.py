"""One hostile file through the sandbox: what became of it, in what time, with how much memory."""

from __future__ import annotations

import os
import re
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final
from unittest import mock

from generator.reading import sandbox
from generator.reading.readers.document import Unreadable
from generator.records.figures import Absence
from generator.records.record import Record

RECORD, EMPTY, REFUSED, CRASHED, INTERRUPTED, FAULT, DEATH = (
    "a record",
    "A RECORD WITHOUT A FIGURE",
    "refused",
    "the child died, which was said",
    "stopped by the clock, which was said",
    "FAULT OF OURS",
    "DEATH OF THE CALLER",
)
BAD: Final = frozenset({EMPTY, FAULT, DEATH})
_POLL: Final = 0.01
_DIED: Final = "中断了"
_KIB: Final = 1024
_START: Final = sandbox._start


@dataclass(frozen=True, slots=True)
class Trial:
    """How a file ended: its class, what was said, seconds of the clock, and the most bytes its child held.

    `processor` are the seconds of processor its children used: on a busy machine the clock says nothing of the file.
    """

    outcome: str
    said: str
    seconds: float
    peak: int
    processor: float

    @property
    def kind(self) -> str:
        """What was said, without the numbers that differ from file to file."""
        return re.sub(r"（[^（）]*）", "（…）", re.sub(r"[0-9]+", "N", self.said))


class _Watch:
    """Follows the memory of the children that this thread starts."""

    def __init__(self) -> None:
        self.peak = 0
        self.used: dict[int | None, float] = {}
        self._done = threading.Event()

    def start(self, task: Any) -> tuple[BaseProcess, Connection]:  # noqa: ANN401 - the sandbox's own
        child, connection = _START(task)
        threading.Thread(target=self._follow, args=(child.pid,), daemon=True).start()
        return child, connection

    def _follow(self, pid: int | None) -> None:
        status = Path(f"/proc/{pid}/status")
        while not self._done.is_set():
            try:
                found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))
            except (OSError, UnicodeDecodeError):
                return
            self.peak = max(self.peak, int(found[1]) * _KIB if found else 0)
            self.used[pid] = max(self.used.get(pid, 0.0), _processor(pid))
            self._done.wait(_POLL)

    def end(self) -> None:
        self._done.set()


def _processor(pid: int | None) -> float:
    """Tell the seconds of processor that a process has used, without those of the server it was forked from."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tried(path: Path, converted: bytes | None = None, seconds: int = sandbox.SECONDS) -> Trial:
    """Read a file as `ingest` does. One at a time in a process: the watch sits in the sandbox's own way to start."""
    watch, begun = _Watch(), time.monotonic()
    with mock.patch.object(sandbox, "_start", watch.start):
        outcome, said = _outcome(path, converted, seconds)
    watch.end()
    return Trial(outcome, said, time.monotonic() - begun, watch.peak, sum(watch.used.values()))


def warm() -> None:
    """Start the fork server, which is no file's doing."""
    _outcome(Path(__file__), None, sandbox.SECONDS)


def _outcome(path: Path, converted: bytes | None, seconds: int) -> tuple[str, str]:
    try:
        record = sandbox.read_safely(path, path.name, converted=converted, seconds=seconds)
    except sandbox.Interrupted as error:
        return INTERRUPTED, error.what
    except Unreadable as error:
        complete = bool(error.what.strip() and error.remedy.strip())
        refused = CRASHED if _DIED in error.what else REFUSED
        return (refused if complete else FAULT), error.what
    except sandbox.Fault as error:
        return FAULT, str(error).strip().splitlines()[-1]
    except Exception as error:  # noqa: BLE001 - this is what the trial looks for
        return DEATH, repr(error)
    return (RECORD if _has_figures(record) else EMPTY), record.title


def _has_figures(record: Record) -> bool:
    return any(not isinstance(figure, Absence) for figure in record.figures.values())
