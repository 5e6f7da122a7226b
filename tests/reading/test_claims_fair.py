"""Sentences written and labelled before the rules were looked at: what the reader acts on is right.

The heads of the batches tell the figures of their first runs, which alone say how well unseen sentences are read; kept
here, with the rules mended, they guard against falling back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.reading.claims import claims_of
from generator.records.yaml_files import load
from tests.reading.test_claims_batches import NAMES

BATCHES: Final = sorted((Path(__file__).parent / "files" / "claims" / "fair").glob("*.yaml"))
YEARS: Final = (2024, None)  # as a report on that year, and as one whose year only the paragraph tells


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("batch", BATCHES, ids=[batch.stem for batch in BATCHES])
def test_what_is_acted_on_is_right_though_a_stranger_wrote_it(batch: Path, year: int | None) -> None:
    groups: dict[str, dict[str, dict[str, int]]] = load(batch).data
    wrong: list[str] = []
    acted_on = found = stated = 0
    for reporter, sentences in groups.items():
        for sentence, labels in sentences.items():
            claims = claims_of(sentence, reporter=reporter, year=year)
            whole = {(NAMES[claim.cell], claim.value) for claim in claims if claim.scope == "whole"}
            truth = {(name, value) for name, value in labels.items() if name in NAMES.values()}
            acted_on, found, stated = acted_on + len(whole), found + len(whole & truth), stated + len(truth)
            wrong += [f"{sentence} {sorted(whole - truth)}"] if whole - truth else []
    assert sum(map(len, groups.values())) >= 60
    assert acted_on - found <= 0.02 * acted_on, "\n".join(wrong)
    assert year or found >= 0.7 * stated


def test_figures_of_another_body_that_is_named_are_no_figures_of_the_reporter() -> None:
    sentence = "2024年，县自然资源局共收到政府信息公开申请45件。"
    of_the_bureau = claims_of(sentence, reporter="示例县自然资源和规划局")
    of_the_county = claims_of(sentence, reporter="示例县人民政府")
    assert [claim.scope for claim in of_the_bureau] == ["whole"]
    assert [claim.scope for claim in of_the_county] == ["part"]


def test_the_year_of_the_report_tells_which_figure_is_this_years() -> None:
    sentence = "2023年收到政府信息公开申请5件。"
    assert [claim.scope for claim in claims_of(sentence, year=2023)] == ["whole"]
    assert claims_of(sentence, year=2024) == ()
