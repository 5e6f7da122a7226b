"""Which styles of a Word file hide their text, for the second reading."""

from __future__ import annotations

from typing import Final

from generator.reading.readers.archive import Archive
from generator.reading.readers.second_page import Events

OFF: Final = frozenset({"0", "false", "off", "none"})


def hidden_styles(archive: Archive, name: str) -> frozenset[str]:
    """Give the styles that hide their text. `name` is that of the styles part, which may be absent."""
    data = archive.read(name) if name in archive else b""
    if b"vanish" not in data:
        return frozenset()
    styles = _Styles()
    styles.follow(data)
    return styles.hidden()


class _Styles(Events):
    """Which styles hide their text, themselves or by one that they are based on."""

    def __init__(self) -> None:
        super().__init__()
        self._based: dict[str, str] = {}
        self._told: dict[str, bool] = {}
        self._style = ""

    def start_style(self, told: dict[str, str]) -> None:
        self._style = told.get("styleId", "")

    def start_basedOn(self, told: dict[str, str]) -> None:  # noqa: N802 - named like the element
        self._based[self._style] = told.get("val", "")

    def start_vanish(self, told: dict[str, str]) -> None:
        if self.path[-1] == "rPr" and self.path[-2] == "style":
            self._told[self._style] = told.get("val") not in OFF

    def hidden(self) -> frozenset[str]:
        """Give the styles that hide."""
        return frozenset(style for style in {*self._told, *self._based} if self._hides(style))

    def _hides(self, style: str) -> bool:
        for _ in range(50):
            if style in self._told:
                return self._told[style]
            style = self._based.get(style, "")
        return False
