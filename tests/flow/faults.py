"""What can go wrong while a site is built, made to go wrong for real, and what a reader then finds.

A build runs the command itself in a forked process, which saves the seconds of loading it anew for every fault.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator import commands

_CAPABILITIES: Final = 0x20080522  # version 3 of the kernel's structure
_PATIENCE: Final = 100.0

Before = Callable[[], object]
Reached = Callable[[], bool]


def root_hash(site: Path) -> str:
    """Give the hash of a site's manifest. Raises `AssertionError` when a file is not as its manifest says."""
    manifest = (site / "manifest.jsonl").read_bytes()
    listed = {line["path"]: line["sha256"] for line in map(json.loads, manifest.splitlines())}
    there = {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path != site / "manifest.jsonl"
    }
    assert there == listed
    return sha256(manifest).hexdigest()


@dataclass(slots=True)
class Build:
    """`gongkai build` in a process of its own, in the folder `desk`; its messages go to `desk/told`."""

    desk: Path
    pid: int

    @classmethod
    def begin(cls, desk: Path, *arguments: str, before: Before = lambda: None) -> Build:
        """Start it. `before` runs in the new process first: limits, a way to write that is barred."""
        pid = os.fork()
        if not pid:
            _run(desk, arguments, before)
        return cls(desk, pid)

    def end(self) -> int:
        """Wait for it; give the exit status, the negative signal when one ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def hold(self, reached: Reached) -> bool:
        """Stop it as soon as something can be seen; False when it ended before."""
        until = time.monotonic() + _PATIENCE
        while not reached():
            if time.monotonic() > until or os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return False
            time.sleep(0.0005)
        os.kill(self.pid, signal.SIGSTOP)
        return True

    def go_on(self) -> int:
        """Let it run to its end."""
        os.kill(self.pid, signal.SIGCONT)
        return self.end()

    def kill(self) -> int:
        """End it as a power cut does for a process."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    @property
    def told(self) -> str:
        """What it printed."""
        return (self.desk / "told").read_text(encoding="utf-8")


def build(desk: Path, *arguments: str, before: Before = lambda: None) -> Build:
    """Begin a build."""
    return Build.begin(desk, *arguments, before=before)


def _run(desk: Path, arguments: tuple[str, ...], before: Before) -> None:
    """Be the new process: never comes back."""
    status = 70
    try:
        os.chdir(desk)
        os.environ["CI"] = "true"  # so that it says how far it is
        told = os.open("told", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(told, 1)
        os.dup2(told, 2)
        sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
        sys.argv = ["gongkai", "build", *arguments]
        before()
        commands.run()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as the tests
        with contextlib.suppress(OSError):
            traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def small_files(most: int) -> Before:
    """Let no file grow beyond so many bytes: writing more fails as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def no_privileges() -> None:
    """Give up the right of root to write where nobody may."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if os.geteuid() == 0 and ctypes.CDLL(None).capset(header, nothing):
        raise OSError("capset")
