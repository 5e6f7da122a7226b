"""A table pasted as a picture is not missing: it is there, and we could not read it. Real pages and Word files."""

from __future__ import annotations

import re

import pytest

from generator.reading.interpret import interpret
from generator.reading.readers import html
from generator.reading.readers.document import PICTURE, Document, Paragraph
from generator.records.figures import Absence
from generator.records.record import Record, Source
from tests.reading import rendering
from tests.reading.made_files import report
from tests.reading.office_maker import p, tbl, tr
from tests.reading.test_docx import word

PHOTO = "<p><img src='table.png'></p>"


def record(document: Document) -> Record:
    return interpret(document, Source((), "original", "test"))


def page(*pictured: int, picture: str = PHOTO) -> Record:
    """Read a page whose tables of these places (from 0) are pictures."""
    places = iter(range(3))
    text = re.sub(
        r"<table>.*?</table>",
        lambda found: picture if next(places) in pictured else found[0],
        rendering.merged_html(report()),
        flags=re.DOTALL,
    )
    return record(html.read(text.encode()))


def figures(read: Record, table: str) -> set[object]:
    return {figure for cell, figure in read.figures.items() if cell.startswith(f"{table}.")}


@pytest.mark.parametrize(
    "picture", [PHOTO, "<object data='a.pdf'></object>", "<p><img width=900 height=1200 src=a></p>"]
)
def test_a_table_that_is_a_picture_is_unclear(picture: str) -> None:
    read = page(1, picture=picture)
    assert figures(read, "applications") == {Absence.UNCLEAR}
    assert "图片" in read.unclear["applications.granted.total"].why
    assert Absence.UNCLEAR not in figures(read, "proactive") | figures(read, "disputes")
    assert not any(PICTURE in passage.text for passage in read.narrative)


def test_all_three_tables_as_pictures_are_unclear() -> None:
    read = page(0, 1, 2)
    assert set(read.figures.values()) == {Absence.UNCLEAR}


@pytest.mark.parametrize("picture", ["", "<p><img src=icon.png width=16 height=16></p>", "<p hidden><img src=a></p>"])
def test_a_table_that_is_not_there_is_missing(picture: str) -> None:
    assert figures(page(1, picture=picture), "applications") == {Absence.MISSING}


def test_a_photograph_beside_whole_tables_changes_nothing() -> None:
    text = rendering.merged_html(report())
    with_photos = text.replace("<table>", f"{PHOTO}<table>").replace("</table>", f"</table>{PHOTO}")
    assert record(html.read(with_photos.encode())).figures == record(html.read(text.encode())).figures


def test_a_photograph_in_another_section_does_not_stand_for_a_table() -> None:
    text = re.sub(r"<table>.*?</table>", "", rendering.merged_html(report()), count=2, flags=re.DOTALL)
    text = text.replace("<p>五、", f"<p>五、存在的主要问题及改进情况</p>{PHOTO}<p>", 1)
    assert Absence.UNCLEAR not in figures(record(html.read(text.encode())), "applications")


def test_a_cell_with_a_picture_in_it_is_no_blank() -> None:
    made = report()
    cell = "applications.granted.natural_person"
    text = rendering.merged_html(made)
    row = text.index("（一）予以公开")
    value = re.compile(r"(<td colspan=1 rowspan=1>)[^<]*(</td>)")
    changed = text[:row] + value.sub(r"\1<img src=digit.png>\2", text[row:], count=1)
    read = record(html.read(changed.encode()))
    assert read.figures[cell] is Absence.UNCLEAR


def test_a_large_picture_in_a_word_file_stands_in_its_place() -> None:
    drawn = "<w:r><w:drawing><wp:extent cx='5000000' cy='4000000'/><a:blip/></w:drawing></w:r>"
    rows = tbl(tr("（一）予以公开", "1"))
    document = word(p("二、主动公开政府信息情况") + p(drawn) + p("三、收到和处理政府信息公开申请情况") + rows)
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["二、主动公开政府信息情况", PICTURE, "三、收到和处理政府信息公开申请情况"]
