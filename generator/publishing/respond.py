"""Ways to answer for an agency without an account: a prefilled mail, an issue form, and a form to print and fill in."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from generator.publishing import urls
from generator.publishing.edition import Edition, Shown
from generator.publishing.report_findings import FindingView
from generator.publishing.views_report import Crumb, crumbs
from generator.publishing.words import words
from generator.records.portal import Settings

_GITHUB: Final = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/issues/?")


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses to write to, each empty where the portal has none: a mail, and two issue forms, prefilled."""

    mail: str
    correction: str
    reply: str


@dataclass(frozen=True, slots=True)
class Question:
    """A finding to be answered, with both sides of it, the cells concerned, and where to write."""

    anchor: str
    name: str
    about: str
    message: str
    left: str
    right: str
    certainty_word: str
    cells: tuple[tuple[str, str], ...]
    ways: Ways


@dataclass(frozen=True, slots=True)
class RespondView:
    """The form of one issue: what is asked, the version that it is about, and where to send it."""

    title: str
    agency: str
    year: int
    issue: str
    page_url: str
    address: str
    digest: str
    crumbs: tuple[Crumb, ...]
    questions: tuple[Question, ...]
    ways: Ways
    email: str
    issues_url: str


def respond_view(edition: Edition, shown: Shown, fails: Sequence[FindingView]) -> RespondView:
    """Make the form of an issue. `fails` are its findings as its page lists them."""
    address = edition.settings.base_url.rstrip("/") + "/" + shown.url
    return RespondView(
        title=f"反映问题：{shown.agency.name}{shown.issue.year}年年报",
        agency=shown.agency.name,
        year=shown.issue.year,
        issue=shown.issue.name,
        page_url=shown.url,
        address=address,
        digest=shown.digest,
        crumbs=(*crumbs(shown), Crumb(f"{shown.issue.year}年年报", shown.url)),
        questions=tuple(_question(edition, shown, finding) for finding in fails),
        ways=_ways(edition.settings, shown, address, None),
        email=edition.settings.email,
        issues_url=edition.settings.issues_url,
    )


def _question(edition: Edition, shown: Shown, finding: FindingView) -> Question:
    address = f"{edition.settings.base_url.rstrip('/')}/{shown.url}#{finding.anchor}"
    return Question(
        anchor=finding.anchor,
        name=finding.name,
        about=finding.about,
        message=finding.message,
        left=finding.left,
        right=finding.right,
        certainty_word=finding.certainty_word,
        cells=finding.cells,
        ways=_ways(edition.settings, shown, address, finding),
    )


def _ways(settings: Settings, shown: Shown, address: str, finding: FindingView | None) -> Ways:
    return Ways(
        mail=_mail(settings, shown, address, finding) if settings.email else "",
        correction=_form(settings, "correction.yml", _correction_fields(address, finding)),
        reply=_form(settings, "reply.yml", {"agency": shown.agency.name, "page": address}),
    )


def _mail(settings: Settings, shown: Shown, address: str, finding: FindingView | None) -> str:
    said = words("respond")
    head = {"agency": shown.agency.name, "year": shown.issue.year, "issue": shown.issue.name}
    about = f" {finding.name}{finding.about}" if finding else ""
    lines = [said["agency"], said["issue"], said["page"], said["version"]]
    if finding:
        lines += [said["cells"], said["sides"]]
    lines += said["questions"]
    body = "\r\n".join(lines).format(
        **head,
        address=address,
        digest=shown.digest[:12],
        cells="、".join(f"{label}（{cell}）" for cell, label in finding.cells) if finding else "",
        sides=sides(finding) if finding else "",
    )
    subject = said["subject"].format(**head) + about
    quoted = "%0D%0A".join(map(_quoted, body.split("\r\n")))
    return f"mailto:{quote(settings.email, safe='@')}?subject={_quoted(subject)}&body={quoted}"


@functools.lru_cache(maxsize=2048)
def _quoted(text: str) -> str:
    """Write a line as an address has it: half of those of a mail are the same in all mails."""
    return quote(text)


def sides(finding: FindingView) -> str:
    """Write both sides of a finding out; a finding without sides is its message."""
    if finding.left and finding.right:
        return f"{finding.left}；{finding.right}"
    return finding.left or finding.right or finding.message


def _correction_fields(address: str, finding: FindingView | None) -> dict[str, str]:
    fields = {"page": address}
    if finding and finding.cells:
        fields |= {"cell": " ".join(cell for cell, _ in finding.cells), "was": sides(finding)}
    return fields


def _form(settings: Settings, template: str, fields: dict[str, str]) -> str:
    """Give the address of an issue form with its fields filled in; empty where issues are not kept at GitHub."""
    if not _GITHUB.fullmatch(settings.issues_url):
        return ""
    return f"{settings.issues_url.rstrip('/')}/new?{urlencode({'template': template, **fields}, quote_via=quote)}"


def respond_url(shown: Shown) -> str:
    """Give the address of an issue's form."""
    return urls.respond(shown.url)
