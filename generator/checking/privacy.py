"""Group G: personal data in what would be published, wherever in a record, a note or a person's words it stands.

ID numbers and mobile numbers withhold a report until a person waives them; names and metadata only give notice.
Landlines, office mail and addresses are the office's own and never looked for. Basis: 个人信息保护法; 条例 Art. 15.
"""

from __future__ import annotations

import dataclasses
import functools
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, TypeGuard

from generator.checking.findings import Certainty, Result, Severity, Verdict
from generator.checking.personal import (
    ID_NUMBER,
    MOBILE,
    Sign,
    applicants_in,
    joined,
    numbers_in,
    officials_in,
    words,
)
from generator.checking.subject import Subject
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.place import Place
from generator.records.portal import Held
from generator.records.record import Passage, Record

Rule = Callable[[Subject], Iterator[Verdict]]
WITHHOLDING: Final = (ID_NUMBER, MOBILE)

# A digest is no text; a review's fingerprint is one.
_DIGESTS: Final = frozenset({"sha256", "read_hash", "fingerprint"})
_NO_TEXT: Final = (int, float, Decimal, date, Enum, type(None))
_NOWHERE: Final = Place()
_TABLE_TEXT: Final = frozenset({"evidence", "unplaced"})
_TOLD_APART: Final = frozenset({"narrative", "hidden", "unplaced"})
_MONEY: Final = ("proactive.procurement", "proactive.fees", "proactive.fees_10k_yuan")
_LEAST_DIGITS: Final = 11
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A sign of personal data: in which part of what we hold (`narrative`, `note` …), and where in the file."""

    sign: Sign
    part: str
    place: Place = _NOWHERE

    @property
    def where(self) -> str:
        """Say where it stands, in Chinese: `正文（第 12 行）`."""
        part = str(words("places").get(self.part, self.part))
        at = self.place
        if at.line is None and at.page is None:
            return part
        return f"{part}（第 {at.line} 行）" if at.line is not None else f"{part}（第 {at.page} 页）"


_FOUND: Final[dict[int, tuple[weakref.ref[Held], tuple[Found, ...]]]] = {}


def numbers_of(held: Held, memory: Memory = FORGETFUL) -> tuple[Found, ...]:
    """Find every ID number and mobile number in a record, its source note, corrections and reviews.

    The gate and both checks ask for the same `Held`, so what was found is kept for as long as that lives. With a
    `memory` it is also what was found before in an issue that is still the same.
    """
    key = id(held)
    if key not in _FOUND:
        name = Name("numbers", held.issue.agency, held.issue.name)
        found = memory.of(name, lambda: _search(held), same=(held,))
        _FOUND[key] = (weakref.ref(held, lambda _: _FOUND.pop(key, None)), found)
    return _FOUND[key][1]


def _search(held: Held) -> tuple[Found, ...]:
    record = held.record
    paragraphs = (*_torn(record.narrative, "narrative"), *_torn(record.hidden, "hidden"))
    rows = _torn(record.unplaced, "unplaced", table=True)
    return tuple(dict.fromkeys((*paragraphs, *rows, *_in_figures(record), *_elsewhere(held))))


def withheld_for(held: Held, memory: Memory = FORGETFUL) -> tuple[str, ...]:
    """Give the checks for which an issue may not be published: found in it, and waived by nobody."""
    kinds = {found.sign.kind for found in numbers_of(held, memory)}
    return tuple(check for check in WITHHOLDING if check in kinds and not held.reviews.waives(check))


def _torn(passages: Iterable[Passage], part: str, *, table: bool = False) -> Iterator[Found]:
    """Look through passages as one text: a number may be torn between two of them."""
    listed = tuple(passages)
    text, starts = joined([passage.text for passage in listed])
    for sign in numbers_in(text, table=table):
        position = sum(start <= sign.start for start in starts) - 1
        inside = dataclasses.replace(sign, start=sign.start - starts[position], end=sign.end - starts[position])
        yield Found(inside, part, listed[position].place)


def _in_figures(record: Record) -> Iterator[Found]:
    """Look at whole numbers as long as these in the cells themselves; amounts of money may be as long."""
    for cell, figure in record.figures.items():
        if isinstance(figure, int) and figure >= 10 ** (_LEAST_DIGITS - 1) and not cell.startswith(_MONEY):
            evidence = record.evidence_of(cell)
            place = evidence.place if evidence else _NOWHERE
            yield from (Found(sign, "figures", place) for sign in numbers_in(str(figure)))


def _elsewhere(held: Held) -> Iterator[Found]:
    record: object = held.record
    for name in _field_names(type(record)):  # type: ignore[arg-type]
        if name not in _TOLD_APART and name != "figures":
            yield from _in_part(getattr(record, name), name)
    for name in ("note", "corrections", "reviews"):
        yield from _in_part(getattr(held, name), name)


def _in_part(value: object, part: str) -> Iterator[Found]:
    """Look through one part of what we hold, and where a number stands in it only when there is any."""
    texts: list[str] = []
    _gather(value, texts)
    if any(numbers_in(text, table=part in _TABLE_TEXT) for text in texts):
        yield from _in_value(value, part, part)


def _gather(value: object, texts: list[str]) -> None:
    """Put every text that a value holds into a list."""
    if isinstance(value, str):
        texts.append(value)
    else:
        for inner in _held_by(value):
            _gather(inner, texts)


def _held_by(value: object) -> Iterable[object]:
    """Give what a value holds. Raises `TypeError` for what nobody has said how to look through."""
    if isinstance(value, Mapping):
        return (*value, *value.values())
    if _is_row(value):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return (getattr(value, name) for name in _field_names(type(value)))
    if isinstance(value, _NO_TEXT):
        return ()
    raise TypeError(f"privacy cannot look through {type(value).__name__}")


def _is_row(value: object) -> TypeGuard[Iterable[object]]:
    """Tell whether a value holds others: a list, a tuple, a set; bytes hold numbers that nobody could read."""
    return isinstance(value, Sequence | AbstractSet) and not isinstance(value, bytes | bytearray | memoryview)


def _in_value(value: object, part: str, name: str) -> Iterator[Found]:
    """Look through a value of any shape, fields that are added later included."""
    if isinstance(value, str):
        yield from _in_text(value, part, name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (*_in_value(key, part, ""), *_in_value(inner, part, str(key)))
    elif _is_row(value):
        for inner in sorted(value, key=repr) if isinstance(value, AbstractSet) else value:
            yield from _in_value(inner, part, name)
    else:
        yield from _in_fields(value, part, name)


def _in_text(text: str, part: str, name: str) -> Iterator[Found]:
    money = part == "evidence" and name.startswith(_MONEY)
    for sign in numbers_in(text, table=part in _TABLE_TEXT) if name not in _DIGESTS else ():
        if not (money and sign.kind == MOBILE):
            yield Found(sign, part)


def _in_fields(value: object, part: str, name: str) -> Iterator[Found]:
    """Look through a dataclass; what is found in it stands where the nearest `place` says."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return
    place: Place = getattr(value, "place", _NOWHERE)
    for field in _field_names(type(value)):
        inner = name if part == "evidence" else field
        for found in _in_value(getattr(value, field), part, inner):
            yield dataclasses.replace(found, place=place) if found.place == _NOWHERE else found


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Give the fields of a dataclass that are not where it stands."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.name != "place")


