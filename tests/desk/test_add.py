"""A report file finds its agency by the printed name, its place by year, and never overwrites another."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.desk.add import Wanted, add, fits
from generator.reading.readers.document import Unreadable
from generator.records.registry import Agency
from tests.reading.made_files import tabs

COUNTY = Agency("410822", "博爱县人民政府", "government", ("博爱县",), "410822", "county")
OFFICE = Agency("410822-bgs", "博爱县人民政府办公室", "office", (), "410822", "county")
TOWN = Agency("410704200", "凤泉区潞王坟乡人民政府", "government", ("潞王坟乡",), "410704200", "township")
REGISTRY = """
- {id: "990001", name: 示例县人民政府, kind: government, aliases: [示例县]}
- {id: x-1, name: 甲县示例镇人民政府, kind: government, aliases: [示例镇]}
- {id: x-2, name: 乙县示例镇人民政府, kind: government, aliases: [示例镇]}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a content folder with a county and two townships of one name."""
    (tmp_path / "content/agencies").mkdir(parents=True)
    (tmp_path / "content/agencies/x.yaml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path / "content"


def file(content: Path, text: str, name: str = "下载.txt") -> Path:
    path = content.parent / name
    path.write_text(text, encoding="utf-8")
    return path


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


def test_the_file_goes_to_agency_and_year(content: Path) -> None:
    source = file(content, tabs())
    placed = add(source, content, Wanted(), None)
    assert placed == content / "reports/990001/2024.txt"
    assert placed.read_bytes() == source.read_bytes()


def test_the_ending_is_that_of_what_the_file_is(content: Path) -> None:
    assert add(file(content, tabs(), "2024.pdf"), content, Wanted(), None).name == "2024.txt"


def test_the_same_bytes_are_filed_once_and_others_are_a_new_issue(content: Path) -> None:
    first = add(file(content, tabs()), content, Wanted(), None)
    assert add(file(content, tabs(), "again.txt"), content, Wanted(), None) == first
    second = add(file(content, tabs(seed=2)), content, Wanted(), None)
    assert second.name == "2024.r2.txt"
    assert first.read_text(encoding="utf-8") == tabs()


def test_two_that_fit_are_explained_or_asked(content: Path) -> None:
    source = file(content, tabs(agency="示例镇人民政府"))
    with pytest.raises(Unreadable, match=r"x-1.*x-2") as refused:
        add(source, content, Wanted(), None)
    assert "--agency" in refused.value.remedy
    assert not (content / "reports").exists()
    asked: list[list[str]] = []

    def ask(_: str, choices: list[str]) -> int:
        asked.append(choices)
        return 1

    assert add(source, content, Wanted(), ask).parent.name == "x-2"
    assert asked == [["x-1 甲县示例镇人民政府", "x-2 乙县示例镇人民政府"]]


def test_what_the_maintainer_says_goes_before_what_the_file_says(content: Path) -> None:
    source = file(content, tabs(agency="示例镇人民政府"))
    assert add(source, content, Wanted("x-1", 2023), None) == content / "reports/x-1/2023.txt"


@pytest.mark.parametrize("wanted", [Wanted("x-9"), Wanted()])
def test_an_agency_that_is_not_there_is_named_with_its_remedy(content: Path, wanted: Wanted) -> None:
    with pytest.raises(Unreadable, match="名录中没有") as refused:
        add(file(content, tabs(agency="别处县人民政府")), content, wanted, None)
    assert "content/agencies/" in refused.value.remedy


def test_what_is_no_report_is_put_nowhere(content: Path) -> None:
    with pytest.raises(Unreadable):
        add(file(content, "今天天气好。\n"), content, Wanted("x-1", 2024), None)
    assert not (content / "reports").exists()
