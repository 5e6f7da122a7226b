"""Issues by their names, and records under a wrong name or an unknown agency: listed, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.portal import Issue, load_portal


@pytest.mark.parametrize(
    ("name", "year", "revision"), [("2024", 2024, 1), ("2024.r2", 2024, 2), ("2008.r13", 2008, 13)]
)
def test_an_issue_is_its_name(name: str, year: int, revision: int) -> None:
    issue = Issue.parse("x", name)
    assert issue == Issue("x", year, revision)
    assert issue.name == name


@pytest.mark.parametrize(
    "name", ["2024.r1", "2024.r0", "2024.r02", "2024r2", "24", "２０２４", "2024 ", "年报", "2024.R2", ""]
)
def test_what_is_no_issue_is_none(name: str) -> None:
    assert Issue.parse("x", name) is None


def test_a_record_under_a_wrong_name_or_an_unknown_agency_is_listed_and_not_held(tmp_path: Path) -> None:
    for name in ("agencies/x.yaml", "records/x-1/last.yaml", "records/nobody/2024.yaml", "records/x-1/2023.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "portal.yaml").write_text("title: 甲\nbase_url: https://example.org/\n", encoding="utf-8")
    (tmp_path / "agencies/x.yaml").write_text('- {id: "x-1", name: 示例局, kind: other}\n', encoding="utf-8")
    portal = load_portal(tmp_path)
    assert portal.held == ()
    assert [item.issue for item in portal.unread] == [Issue("x-1", 2023)]
    assert {problem.path for problem in portal.problems} == {
        "records/x-1/last.yaml",
        "records/nobody/2024.yaml",
        "records/x-1/2023.yaml",
    }
    assert all(problem.remedy for problem in portal.problems)
