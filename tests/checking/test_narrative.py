"""Group C: what the narrative says against the tables."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.checks import check_issue
from generator.checking.findings import Certainty, Result, Severity
from generator.records.figures import Absence, Figure
from generator.records.place import Place
from generator.records.record import Passage, Record
from tests.checking.made import FORM_2019, RECEIVED, extract, found, record, results, saying, subject

NEW, NONE = "narrative-new-received", "narrative-none-claim"
CARRIED = "applications.carried_in.total"
REVIEW, SUITS = "disputes.review.total", "disputes.litigation.total"
DIRECT, AFTER = "disputes.litigation_direct.total", "disputes.litigation_after_review.total"


def received(number: Figure, carried: Figure = 0) -> Record:
    return record({RECEIVED: number, CARRIED: carried})


# ---------------------------------------------------------------- narrative-new-received


@pytest.mark.parametrize(
    ("text", "claims", "table", "result"),
    [
        ("共收到申请 12 件", [(12, "whole")], 12, None),
        ("共收到申请 12 件", [(12, "whole")], 35, "fail"),
        ("受理依申请公开 0 件", [(0, "whole")], 0, None),
        ("受理依申请公开 0 件", [(0, "whole")], 3, "fail"),
        ("未收到申请", [(0, "whole")], 0, None),
        ("未收到申请", [(0, "whole")], 3, "not_applicable"),
        ("共收到申请 12 件", [(12, "whole")], Absence.BLANK, "not_assessable"),
        ("本年办理平稳", [], 35, "not_assessable"),
        ("区政府办代表区政府收到 17 件", [(17, "part")], 95, "not_assessable"),
        ("收到申请 17 件", [(17, "unclear")], 95, "not_assessable"),
        ("先后收到申请 12 件、35 件", [(12, "whole"), (35, "whole")], 35, None),
        ("收到申请 5 件，其中网上 3 件", [(5, "whole"), (3, "part")], 5, None),
    ],
)
def test_received_in_text_and_table(
    text: str, claims: list[tuple[int, str]], table: Figure, result: str | None
) -> None:
    made = saying(received(table), text, *((RECEIVED, value, scope) for value, scope in claims))
    assert results(made, NEW) == ({RECEIVED: result} if result else {})


def test_a_difference_shows_both_sides_and_the_sentence() -> None:
    made = saying(received(35), "一年来有序推进。共收到依申请公开件12件，均已答复；群众满意。")
    claim = saying(record(), "共收到依申请公开件12件", (RECEIVED, 12, "whole")).claims[0]
    finding = found(dataclasses.replace(made, claims=(claim,)), NEW)[RECEIVED]
    assert (finding.left, finding.right, finding.quote) == ("12", "35", "共收到依申请公开件12件，均已答复")
    assert finding.message.startswith("正文与表格不一致：")
    assert finding.cells == (RECEIVED,)
    assert finding.certainty is Certainty.PRINTED


def test_a_claim_whose_paragraph_is_not_at_its_place_is_found_by_its_text() -> None:
    made = saying(received(35), "共收到申请 12 件", (RECEIVED, 12, "whole"))
    moved = dataclasses.replace(made, narrative=(Passage("共收到申请 12 件。", Place(page=7), 3),))
    assert found(moved, NEW)[RECEIVED].severity is Severity.ERROR
    lost = found(dataclasses.replace(made, narrative=()), NEW)[RECEIVED]
    assert (lost.quote, lost.severity) == ("共收到申请 12 件", Severity.WARNING)


@pytest.mark.parametrize(
    ("section", "severity"), [(1, "error"), (2, "error"), (3, "error"), (0, "warning"), (4, "warning"), (5, "warning")]
)
def test_a_difference_is_an_error_only_in_the_sections_that_report(section: int, severity: str) -> None:
    made = saying(received(35), "共收到申请 12 件", (RECEIVED, 12, "whole"), section=section)
    assert found(made, NEW)[RECEIVED].severity == severity


def test_several_that_all_differ_each_fail_once() -> None:
    made = saying(
        received(35), "收到 12 件，收到 12 件，收到 9 件", *((RECEIVED, value, "whole") for value in (12, 12, 9))
    )
    lefts = [finding.left for finding in check_issue(subject(made)) if finding.check == NEW]
    assert lefts == ["12", "9"]


@pytest.mark.parametrize(
    "text",
    [
        "共办理申请 37 件",
        "收到申请 37 件（含上年结转 2 件）",
        "收到申请 37 件，其中 2023 年度结转 2 件",
        "上年结转的 2 件在内，共有 37 件",
        "加上去年结转，共 37 件",
    ],
)
def test_a_sentence_may_include_what_was_carried_in(text: str) -> None:
    made = saying(received(35, 2), text, (RECEIVED, 37, "whole"))
    assert results(made, NEW) == {}
    assert results(saying(received(37, 2), text, (RECEIVED, 37, "whole")), NEW) == {}
    assert results(saying(received(36, 2), text, (RECEIVED, 37, "whole")), NEW) == {RECEIVED: "fail"}
    unknown = saying(received(35, Absence.BLANK), text, (RECEIVED, 37, "whole"))
    assert results(unknown, NEW) == {RECEIVED: "not_assessable"}


@pytest.mark.parametrize("text", ["收到申请 37 件", "收到申请 37 件，上年结转 2 件", "受理 37 件，结转下年 2 件"])
def test_a_sentence_that_does_not_say_so_includes_nothing(text: str) -> None:
    assert results(saying(received(35, 2), text, (RECEIVED, 37, "whole")), NEW) == {RECEIVED: "fail"}


def test_an_extract_is_to_be_confirmed() -> None:
    made = extract(saying(received(35), "共收到申请 12 件", (RECEIVED, 12, "whole")))
    assert found(made, NEW)[RECEIVED].certainty is Certainty.TO_CONFIRM


# ---------------------------------------------------------------- narrative-none-claim


@pytest.mark.parametrize(
    ("text", "cell", "changed", "result"),
    [
        ("未收到申请", RECEIVED, {}, None),
        ("未收到申请", RECEIVED, {RECEIVED: 5}, "fail"),
        ("2024年没有收到申请", RECEIVED, {RECEIVED: 5}, "fail"),
        ("未收到申请", RECEIVED, {RECEIVED: Absence.BLANK}, "not_assessable"),
        ("收到申请 0 件", RECEIVED, {RECEIVED: 5}, "not_applicable"),
        ("收到申请０件", RECEIVED, {RECEIVED: 5}, "not_applicable"),
        ("收到申请零件", RECEIVED, {RECEIVED: 5}, "not_applicable"),
        ("无行政复议", REVIEW, {}, None),
        ("无行政复议", REVIEW, {REVIEW: 2}, "fail"),
        ("未发生行政诉讼", SUITS, {}, None),
        ("未发生行政诉讼", SUITS, {DIRECT: 1}, "fail"),
        ("未发生行政诉讼", SUITS, {AFTER: 1}, "fail"),
        ("未发生行政诉讼", SUITS, {AFTER: 1, DIRECT: Absence.UNCLEAR}, "fail"),
        ("未发生行政诉讼", SUITS, {DIRECT: Absence.UNCLEAR}, "not_assessable"),
    ],
)
def test_none_in_text_is_none_in_the_table(
    text: str, cell: str, changed: dict[str, Figure], result: str | None
) -> None:
    finding = found(saying(record(changed), text, (cell, 0, "whole")), NONE)[cell]
    assert finding.result.value == (result or "pass")
    assert (finding.severity, finding.group) == (Severity.ERROR, "C")


def test_suits_of_both_kinds_are_added() -> None:
    made = saying(record({DIRECT: 1, AFTER: 2}), "未发生行政诉讼", (SUITS, 0, "whole"))
    finding = found(made, NONE)[SUITS]
    assert (finding.cells, finding.right, finding.quote) == ((DIRECT, AFTER), "1+2＝3", "未发生行政诉讼")


@pytest.mark.parametrize("scope", ["part", "unclear"])
def test_none_of_a_part_is_not_compared(scope: str) -> None:
    assert results(saying(received(5), "本办未收到申请", (RECEIVED, 0, scope)), NONE)[RECEIVED] == "not_applicable"


def test_none_beside_a_number_that_agrees_is_about_something_else() -> None:
    made = saying(received(5), "收到申请 5 件", (RECEIVED, 5, "whole"))
    assert RECEIVED not in results(saying(made, "下半年未收到申请", (RECEIVED, 0, "whole")), NONE)


def test_no_such_sentence_no_check() -> None:
    assert results(record(), NONE) == dict.fromkeys((RECEIVED, REVIEW, SUITS), "not_applicable")


# ---------------------------------------------------------------- sample content


def test_the_narrative_of_sample_content_is_not_checked() -> None:
    made = saying(received(35), "未收到申请", (RECEIVED, 0, "whole"), (RECEIVED, 12, "whole"))
    for check in (NEW, NONE):
        finding = found(subject(made, sample=True), check)[""]
        assert finding.result is Result.NOT_APPLICABLE
        assert "示例" in finding.message


@pytest.mark.parametrize("check", ["narrative-new-received", "narrative-processed", "narrative-none-claim"])
def test_a_sentence_that_one_reader_alone_has_seen_is_to_be_confirmed(check: str) -> None:
    new, done = "applications.new_received.total", "applications.total.total"
    cell, value, text = {
        "narrative-new-received": (new, 12, "全年收到申请 12 件"),
        "narrative-processed": (done, 12, "全年办结申请 12 件"),
        "narrative-none-claim": (new, 0, "全年未收到申请"),
    }[check]
    made = saying(
        record({new: 35, "applications.new_received.natural_person": 35, done: 35}), text, (cell, value, "whole")
    )
    alone = dataclasses.replace(made, claims=tuple(dataclasses.replace(claim, readers=1) for claim in made.claims))
    for told, certainty in ((made, Certainty.PRINTED), (alone, Certainty.TO_CONFIRM)):
        assert found(told, check)[cell].result is Result.FAIL
        assert found(told, check)[cell].certainty is certainty


# ---------------------------------------------------------------- what is not the same cell, or not whole


def test_a_partial_figure_of_another_cell_leaves_a_cell_without_any_claim() -> None:
    granted, partial = "applications.granted.total", "applications.partial.total"
    made = saying(record(), "网上申请中予以公开 2 件", (granted, 2, "part"))
    told = found(made, "narrative-processed")
    assert told[granted].result is Result.NOT_ASSESSABLE
    assert told[partial].result is Result.NOT_APPLICABLE
    assert found(made, NEW)[RECEIVED].message == found(record(), NEW)[RECEIVED].message
    assert told[granted].cells == (granted,)


def test_a_form_without_the_cell_is_not_asked_about_it() -> None:
    issued = "proactive.normative_documents.issued"
    older = saying(record(forms=FORM_2019, year=2020), "制发行政规范性文件 3 件", (issued, 3, "whole"))
    told = found(older, "narrative-normative-docs")[issued]
    assert (told.result, told.cells) == (Result.NOT_APPLICABLE, ())


@pytest.mark.parametrize(
    ("claimed", "direct", "after", "result"),
    [
        (2, 3, Absence.BLANK, Result.FAIL),
        (3, 3, Absence.BLANK, Result.NOT_ASSESSABLE),
        (4, 3, Absence.BLANK, Result.NOT_ASSESSABLE),
        (3, 2, 1, Result.PASS),
        (4, 2, 1, Result.FAIL),
    ],
)
def test_known_suits_that_exceed_the_text_fail_and_others_wait(
    claimed: int, direct: Figure, after: Figure, result: Result
) -> None:
    made = saying(record({DIRECT: direct, AFTER: after}), f"被提起行政诉讼 {claimed} 件", (SUITS, claimed, "whole"))
    assert found(made, "narrative-litigation")[SUITS].result is result


@pytest.mark.parametrize(
    ("direct", "after", "result"),
    [
        (0, 0, Result.PASS),
        (1, Absence.BLANK, Result.FAIL),
        (0, Absence.BLANK, Result.NOT_ASSESSABLE),
        (0, 1, Result.FAIL),
    ],
)
def test_a_denial_fails_as_soon_as_one_case_is_known(direct: Figure, after: Figure, result: Result) -> None:
    made = saying(record({DIRECT: direct, AFTER: after}), "未发生行政诉讼", (SUITS, 0, "whole"))
    assert found(made, NONE)[SUITS].result is result


def test_a_figure_in_words_above_zero_is_no_denial() -> None:
    made = saying(record({REVIEW: 1}), "发生行政复议一件", (REVIEW, 1, "whole"))
    assert found(made, NONE)[REVIEW].result is Result.NOT_APPLICABLE
