"""Group A, headings and tables: everything is there that Article 50 and the form ask for.

In an extract what is not there may be the copy's loss: such a rule then says `not_assessable`, never `fail`.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from generator.checking.findings import Certainty, Result, Severity, Verdict
from generator.checking.subject import Rule, Subject
from generator.checking.wording import name_of_row, words
from generator.records.figures import Absence
from generator.records.forms import FORM_NAMES, TABLE_TITLES, FormRow, FormTable, form_due, form_table, section_titles

_SECTIONS: Final = range(1, 7)
_NUMERAL: Final = re.compile(r"^(?:第?[一二三四五六1-6](?:部分)?|\([一二三四五六1-6]\))[、,.:]*")
_NO_WORD: Final = re.compile(r"\W|_")


def excused(subject: Subject, verdict: Verdict) -> Verdict:
    """Give the failure of an original as it is; of an extract, say that the loss may be the copy's."""
    if subject.record.is_original:
        return verdict
    return dataclasses.replace(verdict, result=Result.NOT_ASSESSABLE, says="extract", certainty=None, severity=None)


def section_missing(subject: Subject) -> Iterator[Verdict]:
    """Look for each of the six sections, by number or by the words of its title."""
    titles = section_titles(subject.record.year)
    for number in _SECTIONS:
        about = _section(number, titles[number - 1])
        if _found(subject, number):
            yield Verdict(Result.PASS, str(number), about)
            continue
        certainty = subject.certainty_of_structure()
        severity = None if certainty is Certainty.PRINTED else Severity.WARNING
        verdict = Verdict(Result.FAIL, str(number), about, certainty=certainty, severity=severity)
        yield excused(subject, verdict)


def _section(number: int, title: str) -> str:
    return f"{words('numerals')[number - 1]}、{title}"


def _found(subject: Subject, number: int) -> bool:
    keyword = re.compile(words("section_keywords")[number - 1])
    sections = subject.record.sections
    return any(section.number == number or keyword.search(_plain(section.title)) for section in sections)


def section_title_variant(subject: Subject) -> Iterator[Verdict]:
    """Compare each heading found with the official titles, whatever its width, spaces, numeral and punctuation."""
    titles = section_titles(subject.record.year)
    for section in subject.record.sections:
        official = titles[section.number - 1]
        usual = {_plain(official), *(_plain(title) for title in words("long_titles").get(str(section.number), []))}
        same = _plain(section.title) in usual
        yield Verdict(
            Result.PASS if same else Result.FAIL,
            str(section.number),
            _section(section.number, official),
            left=section.title,
            right=official,
            certainty=None if same else subject.certainty_of_structure(),
        )
    if not subject.record.sections:
        yield Verdict(Result.NOT_ASSESSABLE, says="no_section")


def _plain(title: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", title).split())
    return _NO_WORD.sub("", _NUMERAL.sub("", folded))


def section_order(subject: Subject) -> Iterator[Verdict]:
    """Hold the headings found against the order one to six. A heading that is not there is another check's matter."""
    numbers = [section.number for section in subject.record.sections]
    if len(set(numbers)) <= 1:
        yield Verdict(Result.NOT_ASSESSABLE, says="no_section")
        return
    found = "、".join(words("numerals")[number - 1] for number in numbers)
    verdict = Verdict(Result.PASS, left=found)
    if any(later < earlier for earlier, later in pairwise(numbers)):
        failed = dataclasses.replace(verdict, result=Result.FAIL, certainty=subject.certainty_of_structure())
        verdict = excused(subject, failed)
    yield verdict


def table_missing(subject: Subject) -> Iterator[Verdict]:
    """Look for the three tables. A lost table is always `to_confirm`: no reader of text sees one that is a picture."""
    for table in subject.record.tables:
        about = TABLE_TITLES[table.table]
        if is_there(subject, table):
            yield Verdict(Result.PASS, table.table, about)
        else:
            yield excused(subject, Verdict(Result.FAIL, table.table, about, certainty=Certainty.TO_CONFIRM))


def is_there(subject: Subject, part: FormTable | FormRow) -> bool:
    """Tell whether a table or row is in the file: a figure, a blank, something unclear, anything but `missing`."""
    return any(subject.figure(cell.name) is not Absence.MISSING for cell in part.cells)


def table_row_missing(subject: Subject) -> Iterator[Verdict]:
    """Look for every row of each table's own form. `count` is the number of rows lost; `cells` are theirs."""
    for table in subject.record.tables:
        about = TABLE_TITLES[table.table]
        if not is_there(subject, table):
            yield Verdict(Result.NOT_APPLICABLE, table.table, about, says="no_table")
            continue
        lost = [row for row in table.rows if not is_there(subject, row)]
        yield _rows_lost(subject, table, lost) if lost else Verdict(Result.PASS, table.table, about)


def _rows_lost(subject: Subject, table: FormTable, lost: list[FormRow]) -> Verdict:
    certainty = subject.certainty_of_loss()
    verdict = Verdict(
        Result.FAIL,
        table.table,
        TABLE_TITLES[table.table],
        cells=tuple(cell.name for row in lost for cell in row.cells),
        detail="、".join(name_of_row(row) for row in lost),
        count=len(lost),
        certainty=certainty,
        severity=None if certainty is Certainty.PRINTED else Severity.WARNING,
    )
    return excused(subject, verdict)


def template_version(subject: Subject) -> Iterator[Verdict]:
    """Hold the form that each table follows against the form due for the year. 表四 is the same in all forms."""
    due = form_due(subject.record.year)
    for table in subject.record.tables:
        yield _version(subject, table, due)


@functools.cache
def _same_in_all_forms(table: str) -> bool:
    return len({form_table(form, table).rows for form in FORM_NAMES}) == 1


def _version(subject: Subject, table: FormTable, due: str) -> Verdict:
    about, forms = TABLE_TITLES[table.table], words("form_names")
    if _same_in_all_forms(table.table):
        return Verdict(Result.NOT_APPLICABLE, table.table, about, says="same_form")
    if not subject.record.forms_told[table.table]:
        return Verdict(Result.NOT_ASSESSABLE, table.table, about, says="not_told")
    sides = Verdict(Result.PASS, table.table, about, left=forms[table.form], right=forms[due])
    if table.form == due:
        return sides
    return dataclasses.replace(sides, result=Result.FAIL, certainty=subject.certainty_of_structure())


RULES: Final[Mapping[str, Rule]] = {
    "section-missing": section_missing,
    "section-title-variant": section_title_variant,
    "section-order": section_order,
    "table-missing": table_missing,
    "table-row-missing": table_row_missing,
    "template-version": template_version,
}
