"""An OpenDocument text comes out as it is seen on paper: merged cells, changes accepted, nothing hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.readers.document import Document, Unreadable
from generator.reading.readers.odt import read
from tests.reading.office_maker import odt, squares, texts, zipped

STYLE = '<style:style style:name="{}" style:family="{}">{}</style:style>'


def text_style(name: str, properties: str, family: str = "text") -> str:
    return STYLE.format(name, family, f"<style:text-properties {properties}/>")


STYLES = (
    text_style("hid", 'text:display="none"')
    + text_style("sup", 'style:text-position="super 58%"')
    + text_style("low", 'style:text-position="-33% 58%"')
    + text_style("out", 'style:text-line-through-style="solid"')
    + text_style("white", 'fo:color="#ffffff"')
    + text_style("back", 'fo:color="#ffffff" fo:background-color="#003366"')
    + text_style("tiny", 'fo:font-size="1pt"')
    + text_style("hidp", 'text:display="none"', "paragraph")
    + '<style:style style:name="heir" style:family="text" style:parent-style-name="hid"/>'
    + STYLE.format("dark", "table-cell", '<style:table-cell-properties fo:background-color="#003366"/>')
)


def text(body: str) -> Document:
    return read(odt(body, automatic=STYLES))


def p(content: str, attributes: str = "") -> str:
    return f"<text:p {attributes}>{content}</text:p>"


def span(content: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def tc(content: str, attributes: str = "") -> str:
    inside = content if content.startswith("<") else p(content)
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def tr(*cells: str, attributes: str = "") -> str:
    inside = "".join(cell if cell.startswith("<table:") else tc(cell) for cell in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def tbl(*rows: str) -> str:
    return f'<table:table><table:table-column table:number-columns-repeated="9"/>{"".join(rows)}</table:table>'


COVERED = "<table:covered-table-cell/>"


def test_merged_cells_stand_once_at_their_logical_columns() -> None:
    document = text(
        tbl(
            "<table:table-header-rows>",
            tr(tc("申请人", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'), COVERED,
               tc("法人", 'table:number-columns-spanned="2"'), COVERED),
            "</table:table-header-rows>",
            tr('<table:covered-table-cell table:number-columns-repeated="2"/>', "企业", "机构"),
            tr("一", "（一）", "3", ""),
        )
    )  # fmt: skip
    assert squares(document) == [
        [("申请人", 0, 2, 2), ("法人", 2, 2, 1)],
        [("企业", 2, 1, 1), ("机构", 3, 1, 1)],
        [("一", 0, 1, 1), ("（一）", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
    ]
    place = document.blocks[0].rows[2].cells[2].place  # type: ignore[union-attr]
    assert (place.table, place.row, place.cell) == (1, 3, 3)


def test_repeated_cells_and_rows_are_written_out() -> None:
    zeros = tc("0", 'table:number-columns-repeated="3"')
    document = text(tbl(tr("甲", zeros, "1", attributes='table:number-rows-repeated="2"')))
    assert texts(document) == [[["甲", "0", "0", "0", "1"]] * 2]


def test_endless_repetition_is_refused() -> None:
    with pytest.raises(Unreadable, match="太大"):
        text(tbl(tr("甲", tc("0", 'table:number-columns-repeated="999999999"'))))
    with pytest.raises(Unreadable, match="太大"):
        text(tbl(tr("甲", "0", attributes='table:number-rows-repeated="999999999"')))


@pytest.mark.parametrize(
    ("content", "reads"),
    [
        (p("3<text:span>5</text:span>"), "35"),
        (p("19") + p("5"), "19\n5"),
        (p("19<text:line-break/>5"), "19\n5"),
        (p("1<text:tab/>9"), "1 9"),
        (p("1<text:s text:c='3'/>9"), "1 9"),
        (p("1\n  9"), "1 9"),
        (p(f"12{span('2', 'sup')}"), "12²"),
        (p(f"12{span('2', 'low')}"), "12₂"),
        (p(f"1{span('999', 'hid')}2"), "12"),
        (p(f"1{span('999', 'heir')}2"), "12"),
        (p("999", 'text:style-name="hidp"'), ""),
        (p(f"{span('12', 'out')}15"), "15"),
        (p(span("35", "white")), ""),
        (p(span("35", "back")), "35"),
        (p(span("35", "tiny")), ""),
        (p(f"12<text:note><text:note-citation>1</text:note-citation>{p('注')}</text:note>"), "12"),
        (p("<office:annotation><dc:creator>9</dc:creator><text:p>8</text:p></office:annotation>5"), "5"),
        (p("<text:change text:change-id='x'/>15"), "15"),
        (p("<text:ruby><text:ruby-base>2</text:ruby-base><text:ruby-text>1</text:ruby-text></text:ruby>"), "2"),
        (p("<text:hidden-text text:is-hidden='true'>9</text:hidden-text>5"), "5"),
        (p("9<text:hidden-paragraph text:is-hidden='true'/>") + p("5"), "5"),
        (p("<text:page-number>5</text:page-number>"), "5"),
        (p("<draw:frame><draw:image/></draw:frame>"), "\ufffd"),
        (p("<draw:control draw:control='c1'/>"), "\ufffd"),
        (p("<draw:frame><draw:text-box><text:p>1</text:p></draw:text-box></draw:frame>2"), "2\n1"),
        (p("<draw:custom-shape><text:p>1</text:p></draw:custom-shape>2"), "2\n1"),
        (tbl(tr("3", "4")), "3\n4"),
        (p(""), ""),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(content: str, reads: str) -> None:
    rows = [tr(name, name, name) for name in "甲乙丙"]
    assert squares(text(tbl(*rows, tr("丁", "丁", tc(content)))))[3][2][0] == reads


def test_pale_digits_are_seen_on_a_dark_cell() -> None:
    assert texts(text(tbl(tr("甲", tc(p(span("35", "white")), 'table:style-name="dark"'))))) == [[["甲", "35"]]]


def test_hidden_and_deleted_digits_are_named() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:date>2024</dc:date>"
        f"</office:change-info>{p('35')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    row = tr("乙", "7", attributes='table:visibility="collapse"')
    section = f'<text:section text:display="none">{p("共 9 件")}</text:section>'
    document = text(changes + p(f"甲{span('12', 'hid')}") + tbl(row, tr("丙", "1")) + section)
    assert texts(document) == ["甲", [["丙", "1"]]]
    assert [paragraph.text for paragraph in document.hidden] == ["35", "12", "乙 7", "共 9 件"]


def test_layout_tables_and_sections_are_walked_through() -> None:
    inner = tbl(tr("规章", "0"))
    frame = tbl(tr(tc(p("一、总体情况") + inner), tc("右栏")))
    assert texts(text(f"<text:section>{frame}</text:section>")) == ["一、总体情况", [["规章", "0"]], "右栏"]


def test_a_table_of_contents_is_left_out() -> None:
    body = f"<text:table-of-content><text:index-body>{p('一、总体情况 3')}</text:index-body></text:table-of-content>"
    assert texts(text(body + p("一、总体情况"))) == ["一、总体情况"]


def test_automatic_numbers_are_written_out() -> None:
    level = '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-suffix="{}"/>'
    levels = level.format(1, "一, 二, 三, ...", "、") + level.format(2, "1", ".")
    styles = f'<text:list-style style:name="L">{levels}</text:list-style>'
    heading = '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="、"/>'
    outline = f"<text:outline-style>{heading}</text:outline-style>"

    def item(content: str) -> str:
        return f"<text:list-item>{content}</text:list-item>"

    def many(*items: str, attributes: str = 'text:style-name="L"') -> str:
        return f"<text:list {attributes}>{''.join(items)}</text:list>"

    body = (
        many(item(p("总体情况"))) + p("甲")
        + many(item(p("主动公开") + many(item(p("乙")), item(p("5")), attributes="")),
               attributes='text:style-name="L" text:continue-numbering="true"')
        + many(item(p("重来")))
        + '<text:h text:outline-level="1">标题</text:h>'
    )  # fmt: skip
    document = read(odt(body, automatic=styles, styles=outline))
    assert texts(document) == ["一、总体情况", "甲", "二、主动公开", "1.乙", "2. 5", "一、重来", "1、标题"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "没有文字"),
        (
            p("标题<draw:frame svg:width='15cm' svg:height='10cm' xmlns:svg='urn:svg'><draw:image/></draw:frame>"),
            "图片",
        ),
        ("<text:section>" * 300 + "</text:section>" * 300, "读不出来"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, what: str) -> None:
    with pytest.raises(Unreadable, match=what) as caught:
        text(body)
    assert caught.value.remedy


def test_locked_and_typed_files_are_refused() -> None:
    with pytest.raises(Unreadable, match="密码"):
        read(zipped({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "?"}))
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read(zipped({"content.xml": "<!DOCTYPE a><a/>"}))


@given(st.data())
def test_a_damaged_file_reads_the_same_or_is_refused(data: st.DataObject) -> None:
    whole = odt(p("标题") + tbl(tr("规章", "12", "35")))
    start = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.binary(min_size=1, max_size=4))
    try:
        document = read(whole[:start] + change + whole[start + len(change) :])
    except Unreadable:
        return
    assert texts(document) == ["标题", [["规章", "12", "35"]]]
