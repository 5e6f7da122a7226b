"""Publishing: the same bytes every time, nothing broken, and the old site stays until the new one is whole."""

from __future__ import annotations

import dataclasses
import json
import os
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.publishing import swap
from generator.publishing.publish import publish
from generator.publishing.said import Summary
from generator.publishing.swap import beside
from generator.records.errors import ContentError
from generator.records.portal import Portal
from tests.publishing.portals import PAYLOAD, SETTINGS, portal


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_builds_are_the_same_bytes(site: Path, templates: Path, tmp_path: Path) -> None:
    summary = publish(portal(), site=tmp_path / "again", templates=templates)
    assert contents(tmp_path / "again") == contents(site)
    assert isinstance(summary, Summary)
    assert summary.files == len(contents(site))


def test_the_manifest_lists_every_file_with_its_hash(site: Path) -> None:
    lines = [json.loads(line) for line in (site / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    listed = {line["path"]: line["sha256"] for line in lines}
    assert listed == {
        path: sha256(data).hexdigest() for path, data in contents(site).items() if path != "manifest.jsonl"
    }
    assert list(listed) == sorted(listed, key=lambda path: path.split("/"))


def test_a_page_names_the_hash_of_its_record(site: Path) -> None:
    folder = site / "agencies/990001/2024"
    digest = sha256((folder / "record.yaml").read_bytes()).hexdigest()
    assert digest in (folder / "index.html").read_text(encoding="utf-8")


def test_the_commit_is_in_the_build_file_and_nowhere_else(site: Path, templates: Path, tmp_path: Path) -> None:
    publish(portal(), site=tmp_path / "s", templates=templates, commit="0123abc")
    one, other = contents(site), contents(tmp_path / "s")
    assert [path for path in one if one[path] != other[path]] == ["data/build.json", "manifest.jsonl"]


def test_a_broken_link_stops_the_build_and_the_old_site_stays(templates: Path, tmp_path: Path) -> None:
    publish(portal(), site=tmp_path / "s", templates=templates)
    before = contents(tmp_path / "s")
    broken = dataclasses.replace(portal(), pages={"about": "# 关于\n\n[没有](../nowhere/)"})
    with pytest.raises(ContentError, match="nowhere"):
        publish(broken, site=tmp_path / "s", templates=templates)
    assert contents(tmp_path / "s") == before
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_a_site_over_its_budget_is_not_published(templates: Path, tmp_path: Path) -> None:
    small = dataclasses.replace(portal(), settings=dataclasses.replace(SETTINGS, size_budget_mb=0))
    with pytest.raises(ContentError, match="size_budget_mb"):
        publish(small, site=tmp_path / "s", templates=templates)
    assert not (tmp_path / "s").exists()


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "thesis.txt").write_text("unsaved", encoding="utf-8")
    with pytest.raises(ContentError, match="不能覆盖"), beside(tmp_path / "s"):
        pytest.fail("the build began")
    assert (tmp_path / "s" / "thesis.txt").read_text(encoding="utf-8") == "unsaved"


def test_what_an_interrupted_build_left_is_cleared(tmp_path: Path) -> None:
    leftover = tmp_path / "s.tmp-1"
    leftover.mkdir()
    (leftover / "page.html").touch()
    with beside(tmp_path / "s") as built:
        (built / "manifest.jsonl").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("exchanged", [True, False])
def test_the_new_site_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchanged: bool
) -> None:
    if not exchanged:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    for text in ("one", "two"):
        with beside(tmp_path / "s") as built:
            (built / "manifest.jsonl").write_text(text, encoding="utf-8")
    assert contents(tmp_path / "s") == {"manifest.jsonl": b"two"}
    assert os.listdir(tmp_path) == ["s"]  # noqa: PTH208 - names alone


def test_feed_sitemap_and_badges_are_well_formed(templates: Path, tmp_path: Path) -> None:
    publish(portal(county=f"示例{PAYLOAD}", narrative=PAYLOAD), site=tmp_path / "s", templates=templates)
    for path in [*(tmp_path / "s").rglob("*.svg"), *(tmp_path / "s").glob("*.xml")]:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
        assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_a_site_at_the_root_of_its_host_has_no_broken_link(templates: Path, tmp_path: Path) -> None:
    at_root = dataclasses.replace(portal(), settings=dataclasses.replace(SETTINGS, base_url="https://example.org"))
    publish(at_root, site=tmp_path / "s", templates=templates)
    assert 'href="/assets/site.css"' in (tmp_path / "s/404.html").read_text(encoding="utf-8")


def test_no_agency_no_report_still_publishes(templates: Path, tmp_path: Path) -> None:
    assert publish(Portal(SETTINGS, {}), site=tmp_path / "s", templates=templates).reports == 0
