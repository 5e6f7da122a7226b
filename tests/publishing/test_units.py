"""An agency made from an excerpt is the agency made from the whole; what has not changed is taken over as it stands."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from generator.publishing.agency_files import agency_files, series
from generator.publishing.blocks import blocks
from generator.publishing.crops import all_pictures
from generator.publishing.downloads import place_year_files, year_files
from generator.publishing.edition import Edition, make_edition
from generator.publishing.excerpts import excerpts
from generator.publishing.pages import agency_parts, pages_of, place_part, place_year_part, year_parts
from generator.publishing.publish import Again, publish
from generator.records.folded import NO_TEXT
from generator.records.portal import Portal
from tests.publishing import agency_portal, hostile_portal, portals

PORTALS: dict[str, Callable[[], Portal]] = {
    "of many kinds": portals.portal,
    "of one agency's long history": agency_portal.portal,
    "of hostile texts": lambda: hostile_portal.hostile_portal(str),
}


@pytest.fixture(params=list(PORTALS.values()), ids=list(PORTALS), scope="module")
def whole(request: pytest.FixtureRequest) -> Edition:
    make: Callable[[], Portal] = request.param
    return make_edition(make())


def test_an_excerpt_gives_the_same_pages_and_files_as_the_whole(whole: Edition) -> None:
    for agency in whole.agencies.values():
        part = excerpts(whole)(agency)
        assert list(pages_of(agency_parts(part, agency))) == list(pages_of(agency_parts(whole, agency)))
        assert list(agency_files(part, agency)) == list(agency_files(whole, agency))
        mine = [each for each in all_pictures(whole) if each[0].startswith(f"agencies/{agency.id}/")]
        assert list(all_pictures(part)) == mine
        if agency.id in whole.years_of:
            assert series(part, agency) == series(whole, agency)


def test_places_and_years_are_made_of_their_own_part_as_of_the_whole(whole: Edition) -> None:
    made = {block.name: block for block in blocks(whole)}
    for code in whole.places:
        assert list(pages_of(made[f"place-{code}"].pages)) == list(pages_of([place_part(whole, code)]))
        for year in whole.years:
            block = made[f"place-{code}-{year}"]
            assert list(pages_of(block.pages)) == list(pages_of([place_year_part(whole, code, year)]))
            assert list(block.files) == list(place_year_files(whole, code, year))
    for year in whole.years:
        block = made[f"year-{year}"]
        assert list(pages_of(block.pages)) == list(pages_of(year_parts(whole, year)))
        assert list(block.files) == list(year_files(whole, year))


def _files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def _places(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def _agencies_made(site: Path, before: dict[str, int]) -> set[str]:
    now = _places(site)
    return {path.split("/")[1] for path in now if path.startswith("agencies/") and now[path] != before.get(path)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Path:
    """Give a folder with a site and the notes of its parts. Only to be looked at."""
    folder = tmp_path_factory.mktemp("made")
    publish(portals.portal(), site=folder / "site", templates=templates, again=Again(folder / "notes"))
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """Give a copy of it that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "desk"))


def test_what_has_nothing_to_say_is_no_file(desk: Path) -> None:
    assert [path for path, data in _files(desk / "site").items() if not data] == []


def test_agencies_that_have_not_changed_are_taken_over(desk: Path, templates: Path) -> None:
    before = _places(desk / "site")
    changed = portals.portal()
    one = changed.held[0]
    moved = dataclasses.replace(
        one, note=dataclasses.replace(one.note, url="https://example.org/anew.html"), written=NO_TEXT
    )
    changed = dataclasses.replace(changed, held=(moved, *changed.held[1:]))
    publish(changed, site=desk / "site", templates=templates, again=Again(desk / "notes"))
    assert _agencies_made(desk / "site", before) == {one.issue.agency}
    publish(changed, site=desk / "afresh", templates=templates)
    assert _files(desk / "site") == _files(desk / "afresh")


def test_another_program_makes_every_agency_anew(desk: Path, templates: Path) -> None:
    before = _places(desk / "site")
    publish(portals.portal(), site=desk / "site", templates=templates, again=Again(desk / "notes", "another"))
    assert _agencies_made(desk / "site", before) == set(portals.portal().agencies)


SPOILS: dict[str, Callable[[Path, Path], object]] = {
    "a torn note": lambda note, _: note.write_bytes(note.read_bytes()[:-5]),
    "an altered note": lambda note, _: note.write_bytes(note.read_bytes().replace(b"index.html", b"other.html")),
    "a note of nothing": lambda note, _: note.write_text("", encoding="utf-8"),
    "a page that somebody has changed": lambda _, page: page.write_bytes(page.read_bytes() + b"<!-- -->"),
    "a page that is gone": lambda _, page: page.unlink(),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_was_spoilt_is_made_anew(desk: Path, templates: Path, spoil: Callable[[Path, Path], object]) -> None:
    agency = portals.portal().held[0].issue.agency
    good = _files(desk / "site")
    spoil(desk / f"notes/agency-{agency}.json", desk / f"site/agencies/{agency}/index.html")
    before = _places(desk / "site")
    publish(portals.portal(), site=desk / "site", templates=templates, again=Again(desk / "notes"))
    assert _agencies_made(desk / "site", before) == {agency}
    assert _files(desk / "site") == good


def test_a_note_never_leads_out_of_the_site(desk: Path, templates: Path) -> None:
    """Even a note with the right hash of its own: files outside are neither linked nor listed."""
    note = next((desk / "notes").glob("agency-*.json"))
    said = json.loads(note.read_text(encoding="utf-8").partition("\n")[2])
    (desk / "secret").write_bytes(b"")
    said["files"]["../secret"] = [0, sha256(b"").hexdigest()]
    body = json.dumps(said)
    note.write_text(f"{sha256(body.encode()).hexdigest()}\n{body}", encoding="utf-8")
    good = _files(desk / "site")
    publish(portals.portal(), site=desk / "site", templates=templates, again=Again(desk / "notes"))
    assert _files(desk / "site") == good


def test_notes_of_what_is_no_longer_there_are_taken_away(desk: Path, templates: Path) -> None:
    shutil.copyfile(next((desk / "notes").glob("agency-*.json")), desk / "notes/agency-gone.json")
    publish(portals.portal(), site=desk / "site", templates=templates, again=Again(desk / "notes"))
    assert {path.stem for path in (desk / "notes").glob("agency-*.json")} == {
        f"agency-{agency}" for agency in portals.portal().agencies
    }
