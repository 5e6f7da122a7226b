"""Group C: what the narrative says against what the tables say.

Only claims of scope `whole` are compared. Where several say different things of one cell, the report is held
inconsistent only if none of them agrees with the table: one that agrees shows that the others mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.claimed import comparable, in_words, section_of, sentence_of
from generator.checking.findings import Certainty, Result, Severity, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_cells, words, written_sum
from generator.records.record import Claim

_RECEIVED: Final = "applications.new_received.total"
_CARRIED_IN: Final = "applications.carried_in.total"
_REVIEW: Final = "disputes.review.total"
_SUITS: Final = "disputes.litigation.total"
_COUNTED: Final = {_SUITS: ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")}
"""Cells of claims that stand for a sum; every other stands for itself."""
_DENIABLE: Final = (_RECEIVED, _REVIEW, _SUITS)
_PLAIN_SECTIONS: Final = (1, 2, 3)


def new_received(subject: Subject) -> Iterator[Verdict]:
    """Hold the applications received, as the narrative states them in 件, against 表三 row 一, 总计.

    A sentence that says it includes what was carried in may also state the sum of rows 一 and 二.
    """
    claims = comparable(subject, _RECEIVED)
    if not claims:
        says = "other_scope" if any(claim.cell == _RECEIVED for claim in subject.record.claims) else "no_claim"
        yield _about(subject, Result.NOT_ASSESSABLE, says=says)
    elif subject.number(_RECEIVED) is None:
        yield _about(subject, Result.NOT_ASSESSABLE, claims[0], detail=name_cells(subject, (_RECEIVED,)))
    elif agreeing := next((claim for claim in claims if claim.value in _accepted(subject, claim)), None):
        yield _about(subject, Result.PASS, agreeing)
    else:
        yield from _differing(subject, claims)


def _accepted(subject: Subject, claim: Claim) -> set[object]:
    """Give the values of the table that a claim may mean: row 一, or rows 一 and 二 where its sentence says so."""
    received, carried = subject.number(_RECEIVED), subject.number(_CARRIED_IN)
    if received is None or not _includes_carried(subject, claim):
        return {received}
    return {received} if carried is None else {received, received + carried}


def _includes_carried(subject: Subject, claim: Claim) -> bool:
    return bool(re.search(words("includes_carried_in"), "".join(sentence_of(subject, claim).split())))


def _differing(subject: Subject, claims: list[Claim]) -> Iterator[Verdict]:
    """Say of each value that is stated in figures that the table has another; `未收到` is another check's matter."""
    stated = {claim.value: claim for claim in reversed(claims) if not in_words(claim)}
    for claim in sorted(stated.values(), key=claims.index):
        if _includes_carried(subject, claim) and subject.number(_CARRIED_IN) is None:
            yield _about(subject, Result.NOT_ASSESSABLE, claim, detail=name_cells(subject, (_CARRIED_IN,)))
        else:
            yield _about(subject, Result.FAIL, claim)
    if not stated:
        yield _about(subject, Result.NOT_APPLICABLE, claims[0], says="in_words")


def _about(
    subject: Subject, result: Result, claim: Claim | None = None, *, says: str = "", detail: str = ""
) -> Verdict:
    plain = claim is not None and section_of(subject, claim) in _PLAIN_SECTIONS
    return Verdict(
        result,
        subject=_RECEIVED,
        about=words("claimed")[_RECEIVED],
        says=says,
        cells=(_RECEIVED,),
        left="" if claim is None else str(claim.value),
        right=written_sum([subject.figure(_RECEIVED)]),
        detail=detail,
        quote="" if claim is None else sentence_of(subject, claim),
        certainty=_certainty(subject, claim, (_RECEIVED,)) if result is Result.FAIL else None,
        severity=Severity.ERROR if plain and result is Result.FAIL else None,
    )


def _certainty(subject: Subject, claim: Claim | None, cells: tuple[str, ...]) -> Certainty:
    """Tell how sure a failure is: two readers must have seen the sentence too, or a person the whole report."""
    heard = subject.held.reviews.of_record is not None or (claim is not None and claim.readers > 1)
    return subject.certainty(cells) if heard else Certainty.TO_CONFIRM


