"""A real Dask cluster on this machine: scheduler and three workers, each a process; one of them is killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.records.errors import ContentError
from tests.bench.portals import write_portal
from tests.flow.faults import root_hash
from tests.flow.portals import ROOT, gongkai

if find_spec("distributed") is None:
    pytest.skip("Dask is not installed (make dask)", allow_module_level=True)

from generator.cluster import cluster

_PATIENCE = 300.0
_ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__STATUS__TASK_STREAM_LENGTH": "10",
}
_POISONED = """
import sys
from generator.cluster import cluster
from generator.workers import LostError, spread_over
from tests.flow.tasks import fall_always
with cluster(sys.argv[1]) as crew, spread_over(crew) as spread:
    found = spread(fall_always, ["good", "fair", "poisoned"])
    print(next(found), next(found))
    try:
        next(found)
    except LostError as error:
        print("lost:", error)
    print(*spread(fall_always, ["better", "best"]))
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that runs: the address of its scheduler, its workers."""

    address: str
    workers: Sequence[subprocess.Popen[bytes]]


def _until(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextlib.contextmanager
def _started(folder: Path, program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
    with (folder / f"{program}.log").open("ab") as log:
        started = subprocess.Popen(command, cwd=folder, env=_ENVIRONMENT, stdout=log, stderr=log)
        try:
            yield started
        finally:
            started.kill()
            started.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    """Start a cluster in a folder of its own, so that nothing can be found by a relative path."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    known = folder / "scheduler.json"
    here = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known))
    with contextlib.ExitStack() as stack:
        stack.enter_context(_started(folder, "scheduler", *here))
        _until(known.exists)
        address = json.loads(known.read_text(encoding="utf-8"))["address"]
        own = (address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
        workers = [stack.enter_context(_started(folder, "worker", *own)) for _ in range(3)]
        registered = folder / "worker.log"
        _until(lambda: registered.read_bytes().count(b"Registered to") >= len(workers))
        yield Cluster(address, workers)


def test_a_cluster_that_loses_a_worker_reads_and_builds_the_same(running: Cluster, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    write_portal(desk / "content", 8 * 5)
    for path in (desk / "content").glob("*/*/202[0-3]*"):
        path.unlink()
    ran = gongkai("build", "--quiet", "--jobs", "1", cwd=desk)
    assert ran.status == 0, ran.err
    alone = root_hash(desk / "site")
    records = {path: path.read_bytes() for path in sorted((desk / "content/records").rglob("*.yaml"))}
    for path in list(records)[:2]:
        path.unlink()
    shutil.rmtree(desk / "site")
    shutil.rmtree(desk / ".cache")
    command = [sys.executable, "-m", "generator", "build", "--quiet", "--scheduler", running.address]
    with subprocess.Popen(command, cwd=desk, env=_ENVIRONMENT, stderr=subprocess.PIPE) as build:
        _until(lambda: any(desk.glob("site.tmp-[0-9]*/agencies/*/index.html")) or build.poll() is not None)
        running.workers[0].kill()
        said = build.communicate()[1].decode()
    assert build.returncode == 0, said
    assert root_hash(desk / "site") == alone
    assert {path: path.read_bytes() for path in records} == records


def test_a_task_that_ends_its_workers_is_named_and_the_others_are_done(running: Cluster) -> None:
    command = [sys.executable, "-c", _POISONED, running.address]
    ran = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, timeout=_PATIENCE, check=False)
    assert ran.stdout.decode().splitlines() == ["good fair", "lost: poisoned", "better best"], ran.stderr.decode()


@pytest.mark.parametrize("address", ["nonsense://127.0.0.1:1", "tcp://127.0.0.1:1", "127.0.0.1"])
def test_a_scheduler_that_is_not_there_is_named(address: str) -> None:
    with pytest.raises(ContentError) as caught, cluster(address):
        pass
    assert str(caught.value).startswith(f"{address}: 连不上 Dask 调度器")
