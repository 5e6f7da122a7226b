"""Group E: whose report it is, and on what basis it says it is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.claimed import sentences
from generator.checking.findings import Result, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import words
from generator.records.figures import fold

_NO_WORD: Final = re.compile(r"\W|_")
_GOVERNMENT: Final = re.compile("(?:人民)?政府$")


def name_mismatch(subject: Subject) -> Iterator[Verdict]:
    """Hold the name printed against those of the registry, the body's own and its predecessors'.

    One name may leave out the places above it (洪泽区人民政府, 淮安市洪泽区人民政府) and the word 人民政府.
    """
    printed, known = subject.record.agency_as_printed, subject.past.names or _names(subject)
    if not _bare(printed):
        yield Verdict(Result.NOT_ASSESSABLE)
        return
    same = any(_agree(_bare(printed), _bare(name)) for name in known)
    yield Verdict(
        Result.PASS if same else Result.FAIL,
        left=printed,
        right=subject.agency.name,
        certainty=None if same else subject.certainty_of_structure(),
    )


def _names(subject: Subject) -> tuple[str, ...]:
    return (subject.agency.name, *subject.agency.aliases)


def _bare(name: str) -> str:
    return _GOVERNMENT.sub("", _NO_WORD.sub("", unicodedata.normalize("NFKC", name)))


def _agree(printed: str, known: str) -> bool:
    return bool(known) and (printed.endswith(known) or known.endswith(printed))


def stale_basis(subject: Subject) -> Iterator[Verdict]:
    """Look for the old form's document or the old regulation cited as basis, with no word of the new one beside it."""
    if subject.year < words("stale_from"):
        yield Verdict(Result.NOT_APPLICABLE)
        return
    if not subject.record.narrative:
        yield Verdict(Result.NOT_ASSESSABLE, says="no_text")
        return
    stale, current = re.compile(words("stale_basis")), re.compile(words("current_basis"))
    cited = []
    for passage in subject.record.narrative:
        for sentence in sentences(passage.text):
            plain = "".join(fold(sentence).split())
            if (match := stale.search(plain)) and not current.search(plain):
                cited.append((sentence, match[0]))
    for position, (sentence, basis) in enumerate(cited, start=1):
        certainty = subject.certainty_of_structure()
        yield Verdict(Result.FAIL, str(position), left=basis, quote=sentence, certainty=certainty)
    if not cited:
        yield Verdict(Result.PASS)


RULES: Final[Mapping[str, Rule]] = {"agency-name-mismatch": name_mismatch, "stale-legal-basis": stale_basis}
