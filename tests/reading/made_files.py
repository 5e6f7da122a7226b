"""Made-up text files for tests of reading, and the short way from a file's text to its record."""

from __future__ import annotations

import random
from dataclasses import replace

from generator.reading.interpret import interpret
from generator.reading.readers import text
from generator.reading.readers.document import Document, Paragraph, Place
from generator.records.record import Record, Source
from tests.reading import rendering
from tests.reading.rendering import Report, draw_report

SOURCE = Source((), "extract", "text 1")
FORM_2021 = {"proactive": "2021", "applications": "2021", "disputes": "2021"}
FORM_2019 = {"proactive": "2019", "applications": "2019", "disputes": "2021"}


def report(*, form: str = "2021", agency: str = "示例县人民政府", year: int = 2024, seed: int = 1) -> Report:
    """Draw a report of one form whose sums are right and whose cells all hold numbers."""
    rng = random.Random(seed)  # noqa: S311 - a test draws the same figures every time
    wanted = FORM_2021 if form == "2021" else FORM_2019
    while (drawn := draw_report(rng, zeros=0.3)).forms != wanted:
        pass
    return replace(drawn, agency=agency, year=year)


def tabs(**wanted: str | int) -> str:
    """Write a report as tab-separated text; see `report`."""
    return rendering.tabs(report(**wanted))  # type: ignore[arg-type]


def document(written: str) -> Document:
    """Read a text file's text."""
    return text.read(written.encode())


def read(written: str, part: int | None = None) -> Record:
    """Read and interpret a text file's text. Raises `Unreadable`."""
    return interpret(document(written), SOURCE, part)


def paragraphs(*texts: str) -> list[tuple[int, Paragraph]]:
    """Number paragraphs as the blocks of a document, one a line."""
    return [(number, Paragraph(text, Place(line=number + 1))) for number, text in enumerate(texts)]
