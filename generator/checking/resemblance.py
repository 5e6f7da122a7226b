"""Which reports say nearly the same: found among all reports of a year in near linear time, then measured exactly.

A signature (`wordprint`) holds a fixed quarter of a text's shingles, chosen by their own hash (FracMinHash). Unlike
MinHash it estimates how much of one text is *contained* in another, whatever their lengths, and what many agencies
share can be taken out of it afterwards. A report's rarest shingles are looked up; whoever has enough of them is
measured on the texts themselves, so that what is said in public is exact.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
import operator
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from generator.checking.wordprint import (
    LONG,
    Clauses,
    Located,
    Wordprint,
    clauses_of,
    left,
    located,
    own_names,
    section_of,
    shingles_of,
    wordprint,
    words,
)
from generator.records.memory import FORGETFUL, Memory, Name
from generator.records.place import Place
from generator.records.portal import Held
from generator.records.registry import Agency, told_of

# What an estimate must reach for a pair to be measured: so far below the least that counts that chance hides nothing.
_WORTH: Final = 0.4
_TRIED: Final = 3
Report = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that two reports share: what the one prints, how many letters it has, where it stands in both."""

    text: str
    letters: int
    place: Place
    place_there: Place


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a report's section (what many agencies share taken out) stands in another report's.

    `other` is that report, `agency` the name of the agency that it is of.
    `longest` is the length in letters of the longest passage; `passages` are the longest few.
    """

    other: Held
    agency: str
    share: Fraction
    longest: int
    passages: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a report as it is compared."""

    held: Held
    agency: Agency
    print: Wordprint
    letters: int


@dataclass(frozen=True, slots=True)
class Resemblances:
    """The sections of all reports, and for each year the clauses that many agencies share."""

    sections: Mapping[tuple[Report, int], _Section] = field(default_factory=dict)
    common: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    nearest: Mapping[tuple[Report, int], Likeness] = field(default_factory=dict)

    def own_letters(self, held: Held, section: int) -> int:
        """Tell how many letters of a section are left when what many agencies share is taken out; 0 for none."""
        known = self.sections.get((_report(held), section))
        shared = self.shared_clauses(_report(held), section)
        return sum(itertools.compress(known.print.lengths, map(operator.not_, shared))) if known else 0

    def shared_clauses(self, report: Report, section: int) -> tuple[bool, ...]:
        """Tell of each clause of a section whether many agencies have it: what of their texts matters to a report.

        (The nearest text matters too; nothing else does.)
        """
        known = self.sections.get((report, section))
        return _in(self.common[report[1], section], known.print) if known else ()

    def part(self, reports: Iterable[Report]) -> Resemblances:
        """Give what is known of a few reports alone: of them it says the same as the whole."""
        keys = [key for key in itertools.product(reports, words("sections")) if key in self.sections]
        common: dict[tuple[int, int], frozenset[int]] = defaultdict(frozenset)
        for (agency, year), section in keys:
            own = self.sections[(agency, year), section].print.clauses
            common[year, section] |= self.common[year, section].intersection(own)
        nearest = {key: dataclasses.replace(self.nearest[key]) for key in keys if key in self.nearest}
        return Resemblances({key: self.sections[key] for key in keys}, dict(common), nearest)

    def between(self, held: Held, earlier: Held, section: int) -> Likeness | None:
        """Measure how much of a report stands in another of the same body; None when there is nothing to compare."""
        here, there = (self.sections.get((_report(each), section)) for each in (held, earlier))
        if here is None or there is None:
            return None
        common = self.common[held.issue.year, section]
        mine, theirs = _marks(here.print, common), _marks(there.print, frozenset())
        alike = len(mine & theirs)
        if alike < _WORTH * len(mine):
            return Likeness(earlier, there.agency.name, Fraction(alike, len(mine)), 0, ())
        return likeness(here, there, section, common)


