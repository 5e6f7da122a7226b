"""Scans: printed by a browser, worn as a copier wears them, and read by OCR; skipped where the extra is not there."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.reading.read import has_ocr, page_order, read_report
from generator.reading.readers.document import Scanned, Unreadable
from tests.hostile.pdf_bombs import page, stream
from tests.hunt_scans import RIGHT, WRONG, judge, printed
from tests.reading.pdf_maker import bar, pdf
from tests.reading.rendering import Report, draw_report

if not has_ocr():
    pytest.skip("the reader of scans is not installed (make ocr)", allow_module_level=True)

import cv2
import numpy as np

from generator.reading.readers import ocr, raster, raster_marks, scan, scan_lie
from generator.reading.readers.digit_shapes import Printed, doubted
from generator.reading.readers.grid import GridCell
from generator.reading.readers.scan import agreed_text
from generator.reading.readers.scan_lines import lines_of
from generator.reading.readers.scan_page import ScannedPage, straight
from generator.reading.readers.upright import are_words, is_upright
from tests.reading.scan_maker import Picture, Wear, pictures, png, scan_pdf, tiff, worn

STYLE = "body{font-family:'Noto Serif CJK SC';font-size:12pt}table{font-size:10pt}"


def the_report() -> Report:
    """Draw a report with numbers of every length, blanks and placeholders."""
    rng = random.Random(7)  # noqa: S311 - the same report every time
    return draw_report(rng, blanks=0.05, placeholders=0.02, zeros=0.4)


@pytest.fixture(scope="module")
def pages(browser: Browser) -> bytes:
    return printed(browser, the_report(), STYLE)


def test_a_worn_scan_that_lies_upside_down_is_read(pages: bytes, tmp_path: Path) -> None:
    wear = Wear(skew=1.2, quarters=2, noise=10, specks=0.0005, blur=0.7, contrast=0.8, quality=70)
    file = tmp_path / "scan.pdf"
    file.write_bytes(scan_pdf(pictures(pages, wear), wear))
    record = read_report(file, file.name)
    found = list(judge(the_report(), record))
    assert [each for each in found if each[1] == WRONG] == []
    assert sum(kind == RIGHT for _, kind, _, _ in found) >= 0.97 * len(found)
    assert record.year == the_report().year
    assert record.agency_as_printed == the_report().agency
    assert "rapidocr" in record.source.reader
    assert {evidence.readers for evidence in record.evidence.values()} == {1}


def drawn(quarters: int = 0, skew: float = 0.0, seed: int = 1) -> Picture:
    """Draw a table of 6 rows and 5 columns on an A4 page, with a number in each cell but two."""
    page = np.full((3508, 2480), 255, np.uint8)
    for row in range(7):
        cv2.line(page, (300, 500 + 80 * row), (2200, 500 + 80 * row), 0, 3)
    for column in range(6):
        cv2.line(page, (300 + 380 * column, 500), (300 + 380 * column, 980), 0, 3)
    rng = random.Random(seed)  # noqa: S311
    for row in range(6):
        for column in range(5):
            if (row, column) not in {(2, 2), (4, 1)}:
                at = (430 + 380 * column, 560 + 80 * row)
                cv2.putText(page, str(rng.randint(0, 9999)), at, cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3, cv2.LINE_AA)
    return worn(page, Wear(skew=skew, quarters=quarters, noise=8, specks=0.0005), np.random.default_rng(seed))


def laid_out(picture: Picture, quarters: int = 0) -> ScannedPage:
    return straight(np.ascontiguousarray(picture), 1).turned(quarters)


@pytest.mark.parametrize("skew", [-2.0, -0.6, 0.0, 1.1, 2.0])
def test_a_skewed_page_is_set_straight_and_its_grid_found(skew: float) -> None:
    page = laid_out(drawn(skew=skew))
    assert page.skew == pytest.approx(skew, abs=0.06)
    assert [(len(grid.rows) - 1, len(grid.columns) - 1) for grid in page.grids] == [(6, 5)]
    assert sum(spot.cell is not None for spot in page.spots) == 28
    assert page.marked == ()


def test_the_grid_of_a_page_on_its_side_is_found_when_it_is_turned_back() -> None:
    page = laid_out(drawn(quarters=1), quarters=3)
    assert [(len(grid.rows) - 1, len(grid.columns) - 1) for grid in page.grids] == [(6, 5)]


def cell_of(page: ScannedPage, row: int, column: int) -> GridCell:
    return next(cell for cell in page.grids[0].cells if (cell.row, cell.column) == (row, column))


@pytest.mark.parametrize("grey", [60, 190, 215], ids=["dark", "pale", "faint"])
def test_a_smudge_in_an_empty_cell_is_no_blank(grey: int) -> None:
    picture = drawn().copy()
    cv2.line(picture, (1230, 690), (1250, 690), grey, 5)
    cv2.line(picture, (1230, 710), (1250, 690), grey, 5)
    page = laid_out(picture)
    cell = cell_of(page, 2, 2)
    assert cell in page.marked or any(spot.cell == cell for spot in page.spots)
    assert cell_of(page, 4, 1) not in page.marked


def held_by(page: ScannedPage) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Give the row and column of the cells that are marked, and of those that something runs through."""
    return {(one.row, one.column) for one in page.marked}, {(one.row, one.column) for one in page.crossed}


