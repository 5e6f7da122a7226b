"""The files of the hunt: each follows from a seed, a layout, its damages and how its bytes are written."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from generator.records.characters import simplified_characters
from tests.reading.damage import DAMAGES, FILE_DAMAGES, UNSEEN
from tests.reading.damage_more import BYTE_DAMAGES, MORE_DAMAGES, MORE_FILE_DAMAGES, ZIP_DAMAGES
from tests.reading.extract_layouts import EXTRACT_LAYOUTS
from tests.reading.office_layouts import OFFICE_LAYOUTS
from tests.reading.rendering import FULL_WIDTH, LAYOUTS, Report, draw_report, grids
from tests.reading.spaced_layouts import SPACED_LAYOUTS
from tests.reading.text_layouts import TEXT_LAYOUTS
from tests.reading.web_layouts import WEB_LAYOUTS

ALL_TEXT: Final[Mapping[str, Callable[[Report], str]]] = {
    **LAYOUTS,
    **TEXT_LAYOUTS,
    **SPACED_LAYOUTS,
    **WEB_LAYOUTS,
    **EXTRACT_LAYOUTS,
}
OF_TABLES: Final = {**DAMAGES, **MORE_DAMAGES, **UNSEEN}
OF_LINES: Final = {**FILE_DAMAGES, **MORE_FILE_DAMAGES}
OF_BYTES: Final = {**BYTE_DAMAGES, **ZIP_DAMAGES}
ALL_DAMAGES: Final = ("", *OF_TABLES, *OF_LINES, *OF_BYTES)
TAKING: Final = frozenset(
    {
        "numbers_lost",
        "case_number_lost",
        "lines_lost",
        "cut_off",
        "letters_damaged",
        "proactive_numbers_lost",
        *BYTE_DAMAGES,
    }
)
"""Damages after which a number or placeholder that was written may no longer be in the file."""
ADDING: Final = frozenset(
    {
        "numbers_doubled",
        "case_number_doubled",
        "column_local",
        "page_numbers",
        "numbers_torn",
        "lines_doubled",
        "rows_joined",
        "proactive_numbers_doubled",
        "furniture",
    }
)
MOVING: Final = frozenset({"numbers_lost", "case_number_lost", "proactive_numbers_lost"})
LENGTHENING: Final = MOVING | {
    "numbers_doubled",
    "column_local",
    "rows_joined",
    "values_shifted",
    "values_moved_left",
    "case_number_doubled",
    "page_numbers",
    "proactive_numbers_doubled",
    "furniture",
}
LABELLING: Final = (
    "labels_lost",
    "labels_noisy",
    "labels_apart",
    "labels_after",
    "labels_torn",
    "labels_alike",
    "heads_lost",
    "group_labels_lost",
    "proactive_labels_noisy",
)
"""Damages to labels alone, which may come to another damage."""
BY_PLACE: Final = frozenset({"columns", "pdf", "local_rows", "cases_apart", "cases_inline"})
"""Layouts that draw a row by its columns: a longer or shorter row is not the same row any more."""
PADDED: Final = frozenset({"markdown", "pandas", "repeated", "boxes", "grid_table", "aligned", *SPACED_LAYOUTS})
"""Layouts that fill a short row up with empty cells at its end, as text in columns does by what stands in them."""
COLUMNED: Final = frozenset({"tabs", "pipes", "html", "merged_html", "docx", "odt", "rtf"})
"""Layouts in which a row with a number too many and an empty cell looks other than a whole row."""
TRADITIONAL: Final = {ord(simple): chr(character) for character, simple in simplified_characters().items()}
PAGED: Final = frozenset({"pdf"})
ENCODINGS: Final = ("utf-8", "utf-8", "gb18030", "utf-8-sig", "utf-16")
_OFFICE_SHARE: Final = 0.12
_PAGED_SHARE: Final = 0.02
_TWO_DAMAGES: Final = 0.25
_TWO_REPORTS: Final = 0.04
_MISTAKEN: Final = 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the hunt: all of it follows from these.

    `pair` files hold two reports, one after the other. In `mistaken` reports some sums are wrong, as agencies' own are.
    """

    seed: int
    layout: str
    damage: str = ""
    absences: bool = False
    full_width: bool = False
    traditional: bool = False
    second: str = ""
    encoding: str = "utf-8"
    pair: bool = False
    mistaken: bool = False

    def __str__(self) -> str:
        marks = " absences" * self.absences + " full_width" * self.full_width + " traditional" * self.traditional
        more = f" {self.encoding}" * (self.encoding != "utf-8") + " pair" * self.pair + " mistaken" * self.mistaken
        return f"seed {self.seed} {self.layout} {'+'.join(self.kinds)}{marks}{more}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Give the names of the damages, `whole` when there are none."""
        return tuple(kind for kind in (self.damage, self.second) if kind) or ("whole",)


def is_web(layout: str) -> bool:
    """Tell whether a layout is a web page."""
    return layout.endswith("html")


def is_fair(case: Case) -> bool:
    """Tell whether a person could see the truth: a lost cell really moves the row on the screen."""
    return all(_is_fair(case, kind) for kind in case.kinds) and _go_together(case.damage, case.second)


