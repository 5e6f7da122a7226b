"""What people have decided about findings, laid over them: confirmed ones are `printed`, dismissed ones are no more.

A decision is kept by the finding's name and the digest of the figures that it rests on (`Finding.figures`). When those
change the decision is void: the finding is open again, and the decision is named with its line.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.checking.findings import OPEN, Certainty, Finding, Result
from generator.records.errors import Problem
from generator.records.portal import Held
from generator.records.reviews import Review, Reviews, void

_OF_TEXT = "C"


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding that a person has looked at and dismissed, with the decision."""

    finding: Finding
    review: Review


def settle(held: Held, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Settled, ...]]:
    """Part an issue's findings: those that stand, confirmed ones as `printed`, and those that were dismissed.

    A failure whose every cell a person has confirmed is `printed` too, unless it compares with another year or with a
    sentence.
    """
    if not held.reviews.all:
        return tuple(findings), ()
    standing: list[Finding] = []
    dismissed: list[Settled] = []
    for finding in findings:
        review = decision_on(held, finding)
        if review is not None and review.verdict == "dismissed":
            dismissed.append(Settled(finding, review))
        elif review is not None or _seen(held, finding):
            standing.append(_printed(finding))
        else:
            standing.append(finding)
    return tuple(standing), tuple(dismissed)


def decision_on(held: Held, finding: Finding) -> Review | None:
    """Give a person's decision on an open finding, if there is one and its figures are those that it was given on."""
    if finding.result not in OPEN:
        return None
    return held.reviews.on_finding(finding.name, finding.figures)


def _seen(held: Held, finding: Finding) -> bool:
    """Tell whether a person has held every figure of a failure against the report itself: in text, nobody has."""
    asked = bool(finding.cells) and not finding.before and finding.group != _OF_TEXT
    return asked and all(held.reviews.confirms(cell) for cell in finding.cells)


def _printed(finding: Finding) -> Finding:
    if finding.result is not Result.FAIL:
        return finding
    return dataclasses.replace(finding, certainty=Certainty.PRINTED)


def without_void(held: Held, findings: Iterable[Finding]) -> tuple[Held, tuple[Problem, ...]]:
    """Give an issue without the decisions on findings that are gone or rest on other figures now, and name these."""
    if not held.reviews.on_findings:
        return held, ()
    opened: dict[str, list[str]] = {}
    for finding in findings:
        if finding.result in OPEN:
            opened.setdefault(finding.name, []).append(finding.figures)
    told = {review: _void(review, opened.get(review.subject, [])) for review in held.reviews.on_findings}
    kept = Reviews(tuple(review for review in held.reviews.all if not told.get(review)))
    problems = tuple(problem for problem in told.values() if problem)
    return (dataclasses.replace(held, reviews=kept) if problems else held), problems


def _void(review: Review, now: Sequence[str]) -> Problem | None:
    if not now:
        what = f"对 {review.subject} 的认定用不上了：这一项现在没有不符，也没有无法核对。"
        return review.problem(what, "请删去这一条。")
    return None if any(review.holds_on(figures) for figures in now) else void(review, now[0])
