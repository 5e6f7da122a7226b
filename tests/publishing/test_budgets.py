"""Bytes that readers pay: the made portal keeps the budgets, and what is too heavy is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publishing.budgets import Budget, budgets
from generator.publishing.edition import Edition


def test_the_made_portal_keeps_its_budgets(site: Path, edition: Edition) -> None:
    weighed = budgets(site, [shown.url for shown in edition.reports if shown.held])
    assert [each for each in weighed if not each.kept] == []
    assert all(each.size > 0 for each in weighed)


def test_a_narrative_is_not_weighed_and_the_rest_is(tmp_path: Path) -> None:
    page = tmp_path / "r" / "index.html"
    page.parent.mkdir()
    (tmp_path / "assets").mkdir()
    said = "".join(chr(0x4E00 + 7 * n % 20_000) for n in range(20_000))
    frame = '<html>{}<section id="narrative">{}</section></html>'
    page.write_text(frame.format("", said), encoding="utf-8")
    assert budgets(tmp_path, ["r/"])[0].kept
    page.write_text(frame.format(said, ""), encoding="utf-8")
    assert not budgets(tmp_path, ["r/"])[0].kept


@pytest.mark.parametrize(("name", "counted"), [("table.js", True), ("search-index.js", False), ("suggest.js", False)])
def test_search_is_not_weighed_before_it_is_used(tmp_path: Path, name: str, *, counted: bool) -> None:

    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / name).write_text("export {};", encoding="utf-8")
    assert (budgets(tmp_path, [])[2].size > 0) is counted


def test_what_is_as_heavy_as_may_be_is_kept() -> None:
    assert Budget("", 6_000, 6_000).kept
    assert not Budget("", 6_001, 6_000).kept
