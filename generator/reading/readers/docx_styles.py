"""The styles of a Word file, as far as they decide what is seen: hidden, struck, raised, pale letters; numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from generator.reading.readers.lettering import DIGIT, PAPER, UNREAD, Lettering
from generator.reading.readers.xml_parts import Element, attribute, child, children, find_all, parts, value

Props = Mapping[str, str]
_OFF: Final = frozenset({"0", "false", "off", "none"})
_LETTERING: Final = MappingProxyType(
    {"vanish": "0", "strike": "0", "dstrike": "0", "vertAlign": "", "color": "", "sz": "0"}
)
_TOLD: Final = frozenset(_LETTERING)
_PAPER_THEMES: Final = frozenset({"background1", "light1", "bg1", "lt1"})
_CLEAR_AS_AIR: Final = "100000"
_PLAIN_SCHEME: Final = 3
"""Elements of a fill with a colour of the theme that nothing changes: the fill, its kind, the colour."""
_PICTURES: Final = ("Wingdings", "Webdings")
_CLEAR: Final = frozenset({"clear", "nil", ""})
_DEEPEST: Final = 20
_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@dataclass(slots=True)
class Styles:
    """All styles of a file by id; `default` is the paragraph style of paragraphs that name none."""

    by_id: Mapping[str, Element] = field(default_factory=dict)
    default: str = ""
    base: Props = field(default_factory=dict)
    _known: dict[str, Props] = field(default_factory=dict)
    _numbered: dict[str, list[Element]] = field(default_factory=dict)
    _contents: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Read the styles part; a file without one has no styles."""
        if root is None:
            return cls()
        base = props_of(parts(child(root, "docDefaults", "rPrDefault", "rPr")))
        by_id = {attribute(one, "styleId") or "": one for one in children(root, "style")}
        return cls(by_id, next((name for name, one in by_id.items() if _is_default(one)), ""), base)

    def props(self, identity: str) -> Props:
        """Give the run properties of a style with all that it is based on."""
        if identity not in self._known:
            merged: dict[str, str] = {}
            for style in reversed(self._chain(identity)):
                merged |= props_of(parts(child(style, "rPr")))
            self._known[identity] = merged
        return self._known[identity]

    def _chain(self, identity: str) -> list[Element]:
        """Give a style and those that it is based on, nearest first."""
        found: list[Element] = []
        while identity in self.by_id and len(found) < _DEEPEST:
            found.append(self.by_id[identity])
            identity = value(found[-1], "basedOn") or ""
        return found

    def numbering(self, identity: str) -> list[Element]:
        """Give what a paragraph style and those below it say of automatic numbers, nearest first."""
        if identity not in self._numbered:
            told = (child(style, "pPr", "numPr") for style in self._chain(identity))
            self._numbered[identity] = [one for one in told if one is not None]
        return self._numbered[identity]

    def shades(self, identity: str) -> bool:
        """Tell whether a table style puts colours behind cells; behind which, is another matter."""
        shadings = (one for style in self._chain(identity) for one in find_all(style, "shd"))
        return any(ground_of(one) not in (None, PAPER) for one in shadings)

    def is_contents(self, identity: str) -> bool:
        """Tell whether a paragraph style is one of the table of contents."""
        if identity not in self._contents:
            name = value(self.by_id[identity], "name") if identity in self.by_id else None
            self._contents[identity] = _CONTENTS.match(name or "") is not None
        return self._contents[identity]


def _is_default(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and is_on(attribute(style, "default") or "0")


def props_of(told: Mapping[str, Element]) -> dict[str, str]:
    """Give the properties that decide what is seen, by name, out of all of a run."""
    props = {name: attribute(one, "val") or "1" for name, one in told.items() if name in _TOLD}
    if "color" in told and attribute(told["color"], "themeColor") in _PAPER_THEMES:
        props["color"] = PAPER if attribute(told["color"], "themeShade") is None else props["color"]
    if "rFonts" in told:
        props["font"] = attribute(told["rFonts"], "ascii") or ""
    return props | (_filled(told["textFill"]) if "textFill" in told else {})


def _filled(fill: Element) -> dict[str, str]:
    """Read how newer programs fill letters: not at all, with a colour, or with one that is seen through."""
    if child(fill, "noFill") is not None or any(
        attribute(one, "val") == _CLEAR_AS_AIR for one in find_all(fill, "alpha")
    ):
        return {"vanish": "1"}
    colour = value(fill, "solidFill", "srgbClr") or ""
    white = value(fill, "solidFill", "schemeClr") in _PAPER_THEMES and len(list(fill.iter())) == _PLAIN_SCHEME
    return {"color": PAPER if white else colour} if white or colour else {}


def in_font(letters: str, props: Props) -> str:
    """Give letters as their font shows them: fonts of pictures have none where others have digits."""
    return DIGIT.sub(UNREAD, letters) if props.get("font", "").startswith(_PICTURES) else letters


def is_on(text: str) -> bool:
    """Read a switch."""
    return text.lower() not in _OFF


def lettering(props: Props) -> Lettering:
    """Say what the properties of a run come to."""
    return _lettering(*map(props.get, _LETTERING, _LETTERING.values()))


@lru_cache(maxsize=512)
def _lettering(  # noqa: PLR0913, PLR0917 - what `_LETTERING` names
    vanish: str, strike: str, dstrike: str, align: str, colour: str, size: str
) -> Lettering:
    """Say it once for each set of properties: of thousands of runs most are lettered alike."""
    return Lettering(
        hidden=is_on(vanish),
        struck=is_on(strike) or is_on(dstrike),
        raised={"superscript": 1, "subscript": -1}.get(align, 0),
        colour=colour.lower(),
        size=float(size) / 2 if re.fullmatch(r"\d{1,4}", size) else 0.0,
    )


def ground_of(shading: Element | None) -> str | None:
    """Give the colour of a shading: six hex digits, empty for one that cannot be told, None for none."""
    if shading is None:
        return None
    fill = (attribute(shading, "fill") or "auto").lower()
    if (attribute(shading, "val") or "") not in _CLEAR:
        return ""
    return fill if re.fullmatch("[0-9a-f]{6}", fill) else None
