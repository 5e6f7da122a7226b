"""A sample report in each file format. Every writer takes a sample and gives the text of the file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from string import Template
from typing import Final

from generator.records.forms import applicants, outcomes
from tests.content.sample import SOURCES, Sample, Section
from tests.content.sample_tables import Grid, as_html, as_printed, grid, matrix

_PAGE_ONE_ENDS: Final = "4."  # the row label with which the cut report's first page ends
_HEADING_LOST: Final = 4
_TOO_WIDE: Final = 4  # characters


def tabs(sample: Sample) -> str:
    """Write paragraphs, and tables with a tab between columns."""
    return _text(sample, lambda _, table: ["\t".join(row) for row in matrix(grid(sample, table))])


def markdown(sample: Sample) -> str:
    """Write Markdown with pipe tables; an empty cell stays empty."""
    lines = [f"# {''.join(sample.title)}", *sample.preamble]
    for section in sample.sections:
        lines.append(f"## {section.heading}")
        lines += ["\n".join(_piped(grid(sample, section.table)))] if section.table else section.paragraphs
    return "\n\n".join(lines) + "\n"


def _piped(cells: Grid) -> Iterator[str]:
    first, *others = matrix(cells)
    yield _pipe(first)
    yield _pipe(["---"] * len(first))
    yield from map(_pipe, others)


def _pipe(row: list[str]) -> str:
    return "| " + " | ".join(row) + " |"


def cut(sample: Sample) -> str:
    """Write tab tables as they come out of a paged file: the rows at a page break and the next heading are lost."""
    return _text(sample, _cut_lines, lost=_HEADING_LOST)


def _cut_lines(sample: Sample, table: str) -> list[str]:
    rows = matrix(grid(sample, table))
    if table == "disputes":  # of its heads only the last line is left, its characters torn apart
        rows = [["", "", "", "", "", *"持正果结", "", *"持正果结", ""], rows[-1]]
    if table == "applications":
        rows = _cut_applications(rows)
    return ["\t".join(row) for row in rows]


def _cut_applications(rows: list[list[str]]) -> list[list[str]]:
    """Break the page after a row, lay out the rest one column narrower, and end where the rows are lost."""
    end = next(place for place, row in enumerate(rows) if row[2].startswith(_PAGE_ONE_ENDS)) + 1
    return [*rows[:end], [], *(row[1:] for row in rows[end:])]


def cells(sample: Sample) -> str:
    """Write one cell a line with a tab before it, an empty line after each row, headings with plain digits."""
    lines = [*sample.title, *sample.preamble]
    for section in sample.sections:
        lines.append(f"{section.number}、 {section.title}")
        lines += _cell_lines(grid(sample, section.table)) if section.table else section.paragraphs
    return "\n".join(lines) + "\n"


def _cell_lines(table: Grid) -> Iterator[str]:
    for row in as_printed(table):
        yield from (f"\t{_broken(text)}" for text in row)
        yield ""
    yield ""


def _broken(label: str) -> str:
    """Break the head of a narrow column over two lines, as its cell does."""
    narrow = {column.label for column in (*applicants(), *outcomes()) if len(column.label) >= _TOO_WIDE}
    return f"{label[:2]}\n{label[2:]}" if label in narrow else label


def _text(sample: Sample, table: Callable[[Sample, str], list[str]], lost: int = 0) -> str:
    blocks = [*sample.title, *sample.preamble]
    for section in sample.sections:
        if section.number != lost:
            blocks.append(section.heading)
        blocks += ["\n".join(table(sample, section.table))] if section.table else section.paragraphs
    return "\n\n".join([*blocks, *sample.data.get("signature", ())]) + "\n"


def web(sample: Sample) -> str:
    """Write a page as a government's website shows it, with the site's own frame around the report."""
    return _page("web.html", sample)


def print_page(sample: Sample) -> str:
    """Write the page that a browser prints as PDF."""
    return _page("print.html", sample)


def _page(template: str, sample: Sample) -> str:
    body = "\n".join(line for section in sample.sections for line in _section(sample, section))
    preamble = "\n".join(map(_paragraph, sample.preamble))
    title = "<br>".join(map(html.escape, sample.title))
    page = Template((SOURCES / template).read_text(encoding="utf-8"))
    return page.substitute(title=title, plain="".join(sample.title), preamble=preamble, body=body)


def _section(sample: Sample, section: Section) -> Iterator[str]:
    yield f'<p class="head">{html.escape(section.heading)}</p>'
    yield from map(_paragraph, section.paragraphs)
    if section.table:
        yield as_html(grid(sample, section.table))


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(re.sub(' +', ' ', text), quote=False)}</p>"


WRITERS: Final[Mapping[str, Callable[[Sample], str]]] = {
    "tabs": tabs,
    "markdown": markdown,
    "cut": cut,
    "cells": cells,
    "web": web,
    "print": print_page,
}
ENCODINGS: Final = {"web": "gb18030"}
