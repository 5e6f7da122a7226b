"""The whole way on the real reports: files to records to findings, which are the expected ones and no others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from tests.checking.test_expected import COMPARED
from tests.flow.portals import gongkai

pytestmark = pytest.mark.real

CONFIRM: Final = ("fail", "to_confirm")
OPEN: Final = ("not_assessable", "")
PRINTED: Final = ("fail", "printed")
# Of these checks whatever is not named here passes. One finding may stand for several cells.
EXPECTED: Final[dict[str, dict[tuple[str, tuple[str, str]], int]]] = {
    "410704200": {},
    "410822": {("narrative-new-received", CONFIRM): 1, ("cell-count", OPEN): 1, ("case-total", OPEN): 1},
    "411621107": {
        ("blank-cell", CONFIRM): 1,
        ("column-identity", OPEN): 1,
        ("result-subtotal", OPEN): 1,
        ("row-total", OPEN): 1,
    },
    "141121204": {
        ("section-missing", OPEN): 1,
        ("table-row-missing", OPEN): 1,
        ("template-version", OPEN): 1,
        ("column-identity", OPEN): 7,
        ("result-subtotal", OPEN): 7,
        ("row-total", OPEN): 6,
    },
    "141002203": {
        ("blank-cell", CONFIRM): 1,
        ("column-identity", OPEN): 7,
        ("result-subtotal", OPEN): 7,
        ("row-total", OPEN): 25,
        ("narrative-new-received", OPEN): 1,
    },
    "320813": {("case-total", PRINTED): 2, ("template-version", PRINTED): 1},
}


@pytest.fixture(scope="module")
def content(real_reports: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the real reports out as the content of a portal."""
    folder = tmp_path_factory.mktemp("real") / "content"
    subprocess.run([sys.executable, real_reports / "portal.py", folder], cwd=project, check=True)
    return folder


@pytest.fixture(scope="module")
def findings(content: Path) -> list[dict[str, Any]]:
    """Read and check them, as a process of its own; give the findings of the checks whose results are known."""
    ran = gongkai("check", "--format", "json", cwd=content.parent)
    assert (ran.status, ran.err) == (0, "")
    return [finding for finding in json.loads(ran.out) if finding["check"] in COMPARED]


@pytest.mark.parametrize("agency", EXPECTED)
def test_the_findings_are_the_expected_ones(findings: list[dict[str, Any]], agency: str) -> None:
    mine = [finding for finding in findings if finding["agency"] == agency]
    found = Counter((finding["check"], (finding["result"], finding["certainty"])) for finding in mine)
    assert found == EXPECTED[agency]


def test_both_sides_of_each_failure_are_the_printed_ones(findings: list[dict[str, Any]]) -> None:
    failed = [finding for finding in findings if finding["result"] == "fail"]
    sides = {(f["agency"], f["check"], f["subject"]): (f["left"], f["right"]) for f in failed}
    totals = {key[2]: both for key, both in sides.items() if key[1] == "case-total"}
    assert set(totals.values()) == {("10+1+0+0＝11", "表列总计 0"), ("5+0+0+0＝5", "表列总计 0")}
    (received,) = [both for key, both in sides.items() if key[1] == "narrative-new-received"]
    assert received == ("12", "35")
    counts = {f["agency"]: f["count"] for f in failed if f["check"] == "blank-cell"}
    assert counts == {"411621107": 1, "141002203": 163}


def test_reading_again_changes_nothing(findings: list[dict[str, Any]], content: Path) -> None:
    assert findings
    before = {path: path.read_bytes() for path in content.rglob("*.yaml")}
    ran = gongkai("ingest", "--again", "--quiet", cwd=content.parent)
    assert (ran.status, ran.out) == (0, "读取 6 份，未变 0 份，未能读出 0 份\n")
    assert {path: path.read_bytes() for path in content.rglob("*.yaml")} == before
