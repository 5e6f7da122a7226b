"""What is worked out of agencies ahead of a build: found by it, the same as it would make, and never needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from generator.checking import ahead, privacy, resemblance
from generator.checking.ahead import Ahead, work_ahead
from generator.publishing.edition import Edition, make_edition
from generator.records import portal as portals
from generator.records.portal import load_portal
from generator.records.registry import load_registry
from generator.records.shelf import Shelf
from tests.bench.portals import write_portal


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ahead, "_FEW", 1)
    write_portal(tmp_path / "content", 20)
    return tmp_path / "content"


def shelf(content: Path, program: str = "program") -> Shelf:
    return Shelf(content.parent / "results", program, lambda _: "")


def here(work: Callable[[Ahead], None], tasks: Iterable[Ahead], _: Callable[[Ahead], None]) -> Iterator[None]:
    return map(work, tasks)


def nowhere(_: Callable[[Ahead], None], tasks: Iterable[Ahead], lost: Callable[[Ahead], None]) -> Iterator[None]:
    """Lose every worker."""
    return map(lost, tasks)


def asked(content: Path, program: str = "program") -> list[str]:
    """Tell of whom something would be worked out ahead."""
    agencies: list[str] = []

    def note(_: object, tasks: Iterable[Ahead], __: object) -> Iterator[None]:
        agencies.extend(task.agency.id for task in tasks)
        return iter(())

    many = work_ahead(content, load_registry(content / "agencies"), shelf(content, program), note)
    assert many == bool(agencies), "the build is told whether others have much to do"
    return agencies


def edition(content: Path) -> Edition:
    kept = shelf(content)
    made = make_edition(load_portal(content, (), kept), kept)
    kept.close()
    return made


def test_a_build_finds_what_was_worked_out_ahead(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_edition(load_portal(content))
    work_ahead(content, load_registry(content / "agencies"), shelf(content), here)

    def fail(*_: object) -> None:
        raise AssertionError

    for module, name in ((portals, "_held"), (privacy, "_search"), (resemblance, "_sections_of")):
        monkeypatch.setattr(module, name, fail)
    assert edition(content) == plain


def test_a_build_does_without_whoever_was_lost(content: Path) -> None:
    work_ahead(content, load_registry(content / "agencies"), shelf(content), nowhere)
    assert edition(content) == make_edition(load_portal(content))


def test_what_changed_meanwhile_is_not_taken(content: Path) -> None:
    work_ahead(content, load_registry(content / "agencies"), shelf(content), here)
    for path in (content / "records").glob("*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("penalty_decisions: ", "penalty_decisions: 1", 1), encoding="utf-8")
    assert edition(content) == make_edition(load_portal(content))


def test_only_those_are_asked_for_of_whom_nothing_is_kept_by_this_program(content: Path) -> None:
    with_records = sorted(path.name for path in (content / "records").iterdir())
    assert asked(content) == with_records
    edition(content)
    assert asked(content) == []
    assert asked(content, "another program") == with_records
    for gone in with_records[:2]:
        (content.parent / "results" / "held" / gone).unlink()
    assert asked(content) == with_records[:2]
    (content.parent / "results" / "held" / with_records[2]).write_bytes(b"torn")
    assert set(with_records[:2]) <= set(asked(content))
    assert edition(content) == make_edition(load_portal(content))


def test_folders_that_are_no_agencys_are_left_to_the_build(content: Path) -> None:
    (content / "records" / "stray").mkdir()
    (content / "records" / "stray" / "2024.yaml").write_text("x", encoding="utf-8")
    assert "stray" not in asked(content)
    work_ahead(content, load_registry(content / "agencies"), shelf(content), here)
    assert edition(content) == make_edition(load_portal(content))
