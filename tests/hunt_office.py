"""A hunt for wrong numbers in office files: made-up reports as Word, OpenDocument, RTF and OFD, crooked but whole.

`python -m tests.hunt_office --files 3000 --seed 1` counts cells that were read right, that were named as not read,
and that were read WRONG. One wrong cell is a failure: exit 1, with what is needed to see it again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator.reading.read import read_report
from generator.reading.readers.document import Unreadable
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from tests.reading.odt_layouts import opendocument
from tests.reading.ofd_layouts import ofd
from tests.reading.rendering import Report, draw_report
from tests.reading.rtf_layouts import rich_text
from tests.reading.word_layouts import word

Render = Callable[[Report, random.Random], tuple[bytes, str]]
FORMATS: Mapping[str, Render] = {"word": word, "odt": opendocument, "rtf": rich_text, "ofd": ofd}
_SHOWN = 40


def made(seed: int, name: str) -> tuple[Report, bytes, str]:
    """Give the report of a seed, its file in a format, and how that file's name ends."""
    rng = random.Random(seed)  # noqa: S311 - the same files again from the same seed
    absent = {"blanks": 0.04, "placeholders": 0.02} if rng.random() < 0.3 else {}
    report = draw_report(rng, zeros=rng.choice([0.2, 0.6, 0.9]), **absent)
    return (report, *FORMATS[name](report, rng))


def verdicts(report: Report, record: Record) -> Iterator[tuple[str, str, Figure | None, Figure]]:
    """Hold every cell of a record against what was written: right, named or WRONG."""
    for cell, figure in record.figures.items():
        written = report.figures.get(cell)
        state = "right" if figure == written else "WRONG"
        if state == "WRONG" and figure in {Absence.UNCLEAR, Absence.MISSING}:
            state = "named"
        yield state, cell, written, figure


def read(data: bytes, suffix: str, folder: Path) -> Record | None:
    """Read a file the whole way, second reader included; None when it is refused."""
    path = folder / f"2024{suffix}"
    path.write_bytes(data)
    try:
        return read_report(path, path.name)
    except Unreadable as error:
        print("refused:", error)  # noqa: T201
        return None


def main(arguments: list[str] | None = None) -> int:
    """Hunt, print a summary, give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=list(FORMATS), action="append")
    options = parser.parse_args(arguments)
    counts: dict[str, Counter[str]] = {name: Counter() for name in options.format or FORMATS}
    names = list(counts)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.files):
            name = names[number % len(names)]
            _one(options.seed * 1_000_000 + number, name, Path(folder), counts[name])
    for name, count in counts.items():
        print(name, ", ".join(f"{count[key]} {key}" for key in sorted(count)))  # noqa: T201
    return 1 if any(count["WRONG"] for count in counts.values()) else 0


def _one(seed: int, name: str, folder: Path, count: Counter[str]) -> None:
    report, data, suffix = made(seed, name)
    count["files"] += 1
    record = read(data, suffix, folder)
    if record is None:
        count["refused"] += 1
        return
    count["rows confirmed"] += sum(one.readers == 2 for one in record.evidence.values())
    count["rows not confirmed"] += sum(one.readers == 1 for one in record.evidence.values())
    for state, cell, written, figure in verdicts(report, record):
        count[state] += 1
        if state == "WRONG" and count[state] < _SHOWN:
            print(f"WRONG {name} seed {seed}: {cell} written {written} read {figure}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