def test_a_clean_table_has_no_cell_that_something_runs_through() -> None:
    assert held_by(laid_out(drawn(skew=0.7))) == (set(), set())


def test_the_ring_of_a_stamp_leaves_the_table_and_makes_its_cells_unread() -> None:
    picture = drawn().copy()
    cv2.circle(picture, (1060, 700), 200, 90, 14)
    page = laid_out(picture)
    assert [(len(grid.rows) - 1, len(grid.columns) - 1) for grid in page.grids] == [(6, 5)]
    marked, crossed = held_by(page)
    assert {(1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (3, 2)} <= marked | crossed
    assert not {(row, column) for row, column in marked | crossed if column in {0, 4}}


def test_a_blot_over_rules_is_seen_in_every_cell_it_covers() -> None:
    picture = drawn().copy()
    cv2.circle(picture, (1080, 740), 75, 60, -1)
    page = laid_out(picture)
    assert [(len(grid.rows) - 1, len(grid.columns) - 1) for grid in page.grids] == [(6, 5)]
    marked, crossed = held_by(page)
    assert {(2, 1), (3, 1), (2, 2), (3, 2)} <= marked | crossed


@pytest.mark.parametrize("grey", [195, 220])
def test_a_paler_digit_beside_others_makes_its_cell_unread(grey: int) -> None:
    picture = drawn().copy()
    cv2.putText(picture, "7", (340, 560), cv2.FONT_HERSHEY_SIMPLEX, 1.3, grey, 3, cv2.LINE_AA)
    assert held_by(laid_out(picture)) == (set(), {(0, 0)})


def test_in_a_cell_that_something_runs_through_only_words_are_read() -> None:
    told = [scan._is_sound(text, alone=True, crossed=True) for text in ("12", "", "/", "12件", "无", "行政许可")]
    assert told == [False, False, False, False, True, True]


def test_two_sheets_side_by_side_are_no_page() -> None:
    sheets = np.hstack([drawn(seed=1), drawn(seed=2)])
    for quarters in (0, 1):
        turned = np.rot90(cv2.resize(sheets, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA), -quarters)
        assert scan_lie.Lie(laid_out(turned, quarters), {}, sense=1.0).is_spread
    broad = np.rot90(drawn(quarters=1), -1)[:1400]
    for single in (laid_out(drawn()), laid_out(np.ascontiguousarray(broad))):
        assert not scan_lie.Lie(single, {}, sense=1.0).is_spread


def test_dashes_tell_nothing_of_the_way_up() -> None:
    picture = drawn().copy()
    for place in range(50):
        cv2.line(picture, (300 + 36 * place, 3000), (322 + 36 * place, 3000), 0, 3)
        cv2.line(picture, (300, 1100 + 36 * place), (390, 1100 + 36 * place), 0, 3)
    page = laid_out(picture)
    assert {len(page.spots[place].line.pieces) > 1 for place in scan_lie._longest(page)} == {True}


def number(text: str, shown: str = "", gap: int = 0) -> Printed:
    """Draw `shown` (default: the text) and claim that it was recognised as `text`."""
    picture = np.full((120, 900), 255, np.uint8)
    x = 30
    for character in shown or text:
        if character == ".":
            cv2.circle(picture, (x + 4, 88), 3, 0, -1)
            x += 16
        else:
            cv2.putText(picture, character, (x, 90), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3, cv2.LINE_AA)
            x += 29 + gap
    ink = raster.ink_of(picture)
    (line,) = lines_of(raster.pieces_of(ink))
    return Printed(text, line, ink)


def test_numbers_that_their_shapes_do_not_bear_out_are_doubted() -> None:
    sound = [number(text) for text in ("1029384756", "5647382910", "170564", "28", "3.75", "1129.7494")]
    assert doubted(sound) == set()
    wrong = {
        "a point taken from a speck": number("1.70564", "170564"),
        "a point not seen": number("375", "3.75"),
        "a digit dropped": number("1264", "12604"),
        "a digit too many": number("10028", "1028"),
        "a digit taken for another": number("1829384756", "1029384756"),
    }
    assert {name for name, each in wrong.items() if not doubted([*sound, each])} == set()


def struck(text: str, rise: int) -> Printed:
    """Draw a number with the stroke of a pen through it, and claim that it was recognised all the same."""
    sound = number(text)
    ink, patch = sound.ink.copy(), sound.line.patch
    middle = (patch.y0 + patch.y1) // 2
    cv2.line(ink, (patch.x0 - 9, middle + rise), (patch.x1 + 9, middle - rise), 255, 3)
    (line,) = lines_of(raster.pieces_of(ink))
    return Printed(text, line, ink)


@pytest.mark.parametrize("rise", [0, 6, 14])
@pytest.mark.parametrize("text", ["0", "7", "12", "305"])
def test_a_number_with_a_stroke_through_it_is_doubted(text: str, rise: int) -> None:
    sound = [number(each) for each in ("1029384756", "5647382910", "170564", "28", "0", "7")]
    assert doubted([*sound, struck(text, rise)]) == {len(sound)}


def test_a_digit_of_another_size_is_doubted() -> None:
    sound = [number(each) for each in ("1029384756", "5647382910", "170564", "28", "0")]
    large = number("0")
    wide = cv2.resize(large.ink, None, fx=1.4, fy=1.4, interpolation=cv2.INTER_NEAREST)
    (line,) = lines_of(raster.pieces_of(wide))
    assert doubted([*sound, Printed("0", line, wide)]) == {len(sound)}


def test_digits_that_look_like_others_are_doubted_however_often_they_are_mistaken() -> None:
    sound = [number(text) for text in ("1029384756", "5647382910", "3377", "17")]
    lone, other, again = number("2045", "7045"), number("1045", "7045"), number("1384", "7384")
    alone = [number(text) for text in ("37045", "170", "745")]
    assert doubted([*alone, lone]) == {3}
    assert doubted([*sound, other, again]) == {4, 5}


def test_a_slash_is_told_from_a_one_by_its_lean() -> None:
    told = []
    for character in "/17":
        printed_one = number(character)
        told.append(raster_marks.is_slash(printed_one.ink, printed_one.line.patch))
    assert told == [True, False, False]


def test_words_tell_which_way_up_a_page_lies() -> None:
    assert is_upright(["一、总体情况", "政府信息公开工作年度报告"])
    assert not is_upright(["况情体总", "告报度年作工开公息信府政"])
    assert not is_upright(["12", "0"])
    assert are_words("其他") and are_words("12件") and are_words("无") and not are_words("日")  # noqa: PT018


def test_the_pages_of_a_picture_file_are_its_pictures() -> None:
    small = cv2.resize(drawn(), (620, 877), interpolation=cv2.INTER_AREA)
    assert [page.shape for page in raster.decoded(tiff([small, small]))] == [(3508, 2480)] * 2
    assert len(list(raster.decoded(png(small)))) == 1


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xffrest", b"II*\x00rest"])
def test_a_broken_picture_is_refused_with_its_remedy(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "2024.png"
    file.write_bytes(data)
    with pytest.raises(Unreadable, match=r"图片.*损坏.*请重新扫描"):
        read_report(file, file.name)


@pytest.mark.parametrize("side", [13_000, 100_000])
def test_pictures_of_too_many_pixels_are_refused_before_they_are_unpacked(side: int, tmp_path: Path) -> None:
    picture = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (side, side)
    file = tmp_path / "scan.pdf"
    drawn_once, held = stream(b"595 0 0 842 0 0 cm /X Do"), stream(b"\xff" * 999, picture, packed=False)
    file.write_bytes(page(drawn_once, held, resources=b"/XObject<</X 6 0 R>>"))
    with pytest.raises(Unreadable, match=r"第 1 页的图片合计超过 150 百万像素.*300 dpi"):
        read_report(file, file.name)


def test_a_strip_is_no_page_in_a_picture_or_a_pdf(tmp_path: Path) -> None:
    strip = np.full((2000, 100), 255, np.uint8)
    picture, scan = tmp_path / "2024.png", tmp_path / "2024.pdf"
    picture.write_bytes(png(strip))
    scan.write_bytes(scan_pdf([strip], Wear()))
    for file in (picture, scan):
        with pytest.raises(Unreadable, match=r"又窄又长.*逐页扫描"):
            read_report(file, file.name)


def test_pages_of_text_beside_scanned_ones_tell_whether_a_report_may_be_among_them() -> None:
    assert scan.may_be_reports(["", "示例县人民政府2024年政府信息公开工作年度报告"])
    assert not scan.may_be_reports(["The Siege of Vicksburg, with maps and plates", "春眠不觉晓，处处闻啼鸟", ""])
    assert not scan.may_be_reports([])


def test_a_page_of_nothing_but_grain_is_refused_at_once(tmp_path: Path) -> None:
    grain = np.random.default_rng(3).integers(0, 255, (1754, 1240), dtype=np.uint8)
    file = tmp_path / "2024.tiff"
    file.write_bytes(tiff([drawn(), grain]))
    with pytest.raises(Unreadable, match=r"第 2 页满是杂点.*请重新扫描"):
        read_report(file, file.name)


def test_a_scan_that_begins_with_pages_of_something_else_is_not_read_to_its_end(tmp_path: Path) -> None:
    dark = np.zeros((877, 620), np.uint8)
    small = cv2.resize(drawn(), (620, 877), interpolation=cv2.INTER_AREA)
    file = tmp_path / "2024.tiff"
    for pages_before in ([small, small], [dark] * 9):
        file.write_bytes(tiff([*pages_before, *[small] * 30]))
        with pytest.raises(Unreadable, match="前几页不像政府信息公开工作年度报告"):
            read_report(file, file.name)


def test_lines_are_read_together_only_while_they_are_short_and_never_when_endless() -> None:
    groups = list(ocr._together([2.0] * 20 + [30.0, 1.0, 500.0, 41.0]))
    assert [len(group) for group in groups] == [8, 8, 5, 1, 1]
    assert sorted(place for group in groups for place in group) == [*range(22), 23]
    assert ocr.recognised([np.full((10, 5_000), 255, np.uint8)]) == [ocr.NOTHING]


def test_on_a_page_full_of_dirt_the_lines_of_cells_are_read_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_lie, "_MOST_LINES", 28)
    picture = drawn().copy()
    for place in range(40):
        cv2.putText(picture, "x", (100 + 55 * place, 3000), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3)
    page_of_dirt = laid_out(picture)
    readings = scan_lie.first_readings(scan_lie.Lie(page_of_dirt, {}, sense=1.0))
    unread = [spot.cell is None for spot, one in zip(page_of_dirt.spots, readings, strict=True) if one is ocr.NOTHING]
    assert unread
    assert all(unread)


def test_a_picture_that_is_no_report_makes_no_record(tmp_path: Path) -> None:
    file = tmp_path / "2024.png"
    file.write_bytes(png(drawn()[:1200]))
    with pytest.raises(Unreadable, match="不像政府信息公开工作年度报告"):
        read_report(file, file.name)


def test_without_the_extra_a_scan_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    scan, picture = tmp_path / "scan.pdf", tmp_path / "scan.png"
    scan.write_bytes(pdf([bar((0, 0, 595, 842), "0.5 g")]))
    picture.write_bytes(png(np.full((40, 40), 255, np.uint8)))
    for file in (scan, picture):
        with pytest.raises(Scanned, match=re.escape("make ocr")):
            read_report(file, file.name)


def test_digits_on_which_the_readings_of_a_line_differ_are_not_kept() -> None:
    assert agreed_text("收到12件", "收到12件") == ("收到12件", "收到12件")
    assert agreed_text("收到12件，办结5件", "收到17件，办结5件")[0] == "收到1\ufffd件，办结5件"
    assert agreed_text("12件", "17件")[0] != agreed_text("12件", "17件")[1]


def test_a_folder_of_pages_is_one_report(tmp_path: Path) -> None:
    small = cv2.resize(drawn(), (620, 877), interpolation=cv2.INTER_AREA)
    for name in ("1.png", "2.png", "10.png"):
        (tmp_path / name).write_bytes(png(small))
    with pytest.raises(Unreadable, match=r"不像政府信息公开工作年度报告.*重新扫描"):
        read_report(tmp_path, "reports/990001/2024")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(Unreadable, match=r"不是图片的文件（notes\.txt）"):
        read_report(tmp_path, "reports/990001/2024")


def test_an_empty_folder_is_told_from_one_that_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="空的"):
        read_report(tmp_path, "reports/990001/2024")
    data = png(drawn()[:900])
    for name in ("1.png", "2.png"):
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr("generator.reading.sources.LARGEST_FILE", len(data) + 1)
    with pytest.raises(Unreadable, match="太大"):
        read_report(tmp_path, "reports/990001/2024")


def test_two_sheets_side_by_side_are_refused_with_the_remedy(tmp_path: Path) -> None:
    sheets = np.hstack([drawn(seed=1), drawn(seed=2)])
    file = tmp_path / "2024.png"
    file.write_bytes(png(cv2.resize(sheets, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)))
    with pytest.raises(Unreadable, match=r"并排着两页纸.*按页截开"):
        read_report(file, file.name)


def test_the_pages_of_a_folder_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ("10.png", "2.png", "01.png")
    pages_in_order = sorted((tmp_path / name for name in names), key=page_order)
    assert [page.name for page in pages_in_order] == ["01.png", "2.png", "10.png"]


def test_a_table_that_the_page_break_leaves_open_above_keeps_its_columns() -> None:
    picture = drawn().copy()
    picture[450:760] = 245
    page = laid_out(picture)
    assert {len(grid.columns) - 1 for grid in page.grids} == {5}
    assert all(spot.cell is not None for spot in page.spots)
