"""Faults to plant in clean reports: each does one thing wrong, and says which check must name which cells."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from generator.records.figures import Absence, Figure
from generator.records.place import Place
from generator.records.portal import Held
from generator.records.record import Passage, Record
from tests.checking.clean import COLUMNS, PARTS, claims

Change = Callable[[Record], Record]
A, D, P = "applications", "disputes", "proactive"
FEES = f"{P}.fees_10k_yuan"
ID_NUMBER = "11010519491231002X"  # the example of GB 11643


@dataclass(frozen=True)
class Fault:
    """What goes wrong, in a report of which kind of body, and the check, subject and cells that must be named.

    `year_after` says that the finding stands on the report of the next year.
    """

    name: str
    change: Change
    check: str
    subject: str
    cells: tuple[str, ...] = ()
    kind: str = ""
    level: str = ""
    published: str = ""
    year_after: bool = False

    def plant(self, item: Held) -> Held:
        """Put the fault into a report."""
        note = dataclasses.replace(item.note, published=self.published or item.note.published)
        return dataclasses.replace(item, record=self.change(item.record), note=note)


def with_figures(made: Record, **figures: Figure) -> Record:
    """Change figures."""
    assert figures.keys() <= made.figures.keys()
    return dataclasses.replace(made, figures={**made.figures, **figures})


def put(**figures: Figure) -> Change:
    """Print other figures."""
    return lambda made: with_figures(made, **figures)


def add(cell: str, by: int) -> Change:
    """Print a number that is wrong by so many."""

    def change(made: Record) -> Record:
        figure = made.figures[cell]
        assert not isinstance(figure, Absence)
        return with_figures(made, **{cell: figure + by})

    return change


def times(cell: str, factor: Decimal) -> Change:
    """Print an amount in another unit."""

    def change(made: Record) -> Record:
        figure = made.figures[cell]
        assert not isinstance(figure, Absence)
        return with_figures(made, **{cell: figure * factor})

    return change


def shifted(row: str) -> Change:
    """Print a row one column further right."""

    def change(made: Record) -> Record:
        cells = [f"{A}.{row}.{column}" for column in PARTS]
        values: list[Figure] = [700, *(made.figures[cell] for cell in cells[:-1])]
        return with_figures(made, **dict(zip(cells, values, strict=True)))

    return change


def cases_shifted(made: Record) -> Record:
    """Print 表四 one column further right, the last number lost."""
    cells = [cell for cell in made.figures if cell.startswith("disputes.")]
    values: list[Figure] = [7, *(made.figures[cell] for cell in cells[:-1])]
    return with_figures(made, **dict(zip(cells, values, strict=True)))


def swapped(one: str, other: str) -> Change:
    """Print two rows in each other's place, all columns."""

    def change(made: Record) -> Record:
        rows = [(f"{A}.{one}.{column}", f"{A}.{other}.{column}") for column in COLUMNS]
        first = {one: made.figures[other] for one, other in rows}
        return with_figures(with_figures(made, **first), **{other: made.figures[one] for one, other in rows})

    return change


def says(text: str, section: int = 1) -> Change:
    """Say another thing, in place of what the section said of it."""

    def change(made: Record) -> Record:
        place = Place(page=3, line=99)
        passages = (Passage(text, place, section),)
        mine = {claim.cell for claim in claims(passages)}
        others = tuple(claim for claim in made.claims if claim.cell not in mine)
        found = (*others, *claims(passages))
        return dataclasses.replace(made, narrative=(*made.narrative, *passages), claims=found)

    return change


def only(section: int, text: str) -> Change:
    """Let a section say nothing else."""

    def change(made: Record) -> Record:
        rest = tuple(passage for passage in made.narrative if passage.section != section)
        return dataclasses.replace(made, narrative=(*rest, Passage(text, Place(page=3), section)), claims=())

    return change


def with_fields(**changed: object) -> Change:
    """Change what else the record says."""
    return lambda made: dataclasses.replace(made, **changed)  # type: ignore[arg-type]


