"""One made-up report for benchmarks: its figures with a fault now and then, its text file, and the record of that text.

The record is what the reader gives for the text, put together without reading it: making a thousand takes seconds.
`bench_read` reads such texts and compares.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from generator.reading.claims import claims_of
from generator.records.figures import Absence, Figure
from generator.records.forms import TABLES, FormRow, form_due, form_table
from generator.records.place import Place
from generator.records.record import Claim, Dates, Doubt, Evidence, Passage, Record, Section, Source, SourceFile
from tests.bench import narratives
from tests.reading import rendering
from tests.reading.rendering import Report, draw_report

READER: Final = "text 1"
_TORN: Final = "38 042"  # one number or two: the reader leaves it open
_TORN_CELL: Final = "proactive.penalty_decisions"
_TORN_DOUBT: Final = Doubt("印出的数字个数与单元格数不符，归属不能确定", (38,))
_RECEIVED, _CARRIED_IN = "applications.new_received.total", "applications.carried_in.total"
_LOST: Final = frozenset({"applications.other_unpaid_fee", "applications.other_misc"})
_MIXED: Final = 0.05
_SHARES: Final = {"sum": 0.06, "blank": 0.03, "torn": 0.02, "lost": 0.02, "said": 0.04}
_MAY_ERR: Final = ("applications.granted.total", "applications.total.natural_person", "disputes.review.total")


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up report and its faults: rows lost from the copy, and what the narrative says was received (件)."""

    report: Report
    copy: str
    lost: frozenset[str] = frozenset()
    said: object = 0


@dataclass(slots=True)
class _Sheet:
    """The text file as it grows, with what of it goes into the record."""

    lines: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    narrative: list[Passage] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def add(self, text: str) -> Place:
        """Write a line, and an empty one before it when it is no table row."""
        self.lines.append(text)
        return Place(line=len(self.lines))


def make(rng: random.Random, agency: str, year: int, *, zeros: float) -> Made:
    """Make the report of one agency for one year; about one in six has a fault of some kind.

    `zeros` is the share of cells that are 0: 0.97 for a township, 0.8 for a county.
    """
    drawn = _drawn(rng, year, zeros)
    figures = {**drawn.figures, **_tame(rng, drawn)}
    copy = rng.choice(["original", "extract"])
    # 表四 is the same in both forms; where nothing tells, the reader names the one due.
    forms = {**drawn.forms, "disputes": form_due(year)}
    report = dataclasses.replace(drawn, figures=figures, agency=agency, year=year, forms=forms)
    return _spoiled(rng, Made(report, copy, said=report.text(_RECEIVED)))


def _drawn(rng: random.Random, year: int, zeros: float) -> Report:
    """Draw a report of the forms that rule the year; one in twenty mixes them, as real ones do."""
    due, mixed = form_due(year), rng.random() < _MIXED
    while True:
        report = draw_report(rng, zeros=zeros)
        if mixed or {report.forms["proactive"], report.forms["applications"]} == {due}:
            return report


def _tame(rng: random.Random, report: Report) -> dict[str, Figure]:
    """Give figures that hold true of most agencies: no 规章, and stocks of documents not below their flows."""
    tame: dict[str, Figure] = {cell: 0 for cell in report.figures if cell.startswith("proactive.regulations.")}
    if report.forms["proactive"] == "2021":
        issued, repealed = rng.randint(0, 9), rng.randint(0, 9)
        stock = "proactive.normative_documents"
        tame |= {
            f"{stock}.issued": issued,
            f"{stock}.repealed": repealed,
            f"{stock}.in_force": issued + rng.randint(0, 60),
        }
    return tame


def _spoiled(rng: random.Random, made: Made) -> Made:
    """Give most reports back as they are, and one of five kinds of fault to the others."""
    fate = rng.choices(("whole", *_SHARES), (1 - sum(_SHARES.values()), *_SHARES.values()))[0]
    figures, printed = dict(made.report.figures), dict(made.report.printed)
    if fate == "sum":
        _err(figures, rng.choice(_MAY_ERR), rng.randint(1, 9))
    elif fate == "blank":
        inner = sorted(cell for cell in figures if cell.startswith("applications.") and not cell.endswith(".total"))
        figures |= dict.fromkeys(rng.sample(inner, 12), Absence.BLANK)
    elif fate == "torn" and _TORN_CELL in figures:
        figures[_TORN_CELL], printed[_TORN_CELL] = Absence.UNCLEAR, _TORN
    report = dataclasses.replace(made.report, figures=figures, printed=printed)
    lost = _LOST if fate == "lost" and "applications.other_misc.total" in figures else frozenset()
    said = rng.randint(1, 300) if fate == "said" else made.said
    return dataclasses.replace(made, report=report, lost=lost, said=said)


