"""The copies of report files beside pages: named as copies, within their room, and never of what is withheld."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from generator.publishing.copies import Copy
from generator.publishing.edition import Copied, FileWanted
from generator.publishing.publish import publish
from tests.publishing.portals import COUNTY, TOWN, portal

Made = Callable[..., Copy]


@pytest.fixture
def copy(tmp_path: Path) -> Made:
    """Give what makes copies of so many bytes each, whose text holds these personal numbers."""

    def make(size: int = 9, personal: frozenset[str] = frozenset()) -> Copy:
        path = tmp_path / "copy"
        path.write_bytes(b"%" * size)

        def all_of(files: Sequence[FileWanted]) -> Mapping[FileWanted, Copied]:
            return {file: Copied(path, "pdf", personal) for file in files}

        return all_of

    return make


def built(tmp_path: Path, templates: Path, copy: Copy, **settings: int) -> Path:
    made = portal()
    made = dataclasses.replace(made, settings=dataclasses.replace(made.settings, **settings))  # type: ignore[arg-type]
    publish(made, site=tmp_path / "site", templates=templates, copy=copy)
    return tmp_path / "site"


def found(site: Path) -> list[str]:
    return sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("original.pdf"))


def test_every_report_that_was_read_has_its_copy_beside_it(tmp_path: Path, templates: Path, copy: Made) -> None:
    site = built(tmp_path, templates, copy())
    every = ("2020", "2023", "2024", "2024/r1")
    assert found(site) == sorted([*(f"agencies/{COUNTY}/{issue}" for issue in every), f"agencies/{TOWN}/2024"])
    page = (site / f"agencies/{COUNTY}/2024/index.html").read_text()
    assert 'href="original.pdf"' in page
    assert f"副本的 sha256：{sha256(b'%' * 9).hexdigest()}" in page
    assert 'href="original.pdf#page=5"' in page  # the place of a figure leads to its page


def test_a_copy_larger_than_the_limit_stays_out_and_0_means_none(tmp_path: Path, templates: Path, copy: Made) -> None:
    assert found(built(tmp_path, templates, copy(2001), copy_limit_kb=2)) == []
    assert len(found(built(tmp_path, templates, copy(2000), copy_limit_kb=2))) == 5
    assert found(built(tmp_path, templates, copy(), copy_limit_kb=0)) == []


def test_copies_take_half_of_the_site_at_most_and_the_newest_go_first(
    tmp_path: Path, templates: Path, copy: Made
) -> None:
    site = built(tmp_path, templates, copy(1_900_000), copy_limit_kb=6000, size_budget_mb=12)
    assert len(found(site)) == 3
    assert {path.split("/")[2] for path in found(site)} == {"2024"}


def test_a_copy_whose_text_holds_a_personal_number_stays_out(tmp_path: Path, templates: Path, copy: Made) -> None:
    assert found(built(tmp_path, templates, copy(personal=frozenset({"mobile-number"})))) == []
