"""A file is known by what the system says of it only where that tells; else by its hash."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from generator.publishing import cache
from generator.publishing.kept import Kept, Part
from generator.publishing.notes import read_note, write_note
from generator.publishing.standing import Standing, note_standing, read_standing, survey_of, told
from generator.publishing.writer import Writer

OLD = 1_000_000_000


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a site of one page, which was written long ago."""
    folder = tmp_path / "site"
    folder.mkdir()
    page = folder / "index.html"
    page.write_bytes(b"page")
    os.utime(page, ns=(OLD, OLD))
    line = {"path": "index.html", "bytes": 4, "sha256": sha256(b"page").hexdigest()}
    (folder / "manifest.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return folder


def _noted(site: Path, begun: int, written: int = 0) -> Standing:
    note_standing(site.parent / "site.json", site, survey_of(site), begun, {"index.html": written})
    return read_standing(site.parent / "site.json")


def _holds(standing: Standing, site: Path, content: bytes = b"page") -> bool:
    return bool(standing.holds(site, "index.html", len(content), sha256(content).hexdigest()))


def test_what_is_as_it_was_is_not_read(site: Path) -> None:
    """The note is believed: it says another hash than the file has."""
    standing = _noted(site, time.time_ns())
    *before, _ = standing.files["index.html"]
    other = Standing({"index.html": [*before, sha256(b"else").hexdigest()]}, standing.at)
    assert _holds(standing, site)
    assert _holds(other, site, b"else")
    assert not _holds(other, site)


def _as_old(page: Path) -> None:
    page.write_bytes(b"egap")
    os.utime(page, ns=(OLD, OLD))


def _another(page: Path) -> None:
    page.unlink()
    page.write_bytes(b"egap")


def _link(page: Path) -> None:
    page.rename(page.with_name("else"))
    page.symlink_to("else")


CHANGES: dict[str, Callable[[Path], object]] = {
    "other bytes": lambda page: page.write_bytes(b"egap"),
    "other bytes, as old as before": _as_old,
    "more bytes": lambda page: page.write_bytes(b"page and more"),
    "another file in its place": _another,
    "a link in its place": _link,
    "gone": Path.unlink,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_does_not_hold(site: Path, change: Callable[[Path], object]) -> None:
    standing = _noted(site, time.time_ns())
    assert _holds(standing, site)
    change(site / "index.html")
    assert not _holds(standing, site)


def _lying(site: Path) -> None:
    """Let the manifest say another hash than the file has: who believes it has not looked."""
    manifest = site / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace(sha256(b"page").hexdigest(), sha256(b"else").hexdigest()))


def test_what_a_build_left_as_it_is_now_is_not_read(site: Path) -> None:
    _lying(site)
    assert _holds(_noted(site, OLD, OLD), site, b"else")
    assert not _holds(_noted(site, OLD, OLD - 1), site, b"else"), "somebody wrote after the build"
    assert not _holds(_noted(site, OLD), site, b"else"), "the build did not write it"
    assert _holds(_noted(site, OLD, OLD - 1), site), "its bytes are looked at"


def test_what_was_written_a_moment_ago_is_hashed(site: Path) -> None:
    _lying(site)
    (site / "index.html").touch()
    written = (site / "index.html").stat().st_mtime_ns
    standing = _noted(site, OLD, written)
    assert standing.files["index.html"][-1] == sha256(b"else").hexdigest()
    assert not _holds(standing, site, b"else"), "it may have been written twice within one tick"


def test_a_build_notes_when_it_wrote_each_page(tmp_path: Path) -> None:
    writer, kept = Writer(tmp_path / "built"), Kept(tmp_path / "site", tmp_path / "notes")
    writer.write("index.html", "page")
    kept.note("part", "things", Part(writer.sizes, times=writer.times))
    assert kept.standing.written == {"index.html": (tmp_path / "built/index.html").stat().st_mtime_ns}


@pytest.mark.parametrize("noted", [b"", b"x", b"torn"])
def test_without_a_note_all_is_hashed(site: Path, noted: bytes) -> None:
    _noted(site, time.time_ns())
    note = site.parent / "site.json"
    note.write_bytes(note.read_bytes()[:-9] if noted == b"torn" else noted)
    assert read_standing(note) == Standing()
    assert _holds(read_standing(note), site)
    assert not _holds(read_standing(note), site, b"egap")


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """Give a portal of one file, with the note of a build that saw it, and saw it to be old."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "a").write_bytes(b"1")
    seen = [*told((content / "a").lstat()), "hash of a"]
    write_note(tmp_path / ".cache/build.json", {"files": {"content/a": seen}, "at": time.time_ns() + 10**10})
    return content


def _known(content: Path) -> str:
    seen = cache.look(content, content, commit="", last=None)
    return cache.known_hashes(seen)(content / "a")


def test_the_hash_of_a_file_of_content_is_known_while_it_is_as_it_was(portal: Path) -> None:
    assert _known(portal) == "hash of a"
    (portal / "a").write_bytes(b"2")
    assert _known(portal) == ""


def test_the_hash_of_a_young_file_and_of_a_link_is_not_known(portal: Path) -> None:
    note = portal.parent / ".cache/build.json"
    seen = [*told((portal / "a").lstat()), "hash of a"]
    write_note(note, {"files": {"content/a": seen}, "at": time.time_ns()})
    assert _known(portal) == ""
    (portal / "a").rename(portal / "b")
    (portal / "a").symlink_to("b")
    seen = [*told((portal / "a").lstat()), "hash of a"]
    write_note(note, {"files": {"content/a": seen}, "at": time.time_ns() + 10**10})
    assert _known(portal) == ""
    note.unlink()
    assert _known(portal) == ""


def test_moved_report_files_are_told_from_other_changes(portal: Path) -> None:
    def moved() -> bool:
        return cache.look(portal, portal, commit="", last=None).reports_moved

    folder, note = portal / "reports/one", portal.parent / ".cache/build.json"
    folder.mkdir(parents=True)
    (folder / "2024.txt").write_bytes(b"1")
    seen = [*told((folder / "2024.txt").lstat()), "hash"]
    write_note(note, {"files": {"content/reports/one/2024.txt": seen}, "at": 0})
    assert not moved(), "the other file is no report"
    (folder / "2023.txt").write_bytes(b"1")
    assert moved()
    (folder / "2023.txt").unlink()
    assert not moved(), "one that is gone needs no reading"
    os.utime(folder / "2024.txt", ns=(1, 1))
    assert moved()
    note.unlink()
    assert not moved(), "of a portal never built nothing is known"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Give a desk with content and a site, and the notes of a build that saw all of it to be old."""
    for name in ("content/a", "templates/page.html", "site/index.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"1")
    for path in (*tmp_path.rglob("*"), tmp_path / "site/index.html"):
        os.utime(path, ns=(1, 1))
    return tmp_path


def _note(desk: Path, *, later: int = 10**10) -> None:
    """Note that the site stands, as a build does that ended so many nanoseconds from now."""
    seen = _look(desk)
    watch = cache.Watch(seen.made_from, seen.now, seen.now)
    assert cache.remember(seen, watch, survey_of(desk / "site"), {"said": 1})
    for note in (seen.stamp, seen.glance):
        noted = read_note(note)
        write_note(note, {**noted, "at": noted["at"] + later})


def _look(desk: Path) -> cache.Look:
    return cache.look(desk / "content", desk / "templates", commit="", last=None)


def _stands(desk: Path) -> bool:
    return cache.said_before(_look(desk), desk / "site") == {"said": 1}


def test_what_stands_is_told_at_a_glance_or_by_every_file(built: Path) -> None:
    _note(built)
    notes = [built / ".cache" / name for name in ("glance.json", "build.json")]
    held = [note.read_bytes() for note in notes]
    for spared in notes:
        for note, bytes_ in zip(notes, held, strict=True):
            note.write_bytes(bytes_ if note == spared else b"torn")
        assert _stands(built), spared.name
    notes[1].write_bytes(b"torn")
    assert not _stands(built)


@pytest.mark.parametrize("change", ["file", "new", "gone", "word", "site"])
def test_no_glance_misses_a_change(built: Path, change: str) -> None:
    _note(built)
    (built / ".cache/build.json").unlink()
    assert _stands(built)
    if change == "file":
        (built / "content/a").write_bytes(b"2")
        os.utime(built / "content/a", ns=(1, 1))
    elif change == "new":
        (built / "templates/b").touch()
    elif change == "gone":
        (built / "templates/page.html").unlink()
    elif change == "site":
        (built / "site/index.html").write_bytes(b"22")
    seen = cache.look(built / "content", built / "templates", commit="c" * (change == "word"), last=None)
    assert cache.said_before(seen, built / "site") is None


def test_a_glance_is_not_enough_for_what_was_young_or_is_a_link(built: Path) -> None:
    (built / "content/b").symlink_to("a")
    _note(built)
    (built / ".cache/build.json").unlink()
    assert not _stands(built)
    (built / "content/b").unlink()
    (built / "content/a").touch()
    _note(built, later=0)
    assert _stands(built), "its hash is the same"
    (built / ".cache/build.json").unlink()
    assert not _stands(built)
