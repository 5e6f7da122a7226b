"""One table for groups C, G and H: what passes, fails, cannot be told, does not apply, and the known false alarm."""

from __future__ import annotations

import dataclasses

from generator.checking.subject import Around, Subject
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.portal import Issue
from generator.records.record import Passage, Record, SourceFile
from tests.checking.made import NARRATIVE, RECEIVED, extract, noted, record, saying, sections, subject
from tests.checking.rows import Row, before_forms

BLANK = Absence.BLANK
DONE = "applications.total.total"
LEFT = "applications.carried_out.total"
REVIEW, SUITS = "disputes.review.total", "disputes.litigation.total"
DIRECT, AFTER = "disputes.litigation_direct.total", "disputes.litigation_after_review.total"
ISSUED = "proactive.normative_documents.issued"
ID_NUMBER = "11010519491231002X"  # the example of GB 11643


def said(text: str, cell: str, value: int, figures: dict[str, object], scope: str = "whole") -> Record:
    """Let the narrative state a cell, and the tables hold these figures."""
    return saying(record(figures), text, (cell, value, scope))  # type: ignore[arg-type]


def told(text: str, section: int = 1, *, level: str = "county") -> Subject:
    """Put a paragraph more before a check."""
    made = dataclasses.replace(record(), narrative=(*NARRATIVE, Passage(text, Place(line=9), section)))
    return subject(made, level=level)


def only(section: int, *texts: str) -> Record:
    """Let a section hold nothing but these paragraphs."""
    others = tuple(passage for passage in NARRATIVE if passage.section != section)
    mine = tuple(Passage(text, Place(line=9), section) for text in texts)
    return dataclasses.replace(record(), narrative=(*others, *mine))


def metadata(*fields: str) -> Record:
    """Let the file's own metadata have these fields."""
    file = SourceFile("reports/a/2024.pdf", "0" * 64, "application/pdf", fields)
    made = record()
    return dataclasses.replace(made, source=dataclasses.replace(made.source, files=(file,)))


def parent(received: int, *children: int | None) -> Subject:
    """Put a declared parent before a check: its own new applications, and those of its children (None: not held)."""
    asked = subject(record({RECEIVED: received}))
    names = [f"a-{n}" for n in range(len(children))]
    held = {
        (name, 2024): dataclasses.replace(noted(record({RECEIVED: number})), issue=Issue(name, 2024))
        for name, number in zip(names, children, strict=True)
        if number is not None
    }
    settings = dataclasses.replace(asked.settings, aggregates={"a": names} if names else {})
    return dataclasses.replace(asked, settings=settings, around=Around(newest=held))


NO_FIVE = tuple(section for section in sections() if section.number != 5)

