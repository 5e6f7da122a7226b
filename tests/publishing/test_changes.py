"""What changed in the data since the last release: told on a page, in a feed and as CSV, from the release alone."""

from __future__ import annotations

import csv
import dataclasses
import io
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.publishing.edition import Edition
from generator.publishing.publish import publish
from generator.publishing.release import LastRelease, last_release
from generator.publishing.views_changes import Change, data_changes
from generator.records.portal import Portal

COUNTY = "agencies/990001/2024/"
TOWN = "agencies/990001100/2024/"
ENTRY = "{http://www.w3.org/2005/Atom}entry"


@pytest.fixture(scope="module")
def release(site: Path) -> LastRelease:
    """Give the made site as the last release."""
    return last_release(site / "manifest.jsonl")


def changes(edition: Edition, release: LastRelease, **changed: str) -> dict[str, Change]:
    """Compare with a release that had other records: a hash by address, empty for none."""
    records = {url: told for url, told in {**release.records, **changed}.items() if told}
    last = dataclasses.replace(release, records=records)
    return {change.url: change for change in data_changes(dataclasses.replace(edition, last=last))}


def test_nothing_has_changed_since_the_same_release(edition: Edition, release: LastRelease) -> None:
    assert COUNTY in release.records
    assert changes(edition, release) == {}
    assert data_changes(edition) == ()


def test_a_report_that_was_not_there_is_new(edition: Edition, release: LastRelease) -> None:
    found = changes(edition, release, **{TOWN: ""})
    assert {url: change.kind for url, change in found.items()} == {TOWN: "new"}


def test_a_report_that_is_gone_is_told_without_a_link_to_it(edition: Edition, release: LastRelease) -> None:
    found = changes(edition, release, **{"agencies/990009/2022/": "0" * 64})
    (change,) = found.values()
    assert (change.kind, change.year, change.shown) == ("gone", "2022", None)


def test_a_newer_issue_is_a_publication_of_the_agency_and_no_change_of_ours(
    edition: Edition, release: LastRelease
) -> None:
    found = changes(edition, release, **{COUNTY: "0" * 64, f"{COUNTY}r1/": ""})
    assert found[COUNTY].kind == "reissued"
    assert found[COUNTY].cells == ()


def test_other_figures_are_told_cell_by_cell(edition: Edition, release: LastRelease) -> None:
    assert release.figures is not None
    key = ("990001100", 2024, 1)
    was = {**release.figures[key], "applications.granted.total": "7", "proactive.fees_10k_yuan": "blank"}
    before = dataclasses.replace(release, figures={**release.figures, key: was})
    (change,) = changes(edition, before, **{TOWN: "0" * 64}).values()
    told = {cell.cell: (cell.was, cell.now) for cell in change.cells}
    assert told.keys() == {"applications.granted.total", "proactive.fees_10k_yuan"}
    assert told["applications.granted.total"][0] == "7"
    assert told["proactive.fees_10k_yuan"][0] == "空白"
    assert "2 格" in change.told


def test_without_the_figures_it_is_said_that_they_are_not_known(edition: Edition, release: LastRelease) -> None:
    before = dataclasses.replace(release, figures=None)
    (change,) = changes(edition, before, **{TOWN: "0" * 64}).values()
    assert change.cells == ()
    assert "没有上一次的数字可比" in change.told
    (change,) = changes(edition, release, **{TOWN: "0" * 64}).values()
    assert "数字没有变" in change.told


def test_figures_that_are_not_those_of_the_manifest_do_not_count(site: Path, tmp_path: Path) -> None:
    shutil.copy(site / "manifest.jsonl", tmp_path)
    assert last_release(tmp_path / "manifest.jsonl").figures is None
    (tmp_path / "data").mkdir()
    shutil.copy(site / "data/wide.csv", tmp_path / "data")
    assert last_release(tmp_path / "manifest.jsonl").figures
    with (tmp_path / "data/wide.csv").open("a", encoding="utf-8") as file:
        file.write("x\r\n")
    assert last_release(tmp_path / "manifest.jsonl").figures is None


def test_page_feed_and_csv_tell_the_same(
    made_portal: Portal, release: LastRelease, templates: Path, tmp_path: Path
) -> None:
    records = {url: told for url, told in release.records.items() if url != TOWN} | {COUNTY: "0" * 64}
    last = dataclasses.replace(release, records=records)
    for folder in ("one", "two"):
        publish(made_portal, site=tmp_path / folder, templates=templates, last=last)
    first, second = ((tmp_path / folder / "manifest.jsonl").read_bytes() for folder in ("one", "two"))
    assert first == second
    page = (tmp_path / "one/changes/index.html").read_text(encoding="utf-8")
    assert page.count('data-change="new"') == page.count('data-change="changed"') == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "one/changes/changes.csv").read_text("utf-8-sig"), newline="")))
    assert {row["kind"] for row in rows} == {"new", "changed"}
    feed = ET.fromstring((tmp_path / "one/changes/feed.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
    links = [entry.find("{http://www.w3.org/2005/Atom}link") for entry in feed.iter(ENTRY)]
    assert {link.get("href") for link in links if link is not None} == {row["url"] for row in rows}


def test_without_a_release_the_page_says_so(site: Path) -> None:
    page = (site / "changes/index.html").read_text(encoding="utf-8")
    assert "没有和上一次比较" in page
    assert "data-change" not in page
