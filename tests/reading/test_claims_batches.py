"""Batches of labelled sentences: what the reader acts on is right, and it does not fall silent.

Each batch was labelled before its first run; its head tells the figures of that run. Afterwards the rules were mended,
so the batches kept here only guard against falling back; the first runs tell how well unseen sentences are read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from generator.reading.claims import claims_of
from generator.records.yaml_files import load

BATCHES: Final = sorted((Path(__file__).parent / "files" / "claims").glob("batch-*.yaml"))
CELLS: Final = {
    "new": "applications.new_received.total",
    "in": "applications.carried_in.total",
    "done": "applications.total.total",
    "granted": "applications.granted.total",
    "partial": "applications.partial.total",
    "out": "applications.carried_out.total",
    "review": "disputes.review.total",
    "corrected": "disputes.review.corrected",
    "suits": "disputes.litigation.total",
    "direct": "disputes.litigation_direct.total",
    "after": "disputes.litigation_after_review.total",
    "issued": "proactive.normative_documents.issued",
    "repealed": "proactive.normative_documents.repealed",
    "force": "proactive.normative_documents.in_force",
}
NAMES: Final = {cell: name for name, cell in CELLS.items()}


@pytest.mark.parametrize("batch", BATCHES, ids=[batch.stem for batch in BATCHES])
def test_what_is_acted_on_is_right_and_most_is_found(batch: Path) -> None:
    labelled: dict[str, dict[str, int]] = load(batch).data
    wrong: list[str] = []
    acted_on = found = stated = 0
    for sentence, expected in labelled.items():
        claims = {(NAMES[claim.cell], claim.value) for claim in claims_of(sentence) if claim.scope == "whole"}
        truth = set(expected.items())
        acted_on, found, stated = acted_on + len(claims), found + len(claims & truth), stated + len(truth)
        wrong += [f"{sentence} {sorted(claims - truth)}"] if claims - truth else []
    assert len(labelled) >= 140
    assert acted_on - found <= 0.01 * acted_on, "\n".join(wrong)
    assert found >= 0.8 * stated
