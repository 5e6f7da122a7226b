"""A hunt over whole reports whose numbers are written otherwise: with marks, words, letters, separators of thousands.

`python -m tests.hunt_written --files 2000 --seed 1` writes all numbers of a report, or one in five, in one of the ways
below, and counts cells read right, named as not read, and read WRONG. One wrong cell is a failure: exit 1.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from generator.reading.interpret import interpret
from generator.reading.readers.document import Unreadable
from generator.records.record import Source
from tests.hunt import WRONG, Verdict, document_of, judge
from tests.hunt_cases import ALL_TEXT, Case, drawn, is_web
from tests.reading.office_layouts import OFFICE_LAYOUTS
from tests.reading.rendering import FULL_WIDTH, Report
from tests.reading.text_layouts import with_values

_SOURCE: Final = Source((), "extract", "hunt")
_NO_TABLE: Final = frozenset({"sentences", "prose_only", "csv", "separators", "spaced_separators", "units", "pdf"})
_SOME: Final = 0.2


def _grouped(separator: str) -> Callable[[str], str]:
    def write(text: str) -> str:
        whole, dot, rest = text.removesuffix("元").partition(".")
        return f"{int(whole):,}".replace(",", separator) + dot + rest + "元" * text.endswith("元")

    return write


def _digits(ten: str) -> Callable[[str], str]:
    return lambda text: text.translate(dict(zip(map(ord, "0123456789"), ten, strict=True)))


def _with_unit(unit: str) -> Callable[[str], str]:
    return lambda text: text if text.endswith("元") else text + unit


WAYS: Final[Mapping[str, Callable[[str], str]]] = {
    "thousands parted by commas": _grouped(","),
    "by full-width commas": _grouped("，"),
    "by apostrophes": _grouped("'"),
    "by spaces": _grouped(" "),
    "by thin spaces": _grouped("\u2009"),
    "by fixed spaces": _grouped("\u00a0"),
    "a unit": _with_unit("件"),
    "a unit apart": _with_unit(" 件"),
    "a star": "{}*".format,
    "a note": "{}①".format,
    "a small number": "{}²".format,
    "brackets": "({})".format,
    "a full stop": "{}。".format,
    "a comma": "{},".format,
    "spaces around": " {} ".format,
    "a nought before": "0{}".format,
    "a triangle": "△{}".format,
    "about": "约{}".format,
    "per cent": "{}%".format,
    "corrected": "{}（更正）".format,
    "a colon": "：{}".format,
    "an equals sign": "={}".format,
    "twice": "{0}/{0}".format,
    "letters for noughts": lambda text: text.replace("0", "O"),
    "small letters for noughts": lambda text: text.replace("0", "o"),
    "letters for ones": lambda text: text.replace("1", "l"),
    "Chinese numerals": _digits("〇一二三四五六七八九"),
    "rings": _digits("⓪①②③④⑤⑥⑦⑧⑨"),
    "Arabic digits": _digits("٠١٢٣٤٥٦٧٨٩"),
    "bold digits": _digits("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "not available": lambda _: "N/A",
    "nought in words": lambda _: "零",
    "a tick": lambda _: "√",
    "see annex": lambda _: "见附件",
    "a question mark": lambda _: "?",
    "a box": lambda _: "□",
}
"""Ways to write a number, by name. `by spaces` may not be told from two numbers: see `hunts.md`."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the hunt: all of it follows from these. In `some` files one number in five is written so."""

    case: Case
    way: str
    some: bool

    def report(self) -> Report:
        """Give the report with its numbers written that way."""
        rng = random.Random(self.case.seed)  # noqa: S311 - the same numbers again in the same file
        write = WAYS[self.way]
        report, _ = drawn(self.case)
        return with_values(report, lambda _, text: write(text) if not self.some or rng.random() < _SOME else text)

    def data(self) -> bytes:
        """Give the file."""
        report = self.report()
        if self.case.layout in OFFICE_LAYOUTS:
            return OFFICE_LAYOUTS[self.case.layout](report)
        text = ALL_TEXT[self.case.layout](report)
        return (text.translate(FULL_WIDTH) if self.case.full_width and not is_web(self.case.layout) else text).encode()


def draw(rng: random.Random) -> Written:
    """Draw one file."""
    layout = rng.choice([name for name in (*ALL_TEXT, *OFFICE_LAYOUTS) if name not in _NO_TABLE])
    case = Case(
        rng.randrange(2**32),
        layout,
        absences=rng.random() < 0.4,
        full_width=rng.random() < 0.2,
        mistaken=rng.random() < 0.2,
    )
    return Written(case, rng.choice(list(WAYS)), some=rng.random() < 0.4)


def run(written: Written) -> list[Verdict]:
    """Make, read and judge one file; one that is refused gives no verdict."""
    try:
        record = interpret(document_of(written.case, written.data()), _SOURCE)
    except Unreadable:
        return []
    return list(judge(written.case, drawn(written.case)[0], record))


def main(arguments: list[str] | None = None) -> int:
    """Hunt, print what was found by way of writing, give 1 when anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    counts: dict[str, Counter[str]] = {}
    for number in range(options.files):
        written = draw(random.Random(f"{options.seed} {number}"))  # noqa: S311
        verdicts = run(written)
        count = counts.setdefault(written.way, Counter())
        count.update(verdict.state for verdict in verdicts)
        count["files"] += 1
        if wrong := [verdict for verdict in verdicts if verdict.state == WRONG]:
            one = wrong[0]
            said = f"{len(wrong)} cells, {written}: {one.cell} written {one.written} read {one.read}"
            print(f"WRONG {said}", flush=True)  # noqa: T201
    for way, count in counts.items():
        print(way, dict(count))  # noqa: T201
    return 1 if any(count[WRONG] for count in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
