"""Damage to made-up reports, as extraction and page breaks do it: the damaged file's own meaning stays the oracle.

Each kind of damage takes the three tables of a report and a random source, and gives damaged tables. No kind changes a
digit or puts a valid label on another row's numbers: that nobody could see.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.reading.rendering import Grid

NOISE = "口囗\u25a1\u00b7~^=\u2502"


def _value_rows(grid: Grid) -> list[int]:
    return [n for n, row in enumerate(grid) if sum(cell[:1].isdigit() for cell in row[-7:]) >= 5]


def rows_dropped(grids: list[Grid], rng: random.Random) -> None:
    """Lose a run of rows, as a page break does."""
    grid = grids[1]
    start = rng.choice(_value_rows(grid))
    del grid[start : start + rng.randint(1, 6)]


def rows_doubled(grids: list[Grid], rng: random.Random) -> None:
    """Print a row twice, as overlapping pages do."""
    grid = grids[1]
    row = rng.choice(_value_rows(grid))
    grid.insert(row + 1, list(grid[row]))


def numbers_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose a field, so that what follows moves to the left."""
    for row in rng.sample(_value_rows(grids[1]), 3):
        del grids[1][row][rng.randint(3, len(grids[1][row]) - 1)]


def case_number_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose a field of 表四."""
    del grids[2][-1][rng.randrange(15)]


def numbers_doubled(grids: list[Grid], rng: random.Random) -> None:
    """Print a number twice in a row, as merged cells do."""
    for row in rng.sample(_value_rows(grids[1]), 3):
        at = rng.randint(3, len(grids[1][row]) - 1)
        grids[1][row].insert(at, grids[1][row][at])


def case_number_doubled(grids: list[Grid], rng: random.Random) -> None:
    """Print a number of 表四 twice."""
    at = rng.randrange(15)
    grids[2][-1].insert(at, grids[2][-1][at])


def labels_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose the labels of some rows."""
    for row in rng.sample(_value_rows(grids[1]), 4):
        grids[1][row][:3] = ["", "", ""]


def labels_noisy(grids: list[Grid], rng: random.Random) -> None:
    """Misread some characters of the labels."""
    for row in _value_rows(grids[1]):
        for column in range(3):
            grids[1][row][column] = "".join(
                rng.choice(NOISE) if rng.random() < 0.15 and not character.isdigit() else character
                for character in grids[1][row][column]
            )


def labels_apart(grids: list[Grid], _: random.Random) -> None:
    """Put each row's label on a line of its own before its numbers."""
    grids[1][3:] = [part for row in grids[1][3:] for part in (row[:3], ["", "", "", *row[3:]])]


def labels_after(grids: list[Grid], _: random.Random) -> None:
    """Put each row's label on a line of its own after its numbers."""
    grids[1][3:] = [part for row in grids[1][3:] for part in (["", "", "", *row[3:]], row[:3])]


def labels_torn(grids: list[Grid], rng: random.Random) -> None:
    """Tear labels in two, the second half on the next line."""
    torn: Grid = []
    for row in grids[1]:
        cut = next((n for n in (2, 1, 0) if len(row) == 10 and len(row[n]) > 8), None)
        if cut is not None and row[9] and rng.random() < 0.4:
            half = len(row[cut]) // 2
            tail = row[cut][half:]
            torn.append([*row[:cut], row[cut][:half], *row[cut + 1 :]])
            torn.append([*[""] * cut, tail, *[""] * (9 - cut)])
        else:
            torn.append(row)
    grids[1][:] = torn


def rows_swapped(grids: list[Grid], rng: random.Random) -> None:
    """Print two neighbouring rows in the other order, labels and all."""
    row = rng.choice([n for n in _value_rows(grids[1])[:-1] if grids[1][n][1] == grids[1][n + 1][1] == ""] or [5])
    grids[1][row], grids[1][row + 1] = grids[1][row + 1], grids[1][row]


def rows_local(grids: list[Grid], rng: random.Random) -> None:
    """Add rows that the form does not have."""
    grids[1].insert(rng.choice(_value_rows(grids[1])), ["", "小计", "", *[str(rng.randint(0, 99)) for _ in range(7)]])
    grids[0].insert(4, ["其他主动公开文件", "7", "8", "9"])


def column_local(grids: list[Grid], _: random.Random) -> None:
    """Add a column 小计 for 法人或其他组织."""
    for row in grids[1]:
        parts = row[4:9]
        whole = sum(int(part) for part in parts) if all(part.isdigit() for part in parts) else "小计"
        row.insert(9, str(whole) if row[3:4] != [""] else "")


def rows_joined(grids: list[Grid], rng: random.Random) -> None:
    """Run two rows together on one line."""
    row = rng.choice(_value_rows(grids[1])[:-1])
    grids[1][row] = [*grids[1][row], *grids[1].pop(row + 1)]


def page_numbers(grids: list[Grid], rng: random.Random) -> None:
    """Print a page number between two rows."""
    grids[1].insert(rng.choice(_value_rows(grids[1])), [rng.choice(["- 3 -", "3", "第3页", "—4—"])])


DAMAGES: Mapping[str, Callable[[list[Grid], random.Random], None]] = {
    kind.__name__: kind
    for kind in (
        rows_dropped,
        rows_doubled,
        numbers_lost,
        case_number_lost,
        numbers_doubled,
        case_number_doubled,
        labels_lost,
        labels_noisy,
        labels_apart,
        labels_after,
        labels_torn,
        rows_swapped,
        rows_local,
        column_local,
        rows_joined,
        page_numbers,
    )
}
