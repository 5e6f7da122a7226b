"""Every row of every form is explained, with an article, at a lasting place."""

from __future__ import annotations

import re
from pathlib import Path

from generator.publishing.glossary import address, glossary_view, meaning
from generator.records.forms import FORM_NAMES, TABLES, form_table


def test_every_row_of_every_form_is_explained() -> None:
    for form in FORM_NAMES:
        for table in ("proactive", "applications"):
            for row in form_table(form, table).rows:
                said = meaning(table, row.key)
                assert said.says.endswith("。")
                assert said.basis


def test_nothing_is_explained_that_no_form_has() -> None:
    shown = [entry.anchor for chapter in glossary_view().chapters for entry in chapter.entries]
    assert len(shown) == len(set(shown))
    keys = {row.key for form in FORM_NAMES for table in TABLES for row in form_table(form, table).rows if row.key}
    assert {anchor for anchor in shown if "-" not in anchor} == keys


def test_a_row_leads_to_its_place(site: Path) -> None:
    page, _, place = address("applications", "denied_third_party").partition("#")
    html = (site / page / "index.html").read_text(encoding="utf-8")
    entry = html.partition(f'<div id="{place}">')[2].partition("</div>")[0]
    assert "保护第三方合法权益" in entry
    assert "第十五条" in entry
    assert re.search(r'id="disputes-review"', html)