def _err(figures: dict[str, Figure], cell: str, by: int) -> None:
    figure = figures[cell]
    if isinstance(figure, int):
        figures[cell] = figure + by


def made_and_written(rng: random.Random, whose: tuple[str, int, float], path: str) -> tuple[str, Record]:
    """Make a report of an agency and year (and share of zeros), and give its text and record."""
    agency, year, zeros = whose
    return written(make(rng, agency, year, zeros=zeros), rng, path)


def written(made: Made, rng: random.Random, path: str) -> tuple[str, Record]:
    """Give the text file of a report (tab-separated tables) and the record of it, filed under `path` below content."""
    sheet = _Sheet()
    sheet.add(made.report.title)
    told = narratives.claim(made.report.year, made.said, made.report.text(_CARRIED_IN))
    prose = {
        1: narratives.overview(rng, made.report.agency, made.report.year, told),
        5: narratives.shortcomings(rng),
        6: narratives.other_matters(rng, made.report.year),
    }
    for number, title in enumerate(rendering.TITLES, start=1):
        sheet.sections.append(Section(number, title, sheet.add(title)))
        for paragraph in prose.get(number, ()):
            sheet.narrative.append(Passage(paragraph, sheet.add(paragraph), number))
        if number not in prose:
            _add_table(sheet, made, number)
    text = "\n".join(sheet.lines) + "\n"
    return text, _record(made, sheet, SourceFile(path, sha256(text.encode()).hexdigest(), "text/plain"))


def _add_table(sheet: _Sheet, made: Made, section: int) -> None:
    name = TABLES[section - 2]
    grid = rendering.grids(made.report)[section - 2]
    rows = iter(form_table(made.report.forms[name], name).rows)
    for cells, is_head in _heads(name, grid):
        row = None if is_head else next(rows)
        if row is None or row.name not in made.lost:
            place = sheet.add("\t".join(cells))
            if row is not None:
                printed = " ".join(cell for cell in cells if cell)
                sheet.evidence[row.name] = Evidence(place, printed, 2 if _TORN in cells else None)


def _heads(name: str, grid: rendering.Grid) -> Iterator[tuple[list[str], bool]]:
    """Tell the heads of a table from its rows."""
    for position, cells in enumerate(grid):
        yield cells, position < 3 if name != "proactive" else len(cells) == 1 or cells[0] == "信息内容"


def _record(made: Made, sheet: _Sheet, file: SourceFile) -> Record:
    report = made.report
    rows = [row for name in TABLES for row in form_table(report.forms[name], name).rows]
    return Record(
        year=report.year,
        agency_as_printed=report.agency,
        title=report.title,
        source=Source((file,), "original" if made.copy == "original" else "extract", READER),
        forms=report.forms,
        forms_told={"proactive": True, "applications": True, "disputes": False},
        figures=dict(_figures(made, rows)),
        agency=file.path.split("/")[1],
        dates=Dates((f"{report.year}-01-01", f"{report.year}-12-31")),
        sections=tuple(sheet.sections),
        narrative=tuple(sheet.narrative),
        claims=tuple(_claims(sheet.narrative)),
        evidence=sheet.evidence,
        unclear={_TORN_CELL: _TORN_DOUBT} if report.figures.get(_TORN_CELL) is Absence.UNCLEAR else {},
    )


def _figures(made: Made, rows: list[FormRow]) -> Iterator[tuple[str, Figure]]:
    for row in rows:
        for cell in row.cells:
            yield cell.name, Absence.MISSING if row.name in made.lost else made.report.figures[cell.name]


def _claims(passages: list[Passage]) -> Iterator[Claim]:
    for passage in passages:
        for claim in claims_of(passage.text, section=passage.section):
            yield Claim(claim.cell, claim.value, claim.scope, claim.text, passage.place)
