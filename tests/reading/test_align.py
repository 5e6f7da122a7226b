"""Each observed row finds its row of the form by its label, worn or torn, and never by what its numbers are."""

from __future__ import annotations

import pytest

from generator.reading.align import Alignment, align
from generator.reading.labels import normal, similarity
from generator.reading.observe import observe
from tests.reading.made_files import document, tabs

SEVEN = "\t0\t0\t0\t0\t0\t0\t0"


def aligned(written: str, year: int | None = 2024) -> Alignment:
    return align(observe(document(written)), year)


def placed(written: str, year: int | None = 2024) -> dict[str, str]:
    """Give the text of the observed row that each row of the form found."""
    return {name: item.text for name, item in aligned(written, year).rows.items()}


def rows(*labels: str) -> str:
    """Write rows of 表三 with these labels; each row's last number is its position."""
    return "\n".join(f"{label}{SEVEN[:-1]}{position}" for position, label in enumerate(labels, start=1))


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("一、本年新收政府信息公开申请数量", "new_received"),
        ("=新收政府(信息公开申请数量", "new_received"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partial"),
        ("(二)部分公开", "partial"),
        ("3.危及“三安全一稳定”", "denied_three_security_one_stability"),
        ("3 危及三安全一稳定", "denied_three_security_one_stability"),
        ("2.其他法律行政止公开", "denied_law_forbidden"),
        ("４．保护第三方合法权益", "denied_third_party"),
        ("（六）其他处理", "other_single_row"),
        ("（七）总计", "total"),
        ("四、结转下年度继续办理", "carried_out"),
    ],
)
def test_a_label_is_known_though_worn(label: str, row: str) -> None:
    assert list(placed(rows(label))) == [f"applications.{row}"]


@pytest.mark.parametrize("label", ["小计", "其他主动公开文件", "合计人数", "申请人情况", "信访件数"])
def test_a_row_that_the_form_does_not_have_finds_no_place(label: str) -> None:
    assert placed(rows("（一）予以公开", label, "（七）总计")).keys() == {"applications.granted", "applications.total"}


def test_the_same_label_twice_goes_by_the_order() -> None:
    # 其他 is a row of 其他处理 and a column head as well; 总计 closes the table.
    found = placed("其他\t\t\n" + rows("2.重复申请", "3.其他", "（七）总计"))
    assert found["applications.other_misc"].endswith(" 2")


def test_a_label_torn_around_its_numbers_is_one() -> None:
    found = placed(rows("（一）予以公开") + "\n4.保护第\t\t\n" + rows("") + "\n三方合法权益\t\t\n" + rows("（七）总计"))
    assert "applications.denied_third_party" in found


def test_a_piece_that_begins_a_label_belongs_to_no_row_before_it() -> None:
    written = "6.属于四\n" + "\n".join("0" * 7) + "\n类过程性信息\n7.属于行\n" + "\n".join("1" * 7) + "\n政执法案卷\n"
    assert "1 1 1 1 1 1 1" not in placed(written).get("applications.denied_process_info", "")


def test_rows_without_labels_fill_a_gap_of_just_their_number() -> None:
    labels = ["（一）予以公开", "", "（三）不予公开 1.属于国家秘密"]
    assert placed(rows(*labels))["applications.partial"].endswith(" 2")
    # Two rows for one place: nobody knows which of them it is.
    assert "applications.partial" not in placed(rows(labels[0], "", "", labels[2]))


def test_a_gap_is_not_filled_from_the_table_below() -> None:
    heads = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    found = placed(rows("（六）其他处理", "（七）总计") + "\n" + heads + rows(""))
    assert "applications.carried_out" not in found


def test_swapped_rows_are_found_by_their_own_labels() -> None:
    found = placed(rows("（一）予以公开", "4.保护第三方合法权益", "3.危及“三安全一稳定”", "5.属于三类内部事务信息"))
    assert found["applications.denied_third_party"].endswith(" 2")
    assert found["applications.denied_three_security_one_stability"].endswith(" 3")


def test_a_row_that_stands_twice_is_named() -> None:
    twice = aligned(rows("（一）予以公开", "2.重复申请", "2.重复申请", "（七）总计"))
    (double,) = twice.doubled["applications.not_processed_duplicate"]
    assert double.order not in twice.used


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("year", [2019, 2024, None])
def test_the_rows_tell_the_form_and_not_the_year(form: str, year: int | None) -> None:
    found = aligned(tabs(form=form), year)
    assert (found.forms["proactive"], found.forms["applications"]) == (form, form)
    assert (found.told["proactive"], found.told["applications"], found.told["disputes"]) == (True, True, False)


@pytest.mark.parametrize(("year", "form"), [(2020, "2019"), (2021, "2021"), (None, "2021")])
def test_rows_that_fit_both_forms_take_the_form_due_and_say_so(year: int | None, form: str) -> None:
    found = aligned(rows("（一）予以公开", "（七）总计"), year)
    assert found.forms["applications"] == form
    assert not found.told["applications"]


FIVE = "5.要求行政机关确认或重新出具已获取信息"


@pytest.mark.parametrize("label", ["（□）其他·=", "其他", "（囗）其□处理"])
def test_one_row_in_the_place_of_three_may_be_the_other_form_s(label: str) -> None:
    found = placed(rows(FIVE, label, "（七）总计"))
    assert not any(name.startswith("applications.other_m") for name in found)


@pytest.mark.parametrize(
    ("label", "row"), [("（六）其他", "single_row"), ("3.其他", "misc"), ("（六）其他处理 3.其他", "misc")]
)
def test_one_row_in_the_place_of_three_is_known_by_its_whole_label(label: str, row: str) -> None:
    assert f"applications.other_{row}" in placed(rows(FIVE, label, "（七）总计"))


def test_disputes_are_known_by_their_fifteen_values() -> None:
    heads = "行政复议\t行政诉讼\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    values = "\t".join("0" * 15)
    assert "disputes" in placed(rows("（七）总计") + "\n" + heads + values)
    assert "disputes" in placed(rows("（七）总计") + "\n" + heads + values + "\t0")


def test_labels_are_compared_without_width_space_and_punctuation() -> None:
    assert normal("（三）不予 公开、１.属于“国家秘密”") == normal("(三)不予公开1属于国家秘密")
    assert similarity(normal("重复申请"), normal("重复申请")) == 1
