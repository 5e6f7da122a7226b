"""Reading a folder of PDFs on all processors: `gongkai ingest` beside pdfplumber in one process per processor.

Run by hand: python -m tests.bench.bench_pdfs [FILES [ROUNDS]] (1,000 files, 3 rounds). The files are made-up reports of
six or seven pages with ruled tables. pdfplumber does what most scripts do, `extract_tables` page by page, and keeps
nothing; we read each file twice by independent readers, in a child process of its own with limits, find its tables,
rows, cells, claims and places, and write the record. Both take turns. CPU time counts children.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that `python tests/bench/bench_pdfs.py` works too

import pdfplumber  # noqa: E402

from tests.bench.bench_hugo import Run, timed  # noqa: E402
from tests.bench.formats import as_pdf  # noqa: E402
from tests.bench.portals import YEARS, write_portal  # noqa: E402


def _as_pdfs(content: Path) -> int:
    """Put a PDF in the place of each text report, without records; give how many there are."""
    shutil.rmtree(content / "records")
    texts = sorted((content / "reports").glob("*/*.txt"))
    for path in texts:
        path.with_suffix(".pdf").write_bytes(as_pdf(path.read_text(encoding="utf-8")))
        path.unlink()
    return len(texts)


def _tables(path: Path) -> int:
    """Take the tables out of a PDF as most scripts do; give how many cells they have."""
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as opened:
        return sum(len(row) for page in opened.pages for table in page.extract_tables() for row in table)


def plumb(content: Path) -> None:
    """Read every PDF with pdfplumber, in one process per processor."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        print(sum(pool.map(_tables, sorted((content / "reports").glob("*/*.pdf")), chunksize=4)))


def compare(folder: Path, files: int, rounds: int) -> None:
    """Let both read the same files in turns, and print what each took."""
    content, jobs = folder / "content", os.cpu_count() or 1
    write_portal(content, files)
    count = _as_pdfs(content)
    ours = [sys.executable, "-m", "generator", "ingest", "--quiet", "--content", str(content), "--jobs", str(jobs)]
    theirs = [sys.executable, "-m", "tests.bench.bench_pdfs", "plumb", str(content)]
    pairs: list[tuple[Run, Run]] = []
    for _ in range(rounds):
        for kept in (content / "records", folder / ".cache"):
            shutil.rmtree(kept, ignore_errors=True)
        pairs.append((timed(ours, ROOT), timed(theirs, ROOT)))
    read = len(list((content / "records").glob("*/*.yaml")))
    print(f"{count} PDFs ({len(YEARS)} years), {read} read, {rounds} rounds, {jobs} processors")
    for name, side in (("ours", 0), ("pdfplumber", 1)):
        wall, cpu = (median(getattr(pair[side], key) for pair in pairs) for key in ("wall", "cpu"))
        print(f"  {name:12} {wall:8.1f} s wall {cpu:8.1f} s CPU {cpu / count * 1000:8.1f} ms CPU a file")
    for key in ("wall", "cpu"):
        ratio = median(getattr(theirs, key) / getattr(ours, key) for ours, theirs in pairs)
        print(f"  {ratio:.2f} times as fast ({key})")


def main(arguments: Sequence[str]) -> None:
    """Compare; or let pdfplumber read once, in this process and its children."""
    if arguments and arguments[0] == "plumb":
        plumb(Path(arguments[1]))
        return
    files, rounds = (*map(int, arguments), *(1000, 3)[len(arguments) :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), files, rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
