"""Whether a file is the one that it was: by what the system says of it, and by its hash where that does not tell.

A file is known by size, times, inode and kind. One that was written within two seconds of being looked at may have
changed again within the same tick of the clock, and is not trusted.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from generator.publishing.notes import read_note, write_note
from generator.publishing.swap import MANIFEST

UNTRUSTED: Final = 2_000_000_000
"""Nanoseconds in which a file may change twice within one tick of a clock."""

Stat = tuple[int, ...]
"""Size, time of writing, time of change, inode, whether it is a symlink; nothing for a folder."""


def told(own: os.stat_result) -> Stat:
    """Give what the system says of a file."""
    return (own.st_size, own.st_mtime_ns, own.st_ctime_ns, own.st_ino, int(stat.S_ISLNK(own.st_mode)))


def walk(folder: Path | str, name: str) -> Sequence[tuple[str, Stat]]:
    """Give every file and folder below one, which is called `name`, in order. Raises `OSError`."""
    found: list[tuple[str, Stat]] = []
    _walk(folder, name, found)
    return found


def _walk(folder: Path | str, name: str, found: list[tuple[str, Stat]]) -> None:
    found.append((name, ()))
    with os.scandir(folder) as some:
        entries = sorted(some, key=_BY_NAME)
    for entry in entries:
        inner = f"{name}/{entry.name}" if name else entry.name
        if not entry.is_dir(follow_symlinks=False):
            found.append((inner, told(entry.stat(follow_symlinks=False))))
        elif entry.name != "__pycache__":
            _walk(entry.path, inner, found)


_BY_NAME: Final = attrgetter("name")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the system said of every file of a site when its build had ended, each with the hash it has.

    `at` is when that was: what was written shortly before, or later, is held against its hash once more. `written` is
    for the build that is under way: the files that it writes, each with the time of writing that it was left with.
    """

    files: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    at: int = 0
    written: dict[str, int] = field(default_factory=dict)

    def holds(self, site: Path, address: str, size: int, digest: str) -> Stat:
        """Tell whether a file of the site is one of this size and hash: by what the system says of it, else by nothing.

        Whoever writes into a file sets its time of writing. That of its last change says nothing here: it is also that
        of the build, which has taken the file over from the site before.
        """
        path = f"{site}/{address}"
        try:
            now = told(os.lstat(path))
            *before, known = self.files.get(address, ("",))
            if list(now) == before and now[1] < self.at - UNTRUSTED and not now[-1]:
                return now if (now[0], known) == (size, digest) else ()
            return now if not now[-1] and now[0] == size and _hash(path) == digest else ()
        except OSError:
            return ()


def _hash(path: str) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()


def read_standing(note: Path) -> Standing:
    """Give what was noted of a site; nothing for a note that is torn, altered or none."""
    noted = read_note(note)
    files, at = noted.get("files"), noted.get("at")
    good = isinstance(files, dict) and isinstance(at, int) and all(isinstance(known, list) for known in files.values())
    return Standing(files, at) if good and isinstance(at, int) and isinstance(files, dict) else Standing()


Survey = Sequence[tuple[str, Stat]]
"""What the system says of every file and folder of a site, in order; nothing of one that cannot be looked through."""


def survey_of(site: Path) -> Survey:
    """Look at a site."""
    try:
        return tuple(walk(site, ""))
    except OSError:
        return ()


def note_standing(note: Path, site: Path, stood: Survey, begun: int, written: Mapping[str, int]) -> None:
    """Note what the system says of the files of a site whose build began at a time (ns). Raises `OSError`.

    A file of this build counts only with the time of writing that the build left it with (`written`): the manifest says
    what was written then, and nothing of what somebody wrote after it.
    """
    at, listed = time.time_ns(), (site / MANIFEST).read_text(encoding="utf-8").splitlines()
    hashes = {line["path"]: line["sha256"] for line in map(json.loads, listed)}
    told = ((name, known) for name, known in stood if name in hashes and known)
    own = ((name, known) for name, known in told if known[1] < begun - UNTRUSTED or known[1] == written.get(name))
    write_note(note, {"at": at, "files": {name: [*known, hashes[name]] for name, known in own}})
