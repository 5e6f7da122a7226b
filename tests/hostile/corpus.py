"""Thousands of malformed PDF and office files through the sandbox: `python -m tests.hostile.corpus`.

The files come from the tests of published packages (`packages.yaml`). Nobody dies, nothing hangs, no file that is no
report becomes a record, none is passed over in silence: what breaks this is listed, and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.reading.readers import doc
from generator.reading.readers.document import Unreadable
from tests.hostile.fetching import Package, Sample, fetch, packages, samples
from tests.hostile.trial import BAD, FAULT, RECORD, REFUSED, Trial, tried, warm

SUMMARY: Final = Path(__file__).with_name("corpus.md")
MOST_SECONDS: Final = 20.0
MOST_MEMORY: Final = 1 << 30
_SHOWN: Final = 8
_CUTS: Final = 3
_TOGETHER: Final = 20
_Work = tuple[Sample, int, Path]


@dataclass(frozen=True, slots=True)
class Result:
    """A file of the corpus, and how it ended."""

    origin: str
    ending: str
    mutant: bool
    trial: Trial


def main() -> int:
    """Fetch, try, sum up. Gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "gongkai-hostile")
    parser.add_argument("--mutants", type=int, default=300, help="how many damaged copies are tried beside the files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, help="try only so many files")
    parser.add_argument("--endings", default="", help="try only files with these endings: doc,docx,odt")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after so long, and say what was left")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write the result to {SUMMARY.name}")
    told = parser.parse_args()
    had, missing = _had(told.cache)
    found = _unique(sample for package, file in had for sample in samples(package, file))
    if told.endings:
        found = [sample for sample in found if sample.ending.removeprefix(".") in told.endings.split(",")]
    mutants = _mutants(found, told.mutants, told.seed)
    results = _run(found[: told.most], mutants[: told.most], told)
    left = len(found[: told.most]) + len(mutants[: told.most]) - len(results)
    text = _summary(results, [package for package, _ in had], missing, f"seed {told.seed}; {left} left untried")
    sys.stdout.write(text)
    if told.write:
        SUMMARY.write_text(text, encoding="utf-8")
    return 1 if any(map(_is_bad, results)) else 0


def _had(cache: Path) -> tuple[list[tuple[Package, Path]], list[Package]]:
    files = [(package, fetch(package, cache)) for package in packages()]
    return [(package, file) for package, file in files if file], [package for package, file in files if not file]


def _unique(found: Iterator[Sample]) -> list[Sample]:
    return list({sample.key: sample for sample in found}.values())


def _mutants(found: Sequence[Sample], count: int, seed: int) -> list[Sample]:
    """Damage files: cut off, bytes changed, a stretch doubled. All of it follows from the seed."""
    rng = random.Random(seed)  # noqa: S311 - the same damage every time
    made = []
    for _ in range(count if found else 0):
        sample = rng.choice(found)
        made.append(Sample(_damaged(sample.data, rng), sample.ending, sample.origin))
    return made


