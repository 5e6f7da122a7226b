"""What the last release had and this one has not is refused, unless a person says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.publishing.guards import refuse_losses
from generator.publishing.release import last_release
from generator.records.errors import ContentError, Problem
from generator.records.redirects import Redirect

REPORT = "agencies/410822/2024/"
LAST = ("index.html", f"{REPORT}index.html", f"{REPORT}record.yaml", f"{REPORT}badge.svg", "data/records.csv")


def lost(written: set[str], *redirects: tuple[str, str]) -> list[Problem]:
    pages = {f"{old}index.html" for old, _ in redirects}
    try:
        refuse_losses(LAST, frozenset(written | pages), [Redirect(old, new, 1) for old, new in redirects])
    except ContentError as error:
        return list(error.problems)
    return []


def test_what_is_still_there_is_no_loss() -> None:
    assert lost(set(LAST)) == []
    assert lost({*LAST, "agencies/new/index.html"}) == []


def test_a_page_that_is_gone_needs_a_redirect() -> None:
    (problem,) = lost({"index.html", "data/records.csv"})
    assert problem.path == "redirects.yaml"
    assert f"/{REPORT} " in problem.what


def test_a_report_that_is_gone_needs_a_reason_and_a_redirect_to_the_front_page_is_none() -> None:
    (problem,) = lost({"index.html", "data/records.csv"}, (REPORT, ""))
    assert problem.path == "absences/410822/2024.yaml"


def test_a_report_that_has_moved_to_another_agency_is_no_loss() -> None:
    assert lost({"index.html", "data/records.csv"}, (REPORT, "agencies/410822-new/2024/")) == []


def test_a_report_whose_page_says_that_it_was_looked_for_and_not_found_is_no_loss() -> None:
    assert lost({"index.html", "data/records.csv", f"{REPORT}index.html"}) == []


def test_a_data_file_may_not_go() -> None:
    (problem,) = lost(set(LAST) - {"data/records.csv"})
    assert "/data/records.csv" in problem.what


def test_very_many_losses_are_counted(tmp_path: Path) -> None:
    del tmp_path
    with pytest.raises(ContentError) as raised:
        refuse_losses([f"agencies/{number}/index.html" for number in range(250)], frozenset(), [])
    assert len(raised.value.problems) == 101
    assert any("另有 150 处" in problem.what for problem in raised.value.problems)


def test_the_manifest_of_the_last_release_is_read(site: Path) -> None:
    last = last_release(site / "manifest.jsonl").addresses
    assert "index.html" in last
    assert all((site / path).is_file() for path in last)


@pytest.mark.parametrize("text", ["<html>", '{"no": 1}', "[]", "\x00"])
def test_what_is_no_manifest_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "last.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"last\.jsonl"):
        last_release(path)
    path.write_text(json.dumps({"path": "a"}) + "\n", encoding="utf-8")
    assert last_release(path).addresses == {"a"}
