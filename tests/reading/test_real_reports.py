"""The real reports, read and held against their cells as checked by hand. They stand outside the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.reading.read import read_report
from generator.records.figures import Absence
from generator.records.forms import applicants
from generator.records.record import Record
from generator.records.yaml_files import loads

DOCUMENTS = (
    "000_d2a4fd40b0e98510.txt",
    "001_988e673ff9f8f84e.txt",
    "002_2d4f203ebb18765e.txt",
    "003_7f4bf81c172258cc.txt",
    "004_ec2c52ebd74edb1b.txt",
    "hongze-2023.pdf",
)


def the_record(real_reports: Path, name: str) -> Record:
    folder = "samples" if name.endswith(".pdf") else "seeds"
    return read_report(real_reports / folder / name, name)


def the_truth(real_reports: Path, name: str) -> Mapping[str, Any]:
    path = real_reports / "truth" / f"{Path(name).stem}.yaml"
    truth: dict[str, Any] = loads(path.read_text(encoding="utf-8"), path.name).data
    return truth


def cells(truth: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give every cell of a truth by its dotted name."""
    for table in ("proactive", "applications", "disputes"):
        for row, held in truth[table].items():
            if isinstance(held, list):
                keys = [column.key for column in applicants()]
                yield from ((f"{table}.{row}.{key}", value) for key, value in zip(keys, held, strict=True))
            elif isinstance(held, dict):
                yield from ((f"{table}.{row}.{key}", value) for key, value in held.items())
            else:
                yield f"{table}.{row}", held


@pytest.mark.real
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_cell_is_read_as_it_is_printed(real_reports: Path, name: str) -> None:
    record, truth = the_record(real_reports, name), the_truth(real_reports, name)
    wanted = dict(cells(truth))
    assert record.figures.keys() == wanted.keys()
    wrong = {
        cell: (figure, wanted[cell])
        for cell, figure in record.figures.items()
        if str(figure.value if isinstance(figure, Absence) else figure) not in str(wanted[cell]).split("|")
    }
    assert wrong == {}


@pytest.mark.real
@pytest.mark.parametrize("name", DOCUMENTS)
def test_year_agency_and_forms_are_told(real_reports: Path, name: str) -> None:
    record, truth = the_record(real_reports, name), the_truth(real_reports, name)
    assert record.year == truth["year"]
    assert record.agency_as_printed == truth["agency_as_printed"]
    assert dict(record.forms) == truth["forms"]
    assert [section.number for section in record.sections] == truth["sections_found"]


@pytest.mark.real
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_number_shows_where_it_stands(real_reports: Path, name: str) -> None:
    record = the_record(real_reports, name)
    numbers = [cell for cell, figure in record.figures.items() if not isinstance(figure, Absence)]
    assert numbers
    assert [cell for cell in numbers if not (record.evidence_of(cell) or None)] == []


@pytest.mark.real
def test_a_surplus_number_leaves_the_sums_before_it_testable(real_reports: Path) -> None:
    evidence = the_record(real_reports, DOCUMENTS[1]).evidence["disputes"]
    assert (evidence.numbers, evidence.placed_by) == (16, "identity")
    assert evidence.identities == ("case-total:litigation_after_review",)


@pytest.mark.real
def test_both_readers_read_the_pdf_alike(real_reports: Path) -> None:
    record = the_record(real_reports, "hongze-2023.pdf")
    assert record.source.second_reader.startswith("pdfplumber")
    assert {evidence.readers for evidence in record.evidence.values()} == {2}
