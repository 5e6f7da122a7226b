"""Whatever is read as a number equals what was written, or is named as not read; never different."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.readers.document import Unreadable
from generator.records.figures import Absence
from generator.records.record import Record
from tests.hunt import RIGHT, WRONG, Verdict, judge, read_text, run
from tests.hunt_cases import ALL_TEXT, Case, is_fair, made
from tests.reading import rendering
from tests.reading.damage import DAMAGES, FILE_DAMAGES
from tests.reading.made_files import read, report, tabs
from tests.reading.rendering import LAYOUTS, TITLES

PAIRS = [
    (layout, damage) for layout in LAYOUTS for damage in DAMAGES if is_fair(Case(0, layout, damage, absences=False))
]


def wrong(verdicts: list[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.state == WRONG]


# ---------------------------------------------------------------- made-up reports, whole and damaged


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("full_width", [False, True])
def test_a_whole_report_is_read_whole(layout: str, full_width: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    for seed in range(2):
        case = Case(seed, layout, full_width=full_width)
        written, text = made(case)
        record = read_text(text, layout)
        assert Counter(verdict.state for verdict in judge(case, written, record)) == {RIGHT: len(written.figures)}
        assert (record.year, record.agency_as_printed, record.unplaced) == (written.year, written.agency, ())
        assert {name: record.forms[name] for name in ("proactive", "applications")} == {
            name: written.forms[name] for name in ("proactive", "applications")
        }


@pytest.mark.parametrize("layout", sorted(ALL_TEXT.keys() - LAYOUTS.keys() - {"sentences", "prose_only"}))
def test_what_agencies_and_extractors_make_of_it_is_read_whole(layout: str) -> None:
    for seed, traditional in ((3, False), (4, True)):
        case = Case(seed, layout, traditional=traditional)
        written, text = made(case)
        record = read_text(text, layout)
        assert Counter(verdict.state for verdict in judge(case, written, record)) == {RIGHT: len(written.figures)}


@pytest.mark.parametrize(("layout", "damage"), PAIRS)
def test_no_damage_makes_a_wrong_number(layout: str, damage: str) -> None:
    assert wrong(run(Case(11, layout, damage))) == []


@settings(max_examples=40, deadline=None)
@given(
    case=st.builds(
        Case,
        seed=st.integers(0, 2**32 - 1),
        layout=st.sampled_from([*ALL_TEXT]),
        damage=st.sampled_from(["", *DAMAGES, *FILE_DAMAGES]),
        absences=st.booleans(),
        full_width=st.booleans(),
        traditional=st.booleans(),
    ).filter(is_fair)
)
def test_blanks_placeholders_and_damage_together_make_no_wrong_number(case: Case) -> None:
    assert wrong(run(case)) == []


@pytest.mark.parametrize("layout", rendering.SHOWS_BLANKS)
def test_a_blank_is_a_blank_and_a_placeholder_a_placeholder(layout: str) -> None:
    case = Case(5, layout, absences=True)
    written, text = made(case)
    record = read_text(text, layout)
    for absence in (Absence.BLANK, Absence.PLACEHOLDER):
        cells = {cell for cell, figure in written.figures.items() if figure is absence}
        told = {cell for cell in cells if record.figures[cell] is absence}
        assert cells
        assert len(told) >= len(cells) * 0.6
        assert all(record.figures[cell] is Absence.UNCLEAR for cell in cells - told)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_evidence_says_on_which_line_each_row_stands(form: str) -> None:
    text = tabs(form=form)
    record = read(text)
    lines = text.splitlines()
    for table in record.tables:
        for row in table.rows:
            place = record.evidence[row.name].place
            assert place.line
            printed = [field for field in lines[place.line - 1].split("\t") if field]
            assert record.evidence[row.name].text == " ".join(printed)


def test_spaces_of_the_web_are_spaces() -> None:
    written = report()
    record = read(rendering.spaced(written).replace(" ", "\u00a0"))
    assert dict(record.figures) == dict(written.figures)


def test_mixed_forms_are_told_for_each_table() -> None:
    old, new = report(form="2019"), report(form="2021")
    figures = {**new.figures, **{c: f for c, f in old.figures.items() if c.startswith("applications")}}
    dropped = {c for c in new.figures if c.startswith("applications")} - figures.keys()
    mixed = rendering.Report(2024, {**new.forms, "applications": "2019"}, figures, printed=new.printed)
    record = read(rendering.tabs(mixed))
    assert dict(record.forms) == {"proactive": "2021", "applications": "2019", "disputes": "2021"}
    assert (record.forms_told["proactive"], record.forms_told["applications"]) == (True, True)
    assert not dropped & record.figures.keys()
    assert record.figures["applications.other_single_row.total"] == old.figures["applications.other_single_row.total"]


# ---------------------------------------------------------------- what is lost, doubled, torn


def line_of(text: str, label: str) -> str:
    (line,) = [line for line in text.splitlines() if label in line and any(c.isdigit() for c in line.split("\t")[-1])]
    return line


def test_a_lost_row_is_missing_and_not_zero() -> None:
    text = tabs()
    record = read(text.replace(line_of(text, "结转下年度") + "\n", ""))
    row = {cell: figure for cell, figure in record.figures.items() if cell.startswith("applications.carried_out.")}
    assert set(row.values()) == {Absence.MISSING}
    assert "applications.carried_out" not in record.evidence


def test_a_lost_row_with_numbers_lying_about_is_unclear() -> None:
    text = tabs()
    line = line_of(text, "结转下年度")
    record = read(text.replace(line, "\t1\t2"))
    row = {cell for cell in record.figures if cell.startswith("applications.carried_out.")}
    assert {record.figures[cell] for cell in row} == {Absence.UNCLEAR}
    assert all(record.unclear[cell].why for cell in row)
    assert [passage.text for passage in record.unplaced] == ["1 2"]


def test_a_row_that_stands_twice_with_other_figures_is_unclear_where_they_differ() -> None:
    written = report()
    text = rendering.tabs(written)
    line = line_of(text, "重复申请")
    *head, last = line.split("\t")
    record = read(text.replace(line, line + "\n" + "\t".join([*head, str(int(last) + 5)])))
    name = "applications.not_processed_duplicate"
    assert record.figures[f"{name}.total"] is Absence.UNCLEAR
    assert set(record.unclear[f"{name}.total"].candidates) == {int(last), int(last) + 5}
    assert record.figures[f"{name}.natural_person"] == written.figures[f"{name}.natural_person"]


def test_a_row_printed_twice_alike_is_read_once() -> None:
    written = report()
    text = rendering.tabs(written)
    line = line_of(text, "重复申请")
    record = read(text.replace(line, f"{line}\n{line}"))
    assert dict(record.figures) == dict(written.figures)


def test_a_torn_number_is_unclear_with_its_pieces() -> None:
    text = tabs()
    line = line_of(text, "行政处罚")
    record = read(text.replace(line, "行政处罚\t38 042"))
    assert record.figures["proactive.penalty_decisions"] is Absence.UNCLEAR
    assert 38042 not in record.figures.values()


def with_disputes(numbers: list[str]) -> Record:
    lines = tabs(seed=3).splitlines()
    index = next(number for number, line in enumerate(lines) if line.count("\t") == 14 and line[0].isdigit())
    lines[index] = "\t".join(numbers)
    return read("\n".join(lines))


def test_a_number_too_many_in_disputes_is_placed_by_the_sums_alone() -> None:
    record = with_disputes(["9", "0", "1", "0", "10", "0", "1", "0", "2", "3", "2", "0", "1", "0", "7", "3"])
    figures = [record.figures[cell.name] for cell in record.table("disputes").cells]
    assert figures[:10] == [9, 0, 1, 0, 10, 0, 1, 0, 2, 3]
    assert record.figures["disputes.litigation_after_review.upheld"] == 2
    assert record.evidence["disputes"].numbers == 16
    assert record.evidence["disputes"].placed_by == "identity"
    assert record.evidence["disputes"].identities == ("case-total:litigation_after_review",)


def test_a_number_too_many_beside_doubled_ones_is_not_placed_by_sums_that_may_be_wrong() -> None:
    """A 0 may stand twice and the last sum be wrong, or the 3 be too many: where the two differ none is read."""
    record = with_disputes(["9", "0", "0", "0", "9", "0", "1", "0", "0", "1", "2", "0", "0", "0", "3", "2"])
    figures = [record.figures[cell.name] for cell in record.table("disputes").cells]
    assert figures[:8] == [9, 0, 0, 0, 9, 0, 1, 0]
    assert Absence.UNCLEAR in figures[8:]
    assert 3 not in figures


def test_sums_that_are_wrong_in_the_report_are_shown_as_they_are() -> None:
    written = report()
    false = {**written.figures, "applications.granted.total": 7, "disputes.review.total": 0}
    record = read(rendering.tabs(rendering.Report(2024, written.forms, false, printed=written.printed)))
    assert dict(record.figures) == false


def test_a_money_amount_without_a_unit_is_unclear_where_the_form_fixes_none() -> None:
    text = tabs(form="2019")
    amount = line_of(text.replace("元", ""), "政府集中采购").split("\t")[2]
    record = read(text.replace(f"{amount}元", amount))
    assert record.figures["proactive.procurement.amount_yuan"] is Absence.UNCLEAR
    assert record.unclear["proactive.procurement.amount_yuan"].candidates == (int(amount),)


# ---------------------------------------------------------------- which report, if it is one


LAW = """示例县2024年法治政府建设年度报告

