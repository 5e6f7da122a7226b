"""What findings say besides their results: what they rest on and were held against, for which years they are asked."""

from __future__ import annotations

import dataclasses

import pytest

from generator.checking.bearings import rests_on
from generator.checking.checks import CHECKS, check_issue
from generator.checking.findings import Certainty, Finding, Result
from generator.checking.resemblance import resemblances
from generator.checking.subject import Past, Subject
from generator.records.corrections import Correction
from generator.records.figures import Absence
from generator.records.place import Place
from generator.records.portal import Issue
from generator.records.record import Passage
from tests.checking.made import after, noted, record, subject

CARRIED_OUT, CARRIED_IN = "applications.carried_out.total", "applications.carried_in.total"
NEW = "applications.new_received.total"


def one(looked_at: Subject, check: str, about: str) -> Finding:
    (finding,) = [each for each in check_issue(looked_at) if (each.check, each.subject) == (check, about)]
    return finding


def torn(out: int = 3, come: int = 0) -> Subject:
    return after(record({CARRIED_OUT: out}, year=2023), record({CARRIED_IN: come}, year=2024))


def test_what_compares_two_years_names_the_issue_that_it_compares_with() -> None:
    assert one(torn(), "carry-over-continuity", "total").against == "2023"
    assert one(torn(), "row-total", "granted").against == ""


def test_a_predecessors_issue_is_named_with_its_agency() -> None:
    before = noted(record({CARRIED_OUT: 3}, year=2023))
    older = dataclasses.replace(before, issue=Issue("old", 2023))
    whole = dataclasses.replace(torn(), past=Past(older, (older,), years=frozenset({2023, 2024})))
    assert one(whole, "carry-over-continuity", "total").against == "old/2023"


def test_without_a_year_before_nothing_is_named() -> None:
    alone = subject(record(year=2024))
    assert {finding.against for finding in check_issue(alone)} == {""}


def test_only_what_is_open_bears_the_digest_of_its_figures() -> None:
    for finding in check_issue(torn()):
        opened = finding.result in {Result.FAIL, Result.NOT_ASSESSABLE}
        assert bool(finding.figures) is opened, finding.check


def test_the_digest_changes_with_the_figures_of_either_year_and_with_nothing_else() -> None:
    def digest(looked_at: Subject) -> str:
        return one(looked_at, "carry-over-continuity", "total").figures

    assert digest(torn()) == digest(torn())
    assert digest(torn(out=3)) != digest(torn(out=4))
    assert digest(torn(come=0)) != digest(torn(come=1))
    other = after(
        record({CARRIED_OUT: 3}, year=2023), record({CARRIED_IN: 0, "proactive.penalty_decisions": 9}, year=2024)
    )
    assert digest(other) == digest(torn())


def test_what_looks_at_one_year_alone_keeps_its_digest_whatever_came_before() -> None:
    made = record({"applications.granted.total": 3}, year=2024)
    alone, behind = subject(made), after(record(year=2023), made)
    digests = {one(looked_at, "row-total", "granted").figures for looked_at in (alone, behind)}
    assert len(digests) == 1
    assert "" not in digests


def test_a_finding_stands_for_one_unless_it_says_for_how_many() -> None:
    assert one(torn(), "carry-over-continuity", "total").count == 1
    assert one(torn(), "blank-cell", "").count == 1
    plain = one(torn(), "row-total", "granted")
    given = {field.name: getattr(plain, field.name) for field in dataclasses.fields(Finding) if field.name != "count"}
    assert Finding(**given).count == 1


@pytest.mark.parametrize(("corrected", "sure"), [(CARRIED_IN, False), (NEW, True)])
def test_what_rests_on_a_figure_that_a_person_corrected_is_to_be_confirmed(corrected: str, *, sure: bool) -> None:
    looked_at = torn()
    correction = Correction(corrected, 1, 0, "看错", "示例编辑", "2025-02-01")
    held = dataclasses.replace(looked_at.held, corrections=(correction,))
    found = one(dataclasses.replace(looked_at, held=held), "carry-over-continuity", "total")
    assert found.certainty is (Certainty.PRINTED if sure else Certainty.TO_CONFIRM)


