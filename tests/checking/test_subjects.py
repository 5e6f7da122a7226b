"""The portal as checks see it: which year came before, whose it was, and what surrounds a report."""

from __future__ import annotations

import dataclasses
import math

import pytest

from generator.checking.checks import check_issue, check_portal
from generator.checking.findings import OPEN, Finding, Result, Severity, closed
from generator.checking.spread import Spread, spreads
from generator.checking.subject import Subject
from generator.checking.subjects import around_of, subjects
from generator.records.figures import Absence
from generator.records.packing import packed, recalled, unpacked
from generator.records.portal import Held, Issue, Portal, Settings, Unread
from generator.records.registry import Agency
from tests.checking.made import noted, record

FINES = "proactive.penalty_decisions"


def held(agency: str, year: int, revision: int = 1, *, fines: int | Absence = 0, retrieved: str = "") -> Held:
    made = noted(record({FINES: fines}, year=year), retrieved=retrieved)
    return dataclasses.replace(made, issue=Issue(agency, year, revision))


def agency(key: str, *before: str) -> Agency:
    return Agency(key, f"{key}县人民政府", "government", aliases=(key,), level="county", successor_of=before)


def portal(agencies: tuple[Agency, ...], *items: Held, unread: tuple[Issue, ...] = ()) -> Portal:
    lost = tuple(Unread(issue, "x", "x", "x") for issue in unread)
    known = {each.id: each for each in agencies}
    return Portal(Settings("门户", "https://example.org/"), known, tuple(sorted(items, key=lambda h: h.issue)), lost)


def of(whole: Portal, key: str, year: int, revision: int = 1) -> Subject:
    (found,) = [each for each in subjects(whole) if each.held.issue == Issue(key, year, revision)]
    return found


def test_the_year_before_is_the_newest_issue_of_just_that_year() -> None:
    whole = portal(
        (agency("a"), agency("b")), *(held("a", 2021 + n) for n in range(4)), held("a", 2023, 2), held("b", 2023)
    )
    asked = of(whole, "a", 2024)
    assert asked.previous is not None
    assert asked.previous.issue == Issue("a", 2023, 2)
    assert [item.issue.year for item in asked.past.earlier] == [2021, 2022, 2023]
    assert asked.past.years == {2021, 2022, 2023, 2024}
    first = of(whole, "a", 2021)
    assert (first.previous, first.past.earlier, first.past.why) == (None, (), "no_previous")
    assert of(whole, "b", 2023).previous is None
    assert of(whole, "a", 2023).previous is not None


def test_a_year_that_we_could_not_read_is_ours() -> None:
    whole = portal((agency("a"),), held("a", 2024), held("a", 2021), unread=(Issue("a", 2023),))
    assert of(whole, "a", 2024).past.why == "previous_unread"
    assert of(whole, "a", 2024).past.years == {2021, 2023, 2024}
    assert of(whole, "a", 2021).past.why == "no_previous"


def test_a_body_that_plainly_became_another_goes_on() -> None:
    whole = portal((agency("new", "old"), agency("old")), held("old", 2022), held("old", 2023), held("new", 2024))
    asked = of(whole, "new", 2024)
    assert asked.previous is not None
    assert asked.previous.issue == Issue("old", 2023)
    assert [item.issue.year for item in asked.past.earlier] == [2022, 2023]
    assert asked.past.names == ("old县人民政府", "old", "new县人民政府", "new")


def test_a_body_s_own_report_goes_before_its_predecessor_s() -> None:
    whole = portal((agency("new", "old"), agency("old")), held("old", 2023), held("new", 2023), held("new", 2024))
    asked = of(whole, "new", 2024)
    assert asked.previous is not None
    assert asked.previous.issue == Issue("new", 2023)


def test_what_came_out_of_several_or_became_several_has_no_year_before() -> None:
    merged = portal((agency("new", "one", "two"), agency("one"), agency("two")), held("one", 2023), held("new", 2024))
    parted = portal((agency("new", "old"), agency("other", "old"), agency("old")), held("old", 2023), held("new", 2024))
    for whole in (merged, parted):
        asked = of(whole, "new", 2024)
        assert (asked.previous, asked.past.why, set(asked.past.years)) == (None, "lineage", {2024})
    assert "one县人民政府" in of(merged, "new", 2024).past.names


