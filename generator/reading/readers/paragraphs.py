"""A run of text with line breaks → the paragraphs that a person sees in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.records.figures import is_value

_INDENT = re.compile("^[ \xa0]*(?:[\u3000\u2003]|\xa0[ \xa0]*\xa0)")
_ENDED = re.compile(r"[。；：！？]”?\s*$")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_LONGEST_HEADING = 40
_LONGEST_ROW = 24


def parts_of(text: str) -> Iterator[str]:
    """Split text at its line breaks: at an empty line, an indent, the end of a sentence, and around headings.

    Other breaks stay in the part as newlines; parts may be empty.
    """
    part = ""
    for line in text.split("\n"):
        if not line.strip():
            yield part
            part = ""
        elif part and (_ENDED.search(part) or _INDENT.match(line) or _HEADING.match(line) or _is_heading(part)):
            yield part
            part = line
        else:
            part = f"{part}\n{line}" if part else line
    yield part


def is_row(text: str) -> bool:
    """Tell whether a paragraph is a row of a table copied in: its last words are values, and parted by spaces."""
    words = text.split()
    values = len(list(itertools.takewhile(is_value, reversed(words))))
    return 0 < values < len(words) <= _LONGEST_ROW and not any(mark in text for mark in "。；！？")


def _is_heading(text: str) -> bool:
    return _HEADING.match(text) is not None and len(text.strip()) <= _LONGEST_HEADING
