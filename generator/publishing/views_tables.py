"""The three statutory tables as a page shows them: laid out like the form, every cell led to its evidence."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from generator.publishing.figure_text import show_figure
from generator.publishing.glossary import address_of
from generator.records.figures import Figure
from generator.records.forms import FormCell, FormRow, FormTable, applicants, cases, form_table, outcomes

REMEMBERED: Final = 8_192
"""So many cells are remembered."""


class Lead(NamedTuple):
    """Where a cell leads: the evidence it stands on, and the small words beside the figure (更正, 推定; 对不上).

    The `first` cell of those that share an entry of evidence is the one that the entry leads back to.
    """

    target: str
    mark: str = ""
    alone: bool = False
    doubt: str = ""
    first: bool = False


class CellView(NamedTuple):
    """One statutory cell. `alone` cells have evidence of their own.

    `anchor` is the id of a cell that evidence leads back to, else empty. Both take part in keyboard order.
    """

    name: str
    value: str
    text: str
    spoken: str
    target: str
    mark: str
    doubt: str
    alone: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A label over several rows, at the first of them."""

    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class RowFrame:
    """What is the same in every report of a form: a row's labels and where they lie."""

    row: FormRow
    groups: tuple[GroupHead, ...]
    width: int
    prefix: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of 表三 with its labels.

    `prefix` is the group's label for narrow screens, `explained` the address of what the row means.
    """

    label: str
    prefix: str
    width: int
    groups: tuple[GroupHead, ...]
    cells: tuple[CellView, ...]
    explained: str


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of 表二, a table of its own: the clause of 条例 over it, its column heads, its rows."""

    clause: str
    heads: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One group of 表四: its label, the label over it (行政诉讼), its five heads and cells."""

    label: str
    group: str
    heads: tuple[str, ...]
    cells: tuple[CellView, ...]


Leads = Callable[[str], Lead]


def _fraction_view(name: str, figure: Figure, lead: Lead) -> CellView:
    """Show a cell afresh: 1.0 and 1.00 are equal, and who remembers one would take the other for it."""
    shown = show_figure(figure)
    anchor = f"at-{lead.target}" if lead.first else ""
    return CellView(name, shown.value, shown.text, shown.word, lead.target, lead.mark, lead.doubt, lead.alone, anchor)


cell_view: Final = functools.lru_cache(maxsize=REMEMBERED)(_fraction_view)
"""Show one cell with a whole number or none. Most cells of most reports are the same zeros at the same place."""


def _cells(row: FormRow, figures: Mapping[str, Figure], leads: Leads) -> tuple[CellView, ...]:
    names = [cell.name for cell in row.cells]
    found = tuple(figures[name] for name in names)
    show = _fraction_view if Decimal in set(map(type, found)) else cell_view
    return tuple(map(show, names, found, map(leads, names)))


def applications_view(form: str, figures: Mapping[str, Figure], leads: Leads) -> tuple[RowView, ...]:
    """Lay out 表三."""
    return tuple(
        RowView(
            label=frame.row.label,
            prefix=frame.prefix,
            width=frame.width,
            groups=frame.groups,
            cells=_cells(frame.row, figures, leads),
            explained=address_of(frame.row.name),
        )
        for frame in _frames(form)
    )


@functools.cache
def _frames(form: str) -> tuple[RowFrame, ...]:
    rows = form_table(form, "applications").rows
    grouped = [row for row in rows if row.group]
    outer = GroupHead(grouped[0].group, len(grouped))
    return tuple(_frame(row, before, grouped, outer) for before, row in itertools.pairwise((None, *rows)) if row)


def _frame(row: FormRow, before: FormRow | None, grouped: list[FormRow], outer: GroupHead) -> RowFrame:
    if not row.group:
        return RowFrame(row, (), 3, "")
    heads = [outer] if row is grouped[0] else []
    if row.group == outer.label:
        return RowFrame(row, tuple(heads), 2, "")
    if before is None or before.group != row.group:
        heads.append(GroupHead(row.group, sum(other.group == row.group for other in grouped)))
    return RowFrame(row, tuple(heads), 1, row.group)


def proactive_view(form: str, figures: Mapping[str, Figure], leads: Leads) -> tuple[BlockView, ...]:
    """Lay out 表二: one block a clause."""
    blocks = itertools.groupby(form_table(form, "proactive").rows, key=lambda row: row.group)
    return tuple(_block(clause, list(rows), figures, leads) for clause, rows in blocks)


def _block(clause: str, rows: list[FormRow], figures: Mapping[str, Figure], leads: Leads) -> BlockView:
    """Lay out one block; its rows have the same columns."""
    heads = tuple(cell.label for cell in rows[0].cells)
    laid = (RowView(row.label, "", 1, (), _cells(row, figures, leads), address_of(row.name)) for row in rows)
    return BlockView(clause, heads, tuple(laid))


def disputes_view(form: str, figures: Mapping[str, Figure], leads: Leads) -> tuple[CaseView, ...]:
    """Lay out 表四: three groups of five cells."""
    cells = iter(_cells(form_table(form, "disputes").rows[0], figures, leads))
    heads = tuple(outcome.label for outcome in outcomes())
    return tuple(
        CaseView(case.label, case.group, heads, tuple(itertools.islice(cells, len(heads)))) for case in cases()
    )


@dataclass(frozen=True, slots=True)
class HeadGroup:
    """A head of 表三 over one column (no `columns` below it) or over several."""

    label: str
    columns: tuple[str, ...]


@functools.cache
def application_heads() -> tuple[HeadGroup, ...]:
    """Give the heads over 表三: 自然人, 法人或其他组织 with its five, 总计."""
    grouped = itertools.groupby(applicants(), key=lambda column: (column.group or column.key, column.group))
    return tuple(_head([column.label for column in columns], group) for (_, group), columns in grouped)


def _head(labels: list[str], group: str) -> HeadGroup:
    return HeadGroup(group, tuple(labels)) if group else HeadGroup(labels[0], ())


def labelled_cells(table: FormTable) -> Iterator[tuple[str, str]]:
    """Give every cell's name with the label that tells it alone: its group, row and column."""
    for row in table.rows:
        yield row.name, row_label(row)
        for cell in row.cells:
            alone = len(row.cells) == 1 or not row.label
            yield cell.name, (row_label(row) if row.label and alone else _both(row, cell))


def _both(row: FormRow, cell: FormCell) -> str:
    return f"{row_label(row)}：{cell.label}" if row.label else cell.label


def row_label(row: FormRow) -> str:
    """Give the label that tells a row alone: with its group where the group is not the whole of the results."""
    if row.table == "applications" and row.group.startswith("（"):
        return f"{row.group} {row.short or row.label}"
    return row.short or row.label or "行政复议、行政诉讼"
