"""Group B: do the figures of one report agree with each other? Sums are exact; counts are 件, fees 万元."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.checking.findings import Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_cells, name_of_subject, words, written_sum
from generator.records.figures import Absence, Figure, Number
from generator.records.forms import FormRow, Identity, identities
from generator.records.record import number_of, stated

_STOCKS: Final = frozenset({"regulations", "normative_documents"})


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an identity: its figures, the sum of those that are numbers, and whether all are."""

    figures: tuple[Figure, ...]
    known: Number
    complete: bool

    @classmethod
    def of(cls, subject: Subject, cells: tuple[str, ...]) -> _Side:
        figures = tuple(map(subject.figure, cells))
        numbers = [figure for figure in figures if not isinstance(figure, Absence)]
        return cls(figures, sum(numbers), len(numbers) == len(figures))


def balance(check: str) -> Rule:
    """Make the rule that holds every identity of `check` (R1 to R4) against a record's own forms.

    A record may mix forms; the identities are those of the form that each of its tables follows.
    """

    def rule(subject: Subject) -> Iterator[Verdict]:
        placing = any(evidence.placed_by for evidence in subject.record.evidence.values())
        for table in subject.record.tables:
            for identity in _identities(table.table, table.form, check):
                sides = _Side.of(subject, identity.left), _Side.of(subject, identity.right)
                tested = not (placing and _placed(subject, identity))
                result, says = _weigh(*sides) if tested else (Result.NOT_ASSESSABLE, "placed")
                yield _verdict(subject, identity, sides, result, says)

    return rule


@functools.cache
def _identities(table: str, form: str, check: str) -> tuple[Identity, ...]:
    return tuple(identity for identity in identities(table, form) if identity.check == check)


def _placed(subject: Subject, identity: Identity) -> bool:
    """Tell whether the identity helped to place one of its own operands: then it cannot test it."""
    name = f"{identity.check}:{identity.subject}"
    found = (subject.record.evidence_of(cell) for cell in identity.cells)
    return any(e is not None and e.placed_by and (not e.identities or name in e.identities) for e in found)


def _weigh(left: _Side, right: _Side) -> tuple[Result, str]:
    """Compare two sides; the second word names the message.

    Counts cannot be negative: where all of one side is known, and what is known of the other is more, no number that
    might stand in the remaining cells can mend it.
    """
    if left.complete and right.complete:
        return (Result.PASS if left.known == right.known else Result.FAIL), ""
    if (right.complete and left.known > right.known) or (left.complete and right.known > left.known):
        return Result.FAIL, "exceeds"
    return Result.NOT_ASSESSABLE, ""


def _verdict(subject: Subject, identity: Identity, sides: tuple[_Side, _Side], result: Result, says: str) -> Verdict:
    left, right = (written_sum(side.figures) for side in sides)
    return Verdict(
        result,
        subject=identity.subject,
        about=name_of_subject(identity.check, identity.subject),
        says=says,
        cells=identity.cells,
        left=left,
        right=str(words("stated_total")).format(right) if len(identity.right) == 1 else right,
        detail=name_cells(subject, subject.without_number(identity.cells)) if result is Result.NOT_ASSESSABLE else "",
        certainty=subject.certainty(identity.cells) if result is Result.FAIL else None,
    )


def in_force_floor(subject: Subject) -> Iterator[Verdict]:
    """Hold R7: what was in force a year ago, worked out from this year's three figures, cannot be less than none."""
    rows = [row for row in subject.record.table("proactive").rows if row.key in _STOCKS]
    if not any(cell.name.endswith(".in_force") for row in rows for cell in row.cells):
        yield Verdict(Result.NOT_APPLICABLE)
        return
    for row in rows:
        yield _floor(subject, row)


def _floor(subject: Subject, row: FormRow) -> Verdict:
    cells = tuple(f"proactive.{row.key}.{item}" for item in ("in_force", "issued", "repealed"))
    in_force, issued, repealed = (number_of(subject.figure(cell)) for cell in cells)
    if in_force is None or issued is None or repealed is None:
        detail = name_cells(subject, subject.without_number(cells))
        return Verdict(Result.NOT_ASSESSABLE, row.key, row.label, cells=cells, detail=detail)
    before = in_force - issued + repealed
    left = f"{stated(in_force)}-{stated(issued)}+{stated(repealed)}＝{stated(before)}"
    if before >= 0:
        return Verdict(Result.PASS, row.key, row.label, cells=cells, left=left, right="0")
    certainty = subject.certainty(cells)
    return Verdict(Result.FAIL, row.key, row.label, cells=cells, left=left, right="0", certainty=certainty)


def all_zero(subject: Subject) -> Iterator[Verdict]:
    """Note a report all of whose cells are printed zeros. Usual for small townships: a note, no fault."""
    figures = subject.record.figures
    count = len(figures)
    if any(figure != 0 for figure in figures.values() if not isinstance(figure, Absence)):
        yield Verdict(Result.PASS)
    elif lost := subject.without_number(figures):
        yield Verdict(Result.NOT_ASSESSABLE, cells=lost, detail=name_cells(subject, lost), count=len(lost))
    else:
        yield Verdict(Result.FAIL, cells=tuple(figures), count=count, certainty=subject.certainty(figures))


RULES: Final[Mapping[str, Rule]] = {
    "column-identity": balance("column-identity"),
    "result-subtotal": balance("result-subtotal"),
    "row-total": balance("row-total"),
    "case-total": balance("case-total"),
    "in-force-floor": in_force_floor,
    "all-zero-report": all_zero,
}
