"""Every bomb through the sandbox with its real limits: `python -m tests.hostile.bombs [--write]`.

Prints for each the time and the most memory it took, and what was said of it. Exit 1 when one is not contained.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.hostile import office_bombs, pdf_bombs, picture_bombs
from tests.hostile.trial import CRASHED, INTERRUPTED, REFUSED, Trial, tried, warm

SUMMARY: Final = Path(__file__).with_name("bombs.md")
MOST_SECONDS: Final = 20.0
MOST_MEMORY: Final = 1 << 30
CONTAINED: Final = frozenset({REFUSED, CRASHED, INTERRUPTED})
BOMBS: Final = {**pdf_bombs.BOMBS, **office_bombs.BOMBS, **picture_bombs.BOMBS}


def is_contained(trial: Trial) -> bool:
    """Tell whether a bomb made no record and ended within the limits, with a message: seconds are of the processor."""
    return trial.outcome in CONTAINED and trial.processor <= MOST_SECONDS and trial.peak <= MOST_MEMORY


def main() -> int:
    """Try every bomb. Gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write the result to {SUMMARY.name}")
    told = parser.parse_args()
    tries = dict(_tries())
    lines = [
        "# Bombs through the sandbox",
        "",
        "| bomb | bytes | seconds | of the processor | MiB | what was said |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {size:,} | {trial.seconds:.1f} | {trial.processor:.1f} | {trial.peak >> 20} | {trial.said} |"
        for name, (size, trial) in tries.items()
    ]
    escaped = [name for name, (_, trial) in tries.items() if not is_contained(trial)]
    text = "\n".join(
        [*lines, "", f"{len(tries)} bombs, {len(escaped)} not contained. {'; '.join(escaped)}".rstrip(), ""]
    )
    sys.stdout.write(text)
    if told.write:
        SUMMARY.write_text(text, encoding="utf-8")
    return 1 if escaped else 0


def _tries() -> Iterator[tuple[str, tuple[int, Trial]]]:
    warm()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bomb")
        for name, make in BOMBS.items():
            path.write_bytes(data := make())
            yield name, (len(data), tried(path))


if __name__ == "__main__":
    sys.exit(main())
