"""How long from a saved file to its page in the preview, in a portal of 1,000 reports.

Run by hand: python -m tests.bench.bench_serve [REPORTS [ROUNDS]]. For each kind of file: seconds from the moment it is
saved until the page that it concerns is there with the change, and CPU seconds of the preview for that. The whole
build that follows beside is not part of it, but runs on the same machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.portals import write_portal

ROOT: Final = Path(__file__).resolve().parents[2]
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PATIENCE: Final = 300.0


@contextmanager
def served(content: Path) -> Iterator[tuple[str, int]]:
    """Serve a portal by a process of its own; gives the address and the process's id."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "serve",
        "--content",
        str(content),
        "--site",
        str(content.parent / "site"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = next(match for line in process.stderr if (match := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield found[0], process.pid
        process.terminate()


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode())


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _changes(content: Path, report: tuple[str, str], number: int) -> dict[str, tuple[Callable[[], object], str, str]]:
    """Give the kinds of changes: what does it, the address concerned, and what stands there afterwards."""
    agency, year = report
    own = f"{agency}/{year}"
    page = f"agencies/{agency}/{year}/"
    record, text = content / f"records/{own}.yaml", content / f"reports/{own}.txt"
    mark = f"第{number}号"
    correction = (
        f"- {{cell: proactive.penalty_decisions, was: {_figure(record)}, is: {1000 + number}, why: {mark}更正, "
        "by: 示例, date: 2026-01-01}\n"
    )
    reply = f"---\ndate: 2026-01-01\ncapacity: 示例\nverified: 示例\nby: 示例\n---\n\n{mark}答复\n"
    return {
        "correction": (lambda: _write(content / f"corrections/{own}.yaml", correction), page, f"{mark}更正"),
        "reply": (lambda: _write(content / f"replies/{own}.md", reply), page, f"{mark}答复"),
        "prose page": (lambda: _write(content / "pages/about.md", f"# 关于\n\n{mark}页\n"), "about/", f"{mark}页"),
        "source note": (
            lambda: _write(content / f"reports/{own}.source.yaml", f"url: https://a.example/{mark}note\n"),
            page,
            f"{mark}note",
        ),
        "report": (
            lambda: _write(text, text.read_text(encoding="utf-8") + f"\n{mark}段落，示例文字。\n"),
            page,
            f"{mark}段落",
        ),
        "settings": (lambda: _retitled(content, f"{mark}门户"), "", f"{mark}门户"),
    }


def _retitled(content: Path, mark: str) -> None:
    path = content / "portal.yaml"
    _write(path, re.sub(r"(?m)^title: .*$", f"title: 示例{mark}", path.read_text(encoding="utf-8")))


def _figure(record: Path) -> str:
    found = re.search(r"penalty_decisions: (\S+)", record.read_text(encoding="utf-8"))
    return found[1] if found else "0"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _measured(address: str, pid: int, change: tuple[Callable[[], object], str, str]) -> tuple[float, float]:
    act, page, mark = change
    cpu, began = _cpu(pid), time.monotonic()
    act()
    while mark not in _page(address + page):
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError(f"{page} without {mark}")
        time.sleep(0.02)
    return time.monotonic() - began, _cpu(pid) - cpu


def main(arguments: list[str]) -> None:
    """Measure and print."""
    reports, rounds = (int(arguments[0]) if arguments else 1000), (int(arguments[1]) if len(arguments) > 1 else 5)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        write_portal(content, reports)
        chosen = [(path.parent.name, path.stem) for path in sorted((content / "records").glob("*/2022.yaml"))]
        with served(content) as (address, pid):
            _measured(address, pid, _changes(content, chosen[0], 99)["prose page"])
            seen: dict[str, list[tuple[float, float]]] = {}
            for number in range(rounds):
                for name, change in _changes(content, chosen[number + 1], number).items():
                    seen.setdefault(name, []).append(_measured(address, pid, change))
    for name, each in seen.items():
        sys.stdout.write(f"{name:12s} {median(a for a, _ in each):6.2f} s, CPU {median(b for _, b in each):5.2f} s\n")


if __name__ == "__main__":
    main(sys.argv[1:])
