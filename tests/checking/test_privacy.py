"""Group G as checks: what fails, what passes, what is waived, what is only told; no message ever holds a number."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.checking.subject import Subject
from generator.records.place import Place
from generator.records.record import Passage, Record, SourceFile
from generator.records.reviews import Kind, Review, Reviews
from tests.checking.made import extract, found, record, subject

ID, PHONE = "990001199003070028", "13800001234"


def saying(*texts: str) -> Record:
    passages = tuple(Passage(text, Place(line=line), 1) for line, text in enumerate(texts, start=1))
    return dataclasses.replace(record(), narrative=passages)


def the(looked_at: Subject | Record, check: str) -> Finding:
    (finding,) = found(looked_at, check).values()
    return finding


def waiving(made: Record, check: str) -> Subject:
    plain = subject(made)
    review = Review(Kind.WAIVER, check, "confirmed", "ab", "示例编辑", "2025-02-01")
    return dataclasses.replace(plain, held=dataclasses.replace(plain.held, reviews=Reviews((review,))))


@pytest.mark.parametrize(
    ("check", "text", "severity"),
    [("personal-id-number", ID, Severity.ERROR), ("personal-mobile", PHONE, Severity.WARNING)],
)
def test_numbers_fail_and_are_never_told(check: str, text: str, severity: Severity) -> None:
    finding = the(saying("本年收到申请 35 件。", f"号码 {text}，又 {text}。"), check)
    assert (finding.result, finding.severity, finding.count) == (Result.FAIL, severity, 2)
    assert finding.certainty is Certainty.PRINTED
    assert text not in repr(finding)
    assert f"正文（第 2 行） {text[:3]}{'*' * (len(text) - 3)}" in finding.message
    assert the(extract(saying(text)), check).certainty is Certainty.TO_CONFIRM


@pytest.mark.parametrize("check", ["personal-id-number", "personal-mobile"])
def test_without_numbers_they_pass(check: str) -> None:
    assert the(saying("电话 0517-87223344，邮箱 hzzwgk@126.com。"), check).result is Result.PASS


def test_a_waived_number_passes_and_says_so() -> None:
    made = saying(f"值班电话 {PHONE}")
    finding = the(waiving(made, "personal-mobile"), "personal-mobile")
    assert (finding.result, finding.message) == (Result.PASS, "有 1 处疑似手机号，已由人确认可以公布。")
    assert the(waiving(made, "personal-id-number"), "personal-mobile").result is Result.FAIL


def test_numbers_torn_between_paragraphs_stand_where_they_begin() -> None:
    finding = the(saying("甲", f"身份证号{ID[:8]}", f"{ID[8:]}。"), "personal-id-number")
    assert "第 2 行" in finding.message


def test_privacy_holds_for_years_before_the_first_form_and_for_sample_content() -> None:
    old = dataclasses.replace(saying(ID), year=2012)
    assert the(old, "personal-id-number").result is Result.FAIL
    assert the(subject(saying(ID), sample=True), "personal-id-number").result is Result.FAIL
    assert the(subject(saying("申请人王小明不服"), sample=True), "applicant-name").result is Result.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("check", "text", "severity"),
    [
        ("applicant-name", "申请人王小明不服本机关的答复", Severity.WARNING),
        ("official-name", "乡长王小明为组长", Severity.INFO),
    ],
)
def test_names_are_pointed_out_and_not_repeated(check: str, text: str, severity: Severity) -> None:
    finding = the(saying(text), check)
    assert (finding.result, finding.severity, finding.count) == (Result.FAIL, severity, 1)
    assert "王某" in finding.message
    assert "小明" not in repr(finding)
    assert the(saying("申请人无正当理由逾期不补正。组长负责。"), check).result is Result.PASS


def test_an_offices_own_contacts_are_never_a_finding() -> None:
    assert the(saying("地址：人民路 1 号，电话 0517-87223344"), "office-contact").result is Result.NOT_APPLICABLE


def test_metadata_that_may_name_a_person_is_told_by_field() -> None:
    files = (SourceFile("reports/a/2024.pdf", "ab" * 32, "application/pdf", ("author", "comments")),)
    made = dataclasses.replace(record(), source=dataclasses.replace(record().source, files=files))
    finding = the(made, "document-metadata")
    assert (finding.result, finding.severity, finding.count) == (Result.FAIL, Severity.WARNING, 2)
    assert finding.message == "文件元数据有作者、批注，可能含有人名。"
    assert the(record(), "document-metadata").result is Result.PASS
    assert the(extract(record()), "document-metadata").result is Result.NOT_APPLICABLE
