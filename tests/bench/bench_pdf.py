"""How fast PDFs are read, beside pdfplumber's own table extraction on the same pages in the same run.

Run by hand: python -m tests.bench.bench_pdf FILE.pdf … (without one: made-up reports, and
the real ones where GONGKAI_REAL_REPORTS names them).
All ways take turns in every round, so that other load on the machine falls on all alike; what is told is the median of
the rounds' CPU times, and of their ratios.
"""

from __future__ import annotations

import gc
import io
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pdfplumber

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.reading.readers import pdf, pdf_second
from tests.reading.pdf_layouts import drawn
from tests.reading.rendering import draw_report

ROUNDS = 7


def extract_tables(data: bytes) -> None:
    """Do what most programs do: pdfplumber, page by page."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        for page in opened.pages:
            page.extract_tables()


def both(data: bytes) -> None:
    """Read with both readers, as where a finding must not stand on one reading."""
    pdf.read(data)
    pdf_second.read(data)


WAYS: dict[str, Callable[[bytes], object]] = {
    "pdfplumber extract_tables": extract_tables,
    "one reader (pdfium)": pdf.read,
    "second reader (pdfplumber)": pdf_second.read,
    "both readers": both,
}


def cpu_ms(way: Callable[[bytes], object], data: bytes) -> float:
    """Measure the CPU time of one reading, in milliseconds."""
    gc.collect()  # what one way leaves behind is not cleaned up on another's time
    start = time.process_time()
    way(data)
    return (time.process_time() - start) * 1000


def measure(name: str, data: bytes) -> None:
    """Print the median time of each way a page, and how many times as fast as pdfplumber's own it is."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        pages = len(opened.pages)
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way, read in WAYS.items():
            times[way].append(cpu_ms(read, data))
    own = times["pdfplumber extract_tables"]
    print(f"{name}, {pages} pages, {ROUNDS} rounds")
    for way, values in times.items():
        ratio = median(one / value for one, value in zip(own, values, strict=True))
        print(f"  {way:28} {median(values) / pages:7.1f} CPU ms a page   {ratio:5.2f} times as fast")


def made_up() -> dict[str, bytes]:
    """Draw a few reports, the same ones every time."""
    rngs = [random.Random(seed) for seed in (1, 2, 3)]  # noqa: S311
    return {f"made-up report {number}": drawn(draw_report(rng), rng) for number, rng in enumerate(rngs, 1)}


def main() -> None:
    """Measure the files named on the command line; without one, made-up reports and the real ones that are there."""
    samples = os.environ.get("GONGKAI_REAL_REPORTS")
    found = sorted((Path(samples) / "samples").glob("*-20[0-9][0-9].pdf")) if samples else []
    named = [Path(name) for name in sys.argv[1:]]
    files = {path.name: path.read_bytes() for path in named or found}
    for name, data in (files if named else {**made_up(), **files}).items():
        measure(name, data)


if __name__ == "__main__":
    main()
