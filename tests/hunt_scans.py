"""A hunt for wrong numbers in scans: made-up reports, printed by a browser, worn like scans, read by OCR.

`python -m tests.hunt_scans --reports 20 --seed 1` counts cells that were read right, cells named as not read, and cells
read WRONG. One wrong cell is a failure: exit 1. `--kind stamp` and so on wears them as worse scans are (`KINDS`).
Needs the extra (`make ocr`) and Chromium.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from generator.reading.read import read_report
from generator.reading.readers.document import Unreadable
from generator.records.figures import Absence, Figure
from generator.records.record import Record
from tests.reading.rendering import Report, draw_report, merged_html
from tests.reading.scan_maker import Picture, Wear, jpeg, pictures, png, scan_pdf

RIGHT, NAMED, WRONG = "right", "named", "WRONG"
FONTS = (
    "'Noto Serif CJK SC'",
    "'Noto Sans CJK SC'",
    "'Liberation Serif', 'Noto Serif CJK SC'",
    "'Liberation Sans', 'Noto Sans CJK SC'",
    "'DejaVu Sans', 'Noto Sans CJK SC'",
    "'DejaVu Serif', 'Noto Serif CJK SC'",
    "'Liberation Mono', 'Noto Sans CJK SC'",
    "'Liberation Sans Narrow', 'Noto Sans CJK SC'",
)
_MARGIN = {"top": "20mm", "bottom": "20mm", "left": "22mm", "right": "22mm"}


@dataclass(frozen=True, slots=True)
class Case:
    """One scan of the hunt: all of it follows from the seed and the kind.

    It is delivered as a `pdf`, as a folder of `jpg` or `png` pages, or as a `spread`: a PDF with two pages side by side
    on each of its own.
    """

    seed: int
    report: Report
    style: str
    wear: Wear
    delivered: str = "pdf"


_RULES = (
    "td{border:1px solid #bbb}",
    "td{border:1px solid #888}",
    "td{border:1px dotted #000}",
    "td{border:1px dashed #000}",
    "td{border:.25pt solid #444}",
    "td{border-left:none;border-right:none}",
    "td{border:none}",
)


def _worn(**wear: Callable[[random.Random], Any]) -> Callable[[random.Random, Case], Case]:
    """Wear a fair case further, by what is drawn for each of these."""
    return lambda rng, case: replace(case, wear=replace(case.wear, **{name: draw(rng) for name, draw in wear.items()}))


def _delivered(*ways: str) -> Callable[[random.Random, Case], Case]:
    return lambda rng, case: replace(case, delivered=rng.choice(ways))


KINDS: Mapping[str, Callable[[random.Random, Case], Case]] = {
    "fair": lambda _, case: case,
    "200dpi": _worn(dpi=lambda _: 200),
    "150dpi": _worn(dpi=lambda _: 150),
    "stamp": _worn(stamps=lambda rng: rng.randint(1, 3)),
    "grey": _worn(paper=lambda rng: rng.randint(130, 220), shadow=lambda rng: rng.choice([0.0, 0.4, 0.8])),
    "rules": lambda rng, case: replace(case, style=case.style + rng.choice(_RULES)),
    "gaps": _worn(gaps=lambda rng: rng.choice([0.05, 0.2, 0.4])),
    "folder": _delivered("jpg", "png"),
    "jpeg": _worn(quality=lambda rng: rng.randint(8, 35)),
    "bent": _worn(bend=lambda rng: rng.choice([0.004, 0.01, 0.02])),
    "spread": _delivered("spread"),
    "strokes": _worn(strokes=lambda rng: rng.randint(4, 25)),
    "bars": _worn(bars=lambda rng: rng.randint(3, 15)),
}


def draw_case(seed: int, kind: str = "fair") -> Case:
    """Draw a report, the type it is set in, and how it was scanned; each kind from what is fair for the same seed."""
    return KINDS[kind](random.Random(f"{kind} {seed}"), _fair(seed))  # noqa: S311 - the same scan again


def _fair(seed: int) -> Case:
    rng = random.Random(seed)  # noqa: S311 - the same scan again from the same seed
    absent = {"blanks": rng.choice([0.0, 0.05, 0.2]), "placeholders": rng.choice([0.0, 0.03])}
    report = draw_report(rng, zeros=rng.choice([0.2, 0.5, 0.8]), **absent)
    style = (
        f"body{{font-family:{rng.choice(FONTS)};font-size:{rng.choice([10.5, 12, 14])}pt}}"
        f"table{{font-size:{rng.choice([9, 10, 10.5, 12])}pt}}td{{padding:{rng.choice([1, 2, 4])}px!important}}"
    )
    wear = Wear(
        skew=rng.choice([0.0, rng.uniform(-2, 2)]),
        quarters=rng.choice([0, 0, 0, 1, 2, 3]),
        noise=rng.choice([0.0, 8.0, 14.0]),
        specks=rng.choice([0.0, 0.0005, 0.0015]),
        blur=rng.choice([0.0, 0.7, 1.0]),
        contrast=rng.choice([1.0, 0.8, 0.6]),
        quality=rng.choice([60, 75, 90]),
    )
    return Case(seed, report, style, wear)


def printed(browser: Browser, report: Report, style: str) -> bytes:
    """Print a report on A4, as a PDF with text."""
    page = browser.new_page()
    try:
        page.set_content(merged_html(report).replace("</style>", style + "</style>"))
        return page.pdf(format="A4", margin=_MARGIN)  # type: ignore[arg-type]
    finally:
        page.close()


def scanned(browser: Browser, case: Case, folder: Path) -> tuple[Path, int]:
    """Write the scan of a case into a folder: its file or its folder of pages, and the number of pages printed."""
    pages = pictures(printed(browser, case.report, case.style), case.wear, case.seed)
    if case.delivered in {"jpg", "png"}:
        place = folder / f"{case.seed}"
        place.mkdir()
        for number, page in enumerate(pages, start=1):
            data = png(page) if case.delivered == "png" else jpeg(page, case.wear.quality)
            (place / f"{number}.{case.delivered}").write_bytes(data)
    else:
        place = folder / "scan.pdf"
        place.write_bytes(scan_pdf(_spreads(pages) if case.delivered == "spread" else pages, case.wear))
    return place, len(pages)


def _spreads(pages: list[Picture]) -> list[Picture]:
    """Lay every two pages side by side; the last may be alone."""
    return [np.hstack([*pages[first : first + 2]]) for first in range(0, len(pages), 2)]


def judge(report: Report, record: Record) -> Iterator[tuple[str, str, Figure, Figure]]:
    """Hold every cell of a record against what was printed: the cell, what became of it, printed, read."""
    for cell, figure in record.figures.items():
        written = report.figures.get(cell, Absence.MISSING)
        if figure == written:
            yield cell, RIGHT, figure, figure
        else:
            yield cell, NAMED if figure in {Absence.UNCLEAR, Absence.MISSING} else WRONG, written, figure


def main(arguments: list[str] | None = None) -> int:
    """Hunt, print a summary, give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, default="fair", help="how the scans are worn (default: fair)")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for seed in range(options.seed, options.seed + options.reports):
            counts += _run(browser, draw_case(seed, options.kind), Path(folder))
        browser.close()
    names = ("pages", RIGHT, NAMED, WRONG, "reports refused", "seconds")
    print(f"{options.reports} reports, {options.kind}:", ", ".join(f"{counts[name]} {name}" for name in names))  # noqa: T201
    return 1 if counts[WRONG] else 0


def _run(browser: Browser, case: Case, folder: Path) -> Counter[str]:
    file, count = scanned(browser, case, folder)
    start = time.monotonic()
    counts: Counter[str] = Counter(pages=count)
    try:
        found = list(judge(case.report, read_report(file, file.name)))
    except Unreadable as error:
        print(f"seed {case.seed} refused: {error}")  # noqa: T201
        found = []
        counts["reports refused"] += 1
    counts["seconds"] = round(time.monotonic() - start)
    counts.update(kind for _, kind, _, _ in found)
    for cell, kind, written, read in found:
        if kind != RIGHT:
            print(f"{kind} seed {case.seed} {cell}: printed {written}, read {read}")  # noqa: T201
    print(f"seed {case.seed}: {dict(counts)} {case.delivered} {case.wear}", flush=True)  # noqa: T201
    return counts


if __name__ == "__main__":
    sys.exit(main())
