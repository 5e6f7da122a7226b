"""A hunt for wrong numbers: made-up reports in every layout, under every damage, over many files.

`python -m tests.hunt --files 100000 --seed 1` counts cells that were read right, cells that were named as not read, and
cells that were read WRONG. One wrong cell is a failure: exit 1, with what is needed to see it again.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from generator.reading.interpret import interpret
from generator.reading.read import READERS
from generator.reading.readers.document import Unreadable
from generator.records.figures import Absence, Figure
from generator.records.record import Record, Source
from tests.reading.damage import DAMAGES
from tests.reading.rendering import FULL_WIDTH, LAYOUTS, Report, draw_report, grids

RIGHT, NAMED, WRONG = "right", "named", "WRONG"
TAKING: Final = frozenset({"numbers_lost", "case_number_lost"})
"""Damages after which a number that was written is no longer in the file."""
ADDING: Final = frozenset({"numbers_doubled", "case_number_doubled", "column_local", "page_numbers"})
COLUMNED: Final = frozenset({"tabs", "pipes", "html", "merged_html"})
"""Layouts in which a row with a number too many and an empty cell looks other than a whole row."""
_SHOWN: Final = 40
_SOURCE: Final = Source((), "extract", "hunt")


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the hunt: all of it follows from these five."""

    seed: int
    layout: str
    damage: str = ""
    absences: bool = False
    full_width: bool = False

    def __str__(self) -> str:
        marks = " absences" * self.absences + " full_width" * self.full_width
        return f"seed {self.seed} {self.layout} {self.damage or 'whole'}{marks}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one cell."""

    cell: str
    state: str
    written: Figure | None
    read: Figure


def is_fair(case: Case) -> bool:
    """Tell whether a person could see the truth: a lost `td` really moves the row on the screen."""
    moved = case.layout.endswith("html") and case.damage in TAKING
    hidden = case.layout not in COLUMNED and case.absences and case.damage in ADDING
    return not moved and not hidden


def draw_case(rng: random.Random) -> Case:
    """Draw one fair case."""
    while True:
        layout, damage = rng.choice(list(LAYOUTS)), rng.choice(["", *DAMAGES])
        case = Case(rng.randrange(2**32), layout, damage, rng.random() < 0.3, rng.random() < 0.2)
        if is_fair(case):
            return case


def made(case: Case) -> tuple[Report, str]:
    """Give the report of a case and its file's text."""
    rng = random.Random(case.seed)  # noqa: S311 - the same files again from the same seed
    absent = {"blanks": 0.04, "placeholders": 0.02} if case.absences else {}
    report = draw_report(rng, zeros=rng.choice([0.2, 0.6, 0.9]), **absent)
    if case.damage:
        tables = [[list(row) for row in grid] for grid in grids(report)]
        DAMAGES[case.damage](tables, rng)
        report = replace(report, damaged=tuple(tables))
    text = LAYOUTS[case.layout](report)
    return report, text.translate(FULL_WIDTH) if case.full_width and not case.layout.endswith("html") else text


def read_text(text: str, layout: str) -> Record:
    """Read a file's text through its reader and the interpretation. Raises `Unreadable`."""
    kind = "text/html" if layout.endswith("html") else "text/plain"
    return interpret(READERS[kind](text.encode()), _SOURCE)


def judge(case: Case, report: Report, record: Record) -> Iterator[Verdict]:
    """Hold every cell of a record against what was written."""
    for cell, figure in record.figures.items():
        written = report.figures.get(cell)
        yield Verdict(cell, _state(case, written, figure), written, figure)


def _state(case: Case, written: Figure | None, figure: Figure) -> str:
    if figure == written:
        return RIGHT
    if figure in {Absence.UNCLEAR, Absence.MISSING}:
        return NAMED
    lost = case.damage in TAKING and figure is Absence.BLANK
    return NAMED if lost else WRONG


def run(case: Case) -> list[Verdict]:
    """Make, read and judge one case; a file refused whole gives no verdict."""
    report, text = made(case)
    try:
        record = read_text(text, case.layout)
    except Unreadable:
        return []
    return list(judge(case, report, record))


def main(arguments: list[str] | None = None) -> int:
    """Hunt, print a summary, give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)  # noqa: S311
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    for _ in range(options.files):
        case = draw_case(rng)
        verdicts = run(case)
        counts.update(verdict.state for verdict in verdicts)
        counts["files refused"] += not verdicts
        wrong = [verdict for verdict in verdicts if verdict.state == WRONG]
        if wrong and kinds.total() < _SHOWN:
            _show(case, wrong)
        kinds[case.layout, case.damage] += bool(wrong)
    _summary(options.files, counts, kinds)
    return 1 if counts[WRONG] else 0


def _show(case: Case, wrong: list[Verdict]) -> None:
    first = wrong[0]
    print(f"WRONG {len(wrong)} cells, {case}: {first.cell} written {first.written} read {first.read}")  # noqa: T201


def _summary(files: int, counts: Counter[str], kinds: Counter[tuple[str, str]]) -> None:
    words = (f"{counts[name]} {name}" for name in (RIGHT, NAMED, WRONG, "files refused"))
    print(f"{files} files: cells {', '.join(words)}")  # noqa: T201
    for (layout, damage), number in kinds.most_common():
        if number:
            print(f"  wrong in {number} files: {layout} {damage or 'whole'}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
