"""Claims: what a narrative clause says of a statutory cell. The sentences are invented; the agencies do not exist."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.claims import Claim, claims_of
from generator.records.yaml_files import load

NEW: Final = "applications.new_received.total"
CARRIED_IN: Final = "applications.carried_in.total"
CARRIED_OUT: Final = "applications.carried_out.total"
PROCESSED: Final = "applications.total.total"
GRANTED: Final = "applications.granted.total"
PARTIAL: Final = "applications.partial.total"
REVIEW: Final = "disputes.review.total"
CORRECTED: Final = "disputes.review.corrected"
LITIGATION: Final = "disputes.litigation.total"
DIRECT: Final = "disputes.litigation_direct.total"
AFTER_REVIEW: Final = "disputes.litigation_after_review.total"
ISSUED: Final = "proactive.normative_documents.issued"
REPEALED: Final = "proactive.normative_documents.repealed"
IN_FORCE: Final = "proactive.normative_documents.in_force"

# What may be held against the tables, and nothing else. An empty set means: nothing here is sure.
WHOLE: Final[list[tuple[str, dict[str, int]]]] = [
    (
        "2022年度，我区新收政府信息公开申请208件，同比下降7.1%；上一年度结转11件；全年办结214件，结转下一年度5件。",
        {NEW: 208, CARRIED_IN: 11, PROCESSED: 214, CARRIED_OUT: 5},
    ),
    ("本局全年没有收到任何政府信息公开申请。", {NEW: 0}),
    ("共受理群众信访事项45件，办结45件。", {}),
    ("收到依申请公开申请6件（其中自然人5件、企业1件），已全部答复。", {NEW: 6}),
    ("我镇2020年受理政府信息公开申请贰件。", {}),
    ("全年收到政府信息公开申请约30件。", {}),
    ("全年收到政府信息公开申请30余件，均已办结。", {}),
    (
        "2023年，共收到政府信息公开申请1,204件，办结1,190件，结转下年14件。",
        {NEW: 1204, PROCESSED: 1190, CARRIED_OUT: 14},
    ),
    ("2023年，共收到政府信息公开申请1，204件。", {}),
    ("去年收到申请18件，今年收到政府信息公开申请25件。", {NEW: 25}),
    ("2021年收到政府信息公开申请18件，2022年收到政府信息公开申请25件。", {NEW: 25}),
    ("自2019年新条例施行以来，累计收到政府信息公开申请88件。", {}),
    ("上半年收到政府信息公开申请4件，下半年收到3件。", {}),
    ("市公安局收到申请12件，市教育局收到申请7件。", {}),
    ("通过邮寄方式收到政府信息公开申请9件，通过网络收到政府信息公开申请3件。", {}),
    ("全县各级行政机关共收到政府信息公开申请312件，上年结转8件。", {NEW: 312, CARRIED_IN: 8}),
    ("2024年我委收到并答复政府信息公开申请5件。", {}),
    (
        "全年未收到政府信息公开申请，也未发生因政府信息公开引起的行政复议和行政诉讼。",
        {NEW: 0, REVIEW: 0, LITIGATION: 0},
    ),
    ("无因政府信息公开被提起行政诉讼的案件，被申请行政复议1件，结果维持。", {LITIGATION: 0, REVIEW: 1}),
    (
        "因政府信息公开被申请行政复议3件，其中维持2件、撤销1件；被提起行政诉讼2件，均已结案。",
        {REVIEW: 3, CORRECTED: 1, LITIGATION: 2},
    ),
    ("因征地补偿被申请行政复议9件；因政府信息公开被申请行政复议1件。", {REVIEW: 1}),
    ("全年办理行政复议案件120件，行政应诉案件30件。", {}),
    ("依申请公开引发的行政复议、行政诉讼分别为3件和2件。", {REVIEW: 3, LITIGATION: 2}),
    ("依申请公开引发的行政复议与行政诉讼共计5件。", {}),
    ("政府信息公开行政复议、行政诉讼均为0件。", {REVIEW: 0, LITIGATION: 0}),
    ("政府信息公开行政复议及行政诉讼零发生。", {REVIEW: 0, LITIGATION: 0}),
    (
        "全年政府信息公开行政诉讼6件，其中未经复议直接起诉2件，复议后起诉4件。",
        {LITIGATION: 6, DIRECT: 2, AFTER_REVIEW: 4},
    ),
    ("本年制发行政规范性文件2件、废止1件、现行有效17件。", {ISSUED: 2, REPEALED: 1, IN_FORCE: 17}),
    ("区政府及其办公室制发行政规范性文件3件。", {}),
    ("全年出台行政规范性文件四件，废止行政规范性文件一件。", {ISSUED: 4, REPEALED: 1}),
    ("对现行规范性文件进行清理，废止3件，修改2件。", {}),
    ("本年度没有制定行政规范性文件，也没有废止行政规范性文件。", {ISSUED: 0, REPEALED: 0}),
    ("截至2023年底，现行有效的行政规范性文件共31件。", {IN_FORCE: 31}),
    ("报送市司法局备案审查行政规范性文件5件。", {}),
    (
        "收到申请20件，其中予以公开9件，部分公开3件，不予公开2件，无法提供4件，不予处理1件，其他处理1件。",
        {NEW: 20, GRANTED: 9, PARTIAL: 3},
    ),
    ("予以公开和部分公开共12件。", {}),
    ("从答复情况看，予以公开15件，占60%；部分公开5件，占20%；无法提供5件，占20%。", {GRANTED: 15, PARTIAL: 5}),
    ("全年共办理依申请公开件33件，其中上年结转3件，新收30件，均已全部办结。", {NEW: 30, CARRIED_IN: 3, PROCESSED: 33}),
    ("本年新收和上年结转的政府信息公开申请分别为40件、2件。", {NEW: 40, CARRIED_IN: 2}),
    ("新收申请50件，办结47件，其中自然人申请45件。", {NEW: 50, PROCESSED: 47}),
    ("全区共收到政府信息公开申请90件，其中区住建局30件，区自然资源局25件，办结20件。", {NEW: 90}),
    ("下一步，力争全年办结政府信息公开申请100件。", {}),
    ("2025年，我局计划制定行政规范性文件2件。", {}),
    ("收到政府信息公开申请 1 2 件。", {}),
    ("收到政府信息公开申请1０件，办结１０件。", {NEW: 10, PROCESSED: 10}),
    ("收到政府信息公开申请3～5件。", {}),
    ("每收到一件申请，登记一件，答复一件。", {}),
    ("做到收到一件、办结一件。", {}),
    ("不存在因政府信息公开引发行政诉讼败诉的情况。", {}),
    ("无一例因政府信息公开引发的行政复议案件。", {REVIEW: 0}),
    ("全年没有一件政府信息公开申请超期。", {}),
    ("没有逾期未答复的申请。", {}),
    ("无上年度结转件，无结转下年度件。", {CARRIED_IN: 0, CARRIED_OUT: 0}),
    (
        "2022年结转至2023年办理的申请4件，2023年新收申请60件，结转至2024年3件。",
        {CARRIED_IN: 4, NEW: 60, CARRIED_OUT: 3},
    ),
    ("将3件申请结转至下一年度继续办理。", {CARRIED_OUT: 3}),
    ("受理低保申请312件，办结300件。", {}),
    ("公开办事指南56项，收到申请材料300份。", {}),
    ("收到转办的政府信息公开申请2件。", {}),
    ("我镇收到公民、法人和其他组织政府信息公开申请8件，均在规定时限内予以答复。", {NEW: 8}),
    ("全年收到有效政府信息公开申请14件。", {}),
    ("依申请公开方面。新收15件，办结14件，结转1件。", {NEW: 15, PROCESSED: 14}),
    ("政府信息公开申请办结率100%，行政复议纠错率0%。", {}),
    ("收到政府信息公开申请11件，比上年减少4件，其中办结11件。", {NEW: 11, PROCESSED: 11}),
    ("全年收到政府信息公开申请9件，较上年同期的12件减少3件。", {NEW: 9}),
    ("2024年，我局受理依申请公开政府信息0件，行政复议0件，行政诉讼0件。", {NEW: 0, REVIEW: 0, LITIGATION: 0}),
    ("截至12月31日，我街道办事处共接到政府信息公开申请两件，已全部按期答复。", {NEW: 2}),
    ("依申请公开:收到申请3件,办结3件,结转0件。", {NEW: 3, PROCESSED: 3}),
    ("2023年我单位依申请公开数量为0。", {}),
    ("2023年3月，收到政府信息公开申请1件。", {}),
    ("政府信息公开申请5件，主动公开信息300条。", {NEW: 5}),
    ("在政务服务大厅受理办税申请1200件，全部办结。", {}),
    ("全年收到政府信息公开申请12件，涉及征地拆迁8件、规划审批4件，办结12件。", {NEW: 12}),
    ("与2022年相比，收到政府信息公开申请增加6件。", {}),
    ("收到政府信息公开申请7件，按期答复5件，延期答复2件。", {NEW: 7}),
    (
        "我局作为被申请人的政府信息公开行政复议案件2件，作为被告的政府信息公开行政诉讼案件1件。",
        {REVIEW: 2, LITIGATION: 1},
    ),
    (
        "2024年度，本机关依法办理政府信息公开申请，其中新收27件，上年结转转入2件，全年办结28件，转入下年度办理1件。",
        {NEW: 27, CARRIED_IN: 2, PROCESSED: 28, CARRIED_OUT: 1},
    ),
    ("全镇共接收到政府信息公开申请三十二件，全部在法定时限内办结。", {NEW: 32}),
    ("依申请公开情况：今年共收到申请 0 件。", {NEW: 0}),
    ("我局未收到行政复议申请，未收到行政诉讼通知。", {}),
    ("年内，无人向我乡提出政府信息公开申请。", {NEW: 0}),
    ("我镇没有公民、法人和其他组织提出政府信息公开申请。", {NEW: 0}),
    ("2023年全年共收到行政复议申请12件，其中涉及政府信息公开3件。", {}),
    ("涉及政府信息公开的行政复议案件3件，行政诉讼案件2件。", {REVIEW: 3, LITIGATION: 2}),
    ("因信息公开引起的行政诉讼案件共4起，复议案件1起。", {LITIGATION: 4, REVIEW: 1}),
    ("2023年因政府信息公开工作被申请行政复议2件，较2022年减少3件；被提起行政诉讼0件。", {REVIEW: 2, LITIGATION: 0}),
    ("复议机关对我局作出的政府信息公开答复予以维持2件，撤销1件。", {}),
    ("市级部门收到政府信息公开申请230件，各区县收到政府信息公开申请980件，全市合计1210件。", {}),
    ("全市共收到政府信息公开申请1210件，其中市级部门230件，各区县980件。", {NEW: 1210}),
    ("收到当面申请2件、网络申请8件、信函申请5件，共计15件。", {NEW: 15}),
    ("收到当面申请2件、网络申请8件、信函申请5件，共计25件。", {}),
    ("共收到政府信息公开申请15件，当面申请2件、网络申请8件、信函申请5件，均已办结。", {NEW: 15}),
    (
        "共收到政府信息公开申请15件，其中当面申请2件、网络申请8件、信函申请5件；办结14件，结转下年1件。",
        {NEW: 15, PROCESSED: 14, CARRIED_OUT: 1},
    ),
    ("申请公开事项主要集中在土地征收、房屋拆迁等方面。", {}),
    ("累计受理公民申请公开信息事项5件。", {}),
    ("2024年，受理网上依申请公开7件。", {}),
    ("依申请公开答复率100%，全年办理12345热线转办件320件，答复320件。", {}),
    ("全年收到人大代表建议12件、政协提案9件，政府信息公开申请6件。", {NEW: 6}),
    ("全年受理政府信息公开申请6件，人大代表建议12件，均已答复。", {NEW: 6}),
    ("2020年本单位依申请公开政府信息0条，不予公开政府信息0条。", {}),
    ("主动公开政府信息520条，依申请公开政府信息3条。", {}),
    ("2022年印发规范性文件3件，其中行政规范性文件1件。", {}),
    ("我县本年共制发行政规范性文件7件（县政府4件、县政府办公室3件），均在网站公开。", {ISSUED: 7}),
    ("公开现行有效行政规范性文件58件。", {}),
    ("宣布失效和废止行政规范性文件6件。", {}),
    ("未制定规章和行政规范性文件。", {ISSUED: 0}),
    ("行政规范性文件制发数、废止数均为0，现行有效2件。", {ISSUED: 0, REPEALED: 0, IN_FORCE: 2}),
    (
        "经统计，予以公开6件、部分公开1件、不予公开0件、无法提供3件、不予处理0件、其他处理0件。",
        {GRANTED: 6, PARTIAL: 1},
    ),
    ("自然人申请中，予以公开6件，部分公开1件。", {}),
    ("其中，县自然资源局予以公开12件，部分公开2件。", {}),
    ("办结的38件申请中，予以公开20件，无法提供10件，不予公开8件。", {PROCESSED: 38, GRANTED: 20}),
    (
        "收到申请40件，办结38件（其中予以公开20件、部分公开5件），结转2件。",
        {NEW: 40, PROCESSED: 38, GRANTED: 20, PARTIAL: 5},
    ),
    ("2025年1月，上年结转的2件申请均已办结。", {}),
    ("截至2024年12月31日，尚有3件未办结，结转至2025年继续办理。", {CARRIED_OUT: 3}),
    ("因涉及第三方需征求意见，有一件申请转入次年办理。", {CARRIED_OUT: 1}),
    ("结转上年1件，结转下年2件。", {CARRIED_IN: 1, CARRIED_OUT: 2}),
    ("收到申请8件，撤回1件，办结7件。", {NEW: 8}),
    ("省厅机关收到申请100件，其中转交下属单位办理20件。", {}),
    ("我中心全年没有接到政府信息公开方面的申请、投诉和举报。", {NEW: 0}),
    ("本年度没有因政府信息公开工作引发的行政复议、行政诉讼及投诉举报情况。", {REVIEW: 0, LITIGATION: 0}),
    ("无行政复议、行政诉讼败诉案件。", {}),
    ("行政复议、行政诉讼案件数量均为零。", {}),
    ("政府信息公开行政复议1件，复议机关维持；无行政诉讼。", {REVIEW: 1, LITIGATION: 0}),
    ("经复议后提起行政诉讼的政府信息公开案件2件。", {AFTER_REVIEW: 2}),
    ("受理政府信息公开申请9件次。", {}),
    ("共有9件政府信息公开申请，其中7件予以公开，2件无法提供。", {NEW: 9, GRANTED: 7}),
    ("全年收到12345热线转来的政府信息公开申请2件。", {}),
    ("依申请公开件收件12件，退件1件，办理11件。", {NEW: 12}),
    ("从2008年至2023年，累计收到政府信息公开申请312件。", {}),
    ("近三年来共收到政府信息公开申请66件。", {}),
    ("2023年第四季度收到政府信息公开申请2件。", {}),
    ("全年共收到政府信息公开申请21件，同比增加5件，办结21件，办结率100%。", {NEW: 21, PROCESSED: 21}),
    (
        "本年度共登记受理政府信息公开申请46件，按时办结45件，另1件结转至下一年度办理。",
        {NEW: 46, PROCESSED: 45, CARRIED_OUT: 1},
    ),
    ("新收政府信息公开申请19件，其中15件为自然人提出，4件为法人或其他组织提出。", {NEW: 19}),
    ("我街道办事处2021年度受理申请公开政府信息事项三件，均予以公开。", {NEW: 3}),
    ("受理依申请公开事项12件，同意公开8件，部分公开2件，信息不存在2件。", {NEW: 12, GRANTED: 8, PARTIAL: 2}),
    (
        "今年以来，我局共收到政府信息公开申请件17件，其中通过邮寄方式提交的9件，通过电子邮件提交的8件，办结17件。",
        {NEW: 17, PROCESSED: 17},
    ),
    (
        "全市行政机关新收政府信息公开申请3,215件，结转上年度申请142件；办理完毕3,260件，结转下一年度97件。",
        {NEW: 3215, CARRIED_IN: 142, PROCESSED: 3260, CARRIED_OUT: 97},
    ),
    ("政府信息公开工作被申请行政复议0次、被提起行政诉讼0次。", {REVIEW: 0, LITIGATION: 0}),
    ("未发生因政府信息公开而引发的复议和诉讼案件。", {REVIEW: 0, LITIGATION: 0}),
    ("本年度未产生行政复议和行政诉讼。", {}),
    ("办理政务公开类行政复议答复2件、行政应诉1件。", {}),
    ("全年共发生行政诉讼13件，其中政府信息公开类1件。", {}),
    ("经行政复议被纠正1件。", {}),
    ("行政复议5件，其中维持4件，纠正1件；行政诉讼2件，均驳回。", {}),
    ("收到申请并作出答复的政府信息公开事项3件。", {}),
    ("全县42个单位共收到政府信息公开申请126件。", {}),
    (
        "2024年，我局办结政府信息公开申请25件，不予公开3件，予以公开20件，部分公开2件。",
        {PROCESSED: 25, GRANTED: 20, PARTIAL: 2},
    ),
    ("2024年答复依申请公开18件，其中属于公开范围13件，不属于本机关掌握5件。", {PROCESSED: 18}),
    ("本机关收到政府信息公开申请6件，其中2件申请人撤回。", {NEW: 6}),
    ("无上年结转申请，本年新收7件，办结7件，无结转下年。", {CARRIED_IN: 0, NEW: 7, PROCESSED: 7, CARRIED_OUT: 0}),
    ("未出现因未按时答复政府信息公开申请引发的行政诉讼。", {}),
    ("我局未受理过政府信息公开申请，也无上一年度结转。", {NEW: 0, CARRIED_IN: 0}),
    ("截至年底，全区保留现行有效行政规范性文件102件。", {IN_FORCE: 102}),
    ("本年度区政府新制定行政规范性文件2件，街道无制定权限。", {}),
    ("审查各部门报送的行政规范性文件11件，制发2件。", {}),
    ("公布行政规范性文件目录1份，收录文件38件。", {}),
    ("主动公开行政规范性文件0件、依申请公开0件。", {}),
    ("群众通过政府网站提交的申请共4件，全部办结。", {}),
    ("2022年度未收到涉及本单位的政府信息公开申请。", {NEW: 0}),
    ("未收到政府信息公开申请的投诉。", {}),
    ("全年依法处理政府信息公开申请18件，全部办结。", {PROCESSED: 18}),
    ("新收17件政府信息公开申请（自然人12件，法人及其他组织5件）。", {NEW: 17}),
    ("收到15件来自公民个人的政府信息公开申请。", {}),
    ("各镇收到申请共计34件。", {}),
    ("2023年收到申请二十件，2024年收到申请二十五件，同比增长25%。", {NEW: 25}),
    ("行政复议纠错2件，占复议案件总数的10%。", {}),
]

PARTS: Final = [
    ("我局通过电子邮件收到政府信息公开申请5件。", "part"),
    ("区政府办公室代表区政府受理政府信息公开申请17件。", "part"),
    ("全年收到企业提出的政府信息公开申请3件。", "part"),
    ("各乡镇共收到政府信息公开申请30件。", "part"),
    ("2024年，我办受理政府信息公开申请6件。", "unclear"),
    ("区政府办公室共收到政府信息公开申请8件。", "unclear"),
    ("共收到政府信息公开申请13件（含上年结转1件），处理13件。", "unclear"),
    ("收到由外地窗转递而来的政府信息公开申请4件。", "unclear"),
    ("县招商中心东片收到政府信息公开申请4件。", "unclear"),
]


def whole(claims: tuple[Claim, ...]) -> set[tuple[str, int]]:
    return {(claim.cell, claim.value) for claim in claims if claim.scope == "whole"}


@pytest.mark.parametrize(("sentence", "expected"), WHOLE, ids=[sentence for sentence, _ in WHOLE])
def test_only_what_a_sentence_settles_is_whole(sentence: str, expected: dict[str, int]) -> None:
    assert whole(claims_of(sentence)) == set(expected.items())


@pytest.mark.parametrize(("sentence", "scope"), PARTS)
def test_words_that_narrow_a_figure_lower_its_scope(sentence: str, scope: str) -> None:
    assert claims_of(sentence)[0].scope == scope


def test_a_claim_carries_its_clause_as_printed() -> None:
    claims = claims_of("2024 年，我乡收到依申请公开的信息申请 1 条，办结 1 条。")
    assert [claim.text for claim in claims] == ["我乡收到依申请公开的信息申请 1 条", "办结 1 条"]


def test_traditional_characters_are_read_alike_and_quoted_as_printed() -> None:
    claims = claims_of("2024年，我局共收到政府信息公開申請12件，辦結11件，結轉下年度1件。")
    assert whole(claims) == {(NEW, 12), (PROCESSED, 11), (CARRIED_OUT, 1)}
    assert claims[1].text == "辦結11件"


def test_one_figure_said_twice_is_one_claim() -> None:
    claims = claims_of("我乡收到依申请公开的申请1条，受理依申请公开1件、办结1件。")
    assert [(claim.cell, claim.value, claim.scope) for claim in claims] == [(NEW, 1, "whole"), (PROCESSED, 1, "whole")]


def test_figures_of_several_named_agencies_settle_nothing() -> None:
    assert not whole(claims_of("2023年，县教育局收到政府信息公开申请7件，县住建局收到政府信息公开申请31件。"))
    assert not whole(claims_of("全市收到政府信息公开申请120件，我局承办12件。"))


def test_handled_that_is_new_and_carried_in_together_is_no_claim() -> None:
    claims = claims_of("全市共办理政府信息公开申请52件（含上年结转2件），50件已答复，2件转入下一年度。")
    assert {(claim.cell, claim.value) for claim in claims} == {(CARRIED_IN, 2), (PROCESSED, 50), (CARRIED_OUT, 2)}


def test_accepted_beside_received_with_another_figure_is_no_claim() -> None:
    claims = claims_of("收到政府信息公开申请14件，受理11件。")
    assert [(claim.cell, claim.value, claim.scope) for claim in claims] == [(NEW, 14, "whole")]


def test_answered_beside_other_results_is_a_part() -> None:
    claims = claims_of("共收到政府信息公开申请9件，答复6件，不予受理3件。")
    assert [(claim.cell, claim.value, claim.scope) for claim in claims] == [(NEW, 9, "whole"), (PROCESSED, 6, "part")]


def test_two_figures_for_one_cell_settle_neither() -> None:
    assert not whole(claims_of("我局收到政府信息公开申请9件。经核对，全年收到政府信息公开申请8件。"))


def test_the_section_tells_what_a_bare_figure_is_about() -> None:
    assert whole(claims_of("本年新收6件，办结6件。", section=3)) == {(NEW, 6), (PROCESSED, 6)}
    assert not whole(claims_of("本年新收6件，办结6件。"))
    assert whole(claims_of("未发生行政复议、行政诉讼。", section=4)) == {(REVIEW, 0), (LITIGATION, 0)}
    assert not whole(claims_of("未发生行政复议、行政诉讼。"))


def test_what_follows_a_plan_or_another_agency_is_not_ours() -> None:
    assert not whole(claims_of("下一步，完善制度。2025年收到政府信息公开申请20件。"))
    assert not whole(claims_of("其中，县住建局收到政府信息公开申请20件，办结19件。"))


LEFT_OPEN: Final = [
    ("截至目前，全县累计收到政府信息公开申请1203件。", NEW, 1203),
    ("近三年来，我县收到政府信息公开申请88件。", NEW, 88),
    ("2024年7月至12月，我县收到政府信息公开申请5件。", NEW, 5),
    ("县档案馆、图书馆查阅点接待查阅320人次，受理申请3件。", NEW, 3),
    ("县政务服务中心答疑320人次，收到申请3件。", NEW, 3),
    ("超过八成申请为自然人提出，共90件政府信息公开申请。", NEW, 90),
    ("收到政府信息公开申请12件（不含派出机构）。", NEW, 12),
    ("申请公开政府信息3项。", NEW, 3),
    ("政府信息公开行政诉讼2件，均为2023年度案件。", LITIGATION, 2),
    ("无因政府信息公开引起的行政复议，行政诉讼1件（涉土地确权）。", LITIGATION, 1),
    ("因政府信息公开被申请行政复议6件，其中撤销1件、责令限期重新答复1件、维持4件。", CORRECTED, 1),
    ("全县行政复议机构新收行政复议案件146件，撤销1件。", CORRECTED, 1),
    ("上年结转3件，本年新收申请95件，办结93件，结转下年2件。", PROCESSED, 93),
    ("上年结转的2件申请均于1月答复，其中予以公开1件、不予公开1件。", GRANTED, 1),
    ("县政府本级全年因政府信息公开被申请行政复议4件，被提起行政诉讼2件。", LITIGATION, 2),
    ("我县政府信息公开工作规范，因工伤认定被申请行政复议86件、被提起行政诉讼14件。", LITIGATION, 14),
    ("申请人不服政府信息公开答复，向县政府申请行政复议5件。", REVIEW, 5),
    ("自2023年1月1日至2024年12月31日，收到政府信息公开申请35件。", NEW, 35),
    ("2023至2024年度，我县收到政府信息公开申请35件。", NEW, 35),
    ("现行有效行政规范性文件由年初的27件变为年末的25件。", IN_FORCE, 27),
    ("19件申请当年办结17件。", PROCESSED, 19),
    ("下载信息公开申请表3份，收到0份。", NEW, 0),
    ("收到政府信息公开申请12件审批环节的。", NEW, 12),
    ("政府信息公开申请从上半年的70件增至下半年的86件。", NEW, 86),
    ("以下为县自然资源局情况：受理申请33件，办结31件。", NEW, 33),
    ("上年结转的3件中，予以公开1件，部分公开1件。", GRANTED, 1),
    ("政府信息公开申请全年新收12，办结11，结转2025。", CARRIED_OUT, 2025),
    ("县审计局共收到申请12件，办结12件。", NEW, 12),
    ("区政府被提起政府信息公开行政诉讼4件，其中未经复议直接起诉1件。", DIRECT, 1),
]


@pytest.mark.parametrize(("sentence", "cell", "value"), LEFT_OPEN)
def test_words_that_may_qualify_a_figure_leave_it_open(sentence: str, cell: str, value: int) -> None:
    assert (cell, value) not in whole(claims_of(sentence, reporter="示例县人民政府", year=2024))


@pytest.mark.parametrize(
    ("sentence", "reporter", "expected"),
    [
        ("政府信息公开申请由2023年的39件增至2024年的41件。", "示例市财政局", {(NEW, 41)}),
        ("办结由84件增至129件，政府信息公开申请由上年的90件增至131件。", "示例县人民政府", {(NEW, 131)}),
        ("以我局为被申请人的政府信息公开行政复议8件。", "示例市财政局", {(REVIEW, 8)}),
        ("申请人不服政府信息公开答复，向县政府申请行政复议5件。", "示例县青山镇人民政府", {(REVIEW, 5)}),
        ("临港新区共收到政府信息公开申请12件。", "示例临港新区管理委员会", {(NEW, 12)}),
        ("园区没有收到政府信息公开申请。", "示例工业园区管理委员会", {(NEW, 0)}),
        ("在290件办结申请中，予以公开162件。", "示例市财政局", {(PROCESSED, 290), (GRANTED, 162)}),
        (
            "政府信息公开申请情况：收到申请数8，按时办结8，结转下年0。",
            "示例县青山镇人民政府",
            {(NEW, 8), (PROCESSED, 8), (CARRIED_OUT, 0)},
        ),
        ("1—6月收到申请5件，7—12月收到6件，全年合计收到11件。", "示例市财政局", {(NEW, 11)}),
    ],
)
def test_what_reports_say_in_other_turns_is_found(sentence: str, reporter: str, expected: set[tuple[str, int]]) -> None:
    assert whole(claims_of(sentence, reporter=reporter, year=2024)) == expected


def test_the_same_figures_without_a_qualifying_word_are_sure() -> None:
    for sentence, expected in (
        ("2024年，全县累计收到政府信息公开申请1203件。", {(NEW, 1203)}),
        ("2024年1月至12月，我县收到政府信息公开申请5件。", {(NEW, 5)}),
        ("县档案馆接待查阅320人次，我县收到政府信息公开申请3件。", {(NEW, 3)}),
        ("收到政府信息公开申请12件（均为网上申请）。", {(NEW, 12)}),
        ("政府信息公开行政诉讼2件，均为2024年度案件。", {(LITIGATION, 2)}),
        ("因政府信息公开被申请行政复议6件，其中撤销1件、驳回1件、维持4件。", {(REVIEW, 6), (CORRECTED, 1)}),
        (
            "上年结转3件，本年新收申请95件，办结96件，结转下年2件。",
            {(CARRIED_IN, 3), (NEW, 95), (PROCESSED, 96), (CARRIED_OUT, 2)},
        ),
    ):
        assert whole(claims_of(sentence, reporter="示例县人民政府", year=2024)) == expected


@pytest.mark.parametrize(
    "digits", ["1\u0663", "1\u00b2", "\u0967", "①", "1O", "l2", "1 2", "1，234", "12,34", "3-5", "007", "1.3万"]
)
def test_a_torn_or_foreign_number_is_never_read(digits: str) -> None:
    assert claims_of(f"全年收到政府信息公开申请{digits}件。") == ()


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("零", 0),
        ("１２", 12),
        ("1,204", 1204),
    ],
)
def test_numerals_are_read_by_their_rules(printed: str, value: int) -> None:
    assert whole(claims_of(f"全年收到政府信息公开申请{printed}件。")) == {(NEW, value)}


@pytest.mark.parametrize("printed", ["一百五", "二三", "十十", "百", "两三"])
def test_numerals_outside_the_rules_are_left_alone(printed: str) -> None:
    assert not whole(claims_of(f"全年收到政府信息公开申请{printed}件。"))


_SCRAPS: Final = (
    *("全年", "收到", "政府信息公开申请", "12件", "（", "）", "，", "。", "、", "其中", "未", "上年", "结转", "下年"),
    *(
        "行政复议",
        "行政诉讼",
        "分别为",
        "均",
        "答复",
        "2023年",
        "规范性文件",
        "制发",
        "网站",
        "\u3000",
        "0",
        "零",
        "各",
        "比",
    ),
    *("和", "将", "某"),
)


@given(st.lists(st.sampled_from(_SCRAPS), max_size=40).map("".join))
def test_any_order_of_words_gives_figures_that_stand_in_the_text(paragraph: str) -> None:
    for claim in claims_of(paragraph):
        assert claim.value in {0, 12}
        assert "".join(claim.text.split()) in "".join(paragraph.split())


@given(st.text(max_size=200))
def test_any_text_at_all_is_survived(paragraph: str) -> None:
    claims_of(paragraph + "申请1件" + paragraph)


@given(
    st.integers(0, 99999),
    st.sampled_from(["政府信息公开申请", "依申请公开申请", "信息公开申请"]),
    st.sampled_from("件条份宗例"),
)
def test_a_plain_receipt_is_read_whatever_its_number(number: int, noun: str, measure: str) -> None:
    assert whole(claims_of(f"2024年，我局共收到{noun}{number}{measure}。")) == {(NEW, number)}


def real() -> Path:
    where = os.environ.get("GONGKAI_REAL_REPORTS")
    if not where:
        pytest.skip("GONGKAI_REAL_REPORTS is not set: no real reports to read")
    return Path(where)


@pytest.mark.real
def test_labelled_sentences_are_right_wherever_they_are_acted_on() -> None:
    labelled: list[dict[str, Any]] = load(real() / "claims.yaml").data
    acted_on = right = stated = 0
    for entry in labelled:
        expected = {(claim["cell"], claim["value"]) for claim in entry["claims"] if claim["scope"] == "whole"}
        found = whole(claims_of(entry["text"]))
        acted_on, right, stated = acted_on + len(found), right + len(found & expected), stated + len(expected)
    assert right >= 0.99 * acted_on
    assert right >= 0.95 * stated


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_d2a4fd40b0e98510", {(NEW, 1), (PROCESSED, 1)}),
        ("001_988e673ff9f8f84e", {(NEW, 12)}),
        ("002_2d4f203ebb18765e", {(NEW, 0), (REVIEW, 0), (LITIGATION, 0)}),
        ("003_7f4bf81c172258cc", {(NEW, 0)}),
        ("004_ec2c52ebd74edb1b", set()),
    ],
)
def test_the_narratives_of_real_reports_say_what_they_are_known_to_say(
    name: str, expected: set[tuple[str, int]]
) -> None:
    text = (real() / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    claims = [claim for line in text.splitlines() for claim in claims_of(line)]
    assert whole(tuple(claims)) == expected
