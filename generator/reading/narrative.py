"""The running text of a report, paragraph by paragraph: never its title, headings, tables or page furniture."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import Final

from generator.reading.align import Alignment
from generator.reading.claims import claims_of
from generator.reading.headings import Heading, Title, is_agency_name, squeeze
from generator.reading.labels import normal, similarity
from generator.reading.line_words import HAN
from generator.reading.readers.document import Document, Paragraph, Place
from generator.records.characters import simplified
from generator.records.figures import fold, is_value
from generator.records.forms import FORM_NAMES, TABLES, applicants, cases, form_table, outcomes
from generator.records.record import Claim, Passage
from generator.records.yaml_files import load_resource

_LONGEST_LABEL: Final = 45
_ALIKE: Final = 0.7
_TABLE_SECTIONS: Final = (2, 3, 4)


def passages(
    document: Document,
    headings: Sequence[Heading],
    title: Title,
    signing: Collection[Paragraph],
    rows: Collection[int],
) -> tuple[Passage, ...]:
    """Give the paragraphs of the narrative with their sections. `rows` are blocks that were read as table rows."""
    section, found = 0, []
    numbers = {heading.block: heading.number for heading in headings}
    begin = max(title.blocks, default=-1)
    for block, item in enumerate(document.blocks):
        section = numbers.get(block, section)
        if not isinstance(item, Paragraph) or block in numbers or block in rows or block <= begin:
            continue
        furniture = item in signing or is_furniture(item.text) or (section == 0 and is_agency_name(squeeze(item.text)))
        residue = section in _TABLE_SECTIONS and is_residue(item.text)
        if not furniture and not residue:
            found.append(Passage(" ".join(item.text.split()), item.place, section))
    return tuple(found)


def rows_in_lines(alignment: Alignment) -> frozenset[int]:
    """Give the blocks of running text that were read as table rows."""
    return frozenset(item.block for item in alignment.rows.values() if item.loose)


def is_furniture(text: str) -> bool:
    """Tell a line of page furniture, or one without any word."""
    bare = simplified(squeeze(text))
    return bare in load_words() or not (HAN.search(bare) or any(letter.isalnum() for letter in bare))


@functools.cache
def load_words() -> frozenset[str]:
    """The furniture lines of `headings.yaml`."""
    return frozenset(load_resource("generator.reading", "headings.yaml")["furniture"])


def is_residue(text: str) -> bool:
    """Tell whether a line in a table section is what is left of a table: values, or a label of the form."""
    words = fold(text).split()
    if all(is_value(word) or normal(word) in _vocabulary() for word in words):
        return True
    bare = normal(text)
    if len(bare) > _LONGEST_LABEL or "。" in text:
        return False
    return bare in _vocabulary_text() or any(similarity(bare, label) >= _ALIKE for label in _vocabulary())


@functools.cache
def _vocabulary() -> tuple[str, ...]:
    labels = {
        "信息内容",
        "申请人情况",
        "法人或其他组织",
        "行政诉讼",
        "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    }
    for form in FORM_NAMES:
        for table in TABLES:
            for row in form_table(form, table).rows:
                labels |= {row.label, row.short, row.group, *row.also, *(cell.label for cell in row.cells)}
    columns = (*applicants(), *outcomes(), *cases())
    labels |= {column.label for column in columns} | {column.group for column in columns}
    return tuple(sorted(normal(label) for label in labels if label))


@functools.cache
def _vocabulary_text() -> str:
    return "|".join(_vocabulary())


def claims(found: Sequence[Passage], reporter: str | None, year: int) -> tuple[Claim, ...]:
    """Give what the narrative of `reporter`, reporting on `year`, says of cells, clause by clause."""
    return tuple(
        Claim(claim.cell, claim.value, claim.scope, claim.text, _place(passage.place))
        for passage in found
        for claim in claims_of(passage.text, section=passage.section, reporter=reporter, year=year)
    )


def _place(place: Place) -> Place:
    return Place(line=place.line, page=place.page, box=place.box)
