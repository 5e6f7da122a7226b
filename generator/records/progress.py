"""How far long work is: messages that whoever started it may show, on a bar or as lines, or not at all."""

from __future__ import annotations

from typing import Self


class Step(str):
    """A message about one of several things of the same kind: number `done` of `total`, from 1."""

    __slots__ = ("done", "total")
    done: int
    total: int

    def __new__(cls, text: str, done: int, total: int) -> Self:
        """Make the message."""
        made = super().__new__(cls, text)
        made.done, made.total = done, total
        return made


class Notice(str):
    """A message that people must see, also where progress is not shown."""

    __slots__ = ()