def _damaged(data: bytes, rng: random.Random) -> bytes:
    kind, at = rng.randrange(_CUTS), rng.randrange(len(data))
    if kind == 0:
        return data[: at + 1]
    if kind == 1:
        changed = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            changed[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(changed)
    return data[:at] + data[max(at - 1000, 0) : at] + data[at:]


def _run(found: Sequence[Sample], mutants: Sequence[Sample], told: argparse.Namespace) -> list[Result]:
    folder = told.cache / "files"
    folder.mkdir(parents=True, exist_ok=True)
    work = [(sample, mutant, folder) for mutant, group in enumerate((found, mutants)) for sample in group]
    batches = list(_batches(work))
    until = time.monotonic() + 60 * told.minutes
    results: list[Result] = []
    with ProcessPoolExecutor(told.jobs, multiprocessing.get_context("spawn"), initializer=warm) as pool:
        for number, made in enumerate(pool.map(_some, batches, [until] * len(batches)), start=1):
            results += made
            bad = [f"\n{_line(result)}" for result in made if _is_bad(result)]
            if number % 100 == 0 or bad:
                sys.stderr.write(f"{number}/{len(batches)} {''.join(bad)}\n")
    return sorted(results, key=lambda result: (result.mutant, result.origin))


def _batches(work: Sequence[_Work]) -> Iterator[list[_Work]]:
    """Give files one by one, and old Word files together: as `ingest` does, they are converted in one call."""
    old = [item for item in work if item[0].data.startswith(doc.MAGIC)]
    yield from ([item] for item in work if not item[0].data.startswith(doc.MAGIC))
    yield from (old[start : start + _TOGETHER] for start in range(0, len(old), _TOGETHER))


def _some(batch: Sequence[_Work], until: float) -> list[Result]:
    """Try some files, unless the time is up."""
    if time.monotonic() > until:
        return []
    begun = time.monotonic()
    old = batch[0][0].data.startswith(doc.MAGIC)
    converted = doc.converted_all([sample.data for sample, _, _ in batch]) if old else [None]
    each = (time.monotonic() - begun) / len(batch)
    return [_one(item, made, each) for item, made in zip(batch, converted, strict=True)]


def _one(work: _Work, converted: bytes | Unreadable | None, seconds: float) -> Result:
    """Try one file; an old Word file, which took so many seconds to convert, by what LibreOffice made of it."""
    sample, mutant, folder = work
    if isinstance(converted, Unreadable):
        refused = REFUSED if converted.what.strip() and converted.remedy.strip() else FAULT
        return Result(sample.origin, sample.ending, bool(mutant), Trial(refused, converted.what, seconds, 0, 0.0))
    path = folder / f"{sample.key}{sample.ending}"
    path.write_bytes(sample.data)
    try:
        return Result(sample.origin, sample.ending, bool(mutant), tried(path, converted))
    finally:
        path.unlink()


def _is_bad(result: Result) -> bool:
    """Tell whether a file was not contained. Its seconds are those of the processor: the clock is the machine's."""
    trial = result.trial
    within = trial.processor <= MOST_SECONDS and trial.peak <= MOST_MEMORY
    return trial.outcome in BAD or trial.outcome == RECORD or not within


def _summary(results: Sequence[Result], had: Sequence[Package], missing: Sequence[Package], how: str) -> str:
    mutants = sum(result.mutant for result in results)
    lines = [
        "# Malformed files through the sandbox",
        "",
        f"{len(results) - mutants} files of published packages and {mutants} damaged copies of them ({how}).",
        "",
        *_table("outcome", Counter(result.trial.outcome for result in results)),
        *_table("ending", Counter(result.ending for result in results)),
        *_table("what was said", Counter(result.trial.kind for result in results)),
        *_listed("What must not be", filter(_is_bad, results)),
        *_listed("Most of the processor", sorted(results, key=lambda one: -one.trial.processor)[:_SHOWN]),
        *_listed("Most memory", sorted(results, key=lambda one: -one.trial.peak)[:_SHOWN]),
        "## Packages",
        "",
        *(f"- {package.kind} {package.file} sha256 {package.sha256}" for package in had),
        *(f"- not to be had this time: {package.kind} {package.file}" for package in missing),
    ]
    return "\n".join(lines) + "\n"


def _table(head: str, counted: Counter[str]) -> Iterator[str]:
    yield from (f"| {head} | files |", "|---|---|")
    yield from (f"| {name} | {count} |" for name, count in counted.most_common())
    yield ""


def _listed(head: str, results: Iterator[Result] | Sequence[Result]) -> Iterator[str]:
    yield from (f"## {head}", "")
    yield from ([f"- {_line(result)}" for result in results] or ["nothing"])
    yield ""


def _line(result: Result) -> str:
    trial = result.trial
    what = f"{trial.outcome}: {trial.said}" if trial.outcome in {*BAD, RECORD} else trial.said
    origin = f"{'damaged ' * result.mutant}{result.origin}"
    return f"{trial.processor:.1f} s, {trial.peak / 2**20:.0f} MiB, {origin} · {what[:200]}"


if __name__ == "__main__":
    sys.exit(main())
