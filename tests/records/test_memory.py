"""What is remembered of a portal: always what would be worked out anew, and only that."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from generator.publishing.edition import Edition, make_edition
from generator.records.memory import FORGETFUL, Memory, Name, stamps
from generator.records.portal import load_portal
from generator.records.reviews import record_fingerprint
from generator.records.shelf import Shelf
from tests.bench.portals import write_portal

REPORTS: Final = 20


def test_a_result_is_given_again_while_what_it_rests_on_is_the_same() -> None:
    memory, thing, made = Memory(), [1], []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [memory.of(Name("a"), make, same=(thing,), equal=(2,)) for _ in range(2)] == [1, 1]
    assert memory.of(Name("a"), make, same=(list(thing),), equal=(2,)) == 2, "an equal thing is not the same thing"
    assert memory.of(Name("a"), make, same=(thing,), equal=(3,)) == 3
    assert memory.of(Name("b"), make, same=(thing,), equal=(3,)) == 4
    assert [FORGETFUL.of(Name("a"), make) for _ in range(2)] == [5, 6]


def test_a_change_within_one_tick_and_of_the_same_length_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("1")
    before, then = stamps([file]), file.stat()
    file.write_text("2")
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert stamps([file]) != before
    assert stamps([tmp_path / "none"]) == (None,)


def _figure(content: Path, rng: random.Random) -> None:
    path = rng.choice(sorted((content / "records").glob("*/*.yaml")))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("penalty_decisions: ", "penalty_decisions: 1", 1), encoding="utf-8")


def _text(content: Path, rng: random.Random) -> None:
    """Give one report the narrative of another: it resembles that one now."""
    paths = sorted((content / "records").glob("*/*.yaml"))
    giver, taker = (path.read_text(encoding="utf-8") for path in rng.sample(paths, 2))
    told = giver[giver.index("\nnarrative:") : giver.index("\nevidence:")]
    path = next(path for path in paths if path.read_text(encoding="utf-8") == taker)
    start, end = taker.index("\nnarrative:"), taker.index("\nevidence:")
    path.write_text(taker[:start] + told + taker[end:], encoding="utf-8")


def _gone(content: Path, rng: random.Random) -> None:
    rng.choice(sorted((content / "records").glob("*/*.yaml"))).unlink()


def _fetched(content: Path, rng: random.Random) -> None:
    path = rng.choice(sorted((content / "reports").glob("*/*.source.yaml")))
    path.write_text(path.read_text(encoding="utf-8") + "retrieved: 2030-01-01\n", encoding="utf-8")


def _name(content: Path, _: random.Random) -> None:
    for path in (content / "agencies").glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("示例甲子县", "示例改名县"), encoding="utf-8")


def _broken(content: Path, rng: random.Random) -> None:
    rng.choice(sorted((content / "records").glob("*/*.yaml"))).write_text("no: [record", encoding="utf-8")


def _sum(content: Path, rng: random.Random) -> None:
    parent, child = rng.sample(sorted(path.name for path in (content / "records").iterdir()), 2)
    path = content / "portal.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f'aggregates: {{"{parent}": ["{child}"]}}\n', encoding="utf-8")


def _correction(content: Path, rng: random.Random) -> None:
    path = rng.choice(sorted((content / "records").glob("*/*.yaml")))
    shutil.rmtree(content / "corrections", ignore_errors=True)
    target = content / "corrections" / path.parent.name / path.name
    target.parent.mkdir(parents=True)
    entry = "- {cell: applications.granted.total, was: 0, is: 7, why: 原件如此, by: 示例, date: 2026-01-01}\n"
    target.write_text(entry, encoding="utf-8")


def _review(content: Path, rng: random.Random) -> None:
    held = rng.choice(load_portal(content).held)
    entry = f'confirms: record, figures: "{record_fingerprint(held.record)[:12]}", by: 示例, date: 2026-01-01'
    target = content / "reviews" / held.issue.agency / f"{held.issue.name}.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(f"- {{{entry}}}\n", encoding="utf-8")


def _newcomer(content: Path, rng: random.Random) -> None:
    """Let an agency that nobody knew publish what another one has published."""
    old = rng.choice(sorted(load_portal(content).held, key=lambda held: held.issue)).issue
    registry = next((content / "agencies").glob("*.yaml"))
    entry = '- id: "110101-new"\n  name: 示例新设局\n  kind: department\n  division: "110101"\n  level: county\n'
    registry.write_text(registry.read_text(encoding="utf-8") + entry, encoding="utf-8")
    for kind in ("reports", "records"):
        for path in (content / kind / old.agency).glob(f"{old.name}.*"):
            target = content / kind / "110101-new" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            target.write_text(text.replace(f"reports/{old.agency}/", "reports/110101-new/"), encoding="utf-8")


CHANGES: Final[tuple[Callable[[Path, random.Random], None], ...]] = (
    *(_figure, _text, _fetched, _correction, _review, _newcomer, _name, _sum, _gone, _broken),
)


def _worked_out(content: Path, memory: Memory) -> Edition:
    edition = make_edition(load_portal(content, (), memory), memory)
    memory.close()
    return edition


def _one(_: Path) -> Callable[[], Memory]:
    """Give one memory all along, as the preview has it."""
    memory = Memory()
    return lambda: memory


def _of_disk(folder: Path) -> Callable[[], Memory]:
    """Give a new one each time, as builds have it, that knows what lies on the disk."""
    return lambda: Shelf(folder, "program", lambda _: "")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", [_one, _of_disk])
def test_an_edition_worked_out_with_a_memory_is_the_one_worked_out_anew(
    tmp_path: Path, seed: int, kind: Callable[[Path], Callable[[], Memory]]
) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secrets
    content = tmp_path / "content"
    write_portal(content, REPORTS, seed=seed)
    given = kind(tmp_path / "results")
    _worked_out(content, given())
    for change in rng.sample(CHANGES, len(CHANGES)):
        change(content, rng)
        kept = _worked_out(content, given())
        assert kept == make_edition(load_portal(content)), change.__name__
