"""Reports as clerks have their own ways of writing them, one file for each trouble: equal, or named as not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.reading.interpret import interpret
from generator.reading.readers import html, text
from generator.records.figures import Absence
from generator.records.record import Record
from tests.reading.made_files import SOURCE

FOLDER = Path(__file__).parent / "files" / "clerks"
EXPECTED = sorted(FOLDER.glob("*.expected.yaml"))
UNREAD = {Absence.UNCLEAR, Absence.MISSING}


def read(expected: Path) -> Record:
    (file,) = (path for path in FOLDER.glob(expected.name.replace(".expected.yaml", ".*")) if path != expected)
    reader = html if file.suffix == ".html" else text
    return interpret(reader.read(file.read_bytes()), SOURCE)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.partition(".")[0])
def test_a_clerk_s_report_is_read_or_named(expected: Path) -> None:
    wanted: dict[str, Any] = yaml.safe_load(expected.read_text("utf-8"))
    record = read(expected)
    assert (record.year, record.agency_as_printed) == (wanted["year"], wanted["agency"])
    unread = {cell for cell in record.figures if _is_below(cell, wanted["unread"])}
    assert {cell for cell, figure in record.figures.items() if figure in UNREAD} == unread
    numbers = {cell: wanted["numbers"].get(cell, 0) for cell in record.figures.keys() - unread}
    read_numbers = {
        cell: figure if isinstance(figure, Absence) else float(figure)
        for cell, figure in record.figures.items()
        if cell not in unread
    }
    assert read_numbers == numbers
    assert wanted["numbers"].keys() <= record.figures.keys()


def test_each_specimen_has_its_file() -> None:
    assert len(EXPECTED) == sum(path.suffix in {".txt", ".html"} for path in FOLDER.iterdir()) > 10


def _is_below(cell: str, names: list[str]) -> bool:
    return any(cell == name or cell.startswith(f"{name}.") for name in names)
