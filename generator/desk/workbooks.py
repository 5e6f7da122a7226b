"""The list of a precheck as a workbook: one line a department, then every point of every draft."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.desk.precheck import Draft

_DEPARTMENTS: Final = (
    ("部门", 34),
    ("状态", 11),
    ("文件", 34),
    ("年度", 8),
    ("数据不符", 10),
    ("提醒", 8),
    ("供参考", 8),
    ("读不准的格", 12),
    ("比上一轮", 30),
    ("说明", 60),
)
_POINTS: Final = (
    ("部门", 34),
    ("轻重", 9),
    ("校验", 26),
    ("说明", 70),
    ("位置", 18),
    ("一边", 34),
    ("另一边", 20),
    ("", 10),
)
_SEVERITIES: Final = {"error": "数据不符", "warning": "提醒", "info": "供参考"}
_HEAD: Final = PatternFill("solid", fgColor="FFE8E4DA")
_FORMULA: Final = ("=", "+", "-", "@", "\t")


def workbook(drafts: Sequence[Draft], year: str) -> bytes:
    """Write the workbook. Text that a spreadsheet program would take for a formula is marked as text."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    first.title = f"各部门{year}"
    _fill(first, _DEPARTMENTS, [_line(draft) for draft in drafts])
    rows = [_point_row(draft, place) for draft in drafts for place in range(len(draft.points))]
    _fill(book.create_sheet("逐条"), _POINTS, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(draft: Draft) -> list[str | int | None]:
    known = sum(point.is_known for point in draft.points)
    against = f"已改 {len(draft.mended)}，仍在 {known}，新出 {len(draft.points) - known}"
    counts = [draft.count(severity) if draft.year else None for severity in _SEVERITIES]
    unclear = len(draft.unclear) if draft.year else None
    again = against if draft.mended or known else ""
    return [draft.department, draft.state, draft.file, draft.year, *counts, unclear, again, draft.trouble]


def _point_row(draft: Draft, place: int) -> list[str | int | None]:
    point = draft.points[place]
    again = "上一轮已指出" if point.is_known else ""
    severity = _SEVERITIES[point.severity]
    return [draft.department, severity, point.check, point.message, point.where, point.left, point.right, again]


def _fill(sheet: Worksheet, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | int | None]]) -> None:
    sheet.append([head for head, _ in heads])
    for place, (_, width) in enumerate(heads, start=1):
        cell = sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str) and cell.value.startswith(_FORMULA):
                cell.data_type, cell.quotePrefix = "s", True
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
