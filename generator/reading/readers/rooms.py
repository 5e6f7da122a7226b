"""Room for what a C library answers when it is asked the same of many things: made once, used page after page."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterable
from typing import Any, Final

_NUMBERS: Final[dict[str, Any]] = {"f": ctypes.c_float, "d": ctypes.c_double, "I": ctypes.c_uint}


class Room:
    """Room for answers of so many numbers each, of one kind: `f`, `d` or `I`, as `struct` calls them.

    A function puts all numbers of an answer in one place, or each (`apart`) where an argument of its own says.
    """

    def __init__(self, kind: str, numbers: int, *, apart: bool = False) -> None:
        self._kind, self._number, self._numbers = kind, _NUMBERS[kind], numbers
        self._answer = struct.Struct(f"{numbers}{kind}")
        self._room = (self._number * 0)()
        self._slots: list[list[Any]] = [[] for _ in range(numbers if apart else 1)]

    def ask(self, function: Callable[..., Any], count: int, *arguments: Iterable[Any]) -> list[Any]:
        """Ask for `count` answers, each with its arguments; give what the function gives back each time.

        Where it puts nothing, the answer is 0 in all its numbers.
        """
        if count > len(self._slots[0]):
            self._room = (self._number * (self._numbers * count))()
            wide, step = self._answer.size, ctypes.sizeof(self._number)
            for part, slots in enumerate(self._slots):
                slots[:] = [ctypes.byref(self._room, wide * number + step * part) for number in range(count)]
        ctypes.memset(self._room, 0, self._answer.size * count)
        return list(map(function, *arguments, *self._slots))

    def answers(self, count: int) -> list[tuple[Any, ...]]:
        """Give the first of the answers, each as its numbers."""
        return list(self._answer.iter_unpack(memoryview(self._room).cast("B")[: self._answer.size * count]))

    def columns(self, count: int) -> list[tuple[Any, ...]]:
        """Give the first of the answers: all their first numbers, all their second ones, and so on."""
        numbers = struct.unpack_from(f"{count * self._numbers}{self._kind}", self._room)
        return [numbers[part :: self._numbers] for part in range(self._numbers)]
