"""One table for groups D and E: what passes, fails, cannot be told, does not apply, and the known false alarm."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from generator.checking.subject import Around, Past, Subject
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.record import Dates, Passage, Record
from tests.checking.made import FORM_2019, NARRATIVE, after, noted, record, subject
from tests.checking.rows import Row

BLANK = Absence.BLANK
OUT, IN = "applications.carried_out.total", "applications.carried_in.total"
STOCK = "proactive.normative_documents"
FEES = "proactive.fees_10k_yuan"
FINES = "proactive.penalty_decisions"
RECEIVED = "applications.new_received.total"
DIRECT = "disputes.litigation_direct"
FIVE = {RECEIVED: 1, FINES: 2, FEES: Decimal("3.5"), f"{STOCK}.issued": 4, f"{STOCK}.in_force": 5}


def last(**figures: object) -> Record:
    """Make the record of the year before."""
    return record(figures, year=2023)  # type: ignore[arg-type]


def pair(before: dict[str, object], now: dict[str, object], **thresholds: float) -> Subject:
    """Put two years before a check."""
    return after(last(**before), record(now), **thresholds)  # type: ignore[arg-type]


def past(subject_: Subject, **changed: object) -> Subject:
    """Change what is known of earlier years."""
    return dataclasses.replace(subject_, past=dataclasses.replace(subject_.past, **changed))  # type: ignore[arg-type]


ALONE = subject(record())
OLD = after(record(year=2020, forms=FORM_2019), record(year=2021))


def history(*fees: int, now: int) -> Subject:
    """Put several years' fees before a check, oldest first, the last of them that of the year before."""
    held = tuple(noted(record({FEES: fee}, year=2024 - len(fees) + n)) for n, fee in enumerate(fees))
    return dataclasses.replace(subject(record({FEES: now})), past=Past(held[-1], held))


def known(*years: int) -> Subject:
    """Let the portal know reports of these years."""
    return dataclasses.replace(ALONE, past=Past(years=frozenset({*years, 2024})))


def page(kind: str = "department", level: str = "county", **note: str) -> Subject:
    """Put a report before a check, its page found as told."""
    made = noted(record(), **note)
    return dataclasses.replace(subject(record(), kind=kind, level=level), held=made)


def dated(period: tuple[str, str] | None, signed: str | None = None) -> Record:
    """Make a report that states other dates."""
    return dataclasses.replace(record(), dates=Dates(period, signed))


def told(text: str, section: int = 1) -> Record:
    """Make a report with a paragraph more."""
    return dataclasses.replace(record(), narrative=(*NARRATIVE, Passage(text, Place(line=9), section)))


def titled(title: str) -> Record:
    """Make a report with another title."""
    return dataclasses.replace(record(), title=title)


def named(name: str) -> Record:
    """Make a report that prints another name."""
    return dataclasses.replace(record(), agency_as_printed=name)


UNFETCHED = dataclasses.replace(page(retrieved=""), around=Around())
REISSUE = page(published="2025-05-01")
REISSUE = dataclasses.replace(
    REISSUE, held=dataclasses.replace(REISSUE.held, issue=dataclasses.replace(REISSUE.held.issue, revision=2))
)
NEITHER = dataclasses.replace(page(published=""), held=noted(dated(None), published=""))

