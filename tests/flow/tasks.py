"""Work for other processes, which load this module and little else."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

_PATIENCE = 300.0


def who(number: int) -> tuple[int, int]:
    """Say the number again, and which process this is."""
    return number, os.getpid()


def fall_once(mark: Path) -> str:
    """End this process the first time, and say so the second time."""
    if mark.suffix == ".mark" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def fall_always(name: str) -> str:
    """End this process for one name."""
    if name == "poisoned":
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def full(_: int) -> None:
    """Fail as on a full disk."""
    raise OSError(28, "No space left on device", "somewhere/page.html")


def wait(folder: Path) -> None:
    """Leave this process' number in a folder, and stay."""
    (folder / str(os.getpid())).touch()
    time.sleep(_PATIENCE)
