"""Texts that are the same: what is taken out first, how much is shared exactly, and what is shown of it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from generator.checking.checks import check_issue
from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.checking.resemblance import Resemblances, resemblances
from generator.checking.subjects import subjects
from generator.checking.wordprint import clauses_of, left, located, own_names, section_of, shingles_of, wordprint
from generator.records.place import Place
from generator.records.portal import Held, Issue, Portal
from generator.records.record import Record
from generator.records.registry import Agency
from tests.checking.made import extract, one_reader
from tests.checking.table_of_copies import (
    AGENCIES,
    NAMES,
    YEARS,
    first,
    letters,
    paragraphs,
    portal,
    report,
    written,
)


def agency(number: int) -> Agency:
    return Agency(f"a{number}", f"{NAMES[number]}人民政府", "government", (NAMES[number],), "410822", "county")


def findings(made: Portal, check: str, owner: int = 0, year: int = 2024) -> dict[str, Finding]:
    (asked,) = (each for each in subjects(made) if each.held.issue == Issue(f"a{owner}", year))
    return {finding.subject: finding for finding in check_issue(asked) if finding.check == check}


def compared(made: Portal) -> Resemblances:
    return resemblances(made.held, made.agencies)


# ---------------------------------------------------------------- what is taken out


def test_what_is_left_of_a_text() -> None:
    body = Agency("a", "博爱县财政局", "department", ("县财政局",), "410822", "county")
    made = dataclasses.replace(
        report("一、总体情况", "（一）主动公开。2024年，博爱县财政局在焦作市公开 1,234 条，我局认真落实。", "二Ｏ二四"),
        agency_as_printed="博爱财政",
    )
    passages = section_of(made, 1)
    assert [passage.text[:3] for passage in passages] == ["（一）"]
    assert clauses_of(passages, own_names(made, body)).texts == ("主动公开", "年", "在公开", "条", "认真落实")


def test_letters_know_where_they_stand() -> None:
    body = agency(0)
    made = report("（一）甲县2024年办理，３５件。", "其后公开。")
    there = located(section_of(made, 1), own_names(made, body))
    assert there.text == "年办理件其后公开"
    assert there.starts == (0, 3, 4)
    assert there.quoted(0, 4) == "年办理，３５件"
    assert there.quoted(3, 3) == "件。\n其后"
    assert there.place(3) == Place(line=10)
    assert there.place(4) == Place(line=11)


def test_a_signature_rests_on_its_own_report_alone_and_is_the_same_every_time() -> None:
    clauses = clauses_of(section_of(report(*paragraphs(written(1))), 1), own_names(report(), agency(0)))
    one, two = wordprint(clauses), wordprint(clauses)
    assert one == two
    whole = "".join(clauses.texts)
    assert len(clauses.texts) == len(one.clauses) == 40
    assert sum(one.lengths) == clauses.length == 480
    assert 0.15 < len(one.shingles) / (len(whole) - 7) < 0.35
    assert list(one.shingles[:3]) == sorted(one.shingles[:3], key=list(one.shingles).index)


def test_stretches_and_shingles() -> None:
    made = report("甲乙丙丁戊己庚辛，壬癸子丑，寅卯辰巳午未申酉")
    clauses = clauses_of(section_of(made, 1), own_names(made, agency(9)))
    assert left(clauses, [False, True, False]) == ["甲乙丙丁戊己庚辛", "寅卯辰巳午未申酉"]
    assert left(clauses, [True, True, True]) == []
    assert shingles_of(["甲乙丙丁戊己庚辛壬", "短"]) == {"甲乙丙丁戊己庚辛", "乙丙丁戊己庚辛壬"}


# ---------------------------------------------------------------- year against year


def changed(clauses: list[str], share: float) -> list[str]:
    """Replace the last part of the clauses by others, so that `share` of them stays."""
    kept = round(len(clauses) * share)
    return [*clauses[:kept], *written("other", len(clauses) - kept)]


@pytest.mark.parametrize(
    ("share", "result", "severity"),
    [
        (1.0, Result.FAIL, Severity.WARNING),
        (0.9, Result.FAIL, Severity.WARNING),
        (0.7, Result.FAIL, Severity.INFO),
        (0.5, Result.PASS, Severity.WARNING),
        (0.0, Result.PASS, Severity.WARNING),
    ],
)
def test_a_text_taken_over_from_last_year(share: float, result: Result, severity: Severity) -> None:
    old = written("甲")
    made = portal((0, report(*paragraphs(old), year=2023)), (0, report(*paragraphs(changed(old, share)), year=2024)))
    finding = findings(made, "duplicate-narrative")["1"]
    assert (finding.result, finding.severity) == (result, severity)


def test_how_much_is_shared_is_exact() -> None:
    old = written("甲")
    made = portal((0, report(*paragraphs(old), year=2023)), (0, report(*paragraphs(changed(old, 0.7)), year=2024)))
    later, earlier = made.held[1], made.held[0]
    likeness = compared(made).between(later, earlier, 1)
    assert likeness is not None
    # 28 of 40 clauses of 12 letters stay: 336 of 480 letters, 329 of 473 shingles.
    assert likeness.share == Fraction(329, 473)
    assert likeness.longest == 336
    (passage,) = likeness.passages
    assert (passage.letters, passage.place, passage.place_there) == (336, Place(line=10), Place(line=10))
    assert passage.text == "\n".join((*paragraphs(old[:25]), "，".join(old[25:28])))
    finding = findings(made, "duplicate-narrative")["1"]
    assert (finding.left, finding.right, finding.count, finding.against) == ("69%", "2023", 336, "2023")
    assert finding.message == (
        "“一、总体情况”的文字有 69% 与2023年的相同，最长连续 336 字（本文第 10 行与对方第 10 行，336 字）。"
    )
    assert finding.quote.startswith(old[0])
    assert finding.quote.endswith("……")


def test_digits_years_and_names_do_not_hide_a_copy() -> None:
    old, new = written("甲"), written("甲")
    old = [f"{clause}2023年甲县{number}件" for number, clause in enumerate(old)]
    new = [f"{clause}2024年我县{number + 7}件" for number, clause in enumerate(new)]
    made = portal((0, report(*paragraphs(old), year=2023)), (0, report(*paragraphs(new), year=2024)))
    assert findings(made, "duplicate-narrative")["1"].left == "100%"


def test_sections_are_compared_apart() -> None:
    one, five = written("一"), written("五")
    before = report(*paragraphs(one), year=2023)
    before = dataclasses.replace(before, narrative=(*before.narrative, *report(*paragraphs(five), section=5).narrative))
    after = report(*paragraphs(written("新")), year=2024)
    after = dataclasses.replace(after, narrative=(*after.narrative, *report(*paragraphs(five), section=5).narrative))
    found = findings(portal((0, before), (0, after)), "duplicate-narrative")
    assert (found["1"].result, found["5"].result) == (Result.PASS, Result.FAIL)
    assert found["5"].about == "五、存在的主要问题及改进情况"


def test_short_texts_missing_years_and_sample_content_are_not_compared() -> None:
    short = paragraphs(written("甲", 16))
    made = portal((0, report(*short, year=2023)), (0, report(*short, year=2024)))
    finding = findings(made, "duplicate-narrative")["1"]
    assert (finding.result, finding.message) == (
        Result.NOT_APPLICABLE,
        "“一、总体情况”去掉各机关共有的文字后不足 200 字，不作比较。",
    )
    alone = portal((0, report(*paragraphs(written("甲")))))
    assert findings(alone, "duplicate-narrative")[""].result is Result.NOT_APPLICABLE
    sample = portal(
        (0, report(*paragraphs(written("甲")), year=2023)), (0, report(*paragraphs(written("甲")))), sample=True
    )
    assert findings(sample, "duplicate-narrative")[""].result is Result.NOT_APPLICABLE


def test_a_copy_of_an_extract_is_to_be_confirmed() -> None:
    text = paragraphs(written("甲"))
    printed = portal((0, report(*text, year=2023)), (0, report(*text)))
    assert findings(printed, "duplicate-narrative")["1"].certainty is Certainty.PRINTED
    torn = portal((0, extract(report(*text, year=2023))), (0, report(*text)))
    assert findings(torn, "duplicate-narrative")["1"].certainty is Certainty.TO_CONFIRM


# ---------------------------------------------------------------- agency against agency


def test_a_text_that_another_agency_has_too() -> None:
    shared = written("同")
    made = portal(
        (0, report(*paragraphs([*shared, *written("甲", 10)]))),
        (1, report(*paragraphs([*written("乙", 30), *shared]))),
        (2, report(*paragraphs(written("丙")))),
    )
    finding = findings(made, "duplicate-across-agencies")["1"]
    assert (finding.result, finding.severity) == (Result.FAIL, Severity.INFO)
    assert (finding.left, finding.right, finding.against, finding.count) == ("79%", "乙县人民政府", "a1/2024", 480)
    assert "本文第 10 行与对方第 16 行，480 字" in finding.message
    assert finding.message.endswith("这不说明谁参照了谁。")
    # 40 of the other's 70 clauses are shared: less than 60 %, so of the other nothing is said.
    assert findings(made, "duplicate-across-agencies", 1)["1"].result is Result.PASS
    assert findings(made, "duplicate-across-agencies", 2)["1"].result is Result.PASS


def test_the_nearest_agency_is_named() -> None:
    shared = written("同")
    made = portal(
        (0, report(*paragraphs(shared))),
        (1, report(*paragraphs(changed(shared, 0.7)))),
        (2, report(*paragraphs(changed(shared, 0.95)))),
    )
    assert findings(made, "duplicate-across-agencies")["1"].against == "a2/2024"


def test_much_in_common_without_one_long_passage_is_no_finding() -> None:
    shared = written("同", 20, 30)
    one = [part for clause, own in zip(shared, written("甲", 20, 1), strict=True) for part in (clause, own)]
    other = [part for clause, own in zip(shared, written("乙", 20, 1), strict=True) for part in (own, clause)]
    made = portal((0, report(*paragraphs(one))), (1, report(*paragraphs(other))))
    likeness = compared(made).nearest[("a0", 2024), 1]
    assert (likeness.share, likeness.longest) == (Fraction(460, 613), 30)
    assert findings(made, "duplicate-across-agencies")["1"].result is Result.PASS


def test_boilerplate_of_superiors_is_taken_out_first() -> None:
    above = written("上级", 30)
    texts = [[*above, *written(number, 25)] for number in range(6)]
    made = portal(*((number, report(*paragraphs(text))) for number, text in enumerate(texts)))
    known = compared(made)
    assert known.nearest == {}
    assert known.own_letters(made.held[0], 1) == 300
    four = portal(*((number, report(*paragraphs(text))) for number, text in enumerate(texts[:4])))
    assert compared(four).own_letters(four.held[0], 1) == 660, "found in four reports only, it is nobody's boilerplate"
    assert findings(four, "duplicate-across-agencies")["1"].result is Result.PASS


def test_boilerplate_repeated_next_year_is_no_copy() -> None:
    above = written("上级", 30)
    reports = [(number, report(*paragraphs([*above, *written(number, 25)]))) for number in range(6)]
    before = report(*paragraphs([*above, *written("旧", 25)]), year=2023)
    assert findings(portal((0, before), *reports), "duplicate-narrative")["1"].result is Result.PASS


def test_what_only_boilerplate_fills_is_not_compared() -> None:
    above = written("上级", 30)
    made = portal(*((number, report(*paragraphs([*above, *written(number, 10)]))) for number in range(6)))
    assert findings(made, "duplicate-across-agencies")["1"].result is Result.NOT_APPLICABLE


def test_other_years_are_other_reports() -> None:
    text = paragraphs(written("甲"))
    made = portal((0, report(*text)), (1, report(*text, year=2023)))
    assert findings(made, "duplicate-across-agencies")["1"].result is Result.PASS


def test_only_the_newest_issue_is_compared_with_others() -> None:
    text = paragraphs(written("甲"))
    made = portal((0, report(*text)), (1, report(*text)))
    later = Held(Issue("a0", 2024, 2), report(*paragraphs(written("新"))), "")
    told = dataclasses.replace(made, held=tuple(sorted((*made.held, later), key=lambda item: item.issue)))
    first = findings(told, "duplicate-across-agencies")
    assert first[""].message == "机关后来重新发布过，只比较最新的版次。"
    assert findings(told, "duplicate-across-agencies", 1)["1"].result is Result.PASS


@pytest.mark.parametrize("share", [0.62, 0.7, 0.8, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(6))
def test_no_copy_above_the_bound_is_missed(share: float, seed: int) -> None:
    """The signature is a sample: whatever it is, a pair that counts is found, also of short texts in long ones."""
    mine = written(("mine", seed), 20, 11)
    kept = round(len(mine) * share)
    other = [*written(("more", seed), 60, 11), *mine[:kept], *written(("end", seed), 20, 11)]
    crowd = [(number, report(*paragraphs(written((seed, number), 60)))) for number in range(2, 10)]
    made = portal((0, report(*paragraphs(mine))), (1, report(*paragraphs(other))), *crowd)
    likeness = compared(made).nearest[("a0", 2024), 1]
    assert likeness.other.issue.agency == "a1"
    assert likeness.share == Fraction(kept * 11 - 7, 213)


def test_the_order_of_reports_changes_nothing() -> None:
    shared = written("同")
    made = portal(*((number, report(*paragraphs(changed(shared, 0.6 + number / 20)))) for number in range(4)))
    backwards = resemblances(reversed(made.held), made.agencies)
    assert backwards.nearest == compared(made).nearest


# ---------------------------------------------------------------- thresholds


def the(check: str, *reports: tuple[int, Record]) -> Finding:
    (finding,) = (each for each in check_issue(first(*reports)) if each.check == check and each.subject in {"", "1"})
    return finding


def copied(shingles: int) -> tuple[Record, Record]:
    """Make a report of 500 shingles, behind that of the year before, which has so many of them."""
    mine = letters("甲", 507)
    return report(f"{letters('乙', 90)}{mine[: shingles + 7]}。", year=2023), report(f"{mine}。")


@pytest.mark.parametrize(
    ("shingles", "result", "severity", "left"),
    [
        (500, Result.FAIL, Severity.WARNING, "100%"),
        (400, Result.FAIL, Severity.WARNING, "80%"),
        (399, Result.FAIL, Severity.INFO, "79%"),
        (300, Result.FAIL, Severity.INFO, "60%"),
        (299, Result.PASS, Severity.WARNING, "59%"),
    ],
)
def test_a_threshold_that_is_just_reached_counts(shingles: int, result: Result, severity: Severity, left: str) -> None:
    finding = the(YEARS, *((0, made) for made in copied(shingles)))
    assert (finding.result, finding.severity, finding.left) == (result, severity, left)


def test_a_copy_of_another_agency_is_never_more_than_a_note() -> None:
    text = f"{letters('甲', 300)}。"
    assert the(AGENCIES, (0, report(text)), (1, report(text))).severity is Severity.INFO


@pytest.mark.parametrize(("count", "result"), [(199, Result.NOT_APPLICABLE), (200, Result.FAIL)])
@pytest.mark.parametrize("check", [YEARS, AGENCIES])
def test_a_text_is_compared_from_two_hundred_letters_on(check: str, count: int, result: Result) -> None:
    text = f"{letters('甲', count)}。"
    reports = (0, report(text, year=2023)), (0, report(text)), (1, report(text))
    assert the(check, *reports).result is result


@pytest.mark.parametrize(("length", "result"), [(39, Result.PASS), (40, Result.FAIL)])
def test_between_agencies_a_passage_counts_from_forty_letters_on(length: int, result: Result) -> None:
    pieces = written("同", 8, length)
    mine, theirs = (report("，".join(each) + "。") for each in (pieces, pieces[::-1]))
    assert the(AGENCIES, (0, mine), (1, theirs)).result is result


def test_both_texts_must_be_originals_that_two_readers_have_read() -> None:
    text = paragraphs(written("甲"))
    before, now = report(*text, year=2023), report(*text)
    twice = dataclasses.replace(extract(before), source=dataclasses.replace(before.source, copy="extract"))
    once = dataclasses.replace(before, source=dataclasses.replace(before.source, second_reader=""))
    sure = {
        made.source: the(YEARS, (0, made), (0, now)).certainty for made in (before, twice, once, one_reader(before))
    }
    assert sure.pop(before.source) is Certainty.PRINTED
    assert set(sure.values()) == {Certainty.TO_CONFIRM}
    assert the(YEARS, (0, before), (0, extract(now))).certainty is Certainty.TO_CONFIRM


@pytest.mark.parametrize(("count", "cut"), [(159, False), (160, False), (161, True), (300, True)])
def test_a_passage_is_quoted_up_to_a_hundred_and_sixty_letters(count: int, *, cut: bool) -> None:
    shared = letters("同", count)
    before, now = (report(f"{shared}{letters(who, 60)}。", year=year) for who, year in (("旧", 2023), ("新", 2024)))
    finding = the(YEARS, (0, before), (0, now))
    assert finding.quote == (f"{shared[:160]}……" if cut else shared)
    assert finding.count == count
