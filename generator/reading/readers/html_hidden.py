"""What the styles of a web page keep from its readers: hidden, too small to see, cut away, struck through, white."""

from __future__ import annotations

import re
from itertools import chain

import lxml.html

_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+|%)?(?:;|!|$)"
    r"|font-size:(?:0(?:\.[0-9]+)?(?:px|pt|r?em|%)?|[12](?:\.[0-9]+)?(?:px|pt))(?:;|!|$)"
    r"|(?<![-a-z])color:transparent|(?<![-a-z])(?:left|top|text-indent):-[0-9]{4}"
    r"|clip:rect\([01]|clip-path:inset\((?:50|100)%|text-decoration(?:-line)?:[^;]*line-through"
)
"""What is struck through counts as taken out, as under the elements of that name."""
_NOTHING = re.compile(r"(?<![-a-z])(?:width|height):[01](?:px|pt|r?em|%)?(?:;|!|$)")
_WHITE = re.compile(r"(?<![-a-z])color:(?:#fff(?:fff)?|white|rgb\(255,255,255\))(?:;|!|$)")
_HAN = re.compile("[\u3400-\u9fff]")
_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE)
_OTHER_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"\s*([.#][\w-]+)\s*")


def hidden_names(text: str) -> frozenset[str]:
    """Give the classes (.name) and ids (#name) that a page's own style sheets hide on every screen."""
    names = set()
    for sheet in re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL | re.IGNORECASE):
        plain = _OTHER_BLOCK.sub("", _SCREEN.sub(r"\1", sheet))
        for selectors, rules in _RULE.findall(plain):
            if _hides(rules):
                names |= {match[1] for one in selectors.split(",") if (match := _SIMPLE.fullmatch(one))}
    return frozenset(names)


def is_hidden(element: lxml.html.HtmlElement, names: frozenset[str]) -> bool:
    """Tell whether an element is hidden by itself: by its own style, or as one of these classes and ids."""
    style = element.get("style", "")
    if element.tag == "font" and element.get("color"):
        style = f"{style};color:{element.get('color')}"
    if element.get("hidden") is not None or (style and (_hides(style) or _is_white(element, style))):
        return True
    if not names:
        return False
    own = {"." + name for name in element.get("class", "").split()} | {"#" + element.get("id", "")}
    return not own.isdisjoint(names)


def _hides(rules: str) -> bool:
    plain = re.sub(r"\s", "", rules).lower()
    return bool(_HIDING.search(plain)) or ("overflow:hidden" in plain and bool(_NOTHING.search(plain)))


def _is_white(element: lxml.html.HtmlElement, style: str) -> bool:
    """Tell whether an element is numbers, white on white: it stands in nothing that sets another ground by itself.

    A class may set one, but seldom under numbers alone.
    """
    if not _WHITE.search(re.sub(r"\s", "", style).lower()) or _HAN.search(element.text_content()):
        return False
    return not any(_has_ground(one) for one in chain([element], element.iterancestors()))


def _has_ground(element: lxml.html.HtmlElement) -> bool:
    return bool(element.get("bgcolor") or element.get("background")) or "background" in element.get("style", "")
