"""Whether anything has changed since the last build. If nothing has, the site stands, and there is nothing to do.

A file is known by what the system says of it (size, times, inode); where that differs, or is too young to be trusted,
by its hash. What is remembered counts only with its own hash, and a site that was touched since is built anew: a torn,
foreign or stale entry is a miss.
"""

from __future__ import annotations

import functools
import json
import os
import platform
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import generator
from generator.publishing.notes import read_note, write_note
from generator.publishing.standing import UNTRUSTED, Stat, Survey, survey_of, told, walk

_PROGRAM: Final = Path(generator.__path__[0])
_RECORDS: Final = "content/records"
_REPORTS: Final = "content/reports/"
UNCHANGED: Final = "没有变化"

Said = Mapping[str, Any]
"""What the last build said: plain values, to be said again."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a build is made from: its folders by name, and every word that it was given."""

    folders: Mapping[str, Path]
    words: Mapping[str, str]


def sources(content: Path, templates: Path, **told: str) -> Sources:
    """Name what a build is made from: content, templates, the program and the libraries and programs that it uses."""
    words = {
        "python": platform.python_version(),
        "libraries": " ".join(sorted(os.listdir(sysconfig.get_path("purelib")))),  # noqa: PTH208 - names alone
        "office": " ".join(str(shutil.which(name)) for name in ("soffice", "libreoffice")),
        **told,
    }
    return Sources({"content": content, "templates": templates, "program": _PROGRAM}, words)


def program(templates: Path) -> str:
    """Give one hash of what makes a site of content: the program, the templates, the libraries."""
    made_by = sources(Path(), templates)
    found = sha256(json.dumps(sorted(made_by.words.items())).encode())
    for root in ("program", "templates"):
        names = (name for name, stat in walk(made_by.folders[root], root) if stat)
        found.update(json.dumps([(name, _digest(made_by, name)) for name in names]).encode())
    return found.hexdigest()


def survey(made_from: Sources) -> Mapping[str, Stat]:
    """Tell what the system says of every file and folder, by name."""
    return {name: stat for root, folder in made_from.folders.items() for name, stat in walk(folder, root)}


@dataclass(frozen=True)
class Look:
    """What there is to build from, as it lies now, and where the last build has left its notes."""

    made_from: Sources
    now: Mapping[str, Stat]
    stamp: Path

    @functools.cached_property
    def known(self) -> Mapping[str, Any]:
        """What the last build has noted of every file."""
        return read_note(self.stamp)

    @property
    def glance(self) -> Path:
        """Where it has noted all of it as one."""
        return self.stamp.with_name("glance.json")

    @property
    def reports_moved(self) -> bool:
        """Whether report files were added or written to since the last build: there may be something to read."""
        before = self.known.get("files", {})
        reports = (name for name, stat in self.now.items() if stat and name.startswith(_REPORTS))
        return bool(before) and any([*self.now[name]] != before.get(name, ())[:-1] for name in reports)


def look(content: Path, templates: Path, *, commit: str, last: Path | None) -> Look:
    """Look at all that a build is made from. Raises `OSError` where there is nothing to look at."""
    made_from = sources(content, templates, commit=commit, last=_release(last))
    stamp = content.parent / ".cache" / "build.json"
    return Look(made_from, survey(made_from), stamp)


def _release(last: Path | None) -> str:
    """Give a hash of what may be read of the last release: its manifest, and the figures beside it."""
    if last is None:
        return ""
    files = (last, last.parent / "data/wide.csv")
    return " ".join(sha256(file.read_bytes()).hexdigest() if file.is_file() else str(file) for file in files)


def said_before(seen: Look, site: Path) -> Said | None:
    """Give what the last build said, if this one would make the very same site and that still stands; else None."""
    known: Mapping[str, Any] = read_note(seen.glance)
    try:
        if _is_all_known(seen, known):
            return _said_of(site, known)
        known = seen.known
        if known["words"] != dict(seen.made_from.words) or known["files"].keys() != seen.now.keys():
            return None
        if not all(_is_same(seen.made_from, name, stat, known) for name, stat in seen.now.items()):
            return None
        return _said_of(site, known)
    except (KeyError, TypeError, ValueError, AttributeError, OSError):
        return None