def said(*claimed: str) -> Rule:
    """Make the rule that holds what the narrative states of cells against the tables.

    `claimed` are cells as claims name them. A claim of none in words (未发生) is left to `narrative-none-claim` where
    that looks at the cell. What is not stated is `not_applicable`: nothing obliges a report to repeat its table.
    """

    def rule(subject: Subject) -> Iterator[Verdict]:
        for cell in claimed:
            yield from _stated(subject, cell)

    return rule


def _stated(subject: Subject, cell: str) -> Iterator[Verdict]:
    counted = _COUNTED.get(cell, (cell,))
    in_form = all(part in subject.record.figures for part in counted)
    claims = [claim for claim in comparable(subject, cell) if cell not in _DENIABLE or not in_words(claim)]
    numbers = [number for part in counted if (number := subject.number(part)) is not None]
    known, complete = sum(numbers), len(numbers) == len(counted)
    if not in_form or not claims:
        other = in_form and any(claim.cell == cell and claim.scope != "whole" for claim in subject.record.claims)
        result, says = (Result.NOT_ASSESSABLE, "other_scope") if other else (Result.NOT_APPLICABLE, "no_claim")
        yield Verdict(result, cell, words("claimed")[cell], says=says, cells=counted if in_form else ())
    elif complete and (agreeing := next((claim for claim in claims if claim.value == known), None)):
        yield _compared(subject, agreeing, counted, Result.PASS)
    else:
        for claim in {claim.value: claim for claim in reversed(claims)}.values():
            failed = complete or known > claim.value
            yield _compared(subject, claim, counted, Result.FAIL if failed else Result.NOT_ASSESSABLE)


def _compared(subject: Subject, claim: Claim, counted: tuple[str, ...], result: Result) -> Verdict:
    return Verdict(
        result,
        subject=claim.cell,
        about=words("claimed")[claim.cell],
        cells=counted,
        left=str(claim.value),
        right=written_sum([subject.figure(part) for part in counted]),
        detail=name_cells(subject, subject.without_number(counted)),
        quote=sentence_of(subject, claim),
        certainty=_certainty(subject, claim, counted) if result is Result.FAIL else None,
    )


def none_claim(subject: Subject) -> Iterator[Verdict]:
    """Hold 未收到申请, 未发生行政复议、行政诉讼 against the totals of 表三 and 表四."""
    for cell in _DENIABLE:
        yield _denied(subject, cell, _COUNTED.get(cell, (cell,)))


def _denied(subject: Subject, cell: str, counted: tuple[str, ...]) -> Verdict:
    claims = comparable(subject, cell)
    denial = next((claim for claim in claims if claim.value == 0 and in_words(claim)), None)
    if denial is None:
        return Verdict(Result.NOT_APPLICABLE, cell, words("claimed")[cell], cells=counted)
    numbers = [number for part in counted if (number := subject.number(part)) is not None]
    known, complete = sum(numbers), len(numbers) == len(counted)
    agrees = complete and any(claim.value == known for claim in claims)
    result = Result.PASS if agrees else Result.FAIL if complete or known > 0 else Result.NOT_ASSESSABLE
    return Verdict(
        result,
        cell,
        words("claimed")[cell],
        cells=counted,
        left="0",
        right=written_sum([subject.figure(part) for part in counted]),
        detail=name_cells(subject, subject.without_number(counted)),
        quote=sentence_of(subject, denial),
        certainty=_certainty(subject, denial, counted) if result is Result.FAIL else None,
    )


_NORMATIVE: Final = tuple(f"proactive.normative_documents.{item}" for item in ("issued", "repealed", "in_force"))

RULES: Final[Mapping[str, Rule]] = {
    "narrative-new-received": new_received,
    "narrative-processed": said("applications.total.total", "applications.granted.total", "applications.partial.total"),
    "narrative-carried-out": said("applications.carried_out.total", _CARRIED_IN),
    "narrative-none-claim": none_claim,
    "narrative-review": said(_REVIEW, "disputes.review.corrected"),
    "narrative-litigation": said(_SUITS, *_COUNTED[_SUITS]),
    "narrative-normative-docs": said(*_NORMATIVE),
}
