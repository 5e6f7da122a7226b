"""How long work is shown: a bar on a terminal, lines in continuous integration, nothing in a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.records.progress import Notice
from generator.saying import Progress
from tests.flow.portals import COUNTY, ROOT, gongkai, report, small, write
from tests.reading import rendering


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a folder with two reports that have not been read."""
    small(tmp_path / "content")
    write(tmp_path / "content", {f"reports/{COUNTY}/2023.txt": rendering.tabs(report(year=2023, seed=3))})
    return tmp_path


def _on_a_terminal(root: Path, *arguments: str) -> str:
    """Run the program with a terminal as its stderr; gives what that terminal was sent."""
    ours, theirs = pty.openpty()
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-m", "generator", *arguments]
    with subprocess.Popen(command, cwd=root, env=surroundings, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        sent = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how a terminal says that nobody writes to it any more
                break
            if not part:
                break
            sent += part
        assert process.wait() == 0
    os.close(ours)
    return sent.decode()


def test_a_terminal_shows_a_bar_that_counts_and_goes_away(root: Path) -> None:
    sent = _on_a_terminal(root, "ingest")
    assert "━" in sent
    assert "2/2" in sent
    assert f"读取 reports/{COUNTY}/2024.txt" in sent
    assert re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sent.rpartition("\x1b[2K")[2]).strip() == "", "the last line is wiped"


def test_nothing_is_shown_when_quiet(root: Path) -> None:
    assert _on_a_terminal(root, "ingest", "--quiet") == ""


def test_pipes_get_nothing_and_continuous_integration_gets_lines(root: Path) -> None:
    lines = gongkai("ingest", "--again", cwd=root, env={"CI": "true"}).err.splitlines()
    assert sorted(lines) == [f"读取 reports/{COUNTY}/{year}.txt" for year in (2023, 2024)]
    assert gongkai("ingest", "--again", cwd=root).err == ""


def test_what_people_must_know_is_said_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    ended: list[bool] = []
    progress = Progress(told.append, lambda: ended.append(True))
    progress("写页面")
    progress(Notice("没有变化"))
    assert (told, ended, capsys.readouterr().err) == (["写页面"], [True], "没有变化\n")
