"""The findings on the real reports are the expected ones, no more and no fewer, given that reading gets them right.

The cells are the hand-checked ones; what reading tells besides (headings, claims, places) is written here.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.checking.checks import check_issue
from generator.checking.findings import Result
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from generator.records.yaml_files import load
from tests.checking.made import COLUMNS, RECEIVED, evidenced, extract, found, record, saying, sections, subject

COMPARED = {
    "column-identity",
    "result-subtotal",
    "row-total",
    "case-total",
    "cell-count",
    "section-missing",
    "table-row-missing",
    "blank-cell",
    "non-integer-count",
    "in-force-floor",
    "template-version",
    "level-without-regulations",
    "narrative-new-received",
}
SAYS = {
    "000": ("收到 1 条", 1),
    "001": ("收到 12 件", 12),
    "002": ("未收到", 0),
    "003": ("受理 0 件", 0),
    "hon": ("收到 21 件", 21),
}


def figures(truth: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    for key, values in truth["applications"].items():
        for column, value in zip(COLUMNS, values, strict=True):
            yield f"applications.{key}.{column}", _figure(value)
    for table in ("proactive", "disputes"):
        for key, value in truth[table].items():
            inner = value.items() if isinstance(value, dict) else [("", value)]
            for item, figure in inner:
                yield f"{table}.{key}.{item}".rstrip("."), _figure(figure)


def _figure(value: int | Decimal | str) -> Figure:
    return Absence(value.split("|")[-1]) if isinstance(value, str) else value


def made(folder: Path, name: str) -> Record:
    """Make the record that reading should give of a real report."""
    truth = load(next((folder / "truth").glob(f"{name}*.yaml"))).data
    whole = record(dict(figures(truth)), year=truth["year"], forms=truth["forms"])
    headings = tuple(section for section in sections() if section.number in truth["sections_found"])
    whole = dataclasses.replace(whole, sections=headings)
    if name in SAYS:
        text, value = SAYS[name]
        whole = saying(whole, text, (RECEIVED, value, "whole"))
    return whole


def told(whole: Record) -> Counter[tuple[str, str, str]]:
    """Count what did not pass, by check, result and certainty; one finding may stand for several cells."""
    findings = [finding for finding in check_issue(subject(whole)) if finding.check in COMPARED]
    quiet = {Result.PASS, Result.NOT_APPLICABLE}
    return Counter((f.check, f.result.value, f.certainty or "") for f in findings if f.result not in quiet)


@pytest.mark.real
def test_a_township_that_adds_up(real_reports: Path) -> None:
    assert told(extract(made(real_reports, "000"))) == {}


@pytest.mark.real
def test_text_against_table_and_a_surplus_number(real_reports: Path) -> None:
    identity = ("case-total:litigation_after_review",)
    whole = extract(made(real_reports, "001"))
    whole = evidenced(whole, "disputes", numbers=16, placed_by="identity", identities=identity)
    assert told(whole) == {
        ("narrative-new-received", "fail", "to_confirm"): 1,
        ("cell-count", "not_assessable", ""): 1,
        ("case-total", "not_assessable", ""): 1,
    }
    finding = found(whole, "narrative-new-received")[RECEIVED]
    assert (finding.left, finding.right, finding.severity) == ("12", "35", "error")


@pytest.mark.real
def test_one_blank(real_reports: Path) -> None:
    assert told(extract(made(real_reports, "002"))) == {
        ("blank-cell", "fail", "to_confirm"): 1,
        ("column-identity", "not_assessable", ""): 1,
        ("result-subtotal", "not_assessable", ""): 1,
        ("row-total", "not_assessable", ""): 1,
    }


@pytest.mark.real
def test_a_copy_that_lost_rows_and_a_heading(real_reports: Path) -> None:
    whole = extract(made(real_reports, "003"))
    whole = dataclasses.replace(whole, forms_told={**whole.forms_told, "applications": False})
    assert told(whole) == {
        ("section-missing", "not_assessable", ""): 1,
        ("table-row-missing", "not_assessable", ""): 1,
        ("template-version", "not_assessable", ""): 1,
        ("column-identity", "not_assessable", ""): 7,
        ("result-subtotal", "not_assessable", ""): 7,
        ("row-total", "not_assessable", ""): 6,
    }
    assert found(whole, "table-row-missing")["applications"].count == 6


@pytest.mark.real
def test_a_table_left_blank(real_reports: Path) -> None:
    whole = extract(made(real_reports, "004"))
    assert told(whole) == {
        ("blank-cell", "fail", "to_confirm"): 1,
        ("column-identity", "not_assessable", ""): 7,
        ("result-subtotal", "not_assessable", ""): 7,
        ("row-total", "not_assessable", ""): 25,
        ("narrative-new-received", "not_assessable", ""): 1,
    }
    assert found(whole, "blank-cell")[""].count == 163


@pytest.mark.real
def test_an_original_whose_totals_are_wrong(real_reports: Path) -> None:
    whole = made(real_reports, "hon")
    assert told(whole) == {("case-total", "fail", "printed"): 2, ("template-version", "fail", "printed"): 1}
    sides = {key: (f.left, f.right) for key, f in found(whole, "case-total").items() if f.result is Result.FAIL}
    assert sides == {
        "review": ("10+1+0+0＝11", "表列总计 0"),
        "litigation_after_review": ("5+0+0+0＝5", "表列总计 0"),
    }
