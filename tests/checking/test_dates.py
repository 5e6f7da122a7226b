"""Group E, in detail: which day, which year, whose name."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.checking.subject import Around, Past, Subject
from generator.records.place import Place
from generator.records.portal import Settings
from generator.records.record import Dates, Passage, Record
from generator.records.registry import Agency
from tests.checking.made import NARRATIVE, extract, found, noted, one_reader, record, results, subject

LATE, YEAR, PERIOD, FUTURE = "published-late", "wrong-year", "period-mismatch", "future-date"


def page(made: Record | None = None, **note: str) -> Subject:
    whole = subject(made or record(), kind="department")
    return dataclasses.replace(whole, held=noted(made or record(), **note))


def told(*texts: str, section: int = 1, sample: bool = False) -> Subject:
    passages = tuple(Passage(text, Place(line=9), section) for text in texts)
    return subject(dataclasses.replace(record(), narrative=(*NARRATIVE, *passages)), sample=sample)


def dated(period: tuple[str, str] | None, signed: str | None = None) -> Record:
    return dataclasses.replace(record(), dates=Dates(period, signed))


# ---------------------------------------------------------------- when it was published


@pytest.mark.parametrize(
    ("day", "says"),
    [("2025-01-31", "期限 2025-01-31"), ("2025-02-01", "晚于期限 2025-01-31"), ("", "没有记录网页的发布日期")],
)
def test_both_days_are_named(day: str, says: str) -> None:
    assert says in found(page(published=day), LATE)[""].message


def test_lateness_is_printed_only_with_the_page_s_address_and_of_an_original() -> None:
    late = "2025-06-01"
    assert found(page(published=late), LATE)[""].certainty is Certainty.PRINTED
    assert found(page(published=late, url=""), LATE)[""].certainty is Certainty.TO_CONFIRM
    assert found(page(extract(record()), published=late), LATE)[""].certainty is Certainty.TO_CONFIRM


def test_a_township_is_late_only_by_its_portal_s_own_day() -> None:
    whole = subject(record(), level="township")
    late = dataclasses.replace(whole, held=noted(record(), published="2025-03-01"))
    assert "没有全国统一的期限" in found(late, LATE)[""].message
    own = dataclasses.replace(late, settings=Settings("门户", "https://example.org/", deadlines={"township": "02-20"}))
    assert results(own, LATE) == {"": "fail"}


def test_years_before_the_forms_have_their_old_day() -> None:
    asked = subject(record(year=2017))
    late = dataclasses.replace(asked, held=noted(record(year=2017), published="2018-04-01"))
    assert results(late, LATE) == {"": "fail"}


@pytest.mark.parametrize(
    ("signed", "published", "told"),
    [
        ("2025-02-02", "2025-02-01", {"signed": "fail"}),
        ("2025-02-01", "2025-02-03", {"published": "fail"}),
        ("2025-02-01", "", {}),
        (None, "", {"": "not_assessable"}),
    ],
)
def test_days_after_the_file_was_fetched(signed: str | None, published: str, told: dict[str, str]) -> None:
    assert results(page(dated(None, signed), published=published, retrieved="2025-02-01"), FUTURE) == told


def test_without_a_day_of_its_own_the_portal_s_last_one_counts() -> None:
    asked = page(dated(None, "2025-05-05"), retrieved="", published="")
    assert results(asked, FUTURE) == {"": "not_assessable"}
    assert "取得报告的日期" in found(asked, FUTURE)[""].message
    late = dataclasses.replace(asked, around=Around(as_of="2025-05-04"))
    assert results(late, FUTURE) == {"signed": "fail"}
    assert results(dataclasses.replace(asked, around=Around(as_of="2025-05-05")), FUTURE) == {}
    own = page(dated(None, "2025-05-05"), retrieved="2025-06-01", published="")
    assert results(dataclasses.replace(own, around=Around(as_of="2025-01-01")), FUTURE) == {}


# ---------------------------------------------------------------- which year


def test_another_year_in_title_or_period_is_an_error() -> None:
    titled = dataclasses.replace(record(), title="某县人民政府２０２３年政府信息公开工作年度报告")
    finding = found(titled, YEAR)["title"]
    assert (finding.result, finding.severity, finding.left, finding.right) == (
        Result.FAIL,
        Severity.ERROR,
        "2023",
        "2024",
    )
    assert finding.certainty is Certainty.PRINTED
    assert found(one_reader(titled), YEAR)["title"].certainty is Certainty.TO_CONFIRM
    period = found(dated(("2023-01-01", "2024-12-31")), YEAR)["period"]
    assert (period.result, period.severity, period.quote) == (Result.FAIL, Severity.ERROR, "2023-01-01—2024-12-31")


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我镇共收到申请12件。",
        "2023年度我县主动公开信息30条。",
        "截至2023年12月31日，未收到申请。",
        "２０２３年全年，办结申请3件。",
    ],
)
def test_a_sentence_that_tells_deeds_of_another_year_is_a_warning(text: str) -> None:
    finding = found(told(text), YEAR)["sentence-1"]
    assert (finding.result, finding.severity, finding.left) == (Result.FAIL, Severity.WARNING, "2023")
    assert finding.quote == text.rstrip("。")


@pytest.mark.parametrize(
    "text",
    [
        "2024年，我镇共收到申请12件。",
        "2023年，我镇共收到申请12件，2024年收到20件。",
        "2023年收到的申请比2022年多。",
        "2023年收到的申请较上年增加。",
        "2023年收到的申请结转1件。",
        "2025年将收到更多申请。",
        "我镇在2023年收到表彰。",
        "2023年是不平凡的一年。",
    ],
)
def test_other_years_have_their_place(text: str) -> None:
    assert results(told(text), YEAR) == {}


def test_plans_and_sample_content_are_not_held() -> None:
    text = "2025年，我镇主动公开信息30条。"
    assert set(results(told(text, section=4), YEAR)) == {"sentence-1"}
    assert set(results(told(text, section=0), YEAR)) == {"sentence-1"}
    assert results(told(text, section=5), YEAR) == {}
    assert results(told(text, sample=True), YEAR) == {}


def test_every_such_sentence_is_named_apart() -> None:
    both = told("2023年，收到申请12件。2022年，收到申请1件。", "2021年，收到申请12件。")
    assert {key: finding.left for key, finding in found(both, YEAR).items() if "sentence" in key} == {
        "sentence-1": "2023",
        "sentence-2": "2022",
        "sentence-3": "2021",
    }


@pytest.mark.parametrize(
    ("period", "result"),
    [
        (("2024-01-01", "2024-12-31"), None),
        (("2024-01-01", "2024-11-30"), "fail"),
        (("2024-02-01", "2024-12-31"), "fail"),
        (("2023-01-01", "2024-12-31"), "fail"),
        (("2023-02-01", "2023-12-31"), "fail"),
        (("2023-01-01", "2023-12-31"), "not_applicable"),
        (None, "not_assessable"),
    ],
)
def test_the_period_is_a_calendar_year(period: tuple[str, str] | None, result: str | None) -> None:
    finding = found(dated(period), PERIOD)[""]
    assert finding.result.value == (result or "pass")
    assert (finding.certainty is Certainty.PRINTED) == (result == "fail")


# ---------------------------------------------------------------- whose, and on what basis


@pytest.mark.parametrize(
    ("printed", "known", "same"),
    [
        ("某县人民政府", "某县人民政府", True),
        ("某市某县人民政府", "某县人民政府", True),
        ("某县人民政府", "某市某县人民政府", True),
        ("某县", "某县人民政府", True),
        ("某县政府", "某县人民政府", True),
        ("某 县（人民政府）", "某县人民政府", True),
        ("某县人民政府办公室", "某县人民政府", False),
        ("某县教育局", "某县人民政府", False),
        ("县人民政府", "某县教育局", False),
    ],
)
def test_names_agree_whatever_places_stand_before_them(printed: str, known: str, *, same: bool) -> None:
    whole = subject(dataclasses.replace(record(), agency_as_printed=printed))
    asked = dataclasses.replace(whole, agency=Agency("a", known, "government", level="county"))
    finding = found(asked, "agency-name-mismatch")[""]
    assert (finding.result is Result.PASS) == same
    assert (finding.left, finding.right) == (printed, known)


def test_a_predecessor_s_name_and_an_alias_are_known() -> None:
    whole = subject(dataclasses.replace(record(), agency_as_printed="旧县人民政府"))
    assert results(whole, "agency-name-mismatch") == {"": "fail"}
    past = dataclasses.replace(whole, past=Past(names=("旧县人民政府", "某县人民政府")))
    assert results(past, "agency-name-mismatch") == {}
    alias = dataclasses.replace(whole, agency=Agency("a", "某县人民政府", "government", aliases=("旧县",)))
    assert results(alias, "agency-name-mismatch") == {}


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("根据国办公开办函[2019]60号编制。", "[2019]60号"),
        ("依据《条例》（国务院令第492号）编制。", "国务院令第492号"),
        ("依据《条例》（第 492 号令）编制。", "第492号令"),
        ("根据国办公开办函〔2021〕30号，不再用〔2019〕60号。", ""),
        ("《条例》（国务院令第492号公布，第711号修订）。", ""),
        ("根据国办公开办函〔2021〕30号编制。", ""),
    ],
)
def test_old_bases_are_named(text: str, basis: str) -> None:
    told_ = found(told(text), "stale-legal-basis")
    assert {finding.left for finding in told_.values() if finding.result is Result.FAIL} == (
        {basis} if basis else set()
    )


def test_every_old_basis_is_named_apart_and_sample_content_is_not_held() -> None:
    text = "根据〔2019〕60号编制。依据第492号令编制。"
    assert set(results(told(text), "stale-legal-basis")) == {"1", "2"}
    assert results(told(text, sample=True), "stale-legal-basis") == {"": "not_applicable"}
    old = subject(dataclasses.replace(record(year=2020), narrative=(Passage(text, Place(line=9), 1),)))
    assert results(old, "stale-legal-basis") == {"": "not_applicable"}


@pytest.mark.parametrize(("year", "asked"), [(2020, False), (2021, True), (2022, True)])
def test_an_old_basis_is_one_from_the_year_of_the_new_form_on(year: int, *, asked: bool) -> None:
    made = dataclasses.replace(record(year=year), narrative=(Passage("根据〔2019〕60号编制。", Place(line=9), 1),))
    assert ("1" in found(made, "stale-legal-basis")) is asked
