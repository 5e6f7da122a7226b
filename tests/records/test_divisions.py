"""The table of places: what it holds, and how codes of every usual form are read."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records import divisions


def names(code: str) -> str:
    """Write a path as a maintainer would say it."""
    return "/".join(place.name for place in divisions.path_of(code))


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("410704200", "河南省/新乡市/凤泉区"),
        ("320813", "江苏省/淮安市/洪泽区"),
        ("141002203", "山西省/临汾市/尧都区"),
        ("411621107", "河南省/周口市/扶沟县"),
        ("310101", "上海市/黄浦区"),
        ("110101001", "北京市/东城区"),
        ("500229", "重庆市/城口县"),
        ("500157", "重庆市/两江新区"),
        ("419001", "河南省/济源市"),
        ("659001", "新疆维吾尔自治区/石河子市"),
        ("653229", "新疆维吾尔自治区/和田地区/和安县"),
        ("441900101", "广东省/东莞市"),
        ("620200100", "甘肃省/嘉峪关市"),
        ("810000", "香港特别行政区"),
        ("410700", "河南省/新乡市"),
        ("41", "河南省"),
        ("4107", "河南省/新乡市"),
        ("410704000000", "河南省/新乡市/凤泉区"),
        ("410704200201", "河南省/新乡市/凤泉区"),
        ("110100", "北京市"),
        ("419900", "河南省"),
        ("990000", ""),
        ("", ""),
        ("41070", ""),
        ("４１０７０４", ""),
        ("410704-gaj", ""),
    ],
)
def test_a_code_of_any_form_leads_from_the_province_down(code: str, path: str) -> None:
    assert names(code) == path


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("410000", "province"),
        ("41", "province"),
        ("410700", "prefecture"),
        ("110100", "prefecture"),
        ("410704", "county"),
        ("659001", "county"),
        ("410704200", "township"),
        ("410704200000", "township"),
        ("410704200201", None),
        ("310000-kjw", None),
        ("", None),
    ],
)
def test_the_form_of_a_code_tells_its_level(code: str, level: str | None) -> None:
    assert divisions.level_of(code) == level


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("410704200", "410704"),
        ("410704", "410700"),
        ("410700", "410000"),
        ("410000", None),
        ("110101", "110000"),
        ("419001", "410000"),
        ("441900101", "441900"),
        ("990101", None),
    ],
)
def test_the_place_above_is_the_nearest_that_exists(code: str, parent: str | None) -> None:
    assert divisions.parent_of(code) == parent


def test_names_are_official_and_short_ones_usual() -> None:
    shown = {code: divisions.division(code) for code in ("150000", "222400", "632324", "410822")}
    assert {code: place.short_name for code, place in shown.items() if place} == {
        "150000": "内蒙古",
        "222400": "延边州",
        "632324": "河南县",
        "410822": "博爱县",
    }
    assert divisions.name_of("150000") == "内蒙古自治区"
    assert divisions.name_of("410704200") is None


def test_a_withdrawn_code_keeps_its_name_and_says_so() -> None:
    withdrawn = divisions.division("500105")
    assert withdrawn is not None
    assert (withdrawn.name, withdrawn.until) == ("江北区", 2025)


def test_the_table_is_whole_sorted_and_free_of_places_that_are_none() -> None:
    text = resources.files("generator.records").joinpath("divisions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    codes = [row[0] for row in rows]
    standing = [row[0] for row in rows if len(row) < len(("code", "name", "short", "until"))]
    assert codes == sorted(set(codes))
    levels = [divisions.level_of(code) for code in standing]
    # Totals of the Ministry of Civil Affairs' roll with the changes named in the file's first lines.
    assert [levels.count(level) for level in ("province", "prefecture", "county")] == [34, 333, 2847]
    assert not [row for row in rows if re.search(r"开发区|工业园区|示范区|管理区|市辖区|直辖|^县$", row[1])]
    assert not [row for row in rows if re.search(r"[^\u3400-\u9fff]", "".join(row[1:3]))]


def test_every_place_lies_in_places_that_stand() -> None:
    for code in divisions._table():
        path = divisions.path_of(code)
        assert path[-1].code == code
        assert all(place.until is None for place in path[:-1])


@given(st.text(alphabet="0123456789０²-a\n", max_size=14))
def test_no_text_makes_it_stumble(code: str) -> None:
    path = divisions.path_of(code)
    assert len(path) <= len(("province", "prefecture", "county"))
    assert [divisions.level_of(place.code) for place in path] == sorted(
        (divisions.level_of(place.code) or "" for place in path), key=["province", "prefecture", "county"].index
    )
