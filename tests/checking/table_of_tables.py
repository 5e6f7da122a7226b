"""One table for groups A, B and F: what passes, fails, cannot be told, does not apply, and the known false alarm."""

from __future__ import annotations

import dataclasses

from generator.checking.spread import Spread
from generator.checking.subject import Around, Subject
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.record import Passage, Record
from tests.checking.made import FORM_2019, MIXED, after, evidenced, extract, record, row, sections, subject
from tests.checking.rows import Row, before_forms

BLANK = Absence.BLANK
ZEROS = record()
SOME = record({"applications.new_received.natural_person": 1})
R, T, C = "applications.new_received", "applications.total", "applications.carried_out"


def headed(*numbers: int, made: Record = ZEROS) -> Record:
    """Keep the headings of these sections, in this order."""
    by_number = {section.number: section for section in sections()}
    return dataclasses.replace(made, sections=tuple(by_number[number] for number in numbers))


def titled(number: int, title: str) -> Record:
    """Let one heading have another title."""
    changed = tuple(dataclasses.replace(each, title=title) if each.number == number else each for each in sections())
    return dataclasses.replace(ZEROS, sections=changed)


def unplaced(*texts: str) -> Record:
    """Let rows be there that found no place."""
    return dataclasses.replace(ZEROS, unplaced=tuple(Passage(text, Place(line=5)) for text in texts))


def untold(made: Record) -> Record:
    """Let nothing tell the form of 表三."""
    return dataclasses.replace(made, forms_told={**made.forms_told, "applications": False})


def whole(name: str) -> Record:
    """Lose a whole table, or all of them."""
    return record({cell: Absence.MISSING for cell in ZEROS.figures if cell.startswith(name)})


def among_peers(number: int, *, count: int = 12, deviation: float = 0.5) -> Subject:
    """Put 42 peers around a report; their median is about 19."""
    peers = ("government", "county", 2024, "proactive.penalty_decisions")
    asked = subject(record({"proactive.penalty_decisions": number}))
    around = Around(spreads={peers: Spread(count, 3.0, deviation)})
    return dataclasses.replace(asked, around=around)


def identity(check: str, key: str, cells: tuple[str, ...], *, total: str, broken: str) -> tuple[Row, ...]:
    """Give the rows of a check of sums: `cells` that agree, `broken` alone breaks it, without `total` none can tell."""
    right = record(dict.fromkeys(cells, 2))
    return (
        Row(check, "passes", right, key),
        Row(check, "fails", record({broken: 2}), key),
        Row(check, "not_assessable", record({total: BLANK}), key),
        before_forms(check),
    )


