"""The limits that a child process takes upon itself before it opens a report file."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from pathlib import Path
from typing import Final

_OPEN_FILES: Final = 64
_DEEPEST: Final = 1_000
_NO_DATA: Final = 160 << 20
"""What of the memory is left for what is no data: the code of the libraries, and the stack."""


def confine(memory: int, processor: int) -> None:
    """Take the limits upon this process: bytes of memory, seconds of processor; no written file, no word to anybody.

    Raises `OSError` or `ValueError` when the system does not grant one.
    """
    sys.setrecursionlimit(_DEEPEST)
    addresses, data = _born_with()
    _lower(resource.RLIMIT_AS, memory + addresses)
    _lower(resource.RLIMIT_DATA, memory - _NO_DATA + data)
    _lower(resource.RLIMIT_CPU, processor, processor + 2)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_CORE, 0)
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(silent, stream.fileno())


def _born_with() -> tuple[int, int]:
    """Tell how many bytes of addresses this process was born with that hold nothing, and of them those for data.

    Limits count addresses, and what a child has of its parent's without using them is no file's doing: counted in, the
    same file would be too large for a child of a large parent, and read by that of a small one.
    """
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    addresses, held, shared, _, _, data = (int(pages) * resource.getpagesize() for pages in told[:6])
    return addresses - held, max(data - (held - shared), 0)


def _lower(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, or keep the lower one that is in force already."""
    ceiling = resource.getrlimit(kind)[1]
    most = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, most = min(soft, ceiling), min(most, ceiling)
    resource.setrlimit(kind, (soft, most))