def equal(looked_at: Subject, **around: object) -> tuple[object, ...]:
    surroundings = dataclasses.replace(looked_at.around, **around)  # type: ignore[arg-type]
    return rests_on(dataclasses.replace(looked_at, around=surroundings))[1]


@pytest.mark.parametrize(("retrieved", "rests"), [("2025-02-01", False), ("", True)])
def test_the_newest_day_of_all_matters_only_to_what_does_not_say_when_it_was_fetched(
    retrieved: str, *, rests: bool
) -> None:
    looked_at = dataclasses.replace(torn(), held=noted(record(year=2024), retrieved=retrieved))
    assert (equal(looked_at, as_of="2025-02-01") != equal(looked_at, as_of="2025-03-01")) is rests


def test_findings_rest_on_which_of_their_own_clauses_are_common_in_their_year() -> None:
    text = "一年来，全面加强主动公开，及时回应群众关切。进一步规范依申请公开的办理流程，答复质量稳步提升。"
    made = dataclasses.replace(record(year=2024), narrative=(Passage(text, Place(line=3), 1),))
    looked_at = subject(made)
    whole = resemblances([looked_at.held], {looked_at.agency.id: looked_at.agency})
    (own,) = [known for (_, section), known in whole.sections.items() if section == 1]
    none = {key: frozenset[int]() for key in whole.common}

    def resting(year: int, *clauses: int) -> tuple[object, ...]:
        common = none | {(year, 1): frozenset(clauses)}
        return equal(looked_at, alike=dataclasses.replace(whole, common=common))

    nothing = resting(2024)
    assert [resting(2024, clause) != nothing for clause in own.print.clauses] == [True] * len(own.print.clauses)
    assert resting(2024, max(own.print.clauses) + 1) == nothing, "others' clauses are not its own"
    assert resting(2023, *own.print.clauses) == nothing


def test_without_cells_the_digest_holds_both_sides() -> None:
    def digest(day: str) -> str:
        held = noted(record(year=2024), published=day)
        looked_at = dataclasses.replace(subject(record(year=2024), kind="department"), held=held)
        (finding,) = [each for each in check_issue(looked_at) if each.check == "published-late"]
        assert finding.result is Result.FAIL
        return finding.figures

    assert digest("2025-03-01") == digest("2025-03-01")
    assert digest("2025-03-01") != digest("2025-03-02")


@pytest.mark.parametrize(("year", "asked"), [(2018, False), (2019, True)])
def test_checks_of_the_form_begin_with_the_first_form(year: int, asked: bool) -> None:  # noqa: FBT001 - a row of a table
    found = [each for each in check_issue(subject(record(year=year))) if each.check == "all-zero-report"]
    assert [each.result is not Result.NOT_APPLICABLE for each in found] == [asked]


def test_a_number_below_zero_is_none_and_a_zero_is_one() -> None:
    for number, result in ((0, Result.PASS), (1, Result.PASS), (-1, Result.FAIL)):
        wrong = [
            each
            for each in check_issue(subject(record({"proactive.penalty_decisions": number}, year=2024)))
            if each.check == "non-integer-count" and each.result is Result.FAIL
        ]
        assert bool(wrong) is (result is Result.FAIL)
        assert [each.left for each in wrong] == (["-1"] if wrong else [])


def test_a_blank_is_never_a_wrong_number() -> None:
    made = record({"proactive.penalty_decisions": Absence.BLANK}, year=2024)
    found = [each.result for each in check_issue(subject(made)) if each.check == "non-integer-count"]
    assert Result.FAIL not in found


def test_every_check_is_asked_of_every_report() -> None:
    asked = {finding.check for finding in check_issue(torn())}
    assert asked == {check.id for check in CHECKS}
