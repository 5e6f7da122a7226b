"""Values packed for another process, or another day: equal ones give equal bytes, be they one object or several.

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
from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any, Final, TypeVar

_Reduce = Callable[[Any], Any]
Refer = Callable[[object], Hashable]
"""Gives what stands for a thing that is kept elsewhere; None for all others."""
Recall = Callable[[Any], object]
"""Gives the thing that a name stands for. Raises `KeyError`."""

_OWN: Final = "generator."
_OTHERS: Final = frozenset(
    {
        *(("array", "_array_reconstructor"), ("array", "array"), ("builtins", "frozenset"), ("builtins", "set")),
        *(("datetime", "date"), ("decimal", "Decimal"), ("fractions", "Fraction")),
        *(("pathlib", "PosixPath"), ("pathlib", "WindowsPath")),
    }
)
_BROKEN: Final = (
    *(pickle.UnpicklingError, ArithmeticError, AttributeError, EOFError, ImportError, LookupError, TypeError),
    MemoryError,
)


class _Reduces(dict[type, _Reduce]):
    """How an object of a type is taken apart, worked out when the first one comes. `KeyError`: as pickle does.

    A dataclass with a `__reduce__` of its own knows best.
    """

    def __missing__(self, kind: type) -> _Reduce:
        if not (issubclass(kind, enum.Enum) or dataclasses.is_dataclass(kind)):
            raise KeyError(kind)
        own = vars(kind).get("__reduce__") if dataclasses.is_dataclass(kind) else None
        self[kind] = reduce = own or (_name_of_member if issubclass(kind, enum.Enum) else _by_fields(kind))
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
_MAKERS: Final[set[object]] = {_made}
Maker = TypeVar("Maker", bound=Callable[..., object])


def maker(function: Maker) -> Maker:
    """Let a function (of a module) that does nothing but make a value be named in packed bytes: by a `__reduce__`."""
    _MAKERS.add(function)
    return function


class _Pickler(pickle.Pickler):
    dispatch_table = _REDUCES


def packed(whole: object, refer: Refer | None = None, *, sharing: bool = False) -> bytes:
    """Pack dataclasses, enumerations and plain values. What `refer` names goes as that name.

    With `sharing` what occurs several times is packed once; then equal values may give other bytes.
    """
    out, protocol = io.BytesIO(), pickle.HIGHEST_PROTOCOL
    pickler = _Pickler(out, protocol)
    if refer:
        pickler.persistent_id = refer  # type: ignore[method-assign] # a method that calls it takes as long again
    pickler.fast = not sharing
    pickler.dump(whole)
    return out.getvalue()


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Give what was packed by our own process: never read from a file."""
    return pickle.loads(data)  # noqa: S301


_ALLOWED: Final[dict[tuple[str, str], Any]] = {}
"""What was found to be a value, or to make one, by module and name."""


class _Recaller(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, recall: Recall) -> None:
        super().__init__(data)
        self._recall = recall

    def persistent_load(self, pid: Any) -> object:  # noqa: ANN401 - as its base has it
        return self._recall(pid)

    def find_class(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - as its base has it
        known = _ALLOWED.get((module_name, global_name))
        if known is None:
            known = self._found(module_name, global_name)
            _ALLOWED[module_name, global_name] = known
        return known

    def _found(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - as above
        if (module_name, global_name) in _OTHERS:
            return super().find_class(module_name, global_name)
        found = super().find_class(module_name, global_name) if module_name.startswith(_OWN) else None
        if found not in _MAKERS and not _is_value(found):
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return found


def _is_value(found: object) -> bool:
    """Tell whether something is a kind of value of this program, or a member of an enumeration of it."""
    kind = found if isinstance(found, type) else type(found)
    if not kind.__module__.startswith(_OWN):
        return False
    plain = kind is found and (dataclasses.is_dataclass(kind) or issubclass(kind, tuple))
    return plain or issubclass(kind, enum.Enum)


def recalled(data: bytes, recall: Recall) -> Any:  # noqa: ANN401 - whatever was packed
    """Give what was packed, also by another process: read from a file it can make no call but for values.

    `recall` gives what a name stands for, or raises `KeyError`. Raises `ValueError` for bytes that are nothing.
    """
    try:
        return _Recaller(io.BytesIO(data), recall).load()
    except _BROKEN as error:
        raise ValueError(str(error)) from error
