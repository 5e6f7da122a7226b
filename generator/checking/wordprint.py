"""What of a section's text is a report's own: its plain letters, clause by clause, and a signature of them.

Taken out are digits, the agency's own names and places, words for oneself (我局, 本机关), numbering, titles, spaces and
punctuation; what is left are clauses of letters. A signature depends on its own report alone, so it can be kept.
"""

from __future__ import annotations

import functools
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from typing import Any, Final

from generator.records.divisions import path_of
from generator.records.place import Place
from generator.records.record import Passage, Record
from generator.records.registry import Agency
from generator.records.yaml_files import load_resource

LONG: Final = 8
"""How many characters a shingle has."""

_ONE_IN: Final = 4  # of the shingles stand in the signature, chosen by their own hash
_GONE: Final = "\0"
_BYTES: Final = 4  # of a character in UTF-32
_DIGIT: Final = re.compile(r"[\d\s]")
_END: Final = re.compile(r"[^\w\0]|_")
_SHORTEST_NAME: Final = 2


@functools.cache
def words(key: str) -> Any:  # noqa: ANN401 - a pattern, a number or a list
    """Give one entry of `duplicates.yaml`."""
    return load_resource("generator.checking", "duplicates.yaml")[key]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a section, in order: letters only. `paragraphs` tells which paragraph each is of."""

    texts: tuple[str, ...]
    paragraphs: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many characters there are in all."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class Wordprint:
    """The signature of a section: a hash for each clause; chosen shingles with the first and last clause they touch."""

    clauses: array[int]
    lengths: array[int]
    shingles: array[int]
    firsts: array[int]
    lasts: array[int]


def own_names(record: Record, agency: Agency) -> tuple[str, ...]:
    """Give the names of a report's agency and its places, the longest first."""
    path = path_of(agency.division) if agency.division else ()
    places = (name for place in path for name in (place.name, place.short_name))
    names = {agency.name, *agency.aliases, record.agency_as_printed, *places}
    return tuple(sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=lambda name: (-len(name), name)))


def section_of(record: Record, section: int) -> tuple[Passage, ...]:
    """Give the paragraphs of a section that are text; those that are only a title are left out."""
    title = _pattern("title")
    return tuple(p for p in record.narrative if p.section == section and not title.fullmatch(p.text.strip()))


def clauses_of(passages: Sequence[Passage], names: tuple[str, ...]) -> Clauses:
    """Part paragraphs into clauses of letters."""
    pairs = [
        (clause.replace(_GONE, ""), number)
        for number, passage in enumerate(passages)
        for clause in _marked(passage.text, names).split("|")
    ]
    kept = [(clause, number) for clause, number in pairs if clause]
    return Clauses(tuple(clause for clause, _ in kept), tuple(number for _, number in kept))


def _marked(text: str, names: tuple[str, ...]) -> str:
    """Give a text of the same length in which every character is a letter, gone, or the end of a clause."""
    numbering = _pattern("numbering").match(text)
    start = numbering.end() if numbering else 0
    rest = text[start:]
    for name in names:
        rest = rest.replace(name, _GONE * len(name))
    rest = _pattern("oneself").sub(lambda match: _GONE * len(match.group()), rest)
    return _GONE * start + _END.sub("|", _DIGIT.sub(_GONE, rest))


@functools.cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(words(key))


def wordprint(clauses: Clauses) -> Wordprint:
    """Make the signature of a section's clauses."""
    owner = [number for number, text in enumerate(clauses.texts) for _ in text]
    spelt = memoryview("".join(clauses.texts).encode("utf-32-le"))
    size, end = LONG * _BYTES, (len(owner) - LONG + 1) * _BYTES
    values = [zlib.crc32(spelt[at : at + size]) for at in range(0, end, _BYTES)]
    chosen = [place for place, value in enumerate(values) if not value % _ONE_IN]
    return Wordprint(
        array("Q", map(_hash, clauses.texts)),
        array("I", map(len, clauses.texts)),
        array("I", [values[place] for place in chosen]),
        array("I", [owner[place] for place in chosen]),
        array("I", [owner[place + LONG - 1] for place in chosen]),
    )


@functools.lru_cache(1 << 13)
def _hash(clause: str) -> int:
    return int.from_bytes(blake2b(clause.encode(), digest_size=8).digest(), "big")


def left(clauses: Clauses, gone: Sequence[bool]) -> list[str]:
    """Give the stretches of text that are left when some clauses are taken out."""
    stretches = [""]
    for text, taken in zip(clauses.texts, gone, strict=True):
        if taken:
            stretches.append("")
        else:
            stretches[-1] += text
    return [stretch for stretch in stretches if stretch]


def shingles_of(stretches: Iterable[str]) -> frozenset[str]:
    """Give every shingle of some stretches of text."""
    return frozenset(stretch[start : start + LONG] for stretch in stretches for start in range(len(stretch) - LONG + 1))


@dataclass(frozen=True, slots=True)
class Located:
    """The letters of a section with where each stands: paragraph and character. `starts` is where clauses begin."""

    text: str
    paragraphs: tuple[int, ...]
    characters: tuple[int, ...]
    starts: tuple[int, ...]
    passages: tuple[Passage, ...]

    def quoted(self, start: int, length: int) -> str:
        """Give what the report prints where some of the letters stand; paragraphs parted by line ends."""
        return "\n".join(self._pieces(start, start + length - 1))

    def _pieces(self, first: int, last: int) -> Iterator[str]:
        for number in range(self.paragraphs[first], self.paragraphs[last] + 1):
            text = self.passages[number].text
            begin = self.characters[first] if number == self.paragraphs[first] else 0
            end = self.characters[last] + 1 if number == self.paragraphs[last] else len(text)
            yield text[begin:end]

    def place(self, start: int) -> Place:
        """Give the place of the paragraph that a letter stands in."""
        return self.passages[self.paragraphs[start]].place


def located(passages: tuple[Passage, ...], names: tuple[str, ...]) -> Located:
    """Give a section's letters, as `clauses_of` has them, with where each stands."""
    letters = [
        (character, number, position)
        for number, passage in enumerate(passages)
        for position, character in enumerate(_marked(passage.text, names))
        if character not in {_GONE, "|"}
    ]
    clauses = clauses_of(passages, names)
    starts = (0, *accumulate(map(len, clauses.texts)))[:-1]
    return Located(
        "".join(character for character, _, _ in letters),
        tuple(number for _, number, _ in letters),
        tuple(position for _, _, position in letters),
        starts,
        passages,
    )