def _is_fair(case: Case, kind: str) -> bool:
    ruled = is_web(case.layout) or case.layout in OFFICE_LAYOUTS
    moved = ruled and kind in MOVING
    hidden = case.absences and kind in ADDING and case.layout not in COLUMNED
    padded = case.layout in PADDED and kind in MOVING
    shifted = case.absences and (kind in {"values_shifted", "values_moved_left"} or padded)
    lines = kind in OF_LINES and (ruled or case.absences)
    drawn = case.layout in BY_PLACE and kind in LENGTHENING
    filled = case.layout == "repeated" and kind.startswith(("labels_", "group_labels_", "values_moved"))
    summed = kind == "proactive_numbers_lost" and case.layout in PADDED  # 表二 has no sums that could tell
    nothing = kind == "proactive_labels_lost" and case.absences and not (ruled or case.layout in COLUMNED)
    labelled = case.layout in {"wide_labels_html", *SPACED_LAYOUTS}
    wide = labelled and kind == "values_moved_left"  # its numbers would stand in the labels
    digits = wide or (kind in BYTE_DAMAGES and case.full_width) or nothing
    packed = case.layout in {"docx", "odt"}
    bytes_ = (kind in ZIP_DAMAGES and not packed) or (kind in BYTE_DAMAGES and case.layout in OFFICE_LAYOUTS)
    return not (moved or hidden or shifted or lines or drawn or filled or summed or digits or bytes_)


def _go_together(first: str, second: str) -> bool:
    """Tell whether two damages in one file leave a file whose truth can be seen."""
    if not second:
        return True
    if first in {"", *LABELLING} or first in OF_BYTES or second not in LABELLING:
        return False
    swapped = first == "rows_swapped" and second in {"labels_lost", "labels_noisy", "labels_alike"}
    apart = first in {*OF_LINES, "rows_joined", "values_moved_left"} and second in {"labels_apart", "labels_after"}
    return not (swapped or apart or first in UNSEEN)


def draw_case(rng: random.Random) -> Case:
    """Draw one fair case."""
    while True:
        two = rng.random() < _TWO_DAMAGES
        case = Case(
            rng.randrange(2**32),
            layout := _layout(rng),
            rng.choice(ALL_DAMAGES),
            absences=rng.random() < 0.3,
            full_width=rng.random() < 0.2,
            traditional=rng.random() < 0.15,
            second=rng.choice(LABELLING) if two else "",
            encoding="utf-8" if layout in OFFICE_LAYOUTS else rng.choice(ENCODINGS),
            mistaken=rng.random() < _MISTAKEN,
            pair=layout not in OFFICE_LAYOUTS and not is_web(layout) and rng.random() < _TWO_REPORTS,
        )
        if is_fair(case):
            return case


def _layout(rng: random.Random) -> str:
    share = rng.random()
    if share < _PAGED_SHARE:
        return rng.choice(sorted(PAGED))
    if share < _OFFICE_SHARE:
        return rng.choice(sorted(OFFICE_LAYOUTS.keys() - PAGED))
    return rng.choice(list(ALL_TEXT))


def made(case: Case) -> tuple[Report, str]:
    """Give the report of a case in a text layout, and its file's text."""
    report, rng = drawn(case)
    text = ALL_TEXT[case.layout](report)
    for kind in case.kinds:
        text = OF_LINES[kind](text, rng) if kind in OF_LINES else text
    text = text.translate(TRADITIONAL) if case.traditional else text
    return report, text.translate(FULL_WIDTH) if case.full_width and not is_web(case.layout) else text


def drawn(case: Case) -> tuple[Report, random.Random]:
    """Draw the report of a case, its tables damaged, and give the random source as that leaves it."""
    rng = random.Random(case.seed)  # noqa: S311 - the same files again from the same seed
    absent = {"blanks": 0.04, "placeholders": 0.02} if case.absences else {}
    report = draw_report(rng, zeros=rng.choice([0.2, 0.6, 0.9]), **absent)
    report = with_mistakes(report) if case.mistaken else report
    damages = [OF_TABLES[kind] for kind in case.kinds if kind in OF_TABLES]
    if damages:
        tables = [[list(row) for row in grid] for grid in grids(report)]
        for damage in damages:
            damage(tables, rng)
        report = replace(report, damaged=tuple(tables))
    return report, rng


def with_mistakes(report: Report) -> Report:
    """Give a report in which one to three of the figures that sums are made of are other than they should be."""
    rng = random.Random(report.seed)  # noqa: S311 - the same mistakes again in the same report
    figures = dict(report.figures)
    counts = [cell for cell, figure in figures.items() if not cell.startswith("proactive") and isinstance(figure, int)]
    for cell in rng.sample(counts, rng.randint(1, 3)):
        figure = figures[cell]
        figures[cell] = figure + rng.choice([1, 2, 10]) if isinstance(figure, int) else figure
    return replace(report, figures=figures)


def file_of(case: Case) -> tuple[tuple[Report, ...], bytes]:
    """Give the reports that a case's file holds, and the file."""
    if case.layout in OFFICE_LAYOUTS:
        report, rng = drawn(case)
        data = OFFICE_LAYOUTS[case.layout](report)
        return (report,), _bytes_damaged(case, data, rng)
    report, text = made(case)
    reports: tuple[Report, ...] = (report,)
    if case.pair:
        other, more = made(replace(case, seed=case.seed + 1))
        reports, text = (report, other), f"{text}\n\n{more}"
    return reports, _bytes_damaged(case, text.encode(case.encoding), random.Random(case.seed))  # noqa: S311


def _bytes_damaged(case: Case, data: bytes, rng: random.Random) -> bytes:
    for kind in case.kinds:
        data = OF_BYTES[kind](data, rng) if kind in OF_BYTES else data
    return data