def resemblances(reports: Iterable[Held], agencies: Mapping[str, Agency], memory: Memory = FORGETFUL) -> Resemblances:
    """Compare the texts of all reports: of each year with each other. `reports` holds one issue of each report.

    With a `memory` the years in which no report has changed are not compared again.
    """
    sections = dict(_sections(reports, agencies, memory))
    by_year: dict[tuple[int, int], list[_Section]] = defaultdict(list)
    for ((_, year), section), known in sections.items():
        by_year[year, section].append(known)
    common: dict[tuple[int, int], frozenset[int]] = {}
    nearest: dict[tuple[Report, int], Likeness] = {}
    for (year, section), members in sorted(by_year.items()):
        compare = functools.partial(_compared, members, section)
        shared, found = memory.of(Name("alike", which=f"{year} {section}"), compare, same=tuple(members))
        common[year, section] = shared
        nearest |= found
    return Resemblances(sections, common, nearest)


def _compared(known: Sequence[_Section], section: int) -> tuple[frozenset[int], Mapping[tuple[Report, int], Likeness]]:
    """Compare one section of all reports of one year."""
    common = _common(known)
    return common, {(_report(here.held), section): found for here, found in _nearest(known, section, common)}


def _report(held: Held) -> Report:
    return held.issue.agency, held.issue.year


def _sections(
    reports: Iterable[Held], agencies: Mapping[str, Agency], memory: Memory
) -> Iterator[tuple[tuple[Report, int], _Section]]:
    for held in reports:
        agency = agencies[held.issue.agency]
        found = sections_of(held, agency, memory)
        yield from (((_report(held), section), known) for section, known in found.items())


def sections_of(held: Held, agency: Agency, memory: Memory) -> Mapping[int, _Section]:
    """Give the sections of a report as they are compared."""
    name, make = Name("sections", held.issue.agency, held.issue.name), functools.partial(_sections_of, held, agency)
    return memory.of(name, make, same=(held,), equal=told_of(agency))


def _sections_of(held: Held, agency: Agency) -> Mapping[int, _Section]:
    names = own_names(held.record, agency)
    found = {section: clauses_of(section_of(held.record, section), names) for section in words("sections")}
    return {
        section: _Section(held, agency, wordprint(clauses), clauses.length)
        for section, clauses in found.items()
        if clauses.texts
    }


def _common(known: Sequence[_Section]) -> frozenset[int]:
    """Give the clauses that many agencies have in a section of one year."""
    count: Counter[int] = Counter()
    for each in known:
        count.update(set(each.print.clauses))
    share = math.ceil(Decimal(words("shared_share")) * len(known))
    least = max(int(words("shared_least")), share)
    return frozenset(clause for clause, agencies in count.items() if agencies >= least)


def _in(common: frozenset[int], known: Wordprint) -> tuple[bool, ...]:
    """Tell of each clause whether it is one that many agencies share."""
    return tuple(clause in common for clause in known.clauses)


def _marks(known: Wordprint, common: frozenset[int]) -> frozenset[int]:
    """Give the chosen shingles of a section that touch no clause that many agencies share."""
    gone = _in(common, known)
    if not any(gone):
        return frozenset(known.shingles)
    spans = zip(known.shingles, known.firsts, known.lasts, strict=True)
    return frozenset(mark for mark, first, last in spans if not any(gone[first : last + 1]))


def _nearest(known: Sequence[_Section], section: int, common: frozenset[int]) -> Iterator[tuple[_Section, Likeness]]:
    """Give for each report of a year the one that holds most of its text, when that is much of it."""
    marks = [_marks(each.print, common) for each in known]
    owners = _owners(marks)
    for number, mine in enumerate(marks):
        others = _like(number, mine, marks, owners)
        if others:
            shares = {other: _share(known[number], known[other], section, common) for other in others}
            best = max(others, key=lambda other: shares[other])
            yield known[number], likeness(known[number], known[best], section, common)


def _owners(marks: Sequence[frozenset[int]]) -> Mapping[int, list[int]]:
    """Give for each shingle that several reports have, and not many, which those are."""
    owners: dict[int, list[int]] = defaultdict(list)
    for number, mine in enumerate(marks):
        for mark in mine:
            owners[mark].append(number)
    most = max(int(words("shared_least")), math.ceil(Decimal(words("shared_share")) * len(marks)))
    return {mark: numbers for mark, numbers in owners.items() if 1 < len(numbers) <= most}


