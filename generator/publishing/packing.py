"""Values packed for the way to another process: equal values give equal bytes, whether they are one object or several.

Pickle without a memo does that. Left to itself it asks every dataclass for its fields anew and every enumeration for a
value to look the member up by, which took longer than all else that becomes of an excerpt on its way; what stands here
tells it once for each type.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import io
import pickle
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

_Reduce = Callable[[Any], Any]


class _Reduces(dict[type, _Reduce]):
    """How an object of a type is taken apart, worked out when the first one comes. `KeyError`: as pickle does."""

    def __missing__(self, kind: type) -> _Reduce:
        if not (issubclass(kind, enum.Enum) or dataclasses.is_dataclass(kind)):
            raise KeyError(kind)
        self[kind] = reduce = _name_of_member if issubclass(kind, enum.Enum) else _by_fields(kind)
        return reduce


def _name_of_member(member: enum.Enum) -> str:
    """Give where pickle finds the member again: its name within its module."""
    return f"{type(member).__qualname__}.{member.name}"


def _by_fields(kind: type) -> _Reduce:
    """Take apart into the class and the values of its fields."""
    names = _names(kind)
    values: _Reduce = attrgetter(*names) if len(names) > 1 else _few(names)
    if any(field.kw_only or not field.init for field in dataclasses.fields(kind)):
        return lambda whole: (_made, (kind, values(whole)))
    return lambda whole: (kind, values(whole))


def _few(names: tuple[str, ...]) -> _Reduce:
    return lambda whole: tuple(getattr(whole, name) for name in names)


@functools.cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _made(kind: type, values: tuple[object, ...]) -> object:
    """Put a dataclass together whose fields cannot be told by their order."""
    whole: object = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(whole, name, value)
    return whole


_REDUCES: Final = _Reduces()


def packed(whole: object) -> bytes:
    """Pack dataclasses, enumerations and plain values."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dispatch_table = _REDUCES
    pickler.dump(whole)
    return out.getvalue()


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Give what was packed by our own process: never read from a file."""
    return pickle.loads(data)  # noqa: S301
