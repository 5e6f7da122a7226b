"""Group B: do the figures of one report agree with each other? Sums are exact; counts are 件, fees 万元."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Final

from generator.checking.findings import Result, Verdict
from generator.checking.subject import Subject
from generator.checking.wording import name_cells, name_of_subject, words, written_sum
from generator.records.figures import Absence, Number
from generator.records.forms import FormRow, Identity, identities
from generator.records.record import number_of, stated

_STOCKS: Final = frozenset({"regulations", "normative_documents"})


def balance(check: str) -> Callable[[Subject], Iterator[Verdict]]:
    """Make the rule that holds every identity of `check` (R1 to R4) against a record's own forms.

    A record may mix forms; the identities are those of the form that each of its tables follows.
    """

    def rule(subject: Subject) -> Iterator[Verdict]:
        for table in subject.record.tables:
            for identity in _identities(table.table, table.form, check):
                yield _weigh(subject, identity)

    return rule


@functools.cache
def _identities(table: str, form: str, check: str) -> tuple[Identity, ...]:
    return tuple(identity for identity in identities(table, form) if identity.check == check)


def _weigh(subject: Subject, identity: Identity) -> Verdict:
    if _placed(subject, identity):
        return _verdict(subject, identity, Result.NOT_ASSESSABLE, says="placed")
    lost = subject.without_number(identity.cells)
    if not lost:
        equal = _known(subject, identity.left) == _known(subject, identity.right)
        return _verdict(subject, identity, Result.PASS if equal else Result.FAIL)
    if _exceeds(subject, identity.left, identity.right) or _exceeds(subject, identity.right, identity.left):
        return _verdict(subject, identity, Result.FAIL, says="exceeds")
    return _verdict(subject, identity, Result.NOT_ASSESSABLE, detail=name_cells(subject, lost))


def _placed(subject: Subject, identity: Identity) -> bool:
    """Tell whether the identity helped to place one of its own operands: then it cannot test it."""
    if not any(evidence.placed_by for evidence in subject.record.evidence.values()):
        return False
    name = f"{identity.check}:{identity.subject}"
    found = (subject.record.evidence_of(cell) for cell in identity.cells)
    return any(e is not None and e.placed_by and (not e.identities or name in e.identities) for e in found)


def _known(subject: Subject, cells: tuple[str, ...]) -> Number:
    """Add up the numbers among `cells`."""
    return sum(number for cell in cells if (number := subject.number(cell)) is not None)


def _exceeds(subject: Subject, part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Tell whether the known of one side are already more than the other side, all of which is known.

    Counts cannot be negative, so what is not known cannot bring them down.
    """
    return not subject.without_number(whole) and _known(subject, part) > _known(subject, whole)


def _verdict(subject: Subject, identity: Identity, result: Result, *, says: str = "", detail: str = "") -> Verdict:
    return Verdict(
        result,
        subject=identity.subject,
        about=name_of_subject(identity.check, identity.subject),
        says=says,
        cells=identity.cells,
        left=written_sum(subject, identity.left),
        right=_right(subject, identity),
        detail=detail,
        certainty=subject.certainty(identity.cells) if result is Result.FAIL else None,
    )


def _right(subject: Subject, identity: Identity) -> str:
    text = written_sum(subject, identity.right)
    return str(words("stated_total")).format(text) if len(identity.right) == 1 else text


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
