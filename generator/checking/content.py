"""Group H: whether the narrative speaks of what it has to speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.findings import Result, Verdict
from generator.checking.structure import excused
from generator.checking.subject import Rule, Subject
from generator.checking.thresholds import threshold
from generator.checking.wording import words

_OVERVIEW, _PROBLEMS, _OTHERS = 1, 5, 6
_NO_WORD: Final = re.compile(r"\W|_")


def _text(subject: Subject, section: int) -> str:
    passages = (passage.text for passage in subject.record.narrative if passage.section == section)
    return "".join("".join(passages).split())


def _headed(subject: Subject, section: int) -> bool:
    return any(found.number == section for found in subject.record.sections)


def overview_aspects(subject: Subject) -> Iterator[Verdict]:
    """Look in section 一 for each of the five aspects that 国办公开办函〔2021〕30号 asks for, by its words."""
    text = _text(subject, _OVERVIEW)
    if not text:
        yield Verdict(Result.NOT_ASSESSABLE)
        return
    aspects: Mapping[str, str] = words("aspects")
    lacking = [aspect for aspect, pattern in aspects.items() if not re.search(pattern, text)]
    if lacking:
        certainty = subject.certainty_of_structure()
        yield Verdict(Result.FAIL, left="、".join(lacking), count=len(lacking), certainty=certainty)
    else:
        yield Verdict(Result.PASS)


def supervision_results(subject: Subject) -> Iterator[Verdict]:
    """Look in a government's section 一 for 考核, 社会评议 or 责任追究 (条例 Art. 50.1(4)); departments need not."""
    text = _text(subject, _OVERVIEW)
    if subject.agency.kind != "government":
        yield Verdict(Result.NOT_APPLICABLE)
    elif not text:
        yield Verdict(Result.NOT_ASSESSABLE)
    else:
        yield _mentions(subject, text, words("supervision"))


def fee_statement(subject: Subject) -> Iterator[Verdict]:
    """Look in section 六 for a word on 信息处理费."""
    text = _text(subject, _OTHERS)
    yield _mentions(subject, text, words("fee_statement")) if text else Verdict(Result.NOT_ASSESSABLE)


def _mentions(subject: Subject, text: str, pattern: str) -> Verdict:
    if match := re.search(pattern, text):
        return Verdict(Result.PASS, left=match[0])
    return Verdict(Result.FAIL, certainty=subject.certainty_of_structure())


def problems_empty(subject: Subject) -> Iterator[Verdict]:
    """Look whether section 五 says anything: more than a few characters, and not just 无."""
    if not _headed(subject, _PROBLEMS):
        yield Verdict(Result.NOT_ASSESSABLE)
        return
    text = _NO_WORD.sub("", _text(subject, _PROBLEMS))
    if len(text) > threshold(subject.settings, "problems_least"):
        yield Verdict(Result.PASS, count=len(text))
        return
    certainty = subject.certainty_of_structure()
    verdict = Verdict(Result.FAIL, count=len(text), quote=_text(subject, _PROBLEMS), certainty=certainty)
    yield verdict if text else excused(subject, verdict)


RULES: Final[Mapping[str, Rule]] = {
    "overview-aspects": overview_aspects,
    "supervision-results-missing": supervision_results,
    "problems-empty": problems_empty,
    "fee-statement-missing": fee_statement,
}
