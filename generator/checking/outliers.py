"""Group F: figures far from those of peers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from generator.checking.findings import Result, Verdict
from generator.checking.spread import Spread
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import threshold
from generator.checking.wording import name_cells, name_of_cell, words
from generator.records.record import stated


def outlier(subject: Subject) -> Iterator[Verdict]:
    """Note cells whose log(1+x) lies far above those of the same kind, level and year, where these are enough."""
    groups = [(cell, spread) for cell in words("compared_with_peers") if (spread := _peers(subject, cell))]
    if not groups:
        yield Verdict(Result.NOT_APPLICABLE, count=int(threshold(subject.settings, "outlier_least")))
    for cell, spread in groups:
        yield _placed(subject, cell, spread)


def _peers(subject: Subject, cell: str) -> Spread | None:
    agency = subject.agency
    spread = subject.around.spreads.get((agency.kind, agency.level, subject.year, cell))
    enough = spread is not None and spread.count >= threshold(subject.settings, "outlier_least")
    return spread if enough and cell in subject.record.figures else None


def _placed(subject: Subject, cell: str, spread: Spread) -> Verdict:
    number, about = subject.number(cell), name_of_cell(cell)
    if number is None or number < 0:
        return Verdict(Result.NOT_ASSESSABLE, cell, about, cells=(cell,), detail=name_cells(subject, (cell,)))
    distance = spread.distance(number)
    if distance is None:
        return Verdict(Result.NOT_APPLICABLE, cell, about, says="all_alike", cells=(cell,), count=spread.count)
    far = Decimal(distance) > threshold(subject.settings, "outlier_distance")
    return Verdict(
        Result.FAIL if far else Result.PASS,
        cell,
        about,
        cells=(cell,),
        left=stated(number),
        right=spread.middle,
        detail=f"{distance:.1f}",
        count=spread.count,
        certainty=subject.certainty((cell,)) if far else None,
    )


RULES: Final[Mapping[str, Rule]] = {"outlier-in-peer-group": outlier}
