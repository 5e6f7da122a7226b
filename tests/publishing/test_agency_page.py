"""An agency over the years: what moved and may be compared, charts with gaps and breaks, reasons, who came before."""

from __future__ import annotations

import re

import pytest

from generator.checking.metrics import Seen
from generator.publishing.charts import Chart, Charts, charts
from generator.publishing.edition import Edition, make_edition
from generator.publishing.moves import NONE, Move, move
from generator.publishing.views_agency import AgencyView, agency_view
from generator.publishing.views_refusals import refusals
from tests.publishing.agency_portal import ALSO_BEFORE, BEFORE, BUREAU, COUNTY, portal

YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def made() -> Edition:
    return make_edition(portal())


@pytest.fixture(scope="module")
def view(made: Edition) -> AgencyView:
    return agency_view(made, made.agencies[COUNTY])


@pytest.fixture(scope="module")
def drawn(made: Edition) -> Charts:
    return charts(made, made.agencies[COUNTY], YEARS)


def chart(drawn: Charts, key: str) -> Chart:
    (found,) = (each for each in drawn.shown if each.key == key)
    return found


def moved(view: AgencyView, cell: str) -> dict[int, tuple[str, str]]:
    (row,) = (row for table in view.tables for row in table.rows if row.cell == cell)
    columns = zip(view.years, row.figures, strict=True)
    return {column.year: (figure.text, change.text) for column, (figure, change) in columns}


def test_what_moved_stands_beside_the_figure_and_nothing_is_held_against_a_gap(view: AgencyView) -> None:
    assert moved(view, "applications.new_received.total") == {
        2019: ("20", ""),
        2020: ("31", "+11"),
        2021: ("28", "−3"),
        2022: ("未见发布", ""),
        2023: ("44", ""),
        2024: ("120", "+76"),
        2025: ("98", "−22"),
    }


def test_what_the_law_broke_is_not_compared(view: AgencyView) -> None:
    reviews = moved(view, "disputes.review.total")
    assert [reviews[year][1] for year in (2020, 2021, 2024, 2025)] == ["+1", "+1", "不比", "+1"]


def test_what_the_form_broke_is_compared_as_far_as_it_goes(view: AgencyView) -> None:
    assert moved(view, "proactive.penalty_decisions")[2021] == ("150", "大致+10")
    assert moved(view, "proactive.normative_documents.in_force")[2021] == ("30", "")
    assert moved(view, "proactive.normative_documents.in_force")[2020] == ("无此栏", "")


def test_a_doubted_or_lacking_number_is_held_against_nothing(made: Edition, view: AgencyView) -> None:
    assert moved(view, "applications.granted.total")[2025] == ("90", "")
    assert made.issues[COUNTY, 2025][-1].doubts["applications.granted.total"]
    assert moved(view, "applications.denied_process_info.total")[2025] == ("空白", "")
    cell = "applications.new_received.total"
    before, now = (Seen(held.record) for held in portal().held[:2])
    assert move(cell, 2020, None, now) == NONE
    assert move(cell, 2020, before, now) == Move("up", "+11", "，比上年多 11")
    assert move(cell, 2020, before, Seen(now.record, {cell})) == NONE


def test_a_gap_is_no_zero_and_no_line_goes_over_it(drawn: Charts) -> None:
    received = chart(drawn, "new_received")
    assert received.gaps == (30,)
    assert [point.x for point in received.points] == [5, 15, 25, 45, 55, 65]
    assert [re.findall(r"M(\d+)", line)[0] for line in received.lines] == ["5", "15", "45", "55"]
    highest = min(received.points, key=lambda point: point.y)
    assert highest.x == 55
    assert max(point.y for point in received.points) < 92, "20 of 120 stands above the floor"
    assert [year.figure.text for year in received.years] == ["20", "31", "28", "未见发布", "44", "120", "98"]


def test_breaks_part_the_line_only_where_they_concern_what_is_drawn(drawn: Charts) -> None:
    assert chart(drawn, "new_received").breaks == ()
    review = chart(drawn, "review")
    assert [(line.x, line.key) for line in review.breaks] == [(50, "review-first")]
    assert [re.findall(r"M(\d+)", line)[0] for line in review.lines] == ["5", "15", "55"]
    rules = chart(drawn, "normative")
    assert [(line.x, line.key) for line in rules.breaks] == [(20, "form-2021")]
    assert [re.findall(r"M(\d+)", line)[0] for line in rules.lines] == ["5", "45", "55"]
    penalties = chart(drawn, "penalties")
    assert [line.key for line in penalties.breaks] == ["form-2021"]
    assert len(penalties.lines) == 4, "about the same quantity: joined, with the break drawn"


def test_a_doubted_number_is_a_hollow_point_without_a_line(drawn: Charts) -> None:
    granted = chart(drawn, "granted")
    assert [point.doubted for point in granted.points] == [False] * 5 + [True]
    assert [re.findall(r"M(\d+)", line)[0] for line in granted.lines] == ["5", "15", "45"]
    assert granted.summary.startswith("2025 年 90\u00a0件（")


def test_each_chart_says_its_newest_number_and_how_it_moved(drawn: Charts) -> None:
    assert chart(drawn, "new_received").summary == "2025 年 98\u00a0件，比上年少 22\u00a0件"
    assert chart(drawn, "unable").summary == "2025 年 3\u00a0件，与上年相同"
    assert chart(drawn, "denied").summary == "2024 年 2\u00a0件，与上年相同", "2025 has a blank"


def test_what_is_always_zero_is_a_sentence_and_no_chart(drawn: Charts) -> None:
    assert drawn.zeros == ("部分公开", "不予处理", "结转下年", "行政诉讼", "行政许可决定")


def test_one_report_alone_makes_no_chart(made: Edition) -> None:
    assert charts(made, made.agencies[COUNTY], (2019,)) == Charts((), ())
    assert charts(made, made.agencies[BUREAU], YEARS) == Charts((), ())


def test_reasons_of_refusal_by_the_year_with_what_they_mean(made: Edition) -> None:
    found = refusals(made, made.agencies[COUNTY], YEARS)
    assert found
    assert [row.label for row in found.used] == ["4.保护第三方合法权益", "1.本机关不掌握相关政府信息"]
    assert [figure.text for figure in found.used[0].figures] == ["2", "2", "2", "未见发布", "2", "2", "2"]
    assert found.used[0].meaning.basis == "第十五条、第三十二条"
    assert found.used[0].address == "glossary/#denied_third_party"
    assert found.unknown == ("6.属于四类过程性信息",), "blank in 2025: who can say that it was not used?"
    assert len(found.used) + len(found.zero) + len(found.unknown) == 16
    assert refusals(made, made.agencies[BUREAU], YEARS) is None


def test_who_came_before_and_after(made: Edition, view: AgencyView) -> None:
    assert [(other.name, other.on) for other in view.predecessors] == [
        ("另一旧县人民政府", "2018-06-30"),
        ("旧县人民政府", "2018-06-30"),
    ]
    for before in (BEFORE, ALSO_BEFORE):
        (after,) = agency_view(made, made.agencies[before]).successors
        assert (after.name, after.url, after.on) == ("示例县人民政府", "agencies/410822/", "2018-07-01")


def test_metrics_without_any_value_are_named_apart(view: AgencyView) -> None:
    shown, apart = {row.name for row in view.rates}, {name for name, _ in view.rateless}
    assert "本年新收" in shown
    assert "诉讼纠正率" in apart
    assert not shown & apart
    assert all(why for _, why in view.rateless)
