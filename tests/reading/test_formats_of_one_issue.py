"""One issue as PDF, Word file and web page: held against each other cell by cell, the whole way through ingest."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.reading.ingest import Outcome, ingest
from generator.records.figures import Absence, Figure
from generator.records.portal import Issue
from generator.records.record import Record, load_record
from tests.bench.formats import as_pdf
from tests.reading import rendering
from tests.reading.drawn_forms import parts_of
from tests.reading.made_files import report
from tests.reading.office_maker import docx, p
from tests.reading.rendering import Report
from tests.reading.word_layouts import table

ISSUE = Issue("990001", 2024)
CELL = "applications.granted.natural_person"


def as_word(written: Report) -> bytes:
    """Give a plain Word file."""
    rng = random.Random(1)  # noqa: S311
    parts = (p(part) if isinstance(part, str) else table(part, rng, 0) + p("") for part in parts_of(written))
    return docx("".join(parts))


MAKERS: dict[str, Callable[[Report], bytes]] = {
    "pdf": lambda written: as_pdf(rendering.tabs(written)),
    "docx": as_word,
    "html": lambda written: rendering.merged_html(written).encode(),
}


def with_figure(cell: str, figure: Figure) -> Report:
    """Give the report with one figure changed."""
    made = report()
    return Report(made.year, made.forms, {**made.figures, cell: figure}, printed=made.printed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of the agency's reports, with the issue in three formats that say the same."""
    path = tmp_path / "content/reports/990001"
    path.mkdir(parents=True)
    for suffix, maker in MAKERS.items():
        (path / f"2024.{suffix}").write_bytes(maker(report()))
    return path


def run(folder: Path, *, again: bool = False) -> Outcome:
    """Read what is new or changed."""
    return ingest(folder.parents[1], {"990001": None}, again=again, progress=lambda _: None)


def record(folder: Path) -> Record:
    """Load the record of the issue."""
    return load_record(folder.parents[1] / "records/990001/2024.yaml", "2024.yaml")


def test_three_formats_that_agree_confirm_every_row(folder: Path) -> None:
    outcome = run(folder)
    assert (outcome.read, outcome.unread, outcome.problems) == ((ISSUE,), (), ())
    read = record(folder)
    assert dict(read.figures) == dict(report().figures)
    assert {evidence.readers for evidence in read.evidence.values()} == {2}
    assert [file.path.rpartition(".")[2] for file in read.source.files] == ["docx", "html", "pdf"]
    assert run(folder).kept == (ISSUE,)


def without_pdf(folder: Path) -> None:
    """Take the format away that is slow to read and that a test does not need."""
    (folder / "2024.pdf").unlink()


@pytest.mark.parametrize("suffix", MAKERS)
def test_one_digit_that_differs_in_one_format_is_unclear_with_both_and_says_where(folder: Path, suffix: str) -> None:
    truth = report().figures[CELL]
    other = 424242
    if suffix != "pdf":
        without_pdf(folder)
    (folder / f"2024.{suffix}").write_bytes(MAKERS[suffix](with_figure(CELL, other)))
    run(folder)
    read = record(folder)
    assert read.figures[CELL] is Absence.UNCLEAR
    doubt = read.unclear[CELL]
    assert set(doubt.candidates) == {truth, other}
    assert f"reports/990001/2024.{suffix}" in doubt.why
    assert sum(f"reports/990001/2024.{one}" in doubt.why for one in MAKERS) >= 2
    wrong = {cell for cell, figure in read.figures.items() if figure != report().figures[cell]}
    assert wrong == {CELL}


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_format_without_a_table_takes_nothing_from_the_others(folder: Path, suffix: str) -> None:
    if suffix != "pdf":
        without_pdf(folder)
    whole = MAKERS[suffix](report())
    bare = (
        as_word_without(report()) if suffix == "docx"
        else rendering.merged_html(report()).replace(html_table(4), "<p>无。</p>").encode() if suffix == "html"
        else as_pdf(text_without(report()))
    )  # fmt: skip
    assert bare != whole
    (folder / f"2024.{suffix}").write_bytes(bare)
    run(folder)
    read = record(folder)
    assert dict(read.figures) == dict(report().figures)
    assert read.evidence["disputes"].readers == 2


def as_word_without(written: Report) -> bytes:
    rng = random.Random(1)  # noqa: S311
    every = parts_of(written)
    last = max(n for n, part in enumerate(every) if not isinstance(part, str))
    parts = (p(part) if isinstance(part, str) else table(part, rng, 0) for n, part in enumerate(every) if n != last)
    return docx("".join(parts))


def html_table(number: int) -> str:
    page = rendering.merged_html(report())
    return "<table>" + page.split("<table>")[number - 1].partition("</table>")[0] + "</table>"


def text_without(written: Report) -> str:
    before, _, after = rendering.tabs(written).partition("行政复议\t")
    return before + "无。\n\n" + rendering.TITLES[4] + after.partition(rendering.TITLES[4])[2]


@pytest.mark.parametrize("damage", ["cut", "empty", "other year", "not a report"])
def test_a_format_that_cannot_be_read_is_named_and_the_others_are_read(folder: Path, damage: str) -> None:
    without_pdf(folder)
    path = folder / "2024.docx"
    other_year = Report(2022, report().forms, report().figures, printed=report().printed)
    path.write_bytes(
        {
            "cut": path.read_bytes()[:900],
            "empty": b"",
            "other year": as_word(other_year),
            "not a report": docx(p("通知")),
        }[damage]
    )
    for outcome in (run(folder), run(folder), run(folder, again=damage == "cut")):
        assert outcome.unread == ()
        (problem,) = outcome.problems
        assert problem.path == "reports/990001/2024.docx"
        assert problem.what
        assert problem.remedy
    assert run(folder).kept == (ISSUE,)
    read = record(folder)
    assert dict(read.figures) == dict(report().figures)
    assert [file.path.rpartition(".")[2] for file in read.source.files] == ["html"]
    path.write_bytes(as_word(report()))
    mended = run(folder)
    assert (mended.read, mended.problems) == ((ISSUE,), ())


def test_an_issue_of_which_no_format_can_be_read_is_unread(folder: Path) -> None:
    for suffix in MAKERS:
        (folder / f"2024.{suffix}").write_bytes(b"x")
    outcome = run(folder)
    assert [item.issue for item in outcome.unread] == [ISSUE]
    assert run(folder).unread == outcome.unread
