"""The site before the last one: what may stay of it where the next is built, and what must go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.publishing.kept import Kept, Part
from generator.publishing.spare import Spare
from generator.publishing.standing import told
from generator.publishing.swap import MANIFEST, beside
from generator.publishing.writer import Writer

PAGE = "agencies/1/index.html"
Sites = tuple[Path, Path]


@pytest.fixture
def sites(tmp_path: Path) -> Sites:
    """Give a site that stands, and the one before it, put aside: they share a page."""
    site, aside = tmp_path / "site", tmp_path / ".cache/before/program"
    for text in ("one", "two"):
        with beside(site, aside) as built:
            Spare.of(built).clear(())
            for address in (PAGE, "agencies/2/index.html", "years/2024/index.html", MANIFEST):
                Writer(built).write(address, text)
    (aside / PAGE).unlink()
    os.link(site / PAGE, aside / PAGE)
    return site, aside


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_site_that_was_replaced_is_what_the_next_is_built_in(sites: Sites) -> None:
    site, aside = sites
    assert [(folder / "agencies/2/index.html").read_text(encoding="utf-8") for folder in sites] == ["two", "one"]
    inode = (aside / "agencies").stat().st_ino
    with beside(site, aside) as built:
        assert (built / "agencies").stat().st_ino == inode
        assert not aside.exists()
        (built / MANIFEST).touch()
    assert (site / "agencies").stat().st_ino == inode


def test_a_file_counts_only_where_it_is_the_one_of_the_site_that_stands(sites: Sites) -> None:
    site, aside = sites
    spare = Spare.of(aside)
    assert spare.has(PAGE, told((site / PAGE).lstat()))
    assert not spare.has("agencies/2/index.html", told((site / "agencies/2/index.html").lstat()))
    assert not spare.has("agencies/3/index.html", ())


def test_what_nobody_asks_for_goes_with_its_folders(sites: Sites) -> None:
    _, aside = sites
    (aside / "agencies/empty/__pycache__").mkdir(parents=True)
    (aside / "agencies/1/link").symlink_to(aside.parent)
    (aside / "places").symlink_to(aside.parent)
    os.mkfifo(aside / "agencies/1/pipe")
    spare = Spare.of(aside)
    assert sorted(spare.files) == [PAGE, "agencies/2/index.html"]
    spare.clear({PAGE})
    assert _files(aside) == ["agencies", "agencies/1", PAGE]
    assert aside.parent.is_dir()


def test_nothing_is_written_into_a_file_that_stands_in_two_sites(sites: Sites) -> None:
    site, aside = sites
    writer = Writer(aside)
    writer.write(PAGE, "three")
    writer.add(PAGE.replace("1", "2"), b"three")
    writer.close()
    assert (aside / PAGE).read_text(encoding="utf-8") == "three"
    assert (aside / "agencies/2/index.html").read_text(encoding="utf-8") == "three"
    assert (site / PAGE).read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("harm", ["none", "old", "edited", "gone"])
def test_a_part_is_taken_over_whatever_lies_in_its_place(tmp_path: Path, sites: Sites, harm: str) -> None:
    site, aside = sites
    address = PAGE if harm == "none" else "agencies/2/index.html"
    if harm == "edited":
        (aside / address).write_text("two", encoding="utf-8")
    elif harm == "gone":
        (aside / address).unlink()
    written = Writer(tmp_path / "measured")
    written.write(address, "two")
    Kept(site, tmp_path / "notes").note("part", "things", Part(written.sizes))
    kept = Kept(site, tmp_path / "notes", spare=Spare.of(aside))
    assert kept.take("part", "things", aside)
    assert (aside / address).samefile(site / address)
    kept.spare.clear({address})
    assert [path for path in _files(aside) if path.endswith(".html")] == [address]


@pytest.mark.parametrize("aside", ["a file", "a symlink", "another program's"])
def test_what_is_no_site_put_aside_is_not_built_in(tmp_path: Path, sites: Sites, aside: str) -> None:
    site, before = sites
    others = before.rename(tmp_path / "others")
    if aside == "a file":
        before.touch()
    elif aside == "a symlink":
        before.symlink_to(others)
    else:
        others.rename(before.with_name("other"))
    with beside(site, before) as built:
        assert list(built.iterdir()) == []
        (built / MANIFEST).touch()
    assert _files(site) == [MANIFEST]
    assert not before.with_name("other").exists()


def test_a_build_that_fails_leaves_the_site_and_nothing_beside_it(sites: Sites) -> None:
    site, aside = sites
    with pytest.raises(ZeroDivisionError), beside(site, aside):
        raise ZeroDivisionError
    assert (site / PAGE).read_text(encoding="utf-8") == "two"
    assert sorted(path.name for path in site.parent.iterdir()) == [".cache", "site"]