TABLE: tuple[Row, ...] = (
    Row("carry-over-continuity", "passes", pair({OUT: 3}, {IN: 3}), "total"),
    Row("carry-over-continuity", "fails", pair({OUT: 3}, {IN: 0}), "total"),
    Row("carry-over-continuity", "not_assessable", pair({OUT: BLANK}, {IN: 0}), "total"),
    Row("carry-over-continuity", "not_applicable", ALONE),
    Row("carry-over-continuity", "false_alarm", past(ALONE, why="lineage")),
    Row(
        "in-force-continuity",
        "passes",
        pair({f"{STOCK}.in_force": 20}, {f"{STOCK}.issued": 3, f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 22}),
        "normative_documents",
    ),
    Row(
        "in-force-continuity",
        "fails",
        pair({f"{STOCK}.in_force": 20}, {f"{STOCK}.issued": 3, f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 30}),
        "normative_documents",
    ),
    Row("in-force-continuity", "not_assessable", pair({f"{STOCK}.in_force": BLANK}, {}), "normative_documents"),
    Row("in-force-continuity", "not_applicable", OLD, "normative_documents"),
    Row(
        "in-force-continuity",
        "false_alarm",
        after(record({f"{STOCK}.total_published": 9}, year=2020, forms=FORM_2019), record(year=2021)),
        "normative_documents",
    ),
    Row(
        "pending-cases-followed-up",
        "passes",
        pair({f"{DIRECT}.pending": 2}, {f"{DIRECT}.total": 1}),
        "litigation_direct",
    ),
    Row("pending-cases-followed-up", "fails", pair({f"{DIRECT}.pending": 2}, {}), "litigation_direct"),
    Row(
        "pending-cases-followed-up",
        "not_assessable",
        pair({f"{DIRECT}.pending": 2}, {f"{DIRECT}.total": BLANK}),
        "litigation_direct",
    ),
    Row("pending-cases-followed-up", "not_applicable", ALONE),
    Row("pending-cases-followed-up", "false_alarm", pair({}, {f"{DIRECT}.total": BLANK}), "litigation_direct"),
    Row("year-on-year-jump", "passes", pair({FINES: 1000}, {FINES: 2999}), FINES),
    Row("year-on-year-jump", "fails", pair({FINES: 1000}, {FINES: 3001}), FINES),
    Row("year-on-year-jump", "not_assessable", pair({FINES: BLANK}, {FINES: 3001}), FINES),
    Row("year-on-year-jump", "not_applicable", pair({f"{DIRECT}.total": 90}, {}), f"{DIRECT}.total"),
    Row("year-on-year-jump", "false_alarm", pair({FINES: 1}, {FINES: 101}), FINES),
    Row("unit-suspect", "passes", pair({FEES: 100}, {FEES: 250})),
    Row("unit-suspect", "fails", pair({FEES: Decimal("1129.75")}, {FEES: 11_350_000})),
    Row("unit-suspect", "not_assessable", pair({FEES: BLANK}, {FEES: 11_350_000})),
    Row("unit-suspect", "not_applicable", OLD),
    Row("unit-suspect", "false_alarm", pair({FEES: Decimal("0.5")}, {FEES: 5})),
    Row("identical-tables", "passes", pair(FIVE, {**FIVE, FINES: 3})),
    Row("identical-tables", "fails", pair(FIVE, FIVE)),
    Row("identical-tables", "not_assessable", pair(FIVE, {**FIVE, FINES: BLANK})),
    Row("identical-tables", "not_applicable", OLD),
    Row("identical-tables", "false_alarm", pair({}, {})),
    Row("series-gap", "passes", known(2023)),
    Row("series-gap", "fails", known(2021), "2022"),
    Row("series-gap", "not_applicable", known()),
    Row("series-gap", "false_alarm", known(2022, 2023, 2026)),
    Row("format-break", "passes", after(record(year=2022), record(year=2023))),
    Row("format-break", "fails", OLD, "form-2021"),
    Row("format-break", "not_applicable", ALONE),
    Row("format-break", "false_alarm", pair({}, {})),
    Row("published-late", "passes", page(published="2025-01-31")),
    Row("published-late", "fails", page(published="2025-02-01")),
    Row("published-late", "not_assessable", page("government", "township", published="2025-06-01")),
    Row("published-late", "not_applicable", REISSUE),
    Row("published-late", "false_alarm", page("government", published="2025-03-31")),
    Row("wrong-year", "passes", record(), "period"),
    Row("wrong-year", "fails", dated(("2023-01-01", "2023-12-31")), "period"),
    Row("wrong-year", "not_assessable", titled("政府信息公开工作年度报告"), "title"),
    Row("wrong-year", "not_applicable", dated(None), "period"),
    Row("wrong-year", "false_alarm", told("2023年收到申请12件，2024年收到申请20件，2025年将继续推进。"), "sentence-1"),
    Row("period-mismatch", "passes", record()),
    Row("period-mismatch", "fails", dated(("2024-01-01", "2024-11-30"))),
    Row("period-mismatch", "not_assessable", dated(None)),
    Row("period-mismatch", "not_applicable", dated(("2023-01-01", "2023-12-31"))),
    Row("period-mismatch", "false_alarm", dated(("2023-01-01", "2023-12-31"))),
    Row("stale-legal-basis", "passes", told("根据国办公开办函〔2021〕30号编制。")),
    Row("stale-legal-basis", "fails", told("根据国办公开办函〔2019〕60号编制。"), "1"),
    Row("stale-legal-basis", "not_assessable", dataclasses.replace(record(), narrative=())),
    Row("stale-legal-basis", "not_applicable", record(year=2020, forms=FORM_2019)),
    Row("stale-legal-basis", "false_alarm", told("《条例》（国务院令第492号公布，第711号修订）")),
    Row("agency-name-mismatch", "passes", record()),
    Row("agency-name-mismatch", "fails", named("某县教育局")),
    Row("agency-name-mismatch", "not_assessable", named("")),
    Row("agency-name-mismatch", "false_alarm", named("某市 某县人民政府")),
    Row("future-date", "passes", record(), "signed"),
    Row("future-date", "fails", dated(None, "2025-12-10"), "signed"),
    Row("future-date", "not_assessable", UNFETCHED),
    Row("future-date", "false_alarm", dated(None, "2025-02-01"), "signed"),
)