def dated(period: tuple[str, str] | None = None, signed: str | None = None) -> Change:
    """State other days."""
    return lambda made: dataclasses.replace(
        made,
        dates=dataclasses.replace(made.dates, **({"period": period} if period else {"signed": signed})),
    )


def without_section(number: int) -> Change:
    """Lose a heading."""
    return lambda made: dataclasses.replace(made, sections=tuple(s for s in made.sections if s.number != number))


def sections_swapped(made: Record) -> Record:
    """Print section 六 before 五."""
    return dataclasses.replace(made, sections=(*made.sections[:4], made.sections[5], made.sections[4]))


def section_titled(made: Record) -> Record:
    """Print another title over section 五."""
    titled = dataclasses.replace(made.sections[4], title="五、不足之处和打算")
    return dataclasses.replace(made, sections=(*made.sections[:4], titled, made.sections[5]))


def one_more(made: Record) -> Record:
    """Print a sixteenth number in 表四."""
    evidence = dataclasses.replace(made.evidence["disputes"], numbers=16)
    return dataclasses.replace(made, evidence={**made.evidence, "disputes": evidence})


def missing(*prefixes: str) -> Change:
    """Leave rows or tables out."""
    return lambda made: with_figures(
        made, **{cell: Absence.MISSING for cell in made.figures if cell.startswith(prefixes)}
    )


def subtotal(made: Record) -> Record:
    """Add a row that no form has."""
    return dataclasses.replace(made, unplaced=(Passage("小计 1 2 0 0 0 0 3", Place(page=2)),))


def total(row: str) -> tuple[str, ...]:
    """Name the cells of a row of 表三."""
    return tuple(f"{A}.{row}.{column}" for column in COLUMNS)


