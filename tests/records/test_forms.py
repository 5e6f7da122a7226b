"""The official forms as data: their cells, their identities, and which is due for which year."""

from __future__ import annotations

from itertools import chain

import pytest

from generator.records.figures import Unit
from generator.records.forms import (
    FORM_NAMES,
    TABLES,
    applicants,
    cases,
    form_due,
    form_table,
    identities,
    outcomes,
    section_titles,
)


def cells(proactive: str, applications: str) -> list[str]:
    tables = [("proactive", proactive), ("applications", applications), ("disputes", "2021")]
    return [cell.name for table, form in tables for cell in form_table(form, table).cells]


@pytest.mark.parametrize(
    ("proactive", "applications", "number"), [("2021", "2021", 200), ("2019", "2019", 198), ("2021", "2019", 186)]
)
def test_a_form_has_its_number_of_cells_and_no_name_twice(proactive: str, applications: str, number: int) -> None:
    names = cells(proactive, applications)
    assert len(names) == len(set(names)) == number


@pytest.mark.parametrize(
    ("form", "table", "number"),
    [
        ("2021", "proactive", 10),
        ("2021", "applications", 175),
        ("2021", "disputes", 15),
        ("2019", "proactive", 22),
        ("2019", "applications", 161),
        ("2019", "disputes", 15),
    ],
)
def test_each_table_has_its_cells(form: str, table: str, number: int) -> None:
    assert len(form_table(form, table).cells) == number


@pytest.mark.parametrize(
    ("year", "form"), [(2018, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")]
)
def test_the_form_due_follows_the_year(year: int, form: str) -> None:
    assert form_due(year) == form
    assert len(section_titles(year)) == 6


def test_units_are_those_of_the_forms() -> None:
    units = {cell.name: cell.unit for form in FORM_NAMES for table in TABLES for cell in form_table(form, table).cells}
    assert units["proactive.fees_10k_yuan"] is Unit.TEN_THOUSAND_YUAN
    assert units["proactive.procurement.amount_yuan"] is Unit.YUAN
    changes = {name for name, unit in units.items() if unit is Unit.CHANGE}
    rows = ("licensing", "other_services", "penalty", "coercion", "fees")
    assert changes == {f"proactive.{row}.change" for row in rows}
    assert all(unit is Unit.COUNT for name, unit in units.items() if not name.startswith("proactive."))


@pytest.mark.parametrize(("form", "number"), [("2021", 7 + 7 + 25), ("2019", 7 + 7 + 23)])
def test_table_three_has_its_identities(form: str, number: int) -> None:
    found = identities("applications", form)
    assert len(found) == len({(rule.check, rule.subject) for rule in found}) == number


def test_the_printed_identity_is_new_and_carried_in_against_processed_and_carried_out() -> None:
    rule = next(r for r in identities("applications", "2021") if (r.check, r.subject) == ("column-identity", "other"))
    assert rule.left == ("applications.new_received.other", "applications.carried_in.other")
    assert rule.right == ("applications.total.other", "applications.carried_out.other")


@pytest.mark.parametrize(("form", "results"), [("2021", 21), ("2019", 19)])
def test_results_add_up_to_the_row_total(form: str, results: int) -> None:
    for rule in identities("applications", form):
        if rule.check == "result-subtotal":
            assert len(rule.left) == results
            assert rule.right == (f"applications.total.{rule.subject}",)


def test_each_kind_of_case_has_its_total() -> None:
    found = identities("disputes", "2021")
    assert [rule.subject for rule in found] == [case.key for case in cases()]
    assert all((len(rule.left), len(rule.right)) == (len(outcomes()) - 1, 1) for rule in found)
    assert identities("proactive", "2021") == ()


@pytest.mark.parametrize("form", FORM_NAMES)
def test_identities_are_of_cells_that_the_form_has(form: str) -> None:
    names = set(cells(form, form))
    rules = chain.from_iterable(identities(table, form) for table in TABLES)
    assert all(name in names for rule in rules for name in rule.cells)


def test_the_columns_are_those_printed() -> None:
    assert [column.label for column in applicants()] == [
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ]
    assert [column.label for column in outcomes()] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_rows_keep_the_printed_order_and_the_one_row_of_2019() -> None:
    new = [row.key for row in form_table("2021", "applications").rows]
    old = [row.key for row in form_table("2019", "applications").rows]
    at = new.index("other_no_correction")
    assert [*new[:at], "other_single_row", *new[at + 3 :]] == old
    assert (new[0], new[1], new[-2], new[-1]) == ("new_received", "carried_in", "total", "carried_out")
