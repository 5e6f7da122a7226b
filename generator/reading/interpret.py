"""`Document` → `Record`: what a report says, cell by cell, with where it says it. Knows no file format."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from generator.reading import narrative, scattered
from generator.reading.align import Alignment, align
from generator.reading.beside import WHY as WHY_BESIDE
from generator.reading.beside import doubtful, summed
from generator.reading.columns import layouts
from generator.reading.group_pieces import without_group_pieces
from generator.reading.head_order import WHY, disordered
from generator.reading.headings import (
    Heading,
    Title,
    find_title,
    first_subject,
    first_year,
    period,
    section_headings,
    signature,
)
from generator.reading.labels import without_repeated
from generator.reading.local_columns import without_local_columns
from generator.reading.observe import Observed, observe
from generator.reading.parts import split
from generator.reading.placement import Placed, choose_torn, place, settle, work_out
from generator.reading.readers.document import PICTURE, Document, Paragraph, Unreadable
from generator.reading.unboxed import unboxed
from generator.reading.upended import upended
from generator.records.figures import DIGIT, Absence, Figure
from generator.records.forms import TABLES, FormRow, Identity, form_table, identities
from generator.records.record import Dates, Doubt, Evidence, Passage, Record, Section, Source

_ENOUGH_ROWS: Final = 12
_ENOUGH_SECTIONS: Final = 4
_LAST_TABLE_SECTION: Final = 4
_LONG_ROW, _MANY_LONG_ROWS = 5, 5
TORN: Final = "一个单元格里有几段数字"


@dataclass(frozen=True, slots=True)
class _Report:
    """One report's parts, before its figures are read."""

    document: Document
    paragraphs: tuple[tuple[int, Paragraph], ...]
    headings: tuple[Heading, ...]
    title: Title
    year: int | None
    seen: tuple[Observed, ...]
    alignment: Alignment


def interpret(document: Document, source: Source, part: int | None = None) -> Record:
    """Read a document as an annual report. `part` (from 1) picks one of several reports in the file.

    Raises `Unreadable` when it is no annual report, holds several and none is picked, or tells no year.
    """
    report = _one_of(unboxed(document), part)
    if report.year is None:
        raise Unreadable("看不出是哪一年度的报告。", "请在文件旁的 source.yaml 中写明 year，或检查标题。")
    return _record(report, report.year, source)


def _one_of(document: Document, part: int | None) -> _Report:
    seen = _seen(document)
    whole = _report(document, seen)
    pieces = split(document, seen)
    reports = _told_apart([_report(piece, _seen(piece)) for piece in pieces], whole) if len(pieces) > 1 else [whole]
    if len(reports) == 1:
        if part not in {None, 1} or not _is_report(reports[0]):
            raise _not_a_report(reports[0], part)
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
    return without_group_pieces(without_repeated(without_local_columns(upended(observe(document)))))


def _told_apart(pieces: Sequence[_Report], whole: _Report) -> Sequence[_Report]:
    """Give the reports in a file: the pieces that have tables of their own, or else those that have a title.

    A table of contents looks like a report without tables: one piece with tables is the report, under the file's title.
    """
    tabled = [piece for piece in pieces if _is_report(piece) and _has_tables(piece)]
    if len(tabled) == 1:
        only = tabled[0]
        if only.title.text:
            return [only]
        title = dataclasses.replace(whole.title, blocks=())
        return [dataclasses.replace(only, title=title, year=whole.title.year or only.year)]
    titled = [piece for piece in pieces if _is_report(piece) and piece.title.text]
    several = tabled if len(tabled) > 1 else titled
    return several if len(several) > 1 else [whole]


def _has_tables(report: _Report) -> bool:
    """Tell whether a report has tables of its own, read or not: a table of contents has no rows of numbers."""
    long = sum(item.count >= _LONG_ROW for item in report.seen)
    return len(report.alignment.rows) >= _ENOUGH_ROWS or long >= _MANY_LONG_ROWS


def _describe(report: _Report) -> str:
    return f"{report.title.agency or '机关不详'} {report.year or '年度不详'}"


def _not_a_report(report: _Report, part: int | None) -> Unreadable:
    if part not in {None, 1} and _is_report(report):
        return Unreadable(f"文件里只有 1 份报告，没有第 {part} 份。", "请去掉 --part。")
    found = (
        f"标题{'有' if report.title.text else '无'}，章节 {len(report.headings)}/6，表格行 {len(report.alignment.rows)}"
    )
    return Unreadable(
        f"这不像政府信息公开工作年度报告（{found}）。", "请确认文件；若确是年度报告，请换一份更完整的原件。"
    )


def _report(document: Document, seen: tuple[Observed, ...]) -> _Report:
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
    return _Report(document, paragraphs, headings, title, year, zone, alignment)


