"""Fields of Word: instructions that are not shown, with results that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_DRAWN: Final = frozenset({"EQ", "SYMBOL", "FORMDROPDOWN", "FORMCHECKBOX", "PAGE", "QUOTE", "AUTONUM", "AUTONUMLGL"})
"""Fields that show something even when the file keeps no result of them."""


@dataclass(slots=True)
class Field:
    """A field under way. Until its separator its text is an instruction; a table of contents is left out whole."""

    instruction: str = ""
    separated: bool = False
    before: str = ""
    """The text of the paragraph up to the field's result."""

    @property
    def silent(self) -> bool:
        """Tell whether text in it is no part of the report."""
        return not self.separated or self.instruction.split()[:1] == ["TOC"]

    def separate(self, text: str) -> None:
        """End the instruction; `text` is what the paragraph says so far."""
        self.separated, self.before = True, text

    def is_drawn(self, text: str) -> bool:
        """Tell whether it shows something that no text of the file says; `text` is what the paragraph says now."""
        word = (self.instruction.split() or [""])[0]
        told = self.separated and text != self.before
        return not told and (word.upper() in _DRAWN or word.startswith("="))
