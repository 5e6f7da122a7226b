"""What the fork server does before the first file comes: it loads the readers, and reads a made-up report of each form.

So every list of words, every label of the forms and every look of a digit is in memory, worked out, before a child is
forked off.
"""

from __future__ import annotations

import codecs
import gc
from collections.abc import Iterator
from html import escape

from generator.reading.answers import packed
from generator.reading.interpret import interpret
from generator.reading.read import READERS
from generator.reading.readers import digit_looks
from generator.reading.readers.document import Unreadable
from generator.records.forms import FORM_NAMES, TABLES, applicants, cases, form_data, form_table, outcomes
from generator.records.record import Source

_NARRATIVE = "本年收到政府信息公开申请1件，办结1件，结转下年度0件，行政复议0件，比上年减少1件。"


def warm() -> None:
    """Read a report without any case in each form, as text and as a web page."""
    for form in FORM_NAMES:
        lines = list(_report(form))
        page = "".join(map(_row, lines))
        for kind, text in (("text/plain", "\n".join(lines)), ("text/html", f"<html><body>{page}</body></html>")):
            try:
                packed(interpret(READERS[kind](text.encode()), Source((), "extract", "")))
            except Unreadable:
                continue
    digit_looks.warm()
    for encoding in ("gb18030", "big5", "cp437"):  # those of web pages, and of names in archives
        codecs.lookup(encoding)
    gc.collect()
    gc.freeze()
    gc.disable()  # what a child makes lives as long as the child: looking for rubbish in it costs a third of a reading


def _report(form: str) -> Iterator[str]:
    """Write the lines of a report, cells parted by tabs."""
    yield f"示例县人民政府{form_data(form)['first_year']}年政府信息公开工作年度报告"
    for number, title in zip("一二三四五六", form_data(form)["title_of_section"], strict=True):
        yield f"{number}、{title}"
        place = "一二三四五六".index(number) - 1
        yield from _table(form, TABLES[place]) if 0 <= place < len(TABLES) else (_NARRATIVE,)


def _table(form: str, table: str) -> Iterator[str]:
    columns = {"applications": applicants(), "disputes": (*cases(), *outcomes())}.get(table, ())
    yield "\t".join(column.label for column in columns) or "信息内容"
    printed = ""
    for row in form_table(form, table).rows:  # the label of a group once, before its first row, as reports have it
        yield "\t".join(["" if row.group == printed else row.group, row.label, *("0" for _ in row.cells)])
        printed = row.group


def _row(line: str) -> str:
    cells = line.split("\t")
    if len(cells) == 1:
        return f"<p>{escape(line)}</p>"
    return f"<table><tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr></table>"


warm()
