"""Made-up office files, crooked but whole: every cell is read as written, or named as not read; never different."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import hunt_office

KEPT = [("ofd", 3_000_086), ("ofd", 3_000_338)]
"""Files that were once read wrong: numbers that reach over the border of their cell into the next one."""


@pytest.mark.parametrize(
    ("name", "seed"), [*((name, seed) for name in hunt_office.FORMATS for seed in range(3)), *KEPT]
)
def test_no_cell_is_read_other_than_written(name: str, seed: int, tmp_path: Path) -> None:
    report, data, suffix = hunt_office.made(seed, name)
    record = hunt_office.read(data, suffix, tmp_path)
    assert record is not None
    told = list(hunt_office.verdicts(report, record))
    assert [one for one in told if one[0] == "WRONG"] == []
    assert sum(state == "right" for state, *_ in told) > 150
