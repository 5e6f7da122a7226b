"""What templates print: escaped, remembered, and never one number for another that is equal and printed otherwise."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from markupsafe import Markup, escape

from generator.publishing.cell_markup import cells_markup, escaped
from generator.publishing.render import TemplateError, make_renderer, site_head, template_fault
from generator.publishing.views_tables import Lead, applications_view, proactive_view
from generator.records.figures import Figure
from generator.records.forms import form_table
from tests.publishing.portals import SETTINGS

TEXTS = [
    "",
    "0",
    "行",
    "a&b",
    "<b>",
    '"x"',
    "it's",
    "甲" * 200,
    "甲" * 100 + "<",
    Markup("<b>&amp;</b>"),
    0,
    1,
    True,
    -8,
]


def test_all_that_is_printed_is_escaped_as_the_library_does_also_the_second_time() -> None:
    for value in (*TEXTS, *reversed(TEXTS)):
        assert escaped(value) == str(escape(value))


@pytest.mark.parametrize("number", [Decimal("1.00"), Decimal(1), 1.0])
def test_a_number_that_may_be_printed_in_several_ways_is_refused(number: object) -> None:
    assert escaped(1) == "1"
    with pytest.raises(TypeError, match="stated"):
        escaped(number)


@pytest.mark.parametrize(
    "fees", [Decimal("7730.2"), Decimal("7730.20"), Decimal("7730.200"), Decimal(7), Decimal("7.0"), 7]
)
def test_a_row_shows_the_digits_of_its_own_report(fees: Figure) -> None:
    figures: dict[str, Figure] = {cell.name: 0 for cell in form_table("2021", "proactive").cells}
    figures["proactive.fees_10k_yuan"] = fees
    blocks = proactive_view("2021", figures, Lead)
    markup = "".join(cells_markup(row.cells) for block in blocks for row in block.rows)
    assert f'data-cell="proactive.fees_10k_yuan" data-value="{fees}"' in markup


def test_rows_of_the_same_figures_lead_to_their_own_evidence() -> None:
    figures: dict[str, Figure] = {cell.name: 0 for cell in form_table("2021", "applications").cells}
    for target in ("one", "two"):
        rows = applications_view("2021", figures, lambda _, target=target: Lead(target))  # type: ignore[misc]
        assert all(f"#evidence-{target}" in cells_markup(row.cells) for row in rows)


@pytest.mark.parametrize(
    ("text", "line"), [("{{ view.there }}\n{{ view.lacking }}", 2), ("\n\n{{ view.inner.lacking.more }}", 3)]
)
def test_a_template_that_asks_in_vain_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    view = SimpleNamespace(there="x", inner=SimpleNamespace())
    with pytest.raises(TemplateError) as caught:
        make_renderer(tmp_path, site_head(SETTINGS, (), ()))("a.html", "", view)
    problem = template_fault(caught.value, tmp_path)
    assert (problem.path, problem.line) == ("templates/a.html", line)
    assert "lacking" in problem.what


def test_a_fault_of_the_program_is_not_told_as_one_of_a_template(tmp_path: Path) -> None:
    class View:
        @property
        def text(self) -> str:
            return str([].lacking)  # type: ignore[attr-defined]

    (tmp_path / "a.html").write_text("{{ view.text }}", encoding="utf-8")
    with pytest.raises(AttributeError, match="lacking"):
        make_renderer(tmp_path, site_head(SETTINGS, (), ()))("a.html", "", View())
