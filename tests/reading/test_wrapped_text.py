"""Text taken out of narrow cells: numbers and labels wrapped over lines, pieces of group labels between them."""

from __future__ import annotations

import pytest

from generator.reading.group_pieces import is_group_piece, without_group_pieces
from generator.reading.observe import observe
from generator.records.figures import Absence, Figure
from tests.reading.made_files import document, read, report
from tests.reading.rendering import Grid
from tests.reading.rendering import document as written_as

ROW = "2.没有现成信息需要另行制作"
CELL = "applications.unable_needs_creation"


def text(lines_of_row: dict[str, list[str]]) -> str:
    """Write a report one row a line, the rows that have these labels as these lines."""

    def draw(grid: Grid) -> str:
        lines: list[str] = []
        for row in grid:
            label = next((cell for cell in reversed(row[:3]) if cell), "")
            lines += lines_of_row.get(label) or [" ".join(cell for cell in row if cell)]
        return "\n".join(lines)

    return written_as(report(), draw)


def figures_of(lines: list[str]) -> list[Figure]:
    record = read(text({ROW: lines}))
    return [figure for cell, figure in record.figures.items() if cell.startswith(f"{CELL}.")]


def test_the_row_is_read_when_nothing_is_wrapped() -> None:
    assert figures_of([f"{ROW} 1 0 12 0 0 0 13"]) == [1, 0, 12, 0, 0, 0, 13]


@pytest.mark.parametrize(
    "lines",
    [
        [f"{ROW} 1 0 1 0 0 0 13", "2"],
        [f"{ROW} 1 0 1 0 0 0 1", "2 3"],
        ["1 1", f"{ROW} 1 0 2 0 0 0 3"],
        [f"{ROW} 1 0 1 0 0 0 13", "（四）无 2", "法提供"],
        ["2.没有现成信息需要", "1 0 1 0 0 0 13", "另行制作", "2"],
    ],
)
def test_the_rest_of_wrapped_numbers_makes_their_row_unclear(lines: list[str]) -> None:
    assert set(figures_of(lines)) == {Absence.UNCLEAR}


@pytest.mark.parametrize("page", ["3", "- 3 -"])
def test_the_number_of_a_page_leaves_a_row_that_adds_up(page: str) -> None:
    assert figures_of([f"{ROW} 1 0 12 0 0 0 13", page]) == [1, 0, 12, 0, 0, 0, 13]


@pytest.mark.parametrize(
    "numbers", [["1", "0", "12", "0", "0", "13", "0"], ["1", "0 12", "0", "0", "0", "0", "13"], list("1200013")]
)
def test_numbers_one_a_line_that_do_not_add_up_may_stand_in_another_order(numbers: list[str]) -> None:
    assert set(figures_of([ROW, *numbers])) == {Absence.UNCLEAR}


def test_numbers_one_a_line_that_add_up_are_read() -> None:
    assert figures_of([ROW, "1", "0", "12", "0", "0", "0", "13"]) == [1, 0, 12, 0, 0, 0, 13]


@pytest.mark.parametrize("wrong", range(7))
def test_numbers_one_a_line_stand_in_order_where_the_sums_of_all_columns_but_one_hold(wrong: int) -> None:
    """A wrong number breaks the sum of its column alone; two in each other's place break two."""
    true = [int(figure) for cell, figure in report().figures.items() if cell.startswith(f"{CELL}.")]
    mistaken = [number + (position == wrong) for position, number in enumerate(true)]
    assert figures_of([ROW, *map(str, mistaken)]) == mistaken
    last = max(range(6), key=lambda position: true[position] != true[-1] and position)
    exchanged = [*true[:last], true[-1], *true[last + 1 : -1], true[last]]
    assert set(figures_of([ROW, *map(str, exchanged)])) == {Absence.UNCLEAR}


# ---------------------------------------------------------------- pieces of a group's label


def test_pieces_of_a_group_s_label_are_no_part_of_the_rows_beside_them() -> None:
    lines = ["3.要求提供公开出版\n（五） 1 0 2 0 0 0 3\n物", "不予处\n理 4.无正当理由大量反\n0 0 4 0 0 0 4\n复申请"]
    record = read(text({"3.要求提供公开出版物": lines[:1], "4.无正当理由大量反复申请": lines[1:]}))
    rows = {
        name: [figure for cell, figure in record.figures.items() if cell.startswith(f"applications.{name}.")]
        for name in ("not_processed_publication", "not_processed_massive_repeat")
    }
    assert rows["not_processed_publication"] == [1, 0, 2, 0, 0, 0, 3]
    assert rows["not_processed_massive_repeat"] in ([0, 0, 4, 0, 0, 0, 4], [Absence.UNCLEAR] * 7)


@pytest.mark.parametrize(
    ("label", "piece"),
    [
        ("（五）", True),
        ("不予处", True),
        ("理", True),
        ("（四）无法提供", False),
        ("其他", False),
        ("", False),
        ("1.属于国家秘密", False),
    ],
)
def test_what_is_a_piece(label: str, piece: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    assert is_group_piece(label) is piece


def test_a_piece_before_a_label_is_taken_off() -> None:
    (row,) = without_group_pieces(observe(document("理 4.无正当理由大量反复申请 1 2 3 4 5 6 21")))
    assert (row.labels, row.count) == (("4.无正当理由大量反复申请",), 7)


# ---------------------------------------------------------------- units apart from their numbers


def test_a_unit_apart_from_its_number_belongs_to_it() -> None:
    (row,) = observe(document("政府集中采购 14 1200000 元"))
    assert [field.text for field in row.fields] == ["14", "1200000元"]
