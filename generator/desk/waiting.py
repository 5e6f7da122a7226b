"""What waits for a person: unclear figures, then findings to confirm, then reports that one reader alone has read.

Nothing is decided here. Each item says what is asked, shows the cells concerned and where to look in the original.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from generator.checking.findings import Certainty, Finding, Result
from generator.records.corrections import show
from generator.records.forms import TABLE_TITLES
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.place import Place
from generator.records.portal import Held, Portal
from generator.records.record import Record
from generator.records.reviews import SHORT, WHOLE, record_fingerprint

_TWO: Final = 2
Kind = Literal["unclear", "finding", "record"]
_KINDS: Final[tuple[Kind, ...]] = ("unclear", "finding", "record")
Checked = tuple[Held, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as it is shown to the person: its dotted name, its name in Chinese, and its figure as files write it."""

    cell: str
    name: str
    figure: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tables as read."""

    label: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question to a person. `key` stays the same while the question does.

    `figures` is the fingerprint that an answer is given on; `file` is the report file below `content/`, `place` where
    in it to look, `text` what is printed there; `candidates` are figures to choose from.
    """

    key: str
    kind: Kind
    issue: str
    agency: str
    title: str
    question: str
    subject: str
    figures: str
    file: str
    place: Place
    text: str
    rows: tuple[Row, ...]
    candidates: tuple[str, ...] = ()


def queue(portal: Portal, checked: Iterable[Checked], memory: Memory = FORGETFUL) -> list[Item]:
    """Give every item that waits, the most doubtful kinds first, in order of agency and year within a kind."""
    every = [item for held, findings in checked for item in _remembered(portal, held, findings, memory)]
    return sorted(every, key=lambda item: _KINDS.index(item.kind))


def _remembered(portal: Portal, held: Held, findings: tuple[Finding, ...], memory: Memory) -> tuple[Item, ...]:
    """Give what waits of one issue; with a `memory` it is made once for the same figures and findings."""
    make = functools.partial(_items, portal, held, findings)
    equal = (portal.agencies[held.issue.agency],)
    return memory.of(Name("waiting", held.issue.agency, held.issue.name), make, same=(held, findings), equal=equal)


def _items(portal: Portal, held: Held, findings: tuple[Finding, ...]) -> tuple[Item, ...]:
    found = (_unclear(portal, held), _to_confirm(portal, held, findings), _one_reader(portal, held))
    return tuple(item for items in found for item in items)


def _unclear(portal: Portal, held: Held) -> Iterator[Item]:
    for cell, doubt in held.record.unclear.items():
        candidates = tuple(show(figure) for figure in doubt.candidates)
        yield _item(portal, held, "unclear", cell, (doubt.why, "", (cell,), candidates))


def _to_confirm(portal: Portal, held: Held, findings: Sequence[Finding]) -> Iterator[Item]:
    for finding in findings:
        if finding.result is Result.FAIL and finding.certainty is Certainty.TO_CONFIRM:
            told = (finding.message, finding.figures[:SHORT], finding.cells, ())
            yield _item(portal, held, "finding", finding.name, told)


def _one_reader(portal: Portal, held: Held) -> Iterator[Item]:
    """Ask for the whole record, where nobody has confirmed it and some row was read by one reader alone."""
    single = any(evidence.readers < _TWO for evidence in held.record.evidence.values())
    if single and held.reviews.of_record is None and not held.record.unclear:
        told = ("请逐格对照原件，确认全部数字。", record_fingerprint(held.record)[:SHORT], (), ())
        yield _item(portal, held, "record", WHOLE, told)


def _item(
    portal: Portal,
    held: Held,
    kind: Kind,
    subject: str,
    told: tuple[str, str, tuple[str, ...], tuple[str, ...]],
) -> Item:
    question, figures, cells, candidates = told
    own = f"{held.issue.agency}/{held.issue.name}"
    evidence = held.record.evidence_of(cells[0]) if cells else None
    return Item(
        key=f"{own}#{kind}:{subject}:{figures}",
        kind=kind,
        issue=own,
        agency=portal.agencies[held.issue.agency].name,
        title=f"{held.issue.year} 年度{f'（第 {held.issue.revision} 版）' if held.issue.revision > 1 else ''}",
        question=question,
        subject=subject,
        figures=figures,
        file=held.record.source.files[0].path,
        place=evidence.place if evidence else Place(),
        text=evidence.text if evidence else "",
        rows=tuple(_rows(held.record, cells)),
        candidates=candidates,
    )


def _rows(record: Record, cells: Sequence[str]) -> Iterator[Row]:
    """Give the rows in which the cells concerned stand; without cells every row of the record."""
    wanted = set(cells)
    for table in record.tables:
        for row in table.rows:
            if not wanted or wanted & {cell.name for cell in row.cells}:
                shown = tuple(Shown(each.name, each.label, show(record.figures[each.name])) for each in row.cells)
                yield Row(f"{TABLE_TITLES[row.table]} {row.short or row.label}".strip(), shown)
