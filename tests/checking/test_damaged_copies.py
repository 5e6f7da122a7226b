"""Clean reports whose copies were damaged are never said to be wrong: whatever fails is to be confirmed.

One of two readers misreads a digit, or the copy that it reads has lost a row or shows a cell twice. A damaged table is
read the whole way; then both readings are laid over each other and checked.
"""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Callable

import pytest

from generator.checking.checks import check_issue
from generator.checking.findings import Certainty, Result
from generator.reading.interpret import interpret
from generator.reading.readers.text import read as read_text
from generator.reading.reconcile import reconcile
from generator.records.record import Record, Source
from tests.checking.made import NARRATIVE, one_reader, record, sections, subject
from tests.reading.damage import numbers_doubled, numbers_lost, rows_dropped
from tests.reading.rendering import Grid, Report, draw_report, grids, tabs

MISREAD, DAMAGED = 380, 120
SOURCE = Source((), "original", "one", "two")
Damage = Callable[[list[Grid], random.Random], None]


DAMAGES: tuple[Damage, ...] = (rows_dropped, numbers_doubled, numbers_lost)


def clean(seed: int) -> Report:
    """Draw a report of one form whose sums hold, with no 规章 and stocks that bear its flows."""
    rng = random.Random(seed)  # noqa: S311
    while (report := draw_report(rng, zeros=0.7)).forms["proactive"] != "2021" or report.forms[
        "applications"
    ] != "2021":
        pass
    tame = {cell: 0 for cell in report.figures if cell.startswith("proactive.regulations")}
    stock = "proactive.normative_documents"
    tame |= {f"{stock}.issued": 3, f"{stock}.repealed": 1, f"{stock}.in_force": 30}
    return dataclasses.replace(report, figures={**report.figures, **tame}, year=2024)


def whole(report: Report) -> Record:
    """Give what one reader makes of a sound copy."""
    return dataclasses.replace(one_reader(record(report.figures)), source=SOURCE)


def misread(made: Record, rng: random.Random) -> Record:
    """Read one digit of one number as another."""
    cell = rng.choice([cell for cell, figure in made.figures.items() if isinstance(figure, int)])
    text = str(made.figures[cell])
    at = rng.randrange(len(text))
    other = rng.choice([digit for digit in "0123456789" if digit != text[at]])
    return dataclasses.replace(made, figures={**made.figures, cell: int(text[:at] + other + text[at + 1 :])})


def reading(report: Report) -> Record:
    """Read a report's text."""
    found = interpret(read_text(tabs(report).encode()), SOURCE)
    return dataclasses.replace(found, narrative=NARRATIVE, agency_as_printed="某县人民政府", sections=sections())


def damaged(report: Report, damage: Damage, seed: int) -> Report:
    """Damage a copy of a report."""
    tables = [[list(row) for row in grid] for grid in grids(report)]
    damage(tables, random.Random(seed))  # noqa: S311
    return dataclasses.replace(report, damaged=tuple(tables))


def printed(made: Record) -> list[tuple[str, str]]:
    """Name the failures that would be said under the agency's name, those of privacy included."""
    findings = check_issue(subject(made))
    sure = (finding for finding in findings if finding.certainty is Certainty.PRINTED)
    return [(finding.check, finding.subject) for finding in sure if finding.result is Result.FAIL]


def laid_over(one: Record, other: Record, *, first: bool) -> Record:
    """Lay two readings over each other, the sound one first or second."""
    return reconcile(one, other, why="两种读法不同") if first else reconcile(other, one, why="两种读法不同")


def test_a_misread_digit_never_makes_a_report_wrong() -> None:
    for seed in range(MISREAD):
        sound = whole(clean(seed))
        wrong = misread(sound, random.Random(seed))  # noqa: S311
        both = laid_over(sound, wrong, first=bool(seed % 2))
        assert len(both.unclear) == 1
        assert printed(both) == [], f"seed {seed}"


def test_a_damaged_copy_never_makes_a_report_wrong() -> None:
    unclear: Counter[str] = Counter()
    for seed in range(DAMAGED):
        report, damage = clean(seed), DAMAGES[seed % len(DAMAGES)]
        both = laid_over(whole(report), reading(damaged(report, damage, seed)), first=bool(seed % 2))
        assert printed(both) == [], f"seed {seed}, {damage.__name__}"
        unclear[damage.__name__] += bool(both.unclear)
    assert all(unclear[damage.__name__] for damage in (numbers_doubled, numbers_lost))


@pytest.mark.parametrize("cell", ["applications.granted.total", "disputes.review.total"])
def test_but_a_report_that_is_wrong_is_said_to_be_when_two_read_it_alike(cell: str) -> None:
    report = clean(7)
    figure = report.figures[cell]
    assert isinstance(figure, int)
    wrong = dataclasses.replace(report, figures={**report.figures, cell: figure + 1})
    assert printed(reconcile(reading(wrong), whole(wrong), why=""))
    assert printed(reconcile(reading(report), whole(report), why="")) == []
