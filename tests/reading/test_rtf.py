"""A Rich Text file comes out as it is seen on paper: merged and nested tables, Chinese in every way of writing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.readers.document import Document, Unreadable
from generator.reading.readers.rtf import read
from tests.reading.office_maker import squares, texts

HEAD = (
    r"\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman\fcharset0 Times;}"
    r"{\f2\fnil\fcharset136 x;}}{\colortbl;\red255\green255\blue255;\red255\green0\blue0;}"
    r"{\stylesheet{\s0 Normal 77;}}{\info{\title 88}}{\header 99\par}"
)


def rtf(body: str) -> Document:
    return read(("{\\rtf1" + HEAD + escaped(body) + "}").encode("ascii"))


def escaped(text: str) -> str:
    r"""Write Chinese as \u with a fallback."""
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)


def row(*cells: str, merges: tuple[str, ...] = (), edges: tuple[int, ...] = (), left: int = 0) -> str:
    """Give a row; a cell is 1,000 twips wide unless `edges` says otherwise."""
    rights = edges or tuple(1000 * (n + 1) for n in range(len(cells)))
    marks = merges or ("",) * len(cells)
    shape = "".join(f"{mark}\\cellx{right}" for mark, right in zip(marks, rights, strict=True))
    return f"\\trowd\\trleft{left}{shape}" + "".join(f"\\pard\\intbl {cell}\\cell" for cell in cells) + "\\row\\pard "


def test_merged_cells_stand_once_at_their_logical_columns() -> None:
    document = rtf(
        row("申请人", "法人", merges=("\\clvmgf", ""), edges=(2000, 4000))
        + row("", "企业", "机构", merges=("\\clvmrg", "", ""), edges=(2000, 3010, 4000))
        + row("一", "（一）", "3", "", edges=(990, 2000, 3000, 4000))
        + row("合", "计", "4", "5", merges=("\\clmgf", "\\clmrg", "", ""))
    )
    assert squares(document) == [
        [("申请人", 0, 2, 2), ("法人", 2, 2, 1)],
        [("企业", 2, 1, 1), ("机构", 3, 1, 1)],
        [("一", 0, 1, 1), ("（一）", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
        [("合\n计", 0, 2, 1), ("4", 2, 1, 1), ("5", 3, 1, 1)],
    ]
    place = document.blocks[0].rows[2].cells[2].place  # type: ignore[union-attr]
    assert (place.table, place.row, place.cell) == (1, 3, 3)


def test_the_shape_of_a_row_may_come_before_and_after_its_cells() -> None:
    shape = r"\trowd\trleft0\cellx1000\cellx3000"
    word = shape + r"\pard\intbl{\plain a\cell 1\cell}" + r"\pard\intbl{" + shape + r"\row}\pard "
    assert squares(rtf(word + row("b", "2", "3"))) == [
        [("a", 0, 1, 1), ("1", 1, 2, 1)],
        [("b", 0, 1, 1), ("2", 1, 1, 1), ("3", 2, 1, 1)],
    ]


def test_cells_without_a_word_for_tables_and_without_an_end_are_cells() -> None:
    assert texts(rtf(r"a\par\trowd\cellx1000\cellx2000 b\par c\cell 1\row\pard d\par")) == ["a", [["b\nc", "1"]], "d"]


def test_nothing_in_a_covered_cell_is_lost() -> None:
    body = row("甲", "1") + row("", "2", merges=("\\clvmrg", "\\clvmrg"))
    assert squares(rtf(body))[0] == [("甲", 0, 1, 2), ("1\n2", 1, 1, 2)]


def test_nested_tables_are_read_inside_their_cell() -> None:
    nested = (
        r"\pard\intbl\itap2 3\nestcell 4\nestcell{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1 "
    )
    rows = "".join(row(name, name, str(n)) for n, name in enumerate("abc"))
    last = r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl d\cell d\cell " + nested + r"\cell"
    assert texts(rtf(rows + last + r"\trowd\cellx1000\cellx2000\cellx3000\row\pard z\par")) == [
        [["a", "a", "0"], ["b", "b", "1"], ["c", "c", "2"], ["d", "d", "3\n4"]],
        "z",
    ]
    frame = r"\trowd\cellx9000\pard\intbl x\par " + nested + r"\cell\trowd\cellx9000\row\pard "
    assert texts(rtf(frame)) == ["x", [["3", "4"]]]


@pytest.mark.parametrize(
    ("cell", "reads"),
    [
        ("{3}{5}", "35"),
        ("19\\par 5", "19\n5"),
        ("19\\line 5", "19\n5"),
        ("1\\tab 9", "1 9"),
        ("1\\~9", "1 9"),
        ("1\r\n9", "19"),
        ("12{\\super 2}", "12²"),
        ("12{\\up6 2}\\up0 3", "12² 3".replace(" ", "")),
        ("12{\\sub 2}", "12₂"),
        ("1{\\v 999}2", "12"),
        ("1\\v 999\\v0 2", "12"),
        ("{\\v 9\\plain 5}", "5"),
        ("{\\deleted 12}{\\revised 15}", "15"),
        ("{\\strike 12}15", "15"),
        ("{\\cf1 35}", ""),
        ("{\\cf2 35}", "35"),
        ("{\\cf1\\highlight2 35}", "��"),
        ("{\\fs2 35}", ""),
        ("12{\\super\\chftn}{\\footnote 3}", "12"),
        ("{\\*\\bkmkstart x9}5", "5"),
        ("{\\field{\\*\\fldinst =3+4}{\\fldrslt 7}}", "7"),
        ("{\\mvf 12}{\\mvt 15}", "15"),
        ("{\\field{\\*\\fldinst SYMBOL 49}{\\fldrslt\\f1}}", "�"),
        ("{\\field{\\*\\fldinst EQ x}}2", "�2"),
        ("{\\field{\\*\\fldinst XE 9}}5", "5"),
        ("{\\field{\\*\\fldinst =1}{\\fldrslt {\\field{\\*\\fldinst EQ}{\\fldrslt 3}}}}", "3"),
        ("{\\pict\\picwgoal99\\pichgoal99 89504e47}", "�"),
        ("{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}", "�"),
        ("{\\pict\\bin4 }{}}5}6", "�6"),
        ("{\\*\\unknown 7}5", "5"),
        ("{\\upr{7}{\\*\\ud 8}}", "8"),
        ("\\u8212?", "—"),
        ("\\uc2\\u20108\\'b6\\'fe5", "二5"),
        ("\\u20108\\'365", "二5"),
        ("\\uc0\\u20108 5", "二5"),
        ("{\\u20108}65", "二65"),
        ("\\'b6\\'fe5", "二5"),
        ("{\\f1 \\'b6\\'fe}", "二"),
        ("{\\f2 \\'a4\\'47}", "二"),
        ("\\'8135", "�35"),
        ("\\u-10179?\\u-8704?", "😀"),
        ("\\_5\\-6", "-56"),
        ("{\\listtext 1.\\tab}5", "1. 5"),
        ("", ""),
    ],
)
def test_a_cell_reads_as_it_is_shown(cell: str, reads: str) -> None:
    assert squares(rtf(row("a", cell)))[0][1][0] == reads


def test_pale_digits_in_a_file_with_coloured_cells_are_not_told() -> None:
    assert texts(rtf(row("a", "{\\cf1 35}", merges=("", "\\clcbpat2")))) == [[["a", "��"]]]


def test_a_text_box_follows_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv 9}}{\shptxt \pard 标题\par " + row("a", "1") + r"}}{\shprslt 77}}"
    assert texts(rtf(box + r"封面\par 甲\par")) == ["封面", "标题", [["a", "1"]], "甲"]


def test_a_table_of_contents_is_left_out() -> None:
    link = r"{\field{\*\fldinst HYPERLINK x}{\fldrslt 一、总体情况 3}}\par "
    assert texts(rtf(r"{\field{\*\fldinst TOC \\o}{\fldrslt " + link + r"}}一、总体情况\par")) == ["一、总体情况"]


def test_hidden_digits_are_named() -> None:
    document = rtf(r"甲{\v 共 12 件}\par")
    assert [paragraph.text for paragraph in document.hidden] == ["共 12 件"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "没有文字"),
        ("x\\par{\\pict\\picwgoal9000\\pichgoal9000 00}", "图片"),
        ("{" * 600 + "x" + "}" * 600, "嵌套"),
        ("{x", "不完整"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, what: str) -> None:
    with pytest.raises(Unreadable, match=what) as caught:
        rtf(body)
    assert caught.value.remedy


@given(st.data())
def test_a_file_cut_anywhere_is_refused(data: st.DataObject) -> None:
    whole = ("{\\rtf1" + HEAD + row("a", "12", "35") + "}").encode()
    with pytest.raises(Unreadable):
        read(whole[: data.draw(st.integers(6, len(whole) - 1))])


@pytest.mark.parametrize("page", [10000, 10008, 1181, 99999, 0, 65000])
def test_a_code_page_that_is_seldom_or_unknown_fails_no_file(page: int) -> None:
    document = read(rb"{\rtf1\ansi\ansicpg%d\deff0{\fonttbl{\f0 Times;}}\f0 1\'32 files\par}" % page)
    assert texts(document) == ["12 files"]
