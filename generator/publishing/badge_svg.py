"""A report's badges as one small picture that other sites may show: words first, colour second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from generator.checking.badges import Badge
from generator.publishing.figure_text import show_state

_COLOURS: Final = {
    "inconsistent": "#8a3b12",
    "to_confirm": "#6b5b1e",
    "not_read": "#4a4f57",
    "partly_assessable": "#4a4f57",
    "consistent": "#1f5f4a",
}
_LABEL: Final = "信息公开年报"
_EM, _PAD, _HEIGHT = 13, 9, 24


def badge_svg(badges: Sequence[Badge]) -> str:
    """Draw the leading badge, and 示例 beside it on sample content. A report that is withheld has none, and says so."""
    lead = badges[0] if badges else Badge("not_read", show_state("withheld").text)
    said = f"{lead.words}（示例）" if any(badge.key == "sample" for badge in badges) else lead.words
    left, right = _width(_LABEL), _width(said)
    name = f"{_LABEL}：{said}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}"'
        f' role="img" aria-label={quoteattr(name)}>'
        f"<title>{escape(name)}</title>"
        f'<rect width="{left}" height="{_HEIGHT}" fill="#2b2b2b"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{_COLOURS[lead.key]}"/>'
        f'<g fill="#fff" font-family="sans-serif" font-size="{_EM}" text-anchor="middle">'
        f'<text x="{left / 2:g}" y="17">{escape(_LABEL)}</text>'
        f'<text x="{left + right / 2:g}" y="17">{escape(said)}</text></g></svg>\n'
    )


def _width(text: str) -> int:
    """Give pixels: Han characters are one em wide, others a little over half."""
    ems = sum(1.0 if ord(character) > 0x2000 else 0.6 for character in text)
    return round(ems * _EM) + 2 * _PAD
