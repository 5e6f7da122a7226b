"""What a report's narrative says otherwise than that of the year before, sentence by sentence.

Sentences that differ in figures and years alone are told as changed, not as new: so are most reports written on.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.records.record import Record

_SENTENCE: Final = re.compile(r"[^。；;！!？?]+[。；;！!？?]?")
_FIGURES: Final = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_ALIKE: Final = 0.4
"""Least share of pairs of characters that two sentences must have in common to be the same sentence, changed."""
_LONGEST: Final = 6000
"""Most characters of changed sentences on one page: the whole of both texts stands on the pages of both years."""


_WORD: Final = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*|.")


class Piece(NamedTuple):
    """A stretch of a sentence: `same`, `new` (this year alone has it) or `gone` (the year before alone has it)."""

    kind: str
    text: str


class ChangedSentence(NamedTuple):
    """A sentence that is `new`, `gone` or `changed`, in pieces; those that are the `same` are only counted."""

    kind: str
    pieces: tuple[Piece, ...]


_SAME: Final = ChangedSentence("same", ())


@dataclass(frozen=True, slots=True)
class TextChanges:
    """The narratives of two years held against each other: sentences of each kind, and those that differ, by section.

    `sections` are (title, sentences); `left_out` counts the sentences that found no room on the page.
    """

    year: int
    url: str
    same: int
    new: int
    gone: int
    changed: int
    sections: tuple[tuple[str, tuple[ChangedSentence, ...]], ...]
    left_out: int


def text_changes(edition: Edition, shown: Shown) -> TextChanges | None:
    """Compare a report's narrative with that of the year before; None when one of them has none."""
    before = edition.newest(shown.agency.id, shown.issue.year - 1)
    if shown.record is None or before is None or before.record is None:
        return None
    if not shown.record.narrative or not before.record.narrative:
        return None
    year = before.issue.year
    return _compared(before.record, shown.record, year, urls.report(before.agency.id, year))


def _compared(earlier: Record, later: Record, year: int, url: str) -> TextChanges:
    titles = {section.number: section.title for section in (*earlier.sections, *later.sections)}
    was, now = _sentences(earlier), _sentences(later)
    found = {number: list(_changes(was.get(number, []), now.get(number, []))) for number in sorted({*was, *now})}
    kinds = [sentence.kind for sentences in found.values() for sentence in sentences]
    told = {number: [each for each in sentences if each.kind != "same"] for number, sentences in found.items()}
    sections = tuple(_with_room(told, titles))
    return TextChanges(
        year=year,
        url=url,
        same=kinds.count("same"),
        new=kinds.count("new"),
        gone=kinds.count("gone"),
        changed=kinds.count("changed"),
        sections=sections,
        left_out=sum(map(len, told.values())) - sum(len(sentences) for _, sentences in sections),
    )


def _sentences(record: Record) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for passage in record.narrative:
        texts = (" ".join(text.split()) for text in _SENTENCE.findall(passage.text))
        found.setdefault(passage.section, []).extend(text for text in texts if text)
    return found


def _changes(was: Sequence[str], now: Sequence[str]) -> Iterator[ChangedSentence]:
    """Give every sentence of two texts in order: same ones once, those alike in pairs, the rest alone."""
    keys = [_FIGURES.sub("0", text) for text in was], [_FIGURES.sub("0", text) for text in now]
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (_pair(one, other) for one, other in zip(was[a:b], now[c:d], strict=True))
        else:
            yield from _replaced(was[a:b], now[c:d])


def _replaced(was: Sequence[str], now: Sequence[str]) -> Iterator[ChangedSentence]:
    """Pair each new sentence with the likest that is left of the old ones; what finds none is new, or gone."""
    left = {at: _pairs_of(text) for at, text in enumerate(was)}
    partners: dict[int, int] = {}
    for place, text in enumerate(now):
        at = _likest(_pairs_of(text), left)
        if at is not None:
            partners[place] = at
            del left[at]
    yield from (ChangedSentence("gone", (Piece("gone", was[at]),)) for at in left)
    for place, text in enumerate(now):
        yield _pair(was[partners[place]], text) if place in partners else ChangedSentence("new", (Piece("new", text),))


@functools.lru_cache(maxsize=1024)
def _pairs_of(text: str) -> frozenset[int]:
    """Give the pairs of neighbouring characters, each as one number, which takes half as long as short texts do.

    A text is held against that of the year before, and of the next.
    """
    codes = memoryview(text.encode("utf-32-le", "surrogatepass"))
    first, second = (codes[start : start + (len(codes) - start) // 8 * 8].cast("Q") for start in (0, 4 if text else 0))
    return frozenset((*first, *second))


def _likest(mine: frozenset[int], left: Mapping[int, frozenset[int]]) -> int | None:
    """Give the first of those that are likest, None where none is like enough."""
    size, most, found = len(mine), _ALIKE, None
    for at, theirs in left.items():
        other = len(theirs)
        if size < most * other or other < most * size:  # however much they have in common
            continue
        common = len(mine & theirs)
        likeness = common / max(1, size + other - common)
        if likeness > most or (found is None and likeness == most):
            most, found = likeness, at
    return found


def _pair(was: str, now: str) -> ChangedSentence:
    return _SAME if was == now else ChangedSentence("changed", tuple(_pieces(_words(was), _words(now))))


def _words(text: str) -> list[str]:
    """Cut a sentence into numbers, which change as a whole, and single characters."""
    return _WORD.findall(text)


def _pieces(was: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in _steps(was, now):
        if kind == "equal":
            yield Piece("same", "".join(now[c:d]))
        else:
            yield from (Piece("gone", "".join(was[a:b])),) if b > a else ()
            yield from (Piece("new", "".join(now[c:d])),) if d > c else ()


def _steps(was: Sequence[str], now: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Give what leads from one sentence to the other, as `SequenceMatcher` does.

    Where they differ word by word, and no word that differs stands anywhere in the other one, that is what it finds:
    no stretch of one is the same as a longer stretch elsewhere in the other. Most sentences differ in a figure or two.
    """
    apart = [at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other]
    lost, new = {was[at] for at in apart}, {now[at] for at in apart}
    if len(was) != len(now) or not (lost.isdisjoint(now) and new.isdisjoint(was)):
        return SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    ends = [0, *(at for at in range(1, len(was)) if (was[at] == now[at]) != (was[at - 1] == now[at - 1])), len(was)]
    steps = itertools.pairwise(ends) if was else ()
    return [("equal" if was[a] == now[a] else "replace", a, b, a, b) for a, b in steps]


def _with_room(
    told: dict[int, list[ChangedSentence]], titles: dict[int, str]
) -> Iterator[tuple[str, tuple[ChangedSentence, ...]]]:
    room = _LONGEST
    for number, sentences in told.items():
        kept: list[ChangedSentence] = []
        for sentence in sentences:
            room -= sum(len(piece.text) for piece in sentence.pieces)
            kept += [sentence] if room >= 0 else []
        if kept:
            yield titles.get(number, ""), tuple(kept)
