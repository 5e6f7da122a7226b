"""What an RTF group says of the letters and paragraphs in it, and the control words that change it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_CHARSETS: Final = {128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950"}
_PAGES: Final = {936: "gbk", 65001: "utf-8", 54936: "gbk", 10000: "mac_roman", 10008: "gbk"}
_LATIN: Final = "cp1252"
_DRAWN: Final = frozenset({"EQ", "SYMBOL", "FORMDROPDOWN", "FORMCHECKBOX", "PAGE", "QUOTE"})
"""Fields that show something even when the file keeps no result of them."""


@dataclass(slots=True)
class Field:
    """A field: its instruction, which is not shown, and the field that it stands in."""

    outer: Field | None
    instruction: str = ""
    said: bool = False
    """Whether it has a result."""

    @property
    def is_contents(self) -> bool:
        """Tell whether it writes a table of contents, or stands in one."""
        return self.instruction.split()[:1] == ["TOC"] or (self.outer is not None and self.outer.is_contents)

    def say(self) -> None:
        """Note that it has a result, and so have those that it stands in."""
        self.said = True
        if self.outer:
            self.outer.say()

    @property
    def is_drawn(self) -> bool:
        """Tell whether it shows something that no text of the file says."""
        word = (self.instruction.split() or [""])[0]
        return not self.said and (word.upper() in _DRAWN or word.startswith("="))


@dataclass(slots=True)
class State:
    """What holds until the end of the group. `place` names a place whose text is not on the page (else it is empty)."""

    place: str = ""
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    raised: int = 0
    colour: int = 0
    size: float = 0.0
    marked: bool = False
    fallback: int = 1
    font: int = -1
    han_font: int = -1
    han: bool = False
    depth: int = 0
    in_table: bool = False
    nested: bool = False
    field: Field | None = None
    box: bool = False

    def plain(self) -> None:
        """Take back all that was said of letters."""
        self.hidden = self.struck = self.deleted = self.marked = self.han = False
        self.raised = self.colour = 0
        self.size = 0.0
        self.font = self.han_font = -1

    def paragraph_plain(self) -> None:
        """Take back all that was said of paragraphs."""
        self.in_table = False
        self.depth = 0

    @property
    def level(self) -> int:
        """How deep in tables a paragraph stands: 0 is in none."""
        return max(self.depth, int(self.in_table))


def _on(number: int | None) -> bool:
    return number != 0


def _font(state: State, number: int | None) -> None:
    state.font = number or 0


def _other_font(state: State, number: int | None) -> None:
    if state.han:
        state.han_font = number or 0


def _set(name: str, change: Callable[[int | None], object]) -> Callable[[State, int | None], None]:
    def word(state: State, number: int | None) -> None:
        setattr(state, name, change(number))

    return word


WORDS: Final[Mapping[str, Callable[[State, int | None], None]]] = MappingProxyType(
    {
        "plain": lambda state, _: state.plain(),
        "pard": lambda state, _: state.paragraph_plain(),
        "v": _set("hidden", _on),
        "strike": _set("struck", _on),
        "striked": _set("struck", _on),
        "deleted": _set("deleted", _on),
        "mvf": _set("deleted", _on),
        "super": _set("raised", lambda number: int(_on(number))),
        "sub": _set("raised", lambda number: -int(_on(number))),
        "nosupersub": _set("raised", lambda _: 0),
        "up": _set("raised", lambda number: int(_on(number))),
        "dn": _set("raised", lambda number: -int(_on(number))),
        "fs": _set("size", lambda number: (number or 0) / 2),
        "cf": _set("colour", lambda number: number or 0),
        "cb": _set("marked", bool),
        "chcbpat": _set("marked", bool),
        "highlight": _set("marked", bool),
        "uc": _set("fallback", lambda number: 1 if number is None else max(number, 0)),
        "f": _font,
        "af": _other_font,
        "dbch": _set("han", lambda _: True),
        "loch": _set("han", lambda _: False),
        "hich": _set("han", lambda _: False),
        "intbl": _set("in_table", _on),
        "itap": _set("depth", lambda number: max(number or 0, 0)),
    }
)
"""Words that say how letters and paragraphs look, by name."""


def encoding_of_page(number: int | None) -> str:
    """Name the encoding of a Windows code page; of one that nobody knows, that of western Windows."""
    name = _PAGES.get(number or 0, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return _LATIN
    return name


def decode(data: bytes, state: State, charsets: Mapping[int, int], page: str) -> str:
    """Decode bytes by the font they stand in. What the encoding does not hold comes out as U+FFFD, never as a digit."""
    fonts = (state.han_font, state.font) if state.han else (state.font, state.han_font)
    told = [_CHARSETS[charsets[font]] for font in fonts if charsets.get(font) in _CHARSETS]
    return data.decode(told[0] if told else page, errors="replace")
