"""A content folder with a good report and a wrong sum, read and built once; tests that change it take a copy."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from tests.flow.portals import agency, gongkai, report, small, write
from tests.reading import rendering
from tests.reading.rendering import Report


@pytest.fixture(scope="session")
def wrong_sum() -> Report:
    """Give a report whose row 予以公开 has a total that is 3 too high."""
    made = report("示例甲局", seed=5)
    cell = "applications.granted.total"
    figure = made.figures[cell]
    assert isinstance(figure, int)
    return dataclasses.replace(made, figures={**made.figures, cell: figure + 3})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, wrong_sum: Report) -> Path:
    """Give a folder with `content/` and the `site/` built from it. Only to be looked at."""
    folder = tmp_path_factory.mktemp("flow")
    small(folder / "content")
    twins = agency("twin-1", "示例乡人民政府") + agency("twin-2", "示例乡人民政府")
    registry = agency("x-sum", wrong_sum.agency) + agency("x-new", "示例乙局") + twins
    write(folder / "content", {"agencies/x.yaml": registry, "reports/x-sum/2024.html": rendering.html(wrong_sum)})
    ran = gongkai("build", "--quiet", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    return folder


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Path:
    """Give a copy of `built` that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "desk"))
