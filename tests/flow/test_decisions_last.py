"""What people have decided lasts: read again, with a new issue beside it, and until the file itself changes."""

from __future__ import annotations

from pathlib import Path

from generator.records.portal import Held, load_portal
from generator.records.reviews import record_fingerprint
from tests.flow.portals import COUNTY, gongkai, report, small, write
from tests.reading import rendering

REVIEW = f"content/reviews/{COUNTY}/2024.yaml"
CORRECTION = f"content/corrections/{COUNTY}/2024.yaml"


def held(root: Path, name: str = "2024") -> Held:
    return next(item for item in load_portal(root / "content").held if item.issue.name == name)


def test_a_decision_lasts_until_the_file_changes(tmp_path: Path) -> None:
    small(tmp_path / "content")
    assert gongkai("ingest", "--quiet", cwd=tmp_path).status == 0
    figures = record_fingerprint(held(tmp_path).record)[:12]
    text = f'# 请保留\n- confirms: record\n  figures: "{figures}"\n  by: 示例编辑\n  date: 2025-03-01\n'
    write(tmp_path, {REVIEW: text})

    again = gongkai("ingest", "--again", "--quiet", cwd=tmp_path)
    assert again.status == 0, again.err
    assert (tmp_path / REVIEW).read_text(encoding="utf-8") == text
    assert held(tmp_path).reviews.of_record is not None

    write(tmp_path / "content", {f"reports/{COUNTY}/2024.r2.txt": rendering.tabs(report(seed=2))})
    assert gongkai("build", "--quiet", cwd=tmp_path).status == 0
    assert held(tmp_path).reviews.of_record is not None
    assert held(tmp_path, "2024.r2").reviews.of_record is None, "another issue is another matter"

    source = tmp_path / f"content/reports/{COUNTY}/2024.txt"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    told = gongkai("check", cwd=tmp_path)
    assert f"{REVIEW.removeprefix('content/')}:2" in told.err
    assert "作废" in told.err
    assert (tmp_path / REVIEW).read_text(encoding="utf-8") == text, "void, and never taken away"


def test_a_correction_lasts_however_often_the_report_is_read(tmp_path: Path) -> None:
    made = small(tmp_path / "content")
    assert gongkai("ingest", "--quiet", cwd=tmp_path).status == 0
    cell = "proactive.penalty_decisions"
    was = made.figures[cell]
    assert isinstance(was, int)
    text = f"- cell: {cell}\n  was: {was}\n  is: {was + 1}\n  why: 原件第 1 页\n  by: 示例编辑\n  date: 2025-03-01\n"
    write(tmp_path, {CORRECTION: text})
    for _ in range(2):
        assert gongkai("ingest", "--again", "--quiet", cwd=tmp_path).status == 0
        assert held(tmp_path).record.figures[cell] == was + 1
    assert (tmp_path / CORRECTION).read_text(encoding="utf-8") == text
