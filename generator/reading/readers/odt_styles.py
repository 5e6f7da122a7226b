"""The styles of an OpenDocument text, as far as they decide what is seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Final

from generator.reading.readers.lettering import Lettering
from generator.reading.readers.xml_parts import Element, attribute, child, find_all

Props = Mapping[str, str]
_DEEPEST: Final = 20
_LETTERING: Final = ("display", "text-position", "text-line-through-style", "color", "font-size")
_TOLD: Final = (*_LETTERING, "background-color")
_UNDRAWN: Final = frozenset({"", "none"})


@dataclass(slots=True)
class Styles:
    """All styles of a file by family and name; those of the text itself come before the common ones."""

    by_name: Mapping[tuple[str, str], Element] = field(default_factory=dict)
    _known: dict[tuple[str, str], Props] = field(default_factory=dict)
    _grounds: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, *roots: Element) -> Styles:
        """Read the styles of several parts; a later part goes before an earlier one."""
        every = (style for root in roots for style in find_all(root, "style"))
        return cls({(attribute(one, "family") or "", attribute(one, "name") or ""): one for one in every})

    def props(self, family: str, name: str) -> Props:
        """Give the text properties of a paragraph or text style with all that it is based on."""
        key = family, name
        if key not in self._known:
            merged: dict[str, str] = {}
            for style in reversed(self._chain(family, name)):
                merged |= told(child(style, "text-properties"))
            self._known[key] = merged
        return self._known[key]

    def ground(self, family: str, name: str) -> str | None:
        """Give the colour behind a paragraph, table, row or cell: six hex digits, None for none."""
        key = family, name
        if key not in self._grounds:
            told_of = (child(style, f"{family}-properties") for style in self._chain(family, name))
            colours = (ground_of(attribute(one, "background-color")) for one in told_of if one is not None)
            self._grounds[key] = next((colour for colour in colours if colour is not None), None)
        return self._grounds[key]

    def is_shown(self, family: str, name: str) -> bool:
        """Tell whether a section, table or text style leaves its content to be seen."""
        return all(attribute(one, "display") != "none" for style in self._chain(family, name) for one in style)

    def _chain(self, family: str, name: str) -> list[Element]:
        """Give a style and those that it is based on, nearest first."""
        found: list[Element] = []
        while (family, name) in self.by_name and len(found) < _DEEPEST:
            found.append(self.by_name[family, name])
            name = attribute(found[-1], "parent-style-name") or ""
        return found


def told(properties: Element | None) -> dict[str, str]:
    """Give the properties that decide what is seen."""
    if properties is None:
        return {}
    return {name: text for name in _TOLD if (text := attribute(properties, name)) is not None}


def ground_of(colour: str | None) -> str | None:
    """Read a background colour: six hex digits, empty for one that cannot be told, None for none."""
    if colour is None or colour == "transparent":
        return None
    return colour[1:].lower() if re.fullmatch("#[0-9A-Fa-f]{6}", colour) else ""


def lettering(props: Props) -> Lettering:
    """Say what the properties of a span come to."""
    return _lettering(*map(props.get, _LETTERING, repeat("")))


@lru_cache(maxsize=512)
def _lettering(display: str, position: str, struck: str, colour: str, font_size: str) -> Lettering:
    """Say it once for each set of properties: of thousands of spans most are lettered alike."""
    below = position.startswith(("sub", "-"))
    above = position.startswith("super") or bool(re.match(r"0*[1-9]", position))
    size = re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)pt", font_size)
    return Lettering(
        hidden=display == "none",
        struck=struck not in _UNDRAWN,
        raised=-1 if below else int(above),
        colour=colour.removeprefix("#").lower(),
        size=float(size[1]) if size else 0.0,
    )
