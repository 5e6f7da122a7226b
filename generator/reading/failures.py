"""Failures of reading remembered by content hash, so that a file that cannot be read is not tried at every build."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.reading import sources
from generator.reading.readers.document import Unreadable
from generator.reading.sources import ReportFiles
from generator.records.portal import SourceNote

READING_VERSION: Final = "3"
"""Raised whenever the same file may be read differently: failures remembered under another version are tried again."""


class Failures:
    """Failures remembered by content hash, so that a file that cannot be read is not tried at every build."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        try:
            loaded = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(loaded, dict) and loaded.get("version") == READING_VERSION:
            known = loaded.get("unread", {})
            self._known = known if loaded.get("sha256") == self._hash(known) else {}

    @staticmethod
    def _hash(known: object) -> str:
        """Give the hash without which an entry is none: a torn or altered note is forgotten."""
        return sources.sha256(json.dumps(known, sort_keys=True).encode())

    @staticmethod
    def _key(hashes: Mapping[str, str], note: SourceNote) -> str:
        return json.dumps([sorted(hashes.items()), note.copy, note.year, note.part], ensure_ascii=False)

    def names(self, digest: str) -> bool:
        """Tell whether a file with this hash could not be read the last time."""
        return any(digest in key for key in self._known)

    def raise_known(self, hashes: Mapping[str, str], note: SourceNote, *, again: bool) -> None:
        """Raise what these bytes gave the last time, if they could not be read."""
        known = self._known.get(self._key(hashes, note))
        if known and not again:
            raise Unreadable(known["what"], known["remedy"])

    def known_of_several(self, hashes: Mapping[str, str], note: SourceNote) -> Mapping[str, Unreadable]:
        """Give the files of an issue in several formats that could not be read the last time, and remember them on."""
        known = {name: self._known.get(self._key({name: hashes[name]}, note)) for name in hashes}
        lost = {name: Unreadable(one["what"], one["remedy"]) for name, one in known.items() if one}
        if not lost or len(lost) == len(hashes):
            return {}
        self.note_of_several(hashes, lost, note)
        return lost

    def note_of_several(self, hashes: Mapping[str, str], lost: Mapping[str, Unreadable], note: SourceNote) -> None:
        """Remember the files of an issue in several formats that could not be read while another one was."""
        for name, error in lost.items():
            self._kept[self._key({name: hashes[name]}, note)] = {"what": error.what, "remedy": error.remedy}

    def note(self, content: Path, files: ReportFiles, note: SourceNote, error: Unreadable) -> None:
        """Remember a failure."""
        try:
            hashes = {
                path.relative_to(content).as_posix(): sources.sha256(sources.read_bytes(path)) for path in files.paths
            }
        except Unreadable:
            return
        self._kept[self._key(hashes, note)] = {"what": error.what, "remedy": error.remedy}

    def save(self) -> None:
        """Write what is still true."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        noted = {"version": READING_VERSION, "sha256": self._hash(self._kept), "unread": self._kept}
        fresh = self._path.with_suffix(".tmp-unread")
        fresh.write_text(json.dumps(noted, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
        fresh.replace(self._path)
