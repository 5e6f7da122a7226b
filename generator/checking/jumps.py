"""Group D: figures that moved far since the year before, and fees that look like another unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from generator.checking.breaks import breaks_between, same_quantity
from generator.checking.findings import Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import threshold
from generator.checking.wording import name_of_cell, words
from generator.checking.years import lacking, number_before, with_previous
from generator.records.figures import Number
from generator.records.portal import Held
from generator.records.record import stated

_FEES: Final = "proactive.fees_10k_yuan"
_POWERS: Final = (Decimal(10), Decimal(10_000))


def jump(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Note cells that grew or shrank beyond the threshold, in share and in number. Never across a break."""
    floors: Mapping[str, str] = words("watched_for_jumps")
    for cell, floor in floors.items():
        if cell in subject.record.figures:
            yield _moved(subject, previous, cell, threshold(subject.settings, floor))


def _moved(subject: Subject, previous: Held, cell: str, floor: Decimal) -> Verdict:
    about = name_of_cell(cell)
    before = same_quantity(cell, subject.record.forms, previous.record.forms)
    broken = [each for each in breaks_between(previous.issue.year, subject.year) if each.concerns(cell)]
    if broken or not before:
        says = "broken" if broken else "other_quantity"
        return Verdict(Result.NOT_APPLICABLE, cell, about, says=says, detail="、".join(each.name for each in broken))
    numbers = [number_before(previous, one) for one in before]
    now, known = subject.number(cell), [number for number in numbers if number is not None]
    if now is None or len(known) < len(numbers):
        detail = lacking(subject, previous, (cell,), before)
        return Verdict(Result.NOT_ASSESSABLE, cell, about, cells=(cell,), before=before, detail=detail)
    past, number = sum(map(Decimal, known), Decimal(0)), Decimal(now)
    far = _far(past, number, threshold(subject.settings, "jump_ratio")) and abs(number - past) > floor
    return Verdict(
        Result.FAIL if far else Result.PASS,
        cell,
        about,
        cells=(cell,),
        before=before,
        left=stated(past),
        right=stated(now),
        certainty=subject.certainty((cell,), before) if far else None,
    )


def _far(past: Decimal, now: Decimal, ratio: Decimal) -> bool:
    return now > past * ratio or past > now * ratio


def unit_suspect(subject: Subject, previous: Held) -> Iterator[Verdict]:
    """Look for fees that stand to those before as 元 to 万元 do (or are ten times them), or dwarf all before."""
    if _FEES not in subject.record.figures or _FEES not in previous.record.figures:
        yield Verdict(Result.NOT_APPLICABLE, says="other_quantity")
        return
    cells, before = (_FEES,), (_FEES,)
    now, past = subject.number(_FEES), number_before(previous, _FEES)
    if now is None or past is None:
        detail = lacking(subject, previous, cells, before)
        yield Verdict(Result.NOT_ASSESSABLE, cells=cells, before=before, detail=detail)
        return
    says = _power(subject, past, now) or _dwarfs(subject, now)
    yield Verdict(
        Result.FAIL if says else Result.PASS,
        says=says,
        cells=cells,
        before=before,
        left=stated(past),
        right=stated(now),
        detail=f"{threshold(subject.settings, 'unit_history_factor'):f}",
        certainty=subject.certainty(cells, before) if says else None,
    )


def _power(subject: Subject, past: Number, now: Number) -> str:
    """Tell whether the ratio of two years' fees is near 10 or 10,000 (or one part in as many): `fail` if so."""
    small, large = sorted((Decimal(past), Decimal(now)))
    if small <= 0 or large < threshold(subject.settings, "unit_floor"):
        return ""
    tolerance = threshold(subject.settings, "unit_tolerance")
    return "fail" if any(abs(large / small / power - 1) <= tolerance for power in _POWERS) else ""


def _dwarfs(subject: Subject, now: Number) -> str:
    """Tell whether this year's fees are far above all that we know of earlier years, two at least: `history` if so."""
    numbers = (number_before(held, _FEES) for held in subject.past.earlier)
    past = [number for number in numbers if number is not None]
    factor, floor = (threshold(subject.settings, name) for name in ("unit_history_factor", "unit_floor"))
    enough = len(past) > 1 and max(past) > 0 and now >= floor
    return "history" if enough and Decimal(now) > Decimal(max(past)) * factor else ""


RULES: Final[Mapping[str, Rule]] = {
    "year-on-year-jump": with_previous(jump),
    "unit-suspect": with_previous(unit_suspect),
}
