"""PDFs whose text says other than a person sees: each kind is unread, named or refused, and never another number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.document import Document
from generator.reading.readers.seen import UNREAD
from tests.reading.documents import tables
from tests.reading.pdf_maker import bar, line, ruled, text, turned_text
from tests.reading.pdf_maker import pdf as make

Reader = Callable[[bytes], Document]
both = pytest.mark.parametrize("read", [pdf.read, pdf_second.read], ids=["pdfium", "pdfplumber"])

TABLE = ruled([["行政许可", "550"], ["行政处罚", ""]], (60, 100), (120, 100))
BLANK = (190, 134)
"""Where a number in the empty cell of TABLE begins."""


def said(document: Document) -> list[str]:
    """Give the two values of TABLE."""
    return [row.cells[1].text for row in tables(document)[0].rows]


# ---------------------------------------------------------------- struck out


@both
@pytest.mark.parametrize(
    "strike",
    [line(190, 130, 201, 130), bar((190, 129.4, 201, 130.4), "1 0 0 rg"), f"0.8 0.3 0 RG {line(188, 129, 203, 129)}"],
    ids=["line", "bar", "coloured"],
)
def test_a_number_struck_out_is_no_figure_nor_part_of_the_next_one(read: Reader, strike: str) -> None:
    drawn = [text(*BLANK, "47", 10), strike, text(BLANK[0] + 11.12, BLANK[1], "15", 10)]
    assert said(read(make([*TABLE, *drawn]))) == ["550", f"{UNREAD * 2}15"]


@pytest.mark.parametrize("strike", [line(188, 137, 204, 123), line(188, 123, 204, 137)], ids=["rising", "falling"])
def test_a_number_crossed_out_by_a_slanting_line_is_unread(strike: str) -> None:
    assert UNREAD in said(pdf.read(make([*TABLE, text(*BLANK, "47", 10), strike])))[1]


def test_a_turned_number_struck_out_is_unread() -> None:
    drawn = [turned_text(190, 146, "47", 90), line(186.5, 133, 186.5, 148)]
    assert {*said(pdf.read(make([*TABLE, *drawn])))[1]} == {UNREAD}
    assert said(pdf.read(make([*TABLE, drawn[0]])))[1] == "47"


@both
def test_a_number_underlined_or_below_a_line_is_itself(read: Reader) -> None:
    drawn = [text(*BLANK, "47", 10), line(190, 135.2, 201, 135.2)]
    assert said(read(make([*TABLE, *drawn]))) == ["550", "47"]


STRUCK_BY_HAND = {
    "struck": "/StrikeOut/QuadPoints[190 716 202 716 190 706 202 706]",
    "struck without its corners": "/StrikeOut",
    "line": "/Line/L[186 704 206 717]",
    "ink": "/Ink/InkList[[186 704 195 710 206 717]]",
}


@pytest.mark.parametrize("kind", STRUCK_BY_HAND)
def test_a_number_that_an_annotation_strikes_out_is_unread(kind: str) -> None:
    keys = f"/Annots[<</Type/Annot/Subtype{STRUCK_BY_HAND[kind]}/Rect[186 704 206 717]/C[1 0 0]/F 4>>]"
    drawn = [*TABLE, text(*BLANK, "47", 10)]
    assert UNREAD in said(pdf.read(make(drawn, keys=keys)))[1]
    assert said(pdf.read(make(drawn, keys=keys.replace("/F 4", "/F 2")))) == ["550", "47"]
