"""The record: what we read from one issue of a report. The seam between reading and everything after it.

`content/records/<agency>/<issue>.yaml` holds one. `from_plain(to_plain(record))` is the same record; figures that a
form does not have are left out; a missing number never becomes 0.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from generator.records.errors import ContentError, Problem
from generator.records.figures import Absence, Figure, Number
from generator.records.forms import TABLES, FormTable, cell_paths, form_table, names_around
from generator.records.place import Place
from generator.records.yaml_files import Flow, FlowList, Located, dumps, faults, load

SCHEMA: Final = 1
HEAD: Final = (
    "# yaml-language-server: $schema=../../../generator/records/schemas/record.schema.json\n"
    "# Written by `gongkai ingest`. Do not edit: put a correction in content/corrections/.\n"
)

Scope = Literal["whole", "part", "unclear"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that the record was read from: its path below `content/`, hash of its bytes, media type."""

    path: str
    sha256: str
    media_type: str
    metadata: tuple[str, ...] = ()  # which fields of its own (`author` …) may name a person; never what they say


@dataclass(frozen=True, slots=True)
class Source:
    """Where the record comes from: an `original` or an `extract`; `second_reader` is empty when only one read it.

    `part` is which report it is (from 1) where the file holds several.
    """

    files: tuple[SourceFile, ...]
    copy: Literal["original", "extract"]
    reader: str
    second_reader: str = ""
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates that the file itself states, ISO form; None where it does not."""

    period: tuple[str, str] | None = None
    signed: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section heading as found: its number 1 to 6, and its printed title."""

    number: int
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the narrative (or a row that found no place), and its section (0: before the first)."""

    text: str
    place: Place
    section: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What one clause of the narrative says of a cell: only `whole` may be compared. `readers` saw this very clause."""

    cell: str
    value: int
    scope: Scope
    text: str
    place: Place
    readers: int = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a row (or cell) stands and its printed text.

    `numbers` is how many values are printed when that is not how many the row has; `placed_by` is `identity` when an
    identity of the form had to tell where they belong; `identities` names those it took part in; `readers` is how many
    independent readers read every cell of it alike.
    """

    place: Place
    text: str
    numbers: int | None = None
    placed_by: Literal["identity", ""] = ""
    identities: tuple[str, ...] = ()
    readers: int = 1


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell is unclear, and the numbers it may be (none: nobody can tell)."""

    why: str
    candidates: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One issue of one agency's report for one year, as read. `figures` is every cell of its forms by dotted name."""

    year: int
    agency_as_printed: str
    title: str
    source: Source
    forms: Mapping[str, str]
    forms_told: Mapping[str, bool]
    figures: Mapping[str, Figure]
    agency: str = ""
    dates: Dates = Dates()
    sections: Sequence[Section] = ()
    narrative: Sequence[Passage] = ()
    claims: Sequence[Claim] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    unclear: Mapping[str, Doubt] = field(default_factory=dict)
    unplaced: tuple[Passage, ...] = ()
    hidden: tuple[Passage, ...] = ()

    def table(self, name: str) -> FormTable:
        """Give the form table (`proactive`, `applications`, `disputes`) that this record follows."""
        return form_table(self.forms[name], name)

    @property
    def tables(self) -> tuple[FormTable, ...]:
        """The three form tables that this record follows."""
        return tuple(self.table(name) for name in TABLES)

    def evidence_of(self, cell: str) -> Evidence | None:
        """Give the evidence of a cell: its own, or its row's, or its table's."""
        return found[1] if (found := self.evidence_key(cell)) else None

    def evidence_key(self, cell: str) -> tuple[str, Evidence] | None:
        """Give the name under which a cell's evidence stands (its own, its row's, its table's), and it."""
        found = [name for name in names_around(cell) if name in self.evidence]
        return (found[0], self.evidence[found[0]]) if found else None

    @property
    def is_original(self) -> bool:
        """Tell whether the file is one the agency published (and not text that somebody took out of it)."""
        return self.source.copy == "original"


