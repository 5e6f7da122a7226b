"""Words of an RTF file that end paragraphs, cells and rows → the stories on its pages: the text, and each text box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from generator.reading.readers.flow import Item, Text
from generator.reading.readers.rtf_state import State
from generator.reading.readers.rtf_tables import CellShape, Nest, RowShape


@dataclass(slots=True)
class _Story:
    """A run of paragraphs and tables; what is written in shapes follows the paragraph that they hang at."""

    nest: Nest = field(default_factory=Nest)
    text: str = ""
    late: list[Item] = field(default_factory=list)
    row_open: bool = False


@dataclass(slots=True)
class Page:
    """What is on the pages so far. `line` is the number of the paragraph under way, from 1."""

    line: int = 1
    _stories: list[_Story] = field(default_factory=lambda: [_Story()])
    _rows: dict[bool, RowShape] = field(default_factory=lambda: {False: RowShape(), True: RowShape()})
    _merges: set[str] = field(default_factory=set)

    def say(self, letters: str) -> None:
        """Add letters to the paragraph under way."""
        self._stories[-1].text += letters

    def level(self, state: State) -> int:
        """Tell how deep in tables the paragraph under way stands. Some programs tell it by the row alone."""
        return max(state.level, int(self._stories[-1].row_open))

    def end_paragraph(self, level: int) -> None:
        """Close the paragraph under way."""
        story = self._stories[-1]
        if story.text.strip():
            story.nest.add(level, Text(story.text, self.line))
        for item in story.late:
            story.nest.add(level, item)
        story.text, story.late = "", []
        self.line += 1

    def end_cell(self, level: int) -> None:
        """Close the cell under way, in the table at a level (from 1)."""
        self.end_paragraph(level)
        self._stories[-1].nest.end_cell(level)

    def end_row(self, level: int, *, nested: bool) -> None:
        """Close the row under way."""
        story = self._stories[-1]
        if story.text.strip():
            self.end_cell(level)
        story.nest.end_row(level, self._rows[nested])
        story.row_open = story.row_open and nested

    def begin_row(self, *, nested: bool) -> None:
        """Begin to say how a row is made."""
        self._rows[nested] = RowShape()
        self._merges.clear()
        self._stories[-1].row_open = self._stories[-1].row_open or not nested

    def row_left(self, twips: int, *, nested: bool) -> None:
        """Say where a row begins."""
        self._rows[nested].left = twips

    def merge(self, direction: str) -> None:
        """Say that the next cell goes on with its neighbour: `beside` or `below`."""
        self._merges.add(direction)

    def cell_edge(self, twips: int, *, nested: bool) -> None:
        """Say where the next cell of a row ends."""
        shape = CellShape(twips, "beside" in self._merges, "below" in self._merges)
        self._rows[nested].cells.append(shape)
        self._merges.clear()

    def begin_box(self) -> None:
        """Begin a text box."""
        self._stories.append(_Story())

    def end_box(self) -> None:
        """End a text box: it follows the paragraph under way."""
        items = self.ended()
        self._stories.pop()
        self._stories[-1].late += items

    def ended(self) -> list[Item]:
        """Close the story under way and give all that is in it."""
        self.end_paragraph(0)
        return self._stories[-1].nest.ended()


def _text_box(page: Page, state: State, _number: int) -> None:
    state.box = True
    state.paragraph_plain()
    page.begin_box()


def _nesting(_page: Page, state: State, _number: int) -> None:
    state.nested = True


def _end_paragraph(page: Page, state: State, _number: int) -> None:
    page.end_paragraph(page.level(state))


WORDS: Final[Mapping[str, Callable[[Page, State, int], None]]] = MappingProxyType(
    {
        "par": _end_paragraph,
        "sect": _end_paragraph,
        "cell": lambda page, _state, _: page.end_cell(1),
        "nestcell": lambda page, state, _: page.end_cell(max(page.level(state), 2)),
        "row": lambda page, _state, _: page.end_row(1, nested=False),
        "nestrow": lambda page, state, _: page.end_row(max(page.level(state), 2), nested=True),
        "trowd": lambda page, state, _: page.begin_row(nested=state.nested),
        "trleft": lambda page, state, number: page.row_left(number, nested=state.nested),
        "cellx": lambda page, state, number: page.cell_edge(number, nested=state.nested),
        "clmrg": lambda page, _state, _: page.merge("beside"),
        "clvmrg": lambda page, _state, _: page.merge("below"),
        "nesttableprops": _nesting,
        "shptxt": _text_box,
    }
)
"""Words that part the text, by name."""
