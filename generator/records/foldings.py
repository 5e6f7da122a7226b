"""Where the bytes of what is folded up lie: in memory or, within `on_disk`, in a file without a name.

A build that goes over ten thousand reports looks at each a few times, and must not hold them all meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FEW: Final = 120
"""So many bytes and fewer are not worth a place in a file."""


class _Spool:
    """A file without a name, to which bytes are added. It is there as long as anything that lies in it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file, name = tempfile.mkstemp(dir=folder, prefix="foldings.tmp-")
        Path(name).unlink()
        self._end, self._lock = 0, threading.Lock()
        weakref.finalize(self, os.close, self._file)

    def put(self, data: bytes) -> int:
        """Add bytes; give their place. Raises `OSError`."""
        with self._lock:
            place = self._end
            self._end += len(data)
        written = 0
        while written < len(data):
            written += os.pwrite(self._file, data[written:], place + written)
        return place

    def get(self, place: int, length: int) -> bytes:
        """Give bytes again. Raises `OSError`."""
        data = os.pread(self._file, length, place)
        while len(data) < length:
            more = os.pread(self._file, length - len(data), place + len(data))
            if not more:
                raise OSError(f"{length} bytes at {place} of what was folded up are gone")
            data += more
        return data


_in_use: list[_Spool] = []


class Folding:
    """The bytes of one thing that is folded up. Two of them are never the same, whatever they hold."""

    __slots__ = ("_kept", "_place", "_spool")

    def __init__(self, data: bytes) -> None:
        self._spool = _in_use[-1] if _in_use and len(data) > _FEW else None
        if self._spool is None:
            self._kept, self._place = data, 0
        else:
            self._kept, self._place = b"", self._spool.put(data) << _BITS | len(data)

    @property
    def holds_any(self) -> bool:
        """Whether there is any byte."""
        return bool(self._kept) or self._spool is not None

    @property
    def data(self) -> bytes:
        """The bytes. Raises `OSError` where the disk fails."""
        if self._spool is None:
            return self._kept
        return self._spool.get(self._place >> _BITS, self._place & _MOST)


_BITS: Final = 32
_MOST: Final = (1 << _BITS) - 1


@contextlib.contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """Let what is folded up meanwhile lie in a file below `folder`. Raises `OSError` where none can be written."""
    spool = _Spool(folder)
    _in_use.append(spool)
    try:
        yield
    finally:
        _in_use.remove(spool)
