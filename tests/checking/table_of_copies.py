"""The table of the checks of texts that are the same: see `test_every_check`."""

from __future__ import annotations

import dataclasses
import random

from generator.checking.subject import Past, Subject
from generator.checking.subjects import subjects
from generator.records.place import Place
from generator.records.portal import Held, Issue, Portal, Settings
from generator.records.record import Passage, Record
from generator.records.registry import Agency
from tests.checking.made import record
from tests.checking.rows import Row

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
NAMES = ("甲县", "乙县", "丙县", "丁县", "戊县", "己县", "庚县", "辛县", "壬县", "癸县")


def written(seed: object, clauses: int = 40, length: int = 12) -> list[str]:
    """Make clauses that nobody else has."""
    rng = random.Random(f"{seed}")  # noqa: S311 - no secrets
    return ["".join(rng.choices(HAN, k=length)) for _ in range(clauses)]


def letters(seed: object, count: int) -> str:
    """Give letters that nobody else has in this order."""
    return written(seed, 1, count)[0]


def paragraphs(clauses: list[str]) -> tuple[str, ...]:
    """Put five clauses into each paragraph."""
    return tuple("，".join(clauses[start : start + 5]) + "。" for start in range(0, len(clauses), 5))


def report(*texts: str, year: int = 2024, section: int = 1) -> Record:
    """Make a record of an original that says this and nothing else."""
    passages = tuple(Passage(text, Place(line=10 + number), section) for number, text in enumerate(texts))
    return dataclasses.replace(record(year=year), narrative=passages)


def portal(*reports: tuple[int, Record], sample: bool = False) -> Portal:
    """Hold reports of the agencies with these numbers."""
    held = (Held(Issue(f"a{number}", made.year), made, "") for number, made in reports)
    agencies = {
        f"a{number}": Agency(f"a{number}", f"{name}人民政府", "government", (name,), "410822", "county")
        for number, name in enumerate(NAMES)
    }
    ordered = tuple(sorted(held, key=lambda item: item.issue))
    return Portal(Settings("门户", "https://example.org/", sample=sample), agencies, ordered)


def first(*reports: tuple[int, Record]) -> Subject:
    """Put the report of agency 0 for 2024 before the checks, among the others."""
    (found,) = (each for each in subjects(portal(*reports)) if each.held.issue == Issue("a0", 2024))
    return found


TEXT, OTHER, ABOVE = paragraphs(written("甲")), paragraphs(written("乙")), written("上级", 30)
COPIED = first((0, report(*TEXT, year=2023)), (0, report(*TEXT)))
SHARED = tuple((number, report(*paragraphs([*ABOVE, *written(number, 25)]))) for number in range(6))
LAST_YEAR = (0, report(*paragraphs([*ABOVE, *written("旧", 25)]), year=2023))

YEARS, AGENCIES = "duplicate-narrative", "duplicate-across-agencies"
TABLE = (
    Row(YEARS, "passes", first((0, report(*OTHER, year=2023)), (0, report(*TEXT))), "1"),
    Row(YEARS, "fails", COPIED, "1"),
    Row(YEARS, "not_assessable", dataclasses.replace(COPIED, past=Past(why="previous_unread"))),
    Row(YEARS, "not_applicable", first((0, report(*TEXT[:3], year=2023)), (0, report(*TEXT[:3]))), "1"),
    Row(YEARS, "false_alarm", first(LAST_YEAR, *SHARED), "1"),
    Row(AGENCIES, "passes", first((0, report(*TEXT)), (1, report(*OTHER))), "1"),
    Row(AGENCIES, "fails", first((0, report(*TEXT)), (1, report(*TEXT))), "1"),
    Row(AGENCIES, "not_applicable", first((0, report(*TEXT[:3])), (1, report(*TEXT[:3]))), "1"),
    Row(AGENCIES, "false_alarm", first(*SHARED), "1"),
)
