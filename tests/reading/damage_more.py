"""More damage to made-up reports: to 表二, to whole rows' places, to page furniture and to the bytes of files.

As in `damage`, no kind changes a digit or puts a valid label on another row's numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.reading.damage import NOISE
from tests.reading.rendering import Grid


def _counted(grid: Grid) -> list[int]:
    return [n for n, row in enumerate(grid) if len(row) > 1 and row[1][:1].isdigit()]


def proactive_rows_dropped(grids: list[Grid], rng: random.Random) -> None:
    """Lose some rows of 表二."""
    rows = _counted(grids[0])
    for row in sorted(rng.sample(rows, min(2, len(rows))), reverse=True):
        del grids[0][row]


def proactive_rows_doubled(grids: list[Grid], rng: random.Random) -> None:
    """Print a row of 表二 twice."""
    if rows := _counted(grids[0]):
        row = rng.choice(rows)
        grids[0].insert(row + 1, list(grids[0][row]))


def proactive_numbers_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose a number of 表二."""
    if rows := _counted(grids[0]):
        row = grids[0][rng.choice(rows)]
        del row[rng.randint(1, len(row) - 1)]


def proactive_numbers_doubled(grids: list[Grid], rng: random.Random) -> None:
    """Print a number of 表二 twice."""
    if rows := _counted(grids[0]):
        row = grids[0][rng.choice(rows)]
        at = rng.randint(1, len(row) - 1)
        row.insert(at, row[at])


def proactive_labels_lost(grids: list[Grid], rng: random.Random) -> None:
    """Lose labels of 表二."""
    rows = _counted(grids[0])
    for row in rng.sample(rows, min(2, len(rows))):
        grids[0][row][0] = ""


def proactive_labels_noisy(grids: list[Grid], rng: random.Random) -> None:
    """Misread some characters of the labels of 表二, its heads too."""
    for row in grids[0]:
        for column, cell in enumerate(row):
            if cell and not cell.lstrip("+-")[:1].isdigit():
                row[column] = "".join(rng.choice(NOISE) if rng.random() < 0.15 else letter for letter in cell)


def values_moved_left(grids: list[Grid], rng: random.Random) -> None:
    """Move the values of some rows a column to the left, where an empty label cell was left out."""
    rows = [row for row in grids[1] if len(row) == 10 and row[9][:1].isdigit() and "" in row[:3]]
    for row in rng.sample(rows, min(5, len(rows))):
        del row[row.index("")]


MORE_DAMAGES: Mapping[str, Callable[[list[Grid], random.Random], None]] = {
    kind.__name__: kind
    for kind in (
        proactive_rows_dropped,
        proactive_rows_doubled,
        proactive_numbers_lost,
        proactive_numbers_doubled,
        proactive_labels_lost,
        proactive_labels_noisy,
        values_moved_left,
    )
}


def furniture(text: str, rng: random.Random) -> str:
    """Print what stands at the edges of pages between lines: running heads, page numbers, addresses, dates."""
    title = text.strip().split("\n")[0]
    pages = rng.randint(2, 6)
    lines = text.split("\n")
    for page, at in enumerate(sorted(rng.sample(range(1, len(lines)), min(pages, len(lines) - 1))), start=1):
        edge = rng.choice(
            [
                f"— {page} —",
                f"- {page} -",
                f"第 {page} 页 共 {pages} 页",
                f"第{page}页/共{pages}页",
                f"{page}/{pages}",
                f"\f{title}",
                "2025/1/25 10:32",
                f"http://www.example.gov.cn/zwgk/202501/t20250125_{rng.randint(1000, 9999)}.html  {page}/{pages}",
            ]
        )
        lines[at] = f"{edge}\n{lines[at]}"
    return "\n".join(lines)


MORE_FILE_DAMAGES: Mapping[str, Callable[[str, random.Random], str]] = {"furniture": furniture}


def bytes_changed(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes of Chinese characters."""
    held = bytearray(data)
    places = [place for place, byte in enumerate(held) if byte >= 0x80]
    for place in rng.sample(places, min(rng.randint(1, 3), len(places))):
        held[place] = rng.randrange(0x80, 0x100)
    return bytes(held)


def bytes_lost(data: bytes, rng: random.Random) -> bytes:
    """Lose some bytes of Chinese characters."""
    held = bytearray(data)
    places = [place for place, byte in enumerate(held) if byte >= 0x80]
    for place in sorted(rng.sample(places, min(rng.randint(1, 3), len(places))), reverse=True):
        del held[place]
    return bytes(held)


def bytes_zeroed(data: bytes, rng: random.Random) -> bytes:
    """Lose a block of a file as a broken disk does: all its bytes are 0."""
    at, length = rng.randrange(len(data)), rng.choice([16, 64, 512])
    return data[:at] + bytes(len(data[at : at + length])) + data[at + length :]


BYTE_DAMAGES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    kind.__name__: kind for kind in (bytes_changed, bytes_lost, bytes_zeroed)
}
"""Damages to the bytes of a file."""


def zip_bytes_changed(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes of an archive, wherever they are."""
    held = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        held[rng.randrange(len(held))] = rng.randrange(256)
    return bytes(held)


ZIP_DAMAGES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {zip_bytes_changed.__name__: zip_bytes_changed}
"""Damages to the bytes of a zip file, in which every member has its own sum."""
