"""Agency and year of a file: by what it says and how it is named; what stays open is asked, never guessed."""

from __future__ import annotations

import pytest

from generator.desk.matching import Clues, Doubt, Match, Wanted, fits, match
from generator.english import in_english
from generator.reading.readers.document import Unreadable
from generator.records.divisions import places_before
from generator.records.registry import Agency

COUNTY = Agency("410822", "博爱县人民政府", "government", ("博爱县",), "410822", "county")
OFFICE = Agency("410822-bgs", "博爱县人民政府办公室", "office", (), "410822", "county")
TOWN = Agency("410704200", "凤泉区潞王坟乡人民政府", "government", ("潞王坟乡",), "410704200", "township")
HERE = Agency("410822100", "城关镇人民政府", "government", ("城关镇",), "410822100", "township")
THERE = Agency("141121100", "城关镇人民政府", "government", ("城关镇",), "141121100", "township")
OLD = Agency("x-old", "示例区卫生局", "department", (), "", "", valid_until="2018-12-31")
NEW = Agency("x-new", "示例区卫生局", "department", (), "", "", valid_from="2019-01-01")
ALL = {agency.id: agency for agency in (COUNTY, OFFICE, TOWN, HERE, THERE, OLD, NEW)}


def clues(printed: str, *, title: str = "", text: str = "", file_name: str = "下载", year: int = 2024) -> Clues:
    return Clues(printed, title or f"{printed}{year}年政府信息公开工作年度报告", text, file_name, year)


def found(given: Clues, wanted: Wanted = Wanted()) -> tuple[str, int]:  # noqa: B008 - frozen
    match_ = match(given, ALL, wanted)
    assert isinstance(match_, Match), match_
    assert match_.why
    return match_.agency.id, match_.year


def doubt(given: Clues, wanted: Wanted = Wanted()) -> Doubt:  # noqa: B008 - frozen
    open_ = match(given, ALL, wanted)
    assert isinstance(open_, Doubt), open_
    return open_


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("博爱县人民政府", COUNTY),
        ("博爱县", COUNTY),
        ("河南省焦作市博爱县人民政府", COUNTY),
        ("焦作市博爱县", COUNTY),
        ("博爱县人民政府办公室", OFFICE),
        ("凤泉区潞王坟乡", TOWN),
        ("潞王坟乡人民政府", TOWN),
        ("新乡市凤泉区潞王坟乡", TOWN),
    ],
)
def test_a_printed_name_fits_with_or_without_the_places_above(printed: str, agency: Agency) -> None:
    assert [each.id for each in (COUNTY, OFFICE, TOWN) if fits(printed, each)] == [agency.id]


@pytest.mark.parametrize("printed", ["", "我乡", "人民政府", "武陟县", "博爱县财政局", "坟乡"])
def test_another_name_fits_nobody(printed: str) -> None:
    assert not any(fits(printed, agency) for agency in (COUNTY, OFFICE, TOWN))


def test_one_name_one_agency() -> None:
    assert found(clues("博爱县人民政府")) == ("410822", 2024)


def test_towns_of_one_name_are_told_apart_by_the_place_that_only_one_lies_in() -> None:
    assert found(clues("城关镇", text="2024年，在文水县委的领导下……")) == ("141121100", 2024)
    assert found(clues("城关镇", file_name="博爱县城关镇2024年报")) == ("410822100", 2024)
    assert found(clues("博爱县城关镇人民政府")) == ("410822100", 2024)


@pytest.mark.parametrize(
    "given",
    [
        clues("城关镇"),
        clues("城关镇", text="文水县与博爱县交流经验。"),
        clues("城关镇", text="文水县委", file_name="410822100-2024"),
    ],
    ids=["nothing tells", "both are told", "text against file name"],
)
def test_towns_of_one_name_that_nothing_tells_apart_are_asked_for(given: Clues) -> None:
    open_ = doubt(given)
    assert {agency.id for agency in open_.agencies} == {"410822100", "141121100"}
    assert "城关镇" in open_.why


