"""A year's narratives parted, where one index of all of them would be too much to make and too much to load.

A part is a run of neighbouring provinces by their codes. Whatever is too large is cut in the middle of its range of
codes, so borders rest on nothing but the codes and on what is too large: a report that changes, changes its own part
alone, and a part that has grown too large becomes two while all others stay. A province is cut only where it is too
large alone: into runs of prefectures, then of counties; and what stands under one code by a hash of its addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

LARGEST: Final = 1_000_000
"""Characters of text that one index holds at most, unless a single report has more.

Two things bound it, both measured. Memory: Pagefind takes some 240 bytes a character of ordinary text, 650 where hardly
one occurs twice in a report, so that even such an index stays below 900 MB. What a reader loads: a piece of an index is
some 27 KB, but the piece of a common character grows with the text: 29 KB at 400,000 characters, 40 at a million, 72 at
3.3 million; a first search of four would no longer be light.
"""

_DIGITS: Final = 10
_COUNTY_DIGITS: Final = 6
_NOWHERE: Final = "none"
_HASH_DIGITS: Final = 78


@dataclass(frozen=True, slots=True)
class Narrative:
    """The paragraphs of one report: its site-relative URL and its agency's division code, "" where it has none."""

    url: str
    code: str
    passages: tuple[str, ...]

    @property
    def size(self) -> int:
        """Its length in characters."""
        return sum(map(len, self.passages))


def parted(narratives: Iterable[Narrative], most: int = LARGEST) -> Iterator[tuple[str, Sequence[Narrative]]]:
    """Give the parts of one year by name, each with narratives of at most `most` characters or with a single one.

    All of them are one part without a name where they fit. Agencies without a division are a part of their own. A
    name is the range of codes: `0-4`, `41`, `410-414`, `none`. Same narratives in any order, same parts.
    """
    ordered = sorted(narratives, key=lambda each: each.url)
    if sum(each.size for each in ordered) <= most:
        yield from [("", ordered)] if ordered else []
        return
    keyed = [_Keyed(_key(each), each.size, each) for each in ordered]
    yield from _halved([each for each in keyed if each.narrative.code], "", 0, _DIGITS, most)
    yield from _halved([each for each in keyed if not each.narrative.code], _NOWHERE, 0, _DIGITS, most)


class _Keyed(NamedTuple):
    key: str
    size: int
    narrative: Narrative


def _key(narrative: Narrative) -> str:
    """Give the digits that a narrative is placed by: its code down to the county, then those of a hash."""
    where = narrative.code[:_COUNTY_DIGITS].ljust(_COUNTY_DIGITS, "0") if narrative.code else _NOWHERE
    return where + str(int(sha256(narrative.url.encode()).hexdigest(), 16)).zfill(_HASH_DIGITS)


def _halved(
    keyed: Sequence[_Keyed], beginning: str, low: int, high: int, most: int
) -> Iterator[tuple[str, Sequence[Narrative]]]:
    """Give the parts of those whose keys begin so and go on with a digit from `low` to below `high`."""
    if len(keyed) <= 1 or sum(each.size for each in keyed) <= most:
        yield from [(_name(beginning, low, high), [each.narrative for each in keyed])] if keyed else []
    elif high - low == 1:
        yield from _halved(keyed, f"{beginning}{low}", 0, _DIGITS, most)
    else:
        middle = (low + high) // 2
        border = f"{beginning}{middle}"
        yield from _halved([each for each in keyed if each.key < border], beginning, low, middle, most)
        yield from _halved([each for each in keyed if each.key >= border], beginning, middle, high, most)


def _name(beginning: str, low: int, high: int) -> str:
    if (low, high) == (0, _DIGITS) and beginning:
        return beginning
    last = f"-{beginning}{high - 1}" if high - low > 1 else ""
    return f"{beginning}{low}{last}"
