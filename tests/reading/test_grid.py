"""Ruled lines become grids: merged cells, missing borders, stray lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.readers.grid import COVERED, MOST_RULES, Grid, TooManyLines, _Squares, grids, tenths
from generator.reading.readers.rules import LEVEL, UPRIGHT, Rule


def lattice(xs: list[float], ys: list[float]) -> list[Rule]:
    """All lines of a plain table."""
    levels = [Rule(LEVEL, y, xs[0], xs[-1]) for y in ys]
    return levels + [Rule(UPRIGHT, x, ys[0], ys[-1]) for x in xs]


def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.height, cell.span) for cell in grid.cells]


def test_edges_are_told_in_tenths_and_nothing_has_no_sign() -> None:
    assert [str(tenths(edge)) for edge in (-0.0, 0.0, -0.04, 12.3456, -7.25)] == ["0.0", "0.0", "0.0", "12.3", "-7.2"]


def test_a_plain_table_has_all_its_cells() -> None:
    (grid,) = grids(lattice([0, 50, 90], [0, 20, 40]))
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert grid.cells[3].box == (50, 20, 90, 40)


def test_a_merged_cell_stands_once_with_its_span_and_height() -> None:
    rules = [
        *(Rule(LEVEL, y, 0, 120) for y in (0, 60)),
        *(Rule(UPRIGHT, x, 0, 60) for x in (0, 120)),
        Rule(LEVEL, 20, 0, 120),
        Rule(LEVEL, 40, 60, 120),
        Rule(UPRIGHT, 60, 20, 60),
    ]
    (grid,) = grids(rules)
    assert shape(grid) == [(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)]


def test_borders_drawn_twice_a_little_apart_are_one() -> None:
    cells = [(x, y, x + 40, y + 20) for x in (0, 42) for y in (0, 22)]
    rules = [rule for x0, y0, x1, y1 in cells for rule in lattice([x0, x1], [y0, y1])]
    (grid,) = grids(rules)
    assert len(grid.cells) == 4


@pytest.mark.parametrize("missing", ["top", "bottom", "left", "right"])
def test_a_missing_outer_border_is_taken_as_drawn_where_lines_end_side_by_side(missing: str) -> None:
    borders = {"top": (LEVEL, 0), "bottom": (LEVEL, 60), "left": (UPRIGHT, 0), "right": (UPRIGHT, 120)}
    rules = [rule for rule in lattice([0, 40, 80, 120], [0, 20, 40, 60]) if (rule.level, rule.at) != borders[missing]]
    (grid,) = grids(rules)
    assert len(grid.cells) == 9
    assert all(cell.whole for cell in grid.cells)


def test_a_border_missing_under_one_column_only_closes_there() -> None:
    rules = [rule for rule in lattice([0, 40, 80], [0, 20, 40]) if (rule.level, rule.at) != (LEVEL, 0)]
    (grid,) = grids([*rules, Rule(LEVEL, 0, 40, 80)])
    assert len(grid.cells) == 4


def test_lines_that_enclose_fewer_than_two_cells_are_no_table() -> None:
    assert grids(lattice([0, 500], [0, 700])) == ()
    assert grids([Rule(LEVEL, y, 0, 500) for y in (0, 20, 40)]) == ()


def test_two_tables_stay_two() -> None:
    found = grids(lattice([0, 50, 90], [0, 20, 40]) + lattice([0, 50, 90], [100, 120]))
    assert [len(grid.cells) for grid in found] == [4, 2]


def test_a_shape_that_is_no_rectangle_falls_into_pieces_that_say_so() -> None:
    rules = [
        *lattice([0, 120], [0, 60]),
        Rule(LEVEL, 20, 40, 120),
        Rule(UPRIGHT, 40, 0, 20),
        Rule(LEVEL, 40, 0, 120),
        Rule(UPRIGHT, 80, 0, 20),
    ]
    (grid,) = grids(rules)
    broken = [cell for cell in grid.cells if not cell.whole]
    assert [cell.box for cell in broken] == [(0, 0, 40, 40), (40, 20, 120, 40)]


def test_a_stray_stub_inside_a_cell_divides_nothing() -> None:
    (grid,) = grids([*lattice([0, 50, 100], [0, 40, 80]), Rule(UPRIGHT, 25, 0, 12)])
    assert len(grid.cells) == 4
    assert len(grid.columns) == 3


def test_more_lines_than_a_report_has_are_refused() -> None:
    with pytest.raises(TooManyLines):
        grids(Rule(LEVEL, n * 10.0, 0, 5) for n in range(MOST_RULES + 1))


steps = st.lists(st.floats(8, 90), min_size=2, max_size=7)


@given(steps, steps, st.floats(-300, 300), st.randoms(use_true_random=False))
def test_every_plain_table_comes_back_whole_in_any_order_of_drawing(widths, heights, start, random) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    xs = [start + sum(widths[:n]) for n in range(len(widths) + 1)]
    ys = [start + sum(heights[:n]) for n in range(len(heights) + 1)]
    pieces = [
        Rule(rule.level, rule.at, one, other)
        for rule in lattice(xs, ys)
        for one, other in pairwise(xs if rule.level else ys)
    ]
    random.shuffle(pieces)
    (grid,) = grids(pieces)
    assert len(grid.cells) == len(widths) * len(heights)
    assert all(cell.whole and cell.span == cell.height == 1 for cell in grid.cells)


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 20.0, 40.0]), st.integers(-5, 125), st.integers(-5, 125)), max_size=12),
    st.lists(st.integers(1, 11), min_size=1, max_size=5, unique=True),
)
def test_a_side_is_a_wall_where_one_line_covers_it_or_enough_of_several(
    drawn: list[tuple[float, int, int]], stops: list[int]
) -> None:
    lines = [(at, min(ends), max(ends)) for at, *ends in drawn]
    columns = [0.0, *(10.0 * stop for stop in sorted(stops)), 120.0]
    squares = _Squares([Rule(LEVEL, at, start, end) for at, start, end in lines], [0.0, 20.0, 40.0], columns)
    expected = set()
    for row, at in enumerate([0.0, 20.0, 40.0]):
        for step, (left, right) in enumerate(pairwise(columns)):
            shared = [max(0.0, min(end, right) - max(start, left)) for one, start, end in lines if one == at]
            if right - left in shared or sum(shared) >= COVERED * (right - left):
                expected.add((row, step))
    assert squares.above == expected
    assert not squares.left
