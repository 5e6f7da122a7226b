"""Every figure of a record stands in its page, its JSON, its YAML and its CSV, and those hold no other."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing.edition import Edition, Shown, make_edition
from generator.publishing.pages import Page, all_pages
from generator.publishing.render import make_renderer, site_head
from generator.publishing.tabular import json_text
from generator.records.figures import Absence, Figure
from generator.records.portal import Issue, Portal
from generator.records.record import from_plain, to_plain
from generator.records.yaml_files import loads
from tests.checking.made import FORM_2019, FORM_2021, MIXED, record
from tests.publishing.portals import COUNTY, SETTINGS, agencies, held

CELL = re.compile(r'<td data-cell="([^"]+)" data-value="([^"]+)"[^>]*><a href="#evidence-([^"]+)"[^>]*>([^<]*)')
ENTRY = re.compile(r'<li id="evidence-([^"]+)">')


def written(figure: Figure) -> str:
    return figure.value if isinstance(figure, Absence) else str(figure)


def issues(edition: Edition) -> list[Shown]:
    return [shown for found in edition.issues.values() for shown in found if shown.record]


def figures_of(shown: Shown) -> dict[str, str]:
    assert shown.record
    return {cell: written(figure) for cell, figure in shown.record.figures.items()}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def from_rows(rows: list[dict[str, str]], shown: Shown) -> dict[str, str]:
    issue = [shown.agency.id, str(shown.issue.year), str(shown.issue.revision)]
    chosen = [row for row in rows if [row["agency"], row["year"], row["revision"]] == issue]
    assert len({row["cell"] for row in chosen}) == len(chosen)
    return {row["cell"]: row["value"] if row["state"] == "stated" else row["state"] for row in chosen}


def test_every_page_holds_its_record_and_nothing_else(site: Path, edition: Edition) -> None:
    for shown in issues(edition):
        cells = CELL.findall((site / shown.url / "index.html").read_text(encoding="utf-8"))
        assert {name: value for name, value, _, _ in cells} == figures_of(shown)
        assert len(cells) == len(figures_of(shown))


def test_every_cell_leads_to_an_entry_of_evidence(site: Path, edition: Edition) -> None:
    for shown in issues(edition):
        html = (site / shown.url / "index.html").read_text(encoding="utf-8")
        assert {target for _, _, target, _ in CELL.findall(html)} == set(ENTRY.findall(html))


def test_a_cell_shows_its_number_or_a_word_and_never_a_zero_for_nothing(site: Path, edition: Edition) -> None:
    for shown in issues(edition):
        html = (site / shown.url / "index.html").read_text(encoding="utf-8")
        for _, value, _, text in CELL.findall(html):
            assert text == value or (not re.search("[0-9]", value) and not re.search("[0-9]", text) and text)


def test_the_files_beside_a_page_hold_its_record(site: Path, edition: Edition) -> None:
    for shown in issues(edition):
        folder = site / shown.url
        as_json = json.loads((folder / "record.json").read_text(encoding="utf-8"), parse_float=Decimal)
        assert from_plain(as_json) == shown.record
        assert (
            from_plain(loads((folder / "record.yaml").read_text(encoding="utf-8"), "record.yaml").data) == shown.record
        )


def test_an_agency_s_series_holds_all_its_issues(site: Path, edition: Edition) -> None:
    for agency in edition.years_of:
        rows = rows_of(site / f"agencies/{agency}/series.csv")
        mine = [shown for shown in issues(edition) if shown.agency.id == agency]
        assert sum(len(figures_of(shown)) for shown in mine) == len(rows)
        for shown in mine:
            assert from_rows(rows, shown) == figures_of(shown)


def test_the_whole_csv_holds_the_newest_issues_and_no_others(site: Path, edition: Edition) -> None:
    rows = rows_of(site / "data/figures.csv")
    newest = [shown for shown in edition.reports if shown.record]
    assert sum(len(figures_of(shown)) for shown in newest) == len(rows)
    for shown in newest:
        assert from_rows(rows, shown) == figures_of(shown)


def test_a_place_s_csv_holds_what_its_table_shows(site: Path) -> None:
    html = (site / "places/410822/2024/index.html").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<tr data-agency="([^"]+)" data-state="([^"]+)">', html))
    rows = {row["agency"]: row for row in rows_of(site / "places/410822/2024/table.csv")}
    assert {agency: row["report"] for agency, row in rows.items()} == shown
    first = re.search(rf'<tr data-agency="{COUNTY}".*?</tr>', html, re.DOTALL)
    assert first
    for column, value in re.findall(r'data-column="([^"]+)" data-value="([^"]+)"', first[0]):
        assert (rows[COUNTY][column] or rows[COUNTY][f"{column}_state"]) == value


ANY_FIGURE = st.one_of(st.integers(0, 10**9), st.decimals(0, 10**6, places=4), st.sampled_from([*Absence]))


@given(forms=st.sampled_from([FORM_2019, FORM_2021, MIXED]), data=st.data())
@settings(max_examples=25, deadline=None)
def test_any_record_reaches_its_page_unchanged(forms: dict[str, str], data: st.DataObject) -> None:
    figures = {cell: data.draw(ANY_FIGURE) for cell in record(forms=forms).figures}
    made = record(figures, forms=forms)
    edition = make_edition(Portal(SETTINGS, agencies(), (held(Issue(COUNTY, 2024), made),)))
    page = next(page for page in all_pages(edition) if page.template == "report.html")
    cells = CELL.findall(rendered(edition, page))
    assert {name: value for name, value, _, _ in cells} == {cell: written(figure) for cell, figure in figures.items()}
    assert from_plain(json.loads(json_text(to_plain(made)), parse_float=Decimal)) == made


def rendered(edition: Edition, page: Page) -> str:
    templates = Path(__file__).parents[2] / "templates"
    render = make_renderer(templates, site_head(edition.settings, edition.years, ()))
    return render(page.template, page.url, page.view)


@pytest.mark.parametrize("forms", [FORM_2019, FORM_2021, MIXED])
def test_sums_are_no_number_where_a_part_is_none(forms: dict[str, str]) -> None:
    blank: dict[str, Figure] = {"applications.denied_third_party.total": Absence.BLANK}
    edition = make_edition(Portal(SETTINGS, agencies(), (held(Issue(COUNTY, 2024), record(blank, forms=forms)),)))
    page = next(page for page in all_pages(edition) if page.url == "places/410822/2024/")
    assert 'data-column="denied" data-value="blank"' in rendered(edition, page)
    assert 'data-column="unable" data-value="0"' in rendered(edition, page)
