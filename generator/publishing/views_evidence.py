"""Where figures stand: the list that every statutory cell leads to, with the printed text and the place in the file."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from generator.publishing.crops import Picture
from generator.publishing.figure_text import show_figure
from generator.publishing.views_tables import Lead, labelled_cells
from generator.publishing.words import words
from generator.records.corrections import Correction
from generator.records.forms import TABLES, form_table, row_names
from generator.records.place import Place
from generator.records.portal import Held
from generator.records.record import Doubt, Evidence, Record
from generator.records.reviews import Kind

_ABSENT: Final = "我们取得的文件里没有找到这一行，所以没有出处。"
_PLACED: Final = "这一行印出的数字与格数不同，各数属于哪一格是由表内勾稽关系推定的。"


@dataclass(frozen=True, slots=True)
class Fix:
    """A person's change to our reading: both values, why, by whom, when."""

    was: str
    now: str
    why: str
    by: str
    date: str
    evidence: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One entry: what it is about, where it stands, the printed text, and what must be known about it."""

    key: str
    label: str
    place: str
    text: str
    notes: tuple[str, ...] = ()
    fix: Fix | None = None
    picture: Picture | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The entries in printed order, and for every cell the way to its own."""

    entries: tuple[EvidenceView, ...]
    leads: Mapping[str, Lead]


def place_text(place: Place) -> str:
    """Write a place for people: 第 3 页, 第 2 个表格第 5 行."""
    return _place_text(place.line, place.page, place.table, place.row, place.cell)


@functools.lru_cache(maxsize=4096)
def _place_text(*numbers: int | None) -> str:
    phrases = words("place")
    said = zip(("line", "page", "table", "row", "cell"), numbers, strict=True)
    parts = [phrases[key].format(**{key: number}) for key, number in said if number is not None]
    return "，".join(parts) or phrases["nowhere"]


@functools.cache
def labels(forms: tuple[str, ...]) -> Mapping[str, str]:
    """Give the label of every row and cell of three tables, by dotted name."""
    tables = (form_table(form, table) for form, table in zip(forms, TABLES, strict=True))
    return {name: label for table in tables for name, label in labelled_cells(table)}


def labels_of(record: Record) -> Mapping[str, str]:
    """Give the label of every row and cell of a record's own forms."""
    return labels(tuple(record.forms[table] for table in TABLES))


def evidence_list(
    held: Held, doubted: Mapping[str, str], pictures: Mapping[str, Picture] = MappingProxyType({})
) -> EvidenceList:
    """List what every cell of a record stands on.

    `doubted` are words to put beside cells of failed checks, `pictures` those of some entries by their keys.
    """
    record, fixes = held.record, {fix.cell: fix for fix in held.corrections}
    apart = {*fixes, *doubted, *record.unclear, *record.evidence}
    entries: dict[str, EvidenceView] = {}
    leads: dict[str, Lead] = {}
    for row, cells, below in itertools.chain(*(row_names(record.forms[table], table) for table in TABLES)):
        if apart.isdisjoint(below):
            found = dict.fromkeys(cells, _lead(record, row, cells[0], fixes, ""))
        else:
            found = {cell: _lead(record, row, cell, fixes, doubted.get(cell, "")) for cell in cells}
        for cell, lead in found.items():
            if lead.target not in entries:
                entries[lead.target] = _entry(held, lead.target, fixes, pictures.get(lead.target))
                found[cell] = lead._replace(first=True)
        leads |= found
    return EvidenceList(tuple(entries.values()), leads)


def _lead(record: Record, row: str, cell: str, fixes: Mapping[str, Correction], doubt: str) -> Lead:
    if cell in fixes:
        return Lead(cell, "更正", alone=True, doubt=doubt)
    if cell in record.unclear:
        return Lead(cell, alone=True)
    found = record.evidence_key(cell)
    if found is None:
        return Lead(row, doubt=doubt)
    key, evidence = found
    return Lead(key, "推定" if evidence.placed_by else "", alone=key == cell and cell != row, doubt=doubt)


def _entry(held: Held, key: str, fixes: Mapping[str, Correction], picture: Picture | None) -> EvidenceView:
    record = held.record
    found = record.evidence_key(key)
    evidence = found[1] if found else None
    return EvidenceView(
        key=key,
        label=labels_of(record).get(key, key),
        place=place_text(evidence.place) if evidence else "",
        text=evidence.text if evidence else "",
        notes=(*_evidence_notes(evidence), *_doubt_notes(record.unclear.get(key)), *_seen_notes(held, key)),
        fix=_fix(fixes[key]) if key in fixes else None,
        picture=picture,
        page=evidence.place.page if evidence else None,
    )


def _evidence_notes(evidence: Evidence | None) -> tuple[str, ...]:
    if evidence is None:
        return (_ABSENT,)
    counted = () if evidence.numbers is None else (f"这一行印有 {evidence.numbers} 个数字。",)
    return counted + ((_PLACED,) if evidence.placed_by else ())


def _doubt_notes(doubt: Doubt | None) -> tuple[str, ...]:
    if doubt is None:
        return ()
    may_be = "、".join(show_figure(candidate).text for candidate in doubt.candidates)
    return (f"读不准：{doubt.why}。可能是：{may_be}。" if may_be else f"读不准：{doubt.why}。",)


def _seen_notes(held: Held, key: str) -> Iterator[str]:
    """Say of cells that a person has confirmed one by one, by whom and when."""
    for review in held.reviews.all:
        if review.kind is Kind.CELL and f"{review.subject}.".startswith(f"{key}."):
            yield f"经{review.by}于 {review.date} 对照原件核对。{review.why}"


def _fix(fix: Correction) -> Fix:
    return Fix(show_figure(fix.was).text, show_figure(fix.now).text, fix.why, fix.by, fix.date, fix.evidence)
