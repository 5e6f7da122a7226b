"""Made-up reports as text in the ways that extractors, clerks and copying out of other programs leave them."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from generator.records.forms import cases, form_table, outcomes
from tests.reading.rendering import TITLES, Grid, Report, document, grids, spaced, tabs

_NUMBERS: Final = ("（一）", "1、", "1.", "第一部分 ", "")
_HAN: Final = "一二三四五六"


def _rng(report: Report) -> random.Random:
    return random.Random(report.seed)  # noqa: S311 - the same file again from the same report


def is_applications(grid: Grid) -> bool:
    """Tell 表三 from the others: it alone names the applicants."""
    return any("申请人情况" in row for row in grid[:3])


def label_and_values(row: list[str]) -> tuple[list[str], list[str]]:
    """Part a row of 表三 into printed labels and value cells."""
    return [cell for cell in row[:3] if cell], row[3:]


# ---------------------------------------------------------------- labels away from their numbers


def _in_table_three(draw: Callable[[Grid], str]) -> Callable[[Report], str]:
    def plain(grid: Grid) -> str:
        return "\n".join(" ".join(cell for cell in row if cell) for row in grid)

    return lambda report: document(report, lambda grid: draw(grid) if is_applications(grid) else plain(grid))


def _heads_and_rows(grid: Grid) -> tuple[list[str], list[list[str]]]:
    return [" ".join(cell for cell in row if cell) for row in grid[:3]], grid[3:]


def _labels_first(grid: Grid) -> str:
    heads, rows = _heads_and_rows(grid)
    labels = [label for row in rows for label in label_and_values(row)[0]]
    numbers = [" ".join(label_and_values(row)[1]) for row in rows]
    return "\n".join([*heads, *labels, *numbers])


def _labels_last(grid: Grid) -> str:
    heads, rows = _heads_and_rows(grid)
    labels = [label for row in rows for label in label_and_values(row)[0]]
    numbers = [" ".join(label_and_values(row)[1]) for row in rows]
    return "\n".join([*heads, *numbers, *labels])


def _columns(grid: Grid) -> str:
    _, rows = _heads_and_rows(grid)
    labels = [label for row in rows for label in label_and_values(row)[0]]
    columns = []
    for place, head in enumerate(("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")):
        columns += [head, *(cell for row in rows for cell in row[3 + place : 4 + place])]
    return "\n".join([*labels, *columns])


def _groups_after(grid: Grid) -> str:
    """Print the label of a group after its middle row, as text of vertically centred cells comes out."""
    heads, rows = _heads_and_rows(grid)
    members: list[tuple[str, list[str]]] = []
    lines = list(heads)

    def flush() -> None:
        if members:
            group, texts = members[-1]
            half = (len(texts) + 1) // 2
            lines.extend([*texts[:half], group, *texts[half:]] if group else texts)
            members.clear()

    for row in rows:
        group = row[1] if len(row) > 2 and row[1] and row[2] else ""
        text = " ".join(cell for cell in [*row[2 if group else 0 : 3], *row[3:]] if cell)
        if group or not members or row[0:2] != ["", ""]:
            flush()
            members.append((group, [text]))
        else:
            members[-1][1].append(text)
    flush()
    return "\n".join(lines)


def _wrapped(label: str, width: int) -> list[str]:
    return [label[start : start + width] for start in range(0, len(label), width)] or [""]


def _split_rows(grid: Grid) -> str:
    """Print a long label over several lines, the numbers in the middle one."""
    heads, rows = _heads_and_rows(grid)
    lines = list(heads)
    for row in rows:
        labels, values = label_and_values(row)
        pieces = _wrapped("".join(labels), 13)
        middle = len(pieces) // 2
        lines += [*pieces[:middle], " ".join([pieces[middle], *(value for value in values if value)])]
        lines += pieces[middle + 1 :]
    return "\n".join(lines)


def _numbers_between(grid: Grid) -> str:
    """Print a label's two lines around the line that holds only the numbers."""
    heads, rows = _heads_and_rows(grid)
    lines = list(heads)
    for row in rows:
        labels, values = label_and_values(row)
        pieces = _wrapped("".join(labels), 13)
        numbers = " ".join(value for value in values if value)
        if len(pieces) > 1:
            half = (len(pieces) + 1) // 2
            lines += [*pieces[:half], numbers, *pieces[half:]]
        else:
            lines.append(f"{pieces[0]} {numbers}")
    return "\n".join(lines)


