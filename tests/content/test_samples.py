"""The sample content: made from one source, valid, with the real figures, told in our own words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator.reading.read import read_report
from generator.reading.readers import pdf
from generator.reading.readers.document import Document, Table
from generator.records.figures import DIGIT
from generator.records.portal import Issue, load_settings
from generator.records.registry import load_registry
from generator.records.yaml_files import load
from tests.content.make_samples import CONTENT, file_bytes
from tests.content.sample import WORDING, Sample, flat_figures, samples
from tests.content.sample_tables import grid, matrix

SAMPLES: Final = samples()
PRINTED: Final = tuple(sample for sample in SAMPLES if sample.data["layout"] == "print")
LONGEST_SHARED: Final = 12  # Han characters: as long as the official 政府信息公开工作年度报告

needs_real_reports = pytest.mark.skipif(
    "GONGKAI_REAL_REPORTS" not in os.environ, reason="GONGKAI_REAL_REPORTS does not name the folder of real reports"
)


def by_name(sample: Sample) -> str:
    return sample.name


@pytest.mark.parametrize("sample", [item for item in SAMPLES if item not in PRINTED], ids=by_name)
def test_a_sample_file_is_what_its_source_makes(sample: Sample) -> None:
    assert (CONTENT / sample.data["file"]).read_bytes() == file_bytes(sample), "run tests/content/make_samples.py"


@pytest.mark.parametrize("sample", PRINTED, ids=by_name)
def test_a_printed_sample_says_what_its_source_says(sample: Sample) -> None:
    document = pdf.read((CONTENT / sample.data["file"]).read_bytes())
    paragraphs = {squeezed(text) for text in texts(document, tables=False)}
    assert paragraphs >= {squeezed(text) for text in (*sample.preamble, *sample.narrative)}
    figures = [text for text in texts(document, tables=True) if DIGIT.match(text) and "." not in text[:2]]
    assert figures == list(figures_in_order(sample))


@pytest.mark.parametrize("sample", PRINTED, ids=by_name)
def test_a_printed_sample_names_no_person_and_no_path(sample: Sample) -> None:
    data = (CONTENT / sample.data["file"]).read_bytes()
    assert not re.search(rb"/Author|/Keywords|file://|/home/|/tmp/", data)


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_a_sample_is_read_cell_by_cell_as_its_source_says(sample: Sample) -> None:
    record = read_report(CONTENT / sample.data["file"], sample.data["file"])
    assert dict(record.figures) == sample.figures()
    assert dict(record.forms) == sample.data["forms"]
    assert (record.agency_as_printed, record.year) == (sample.data["agency_as_printed"], sample.data["year"])
    assert not record.unplaced


def test_samples_come_in_at_least_four_formats() -> None:
    assert len({(Path(item.data["file"]).suffix, item.data["layout"]) for item in SAMPLES}) >= 4


def test_every_sample_belongs_to_an_agency_of_the_registry() -> None:
    agencies = load_registry(CONTENT / "agencies")
    for path in sorted((CONTENT / "reports").glob("*/*")):
        issue = Issue.parse(path.parent.name, path.stem)
        assert issue is not None
        assert issue.agency in agencies
    assert {item.data["file"] for item in SAMPLES} == {
        path.relative_to(CONTENT).as_posix() for path in (CONTENT / "reports").glob("*/*")
    }


def test_the_portal_says_that_it_is_a_sample() -> None:
    assert load_settings(CONTENT).sample
    assert "示例" in load_settings(CONTENT).title


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_every_sample_says_so_itself(sample: Sample) -> None:
    assert WORDING["notice"] in sample.preamble
    assert WORDING["notice"].startswith("【示例】")


@needs_real_reports
@pytest.mark.real
@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_figures_are_those_of_the_real_report(sample: Sample) -> None:
    truth = load(real("truth") / f"{sample.data['truth']}.yaml").data
    assert sample.figures() == flat_figures(truth)
    assert {sample.data[key] == truth[key] for key in ("year", "agency_as_printed", "forms")} == {True}


@needs_real_reports
@pytest.mark.real
@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_the_narrative_is_told_in_our_own_words(sample: Sample) -> None:
    told = [(text, run) for text in sample.narrative for run in runs(han(text))]
    for name, original in real_texts():
        taken = set(runs(original))
        assert not [(name, text, run) for text, run in told if run in taken]


def texts(document: Document, *, tables: bool) -> Iterator[str]:
    """Give the text of every paragraph, or of every cell."""
    for block in document.blocks:
        if isinstance(block, Table) and tables:
            yield from (cell.text for row in block.rows for cell in row.cells)
        elif not isinstance(block, Table) and not tables:
            yield block.text


def figures_in_order(sample: Sample) -> Iterator[str]:
    for table in ("proactive", "applications", "disputes"):
        yield from (
            text for row in matrix(grid(sample, table)) for text in row if DIGIT.match(text) and "." not in text[:2]
        )


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def real(folder: str) -> Path:
    return Path(os.environ["GONGKAI_REAL_REPORTS"]) / folder


def real_texts() -> Iterator[tuple[str, str]]:
    """Give the Han characters of every real report, run together."""
    for path in sorted(real("seeds").glob("*.txt")):
        yield path.name, han(path.read_text(encoding="utf-8"))
    for path in sorted(real("samples").glob("hongze-*.pdf")):
        document = pdf.read(path.read_bytes())
        yield path.name, han("".join(texts(document, tables=False)))


def han(text: str) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", text))


def runs(text: str) -> Iterator[str]:
    """Give every run of characters that is too long to be shared."""
    length = LONGEST_SHARED + 1
    return (text[start : start + length] for start in range(len(text) - length + 1))
