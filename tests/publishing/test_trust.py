"""What the top of a report says, and how much a place's table holds: nothing is left unsaid, nothing said as zero."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from generator.checking.findings import Finding, Result
from generator.publishing import views_place
from generator.publishing.edition import Edition, Shown, make_edition
from generator.publishing.headline import headline
from generator.publishing.report_findings import report_findings
from generator.publishing.trust import copy_word, trust_view
from generator.publishing.views_evidence import evidence_list
from generator.publishing.views_findings import open_findings
from generator.publishing.views_place import place_year_view, rows_of_place
from generator.publishing.views_site import status_view
from generator.publishing.views_year import year_view
from generator.records.figures import Absence, Figure
from generator.records.portal import Input, Issue, Portal
from tests.checking.made import record
from tests.publishing.portals import COUNTY, SETTINGS, TOWN, agencies, held, portal


def shown_of(edition: Edition, agency: str = COUNTY) -> Shown:
    newest = edition.newest(agency, 2024)
    assert newest
    return newest


def with_figures(figures: Mapping[str, Figure]) -> Edition:
    return make_edition(Portal(SETTINGS, agencies(), (held(Issue(COUNTY, 2024), record(figures)),)))


@pytest.mark.parametrize("cell", ["new_received", "total"])
@pytest.mark.parametrize("absence", list(Absence))
def test_a_headline_says_that_there_is_no_number(cell: str, absence: Absence) -> None:
    shown = shown_of(with_figures({f"applications.{cell}.total": absence}))
    assert shown.record
    told = "".join(headline(shown.record, {}))
    assert told.count("没有数字") == 1
    assert "件" in told


def test_results_without_a_number_are_named() -> None:
    shown = shown_of(with_figures({"applications.denied_third_party.total": Absence.BLANK}))
    assert shown.record
    assert "不予公开没有数字" in "".join(headline(shown.record, {}))


def test_the_cells_that_trust_counts_are_all_there_are(edition: Edition) -> None:
    shown = shown_of(edition, TOWN)
    assert shown.held
    said = trust_view(shown, shown.held, sample=False).cells
    assert said.startswith("三张统计表共 200\u00a0格，有数字的 190\u00a0格；")
    assert "空白 1\u00a0格" in said
    assert "缺失 7\u00a0格" in said


def test_what_trust_says_does_not_add_up_is_what_the_badges_count(edition: Edition) -> None:
    for shown in edition.reports:
        if shown.held:
            said = trust_view(shown, shown.held, sample=False).checks
            for badge in shown.badges:
                if badge.key in {"inconsistent", "to_confirm"}:
                    word = {"inconsistent": "对不上", "to_confirm": "待核对"}[badge.key]
                    assert f"{word} {badge.count}\u00a0处" in said


def test_sample_content_is_never_called_an_original(edition: Edition) -> None:
    sample = make_edition(portal(settings=dataclasses.replace(SETTINGS, sample=True)))
    for made, word in ((sample, "示例文件"), (edition, "机关发布的原件")):
        shown = shown_of(made)
        assert shown.held
        assert copy_word(shown.held, sample=made.settings.sample) == word
        assert ("原件读出" in trust_view(shown, shown.held, sample=made.settings.sample).reading) is (made is edition)


def test_findings_alike_are_all_shown(edition: Edition) -> None:
    shown = shown_of(edition, TOWN)
    assert shown.held
    unsure = next(finding for finding in shown.findings if finding.result is Result.NOT_ASSESSABLE)
    twice: tuple[Finding, ...] = (unsure, unsure)
    assert len({anchor for _, anchor in open_findings(twice)}) == len(twice)
    view = report_findings(dataclasses.replace(shown, findings=twice), shown.held, evidence_list(shown.held, {}))
    assert [len(each.findings) for each in view.unsure] == [2]


def test_a_table_too_long_for_a_page_keeps_to_the_next_governments(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = place_year_view(edition, "410000", 2024)
    assert whole.all_below
    assert [row.agency for row in rows_of_place(edition, "410000", 2024)] == [COUNTY, TOWN, "990001-czj"]
    monkeypatch.setattr(views_place, "LONGEST_TABLE", 2)
    short = place_year_view(edition, "410000", 2024)
    assert not short.all_below
    assert rows_of_place(edition, "410000", 2024) == []
    assert [row.agency for row in rows_of_place(edition, "410800", 2024)] == [COUNTY]


def test_a_number_that_does_not_add_up_is_in_no_class_of_a_year(edition: Edition) -> None:
    spread = next(each for each in year_view(edition, 2024).spreads if each.title.startswith("行政复议"))
    reports = [shown for shown in edition.of_year(2024) if shown.held]
    assert "disputes.review.total" in shown_of(edition).doubts
    assert dict(spread.classes)["0"] == len(reports) - 1
    assert sum(count for _, count in spread.without) == 1


def test_every_file_is_counted_once_whatever_its_state(made_portal: Portal) -> None:
    odd = (*made_portal.inputs, Input("reports/1/2.pdf", "a state to come"))
    view = status_view(make_edition(dataclasses.replace(made_portal, inputs=odd)))
    assert sum(count for _, count, _ in view.counts) == view.files == len(odd)