TABLE: tuple[Row, ...] = (
    Row("section-missing", "passes", ZEROS, "4"),
    Row("section-missing", "fails", headed(1, 2, 3, 5, 6), "4"),
    Row("section-missing", "not_assessable", extract(headed(1, 2, 3, 5, 6)), "4"),
    before_forms("section-missing"),
    Row("section-missing", "false_alarm", titled(4, "因政府信息公开工作被申请行政复议、提起行政诉讼情况"), "4"),
    Row("section-title-variant", "passes", ZEROS, "5"),
    Row("section-title-variant", "fails", titled(5, "五、不足之处"), "5"),
    Row("section-title-variant", "not_assessable", headed(), ""),
    before_forms("section-title-variant"),
    Row("section-title-variant", "false_alarm", titled(5, "5．存在的主要问题 及改进情况"), "5"),
    Row("section-order", "passes", ZEROS),
    Row("section-order", "fails", headed(1, 2, 4, 3, 5, 6)),
    Row("section-order", "not_assessable", headed(3)),
    before_forms("section-order"),
    Row("section-order", "false_alarm", extract(headed(1, 2, 4, 3, 5, 6))),
    Row("table-missing", "passes", ZEROS, "disputes"),
    Row("table-missing", "fails", whole("disputes"), "disputes"),
    Row("table-missing", "not_assessable", extract(whole("disputes")), "disputes"),
    before_forms("table-missing"),
    Row("table-missing", "false_alarm", extract(whole("")), "disputes"),
    Row("table-row-missing", "passes", ZEROS, "applications"),
    Row("table-row-missing", "fails", record(row("total")), "applications"),
    Row("table-row-missing", "not_assessable", extract(record(row("total"))), "applications"),
    Row("table-row-missing", "not_applicable", whole("applications"), "applications"),
    Row("table-row-missing", "false_alarm", record(row("total", BLANK)), "applications"),
    Row("cell-count", "passes", ZEROS, "disputes"),
    Row("cell-count", "fails", evidenced(ZEROS, "disputes", numbers=16), "disputes"),
    Row("cell-count", "not_assessable", extract(evidenced(ZEROS, "disputes", numbers=16)), "disputes"),
    before_forms("cell-count"),
    Row("cell-count", "false_alarm", record(row("granted", BLANK)), "granted"),
    Row("template-version", "passes", ZEROS, "applications"),
    Row("template-version", "fails", record(forms=MIXED), "applications"),
    Row("template-version", "not_assessable", untold(ZEROS), "applications"),
    Row("template-version", "not_applicable", ZEROS, "disputes"),
    Row("template-version", "false_alarm", record(year=2020, forms=FORM_2019), "applications"),
    Row("blank-cell", "passes", ZEROS),
    Row("blank-cell", "fails", record({f"{R}.total": BLANK})),
    Row("blank-cell", "not_assessable", whole("")),
    before_forms("blank-cell"),
    Row("blank-cell", "false_alarm", record(row("total"))),
    Row("placeholder-cell", "passes", ZEROS),
    Row("placeholder-cell", "fails", record({f"{R}.total": Absence.PLACEHOLDER})),
    Row("placeholder-cell", "not_assessable", whole("")),
    before_forms("placeholder-cell"),
    Row("placeholder-cell", "false_alarm", record({f"{R}.total": BLANK})),
    Row("non-integer-count", "passes", ZEROS),
    Row("non-integer-count", "fails", record({"proactive.penalty_decisions": -3}), "proactive.penalty_decisions"),
    Row("non-integer-count", "not_assessable", whole("")),
    before_forms("non-integer-count"),
    Row("non-integer-count", "false_alarm", record({"proactive.penalty.change": -3}, year=2020, forms=FORM_2019)),
    Row("unexpected-subtotal", "passes", ZEROS),
    Row("unexpected-subtotal", "fails", unplaced("小计 1 0 0 0 0 0 1"), "row-1"),
    before_forms("unexpected-subtotal"),
    Row("unexpected-subtotal", "false_alarm", unplaced("其他主动公开文件 7 8 9")),
    *identity(
        "column-identity", "research", (f"{R}.research", f"{T}.research"), total=f"{T}.research", broken=f"{R}.research"
    ),
    Row("column-identity", "false_alarm", record({f"{R}.total": 2, f"{C}.total": 2}), "total"),
    *identity(
        "result-subtotal",
        "other",
        ("applications.partial.other", f"{T}.other"),
        total=f"{T}.other",
        broken="applications.partial.other",
    ),
    Row(
        "result-subtotal",
        "false_alarm",
        record({"applications.other_single_row.other": 2, f"{T}.other": 2}, forms=MIXED),
        "other",
    ),
    *identity(
        "row-total",
        "granted",
        ("applications.granted.legal_service", "applications.granted.total"),
        total="applications.granted.total",
        broken="applications.granted.total",
    ),
    Row(
        "row-total",
        "false_alarm",
        evidenced(record({"applications.granted.total": 2}), "applications.granted", placed_by="identity"),
        "granted",
    ),
    *identity(
        "case-total",
        "review",
        ("disputes.review.pending", "disputes.review.total"),
        total="disputes.review.total",
        broken="disputes.review.pending",
    ),
    Row(
        "case-total",
        "false_alarm",
        record({"disputes.review.upheld": 1, "disputes.review.corrected": 1, "disputes.review.total": 2}),
        "review",
    ),
    Row("in-force-floor", "passes", record({"proactive.regulations.in_force": 1}), "regulations"),
    Row("in-force-floor", "fails", record({"proactive.regulations.issued": 1}), "regulations"),
    Row("in-force-floor", "not_assessable", record({"proactive.regulations.issued": BLANK}), "regulations"),
    Row("in-force-floor", "not_applicable", record(year=2020, forms=FORM_2019)),
    Row(
        "in-force-floor",
        "false_alarm",
        record({"proactive.regulations.issued": 1, "proactive.regulations.repealed": 1}),
        "regulations",
    ),
    Row("all-zero-report", "passes", SOME),
    Row("all-zero-report", "fails", ZEROS),
    Row("all-zero-report", "not_assessable", record({f"{R}.total": BLANK})),
    before_forms("all-zero-report"),
    Row("all-zero-report", "false_alarm", record({"proactive.fees_10k_yuan": 1})),
    Row("level-without-regulations", "passes", ZEROS),
    Row("level-without-regulations", "fails", record({"proactive.regulations.in_force": 3})),
    Row("level-without-regulations", "not_assessable", subject(ZEROS, kind="zone", level="prefecture")),
    Row("level-without-regulations", "not_applicable", subject(ZEROS, level="prefecture")),
    Row(
        "level-without-regulations",
        "false_alarm",
        subject(record({"proactive.regulations.in_force": 3}), kind="zone", level="prefecture"),
    ),
    Row("review-exceeds-decisions", "passes", record({"disputes.review.total": 2, f"{T}.total": 2})),
    Row(
        "review-exceeds-decisions",
        "fails",
        after(record({f"{T}.total": 1}, year=2023), record({"disputes.review.total": 2})),
    ),
    Row("review-exceeds-decisions", "not_assessable", record({"disputes.review.total": 2})),
    before_forms("review-exceeds-decisions"),
    Row(
        "review-exceeds-decisions",
        "false_alarm",
        after(record({f"{T}.total": 2}, year=2023), record({"disputes.review.total": 2})),
    ),
    Row("outlier-in-peer-group", "passes", among_peers(800), "proactive.penalty_decisions"),
    Row("outlier-in-peer-group", "fails", among_peers(217_971), "proactive.penalty_decisions"),
    Row("outlier-in-peer-group", "not_applicable", among_peers(217_971, count=9)),
    Row("outlier-in-peer-group", "false_alarm", among_peers(217_971, deviation=2.0), "proactive.penalty_decisions"),
    Row("state-secret-denials", "passes", subject(ZEROS, level="township")),
    Row(
        "state-secret-denials",
        "fails",
        subject(record({"applications.denied_state_secret.total": 1}), level="township"),
    ),
    Row(
        "state-secret-denials",
        "not_assessable",
        subject(record({"applications.denied_state_secret.total": BLANK}), level="township"),
    ),
    Row("state-secret-denials", "not_applicable", subject(record({"applications.denied_state_secret.total": 1}))),
    Row(
        "state-secret-denials",
        "false_alarm",
        subject(record({"applications.denied_law_forbidden.total": 1}), level="township"),
    ),
)
