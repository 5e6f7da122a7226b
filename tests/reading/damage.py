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
        is_head = any(part in {"商业企业", "法人或其他组织"} for part in parts)
        whole = str(sum(int(part) for part in parts)) if all(part.isdigit() for part in parts) else ""
        row.insert(9, "小计" if is_head else whole)


def rows_joined(grids: list[Grid], rng: random.Random) -> None:
    """Run two rows together on one line."""
    row = rng.choice(_value_rows(grids[1])[:-1])
    grids[1][row] = [*grids[1][row], *grids[1].pop(row + 1)]


def page_numbers(grids: list[Grid], rng: random.Random) -> None:
    """Print a page number between two rows."""
    grids[1].insert(rng.choice(_value_rows(grids[1])), [rng.choice(["- 3 -", "3", "第3页", "—4—"])])


def numbers_torn(grids: list[Grid], rng: random.Random) -> None:
    """Break a number of several digits in two, as a narrow cell does."""
    for grid in grids[:2]:
        places = [(row, n) for row in grid for n, cell in enumerate(row) if cell.isdigit() and len(cell) > 1]
        for row, n in rng.sample(places, min(2, len(places))):
            cut = rng.randint(1, len(row[n]) - 1)
            row[n] = f"{row[n][:cut]} {row[n][cut:]}"


def values_shifted(grids: list[Grid], rng: random.Random) -> None:
    """Move the values of some rows a column to the right, as merged label cells do."""
    for row in rng.sample(_value_rows(grids[1]), 5):
        grids[1][row].insert(3, "")


def labels_alike(grids: list[Grid], rng: random.Random) -> None:
    """Read characters of the labels as others that look like them."""
    for grid in grids:
        for row in grid:
            for column, cell in enumerate(row):
                if cell and not cell[0].isdigit():
                    row[column] = "".join(_alike(character, rng) for character in cell)


def _alike(character: str, rng: random.Random) -> str:
    return rng.choice(ALIKE[character]) if character in ALIKE and rng.random() < 0.4 else character


def heads_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose the heads of the columns."""
    which = rng.choice([1, 2])
    del grids[which][:3]


def group_labels_lost(grids: list[Grid], _: random.Random) -> None:
    """Lose the labels of the groups of rows."""
    for row in grids[1][3:]:
        if len(row) == 10 and row[2]:
            row[1] = ""
        if len(row) == 10 and row[1]:
            row[0] = ""


def digits_changed(grids: list[Grid], rng: random.Random) -> None:
    """Change a digit: nobody can see that, it is only counted what the sums notice."""
    row = grids[1][rng.choice(_value_rows(grids[1]))]
    at = rng.choice([n for n, cell in enumerate(row) if cell.isdigit()])
    row[at] = row[at][:-1] + str((int(row[at][-1]) + rng.randint(1, 9)) % 10)


def labels_swapped(grids: list[Grid], rng: random.Random) -> None:
    """Put two rows' labels on each other's numbers: nobody can see that either."""
    one, other = rng.sample(_value_rows(grids[1]), 2)
    grids[1][one][:3], grids[1][other][:3] = grids[1][other][:3], grids[1][one][:3]


ALIKE: Mapping[str, str] = {
    "已": "己巳",
    "收": "攸牧",
    "本": "木夲",
    "未": "末",
    "公": "么分",
    "人": "入八",
    "申": "中甲",
    "处": "外",
    "提": "堤",
    "件": "仵",
    "数": "敖",
    "规": "觇",
    "予": "子矛",
    "信": "倌",
    "息": "恩",
    "政": "攻",
    "行": "彳",
    "。": "，.",
    "、": ",.",
    "（": "(〔",
    "）": ")〕",
    "一": "-—",
}

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
        numbers_torn,
        values_shifted,
        labels_alike,
        heads_lost,
        group_labels_lost,
    )
}
UNSEEN: Mapping[str, Callable[[list[Grid], random.Random], None]] = {
    kind.__name__: kind for kind in (digits_changed, labels_swapped)
}
"""Damages that no reader can see."""


def lines_lost(text: str, rng: random.Random) -> str:
    """Lose a few lines of the file's text, whatever they hold."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def lines_doubled(text: str, rng: random.Random) -> str:
    """Print a line of the file's text twice."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def cut_off(text: str, rng: random.Random) -> str:
    """Lose the end of the file, between two cells or words."""
    for _ in range(50):
        at = rng.randrange(len(text) // 3, len(text))
        if not (text[at - 1].isdigit() or text[at].isdigit() or text[at] in ".,，"):
            return text[:at]
    return text


def letters_damaged(text: str, rng: random.Random) -> str:
    """Turn letters into others all over the file; digits and what parts them stay."""
    return "".join(
        rng.choice("的口■?xﬁ") if character > "\u3400" and rng.random() < 0.04 else character for character in text
    )


FILE_DAMAGES: Mapping[str, Callable[[str, random.Random], str]] = {
    kind.__name__: kind for kind in (lines_lost, lines_doubled, cut_off, letters_damaged)
}
"""Damages to the file's text, after it was laid out."""