TABLE: tuple[Row, ...] = (
    Row("narrative-new-received", "passes", said("收到申请 12 件", RECEIVED, 12, {RECEIVED: 12}), RECEIVED),
    Row("narrative-new-received", "fails", said("收到申请 12 件", RECEIVED, 12, {RECEIVED: 35}), RECEIVED),
    Row("narrative-new-received", "not_assessable", said("收到申请 12 件", RECEIVED, 12, {RECEIVED: BLANK}), RECEIVED),
    Row("narrative-new-received", "not_applicable", said("未收到申请", RECEIVED, 0, {RECEIVED: 3}), RECEIVED),
    Row(
        "narrative-new-received",
        "false_alarm",
        said("区政府办代表区政府收到申请 17 件", RECEIVED, 17, {RECEIVED: 95}, "part"),
        RECEIVED,
    ),
    Row("narrative-processed", "passes", said("办结 40 件", DONE, 40, {DONE: 40}), DONE),
    Row("narrative-processed", "fails", said("办结 40 件", DONE, 40, {DONE: 41}), DONE),
    Row("narrative-processed", "not_assessable", said("办结 40 件", DONE, 40, {DONE: BLANK}), DONE),
    Row("narrative-processed", "not_applicable", record(), DONE),
    Row("narrative-processed", "false_alarm", said("答复 40 件", DONE, 40, {DONE: 41}, "part"), DONE),
    Row("narrative-carried-out", "passes", said("结转下年 2 件", LEFT, 2, {LEFT: 2}), LEFT),
    Row("narrative-carried-out", "fails", said("结转下年 2 件", LEFT, 2, {LEFT: 3}), LEFT),
    Row("narrative-carried-out", "not_assessable", said("结转下年 2 件", LEFT, 2, {LEFT: BLANK}), LEFT),
    Row("narrative-carried-out", "not_applicable", record(), LEFT),
    Row("narrative-carried-out", "false_alarm", said("结转 2 件", LEFT, 2, {LEFT: 3}, "unclear"), LEFT),
    Row("narrative-none-claim", "passes", said("未发生行政复议", REVIEW, 0, {}), REVIEW),
    Row("narrative-none-claim", "fails", said("未发生行政复议", REVIEW, 0, {REVIEW: 2}), REVIEW),
    Row("narrative-none-claim", "not_assessable", said("未发生行政复议", REVIEW, 0, {REVIEW: BLANK}), REVIEW),
    Row("narrative-none-claim", "not_applicable", record(), REVIEW),
    Row("narrative-none-claim", "false_alarm", said("无被纠正", "disputes.review.corrected", 0, {REVIEW: 2}), REVIEW),
    Row("narrative-review", "passes", said("行政复议 2 件", REVIEW, 2, {REVIEW: 2}), REVIEW),
    Row("narrative-review", "fails", said("行政复议 3 件", REVIEW, 3, {REVIEW: 2}), REVIEW),
    Row("narrative-review", "not_assessable", said("行政复议 3 件", REVIEW, 3, {REVIEW: BLANK}), REVIEW),
    Row("narrative-review", "not_applicable", record(), REVIEW),
    Row("narrative-review", "false_alarm", said("未发生行政复议", REVIEW, 0, {REVIEW: 2}), REVIEW),
    Row("narrative-litigation", "passes", said("行政诉讼 3 件", SUITS, 3, {DIRECT: 1, AFTER: 2}), SUITS),
    Row("narrative-litigation", "fails", said("行政诉讼 4 件", SUITS, 4, {DIRECT: 1, AFTER: 2}), SUITS),
    Row("narrative-litigation", "not_assessable", said("行政诉讼 4 件", SUITS, 4, {DIRECT: BLANK, AFTER: 2}), SUITS),
    Row("narrative-litigation", "not_applicable", record(), SUITS),
    Row("narrative-litigation", "false_alarm", said("行政诉讼 1 件", SUITS, 1, {DIRECT: 1, AFTER: 2}, "part"), SUITS),
    Row("narrative-normative-docs", "passes", said("制发规范性文件 5 件", ISSUED, 5, {ISSUED: 5}), ISSUED),
    Row("narrative-normative-docs", "fails", said("制发规范性文件 6 件", ISSUED, 6, {ISSUED: 5}), ISSUED),
    Row("narrative-normative-docs", "not_assessable", said("制发规范性文件 6 件", ISSUED, 6, {ISSUED: BLANK}), ISSUED),
    Row("narrative-normative-docs", "not_applicable", record(), ISSUED),
    Row(
        "narrative-normative-docs",
        "false_alarm",
        said("制发政策文件 56 件", ISSUED, 56, {ISSUED: 5}, "unclear"),
        ISSUED,
    ),
    Row("narrative-inner-sum", "passes", told("收到申请10件，其中自然人6件、法人4件。"), "1-1"),
    Row("narrative-inner-sum", "fails", told("收到申请10件，其中自然人8件、法人4件。"), "1-1"),
    Row("narrative-inner-sum", "not_applicable", record()),
    Row("narrative-inner-sum", "false_alarm", told("公开信息100条，其中网站80条、微信60条。")),
    Row("text-level-phrase", "passes", told("我镇做好政府信息公开工作。", level="township")),
    Row("text-level-phrase", "fails", told("乡政府办公室是全县政府信息公开工作负责部门。", level="township"), "1"),
    Row("text-level-phrase", "not_assessable", subject(dataclasses.replace(record(), narrative=()), level="township")),
    Row("text-level-phrase", "not_applicable", subject(record(), kind="department")),
    Row("text-level-phrase", "false_alarm", told("按照县政府要求，推进全县政务公开工作部署落地。", level="township")),
    Row("personal-id-number", "passes", record()),
    Row("personal-id-number", "fails", told(f"申请人身份证号{ID_NUMBER}。")),
    Row("personal-id-number", "false_alarm", told("索引号为11341702486344515H。")),
    Row("personal-mobile", "passes", record()),
    Row("personal-mobile", "fails", told("联系电话13800138000。")),
    Row("personal-mobile", "false_alarm", told("联系电话0517-87222222。")),
    Row("office-contact", "not_applicable", told("联系电话0517-87222222，地址：某路1号。")),
    Row("office-contact", "false_alarm", told("电子邮箱hzzwgk@example.org。")),
    Row("applicant-name", "passes", record()),
    Row("applicant-name", "fails", told("申请人王小明不服本机关的答复。")),
    Row("applicant-name", "false_alarm", told("申请人无正当理由逾期不补正的，不再处理。")),
    Row("official-name", "passes", record()),
    Row("official-name", "fails", told("成立以镇长王建国为组长的领导小组。")),
    Row("official-name", "false_alarm", told("成立以镇长为组长的领导小组。")),
    Row("document-metadata", "passes", metadata()),
    Row("document-metadata", "fails", metadata("author")),
    Row("document-metadata", "not_applicable", extract(record())),
    Row("document-metadata", "false_alarm", metadata()),
    Row("overview-aspects", "passes", record()),
    Row("overview-aspects", "fails", only(1, "主动公开和依申请公开工作有序。")),
    Row("overview-aspects", "not_assessable", only(1)),
    before_forms("overview-aspects"),
    Row("overview-aspects", "false_alarm", only(1, "主动公开。依申请公开。三审三校。政务新媒体。考核评议。")),
    Row("supervision-results-missing", "passes", record()),
    Row("supervision-results-missing", "fails", only(1, "主动公开工作有序。")),
    Row("supervision-results-missing", "not_assessable", only(1)),
    Row("supervision-results-missing", "not_applicable", subject(only(1, "主动公开工作有序。"), kind="department")),
    Row("supervision-results-missing", "false_alarm", only(1, "未发生责任追究。")),
    Row("problems-empty", "passes", record()),
    Row("problems-empty", "fails", only(5, "无。")),
    Row("problems-empty", "not_assessable", extract(only(5))),
    before_forms("problems-empty"),
    Row("problems-empty", "false_alarm", dataclasses.replace(only(5), sections=NO_FIVE)),
    Row("fee-statement-missing", "passes", record()),
    Row("fee-statement-missing", "fails", only(6, "无。")),
    Row("fee-statement-missing", "not_assessable", only(6)),
    before_forms("fee-statement-missing"),
    Row("fee-statement-missing", "false_alarm", only(6, "未收取任何费用。")),
    Row("parent-child-sum", "passes", parent(5, 2, 3), RECEIVED),
    Row("parent-child-sum", "fails", parent(6, 2, 3), RECEIVED),
    Row("parent-child-sum", "not_assessable", parent(6, 2, None)),
    Row("parent-child-sum", "not_applicable", parent(6)),
    Row("parent-child-sum", "false_alarm", parent(6, 2, 3, 1), RECEIVED),
)