def test_a_file_name_that_names_another_agency_is_asked_about() -> None:
    open_ = doubt(clues("博爱县人民政府", file_name="410704200_2024"))
    assert [agency.id for agency in open_.agencies] == ["410822", "410704200"]


def test_a_file_without_a_name_is_told_by_its_file_name() -> None:
    assert found(clues("", file_name="2024年博爱县人民政府办公室年报")) == ("410822-bgs", 2024)
    assert found(clues("", file_name="410704200-2024")) == ("410704200", 2024)
    with pytest.raises(Unreadable, match="看不出是哪个机关") as refused:
        match(clues(""), ALL, Wanted())
    assert "--agency" in refused.value.remedy


def test_an_agency_that_had_ended_or_not_begun_is_left_out() -> None:
    assert found(clues("示例区卫生局", year=2017)) == ("x-old", 2017)
    assert found(clues("示例区卫生局", year=2020)) == ("x-new", 2020)


def test_the_year_of_the_title_goes_before_the_file_name_and_else_is_asked_for() -> None:
    assert found(clues("博爱县人民政府", file_name="2025年发布的年报")) == ("410822", 2024)
    untitled = clues("博爱县人民政府", title="政府信息公开工作年度报告", file_name="2023年度报告")
    assert doubt(untitled).years == (2024, 2023)
    assert found(untitled, Wanted(year=2023)) == ("410822", 2023)
    assert found(clues("博爱县人民政府", title="年度报告", file_name="20250110")) == ("410822", 2024)


def test_what_the_maintainer_says_goes_before_everything() -> None:
    assert found(clues("城关镇"), Wanted("141121100", 2023)) == ("141121100", 2023)
    with pytest.raises(Unreadable, match="x-9"):
        match(clues("城关镇"), ALL, Wanted("x-9"))


def test_an_unknown_agency_comes_with_the_lines_to_write_and_what_is_like_it() -> None:
    with pytest.raises(Unreadable, match="名录中没有") as refused:
        match(clues("文水县财政局"), ALL, Wanted())
    assert 'id: "141121-czj"' in refused.value.remedy
    assert 'division: "141121"' in refused.value.remedy
    for printed, key in (("博爱县人力资源和社会保障局", "410822-rsj"), ("无名市财政局", "行政区划代码-wmsczj")):
        with pytest.raises(Unreadable) as refused:
            match(clues(printed), ALL, Wanted())
        assert f'id: "{key}"' in refused.value.remedy
    with pytest.raises(Unreadable) as refused:
        match(clues("包屯镇人民政府"), ALL, Wanted())
    assert 'id: "行政区划代码"' in refused.value.remedy, "a township's own code is nobody's guess"
    with pytest.raises(Unreadable) as refused:
        match(clues("文水县人民政府"), ALL, Wanted())
    assert '- id: "141121"\n' in refused.value.remedy
    with pytest.raises(Unreadable) as refused:
        match(clues("博爱县人民政府办公厅"), ALL, Wanted())
    assert "410822-bgs" in refused.value.remedy


@pytest.mark.parametrize("printed", ["无名市财政局", "文水县财政局", "博爱县人民政府办公厅"])
def test_an_english_reader_gets_the_lines_to_write_with_english_around(printed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        match(clues(printed), ALL, Wanted())
    said = in_english(f"a.txt：{refused.value.what}\n    → {refused.value.remedy}")
    assert said.startswith(f"a.txt: No agency in the registry fits “{printed}”.\n    → ")
    assert "dd these lines in content/agencies/ and run this again:\n      - id: " in said
    assert "请" not in said


def test_places_before_a_name() -> None:
    assert [(place.code, rest) for place, rest in places_before("江苏省淮安市洪泽区财政局")] == [("320813", "财政局")]
    assert [(place.code, rest) for place, rest in places_before("北京市朝阳区教委")] == [("110105", "教委")]
    assert len(places_before("鼓楼区人民政府")) == 4
    assert places_before("包屯镇人民政府") == ()
