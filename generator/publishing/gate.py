"""The privacy gate: what must not be published leaves the portal here, before an edition is made of it.

Pages, data files, search, feeds and badges are all made from the edition, and only `make_edition` makes one, so nothing
goes round this. A report that holds personal numbers which nobody has waived keeps its address and says why it is
empty; its figures, text and files are gone. Numbers in file names, messages and notes are masked.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from generator.checking.checks import check_portal
from generator.checking.findings import Finding, Result
from generator.checking.personal import ID_NUMBER, masked, numbers_in, words
from generator.checking.privacy import WITHHOLDING, numbers_of, withheld_for
from generator.records.errors import ContentError, Problem
from generator.records.memory import FORGETFUL, Memory
from generator.records.people import ReportKey
from generator.records.portal import Held, Input, Issue, Portal, SourceNote, Unread
from generator.records.replies import Reply
from generator.records.reviews import files_fingerprint, quoted

WITHHELD: Final = "withheld"
"""The state of report files that are kept back."""
_ISSUE_OF_FILE: Final = re.compile(r"reports/[^/]+/[^/.]+(?:\.r[0-9]+(?=[./]))?")


def gate(portal: Portal, memory: Memory = FORGETFUL) -> Portal:
    """Give the portal without what must not be published. Raises `ContentError` for numbers on people's own pages."""
    _refuse_pages(portal)
    kept: list[Held] = []
    back: list[Unread] = []
    for held in portal.held:
        if checks := withheld_for(held, memory):
            back.append(_withheld(held, checks))
        else:
            kept.append(held)
    replies, dropped = _replies(portal.replies)
    problems = (*portal.problems, *dropped, *_mobiles(portal.pages))
    return dataclasses.replace(
        portal,
        held=tuple(kept),
        unread=tuple(sorted((*map(_masked_unread, portal.unread), *back), key=lambda item: item.issue)),
        problems=tuple(map(_masked_problem, problems)),
        inputs=tuple(_inputs(portal, back, dropped)),
        replies=replies,
    )


def kept_back(portal: Portal, gated: Portal) -> dict[Issue, tuple[Finding, ...]]:
    """Give for each report that the gate has taken out of `portal` the failures that it was taken out for.

    They name no number. Whatever else is found in such a report stays where its figures are: with us.
    """
    back = {item.issue for item in gated.unread if item.withheld}
    if not back:
        return {}
    alone = dataclasses.replace(portal, held=tuple(held for held in portal.held if held.issue in back))
    return {
        each.held.issue: tuple(
            finding for finding in each.findings if finding.check in WITHHOLDING and finding.result is Result.FAIL
        )
        for each in check_portal(alone)
    }


def _withheld(held: Held, checks: tuple[str, ...]) -> Unread:
    found = [each for each in numbers_of(held) if each.sign.kind in checks]
    counts = Counter(each.sign.kind for each in found)
    said: Mapping[str, str] = words("withheld")
    names: Mapping[str, str] = words("withheld_names")
    told = "、".join(said["found"].format(name=names[check], count=counts[check]) for check in checks)
    remedy = said["remedy"].format(
        places="、".join(dict.fromkeys(each.where for each in found)),
        agency=held.issue.agency,
        issue=held.issue.name,
        checks="、".join(checks),
        source=quoted(files_fingerprint(held.record)),
    )
    path = f"reports/{held.issue.agency}/{held.issue.name}"
    return Unread(held.issue, path, said["what"].format(found=told), remedy, withheld=checks)


def _refuse_pages(portal: Portal) -> None:
    """Stop the build for an ID number in what is on every page, or is a page: nobody can mean that."""
    said: Mapping[str, str] = words("page")
    texts = {f"pages/{name}.md": text for name, text in portal.pages.items()}
    texts["portal.yaml"] = "\n".join(_strings(portal.settings))
    problems = [
        Problem(path, text[: sign.start].count("\n") + 1, said["what"].format(masked=sign.shown), said["remedy"])
        for path, text in texts.items()
        for sign in numbers_in(text)
        if sign.kind == ID_NUMBER
    ]
    if problems:
        raise ContentError(problems)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))


def _mobiles(pages: Mapping[str, str]) -> Iterator[Problem]:
    """Point out mobile numbers on people's own pages: a portal may publish its own."""
    said: Mapping[str, str] = words("mobile")
    for name, text in pages.items():
        for sign in numbers_in(text):
            line = text[: sign.start].count("\n") + 1
            yield Problem(f"pages/{name}.md", line, said["what"].format(masked=sign.shown), said["remedy"])


def _replies(replies: Mapping[ReportKey, Reply]) -> tuple[Mapping[ReportKey, Reply], tuple[Problem, ...]]:
    """Part replies from those that hold personal numbers: these are left out, and named."""
    said: Mapping[str, str] = words("reply")
    kept: dict[ReportKey, Reply] = {}
    problems: list[Problem] = []
    for key, reply in replies.items():
        signs = [sign for text in _strings(reply) for sign in numbers_in(text)]
        if signs:
            shown = "、".join(sign.shown for sign in signs)
            problems.append(Problem(reply.path, None, said["what"].format(masked=shown), said["remedy"]))
        else:
            kept[key] = reply
    return kept, tuple(problems)


def _inputs(portal: Portal, back: list[Unread], dropped: tuple[Problem, ...]) -> Iterator[Input]:
    whys = {item.path: item.what for item in back}
    left = {problem.path: f"{problem.what}{problem.remedy}" for problem in dropped}
    for item in portal.inputs:
        report = _report_of(item.path)
        if item.path in left:
            yield Input(masked(item.path), "left_out", left[item.path])
        elif report in whys and item.state == "read":
            yield Input(masked(item.path), WITHHELD, whys[report])
        else:
            yield Input(masked(item.path), item.state, masked(item.why))


def _report_of(path: str) -> str:
    """Give the issue that a file is of, as `Unread.path` names it: `2024.r2.pdf` is none of `2024`."""
    found = _ISSUE_OF_FILE.match(path)
    return found.group() if found else ""


def _masked_problem(problem: Problem) -> Problem:
    return dataclasses.replace(
        problem, path=masked(problem.path), what=masked(problem.what), remedy=masked(problem.remedy)
    )


def _masked_unread(item: Unread) -> Unread:
    note = item.note
    return dataclasses.replace(
        item,
        path=masked(item.path),
        what=masked(item.what),
        remedy=masked(item.remedy),
        note=SourceNote(masked(note.url), masked(note.title), note.published, note.retrieved, note.copy, note.year),
    )
