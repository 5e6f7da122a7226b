"""Records made for the tests of checking: a clean report of zeros, and what is changed in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from generator.checking.checks import Subject, check_issue
from generator.checking.findings import Finding, Result
from generator.checking.subject import Past
from generator.records.figures import Absence, Figure
from generator.records.forms import TABLES, form_table, section_titles
from generator.records.place import Place
from generator.records.portal import Held, Issue, Settings, SourceNote
from generator.records.record import Claim, Dates, Evidence, Passage, Record, Section, Source
from generator.records.registry import Agency

FORM_2021 = {"proactive": "2021", "applications": "2021", "disputes": "2021"}
FORM_2019 = {"proactive": "2019", "applications": "2019", "disputes": "2019"}
MIXED = FORM_2021 | {"applications": "2019"}
COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other", "total")
RECEIVED = "applications.new_received.total"
NARRATIVE = (
    Passage("主动公开、依申请公开、政府信息管理、平台建设、监督保障各项工作有序，考核为良好。", Place(line=2), 1),
    Passage("存在的问题是更新不够及时；下一步将加强培训。", Place(line=6), 5),
    Passage("没有收取信息处理费。", Place(line=7), 6),
)


def record(
    changed: Mapping[str, Figure] | None = None, *, year: int = 2024, forms: Mapping[str, str] | None = None
) -> Record:
    """Make an original that two readers read alike: every cell of its forms is 0 but for what `changed` says."""
    forms = FORM_2021 if forms is None else forms
    tables = [form_table(forms[name], name) for name in TABLES]
    figures: dict[str, Figure] = {cell.name: 0 for table in tables for cell in table.cells}
    assert set(changed or ()) <= figures.keys(), "a test names a cell that the form does not have"
    return Record(
        year=year,
        agency_as_printed="某县人民政府",
        title=f"某县人民政府{year}年政府信息公开工作年度报告",
        source=Source((), "original", "one", "two"),
        forms=forms,
        forms_told={"proactive": True, "applications": True, "disputes": False},
        figures=figures | dict(changed or {}),
        dates=Dates((f"{year}-01-01", f"{year}-12-31"), f"{year + 1}-01-15"),
        narrative=NARRATIVE,
        sections=sections(year),
        evidence={row.name: Evidence(Place(page=1), row.label, readers=2) for table in tables for row in table.rows},
    )


def sections(year: int = 2024) -> tuple[Section, ...]:
    """Make the six headings of the form due for a year."""
    titles = enumerate(section_titles(year), start=1)
    return tuple(
        Section(number, f"{'一二三四五六'[number - 1]}、{title}", Place(line=number)) for number, title in titles
    )


def extract(made: Record) -> Record:
    """Make the record one of an extract, which one reader read."""
    evidence = {name: dataclasses.replace(item, readers=1) for name, item in made.evidence.items()}
    return dataclasses.replace(made, source=Source((), "extract", "text"), evidence=evidence)


def one_reader(made: Record) -> Record:
    """Make the record one of an original that one reader read."""
    return dataclasses.replace(extract(made), source=Source((), "original", "one"))


def evidenced(made: Record, name: str, **changed: object) -> Record:
    """Change what is known of where one row stands."""
    item = dataclasses.replace(made.evidence[name], **changed)  # type: ignore[arg-type]
    return dataclasses.replace(made, evidence={**made.evidence, name: item})


def saying(made: Record, text: str, *claims: tuple[str, int, str], section: int = 1) -> Record:
    """Let the narrative say `text`, and the reader have made claims of the whole of it: cell, value, scope."""
    place = Place(line=9)
    found = tuple(Claim(cell, value, scope, text, place, readers=2) for cell, value, scope in claims)  # type: ignore[arg-type]
    passages = (*made.narrative, Passage(text, place, section))
    return dataclasses.replace(made, narrative=passages, claims=(*made.claims, *found))


def row(name: str, figure: Figure = Absence.MISSING) -> dict[str, Figure]:
    """Give one figure for the seven cells of a row of 表三."""
    return {f"applications.{name}.{column}": figure for column in COLUMNS}


def noted(made: Record, **changed: Any) -> Held:  # noqa: ANN401 - any field of the note
    """Hold a record, with a page found in time unless `changed` says otherwise."""
    days = {"published": f"{made.year + 1}-01-20", "retrieved": f"{made.year + 1}-02-01"}
    return Held(Issue("a", made.year), made, "", SourceNote(**{"url": "https://example.org/a", **days, **changed}))


def subject(made: Record, *, kind: str = "government", level: str = "county", sample: bool = False) -> Subject:
    """Put a record before the checks, as one of an agency of this kind and level."""
    agency = Agency("a", "某县人民政府", kind, level=level)
    return Subject(noted(made), agency, Settings("门户", "https://example.org/", sample=sample))


def after(earlier: Record, later: Record, *, level: str = "county", **thresholds: float) -> Subject:
    """Put a record before the checks with that of the year before."""
    past = Past(noted(earlier), (noted(earlier),), years=frozenset({earlier.year, later.year}))
    whole = subject(later, level=level)
    return dataclasses.replace(whole, past=past, settings=dataclasses.replace(whole.settings, thresholds=thresholds))


def found(looked_at: Subject | Record, check: str) -> dict[str, Finding]:
    """Give the findings of one check by what they are about; no two are about the same."""
    whole = looked_at if isinstance(looked_at, Subject) else subject(looked_at)
    mine = [finding for finding in check_issue(whole) if finding.check == check]
    by_subject = {finding.subject: finding for finding in mine}
    assert len(by_subject) == len(mine)
    return by_subject


def results(looked_at: Subject | Record, check: str) -> dict[str, str]:
    """Give the results of one check by what they are about, passes left out."""
    everything = found(looked_at, check).items()
    return {key: finding.result.value for key, finding in everything if finding.result is not Result.PASS}


def trouble(looked_at: Subject) -> Iterator[Finding]:
    """Give the findings that did not pass and do apply."""
    quiet = {Result.PASS, Result.NOT_APPLICABLE}
    return (finding for finding in check_issue(looked_at) if finding.result not in quiet)
