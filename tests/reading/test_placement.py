"""Values go to cells by the grid where there is one; else only where every placement that fits agrees."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.columns import layouts, may_be_shifted
from generator.reading.misled import Surplus, is_broken
from generator.reading.observe import Field, Observed
from generator.reading.placement import Placed, place, settle, work_out
from generator.reading.readers.document import Place
from generator.reading.torn import choose_torn
from generator.records.figures import Absence, Figure
from generator.records.forms import FormRow, Identity, form_table, identities
from generator.records.record import Doubt

GRANTED = next(row for row in form_table("2021", "applications").rows if row.key == "granted")
(DISPUTES,) = form_table("2021", "disputes").rows
COLUMNS = [cell.name.rpartition(".")[2] for cell in GRANTED.cells]
RULES = {"applications": identities("applications", "2021"), "disputes": identities("disputes", "2021")}
B, U = Absence.BLANK, Absence.UNCLEAR


def row(*texts: str, labels: int = 1, ruled: bool = False, loose: bool = False, order: int = 0) -> Observed:
    """Make an observed row of one block whose fields begin after its label cells."""
    place_ = Place(line=order + 1)
    fields = tuple(Field(text, place_, labels + column) for column, text in enumerate(texts))
    return Observed(order, 0, ("行",) * labels, fields, place_, labels + len(texts), ruled, loose)


def full(count: int = 4, labels: int = 1, *, ruled: bool = False) -> list[Observed]:
    return [row(*"1200003", labels=labels, ruled=ruled, order=100 + number) for number in range(count)]


def read(item: Observed, others: Sequence[Observed] = (), known: Mapping[str, Figure] | None = None) -> Placed:
    """Place a row of 予以公开 that stands among others."""
    return put(item, GRANTED, others, known or {})


def put(item: Observed, form_row: FormRow, others: Sequence[Observed], known: Mapping[str, Figure]) -> Placed:
    learned = layouts([item, *others], [item, *others], len(form_row.cells)).get(item.block)
    readings = place(item, form_row, learned)
    if readings is not None:
        return settle(form_row, readings)
    return work_out(item, form_row, known, RULES[form_row.table])


def test_seven_values_are_the_seven_cells() -> None:
    assert read(row(*"1200003")).figures == (1, 2, 0, 0, 0, 0, 3)


def test_a_label_cell_lost_moves_nothing() -> None:
    assert read(row(*"1200003", labels=0), full()).figures == (1, 2, 0, 0, 0, 0, 3)


@pytest.mark.parametrize("ruled", [True, False])
def test_an_empty_cell_of_a_table_is_a_blank(ruled: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    item = row("1", "", "0", "0", "0", "0", "1", ruled=ruled)
    assert read(item, full(ruled=ruled)).figures == (1, B, 0, 0, 0, 0, 1)


def test_a_row_of_empty_cells_is_blank() -> None:
    assert read(row(*[""] * 7, ruled=True), full(ruled=True)).figures == (B,) * 7


def test_in_running_text_a_number_lost_is_no_blank() -> None:
    """Six numbers in a line, and an empty end: the row may have lost any of its numbers."""
    placed = read(row("5", "0", "0", "0", "0", "5", ""), full())
    assert placed.figures[-1] is not B
    assert placed.figures[-1] in {5, U}
    assert 5 not in placed.figures[1:-1]


def test_a_number_too_many_is_settled_by_the_sum_alone_and_says_so() -> None:
    placed = read(row(*"22000013", loose=True))
    assert placed.figures == (2, 0, 0, 0, 0, 1, 3)
    assert (placed.numbers, placed.identities) == (8, ("row-total:granted",))


def test_a_piece_left_out_is_not_believed_where_a_broken_number_is_wrong_by_little() -> None:
    near, far = row(*"1234567", "27", loose=True), row(*"9234567", "27", loose=True)
    placed = [work_out(item, GRANTED, {}, RULES["applications"], Surplus(alone=True)) for item in (near, far)]
    assert placed[0].figures == (U, 3, 4, 5, 6, 7, 27)
    assert placed[1].figures == (2, 3, 4, 5, 6, 7, 27)


def test_of_fourteen_numbers_in_disputes_none_moves_into_another_group_that_one_wrong_sum_would_explain() -> None:
    written = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1]
    texts = [str(number) for number in written[1:]]
    placed = put(row(*texts, loose=True), DISPUTES, (), {})
    pairs = zip(placed.figures, written, strict=True)
    assert [(read_, true) for read_, true in pairs if read_ not in {true, U}] == []


def test_what_no_sum_settles_is_unclear_with_its_candidates() -> None:
    placed = read(row("1", "2", "3", loose=True))
    assert set(placed.figures) == {U}
    assert not placed.doubts.keys() - {cell.name for cell in GRANTED.cells}


def test_where_every_placement_breaks_the_sum_nothing_is_believed() -> None:
    placed = read(row("9", "9", "9", "9", "9", "9", "9", "1", loose=True))
    assert set(placed.figures) == {U}
    assert all(doubt.why for doubt in placed.doubts.values())


def test_a_double_value_beside_a_blank_is_no_whole_row() -> None:
    """Seven values in eight cells: one stands too many, and one cell is empty."""
    placed = read(row("1", "1", "", "0", "0", "0", "0", "1"), full())
    assert placed.figures != (1, 1, 0, 0, 0, 0, 1)
    assert placed.figures[0] in {1, U}
    assert placed.figures[-1] in {1, U}


def test_a_local_column_is_left_out_only_where_the_sums_tell() -> None:
    local = [row("1", "2", "0", "0", "0", "4", "6", "7", order=number) for number in range(5)]
    placed = read(local[0], local[1:])
    assert placed.figures == (1, 2, 0, 0, 0, 4, 7)


def test_sixteen_numbers_for_fifteen_cells_stand_where_all_that_fits_agrees() -> None:
    item = row(*"9000910102000033", labels=0, loose=True)
    placed = put(item, DISPUTES, (), {})
    assert placed.numbers == 16
    assert placed.figures[:5] == (9, 0, 0, 0, 9)
    assert all(figure is U or isinstance(figure, int) for figure in placed.figures)


def ragged(*texts: str) -> tuple[Observed, list[Observed]]:
    """Make a row that stands one column to the left of the full rows of its block, and these."""
    return row(*texts, ""), full(labels=2)


def put_by_sums(item: Observed, others: Sequence[Observed]) -> Placed | None:
    learned = layouts([item, *others], [item, *others], 7)[item.block]
    readings = place(item, GRANTED, learned, RULES["applications"])
    return settle(GRANTED, readings) if readings else None


def test_seven_numbers_side_by_side_that_add_up_are_all_there_wherever_they_stand() -> None:
    placed = put_by_sums(*ragged("1", "0", "123", "0", "52", "1", "177"))
    assert placed is not None
    assert placed.figures == (1, 0, 123, 0, 52, 1, 177)


@pytest.mark.parametrize("texts", [("1", "0", "123", "0", "52", "1", "178"), ("0",) * 7])
def test_seven_numbers_that_do_not_add_up_or_are_noughts_prove_nothing(texts: tuple[str, ...]) -> None:
    assert put_by_sums(*ragged(*texts)) is None


@pytest.mark.parametrize("total", ["1423", "1413", "720"])
def test_a_wrong_sum_before_an_empty_end_may_be_the_total_too(total: str) -> None:
    """`1413 10 0 0 0 total` and an empty end: a nought was lost, or 其他 is as large as the others together."""
    placed = read(row("1413", "10", "0", "0", "0", total, ""), full())
    assert int(total) not in placed.figures[:-1]


def sparse(*rows: Sequence[str]) -> list[Observed]:
    """Make rows behind two label cells, none of them full."""
    return [row(*texts, labels=2, order=number) for number, texts in enumerate(rows)]


def placed_alike(seen: Sequence[Observed]) -> list[Placed | None]:
    learned = layouts(seen, seen, 7)[0]
    found = [place(item, GRANTED, learned, RULES["applications"]) for item in seen]
    return [settle(GRANTED, readings) if readings else None for readings in found]


def test_rows_of_which_none_is_full_show_their_columns_together() -> None:
    seen = sparse(
        ["2", "", "", "", "", "", "2", ""], ["", "1", "", "", "3", "", "4", ""], ["", "", "5", "", "", "", "5", ""]
    )
    placed = placed_alike(seen)
    assert [each and each.figures for each in placed] == [
        (2, B, B, B, B, B, 2),
        (B, 1, B, B, 3, B, 4),
        (B, B, 5, B, B, B, 5),
    ]


def test_rows_whose_last_column_is_no_sum_show_nothing_together() -> None:
    seen = sparse(
        ["2", "", "", "", "", "", "1", ""], ["", "1", "", "", "3", "", "9", ""], ["", "", "5", "", "", "", "8", ""]
    )
    assert placed_alike(seen) == [None] * 3


def test_a_table_without_totals_has_none_and_lost_none() -> None:
    seen = sparse(
        ["2", "1", "0", "0", "0", "7", ""], ["0", "1", "4", "0", "3", "0", ""], ["1", "0", "5", "0", "0", "9", ""]
    )
    assert [each and each.figures for each in placed_alike(seen)] == [
        (2, 1, 0, 0, 0, 7, B),
        (0, 1, 4, 0, 3, 0, B),
        (1, 0, 5, 0, 0, 9, B),
    ]


def test_a_table_that_sums_up_only_some_rows_lost_no_number_in_the_others() -> None:
    seen = sparse(
        ["8", "3", "", "", "2", "1", "14"],
        ["2", "1", "", "", "1", "", ""],
        ["4", "", "", "", "", "", ""],
        ["1", "", "", "", "1", "1", ""],
        ["1", "2", "", "", "", "3", ""],
    )
    first, *others, last = placed_alike(seen)
    assert first
    assert [each and each.figures for each in others] == [
        (2, 1, B, B, 1, B, B),
        (4, B, B, B, B, B, B),
        (1, B, B, B, 1, 1, B),
    ]
    assert last is None  # its 3 may be the sum of the others, moved to the left


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ("3 - 1 - 4  2 - - - 2  - - - - -", True),
        ("- - - - -  2 - - - 2  - - - - -", True),
        ("3 - 1 - 4  2 - - - 1  - - - - -", False),
        ("0 0 0 0 0  - - - - -  - - - - -", False),
        ("3 - 1 - 4  2 2 - - -  - - - - -", False),
    ],
)
def test_a_row_of_cases_without_any_of_the_last_kind_lost_none_where_the_others_add_up(texts: str, told: bool) -> None:  # noqa: FBT001
    item = row(*(text.replace("-", "") for text in texts.split()), labels=0)
    assert may_be_shifted(item, item.fields, layouts([item], [item], 15)[0]) is not told


def test_where_what_stands_last_is_the_sum_of_the_rest_a_number_was_lost_and_the_total_moved() -> None:
    seen = sparse(
        ["2", "1", "0", "0", "0", "3", ""], ["0", "1", "4", "0", "3", "8", ""], ["1", "0", "5", "0", "0", "6", ""]
    )
    assert placed_alike(seen) == [None] * 3


values = st.lists(st.integers(0, 99), min_size=6, max_size=6)


@settings(max_examples=100, deadline=None)
@given(values, st.integers(0, 6))
def test_a_doubled_number_never_gives_a_wrong_one(parts: list[int], at: int) -> None:
    whole = [*parts, sum(parts)]
    texts = [str(number) for number in [*whole[: at + 1], *whole[at:]]]
    for loose in (True, False):
        placed = read(row(*texts, loose=loose), [] if loose else full())
        assert all(figure in {U, true} for figure, true in zip(placed.figures, whole, strict=True))


@settings(max_examples=100, deadline=None)
@given(values, st.integers(0, 6))
def test_a_lost_number_never_gives_a_wrong_one(parts: list[int], at: int) -> None:
    whole = [*parts, sum(parts)]
    texts = [str(number) for number in whole[:at] + whole[at + 1 :]]
    placed = read(row(*texts, loose=True))
    wrong = [(figure, true) for figure, true in zip(placed.figures, whole, strict=True) if figure not in {U, B, true}]
    assert wrong == []


def test_an_identity_needs_all_its_numbers_to_be_broken() -> None:
    rule = Identity("row-total", "granted", ("a", "b"), ("c",))
    assert is_broken(rule, {"a": 1, "b": Decimal("1.5"), "c": 3})
    assert not is_broken(rule, {"a": 1, "b": 2, "c": 3})
    for absence in Absence:
        assert not is_broken(rule, {"a": 1, "b": absence, "c": 3})
    assert not is_broken(rule, {"a": 1, "c": 3})


def test_a_torn_number_is_chosen_only_by_a_sum_that_can_be_tested() -> None:
    rule = Identity("row-total", "granted", ("a", "b"), ("c",))
    doubt = Doubt("一个单元格里有几段数字", (35, 3, 5))
    assert choose_torn(doubt, "b", {"a": 1, "c": 36}, [rule]) == 35
    assert choose_torn(doubt, "b", {"a": 1, "c": 37}, [rule]) is None
    assert choose_torn(doubt, "b", {"a": 1, "c": Absence.BLANK}, [rule]) is None
    assert choose_torn(doubt, "d", {"a": 1, "c": 36}, [rule]) is None


@pytest.mark.parametrize("readings", [(35,), (5, 35), (3, 35)])
def test_a_piece_of_a_torn_number_is_never_chosen(readings: tuple[int, ...]) -> None:
    rule = Identity("row-total", "granted", ("a", "b"), ("c",))
    assert choose_torn(Doubt("一个单元格里有几段数字", readings), "b", {"a": 1, "c": 36}, [rule]) is None


def test_what_is_printed_in_no_number_is_unclear_where_it_stands() -> None:
    placed = read(row("1", "2", "一件", "0", "0", "0", "3", ruled=True))
    assert placed.figures == (1, 2, U, 0, 0, 0, 3)
    assert "一件" in placed.doubts[f"applications.granted.{COLUMNS[2]}"].why


def test_words_that_run_over_a_value_leave_it_unclear_and_no_blank() -> None:
    item = row(*"200003", labels=2, ruled=True)
    over = dataclasses.replace(item, label_end=2, fields=tuple(item.fields))
    assert read(over, full(ruled=True)).figures == (U, 2, 0, 0, 0, 0, 3)