def _numbers(check: str) -> Rule:
    """Make the rule that looks for numbers of one kind: one verdict for the whole report, which names no number."""

    def rule(subject: Subject) -> Iterator[Verdict]:
        found = [each for each in numbers_of(subject.held) if each.sign.kind == check]
        if not found:
            yield Verdict(Result.PASS)
        elif subject.held.reviews.waives(check):
            yield Verdict(Result.PASS, says="waived", count=len(found))
        else:
            yield _told(subject, found)

    return rule


def _told(subject: Subject, found: list[Found]) -> Verdict:
    places = dict.fromkeys(f"{each.where} {each.sign.shown}" for each in found)
    detail = "、".join(list(places)[:_NAMED])
    return Verdict(Result.FAIL, count=len(found), detail=detail, certainty=subject.certainty_of_structure())


def _names(find: Callable[[str], tuple[Sign, ...]]) -> Rule:
    """Make a rule that looks for names in the narrative."""

    def rule(subject: Subject) -> Iterator[Verdict]:
        passages = subject.record.narrative
        found = [Found(sign, "narrative", passage.place) for passage in passages for sign in find(passage.text)]
        yield _told(subject, found) if found else Verdict(Result.PASS)

    return rule


def document_metadata(subject: Subject) -> Iterator[Verdict]:
    """Tell which fields of the files' own metadata may name a person; the record keeps the fields, never the names."""
    source = subject.record.source
    fields = dict.fromkeys(field for file in source.files for field in file.metadata)
    if not fields:
        yield Verdict(Result.PASS if subject.record.is_original else Result.NOT_APPLICABLE)
        return
    detail = "、".join(str(words("metadata")[field]) for field in fields)
    yield Verdict(Result.FAIL, count=len(fields), detail=detail, certainty=Certainty.TO_CONFIRM)


def office_contact(subject: Subject) -> Iterator[Verdict]:
    """Say that an office's own contacts are meant to be public; they are never a finding."""
    del subject
    yield Verdict(Result.NOT_APPLICABLE, severity=Severity.INFO)


RULES: Final[Mapping[str, Rule]] = {
    ID_NUMBER: _numbers(ID_NUMBER),
    MOBILE: _numbers(MOBILE),
    "office-contact": office_contact,
    "applicant-name": _names(applicants_in),
    "official-name": _names(officials_in),
    "document-metadata": document_metadata,
}