def _said_of(site: Path, known: Mapping[str, Any]) -> Said | None:
    stands = bool(stood := survey_of(site)) and known["site"] == _print_of(stood)
    return known["said"] if stands and isinstance(known["said"], dict) else None


def _is_all_known(seen: Look, known: Mapping[str, Any]) -> bool:
    """Tell whether all that a build is made from is, at one glance, as it was, and nothing of it was young then."""
    words = bool(known) and known["words"] == dict(seen.made_from.words)
    return (
        words and known["newest"] < known["at"] - UNTRUSTED and known["content"] == _print_of(tuple(seen.now.items()))
    )


def _is_same(made_from: Sources, name: str, stat: Stat, known: Mapping[str, Any]) -> bool:
    """Tell whether a file is as it was. What a symlink leads to may change behind its back."""
    *before, digest = known["files"][name]
    if not stat or not before or stat[-1]:
        return not stat and not before
    return _is_known(stat, before, known["at"]) or _digest(made_from, name) == digest


def _is_known(stat: Stat, before: list[int], at: int) -> bool:
    return list(stat) == before and max(stat[1:3]) < at - UNTRUSTED


def known_hashes(seen: Look) -> Callable[[Path], str]:
    """Give what gives the hash of a file below `content/` that is as the last build saw it; of any other nothing."""
    known, folder = seen.known, f"{seen.made_from.folders['content']}{os.sep}"

    def known_hash(path: Path) -> str:
        try:
            *before, digest = known["files"][f"content/{str(path).removeprefix(folder)}"]
            stat = told(os.lstat(path))
            return str(digest) if _is_known(stat, before, known["at"]) and not stat[-1] else ""
        except (KeyError, TypeError, ValueError, AttributeError, OSError):
            return ""

    return known_hash


def _digest(made_from: Sources, name: str) -> str:
    root, _, inner = name.partition("/")
    return sha256((made_from.folders[root] / inner).read_bytes()).hexdigest()


def _print_of(stood: Survey) -> str:
    """Give one hash of what the system says of every file of a site."""
    return sha256(json.dumps(stood).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Watch:
    """What content was like when a build began and when it had been read into records."""

    made_from: Sources
    before: Mapping[str, Stat]
    read: Mapping[str, Stat]

    def unmoved(self) -> bool:
        """Tell whether nothing changed under the build's hands but the records that it wrote itself."""
        return _without_records(self.before) == _without_records(self.read) and self.read == survey(self.made_from)


def _without_records(seen: Mapping[str, Stat]) -> Mapping[str, Stat]:
    return {name: stat for name, stat in seen.items() if not name.startswith(_RECORDS)}


def remember(seen: Look, watch: Watch, stood: Survey, said: Said) -> bool:
    """Note that the site that `stood` was made from what `watch` saw; False, and nothing noted, when something moved.

    A note that cannot be written is a miss the next time, and no reason to call a site that stands a failure.
    """
    known, at = seen.known, time.time_ns()
    try:
        files = {name: [*stat, _hash(known, name, stat, watch.made_from)] for name, stat in watch.read.items()}
        noted = {"words": dict(watch.made_from.words), "files": files, "site": _print_of(stood), "at": at, "said": said}
        if not watch.unmoved():
            return False
        write_note(seen.stamp, noted)
        write_note(seen.glance, {**{key: noted[key] for key in ("words", "site", "at", "said")}, **_glance(watch.read)})
    except OSError:
        return watch.unmoved()
    return True


def _glance(read: Mapping[str, Stat]) -> dict[str, Any]:
    """Give one hash of what the system says of every file, and when the last of them changed: of a symlink, always."""
    stats = [stat for stat in read.values() if stat]
    newest = max((sys.maxsize if stat[-1] else max(stat[1:3]) for stat in stats), default=0)
    return {"content": _print_of(tuple(read.items())), "newest": newest}


def _hash(known: Mapping[str, Any], name: str, stat: Stat, made_from: Sources) -> str:
    """Give a file's hash: as noted before, when it is that file still."""
    if not stat:
        return ""
    try:
        *before, digest = known["files"][name]
        if _is_known(stat, before, known["at"]) and isinstance(digest, str):
            return digest
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return _digest(made_from, name)
