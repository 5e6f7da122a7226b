"""Group C, sums within the narrative: N 件（其中 a 件、b 件）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from generator.checking.findings import Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import words
from generator.records.figures import fold

_COUNT: Final = r"(?<![0-9.,])([0-9]{1,7})(?:余|多)?"
_TAIL: Final = r"[^。；;！？]*"
_LIST: Final = 2


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number that the text gives, the parts that it lists of it, and the words in which it does so."""

    total: int
    parts: tuple[int, ...]
    text: str


def inner_sum(subject: Subject) -> Iterator[Verdict]:
    """Hold the parts that the narrative lists behind 其中 against the number that they are parts of.

    Fewer than the whole is no fault (其中 need not be complete); more is, unless the parts may overlap.
    """
    count = 0
    for passage in subject.record.narrative:
        for found in _sums(passage.text):
            count += 1
            yield _weighed(subject, found, f"{passage.section}-{count}")
    if not count:
        yield Verdict(Result.NOT_APPLICABLE)


def _weighed(subject: Subject, found: _Sum, key: str) -> Verdict:
    listed = sum(found.parts)
    failed = listed > found.total
    return Verdict(
        Result.FAIL if failed else Result.PASS,
        key,
        says="" if listed >= found.total else "fewer",
        left=f"{'+'.join(map(str, found.parts))}＝{listed}",
        right=str(found.total),
        quote=found.text,
        certainty=subject.certainty_of_structure() if failed else None,
    )


def _sums(text: str) -> Iterator[_Sum]:
    """Find the lists behind 其中 whose items are plain counts of the same thing, one a clause."""
    if "其" not in text:
        return
    plain = "".join(fold(text).split())
    for counter in words("counters"):
        pattern = rf"{_COUNT}{counter}[,，(（：:]{{0,2}}其中[：:，,]?({_TAIL})"
        for match in re.finditer(pattern, plain):
            tail = _within_brackets(plain[match.end(1) : match.start(2)], match[2])
            parts = _parts(tail, counter)
            if len(parts) >= _LIST:
                yield _Sum(int(match[1]), parts, plain[match.start() : match.start(2) + len(tail)])


def _within_brackets(before: str, tail: str) -> str:
    """Cut a list off where the bracket closes that it stands in."""
    return re.split("[)）]", tail)[0] if re.search("[(（]", before) else tail


def _parts(tail: str, counter: str) -> tuple[int, ...]:
    """Give the counts of a list; none when one of its items is no plain part (a share, a comparison, a list)."""
    if re.search(words("no_plain_part"), tail):
        return ()
    items = [item for item in re.split("[,，、;；]", tail) if item]
    counts = [re.findall(f"{_COUNT}{counter}", item) for item in items]
    plain = all(
        len(found) == 1 and len(re.findall("[0-9]+", item)) == 1 for found, item in zip(counts, items, strict=True)
    )
    return tuple(int(found[0]) for found in counts) if plain else ()


RULES: Final[Mapping[str, Rule]] = {"narrative-inner-sum": inner_sum}
