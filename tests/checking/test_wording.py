"""The words of checking: what cells, rows and groups are called, how sums are written out, what is left out of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from generator.checking.wording import (
    name_cells_of,
    name_of_case,
    name_of_cell,
    name_of_subject,
    texts,
    written_sum,
)
from generator.records.figures import Absence, Figure
from tests.checking.made import COLUMNS, record, row

BLANK, MISSING = Absence.BLANK, Absence.MISSING


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("review", "行政复议"),
        ("litigation_direct", "行政诉讼（未经复议直接起诉）"),
        ("litigation_after_review", "行政诉讼（复议后起诉）"),
    ],
)
def test_a_group_of_cases_has_its_heading_and_its_own_words_where_it_has_both(key: str, name: str) -> None:
    assert name_of_case(key) == name
    assert name_of_subject("case-total", key) == name


@pytest.mark.parametrize(
    ("check", "key", "name"),
    [
        ("row-total", "denied_process_info", "（三）6.属于四类过程性信息（行）"),
        ("row-total", "carried_out", "四、结转下年度继续办理（行）"),
        ("column-identity", "research", "科研机构（列）"),
    ],
)
def test_what_an_identity_is_about(check: str, key: str, name: str) -> None:
    assert name_of_subject(check, key) == name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("proactive.penalty_decisions", "表二 行政处罚 本年处理决定数量"),
        ("applications.new_received.total", "表三 一、本年新收政府信息公开申请数量 总计"),
        ("applications.other_misc.total", "表三 （六）3.其他 总计"),
        ("disputes.review.total", "表四 行政复议 总计"),
        ("applications.nothing.total", "applications.nothing.total"),
    ],
)
def test_a_cell_is_called_by_its_table_its_row_and_its_column(cell: str, name: str) -> None:
    assert name_of_cell(cell) == name


def named(figures: Mapping[str, Figure], *more: str) -> str:
    return name_cells_of(record(figures), (*figures, *more))


def cells(count: int) -> dict[str, Figure]:
    names = ("natural_person", "commercial", "research", "public_welfare", "legal_service")[:count]
    return {f"applications.granted.{name}": BLANK for name in names}


@pytest.mark.parametrize(("count", "listed", "more"), [(1, 1, ""), (3, 3, ""), (4, 3, "等 4 处"), (5, 3, "等 5 处")])
def test_three_cells_are_named_and_of_more_how_many_there_are(count: int, listed: int, more: str) -> None:
    text = named(cells(count))
    assert text.startswith("表三 （一）予以公开 自然人（空白）")
    assert text.count("空白") == listed
    assert text.endswith(more)
    assert ("等" in text) is bool(more)


def test_a_whole_row_without_numbers_is_one_when_all_lack_them_for_one_reason() -> None:
    assert named(row("granted", BLANK)) == "表三 （一）予以公开 整行（空白）"
    assert named({**row("granted", BLANK), **row("partial", MISSING)}) == (
        "表三 （一）予以公开 整行（空白）、表三 （二）部分公开 整行（缺失）"
    )
    mixed = {**row("granted", BLANK), "applications.granted.total": MISSING}
    assert named(mixed).endswith(f"等 {len(COLUMNS)} 处")
    assert "整行" not in named(mixed)
    assert "整行" not in named({"disputes.review.total": BLANK, **cells(5)})
    assert "整行" not in named(dict(list(row("granted", BLANK).items())[1:]))


def test_a_table_without_rows_has_no_whole_row_and_a_number_is_told_as_it_stands() -> None:
    assert named({"disputes.review.total": BLANK, "disputes.review.other": MISSING}) == (
        "表四 行政复议 总计（空白）、表四 行政复议 其他结果（缺失）"
    )
    assert named({"disputes.review.total": 5}) == "表四 行政复议 总计（5）"
    assert named({}, "disputes.no.such") == "disputes.no.such（缺失）"


# ---------------------------------------------------------------- sums


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((10, 1, 0, 0), "10+1+0+0＝11"),
        ((5,), "5"),
        ((0,), "0"),
        ((), "0"),
        ((3, -1), "3+(-1)＝2"),
        ((0, 3, 0, 2, 0, 0, 0), "0+3+0+2+0+0+0＝5"),
        ((0, 3, 0, 2, 0, 0, 0, 0), "3+2＝5"),
        ((0, 3, 0, 0, 0, 0, 0, 0), "3"),
        ((0, 0, 0, 0, 0, 0, 0, 0), "0"),
        ((1, BLANK), "1+空白"),
        ((0, 3, 0, BLANK, 0, 0, 0, 0), "3+空白"),
        ((BLANK,), "空白"),
        ((Decimal("1.50"), 2), "1.50+2＝3.50"),
    ],
)
def test_a_sum_is_written_out_and_never_made_of_what_is_no_number(figures: tuple[Figure, ...], text: str) -> None:
    assert written_sum(figures) == text


@pytest.mark.parametrize("turn", [1, -1])
def test_equal_numbers_are_written_as_each_report_prints_them(turn: int) -> None:
    alike = ((Decimal("1.0"), Decimal(2)), (1, 2), (Decimal("1.00"), Decimal(2)))
    written = ("1.0+2＝3.0", "1+2＝3", "1.00+2＝3.00")
    assert [written_sum(figures) for figures in alike[::turn]] == list(written[::turn])


# ---------------------------------------------------------------- what a check reads


def test_checks_of_the_narrative_are_those_of_its_groups_and_those_that_say_so() -> None:
    of_text = {key for key, text in texts().items() if text.of_text}
    by_group = {key for key, text in texts().items() if text.group in {"C", "H"}}
    assert by_group
    assert of_text - by_group == {
        *("duplicate-narrative", "duplicate-across-agencies"),
        *("stale-legal-basis", "applicant-name", "official-name"),
    }
    assert by_group - of_text == set()


def test_before_the_first_form_only_dates_names_and_privacy_are_checked() -> None:
    assert {key for key, text in texts().items() if text.any_year} == {
        *("published-late", "future-date", "period-mismatch", "wrong-year", "agency-name-mismatch"),
        *("personal-id-number", "personal-mobile", "office-contact", "applicant-name", "official-name"),
        "document-metadata",
    }
