"""Results kept on disk from one build to the next, each under a hash of all that it rests on, the program included.

A `Memory` whose results outlive the process. What is remembered of one agency and of one kind lies in a file of its own
with its own hash: a file that is torn, altered, foreign or of another program is none, and what it held is worked out
again. A result may refer to others (a finding to its record); these are kept once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import stat
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

from generator.records.memory import Memory, Name
from generator.records.packing import packed, recalled

Result = TypeVar("Result")
Known = Callable[[Path], str]
"""Gives the hash of a file that is the one it was when it was last hashed; nothing for any other."""

_SEAL: Final = sha256().digest_size
_OWNER: Final = re.compile(r"[a-z0-9-]*")
_NO_ONE: Final = "_"


class Shelf(Memory):
    """Keeps results below `folder`. `program` is a hash of all that makes them; `known` spares the hashing of files."""

    def __init__(self, folder: Path, program: str, known: Known) -> None:
        super().__init__()
        self.folder, self.program = folder, program
        self._known = known
        self._open: dict[str, _Book] = {}
        self._used: set[Path] = set()
        self._linked: dict[Path, bool] = {}
        self._refs: dict[int, tuple[Hashable, object]] = {}
        self._things: dict[Hashable, object] = {}
        self._of_kind: dict[tuple[str, bool], list[int]] = {}

    def of(
        self,
        name: Name,
        make: Callable[[], Result],
        *,
        same: tuple[object, ...] = (),
        equal: tuple[object, ...] = (),
        lasting: bool = True,
    ) -> Result:
        """Give what `make` gives, or once gave for things as these are. What is not `lasting` is made again."""
        rests_on = self._print((name, same, equal))
        book = self._book(name) if lasting else None
        if book is None:
            result = make()
            self._know(name.what, result, rests_on)
            return result
        kept = book.get(name.which, rests_on)
        known = self._unpacked(kept)
        result = make() if known is None else known[0]
        if kept is None or known is None:
            kept = self._as_before(book.last(name.which), result) or self.wrapped(result)
            book.put(name.which, rests_on, kept)
        self._know(name.what, result, sha256(kept).hexdigest())
        return result

    def print_of(self, *things: object) -> str:
        """Give a hash of things: results in them go by what they were made of."""
        return self._print(things)

    def states(self, files: Iterable[Path]) -> tuple[object, ...]:
        """Tell files by their content."""
        return tuple(map(self._state, files))

    def hash_of(self, path: Path) -> str:
        """Give the hash of a file that is known to be unchanged; nothing for any other."""
        return self._known(path)

    def done_with(self, *kinds: str, parts_alone: bool = False) -> None:
        """Let go of results of these kinds, which are on disk, or of their parts: nothing from now on rests on them."""
        for kind in kinds:
            whole = [] if parts_alone else self._of_kind.pop((kind, True), [])
            for thing in (*whole, *self._of_kind.pop((kind, False), [])):
                ref, _ = self._refs.pop(thing)
                self._things.pop(ref, None)
        self._refs, self._things = dict(self._refs), dict(self._things)  # a dictionary never shrinks by itself

    def lacking(self, kind: str, owners: Iterable[str]) -> tuple[str, ...]:
        """Give those of whom no result of a kind is kept: all, where what is kept is another program's."""
        paths = {owner: self.folder / kind / owner for owner in owners}
        lacking = tuple(owner for owner, path in paths.items() if not path.exists())
        first = next((path for path in paths.values() if path.exists()), None)
        return lacking if first and _Book(first, self.program).holds_any else tuple(paths)

    def recall(self, kind: str, owner: str) -> None:
        """Know all results of a kind that are kept of an owner, whatever they rest on: something refers to them."""
        for kept in _Book(self.folder / kind / owner, self.program).results:
            if known := self._unpacked(kept):
                self._know(kind, known[0], sha256(kept).hexdigest())

    def wrapped(self, thing: object) -> bytes:
        """Pack a thing for a process that sees the same shelf: results in it go by name."""
        return packed(thing, self._ref, sharing=True)

    def unwrapped(self, data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
        """Give what was packed. Raises `ValueError` where a result is lacking that it names."""
        return recalled(data, self._things.__getitem__)

    def write(self) -> None:
        """Write what is new."""
        for kind in tuple(self._open):
            self._shut(kind)

    def close(self) -> None:
        """Write what is new, and take away what nobody has asked for."""
        self.write()
        for path in self.folder.glob("*/*"):
            if path not in self._used:
                with contextlib.suppress(OSError):  # it is in nobody's way
                    path.unlink()

    def _state(self, path: Path) -> object:
        """Tell a file by its content: the same whether its hash was known or had to be worked out."""
        try:
            if known := self._known(path):
                return self._is_linked(path.parent), known
            linked = stat.S_ISLNK(os.lstat(path).st_mode) or self._is_linked(path.parent)
            return linked, path.is_file() and sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return False, False
        except OSError as error:
            return error.errno

    def _is_linked(self, folder: Path) -> bool:
        """Tell whether a folder, or the one that it is in, is somewhere else."""
        if folder not in self._linked:
            self._linked[folder] = folder.is_symlink() or folder.parent.is_symlink()
        return self._linked[folder]

    def _unpacked(self, kept: bytes | None) -> tuple[Any] | None:
        try:
            return None if kept is None else (self.unwrapped(kept),)
        except ValueError:
            return None

    def _as_before(self, last: bytes | None, result: object) -> bytes | None:
        """Give the bytes of the last result under this name where this one is the same to the letter, else nothing.

        Equal results may be packed otherwise, as what is shared within them may differ: then all that rests on them
        would be made anew.
        """
        known = self._unpacked(last)
        same = known is not None and packed(known[0], self._ref) == packed(result, self._ref)
        return last if same else None

    def _print(self, things: object) -> str:
        return sha256(packed(things, self._mark)).hexdigest()

    def _mark(self, thing: object) -> Hashable:
        """Give what stands for a thing in a hash: a result by its mark, a set in order."""
        known = self._refs.get(id(thing))
        if known:
            return known[0]
        if isinstance(thing, frozenset):
            mark = sha256("\0".join(sorted(map(repr, thing))).encode()).hexdigest()
            self._refs[id(thing)] = (mark, thing)
            return mark
        return None

    def _ref(self, thing: object) -> Hashable:
        """Give the name of a thing that is kept already."""
        known = self._refs.get(id(thing))
        return known[0] if known and known[0] in self._things else None

    def _know(self, kind: str, result: object, mark: str) -> None:
        """Let later results refer to this one, or to the things in it: by its bytes, or by what it was made of.

        By its bytes: what was made anew and came out the same makes nothing else anew.
        """
        for place, thing in _things_in(result):
            if id(thing) not in self._refs:
                ref = (mark, place)
                self._refs[id(thing)] = (ref, thing)
                self._things[ref] = thing
                self._of_kind.setdefault((kind, thing is result), []).append(id(thing))

    def _book(self, name: Name) -> _Book | None:
        """Open the file that a result belongs to; of each kind one is open."""
        if not _OWNER.fullmatch(name.whose):
            return None
        book, owner = self._open.get(name.what), name.whose or _NO_ONE
        if book is None or book.path.name != owner:
            self._shut(name.what)
            book = self._open[name.what] = _Book(self.folder / name.what / owner, self.program)
            self._used.add(book.path)
        return book

    def _shut(self, kind: str) -> None:
        if kind in self._open:
            self._open.pop(kind).write()


def _things_in(result: object) -> Iterator[tuple[object, object]]:
    """Give the things that others may refer to, each with its place in the result; of a pair also its record."""
    if _is_thing(result):
        yield "", result
    elif isinstance(result, tuple):
        for place, thing in enumerate(filter(_is_thing, result)):
            yield place, thing
            if _is_thing(record := getattr(thing, "record", None)):
                yield f"record {place}", record
    elif isinstance(result, Mapping):
        yield "", result
        yield from ((place, thing) for place, thing in result.items() if _is_thing(thing))


def _is_thing(thing: object) -> bool:
    return dataclasses.is_dataclass(thing) and not isinstance(thing, type)


class _Book:
    """A file of results: by name the hash of what each rests on, and its bytes."""

    def __init__(self, path: Path, program: str) -> None:
        self.path, self._program = path, program
        self._kept: dict[str, tuple[str, bytes]] = self._read()
        self._new = False

    @property
    def holds_any(self) -> bool:
        """Whether there is anything of this program's in it."""
        return bool(self._kept)

    @property
    def results(self) -> tuple[bytes, ...]:
        """The bytes of all results."""
        return tuple(kept for _, kept in self._kept.values())

    def get(self, which: str, rests_on: str) -> bytes | None:
        """Give the bytes of a result that rests on just this."""
        known = self._kept.get(which)
        return known[1] if known and known[0] == rests_on else None

    def last(self, which: str) -> bytes | None:
        """Give the bytes of the last result under a name, whatever it rested on."""
        known = self._kept.get(which)
        return known[1] if known else None

    def put(self, which: str, rests_on: str, result: bytes) -> None:
        """Take in a result."""
        self._kept[which] = (rests_on, result)
        self._new = True

    def write(self) -> None:
        """Write the file in one step, if there is anything new. What cannot be written is a miss the next time."""
        if not self._new:
            return
        body = packed((self._program, self._kept), sharing=True)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_name(f"{self.path.name}.tmp-{os.getpid()}")
            fresh.write_bytes(sha256(body).digest() + body)
            fresh.replace(self.path)

    def _read(self) -> dict[str, tuple[str, bytes]]:
        try:
            whole = self.path.read_bytes()
            seal, body = whole[:_SEAL], whole[_SEAL:]
            if sha256(body).digest() != seal:
                return {}
            program, kept = recalled(body, _no_thing)
        except (OSError, ValueError):
            return {}
        return kept if program == self._program else {}


def _no_thing(ref: object) -> object:
    raise KeyError(ref)
