"""Files of the hunt that were read wrong once, one for each cause: equal now, or named as not read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.records.figures import Absence
from tests.hunt import WRONG, read_text, run
from tests.hunt_cases import Case
from tests.reading.made_files import report
from tests.reading.rendering import grids, html

FOUND = {
    "one row of 其他处理 whose label is worn": Case(1075618718, "split_html", "labels_noisy"),
    "an empty cell over a row without a label": Case(
        635745359, "one_table_html", "proactive_labels_lost", absences=True
    ),
    "the first and the last label lost": Case(4100147958, "bare_lines", "column_local", second="labels_lost"),
    "a second report when the first cannot be read": Case(
        312706257, "bare_lines", "rows_local", absences=True, encoding="utf-16", pair=True
    ),
    "the tail of a label over numbers without one": Case(1980551880, "numbers_between", "labels_lost", absences=True),
    "columns that lost their length, and another report": Case(
        1562918151, "columns", "lines_doubled", full_width=True, pair=True
    ),
    "numbers without a label beside a row of too few": Case(
        55406796, "numbers_between", "labels_noisy", encoding="utf-16"
    ),
    "a cell too many beyond the edge of its table": Case(
        44916380, "merged_html", "case_number_doubled", absences=True, encoding="utf-8-sig"
    ),
    "a label that begins like a number": Case(1891172752, "grid_table", "labels_noisy"),
    "heads over numbers whose labels stand after them": Case(
        2171335431, "tabs", "column_local", second="labels_after", absences=True
    ),
    "the tail of a label over the next row": Case(2536389973, "grid_table", "labels_lost", absences=True),
    "two reports, both cut off": Case(
        190151807, "cases_apart", "cut_off", second="group_labels_lost", pair=True, mistaken=True
    ),
    "a report cut off before another": Case(1583928704, "cases_apart", "cut_off", encoding="utf-16", pair=True),
    "empty label cells before a number too many": Case(
        3724456304, "docx", "numbers_doubled", second="labels_after", absences=True, full_width=True
    ),
    "a subtotal for a total that is wrong": Case(346366000, "odt", "column_local", second="heads_lost", mistaken=True),
    "a stray number where a sum is wrong": Case(4016163720, "spaced", "numbers_torn", mistaken=True),
    "torn labels in another order, all before the numbers": Case(
        3929306359, "labels_first", "rows_swapped", second="labels_torn", mistaken=True
    ),
    "a row that lost a number and whose sum is wrong": Case(3222454375, "boxes", "numbers_lost", mistaken=True),
    "a label worn to nothing before a row without one": Case(
        2736557393, "bare_lines", "numbers_torn", second="labels_noisy", encoding="utf-16", pair=True
    ),
    "a torn label under the one after it, all before the numbers": Case(
        1831787952, "labels_first", "rows_swapped", second="labels_torn", absences=True
    ),
    "a worn label before the first numbers, the last ones cut off": Case(
        3412176155, "piped_lines", "cut_off", second="labels_noisy", encoding="gb18030"
    ),
    "a longer row that would be its own witness": Case(
        550882142, "pipes", "proactive_numbers_doubled", absences=True, traditional=True, encoding="utf-16"
    ),
    "numbers without a label beside a lost row that may be empty": Case(
        1802027227, "paragraphs_html", "proactive_labels_lost", absences=True
    ),
    "a piece of a torn number that adds up": Case(1364733595, "odt", "numbers_torn", mistaken=True),
    "a row's number before a row alone in its table": Case(
        2981690308, "pandas", "heads_lost", absences=True, full_width=True
    ),
    "a nought left out for the number printed twice, whose sum is wrong": Case(
        4145844757, "spaced", "case_number_doubled", second="labels_alike", mistaken=True
    ),
    "a row printed twice in the place of an empty one, under worn labels": Case(
        1869844788,
        "bare_lines",
        "proactive_rows_doubled",
        second="labels_alike",
        absences=True,
        full_width=True,
        encoding="utf-8-sig",
    ),
    "another number left out than in the other rows": Case(
        1505392306, "numbers_between", "column_local", mistaken=True
    ),
    "numbers without a label beside a lost row, between pipes": Case(
        3412425559, "pipes", "proactive_labels_lost", absences=True
    ),
    "a nought printed twice beside an empty cell, that adds up": Case(
        3966665323, "tabs", "numbers_doubled", absences=True, encoding="gb18030"
    ),
    "a lost nought before a total of nought that is wrong, and an empty end": Case(
        3599225309, "markdown", "numbers_lost", traditional=True, mistaken=True
    ),
    "a last row printed twice, with its label behind it": Case(
        3721815525, "piped_lines", "rows_doubled", second="labels_after", traditional=True, encoding="gb18030"
    ),
    "a row that ends before its table does": Case(
        2394860852, "split_html", "values_shifted", second="labels_after", full_width=True, mistaken=True
    ),
    "a wrong sum in a row that prints five of seven": Case(
        2787660243,
        "split_rows",
        "labels_torn",
        absences=True,
        full_width=True,
        encoding="gb18030",
        mistaken=True,
    ),
    "numbers whose own worn label is another row's, beside a lost row": Case(
        2248540309, "split_rows", "labels_noisy", absences=True, mistaken=True
    ),
    "numbers that add up under a piece of another row's label": Case(
        3426339296, "split_rows", "page_numbers", second="labels_noisy"
    ),
    "numbers that happen to stand under each other in text with one space between any two": Case(
        2333305555, "labels_last", "labels_after", absences=True, encoding="utf-16"
    ),
    "numbers of several widths that happen to stand under each other": Case(
        1368811382, "labels_first", "numbers_lost", second="labels_after", absences=True, full_width=True, pair=True
    ),
    "an empty cell beside one that holds two numbers": Case(
        1225972740, "labels_last", "rows_swapped", second="proactive_labels_noisy", absences=True, encoding="utf-16"
    ),
    "a lone label behind the file's last numbers, which lost their own": Case(
        2270771148, "spaced_columns", "cut_off", second="labels_lost", full_width=True
    ),
    "the label of a group and the ordinal of its first row, cut off there": Case(
        540681991, "spaced_columns", "cut_off", mistaken=True
    ),
    "a number before the only row of a table whose columns are numbered": Case(
        3773918387, "pandas", "case_number_lost", second="heads_lost", encoding="utf-16"
    ),
    "the first cell of a table without heads, closed by the pipe on the next line": Case(
        1190998037, "closed_below", "heads_lost", absences=True, encoding="gb18030"
    ),
    "a row that ends with its line, before one that lost its label": Case(
        4293133006, "closed_rows", "numbers_lost", absences=True, second="labels_lost", mistaken=True
    ),
    "two reports of which the first has tables and is worn past knowing": Case(
        3796210305, "paragraphs", "letters_damaged", second="labels_torn", pair=True, mistaken=True, encoding="gb18030"
    ),
    "letters of another text beside a table without heads": Case(
        2315839150, "closed_below", "furniture", second="heads_lost", full_width=True
    ),
    "a row without its label at the end of a file that is cut off": Case(
        1108228600, "closed_rows", "cut_off", second="labels_lost", mistaken=True
    ),
    "a table that lost rows and heads": Case(
        4039402981, "closed_below", "rows_dropped", second="heads_lost", absences=True, encoding="utf-8-sig"
    ),
    "an empty cell before numbers one of which is twice there": Case(
        4030962310, "pipes", "numbers_doubled", absences=True, second="labels_noisy", encoding="utf-8-sig"
    ),
    "two reports of which neither shows where it begins": Case(
        4147436900, "markdown", "letters_damaged", full_width=True, second="labels_noisy", encoding="gb18030", pair=True
    ),
    "a space more in text with one space between any two": Case(
        3333893155, "labels_last", "numbers_lost", absences=True, full_width=True, encoding="utf-16"
    ),
    "numbers that moved up to a lost one, the only empty cells of their table at its rows' ends": Case(
        162984573, "aligned", "numbers_lost", traditional=True, encoding="utf-16", mistaken=True
    ),
    "a number lost in a row of aligned text whose total was wrong by little": Case(
        3157278202,
        "aligned",
        "numbers_lost",
        second="labels_torn",
        full_width=True,
        encoding="utf-8-sig",
        mistaken=True,
    ),
    "a number lost in the only row of its table": Case(2248555239, "aligned", "case_number_lost", mistaken=True),
    "the end of a lost row's label behind the label of the row before it": Case(
        93735095, "spaced_columns", "lines_lost", second="labels_noisy", full_width=True, mistaken=True
    ),
    "a letter misread as the side of a box, among pipes": Case(
        2726328001, "pipes", "numbers_lost", second="labels_noisy", encoding="utf-8-sig"
    ),
    "an empty cell behind empty label cells, before numbers that add up without it": Case(
        1610288867, "pipes", "numbers_doubled", second="labels_after", absences=True, full_width=True
    ),
    "a nought printed twice beside a small number that stands twice in the report": Case(
        3404502007, "rtf", "numbers_doubled", mistaken=True
    ),
    "a number without a label behind an empty row, in a table with rules": Case(
        1516640617, "odt", "proactive_labels_lost", absences=True, full_width=True
    ),
    "a worn first label, the last label's numbers cut off, all labels a line above": Case(
        3852405025, "bare_lines", "cut_off", second="labels_alike", full_width=True, encoding="gb18030"
    ),
    "the label of a group behind its last row, as that of the other form's single row": Case(
        1009359285, "groups_after", "rows_dropped", second="labels_lost", encoding="utf-16"
    ),
    "an agency's own row behind the end of a label": Case(
        115923913,
        "numbers_between",
        "rows_local",
        second="labels_lost",
        full_width=True,
        encoding="gb18030",
        mistaken=True,
    ),
    "ordinals in other brackets": Case(2281060933, "piped_lines", "rows_joined", second="labels_alike"),
    "a worn group's label among the numbers of a table with a column of the organisations' sums": Case(
        1303631836, "local_rows", "labels_noisy", absences=True, traditional=True, encoding="utf-16"
    ),
    "numbers lost in rows that all end with a tab": Case(
        3943881181, "compact_tabs", "numbers_lost", absences=True, traditional=True
    ),
    "a running head in the middle of a row, one cell a paragraph": Case(
        2594186693, "paragraphs", "furniture", full_width=True
    ),
    "no label before the first numbers, and the file cut off in the last label": Case(
        443005256, "bare_lines", "cut_off", second="labels_lost"
    ),
    "a running head within a row of closed cells, and labels before their numbers everywhere else": Case(
        3849434109, "closed_below", "furniture", traditional=True, encoding="utf-8-sig"
    ),
    "running heads within rows of closed cells, in a file of two reports": Case(
        2061857108, "closed_below", "furniture", encoding="utf-8-sig", pair=True
    ),
    "a label worn to its ordinal and some characters, before a row that lost a number": Case(
        375278261, "closed_rows", "numbers_lost", second="labels_noisy", encoding="gb18030"
    ),
    "a label worn to its ordinal and no character, before an empty cell": Case(
        4036421428, "aligned", "labels_noisy", absences=True, encoding="utf-8-sig"
    ),
    "an ordinal with marks before its words, in a row of a group": Case(
        1905330327, "word_html", "values_shifted", second="labels_noisy", encoding="gb18030"
    ),
    "a number printed twice before an empty cell, in a row with a cell more than others like it": Case(
        2112197142, "odt", "proactive_numbers_doubled", absences=True
    ),
    "two reports, the end of the first and the title of the second worn": Case(
        1835910624, "spaced_separators", "letters_damaged", full_width=True, pair=True, mistaken=True
    ),
    "a whole label before numbers, and behind them the end of a lost row's": Case(
        2328494457, "numbers_between", "lines_lost"
    ),
    "a worn label before the number of one row, and the next row's without any": Case(
        233176459, "titled", "proactive_numbers_lost", second="proactive_labels_noisy", encoding="gb18030"
    ),
    "a nought printed twice before an empty total, behind three empty label cells": Case(
        3940551318, "docx", "numbers_doubled", second="labels_after", absences=True
    ),
    "the end of a lost row's label behind the beginning of the row before it": Case(
        3473117689, "split_rows", "lines_lost"
    ),
    "two reports without tables, the title of the first worn": Case(
        2571852224, "prose_only", "letters_damaged", encoding="gb18030", pair=True
    ),
    "a local subtotal behind the pieces of a torn label": Case(
        1557197155, "numbers_between", "rows_local", second="labels_torn", encoding="gb18030"
    ),
    "columns with an empty cell each and a row printed twice": Case(
        2886541301, "columns", "rows_doubled", absences=True, encoding="utf-8-sig"
    ),
    "a nought printed twice behind an empty cell, in a row of a web table that has lost its heads": Case(
        963930523, "html", "case_number_doubled", second="heads_lost", absences=True
    ),
    "an ordinal before numbers of which two are so large that they stand close together": Case(
        1421913949, "spaced_columns", "labels_torn", encoding="gb18030", mistaken=True
    ),
    "an ordinal before numbers that stand far apart and do not add up": Case(
        2744581269,
        "spaced_columns",
        "proactive_rows_dropped",
        second="labels_alike",
        encoding="gb18030",
        mistaken=True,
    ),
    "a number broken at the end of a worn label's line": Case(
        3808103339, "split_rows", "values_moved_left", second="labels_noisy"
    ),
    "a placeholder printed twice in a row that begins with an empty cell": Case(
        3669138423, "rtf", "case_number_doubled", absences=True, mistaken=True
    ),
    "two rows in one at the end of a page, one of them with an empty cell": Case(
        1436480449, "pdf", "labels_lost", absences=True, full_width=True
    ),
    "a stroke before a number, taken for a part of it": Case(
        1806550732, "labels_last", "rows_doubled", absences=True, traditional=True, mistaken=True
    ),
    "a number of three digits behind a short one, where a local column makes one more": Case(
        731398870, "split_rows", "column_local", encoding="utf-8-sig"
    ),
    "an agency's own row for one that lost a number, labels before all numbers": Case(
        1920734361,
        "labels_first",
        "rows_local",
        second="proactive_labels_noisy",
        absences=True,
        traditional=True,
        mistaken=True,
    ),
    "numbers lost from rows that end with an empty cell as most others do": Case(
        52437981, "closed_below", "numbers_lost", second="labels_apart", traditional=True, encoding="gb18030"
    ),
    "a row printed twice before a label that holds its numbers": Case(
        1799960490,
        "numbers_between",
        "lines_doubled",
        second="labels_noisy",
        traditional=True,
        encoding="utf-8-sig",
        mistaken=True,
    ),
    "a group's label and the first ordinal before numbers, the end of the next row's label behind them": Case(
        1128457888, "spaced_columns", "lines_lost", mistaken=True
    ),
    "an ordinal at the end of a label before a row that holds a torn number": Case(
        2704137847, "spaced_columns", "labels_lost", absences=True, full_width=True, traditional=True
    ),
    "a nought printed twice behind an empty cell and three empty label cells": Case(
        3889564790, "docx", "numbers_doubled", second="labels_apart", absences=True
    ),
    "a nought printed twice behind an empty cell, between tabs": Case(
        2587287866, "tabs", "case_number_doubled", absences=True
    ),
}


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_what_was_read_wrong_once_is_not_now(case: Case) -> None:
    verdicts = run(case)
    assert [verdict for verdict in verdicts if verdict.state == WRONG] == []


def test_an_empty_row_beside_numbers_without_a_label_is_not_blank() -> None:
    written = report()
    proactive, applications, disputes = ([list(row) for row in grid] for grid in grids(written))
    apart = [part for row in applications[3:] for part in ([*row[:3], *[""] * 7], ["", "", "", *row[3:]])]
    page = html(replace(written, damaged=(proactive, [*applications[:3], *apart], disputes)))
    figures = read_text(page, "html").figures
    rows = {figure for cell, figure in figures.items() if cell.startswith("applications.")}
    assert Absence.BLANK not in rows
    assert all(figure in {written.figures[cell], Absence.UNCLEAR} for cell, figure in figures.items())
