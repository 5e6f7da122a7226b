"""Writes files into the site that is being built."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from generator.publishing.kept import Sizes


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes below `built`; `sizes` are the bytes and hashes of all that was written or taken over whole.

    `times` are the times of writing of what was written whole. `folders` are those that it has made, `added` the files
    that are open to be added to.
    """

    built: Path
    sizes: dict[str, tuple[int, str]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    added: dict[str, BinaryIO] = field(default_factory=dict)

    def write(self, address: str, content: str | bytes) -> None:
        """Write a file, given by its address from the root of the site."""
        data = content.encode() if isinstance(content, str) else content
        file = _fresh(self._place(address))
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            self.times[address] = os.fstat(file).st_mtime_ns
        finally:
            os.close(file)
        self.sizes[address] = (len(data), sha256(data).hexdigest())

    def add(self, address: str, data: bytes) -> None:
        """Add to the end of a file, of which nothing is noted: it may not be its end yet."""
        if address not in self.added:
            self.added[address] = os.fdopen(_fresh(self._place(address)), "wb")
        self.added[address].write(data)

    def close(self) -> None:
        """Write the last of what was added to disk; nothing is added then."""
        for file in self.added.values():
            file.close()

    def place(self, address: str) -> Path:
        """Give where a file goes; its folder is there then."""
        return Path(self._place(address))

    def _place(self, address: str) -> str:
        folder = address.rpartition("/")[0]
        if folder not in self.folders:
            (self.built / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        return f"{self.built}/{address}"

    def take(self, sizes: Sizes) -> None:
        """Take in what was written elsewhere."""
        self.sizes.update(sizes)

    def measure(self, address: str, size: int | None = None) -> tuple[int, str]:
        """Give the bytes and the sha256 of a file that stands there; `size` are its bytes where somebody has looked."""
        path, known = self.built / address, self.sizes.get(address)
        size = path.stat().st_size if size is None else size
        if known and size == known[0]:
            return known
        with path.open("rb") as file:
            return size, hashlib.file_digest(file, "sha256").hexdigest()


def _fresh(path: str) -> int:
    """Open a new file. What lies there goes first, and is not written into: it may stand in the last site as well."""
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, how, 0o666)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108 - as for the rest of this, thousands of times
        return os.open(path, how, 0o666)
