"""How to ask an agency for information: whom, with what letter, what terms run, what to do after a refusal."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.publishing import urls
from generator.publishing.edition import Edition, place_name, place_of
from generator.publishing.holidays import Calendar, calendar
from generator.publishing.views_agency import Relative, successors
from generator.publishing.views_report import Crumb
from generator.records.divisions import path_of
from generator.records.registry import Agency, Contact
from generator.records.yaml_files import load_resource

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()-]{4,24}")
_MAIL: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_INSTITUTION: Final = "institution"


@dataclass(frozen=True, slots=True)
class Rule:
    """A legal term: so many working days, days or months from a start, what must be done until then, the article."""

    key: str
    start: str
    unit: str
    count: int
    what: str
    basis: str


@dataclass(frozen=True, slots=True)
class Start:
    """A day from which terms run, that the reader fills in, with its terms."""

    key: str
    label: str
    hint: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the agency's office can be reached. `phone_link` and `email_link` are empty unless a link can be made."""

    contact: Contact
    known: bool
    phone_link: str
    email_link: str


@dataclass(frozen=True, slots=True)
class AskView:
    """The page of how to ask one agency. Institutions of Article 55 have no letter and no terms."""

    title: str
    agency: Agency
    agency_url: str
    crumbs: tuple[Crumb, ...]
    reach: Reach
    successors: tuple[Relative, ...]
    institution: bool
    starts: tuple[Start, ...]
    calendar: Calendar
    review_to: str
    review_basis: str
    forms: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]
    glossary: str


def ask_view(edition: Edition, agency: Agency) -> AskView:
    """Make the page."""
    place = place_of(agency)
    path = [Crumb(place_name(step.code), urls.place(step.code)) for step in path_of(place)] if place else []
    review = _data()["review"][_reviewed_as(agency)]
    return AskView(
        title=f"怎样向{agency.name}申请公开政府信息",
        agency=agency,
        agency_url=urls.agency(agency.id),
        crumbs=(*path, Crumb(agency.name, urls.agency(agency.id))),
        reach=reach(agency),
        successors=successors(edition, agency),
        institution=agency.kind == _INSTITUTION,
        starts=starts(),
        calendar=calendar(),
        review_to=review["to"],
        review_basis=review["basis"],
        forms=tuple(_data()["forms"].items()),
        ways=tuple(_data()["ways"].items()),
        glossary=urls.GLOSSARY,
    )


def reach(agency: Agency) -> Reach:
    """Tell where an agency's office can be reached, as far as the registry says."""
    contact = agency.contact
    known = any((contact.office, contact.address, contact.phone, contact.email))
    phone = re.sub(r"[ ()]", "", contact.phone) if _PHONE.fullmatch(contact.phone) else ""
    return Reach(contact, known, phone, contact.email if _MAIL.fullmatch(contact.email) else "")


def _reviewed_as(agency: Agency) -> str:
    if agency.kind == "government" and agency.level == "province":
        return "province"
    kinds: Mapping[str, Any] = _data()["review"]
    return agency.kind if agency.kind in kinds else "other"


@functools.cache
def starts() -> tuple[Start, ...]:
    """Read the legal terms, by the day from which they run."""
    rules = [Rule(start=entry.pop("from"), **entry) for entry in map(dict, _data()["rules"])]
    return tuple(
        Start(key, entry["label"], entry["hint"], tuple(rule for rule in rules if rule.start == key))
        for key, entry in _data()["starts"].items()
    )


@functools.cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = load_resource("generator.publishing", "asking.yaml")
    return loaded
