"""Which figures a failed check concerns: a number that does not add up must not be told as if it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.publishing.words import words

NUMBERS: Final = frozenset("BCD")


def concerns_numbers(finding: Finding) -> bool:
    """Tell whether a finding is a failure about numbers, of those that the badges count."""
    return finding.result is Result.FAIL and finding.group in NUMBERS and finding.severity is Severity.ERROR


def doubts(findings: Iterable[Finding]) -> Mapping[str, str]:
    """Give the cells of such failures with the word to put beside them: 对不上 where printed so, else 待核对."""
    concerned = [finding for finding in findings if concerns_numbers(finding)]
    concerned.sort(key=lambda finding: finding.certainty is Certainty.PRINTED)
    return {cell: _word(finding) for finding in concerned for cell in finding.cells}


def _word(finding: Finding) -> str:
    word: str = words("doubts")["printed" if finding.certainty is Certainty.PRINTED else "to_confirm"]
    return word
