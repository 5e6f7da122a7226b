"""Texts that are the same, on pages: the passages, both places, and a way to the other report."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from generator.publishing.publish import publish
from tests.checking.table_of_copies import paragraphs, portal, report, written
from tests.publishing.portals import SETTINGS


def test_a_shared_passage_is_shown_with_a_way_to_the_other_report(templates: Path, tmp_path: Path) -> None:
    text = paragraphs(written("甲"))
    made = portal((0, report(*text)), (0, report(*text, year=2023)), (1, report(*text)))
    publish(dataclasses.replace(made, settings=SETTINGS), site=tmp_path / "s", templates=templates)
    page = (tmp_path / "s/agencies/a0/2024/index.html").read_text(encoding="utf-8")
    quoted = text[0][:30]
    assert page.count(f"<blockquote>{quoted}") == 2
    assert 'href="../../../agencies/a1/2024/">与之比较的年报' in page
    assert 'href="../../../agencies/a0/2023/">与之比较的年报' in page
    assert "这不说明谁参照了谁" in page
    rows = (tmp_path / "s/findings/2024/findings.csv").read_text(encoding="utf-8")
    assert "duplicate-across-agencies" in rows
    assert "a1/2024" in rows
