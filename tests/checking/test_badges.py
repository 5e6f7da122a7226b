"""Badges: which, in which order, with which words."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.badges import LEADING, badges, machine_read
from generator.checking.checks import Subject, check_issue
from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.records.corrections import Correction
from generator.records.figures import Absence, Figure
from generator.records.portal import Issue, Unread
from generator.records.record import Record
from tests.checking.made import RECEIVED, extract, record, saying, subject

BAD_SUM = {"disputes.review.upheld": 10, "disputes.litigation_direct.upheld": 2}


def of(made: Record | Subject) -> list[str]:
    looked_at = made if isinstance(made, Subject) else subject(made)
    found = badges(check_issue(looked_at), held=looked_at.held, unread=None, settings=looked_at.settings)
    return [badge.key for badge in found]


def failure(group: str, severity: Severity, certainty: Certainty) -> Finding:
    return Finding("x", Result.FAIL, severity, group, "", "", certainty, (), "", "", "")


def test_a_report_that_adds_up() -> None:
    assert of(record()) == ["consistent"]


def test_words_and_counts() -> None:
    made = record(BAD_SUM)
    found = badges(check_issue(subject(made)), held=subject(made).held, unread=None, settings=subject(made).settings)
    assert [(badge.key, badge.words, badge.count) for badge in found] == [("inconsistent", "有 2 处对不上", 2)]


def test_an_extract_is_to_be_confirmed() -> None:
    assert of(extract(record(BAD_SUM))) == ["to_confirm"]


@pytest.mark.parametrize("group", "ABCDEFGH")
@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("certainty", list(Certainty))
def test_only_errors_of_three_groups_are_counted(group: str, severity: Severity, certainty: Certainty) -> None:
    counted = group in "BCD" and severity is Severity.ERROR
    kept = subject(record())
    found = badges(
        (failure(group, severity, certainty), *check_issue(kept)), held=kept.held, unread=None, settings=kept.settings
    )
    key = "inconsistent" if certainty is Certainty.PRINTED else "to_confirm"
    assert [badge.key for badge in found] == [key if counted else "consistent"]


@pytest.mark.parametrize(
    ("absence", "made_extract", "keys"),
    [
        (Absence.UNCLEAR, False, ["not_read", "partly_assessable"]),
        (Absence.UNCLEAR, True, ["not_read", "partly_assessable"]),
        (Absence.MISSING, False, ["partly_assessable"]),
        (Absence.MISSING, True, ["not_read", "partly_assessable"]),
        (Absence.BLANK, False, ["partly_assessable"]),
        (Absence.PLACEHOLDER, True, ["partly_assessable"]),
    ],
)
def test_what_we_could_not_read_is_ours(absence: Absence, keys: list[str], *, made_extract: bool) -> None:
    made = record({"disputes.review.total": absence})
    assert of(extract(made) if made_extract else made) == keys


def test_unclear_where_nothing_is_added_up() -> None:
    assert of(record({"proactive.penalty_decisions": Absence.UNCLEAR, RECEIVED: 0})) == [
        "not_read",
        "partly_assessable",
    ]
    licensing = {"proactive.licensing_decisions": 7}
    assert of(record(licensing | {"proactive.penalty_decisions": Absence.UNCLEAR})) == ["not_read"]


def test_all_that_apply_in_their_order() -> None:
    changed: dict[str, Figure] = {"disputes.review.upheld": 10, "disputes.litigation_direct.total": Absence.UNCLEAR}
    looked_at = subject(saying(record(changed), "共收到 12 件", (RECEIVED, 12, "whole")), sample=False)
    unsure = dataclasses.replace(check_issue(looked_at)[0], group="D", result=Result.FAIL, severity=Severity.ERROR)
    unsure = dataclasses.replace(unsure, certainty=Certainty.TO_CONFIRM)
    correction = Correction("applications.total.total", 1, 0, "看错", "某人", "2025-01-01")
    held = dataclasses.replace(looked_at.held, corrections=(correction,))
    settings = dataclasses.replace(looked_at.settings, sample=True)
    found = badges(
        (*check_issue(looked_at), unsure),
        held=held,
        unread=None,
        settings=settings,
        reissued=True,
        replied=True,
        reviewed=True,
    )
    assert [(badge.key, badge.words) for badge in found] == [
        ("inconsistent", "有 2 处对不上"),
        ("to_confirm", "有 1 处待核对"),
        ("not_read", "我们未能读全"),
        ("partly_assessable", "部分无法核对"),
        ("reissued", "机关已重新发布"),
        ("corrected", "本站已更正读数"),
        ("replied", "机关有说明"),
        ("reviewed", "已人工核对"),
        ("sample", "示例"),
    ]


def test_an_unread_issue_is_ours_and_nothing_else() -> None:
    unread = Unread(Issue("a", 2024), "reports/a/2024.pdf", "打不开", "请换一份")
    found = badges((), held=None, unread=unread, settings=subject(record()).settings)
    assert [(badge.key, badge.count) for badge in found] == [("not_read", 0)]


def test_nothing_tested_is_never_called_consistent() -> None:
    assert of(record(year=2017)) == ["partly_assessable"]


def test_one_of_five_always_leads() -> None:
    assert LEADING == ("inconsistent", "to_confirm", "not_read", "partly_assessable", "consistent")
    for made in (record(), record(BAD_SUM), extract(record(BAD_SUM)), record(year=2017)):
        assert of(made)[0] in LEADING


def test_words_for_a_record_that_nobody_confirmed() -> None:
    assert machine_read() == "机读"
