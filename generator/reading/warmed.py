"""What the fork server loads before the first file comes: the readers, the forms, and the words of every reading."""

from __future__ import annotations

from generator.reading.interpret import interpret
from generator.reading.read import READERS
from generator.reading.readers.document import Unreadable
from generator.records.record import Source

_ANY_TEXT = "一、总体情况\n收到政府信息公开申请1件。\n二、主动公开政府信息情况\n规章\t0\t0\t0\n"


def warm() -> None:
    """Read a few lines, so that every data file is in memory before a child is forked off."""
    try:
        interpret(READERS["text/plain"](_ANY_TEXT.encode()), Source((), "extract", ""))
    except Unreadable:
        return


warm()
