"""What the narrative claims of cells: which claims may be compared, in which sentence each stands, and its years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.checking.subject import Subject
from generator.records.figures import fold
from generator.records.record import Claim, Passage

SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+")
_ZERO: Final = re.compile(r"(?<![0-9０-９.．,，])[0０](?![0-9０-９.．])|零|〇")
_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?:年|-)")
_OPENING: Final = re.compile(r"(?:截至|截止|在)?(20[0-9]{2})年")


def comparable(subject: Subject, cell: str) -> list[Claim]:
    """Give the claims of a cell that may be held against the table.

    Their scope is the whole body, and their sentence does not begin with another year than the report's.
    """
    claims = (claim for claim in subject.record.claims if claim.cell == cell and claim.scope == "whole")
    return [claim for claim in claims if not _of_another_year(subject, claim)]


def _of_another_year(subject: Subject, claim: Claim) -> bool:
    plain = "".join(fold(sentence_of(subject, claim)).split())
    first = _OPENING.match(plain)
    return first is not None and int(first[1]) != subject.year and subject.year not in years_named(plain)


def years_named(text: str) -> frozenset[int]:
    """Give every year that a text names in digits."""
    return frozenset(int(year) for year in _YEAR.findall("".join(fold(text).split())))


def in_words(claim: Claim) -> bool:
    """Tell whether a claim of 0 is made in words (未收到, 无): no zero is written in it."""
    return claim.value == 0 and not _ZERO.search(claim.text)


def section_of(subject: Subject, claim: Claim) -> int:
    """Give the section that a claim stands in, 0 when its paragraph is not found."""
    passage = _passage(subject, claim)
    return passage.section if passage else 0


def sentence_of(subject: Subject, claim: Claim) -> str:
    """Give the whole sentence that a claim stands in."""
    passage = _passage(subject, claim)
    found = sentences(passage.text) if passage else ()
    return next((sentence for sentence in found if claim.text in sentence), claim.text)


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a paragraph; a semicolon ends one too."""
    return (found.strip() for found in SENTENCE.findall(text) if found.strip())


def _passage(subject: Subject, claim: Claim) -> Passage | None:
    """Find the paragraph that a claim was taken from: at its place, or else by its text."""
    at_place = (passage for passage in subject.record.narrative if passage.place == claim.place)
    by_text = (passage for passage in subject.record.narrative if claim.text in passage.text)
    return next(at_place, None) or next(by_text, None)
