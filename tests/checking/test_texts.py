"""Groups C, F and H, in detail: which sentences count, which words, which numbers."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.claimed import section_of, sentences
from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.checking.spread import Spread
from generator.checking.subject import Around, Subject
from generator.records.figures import Absence, Figure, fold
from generator.records.place import Place
from generator.records.portal import Issue
from generator.records.record import Claim, Passage, Record
from tests.checking.made import (
    FORM_2019,
    NARRATIVE,
    RECEIVED,
    after,
    extract,
    found,
    noted,
    one_reader,
    record,
    results,
    saying,
    subject,
)

BLANK = Absence.BLANK
DONE, GRANTED = "applications.total.total", "applications.granted.total"
REVIEW, CORRECTED = "disputes.review.total", "disputes.review.corrected"
SUITS, DIRECT, AFTER = (
    "disputes.litigation.total",
    "disputes.litigation_direct.total",
    "disputes.litigation_after_review.total",
)
ISSUED = "proactive.normative_documents.issued"


def said(text: str, figures: dict[str, Figure], *claims: tuple[str, int, str]) -> Record:
    return saying(record(figures), text, *claims)


def told(*texts: str, section: int = 1, kind: str = "government", level: str = "county") -> Subject:
    passages = tuple(Passage(text, Place(line=9), section) for text in texts)
    return subject(dataclasses.replace(record(), narrative=(*NARRATIVE, *passages)), kind=kind, level=level)


def only(section: int, text: str, *, kind: str = "government") -> Subject:
    rest = tuple(passage for passage in NARRATIVE if passage.section != section)
    mine = (Passage(text, Place(line=9), section),) if text else ()
    return subject(dataclasses.replace(record(), narrative=(*rest, *mine)), kind=kind)


# ---------------------------------------------------------------- what is claimed


def test_a_claim_shows_both_sides_and_its_sentence() -> None:
    finding = found(said("办结 40 件", {DONE: 41}, (DONE, 40, "whole")), "narrative-processed")[DONE]
    assert (finding.left, finding.right, finding.quote, finding.cells) == ("40", "41", "办结 40 件", (DONE,))
    assert (finding.severity, finding.certainty) == (Severity.WARNING, Certainty.PRINTED)
    assert finding.message == "正文与表格不一致：正文“办结 40 件”说办理结果总计 40 件，表格为 41 件。"


def test_cells_of_one_check_are_told_apart() -> None:
    made = said("办结 40 件，予以公开 9 件", {DONE: 40, GRANTED: 8}, (DONE, 40, "whole"), (GRANTED, 9, "whole"))
    assert results(made, "narrative-processed") == {GRANTED: "fail", "applications.partial.total": "not_applicable"}


def test_one_claim_that_agrees_is_enough_and_all_that_differ_are_named() -> None:
    both = (DONE, 40, "whole"), (DONE, 7, "whole")
    assert DONE not in results(said("办结 40 件、7 件", {DONE: 7}, *both), "narrative-processed")
    findings = list(
        _of("narrative-processed", subject(said("办结 40 件、7 件", {DONE: 9}, *both, (DONE, 40, "whole"))))
    )
    assert [finding.left for finding in findings if finding.result is Result.FAIL] == ["40", "7"]


def _of(check: str, asked: Subject) -> list[Finding]:
    from generator.checking.checks import check_issue  # noqa: PLC0415 - this test alone sees all findings of a subject

    return [finding for finding in check_issue(asked) if finding.check == check]


def test_suits_of_both_kinds_are_added_and_each_kind_is_held() -> None:
    made = said("行政诉讼 3 件", {DIRECT: 1, AFTER: 2}, (SUITS, 3, "whole"), (DIRECT, 1, "whole"), (AFTER, 1, "whole"))
    findings = found(made, "narrative-litigation")
    assert {key: finding.result.value for key, finding in findings.items()} == {
        SUITS: "pass",
        DIRECT: "pass",
        AFTER: "fail",
    }
    assert findings[SUITS].cells == (DIRECT, AFTER)


def test_known_suits_above_what_is_claimed_fail_though_a_number_is_lost() -> None:
    for claimed, result in ((1, "fail"), (2, "not_assessable"), (5, "not_assessable")):
        made = said(f"行政诉讼 {claimed} 件", {DIRECT: BLANK, AFTER: 2}, (SUITS, claimed, "whole"))
        assert results(made, "narrative-litigation")[SUITS] == result


def test_none_in_words_is_left_to_the_check_of_it_but_not_for_other_cells() -> None:
    none = said("未发生行政复议", {REVIEW: 2, CORRECTED: 2}, (REVIEW, 0, "whole"), (CORRECTED, 0, "whole"))
    assert results(none, "narrative-review") == {REVIEW: "not_applicable", CORRECTED: "fail"}
    zero = said("行政复议0件", {REVIEW: 2}, (REVIEW, 0, "whole"))
    assert results(zero, "narrative-review")[REVIEW] == "fail"


def test_cells_that_the_form_does_not_have_are_not_held() -> None:
    made = saying(record(year=2020, forms=FORM_2019), "制发规范性文件 5 件", (ISSUED, 5, "whole"))
    finding = found(made, "narrative-normative-docs")[ISSUED]
    assert (finding.result, finding.cells) == (Result.NOT_APPLICABLE, ())


def test_another_scope_is_said_to_be_one() -> None:
    made = said("答复 40 件", {DONE: 41}, (DONE, 40, "part"))
    assert "口径" in found(made, "narrative-processed")[DONE].message


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("2023年，共办结 40 件", "not_applicable"),
        ("截至2023年底，办结 40 件", "not_applicable"),
        ("2024年，共办结 40 件", "fail"),
        ("2023年结转在内，2024年办结 40 件", "fail"),
        ("全年办结 40 件，2023年的除外", "fail"),
    ],
)
def test_sentences_that_begin_with_another_year_are_not_compared(text: str, result: str) -> None:
    told_ = results(said(text, {DONE: 41}, (DONE, 40, "whole")), "narrative-processed")
    assert told_[DONE] == result


def test_sentences_are_parted_and_empty_ones_are_none() -> None:
    assert list(sentences(" 甲。 ；乙！\n 。丙 ")) == ["甲", "乙", "丙"]
    assert list(sentences(" 。；")) == []


def test_a_claim_is_found_at_its_place_or_else_by_its_text() -> None:
    passages = (Passage("本年收到 3 件。", Place(line=1), 1), Passage("共办结 40 件。", Place(line=2), 2))
    made = dataclasses.replace(record(), narrative=passages)
    for place, section in ((Place(line=1), 1), (Place(line=2), 2), (Place(line=9), 2)):
        assert section_of(subject(made), Claim(DONE, 40, "whole", "办结 40 件", place)) == section
    assert section_of(subject(made), Claim(DONE, 40, "whole", "别的话", Place(line=9))) == 0


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ((), "正文没有写收到的申请件数，不能核对。"),
        (((DONE, 12, "whole"),), "正文没有写收到的申请件数，不能核对。"),
        (((RECEIVED, 12, "other"),), "正文所写的收到件数，口径与表三不同或不明，不作比较。"),
    ],
)
def test_a_number_that_is_not_stated_and_one_of_another_scope_are_told_apart(
    claims: tuple[tuple[str, int, str], ...], message: str
) -> None:
    finding = found(said("共收到 12 件", {RECEIVED: 3}, *claims), "narrative-new-received")[RECEIVED]
    assert (finding.result, finding.message) == (Result.NOT_ASSESSABLE, message)


# ---------------------------------------------------------------- sums within the text


@pytest.mark.parametrize(
    ("text", "left", "right", "result"),
    [
        ("收到申请10件，其中自然人6件、法人4件。", "6+4＝10", "10", "pass"),
        ("收到申请10件，其中自然人6件、法人3件。", "6+3＝9", "10", "pass"),
        ("收到申请10件，其中：自然人6件，法人5件。", "6+5＝11", "10", "fail"),
        ("收到申请10件（其中自然人6件、法人5件），均已答复2件。", "6+5＝11", "10", "fail"),
        ("收到申请 １０ 件，其中自然人 ６ 件、法人 ５ 件。", "6+5＝11", "10", "fail"),
        ("发布信息10条，其中动态6条、公告5条。", "6+5＝11", "10", "fail"),
        ("收到申请10件，其中自然人6件、法人3件、其他2件。", "6+3+2＝11", "10", "fail"),
        ("收到申请10件，其中自然人6件、法人5件、", "6+5＝11", "10", "fail"),
        ("收到申请10件，其中，自然人6件，，法人4件", "6+4＝10", "10", "pass"),
    ],
)
def test_parts_are_held_against_their_whole(text: str, left: str, right: str, result: str) -> None:
    finding = found(told(text), "narrative-inner-sum")["1-1"]
    assert (finding.left, finding.right, finding.result.value) == (left, right, result)
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "text",
    [
        "收到申请10件，其中自然人12件。",
        "收到申请10件，其中自然人6件、占60%。",
        "收到申请10件，其中自然人8件、较上年多4件。",
        "发布信息100条，其中网站80条、微信60条。",
        "收到申请10件，其中自然人8件、涉及4个部门。",
        "收到申请10件，其中自然人8件、法人2件（其中企业4件）。",
        "收到申请10件，办结8件、结转4件。",
        "收到申请10件，其中自然人8份、法人4份。",
        "收到申请1.10件，其中自然人8.5件、法人4件。",
    ],
)
def test_what_need_not_add_up_is_let_be(text: str) -> None:
    assert results(told(text), "narrative-inner-sum") == {"": "not_applicable"}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("全年收到申请10件，其中自然人6件、法人4件；办结 9 件。", "10件，其中自然人6件、法人4件"),
        ("收到申请10件（其中自然人6件、法人4件）办结2件，结转3件。", "10件（其中自然人6件、法人4件"),
        ("收到（含网上）申请10件，其中自然人6件、法人4件。", "10件，其中自然人6件、法人4件"),
    ],
)
def test_what_adds_up_is_quoted_from_the_number_to_the_end_of_its_parts(text: str, quote: str) -> None:
    quoted = found(told(text), "narrative-inner-sum")["1-1"].quote
    assert quoted == fold(quote)


def test_lists_are_told_apart_and_said_to_be_incomplete() -> None:
    both = told("收到申请10件，其中自然人6件、法人3件；发布信息9条，其中动态5条、公告5条。")
    findings = found(both, "narrative-inner-sum")
    assert {key: finding.result.value for key, finding in findings.items()} == {"1-1": "pass", "1-2": "fail"}
    assert "不必完全" in findings["1-1"].message
    assert "不必完全" not in found(told("收到10件，其中甲6件、乙4件。"), "narrative-inner-sum")["1-1"].message


# ---------------------------------------------------------------- whose area


@pytest.mark.parametrize(
    ("kind", "level", "text", "result"),
    [
        ("government", "township", "乡政府办公室是全县政府信息公开工作主管部门", "fail"),
        ("government", "township", "负责全市政务公开", "fail"),
        ("government", "township", "做好全乡政务公开", None),
        ("government", "county", "推进全县政府信息公开", None),
        ("government", "county", "推进全乡政府信息公开", "fail"),
        ("government", "prefecture", "推进全县政府信息公开", "fail"),
        ("government", "province", "推进全省政府信息公开", None),
        ("subdistrict", "township", "推进全县政府信息公开", "fail"),
        ("department", "county", "推进全乡政府信息公开", "not_applicable"),
        ("government", "", "推进全乡政府信息公开", "not_applicable"),
        ("government", "township", "按照部署，推进全县政府信息公开", None),
        ("government", "township", "全县政府信息公开工作会议召开", None),
        ("government", "township", "推进全县经济发展，做好政府信息公开", None),
    ],
)
def test_who_speaks_for_which_area(kind: str, level: str, text: str, result: str | None) -> None:
    told_ = results(told(text, kind=kind, level=level), "text-level-phrase")
    assert set(told_.values()) == ({result} if result else set())


def test_every_such_sentence_is_quoted() -> None:
    twice = told("我乡推进全县政务公开。我乡抓好全市政务公开。", level="township")
    findings = [finding for finding in found(twice, "text-level-phrase").values() if finding.result is Result.FAIL]
    assert [(finding.subject, finding.left) for finding in findings] == [("1", "全县"), ("2", "全市")]


# ---------------------------------------------------------------- what cannot well be


@pytest.mark.parametrize(
    ("reviews", "dealt", "before", "result"),
    [
        (2, 2, None, None),
        (3, 2, None, "not_assessable"),
        (3, 2, 1, None),
        (4, 2, 1, "fail"),
        (4, 2, BLANK, "not_assessable"),
    ],
)
def test_reviews_and_answers(reviews: int, dealt: int, before: Figure | None, result: str | None) -> None:
    now = record({REVIEW: reviews, DONE: dealt})
    asked = subject(now) if before is None else after(record({DONE: before}, year=2023), now)
    assert results(asked, "review-exceeds-decisions") == ({"": result} if result else {})


def test_answers_of_two_years_are_added_up_in_sight() -> None:
    asked = after(record({DONE: 1}, year=2023), record({REVIEW: 4, DONE: 2}))
    finding = found(asked, "review-exceeds-decisions")[""]
    assert (finding.left, finding.right) == ("4", "2+1＝3")


@pytest.mark.parametrize("cell", [REVIEW, DONE])
def test_reviews_and_answers_without_a_number(cell: str) -> None:
    assert results(record({cell: BLANK}), "review-exceeds-decisions") == {"": "not_assessable"}


FINES = "proactive.penalty_decisions"


@pytest.mark.parametrize(
    ("count", "deviation", "number", "result"),
    [
        (10, 0.5, 700, "pass"),
        (10, 0.5, 9_000, "fail"),
        (10, 0.5, 0, "pass"),
        (10, 0.0, 9_000, "not_applicable"),
        (10, 0.5, BLANK, "not_assessable"),
    ],
)
def test_outliers(count: int, deviation: float, number: Figure, result: str) -> None:
    finding = found(among(count, deviation, number), "outlier-in-peer-group")[FINES]
    assert finding.result.value == result
    assert (finding.certainty is Certainty.PRINTED) == (result == "fail")


def among(count: int, deviation: float, number: Figure, *, level: str = "county", year: int = 2024) -> Subject:
    peers = {("government", "county", 2024, FINES): Spread(count, 3.0, deviation)}
    return dataclasses.replace(subject(record({FINES: number}, year=year), level=level), around=Around(spreads=peers))


def test_too_few_peers_are_none_and_those_of_another_class_are_no_peers() -> None:
    for asked in (among(9, 0.5, 9_000), among(10, 0.5, 9_000, level="township"), among(10, 0.5, 9_000, year=2023)):
        assert results(asked, "outlier-in-peer-group") == {"": "not_applicable"}


def test_an_outlier_shows_the_median() -> None:
    finding = found(among(12, 0.5, 9_000), "outlier-in-peer-group")[FINES]
    assert (finding.left, finding.right, finding.count) == ("9000", "19", 12)


# ---------------------------------------------------------------- what has to be spoken of


def test_the_aspects_that_are_lacking_are_named() -> None:
    finding = found(only(1, "主动公开、依申请公开、平台建设有序。"), "overview-aspects")[""]
    assert (finding.left, finding.count, finding.certainty) == ("政府信息管理、监督保障", 2, Certainty.PRINTED)
    assert found(one_reader(only(1, "主动公开").record), "overview-aspects")[""].certainty is Certainty.TO_CONFIRM


def test_paragraphs_of_other_sections_do_not_count() -> None:
    other = told("监督保障考核", section=5)
    alone = dataclasses.replace(
        other.record, narrative=(Passage("主动公开。", Place(line=1), 1), *other.record.narrative[-1:])
    )
    assert results(alone, "overview-aspects") == {"": "fail"}
    assert results(alone, "supervision-results-missing") == {"": "fail"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("无", "fail"),
        ("一二三四五六七八九十", "fail"),
        ("一二三四五六七八九十，", "fail"),
        ("一二三四五六七八九十一", None),
        ("", "fail"),
    ],
)
def test_how_much_section_five_says(text: str, result: str | None) -> None:
    assert results(only(5, text), "problems-empty") == ({"": result} if result else {})


def test_an_empty_section_five_of_an_extract_may_be_the_copy_s() -> None:
    assert results(extract(only(5, "").record), "problems-empty") == {"": "not_assessable"}
    assert results(extract(only(5, "无").record), "problems-empty") == {"": "fail"}


def test_what_was_found_is_shown() -> None:
    assert found(only(6, "未收取费用。"), "fee-statement-missing")[""].left == "收取费"
    assert found(only(6, "无。"), "fee-statement-missing")[""].certainty is Certainty.PRINTED


# ---------------------------------------------------------------- parents


def parent(received: Figure, *children: Figure | None) -> Subject:
    asked = subject(record({RECEIVED: received}))
    names = [f"a-{n}" for n in range(len(children))]
    held = {
        (name, 2024): dataclasses.replace(noted(record({RECEIVED: number})), issue=Issue(name, 2024))
        for name, number in zip(names, children, strict=True)
        if number is not None
    }
    settings = dataclasses.replace(asked.settings, aggregates={"a": names})
    return dataclasses.replace(asked, settings=settings, around=Around(newest=held))


def test_children_are_added_up() -> None:
    finding = found(parent(6, 2, 3), "parent-child-sum")[RECEIVED]
    assert (finding.result, finding.left, finding.right, finding.count) == (Result.FAIL, "6", "5", 2)
    assert (finding.severity, finding.certainty) == (Severity.INFO, Certainty.TO_CONFIRM)
    assert RECEIVED not in results(parent(5, 2, 3), "parent-child-sum")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (parent(BLANK, 2, 3), "本年新收"),
        (parent(5, 2, BLANK), "有的机关没有可用的数字"),
    ],
)
def test_children_without_a_number(asked: Subject, says: str) -> None:
    finding = found(asked, "parent-child-sum")[RECEIVED]
    assert finding.result is Result.NOT_ASSESSABLE
    assert says in finding.message


def test_children_that_are_not_held_are_named() -> None:
    finding = found(parent(5, 2, None, None), "parent-child-sum")[""]
    assert (finding.result, finding.count) == (Result.NOT_ASSESSABLE, 2)
    assert "a-1、a-2" in finding.message


def test_cells_that_a_parent_s_form_does_not_have_are_left_out() -> None:
    asked = parent(5, 5)
    old = record({RECEIVED: 5}, year=2024, forms=FORM_2019)
    asked = dataclasses.replace(asked, held=dataclasses.replace(asked.held, record=old))
    findings = found(asked, "parent-child-sum")
    assert "proactive.penalty_decisions" not in findings
    assert findings[RECEIVED].result is Result.PASS