def number_of(figure: Figure) -> Number | None:
    """Give the figure's number, or None when it has none."""
    return None if isinstance(figure, Absence) else figure


def to_plain(record: Record) -> dict[str, Any]:
    """Give the record in the shape and order of the YAML file."""
    plain: dict[str, Any] = {"schema": SCHEMA}
    if record.agency:
        plain["agency"] = record.agency
    plain |= {
        "year": record.year,
        "agency_as_printed": record.agency_as_printed,
        "title": record.title,
        "source": _plain_source(record.source),
    }
    if dates := _plain_dates(record.dates):
        plain["dates"] = dates
    plain["forms"] = Flow(record.forms)
    plain["forms_told"] = Flow(record.forms_told)
    plain |= {table.table: _plain_table(table, record.figures) for table in record.tables}
    return plain | _plain_findings_of_reading(record)


def _plain_claim(c: Claim) -> dict[str, Any]:
    heard = {"readers": c.readers} if c.readers > 1 else {}
    return {"cell": c.cell, "value": c.value, "scope": c.scope, **c.place.to_plain(), "text": c.text} | heard


def _plain_findings_of_reading(record: Record) -> dict[str, Any]:
    doubts = record.unclear.items()
    return {
        "sections": [Flow(number=s.number, title=s.title, **s.place.to_plain()) for s in record.sections],
        "narrative": [Flow(section=p.section, **p.place.to_plain(), text=p.text) for p in record.narrative],
        "claims": [Flow(_plain_claim(claim)) for claim in record.claims],
        "evidence": {name: _plain_evidence(evidence) for name, evidence in record.evidence.items()},
        "unclear": {name: Flow(candidates=[*map(_plain_figure, d.candidates)], why=d.why) for name, d in doubts},
        "unplaced": [Flow(**p.place.to_plain(), text=p.text) for p in record.unplaced],
        **({"hidden": [Flow(**p.place.to_plain(), text=p.text) for p in record.hidden]} if record.hidden else {}),
    }


def _plain_source(source: Source) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "files": [Flow({k: v for k, v in dataclasses.asdict(file).items() if v}) for file in source.files],
        "copy": source.copy,
        "reader": source.reader,
    }
    plain |= {"second_reader": source.second_reader} if source.second_reader else {}
    return plain | ({"part": source.part} if source.part else {})


def _plain_dates(dates: Dates) -> dict[str, Any]:
    period = {"period": FlowList(map(dt.date.fromisoformat, dates.period))} if dates.period else {}
    return period | ({"signed": dt.date.fromisoformat(dates.signed)} if dates.signed else {})


def _plain_figure(figure: Figure) -> Any:  # noqa: ANN401 - a number or a word
    return figure.value if isinstance(figure, Absence) else figure


