"""Content folders made for the tests of the flows, and the program run on them as a process of its own."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.reading import rendering
from tests.reading.rendering import Report, draw_report

ROOT: Final = Path(__file__).parents[2]
COUNTY: Final = "410822"
SECONDS: Final = 120
PORTAL: Final = "title: 测试门户\nbase_url: https://example.org/gongkai/\n"
MODERN: Final = {"proactive": "2021", "applications": "2021", "disputes": "2021"}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process gave: its exit status, stdout and stderr."""

    status: int
    out: str
    err: str


def gongkai(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run the program with no terminal, from the folder `cwd`."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    done = subprocess.run(
        command, cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def report(agency: str = "示例县人民政府", year: int = 2024, seed: int = 1) -> Report:
    """Draw a report of the form of 2021 whose sums are right."""
    rng = random.Random(seed)  # noqa: S311 - a test draws the same figures every time
    while True:
        drawn = draw_report(rng)
        if drawn.forms == MODERN:
            return replace(drawn, agency=agency, year=year)


def agency(key: str, name: str, *more: str) -> str:
    """Write one entry of the registry."""
    return "\n".join([f'- id: "{key}"', f"  name: {name}", "  kind: other", *(f"  {line}" for line in more), ""])


def write(content: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below `content`."""
    for name, held in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held.encode() if isinstance(held, str) else held)


def small(content: Path, *, seed: int = 1) -> Report:
    """Write a content folder with one agency and one good report, and give the report."""
    made = report(seed=seed)
    files = {
        "portal.yaml": PORTAL,
        "agencies/41.yaml": agency(COUNTY, made.agency),
        f"reports/{COUNTY}/2024.txt": rendering.tabs(made),
    }
    write(content, files)
    return made
