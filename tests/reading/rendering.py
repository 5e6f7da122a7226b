"""Reports made up for tests: random figures of either form, laid out as the official tables, written in many layouts.

The figures are drawn at random and belong to no agency; the places do not exist.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.records.figures import Absence, Figure
from generator.records.forms import FormRow, applicants, cases, form_table, outcomes

Printed = Mapping[str, str]
Grid = list[list[str]]

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PROSE = (
    "示例县人民政府按照要求编制本报告，所列数据统计期限自{year}年1月1日起至{year}年12月31日止。",
    "围绕群众关心的事项做好信息发布，全年更新栏目内容，回应来信来电，各项制度运行平稳。",
    "一是栏目更新还不够及时。二是解读形式较为单一。今后将加强培训，丰富解读的形式。",
    "本年度没有其他需要报告的事项。",
)


@dataclass(frozen=True)
class Report:
    """A made-up report: its year, forms, and the figure of every cell."""

    year: int
    forms: Mapping[str, str]
    figures: Mapping[str, Figure]
    agency: str = "示例县人民政府"
    printed: Mapping[str, str] = field(default_factory=dict)
    damaged: tuple[Grid, ...] = ()
    seed: int = 0

    def text(self, cell: str) -> str:
        """Give what is printed in a cell."""
        if cell in self.printed:
            return self.printed[cell]
        figure = self.figures[cell]
        if figure is Absence.BLANK:
            return ""
        if figure is Absence.PLACEHOLDER:
            return "/"
        return f"{figure:f}" if isinstance(figure, Decimal) else str(figure)

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def draw_report(rng: random.Random, *, blanks: float = 0.0, placeholders: float = 0.0, zeros: float = 0.6) -> Report:
    """Draw a report whose identities hold: figures first, then its absences laid over them."""
    forms = {
        "proactive": rng.choice(["2019", "2021"]),
        "applications": rng.choice(["2019", "2021"]),
        "disputes": "2021",
    }
    figures: dict[str, Figure] = {}
    for cell in form_table(forms["proactive"], "proactive").cells:
        figures[cell.name] = _proactive(rng, cell.name, zeros)
    figures |= _applications(rng, forms["applications"], zeros)
    figures |= _disputes(rng, zeros)
    for name in figures:
        if rng.random() < blanks:
            figures[name] = Absence.BLANK
        elif rng.random() < placeholders:
            figures[name] = Absence.PLACEHOLDER
    printed = {
        name: f"{figures[name]}元"
        for name in figures
        if name.endswith("amount_yuan") and not isinstance(figures[name], Absence)
    }
    year = rng.choice([2021, 2022, 2023, 2024, 2025])
    return Report(year, forms, figures, printed=printed, seed=rng.randrange(2**32))


def _size(rng: random.Random, zeros: float) -> int:
    if rng.random() < zeros:
        return 0
    return rng.choice([rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 9999), rng.randint(10_000, 300_000)])


def _proactive(rng: random.Random, name: str, zeros: float) -> Figure:
    if name.endswith("fees_10k_yuan") and rng.random() < 0.6:
        return Decimal(rng.randint(0, 10**8)).scaleb(-rng.choice([1, 2, 4]))
    if name.endswith("change"):
        return rng.randint(-50, 50)
    return _size(rng, zeros)


def _applications(rng: random.Random, form: str, zeros: float) -> dict[str, Figure]:
    keys = [row.key for row in form_table(form, "applications").rows]
    results = keys[keys.index("granted") : keys.index("total")]
    columns = [column.key for column in applicants()]
    by_row: dict[str, list[int]] = {key: [_size(rng, zeros) for _ in columns[:-1]] for key in results}
    by_row["carried_out"] = [rng.choice([0, 0, rng.randint(1, 9)]) for _ in columns[:-1]]
    by_row["total"] = [sum(by_row[key][n] for key in results) for n in range(6)]
    due = [by_row["total"][n] + by_row["carried_out"][n] for n in range(6)]
    by_row["carried_in"] = [min(due[n], rng.choice([0, 0, rng.randint(0, 9)])) for n in range(6)]
    by_row["new_received"] = [due[n] - by_row["carried_in"][n] for n in range(6)]
    return {
        f"applications.{key}.{column}": value
        for key in keys
        for column, value in zip(columns, [*by_row[key], sum(by_row[key])], strict=True)
    }


def _disputes(rng: random.Random, zeros: float) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for case in cases():
        parts = [_size(rng, zeros) % 100 for _ in range(4)]
        for outcome, value in zip(outcomes(), [*parts, sum(parts)], strict=True):
            figures[f"disputes.{case.key}.{outcome.key}"] = value
    return figures


def proactive_grid(report: Report) -> Grid:
    """Lay out 表二 as rows of cells, block by block."""
    grid: Grid = []
    head = ""
    for row in form_table(report.forms["proactive"], "proactive").rows:
        if row.group != head:
            head = row.group
            grid += [[head], ["信息内容", *(cell.label for cell in row.cells)]]
        grid.append([row.label, *(report.text(cell.name) for cell in row.cells)])
    return grid


def applications_grid(report: Report) -> Grid:
    """Lay out 表三 on ten columns: three of labels (merged cells as empty ones), seven of values."""
    grid: Grid = [
        [NOTE, "", "", "申请人情况", "", "", "", "", "", ""],
        ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
    ]
    group = ""
    for row in form_table(report.forms["applications"], "applications").rows:
        labels = _labels(row, group)
        group = row.group
        grid.append([*labels, *(report.text(cell.name) for cell in row.cells)])
    return grid


def _labels(row: FormRow, group: str) -> list[str]:
    if not row.group:
        return [row.label, "", ""]
    if row.group.startswith("三、"):
        return ["三、本年度办理结果" if row.key == "granted" else "", row.label, ""]
    return ["", row.group if row.group != group else "", row.label]


def disputes_grid(report: Report) -> Grid:
    """Lay out 表四: three rows of heads, one of fifteen values."""
    heads = [outcome.label for outcome in outcomes()]
    return [
        ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
        [*heads, "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""],
        ["", "", "", "", "", *heads, *heads],
        [report.text(cell.name) for cell in form_table("2021", "disputes").cells],
    ]


def grids(report: Report) -> tuple[Grid, Grid, Grid]:
    """Give the three tables, damaged ones if there are any."""
    if report.damaged:
        return report.damaged[0], report.damaged[1], report.damaged[2]
    return proactive_grid(report), applications_grid(report), disputes_grid(report)


def document(
    report: Report, draw: Callable[[Grid], str], *, titles: Sequence[str] = TITLES, title: str | None = None
) -> str:
    """Write the report as text, each table by `draw`; `title` and section `titles` may be other than the usual."""
    tables = dict(zip((2, 3, 4), grids(report), strict=True))
    prose = {1: PROSE[0].format(year=report.year) + "\n\n" + PROSE[1], 5: PROSE[2], 6: PROSE[3]}
    parts = [report.title if title is None else title]
    for number, heading in enumerate(titles, start=1):
        parts += [heading, draw(tables[number]) if number in tables else prose[number]]
    return "\n\n".join(parts) + "\n"


def tabs(report: Report) -> str:
    """Tab-separated text, merged cells as empty fields."""
    return document(report, lambda grid: "\n".join("\t".join(row) for row in grid))


def compact_tabs(report: Report) -> str:
    """Tab-separated text that leaves merged label cells out, and ends each row with a tab."""
    return document(report, lambda grid: "\n".join("\t".join(compact(row)) + "\t" for row in grid))


def compact(row: list[str]) -> list[str]:
    """Give a row of 表三 without the empty cells that its merged labels leave."""
    return [*(label for label in row[:3] if label), *row[3:]] if 9 <= len(row) <= 11 else row


def markdown(report: Report) -> str:
    """Markdown tables."""

    def draw(grid: Grid) -> str:
        width = max(map(len, grid))
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in grid]
        return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])

    return document(report, draw)


def pipes(report: Report) -> str:
    """Rows with pipes between the cells and none around them."""
    return document(report, lambda grid: "\n".join(" | ".join(row) for row in grid))


def spaced(report: Report) -> str:
    """Rows as a text layer gives them: printed cells with one space between them. Empty cells leave no trace."""
    return document(report, lambda grid: "\n".join(" ".join(cell for cell in row if cell) for row in grid))


def cell_lines(report: Report) -> str:
    """One cell a line, a tab before each, an empty line after each row."""
    return document(
        report, lambda grid: "\n\n".join("\n".join(f"\t{cell}" for cell in compact(row)) for row in grid) + "\n\n\n"
    )


def bare_lines(report: Report) -> str:
    """One printed cell a line and nothing else."""
    return document(report, lambda grid: "\n".join(cell for row in grid for cell in row if cell))


def piped_lines(report: Report) -> str:
    """One printed cell a line between pipes."""
    return document(report, lambda grid: "\n".join(f"| {cell} |" for row in grid for cell in row if cell))


def html(report: Report) -> str:
    """A web page, with one HTML table a statutory table and merged heads as on the form."""

    def draw(grid: Grid) -> str:
        rows = "".join("<tr>" + "".join(f"<td>{cell or '&nbsp;'}</td>" for cell in row) + "</tr>" for row in grid)
        return f"</p><table border=1>{rows}</table><p>"

    body = document(report, draw).replace("\n\n", "</p>\n<p>")
    head = f"<meta charset=utf-8><title>{report.title}</title>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{body}</p></body></html>"


def merged_html(report: Report) -> str:
    """A web page whose tables have the merged cells of the official form."""
    proactive, _, disputes = grids(report)
    tables = {
        2: "".join(map(_proactive_tr, proactive)),
        3: _merged_applications(report),
        4: _merged_disputes(disputes[-1]),
    }
    parts = [f"<h1>{report.title}</h1>"]
    prose = {1: PROSE[0].format(year=report.year), 5: PROSE[2], 6: PROSE[3]}
    for number, title in enumerate(TITLES, start=1):
        body = f"<table>{tables[number]}</table>" if number in tables else f"<p>{prose[number]}</p>"
        parts += [f"<p>{title}</p>", body]
    style = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:2px;text-align:center}"
    head = f"<meta charset=utf-8><title>{report.title}</title><style>{style}</style>"
    return f"<!DOCTYPE html><html lang=zh><head>{head}</head><body>{''.join(parts)}</body></html>"


def _proactive_tr(row: list[str]) -> str:
    spans = [4] if len(row) == 1 else [1, 3] if len(row) == 2 else [1] * len(row)
    return "<tr>" + "".join(_td(cell, span) for cell, span in zip(row, spans, strict=True)) + "</tr>"


def _td(text: str, span: int = 1, height: int = 1) -> str:
    return f"<td colspan={span} rowspan={height}>{text or '&nbsp;'}</td>"


def _merged_applications(report: Report) -> str:
    heads = [column.label for column in applicants()]
    lines = [
        _td(NOTE, 3, 3) + _td("申请人情况", 7),
        _td(heads[0], 1, 2) + _td("法人或其他组织", 5) + _td(heads[-1], 1, 2),
        "".join(_td(head) for head in heads[1:-1]),
    ]
    rows = form_table(report.forms["applications"], "applications").rows
    results = [row for row in rows if row.group]
    group = ""
    for row in rows:
        cells = "".join(_td(report.text(cell.name)) for cell in row.cells)
        labels = _td("三、本年度办理结果", 1, len(results)) if row is results[0] else ""
        if not row.group:
            labels = _td(row.label, 3)
        elif row.group.startswith("三、"):
            labels += _td(row.label, 2)
        else:
            members = sum(other.group == row.group for other in rows)
            labels += (_td(row.group, 1, members) if row.group != group else "") + _td(row.label)
        group = row.group
        lines.append(labels + cells)
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _merged_disputes(values: list[str]) -> str:
    heads = [outcome.label for outcome in outcomes()]
    lines = [
        _td("行政复议", 5) + _td("行政诉讼", 10),
        "".join(_td(head, 1, 2) for head in heads) + _td("未经复议直接起诉", 5) + _td("复议后起诉", 5),
        "".join(_td(head) for head in heads * 2),
        "".join(_td(value) for value in values),
    ]
    return "".join(f"<tr>{line}</tr>" for line in lines)


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
LAYOUTS: Mapping[str, Callable[[Report], str]] = {
    "tabs": tabs,
    "compact_tabs": compact_tabs,
    "markdown": markdown,
    "pipes": pipes,
    "spaced": spaced,
    "cell_lines": cell_lines,
    "bare_lines": bare_lines,
    "piped_lines": piped_lines,
    "html": html,
    "merged_html": merged_html,
}
SHOWS_BLANKS = ("tabs", "markdown", "pipes", "cell_lines", "html", "merged_html")
