"""Records with what is seldom looked at folded up: running text and evidence, which are nine tenths of a record.

A folded part is kept as a few bytes and is opened whenever somebody looks at it; those looked at last stay open for a
while. It is equal to what it was made of, goes to other processes and to disk as the bytes that it is, and cannot be
told from an open one but by the time that it takes.
"""

from __future__ import annotations

import dataclasses
import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, overload

from generator.records.packing import maker, packed, recalled
from generator.records.record import Evidence, Record

Item_co = TypeVar("Item_co", covariant=True)

_QUICK: Final = 1
"""The level of zlib that is quick; higher ones save little of so short texts."""
_OPEN: Final = 2_000
"""So many foldings stay open, of some 5 kB each."""


def folded(record: Record) -> Record:
    """Fold up a record's text and evidence."""
    return dataclasses.replace(
        record,
        sections=_sequence(_fold(tuple(record.sections))),
        narrative=_sequence(_fold(tuple(record.narrative))),
        claims=_sequence(_fold(tuple(record.claims))),
        evidence=_mapping(_fold(dict(record.evidence))),
    )


def unfolded(record: Record) -> Record:
    """Open a record that was folded up, for whoever looks at all of it: then each look costs what it always does."""
    return dataclasses.replace(
        record,
        sections=tuple(record.sections),
        narrative=tuple(record.narrative),
        claims=tuple(record.claims),
        evidence=dict(record.evidence),
    )


def folded_text(text: str) -> bytes:
    """Fold up a long text; an empty one is empty."""
    return zlib.compress(text.encode(), _QUICK) if text else b""


def unfolded_text(folding: bytes) -> str:
    """Give a text that was folded up."""
    return zlib.decompress(folding).decode() if folding else ""


def _fold(part: object) -> bytes:
    return zlib.compress(packed(part), _QUICK)


@functools.lru_cache(maxsize=_OPEN)
def _opened(folding: bytes) -> Any:  # noqa: ANN401 - whatever was folded up
    """Open a folding. It may have lain on disk: see `recalled`."""
    return recalled(zlib.decompress(folding), {}.__getitem__)


class FoldedSequence(Sequence[Item_co]):
    """A tuple that is folded up."""

    __slots__ = ("_folding",)

    def __init__(self, folding: bytes) -> None:
        self._folding = folding

    def _open(self) -> tuple[Item_co, ...]:
        opened: tuple[Item_co, ...] = _opened(self._folding)
        return opened

    @overload
    def __getitem__(self, index: int) -> Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item_co, ...]: ...
    def __getitem__(self, index: int | slice) -> Item_co | tuple[Item_co, ...]:
        return self._open()[index]

    def __len__(self) -> int:
        return len(self._open())

    def __iter__(self) -> Iterator[Item_co]:
        return iter(self._open())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FoldedSequence):
            return self._folding == other._folding or self._open() == other._open()
        return self._open() == other

    def __hash__(self) -> int:
        return hash(self._open())

    def __repr__(self) -> str:
        return repr(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return _sequence, (self._folding,)


class FoldedMapping(Mapping[str, Evidence]):
    """A mapping that is folded up."""

    __slots__ = ("_folding",)

    def __init__(self, folding: bytes) -> None:
        self._folding = folding

    def _open(self) -> dict[str, Evidence]:
        opened: dict[str, Evidence] = _opened(self._folding)
        return opened

    def __getitem__(self, name: str) -> Evidence:
        return self._open()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._open()

    def __iter__(self) -> Iterator[str]:
        return iter(self._open())

    def __len__(self) -> int:
        return len(self._open())

    def __repr__(self) -> str:
        return repr(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return _mapping, (self._folding,)


@maker
def _sequence(folding: bytes) -> FoldedSequence[Any]:
    return FoldedSequence(folding)


@maker
def _mapping(folding: bytes) -> FoldedMapping:
    return FoldedMapping(folding)
