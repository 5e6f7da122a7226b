"""What a build costs when all is new, when nothing has changed, and when one report has; and the memory that it takes.

Run by hand: python -m tests.bench.bench_again [REPORTS [JOBS]] (1,000 reports, 2 workers). Each build is a process of
its own. CPU seconds of all its processes are the figure to trust; memory is the most that each process held at once.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that `python tests/bench/bench_again.py` works too

from tests.bench.memory import held_by_all  # noqa: E402
from tests.bench.portals import write_portal  # noqa: E402

_KINDS: Final = {"generator": "the build", "spawn_main": "worker", "forkserver": "reader", "pagefind": "Pagefind"}
_PAUSE: Final = 0.05


@dataclass(slots=True)
class Took:
    """Wall and CPU seconds of a build, and the most memory that a process of each kind held, in MiB."""

    wall: float = 0.0
    cpu: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        held = ", ".join(f"{kind} {most:.0f} MiB" for kind, most in self.memory.items())
        return f"{self.cpu:7.2f} s CPU {self.wall:7.2f} s wall; {held}"


def timed(desk: Path, jobs: int) -> Took:
    """Build in a folder."""
    took, begun, before = Took(), time.perf_counter(), _cpu()
    command = [sys.executable, "-m", "generator", "build", "--quiet", "--jobs", str(jobs)]
    with subprocess.Popen(command, cwd=desk, env={**os.environ, "PYTHONPATH": str(ROOT)}) as running:
        while running.poll() is None:
            for _, told, held in held_by_all(running.pid):
                kind = next((name for word, name in _KINDS.items() if word in told), "other")
                took.memory[kind] = max(took.memory.get(kind, 0.0), held)
            time.sleep(_PAUSE)
    if running.returncode:
        sys.exit(running.returncode)
    took.wall, took.cpu = time.perf_counter() - begun, _cpu() - before
    return took


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def change_one(desk: Path) -> None:
    """Let one report have another paragraph."""
    report = next((desk / "content/reports").glob("*/2022.txt"))
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("二、", "本机关在这一年另有一句话要说。\n二、", 1), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Build in turns and print what each took."""
    reports, jobs = (*map(int, arguments), *(1000, 2)[len(arguments) :])
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        write_portal(desk / "content", reports)
        print(f"{reports} reports, {jobs} workers, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        print(f"all new           {timed(desk, jobs)}", flush=True)
        time.sleep(2.5)  # files younger than two seconds are not trusted yet
        print(f"nothing changed   {timed(desk, jobs)}", flush=True)
        change_one(desk)
        print(f"one report        {timed(desk, jobs)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
