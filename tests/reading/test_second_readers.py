"""Two independent readers of Word, OpenDocument and web pages: alike is confirmed, different is unclear, with both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading import read as reading
from generator.reading.alike import heard_twice
from generator.reading.read import SECOND_READERS, read_report
from generator.reading.readers import docx, docx_second, html, html_second, odt, odt_second
from generator.reading.readers.document import Cell, Document, Paragraph, Row, Table
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.record import Claim
from tests.reading import test_odt as maker
from tests.reading.office_maker import docx as word_file
from tests.reading.office_maker import odt as odt_file
from tests.reading.office_maker import p, r, tbl, tc, tr

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOX = "<w:txbxContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:txbxContent>"
STYLES = (
    '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
)


def grids(document: Document) -> list[list[list[tuple[str, int, int, int]]]]:
    """Give every table as rows of (text, column, span, height)."""
    return [
        [[(cell.text, cell.column, cell.span, cell.height) for cell in row.cells] for row in block.rows if row.cells]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def same(data: bytes, first: Callable[[bytes], Document], second: Callable[[bytes], Document]) -> object:
    """Give the tables that both readers see."""
    seen = grids(first(data))
    assert seen == grids(second(data))
    return seen


# ---------------------------------------------------------------- both see the same, whatever the file does

WORD_CELLS = {
    "two runs": (p(r("3"), r("5")), "35"),
    "two paragraphs": (p("19") + p("5"), "19\n5"),
    "line break": (p(r("19"), "<w:r><w:br/></w:r>", r("5")), "19\n5"),
    "tab": (p(r("1"), "<w:r><w:tab/></w:r>", r("9")), "1 9"),
    "raised digit": (p(r("12"), r("2", '<w:vertAlign w:val="superscript"/>')), "12²"),
    "footnote": (p(r("12"), "<w:r><w:footnoteReference w:id='2'/></w:r>"), "12"),
    "tracked change": (
        p("<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>15</w:t></w:r></w:ins>"),
        "15",
    ),
    "moved": (p("<w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>8</w:t></w:r></w:moveTo>"), "8"),
    "deleted paragraph mark": (p("1", props="<w:rPr><w:del/></w:rPr>") + p("2"), "12"),
    "hidden": (p(r("1"), r("999", "<w:vanish/>"), r("2")), "12"),
    "hidden by style": (p("12", r("9", '<w:rStyle w:val="b"/>')) + p("7", props='<w:pStyle w:val="b"/>'), "12"),
    "hidden before": (p(r("35", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), "35"),
    "struck": (p(r("12", "<w:strike/>"), r("15")), "15"),
    "white": (p(r("35", '<w:color w:val="FFFFFF"/>')), ""),
    "white on blue": (p(r("35", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="002060"/>')), "35"),
    "one point": (p(r("35", '<w:sz w:val="2"/>')), ""),
    "sign of a symbol font": (p("<w:r><w:sym w:font='Symbol' w:char='F031'/></w:r>"), "\ufffd"),
    "field": (
        p(FIELD.format("begin"), "<w:r><w:instrText>=3+4</w:instrText></w:r>", FIELD.format("separate"), "7",
          FIELD.format("end")),
        "7",
    ),
    "simple field": (p("<w:fldSimple w:instr='=SUM(ABOVE)'><w:r><w:t>5</w:t></w:r></w:fldSimple>"), "5"),
    "content control": (p("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt>"), "5"),
    "box, doubled for old programs": (
        p(f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
          f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>", "2"),
        "2\n1",
    ),
    "picture": (p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"), "\ufffd"),
    "empty": (p(""), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WORD_CELLS)
def test_both_readers_of_word_see_the_same_in_a_cell(name: str) -> None:
    content, reads = WORD_CELLS[name]
    data = word_file(tbl(tr("行政许可", tc(content))), styles=STYLES)
    assert same(data, docx.read, docx_second.read) == [[[("行政许可", 0, 1, 1), (reads, 1, 1, 1)]]]


RESTART, GO_ON, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
WORD_TABLES = {
    "merged": tbl(
        tr(tc("申请人", TWO + RESTART), tc("法人", TWO)),
        tr(tc("", TWO + GO_ON), "企业", "机构"),
        tr("一", "（一）", "3", ""),
        tr(tc("合计", TWO + RESTART), "4", "5"),
    ),
    "merged with nothing above": tbl(tr("甲", tc("1", GO_ON)), tr("乙", tc("2", GO_ON))),
    "merged the old way": tbl(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "1"),
        tr("乙", "2", props='<w:gridBefore w:val="1"/>'),
    ),
    "rows deleted and hidden": tbl(
        tr("甲", "1"), tr("乙", "2", props="<w:del/>"), tr("丙", "3", props="<w:hidden/>"), tr("丁", "4")
    ),
    "layout": tbl(tr(tc(p("一、总体情况") + tbl(tr("规章", "0")) + p("二、其他")), tc("右栏"))),
    "a table in a full one": tbl(
        *(tr(name, name, str(n)) for n, name in enumerate("甲乙丙")), tr("丁", "丁", tc(tbl(tr("3", "4")) + p("")))
    ),
    "controls around rows": tbl(
        f"<w:sdt><w:sdtContent>{tr('甲', '1')}</w:sdtContent></w:sdt>", tr("乙", "2")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORD_TABLES)
def test_both_readers_of_word_see_the_same_tables(name: str) -> None:
    assert same(word_file(WORD_TABLES[name]), docx.read, docx_second.read)


ODT_BODIES = {
    "merged": maker.tbl(
        maker.tr(
            maker.tc("申请人", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'),
            maker.COVERED,
            maker.tc("法人", 'table:number-columns-spanned="2"'),
            maker.COVERED,
        ),
        maker.tr('<table:covered-table-cell table:number-columns-repeated="2"/>', "企业", "机构"),
        maker.tr("一", "（一）", "3", ""),
    ),
    "repeated": maker.tbl(
        maker.tr(
            "甲", maker.tc("0", 'table:number-columns-repeated="3"'), "1", attributes='table:number-rows-repeated="2"'
        )
    ),
    "row not shown": maker.tbl(maker.tr("乙", "7", attributes='table:visibility="collapse"'), maker.tr("丙", "1")),
    "section not shown": f'<text:section text:display="none">{maker.tbl(maker.tr("甲", "1"))}</text:section>'
    + maker.tbl(maker.tr("丙", "1")),
    "layout": maker.tbl(maker.tr(maker.tc(maker.p("一、总体情况") + maker.tbl(maker.tr("规章", "0"))), "右栏")),
    **{
        name: maker.tbl(maker.tr("甲", maker.tc(content)))
        for name, content in {
            "two spans": maker.p("3<text:span>5</text:span>"),
            "breaks": maker.p("19<text:line-break/>5") + maker.p("1<text:tab/>9<text:s text:c='3'/>2"),
            "raised": maker.p(f"12{maker.span('2', 'sup')}{maker.span('3', 'low')}"),
            "hidden": maker.p(f"1{maker.span('999', 'hid')}2{maker.span('8', 'heir')}{maker.span('7', 'tiny')}"),
            "hidden paragraph": maker.p("999", 'text:style-name="hidp"'),
            "struck and white": maker.p(f"{maker.span('12', 'out')}15{maker.span('35', 'white')}"),
            "white on blue": maker.p(maker.span("35", "back")),
            "note": maker.p(f"12<text:note><text:note-citation>1</text:note-citation>{maker.p('注')}</text:note>"),
            "comment": maker.p("<office:annotation><dc:creator>9</dc:creator><text:p>8</text:p></office:annotation>5"),
            "deleted": maker.p("<text:change text:change-id='x'/>15"),
            "picture": maker.p("<draw:frame><draw:image/></draw:frame>"),
            "box": maker.p("<draw:frame><draw:text-box><text:p>1</text:p></draw:text-box></draw:frame>2"),
            "shape": maker.p("<draw:custom-shape><text:p>1</text:p></draw:custom-shape>2"),
        }.items()
    },
}


@pytest.mark.parametrize("name", ODT_BODIES)
def test_both_readers_of_opendocument_see_the_same_tables(name: str) -> None:
    assert same(odt_file(ODT_BODIES[name], automatic=maker.STYLES), odt.read, odt_second.read)


PAGES = {
    "merged": "<table><tr><td rowspan=2 colspan=2>甲<td>1<td>2<tr><td>3<td>4<tr><td>乙<td>丙<td>5<td></table>",
    "rowspan to the end": "<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>",
    "split number": "<table><tr><td>规章<td><span>3</span><span>5</span><td>1<br>9</table>",
    "hidden": "<style>.no i, #x{display: none}</style><table><tr><td>甲<td id=x>9<td>1<b hidden>2</b>3"
    "<td style='DISPLAY : none'>4<td>5</table>",
    "struck and raised": "<table><tr><td>甲<td><del>12</del>15<sup>2</sup><td>7<sub>3</sub></table>",
    "struck by style": "<style>.off{text-decoration : line-through}</style><table><tr><td>甲<td><i class=off>12</i>15"
    "<td><b style='opacity:0'>3</b>4<td><b style='text-decoration-line:line-through'>5</b>6"
    "<td><b style='left:-9999px'>7</b>8<td><b style='margin-left:-9999px;opacity:.9'>9</b></table>",
    "cut away": "<style>@media screen{.z{display:none}} @media print{.p{display:none}}</style><table><tr><td>甲"
    "<td><i class=z>1</i>2<td><i class=p>3</i><td><i style='height:0;overflow:hidden'>4</i>5"
    "<td><i style='clip:rect(0 0 0 0)'>6</i>7<td><i style='font-size:1px'>8</i>9</table>",
    "white": "<table><tr><td style='background:#000'><b style='color:#fff'>1</b><td><b style='color:#fff'>2</b>3"
    "<td><b style='color:white'>甲4</b><tr bgcolor=blue><td><b style='color:White'>5</b><td>6<td>7</table>",
    "nested": "<table><tr><td><p>一、总体情况<table><tr><td>甲<td>1</table>尾<td>右栏</table>",
    "field": "<table><tr><td>甲<td><input value=5><td><select><option>7</select></table>",
    "menu": "<nav><table><tr><td>甲<td>1</table></nav><table><tr><td>乙<td>2</table>",
    "sections": "<table><thead><tr><th>甲<th>乙</thead><tbody><tr><td>1<td>2</tbody><tfoot><tr><td>3<td>4</table>",
}


@pytest.mark.parametrize("name", PAGES)
def test_both_readers_of_web_pages_see_the_same_tables(name: str) -> None:
    assert same(f"<meta charset=utf-8><p>标题{PAGES[name]}".encode(), html.read, html_second.read)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td rowspan=2>", "<td colspan=2>", "</td>", "</tr>", "</table>", "<p>", "<div hidden>",
     "</div>", "<sup>", "<sub>", "</sup>", "<del>", "<nav>", "</nav>", "<br>", "<input value=3>", "5", "甲", "12"]
), max_size=40))  # fmt: skip
def test_the_second_reader_of_web_pages_survives_any_markup(pieces: list[str]) -> None:
    assert html_second.read(("题" + "".join(pieces)).encode()).media_type == "text/html"


def test_style_sheets_made_to_exhaust_the_second_reader_are_passed_over() -> None:
    selectors = "".join(f"{':has(' * 30}i{')' * 30} .x{n}{{display:none}}" for n in range(500))
    data = f"<meta charset=utf-8><style>{selectors}</style><table><tr><td>甲<td>1</table>".encode()
    assert grids(html_second.read(data)) == [[[("甲", 0, 1, 1), ("1", 1, 1, 1)]]]
    with pytest.raises(ValueError, match="too long"):
        html_second.read(f"<meta charset=utf-8><style>{'a{}' * 200_000}</style>甲".encode())


def test_no_second_reader_reads_a_document_type() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "9">]><w:document xmlns:w="w"><w:body/></w:document>'
    with pytest.raises(ValueError, match="document type"):
        docx_second._Word(frozenset()).follow(laughs.encode())


# ---------------------------------------------------------------- what comes of it in the record


def report(cell: str) -> bytes:
    """Give a Word file of a small report whose 行政许可 cell has this content."""
    heads = [tr(tc(f"第二十条第（{n}）项", '<w:gridSpan w:val="4"/>')) for n in "一五六八"]
    columns = tr("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    decisions = tr("信息内容", tc("本年处理决定数量", '<w:gridSpan w:val="3"/>'))
    three = '<w:gridSpan w:val="3"/>'
    table = tbl(
        heads[0], columns, tr("规章", "0", "0", "2"), tr("行政规范性文件", "5", "21", "63"),
        heads[1], decisions, tr("行政许可", tc(cell, three)),
        heads[2], decisions, tr("行政处罚", tc("51", three)), tr("行政强制", tc("0", three)),
        heads[3], tr("信息内容", tc("本年收费金额（单位：万元）", three)), tr("行政事业性收费", tc("0", three)),
    )  # fmt: skip
    titles = [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    ]
    return word_file(
        p("示例县2024年政府信息公开工作年度报告") + p("一、总体情况") + p("全年工作平稳。")
        + p(titles[0]) + table + p(titles[1]) + p("无。") + p(titles[2]) + p("无。")
        + p("五、存在的主要问题及改进情况") + p("无。") + p("六、其他需要报告的事项") + p("无。")
    )  # fmt: skip


def test_rows_that_both_read_alike_are_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "2024.docx"
    path.write_bytes(report(p("12")))
    record = read_report(path, "2024.docx")
    assert record.figures["proactive.licensing_decisions"] == 12
    assert record.evidence["proactive.licensing_decisions"].readers == 2
    assert record.evidence["proactive.regulations"].readers == 2
    assert record.source.second_reader == docx_second.READER


def test_a_cell_on_which_they_differ_is_unclear_with_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2024.docx"
    path.write_bytes(report(p("12")))
    other = report(p("17"))
    fooled = {**SECOND_READERS, docx.MEDIA_TYPE: lambda _: docx_second.read(other)}
    monkeypatch.setattr(reading, "SECOND_READERS", fooled)
    record = read_report(path, "2024.docx")
    assert record.figures["proactive.licensing_decisions"] is Absence.UNCLEAR
    assert set(record.unclear["proactive.licensing_decisions"].candidates) == {12, 17}
    assert record.evidence["proactive.licensing_decisions"].readers == 1
    assert record.evidence["proactive.regulations"].readers == 2


def test_a_file_that_fools_one_reader_gives_no_certain_number(tmp_path: Path) -> None:
    """White letters on a marker pen of a pale colour: the first reader cannot tell them, the second takes them."""
    path = tmp_path / "2024.docx"
    path.write_bytes(report(p(r("12", '<w:color w:val="FEFEFE"/><w:highlight w:val="blue"/>'))))
    record = read_report(path, "2024.docx")
    assert record.figures["proactive.licensing_decisions"] is Absence.UNCLEAR
    assert record.evidence["proactive.regulations"].readers == 2


def test_numbers_that_stand_in_no_table_are_interpreted_twice(tmp_path: Path) -> None:
    path = tmp_path / "2024.html"
    lines = "<p>规章 0 0 2<p>行政规范性文件 5 21 63<p>行政许可 12<p>行政处罚 51<p>行政强制 0<p>行政事业性收费 0"
    path.write_text(
        "<meta charset=utf-8><h1>示例县2024年政府信息公开工作年度报告</h1><p>一、总体情况<p>平稳。"
        f"<p>二、主动公开政府信息情况{lines}<p>三、收到和处理政府信息公开申请情况<p>无。"
        "<p>四、因政府信息公开工作被申请行政复议、提起行政诉讼情况<p>无。<p>五、存在的主要问题及改进情况<p>无。"
        "<p>六、其他需要报告的事项<p>无。",
        encoding="utf-8",
    )
    record = read_report(path, "2024.html")
    assert record.figures["proactive.penalty_decisions"] == 51
    assert record.evidence["proactive.penalty_decisions"].readers == 2


def test_a_clause_that_both_readers_saw_counts_two() -> None:
    place = Place(line=1)
    heard = Claim("applications.new_received.total", 12, "whole", "全年收到申请 12 件", place)
    unheard = Claim("applications.total.total", 11, "whole", "办结 11 件", place)
    table = Table((Row((Cell("办结 71 件", place, 0),), place),), ruled=True)
    second = Document((Paragraph("2024年，全年收到申请12件，", place), table), "text/html", "second")
    assert [claim.readers for claim in heard_twice((heard, unheard), second)] == [2, 1]
