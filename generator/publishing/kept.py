"""Parts of a site that this build takes over from the last one, each known by what it was made from.

A note in `.cache/parts/` names the files of a part with their hashes. It counts when it was made from the very same
things and the site that stands still holds those very files; they are then linked into the site built beside, if they
do not stand there yet (see `spare`), so that the old one stays whole. A note that is torn, altered, foreign or stale is
a miss, and the part is made anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from generator.publishing.notes import read_note, write_note
from generator.publishing.spare import Spare
from generator.publishing.standing import Standing, Stat

Sizes = Mapping[str, tuple[int, str]]
"""Files by their address from the root of the site: bytes, sha256."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a site: its files, what else its maker says of them (plain values), and bytes that go beside.

    `times` are the times of writing of those that were written just now.
    """

    files: Sizes
    said: Any = None
    beside: bytes = b""
    times: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where parts are noted, and the site that holds them. Without a folder of notes nothing is taken over.

    `program` is a hash of all that makes parts of things: another one makes every part anew. `standing` tells which
    files of the site are as they were without a look into them. `spare` are files that stand in the new site already.
    """

    site: Path
    notes: Path | None = None
    program: str = ""
    standing: Standing = field(default_factory=Standing)
    spare: Spare = field(default_factory=Spare)
    used: set[str] = field(default_factory=set)

    def take(self, name: str, made_from: str, built: Path) -> Part | None:
        """Link a part into the site at `built`, if it would be made of the same things again; None if not."""
        self.used.add(name)
        if self.notes is None:
            return None
        part = _part(read_note(self._path(name)), self.program + made_from, self._beside(name))
        if part is None:
            return None
        stood = {address: self.standing.holds(self.site, address, *known) for address, known in part.files.items()}
        if not all(stood.values()):
            return None
        _link_all(self.site, built, self._lacking(stood))
        return part

    def _lacking(self, stood: Mapping[str, Stat]) -> Iterator[str]:
        """Give the files that do not stand in the new site yet; another one in the place of one goes."""
        for address, stat in stood.items():
            if not self.spare.has(address, stat):
                if address in self.spare.files:
                    self.spare.remove(address)
                yield address

    def note(self, name: str, made_from: str, part: Part) -> None:
        """Note a part for the next build. A note that cannot be written is a miss the next time."""
        self.standing.written.update(part.times)
        if self.notes is not None:
            with contextlib.suppress(OSError):
                said = {"from": self.program + made_from, "files": {key: [*known] for key, known in part.files.items()}}
                if part.beside:
                    self._beside(name).parent.mkdir(parents=True, exist_ok=True)
                    self._beside(name).write_bytes(part.beside)
                write_note(self._path(name), {**said, "said": part.said, "beside": sha256(part.beside).hexdigest()})

    def forget_others(self) -> None:
        """Take away the notes of parts that nobody has asked for in this build."""
        if self.notes is not None and self.notes.is_dir():
            for path in self.notes.iterdir():
                if path.name.partition(".")[0] not in self.used:
                    path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return (self.notes or Path()) / f"{name}.json"

    def _beside(self, name: str) -> Path:
        return (self.notes or Path()) / f"{name}.beside"


def made_from(*things: object) -> str:
    """Give one hash of plain values."""
    return sha256(json.dumps(things, ensure_ascii=False).encode()).hexdigest()


def sizes(built: Path, addresses: Iterable[str]) -> Sizes:
    """Measure files of the site at `built`."""
    return {address: _size((built / address).read_bytes()) for address in addresses}


def _size(content: bytes) -> tuple[int, str]:
    return len(content), sha256(content).hexdigest()


def _part(noted: Mapping[str, Any], expected: str, beside: Path) -> Part | None:
    try:
        if noted.get("from") != expected:
            return None
        files = {str(key): (int(known[0]), str(known[1])) for key, known in noted["files"].items()}
        kept = b"" if noted["beside"] == _NOTHING else beside.read_bytes()
        good = all(map(_is_inside, files)) and sha256(kept).hexdigest() == noted["beside"]
        return Part(files, noted["said"], kept) if good else None
    except (OSError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


_NOTHING: Final = sha256().hexdigest()


def _is_inside(address: str) -> bool:
    return not address.startswith("/") and ".." not in address.split("/")


def _link_all(site: Path, built: Path, addresses: Iterable[str]) -> None:
    """Let files stand in both sites."""
    made: set[str] = set()
    for address in addresses:
        folder = address.rpartition("/")[0]
        if folder not in made:
            (built / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        _link(f"{site}/{address}", f"{built}/{address}")


def _link(old: str, new: str) -> None:
    """Let a file stand in both sites; as a copy where the system knows no hard links, or no more of them."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
