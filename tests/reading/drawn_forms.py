"""The three statutory tables of a made-up report with the merged cells of the official form, for writers of any format.

A `Part` is a heading, a paragraph or a table; a table is rows of `Box`es, each with the columns and rows it covers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.records.forms import applicants, form_table, outcomes
from tests.reading.rendering import NOTE, PROSE, TITLES, Report, proactive_grid


@dataclass(frozen=True)
class Box:
    """One cell: what is printed in it, how far it reaches, and whether it is a place for a value."""

    text: str
    span: int = 1
    height: int = 1
    value: bool = False


Rows = list[list[Box]]
Part = str | Rows


def parts_of(report: Report) -> list[Part]:
    """Give the title, headings, paragraphs and tables of a report in order."""
    tables = {2: _proactive(report), 3: _applications(report), 4: _disputes(report)}
    prose = {1: [PROSE[0].format(year=report.year), PROSE[1]], 5: [PROSE[2]], 6: [PROSE[3]]}
    parts: list[Part] = [report.title]
    for number, title in enumerate(TITLES, start=1):
        parts.append(title)
        parts += prose.get(number, [])
        if number in tables:
            parts.append(tables[number])
    return parts


def _proactive(report: Report) -> Rows:
    rows = []
    for row in proactive_grid(report):
        spans = [4] if len(row) == 1 else [1, 3] if len(row) == 2 else [1] * len(row)
        head = len(row) == 1 or row[0] == "信息内容"
        rows.append(
            [Box(text, span, value=n > 0 and not head) for n, (text, span) in enumerate(zip(row, spans, strict=True))]
        )
    return rows


def _applications(report: Report) -> Rows:
    heads = [column.label for column in applicants()]
    rows = [
        [Box(NOTE, 3, 3), Box("申请人情况", 7)],
        [Box(heads[0], 1, 2), Box("法人或其他组织", 5), Box(heads[-1], 1, 2)],
        [Box(head) for head in heads[1:-1]],
    ]
    every = form_table(report.forms["applications"], "applications").rows
    results = [row for row in every if row.group]
    group = ""
    for row in every:
        labels = [Box("三、本年度办理结果", 1, len(results))] if row is results[0] else []
        if not row.group:
            labels = [Box(row.label, 3)]
        elif row.group.startswith("三、"):
            labels.append(Box(row.label, 2))
        else:
            members = sum(other.group == row.group for other in every)
            labels += [*([Box(row.group, 1, members)] if row.group != group else []), Box(row.label)]
        group = row.group
        rows.append([*labels, *(Box(report.text(cell.name), value=True) for cell in row.cells)])
    return rows


def _disputes(report: Report) -> Rows:
    heads = [outcome.label for outcome in outcomes()]
    return [
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*(Box(head, 1, 2) for head in heads), Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [Box(head) for head in heads * 2],
        [Box(report.text(cell.name), value=True) for cell in form_table("2021", "disputes").cells],
    ]


def columns_of(rows: Rows) -> int:
    """Count the logical columns of a table."""
    return max(sum(box.span for box in row) for row in rows)


def placed(rows: Rows) -> Iterator[tuple[int, int, Box]]:
    """Give each cell with its row and logical column, past those that reach down from above."""
    under = [0] * columns_of(rows)
    for number, row in enumerate(rows):
        column = 0
        for box in row:
            while under[column]:
                column += 1
            yield number, column, box
            under[column : column + box.span] = [box.height] * box.span
            column += box.span
        under = [max(rest - 1, 0) for rest in under]


def split(rows: Rows, rng: random.Random) -> list[Rows]:
    """Cut a table over pages: between rows that no cell of a value row crosses; labels reach on, cut off; heads again.

    The label of a group stands on the first of the pages only, as word processors print it.
    """
    cut = rng.randint(4, len(rows) - 2)
    at = list(placed(rows))
    first = [[replace(box, height=min(box.height, cut - n)) for row, _, box in at if row == n] for n in range(cut)]
    heads = rows[:3] if rng.random() < 0.5 else []
    second: Rows = [list(row) for row in heads]
    for n in range(cut, len(rows)):
        row = [(column, box) for where, column, box in at if where == n]
        if n == cut:
            row += [
                (column, replace(box, text="", height=where + box.height - cut))
                for where, column, box in at
                if where < cut < where + box.height
            ]
        second.append([box for _, box in sorted(row, key=lambda pair: pair[0])])
    return [first, second]
