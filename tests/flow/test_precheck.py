"""Forty drafts with thirty planted faults, checked as a real process that may not reach any network."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from generator.records.forms import TABLES, identities
from tests.flow.portals import PORTAL, agency, gongkai, report, write
from tests.reading import rendering
from tests.reading.rendering import Report
from tests.reading.test_xlsx import book

GIT: Final = shutil.which("git") or "git"
DRAFTS: Final = 40
FAULTY: Final = 30
NO_NETWORK: Final = """
import socket
def _refused(self, address, *more):
    if self.family != socket.AF_UNIX:
        raise SystemExit(f"reached for {address}")
    return _connect(self, address, *more)
_connect = socket.socket.connect
socket.socket.connect = _refused
"""
LAYOUTS: Final[tuple[tuple[str, Callable[[Report], str | bytes]], ...]] = (
    ("txt", rendering.tabs),
    ("html", rendering.merged_html),
    ("xlsx", book),
    ("md", rendering.markdown),
)


@dataclass(frozen=True)
class Planted:
    """A draft with a fault: whose it is, the cell that was changed, and the checks that must name it."""

    agency: str
    cell: str
    checks: frozenset[str]


def _name(number: int) -> str:
    return f"示例县第{number}局"


def _plant(made: Report, rng: random.Random, name: str) -> tuple[Report, Planted]:
    """Add to one figure that some identity of the form binds."""
    bound = {
        cell: {each.check for table in TABLES for each in identities(table, made.forms[table]) if cell in each.cells}
        for cell in made.figures
    }
    cell = rng.choice(sorted(each for each, checks in bound.items() if checks))
    figure = made.figures[cell]
    assert isinstance(figure, int)
    changed = replace(made, figures={**made.figures, cell: figure + rng.randint(1, 9)})
    return changed, Planted(name, cell, frozenset(bound[cell]))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Planted]]:
    """Give a folder under git with a content folder, forty drafts of departments, and two that have none."""
    root = tmp_path_factory.mktemp("office")
    rng = random.Random(40)  # noqa: S311 - the same drafts every time
    planted: dict[str, Planted] = {}
    for number in range(1, DRAFTS + 1):
        made = report(_name(number), seed=number)
        if number <= FAULTY:
            made, fault = _plant(made, rng, _name(number))
            planted[_name(number)] = fault
        suffix, draw = LAYOUTS[number % len(LAYOUTS)]
        write(root / "草稿", {f"{number:02d} 年报.{suffix}": draw(made)})
    registry = "".join(agency(f"x-{number}", _name(number), 'division: "410822"') for number in range(1, DRAFTS + 3))
    write(root / "content", {"portal.yaml": PORTAL, "agencies/41.yaml": registry})
    # Beside the folder, as Python leaves files of its own there.
    write(root.with_name("quiet"), {"sitecustomize.py": NO_NETWORK})
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "a"]):
        subprocess.run([GIT, *command], cwd=root, check=True)
    return root, planted


def _rows(path: Path, sheet: int) -> list[dict[str, object]]:
    heads, *lines = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]


def test_every_planted_fault_is_named_and_no_other(desk: tuple[Path, Mapping[str, Planted]]) -> None:
    root, planted = desk
    path = {"PYTHONPATH": f"{root.with_name('quiet')}:{Path(__file__).parents[2]}"}
    ran = gongkai("precheck", "草稿", "--out", "../结果", "--place", "4108", "--quiet", cwd=root, env=path)
    assert (ran.status, ran.err) == (0, "")
    out = root.parent / "结果"
    drafts = {str(row["部门"]): row for row in _rows(out / "核对结果.xlsx", 0)}
    assert len(drafts) == DRAFTS + 2
    assert [name for name, row in drafts.items() if row["状态"] == "未提交"] == [_name(41), _name(42)]
    errors: dict[str, set[str]] = {}
    for row in _rows(out / "核对结果.xlsx", 1):
        if row["轻重"] == "数据不符":
            errors.setdefault(str(row["部门"]), set()).add(str(row["校验"]))
    assert errors == {name: set(fault.checks) for name, fault in planted.items()}
    status = subprocess.run([GIT, "status", "--porcelain"], cwd=root, capture_output=True, check=True)
    assert status.stdout == b""
    letters = sorted((out / "意见").iterdir())
    assert len(letters) == DRAFTS
    told = {re.sub(r"^\d+-|\.html$", "", letter.name): letter.read_text(encoding="utf-8") for letter in letters}
    assert [name for name in planted if "不平衡" not in told[name]] == []
    assert not any("数据不符" in told[_name(number)] for number in range(FAULTY + 1, DRAFTS + 1))


def test_the_second_round_says_what_was_mended(desk: tuple[Path, Mapping[str, Planted]], tmp_path: Path) -> None:
    root, planted = desk
    out = tmp_path / "out"
    name = next(iter(planted))
    good, bad = report(name, seed=1), None
    bad = replace(good, figures={**good.figures, **_changed(good)})
    write(tmp_path / "drafts", {"1.txt": rendering.tabs(bad)})
    first = gongkai("precheck", tmp_path / "drafts", "--out", out, "--quiet", cwd=root)
    assert "数据不符" in first.out
    write(tmp_path / "drafts", {"1.txt": rendering.tabs(good)})
    second = gongkai("precheck", tmp_path / "drafts", "--out", out, "--quiet", cwd=root)
    assert "数据不符" not in second.out
    (row,) = _rows(out / "核对结果.xlsx", 0)
    assert str(row["比上一轮"]).startswith("已改 ")
    (letter,) = (out / "意见").iterdir()
    assert "这次已不再出现" in letter.read_text(encoding="utf-8")


def _changed(made: Report) -> dict[str, int]:
    cell = "disputes.review.total"
    figure = made.figures[cell]
    assert isinstance(figure, int)
    return {cell: figure + 1}


def test_what_cannot_be_read_is_listed_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path / "drafts", {"坏.pdf": b"%PDF-1.4 broken", "=1+1.txt": "不是年报"})
    ran = gongkai("precheck", "drafts", "--out", "out", "--quiet", cwd=tmp_path)
    assert ran.status == 0, ran.err
    rows = _rows(tmp_path / "out/核对结果.xlsx", 0)
    assert [row["状态"] for row in rows] == ["不能读取", "不能读取"]
    assert all(row["说明"] for row in rows)
    book_ = openpyxl.load_workbook(tmp_path / "out/核对结果.xlsx")
    assert not any(cell.data_type == "f" for sheet in book_ for line in sheet.iter_rows() for cell in line)


def test_the_results_never_land_among_the_drafts(tmp_path: Path) -> None:
    write(tmp_path / "drafts", {"1.txt": "x"})
    ran = gongkai("precheck", "drafts", "--out", "drafts/out", cwd=tmp_path)
    assert ran.status == 2
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["1.txt"]
