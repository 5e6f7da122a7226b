"""Running text whose columns are aligned by spaces: an empty cell is told by where its neighbours stand, or named."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.reading.line_words import words_of
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from tests.reading.made_files import read
from tests.reading.made_files import report as made_report
from tests.reading.rendering import TITLES, Report, draw_report, spaced
from tests.reading.spaced_layouts import Pitch, in_columns

EXTRACTED = Path(__file__).parent / "files" / "extracted"
UNREAD = {Absence.UNCLEAR, Absence.MISSING}
FULL = (
    "     12       0       3       0       0       1      16",
    "      9       0       3       0       0       1      13",
)
LABELS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开")


def _report(seed: int, blanks: float = 0.04) -> Report:
    rng = random.Random(seed)  # noqa: S311 - the same report every time
    return draw_report(rng, blanks=blanks, zeros=0.6)


def _wrong(record: Record, figures: dict[str, Figure] | dict[str, object]) -> dict[str, object]:
    """Give the cells that were read as something else than they hold."""
    return {
        cell: (figures[cell], figure)
        for cell, figure in record.figures.items()
        if figure not in UNREAD and figure != figures[cell]
    }


def _share(record: Record, report: Report) -> float:
    return sum(figure == report.figures[cell] for cell, figure in record.figures.items()) / len(record.figures)


@pytest.mark.parametrize("flush", ["left", "right", "centre"])
@pytest.mark.parametrize("han", [1, 2])
@pytest.mark.parametrize(("gap", "pages"), [(1, ""), (4, "\f"), (2, "- {} -")])
def test_empty_cells_are_told_by_position(flush: str, han: int, gap: int, pages: str) -> None:
    shares = []
    for seed in range(4):
        report = _report(seed)
        pitch = Pitch(flush, han, gap, wrap=60, label=0, indent=4, pages=pages)
        record = read(in_columns(report, pitch, random.Random(seed)))  # noqa: S311
        assert _wrong(record, dict(report.figures)) == {}
        shares.append(_share(record, report))
    assert sum(shares) / len(shares) > 0.96


@pytest.mark.parametrize("label", [0, 1, 2])
def test_labels_may_be_wrapped_around_the_numbers(label: int) -> None:
    for seed in range(4):
        report = _report(seed)
        pitch = Pitch("right", 2, 2, wrap=12, label=label, indent=0, pages="")
        record = read(in_columns(report, pitch, random.Random(seed)))  # noqa: S311
        assert _wrong(record, dict(report.figures)) == {}
        assert _share(record, report) > 0.9


def test_full_width_digits_in_a_text_laid_out_for_narrow_ones() -> None:
    report = _report(3)
    text = in_columns(report, Pitch("left", 2, 4, 60, 0, 0, ""), random.Random(3))  # noqa: S311
    record = read(text.translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert _wrong(record, dict(report.figures)) == {}


@pytest.mark.parametrize("between", ["  ", "    ", "\u3000"])
def test_the_same_space_between_any_two_cells_tells_no_column(between: str) -> None:
    for seed in range(6):
        report = _report(seed, blanks=0.1)
        record = read(spaced(report).replace(" ", between))
        assert _wrong(record, dict(report.figures)) == {}
        assert Absence.BLANK not in record.figures.values()


def _granted(row: str) -> list[Figure]:
    """Read a report in which a row stands under two full ones; give its figures."""
    rows = [f"{label:　<20}{numbers}" for label, numbers in zip(LABELS, (*FULL, row), strict=True)]
    parts = ["示例县人民政府2024年政府信息公开工作年度报告", *TITLES[:3], *rows, *TITLES[3:]]
    figures = read("\n".join(parts)).figures
    return [figure for cell, figure in figures.items() if cell.startswith("applications.granted.")]


def test_a_row_under_the_columns_is_read() -> None:
    granted = _granted("      1       0               0       0       0       1")
    assert granted == [1, 0, Absence.BLANK, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "row",
    [
        "      1           0               0       0       0       1",
        "         1       0               0       0       0       1",
        "      1       0           0       0       0       1",
        " 1       0               0       0       0       1",
        "      1 0       0       0       0       1",
    ],
)
def test_a_row_that_stands_otherwise_than_the_others_tells_nothing(row: str) -> None:
    assert set(_granted(row)) == {Absence.UNCLEAR}


def test_an_empty_row_under_its_heads_is_blank() -> None:
    report = made_report()
    cell = "proactive.penalty_decisions"
    emptied = replace(report, figures={**report.figures, cell: Absence.BLANK})
    text = in_columns(emptied, Pitch("right", 2, 4, 60, 0, 0, ""), random.Random(1))  # noqa: S311
    assert read(text).figures == emptied.figures


def test_an_empty_row_beside_a_loose_number_is_no_blank() -> None:
    report = made_report()
    cell = "proactive.penalty_decisions"
    emptied = replace(report, figures={**report.figures, cell: Absence.BLANK})
    text = in_columns(emptied, Pitch("right", 2, 4, 60, 0, 0, ""), random.Random(1))  # noqa: S311
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.strip() == "行政处罚")
    lines.insert(at + 1, " " * 40 + "7")
    assert read("\n".join(lines)).figures[cell] is not Absence.BLANK


@pytest.mark.parametrize("file", sorted(EXTRACTED.glob("*.txt")), ids=lambda file: file.stem)
def test_text_taken_out_of_a_pdf_is_read_or_named(file: Path) -> None:
    figures = yaml.safe_load(file.with_suffix(".figures.yaml").read_text("utf-8"))
    record = read(file.read_text("utf-8"))
    wrong = {
        cell: (figures[cell], figure)
        for cell, figure in record.figures.items()
        if figure not in UNREAD and str(figure.value if isinstance(figure, Absence) else figure) != str(figures[cell])
    }
    assert wrong == {}


def test_each_extracted_text_has_its_figures() -> None:
    assert len(list(EXTRACTED.glob("*.figures.yaml"))) == len(list(EXTRACTED.glob("*.txt"))) > 4


def test_a_number_broken_by_one_space_is_not_two() -> None:
    """Where seven numbers do not add up two that stand close together may be one, beside an empty cell."""
    broken = "     12       0       3       0       1       1 6"
    assert words_of(f"{LABELS[0]}{broken}")[-1] == "1 6"
    assert words_of(f"{LABELS[0]}{FULL[0]}")[1:] == FULL[0].split()
    assert words_of(f"{LABELS[0]}     12       0       3       0       0       1 16")[1:] == FULL[0].split()
    assert words_of(f"{LABELS[0]} 1 0 0 0 0 0 2")[1:] == ["1", "0", "0", "0", "0", "0", "2"]
