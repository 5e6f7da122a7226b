"""Small files that ask for more than any machine has: each ends in time, in its memory, without a record, with a word.

The eighteen PDF bombs of our research are tried here, and the others that end at once; `python -m tests.hostile.bombs`
tries them all with the real limits and measures them. Here the slow ones get less time, so that the suite stays quick.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from generator.reading import child, sandbox
from generator.reading.read import read_report
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import read_safely
from tests.flow.portals import ROOT
from tests.hostile import office_bombs, pdf_bombs, picture_bombs
from tests.hostile.trial import CRASHED, INTERRUPTED, REFUSED, tried

SECONDS: Final = 4
MOST_PROCESSOR: Final = 20.0
ENDLESS: Final = 240
"""Seconds of the clock in which a busy machine has surely ended what has 20 seconds of the processor."""
SLOW: Final = frozenset(
    {
        "250 KB to 256 MB",
        "RTF, a million cells",
        "RTF numbers too long",
        "RTF closed before it began",
        "HTML, a table of a million",
        "HTML, 40 MB of text",
        "HTML entities without end",
        "text in one line",
        "300,000 lines",
        "report after report",
        "sections without end",
        "figures without end",
        "one figure without end",
        "brackets without end",
    }
)
"""Those that take long to make or to read, and teach nothing that another one does not."""
BOMBS: Final = {
    name: make
    for name, make in {**pdf_bombs.BOMBS, **office_bombs.BOMBS, **picture_bombs.BOMBS}.items()
    if name not in SLOW
}


@pytest.mark.parametrize(("name", "make"), BOMBS.items(), ids=BOMBS)
def test_a_bomb_is_contained(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "2024.bin"
    path.write_bytes(make())
    trial = tried(path, seconds=SECONDS)
    assert trial.outcome in {REFUSED, CRASHED, INTERRUPTED}, (name, trial)
    assert trial.processor <= MOST_PROCESSOR
    assert trial.seconds < ENDLESS
    assert trial.peak <= sandbox.MEMORY
    assert trial.said


def test_a_bomb_for_the_second_reader_costs_only_its_word(tmp_path: Path) -> None:
    """A report in which one font maps four thousand million codes: the first reader's figures stand, unconfirmed."""
    report = (ROOT / "content/reports/320813/2023.pdf").read_bytes()
    path = tmp_path / "2023.pdf"
    path.write_bytes(with_unicode_range(report))
    with child._timed(4):
        record = read_report(path, "2023.pdf")
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(report)
    whole = read_safely(plain, "plain.pdf")
    assert record.figures == whole.figures
    assert (record.source.second_reader, bool(whole.source.second_reader)) == ("", True)


def with_unicode_range(report: bytes) -> bytes:
    """Add four thousand million codes, which no page uses, to a report's first table of characters, by an update."""
    number = int(re.findall(rb"/ToUnicode (\d+) 0 R", report)[0])
    held = re.search(rb"\n%d 0 obj.*?stream\r?\n(.*?)\r?\nendstream" % number, report, re.DOTALL)
    assert held
    table = zlib.decompress(held[1]).replace(
        b"endcmap", b"1 beginbfrange <00010000> <FFFFFFFF> <0030> endbfrange endcmap"
    )
    trailer = report[report.rindex(b"trailer") :]
    before, size, root = (
        int(re.findall(rb"%s\s+(\d+)" % word, trailer)[0]) for word in (b"startxref", b"/Size", b"/Root")
    )
    start = len(report) + 1
    added = b"\n%d 0 obj\n%s\nendobj\n" % (number, pdf_bombs.stream(table))
    listed = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    told = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return report + added + listed + told % (size, root, before, len(report) + len(added))


def test_the_limits_are_those_that_were_promised() -> None:
    assert sandbox.SECONDS <= 20
    assert sandbox.MEMORY <= 1 << 30


def test_a_name_with_control_characters_is_read_and_told_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "2024\x1b[2J\u202e.txt"
    path.write_text("别的文件", encoding="utf-8")
    with pytest.raises(Unreadable, match="不像政府信息公开工作年度报告"):
        read_safely(path, path.name)
