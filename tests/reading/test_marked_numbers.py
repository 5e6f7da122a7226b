"""Numbers that bear a mark, and words for numbers, are printed and not known: no blanks, and no part of a label."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.reading.line_words import one_part, words_of
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
        ("1OO7", "", ["1OO7"]),
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


FOUND = (
    Written(Case(2040741505, "spaced", absences=True, mistaken=True), "by thin spaces", some=False),
    Written(Case(3673471652, "spaced", absences=True, mistaken=True), "by fixed spaces", some=True),
    Written(Case(691101253, "numbers_between", absences=True), "by spaces", some=True),
    Written(Case(3162558174, "paragraphs_html", absences=True), "by spaces", some=True),
    Written(Case(865438486, "numbers_between", absences=True, mistaken=True), "by fixed spaces", some=True),
    Written(Case(431541791, "groups_after", absences=True, mistaken=True), "by spaces", some=True),
    Written(Case(1798277733, "groups_after", absences=True, full_width=True), "by fixed spaces", some=False),
    Written(Case(4148122253, "labels_first", absences=True, mistaken=True), "by fixed spaces", some=False),
    Written(Case(462974118, "spaced_columns", absences=True), "by fixed spaces", some=False),
    Written(Case(2913929032, "groups_after", absences=True, full_width=True), "by spaces", some=False),
    Written(Case(2106257433, "spaced_columns", absences=True), "by spaces", some=True),
    Written(Case(1760245447, "padded_below", absences=True), "by spaces", some=False),
    Written(Case(2683000966, "padded_below", absences=True, mistaken=True), "a unit apart", some=False),
    Written(Case(2741692060, "aligned", full_width=True, mistaken=True), "by spaces", some=False),
    Written(Case(1229788332, "spaced_columns", absences=True, mistaken=True), "by spaces", some=False),
    Written(Case(3918948573, "spaced_paragraphs"), "letters for noughts", some=False),
    Written(Case(1093376684, "closed_below", absences=True), "by fixed spaces", some=True),
    Written(Case(3023829547, "one_table_html"), "Chinese numerals", some=True),
    Written(Case(4105075463, "bare_lines", mistaken=True), "brackets", some=True),
)
"""Files of the hunt over numbers written otherwise that were read wrong once."""


@pytest.mark.parametrize("written", FOUND, ids=lambda one: f"{one.case.layout} {one.way} {one.case.seed}")
def test_numbers_written_otherwise_that_were_read_wrong_once_are_not_now(written: Written) -> None:
    verdicts = run(written)
    assert verdicts
    assert [verdict for verdict in verdicts if verdict.state == WRONG] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("涉密 0 0 8 9 6137 6 154", ["涉密", "0", "0", "8", "9", "6137", "6 154"]),
        ("涉密 0 0 8 9 6137 100 6254", ["涉密", "0", "0", "8", "9", "6137", "100", "6254"]),
        ("涉密 0 255  76  4   441  7  784", ["涉密", "0 255", "76", "4", "441", "7", "784"]),
        ("涉密  0  255  76  4   441  7  784", ["涉密", "0", "255", "76", "4", "441", "7", "784"]),
        ("涉密  54   0  13   0  6 155   0  6 221", ["涉密", "54", "0", "13", "0", "6 155", "0", "6 221"]),
        ("涉密  1   2  120", ["涉密", "1", "2", "120"]),
        ("涉密 6 154 0 0 0 0 160", ["涉密", "6", "154", "0", "0", "0", "0", "160"]),
        ("涉密 0 27\u00a0175 3", ["涉密", "0", "27 175", "3"]),
        ("采购 6\u00a0601元", ["采购", "6 601元"]),
        ("总计 9 1\u00a0090\u00a0501 3", ["总计", "9", "1 090 501", "3"]),
        ("涉密\u00a00\u00a027\u00a0175", ["涉密", "0", "27", "175"]),
    ],
)
def test_which_words_of_a_line_are_pieces_of_one_number(line: str, words: list[str]) -> None:
    assert words_of(line) == words
