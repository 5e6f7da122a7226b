"""The search index as files: what is written, and that it is the same each time."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publishing.kept import Kept
from generator.publishing.names import sort_key, syllables
from generator.publishing.parting import LARGEST, Narrative
from generator.publishing.search import LISTED, SearchEntry, index, search_view
from generator.publishing.shards import search_copy, write_shards


def entry(agency: str, name: str, year: int = 0, *passages: str, places: tuple[str, ...] = ("示例省",)) -> SearchEntry:
    url = f"agencies/{agency}/{year}/" if year else f"agencies/{agency}/"
    return SearchEntry(url, name, (), places, year, "county", f"{name}{year}年年报", passages)


ENTRIES = [
    entry("990001", "示例县人民政府", 2024, "全年信息发布平稳。", "加强审核。", places=("示例省", "示例市", "示例县")),
    entry("990001", "示例县人民政府", 2023, "上一年的情况。", places=("示例省", "示例市", "示例县")),
    entry("990002", "示例省教育厅", 2024, "收到申请12件。"),
    entry("990003", "示例省水利厅", 2024),
    entry("990004", "示例省林业厅"),
]


def names_of(folder: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder / "search" / "names.json").read_text(encoding="utf-8"))
    return loaded


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_list_of_names_holds_each_agency_once_and_each_place_once(tmp_path: Path) -> None:
    index(ENTRIES, tmp_path)
    names = names_of(tmp_path)
    assert names["places"] == [["示例省", "", ""], ["示例市", "", ""], ["示例县", "", ""]]
    agencies = names["agencies"]
    assert isinstance(agencies, list)
    assert [(agency["url"], agency["places"]) for agency in agencies] == [
        ("agencies/990001/", [0, 1, 2]),
        ("agencies/990002/", [0]),
        ("agencies/990003/", [0]),
        ("agencies/990004/", [0]),
    ]
    assert [agency["reports"] for agency in agencies] == [[[2024, 0], [2023, 1]], [[2024, 0]], [[2024, -1]], []]


def test_a_name_gives_its_pinyin_where_it_is_not_that_of_its_characters(tmp_path: Path) -> None:
    index([entry("990001", "重庆市长寿区A2局"), entry("990002", "示例县（单县）", places=("重庆市长寿区",))], tmp_path)
    names, spoken = names_of(tmp_path), {}
    sounds, agencies, places = names["sounds"], names["agencies"], names["places"]
    assert isinstance(sounds, list)
    assert isinstance(agencies, list)
    assert isinstance(places, list)
    alone = {character: sound for sound, held in sounds for character in held}
    for name, given, *_ in (*(each for agency in agencies for each in agency["names"]), *places):
        spoken[name] = given or " ".join(alone.get(character, character) for character in name)
    assert spoken == {name: " ".join(syllables(name)) for name in spoken}
    assert [given for _, given, _ in places] == ["", "chong qing shi chang shou qu"]


def test_of_each_shard_its_reports_stand_in_the_order_of_the_names_with_what_it_weighs(tmp_path: Path) -> None:
    index(ENTRIES, tmp_path)
    shards = names_of(tmp_path)["shards"]
    assert isinstance(shards, list)
    assert [(folder, year) for folder, year, *_ in shards] == [("2024", 2024), ("2023", 2023)]
    for (folder, _, signs, weight, piece, beside), count in zip(shards, (2, 1), strict=True):
        lies = tmp_path / "pagefind" / folder
        called = json.loads((tmp_path / f"search/{folder}.json").read_text(encoding="utf-8")).split(" ")
        assert {path.stem for path in lies.glob("fragment/*")} == {f"unknown_{name}" for name in called}
        assert len(called) == count
        pieces = [path.stat().st_size for path in lies.glob("index/*")]
        assert (weight, piece) == (sum(pieces), max(pieces))
        assert beside > sum(path.stat().st_size for path in lies.glob("*.pf_meta"))
        assert "。" in signs


def test_only_what_a_browser_needs_is_kept_and_the_program_once(tmp_path: Path) -> None:
    index(ENTRIES, tmp_path)
    program = {"pagefind.js", "wasm.unknown.pagefind"}
    assert {path.name for path in (tmp_path / "pagefind").iterdir()} == {"2023", "2024", *program}
    for folder in ("2023", "2024"):
        assert program.isdisjoint(path.name for path in (tmp_path / "pagefind" / folder).iterdir())
    assert not list(tmp_path.rglob("*ui*"))
    assert not list(tmp_path.rglob("*.html"))


def test_the_same_entries_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    draw = random.Random(7)  # noqa: S311 - not for secrets
    text = [chr(number) for number in range(0x4E00, 0x4F00)]
    many = [entry(f"99{n:04}", f"示例{n}镇人民政府", 2024, "".join(draw.choices(text, k=300))) for n in range(120)]
    index(many, tmp_path / "one")
    draw.shuffle(many)
    index(many, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_environment_of_the_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index(ENTRIES, tmp_path / "one")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "main")
    monkeypatch.setenv("LANG", "C")
    index(ENTRIES, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_site_without_any_narrative_has_names_only(tmp_path: Path) -> None:
    index(ENTRIES[3:], tmp_path)
    assert set(files(tmp_path)) == {"search/names.json"}
    assert names_of(tmp_path)["shards"] == []


def told(agency: str, year: int, text: str, code: str = "") -> Narrative:
    return Narrative(f"agencies/{agency}/{year}/", code, (text,))


Years = dict[int, list[Narrative]]


def _two_years(*newest: str) -> Years:
    return {2023: [told("a", 2023, "同样的文字")], 2024: [told(str(n), 2024, text) for n, text in enumerate(newest)]}


def _write(site: Path, notes: Path, years: Years, beside: Path, most: int = LARGEST) -> list[str]:
    """Write shards as a build beside `site` does, put them in its place, and give those that were made anew."""
    before = {path: path.stat().st_ino for path in site.rglob("*.*")}
    write_shards(years, beside, Kept(site, notes), most=most)
    made = {path for path in beside.rglob("*.*") if before.get(site / path.relative_to(beside)) != path.stat().st_ino}
    shutil.rmtree(site, ignore_errors=True)
    beside.rename(site)
    return sorted({path.relative_to(beside / "pagefind").parts[0] for path in made})


PROGRAM = ["pagefind.js", "wasm.unknown.pagefind"]


@pytest.mark.parametrize(
    ("changed", "anew"),
    [
        (_two_years("同样的文字"), []),
        (_two_years("别的文字"), ["2024"]),
        (_two_years("同样的文字", "又一份"), ["2024"]),
    ],
)
def test_only_a_year_that_has_changed_is_indexed_again(tmp_path: Path, changed: Years, anew: list[str]) -> None:
    site, notes = tmp_path / "site", tmp_path / "notes"
    assert _write(site, notes, _two_years("同样的文字"), tmp_path / "first") == ["2023", "2024", *PROGRAM]
    assert _write(site, notes, changed, tmp_path / "second") == anew
    write_shards(changed, tmp_path / "afresh", jobs=2)
    assert files(site) == files(tmp_path / "afresh")


def _three_places(text: str = "甲地说的话") -> Years:
    places = (("n", "130100", text), ("s", "410822", "乙地说的话"), ("x", "", "没有归属的话"))
    return {2024: [told(agency, 2024, said, code) for agency, code, said in places], 2023: [told("n", 2023, "旧话")]}


def test_in_a_parted_year_a_changed_report_renews_its_part_alone(tmp_path: Path) -> None:
    site, notes = tmp_path / "site", tmp_path / "notes"
    parts = ["2024-0-1", "2024-2-4", "2024-none"]
    assert _write(site, notes, _three_places(), tmp_path / "first", most=8) == ["2023", *parts, *PROGRAM]
    changed = _three_places("甲地改口了")
    assert _write(site, notes, changed, tmp_path / "second", most=8) == ["2024-0-1"]
    write_shards(changed, tmp_path / "afresh", jobs=3, most=8)
    assert files(site) == files(tmp_path / "afresh")


def test_a_year_that_grows_too_large_goes_over_into_parts_and_back(tmp_path: Path) -> None:
    site, notes, years = tmp_path / "site", tmp_path / "notes", _three_places()
    assert _write(site, notes, years, tmp_path / "first", most=16) == ["2023", "2024", *PROGRAM]
    grown = _three_places("甲地说的话更长")
    assert _write(site, notes, grown, tmp_path / "second", most=16) == ["2024-0-9", "2024-none"]
    write_shards(grown, tmp_path / "afresh", most=16)
    assert files(site) == files(tmp_path / "afresh")
    assert _write(site, notes, years, tmp_path / "third", most=16) == ["2024"]


def test_a_lost_program_is_written_again_and_no_index(tmp_path: Path) -> None:
    site, notes = tmp_path / "site", tmp_path / "notes"
    _write(site, notes, _two_years("甲"), tmp_path / "first")
    (site / "pagefind" / PROGRAM[1]).unlink()
    assert _write(site, notes, _two_years("甲"), tmp_path / "second") == PROGRAM


@pytest.mark.parametrize("spoilt", ["a note", "a file", "a file that is gone", "a file that is a symlink"])
def test_an_index_whose_note_or_file_was_spoilt_is_made_again(tmp_path: Path, spoilt: str) -> None:
    site, notes = tmp_path / "site", tmp_path / "notes"
    _write(site, notes, _two_years("甲", "乙"), tmp_path / "first")
    path = next((site / "pagefind/2024/index").iterdir())
    if spoilt == "a note":
        (notes / "search-2024.json").write_bytes((notes / "search-2024.json").read_bytes().replace(b"pf_meta", b"x"))
    elif spoilt == "a file":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.rename(tmp_path / "away")
    if spoilt == "a file that is a symlink":
        path.symlink_to(tmp_path / "away")
    assert _write(site, notes, _two_years("甲", "乙"), tmp_path / "second") == ["2024"]
    write_shards(_two_years("甲", "乙"), tmp_path / "afresh")
    assert files(site) == files(tmp_path / "afresh")


def test_a_failure_of_pagefind_tells_what_pagefind_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    with pytest.raises(subprocess.CalledProcessError) as caught:
        index(ENTRIES, tmp_path)
    assert caught.value.__notes__[0].startswith("Pagefind said:")


@pytest.mark.parametrize(
    ("passages", "copy"),
    [
        (["三审三校"], "三 审 三 校 \ue000 "),
        (["２０２４ 年", "", "Ｗｉ-Fi"], "2 0 2 4 年 \ue000 W i - F i \ue000 "),
        (["收到 12 35 件"], "收 到 1 2\ue001 3 5 件 \ue000 "),
        (['他说"好"'], "他 说 ＂ 好 ＂ \ue000 "),
        (["一\u200b二\ue000三\x00四\n五\u3000六"], "一 二 三 四 五 六 \ue000 "),
        ([" \n"], ""),
    ],
)
def test_the_search_copy_has_a_space_after_each_character(passages: list[str], copy: str) -> None:
    assert search_copy(passages) == copy


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("博爱县", "bo ai xian"),
        ("尧都区一平垣乡", "yao du qu yi ping yuan xiang"),
        ("菏泽市单县人民政府", "he ze shi shan xian ren min zheng fu"),
        ("重庆市长寿区", "chong qing shi chang shou qu"),
        ("吕梁市（A2）", "lv liang shi a2"),
        ("", ""),
    ],
)
def test_names_are_spoken_as_people_there_do(name: str, spoken: str) -> None:
    assert " ".join(syllables(name)) == spoken


def test_names_stand_in_dictionary_order() -> None:
    assert sorted(["长沙", "重庆", "安阳", "北京", "鞍山"], key=sort_key) == ["鞍山", "安阳", "北京", "长沙", "重庆"]


def test_the_page_lists_agencies_by_place_once_each() -> None:
    view = search_view(ENTRIES)
    assert [place.names for place in view.places] == [("示例省",), ("示例省", "示例市", "示例县")]
    assert view.places[0].agencies == (
        ("示例省教育厅", "agencies/990002/"),
        ("示例省林业厅", "agencies/990004/"),
        ("示例省水利厅", "agencies/990003/"),
    )
    assert view.unlisted == 0


def test_the_page_says_how_many_agencies_it_does_not_list() -> None:
    many = [entry(f"99{n:04}", f"示例{n}镇") for n in range(LISTED + 3)]
    view = search_view(many)
    assert sum(len(place.agencies) for place in view.places) == LISTED
    assert view.unlisted == 3
