"""The data files: typed columns, one package that describes them truly, a workbook and a database that say the same."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.publishing.agency_rows import AgencyRows
from generator.publishing.agency_rows import rows_of as rows_of_agency
from generator.publishing.data_tables import codebook_rows
from generator.publishing.edition import Edition, Shown
from generator.publishing.figure_lines import wide_cells
from generator.publishing.figure_text import show_state
from generator.publishing.kept import Kept
from generator.publishing.notes import read_note, write_note
from generator.publishing.sheet_rows import FoldedRows, SheetRows, ready
from generator.publishing.tabular import Cell
from generator.publishing.whole import whole_files
from generator.publishing.words import words
from generator.publishing.workbook import _new_sheet
from generator.publishing.writer import Writer
from generator.records.figures import Absence, Figure
from generator.records.forms import FORM_NAMES, TABLES, form_table
from generator.records.packing import packed
from tests.publishing.portals import COUNTY, TOWN

COLUMN_TYPES = ("integer", "number", "boolean", "string")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def package(site: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((site / "data/datapackage.json").read_text(encoding="utf-8"))
    return loaded


def fits(kind: str, value: str) -> bool:
    if kind == "integer":
        return bool(re.fullmatch(r"-?[0-9]+", value))
    if kind == "boolean":
        return value in {"true", "false"}
    try:
        return kind == "string" or Decimal(value).is_finite()
    except InvalidOperation:
        return False


def newest(edition: Edition) -> Iterator[tuple[Shown, Mapping[str, Figure]]]:
    for shown in edition.reports:
        if shown.record:
            yield shown, shown.record.figures


# ---------------------------------------------------------------- the package


def test_the_package_names_bytes_and_hashes_of_what_is_there(site: Path) -> None:
    for resource in package(site)["resources"]:
        content = (site / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"


def test_every_column_is_described_and_holds_what_is_said(site: Path) -> None:
    for resource in package(site)["resources"]:
        rows, fields = rows_of(site / "data" / resource["path"]), resource["schema"]["fields"]
        assert rows, resource["path"]
        assert [field["name"] for field in fields] == list(rows[0])
        assert {field["type"] for field in fields} <= set(COLUMN_TYPES)
        for field in fields:
            held = [row[field["name"]] for row in rows if row[field["name"]]]
            limits = field.get("constraints", {})
            assert [value for value in held if not fits(field["type"], value)] == [], (resource["path"], field)
            assert set(held) <= set(limits.get("enum", held))
            assert len(held) == len(rows) or not limits.get("required")


def test_keys_are_unique_and_lead_to_agencies(site: Path) -> None:
    known = {row["agency"] for row in rows_of(site / "data/agencies.csv")}
    for resource in package(site)["resources"]:
        rows, schema = rows_of(site / "data" / resource["path"]), resource["schema"]
        if "primaryKey" in schema:
            keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
            assert len(keys) == len(set(keys)), resource["path"]
        if "foreignKeys" in schema:
            assert {row["agency"] for row in rows} <= known


def test_no_column_of_the_long_table_is_words_in_one_part_and_empty_or_numbers_in_another(site: Path) -> None:
    """Statistics programs guess types part by part; a word column without a word would pass for numbers there."""
    (figures,) = (each for each in package(site)["resources"] if each["path"] == "figures.csv")
    kinds = {field["name"]: field["type"] for field in figures["schema"]["fields"]}
    rows = rows_of(site / "data/figures.csv")
    codes = {"agency", "record", "form"}  # codes: the page of downloads says to read them as text
    for name in kinds.keys() - codes:
        if kinds[name] == "string":
            assert not [row for row in rows if not row[name] or fits("number", row[name])], name


# ---------------------------------------------------------------- long, wide, workbook, database: the same figures


def test_the_long_table_says_how_a_figure_was_read_and_where_it_stands(site: Path) -> None:
    rows = {(row["agency"], row["year"], row["cell"]): row for row in rows_of(site / "data/figures.csv")}
    fixed = rows[COUNTY, "2024", "applications.granted.total"]
    assert (fixed["value"], fixed["state"], fixed["corrected"], fixed["revision"]) == ("35", "stated", "true", "2")
    placed = rows[COUNTY, "2024", "applications.carried_in.other"]
    assert (placed["placed_by"], placed["readers"], placed["line"], placed["page"]) == ("identity", "1", "9", "")
    assert rows[COUNTY, "2024", "disputes.review.total"]["page"] == "5"
    assert rows[COUNTY, "2024", "disputes.review.total"]["doubt"] == "to_confirm"
    lost = rows[TOWN, "2024", "applications.carried_out.total"]
    assert (lost["value"], lost["state"], lost["readers"], lost["placed_by"]) == ("", "missing", "0", "none")
    assert lost["label"] == "四、结转下年度继续办理：总计"


def test_a_year_s_files_are_the_lines_of_that_year(site: Path, edition: Edition) -> None:
    for name in ("figures.csv", "wide.csv"):
        whole = rows_of(site / "data" / name)
        for year in edition.years:
            assert rows_of(site / f"years/{year}" / name) == [row for row in whole if row["year"] == str(year)]


def test_the_wide_table_holds_every_figure_once(site: Path, edition: Edition) -> None:
    rows = {(row["agency"], row["year"]): row for row in rows_of(site / "data/wide.csv")}
    assert len(rows) == sum(1 for _ in newest(edition))
    for shown, figures in newest(edition):
        row = rows[shown.agency.id, str(shown.issue.year)]
        for cell in wide_cells():
            figure = figures.get(cell)
            state = "not_in_form" if figure is None else figure.value if isinstance(figure, Absence) else "stated"
            assert row[f"{cell}.state"] == state
            assert row[cell] == (str(figure) if state == "stated" else "")


def whole_of(edition: Edition, folder: Path, kept: Kept | None = None) -> Path:
    """Put the files of the whole together as a build does, every agency's rows folded up and opened again."""
    with whole_files(edition, Writer(folder), kept) as whole:
        for agency in edition.agencies.values():
            whole.add(AgencyRows.opened(rows_of_agency(edition, agency).folded()))
        whole.finish()
    return folder / "data"


