"""The narrative is the running text and nothing else: no title, heading, table, signature or page furniture."""

from __future__ import annotations

import pytest

from generator.reading.narrative import is_furniture, is_residue
from tests.reading.made_files import read, report, tabs
from tests.reading.rendering import LAYOUTS, TITLES

SAID = "全年发布信息35条，召开培训会议2次。"


def narrative(text: str) -> list[str]:
    return [passage.text for passage in read(text).narrative]


@pytest.mark.parametrize("line", ["打印本页", "分享到", "上一篇", "* * *", "———", "目录", ""])
def test_furniture_is_no_narrative(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["无。", "（一）主动公开", "A类", SAID])
def test_words_of_the_report_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["0 0 3", "规章", "信息内容", "第二十条第（五）项", "本年处理决定数量", "法人或其他组织", "结果维持 结果纠正", "/"],
)
def test_what_is_left_of_a_table_is_no_narrative(line: str) -> None:
    assert is_residue(line)


@pytest.mark.parametrize("line", [SAID, "本年度没有收到政府信息公开申请。", "现将有关情况报告如下，请予审议"])
def test_a_sentence_in_a_table_section_is_narrative(line: str) -> None:
    assert not is_residue(line)
    text = tabs().replace(TITLES[2], f"{TITLES[2]}\n\n{line}")
    assert line in narrative(text)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if not name.endswith("html")])
def test_every_layout_gives_the_same_narrative(layout: str) -> None:
    assert narrative(LAYOUTS[layout](report())) == narrative(tabs())


def test_title_and_signature_are_no_narrative_and_nothing_else_is_lost() -> None:
    signed = tabs() + "\n示例县人民政府\n2025年1月15日\n"
    assert narrative(signed) == narrative(tabs())
    record = read(signed)
    assert record.dates.signed == "2025-01-15"


def test_paragraphs_stand_in_their_sections() -> None:
    text = tabs().replace(TITLES[4], f"{TITLES[4]}\n\n{SAID}")
    record = read(text)
    assert [passage.section for passage in record.narrative if passage.text == SAID] == [5]
    head = text.replace(TITLES[0], f"现将情况报告如下，供公众监督。\n\n{TITLES[0]}")
    assert read(head).narrative[0].section == 0


def test_claims_are_of_the_narrative_only() -> None:
    assert read(tabs()).claims == ()
    found = read(tabs().replace(TITLES[4], f"{TITLES[4]}\n\n2024年收到政府信息公开申请12件。"))
    assert [(claim.cell, claim.value) for claim in found.claims] == [("applications.new_received.total", 12)]
