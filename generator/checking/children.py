"""Group H: a parent's figures against the sum of those that it adds up. Off until a portal names such a parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.findings import Certainty, Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_cells, name_of_cell, words
from generator.records.portal import Held
from generator.records.record import number_of, stated


def parent_child_sum(subject: Subject) -> Iterator[Verdict]:
    """Hold cells of a declared aggregate against the sum over the agencies that it declares, all of which must be held.

    Which agencies a report covers is declared nowhere reliably, so the portal says so (`aggregates` in portal.yaml).
    """
    declared = subject.settings.aggregates.get(subject.agency.id, ())
    if not declared:
        yield Verdict(Result.NOT_APPLICABLE)
        return
    held = {agency: subject.around.newest.get((agency, subject.year)) for agency in declared}
    lost = [agency for agency, item in held.items() if item is None]
    if lost:
        yield Verdict(Result.NOT_ASSESSABLE, says="not_held", detail="、".join(lost), count=len(lost))
        return
    members = [item for item in held.values() if item]
    for cell in words("summed_over_children"):
        if cell in subject.record.figures:
            yield _summed(subject, members, cell)


def _summed(subject: Subject, members: list[Held], cell: str) -> Verdict:
    about, whole = name_of_cell(cell), subject.number(cell)
    figures = [number_of(item.record.figures[cell]) if cell in item.record.figures else None for item in members]
    parts = [number for number in figures if number is not None]
    if whole is None or len(parts) < len(members):
        if whole is None:
            return Verdict(Result.NOT_ASSESSABLE, cell, about, cells=(cell,), detail=name_cells(subject, (cell,)))
        return Verdict(Result.NOT_ASSESSABLE, cell, about, says="no_number", cells=(cell,))
    same = sum(parts) == whole
    return Verdict(
        Result.PASS if same else Result.FAIL,
        cell,
        about,
        cells=(cell,),
        left=stated(whole),
        right=stated(sum(parts)),
        count=len(parts),
        certainty=None if same else Certainty.TO_CONFIRM,
    )


RULES: Final[Mapping[str, Rule]] = {"parent-child-sum": parent_child_sum}
