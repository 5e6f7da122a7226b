"""Results given again while everything that they rest on is the same: for programs that go over one portal repeatedly.

The preview and the review desk load, check and measure the whole portal after each change. With a `Memory` that costs
what has changed; without one (`FORGETFUL`) everything is worked out. Builds keep theirs on disk (`shelf`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

Result = TypeVar("Result")
_YOUNG_NS: Final = 2_000_000_000
"""A file changed twice within the grain of the clock shows one stamp: what is younger than this is hashed as well."""


class Name(NamedTuple):
    """What a result is called: what it is, whose (an agency's id, empty for the whole's), and which of several."""

    what: str
    whose: str = ""
    which: str = ""


@dataclass(slots=True, eq=False)
class Memory:
    """Remembers one result under each name."""

    _kept: dict[Name, tuple[tuple[object, ...], tuple[object, ...], Any]] = field(default_factory=dict)

    def of(
        self,
        name: Name,
        make: Callable[[], Result],
        *,
        same: tuple[object, ...] = (),
        equal: tuple[object, ...] = (),
        lasting: bool = True,  # noqa: ARG002 - for memories that outlive the process
    ) -> Result:
        """Give what `make` gives, or gave under this name when `same` were these very things and `equal` equal ones."""
        kept = self._kept.get(name)
        if kept and len(kept[0]) == len(same) and all(map(_is, kept[0], same)) and kept[1] == equal:
            return kept[2]  # type: ignore[no-any-return]
        result = make()
        self._kept[name] = (same, equal, result)
        return result

    def done_with(self, *kinds: str, parts_alone: bool = False) -> None:
        """Hear that nothing that is worked out from now on rests on results of these kinds (or on parts of them)."""

    def close(self) -> None:
        """Keep what is to outlive the process: nothing here."""

    def print_of(self, *things: object) -> str:  # noqa: ARG002 - for memories that know what things are made of
        """Give a hash of things where that costs less than to make something of them anew, else nothing."""
        return ""

    def states(self, files: Iterable[Path]) -> tuple[object, ...]:
        """Tell files that have changed from those that have not."""
        return stamps(files)

    def hash_of(self, path: Path) -> str:  # noqa: ARG002 - for memories that know some
        """Give the hash of a file where it is known without a look into it, else nothing."""
        return ""


class _Forgetful(Memory):
    """Remembers nothing."""

    def of(
        self,
        name: Name,  # noqa: ARG002 - as `Memory` takes it
        make: Callable[[], Result],
        *,
        same: tuple[object, ...] = (),  # noqa: ARG002
        equal: tuple[object, ...] = (),  # noqa: ARG002
        lasting: bool = True,  # noqa: ARG002
    ) -> Result:
        """Give what `make` gives."""
        return make()


FORGETFUL: Final = _Forgetful()


def _is(one: object, other: object) -> bool:
    return one is other


def stamps(files: Iterable[Path]) -> tuple[object, ...]:
    """Tell files that have changed from those that have not: the state of each, and its hash when it is very young."""
    now = time.time_ns()
    return tuple(_stamp(path, now) for path in files)


def _stamp(path: Path, now: int) -> object:
    try:
        stat = path.lstat()
    except OSError:
        return None
    told = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino, stat.st_mode)
    young = now - max(stat.st_mtime_ns, stat.st_ctime_ns) < _YOUNG_NS
    return (*told, _digest(path)) if young else told


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
