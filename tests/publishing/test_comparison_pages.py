"""Comparison as readers see it: peers, sums, spreads; exact numbers, what is left out, and nothing that ranks."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from generator.checking.breaks import breaks
from generator.checking.metrics import Measure, Reason, metrics
from generator.publishing.edition import Edition, make_edition
from generator.publishing.publish import publish
from generator.publishing.views_peers import (
    MeasureText,
    PeerRow,
    PeersView,
    SumGroup,
    peers_view,
    place_sums,
    rate_rows,
    show_measure,
    show_value,
    year_spreads,
)
from generator.records.figures import Absence, Figure
from generator.records.portal import Issue, Portal, Unread
from generator.records.registry import Agency
from tests.checking.made import record
from tests.publishing.portals import SETTINGS, held

COUNTIES = ("410802", "410803", "410804", "410811", "410821", "410822", "410823", "410825", "410882")
CITY = "410800"


def counted(number: int, review: int = 0) -> Mapping[str, Figure]:
    """Give figures that add up: so many applications of natural persons, all granted; so many reviews, upheld."""
    rows = ("new_received", "granted", "total")
    cells = {f"applications.{row}.{column}": number for row in rows for column in ("natural_person", "total")}
    return {**cells, "disputes.review.upheld": review, "disputes.review.total": review}


# 50 received, 49 finished and one carried out, but results of 50: row （七） is doubted, row 一 is not.
DOUBTFUL: Mapping[str, Figure] = {
    f"applications.{row}.{column}": number
    for row, number in (("total", 49), ("carried_out", 1))
    for column in ("natural_person", "total")
}


def agencies() -> dict[str, Agency]:
    counties = [Agency(code, f"县{code}人民政府", "government", (), code, "county") for code in COUNTIES]
    city = [Agency(CITY, "示例市人民政府", "government", (), CITY, "prefecture")]
    offices = [Agency(f"{CITY}-{n}", f"示例市{n}局", "department", (), CITY, "prefecture") for n in "abc"]
    return {agency.id: agency for agency in sorted([*counties, *city, *offices], key=lambda agency: agency.id)}


def portal() -> Portal:
    """Make nine counties of a city: six read (one of them doubtful, one blank), one unread, two not held."""
    numbers = {code: 10 * position for position, code in enumerate(COUNTIES[:6], start=1)}
    issues = [held(Issue(code, 2024), record(counted(number, number // 10))) for code, number in numbers.items()]
    issues[4] = held(Issue(COUNTIES[4], 2024), record({**counted(50, 5), **DOUBTFUL}))
    blank = {"applications.new_received.total": Absence.BLANK, "applications.total.total": Absence.BLANK}
    issues[5] = held(Issue(COUNTIES[5], 2024), record({**counted(60, 6), **blank}))
    issues += [held(Issue(CITY, 2024), record(counted(1000)))]
    issues += [held(Issue(f"{CITY}-{name}", 2024), record(counted(n))) for name, n in (("a", 20), ("b", 25))]
    unread = (Unread(Issue(COUNTIES[6], 2024), f"reports/{COUNTIES[6]}/2024.pdf", "中断。", "请换。"),)
    return Portal(SETTINGS, agencies(), tuple(sorted(issues, key=lambda item: item.issue)), unread)


@pytest.fixture(scope="module")
def made() -> Edition:
    return make_edition(portal())


def of(view: PeersView | None, key: str) -> PeerRow:
    assert view
    (row,) = (row for row in view.rows if row.key == key)
    return row


def group(groups: tuple[SumGroup, ...], head: str) -> SumGroup:
    (found,) = (each for each in groups if each.head == head)
    return found


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Fraction(35), "case", "35"),
        (Fraction(7, 2), "case", "3.5"),
        (Fraction(0), "percent", "0.0%"),
        (Fraction(3, 8), "percent", "37.5%"),
        (Fraction(1, 3), "percent", "33.3%"),
        (Fraction(12345, 100000), "percent", "12.3%"),
        (Fraction(1, 2000), "percent", "0.1%"),
        (Fraction(325, 8), "per_hundred", "40.6"),
        (Fraction(5, 2), "ratio", "2.50"),
        (Fraction(1), "percent", "100.0%"),
    ],
)
def test_values_in_their_units(value: Fraction, unit: str, shown: str) -> None:
    assert show_value(value, unit) == shown


def test_a_rate_stands_beside_its_fraction_and_a_lack_says_why() -> None:
    rate = metrics()["granted_rate"]
    assert show_measure(rate, Measure("granted_rate", Fraction(3, 8), None, 36, 96)) == MeasureText(
        "37.5%", "37.5%", "36/96"
    )
    assert show_measure(rate, Measure("granted_rate", None, Reason.FEW, 3, 8)) == MeasureText(
        "few", "3/8", "", "不足 30 件，只列件数"
    )
    assert show_measure(rate, Measure("granted_rate", None, Reason.ZERO, 0, 0)) == MeasureText(
        "zero", "—", "", "无法计算：分母为 0"
    )
    assert show_measure(rate, Measure("granted_rate", None, Reason.NO_NUMBER, None, 8)).text == "—"
    assert show_measure(rate, Measure("granted_rate", None)) == MeasureText("", "—")
    for reason in Reason:
        assert show_measure(rate, Measure("granted_rate", None, reason)).why


def test_a_report_among_its_peers(made: Edition) -> None:
    view = peers_view(made, made.agencies[COUNTIES[0]])
    assert view
    assert (view.year, view.name, view.of, view.why) == (2024, "河南省县级的人民政府", 9, "")
    row = of(view, "applications_new")
    # 10, 20, 30, 40 and 50 can be used: a failed sum of row （七） says nothing of row 一. The blank one cannot.
    assert (row.own.text, row.median, row.middle_half, row.middle_most) == ("10", "30", "", "")
    assert (row.counted, row.of, row.position) == (5, 9, "低于中位数")
    assert of(view, "reviews").median == "3.5"
    assert of(peers_view(made, made.agencies[COUNTIES[2]]), "applications_new").position == "等于中位数"
    assert all(each.median for each in view.rows), "metrics that too few reports have are no row of dashes"
    assert [each.key for each in view.rows] == ["applications_new", "reviews", "lawsuits"]
    # 10 and 20 are too few, 49 is doubted, 60 blank: two reports have a rate.
    assert view.thin.startswith("另外几项有可用数字的不足 5 个，不作比较：")
    assert all(metrics()[key].name in view.thin for key in ("open_rate", "denied_rate", "carry_over_rate"))


def test_a_doubted_number_is_in_no_distribution_and_no_rate(made: Edition) -> None:
    assert made.measured.of[COUNTIES[4], 2024]["open_rate"].reason is Reason.DOUBTED
    (known,) = (each for each in made.measured.among if each.level == "county")
    assert made.measured.among[known]["open_rate"].counted == 2
    row = of(peers_view(made, made.agencies[COUNTIES[5]]), "applications_new")
    assert row.own == MeasureText("no_number", "—", "", "无法计算：有格没有数字")


def test_without_peers_the_page_says_why(made: Edition) -> None:
    alone = peers_view(made, made.agencies[CITY])
    assert alone
    assert (alone.rows, alone.thin, alone.why) == ((), "", "名录中没有别的河南省地级的人民政府，没有同类可比。")
    few = peers_view(made, made.agencies[f"{CITY}-a"])
    assert few
    assert few.rows == ()
    assert few.why == "同类是河南省地级的政府部门，名录中共 3 个，其中有可用数字的只有 2 个，不足 5 个，不作比较。"
    stray = dataclasses.replace(made.agencies[CITY], level="")
    view = peers_view(made, stray)
    assert view
    assert view.why == "这个机关的级别或所在省份不明，没有同类可比。"
    assert peers_view(made, made.agencies[COUNTIES[8]]) is None


def test_sums_leave_the_own_government_out_and_say_what_else(made: Edition) -> None:
    groups = place_sums(made, CITY, 2024)
    assert [(each.head, each.of) for each in groups] == [("地级 · 政府部门", 3), ("县级 · 人民政府", 9)]
    (row, *_) = group(groups, "县级 · 人民政府").rows
    assert (row.key, row.shown.text, row.counted, row.of) == ("applications_new", "150", 5, 9)
    assert dict(row.left_out) == {"没有数字": 1, "尚未收录": 2, "未能读出": 1}
    assert row.counted + sum(count for _, count in row.left_out) == row.of


def test_rates_of_sums_are_sums_over_sums(made: Edition) -> None:
    rows = {row.key: row for row in group(place_sums(made, CITY, 2024), "地级 · 政府部门").rows}
    # 20 and 25: each too few for a rate of its own, together enough.
    assert rows["open_rate"].shown == MeasureText("100.0%", "100.0%", "45/45")
    assert (rows["open_rate"].counted, rows["open_rate"].of) == (2, 3)
    assert rows["review_correction_rate"].shown.why == "无法计算：分母为 0"
    counties = {row.key: row for row in group(place_sums(made, CITY, 2024), "县级 · 人民政府").rows}
    assert counties["open_rate"].shown == MeasureText("100.0%", "100.0%", "100/100")
    assert dict(counties["open_rate"].left_out)["对不上或待核对"] == 1


def test_a_county_sums_nobody_but_its_own_bodies(made: Edition) -> None:
    assert place_sums(made, COUNTIES[0], 2024) == ()


def test_spreads_of_a_year_name_no_agency(made: Edition) -> None:
    spreads = dict(year_spreads(made, 2024))
    (prefecture, departments, county) = spreads["本年新收"]
    assert (prefecture.name, prefecture.counted, prefecture.of, prefecture.median) == ("地级 · 人民政府", 1, 1, "")
    assert (departments.counted, departments.of) == (2, 3)
    assert (county.name, county.counted, county.of, county.median) == ("县级 · 人民政府", 5, 9, "30")
    assert COUNTIES[0] not in repr(spreads)


def test_rates_over_the_years_say_what_each_year_lacks(made: Edition) -> None:
    rows = {row.key: row for row in rate_rows(made, made.agencies[COUNTIES[6]], [2023, 2024])}
    assert [value.text for value in rows["granted_rate"].values] == ["尚未收录", "未能读出"]
    read = {row.key: row for row in rate_rows(made, made.agencies[COUNTIES[3]], [2024])}
    assert read["granted_rate"].values == (MeasureText("100.0%", "100.0%", "40/40"),)
    assert read["applications_new"].values == (MeasureText("40", "40"),)
    assert all(row.formula for row in rows.values())


def test_the_pages_show_it(templates: Path, tmp_path: Path) -> None:
    publish(portal(), site=tmp_path / "s", templates=templates)
    page = (tmp_path / f"s/agencies/{COUNTIES[0]}/index.html").read_text(encoding="utf-8")
    assert "与同类相比（2024年）" in page
    assert "河南省县级的人民政府" in page
    place = (tmp_path / f"s/places/{CITY}/2024/index.html").read_text(encoding="utf-8")
    assert "各类机关合计" in place
    assert "尚未收录 2 份" in place
    year = (tmp_path / "s/years/2024/index.html").read_text(encoding="utf-8")
    assert "各类机关的分布" in year
    for text in (page, place, year):
        for word in ("排名第", "第一名", "倒数", "得分", "None"):
            assert word not in text


def test_breaks_are_drawn_between_the_years_they_part(site: Path) -> None:
    """The made county has reports of 2020, 2023 and 2024."""
    page = (site / "agencies/990001/index.html").read_text(encoding="utf-8")
    heads = re.findall(r"<table class=\"grid series\">\n<thead>.*?</thead>", page)
    marked = [{key for key in ("form-2021", "review-first") if f'data-break="{key}"' in head} for head in heads]
    # 表二, 表三, 表四, metrics: the law broke what 表四 counts, and the metrics made of it.
    assert marked == [{"form-2021"}, {"form-2021"}, {"form-2021", "review-first"}, {"form-2021", "review-first"}]
    assert "2020 与 2021 年度之间表样更换" in page
    assert "2023 与 2024 年度之间复议前置" in page
    town = (site / "agencies/990001100/index.html").read_text(encoding="utf-8")
    assert 'data-break="form-2021"' not in town
    assert "2023 与 2024 年度之间复议前置" in town


def test_breaks_of_metrics_are_those_of_the_list_of_breaks() -> None:
    for each in breaks():
        for key in each.metrics:
            assert each.last + 1 in metrics()[key].breaks, key
    known = {each.last + 1: each for each in breaks()}
    for metric in metrics().values():
        for year in metric.breaks:
            assert metric.key in known[year].metrics or any(
                known[year].concerns(cell) for term in metric.numerator for cell in term.cells
            )