# ---------------------------------------------------------------- what programs print


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 0)


def _aligned(grid: Grid) -> str:
    """Lay cells out in columns by spaces, long labels wrapped, numbers beside the middle line."""
    columns = max(map(len, grid))
    widths = [
        max([_width(row[n][:12]) for row in grid if len(row) > n and len(row) > 1] or [4]) for n in range(columns)
    ]
    lines = []
    for row in grid:
        if len(row) == 1:
            lines.append(" " * 20 + row[0])
            continue
        pieces = [_wrapped(cell, 12) for cell in row]
        height = max(map(len, pieces))
        for line in range(height):
            cells = []
            for piece, width in zip(pieces, widths, strict=False):
                top = (height - len(piece)) // 2
                cells.append(_padded(piece[line - top] if top <= line < top + len(piece) else "", width))
            lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _grid_table(grid: Grid) -> str:
    """Draw a table with +---+ around its cells, long labels wrapped, as pandoc writes it."""
    columns = max(map(len, grid))
    full = [[*row, *[""] * (columns - len(row))] for row in grid]
    widths = [max(_width(piece) for row in full for piece in _wrapped(row[n], 10)) + 2 for n in range(columns)]
    rule = "+" + "+".join("-" * width for width in widths) + "+"
    lines = [rule]
    for number, row in enumerate(full):
        pieces = [_wrapped(cell, 10) for cell in row]
        for line in range(max(map(len, pieces))):
            cells = [
                _padded(" " + (piece[line] if line < len(piece) else ""), width)
                for piece, width in zip(pieces, widths, strict=True)
            ]
            lines.append("|" + "|".join(cells) + "|")
        lines.append(rule.replace("-", "=") if number == 0 else rule)
    return "\n".join(lines)


def _boxes(grid: Grid) -> str:
    """Draw a table with box-drawing characters."""
    columns = max(map(len, grid))
    lines = ["┌" + "┬".join("─" * 4 for _ in range(columns)) + "┐"]
    for row in grid:
        lines.append("│" + "│".join([*row, *[""] * (columns - len(row))]) + "│")
        lines.append("├" + "┼".join("─" * 4 for _ in range(columns)) + "┤")
    lines[-1] = "└" + "┴".join("─" * 4 for _ in range(columns)) + "┘"
    return "\n".join(lines)


def _csv(grid: Grid) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(grid)
    return held.getvalue().rstrip("\n")


def _repeated(grid: Grid) -> str:
    """Repeat the text of merged cells in each cell they cover, as converters of Word files do."""
    width = max(map(len, grid))
    above: list[str] = [""] * width
    lines = []
    for row in grid:
        full = list(row) if len(row) == width else [*row, *[row[-1] if len(row) == 1 else ""] * (width - len(row))]
        if is_applications(grid) and len(row) == 10:
            full[:3] = _filled(full[:3], above[:3])
        above = full
        lines.append("| " + " | ".join(full) + " |")
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _filled(labels: list[str], above: list[str]) -> list[str]:
    first, second, third = labels
    if first and not second and not third:
        return [first] * 3 if not first.startswith("三、") else [first, first, first]
    first = first or above[0]
    if second and not third:
        return [first, second, second]
    return [first, second or above[1], third]


def _pandas(grid: Grid) -> str:
    """Write what pandas prints of a table: nan in empty cells, the rows' numbers first."""
    width = max(map(len, grid))
    lines = [
        "| " + " | ".join([str(number), *(cell or "nan" for cell in row), *["nan"] * (width - len(row))]) + " |"
        for number, row in enumerate(grid)
    ]
    head = "|    | " + " | ".join(map(str, range(width))) + " |"
    return "\n".join([head, "|---:|" + ":---|" * width, *lines])


# ---------------------------------------------------------------- what clerks write