def _plain_table(table: FormTable, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Nest the cells of a table: a row of `applications` is a list, other rows are mappings or one figure."""
    plain: dict[str, Any] = {}
    for row in table.rows:
        if row.table == "applications":
            plain[row.key] = FlowList(_plain_figure(figures[cell.name]) for cell in row.cells)
        else:
            for cell in row.cells:
                _put(plain, cell.name.split(".")[1:], _plain_figure(figures[cell.name]))
    return plain


def _put(plain: dict[str, Any], path: list[str], value: Any) -> None:  # noqa: ANN401
    *outer, key = path
    for name in outer:
        plain = plain.setdefault(name, Flow())
    plain[key] = value


def _plain_evidence(evidence: Evidence) -> Flow:
    plain = Flow(**evidence.place.to_plain(), text=evidence.text)
    plain |= {"numbers": evidence.numbers} if evidence.numbers is not None else {}
    if evidence.placed_by:
        plain["placed_by"] = evidence.placed_by
        plain["identities"] = list(evidence.identities)
    plain |= {"readers": evidence.readers} if evidence.readers > 1 else {}
    return plain


def from_plain(plain: Mapping[str, Any]) -> Record:
    """Read a record back from the shape of its YAML file, which has passed the schema.

    A record of an older schema is brought to the present one here. Old numbers load for ever; 1 is the first.
    """
    forms = dict(plain["forms"])
    return Record(
        year=plain["year"],
        agency_as_printed=plain["agency_as_printed"],
        title=plain["title"],
        source=_source(plain["source"]),
        forms=forms,
        forms_told=dict(plain["forms_told"]),
        figures=dict(_figures(plain, forms)),
        agency=plain.get("agency", ""),
        dates=_dates(plain.get("dates", {})),
        sections=tuple(Section(s["number"], s["title"], Place.from_plain(s)) for s in plain["sections"]),
        narrative=_passages(plain["narrative"]),
        claims=tuple(_claim(item) for item in plain["claims"]),
        evidence={name: _evidence(item) for name, item in plain["evidence"].items()},
        unclear={
            name: Doubt(d["why"], tuple(_figure(item) for item in d["candidates"]))
            for name, d in plain["unclear"].items()
        },
        unplaced=_passages(plain["unplaced"]),
        hidden=_passages(plain.get("hidden", [])),
    )


def _source(plain: Mapping[str, Any]) -> Source:
    files = tuple(SourceFile(**{**file, "metadata": tuple(file.get("metadata", ()))}) for file in plain["files"])
    return Source(files, plain["copy"], plain["reader"], plain.get("second_reader", ""), plain.get("part"))


def _dates(plain: Mapping[str, Any]) -> Dates:
    period = plain.get("period")
    return Dates((period[0], period[1]) if period else None, plain.get("signed"))


def _passages(plain: list[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(Passage(item["text"], Place.from_plain(item), item.get("section", 0)) for item in plain)


def _claim(plain: Mapping[str, Any]) -> Claim:
    place = Place.from_plain({key: plain[key] for key in ("line", "page", "box") if key in plain})
    return Claim(plain["cell"], plain["value"], plain["scope"], plain["text"], place, plain.get("readers", 1))


def _evidence(plain: Mapping[str, Any]) -> Evidence:
    return Evidence(
        Place.from_plain(plain),
        plain["text"],
        plain.get("numbers"),
        plain.get("placed_by", ""),
        tuple(plain.get("identities", ())),
        plain.get("readers", 1),
    )


def _figure(value: Any) -> Figure:  # noqa: ANN401 - a number or a word, told by the schema
    return Absence(value) if isinstance(value, str) else value


def _figures(plain: Mapping[str, Any], forms: Mapping[str, str]) -> Iterator[tuple[str, Figure]]:
    for table in TABLES:
        for cell, path in cell_paths(forms[table], table):
            node: Any = plain[table]
            for key in path:
                node = node[key]
            yield cell, Absence(node) if isinstance(node, str) else node


def load_record(path: Path, name: str) -> Record:
    """Read a record file. Raises `ContentError` with file, line and remedy for every fault."""
    return from_located(load(path, name))


def from_located(located: Located) -> Record:
    """Check a loaded record file and read it. Raises `ContentError`."""
    remedy = "记录由程序写出，请运行 gongkai ingest --again 重新读取；要改数字请写 content/corrections/。"
    if problems := faults(located, "record"):
        raise ContentError(dataclasses.replace(problem, remedy=remedy) for problem in problems)
    try:
        return from_plain(located.data)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ContentError([Problem(located.name, None, f"记录的内容与表样不符（{error!r}）。", remedy)]) from error


def dump_record(record: Record) -> str:
    """Write a record as its YAML file, byte for byte the same for the same record."""
    return HEAD + dumps(to_plain(record))


def stated(value: Number) -> str:
    """Write a number as the report printed it, without thousands separators."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
