"""How long it takes to find reports that say nearly the same, and whether what was planted is found.

`python tests/bench/bench_duplicates.py [REPORTS]` makes up narratives of one year (10,000), some copied in part from
others, some sharing the text of their superiors, and compares all of them.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from generator.checking.resemblance import resemblances
from generator.records.forms import FORM_NAMES, TABLES, form_table
from generator.records.place import Place
from generator.records.portal import Held, Issue
from generator.records.record import Passage, Record, Source
from generator.records.registry import Agency
from tests.bench.memory import most_held
from tests.bench.narratives import overview, shortcomings

_YEAR = 2024
_COPIES = 20  # one in so many is a copy in part
_TEMPLATES = 30  # so many neighbours share a template


def _agencies(count: int) -> dict[str, Agency]:
    return {
        f"a{number}": Agency(f"a{number}", f"示例第{number}镇人民政府", "government", (), "410822", "township")
        for number in range(count)
    }


def _texts(count: int, rng: random.Random) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """Make sections 一 and 五 of each report, and the number of the one that it is copied from (-1: of none)."""
    made: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    above = overview(random.Random(-1), "上级", _YEAR, "")  # noqa: S311 - no secrets
    for number in range(count):
        template = random.Random(number // _TEMPLATES)  # noqa: S311
        one = (*overview(rng, f"示例第{number}镇人民政府", _YEAR, f"收到申请{number}件。"), *above[1:3])
        five = (*shortcomings(rng), *shortcomings(template))
        source = rng.randrange(number) if number and number % _COPIES == 0 else -1
        if source >= 0:
            one = (*made[source][0][:-2], *one[-4:])
        made.append((one, five))
        yield one, five, source


def _held(number: int, one: tuple[str, ...], five: tuple[str, ...]) -> Held:
    tables = [form_table(FORM_NAMES[-1], name) for name in TABLES]
    passages = [
        Passage(text, Place(line=line), section)
        for section, texts in ((1, one), (5, five))
        for line, text in enumerate(texts, start=1)
    ]
    record = Record(
        year=_YEAR,
        agency_as_printed=f"示例第{number}镇人民政府",
        title="",
        source=Source((), "original", "bench"),
        forms=dict.fromkeys(TABLES, FORM_NAMES[-1]),
        forms_told={},
        figures={cell.name: 0 for table in tables[:1] for cell in table.cells},
        narrative=tuple(passages),
    )
    return Held(Issue(f"a{number}", _YEAR), record, "")


def main(arguments: list[str]) -> None:
    """Make reports up, compare them, and print what it took."""
    count = int(arguments[0]) if arguments else 10_000
    texts = list(_texts(count, random.Random(0)))  # noqa: S311 - no secrets
    reports = [_held(number, one, five) for number, (one, five, _) in enumerate(texts)]
    letters = sum(len(passage.text) for held in reports for passage in held.record.narrative)
    began, used = time.perf_counter(), time.process_time()
    found = resemblances(reports, _agencies(count))
    took, cpu = time.perf_counter() - began, time.process_time() - used
    planted = [number for number, (_, _, source) in enumerate(texts) if source >= 0]
    named = {int(agency[1:]) for (agency, _), section in found.nearest if section == 1}
    recalled = sum(number in named for number in planted)
    peak = most_held()
    print(f"{count} reports, {letters / count:.0f} characters each, {os.cpu_count()} processors, one used")
    print(f"  {took:.1f} s ({cpu:.1f} s of processor), {cpu / count * 1000:.2f} ms a report, peak {peak:.0f} MB")
    print(f"  {len(planted)} copies in part planted in 一, {recalled} named; {len(found.nearest)} sections have a like")


if __name__ == "__main__":
    main(sys.argv[1:])
