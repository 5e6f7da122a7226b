"""Group F: 规章 where none can be made."""

from __future__ import annotations

import pytest

from generator.checking.findings import Certainty, Result, Severity
from generator.records.figures import Absence
from tests.checking.made import FORM_2019, extract, found, record, results, subject

CHECK = "level-without-regulations"
REPORTED = record({"proactive.regulations.in_force": 3})


@pytest.mark.parametrize(
    ("kind", "level", "severity"),
    [
        ("government", "county", Severity.ERROR),
        ("government", "township", Severity.ERROR),
        ("subdistrict", "township", Severity.ERROR),
        ("subdistrict", "", Severity.ERROR),
        ("department", "province", Severity.WARNING),
        ("department", "county", Severity.WARNING),
        ("office", "prefecture", Severity.WARNING),
        ("institution", "county", Severity.WARNING),
    ],
)
def test_who_may_not_make_regulations_reports_none(kind: str, level: str, severity: Severity) -> None:
    finding = found(subject(REPORTED, kind=kind, level=level), CHECK)[""]
    assert (finding.result, finding.severity, finding.certainty) == (Result.FAIL, severity, Certainty.PRINTED)
    assert finding.cells == ("proactive.regulations.in_force",)
    assert "表二 规章 现行有效件数 3" in finding.message
    assert results(subject(record(), kind=kind, level=level), CHECK) == {}


@pytest.mark.parametrize(
    ("kind", "level"),
    [("government", "province"), ("government", "prefecture"), ("central", "central"), ("department", "central")],
)
def test_who_may_make_regulations(kind: str, level: str) -> None:
    assert results(subject(REPORTED, kind=kind, level=level), CHECK) == {"": "not_applicable"}


@pytest.mark.parametrize(
    ("kind", "level"),
    [("government", ""), ("department", ""), ("zone", "prefecture"), ("zone", "county"), ("other", "county")],
)
def test_where_level_or_kind_do_not_tell(kind: str, level: str) -> None:
    assert results(subject(REPORTED, kind=kind, level=level), CHECK) == {"": "not_assessable"}


def test_without_a_number_nothing_is_said() -> None:
    assert results(record({"proactive.regulations.issued": Absence.BLANK}), CHECK) == {"": "not_assessable"}
    both = record({"proactive.regulations.issued": Absence.BLANK, "proactive.regulations.in_force": 1})
    assert results(both, CHECK) == {"": "fail"}


def test_the_old_form_and_an_extract() -> None:
    made = record({"proactive.regulations.made": 1}, year=2020, forms=FORM_2019)
    assert results(made, CHECK) == {"": "fail"}
    assert found(extract(made), CHECK)[""].certainty is Certainty.TO_CONFIRM
