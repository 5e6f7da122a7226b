"""PDFs whose text says other than a person sees: each kind is unread, named or refused, and never another number."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from generator.reading.readers import pdf, pdf_second
from generator.reading.readers.document import Document, Unreadable
from generator.reading.readers.seen import UNREAD
from tests.reading.documents import tables, texts
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


# ---------------------------------------------------------------- shapes under another name


@pytest.mark.parametrize("pair", ["71", "17", "96", "69", "38", "50", "42", "08"])
def test_a_digit_that_the_file_calls_another_is_unread_and_named(pair: str) -> None:
    document = pdf.read(make([*TABLE, text(*BLANK, f"3{pair[0]}", 10)], said={pair[0]: pair[1]}))
    assert UNREAD in said(document)[1]
    assert any(pair[1] in hidden.text for hidden in document.hidden)


def test_two_shapes_of_one_font_under_one_name_are_told_apart() -> None:
    drawn = [text(*BLANK, "1", 10), text(BLANK[0] + 20, BLANK[1], "7", 10), text(BLANK[0] + 40, BLANK[1], "1", 10)]
    assert said(pdf.read(make([*TABLE, *drawn], said={"7": "1"}))) == ["550", f"1 {UNREAD} 1"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_digit_called_another_is_found_however_the_page_is_turned(turn: int) -> None:
    drawn = [*TABLE, text(*BLANK, "27", 10)]
    assert UNREAD in said(pdf.read(make(drawn, keys=f"/Rotate {turn}", said={"7": "1"})))[1]
    assert said(pdf.read(make(drawn, keys=f"/Rotate {turn}"))) == ["550", "27"]


@pytest.mark.parametrize("name", [" ", "\u200b", "\u00ad", ".", ","])
def test_a_digit_that_the_file_calls_nothing_leaves_its_number_unread(name: str) -> None:
    for number in ("7", "27", "72"):
        document = pdf.read(make([*TABLE, text(*BLANK, number, 10)], said={"7": name}))
        assert UNREAD in said(document)[1]


def test_a_light_digit_on_a_dark_ground_called_another_is_unread() -> None:
    drawn = [bar((181, 125, 279, 147), "0.1 0.2 0.5 rg"), "1 g", text(*BLANK, "27", 10), "0 g"]
    assert UNREAD in said(pdf.read(make([*TABLE, *drawn], said={"7": "1"})))[1]
    assert said(pdf.read(make([*TABLE, *drawn])))[1] == "27"


@pytest.mark.parametrize(
    "face",
    ["Helvetica", "Helvetica-Bold", "Times-Roman", "Times-BoldItalic", "Courier", "Courier-Bold", "STSong-Light"],
)
def test_digits_under_their_own_names_are_read_in_every_typeface(face: str) -> None:
    data = make([*TABLE, text(*BLANK, "1234567890", 9)]).replace(b"/Helvetica", f"/{face}".encode())
    assert said(pdf.read(data))[1] == "1234567890"


def test_of_more_shapes_than_any_report_has_the_rest_is_not_believed() -> None:
    wide = [
        f"BT /H 6 Tf {50 + 2 * step} Tz 1 0 0 1 {60 + 50 * digit} {600 - 9 * step} Tm ({digit}) Tj ET"
        for step in range(50)
        for digit in range(1, 10)
    ]
    assert said(pdf.read(make([*TABLE, *wide, text(*BLANK, "27", 10)]))) == ["550", UNREAD * 2]
    assert said(pdf.read(make([*TABLE, *wide[:99], text(*BLANK, "27", 10)]))) == ["550", "27"]


# ---------------------------------------------------------------- drawn in place of text

SEVEN = "2 w 1 J 186 718 m 194 718 l 189 706 l S"
PICTURE = "q 12 0 0 12 186 706 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /AHx ID 00ff00ff> EI Q"


@pytest.mark.parametrize(
    "drawn", [SEVEN, f"0 g {SEVEN.replace(' S', ' f')}", PICTURE], ids=["line", "shape", "picture"]
)
def test_a_number_drawn_in_a_cell_without_text_is_no_blank(drawn: str) -> None:
    assert said(pdf.read(make([*TABLE, drawn]))) == ["550", UNREAD]


@pytest.mark.parametrize(
    "drawn",
    [
        f"0.9 G {SEVEN}",
        bar((182, 126, 278, 146), "0.6 0.8 1 rg"),
        "q 400 0 0 400 100 400 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /AHx ID f0fff0ff> EI Q",
    ],
    ids=["pale line", "ground", "watermark"],
)
def test_a_blank_over_a_watermark_or_a_coloured_ground_is_one(drawn: str) -> None:
    assert said(pdf.read(make([drawn, *TABLE]))) == ["550", ""]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_number_drawn_on_a_turned_page_is_no_blank(turn: int) -> None:
    assert said(pdf.read(make([*TABLE, SEVEN], keys=f"/Rotate {turn}"))) == ["550", UNREAD]


def test_a_number_on_a_dark_ground_that_leans_from_the_corner_of_the_page_is_read() -> None:
    assert said(pdf.read(make([bar((150, 100, 279, 186), "0.2 0.3 0.6 rg"), "1 g", *TABLE])))[0] == "550"


# ---------------------------------------------------------------- where and how it is drawn

LAST = text(BLANK[0] + 11.2, BLANK[1], "9", 10)
"""A digit that, if it counted, would make 279 of 27."""
OUT_OF_SIGHT = {
    "see-through": (f"q /Clear gs {LAST} Q", ["9"]),
    "in a layer that is off": (f"/OC /Off BDC {LAST} EMC", ["9"]),
    "in a form with another frame": ("q /Away Do Q", []),
    "in a form that cuts it off": ("q /Cut Do Q", ["9"]),
    "in a form whose layer is off": ("q /OffForm Do Q", ["9"]),
    "in white by a shading": (f"q /Pattern cs /White scn {LAST} Q", ["9"]),
    "only for clipping": (f"q {text(BLANK[0] + 11.2, BLANK[1], '9', 10, extra='7 Tr')} Q", ["9"]),
}
RESOURCES = """<</Type/ExtGState/ca 0>>
<</Type/OCG/Name(x)>>
<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 0]/Extend[true true]/Function
<</FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>>>>>""".replace("/Function\n", "/Function").split("\n")


def with_resources(drawn: list[str]) -> bytes:
    """Draw a page that has a clear state, a layer that is off, a white shading, and forms with the last digit in it."""
    with pikepdf.open(io.BytesIO(make(drawn))) as file:
        clear, layer, white = (file.make_indirect(pikepdf.Object.parse(body.encode())) for body in RESOURCES)
        resources = file.pages[0].Resources
        resources.ExtGState = pikepdf.Dictionary(Clear=clear)
        resources.Properties = pikepdf.Dictionary(Off=layer)
        resources.Pattern = pikepdf.Dictionary(White=white)
        plain: dict[str, object] = {"Subtype": pikepdf.Name.Form, "BBox": [0, 0, 595, 842], "Resources": resources}
        keys: dict[str, dict[str, object]] = {
            "Away": {"Matrix": [1, 0, 0, 1, 0, -400]},
            "Cut": {"BBox": [0, 0, 99, 99]},
            "OffForm": {"OC": layer},
        }
        resources.XObject = pikepdf.Dictionary()
        for name, own in keys.items():
            said_of_it = {f"/{key}": value for key, value in {**plain, **own}.items()}
            resources.XObject[f"/{name}"] = pikepdf.Stream(file, LAST.encode(), said_of_it)
        off = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
        file.Root.OCProperties = off
        saved = io.BytesIO()
        file.save(saved)
        return saved.getvalue()


@pytest.mark.parametrize("kind", OUT_OF_SIGHT)
def test_a_digit_out_of_sight_is_no_part_of_the_number_before_it(kind: str) -> None:
    drawn, hidden = OUT_OF_SIGHT[kind]
    document = pdf.read(with_resources([*TABLE, text(*BLANK, "27", 10), drawn]))
    assert said(document) == ["550", "27"]
    assert [paragraph.text for paragraph in document.hidden] == hidden


def test_a_clear_digit_under_the_lean_of_the_one_before_it_is_not_seen() -> None:
    leaning = f"BT /H 10 Tf 1 0 0.4 1 {BLANK[0]} {842 - BLANK[1]} Tm (27) Tj ET"
    data = with_resources([*TABLE, leaning, f"q /Clear gs {text(BLANK[0] + 11.2, BLANK[1], '3', 10)} Q"])
    assert said(pdf.read(data)) == ["550", "27"]


def test_ink_that_is_not_a_doubtful_digit_s_own_leaves_it_unread() -> None:
    pale = ["q /Clear gs 1 g", text(*BLANK, "3", 10), "Q", "0.5 w 190 705 m 197 706 l S"]
    grounds = [bar((181, 125, 279, 147), "0.9 g"), "0.9 g", text(*BLANK, "3", 10), "0 g", pale[-1]]
    assert "3" not in said(pdf.read(with_resources([*TABLE, *pale])))[1]
    assert "3" not in said(pdf.read(make([*TABLE, *grounds])))[1]


@pytest.mark.parametrize("digits", ["0123456789", "2222"])
def test_bold_digits_in_doubt_are_themselves(digits: str) -> None:
    bold = [text(BLANK[0] + 0.35 * n, BLANK[1], digits, 8) for n in (0, 1)]
    assert said(pdf.read(make(["0.5 g", *TABLE, *bold]))) == ["550", digits]


NOT_AS_SAID = {
    "mirrored": f"BT /H 10 Tf -1 0 0 1 {BLANK[0] + 20} {842 - BLANK[1]} Tm (27) Tj ET",
    "upside down and mirrored": f"BT /H 10 Tf 1 0 0 -1 {BLANK[0]} {842 - BLANK[1] + 8} Tm (27) Tj ET",
    "stretched below nothing": f"BT /H 10 Tf -100 Tz 1 0 0 1 {BLANK[0] + 20} {842 - BLANK[1]} Tm (27) Tj ET",
    "too small to see": text(*BLANK, "27", 0.6),
    "half covered": f"{text(*BLANK, '8', 10)} {bar((189, 126, 192.6, 147), '1 g')}",
    "half clipped": f"q 192.6 690 80 40 re W n {text(*BLANK, '8', 10)} Q",
    "replaced": f"/Span <</ActualText(923)>> BDC {text(*BLANK, '27', 10)} EMC",
    "replaced by nothing": f"/Span <</ActualText()>> BDC {text(*BLANK, '27', 10)} EMC",
    "replaced around a mark": f"/Span <</ActualText(9)>> BDC /P <</MCID 0>> BDC {text(*BLANK, '27', 10)} EMC EMC",
}


@pytest.mark.parametrize("kind", NOT_AS_SAID)
def test_a_number_that_is_not_seen_as_it_is_written_is_unread(kind: str) -> None:
    assert UNREAD in said(pdf.read(make([*TABLE, NOT_AS_SAID[kind]])))[1]


def test_a_large_digit_is_unread_where_its_very_middle_is_covered() -> None:
    large, cover = text(200, 600, "8", 200), bar((205, 520, 260, 535), "1 g")
    shown = [texts(pdf.read(make([*TABLE, large, *over])))[-1] for over in ((), (cover,))]
    assert shown == [[["8"]], [[UNREAD]]]


@both
def test_numbers_set_from_right_to_left_are_read_as_they_are_seen(read: Reader) -> None:
    backwards = f"BT /H 10 Tf -11.12 Tc 1 0 0 1 {BLANK[0] + 20} {842 - BLANK[1]} Tm (27) Tj ET"
    assert said(read(make([*TABLE, backwards]))) == ["550", "72"]


@both
def test_an_owner_password_hides_nothing_and_a_user_password_is_told(read: Reader) -> None:
    with pikepdf.open(io.BytesIO(make([*TABLE, text(*BLANK, "27", 10)]))) as file:
        owned, locked = io.BytesIO(), io.BytesIO()
        file.save(owned, encryption=pikepdf.Encryption(owner="owner", user=""))
        file.save(locked, encryption=pikepdf.Encryption(owner="owner", user="user"))
    assert said(read(owned.getvalue())) == ["550", "27"]
    with pytest.raises(Unreadable, match="密码"):
        read(locked.getvalue())