def test_the_day_on_which_files_were_last_fetched_stands_in_for_today() -> None:
    known = (agency("a"),)
    whole = portal(known, held("a", 2023, retrieved="2025-03-01"), held("a", 2024, retrieved="2025-02-01"))
    assert around_of(whole).as_of == "2025-03-01"
    assert around_of(portal(known, held("a", 2024))).as_of == ""
    assert around_of(portal(known)).as_of == ""


def test_peers_are_of_one_kind_level_and_year_and_only_numbers_count() -> None:
    known = {key: agency(key) for key in ("a", "b", "c", "d", "e", "f")}
    known["d"] = dataclasses.replace(known["d"], level="township")
    known["e"] = dataclasses.replace(known["e"], level="")
    items = (
        *(held("a", 2024, fines=0), held("b", 2024, fines=9), held("c", 2024, fines=99)),
        *(held("d", 2024, fines=7), held("e", 2024, fines=7), held("f", 2024, fines=Absence.BLANK)),
        held("a", 2023, fines=50),
    )
    lie = spreads(items, known, (FINES, "proactive.no_such_cell"))
    assert set(lie) == {
        ("government", "county", 2024, FINES),
        ("government", "county", 2023, FINES),
        ("government", "township", 2024, FINES),
    }
    peers = lie["government", "county", 2024, FINES]
    assert (peers.count, peers.middle) == (3, "9")
    assert peers.median == pytest.approx(math.log(10))
    assert peers.deviation == pytest.approx(math.log(10))


def test_distance_is_in_robust_standard_deviations() -> None:
    spread = Spread(12, math.log(10), math.log(10) / 1.4826)
    assert spread.distance(99) == pytest.approx(1)
    assert spread.distance(0) == pytest.approx(-1)
    assert Spread(12, 1.0, 0.0).distance(99) is None


def test_only_the_newest_issue_counts_among_peers() -> None:
    whole = portal((agency("a"),), held("a", 2024, fines=5), held("a", 2024, 2, fines=8))
    around = around_of(whole)
    assert around.newest["a", 2024].issue.revision == 2
    assert around.spreads["government", "county", 2024, FINES].middle == "8"


def test_of_a_whole_portal_findings_that_are_closed_tell_only_how_they_ended() -> None:
    whole = portal((agency("a"),), held("a", 2023), held("a", 2024, fines=Absence.BLANK))
    found = {each.held.issue: each.findings for each in check_portal(whole)}
    for looked_at in subjects(whole):
        pairs = zip(check_issue(looked_at), found[looked_at.held.issue], strict=True)
        for said, kept in pairs:
            if said.result in OPEN:
                assert kept == said
            else:
                assert kept == closed(said.check, said.result, said.severity, said.group, said.subject)
                assert (kept.message, kept.cells, kept.left, kept.figures) == ("", (), "", "")
    results = {each.result for findings in found.values() for each in findings}
    assert {Result.PASS, Result.NOT_APPLICABLE, Result.NOT_ASSESSABLE} <= results


def _loses_nothing(finding: Finding) -> None:
    for back in (unpacked(packed(finding)), recalled(packed(finding, sharing=True), {}.__getitem__)):
        assert back == finding
        assert type(back.result) is Result


def test_findings_are_packed_in_few_words_only_where_these_tell_all() -> None:
    passed = closed("a-check", Result.PASS, Severity.ERROR, "B", "review")
    told = dataclasses.replace(passed, message="对得上。")
    counted = dataclasses.replace(passed, count=2)
    failed = dataclasses.replace(told, result=Result.FAIL, cells=("a", "b"), figures="0f")
    for finding in (passed, told, counted, failed):
        _loses_nothing(finding)
    assert len(packed(passed)) < len(packed(dataclasses.replace(passed, message="x"))) - 50
    assert packed(passed) == packed(dataclasses.replace(passed)), "equal ones, not the same"