def with_values(report: Report, write: Callable[[str, str], str]) -> Report:
    """Give the report with every printed number written otherwise; `write` gets the cell's name and its text."""
    printed = {
        cell: write(cell, text) if text[:1].isdigit() else text
        for cell in report.figures
        if (text := report.text(cell))
    }
    return replace(report, printed=printed)


def _with_unit(cell: str, text: str) -> str:
    if text.endswith("元"):
        return text
    return f"{text}万元" if cell.endswith("fees_10k_yuan") else f"{text}件"


def _with_separators(_: str, text: str) -> str:
    whole, dot, rest = text.removesuffix("元").partition(".")
    return f"{int(whole):,}{dot}{rest}" + "元" * text.endswith("元")


def units(report: Report) -> str:
    """Tab-separated text with a unit behind every number."""
    return tabs(with_values(report, _with_unit))


def separators(report: Report) -> str:
    """Tab-separated text with thousands separators, ASCII or full-width."""
    text = tabs(with_values(report, _with_separators))
    return text.replace(",", "，") if report.seed % 2 else text


def spaced_separators(report: Report) -> str:
    """Text with one space between any two cells and thousands separators, as taken out of a PDF."""
    return spaced(with_values(report, _with_separators))


def signed(report: Report) -> str:
    """Tab-separated text with a plus sign before each rise, in ASCII or full width."""
    plus = "＋" if report.seed % 2 else "+"
    return tabs(
        with_values(report, lambda cell, text: plus + text if cell.endswith("change") and text != "0" else text)
    )


def year_in_heads(report: Report) -> str:
    """Heads that name the year: 本年(2023)制发件数."""
    text = tabs(report)
    for word in ("制发件数", "废止件数", "新制作数量", "新公开数量", "处理决定数量", "收费金额"):
        text = text.replace(f"本年{word}", f"本年（{report.year}）{word}")
    return text.replace("一、本年新收", f"一、本年（{report.year}年）新收")


def numbered(report: Report) -> str:
    """Sections numbered in another way, or not at all, or beginning again at 一 halfway."""
    rng = _rng(report)
    kind = rng.choice([*_NUMBERS, "again"])
    titles = []
    for position, title in enumerate(TITLES):
        if kind == "again":
            number = f"{_HAN[position % 3]}、"
        else:
            number = kind.replace("一", _HAN[position]).replace("1", str(position + 1))
        titles.append(number + title[2:])
    draw = rng.choice(["\t", " | "])
    return document(report, lambda grid: "\n".join(draw.join(row) for row in grid), titles=titles)


def headings_inside(report: Report) -> str:
    """Headings as first rows of the tables, with the tables' tabs behind them."""
    titles = [title + "\t" * 9 if number in {2, 3, 4} else title for number, title in enumerate(TITLES, start=1)]
    return document(report, lambda grid: "\n".join("\t".join(row) for row in grid), titles=titles)


def titled(report: Report) -> str:
    """The title in one of its many wordings, on one line or two, or not there at all."""
    agency, year = report.agency, report.year
    title = _rng(report).choice(
        [
            f"{year}年{agency}政府信息公开工作年度报告",
            f"{agency}政府信息公开工作{year}年度报告",
            f"{agency}\n\n{year}年政府信息公开工作年度报告",
            f"{agency}\n{year} 年度政府信息公开年报",
            f"{agency}关于{year}年度政府信息公开工作情况的报告",
            f"关于印发《{agency}{year}年政府信息公开工作年度报告》的公告",
            f"{agency}政府信息公开工作年度报告（{year}年）",
            "政府信息公开工作年度报告",
            "",
        ]
    )
    return document(report, lambda grid: "\n".join("\t".join(row) for row in grid), title=title)


