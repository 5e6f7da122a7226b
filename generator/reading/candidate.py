"""Documents to candidates: the report in a file, or one of several, told before its figures are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading.align import Alignment, align
from generator.reading.group_pieces import without_group_pieces
from generator.reading.headings import Heading, Title, find_title, first_year, period, section_headings
from generator.reading.local_columns import without_local_columns
from generator.reading.observe import Observed, numbered, observe
from generator.reading.parts import LONG_ROW, MANY_LONG_ROWS, are_apart, hides_another, split
from generator.reading.readers.document import Document, Paragraph, Unreadable
from generator.reading.repeated import without_repeated
from generator.reading.run_over import numbers_run_over
from generator.reading.spaced_columns import with_empty_cells
from generator.reading.two_years import without_last_year
from generator.reading.upended import upended

_ENOUGH_ROWS: Final = 12
_ENOUGH_SECTIONS: Final = 4
LAST_TABLE_SECTION: Final = 4
_FEW_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One report's parts, before its figures are read. `blended`: another begins in it, and nothing says where."""

    document: Document
    paragraphs: tuple[tuple[int, Paragraph], ...]
    headings: tuple[Heading, ...]
    title: Title
    year: int | None
    seen: tuple[Observed, ...]
    alignment: Alignment
    blended: bool


def only_report(document: Document, part: int | None) -> Candidate:
    """Give the report in a document, or that of several which `part` picks (from 1).

    Raises `Unreadable` when there is none, when there are several and none is picked, or not so many.
    """
    seen = _seen(document)
    whole = _report(document, seen)
    pieces = split(document, seen)
    reports = _told_apart([_report(piece, _seen(piece)) for piece in pieces], whole) if len(pieces) > 1 else [whole]
    if any(report.blended for report in reports):
        raise Unreadable(
            "文件里像有两份报告，或同一张表印了两份，看不出后一份从哪里开始。", "请拆成几个文件，每个文件一份报告。"
        )
    if len(reports) == 1:
        if part not in {None, 1} or not _is_report(reports[0]):
            raise _not_a_report(reports[0], part, scanned=document.again is not None)
        return reports[0]
    if part is None:
        names = "；".join(f"第 {n} 份：{_describe(report)}" for n, report in enumerate(reports, start=1))
        raise Unreadable(
            f"文件里有 {len(reports)} 份报告（{names}）。",
            "请用 --part N 指定一份（在 source.yaml 中写 part: N），或拆成几个文件。",
        )
    if not 1 <= part <= len(reports):
        raise Unreadable(f"文件里只有 {len(reports)} 份报告，没有第 {part} 份。", f"请用 1 到 {len(reports)}。")
    return reports[part - 1]


def _seen(document: Document) -> tuple[Observed, ...]:
    seen = without_last_year(upended(numbers_run_over(observe(document))))
    return with_empty_cells(without_group_pieces(without_repeated(without_local_columns(seen))), document)


def _told_apart(pieces: Sequence[Candidate], whole: Candidate) -> Sequence[Candidate]:
    """Give the reports in a file: the pieces that have tables of their own, or else those that have a title.

    A table of contents looks like a report without tables: one piece with tables is the report, under the file's title.
    A piece with tables that is no report is one worn past knowing: nobody can tell which of the two is asked for.
    """
    tabled = [piece for piece in pieces if _is_report(piece) and _has_tables(piece)]
    if len(tabled) == 1 < sum(map(_has_tables, pieces)):
        return [dataclasses.replace(whole, blended=True)]
    if len(tabled) == 1 and not any(_stands_alone(piece, tabled[0]) for piece in pieces):
        only = tabled[0]
        if _goes_on(only, pieces):
            return [whole]
        if only.title.text:
            return [only]
        title = dataclasses.replace(whole.title, blocks=())
        return [dataclasses.replace(only, title=title, year=whole.title.year or only.year)]
    titled = [piece for piece in pieces if piece.title.text and (_is_report(piece) or tabled or _has_rows(piece))]
    several = tabled if len(tabled) > 1 else titled
    cut = any(map(_is_cut_within, several[1:]))
    if len(several) > 1 and not cut:
        return several
    return [dataclasses.replace(whole, blended=whole.blended or cut or _of_two_years(pieces))]


