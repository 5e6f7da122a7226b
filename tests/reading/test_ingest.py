"""Report files become records by their bytes alone; what was not read is named, and formats are held together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.reading.ingest import Outcome, ingest
from generator.records.figures import Absence
from generator.records.portal import Issue
from generator.records.record import Record, load_record
from tests.reading import rendering
from tests.reading.made_files import report, tabs

ISSUE = Issue("990001", 2024)
RECORD = "records/990001/2024.yaml"


@dataclass(frozen=True)
class Desk:
    """A content folder of one agency, and the progress lines of every run of ingest on it."""

    content: Path
    lines: list[str] = field(default_factory=list)

    def run(self, *, again: bool = False) -> Outcome:
        """Read what is new or changed."""
        return ingest(self.content, {"990001": None}, again=again, progress=self.lines.append)

    def record(self) -> Record:
        """Load the record of 2024."""
        return load_record(self.content / RECORD, RECORD)

    def copy(self) -> str:
        """Tell what kind of copy the record of 2024 says it is."""
        return self.record().source.copy


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give an empty content folder."""
    return Desk(tmp_path / "content")


def put(desk: Desk, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = desk.content / "reports/990001" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_record_is_written_once_and_read_again_only_for_other_bytes(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs()})
    assert desk.run().read == (ISSUE,)
    assert (desk.record().agency, desk.record().year, desk.copy()) == ("990001", 2024, "extract")
    before = (desk.content / RECORD).read_bytes()
    second = desk.run()
    assert (second.read, second.kept, second.changes) == ((), (ISSUE,), ())
    assert (desk.content / RECORD).read_bytes() == before
    put(desk, {"2024.txt": tabs(seed=2)})
    third = desk.run()
    assert third.read == (ISSUE,)
    assert {change.cell for change in third.changes} == {
        cell for cell, figure in report(seed=2).figures.items() if figure != report().figures[cell]
    }


def test_again_reads_everything_and_changes_nothing_by_itself(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs()})
    desk.run()
    before = (desk.content / RECORD).read_bytes()
    again = desk.run(again=True)
    assert (again.read, again.changes) == ((ISSUE,), ())
    assert (desk.content / RECORD).read_bytes() == before


def test_the_kind_of_copy_follows_the_note_both_ways(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs(), "2024.source.yaml": "copy: original\n"})
    desk.run()
    assert desk.copy() == "original"
    (desk.content / "reports/990001/2024.source.yaml").unlink()
    desk.run()
    assert desk.copy() == "extract"


def test_two_formats_of_one_issue_are_held_together(desk: Desk) -> None:
    other = rendering.html(report()).replace("<td>", "<td> ")
    put(desk, {"2024.txt": tabs(), "2024.html": other})
    assert desk.run().unread == ()
    assert dict(desk.record().figures) == dict(report().figures)
    assert [file.path for file in desk.record().source.files] == [f"reports/990001/2024.{e}" for e in ("html", "txt")]
    changed = {**report().figures, "proactive.penalty_decisions": 424242}
    written = rendering.Report(2024, report().forms, changed, printed=report().printed)
    put(desk, {"2024.txt": rendering.tabs(written)})
    desk.run()
    assert desk.record().figures["proactive.penalty_decisions"] is Absence.UNCLEAR
    candidates = set(desk.record().unclear["proactive.penalty_decisions"].candidates)
    assert candidates == {424242, report().figures["proactive.penalty_decisions"]}


def test_a_file_of_another_year_is_not_read_until_a_person_says_so(desk: Desk) -> None:
    put(desk, {"2023.txt": tabs()})
    (unread,) = desk.run().unread
    assert (unread.issue.year, unread.path) == (2023, "reports/990001/2023.txt")
    assert "2024" in unread.what
    assert "2023.source.yaml" in unread.remedy
    put(desk, {"2023.source.yaml": "year: 2023\n"})
    outcome = desk.run()
    assert (outcome.unread, outcome.read) == ((), (Issue("990001", 2023),))


def test_a_failure_is_remembered_by_bytes_and_tried_again_when_told(desk: Desk) -> None:
    put(desk, {"2024.txt": "今天天气好。\n"})
    first = desk.run()
    assert desk.lines == ["读取 reports/990001/2024.txt"]
    assert desk.run().unread == first.unread
    assert len(desk.lines) == 1
    assert desk.run(again=True).unread == first.unread
    assert len(desk.lines) == 2
    put(desk, {"2024.txt": tabs()})
    assert desk.run().unread == ()


@pytest.mark.parametrize("memory", ["", "{", "[]", '{"version": "0", "unread": {}}', '{"version": "1"}'])
def test_a_spoiled_memory_of_failures_harms_nothing(desk: Desk, memory: str) -> None:
    put(desk, {"2024.txt": tabs()})
    cache = desk.content.parent / ".cache/unread.json"
    cache.parent.mkdir()
    cache.write_text(memory, encoding="utf-8")
    assert desk.run().read == (ISSUE,)


def test_a_note_in_error_leaves_its_report_out_and_no_other(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs(), "2024.source.yaml": "copy: copied\n", "2023.txt": tabs(year=2023)})
    outcome = desk.run()
    assert outcome.read == (Issue("990001", 2023),)
    assert [item.issue for item in outcome.unread] == [ISSUE]
    assert [(problem.path, problem.line) for problem in outcome.problems] == [("reports/990001/2024.source.yaml", 1)]


def test_a_record_spoiled_by_hand_is_read_anew_when_told(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs()})
    desk.run()
    whole = (desk.content / RECORD).read_bytes()
    (desk.content / RECORD).write_text("nonsense: [", encoding="utf-8")
    desk.run()
    assert (desk.content / RECORD).read_bytes() == whole


def test_a_record_that_is_no_text_is_written_anew(desk: Desk) -> None:
    put(desk, {"2024.txt": tabs()})
    desk.run()
    whole = (desk.content / RECORD).read_bytes()
    (desk.content / RECORD).write_bytes(b"\xb9\xd8" + whole)
    assert desk.run().read == (ISSUE,)
    assert (desk.content / RECORD).read_bytes() == whole


def test_nothing_is_written_behind_a_symlink(desk: Desk, tmp_path: Path) -> None:
    put(desk, {"2024.txt": tabs()})
    outside = tmp_path / "outside"
    outside.mkdir()
    (desk.content / "records").mkdir()
    (desk.content / "records/990001").symlink_to(outside)
    (problem,) = desk.run().problems
    assert problem.path == RECORD
    assert not list(outside.iterdir())


def test_scanned_parts_are_named_as_not_read_yet(desk: Desk) -> None:
    put(desk, {"2024/01.txt": tabs()})
    (unread,) = desk.run().unread
    assert unread.issue == ISSUE
    assert unread.remedy


def test_the_part_that_the_note_names_is_read(desk: Desk) -> None:
    both = tabs() + "\n" + tabs(year=2023)
    put(desk, {"2023.txt": both})
    (unread,) = desk.run().unread
    assert "part: N" in unread.remedy
    put(desk, {"2023.txt": both, "2023.source.yaml": "part: 2\n"})
    assert desk.run().read == (Issue("990001", 2023),)
    assert "part: 2" in (desk.content / "records/990001/2023.yaml").read_text(encoding="utf-8")
    assert desk.run().kept == (Issue("990001", 2023),)
