"""A hunt for wrong numbers: made-up reports in every format and layout, under every damage, over many files.

`python -m tests.hunt --files 100000 --seed 1` counts cells that were read right, cells that were named as not read, and
cells that were read WRONG. One wrong cell is a failure: exit 1, with what is needed to see it again (`--show`).
With `--state FILE` it can be stopped and goes on where it was; `--summary FILE` writes what it found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from generator.reading.interpret import interpret
from generator.reading.read import READERS
from generator.reading.readers.document import Document, Unreadable
from generator.records.figures import Absence, Figure
from generator.records.record import Record, Source
from tests.hunt_cases import TAKING, Case, draw_case, file_of, is_web
from tests.reading.damage import UNSEEN
from tests.reading.rendering import Report

RIGHT, NAMED, WRONG, UNSEEABLE = "right", "named", "WRONG", "unseeable"
_SHOWN: Final = 40
_EVERY: Final = 200
_SOURCE: Final = Source((), "extract", "hunt")
_MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one cell."""

    cell: str
    state: str
    written: object
    read: object


def read_text(text: str, layout: str) -> Record:
    """Read a file's text through its reader and the interpretation. Raises `Unreadable`."""
    return interpret(READERS["text/html" if is_web(layout) else "text/plain"](text.encode()), _SOURCE)


def document_of(case: Case, data: bytes) -> Document:
    """Give what the reader of a case's format sees in its file. Raises `Unreadable`."""
    media = _MEDIA.get(case.layout) or ("text/html" if is_web(case.layout) else "text/plain")
    return READERS[media](data)


def judge(case: Case, report: Report, record: Record) -> Iterator[Verdict]:
    """Hold the year and every cell of a record against what was written."""
    if record.year != report.year:
        yield Verdict("year", WRONG, report.year, record.year)
    for cell, figure in record.figures.items():
        written = report.figures.get(cell)
        yield Verdict(cell, _state(case, written, figure), written, figure)


def _state(case: Case, written: Figure | None, figure: Figure) -> str:
    if figure == written:
        return RIGHT
    if figure in {Absence.UNCLEAR, Absence.MISSING}:
        return NAMED
    if UNSEEN.keys() & {*case.kinds}:
        return UNSEEABLE
    lost = TAKING & {*case.kinds} and isinstance(figure, Absence)
    return NAMED if lost else WRONG


def run(case: Case) -> list[Verdict]:
    """Make, read and judge one case; a file refused whole gives no verdict."""
    reports, data = file_of(case)
    try:
        document = document_of(case, data)
    except Unreadable:
        return []
    parts = [None, *range(1, len(reports) + 1)] if len(reports) > 1 else [None]
    return [verdict for part in parts for verdict in _of_part(case, reports[(part or 1) - 1], document, part)]


def _of_part(case: Case, report: Report, document: Document, part: int | None) -> list[Verdict]:
    try:
        record = interpret(document, _SOURCE, part)
    except Unreadable:
        return []
    return list(judge(case, report, record))


