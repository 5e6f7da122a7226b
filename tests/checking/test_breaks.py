"""What may be compared between two years, as data: every cell of every form has its word."""

from __future__ import annotations

import itertools

import pytest

from generator.checking.breaks import breaks, breaks_between, comparability, same_quantity
from generator.records.forms import FORM_NAMES, TABLES, form_table
from tests.checking.made import FORM_2019, FORM_2021, MIXED


@pytest.mark.parametrize(
    ("earlier", "later", "keys"),
    [
        (2020, 2021, ["form-2021"]),
        (2019, 2020, []),
        (2021, 2022, []),
        (2023, 2024, ["review-first"]),
        (2024, 2025, []),
        (2019, 2025, ["form-2021", "review-first"]),
    ],
)
def test_breaks_lie_between_their_years(earlier: int, later: int, keys: list[str]) -> None:
    assert [each.key for each in breaks_between(earlier, later)] == keys


def test_every_break_says_what_why_and_on_what_basis() -> None:
    for each in breaks():
        assert each.name
        assert each.why.endswith("。")
        assert each.basis
        assert each.metrics
    form, law = breaks()
    assert not form.concerns("disputes.litigation_direct.total")
    assert law.concerns("disputes.litigation_direct.total")
    assert not law.concerns("applications.granted.total")


def test_every_cell_of_every_form_has_its_word() -> None:
    for form, table in itertools.product(FORM_NAMES, TABLES):
        for cell in form_table(form, table).cells:
            told = comparability(cell.name)
            assert told.compare in {"可比", "大致可比", "合计可比", "不可比"}
            assert bool(told.why) == (told.compare != "可比")


OTHERS = tuple(f"applications.other_{key}.total" for key in ("no_correction", "unpaid_fee", "misc"))


@pytest.mark.parametrize(
    ("cell", "forms", "earlier", "same"),
    [
        ("applications.granted.total", FORM_2021, FORM_2019, ("applications.granted.total",)),
        ("applications.other_misc.total", FORM_2021, FORM_2021, ("applications.other_misc.total",)),
        ("applications.other_misc.total", FORM_2021, FORM_2019, ()),
        ("applications.other_single_row.total", MIXED, FORM_2021, OTHERS),
        ("applications.other_single_row.total", MIXED, FORM_2019, ("applications.other_single_row.total",)),
        ("proactive.penalty_decisions", FORM_2021, FORM_2019, ("proactive.penalty.decisions",)),
        ("proactive.penalty.decisions", FORM_2019, FORM_2021, ("proactive.penalty_decisions",)),
        ("proactive.regulations.issued", FORM_2021, FORM_2019, ("proactive.regulations.made",)),
        ("proactive.regulations.in_force", FORM_2021, FORM_2019, ()),
        ("proactive.normative_documents.issued", FORM_2021, FORM_2019, ()),
        ("proactive.fees_10k_yuan", FORM_2021, FORM_2019, ()),
        ("proactive.fees_10k_yuan", FORM_2021, MIXED, ("proactive.fees_10k_yuan",)),
        ("disputes.review.total", FORM_2021, FORM_2019, ("disputes.review.total",)),
    ],
)
def test_what_of_an_earlier_form_is_the_same_quantity(
    cell: str, forms: dict[str, str], earlier: dict[str, str], same: tuple[str, ...]
) -> None:
    assert same_quantity(cell, forms, earlier) == same
