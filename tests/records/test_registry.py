"""The registry: every fault named at once, with file and line; ids are given once."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.errors import ContentError
from generator.records.registry import load_registry

COUNTY = '- id: "410822"\n  name: 博爱县人民政府\n  kind: government\n  aliases: [博爱县]\n'


def registry(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(ContentError) as raised:
        load_registry(folder)
    assert all(problem.remedy for problem in raised.value.problems)
    return [(problem.path, problem.line, problem.what) for problem in raised.value.problems]


def test_place_and_level_are_told_by_the_id_or_said(tmp_path: Path) -> None:
    office = '- id: 410822-czj\n  name: 博爱县财政局\n  kind: department\n  division: "410822"\n'
    town = '- id: "410704200"\n  name: 潞王坟乡人民政府\n  kind: government\n'
    body = "- id: x-1\n  name: 垂直管理局\n  kind: central\n"
    agencies = load_registry(registry(tmp_path, a=COUNTY + office, b=town + body))
    assert list(agencies) == sorted(agencies)
    told = {key: (agency.division, agency.level) for key, agency in agencies.items()}
    assert told == {
        "410822": ("410822", "county"),
        "410822-czj": ("410822", "county"),
        "410704200": ("410704200", "township"),
        "x-1": ("", "central"),
    }
    assert (agencies["410822"].short_name, agencies["x-1"].short_name) == ("博爱县", "垂直管理局")


def test_no_folder_is_no_agency(tmp_path: Path) -> None:
    assert load_registry(tmp_path / "agencies") == {}


def test_all_faults_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    folder = registry(
        tmp_path,
        a=COUNTY + "- id: BAD ID\n  name: 某局\n  kind: department\n",
        b="- id: 410822\n  name: 某局\n  kind: bureau\n",
        c="- id: [\n",
        d='- id: "410822-a"\n  name: 甲局\n  kind: department\n  telephone: "1"\n',
    )
    found = problems(folder)
    assert {path for path, _, _ in found} == {f"agencies/{name}.yaml" for name in "abcd"}
    assert [(line, "BAD ID" in what) for path, line, what in found if path == "agencies/a.yaml"] == [(5, True)]
    assert len([1 for path, _, _ in found if path == "agencies/b.yaml"]) == 2
    assert all(line for _, line, _ in found)


def test_an_id_given_twice_names_both_places(tmp_path: Path) -> None:
    found = problems(registry(tmp_path, a=COUNTY, b="\n\n" + COUNTY.replace("博爱县人民政府", "另一机关")))
    assert found == [("agencies/b.yaml", 3, "机关编号 410822 已用于“博爱县人民政府”（agencies/a.yaml）。")]


def test_a_predecessor_must_be_there(tmp_path: Path) -> None:
    ((path, _, what),) = problems(registry(tmp_path, a=COUNTY + "  successor_of: [x-9]\n"))
    assert path == "agencies/a.yaml"
    assert "410822" in what
    assert "x-9" in what


@pytest.mark.parametrize("text", ["id: x\n", "just text\n", "- null\n", "- [a, b]\n"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(registry(tmp_path, a=text))


def test_an_empty_list_is_no_agency_and_an_empty_file_is_named(tmp_path: Path) -> None:
    assert load_registry(registry(tmp_path, a="[]\n")) == {}
    ((path, _, _),) = problems(registry(tmp_path, a="# nothing yet\n"))
    assert path == "agencies/a.yaml"
