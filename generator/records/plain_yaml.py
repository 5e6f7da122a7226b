"""The YAML that we write ourselves, read quickly. Whatever is not plainly of that layout is left to the careful reader.

One line holds one entry: `key: value`, `key:` over an indented block, `- value`, or a mapping or list in braces or
brackets. A value is text in quotes that end on its line, or plain text in which no sign has a meaning of its own. What
is given here is what the careful reader (`yaml_files`) would give, with no fault in it; in any doubt nothing is given,
and the careful reader names what is wrong, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

Atom = Callable[[str], Any]
"""Plain text that does not begin with a Han character → its value; None where it is not plainly one."""

# No page may hold the first; the rest are tabs and line ends that YAML knows, and the mark at the head of a file.
_STRANGE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
_KEY: Final = r"(?P<key>[A-Za-z_][A-Za-z0-9_.-]{0,99}):"
_FIRST: Final = r"[A-Za-z0-9(/_\u00a1-\U0010ffff]|-(?=[0-9])"
_COLON: Final = r":(?=[0-9A-Za-z/\u4e00-\u9fff])"
_QUOTED: Final = r"'(?P<single>[^']*(?:''[^']*)*)'|\"(?P<double>[^\"\\]*)\""
_FLOW_VALUE: Final = rf"(?P<plain>(?:{_FIRST})[^,\[\]{{}}?:#]*(?:{_COLON}[^,\[\]{{}}?:#]*)*)|{_QUOTED}"
_FLOW_PAIR: Final = re.compile(rf"{_KEY} (?:{_FLOW_VALUE}|\[(?P<list>[^\[\]{{}}]*)\])(?:, (?!\}})|(?=\}}$))")
_FLOW_ITEM: Final = re.compile(rf"(?:{_FLOW_VALUE})(?:, (?!$)|$)")
_NUMBERS: Final = re.compile(r"(?:(?:0|-?[1-9][0-9]{0,17})(?:, (?!$)|$))+")
_ENTRY: Final = re.compile(rf" *{_KEY}(?: (?P<value>[^ ].*))?$")
_VALUE: Final = re.compile(rf"(?P<plain>(?:{_FIRST})[^:#]*(?:{_COLON}[^:#]*)*)|{_QUOTED}")
_DEEPEST: Final = 60
_MOST_OPENED: Final = 30


class _NotOursError(Exception):
    """Something that the careful reader has to look at."""


def read(text: str, atom: Atom) -> Any:  # noqa: ANN401 - YAML holds any shape
    """Read a mapping or list in our own layout; None for anything else."""
    if _STRANGE.search(text):
        return None
    lines = text.split("\n")
    head = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
    try:
        return _Reader([line for line in lines[head:] if line], atom).whole()
    except _NotOursError:
        return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Reader:
    """Walks down the lines, one block inside the other."""

    def __init__(self, lines: Sequence[str], atom: Atom) -> None:
        self._lines, self._atom, self._at, self._opened = [*lines, "\0"], atom, 0, 0

    def whole(self) -> Any:  # noqa: ANN401
        data = self._block(0)
        if self._at != len(self._lines) - 1 or not data:
            raise _NotOursError
        return data

    def _block(self, indent: int) -> Any:  # noqa: ANN401
        if indent > _DEEPEST:
            raise _NotOursError
        listed = self._lines[self._at].startswith("- ", indent)
        return self._list(indent) if listed else self._mapping(indent)

    def _list(self, indent: int) -> list[Any]:
        items: list[Any] = []
        dash = " " * indent + "- "
        while (line := self._lines[self._at]).startswith(dash):
            if _ENTRY.match(line, indent + 2) and line[indent + 2] != " ":
                self._lines[self._at] = dash.replace("-", " ") + line[indent + 2 :]
                items.append(self._mapping(indent + 2))
            else:
                self._at += 1
                items.append(self._value(line[indent + 2 :]))
        return items

    def _mapping(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while _indent(line := self._lines[self._at]) == indent:
            if not (entry := _ENTRY.match(line)):
                break
            key, value = entry.group("key", "value")
            if key in found:
                raise _NotOursError
            self._at += 1
            found[key] = self._below(indent) if value is None else self._value(value)
        if not found:
            raise _NotOursError
        return found

    def _below(self, indent: int) -> Any:  # noqa: ANN401
        """Give the block under a key: deeper, or a list whose dashes stand under the key itself."""
        following = self._lines[self._at]
        inner = _indent(following)
        if inner > indent or (inner == indent and following.startswith("- ", indent)):
            return self._block(inner)
        raise _NotOursError

    def _value(self, text: str) -> Any:  # noqa: ANN401
        if text.startswith("{"):
            return self._flow(text)
        if text.startswith("[") and text.endswith("]"):
            return self._flow_list(text[1:-1])
        match = _VALUE.fullmatch(text)
        if not match:
            raise _NotOursError
        return self._scalar(*match.group("plain", "single", "double"))

    def _flow(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        at, end = 1, len(text) - 1
        while at < end:
            match = _FLOW_PAIR.match(text, at)
            if not match:
                raise _NotOursError
            key, plain, single, double, listed = match.groups()
            if key in found:
                raise _NotOursError
            found[key] = self._scalar(plain, single, double) if listed is None else self._flow_list(listed)
            at = match.end()
        if at != end or text[end] != "}":
            raise _NotOursError
        return found

    def _flow_list(self, inner: str) -> list[Any]:
        if _NUMBERS.fullmatch(inner):
            return [int(number) for number in inner.split(", ")]
        items, at = [], 0
        while at < len(inner):
            match = _FLOW_ITEM.match(inner, at)
            if not match:
                raise _NotOursError
            items.append(self._scalar(*match.group("plain", "single", "double")))
            at = match.end()
        return items

    def _scalar(self, plain: str | None, single: str | None, double: str | None) -> Any:  # noqa: ANN401
        if plain is None:
            quoted = single.replace("''", "'") if single is not None else double
            return self._text(quoted or "")
        if plain[-1] == " ":
            raise _NotOursError
        if plain[0] > "\x7f":
            return self._text(plain)
        value = self._atom(plain)
        if value is None:
            raise _NotOursError
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        """Take a text; brackets in many of them would look like deep nesting to the careful reader."""
        if "[" in text or "{" in text:
            self._opened += text.count("[") + text.count("{")
            if self._opened > _MOST_OPENED:
                raise _NotOursError
        return text