def local_rows(report: Report) -> str:
    """Tab-separated text with rows and a column that the form does not have."""
    first, second, third = ([list(row) for row in grid] for grid in grids(report))
    rng = _rng(report)
    at = next((n for n, row in enumerate(first) if row[0] == "规章"), 2)
    first.insert(at + 2, ["其他主动公开文件", *[str(rng.randint(0, 99)) for _ in range(len(first[at]) - 1)]])
    wide = []
    for number, row in enumerate(second):
        parts = row[4:9]
        whole = str(sum(map(int, parts))) if len(parts) == 5 and all(part.isdecimal() for part in parts) else ""
        wide.append([*row[:9], "小计" if number == 2 else whole, *row[9:]])
    made = replace(report, damaged=(first, wide if rng.random() < 0.7 else second, third))
    return tabs(made)


def cases_apart(report: Report) -> str:
    """表四 as three rows, one for each kind of case, with its label before its numbers."""
    first, second, third = grids(report)
    values = third[-1]
    heads = ["", *[outcome.label for outcome in outcomes()]]
    names = ["行政复议", "行政诉讼 未经复议直接起诉", "行政诉讼 复议后起诉"]
    rows = [[name, *values[5 * n : 5 * n + 5]] for n, name in enumerate(names)]
    return tabs(replace(report, damaged=(first, second, [heads, *rows])))


def cases_inline(report: Report) -> str:
    """表四 as a list of heads with a number behind each."""
    first, second, third = grids(report)
    labels = [outcome.label for outcome in outcomes()]
    rows = [
        [case.label if n == 0 else "", label, value]
        for k, case in enumerate(cases())
        for n, (label, value) in enumerate(zip(labels, third[-1][5 * k : 5 * k + 5], strict=False))
    ]
    return tabs(replace(report, damaged=(first, second, rows)))


def sentences(report: Report) -> str:
    """表二 as a list of sentences with the numbers in them; nothing of it stands in a row."""
    said = "；".join(
        f"{row.label}{''.join(cell.label + report.text(cell.name) + '件' for cell in row.cells)}"
        for row in form_table(report.forms["proactive"], "proactive").rows
    )
    first, second, third = grids(report)
    del first
    return tabs(replace(report, damaged=([[said + "。"]], second, third)))


def prose_only(report: Report) -> str:
    """No table at all: every figure in running text, some with their words and some as a list of numbers."""
    rows = [row for table in ("proactive", "applications") for row in form_table(report.forms[table], table).rows]
    rng = _rng(report)
    said = []
    for row in rows:
        values = [report.text(cell.name) or "0" for cell in row.cells]
        listed = "、".join(f"{cell.label}{value}件" for cell, value in zip(row.cells, values, strict=True))
        said.append(f"{row.label}{rng.choice([f'{values[-1]}件', listed, '、'.join(values)])}")
    halves = [[["；".join(said[:7]) + "。"]], [["，".join(said[7:]) + "。"]], [["行政复议、行政诉讼情况见正文。"]]]
    return document(replace(report, damaged=tuple(halves)), lambda grid: grid[0][0])


def _drawn(draw: Callable[[Grid], str]) -> Callable[[Report], str]:
    return lambda report: document(report, draw)


TEXT_LAYOUTS: Mapping[str, Callable[[Report], str]] = {
    "labels_first": _in_table_three(_labels_first),
    "labels_last": _in_table_three(_labels_last),
    "columns": _in_table_three(_columns),
    "groups_after": _in_table_three(_groups_after),
    "split_rows": _in_table_three(_split_rows),
    "numbers_between": _in_table_three(_numbers_between),
    "aligned": _drawn(_aligned),
    "grid_table": _drawn(_grid_table),
    "boxes": _drawn(_boxes),
    "csv": _drawn(_csv),
    "repeated": _drawn(_repeated),
    "pandas": _drawn(_pandas),
    "units": units,
    "separators": separators,
    "spaced_separators": spaced_separators,
    "signed": signed,
    "year_in_heads": year_in_heads,
    "numbered": numbered,
    "headings_inside": headings_inside,
    "titled": titled,
    "local_rows": local_rows,
    "cases_apart": cases_apart,
    "cases_inline": cases_inline,
    "sentences": sentences,
    "prose_only": prose_only,
}
TORN = (
    "labels_first",
    "labels_last",
    "columns",
    "groups_after",
    "split_rows",
    "numbers_between",
    "aligned",
    "grid_table",
)
"""Layouts that tear labels from their rows."""
