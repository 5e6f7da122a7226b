"""One root hash over every surrounding: hash seed, time zone, locale, workers, place, with and without cache."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.flow.faults import root_hash
from tests.flow.portals import gongkai


@dataclass(frozen=True, slots=True)
class Surrounding:
    """Where and how a site is built."""

    env: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    folder: str = "desk"
    records: bool = True
    cache: bool = False


SURROUNDINGS = {
    "another hash seed, eight workers": Surrounding({"PYTHONHASHSEED": "4711"}, ("--jobs", "8"), records=False),
    "far in the east": Surrounding({"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"}),
    "an ASCII locale": Surrounding({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, records=False),
    "another place": Surrounding(folder="另一个 place/desk"),
    "a cache, and a touched site": Surrounding(cache=True),
    "one worker, everything optimised": Surrounding({"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "0"}, ("--jobs", "1")),
}


@pytest.mark.parametrize("here", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_one_root_hash(built: Path, tmp_path: Path, here: Surrounding) -> None:
    desk = tmp_path / here.folder
    shutil.copytree(built / "content", desk / "content")
    if not here.records:
        shutil.rmtree(desk / "content/records")
    if here.cache:
        shutil.copytree(built / ".cache", desk / ".cache")
    ran = gongkai("build", "--quiet", "--site", "public", *here.options, cwd=desk, env=here.env)
    assert (ran.status, ran.err) == (0, "")
    assert root_hash(desk / "public") == root_hash(built / "site")
    for record in (built / "content/records").rglob("*.yaml"):
        again = desk / record.relative_to(built)
        assert again.read_bytes() == record.read_bytes()
