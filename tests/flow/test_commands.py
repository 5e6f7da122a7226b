"""Every command as a process of its own: results on stdout, the rest on stderr, and the exit status for scripts."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.flow.portals import COUNTY, Ran, gongkai, report, write
from tests.reading import rendering
from tests.reading.rendering import Report

GOOD: Final = f"reports/{COUNTY}/2024.txt"
SUM: Final = "reports/x-sum/2024.html"
WRONG_USAGES: Final = (
    (["explain", "column-identiti"], "column-identity"),
    (["read"], "FILE"),
    (["build", "--content", "nowhere"], "--content"),
    (["check", "--format", "xml"], "github"),
    (["publish"], "publish"),
)


def _in_two(made: Report, other: Report) -> str:
    return rendering.tabs(made) + "\n\n" + rendering.tabs(other)


# ---------------------------------------------------------------- read


def test_read_prints_the_record_that_ingest_writes(built: Path) -> None:
    ran = gongkai("read", GOOD, cwd=built / "content")
    written = (built / f"content/records/{COUNTY}/2024.yaml").read_text(encoding="utf-8")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == written.replace(f"agency: '{COUNTY}'\n", "")


def test_read_takes_one_part_of_several(tmp_path: Path) -> None:
    text = _in_two(report(), report("示例县财政局", seed=3))
    write(tmp_path, {"both.txt": text})
    second = gongkai("read", "both.txt", "--part", "2", cwd=tmp_path)
    assert second.status == 0
    assert "agency_as_printed: 示例县财政局\n" in second.out
    assert gongkai("read", "both.txt", "--part", "3", cwd=tmp_path).status == 3


# ---------------------------------------------------------------- ingest


def test_ingest_reads_what_changed_and_nothing_else(desk: Path) -> None:
    kept = (desk / f"content/records/{COUNTY}/2024.yaml").stat().st_mtime_ns
    write(desk / "content", {SUM: rendering.html(report("示例甲局", seed=6))})
    ran = gongkai("ingest", cwd=desk, env={"CI": "true"})
    assert ran.status == 0
    assert ran.err.splitlines() == [f"读取 {SUM}"]
    assert "读取 1 份，未变 1 份，未能读出 0 份" in ran.out
    assert (desk / f"content/records/{COUNTY}/2024.yaml").stat().st_mtime_ns == kept


def test_ingest_again_reads_all_and_lists_what_changed(desk: Path) -> None:
    path = desk / f"content/records/{COUNTY}/2024.yaml"
    before = path.read_text(encoding="utf-8")
    was = re.search("penalty_decisions: ([0-9]+)", before)
    assert was is not None
    path.write_text(before.replace(was[0], "penalty_decisions: 424242"), encoding="utf-8")
    ran = gongkai("ingest", "--again", "--quiet", cwd=desk)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{COUNTY} 2024 proactive.penalty_decisions：424242 → {was[1]}",
        "读取 2 份，未变 0 份，未能读出 0 份",
    ]
    assert path.read_text(encoding="utf-8") == before


def test_a_file_that_cannot_be_read_is_not_tried_again_but_named_again(desk: Path) -> None:
    write(desk / "content", {"reports/x-new/2024.txt": "只有一句话。\n"})
    first, second = (gongkai("ingest", cwd=desk, env={"CI": "true"}) for _ in range(2))
    assert (first.status, second.status) == (0, 0)
    assert first.err == "读取 reports/x-new/2024.txt\n" + second.err
    assert second.err.startswith("reports/x-new/2024.txt：")
    assert second.out == "读取 0 份，未变 2 份，未能读出 1 份\n"


# ---------------------------------------------------------------- check


def _published(built: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((built / "site/findings/2024/findings.json").read_text(encoding="utf-8"))
    return found


def _flat(value: str | int | list[str]) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def test_check_as_json_says_what_is_published(built: Path) -> None:
    ran = gongkai("check", "--format", "json", cwd=built)
    assert (ran.status, ran.err) == (0, "")
    listed, published = json.loads(ran.out), _published(built)
    assert listed == published
    with (built / "site/findings/2024/findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    flat = [{name: _flat(value) for name, value in one.items()} for one in listed]
    assert [{key: value.removeprefix("'") for key, value in row.items()} for row in rows] == flat
    assert any(item["result"] == "fail" and item["agency"] == "x-sum" for item in listed)


def test_check_as_text_gives_each_report_and_its_findings(built: Path) -> None:
    ran = gongkai("check", cwd=built)
    assert (ran.status, ran.err) == (0, "")
    heads = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    assert [head.split()[0] for head in heads] == [COUNTY, "x-sum"]
    assert all(finding["message"] in ran.out for finding in _published(built))


def test_check_for_github_annotates_the_report_file(built: Path) -> None:
    ran = gongkai("check", "--format", "github", cwd=built)
    fails = [finding for finding in _published(built) if finding["result"] == "fail"]
    *lines, summary = ran.out.splitlines()
    assert ran.status == 0
    assert summary.startswith("校验结果：差错 ")
    assert len(lines) == len(fails) > 0
    reports = f"{re.escape(SUM)}|reports/{COUNTY}/2024.txt"
    assert all(re.match(rf"::(error|warning|notice) file=content/({reports})[,:]", line) for line in lines)
    assert any(f"content/{SUM}" in line for line in lines)
    assert sorted(line.split("::", 2)[2] for line in lines) == sorted(finding["message"] for finding in fails)


def test_check_cannot_compare_with_what_git_does_not_know(built: Path) -> None:
    ran = gongkai("check", "--changed-from", "no-such-branch", cwd=built)
    assert (ran.status, ran.out) == (2, "")
    assert "请写一个存在的提交、分支或标签" in ran.err


@pytest.mark.parametrize("path", [f"content/{SUM}", "content/records/x-sum/2024.yaml", "content/reports/x-sum"])
def test_check_of_a_path_is_about_that_report_alone(built: Path, path: str) -> None:
    ran = gongkai("check", path, "--format", "json", cwd=built)
    assert ran.status == 0
    assert {item["agency"] for item in json.loads(ran.out)} == {"x-sum"}


def test_check_names_what_could_not_be_read(desk: Path) -> None:
    write(desk / "content", {"reports/x-new/2024.txt": "只有一句话。\n"})
    ran = gongkai("check", cwd=desk)
    assert ran.status == 0
    assert "x-new 2024 未能读出（reports/x-new/2024.txt）" in ran.out


# ---------------------------------------------------------------- add


def test_add_puts_the_file_in_its_place_and_shows_what_was_read(desk: Path) -> None:
    made = report("示例乙局", seed=7)
    write(desk, {"下载 (1).TXT": rendering.tabs(made)})
    ran = gongkai("add", "下载 (1).TXT", cwd=desk)
    placed = desk / "content/reports/x-new/2024.txt"
    assert ran.status == 0, ran.err
    assert placed.read_text(encoding="utf-8") == rendering.tabs(made)
    assert (desk / "content/records/x-new/2024.yaml").is_file()
    assert "content/reports/x-new/2024.txt" in ran.out
    assert ["（一）予以公开", *_row(made, "granted")] in [line.split() for line in ran.out.splitlines()]
    assert "gongkai serve" in ran.out, "what to type next"
    assert "x-sum" not in ran.out, "only the report just added is listed"


def _row(made: Report, key: str) -> list[str]:
    return [made.text(cell) for cell in made.figures if cell.startswith(f"applications.{key}.")]


def test_add_of_the_same_bytes_changes_nothing_and_of_others_is_a_new_issue(desk: Path) -> None:
    write(desk, {"same.txt": (desk / "content" / GOOD).read_bytes(), "new.txt": rendering.tabs(report(seed=8))})
    ran = gongkai("add", "same.txt", "new.txt", cwd=desk)
    assert ran.status == 0, ran.err
    names = sorted(path.name for path in (desk / f"content/reports/{COUNTY}").iterdir())
    assert names == ["2024.r2.txt", "2024.txt"]


def _unplaced(desk: Path, name: str, text: str, *more: str) -> Ran:
    write(desk, {name: text})
    before = sorted(path for path in (desk / "content/reports").rglob("*"))
    ran = gongkai("add", name, *more, cwd=desk)
    assert ran.status == 1
    assert ran.out == ""
    assert sorted(path for path in (desk / "content/reports").rglob("*")) == before
    assert f"\n{name}：" in f"\n{ran.err}"
    return ran


def test_add_explains_where_two_agencies_fit(desk: Path) -> None:
    text = rendering.tabs(report("示例乡人民政府", seed=9))
    ran = _unplaced(desk, "town.txt", text)
    assert "twin-1" in ran.err
    assert "twin-2" in ran.err
    assert "--agency" in ran.err
    told = gongkai("add", "town.txt", "--agency", "twin-2", cwd=desk)
    assert told.status == 0, told.err
    assert (desk / "content/reports/twin-2/2024.txt").is_file()


def test_add_explains_where_no_agency_fits(desk: Path) -> None:
    ran = _unplaced(desk, "stranger.txt", rendering.tabs(report("别处市人民政府", seed=9)))
    assert "别处市人民政府" in ran.err
    assert "content/agencies/" in ran.err


def test_add_refuses_what_is_no_report_and_an_agency_it_does_not_know(desk: Path) -> None:
    assert "→" in _unplaced(desk, "note.txt", "只有一句话。\n").err
    assert "nobody" in _unplaced(desk, "good.txt", rendering.tabs(report(seed=9)), "--agency", "nobody").err


# ---------------------------------------------------------------- build, explain, usage


def test_build_keeps_its_hands_off_a_folder_that_is_no_site(desk: Path) -> None:
    write(desk, {"mine/letter.txt": "不要删"})
    ran = gongkai("build", "--site", "mine", "--quiet", cwd=desk)
    assert (ran.status, ran.out) == (1, "")
    assert "--site" in ran.err
    assert [path.name for path in (desk / "mine").iterdir()] == ["letter.txt"]


def test_explain_gives_formula_basis_and_false_alarms(tmp_path: Path) -> None:
    ran = gongkai("explain", "column-identity", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("column-identity")
    assert len(ran.out.splitlines()) > 5


def test_wrong_usage_is_status_2_with_the_remedy(tmp_path: Path) -> None:
    for arguments, said in WRONG_USAGES:
        ran = gongkai(*arguments, cwd=tmp_path)
        assert (ran.status, ran.out) == (2, ""), arguments
        assert said in ran.err
        assert "Traceback" not in ran.err