一、总体情况

示例县人民政府2024年办理行政复议案件35件，收到政府信息公开申请12件。

二、依法全面履行政府职能

行政许可\t550
行政处罚\t4119

三、存在的主要问题及改进情况

人员不足。

四、其他需要报告的事项

无。
"""
NOTICE = """关于编制2024年政府信息公开工作年度报告的通知

一、总体要求

各单位应当填写“一、本年新收政府信息公开申请数量”等栏目。

二、报送时间

1月31日前。
"""


@pytest.mark.parametrize("text", [LAW, NOTICE, "示例县2024年工作总结\n\n全年收到申请35件。", "1\t2\t3\n4\t5\t6\n"])
def test_what_is_no_annual_report_is_refused_with_what_was_found(text: str) -> None:
    with pytest.raises(Unreadable, match=r"不像政府信息公开工作年度报告.*章节") as refused:
        read(text)
    assert refused.value.remedy


def test_a_report_whose_year_nothing_tells_is_refused() -> None:
    text = tabs().replace("2024", "").replace("自年1月1日起至年12月31日", "")
    with pytest.raises(Unreadable, match="哪一年度") as refused:
        read(text)
    assert "source.yaml" in refused.value.remedy


def two() -> str:
    return tabs(agency="示例甲局") + "\n\n" + tabs(agency="示例乙局", year=2023, seed=2)


def test_two_reports_in_one_file_are_named_and_not_blended() -> None:
    with pytest.raises(Unreadable, match=r"2 份报告.*示例甲局 2024.*示例乙局 2023") as refused:
        read(two())
    assert "--part" in refused.value.remedy


@pytest.mark.parametrize(("part", "agency", "year", "seed"), [(1, "示例甲局", 2024, 1), (2, "示例乙局", 2023, 2)])
def test_one_of_two_reports_can_be_picked(part: int, agency: str, year: int, seed: int) -> None:
    record = read(two(), part)
    assert (record.agency_as_printed, record.year) == (agency, year)
    assert dict(record.figures) == dict(report(seed=seed).figures)


@pytest.mark.parametrize(("text", "part"), [(two(), 3), (tabs(), 2)])
def test_a_part_that_is_not_there_is_refused(text: str, part: int) -> None:
    with pytest.raises(Unreadable, match=f"没有第 {part} 份"):
        read(text, part)


def test_the_only_report_is_the_first_part() -> None:
    assert read(tabs(), 1) == read(tabs())


def test_a_table_of_contents_is_no_second_report() -> None:
    title, rest = tabs().split("\n", 1)
    contents = "目录\n" + "\n".join(f"{heading}……{page}" for page, heading in enumerate(TITLES, 1))
    plain = "目录\n" + "\n".join(TITLES)
    for table_of_contents in (contents, plain):
        record = read(f"{title}\n\n{table_of_contents}\n\n{title}\n{rest}")
        assert dict(record.figures) == dict(report().figures)
        assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]
        assert not any("目录" in passage.text for passage in record.narrative)


def test_figures_of_the_narrative_never_reach_the_tables() -> None:
    text = tabs().replace("围绕群众", "行政许可 777\n\n规章 7 7 7\n\n围绕群众")
    assert dict(read(text).figures) == dict(report().figures)


# ---------------------------------------------------------------- what the record says besides


def sections(record: Record) -> list[int]:
    return [section.number for section in record.sections]


def test_sections_period_and_narrative_are_where_they_stand() -> None:
    text = tabs()
    record = read(text)
    assert sections(record) == [1, 2, 3, 4, 5, 6]
    assert record.dates.period == ("2024-01-01", "2024-12-31")
    assert [passage.section for passage in record.narrative] == [1, 1, 5, 6]
    lines = text.splitlines()
    for passage in record.narrative:
        assert passage.place.line
        assert lines[passage.place.line - 1] == passage.text


def test_restarted_and_arabic_numbers_of_sections_do_not_matter() -> None:
    for numbers in (
        ("1、", "2、", "3、", "4、", "5、", "6、"),
        ("一、", "二、", "三、", "一、", "二、", "三、"),
        ("",) * 6,
    ):
        text = tabs()
        for title, number in zip(TITLES, numbers, strict=True):
            text = text.replace(title, number + title[2:])
        record = read(text)
        assert sections(record) == [1, 2, 3, 4, 5, 6]
        assert dict(record.figures) == dict(report().figures)


def test_a_missing_section_is_missing() -> None:
    text = tabs().replace(TITLES[4] + "\n", "")
    assert sections(read(text)) == [1, 2, 3, 4, 6]


def test_claims_stand_with_their_lines() -> None:
    said = "2024年收到政府信息公开申请12件。"
    text = tabs().replace("围绕群众", f"{said}\n\n围绕群众")
    (claim,) = read(text).claims
    assert (claim.cell, claim.value, claim.scope) == ("applications.new_received.total", 12, "whole")
    assert text.splitlines()[(claim.place.line or 0) - 1] == said
