"""Checks and metrics worked out by others: found by the edition, the same as it would make, and never needed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from generator.checking import ahead, checks
from generator.checking.ahead import work_ahead
from generator.checking.bearings import rests_on
from generator.checking.checks import check_issue
from generator.checking.subjects import subjects
from generator.checking.surroundings import each_agency
from generator.publishing import measured
from generator.publishing.edition import Edition, make_edition
from generator.publishing.elsewhere import Share, check_elsewhere
from generator.records.memory import FORGETFUL
from generator.records.portal import Portal, load_portal
from generator.records.registry import load_registry
from generator.records.shelf import Shelf
from tests.bench.portals import write_portal
from tests.records.test_memory import CHANGES

Work = Callable[[Share], None]
Spread = Callable[[Work, Iterable[Share], Work], Iterator[None]]


@pytest.fixture
def content(tmp_path: Path, entangled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ahead, "_FEW", 1)
    return shutil.copytree(entangled, tmp_path / "content")


@pytest.fixture(scope="module")
def entangled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a portal of which agencies have to do with each other: likenesses, a sum over two of them, an heir."""
    content, rng = tmp_path_factory.mktemp("entangled") / "content", random.Random(5)  # noqa: S311 - no secrets
    write_portal(content, 30, seed=5)
    by_name = {change.__name__: change for change in CHANGES}
    for name in (*["_text"] * 9, "_fetched", "_sum"):
        by_name[name](content, rng)
    _let_inherit(content)
    return content


def _let_inherit(content: Path) -> None:
    """Let the second agency have come out of the first, which loses its last year."""
    path = min((content / "agencies").glob("*.yaml"))
    first, second = sorted(load_registry(content / "agencies"))[:2]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'- id: "{second}"\n', f'- id: "{second}"\n  successor_of: ["{first}"]\n'), "utf-8")
    max((content / "records" / first).glob("*.yaml")).unlink()


def shelf(content: Path) -> Shelf:
    return Shelf(content.parent / "results", "program", lambda _: "")


def here(work: Work, tasks: Iterable[Share], _: Work) -> Iterator[None]:
    return map(work, tasks)


def nowhere(_: Work, tasks: Iterable[Share], lost: Work) -> Iterator[None]:
    """Lose every worker."""
    return map(lost, tasks)


def edition(content: Path, spread: Spread, before: Callable[[Portal], None] = lambda _: None) -> Edition:
    """Build as a build with helpers does; `before` comes between them and the edition's own checks."""
    kept = shelf(content)
    work_ahead(content, load_registry(content / "agencies"), kept, lambda work, tasks, _: map(work, tasks))

    def others(portal: Portal) -> None:
        check_elsewhere(portal, kept, spread)
        before(portal)

    made = make_edition(load_portal(content, (), kept), kept, others)
    kept.close()
    return made


def test_an_edition_finds_what_was_worked_out_elsewhere(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_edition(load_portal(content))

    def fail(*_: object) -> None:
        raise AssertionError

    def forbid(_: Portal) -> None:
        monkeypatch.setattr(checks, "_checked", fail)
        monkeypatch.setattr(measured, "measure", fail)

    assert edition(content, here, forbid) == plain


def test_an_edition_does_without_whoever_was_lost(content: Path) -> None:
    assert edition(content, nowhere) == make_edition(load_portal(content))


@pytest.mark.parametrize("kind", ["held", "sections", "numbers"])
def test_what_is_lacking_on_the_shelf_is_left_to_the_edition(content: Path, kind: str) -> None:
    def torn(work: Work, tasks: Iterable[Share], _: Work) -> Iterator[None]:
        for number, task in enumerate(tasks):
            path = task.results / kind / task.agency
            path.write_bytes(path.read_bytes()[:-1] if number % 2 else b"")
            yield from map(work, [task])

    assert edition(content, torn) == make_edition(load_portal(content))


def test_whoever_has_been_checked_by_this_program_is_not_asked_for(content: Path) -> None:
    asked: list[str] = []

    def note(work: Work, tasks: Iterable[Share], _: Work) -> Iterator[None]:
        for task in tasks:
            asked.append(str(task))
            yield from map(work, [task])

    held = load_portal(content).held
    edition(content, note)
    assert asked == list(dict.fromkeys(f"checks-{each.issue.agency}" for each in held))
    edition(content, note)
    assert len(asked) == len({each.issue.agency for each in held})


def test_with_what_is_around_one_agency_checks_say_what_they_say_of_the_whole(content: Path) -> None:
    portal, kept = load_portal(content), shelf(content)
    whole = list(subjects(portal))
    cut = [subject for own in each_agency(portal, FORGETFUL) for subject in own.subjects]
    assert [check_issue(each) for each in cut] == [check_issue(each) for each in whole]
    assert [kept.print_of(*rests_on(each)) for each in cut] == [kept.print_of(*rests_on(each)) for each in whole]


def test_the_portal_of_these_tests_has_agencies_that_have_to_do_with_each_other(content: Path) -> None:
    own = list(each_agency(load_portal(content), FORGETFUL))
    around = [each.subjects[0].around for each in own]
    assert any(part.alike.nearest for part in around), "likenesses"
    assert sum(len(each.owners) > 1 for each in own) > 2, "owners"
    assert any({key[0] for key in part.newest} - {each.agency} for part, each in zip(around, own, strict=True)), "a sum"
    before = [(each.agency, subject.past.previous) for each in own for subject in each.subjects]
    assert any(previous and previous.issue.agency != agency for agency, previous in before), "an heir"
