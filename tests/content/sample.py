"""One sample report: figures and narrative as they stand in `samples/*.yaml`, before any file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.records.forms import FormRow, form_table, section_titles
from generator.records.yaml_files import load

SOURCES: Final = Path(__file__).parent / "samples"
WORDING: Final[Mapping[str, Any]] = load(SOURCES / "wording.yaml").data
_NARRATED: Final = {0: 0, 4: 1, 5: 2}  # section 一, 五 and 六 hold text, 二 to 四 a table
_TABLE_OF: Final = {1: "proactive", 2: "applications", 3: "disputes"}


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: its number (from 1), official title, and either paragraphs or the name of a table."""

    number: int
    title: str
    paragraphs: tuple[str, ...] = ()
    table: str = ""

    @property
    def heading(self) -> str:
        """The title with its Chinese numeral, as most reports print it."""
        return f"{WORDING['numerals'][self.number - 1]}、{self.title}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample report. `data` is its YAML file; figures are numbers or the words of the record."""

    name: str
    data: Mapping[str, Any]

    @property
    def title(self) -> tuple[str, ...]:
        """The lines of the title; none where the report has none."""
        return tuple(line.format(report=WORDING["report"]) for line in self.data.get("title", ()))

    @property
    def preamble(self) -> tuple[str, ...]:
        """What stands between the title and section 一: the report's own opening, and that this is a sample."""
        return (*self.data.get("opening", ()), WORDING["notice"])

    @property
    def narrative(self) -> tuple[str, ...]:
        """Every paragraph in our own words."""
        told = (paragraph for section in self.data["narrative"] for paragraph in section)
        return (*self.data.get("opening", ()), *told)

    @property
    def sections(self) -> Iterator[Section]:
        """The six sections in order."""
        for position, title in enumerate(section_titles(self.data["year"])):
            place = _NARRATED.get(position)
            told = () if place is None else tuple(self.data["narrative"][place])
            yield Section(position + 1, title, told, _TABLE_OF.get(position, ""))

    def rows(self, table: str) -> tuple[FormRow, ...]:
        """Give the rows of a table, in the form that this report uses for it, without those it lost."""
        every = form_table(self.data["forms"][table], table).rows
        return tuple(row for row in every if self.figures()[row.cells[0].name] != "missing")

    def figures(self) -> dict[str, Any]:
        """Give every figure by the dotted name of its cell."""
        return flat_figures(self.data)

    def printed(self, cell: str) -> str:
        """Give the text that stands in a cell of the file; a blank cell has none."""
        figure = self.figures()[cell]
        return "" if figure == "blank" else str(figure)


def flat_figures(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the figures of a record (or of a file written like one) by the dotted names of their cells."""
    found: dict[str, Any] = {}
    for table in ("proactive", "applications", "disputes"):
        for row in form_table(data["forms"][table], table).rows:
            for position, cell in enumerate(row.cells):
                found[cell.name] = _inner(data, cell.name, position)
    return found


def _inner(data: Mapping[str, Any], name: str, position: int) -> Any:  # noqa: ANN401 - a number or a word
    value: Any = data
    for part in name.split("."):
        if isinstance(value, list):
            return value[position]
        value = value[part]
    return value


def samples() -> tuple[Sample, ...]:
    """Every sample report, by the name of its source file."""
    paths = sorted(path for path in SOURCES.glob("*.yaml") if path.stem != "wording")
    return tuple(Sample(path.stem, load(path).data) for path in paths)
