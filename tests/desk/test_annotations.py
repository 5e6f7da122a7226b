"""Annotations on a pull request: what it changes, the gravest first, ten of a level, nothing that breaks out."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checking.findings import Certainty, Finding, Result, Severity
from generator.desk.annotations import MOST, Checked, annotate
from generator.desk.changed import NoComparisonError, changed_since, concerns
from generator.records.place import Place
from generator.records.portal import Held, Issue
from generator.records.record import Evidence, SourceFile
from tests.checking.made import record


def held(agency: str = "a", year: int = 2024, path: str = "") -> Held:
    """Hold a report of which line 7 bears 表四."""
    made = record(year=year)
    file = SourceFile(path or f"reports/{agency}/{year}.txt", "0" * 64, "text/plain")
    evidence = {**made.evidence, "disputes": Evidence(Place(line=7), "3 0 0 0 0")}
    return Held(Issue(agency, year), replace(made, source=replace(made.source, files=(file,)), evidence=evidence), "")


def fails(count: int, severity: Severity = Severity.ERROR, certainty: Certainty = Certainty.PRINTED) -> list[Finding]:
    """Make failures of 表四, numbered in their messages."""
    return [
        Finding(
            check="case-total",
            result=Result.FAIL,
            severity=severity,
            group="B",
            subject="review",
            about="行政复议",
            certainty=certainty,
            cells=("disputes.review.upheld",),
            left="3",
            right="0",
            message=f"第{number}处",
        )
        for number in range(count)
    ]


def lines(*checked: Checked, **options: object) -> list[str]:
    return list(annotate(checked, "content", **options))  # type: ignore[arg-type]


def test_an_annotation_names_file_and_line_and_is_one_command() -> None:
    first, summary = lines((held(), tuple(fails(1))))
    assert first == "::error file=content/reports/a/2024.txt,line=7,title=case-total 行政复议::第0处"
    assert summary == "校验结果：差错 1，警告 0，提示 0。全部见 gongkai check。"


def test_ten_of_a_level_are_shown_and_the_others_counted() -> None:
    found = [*fails(3, Severity.INFO), *fails(2, Severity.WARNING), *fails(MOST + 4)]
    *shown, summary = lines((held(), tuple(found)))
    assert [line.split(" ")[0] for line in shown] == ["::error"] * MOST + ["::warning"] * 2 + ["::notice"] * 3
    assert summary == "校验结果：差错 14，警告 2，提示 3；其中 4 处没有逐条标出。全部见 gongkai check。"


def test_what_is_sure_comes_before_what_is_to_be_confirmed() -> None:
    found = (*fails(MOST, certainty=Certainty.TO_CONFIRM), *fails(1))
    first, second, *_ = lines((held(), found))
    assert "待核对" not in first
    assert ",title=case-total 行政复议（待核对）::" in second


def test_what_passed_or_could_not_be_told_is_no_annotation() -> None:
    quiet = tuple(replace(each, result=result) for each in fails(1) for result in Result if result is not Result.FAIL)
    assert len(lines((held(), quiet))) == 1


def test_only_what_a_branch_changes_is_annotated() -> None:
    checked = [(held("a"), tuple(fails(1))), (held("b"), tuple(fails(2)))]
    *shown, summary = lines(*checked, changed=lambda issue: issue.agency == "a")
    assert len(shown) == 1
    assert summary == "改动的报告：差错 1，警告 0，提示 0；其他报告另有 2 处。全部见 gongkai check。"


def test_nothing_in_a_path_or_message_breaks_out_of_an_annotation() -> None:
    evil = held(path="reports/a,b:c\n::warning::x/2024.txt")
    line, _ = lines((evil, (replace(fails(1)[0], about="a,b:c\n", message="100%\n::error::x"),)))
    assert "\n" not in line
    assert "file=content/reports/a%2Cb%3Ac%0A%3A%3Awarning%3A%3Ax/2024.txt," in line
    assert ",title=case-total a%2Cb%3Ac::" in line
    assert line.endswith("::100%25%0A::error::x")


def test_a_place_without_a_line_gives_none() -> None:
    made = held()
    paged = replace(made, record=record())
    paged = replace(paged, record=replace(paged.record, source=made.record.source))
    assert "line=" not in lines((paged, tuple(fails(1))))[0]
    nowhere = tuple(replace(each, cells=()) for each in fails(1))
    assert "line=" not in lines((held(), nowhere))[0]


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("content/reports/a/2024.pdf", True),
        ("content/reports/a/2024.source.yaml", True),
        ("content/corrections/a/2024.yaml", True),
        ("content/reports/a/2024/01.png", True),
        ("content/reports/a", True),
        ("content/reports/a/2024.r2.pdf", False),
        ("content/reports/a/2023.pdf", False),
        ("content/reports/b/2024.pdf", False),
        ("content/portal.yaml", False),
    ],
)
def test_which_issue_a_path_is_about(path: str, about: bool) -> None:  # noqa: FBT001 - a column of the table
    assert concerns(Issue("a", 2024), [Path("x"), Path(path)]) is about


def test_a_reissue_is_told_from_the_first_issue() -> None:
    paths = [Path("reports/a/2024.r2.pdf"), Path("reports/a/2024.r3.source.yaml")]
    assert concerns(Issue("a", 2024, 2), paths)
    assert concerns(Issue("a", 2024, 3), paths)
    assert not concerns(Issue("a", 2024), paths)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout with one commit, and a file changed, one added and one deleted since, not all committed."""
    content = tmp_path / "content"
    for name in ("a/2024.txt", "a/2023.txt", "b/名 字.txt"):
        (content / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (content / "reports" / name).write_text("x", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "x")
    (content / "reports/a/2024.txt").write_text("y", encoding="utf-8")
    (content / "reports/b/名 字.txt").unlink()
    (tmp_path / "README.md").write_text("y", encoding="utf-8")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)  # noqa: S607 - git, wherever it is


def test_git_tells_what_changed_below_the_content(checkout: Path) -> None:
    content = checkout / "content"
    assert set(changed_since("HEAD", content)) == {content / "reports/a/2024.txt", content / "reports/b/名 字.txt"}


@pytest.mark.parametrize("reference", ["no-such-branch", "--output=x", ""])
def test_what_git_does_not_know_is_named_with_a_remedy(checkout: Path, reference: str) -> None:
    with pytest.raises(NoComparisonError, match="请写一个存在的提交、分支或标签"):
        changed_since(reference, checkout / "content")
    assert not (checkout / "x").exists()


def test_outside_a_checkout_git_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoComparisonError):
        changed_since("HEAD", tmp_path)
