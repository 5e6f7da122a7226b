"""What stands in a PDF comes out as it is seen, by both readers; what nobody sees does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.document import Document, Paragraph, Unreadable
from generator.reading.readers.radicals import ORDINARY
from generator.reading.readers.seen import UNREAD
from tests.reading.documents import number_rows, tables, texts
from tests.reading.pdf_maker import bar, line, ruled, text, turned_text
from tests.reading.pdf_maker import pdf as make

Reader = Callable[[bytes], Document]
both = pytest.mark.parametrize("read", [pdf.read, pdf_second.read], ids=["pdfium", "pdfplumber"])

TABLE = ruled([["行政许可", "550"], ["行政处罚", ""]], (60, 100), (120, 100))
BLANK = (190, 134)
"""Where a number in the empty cell of TABLE begins."""


# ---------------------------------------------------------------- tables


@both
def test_a_ruled_table_keeps_decimals_wrapped_numbers_and_blanks(read: Reader) -> None:
    rows = [
        ["信息内容", "金额"],
        ["行政事业性收费", "7730.28"],
        ["行政处罚", "19\n5"],
        ["行政强制", ""],
        ["规章", "-8"],
    ]
    (table,) = tables(read(make(ruled(rows, (60, 100), (120, 100)))))
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows
    assert table.ruled


@both
def test_a_cell_says_where_it_stands(read: Reader) -> None:
    table = tables(read(make([text(60, 60, "9")], TABLE)))[-1]
    cell = table.rows[0].cells[1]
    assert (cell.text, cell.column, cell.place.page) == ("550", 1, 2)
    assert cell.place.box == pytest.approx((180, 100, 280, 124), abs=1)


def test_a_row_cut_by_the_page_break_is_a_row_of_cells_although_its_border_is_missing() -> None:
    cut = [
        *(line(60, y, 300, y) for y in (700, 724)),
        *(line(x, 700, x, 760) for x in (60, 180, 240, 300)),
        *(text(x, 716, "1") for x in (190, 250)),
        *(text(x, 748, "2036") for x in (190, 250)),
        text(63, 748, "行政处罚"),
    ]
    assert texts(pdf.read(make(cut))) == [[["", "1", "1"], ["行政处罚", "2036", "2036"]]]


def test_a_row_outside_all_rules_is_not_lost() -> None:
    row = [text(60, 170, "3.其他"), *(text(200 + 40 * n, 170, str(n * 11)) for n in range(7))]
    document = pdf.read(make(TABLE + row))
    assert texts(document)[1:] == [[["3.其他", "0", "11", "22", "33", "44", "55", "66"]]]
    assert [table.ruled for table in tables(document)] == [True, False]
    assert texts(pdf_second.read(make(TABLE + row)))[1:] == ["3.其他 0 11 22 33 44 55 66"]


WIDTHS = (120, 40, 40, 40)
HEAD = [["项目", "总计", "其他", "合计"], ["1.信访", "7", "8", "9"]]


@pytest.mark.parametrize(("label", "rest"), [("2.属于国家", "秘密"), ("2.属于国家秘密", "")])
def test_a_number_that_the_page_cuts_in_two_is_never_its_first_half(label: str, rest: str) -> None:
    upper = ruled([*HEAD, [label, "21", "0", "3"]], (60, 700), WIDTHS)
    lower = ruled([[rest, "79", "", ""], ["3.其他", "1", "2", "3"]], (60, 60), WIDTHS)
    rows = [row for table in tables(pdf.read(make(upper, lower))) for row in table.rows]
    assert [cell.text for cell in rows[2].cells] == [f"{label}\n{rest}".strip(), "21\n79", "0", "3"]
    assert [cell.text for cell in rows[3].cells] == ["3.其他", "1", "2", "3"]


@pytest.mark.parametrize("row", [["3.其他", "79", "", ""], ["合计", "79", "0", "3"], ["", "", "", ""]])
def test_a_row_of_its_own_after_the_page_break_stays_one(row: list[str]) -> None:
    upper = ruled([*HEAD, ["2.秘密", "21", "0", "3"]], (60, 700), WIDTHS)
    rows = [row for table in tables(pdf.read(make(upper, ruled([row], (60, 60), WIDTHS)))) for row in table.rows]
    assert [[cell.text for cell in one.cells] for one in rows[2:]] == [["2.秘密", "21", "0", "3"], row]


@both
def test_two_numbers_in_a_cell_stay_two(read: Reader) -> None:
    document = read(make([*TABLE, text(*BLANK, "12", 10), text(BLANK[0] + 15, BLANK[1], "34", 10)]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", "12 34"]]]


@both
def test_a_raised_footnote_mark_does_not_join_its_number(read: Reader) -> None:
    document = read(make([*TABLE, text(*BLANK, "12", 10), text(BLANK[0] + 11.2, BLANK[1] - 4, "3", 6)]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", "12 3"]]]


@both
def test_numbers_of_neighbouring_cells_that_run_into_each_other_are_not_read(read: Reader) -> None:
    document = read(make(ruled([["行政许可", "1234567", "5"], ["行政处罚", "1", "2"]], (60, 100), (60, 30, 30))))
    first = tables(document)[0].rows[0].cells
    assert any("\ufffd" in cell.text for cell in first)
    assert not {"1234567", "5"} & {cell.text for cell in first}


@both
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_upright_however_it_is_turned(read: Reader, turn: int) -> None:
    document = read(make([*TABLE, text(*BLANK, "12")], keys=f"/Rotate {turn}"))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", "12"]]]


def test_the_box_of_a_turned_page_is_on_the_page_as_shown() -> None:
    (table,) = tables(pdf.read(make(TABLE, keys="/Rotate 90")))
    assert table.rows[0].cells[1].place.box == pytest.approx((842 - 124, 180, 842 - 100, 280), abs=1)


@both
@pytest.mark.parametrize(("turn", "at"), [(90, (85, 190)), (270, (75, 110))])
def test_a_turned_label_ends_up_in_its_cell(read: Reader, turn: int, at: tuple[float, float]) -> None:
    drawn = [
        *ruled([["", "35"]], (60, 100), (40, 60), 100),
        text(60, 300, "示例县人民政府"),
        turned_text(*at, "办理结果", turn),
    ]
    assert texts(read(make(drawn))) == [[["办理结果", "35"]], "示例县人民政府"]


def test_numbers_that_touch_over_a_border_are_not_read_as_one() -> None:
    drawn = [*ruled([["行政许可", "", ""]], (60, 100), (60, 40, 40)), text(137.76, 112, "5501", 10)]
    (row,) = tables(pdf.read(make([*drawn, text(160, 112, "3302", 10)])))[0].rows
    assert all(UNREAD in cell.text for cell in row.cells[1:])


def test_leaning_letters_are_read_upright() -> None:
    leaning = f"BT /H 10 Tf 1 0 0.33 1 {BLANK[0]} {842 - BLANK[1]} Tm (7) Tj ET"
    assert texts(pdf.read(make([*TABLE, leaning]))) == [[["行政许可", "550"], ["行政处罚", "7"]]]


@pytest.mark.parametrize("size", [4, 5, 7, 9])
def test_a_white_digit_close_to_a_black_one_is_not_seen(size: float) -> None:
    drawn = [text(*BLANK, "64", size), "1 g", text(BLANK[0] + 1.112 * size, BLANK[1], "4", size), "0 g"]
    assert texts(pdf.read(make(TABLE + drawn))) == [[["行政许可", "550"], ["行政处罚", "64"]]]


def test_a_number_whose_text_the_file_replaces_is_unread() -> None:
    drawn = f"/Span <</ActualText(923)>> BDC {text(*BLANK, '123')} EMC"
    (table,) = tables(pdf.read(make([*TABLE, drawn])))
    assert {*table.rows[1].cells[1].text} == {UNREAD}


# ---------------------------------------------------------------- what is seen

UNSEEN = {
    "white": ["1 g", text(*BLANK, "999"), "0 g"],
    "almost white": ["0.97 g", text(*BLANK, "999"), "0 g"],
    "not painted": [text(*BLANK, "999", extra="3 Tr")],
    "covered": [text(*BLANK, "999"), bar((181, 126, 279, 147), "1 g")],
    "dark on dark": [bar((181, 126, 279, 147)), text(*BLANK, "999")],
    "clipped": ["q 0 0 10 10 re W n", text(*BLANK, "999"), "Q"],
    "off the page": [text(700, BLANK[1], "999")],
}


@pytest.mark.parametrize("trick", UNSEEN)
def test_a_number_that_nobody_sees_is_named_and_not_read(trick: str) -> None:
    document = pdf.read(make(TABLE + UNSEEN[trick]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", ""]]]
    assert [hidden.text for hidden in document.hidden] == ["999"]
    assert document.hidden[0].place.page == 1


@both
def test_what_lies_outside_the_crop_box_is_not_read(read: Reader) -> None:
    document = read(make([text(60, 300, "示例县人民政府"), text(60, 20, "999")], keys="/CropBox[0 0 595 800]"))
    assert texts(document) == ["示例县人民政府"]
    assert [hidden.text for hidden in document.hidden] == ["999"]


@pytest.mark.parametrize("digits", [2.3, 2.6, 2.95, 3.05])
def test_a_number_over_the_edge_of_the_crop_box_is_unread(digits: float) -> None:
    edge = 183 + digits * 5.56
    data = make([text(183, 112, "5501", 10)], keys=f"/CropBox[0 0 {edge} 842]")
    assert UNREAD in "".join(map(str, texts(pdf.read(data))))


def test_a_clip_over_a_number_leaves_it_unread_and_one_around_it_does_not() -> None:
    for right, said in ((200, UNREAD), (280, "5501")):
        clip = f"q 180 700 {right - 180} 60 re W n {text(183, 112, '5501', 10)} Q"
        assert said in "".join(map(str, texts(pdf.read(make([clip])))))


@both
def test_white_on_a_dark_ground_is_seen(read: Reader) -> None:
    drawn = [bar((60, 125, 280, 147), "0.1 0.2 0.5 rg"), "1 g", text(*BLANK, "195"), "0 g"]
    assert texts(read(make(TABLE + drawn)))[0] == [["行政许可", "550"], ["行政处罚", "195"]]


@both
def test_two_numbers_on_each_other_are_neither_of_them(read: Reader) -> None:
    document = read(make([*TABLE, text(*BLANK, "999"), text(*BLANK, "123")]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", "\ufffd" * 6]]]


def test_both_numbers_that_lie_on_each_other_are_named() -> None:
    document = pdf.read(make([*TABLE, text(*BLANK, "999"), text(*BLANK, "123")]))
    assert [hidden.text for hidden in document.hidden] == ["999", "123"]


@both
def test_a_number_printed_twice_for_boldness_is_one(read: Reader) -> None:
    document = read(make([*TABLE, text(*BLANK, "123"), text(BLANK[0] + 0.4, BLANK[1], "123")]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", "123"]]]


@both
def test_a_slanted_watermark_is_no_part_of_the_report(read: Reader) -> None:
    document = read(make([*TABLE, turned_text(150, 200, "2024", 45, 30)]))
    assert texts(document) == [[["行政许可", "550"], ["行政处罚", ""]]]


# ---------------------------------------------------------------- characters that fonts misname


@both
def test_radicals_are_read_as_the_characters_people_type(read: Reader) -> None:
    document = read(make([*ruled([["⻔诊⺠政", "55"], ["意⻅⽉⽇", "12"]], (60, 100), (120, 100))]))
    assert texts(document) == [[["门诊民政", "55"], ["意见月日", "12"]]]


def test_a_radical_has_the_shape_that_simplified_fonts_give_it() -> None:
    assert "⼾⾭⻓⻩⿊⼀".translate(ORDINARY) == "户青长黄黑一"


def test_no_other_character_becomes_a_part_of_a_number() -> None:
    told = {*"".join(ORDINARY.values()), *map(chr, ORDINARY)}
    assert not told & set("0123456789０１２３４５６７８９.,，．+-−%")


# ---------------------------------------------------------------- running text

LINES = [
    text(217, 80, "示例县人民政府", 22),
    text(112, 140, "一、总体情况", 16),
    text(112, 165, "（一）主动公开。全年主动公开信息1136条，其中政策解读2", 16),
    text(80, 190, "2条，办理依申请公开35件，均在法定期限内答复，没有一件因公开", 16),
    text(80, 215, "被纠正的案件。", 16),
    text(112, 240, "（二）监督保障。全年组织培训三次，对各单位公开的内容逐月", 16),
    text(285, 800, "- 1 -", 12),
]
MORE = [text(80, 80, "检查。", 16), text(112, 105, "二、主动公开政府信息情况", 16), text(285, 800, "- 2 -", 12)]
PARAGRAPHS = [
    "示例县人民政府",
    "一、总体情况",
    "（一）主动公开。全年主动公开信息1136条，其中政策解读22条，办理依申请公开35件，均在法定期限内答复，没有一件因公开被纠正的案件。",
    "（二）监督保障。全年组织培训三次，对各单位公开的内容逐月检查。",
    "二、主动公开政府信息情况",
]


def test_lines_become_paragraphs_over_page_breaks_without_page_numbers() -> None:
    document = pdf.read(make(LINES, MORE))
    assert texts(document) == PARAGRAPHS
    (heading,) = [block for block in document.blocks if isinstance(block, Paragraph) and block.text == PARAGRAPHS[1]]
    assert heading.place.page == 1
    assert heading.place.box == pytest.approx((112, 124, 208, 140), abs=6)


# ---------------------------------------------------------------- files that cannot be read


@both
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"),
        (b"PK\x03\x04 a zip", "不是 PDF"),
        (make(TABLE)[:-400], "不完整"),
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "PDF"),
        (make([line(0, 0, 100, 100)]), "扫描件"),
    ],
    ids=["empty", "zip", "truncated", "damaged", "no text"],
)
def test_what_cannot_be_read_is_said_in_plain_words(read: Reader, data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert says in caught.value.what
    assert caught.value.remedy


# ---------------------------------------------------------------- real reports


@pytest.mark.real
@both
@pytest.mark.parametrize("name", ["hongze-2023", "boai-2024"])
def test_every_number_of_a_real_report_is_read(real_reports: Path, read: Reader, name: str) -> None:
    truth = yaml.safe_load((real_reports / "truth" / f"{name}.yaml").read_text(encoding="utf-8"))
    document = read((real_reports / "samples" / f"{name}.pdf").read_bytes())
    assert number_rows(document, 7) == [[str(n) for n in row] for row in truth["applications"].values()]
    disputes = [str(number) for group in truth["disputes"].values() for number in group.values()]
    assert number_rows(document, 15) == [disputes]
    rows = [row for table in tables(document) for row in table.rows]
    proactive = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows if row.cells}
    assert proactive["行政事业性收费"] == [str(truth["proactive"]["fees_10k_yuan"])]
    assert proactive["行政处罚"] == [str(truth["proactive"]["penalty_decisions"])]
    assert proactive["行政规范性文件"] == [str(n) for n in truth["proactive"]["normative_documents"].values()]


@pytest.mark.real
@both
@pytest.mark.parametrize("name", ["boai-2024-scan-300dpi", "boai-2024-scan-upside-down"])
def test_a_scan_says_that_it_is_one(real_reports: Path, read: Reader, name: str) -> None:
    with pytest.raises(Unreadable, match=r"扫描件.*OCR"):
        read((real_reports / "samples" / f"{name}.pdf").read_bytes())
