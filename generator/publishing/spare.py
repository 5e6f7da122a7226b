"""The site before the last one, in whose folders the next is built: nearly all of its files are those of the last.

To link thousands of files into fresh folders, and to take as many folders away, takes longer than to make what has
changed. A file of it counts only where it is the very file, one and the same on disk, that stands in the site now.
Everything else goes before anybody looks at what was built; where there is no such site, folders are fresh and empty.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.publishing.standing import Stat, told

_OF_PARTS: Final = ("agencies/", "places/")
"""Where files of parts lie, which `Writer` and `Kept` alone put there. Of all other folders only the names are kept."""


@dataclass(frozen=True, slots=True)
class Spare:
    """The files that lie in the folder in which a site is built, as the system tells of them, and its folders.

    `bare` are folders in which something was taken away.
    """

    built: str = ""
    files: dict[str, Stat] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, built: Path) -> Spare:
        """Look through a folder: plain files of parts stay, all others go. Raises `OSError`."""
        found = cls(str(built))
        for address, entry in _entries(found.built, ""):
            if entry is None:
                found.bare.add(address)
            elif address.startswith(_OF_PARTS) and entry.is_file(follow_symlinks=False):
                found.files[address] = told(entry.stat(follow_symlinks=False))
            else:
                found.remove(address)
        return found

    def has(self, address: str, stat: Stat) -> bool:
        """Tell whether a file lies here that is the one of which the system tells this elsewhere in its file system."""
        return self.files.get(address) == stat

    def remove(self, address: str) -> None:
        """Take a file away. Raises `OSError`."""
        Path(f"{self.built}/{address}").unlink(missing_ok=True)
        self.bare.add(address.rpartition("/")[0])

    def clear(self, needed: Container[str]) -> None:
        """Take away every file that is not among those that were written or taken over, and then empty folders."""
        for address in self.files:
            if address not in needed:
                self.remove(address)
        for folder in sorted(self.bare, key=len, reverse=True):
            inner = folder
            while inner and _is_gone(f"{self.built}/{inner}"):
                inner = inner.rpartition("/")[0]


def _entries(folder: str, name: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Give all that is no folder, and folders in which nothing lies; each by its address."""
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        inner = f"{name}/{entry.name}" if name else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, inner)
        else:
            yield inner, entry
    if not entries:
        yield name, None


def _is_gone(folder: str) -> bool:
    """Take a folder away if it is empty, and tell whether it is no more."""
    try:
        os.rmdir(folder)  # noqa: PTH106 - thousands of times
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
