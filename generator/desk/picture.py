"""A record as a picture in the terminal: tables as read, what is unclear and where to look, what to type next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from generator.desk.add import Outcome, State
from generator.records.corrections import show
from generator.records.figures import Absence, Figure
from generator.records.forms import TABLE_TITLES, TABLES, FormRow, FormTable, applicants, cases, outcomes
from generator.records.portal import Held
from generator.records.record import Doubt, Evidence, Record

_SIGNS: Final = {Absence.BLANK: "空", Absence.MISSING: "缺", Absence.UNCLEAR: "？", Absence.PLACEHOLDER: "／"}
_LEGEND: Final = "空＝空白单元格　缺＝文件中没有　？＝读不准　／＝以符号代替数字"
_WIDEST: Final = 120


def of_outcomes(outcomes: Iterable[Outcome], width: int, spoken: Callable[[str], str]) -> str:
    """Draw what became of each file, one row a file, in at most `width` columns, in the language that is spoken."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for head in ("文件", "结果", "位置或原因"):
        table.add_column(spoken(head), overflow="fold")
    for item in outcomes:
        why = spoken(item.why)
        place = "/".join(item.place.parts[-3:]) if item.place else ""
        told = spoken(f"{place}（{why}）") if place else f"{why}\n→{spoken(item.remedy)}"
        table.add_row("/".join(item.file.parts[-2:]), spoken(item.state.value), told)
    return _drawn(table, width)


def of_record(held: Held, width: int) -> str:
    """Draw a record: its three tables as read, then what is unclear with its candidates and where to look."""
    record = held.record
    parts = [f"{record.title or record.agency_as_printed}　{record.year} 年度"]
    for name in TABLES:
        parts += [f"\n{TABLE_TITLES[name]}", _drawn(_table(record, name), width).strip("\n")]
    parts += [_LEGEND] if any(isinstance(figure, Absence) for figure in record.figures.values()) else []
    parts += _doubts(record)
    return "\n".join(part.rstrip() for part in parts if part)


def _table(record: Record, name: str) -> Table:
    form = record.table(name)
    if name == "proactive":
        return _proactive(record, form)
    heads = [column.label for column in applicants()] if name == "applications" else [each.label for each in outcomes()]
    table = Table("", *heads, box=box.SIMPLE, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for label, cells in _rows(form, name):
        table.add_row(label, *(_sign(record.figures[cell]) for cell in cells))
    return table


def _proactive(record: Record, form: FormTable) -> Table:
    table = Table("", "数字", box=box.SIMPLE, pad_edge=False)
    for row in form.rows:
        told = "　".join(f"{cell.label} {_sign(record.figures[cell.name])}" for cell in row.cells)
        table.add_row(row.label, told)
    return table


def _rows(form: FormTable, name: str) -> Iterator[tuple[str, list[str]]]:
    if name == "applications":
        for row in form.rows:
            yield row.short or row.label, [cell.name for cell in row.cells]
        return
    for case in cases():
        yield case.label, [f"disputes.{case.key}.{outcome.key}" for outcome in outcomes()]


def _sign(figure: Figure) -> str:
    return _SIGNS[figure] if isinstance(figure, Absence) else show(figure)


def _doubts(record: Record) -> Iterator[str]:
    """Give a line for each unclear cell: candidates, reason, and the place in the file."""
    labels = {cell.name: f"{row.short or row.label} {cell.label}" for row in _all_rows(record) for cell in row.cells}
    for cell, doubt in record.unclear.items():
        name = f"{labels[cell].strip()}（{cell}）"
        yield f"  ？{name}：{_candidates(doubt)}。{doubt.why}{_where(record.evidence_of(cell))}"
    lost = sum(figure is Absence.MISSING for figure in record.figures.values())
    if lost:
        yield f"  缺 {lost} 个单元格：文件中没有相应的行。若原件有，请换一份更完整的文件。"
    for passage in record.unplaced:
        yield f"  放不下的一行：“{passage.text}”{_at(passage.place.page, passage.place.line)}"


def _all_rows(record: Record) -> Iterator[FormRow]:
    for table in record.tables:
        yield from table.rows


def _candidates(doubt: Doubt) -> str:
    return f"可能是 {' 或 '.join(show(value) for value in doubt.candidates)}" if doubt.candidates else "读不出"


def _where(evidence: Evidence | None) -> str:
    return _at(evidence.place.page, evidence.place.line) if evidence else ""


def _at(page: int | None, line: int | None) -> str:
    return f"（第 {page} 页）" if page else f"（第 {line} 行）" if line else ""


def next_steps(held: Held, content: Path) -> Iterator[str]:
    """Say what to type next, with the correction's lines ready for the first unclear cell."""
    yield "接下来："
    path = content / "corrections" / held.issue.agency / f"{held.issue.name}.yaml"
    for cell in list(held.record.unclear)[:1]:
        yield f"  对照原件，把读不准的数写进 {path}："
        for line in (f"- cell: {cell}", "  was: unclear", "  is: 0          # 原件上的数", "  why: 原件印的是……"):
            yield f"      {line}"
        yield "      （by 写您的名字或称呼，date 写今天的日期）"
    wide = len(f"git add {content} && git commit") - len("gongkai serve")
    yield f"  gongkai serve{' ' * wide}    在本机看网页"
    yield f"  git add {content} && git commit    提交，推送后网站自动更新"


def summary(outcomes: Iterable[Outcome], spoken: Callable[[str], str]) -> str:
    """Count the outcomes in one line, in the language that is spoken."""
    listed = list(outcomes)
    counts = {state: sum(item.state is state for item in listed) for state in State}
    told = [spoken(f"{state.value} {number} 份") for state, number in counts.items() if number]
    return spoken("，").join(told) or "没有文件"


def _drawn(table: Table, width: int) -> str:
    console = Console(file=StringIO(), width=min(width, _WIDEST), color_system=None, legacy_windows=False)
    console.print(table)
    written = console.file
    assert isinstance(written, StringIO)  # noqa: S101 - the console writes where it was told
    return written.getvalue()