def _like(
    number: int, mine: frozenset[int], marks: Sequence[frozenset[int]], owners: Mapping[int, list[int]]
) -> list[int]:
    """Give the reports that seem to hold much of one, the likeliest first.

    Whoever holds so much of it also holds some of its rarest shingles: only those are looked up.
    """
    commonest = sorted(mine, key=lambda mark: (-len(owners.get(mark, ())), mark))
    hits: Counter[int] = Counter()
    for mark in commonest[int(_WORTH * len(mine)) :]:
        hits.update(owners.get(mark, ()))
    del hits[number]
    least = len(mine) // 20
    common = {other: len(mine & marks[other]) for other, count in hits.items() if count >= least}
    seems = [other for other, count in common.items() if count >= _WORTH * len(mine)]
    return sorted(seems, key=lambda other: (-common[other], other))[:_TRIED]


def likeness(here: _Section, there: _Section, section: int, common: frozenset[int]) -> Likeness:
    """Measure exactly how much of a section stands in another, and where."""
    mine, theirs = (_located(each, section) for each in (here, there))
    runs = _runs(mine, theirs.text, _in(common, here.print))
    shown = [run for run in runs if run[2] >= int(words("passage_least"))][: int(words("passages_shown"))]
    passages = tuple(
        Shared(mine.quoted(start, length), length, mine.place(start), theirs.place(start_there))
        for start, start_there, length in shown
    )
    share = _share(here, there, section, common)
    return Likeness(there.held, there.agency.name, share, runs[0][2] if runs else 0, passages)


def _share(here: _Section, there: _Section, section: int, common: frozenset[int]) -> Fraction:
    """Give the share of a section's shingles, those of shared clauses left out, that stand in another."""
    mine, theirs = (_clauses(each, section) for each in (here, there))
    own = shingles_of(left(mine, _in(common, here.print)))
    shared = own & shingles_of(["".join(theirs.texts)])
    return Fraction(len(shared), len(own)) if own else Fraction(0)


def _clauses(known: _Section, section: int) -> Clauses:
    return clauses_of(section_of(known.held.record, section), own_names(known.held.record, known.agency))


def _located(known: _Section, section: int) -> Located:
    return located(section_of(known.held.record, section), own_names(known.held.record, known.agency))


def _runs(mine: Located, theirs: str, gone: Sequence[bool]) -> list[tuple[int, int, int]]:
    """Give the runs of letters that two texts share, longest first: where in the one, where in the other, how long.

    No run goes through a clause that is taken out; two runs have less than a shingle in common.
    """
    ends = _ends(mine, gone)
    at: dict[str, list[int]] = defaultdict(list)
    for start in range(len(theirs)):
        at[theirs[start : start + LONG]].append(start)
    runs, start = [], 0
    while start < len(mine.text):
        found = ((_run(mine.text, start, ends[start], theirs, there), -there) for there in _at(mine, start, at))
        if long := [run for run in found if run[0] >= LONG]:
            longest, there = max(long)
            runs.append((start, -there, longest))
            start += longest - LONG
        start += 1
    return sorted(runs, key=lambda run: (-run[2], run[0]))


def _at(mine: Located, start: int, at: Mapping[str, list[int]]) -> Sequence[int]:
    return at.get(mine.text[start : start + LONG], ())


def _ends(mine: Located, gone: Sequence[bool]) -> list[int]:
    """Give for each letter where the stretch that it stands in ends: before the next clause that is taken out."""
    ends: list[int] = []
    end = following = len(mine.text)
    for start, taken in zip(reversed(mine.starts), reversed(gone), strict=True):
        if taken:
            end = start
        ends += [end] * (following - start)
        following = start
    return ends[::-1]


def _run(mine: str, start: int, end: int, theirs: str, there: int) -> int:
    most = min(end - start, len(theirs) - there)
    return next((n for n in range(most) if mine[start + n] != theirs[there + n]), most)
