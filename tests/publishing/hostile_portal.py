"""The made portal with hostile text in every free field, and the same portal with harmless text of the same shape."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from hashlib import sha256
from typing import Any, Final

from generator.records.errors import Problem
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.portal import Held, Input, Issue, Portal
from generator.records.record import Doubt, Evidence, Passage, Record, Section, dump_record
from generator.records.registry import Agency
from generator.records.reviews import Kind, Review, Reviews, record_fingerprint
from tests.publishing.payloads import harmless, payloads
from tests.publishing.portals import COUNTY, TOWN, portal

Dress = Callable[[str], str]

_FREE: Final = frozenset(
    {"title", "description", "publisher", "licence", "name", "aliases", "agency_as_printed", "text", "why", "by"}
    | {"capacity", "verified", "body", "what", "remedy", "where", "note", "reader", "second_reader", "office"}
    | {"address", "phone", "email"}
)
"""Fields that people or files fill freely; the others are ids, dates, addresses and words that a schema lists."""
_ADDRESSES: Final = frozenset({"url", "website", "guide_url", "issues_url", "licence_url"})
"""Fields that a schema holds to https:// and http://."""
_FULL: Final = (Issue(COUNTY, 2024, 2), Issue(TOWN, 2024))
"""The issues that hold every payload as a paragraph, a piece of evidence, a review and so on."""


def hostile_portal(dress: Dress) -> Portal:
    """Give the portal; `dress` makes of a payload what is written."""
    whole = " ".join(map(dress, payloads()))
    made: Portal = _dressed(_fuller(portal(), dress), whole)
    linkless = [dress(each) for each in payloads() if "](" not in each and "]: " not in each]  # own links are checked
    title = " ".join(" ".join(linkless).split())
    pages = dict.fromkeys(made.pages, f"# {title}\n\n" + "\n\n".join(linkless))
    return dataclasses.replace(made, pages=pages, held=tuple(_kept(held) for held in made.held))


def _fuller(made: Portal, dress: Dress) -> Portal:
    """Give it lists as long as the payloads are many: each payload begins a field of its own once."""
    texts = tuple(map(dress, payloads()))
    held = tuple(_fuller_record(item, texts) if item.issue in _FULL else item for item in made.held)
    agencies = {key: _fuller_agency(agency, texts) for key, agency in made.agencies.items()}
    problems = (*made.problems, *(Problem(f"pages/{text}", 1, text, text) for text in texts))
    inputs = (*made.inputs, *(Input(f"reports/{text}", "left_out", text) for text in texts))
    return dataclasses.replace(made, held=held, agencies=agencies, problems=problems, inputs=inputs)


def _fuller_agency(agency: Agency, texts: tuple[str, ...]) -> Agency:
    if agency.id != COUNTY:
        return agency
    return dataclasses.replace(agency, aliases=texts, website="https://x.example/", guide_url="https://x.example/")


def _fuller_record(held: Held, texts: tuple[str, ...]) -> Held:
    record = held.record
    passages = tuple(Passage(text, Place(line=number), 1) for number, text in enumerate(texts, 1))
    cells = zip(record.figures, itertools.cycle(texts), strict=False)
    evidence = {cell: Evidence(Place(page=1), text) for cell, text in cells}
    lost = tuple(cell for cell in record.figures if cell.startswith("disputes."))
    files = tuple(dataclasses.replace(file, path=f"reports/{' '.join(texts)}.pdf") for file in record.source.files)
    record = dataclasses.replace(
        record,
        narrative=passages,
        unplaced=passages,
        hidden=passages,
        evidence={**record.evidence, **evidence},
        sections=tuple(Section(number, texts[number], Place(line=1)) for number in range(1, 7)),
        figures={**record.figures, **dict.fromkeys(lost, Absence.UNCLEAR)},
        unclear={cell: Doubt(texts[number], (1, 7)) for number, cell in enumerate(lost)},
        source=dataclasses.replace(record.source, files=files),
    )
    return dataclasses.replace(held, record=record, reviews=_reviews(record, texts))


def _reviews(record: Record, texts: tuple[str, ...]) -> Reviews:
    """Let people confirm every cell, each with a payload as their name and their reason."""
    fingerprint = record_fingerprint(record)
    cells = zip(record.figures, itertools.cycle(texts), strict=False)
    on_cells = (Review(Kind.CELL, cell, "confirmed", fingerprint, text, "2025-01-01", text) for cell, text in cells)
    return Reviews((Review(Kind.RECORD, "", "confirmed", fingerprint, "x", "2025-01-01", "x"), *on_cells))


def _kept(held: Held) -> Held:
    return dataclasses.replace(held, read_hash=sha256(dump_record(held.record).encode()).hexdigest())


def _dressed(value: Any, whole: str, name: str = "") -> Any:  # noqa: ANN401 - anything that a portal holds
    """Write the whole lot into every free field that is not filled payload by payload already."""
    if isinstance(value, str):
        return _text(value, whole, name)
    if isinstance(value, (Enum, Passage, Evidence, Section, Doubt, Review, Input, Problem)):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: _dressed(getattr(value, field.name), whole, field.name) for field in _fields(value)}
        return dataclasses.replace(value, **changes)
    if isinstance(value, Mapping):
        return {key: _dressed(inner, whole, name) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_dressed(inner, whole, name) for inner in value)
    return value


def _text(value: str, whole: str, name: str) -> str:
    if name == "aliases":
        return value
    if name in _FREE:
        return whole
    if name == "evidence" or (name in _ADDRESSES and not value):
        return value
    return f"https://www.example.gov.cn/{whole}" if name in _ADDRESSES else value


def _fields(value: Any) -> Iterator[dataclasses.Field[Any]]:  # noqa: ANN401 - any dataclass
    return (field for field in dataclasses.fields(value) if field.init)


def shaped_like(text: str) -> str:
    """Dress harmlessly."""
    return harmless(text)
