"""Report files find their places, are never overwritten, and doubtful ones are asked for when all others are done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.desk.add import Ask, Outcome, State, add, inbox
from generator.desk.matching import Wanted
from generator.desk.picture import of_outcomes, summary
from generator.english import in_english
from tests.reading.made_files import tabs

REGISTRY = """
- {id: "990001", name: 示例县人民政府, kind: government, aliases: [示例县]}
- {id: x-1, name: 甲县示例镇人民政府, kind: government, aliases: [示例镇]}
- {id: x-2, name: 乙县示例镇人民政府, kind: government, aliases: [示例镇]}
"""
TOWN = "示例镇人民政府"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a content folder with a county and two townships of one name."""
    (tmp_path / "content/agencies").mkdir(parents=True)
    (tmp_path / "content/agencies/x.yaml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path / "content"


def file(content: Path, text: str, name: str = "下载.txt") -> Path:
    path = content.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def added(
    content: Path,
    *files: Path,
    wanted: Wanted = Wanted(),  # noqa: B008 - frozen
    ask: Ask | None = None,
    said: list[str] | None = None,
) -> list[Outcome]:
    return add(files, content, wanted, ask, (said if said is not None else []).append)


def one(content: Path, source: Path, wanted: Wanted = Wanted()) -> Outcome:  # noqa: B008 - frozen
    (outcome,) = added(content, source, wanted=wanted)
    return outcome


def test_the_file_goes_to_agency_and_year(content: Path) -> None:
    source = file(content, tabs())
    outcome = one(content, source)
    assert outcome.place == content / "reports/990001/2024.txt"
    assert outcome.place.read_bytes() == source.read_bytes()
    assert source.exists()


def test_the_ending_is_that_of_what_the_file_is(content: Path) -> None:
    place = one(content, file(content, tabs(), "2024.pdf")).place
    assert place
    assert place.name == "2024.txt"


def test_the_same_bytes_are_filed_once_and_others_are_a_new_issue(content: Path) -> None:
    first = one(content, file(content, tabs()))
    said: list[str] = []
    (again,) = added(content, file(content, tabs(), "again.txt"), said=said)
    assert (again.state, again.place) == (State.KNOWN, first.place)
    assert said == [], "bytes that are filed already need no reading"
    second = one(content, file(content, tabs(seed=2)))
    assert second.place
    assert second.place.name == "2024.r2.txt"
    assert "再次发布" in second.why
    assert first.place
    assert first.place.read_text(encoding="utf-8") == tabs()


def test_the_same_bytes_twice_in_one_go_are_filed_once(content: Path) -> None:
    states = [item.state for item in added(content, file(content, tabs()), file(content, tabs(), "twice.txt"))]
    assert states == [State.FILED, State.KNOWN]
    assert [path.name for path in (content / "reports/990001").iterdir()] == ["2024.txt"]


def test_another_format_is_the_same_issue_and_says_so(content: Path) -> None:
    one(content, file(content, tabs()))
    other = one(content, file(content, f"{tabs()}\n", "report.md"))
    assert other.place
    assert other.place.name == "2024.md"
    assert "2024.txt" in other.why


def test_two_that_fit_are_explained_where_nobody_can_be_asked(content: Path) -> None:
    outcome = one(content, file(content, tabs(agency=TOWN)))
    assert outcome.state is State.DOUBTFUL
    assert "x-1" in outcome.why
    assert "x-2" in outcome.why
    assert "--agency" in outcome.remedy
    assert not (content / "reports").exists()


def test_doubtful_ones_are_asked_for_when_all_others_are_done(content: Path) -> None:
    asked: list[tuple[str, Sequence[str], bool]] = []

    def ask(question: str, choices: list[str]) -> int:
        asked.append((question, choices, (content / "reports/990001/2024.txt").exists()))
        return 1

    folder = content.parent / "downloads"
    file(content, tabs(agency=TOWN), "downloads/a.txt")
    file(content, tabs(), "downloads/b.txt")
    outcomes = added(content, folder, ask=ask)
    assert [item.file.name for item in outcomes] == ["a.txt", "b.txt"]
    assert [str(item.place.parent.name) for item in outcomes if item.place] == ["x-2", "990001"]
    ((question, choices, others_done),) = asked
    assert others_done
    assert "a.txt" in question
    assert choices == ["x-1 甲县示例镇人民政府", "x-2 乙县示例镇人民政府"]


def test_an_interrupted_run_keeps_what_it_has_filed(
    content: Path,
) -> None:
    folder = content.parent / "downloads"
    for year in range(2021, 2026):
        file(content, tabs(year=year), f"downloads/{year}.txt")

    def interrupted(message: str) -> None:
        if "2025" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add([folder], content, Wanted(), None, interrupted)
    assert (content / "reports/990001/2021.txt").is_file()
    states = [item.state for item in added(content, folder)]
    assert states[0] is State.KNOWN
    assert states[-1] is State.FILED


def test_what_the_maintainer_says_goes_before_what_the_file_says_and_is_kept(content: Path) -> None:
    outcome = one(content, file(content, tabs(agency=TOWN)), Wanted("x-1", 2023))
    assert outcome.place == content / "reports/x-1/2023.txt"
    assert (content / "reports/x-1/2023.source.yaml").read_text(encoding="utf-8") == "year: 2023\n"


def test_one_of_several_reports_in_a_file_is_taken_by_its_number(content: Path) -> None:
    source = file(content, tabs() + "\n" + tabs(year=2023))
    assert "part" in one(content, source).remedy
    outcome = one(content, source, Wanted(part=2))
    assert outcome.place == content / "reports/990001/2023.txt"
    assert (content / "reports/990001/2023.source.yaml").read_text(encoding="utf-8") == "part: 2\n"


@pytest.mark.parametrize("wanted", [Wanted("x-9"), Wanted()])
def test_an_agency_that_is_not_there_is_named_with_its_remedy(content: Path, wanted: Wanted) -> None:
    outcome = one(content, file(content, tabs(agency="别处县人民政府")), wanted)
    assert outcome.state is State.REFUSED
    assert "名录中没有" in outcome.why
    assert "content/agencies/" in outcome.remedy


def test_a_bad_file_stops_no_other(content: Path) -> None:
    bad = file(content, "今天天气好。\n", "bad.txt")
    empty = file(content, "", "empty.txt")
    outcomes = added(content, bad, empty, content.parent / "absent.pdf", file(content, tabs()))
    assert [item.state for item in outcomes] == [State.REFUSED] * 3 + [State.FILED]
    assert all(item.why and item.remedy for item in outcomes[:3])
    assert summary(outcomes, str) == "已归档 1 份，未归档 3 份"
    assert summary(outcomes, in_english) == "1 filed, 3 not filed"
    assert "not filed  " in of_outcomes(outcomes, 100, in_english)
    drawn = of_outcomes(outcomes, 100, str)
    assert all(name in drawn for name in ("bad.txt", "empty.txt", "absent.pdf", "2024.txt"))


def test_the_inbox_is_emptied_of_what_was_filed_and_keeps_the_rest(content: Path) -> None:
    file(content, tabs(), "content/inbox/`$(touch x)`;.txt")
    file(content, "url: https://example.org/a\n", "content/inbox/`$(touch x)`;.source.yaml")
    file(content, tabs(agency=TOWN), "content/inbox/b.txt")
    outcomes = added(content, *inbox(content))
    assert sorted(item.state.value for item in outcomes) == ["已归档", "待确认"]
    assert [path.name for path in (content / "inbox").iterdir()] == ["b.txt"]
    assert "example.org" in (content / "reports/990001/2024.source.yaml").read_text(encoding="utf-8")


def test_a_note_in_error_keeps_the_file_where_it_is(content: Path) -> None:
    file(content, tabs(), "content/inbox/a.txt")
    file(content, "color: red\n", "content/inbox/a.source.yaml")
    (outcome,) = added(content, *inbox(content))
    assert outcome.state is State.REFUSED
    assert len(list((content / "inbox").iterdir())) == 2
    assert not (content / "reports").exists()
