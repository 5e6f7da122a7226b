"""What people decided and wrote, on pages: confirmed, dismissed, void; replies above figures; a log; old addresses."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from generator.checking.findings import Certainty, Finding, Result
from generator.publishing import sheets as sheet_lists
from generator.publishing.edition import Edition, Shown, make_edition
from generator.publishing.feed import feed_xml
from generator.publishing.finding_rows import finding_rows
from generator.publishing.publish import publish
from generator.publishing.reissues import reissues
from generator.publishing.sheets import sheets
from generator.publishing.views_log import log_entries
from generator.publishing.views_year_findings import year_findings_views
from generator.records.errors import ContentError
from generator.records.inputs import LEFT_OUT, USED
from generator.records.portal import Input, Portal
from generator.records.redirects import Redirect
from generator.records.reviews import Kind, Review, Reviews
from tests.publishing.browsing import follow
from tests.publishing.portals import COUNTY, TOWN, portal

REVIEWED = f"reviews/{COUNTY}/2024.r2.yaml"
NAME = "case-total:review"


def failure(edition: Edition) -> Finding:
    """Give the finding that the decisions of these tests are about."""
    (found,) = (finding for finding in newest(edition).findings if finding.name == NAME)
    assert found.result is Result.FAIL
    return found


def newest(edition: Edition) -> Shown:
    shown = edition.newest(COUNTY, 2024)
    assert shown is not None
    return shown


def deciding(edition: Edition, verdict: Literal["confirmed", "dismissed"], figures: str = "") -> Edition:
    """Make the edition again with a decision on the finding."""
    review = Review(
        Kind.FINDING,
        NAME,
        verdict,
        figures or failure(edition).figures[:12],
        "示例",
        "2025-02-02",
        "看过原件",
        REVIEWED,
        1,
    )
    made = portal()
    held = tuple(
        dataclasses.replace(item, reviews=Reviews((review,))) if item.issue == newest(edition).issue else item
        for item in made.held
    )
    inputs = (*made.inputs, Input(REVIEWED, USED))
    return make_edition(dataclasses.replace(made, held=held, inputs=inputs))


def badges(edition: Edition) -> dict[str, int]:
    return {badge.key: badge.count for badge in newest(edition).badges}


def test_a_confirmed_finding_is_printed_and_counted_as_such(edition: Edition) -> None:
    before, after = badges(edition), badges(deciding(edition, "confirmed"))
    assert failure(edition).certainty is Certainty.TO_CONFIRM
    assert failure(deciding(edition, "confirmed")).certainty is Certainty.PRINTED
    assert after.get("inconsistent", 0) == before.get("inconsistent", 0) + 1


def test_a_dismissed_finding_is_in_no_badge_and_no_data_and_is_told_with_its_reason(edition: Edition) -> None:
    dismissed = deciding(edition, "dismissed")
    before, after = badges(edition), badges(dismissed)
    assert sum(after.values()) == sum(before.values()) - 1
    assert f"{COUNTY}:{NAME}" not in {f"{row['agency']}:{row['check']}:{row['subject']}" for row in rows(dismissed)}
    ((_, view), *_) = year_findings_views(dismissed, 2024)
    assert [each.review.why for each in view.dismissed] == ["看过原件"]
    assert "不成立" in next(entry.what for entry in log_entries(dismissed) if entry.kind == "review")


def rows(edition: Edition) -> list[dict[str, str]]:
    return list(finding_rows(edition, edition.of_year(2024)))


def test_a_decision_on_other_figures_is_void_and_named_and_the_finding_open_again(edition: Edition) -> None:
    void = deciding(edition, "dismissed", "0" * 12)
    assert failure(void).certainty is Certainty.TO_CONFIRM
    (problem,) = [each for each in void.portal.problems if each.path == REVIEWED]
    assert problem.line == 1
    assert failure(edition).figures[:12] in problem.remedy
    assert {item.path: item.state for item in void.portal.inputs}[REVIEWED] == LEFT_OUT
    assert not [entry for entry in log_entries(void) if entry.kind == "review"]


def test_findings_to_confirm_have_pages_of_their_own(edition: Edition) -> None:
    for _, view in year_findings_views(edition, 2024):
        assert {hit.certainty for hit in view.found.shown} <= {view.certainty}
    addresses = [url for url, _ in year_findings_views(edition, 2024)]
    assert addresses == ["findings/2024/", "findings/2024/to-confirm/"]


def test_a_long_list_comes_in_sheets_that_together_hold_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_lists, "LONGEST", 3)
    every = list(sheets("log/", "abcdefgh"))
    assert [sheet.url for sheet, _ in every] == ["log/", "log/2/", "log/3/"]
    assert "".join("".join(part) for _, part in every) == "abcdefgh"
    assert [len(part) for _, part in sheets("log/", "")] == [0]


def test_a_reissue_tells_cell_by_cell_what_it_changed(edition: Edition) -> None:
    (step,) = reissues(edition, COUNTY, 2024)
    was, now = (shown.record for shown in edition.issues[COUNTY, 2024])
    assert was is not None
    assert now is not None
    assert {cell.cell for cell in step.changed} == {
        cell for cell in now.figures if now.figures[cell] != was.figures[cell]
    }
    assert step.day == "2025-01-20"


def test_the_log_holds_every_correction_and_reply_and_so_does_the_feed(edition: Edition) -> None:
    kinds = [entry.kind for entry in log_entries(edition)]
    assert {"correction", "reply", "absence"} <= set(kinds)
    assert kinds.count("correction") == 1
    feed = ET.fromstring(feed_xml(edition, "https://example.org/"))  # noqa: S314 - our own
    titles = [each.text or "" for each in feed.findall(".//{*}title")]
    assert sum("本站更正读数" in title for title in titles) == 1
    assert sum("机关作出说明" in title for title in titles) == 1


def test_a_reply_stands_above_the_figures_as_clean_text(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/{TOWN}/2024/")
    reply = page.locator("[data-reply]")
    assert "数字无误。" in reply.inner_text()
    assert "按官网公布的电话回拨核实" in reply.inner_text()
    assert reply.locator("script, h1, a:not([href^='https://'])[href]").count() == 0
    assert reply.locator("a[href='https://www.example.gov.cn/2.html']").count() == 1
    top = reply.bounding_box()
    figures = page.locator(".lede").bounding_box()
    assert top is not None
    assert figures is not None
    assert top["y"] + top["height"] <= figures["y"]
    assert page.locator("[data-badge='replied']").count() == 1


def test_looked_for_and_not_found_is_neither_zero_nor_not_held(page: Page, address: str) -> None:
    page.goto(f"{address}agencies/x-1/")
    follow(page.get_by_role("link", name="已查找，未见发布（2025-04-01）"))
    assert "示例网站" in page.locator("main").inner_text()
    assert page.locator("[data-cell]").count() == 0


def moved(*ways: tuple[str, str]) -> Portal:
    redirects = tuple(Redirect(old, new, line) for line, (old, new) in enumerate(ways, start=1))
    return dataclasses.replace(portal(), redirects=redirects)


def test_an_old_address_leads_to_the_page_that_stands_there_now(templates: Path, tmp_path: Path) -> None:
    publish(moved(("agencies/old/2024/", f"agencies/{COUNTY}/2024/")), site=tmp_path / "s", templates=templates)
    page = (tmp_path / "s/agencies/old/2024/index.html").read_text(encoding="utf-8")
    goal = f"../../../agencies/{COUNTY}/2024/"
    assert f'content="0; url={goal}"' in page
    assert f'<a href="{goal}">' in page
    assert f'<link rel="canonical" href="https://example.org/gongkai/agencies/{COUNTY}/2024/">' in page
    assert "<script" not in page


def test_redirects_that_collide_or_lead_nowhere_stop_the_build_with_every_line(templates: Path, tmp_path: Path) -> None:
    ways = (
        *((f"agencies/{COUNTY}/2024/", "data/"), ("feed.xml/", "data/"), ("data/build.json/x/", "data/")),
        *(("old/", "nowhere/"), ("older/", "data"), ("good/", "data/")),
    )
    with pytest.raises(ContentError) as caught:
        publish(moved(*ways), site=tmp_path / "s", templates=templates)
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 4, 5]
    assert not (tmp_path / "s").exists()
