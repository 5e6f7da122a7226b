"""The copies of report files that the site hands on, without metadata: which are wanted, and which have room.

Nothing here opens a report file: `publish` asks for the copies, and whoever calls it may give some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from generator.publishing.edition import Copied, Edition, FileWanted, Shown
from generator.records.portal import Held

_SHARE: Final = 2
"""Copies may take half of the site's size, those of the newest years first."""
_MEGABYTE: Final = 1_000_000
_KILOBYTE: Final = 1_000

Copy = Callable[[Sequence[FileWanted]], Mapping[FileWanted, Copied]]
"""Makes copies without metadata; those that it cannot make it leaves out."""


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy beside a report's page: its name there, its size in kB, its hash, whether it is the very file received.

    `paged` tells that a place in it can be named by its page.
    """

    name: str
    size: int
    sha256: str
    as_received: bool
    paged: bool


class Placed(NamedTuple):
    """A copy and the address that it gets."""

    address: str
    path: Path


def no_copies(_: Sequence[FileWanted]) -> Mapping[FileWanted, Copied]:
    """Make none."""
    return {}


def files_wanted(edition: Edition) -> tuple[FileWanted, ...]:
    """Give the files of all issues that are published, newest years first."""
    if not edition.settings.copy_limit_kb:
        return ()
    shown = sorted(_every(edition), key=lambda each: (-each.issue.year, each.issue))
    return tuple(dict.fromkeys(wanted for each in shown for wanted in _files(each.held)))


def with_room(edition: Edition, copies: Mapping[FileWanted, Copied]) -> dict[FileWanted, Copied]:
    """Leave out copies larger than the portal lets them be, and all that stand beyond half of the site's size."""
    room = edition.settings.size_budget_mb * _MEGABYTE // _SHARE
    kept = {}
    for wanted, copied in copies.items():
        size = copied.path.stat().st_size
        if size <= min(edition.settings.copy_limit_kb * _KILOBYTE, room):
            kept[wanted] = copied
            room -= size
    return kept


def copies_of(shown: Shown, edition: Edition) -> dict[str, CopyView]:
    """Give a report's copies by the path of the file that each was made of."""
    found = {}
    for wanted, name, copied in _named(shown, edition):
        data = copied.path.read_bytes()
        digest = sha256(data).hexdigest()
        size = max(len(data) // _KILOBYTE, 1)
        found[wanted.path] = CopyView(name, size, digest, digest == wanted.sha256, copied.suffix == "pdf")
    return found


def all_copies(edition: Edition) -> Iterator[Placed]:
    """Give every copy of the site with its address."""
    for shown in _every(edition):
        for _, name, copied in _named(shown, edition):
            yield Placed(f"{shown.url}{name}", copied.path)


def _every(edition: Edition) -> Iterator[Shown]:
    return (shown for issues in edition.issues.values() for shown in issues)


def _named(shown: Shown, edition: Edition) -> Iterator[tuple[FileWanted, str, Copied]]:
    """Give the copies of an issue with their names: `original.pdf`; further files are numbered."""
    for number, wanted in enumerate(_files(shown.held), 1):
        copied = edition.copies.get(wanted)
        if copied and not (shown.held and any(not shown.held.reviews.waives(kind) for kind in copied.personal)):
            stem = "original" if number == 1 else f"original-{number}"
            yield wanted, f"{stem}.{copied.suffix}", copied


def _files(held: Held | None) -> tuple[FileWanted, ...]:
    files = held.record.source.files if held else ()
    return tuple(FileWanted(file.path, file.sha256, file.media_type) for file in files)
