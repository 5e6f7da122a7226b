"""How fast PDFs are read, beside pdfplumber's own table extraction on the same pages in the same run.

Run by hand: python -m tests.bench.bench_pdf FILE.pdf … (with GONGKAI_REAL_REPORTS set, its samples are the default).
All ways take turns in every round, so that other load on the machine falls on all alike; what is told is the median of
the rounds' CPU times, and of their ratios.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pdfplumber

from generator.reading.readers import pdf, pdf_second

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


def measure(path: Path) -> None:
    """Print the median time of each way a page, and how many times as fast as pdfplumber's own it is."""
    data = path.read_bytes()
    with pdfplumber.open(io.BytesIO(data)) as opened:
        pages = len(opened.pages)
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(ROUNDS):
        for name, way in WAYS.items():
            times[name].append(cpu_ms(way, data))
    own = times["pdfplumber extract_tables"]
    print(f"{path.name}, {pages} pages, {ROUNDS} rounds")
    for name, values in times.items():
        ratio = median(one / value for one, value in zip(own, values, strict=True))
        print(f"  {name:28} {median(values) / pages:7.1f} CPU ms a page   {ratio:5.2f} times as fast")


def main() -> None:
    """Measure the files named on the command line, or the real reports."""
    samples = Path(os.environ.get("GONGKAI_REAL_REPORTS", "")) / "samples"
    named = [Path(name) for name in sys.argv[1:]] or sorted(samples.glob("*-20[0-9][0-9].pdf"))
    if not named:
        sys.exit("name a PDF file, or set GONGKAI_REAL_REPORTS")
    for path in named:
        measure(path)


if __name__ == "__main__":
    main()
