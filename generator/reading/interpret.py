"""`Document` → `Record`: what a report says, cell by cell, with where it says it. Knows no file format."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from generator.reading import narrative, scattered
from generator.reading.beside import WHY as WHY_BESIDE
from generator.reading.beside import doubtful, is_named, summed
from generator.reading.candidate import LAST_TABLE_SECTION, Candidate, only_report
from generator.reading.columns import layouts
from generator.reading.contradicted import WHY as WHY_CONTRADICTED
from generator.reading.contradicted import contradicted
from generator.reading.head_order import WHY, disordered
from generator.reading.headings import first_subject, period, signature
from generator.reading.labels import normal
from generator.reading.local_columns import has_last_year, has_subtotal
from generator.reading.misled import Surplus
from generator.reading.observe import Observed
from generator.reading.placement import Placed, place, settle, surplus_place, work_out
from generator.reading.readers.document import PICTURE, Document, Unreadable
from generator.reading.spanned import WHY as WHY_PARTED
from generator.reading.spanned import parted
from generator.reading.torn import choose_torn
from generator.reading.unboxed import unboxed
from generator.reading.unvouched import WHY as WHY_UNVOUCHED
from generator.reading.unvouched import unvouched
from generator.records.figures import DIGIT, Absence, Figure
from generator.records.forms import TABLES, FormRow, Identity, form_table, identities
from generator.records.record import Dates, Doubt, Evidence, Passage, Record, Section, Source

_FEW_ROWS: Final = 3
TORN: Final = "一个单元格里有几段数字"


def interpret(document: Document, source: Source, part: int | None = None) -> Record:
    """Read a document as an annual report. `part` (from 1) picks one of several reports in the file.

    Raises `Unreadable` when it is no annual report, holds several and none is picked, or tells no year.
    """
    report = only_report(unboxed(document), part)
    if report.year is None:
        raise Unreadable("看不出是哪一年度的报告。", "请在文件旁的 source.yaml 中写明 year，或检查标题。")
    return _record(report, report.year, source)


def _end_page(report: Candidate) -> int | None:
    """Give the page of the first heading behind the tables."""
    behind = (heading.paragraph.place.page for heading in report.headings if heading.number > LAST_TABLE_SECTION)
    return next(behind, None)


def _pictures(report: Candidate) -> tuple[int, ...]:
    """Give the blocks of large pictures that stand where tables belong: after the first heading, before section 五."""
    first = min((heading.block for heading in report.headings), default=0)
    end = min((heading.block for heading in report.headings if heading.number > LAST_TABLE_SECTION), default=None)
    found = (block for block, paragraph in report.paragraphs if PICTURE in paragraph.text)
    return tuple(block for block in found if block >= first and (end is None or block < end))


def _record(report: Candidate, year: int, source: Source) -> Record:
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

    def __init__(self, report: Candidate) -> None:
        self._alignment = report.alignment
        self._seen = report.seen
        self.figures: dict[str, Figure] = {}
        self.doubts: dict[str, Doubt] = {}
        self.evidence: dict[str, Evidence] = {}
        spare = [item for item in report.seen if self._is_spare(item)]
        self.unplaced = tuple(Passage(item.text, item.place) for item in spare)
        self._spare = spare
        self._pictures = _pictures(report)
        self._end_page = _end_page(report)
        self._disordered = disordered(report.seen, report.alignment.rows, report.alignment.forms)
        for table in TABLES:
            self._read_table(table)
        rows = [row for table in TABLES for row in form_table(self._alignment.forms[table], table).rows]
        rules = [rule for table in TABLES for rule in identities(table, self._alignment.forms[table])]
        sure = frozenset(summed(rows, self.figures, rules))
        for name in list(scattered.untold(rows, self._alignment.rows, self.figures)):
            self._doubt(name, self.figures[name], scattered.WHY_UNTOLD)
        why = dict.fromkeys(unvouched(report.seen, rows, self._alignment.rows, self.figures, rules), WHY_UNVOUCHED)
        why |= dict.fromkeys(parted(report.document, spare, report.seen, self._alignment.rows), WHY_PARTED)
        why |= dict.fromkeys(doubtful(report.seen, spare, rows, self._alignment.rows, sure), WHY_BESIDE)
        for name, cell in ((row.name, cell.name) for row in rows if row.name in why for cell in row.cells):
            self._doubt(cell, self.figures[cell], why[name])

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
            layout = learned[len(row.cells)].get(item.block)
            readings = place(item, row, layout, rules)
            if readings is None:
                open_rows.append((row, layout.behind_labels(item, len(row.cells)) if layout else item))
            else:
                self._take(row, item, settle(row, readings))
        many = sum(item.count > len(row.cells) for row, item in found)
        local = many > _FEW_ROWS and not has_last_year(self._seen)
        usual = surplus_place(open_rows, rules) if many > _FEW_ROWS else None
        surplus = Surplus(many <= _FEW_ROWS, local or has_subtotal(self._seen), usual)
        for row, item in open_rows:
            self._take(row, item, work_out(item, row, self.figures, rules, surplus))
        for row in rows:
            if row.name not in self._alignment.rows:
                self._lost(row)
        self._weigh_doubled(rows, rules)
        self._choose_torn(rules)
        self._doubt_columns(rows)
        for cell, why in self._contradictions(found, rules).items():
            self._doubt(cell, self.figures[cell], why)
        self._order(rows)

    def _contradictions(self, found: Sequence[tuple[FormRow, Observed]], rules: Sequence[Identity]) -> dict[str, str]:
        """Give the cells in running text that the sums of their table speak against, each with why."""
        scatter = (scattered.disordered(row, item, self.figures, rules) for row, item in found)
        moved = dict.fromkeys(contradicted(found, self.figures, rules), WHY_CONTRADICTED)
        return moved | dict.fromkeys(itertools.chain.from_iterable(scatter), scattered.WHY)

    def _take(self, row: FormRow, item: Observed, placed: Placed) -> None:
        for cell, figure in zip(row.cells, placed.figures, strict=True):
            self.figures[cell.name] = figure
        self.doubts |= placed.doubts
        by = "identity" if placed.identities else ""
        self.evidence[row.name] = Evidence(item.place, item.text, placed.numbers, by, placed.identities)  # type: ignore[arg-type]

    def _lost(self, row: FormRow) -> None:
        """A row that was not found is missing; unclear, if a number without a place lies there, or under its label."""
        before, after = self._neighbours(row)
        beside = any(before < item.order < after or is_named(item, row) for item in self._spare)
        why = "这一行没有找到，而附近有归属不明的数字" if beside else ""
        if not why and self._is_pictured(before, after):
            why = "这一行没有找到，而这里有一幅图片，表格可能印在图片里"
        if not why and (self._pages_end(before, after) or self._is_within(row, (before, after))):
            why = "这一行没有找到，而这里两行连在一起，或正是两页相接的地方"
        for cell in row.cells:
            self.figures[cell.name] = Absence.UNCLEAR if why else Absence.MISSING
            if why:
                self.doubts[cell.name] = Doubt(why)

    def _is_pictured(self, before: int, after: int) -> bool:
        """Tell whether a large picture stands between the rows of two places in the order of reading."""
        first = max((item.block for item in self._seen if item.order <= before), default=-1)
        last = min((item.block for item in self._seen if item.order >= after), default=None)
        return any(first <= block and (last is None or block <= last) for block in self._pictures)

    def _pages_end(self, before: int, after: int) -> bool:
        """Tell whether the rows of two places in the order of reading, or the end of the tables, are on two pages."""
        pages = [self._seen[order].place.page for order in (before, after) if 0 <= order < len(self._seen)]
        pages += [self._end_page] if after >= len(self._seen) else []
        return len(pages) > 1 and None not in pages and pages[0] != pages[1]

    def _is_within(self, row: FormRow, orders: Iterable[int]) -> bool:
        """Tell whether the label of a row stands in that of another with numbers: two rows were seen as one."""
        labels = [normal(self._seen[order].label) for order in orders if 0 <= order < len(self._seen)]
        return any(normal(row.label) in label for label in labels if row.label)

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
