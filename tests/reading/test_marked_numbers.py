"""Numbers that bear a mark, and words for numbers, are printed and not known: no blanks, and no part of a label."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.reading.line_words import one_part
from generator.records.figures import Absence, Figure
from tests.hunt import WRONG, read_text
from tests.hunt_cases import ALL_TEXT, Case
from tests.hunt_written import Written, run
from tests.reading.made_files import report
from tests.reading.text_layouts import with_values

MARKS: dict[str, Callable[[str], str]] = {
    "a note's star": "{}*".format,
    "a note's number": "{}①".format,
    "brackets": "({})".format,
    "a comma": "{},".format,
    "a full stop": "{}。".format,
    "about": "约{}".format,
    "nought in words": lambda _: "零",
    "a word": lambda _: "见附件",
    "letters": lambda _: "N/A",
    "a box": lambda _: "□",
    "numerals": lambda text: text.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "letters for digits": lambda text: text.replace("0", "O"),
    "corrected": "{}（更正）".format,
}
LAYOUTS = (
    "tabs",
    "pandas",
    "grid_table",
    "local_rows",
    "hidden_html",
    "spaced",
    "aligned",
    "spaced_columns",
    "groups_after",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_marked_number_is_the_number_or_unclear_and_so_are_its_neighbours(
    layout: str, mark: Callable[[str], str]
) -> None:
    for seed, every in ((1, 5), (2, 1)):
        written = report(seed=seed)
        some = set(list(written.figures)[::every])
        marked = with_values(written, lambda cell, text: mark(text) if cell in some else text)  # noqa: B023
        read = read_text(ALL_TEXT[layout](marked), layout).figures
        wrong = {cell: figure for cell, figure in read.items() if not _is_honest(figure, written.figures.get(cell))}
        assert wrong == {}


def _is_honest(figure: Figure, written: Figure | None) -> bool:
    return figure in {written, Absence.UNCLEAR, Absence.MISSING}


@pytest.mark.parametrize(
    ("line", "label", "values"),
    [
        ("规章 2* 189183 6117", "规章", ["2*", "189183", "6117"]),
        ("3.补正后申请 (6) 0 0 (0) 0 3 9", "3.补正后申请", ["(6)", "0", "0", "(0)", "0", "3", "9"]),
        ("(47) 3 0 0 50 3*", "", ["(47)", "3", "0", "0", "50", "3*"]),
        ("（五）不予处理 1. 0 0 1 0 0 0 1", "（五）不予处理 1.", ["0", "0", "1", "0", "0", "0", "1"]),
        ("（三）不予公开 1.", "（三）不予公开 1.", []),
        ("1.", "1.", []),
        ("打印时间 2025/1/25 10:32", "打印时间 2025/1/25 10:32", []),
        ("行政处罚 26, 12, 0,", "行政处罚 26,", ["12,", "0,"]),
    ],
)
def test_what_stands_behind_a_label(line: str, label: str, values: list[str]) -> None:
    assert one_part(line.split()) == (label, values)


def test_a_row_that_ends_before_its_table_in_a_word_for_a_number_is_not_empty() -> None:
    case = Case(916889799, "nested_html", absences=True, full_width=True)
    verdicts = run(Written(case, "nought in words", some=False))
    assert [verdict for verdict in verdicts if verdict.state == WRONG] == []
