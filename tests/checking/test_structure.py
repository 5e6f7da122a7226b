"""Group A, headings and tables."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.record import Passage, Record, Section
from tests.checking.made import (
    FORM_2019,
    MIXED,
    evidenced,
    extract,
    found,
    one_reader,
    record,
    results,
    row,
    sections,
)

SECTION_4 = "因政府信息公开工作被申请行政复议、提起行政诉讼情况"


def with_sections(made: Record, *headings: Section) -> Record:
    return dataclasses.replace(made, sections=headings)


def without(number: int) -> Record:
    return with_sections(record(), *(section for section in sections() if section.number != number))


def table(name: str) -> dict[str, Absence]:
    return {cell.name: Absence.MISSING for cell in record().table(name).cells}


# ---------------------------------------------------------------- section-missing


@pytest.mark.parametrize("number", range(1, 7))
def test_a_section_that_is_not_there_fails(number: int) -> None:
    assert results(without(number), "section-missing") == {str(number): "fail"}


def test_all_six_sections_pass() -> None:
    findings = found(record(), "section-missing")
    assert list(findings) == ["1", "2", "3", "4", "5", "6"]
    assert findings["4"].message == "有“四、政府信息公开行政复议、行政诉讼情况”部分。"


def test_a_section_is_known_by_its_words_under_another_number() -> None:
    heading = Section(3, f"三、{SECTION_4}", Place(line=4))
    assert results(with_sections(without(4), *without(4).sections, heading), "section-missing") == {}


def test_a_lost_section_of_an_extract_cannot_be_assessed() -> None:
    finding = found(extract(without(4)), "section-missing")["4"]
    assert (finding.result, finding.certainty) == (Result.NOT_ASSESSABLE, None)
    assert "摘录" in finding.message
    assert "行政复议" in finding.message


def test_a_lost_section_is_an_error_only_where_two_readers_miss_it() -> None:
    sure, unsure = (found(made, "section-missing")["4"] for made in (without(4), one_reader(without(4))))
    assert (sure.severity, sure.certainty) == (Severity.ERROR, Certainty.PRINTED)
    assert (unsure.severity, unsure.certainty) == (Severity.WARNING, Certainty.TO_CONFIRM)


# ---------------------------------------------------------------- section-title-variant


@pytest.mark.parametrize(
    "title",
    [
        "四、政府信息公开行政复议、行政诉讼情况",
        "4、 政府信息公开行政复议、行政诉讼情况",
        "（四）政府信息公开 行政复议，行政诉讼情况",
        "四．政府信息公开行政复议、行政诉讼情况：",
        f"四、{SECTION_4}",
        "第四部分 政府信息公开行政复议、行政诉讼情况",
    ],
)
def test_official_titles_pass_whatever_their_numeral_and_width(title: str) -> None:
    assert results(with_sections(record(), Section(4, title, Place())), "section-title-variant") == {}


def test_another_title_is_a_note() -> None:
    finding = found(with_sections(record(), Section(5, "五、问题与不足", Place())), "section-title-variant")["5"]
    assert (finding.result, finding.severity, finding.left) == (Result.FAIL, Severity.INFO, "五、问题与不足")


def test_titles_cannot_be_assessed_where_none_was_found() -> None:
    assert results(with_sections(record()), "section-title-variant") == {"": "not_assessable"}


# ---------------------------------------------------------------- section-order


def test_sections_out_of_order() -> None:
    swapped = with_sections(record(), *(sections()[position] for position in (0, 1, 2, 3, 5, 4)))
    finding = found(swapped, "section-order")[""]
    assert (finding.result, finding.certainty) == (Result.FAIL, Certainty.PRINTED)
    assert "一、二、三、四、六、五" in finding.message
    assert results(extract(swapped), "section-order") == {"": "not_assessable"}


def test_sections_in_order_pass_even_where_one_is_lost_or_told_twice() -> None:
    assert results(without(4), "section-order") == {}
    assert results(with_sections(record(), *sections()[:4], *sections()[3:]), "section-order") == {}


@pytest.mark.parametrize(
    ("positions", "result"), [((0, 1), {}), ((1, 0), {"": "fail"}), ((1, 1), {"": "not_assessable"})]
)
def test_two_sections_have_an_order(positions: tuple[int, int], result: dict[str, str]) -> None:
    made = with_sections(record(), *(sections()[position] for position in positions))
    assert results(made, "section-order") == result


def test_one_section_has_no_order() -> None:
    assert results(with_sections(record(), *sections()[:1]), "section-order") == {"": "not_assessable"}


# ---------------------------------------------------------------- table-missing


@pytest.mark.parametrize("name", ["proactive", "applications", "disputes"])
def test_a_lost_table_is_never_certain_for_it_may_be_a_picture(name: str) -> None:
    finding = found(record(table(name)), "table-missing")[name]
    assert (finding.result, finding.certainty) == (Result.FAIL, Certainty.TO_CONFIRM)
    assert results(record(table(name)), "table-row-missing") == {name: "not_applicable"}


def test_tables_that_are_there_pass_be_they_blank() -> None:
    assert results(record(dict.fromkeys(table("disputes"), Absence.BLANK)), "table-missing") == {}


def test_a_lost_table_of_an_extract_cannot_be_assessed() -> None:
    assert results(extract(record(table("disputes"))), "table-missing") == {"disputes": "not_assessable"}


# ---------------------------------------------------------------- table-row-missing

LOST = row("other_misc") | row("total")


def test_rows_lost_are_one_finding_a_table_with_their_number_and_names() -> None:
    finding = found(record(LOST), "table-row-missing")["applications"]
    assert (finding.result, finding.count, len(finding.cells)) == (Result.FAIL, 2, 14)
    assert (finding.severity, finding.certainty) == (Severity.ERROR, Certainty.PRINTED)
    assert "（六）3.其他、（七）总计" in finding.message


def test_a_lost_row_is_not_certain_while_a_row_found_no_place() -> None:
    made = dataclasses.replace(record(LOST), unplaced=(Passage("3.其他 0 0 0", Place(page=2)),))
    finding = found(made, "table-row-missing")["applications"]
    assert (finding.severity, finding.certainty) == (Severity.WARNING, Certainty.TO_CONFIRM)


def test_lost_rows_of_an_extract_cannot_be_assessed() -> None:
    finding = found(extract(record(LOST)), "table-row-missing")["applications"]
    assert (finding.result, finding.count) == (Result.NOT_ASSESSABLE, 2)


@pytest.mark.parametrize("absence", [Absence.BLANK, Absence.PLACEHOLDER, Absence.UNCLEAR])
def test_a_row_without_numbers_is_still_there(absence: Absence) -> None:
    assert results(record(row("total", absence)), "table-row-missing") == {}


def test_each_table_needs_the_rows_of_its_own_form_only() -> None:
    assert results(record(forms=MIXED), "table-row-missing") == {}
    assert results(record(year=2020, forms=FORM_2019), "table-row-missing") == {}


# ---------------------------------------------------------------- template-version


def test_a_mixed_form_fails_for_the_table_concerned() -> None:
    assert results(record(forms=MIXED), "template-version") == {"applications": "fail", "disputes": "not_applicable"}
    finding = found(record(forms=MIXED), "template-version")["applications"]
    assert (finding.severity, finding.certainty) == (Severity.WARNING, Certainty.PRINTED)
    assert "2019 年试行表样" in finding.left


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_form_due_for_the_year_passes(year: int) -> None:
    assert results(record(year=year, forms=FORM_2019), "template-version") == {"disputes": "not_applicable"}


def test_the_new_form_in_an_old_year_fails() -> None:
    version = results(record(year=2020), "template-version")
    assert version == {"proactive": "fail", "applications": "fail", "disputes": "not_applicable"}


def test_a_form_that_the_rows_do_not_tell_cannot_be_assessed() -> None:
    made = dataclasses.replace(record(), forms_told={"proactive": True, "applications": False, "disputes": False})
    assert results(made, "template-version") == {"applications": "not_assessable", "disputes": "not_applicable"}


def test_a_wrong_form_in_an_extract_is_to_be_confirmed() -> None:
    assert found(extract(record(forms=MIXED)), "template-version")["applications"].certainty is Certainty.TO_CONFIRM


def test_evidence_of_a_row_does_not_touch_the_sections() -> None:
    made = evidenced(without(4), "applications.total", readers=1)
    assert found(made, "section-missing")["4"].certainty is Certainty.PRINTED