def _is_cut_within(piece: Candidate) -> bool:
    """Tell whether a piece begins with neither a title nor a first section: within a report that has a table twice."""
    return not piece.title.text and all(heading.number > 1 for heading in piece.headings)


def _goes_on(report: Candidate, pieces: Sequence[Candidate]) -> bool:
    """Tell whether a piece behind a report has its later sections: it was cut at a row like a first one."""
    behind = pieces[pieces.index(report) + 1 :]
    last = max((heading.number for heading in report.headings), default=0)
    return any(not piece.title.text and piece.headings and piece.headings[0].number > last for piece in behind)


def _of_two_years(pieces: Sequence[Candidate]) -> bool:
    """Tell whether pieces with sections of their own name different years: so they are two reports."""
    years = {piece.year for piece in pieces if len(piece.headings) >= _ENOUGH_SECTIONS}
    return len(years - {None}) > 1


def _stands_alone(piece: Candidate, other: Candidate) -> bool:
    titled = bool(piece.title.text) and piece is not other
    return titled and (are_apart(piece.title.year, other.title.year) or _has_rows(piece))


def _has_rows(report: Candidate) -> bool:
    """Tell whether a piece has some rows of its own, as a report has that was cut off."""
    return len(report.headings) >= _FEW_ROWS - 1 and len(report.alignment.rows) >= _FEW_ROWS


def _has_tables(report: Candidate) -> bool:
    """Tell whether a report has tables of its own, read or not: a table of contents has none."""
    long = sum(item.count >= LONG_ROW for item in report.seen)
    return len(report.alignment.rows) >= _ENOUGH_ROWS or long >= MANY_LONG_ROWS


def _describe(report: Candidate) -> str:
    return f"{report.title.agency or '机关不详'} {report.year or '年度不详'}"


def _not_a_report(report: Candidate, part: int | None, *, scanned: bool) -> Unreadable:
    if part not in {None, 1} and _is_report(report):
        return Unreadable(f"文件里只有 1 份报告，没有第 {part} 份。", "请去掉 --part。")
    found = (
        f"标题{'有' if report.title.text else '无'}，章节 {len(report.headings)}/6，表格行 {len(report.alignment.rows)}"
    )
    remedy = "请确认文件；若确是年度报告，请换一份更完整的原件。"
    if scanned:
        remedy = "请确认文件；若确是年度报告，请重新扫描（300 dpi，平整、清晰），或换成 PDF、网页或 Word 格式。"
    return Unreadable(f"这不像政府信息公开工作年度报告（{found}）。", remedy)


def _report(document: Document, seen: tuple[Observed, ...]) -> Candidate:
    paragraphs = tuple((n, block) for n, block in enumerate(document.blocks) if isinstance(block, Paragraph))
    headings = section_headings(paragraphs)
    first = headings[0].block if headings else None
    title = find_title(paragraphs, first)
    texts = [paragraph.text for _, paragraph in paragraphs]
    covered = period(texts)
    year = title.year or (int(covered[0][:4]) if covered else None) or first_year(texts)
    zone = _zone(seen, headings)
    alignment = align(zone, year)
    if len(alignment.rows) < _ENOUGH_ROWS and len(zone) < len(seen):
        everywhere = align(seen, year)
        alignment = everywhere if len(everywhere.rows) > len(alignment.rows) else alignment
        zone = seen if alignment is everywhere else zone
    return Candidate(document, paragraphs, headings, title, year, zone, alignment, hides_another(document, seen))


def _zone(seen: Sequence[Observed], headings: Sequence[Heading]) -> tuple[Observed, ...]:
    """Give the rows that stand where the tables belong: from section 二 (or later) to before section 五."""
    tables = [heading.block for heading in headings if 2 <= heading.number <= LAST_TABLE_SECTION]
    after = [heading.block for heading in headings if heading.number > LAST_TABLE_SECTION]
    one = [heading.block for heading in headings if heading.number == 1]
    start = tables[0] if tables and headings and headings[0].number <= 2 else max(one, default=0)
    end = min(after, default=None)
    kept = [item for item in seen if item.block >= start and (end is None or item.block < end)]
    return tuple(numbered(kept))


def _is_report(report: Candidate) -> bool:
    rows, sections = len(report.alignment.rows), len(report.headings)
    titled = bool(report.title.text)
    if rows >= _ENOUGH_ROWS:
        return titled or sections >= 2
    return titled and sections >= _ENOUGH_SECTIONS
