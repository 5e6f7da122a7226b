"""Laws that hold for every record: hypothesis draws them."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.checks import check_issue
from generator.checking.findings import Certainty, Result, Severity
from generator.records.figures import Absence, Figure
from generator.records.forms import applicants, cases, form_table, outcomes
from tests.checking.made import FORM_2021, MIXED, extract, one_reader, record, subject

SMALL = st.integers(0, 40)
FORMS = st.sampled_from([FORM_2021, MIXED])
IDENTITIES = {"column-identity", "result-subtotal", "row-total", "case-total"}


@st.composite
def consistent(draw: st.DrawFn, forms: Mapping[str, str]) -> dict[str, Figure]:
    """Draw figures of which every identity holds."""
    figures: dict[str, Figure] = {}
    keys = [row.key for row in form_table(forms["applications"], "applications").rows]
    results = keys[keys.index("granted") : keys.index("total")]
    parts = [column.key for column in applicants()][:-1]
    for column in parts:
        drawn = {key: draw(SMALL) for key in results}
        done, left = sum(drawn.values()), draw(SMALL)
        carried_in = draw(st.integers(0, done + left))
        drawn |= {
            "total": done,
            "carried_out": left,
            "carried_in": carried_in,
            "new_received": done + left - carried_in,
        }
        figures |= {f"applications.{key}.{column}": value for key, value in drawn.items()}
    for key in keys:
        figures[f"applications.{key}.total"] = sum(_number(figures[f"applications.{key}.{column}"]) for column in parts)
    for case in cases():
        drawn = {outcome.key: draw(SMALL) for outcome in outcomes()[:-1]}
        drawn["total"] = sum(drawn.values())
        figures |= {f"disputes.{case.key}.{key}": value for key, value in drawn.items()}
    return figures


def _number(figure: Figure) -> int:
    assert isinstance(figure, int)
    return figure


@st.composite
def damaged(draw: st.DrawFn, forms: Mapping[str, str]) -> dict[str, Figure]:
    """Draw consistent figures of which some cells hold no number."""
    figures = draw(consistent(forms))
    lost = draw(st.lists(st.sampled_from(sorted(figures)), max_size=30))
    return figures | {cell: draw(st.sampled_from(list(Absence))) for cell in lost}


@settings(max_examples=60, deadline=None)
@given(FORMS.flatmap(lambda forms: st.tuples(st.just(forms), consistent(forms))))
def test_a_report_that_holds_together_has_no_error(drawn: tuple[dict[str, str], dict[str, Figure]]) -> None:
    forms, figures = drawn
    findings = check_issue(subject(record(figures, forms=forms)))
    assert [f for f in findings if f.result is Result.FAIL and f.severity is Severity.ERROR] == []
    assert {f.result for f in findings if f.check in IDENTITIES} == {Result.PASS}


@settings(max_examples=60, deadline=None)
@given(FORMS.flatmap(lambda forms: st.tuples(st.just(forms), damaged(forms))))
def test_a_lost_number_makes_no_identity_fail(drawn: tuple[dict[str, str], dict[str, Figure]]) -> None:
    forms, figures = drawn
    made = record(figures, forms=forms)
    for finding in check_issue(subject(made)):
        if finding.check in IDENTITIES:
            lost = any(isinstance(made.figures[cell], Absence) for cell in finding.cells)
            assert finding.result is (Result.NOT_ASSESSABLE if lost else Result.PASS)


@settings(max_examples=60, deadline=None)
@given(consistent(FORM_2021), st.data())
def test_one_wrong_number_is_named_by_every_identity_it_stands_in(
    figures: dict[str, Figure], data: st.DataObject
) -> None:
    cell = data.draw(st.sampled_from(sorted(figures)))
    wrong = figures | {cell: _number(figures[cell]) + data.draw(st.integers(1, 9))}
    for finding in check_issue(subject(record(wrong))):
        if finding.check in IDENTITIES:
            assert (finding.result is Result.FAIL) == (cell in finding.cells)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(record().figures)), st.one_of(SMALL, st.sampled_from(list(Absence)))))
def test_no_failure_is_certain_but_of_an_original_that_two_have_read(changed: dict[str, Figure]) -> None:
    for made in (extract(record(changed)), one_reader(record(changed))):
        assert Certainty.PRINTED not in {finding.certainty for finding in check_issue(subject(made))}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(record().figures)), st.one_of(SMALL, st.sampled_from(list(Absence)))))
def test_a_certainty_is_given_with_failures_and_with_nothing_else(changed: dict[str, Figure]) -> None:
    for finding in check_issue(subject(record(changed))):
        assert (finding.certainty is not None) == (finding.result is Result.FAIL)
        assert set(finding.cells) <= record().figures.keys()
        assert finding.count >= 1