def _zone(seen: Sequence[Observed], headings: Sequence[Heading]) -> tuple[Observed, ...]:
    """Give the rows that stand where the tables belong: from section 二 (or later) to before section 五."""
    tables = [heading.block for heading in headings if 2 <= heading.number <= _LAST_TABLE_SECTION]
    after = [heading.block for heading in headings if heading.number > _LAST_TABLE_SECTION]
    one = [heading.block for heading in headings if heading.number == 1]
    start = tables[0] if tables and headings and headings[0].number <= 2 else max(one, default=0)
    end = min(after, default=None)
    kept = [item for item in seen if item.block >= start and (end is None or item.block < end)]
    return tuple(_renumbered(kept))


def _pictures(report: _Report) -> tuple[int, ...]:
    """Give the blocks of large pictures that stand where tables belong: after the first heading, before section 五."""
    first = min((heading.block for heading in report.headings), default=0)
    end = min((heading.block for heading in report.headings if heading.number > _LAST_TABLE_SECTION), default=None)
    found = (block for block, paragraph in report.paragraphs if PICTURE in paragraph.text)
    return tuple(block for block in found if block >= first and (end is None or block < end))


def _renumbered(items: Iterable[Observed]) -> Iterable[Observed]:
    for order, item in enumerate(items):
        yield item if item.order == order else dataclasses.replace(item, order=order)


def _is_report(report: _Report) -> bool:
    rows, sections = len(report.alignment.rows), len(report.headings)
    titled = bool(report.title.text)
    if rows >= _ENOUGH_ROWS:
        return titled or sections >= 2
    return titled and sections >= _ENOUGH_SECTIONS


def _record(report: _Report, year: int, source: Source) -> Record:
    reading = _Reading(report)
    signed_by, day, signing = signature([paragraph for _, paragraph in report.paragraphs])
    passages = narrative.passages(
        report.document, report.headings, report.title, signing, narrative.rows_in_lines(report.alignment)
    )
    texts = [passage.text for passage in passages]
    agency = report.title.agency or first_subject(texts) or signed_by
    return Record(
        year=year,
        agency_as_printed=agency,
        title=report.title.text,
        source=source,
        forms=report.alignment.forms,
        forms_told=report.alignment.told,
        figures=reading.figures,
        dates=Dates(period([paragraph.text for _, paragraph in report.paragraphs]), day),
        sections=tuple(
            Section(heading.number, " ".join(heading.paragraph.text.split()), heading.paragraph.place)
            for heading in report.headings
        ),
        narrative=passages,
        claims=narrative.claims(passages, agency, year),
        evidence=reading.evidence,
        unclear=reading.doubts,
        unplaced=reading.unplaced,
        hidden=tuple(Passage(paragraph.text, paragraph.place) for paragraph in report.document.hidden),
    )


