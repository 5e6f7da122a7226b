"""Group C, whom the narrative speaks for: a township in charge of 全县 has copied its superior, or the reverse."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.claimed import sentences
from generator.checking.findings import Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import words


def level_phrase(subject: Subject) -> Iterator[Verdict]:
    """Look for sentences in which the body calls itself in charge of the area of another level."""
    foreign = _foreign(subject)
    if not foreign:
        yield Verdict(Result.NOT_APPLICABLE)
        return
    if not subject.record.narrative:
        yield Verdict(Result.NOT_ASSESSABLE, says="no_text")
        return
    found = [
        (sentence, match[1])
        for passage in subject.record.narrative
        for sentence in sentences(passage.text)
        if (match := _speaks_for(foreign, sentence))
    ]
    for position, (sentence, phrase) in enumerate(found, start=1):
        certainty = subject.certainty_of_structure()
        yield Verdict(Result.FAIL, str(position), left=phrase, quote=sentence, certainty=certainty)
    if not found:
        yield Verdict(Result.PASS)


def _foreign(subject: Subject) -> str:
    """Give the words for areas that a body of this kind and level cannot speak for, as a pattern; empty when none."""
    kinds: Mapping[str, Mapping[str, str]] = words("foreign_areas")
    return kinds.get(subject.agency.kind, {}).get(subject.agency.level, "")


def _speaks_for(foreign: str, sentence: str) -> re.Match[str] | None:
    plain = "".join(sentence.split())
    return None if _of_superiors().search(plain) else re.search(words("in_charge_of").format(foreign), plain)


@functools.cache
def _of_superiors() -> re.Pattern[str]:
    return re.compile(words("of_superiors"))


RULES: Final[Mapping[str, Rule]] = {"text-level-phrase": level_phrase}
