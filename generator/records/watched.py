"""Which files lie in some folders and in which state, quickly: to see that something has changed, and what."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

States = Mapping[str, tuple[int, int, int]]
"""The files by path, each with when it was written, when it became what it is, and its size."""


def states(folders: Iterable[Path]) -> States:
    """Look at every file below `folders`, files that are still being written left out."""
    return dict(found for folder in folders for found in _below(str(folder)))


def _below(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        return
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif ".tmp-" not in entry.name:
            try:
                stat = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield entry.path, (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
