"""An OFD file comes out as it is seen on its pages: ruled tables, text in reading order, nothing hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.readers.document import Document, Table, Unreadable
from generator.reading.readers.ofd import read
from tests.reading.office_maker import squares, texts, zipped

SPACE = "http://www.ofdspec.org/2016"
OLD_SPACE = "http://www.ofdspec.org"
ROOT = "<{0}OFD {1}><{0}DocBody><{0}DocRoot>{2}</{0}DocRoot></{0}DocBody></{0}OFD>"


def pack(
    *pages: str, resources: str = "", template: str = "", prefix: str = "ofd:", space: str = SPACE, root: str = "Doc_0/"
) -> bytes:
    """Give an OFD file; each page is its objects, with `ofd:` before every name."""
    declared = f'xmlns{":" if prefix else ""}{prefix[:-1]}="{space}"'

    def part(name: str, inside: str) -> str:
        return f"<ofd:{name} {declared}>{inside}</ofd:{name}>".replace("ofd:", prefix)

    loc = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}/Content.xml"/>' for n in range(len(pages)))
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    if resources:
        common += "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    if template:
        common += '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>'
    members = {
        "OFD.xml": ROOT.format(prefix, declared, f"{root}Document.xml"),
        f"{root}Document.xml": part(
            "Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{loc}</ofd:Pages>"
        ),
    }
    used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    for n, page in enumerate(pages):
        inside = f'{used}<ofd:Content><ofd:Layer Type="Body">{page}</ofd:Layer></ofd:Content>'
        members[f"{root}Pages/{n}/Content.xml"] = part("Page", inside)
    if resources:
        members[f"{root}Res.xml"] = part("Res", resources)
    if template:
        members[f"{root}Tpls/T.xml"] = part("Page", f"<ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content>")
    return zipped({name.lstrip("/"): content for name, content in members.items()})


def page(*objects: str) -> Document:
    return read(pack("".join(objects)))


def words(text: str, at: tuple[float, float], attributes: str = "", inside: str = "", steps: str = "") -> str:
    """Give a line of text of 4 mm letters whose base line lies at y."""
    plain = " ".join("4" if letter > "\u2e7f" else "2" for letter in text[:-1])
    told = f'DeltaX="{steps or plain}"' if len(text) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="4" {told}>{text}</ofd:TextCode>'
    place = f'Boundary="{at[0]} {at[1] - 4} {4 * len(text)} 5" Size="4"'
    return f"<ofd:TextObject {place} {attributes}>{inside}{code}</ofd:TextObject>"


def path(boundary: tuple[float, float, float, float], data: str, attributes: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="{" ".join(map(str, boundary))}" LineWidth="0.3" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def level(y: float, x0: float = 20, x1: float = 80) -> str:
    return path((x0, y - 0.2, x1 - x0, 0.4), f"M 0 0.2 L {x1 - x0} 0.2")


def upright(x: float, y0: float = 20, y1: float = 40) -> str:
    return path((x - 0.2, y0, 0.4, y1 - y0), f"M 0.2 0 L 0.2 {y1 - y0}")


GRID = "".join(map(level, (20, 30, 40))) + "".join(map(upright, (20, 50, 80)))
GROUND = path((52, 22, 20, 7), "M 0 0 L 20 0 L 20 7 L 0 7 C", 'Fill="true" Stroke="false"')
LABELS = words("规章", (22, 27)) + words("合计", (22, 37))


def cell(*objects: str) -> str:
    """Give what is read of the upper right cell (50 to 80, 20 to 30 mm)."""
    return squares(page(GRID, LABELS, words("7", (60, 37)), *objects))[0][1][0]


def test_a_ruled_table_and_text_come_out_with_their_places() -> None:
    document = page(
        words("示例县年度报告", (60, 12)), GRID, LABELS, words("35", (60, 27)), words("一、总体情况", (20, 60))
    )
    assert texts(document) == ["示例县年度报告", [["规章", "35"], ["合计", ""]], "一、总体情况"]
    table = document.blocks[1]
    assert isinstance(table, Table)
    place = table.rows[0].cells[1].place
    assert (place.page, place.table, place.row, place.cell) == (1, 1, 1, 2)
    assert place.box == pytest.approx((141.7, 56.7, 226.8, 85.0), abs=0.2)


@pytest.mark.parametrize(
    "lines",
    [
        path((20, 20, 60, 20), "M 0 0 L 60 0 L 60 20 L 0 20 C M 0 10 L 60 10 M 30 0 L 30 20"),
        path((20, 20, 60, 20), "S 0 0 L 60 0 L 60 20 L 0 20 L 0 0 M 0 10 L 60 10 S 30 0 L 30 20"),
        path((0, 0, 0, 0), "M 20 20 L 80 20 L 80 40 L 20 40 C M 20 30 L 80 30 M 50 20 L 50 40"),
        path((20, 20, 60, 20), "M 0 0 L 30 0 L 30 10 L 0 10 C M 0 5 L 30 5 M 15 0 L 15 10", 'CTM="2 0 0 2 0 0"'),
        GRID.replace("LineWidth", 'Fill="true" Stroke="false" LineWidth'),
    ],
)
def test_lines_are_read_however_they_are_drawn(lines: str) -> None:
    document = page(lines, LABELS, words("35", (60, 27)), words("7", (60, 37)))
    assert texts(document) == [[["规章", "35"], ["合计", "7"]]]


@pytest.mark.parametrize(
    ("objects", "reads"),
    [
        (words("12034.5", (55, 27)), "12034.5"),
        (words("1234", (55, 27), steps="g 3 2"), "1234"),
        (words("12345", (55, 27), steps="g 2 2 2.1 1.9"), "12345"),
        (words("1234", (55, 27), steps="g 999999999 2"), "1234"),
        (words("12", (55, 27), steps="9"), "1 2"),
        (words("1 2", (55, 27), steps="2 2"), "1 2"),
        (words("1", (55, 27)) + words("2", (57, 27)), "12"),
        (words("1", (55, 27)) + words("2", (63, 27)), "1 2"),
        (words("35", (27.5, 13.5), 'CTM="0.5 0 0 0.5 27.5 13.5"').replace("8 5", "40 20"), "35"),
        ("<ofd:PageBlock>" + words("35", (55, 27)) + "</ofd:PageBlock>", "35"),
        (words("35", (55, 27), 'Visible="false"'), ""),
        (words("35", (55, 27), 'Fill="false"'), ""),
        (words("35", (55, 27), 'Alpha="0"'), ""),
        (words("35", (55, 27), inside='<ofd:FillColor Value="255 255 255"/>'), ""),
        (words("35", (55, 27), inside='<ofd:FillColor Value="255"/>'), ""),
        (words("35", (55, 27), inside='<ofd:FillColor Value="0 0 0 255"/>'), "35"),
        (words("35", (55, 27)) + GROUND, ""),
        (words("35", (55, 27)) + words("35", (55, 27)), "35"),
        (words("35", (55, 27)) + '<ofd:ImageObject Boundary="52 22 20 7"/>', "35"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(objects: str, reads: str) -> None:
    assert cell(objects) == reads


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    assert cell(GROUND, words("35", (55, 27), inside='<ofd:FillColor Value="255 255 255"/>')) == "35"


def test_different_digits_on_each_other_cannot_be_read() -> None:
    assert "\ufffd" in cell(words("3", (55, 27)), words("8", (55, 27)))


def test_hidden_digits_are_named() -> None:
    document = page(words("甲", (20, 27)), words("35", (55, 27), 'Visible="false"'))
    assert [(one.text, one.place.page) for one in document.hidden] == [("35", 1)]


def test_templates_and_graphics_kept_elsewhere_are_drawn() -> None:
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{GRID}</ofd:Content>'
    resources = unit + "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    body = LABELS + words("35", (60, 27)) + words("7", (60, 37))
    used = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 210 297"/>'
    expected = [[["规章", "35"], ["合计", "7"]]]
    assert texts(read(pack(used + body, resources=resources))) == expected
    assert texts(read(pack(body, template=GRID))) == expected


def test_a_page_written_sideways_is_turned_upright() -> None:
    body = GRID + LABELS + words("35", (60, 27)) + words("7", (60, 37))
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{body}</ofd:Content></ofd:CompositeGraphicUnit>'
    used = '<ofd:CompositeObject ResourceID="7" CTM="0 1 -1 0 200 0" Boundary="0 0 210 297"/>'
    assert texts(read(pack(used, resources=unit))) == [[["规章", "35"], ["合计", "7"]]]


@pytest.mark.parametrize(("prefix", "space"), [("ofd:", OLD_SPACE), ("", SPACE), ("x:", "urn:any")])
def test_names_are_compared_without_their_namespace(prefix: str, space: str) -> None:
    assert texts(read(pack(words("甲", (20, 27)), prefix=prefix, space=space))) == ["甲"]


def test_parts_are_found_from_the_root_and_from_folders() -> None:
    assert texts(read(pack(words("甲", (20, 27)), words("乙。", (20, 27)), root="/A/B/"))) == ["甲乙。"]
    assert texts(read(pack(words("甲", (20, 27)), root=""))) == ["甲"]


PICTURE = '<ofd:ImageObject Boundary="0 0 210 297"/>'


@pytest.mark.parametrize(
    "pages", [("",), (PICTURE,), (words("甲", (20, 27)), PICTURE), (words("甲", (20, 27)) + PICTURE,)]
)
def test_scans_are_refused(pages: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable, match="扫描") as caught:
        read(pack(*pages))
    assert caught.value.remedy


def test_graphics_that_hold_themselves_are_refused() -> None:
    used = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 210 297"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{used}</ofd:Content></ofd:CompositeGraphicUnit>'
    with pytest.raises(Unreadable, match="嵌套"):
        read(pack(used, resources=unit))


def test_a_missing_page_is_no_silent_loss() -> None:
    whole = pack(words("甲", (20, 27)), words("乙", (20, 27))).replace(b"Pages/1/C", b"Pages/3/C")
    with pytest.raises(Unreadable, match=r"Pages/1/Content\.xml"):
        read(whole)


@given(st.data())
def test_a_damaged_file_reads_the_same_or_is_refused(data: st.DataObject) -> None:
    whole = pack(GRID + LABELS + words("35", (60, 27)))
    start = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.binary(min_size=1, max_size=4))
    try:
        document = read(whole[:start] + change + whole[start + len(change) :])
    except Unreadable:
        return
    assert texts(document) == [[["规章", "35"], ["合计", ""]]]


def test_a_number_that_reaches_over_the_border_of_its_cell_cannot_be_told() -> None:
    document = page(GRID, LABELS, words("123", (47, 27)), words("7", (60, 37)))
    assert texts(document) == [[["规章 \ufffd", "\ufffd"], ["合计", "7"]]]


def test_colours_shared_by_several_objects_are_known() -> None:
    white = '<ofd:DrawParams><ofd:DrawParam ID="5"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    heir = '<ofd:DrawParam ID="6" Relative="5"/></ofd:DrawParams>'
    block = f'<ofd:PageBlock DrawParam="6">{words("9", (65, 27))}</ofd:PageBlock>'
    body = GRID + LABELS + words("35", (55, 27), 'DrawParam="5"') + block + words("7", (60, 37))
    document = read(pack(body, resources=white + heir))
    assert texts(document) == [[["规章", ""], ["合计", "7"]]]
    assert {one.text for one in document.hidden} == {"35", "9"}


def test_digits_that_a_clip_cuts_off_cannot_be_told() -> None:
    def clip(x: float) -> str:
        area = path((x, 0, 4, 5), "M 0 0 L 4 0 L 4 5 L 0 5 C").replace("PathObject", "Path")
        return f"<ofd:Clips><ofd:Clip><ofd:Area>{area}</ofd:Area></ofd:Clip></ofd:Clips>"

    assert cell(words("35", (55, 27), inside=clip(0))) == "35"
    assert cell(words("35", (55, 27), inside=clip(2))) == "\ufffd5"
    assert "3" not in cell(words("35", (55, 27), inside=clip(20)))


def test_digits_far_outside_their_own_boundary_cannot_be_told() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="20">35</ofd:TextCode>'
    text = f'<ofd:TextObject Boundary="53 23 4 5" Size="4">{code}</ofd:TextObject>'
    assert cell(text) == "3 \ufffd"
