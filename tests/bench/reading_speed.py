"""What `bench_read` measures: the same made-up reports in each format, read through the sandbox and without it.

Every reading is held against the record that the report was made with; a figure misread ends the benchmark. Rounds of
all ways take turns, so that other load on the machine falls on all alike.
"""

from __future__ import annotations

import contextlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Final
from unittest import mock

from generator.reading import read, sandbox
from generator.records.figures import Figure
from generator.records.record import Record
from tests.bench import one_reader
from tests.bench.formats import FORMATS
from tests.bench.portals import YEARS, bodies
from tests.bench.reports import made_and_written

ROUNDS: Final = 3
JOBS: Final = 2

Expected = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class _Way:
    """A row of the result: its name, and the files that are read (with one reader only or with all there are)."""

    name: str
    files: Sequence[tuple[Path, Expected]]
    alone: bool = False

    def readers(self) -> contextlib.AbstractContextManager[object]:
        """Give what must be in force while sandboxed children read."""
        return mock.patch.object(sandbox, "_work", one_reader.work) if self.alone else contextlib.nullcontext()


def _files(folder: Path, count: int) -> Iterator[tuple[str, list[tuple[Path, Expected]]]]:
    """Write the same reports in every format."""
    for name, (suffix, write) in FORMATS.items():
        rng, made = random.Random(1), []  # noqa: S311 - no secrets
        for number, body in zip(range(count), bodies(), strict=False):
            whose = (body.name, YEARS[number % len(YEARS)], body.zeros)
            text, record = made_and_written(rng, whose, f"reports/{body.id}/{number}{suffix}")
            path = folder / f"{number}{suffix}"
            path.write_bytes(write(text))
            made.append((path, dict(record.figures)))
        yield name, made


def _ways(folder: Path, count: int) -> Iterator[_Way]:
    for name, files in _files(folder, count):
        if name == "PDF":
            yield _Way("PDF, one reader", files, alone=True)
            yield _Way("PDF, both readers", files)
        else:
            yield _Way(name, files)


def _hold(record: Record, path: Path, expected: Expected) -> None:
    for cell, figure in record.figures.items():
        if figure != expected[cell]:
            message = f"{path.name}: {cell} is {expected[cell]} and was read as {figure}"
            raise AssertionError(message)


def _one(item: tuple[Path, Expected]) -> None:
    path, expected = item
    _hold(sandbox.read_safely(path, path.name), path, expected)


def _sandboxed(way: _Way, jobs: int) -> float:
    """Give reports a second (wall) through the sandbox, `jobs` at a time."""
    with way.readers(), ThreadPoolExecutor(jobs) as pool:
        start = time.perf_counter()
        list(pool.map(_one, way.files))
        return len(way.files) / (time.perf_counter() - start)


def _on_one_core(way: _Way) -> float:
    """Give reports a second of processor time, the children and their fork server counted in: other load apart."""
    with way.readers():
        _one(way.files[0])  # the fork server stands then, and its start is no file's
        start = _seconds()
        for item in way.files:
            _one(item)
        return len(way.files) / (_seconds() - start)


def _seconds() -> float:
    """Give the processor time of this process, and of the fork server with all children that it has buried."""
    told = Path(f"/proc/{forkserver._forkserver._forkserver_pid}/stat").read_text(encoding="ascii")  # type: ignore[attr-defined]
    ticks = map(int, told.rpartition(")")[2].split()[11:15])
    return time.process_time() + sum(ticks) / os.sysconf("SC_CLK_TCK")


def _bare(way: _Way) -> float:
    """Give CPU milliseconds a report in this process, without any sandbox."""
    seconds = MappingProxyType({}) if way.alone else read.SECOND_READERS
    with mock.patch.object(read, "SECOND_READERS", seconds):
        start = time.process_time()
        for path, expected in way.files:
            _hold(read.read_report(path, path.name), path, expected)
        return (time.process_time() - start) * 1000 / len(way.files)


_MEASURES: Final[Sequence[tuple[str, Callable[[_Way], float]]]] = (
    ("reports/CPU s", _on_one_core),
    ("reports/s, 1 job", lambda way: _sandboxed(way, 1)),
    (f"reports/s, {JOBS} jobs", lambda way: _sandboxed(way, JOBS)),
    ("CPU ms, no sandbox", _bare),
)


def main(arguments: Sequence[str]) -> None:
    """Measure as many reports a format as the argument says, 20 without one."""
    count = int(arguments[0]) if arguments else 20
    with tempfile.TemporaryDirectory() as folder:
        ways = list(_ways(Path(folder), count))
        found = [[[measure(way) for _, measure in _MEASURES] for way in ways] for _ in range(ROUNDS)]
    print(f"{count} reports a format, {ROUNDS} rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"{'medians':20}" + "".join(f"{name:>20}" for name, _ in _MEASURES))
    for row, way in enumerate(ways):
        values = (median(each[row][column] for each in found) for column in range(len(_MEASURES)))
        print(f"{way.name:20}" + "".join(f"{value:20.1f}" for value in values))