def test_the_workbook_holds_every_figure_or_the_word_for_it(edition: Edition, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(whole_of(edition, tmp_path) / "gongkai.xlsx", read_only=True)
    for table, title in zip(TABLES, ("表二", "表三", "表四"), strict=True):
        for form in FORM_NAMES:
            mine = [(s, f) for s, f in newest(edition) if s.record and s.record.forms[table] == form]
            _, *lines = book[f"{title}（{form}表样）"].values
            assert len(lines) == len(mine)
            for line, (shown, figures) in zip(lines, mine, strict=True):
                assert line[0] == shown.agency.id
                cells = [cell.name for cell in form_table(form, table).cells]
                assert list(line[5:]) == [in_sheet(figures[cell]) for cell in cells]


def test_rows_handed_over_whole_stand_among_those_that_the_library_writes(tmp_path: Path) -> None:
    """Formulas and characters that XML has not go through the library; the rows around them do not."""
    rows: list[tuple[Cell, Cell]] = [
        ("示例 <1> & 2", 1),
        ("=1+1", 2),
        ("", Decimal("3.5")),
        ("甲\x01乙", 4),
        ("<run/>", 5),
        ("𠀀", 6),
    ]
    book = openpyxl.Workbook(write_only=True)
    waiting = SheetRows(tmp_path / "rows")
    for row in rows:
        waiting.add(FoldedRows.of([ready(row)]))
    assert waiting.count == len(rows)
    _new_sheet(book, "示例").fill(("文字", "数"), waiting)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        assert not archive.testzip()
    _, *read = openpyxl.load_workbook(out, read_only=True)["示例"].values
    assert read == [("示例 <1> & 2", 1), ("=1+1", 2), (None, 3.5), ("甲乙", 4), ("<run/>", 5), ("𠀀", 6)]


def in_sheet(figure: Figure) -> object:
    if isinstance(figure, Absence):
        return show_state(figure.value).text
    return float(figure) if isinstance(figure, Decimal) else figure


def test_the_database_holds_every_figure_with_its_state(edition: Edition, tmp_path: Path) -> None:
    with closing(sqlite3.connect(whole_of(edition, tmp_path) / "gongkai.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = connection.execute("SELECT agency, year, revision, cell, value, state FROM figures").fetchall()
    held = {tuple(row[:4]): tuple(row[4:]) for row in found}
    issues = [each for every in edition.issues.values() for each in every if each.record]
    assert len(found) == len(held) == sum(len(each.record.figures) for each in issues if each.record)
    for each in issues:
        for cell, figure in each.record.figures.items() if each.record else ():
            value = (None, figure.value) if isinstance(figure, Absence) else (figure, "stated")
            stored = held[each.agency.id, each.issue.year, each.issue.revision, cell]
            assert (stored[0] if stored[0] is None else Decimal(str(stored[0])), stored[1]) == value


def test_workbook_and_database_are_the_same_bytes_at_another_hour(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    once = files_of(whole_of(edition, tmp_path / "once"))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert files_of(whole_of(edition, tmp_path / "again")) == once
    assert b"1980-01-01T00:00:00Z" in openpyxl_core(once["gongkai.xlsx"])
    assert once["gongkai.sqlite"][96:100] == bytes(4)


def test_sheets_are_taken_over_while_their_rows_are_the_same(edition: Edition, tmp_path: Path) -> None:
    def built(name: str, edition: Edition = edition) -> bytes:
        folder = whole_of(edition, tmp_path / name, Kept(tmp_path / "site", tmp_path / "notes"))
        return (folder / "gongkai.xlsx").read_bytes()

    def sound(book: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            return archive.testzip() is None

    first = built("first")
    assert built("again") == first
    notes = sorted((tmp_path / "notes").glob("sheet-*.json"))
    assert len(notes) > len(TABLES)
    told = [(note, read_note(note)) for note in notes]
    for note, noted in told:
        write_note(note, {**noted, "said": [noted["said"][0] ^ 1, noted["said"][1]]})
    assert not sound(built("lied to")), "what is noted of sheets is believed"
    for note, noted in told:
        write_note(note, noted)
    renamed = {key: dataclasses.replace(agency, name="改名") for key, agency in edition.agencies.items()}
    issues = {
        key: tuple(dataclasses.replace(shown, agency=renamed[key[0]]) for shown in found)
        for key, found in edition.issues.items()
    }
    other = dataclasses.replace(edition, agencies=renamed, issues=issues)
    told_of = built("renamed", other)
    assert "改名" in str(list(openpyxl.load_workbook(io.BytesIO(told_of), read_only=True)["机关名录"].values))
    for path in (tmp_path / "notes").iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert built("torn") == first


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_rows_that_are_torn_are_none(edition: Edition) -> None:
    agency = next(iter(edition.agencies.values()))
    folded = rows_of_agency(edition, agency).folded()
    for torn in (b"", folded[:-9], zlib.compress(b"x"), packed((zlib.compress(packed(agency)), {})), packed(agency)):
        with pytest.raises(ValueError, match=r".*"):
            AgencyRows.opened(torn)


def test_a_table_longer_than_a_sheet_is_left_out_and_named(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("generator.publishing.workbook.MOST_ROWS", 20)
    book = openpyxl.load_workbook(whole_of(edition, tmp_path) / "gongkai.xlsx", read_only=True)
    assert "年报" in book.sheetnames
    assert "指标" not in book.sheetnames
    assert ("指标", words("workbook")["too_long"]) in list(book["说明"].values)


def openpyxl_core(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return archive.read("docProps/core.xml")


# ---------------------------------------------------------------- codebook and description


def test_the_codebook_says_of_every_cell_how_far_it_may_be_compared() -> None:
    rows = list(codebook_rows())
    expected = [(c.name, form) for form in FORM_NAMES for table in TABLES for c in form_table(form, table).cells]
    assert [(row[0], row[1]) for row in rows] == expected
    told = {(row[0], row[1]): row for row in rows}
    assert told["disputes.review.total", "2021"][-2] == "不可比"
    assert "复议" in str(told["disputes.review.total", "2021"][-1])
    assert told["applications.granted.total", "2021"][-5:-3] == ("可比", "")


def test_the_data_are_described_for_search_engines_and_for_citing(site: Path) -> None:
    described = json.loads((site / "data/dataset.jsonld").read_text(encoding="utf-8"))
    assert described["@type"] == "Dataset"
    for each in described["distribution"]:
        assert (site / each["contentUrl"].removeprefix("https://example.org/gongkai/")).is_file()
    digest = json.loads((site / "data/build.json").read_text(encoding="utf-8"))["content"]
    assert digest in (site / "data/index.html").read_text(encoding="utf-8")
    assert described["version"] == package(site)["version"] == digest[:12]
    assert digest[:12] in described["citation"]
