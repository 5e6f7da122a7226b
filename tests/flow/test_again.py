"""Building again after changes: with what was kept of the builds before, without it, or with some of it spoilt."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from generator import pipeline
from generator.build_command import TEMPLATES
from generator.pipeline import Options
from generator.publishing.standing import note_standing, survey_of
from tests.bench.portals import write_portal
from tests.records.test_memory import CHANGES

REPORTS = 12


def _build(desk: Path, templates: Path = TEMPLATES) -> dict[str, bytes]:
    pipeline.build(Options(desk / "content", desk / "site", templates, jobs=1), progress=lambda _: None)
    site = desk / "site"
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    _age(desk)
    return found


def _age(desk: Path) -> None:
    """Let the files of a site have been written long ago: what is young is hashed, and not known by its times."""
    for path in (desk / "site").rglob("*"):
        os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    note_standing(desk / ".cache/site.json", desk / "site", survey_of(desk / "site"), time.time_ns(), {})


def _afresh(desk: Path, beside: Path) -> dict[str, bytes]:
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(desk / "content", beside / "content")
    return _build(beside)


def _spoil(desk: Path, rng: random.Random) -> None:
    """Tear a third of all that is kept, alter another, and change a page of the site that stands."""
    for path in sorted(path for path in (desk / ".cache").rglob("*") if path.is_file()):
        kept = path.read_bytes()
        cut = rng.randrange(len(kept) + 1)
        told = rng.randrange(3)
        if told == 0:
            path.write_bytes(kept[:cut])
        elif told == 1 and kept:
            place = min(cut, len(kept) - 1)
            path.write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
    page = rng.choice(sorted((desk / "site").rglob("index.html")))
    page.write_bytes(page.read_bytes().replace(b"<p", b"<q", 1))


@pytest.mark.parametrize("seed", [3])
def test_after_any_changes_a_site_is_the_one_built_afresh(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secrets
    desk = tmp_path / "desk"
    write_portal(desk / "content", REPORTS, seed=seed)
    _build(desk)
    for number, change in enumerate(rng.sample(CHANGES, len(CHANGES))):
        change(desk / "content", rng)
        if number % 3 == 2:
            _spoil(desk, rng)
        if number % 2 == 1:
            assert _build(desk) == _afresh(desk, tmp_path / "beside"), change.__name__


def test_with_other_templates_all_is_made_anew(tmp_path: Path) -> None:
    write_portal(tmp_path / "content", 1)
    before = _build(tmp_path)
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    base = templates / "base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("<main", '<main data-other="1"', 1), encoding="utf-8")
    after = _build(tmp_path, templates)
    pages = [name for name in before if name.endswith(".html")]
    assert len(pages) > 1
    assert [name for name in pages if b'data-other="1"' not in after[name]] == []
