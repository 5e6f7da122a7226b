"""Several reports in one file are told apart, never blended."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Final

from generator.reading.headings import find_title, section_headings
from generator.reading.labels import normal, similarity
from generator.reading.observe import Observed
from generator.reading.readers.document import Document, Paragraph
from generator.records.forms import FORM_NAMES, form_table

_SAME: Final = 0.85
_SURE_HEADING: Final = 0.95
_LATE_SECTION: Final = 5
LONG_ROW: Final = 5
"""As many numbers in a row tell that it is of the table of applications or that of disputes."""
MANY_LONG_ROWS: Final = 5
_FEW_ROWS: Final = 3


def split(document: Document, seen: Sequence[Observed]) -> tuple[Document, ...]:
    """Cut a document where another report begins: after the end of one, a title, a first section or first row again.

    Where the end of the one before was lost, a title is one when the first section follows it, and not only a page's
    head: something of the middle of a report has been seen since the last beginning.

    `seen` are the rows observed in it.
    """
    starts = [0]
    reached = ""
    events = sorted(_events(document, seen))
    for (block, event), (_, following) in itertools.pairwise([*events, (len(document.blocks), "")]):
        begins = event in {"title", "begin"}
        if begins and (reached == "end" or (reached and (event, following) == ("title", "begin"))):
            starts.append(block)
            reached = ""
        elif not begins:
            reached = event if reached != "end" else reached
    bounds = [*starts, len(document.blocks)]
    return tuple(
        dataclasses.replace(document, blocks=document.blocks[start:end]) for start, end in itertools.pairwise(bounds)
    )


def hides_another(document: Document, seen: Sequence[Observed]) -> bool:
    """Tell whether a report's middle comes again behind its end, with rows of numbers before and behind: two in one.

    Or its first row of applications, with many rows between. Where one ends and the other begins is not seen, so
    neither can be told from the other.
    """
    if _begins_twice(seen):
        return True
    numbers = [
        (block, heading.number)
        for block, item in enumerate(document.blocks)
        if isinstance(item, Paragraph)
        for heading in section_headings([(block, item)])
        if heading.score >= _SURE_HEADING
    ]
    ended = min((block for block, number in numbers if number >= _LATE_SECTION), default=len(document.blocks))
    again = min((block for block, number in numbers if block > ended and 1 < number < _LATE_SECTION), default=None)
    before = sum(item.block < ended for item in seen if item.count >= LONG_ROW)
    behind = sum(item.block > again for item in seen if item.count) if again is not None else 0
    return before >= MANY_LONG_ROWS and behind >= _FEW_ROWS


def _begins_twice(seen: Sequence[Observed]) -> bool:
    first = normal(form_table(FORM_NAMES[-1], "applications").rows[0].label)
    long = [item for item in seen if item.count >= LONG_ROW]
    begins = [n for n, item in enumerate(long) if similarity(normal(item.label), first) >= _SAME]
    return len(begins) > 1 and min(begins[-1] - begins[0], len(long) - begins[-1]) > MANY_LONG_ROWS


def are_apart(year: int | None, other: int | None) -> bool:
    """Tell whether two titles name different years: they are those of two reports."""
    return None not in {year, other} and year != other


def _events(document: Document, seen: Sequence[Observed]) -> list[tuple[int, str]]:
    paragraphs = [(block, item) for block, item in enumerate(document.blocks) if isinstance(item, Paragraph)]
    events = [(block, "title") for block, paragraph in paragraphs if find_title([(block, paragraph)], None).text]
    for block, paragraph in paragraphs:
        for heading in section_headings([(block, paragraph)]):
            if heading.number == 1 and heading.score >= _SURE_HEADING:
                events.append((block, "begin"))
            elif heading.score >= _SURE_HEADING:
                events.append((block, "end" if heading.number >= _LATE_SECTION else "middle"))
    return events + _row_events(seen)


def _row_events(seen: Sequence[Observed]) -> list[tuple[int, str]]:
    rows = form_table(FORM_NAMES[-1], "applications").rows
    first, last = normal(rows[0].label), normal(rows[-1].label)
    events = []
    for item in seen:
        label = normal(item.label)
        narrow = item.ruled and len(item.fields) < LONG_ROW  # of a table that compares years
        if item.count and not narrow and similarity(label, first) >= _SAME:
            events.append((item.block, "begin"))
        elif item.count and similarity(label, last) >= _SAME:
            events.append((item.block, "end"))
    return events
