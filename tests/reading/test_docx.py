"""A Word file comes out as Word shows it on paper: merged cells, tracked changes accepted, nothing hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.readers import archive
from generator.reading.readers.archive import Archive
from generator.reading.readers.document import Document, Unreadable
from generator.reading.readers.docx import read
from tests.reading.office_maker import STRICT, docx, p, r, relations, squares, tbl, tc, texts, tr, zipped

HEADING = "<w:pStyle w:val='1'/>"


def word(body: str, styles: str = "", numbering: str = "") -> Document:
    return read(docx(body, styles=styles, numbering=numbering))


def cell(content: str, styles: str = "") -> str:
    """Give what is read of one cell of a table."""
    return squares(word(tbl(tr("行政许可", tc(content))), styles))[0][1][0]


def hidden(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.hidden]


# ---------------------------------------------------------------- tables


def test_merged_cells_stand_once_at_their_logical_columns() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two = '<w:gridSpan w:val="2"/>'
    document = word(
        tbl(
            tr(tc("申请人", two + restart), tc("法人", two)),
            tr(tc("", two + go_on), "企业", "机构"),
            tr("一", "（一）", "3", ""),
            tr(tc("合计", two + restart), "4", "5"),
        )
    )
    assert squares(document) == [
        [("申请人", 0, 2, 2), ("法人", 2, 2, 1)],
        [("企业", 2, 1, 1), ("机构", 3, 1, 1)],
        [("一", 0, 1, 1), ("（一）", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
        [("合计", 0, 2, 1), ("4", 2, 1, 1), ("5", 3, 1, 1)],
    ]
    place = document.blocks[0].rows[2].cells[2].place  # type: ignore[union-attr]
    assert (place.table, place.row, place.cell) == (1, 3, 3)


def test_a_cell_that_goes_on_with_nothing_above_is_a_cell() -> None:
    document = word(tbl(tr("甲", tc("1", "<w:vMerge/>")), tr("乙", tc("2", "<w:vMerge/>"))))
    assert squares(document) == [[("甲", 0, 1, 1), ("1", 1, 1, 2)], [("乙", 0, 1, 1)]]
    assert hidden(document) == ["2"]


def test_old_merges_to_the_side_and_free_columns_before_a_row() -> None:
    document = word(
        tbl(
            tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "1"),
            tr("乙", "2", props='<w:gridBefore w:val="1"/>'),
        )
    )
    assert squares(document) == [[("甲", 0, 2, 1), ("1", 2, 1, 1)], [("乙", 1, 1, 1), ("2", 2, 1, 1)]]


def test_deleted_and_hidden_rows_are_no_rows() -> None:
    document = word(
        tbl(tr("甲", "1"), tr("乙", "2", props="<w:del/>"), tr("丙", "3", props="<w:hidden/>"), tr("丁", "4"))
    )
    assert texts(document) == [[["甲", "1"], ["丁", "4"]]]
    assert hidden(document) == ["乙 2", "丙 3"]


def test_content_controls_around_tables_rows_and_cells_are_seen_through() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    rows = control(f"<w:tr>{control(tc('甲'))}{tc(p(control(r('1'))))}</w:tr>")
    assert texts(word(control(p("标题")) + control(tbl(rows, tr("乙", "2"))))) == ["标题", [["甲", "1"], ["乙", "2"]]]


def test_layout_tables_are_walked_through_to_the_innermost_table_with_data() -> None:
    inner = tbl(tr("规章", "0"))
    frame = tbl(tr(tc(p("一、总体情况") + inner + p("二、其他")), tc("右栏")))
    assert texts(word(tbl(tr(tc(frame))))) == ["一、总体情况", [["规章", "0"]], "二、其他", "右栏"]


def test_a_full_table_stays_one_when_a_cell_holds_another() -> None:
    rows = [tr(name, name, str(n)) for n, name in enumerate("甲乙丙")]
    nested = tr("丁", "丁", tc(tbl(tr("3", "4")) + p("")))
    assert texts(word(tbl(*rows, nested)))[0][3] == ["丁", "丁", "3\n4"]  # type: ignore[index]


def test_tables_nested_fifty_deep_are_read_in_time() -> None:
    inside = tbl(tr("规章", "0"))
    for _ in range(35):
        inside = tbl(tr(tc(inside), "右"))
    assert texts(word(inside))[0] == [["规章", "0"]]


def test_a_table_beyond_the_limit_is_refused() -> None:
    row = tr(*(tc("1", '<w:gridSpan w:val="99999"/>') for _ in range(60)))
    with pytest.raises(Unreadable, match="太大"):
        word(tbl(*([row] * 6)))


# ---------------------------------------------------------------- what is seen

BOX = "<w:txbxContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("content", "reads"),
    [
        (p(r("3"), r("5")), "35"),
        (p("19") + p("5"), "19\n5"),
        (p(r("19"), "<w:r><w:br/></w:r>", r("5")), "19\n5"),
        (p(r("1"), "<w:r><w:tab/></w:r>", r("9")), "1 9"),
        (p("<w:r><w:t>1 </w:t></w:r>", r("9")), "19"),
        (p(r("12"), r("2", '<w:vertAlign w:val="superscript"/>')), "12²"),
        (p(r("12"), "<w:r><w:footnoteReference w:id='2'/></w:r>"), "12"),
        (p("<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>15</w:t></w:r></w:ins>"), "15"),
        (p("<w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>8</w:t></w:r></w:moveTo>"), "8"),
        (p("1", props="<w:rPr><w:del/></w:rPr>") + p("2"), "12"),
        (p(r("1"), r("999", "<w:vanish/>"), r("2")), "12"),
        (p(r("35", '<w:vanish w:val="0"/>')), "35"),
        (p(r("12", "<w:strike/>"), r("15")), "15"),
        (p(r("35", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), "35"),
        (p(r("35", '<w:color w:val="FFFFFF"/>')), ""),
        (p(r("35", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="002060"/>')), "35"),
        (p(r("35", '<w:color w:val="FEFEFE"/><w:highlight w:val="blue"/>')), "��"),
        (p(r("35", '<w:sz w:val="2"/>')), ""),
        (p("<w:r><w:noBreakHyphen/></w:r>", "5"), "-5"),
        (p("<w:r><w:sym w:font='Symbol' w:char='F031'/></w:r>"), "�"),
        (p("<w:hyperlink><w:r><w:t>5</w:t></w:r></w:hyperlink>"), "5"),
        (p("<w:fldSimple w:instr='=SUM(ABOVE)'><w:r><w:t>5</w:t></w:r></w:fldSimple>"), "5"),
        (
            p(FIELD.format("begin"), "<w:r><w:instrText>=3+4</w:instrText></w:r>", FIELD.format("separate"), "7",
              FIELD.format("end")),
            "7",
        ),
        (p(FIELD.format("begin"), r("99"), FIELD.format("end"), "7"), "7"),
        (p(f"<w:r><w:ruby><w:rt>{r('1')}</w:rt><w:rubyBase>{r('2')}</w:rubyBase></w:ruby></w:r>"), "2"),
        (
            p(f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
              f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>", "2"),
            "2\n1",
        ),
        (p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"), "�"),
        (p("<m:oMath><m:f><m:r><m:t>1</m:t></m:r><m:r><m:t>2</m:t></m:r></m:f></m:oMath>"), "1�2"),
        (p(""), ""),
        (p("—"), "—"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(content: str, reads: str) -> None:
    assert cell(content) == reads


def test_hidden_and_deleted_digits_are_named() -> None:
    document = word(
        p(r("共 12 件", "<w:vanish/>"), r("甲")) + p("<w:del><w:r><w:delText>35</w:delText></w:r></w:del>乙")
    )
    assert hidden(document) == ["共 12 件", "35"]


def test_styles_hide_raise_and_colour_text() -> None:
    styles = (
        '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="n"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    content = p(r("9", '<w:rStyle w:val="b"/>'), "12", r("1", '<w:rStyle w:val="n"/>'))
    assert cell(content + p("7", props='<w:pStyle w:val="b"/>'), styles) == "12¹"


def test_pale_digits_in_a_table_with_coloured_style_are_not_told() -> None:
    shade = '<w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr>'
    styles = f'<w:style w:styleId="t"><w:tblStylePr>{shade}</w:tblStylePr></w:style>'
    row = tr("甲", tc(p(r("35", '<w:color w:val="FFFFFF"/>'))))
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr>{row}</w:tbl>'
    assert texts(word(table, styles)) == [[["甲", "��"]]]


def test_a_text_box_follows_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('示例县年度报告')}{tbl(tr('规章', '0'))}</w:txbxContent>"
    document = word(p(f"<w:r><w:pict>{box}</w:pict></w:r>", "封面") + p("一、总体情况"))
    assert texts(document) == ["封面", "示例县年度报告", [["规章", "0"]], "一、总体情况"]


def test_a_table_of_contents_is_left_out() -> None:
    contents = p(
        FIELD.format("begin"),
        "<w:r><w:instrText> TOC \\o 1-3 </w:instrText></w:r>",
        FIELD.format("separate"),
        "一、总体情况 3",
    ) + p(r("二、其他 5"), FIELD.format("end"))
    by_style = p("三、还有 7", props='<w:pStyle w:val="11"/>')
    document = word(
        contents + by_style + p("一、总体情况"), '<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    )
    assert texts(document) == ["一、总体情况"]


def test_automatic_numbers_are_written_out() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level.format(0, "chineseCountingThousand", "%1、")}'
        f'{level.format(1, "decimal", "%2.")}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    second = "<w:pStyle w:val='2'/>"
    body = (
        p("总体情况", props=HEADING) + p("甲", props=second) + p("5", props=second) + p("主动公开", props=HEADING)
        + p("乙", props=second) + p("无", props=HEADING + "<w:numPr><w:numId w:val='0'/></w:numPr>")
    )  # fmt: skip
    assert texts(word(body, styles, numbering)) == ["一、总体情况", "1.甲", "2. 5", "二、主动公开", "1.乙", "无"]


def test_rows_laid_out_by_tabs_and_spaces_are_rows() -> None:
    tab = "<w:r><w:tab/></w:r>"
    body = p("规章", tab, "0", tab, tab, "1") + p("行政规范性文件  2  3") + p("共 2 件。") + p("一、", tab, "总体情况")
    assert texts(word(body)) == [[["规章", "0", "1"], ["行政规范性文件", "2", "3"]], "共2件。", "一、总体情况"]


def test_strict_files_and_other_names_of_the_main_part_are_read() -> None:
    assert texts(read(docx(tbl(tr("甲", tc("1", '<w:gridSpan w:val="2"/>'))), space=STRICT))) == [[["甲", "1"]]]
    assert texts(read(docx(p("甲"), name="document2.xml"))) == ["甲"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "没有文字"),
        (p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"), "没有文字"),
        (p("标题", "<w:r><w:drawing><wp:extent cx='5000000' cy='4000000'/><a:blip/></w:drawing></w:r>"), "图片"),
        (
            p("标题", "<w:r><w:pict><v:shape style='width:400pt;height:300pt'><v:imagedata/></v:shape></w:pict></w:r>"),
            "图片",
        ),
        (p("甲") + "<w:altChunk r:id='x'/>", "嵌着"),
        (p(FIELD.format("begin"), "甲") + p("5"), "域代码"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, what: str) -> None:
    with pytest.raises(Unreadable, match=what) as caught:
        word(body)
    assert caught.value.remedy


def test_an_archive_without_the_main_part_is_refused() -> None:
    with pytest.raises(Unreadable, match="不完整"):
        read(zipped({"_rels/.rels": relations(styles="x")}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_before_parsing(encoding: str) -> None:
    laughs = '<?xml version="1.0" encoding="{}"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'.format(encoding)  # noqa: UP032
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read(zipped({"_rels/.rels": "<r/>", "word/document.xml": laughs.encode(encoding)}))


def test_xml_nested_too_deep_is_refused() -> None:
    with pytest.raises(Unreadable, match="读不出来"):
        word("<w:sdt>" * 300 + "</w:sdt>" * 300)


# ---------------------------------------------------------------- the archive


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    with pytest.raises(Unreadable, match="过大"):
        Archive(zipped({"a.xml": b" " * 5_000_000})).read("a.xml")


def test_a_bomb_that_lies_about_its_size_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 1_000_000)
    members = {f"{n}.xml": bytes(range(256)) * 1200 for n in range(3)}
    opened = Archive(zipped(members))
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 700_000)
    with pytest.raises(Unreadable, match="过大"):
        [opened.read(name) for name in members]


@pytest.mark.parametrize("names", [("a.xml", "A.xml"), ("../a.xml",), ("/a.xml",), ("x\\..\\a.xml",), ("C:/a.xml",)])
def test_names_that_clash_or_lead_outside_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable) as caught:
        Archive(zipped(dict.fromkeys(names, "x")))
    assert caught.value.remedy


def test_twice_the_same_name_is_refused() -> None:
    twice = zipped({"a.xml": "1", "b.xml": "2"}).replace(b"b.xml", b"a.xml")
    with pytest.raises(Unreadable, match="重名"):
        Archive(twice)


def test_a_member_without_a_name_is_harmless() -> None:
    assert Archive(zipped({"a.xml": "1", "b.xml": "2"}).replace(b"b.xml", b"\0.xml")).read("a.xml") == b"1"


def test_too_many_members_and_locked_members_are_refused() -> None:
    with pytest.raises(Unreadable, match="个部分"):
        Archive(zipped({f"{n}": "" for n in range(2_001)}))
    locked = bytearray(zipped({"a.xml": "1"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="密码"):
        Archive(bytes(locked))


@given(st.data())
def test_a_damaged_file_reads_the_same_or_is_refused(data: st.DataObject) -> None:
    whole = docx(p("标题") + tbl(tr("规章", "12", "35")))
    start = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.binary(min_size=1, max_size=4))
    try:
        document = read(whole[:start] + change + whole[start + len(change) :])
    except Unreadable:
        return
    assert texts(document) == ["标题", [["规章", "12", "35"]]]


FORM = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="3"/></w:ddList></w:ffData>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("content", "reads"),
    [
        (p(f'<w:bdo w:val="rtl">{r("12")}</w:bdo>'), "��"),
        (p(f'<w:bdo w:val="ltr">{r("12")}</w:bdo>'), "12"),
        (p(r("35", "<w14:textFill><w14:noFill/></w14:textFill>")), ""),
        (p(r("35", '<w14:textFill><w14:solidFill><w14:srgbClr val="FFFFFF"/></w14:solidFill></w14:textFill>')), ""),
        (p(r("35", '<w14:textFill><w14:solidFill><w14:srgbClr val="000000"/></w14:solidFill></w14:textFill>')), "35"),
        (p(r("35", '<w:color w:val="000000" w:themeColor="background1"/>')), ""),
        (p(r("35", '<w:color w:val="BFBFBF" w:themeColor="background1" w:themeShade="BF"/>')), "35"),
        (p(r("5", '<w:rFonts w:ascii="Wingdings 2"/>')), "�"),
        (p(FIELD.format("begin"), instruction(" EQ \\o(1,2) "), FIELD.format("end")), "�"),
        (p(FIELD.format("begin"), instruction(" =SUM(ABOVE) "), FIELD.format("separate"), FIELD.format("end")), "�"),
        (p(FIELD.format("begin"), instruction(" XE 49 "), FIELD.format("end"), "5"), "5"),
        (
            p(f'<w:r><w:fldChar w:fldCharType="begin">{FORM}</w:fldChar></w:r>', instruction(" FORMDROPDOWN "),
              FIELD.format("end")),
            "�",
        ),
        (p("<w:r><w:object><v:shape/><w:control/></w:object></w:r>"), "�"),
        (p('<w:r><w:pict><v:shape><v:textpath string="35"/></v:shape></w:pict></w:r>'), "�"),
    ],
)  # fmt: skip
def test_what_is_drawn_and_not_written_is_never_a_number(content: str, reads: str) -> None:
    assert cell(content) == reads


def test_cells_deleted_in_tracked_changes_take_no_column() -> None:
    gone = tc("<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p>", "<w:cellDel/>")
    document = word(tbl(tr("甲", gone, "1", "2")))
    assert squares(document) == [[("甲", 0, 1, 1), ("1", 1, 1, 1), ("2", 2, 1, 1)]]
    assert hidden(document) == ["9"]


def test_rows_made_too_low_to_be_seen_are_no_rows() -> None:
    document = word(tbl(tr("甲", "1"), tr("乙", "9", props='<w:trHeight w:val="1" w:hRule="exact"/>')))
    assert texts(document) == [[["甲", "1"]]]
    assert hidden(document) == ["乙 9"]
