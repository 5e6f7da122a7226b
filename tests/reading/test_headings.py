"""Title, year, agency, sections and days are told as reports print them."""

from __future__ import annotations

import pytest

from generator.reading.headings import (
    clean_agency,
    find_title,
    first_subject,
    first_year,
    iso_day,
    period,
    section_headings,
    signature,
)
from tests.reading.made_files import paragraphs


def title(*texts: str) -> tuple[str, int | None]:
    found = find_title(paragraphs(*texts), None)
    return found.agency, found.year


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("示例区示例乡2024年政府信息公开工作年度报告", "示例区示例乡", 2024),
        ("2025年示例区财政局政府信息公开工作年度报告", "示例区财政局", 2025),
        ("示例县人民政府 2021 年度政府信息公开年报", "示例县人民政府", 2021),
        ("示例县人民政府二〇二三年政府信息公开工作年度报告", "示例县人民政府", 2023),
        ("示例县人民政府２０２２年政府信息公开工作年度报告", "示例县人民政府", 2022),
        ("示例县公安局政府信息公开2022年度报告", "示例县公安局", 2022),
        ("《示例县税务局2024年政府信息公开工作年度报告》", "示例县税务局", 2024),
        ("示例镇关于2020年政府信息公开工作的报告", "示例镇", 2020),
        ("示例县2024年度政府信息公开工作情况报告", "示例县", 2024),
    ],
)
def test_a_title_names_agency_and_year(text: str, agency: str, year: int) -> None:
    assert title(text) == (agency, year)


def test_a_title_over_two_lines_is_one() -> None:
    assert title("示例县人民政府", "2024年政府信息公开工作年度报告") == ("示例县人民政府", 2024)
    assert title("示例县人民政府2024年", "政府信息公开工作年度报告") == ("示例县人民政府", 2024)


@pytest.mark.parametrize(
    "texts",
    [
        ("示例区教育局 年政府信息公开工作年度报告", "2023"),
        ("示例区教育局 年政府信息公开工作年", "2023", "度报告"),
        ("示例区教育局 年政府信息公开工作年度报告", "２０２３"),
    ],
)
def test_the_year_of_a_title_may_stand_on_a_line_below_it(texts: tuple[str, ...]) -> None:
    assert title(*texts) == ("示例区教育局", 2023)


@pytest.mark.parametrize(
    "texts",
    [
        ("示例区教育局年政府信息公开工作年度报告", "2023"),
        ("示例区教育局 年政府信息公开工作年度报告", "2023 15"),
        ("示例区教育局 年政府信息公开工作年度报告", "202"),
        ("示例区教育局 年政府信息公开工作年度报告", "共3页", "2023"),
        ("示例区教育局 年、 年政府信息公开工作年度报告", "2023"),
    ],
)
def test_a_number_that_lacks_nowhere_is_no_year_of_a_title(texts: tuple[str, ...]) -> None:
    assert title(*texts) == ("", None)


def test_a_title_with_its_year_takes_none_from_below() -> None:
    assert title("示例区教育局 2023年政府信息公开工作年度报告", "2024") == ("示例区教育局", 2023)


def test_page_furniture_and_a_notice_are_no_title() -> None:
    real = "示例局2024年政府信息公开工作年度报告"
    assert title("当前位置：首页 > 年报 > 2023年政府信息公开工作年度报告", real) == ("示例局", 2024)
    assert find_title(paragraphs(real + "编制说明"), None).text == ""


def test_what_is_no_report_has_no_title() -> None:
    assert find_title(paragraphs("示例县2024年法治政府建设年度报告", "2024年工作总结"), None).text == ""


def test_a_title_after_the_first_section_is_none() -> None:
    found = find_title(paragraphs("一、总体情况", "示例局2024年政府信息公开工作年度报告"), 0)
    assert found.text == ""


@pytest.mark.parametrize(
    ("text", "agency"),
    [("关于示例局的", "示例局"), ("附件：示例局", "示例局"), ("“示例局”", "示例局"), ("示例区", "示例区")],
)
def test_what_stands_around_a_name_is_taken_away(text: str, agency: str) -> None:
    assert clean_agency(text) == agency


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("2023年，示例乡始终坚持公开为常态。", "示例乡"),
        ("示例县人民政府在上级指导下开展工作。", "示例县人民政府"),
        ("我乡认真贯彻条例。", ""),
        ("全县共收到申请5件。", ""),
        ("按照区政府要求编制本报告。", ""),
    ],
)
def test_the_first_sentence_names_its_subject(text: str, subject: str) -> None:
    assert first_subject([text]) == subject


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("统计期限自2024年1月1日起至2024年12月31日止", ("2024-01-01", "2024-12-31")),
        ("自2023年1月1日至12月31日", ("2023-01-01", "2023-12-31")),
        ("自２０２２年１月１日到２０２２年１２月３１日", ("2022-01-01", "2022-12-31")),
        ("自2024年2月30日至2024年12月31日", None),
        ("2024年1月1日起施行", None),
    ],
)
def test_the_period_is_what_the_report_says(text: str, days: tuple[str, str] | None) -> None:
    assert period(["前言。", text]) == days


def test_the_signature_gives_agency_and_day() -> None:
    (_, one), (_, two) = paragraphs("示例乡人民政府", "2025年1月15日")
    assert signature([one, two]) == ("示例乡人民政府", "2025-01-15", (one, two))
    (_, joined), *_ = paragraphs("示例局 2025年1月15日")
    assert signature([joined])[:2] == ("示例局", "2025-01-15")


@pytest.mark.parametrize("text", ["会议于2025年1月15日召开，研究部署公开工作。", "共办理12件", ""])
def test_a_sentence_is_no_signature(text: str) -> None:
    ((_, paragraph),) = paragraphs(text)
    assert signature([paragraph]) == ("", None, ())


def test_a_day_that_does_not_exist_is_none() -> None:
    assert iso_day("2024", "2", "29") == "2024-02-29"
    assert iso_day("2023", "2", "29") is None


def test_the_first_year_is_of_the_first_sentences_only() -> None:
    assert first_year(["报告如下。", "2024年，我乡认真工作。", "2023年"]) == 2024
    assert first_year(["一", "二", "三", "四", "2024年"]) is None


@pytest.mark.parametrize(
    "texts",
    [
        ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "六、其他需要报告的事项"],
        ["（一）总体情况", "（二）主动公开情况", "(三)收到和处理政府信息公开申请情况", "(六)其他需要报告的事项"],
        ["总体情况", "主动公开政府信息情况", "行政机关收到和处理政府信息公开申请的情况", "其他需要报告的事项"],
        ["1.总体情况", "2.主动公开政府信息 情况", "3.收到和处理政府信息公开申请情况", "4.需要报告的其他事项"],
    ],
)
def test_sections_are_known_by_number_or_words(texts: list[str]) -> None:
    found = section_headings(paragraphs("前言。", *texts, "文字。"))
    assert [(heading.number, heading.block) for heading in found] == [(1, 1), (2, 2), (3, 3), (6, 4)]


def test_sub_headings_and_sentences_are_no_sections() -> None:
    texts = ["一、总体情况", "（一）主动公开。全年发布信息。", "（五）监督保障情况", "二、主动公开政府信息情况"]
    assert [heading.number for heading in section_headings(paragraphs(*texts))] == [1, 2]


def test_the_chain_of_sections_rises() -> None:
    texts = ["二、主动公开政府信息情况", "一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"]
    assert [heading.block for heading in section_headings(paragraphs(*texts))] == [1, 2, 3]
