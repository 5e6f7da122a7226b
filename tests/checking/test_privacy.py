"""Group G as checks: what fails, what passes, what is waived, what is only told; no message ever holds a number."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.checking.personal import ID_NUMBER, MOBILE
from generator.checking.privacy import numbers_of
from generator.checking.subject import Subject
from generator.records.place import Place
from generator.records.portal import SourceNote
from generator.records.record import Claim, Evidence, Passage, Record, Section, SourceFile
from generator.records.reviews import Kind, Review, Reviews
from tests.checking.made import extract, found, noted, record, subject

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


# ---------------------------------------------------------------- where they are looked for, and where they stand

LINE, PAGE = Place(line=12), Place(page=3)
PENALTIES, FEES, MISC = "proactive.penalty_decisions", "proactive.fees_10k_yuan", "applications.other_misc"
SPACED = "138 0000 1234"


def passages(*texts: str) -> tuple[Passage, ...]:
    return tuple(Passage(text, Place(line=line), 1) for line, text in enumerate(texts, start=12))


def on(**changed: object) -> Record:
    return dataclasses.replace(record(), **changed)  # type: ignore[arg-type]


def rows(name: str, text: str, place: Place = PAGE) -> Record:
    return on(evidence={**record().evidence, name: Evidence(place, text)})


def amounts(cell: str, figure: int) -> Record:
    return on(figures={**record().figures, cell: figure})


@pytest.mark.parametrize(
    ("made", "where"),
    [
        (on(title=f"报告 {PHONE}"), ["标题"]),
        (on(narrative=passages("甲", f"电话 {SPACED}")), ["正文（第 13 行）"]),
        (on(narrative=passages("甲", f"{PHONE} 是电话")), ["正文（第 13 行）"]),
        (on(narrative=passages(f"电话 {PHONE}", f"又 {PHONE}")), ["正文（第 12 行）", "正文（第 13 行）"]),
        (on(narrative=(Passage(f"电话 {PHONE}", PAGE, 1),)), ["正文（第 3 页）"]),
        (on(narrative=(Passage(f"电话 {PHONE}", Place(), 1),)), ["正文"]),
        (on(narrative=passages("案号", PHONE)), []),
        (on(hidden=passages(SPACED)), ["看不见的文字（第 12 行）"]),
        (on(unplaced=passages(f"其他 {PHONE}")), ["未能归位的内容（第 12 行）"]),
        (on(unplaced=passages(f"其他 {SPACED}")), []),
        (on(sections=(Section(1, f"一、总体情况 {SPACED}", LINE),)), ["各部分标题（第 12 行）"]),
        (on(claims=(Claim(PENALTIES, 1, "whole", PHONE, LINE),)), ["正文（第 12 行）"]),
        (rows(MISC, f"其他 {PHONE}"), ["表格（第 3 页）"]),
        (rows(MISC, f"其他 {SPACED}"), []),
        (rows(MISC, f"其他 {PHONE}", Place()), ["表格"]),
        (rows("proactive.fees", f"行政事业性收费 {PHONE}"), []),
        (amounts(PENALTIES, int(PHONE)), ["单元格（第 1 页）"]),
        (on(figures={PENALTIES: int(PHONE)}, evidence={}), ["单元格"]),
        (amounts(FEES, int(PHONE)), []),
    ],
)
def test_a_mobile_number_is_found_where_it_stands(made: Record, where: list[str]) -> None:
    numbers = numbers_of(noted(made))
    assert [each.where for each in numbers] == where
    assert {each.sign.kind for each in numbers} <= {MOBILE}


def test_amounts_of_money_may_be_as_long_as_a_mobile_number_and_never_hide_an_id_number() -> None:
    (number,) = numbers_of(noted(rows("proactive.fees", f"行政事业性收费 {ID}")))
    assert (number.sign.kind, number.where) == (ID_NUMBER, "表格（第 3 页）")


def test_a_sign_tells_its_place_within_its_own_paragraph() -> None:
    texts = "甲乙丙", f"电话 {PHONE}。", f"{ID} 是号码"
    found_ = numbers_of(noted(on(narrative=passages(*texts))))
    cut = [text[each.sign.start : each.sign.end] for text, each in zip(texts[1:], found_, strict=True)]
    assert cut == [PHONE, ID]


def test_digests_are_no_text_and_the_names_of_files_are() -> None:
    file = SourceFile("reports/a/2024.pdf", PHONE, "application/pdf")
    source = record().source
    assert numbers_of(noted(on(source=dataclasses.replace(source, files=(file,))))) == ()
    named = dataclasses.replace(file, path=f"reports/a/{PHONE}.pdf")
    (number,) = numbers_of(noted(on(source=dataclasses.replace(source, files=(named,)))))
    assert number.where == "文件名"


def test_what_people_write_is_looked_through_too_but_for_fingerprints() -> None:
    held = dataclasses.replace(noted(record()), note=SourceNote(title=f"来电 {SPACED}"))
    assert [each.where for each in numbers_of(held)] == ["来源说明"]
    review = Review(Kind.RECORD, "", "confirmed", PHONE, "示例编辑", "2025-02-01")
    assert numbers_of(dataclasses.replace(held, note=SourceNote(), reviews=Reviews((review,)))) == ()


def test_numbers_of_one_kind_are_told_by_the_check_of_that_kind_alone() -> None:
    made = saying(f"号码 {ID}，电话 {PHONE}、{PHONE}")
    assert (the(made, ID_NUMBER).count, the(made, MOBILE).count) == (1, 2)
    assert the(waiving(made, MOBILE), MOBILE).message == "有 2 处疑似手机号，已由人确认可以公布。"
    assert PHONE[:3] not in the(made, ID_NUMBER).message


@pytest.mark.parametrize(("lines", "named"), [(4, 4), (5, 5), (6, 5), (9, 5)])
def test_of_many_numbers_five_places_are_named_and_all_are_counted(lines: int, named: int) -> None:
    finding = the(saying(*(f"电话 {PHONE}" for _ in range(lines))), MOBILE)
    assert (finding.count, finding.message.count("正文（第")) == (lines, named)


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept(SourceNote):
    """A note that somebody adds a field to."""

    more: object = ()


def test_sets_are_looked_through_and_what_nobody_knows_how_to_is_refused() -> None:
    held = subject(record()).held
    for set_of in ({PHONE, "甲"}, frozenset({(PHONE,)}), {"甲": {PHONE}}):
        found = numbers_of(dataclasses.replace(held, note=_Kept(more=set_of)))
        assert [each.sign.kind for each in found] == ["personal-mobile"]
    for more in (PHONE.encode(), bytearray(b"x"), object(), (iter([PHONE]),)):
        with pytest.raises(TypeError):
            numbers_of(dataclasses.replace(held, note=_Kept(more=more)))