class _Reading:
    """The figures of one report, worked out table by table."""

    def __init__(self, report: _Report) -> None:
        self._alignment = report.alignment
        self._seen = report.seen
        self.figures: dict[str, Figure] = {}
        self.doubts: dict[str, Doubt] = {}
        self.evidence: dict[str, Evidence] = {}
        spare = [item for item in report.seen if self._is_spare(item)]
        self.unplaced = tuple(Passage(item.text, item.place) for item in spare)
        self._spare = [item.order for item in spare]
        self._pictures = _pictures(report)
        self._disordered = disordered(report.seen, report.alignment.rows, report.alignment.forms)
        for table in TABLES:
            self._read_table(table)
        rows = [row for table in TABLES for row in form_table(self._alignment.forms[table], table).rows]
        rules = [rule for table in TABLES for rule in identities(table, self._alignment.forms[table])]
        sure = frozenset(summed(rows, self.figures, rules))
        beside = doubtful(report.seen, spare, rows, self._alignment.rows, sure)
        for cell in (cell for row in rows if row.name in beside for cell in row.cells):
            self._doubt(cell.name, self.figures[cell.name], WHY_BESIDE)

    def _is_spare(self, item: Observed) -> bool:
        """Tell whether a row holds a number and found no place."""
        doubles = {double.order for items in self._alignment.doubled.values() for double in items}
        has_number = any(DIGIT.search(field.text) for field in item.fields)
        return has_number and item.order not in self._alignment.used and item.order not in doubles

    def _read_table(self, table: str) -> None:
        form = self._alignment.forms[table]
        rules = identities(table, form)
        rows = form_table(form, table).rows
        found = [(row, self._alignment.rows[row.name]) for row in rows if row.name in self._alignment.rows]
        learned = {
            due: layouts([item for row, item in found if len(row.cells) == due], self._seen, due)
            for due in {len(row.cells) for row in rows}
        }
        open_rows: list[tuple[FormRow, Observed]] = []
        for row, item in found:
            readings = place(item, row, learned[len(row.cells)].get(item.block))
            if readings is None:
                open_rows.append((row, item))
            else:
                self._take(row, item, settle(row, readings))
        for row, item in open_rows:
            self._take(row, item, work_out(item, row, self.figures, rules))
        for row in rows:
            if row.name not in self._alignment.rows:
                self._lost(row)
        self._weigh_doubled(rows, rules)
        self._choose_torn(rules)
        self._doubt_columns(rows)
        for cell in {cell for row, item in found for cell in scattered.disordered(row, item, self.figures, rules)}:
            self._doubt(cell, self.figures[cell], scattered.WHY)
        self._order(rows)

    def _take(self, row: FormRow, item: Observed, placed: Placed) -> None:
        for cell, figure in zip(row.cells, placed.figures, strict=True):
            self.figures[cell.name] = figure
        self.doubts |= placed.doubts
        by = "identity" if placed.identities else ""
        self.evidence[row.name] = Evidence(item.place, item.text, placed.numbers, by, placed.identities)  # type: ignore[arg-type]

    def _lost(self, row: FormRow) -> None:
        """A row that was not found is missing; if a number without a place lies where it would stand, it is unclear."""
        before, after = self._neighbours(row)
        why = "这一行没有找到，而附近有归属不明的数字" if any(before < order < after for order in self._spare) else ""
        if not why and self._is_pictured(before, after):
            why = "这一行没有找到，而这里有一幅图片，表格可能印在图片里"
        for cell in row.cells:
            self.figures[cell.name] = Absence.UNCLEAR if why else Absence.MISSING
            if why:
                self.doubts[cell.name] = Doubt(why)

    def _is_pictured(self, before: int, after: int) -> bool:
        """Tell whether a large picture stands between the rows of two places in the order of reading."""
        first = max((item.block for item in self._seen if item.order <= before), default=-1)
        last = min((item.block for item in self._seen if item.order >= after), default=None)
        return any(first <= block and (last is None or block <= last) for block in self._pictures)

    def _neighbours(self, row: FormRow) -> tuple[int, int]:
        names = [each.name for table in TABLES for each in form_table(self._alignment.forms[table], table).rows]
        position = names.index(row.name)
        before = [self._alignment.rows[name].order for name in names[:position] if name in self._alignment.rows]
        after = [self._alignment.rows[name].order for name in names[position:] if name in self._alignment.rows]
        return max(before, default=-1), min(after, default=len(self._seen) + 1)

    def _weigh_doubled(self, rows: Sequence[FormRow], rules: Sequence[Identity]) -> None:
        """A row that the file holds twice, with other figures, is unclear where the two differ."""
        for row in rows:
            for item in self._alignment.doubled.get(row.name, ()):
                readings = place(item, row, None)
                placed = settle(row, readings) if readings else work_out(item, row, {}, rules)
                for cell, figure in zip(row.cells, placed.figures, strict=True):
                    if figure != self.figures[cell.name]:
                        self._doubt(cell.name, figure, f"这一行在文件中出现两次，数字不同（另一处：{item.text}）")

    def _doubt(self, cell: str, other: Figure, why: str) -> None:
        mine = self.figures[cell]
        known = self.doubts[cell].candidates if cell in self.doubts else ()
        candidates = [figure for figure in (mine, other, *known) if not isinstance(figure, Absence)]
        self.figures[cell] = Absence.UNCLEAR
        self.doubts[cell] = Doubt(why, tuple(dict.fromkeys(candidates)))

    def _doubt_columns(self, rows: Sequence[FormRow]) -> None:
        """Under heads in another order than the form's no number says what the form's column means."""
        for row in rows:
            for cell in row.cells if row.name in self._disordered else ():
                self._doubt(cell.name, self.figures[cell.name], WHY)

    def _choose_torn(self, rules: Sequence[Identity]) -> None:
        for cell, doubt in list(self.doubts.items()):
            if not doubt.why.startswith(TORN):
                continue
            value = choose_torn(doubt, cell, self.figures, rules)
            if value is not None:
                self.figures[cell] = value
                del self.doubts[cell]
                self._mark_torn(cell, [rule for rule in rules if cell in rule.cells])

    def _mark_torn(self, cell: str, rules: Sequence[Identity]) -> None:
        row = ".".join(cell.split(".")[:-1]) if cell.startswith("applications") else "disputes"
        evidence = self.evidence[row]
        names = tuple(dict.fromkeys((*evidence.identities, *(f"{rule.check}:{rule.subject}" for rule in rules))))
        self.evidence[row] = Evidence(evidence.place, evidence.text, evidence.numbers, "identity", names)

    def _order(self, rows: Sequence[FormRow]) -> None:
        """Put the figures of a table in the form's order, whatever order they were worked out in."""
        names = [cell.name for row in rows for cell in row.cells]
        ordered = {name: self.figures.pop(name) for name in names}
        self.figures |= ordered
        marks = {row.name: self.evidence.pop(row.name) for row in rows if row.name in self.evidence}
        self.evidence |= marks
