"""A hunt for wrong numbers in PDFs: made-up reports printed by a browser, by an office program, and drawn by hand.

`python -m tests.hunt_pdf --files 500 --seed 1` reads every file with both readers, each alone and held together, and
counts cells read right, named as not read, and read WRONG. One wrong cell is a failure: exit 1, with the seed of its
file; `--keep DIR` keeps such files.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from generator.reading.interpret import interpret
from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.document import Document, Unreadable
from generator.reading.reconcile import reconcile
from generator.records.record import Record, Source
from tests.hunt import NAMED, RIGHT, WRONG, Verdict, judge
from tests.hunt_cases import Case
from tests.reading import pdf_layouts
from tests.reading.pdf_maker import printed
from tests.reading.rendering import Report, draw_report

MAKERS: Final = ("browser", "office", "drawn")
_SOURCE: Final = Source((), "original", "hunt")
_BATCH: Final = 25
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Made:
    """One file of the hunt: how it was made, from which seed, and what it says."""

    maker: str
    seed: int
    report: Report
    data: bytes


def drawn_report(rng: random.Random) -> Report:
    """Draw a report, sometimes with blanks and placeholders."""
    absent = {"blanks": 0.04, "placeholders": 0.02} if rng.random() < 0.3 else {}
    return draw_report(rng, zeros=rng.choice([0.2, 0.6, 0.9]), **absent)


def made(maker: str, seeds: Sequence[int], browser: Browser, *, fair: bool) -> Iterator[Made]:
    """Make files of one kind: fair ones, such as an agency publishes, or rough ones."""
    rngs = [random.Random(seed) for seed in seeds]  # noqa: S311 - the same files again from the same seeds
    reports = [drawn_report(rng) for rng in rngs]
    if maker == "drawn":
        files = [pdf_layouts.drawn(report, rng, fair=fair) for report, rng in zip(reports, rngs, strict=True)]
    else:
        unseen = pdf_layouts.UNSEEN if maker == "browser" else pdf_layouts.OFFICE_UNSEEN
        pages = [
            pdf_layouts.styled_page(report, rng, unseen, fair=fair) for report, rng in zip(reports, rngs, strict=True)
        ]
        if fair and maker == "office":
            pages = [page.replace("<table>", "<table border=1 cellspacing=0>") for page in pages]  # it knows no others
        files = [printed(browser, page) for page in pages] if maker == "browser" else list(by_office(pages))
    for seed, report, data in zip(seeds, reports, files, strict=True):
        yield Made(f"{'fair' if fair else 'rough'} {maker}", seed, report, data)


def by_office(pages: Sequence[str]) -> Iterator[bytes]:
    """Let the office program make PDFs of web pages, all at once."""
    program = shutil.which("soffice") or "soffice"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{number}.html" for number in range(len(pages))]
        for file, page in zip(files, pages, strict=True):
            file.write_text(page, encoding="utf-8")
        home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
        to_pdf = ["--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([program, home, *to_pdf, *map(str, files)], check=True, capture_output=True)
        for file in files:
            yield file.with_suffix(".pdf").read_bytes()


def records(data: bytes) -> Iterator[tuple[str, Record]]:
    """Read a file with each reader alone, and with both."""
    first = _read(pdf.read, data)
    second = _read(pdf_second.read, data)
    if first:
        yield "first", first
    if second:
        yield "second", second
    if first and second:
        yield "both", reconcile(first, second, why="")


def _read(reader: Callable[[bytes], Document], data: bytes) -> Record | None:
    try:
        return interpret(reader(data), _SOURCE)
    except Unreadable:
        return None


def verdicts(item: Made) -> dict[str, list[Verdict]]:
    """Judge every cell that each way of reading gave."""
    case = Case(item.seed, item.maker)
    return {way: list(judge(case, item.report, record)) for way, record in records(item.data)}


class Count:
    """What was found so far."""

    def __init__(self, keep: Path | None) -> None:
        self.cells: dict[tuple[str, str], Counter[str]] = {}
        self.shown, self._keep = 0, keep

    def take(self, item: Made) -> None:
        """Count a file in, and show what is wrong with it."""
        found = verdicts(item)
        for way in ("first", "second", "both"):
            counts = self.cells.setdefault((item.maker, way), Counter())
            counts["files"] += 1
            counts["refused"] += way not in found
            counts.update(verdict.state for verdict in found.get(way, []))
            wrong = [verdict for verdict in found.get(way, []) if verdict.state == WRONG]
            if wrong:
                self._show(item, way, wrong)
        if self._keep and any(v.state == WRONG for v in found.get("first", [])):
            (self._keep / f"{item.maker.replace(' ', '-')}-{item.seed}.pdf").write_bytes(item.data)

    def _show(self, item: Made, way: str, wrong: Sequence[Verdict]) -> None:
        self.shown += 1
        if self.shown <= _SHOWN:
            one = wrong[0]
            where = f"{item.maker} seed {item.seed}, {way}"
            print(f"WRONG {len(wrong)} cells, {where}: {one.cell} written {one.written} read {one.read}", flush=True)  # noqa: T201

    def tell(self) -> bool:
        """Print the summary; tell whether nothing was read wrong by the first reader, or by both together."""
        for (maker, way), counts in sorted(self.cells.items()):
            all_cells = sum(counts[state] for state in (RIGHT, NAMED, WRONG)) or 1
            states = ", ".join(f"{counts[state]} {state}" for state in (RIGHT, NAMED, WRONG))
            share = f"{counts[RIGHT] / all_cells:.2%} right"
            print(f"{maker:13} {way:7} {counts['files']} files, {counts['refused']} refused: {states} ({share})")  # noqa: T201
        return not any(counts[WRONG] for (_, way), counts in self.cells.items() if way != "second")


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt; give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--makers", nargs="+", choices=MAKERS, default=MAKERS)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)  # noqa: S311
    count = Count(options.keep)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        kinds = [(maker, fair) for fair in (True, False) for maker in options.makers]
        for start in range(0, options.files, _BATCH):
            seeds = [rng.randrange(2**32) for _ in range(min(_BATCH, options.files - start))]
            maker, fair = kinds[start // _BATCH % len(kinds)]
            for item in made(maker, seeds, browser, fair=fair):
                count.take(item)
        browser.close()
    return 0 if count.tell() else 1


if __name__ == "__main__":
    sys.exit(main())
