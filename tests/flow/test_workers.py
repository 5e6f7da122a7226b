"""Work spread over processes: in order, made good when a worker is lost, ended with whoever asked for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.workers import Crew, LostError, Spread, processes, spread_over
from tests.bench.portals import write_portal
from tests.flow.faults import build, root_hash
from tests.flow.portals import ROOT, gongkai
from tests.flow.tasks import fall_always, fall_once, full, who

_PATIENCE = 300.0


def _crew(jobs: int = 2) -> Crew:
    return replace(processes(jobs), few=1)


@pytest.fixture(scope="module")
def spread() -> Iterator[Spread]:
    with spread_over(_crew()) as found:
        yield found


def test_results_come_in_order_from_other_processes(spread: Spread) -> None:
    found = list(spread(who, range(40)))
    assert [number for number, _ in found] == list(range(40))
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize("crew", [processes(2), replace(processes(1), few=1)], ids=["few tasks", "one worker"])
def test_a_little_work_is_done_here(crew: Crew) -> None:
    with spread_over(crew) as spread:
        assert {process for _, process in spread(who, range(10))} == {os.getpid()}


def test_tasks_are_asked_for_as_they_are_worked_off(spread: Spread) -> None:
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    next(spread(who, numbers()))
    assert len(asked) < 20


def test_a_lost_worker_is_made_good(tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.{'mark' if number == 3 else 'plain'}" for number in range(9)]
    with spread_over(_crew()) as spread:
        assert list(spread(fall_once, names)) == [path.name for path in names]


def test_a_task_that_ends_its_worker_every_time_is_named() -> None:
    with spread_over(_crew()) as spread:
        found = spread(fall_always, ["good", "fair", "poisoned", "better"])
        assert [next(found), next(found)] == ["good", "fair"]
        with pytest.raises(LostError, match=r"^poisoned$"):
            next(found)


def test_trouble_of_a_worker_is_told_as_if_it_were_here(spread: Spread) -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        list(spread(full, range(3)))
    assert (caught.value.errno, caught.value.filename) == (28, "somewhere/page.html")


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys; from dataclasses import replace; from pathlib import Path\n"
        "from generator.workers import processes, spread_over; from tests.flow.tasks import wait\n"
        "if __name__ == '__main__':\n"
        "    with spread_over(replace(processes(2), few=1)) as spread: list(spread(wait, [Path(sys.argv[1])] * 2))\n"
    )
    (tmp_path / "parent.py").write_text(code, encoding="utf-8")
    (tmp_path / "here").mkdir()
    command = [sys.executable, str(tmp_path / "parent.py"), str(tmp_path / "here")]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as parent:
        workers = _until(lambda: [int(path.name) for path in (tmp_path / "here").iterdir()], 2)
        parent.kill()
    _until(lambda: [worker for worker in workers if not _runs(worker)], 2)


def _until(seen: Callable[[], list[int]], many: int) -> list[int]:
    until = time.monotonic() + _PATIENCE
    while len(found := seen()) < many:
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def _runs(process: int) -> bool:
    """Tell whether a process is there and no mere entry that nobody has fetched."""
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a desk with so many agencies that several processes make them, and its site, made by one process."""
    desk = tmp_path_factory.mktemp("many")
    write_portal(desk / "content", 26 * 5)
    for path in (desk / "content").glob("*/*/202[0-3]*"):
        path.unlink()
    ran = gongkai("build", "--quiet", "--jobs", "1", cwd=desk)
    assert ran.status == 0, ran.err
    return desk


def test_many_workers_make_the_same_site_as_one(many: Path, tmp_path: Path) -> None:
    shutil.copytree(many / "content", tmp_path / "content")
    ran = gongkai("build", "--quiet", "--jobs", "3", cwd=tmp_path)
    assert ran.status == 0, ran.err
    assert root_hash(tmp_path / "site") == root_hash(many / "site")


def test_a_build_killed_among_its_workers_leaves_the_old_site_and_nobody_behind(many: Path, tmp_path: Path) -> None:
    desk = Path(shutil.copytree(many, tmp_path / "desk"))
    shutil.rmtree(desk / ".cache")
    killed = build(desk, "--jobs", "2")
    assert killed.hold(lambda: len(list(desk.glob("site.tmp-[0-9]*/agencies/*/series.csv"))) > 2)
    killed.kill()
    assert root_hash(desk / "site") == root_hash(many / "site")
    ran = gongkai("build", "--quiet", cwd=desk)
    assert ran.status == 0, ran.err
    assert root_hash(desk / "site") == root_hash(many / "site")
    assert sorted(os.listdir(desk)) == [".cache", "content", "site", "told"]  # noqa: PTH208 - names alone
