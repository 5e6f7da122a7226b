"""Group C: what the narrative says against what the tables say.

Only claims of scope `whole` are compared. Where several say different things of one cell, the report is held
inconsistent only if none of them agrees with the table: one that agrees shows that the others mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.checking.findings import Result, Severity, Verdict
from generator.checking.subject import Subject
from generator.checking.wording import name_cells, words, written_sum
from generator.records.record import Claim, Passage

_RECEIVED: Final = "applications.new_received.total"
_CARRIED_IN: Final = "applications.carried_in.total"
_DENIABLE: Final = {
    "applications.new_received.total": (_RECEIVED,),
    "disputes.review.total": ("disputes.review.total",),
    "disputes.litigation.total": ("disputes.litigation_direct.total", "disputes.litigation_after_review.total"),
}
_PLAIN_SECTIONS: Final = (1, 2, 3)
_SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+")
_ZERO: Final = re.compile(r"(?<![0-9０-９.．,，])[0０](?![0-9０-９.．])|零|〇")


def new_received(subject: Subject) -> Iterator[Verdict]:
    """Hold the applications received, as the narrative states them in 件, against 表三 row 一, 总计.

    A sentence that says it includes what was carried in may also state the sum of rows 一 and 二.
    """
    claims = _whole(subject, _RECEIVED)
    if not claims:
        says = "other_scope" if any(claim.cell == _RECEIVED for claim in subject.record.claims) else "no_claim"
        yield _about(subject, Result.NOT_ASSESSABLE, says=says)
    elif subject.number(_RECEIVED) is None:
        yield _about(subject, Result.NOT_ASSESSABLE, claims[0], detail=name_cells(subject, (_RECEIVED,)))
    elif agreeing := next((claim for claim in claims if claim.value in _accepted(subject, claim)), None):
        yield _about(subject, Result.PASS, agreeing)
    else:
        yield from _differing(subject, claims)


def _whole(subject: Subject, cell: str) -> list[Claim]:
    return [claim for claim in subject.record.claims if claim.cell == cell and claim.scope == "whole"]


def _accepted(subject: Subject, claim: Claim) -> set[object]:
    """Give the values of the table that a claim may mean: row 一, or rows 一 and 二 where its sentence says so."""
    received, carried = subject.number(_RECEIVED), subject.number(_CARRIED_IN)
    if received is None or not _includes_carried(subject, claim):
        return {received}
    return {received} if carried is None else {received, received + carried}


def _includes_carried(subject: Subject, claim: Claim) -> bool:
    return bool(re.search(words("includes_carried_in"), "".join(_sentence(subject, claim).split())))


def _differing(subject: Subject, claims: list[Claim]) -> Iterator[Verdict]:
    """Say of each value that is stated in figures that the table has another; `未收到` is another check's matter."""
    stated = {claim.value: claim for claim in reversed(claims) if not _in_words(claim)}
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
    plain = claim is not None and _section(subject, claim) in _PLAIN_SECTIONS
    return Verdict(
        result,
        subject=_RECEIVED,
        about=words("claimed")[_RECEIVED],
        says=says,
        cells=(_RECEIVED,),
        left="" if claim is None else str(claim.value),
        right=written_sum([subject.figure(_RECEIVED)]),
        detail=detail,
        quote="" if claim is None else _sentence(subject, claim),
        certainty=subject.certainty((_RECEIVED,)) if result is Result.FAIL else None,
        severity=Severity.ERROR if plain and result is Result.FAIL else None,
    )


def none_claim(subject: Subject) -> Iterator[Verdict]:
    """Hold 未收到申请, 未发生行政复议、行政诉讼 against the totals of 表三 and 表四."""
    for cell, counted in _DENIABLE.items():
        yield _denied(subject, cell, counted)


def _denied(subject: Subject, cell: str, counted: tuple[str, ...]) -> Verdict:
    claims = _whole(subject, cell)
    denial = next((claim for claim in claims if claim.value == 0 and _in_words(claim)), None)
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
        quote=_sentence(subject, denial),
        certainty=subject.certainty(counted) if result is Result.FAIL else None,
    )


def _in_words(claim: Claim) -> bool:
    """Tell whether a claim of 0 is made in words (未收到, 无): no zero is written in it."""
    return claim.value == 0 and not _ZERO.search(claim.text)


def _passage(subject: Subject, claim: Claim) -> Passage | None:
    """Find the paragraph that a claim was taken from: at its place, or else by its text."""
    at_place = (passage for passage in subject.record.narrative if passage.place == claim.place)
    by_text = (passage for passage in subject.record.narrative if claim.text in passage.text)
    return next(at_place, None) or next(by_text, None)


def _section(subject: Subject, claim: Claim) -> int:
    passage = _passage(subject, claim)
    return passage.section if passage else 0


def _sentence(subject: Subject, claim: Claim) -> str:
    """Give the whole sentence that a claim stands in."""
    passage = _passage(subject, claim)
    sentences = _SENTENCE.findall(passage.text) if passage else []
    return next((sentence.strip() for sentence in sentences if claim.text in sentence), claim.text)
