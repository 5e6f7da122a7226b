"""The record: what is written comes back the same, and what people did to it by hand is named with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.records.errors import ContentError
from generator.records.figures import Absence, Figure
from generator.records.place import Place
from generator.records.record import (
    Doubt,
    Passage,
    Record,
    SourceFile,
    dump_record,
    from_located,
    from_plain,
    load_record,
)
from generator.records.yaml_files import faults, loads
from tests.checking.made import COLUMNS, FORM_2019, FORM_2021, MIXED, record, saying

NASTY = (
    "NO",
    "010",
    "~",
    "*a",
    "- a: b # c",
    "{x}",
    "'\"",
    "=cmd()",
    "三、\u3000“总计”：1",
    "<script>",
    "\\",
    "!tag",
    "a\tb",
)
FILE = SourceFile("reports/410822/2024.pdf", "ab" * 32, "application/pdf", ("author", "comments"))
FIGURES: st.SearchStrategy[Figure] = st.integers(0, 10**7) | st.sampled_from(list(Absence))
AMOUNTS = st.decimals(0, 10**6, places=3).map(lambda value: value + Decimal(0))


def _filed(made: Record) -> Record:
    return dataclasses.replace(made, agency="410822", source=dataclasses.replace(made.source, files=(FILE,)))


def _with(figures: Mapping[str, Figure], text: str, forms: Mapping[str, str]) -> Record:
    made = saying(_filed(record(figures, forms=forms)), text, ("applications.new_received.total", 3, "whole"))
    doubts = {cell: Doubt(text, (1, Absence.BLANK)) for cell, figure in figures.items() if figure is Absence.UNCLEAR}
    return dataclasses.replace(made, unclear=doubts, unplaced=(Passage(text, Place(page=2, box=(1.5, 2.0, 3.3, 4.0))),))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FIGURES, min_size=7, max_size=7), AMOUNTS, st.sampled_from(NASTY), st.sampled_from([FORM_2021, MIXED]))
def test_a_record_comes_back_the_same(row: list[Figure], amount: Decimal, text: str, forms: dict[str, str]) -> None:
    cells = [f"applications.granted.{column}" for column in COLUMNS]
    made = _with({**dict(zip(cells, row, strict=True)), "proactive.fees_10k_yuan": amount}, text, forms)
    written = dump_record(made)
    located = loads(written, "record.yaml")
    assert faults(located, "record") == []
    assert from_located(located) == made
    assert dump_record(from_plain(located.data)) == written


@pytest.mark.parametrize(("forms", "cells"), [(FORM_2021, 200), (MIXED, 186), (FORM_2019, None)])
def test_every_cell_of_its_forms_is_written(forms: dict[str, str], cells: int | None) -> None:
    made = _filed(record(forms=forms))
    assert cells is None or len(made.figures) == cells
    assert from_located(loads(dump_record(made), "x")).figures == made.figures


GOOD = dump_record(_filed(record()))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("penalty_decisions: 0", "penalty_decisions: 很多"),
        ("penalty_decisions: 0", "penalty_decisions: null"),
        ("penalty_decisions: 0", "penalty_decisions: ~"),
        ("penalty_decisions: 0", "penalty_decisions: 010"),
        ("penalty_decisions: 0", "penalty_decisions: true"),
        ("penalty_decisions: 0", "penalty_decisions: [0]"),
        ("  penalty_decisions: 0\n", ""),
        ("penalty_decisions: 0", "penalty_decision: 0"),
        ("granted: [0, 0, 0, 0, 0, 0, 0]", "granted: [0, 0, 0, 0, 0, 0]"),
        ("granted: [0, 0, 0, 0, 0, 0, 0]", "granted: [0, 0, 0, 0, 0, 0, 0, 0]"),
        ("granted: [0, 0, 0, 0, 0, 0, 0]", "granted: [0, 0, 0, 0, 0, 0, '0']"),
        ("year: 2024", "year: '2024'"),
        ("schema: 1", "schema: 99"),
        ("proactive: '2021'", "proactive: '2019'"),
        ("applications: '2021'", "applications: '2031'"),
        ("copy: original", "copy: photo"),
        ("agency: '410822'", "agency: ../../etc"),
    ],
)
def test_nonsense_written_by_hand_is_named_with_its_line(tmp_path: Path, was: str, now: str) -> None:
    assert was in GOOD
    path = tmp_path / "2024.yaml"
    path.write_text(GOOD.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_record(path, "records/410822/2024.yaml")
    assert all(problem.path == "records/410822/2024.yaml" for problem in caught.value.problems)
    assert all(problem.remedy for problem in caught.value.problems)