@dataclass(slots=True)
class Tally:
    """What a hunt has found so far."""

    files: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    layouts: dict[str, Counter[str]] = field(default_factory=dict)
    damages: dict[str, Counter[str]] = field(default_factory=dict)
    clean: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, case: Case, verdicts: list[Verdict]) -> None:
        """Count one file."""
        self.files += 1
        counts = Counter(verdict.state for verdict in verdicts)
        counts["files"] = 1
        counts["refused"] = int(not verdicts)
        self.cells.update(counts)
        self.layouts.setdefault(case.layout, Counter()).update(counts)
        if case.kinds == ("whole",) and not case.absences:
            self.clean.setdefault(case.layout, Counter()).update(counts)
        for kind in (*case.kinds, *(["two reports in one file"] if case.pair else [])):
            self.damages.setdefault(kind, Counter()).update(counts)
        if wrong := [verdict for verdict in verdicts if verdict.state == WRONG]:
            first = wrong[0]
            said = f"{case}: {len(wrong)} cells, {first.cell} written {first.written} read {first.read}"
            self.wrong.append(said)
            if len(self.wrong) <= _SHOWN:
                print(f"WRONG {said}", flush=True)  # noqa: T201

    def stored(self) -> dict[str, object]:
        """Give it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def restored(cls, data: Mapping[str, object]) -> Tally:
        """Make it again from plain data."""
        tally = cls(**data)  # type: ignore[arg-type]
        tally.cells = Counter(tally.cells)
        tally.layouts = {name: Counter(counts) for name, counts in tally.layouts.items()}
        tally.damages = {name: Counter(counts) for name, counts in tally.damages.items()}
        tally.clean = {name: Counter(counts) for name, counts in tally.clean.items()}
        return tally


def hunt(numbers: range, seed: int, state: Path | None) -> Tally:
    """Run those files that `state` does not count yet. File n of a seed is always the same."""
    tally = _stored(state) if state and state.exists() else Tally()
    began = time.monotonic() - tally.seconds
    for number in numbers[tally.files :]:
        case = draw_case(random.Random(f"{seed} {number}"))  # noqa: S311
        tally.add(case, run(case))
        tally.seconds = round(time.monotonic() - began, 1)
        if state and (tally.files % _EVERY == 0 or tally.files == len(numbers)):
            state.write_text(json.dumps(tally.stored(), ensure_ascii=False), "utf-8")
    return tally


def _stored(state: Path) -> Tally:
    return Tally.restored(json.loads(state.read_text("utf-8")))


def joined(tallies: Iterable[Tally]) -> Tally:
    """Give several tallies as one."""
    whole = Tally()
    for tally in tallies:
        whole.files += tally.files
        whole.seconds = round(whole.seconds + tally.seconds, 1)
        whole.cells.update(tally.cells)
        whole.wrong += tally.wrong
        for mine, theirs in (
            (whole.layouts, tally.layouts),
            (whole.damages, tally.damages),
            (whole.clean, tally.clean),
        ):
            for name, counts in theirs.items():
                mine.setdefault(name, Counter()).update(counts)
    return whole


def summary(tally: Tally, seed: int) -> dict[str, object]:
    """Give what a hunt found, for people. Rates are shares of cells; `whole` files have no damage and no absence."""
    words = (RIGHT, NAMED, WRONG, UNSEEABLE)
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"python -m tests.hunt --files {tally.files} --seed {seed}",
        "files": tally.files,
        "refused": tally.cells["refused"],
        "seconds": tally.seconds,
        "cells": {word: tally.cells[word] for word in words},
        "wrong": tally.wrong,
        "layouts": {
            name: {
                "files": counts["files"],
                "right": _share(counts),
                "right_when_whole": _share(tally.clean.get(name, Counter())),
                "wrong": counts[WRONG],
            }
            for name, counts in sorted(tally.layouts.items())
        },
        "damages": {
            name: {
                "files": counts["files"],
                "refused": counts["refused"],
                "right": _share(counts),
                "wrong": counts[WRONG],
                **({"unseeable": counts[UNSEEABLE]} if counts[UNSEEABLE] else {}),
            }
            for name, counts in sorted(tally.damages.items())
        },
    }


def _share(counts: Counter[str]) -> float | None:
    whole = counts[RIGHT] + counts[NAMED] + counts[WRONG] + counts[UNSEEABLE]
    return round(counts[RIGHT] / whole, 4) if whole else None


def main(arguments: list[str] | None = None) -> int:
    """Hunt, print a summary, give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first file, to hunt in several runs")
    parser.add_argument("--state", type=Path, help="where to keep what was found, so that the hunt can go on")
    parser.add_argument("--join", type=Path, nargs="+", help="states of other runs to sum up, instead of hunting")
    parser.add_argument("--summary", type=Path, help="where to write the summary")
    options = parser.parse_args(arguments)
    if options.join:
        tally = joined(map(_stored, options.join))
    else:
        tally = hunt(range(options.first, options.first + options.files), options.seed, options.state)
    said = yaml.safe_dump(summary(tally, options.seed), allow_unicode=True, sort_keys=False, width=120)
    if options.summary:
        options.summary.write_text(said, "utf-8")
    else:
        print(said)  # noqa: T201
    return 1 if tally.cells[WRONG] else 0


if __name__ == "__main__":
    sys.exit(main())