NEW, DONE = f"{A}.new_received.total", f"{A}.total.total"
STOCK = f"{P}.normative_documents"
FAULTS: tuple[Fault, ...] = (
    # wrong sums
    Fault("total of new applications", add(NEW, 1), "column-identity", "total", (NEW, DONE)),
    Fault(
        "applications of one kind",
        add(f"{A}.new_received.other", 2),
        "row-total",
        "new_received",
        total("new_received"),
    ),
    Fault(
        "result total of a column",
        add(f"{A}.total.research", 4),
        "result-subtotal",
        "research",
        (f"{A}.total.research",),
    ),
    Fault(
        "a result",
        add(f"{A}.granted.natural_person", 3),
        "result-subtotal",
        "natural_person",
        (f"{A}.granted.natural_person",),
    ),
    Fault("a row's total", add(f"{A}.partial.total", 1), "row-total", "partial", (f"{A}.partial.total",)),
    Fault(
        "a row's part",
        add(f"{A}.denied_process_info.legal_service", 1),
        "row-total",
        "denied_process_info",
        (f"{A}.denied_process_info.legal_service",),
    ),
    Fault(
        "what is carried out",
        add(f"{A}.carried_out.commercial", 5),
        "column-identity",
        "commercial",
        (f"{A}.carried_out.commercial",),
    ),
    Fault(
        "reviews upheld",
        add(f"{D}.review.upheld", 10),
        "case-total",
        "review",
        (f"{D}.review.upheld", f"{D}.review.total"),
    ),
    Fault(
        "suits in total",
        add(f"{D}.litigation_direct.total", 1),
        "case-total",
        "litigation_direct",
        (f"{D}.litigation_direct.total",),
    ),
    Fault(
        "suits pending",
        add(f"{D}.litigation_after_review.pending", 2),
        "case-total",
        "litigation_after_review",
        (f"{D}.litigation_after_review.pending",),
    ),
    Fault(
        "more issued than in force",
        add(f"{STOCK}.issued", 200),
        "in-force-floor",
        "normative_documents",
        (f"{STOCK}.issued",),
    ),
    # shifted and swapped
    Fault("a row shifted", shifted("granted"), "result-subtotal", "natural_person", (f"{A}.granted.natural_person",)),
    Fault(
        "a row shifted, told by its total",
        shifted("unable_not_held"),
        "row-total",
        "unable_not_held",
        total("unable_not_held"),
    ),
    Fault("cases shifted", cases_shifted, "case-total", "review", (f"{D}.review.upheld", f"{D}.review.total")),
    Fault("rows swapped", swapped("granted", "total"), "result-subtotal", "total", (DONE,)),
    # structure and cells
    Fault("no section 四", without_section(4), "section-missing", "4"),
    Fault("sections swapped", sections_swapped, "section-order", ""),
    Fault("a title of its own", section_titled, "section-title-variant", "5"),
    Fault("no 表四", missing("disputes."), "table-missing", "disputes"),
    Fault(
        "a row lost",
        missing(f"{A}.not_processed_petition."),
        "table-row-missing",
        "applications",
        total("not_processed_petition"),
    ),
    Fault("sixteen numbers", one_more, "cell-count", "disputes", (f"{D}.review.upheld",)),
    Fault("a blank", put(**{f"{A}.partial.research": Absence.BLANK}), "blank-cell", "", (f"{A}.partial.research",)),
    Fault(
        "a stroke",
        put(**{f"{P}.coercion_decisions": Absence.PLACEHOLDER}),
        "placeholder-cell",
        "",
        (f"{P}.coercion_decisions",),
    ),
    Fault(
        "half a case",
        put(**{f"{P}.penalty_decisions": Decimal("130.5")}),
        "non-integer-count",
        f"{P}.penalty_decisions",
        (f"{P}.penalty_decisions",),
    ),
    Fault(
        "fewer than none",
        put(**{f"{P}.coercion_decisions": -3}),
        "non-integer-count",
        f"{P}.coercion_decisions",
        (f"{P}.coercion_decisions",),
    ),
    Fault("a subtotal", subtotal, "unexpected-subtotal", "row-1"),
    # text against table
    Fault("received in text", says("2024年，共收到政府信息公开申请999件。"), "narrative-new-received", NEW, (NEW,)),
    Fault("dealt with in text", says("2024年，共办结政府信息公开申请999件。"), "narrative-processed", DONE, (DONE,)),
    Fault(
        "carried on in text",
        says("收到的政府信息公开申请中，有888件结转下年度继续办理。"),
        "narrative-carried-out",
        f"{A}.carried_out.total",
        (f"{A}.carried_out.total",),
    ),
    Fault("none in text", says("2024年，未收到政府信息公开申请。"), "narrative-none-claim", NEW, (NEW,)),
    Fault(
        "reviews in text",
        says("因政府信息公开被申请行政复议777件。"),
        "narrative-review",
        f"{D}.review.total",
        (f"{D}.review.total",),
    ),
    Fault(
        "suits in text",
        says("因政府信息公开被提起行政诉讼666件。"),
        "narrative-litigation",
        f"{D}.litigation.total",
        (f"{D}.litigation_direct.total",),
    ),
    Fault(
        "documents in text",
        says("制发行政规范性文件555件。"),
        "narrative-normative-docs",
        f"{STOCK}.issued",
        (f"{STOCK}.issued",),
    ),
    Fault("parts above the whole", says("收到来信10件，其中咨询8件、建议4件。"), "narrative-inner-sum", "1-1"),
    Fault(
        "another body's area",
        says("镇政府办公室是全县政府信息公开工作主管部门。"),
        "text-level-phrase",
        "1",
        kind="government",
        level="township",
    ),
    # years
    Fault(
        "not taken up",
        put(**{f"{A}.carried_out.{column}": 50 for column in COLUMNS}),
        "carry-over-continuity",
        "total",
        (f"{A}.carried_in.total",),
        year_after=True,
    ),
    Fault(
        "stock out of step",
        add(f"{STOCK}.in_force", 7),
        "in-force-continuity",
        "normative_documents",
        (f"{STOCK}.in_force",),
    ),
    Fault(
        "a leap",
        put(**{f"{P}.licensing_decisions": 90_000}),
        "year-on-year-jump",
        f"{P}.licensing_decisions",
        (f"{P}.licensing_decisions",),
    ),
    Fault("yuan for 10,000 yuan", times(FEES, Decimal(10_000)), "unit-suspect", "", (FEES,)),
    Fault("100 million for 10,000 yuan", times(FEES, Decimal("0.0001")), "unit-suspect", "", (FEES,)),
    Fault("far above all before", times(FEES, Decimal(70)), "unit-suspect", "", (FEES,)),
    Fault(
        "title of the year before",
        lambda made: dataclasses.replace(made, title=made.title.replace("2024", "2023")),
        "wrong-year",
        "title",
    ),
    Fault("period of the year before", dated(("2023-01-01", "2023-12-31")), "wrong-year", "period"),
    Fault("sentence of the year before", says("2023年，我单位主动公开信息30条。"), "wrong-year", "sentence-1"),
    Fault("eleven months", dated(("2024-01-01", "2024-11-30")), "period-mismatch", ""),
    Fault("signed after it was fetched", dated(signed="2025-12-30"), "future-date", "signed"),
    Fault(
        "published in April",
        lambda made: made,
        "published-late",
        "",
        kind="government",
        level="county",
        published="2025-04-02",
    ),
    Fault(
        "published in February",
        lambda made: made,
        "published-late",
        "",
        kind="department",
        level="county",
        published="2025-02-20",
    ),
    Fault("old basis", says("根据国办公开办函〔2019〕60号编制本报告。"), "stale-legal-basis", "1"),
    Fault("another body's name", with_fields(agency_as_printed="另外市教育局"), "agency-name-mismatch", ""),
    # what cannot be, and what must not be published
    Fault(
        "a county's 规章",
        put(**{f"{P}.regulations.in_force": 2}),
        "level-without-regulations",
        "",
        (f"{P}.regulations.in_force",),
        kind="government",
        level="county",
    ),
    Fault(
        "a township's 规章",
        put(**{f"{P}.regulations.issued": 1, f"{P}.regulations.in_force": 1}),
        "level-without-regulations",
        "",
        (f"{P}.regulations.issued", f"{P}.regulations.in_force"),
        kind="government",
        level="township",
    ),
    Fault(
        "a street's 规章",
        put(**{f"{P}.regulations.repealed": 1}),
        "level-without-regulations",
        "",
        (f"{P}.regulations.repealed",),
        kind="subdistrict",
    ),
    Fault(
        "a bureau's 规章",
        put(**{f"{P}.regulations.in_force": 12}),
        "level-without-regulations",
        "",
        (f"{P}.regulations.in_force",),
        kind="department",
    ),
    Fault(
        "reviews without answers",
        put(**{f"{D}.review.upheld": 900, f"{D}.review.total": 900}),
        "review-exceeds-decisions",
        "",
        (f"{D}.review.total", DONE),
    ),
    Fault(
        "far from all peers",
        put(**{f"{P}.penalty_decisions": 217_971}),
        "outlier-in-peer-group",
        f"{P}.penalty_decisions",
        (f"{P}.penalty_decisions",),
    ),
    Fault(
        "state secrets in a township",
        put(**{f"{A}.denied_state_secret.total": 4}),
        "state-secret-denials",
        "",
        (f"{A}.denied_state_secret.total",),
        level="township",
    ),
    Fault("an ID number", says(f"申请人身份证号{ID_NUMBER}。"), "personal-id-number", ""),
    Fault("a mobile number", says("申请人联系电话13800138000。"), "personal-mobile", ""),
    Fault("an applicant's name", says("申请人王小明不服本机关的答复。"), "applicant-name", ""),
    Fault("nothing amiss, it says", only(5, "无。"), "problems-empty", ""),
    Fault("an overview of one aspect", only(1, "主动公开有序。"), "overview-aspects", ""),
    Fault("no word on results", only(1, "主动公开有序。"), "supervision-results-missing", "", kind="government"),
    Fault("no word on fees", only(6, "无。"), "fee-statement-missing", ""),
)
