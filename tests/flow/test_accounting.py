"""Every file below `content/` ends in exactly one state, and what is not used is named with its reason."""

from __future__ import annotations

import csv
import io
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.flow.portals import COUNTY, ROOT, gongkai, write

R, REPLY = f"reports/{COUNTY}", "---\ndate: 2025-01-01\n---\n"
PLANTED: dict[str, str | bytes] = {
    "notes.txt": "left here by somebody",
    "agencies/old.yaml.bak": "- id: x\n",
    "agencies/deeper/41.yaml": "- id: y\n",
    "pages/about.txt": "no Markdown",
    "pages/sub/about.md": "# deeper",
    "records/loose.yaml": "schema: 1\n",
    "records/nobody/2024.yaml": "schema: 1\n",
    f"records/{COUNTY}/latest.yaml": "schema: 1\n",
    "reports/loose.pdf": b"%PDF-1.4",
    "reports/nobody/2024.txt": "of an agency that is not in the registry",
    f"{R}/年报.txt": "no year in its name",
    f"{R}/2023.txt": "no report at all",
    f"{R}/2022.pdf": b"%PDF-1.7 torn",
    f"{R}/2021.zip": b"PK\x03\x04",
    f"{R}/2019.source.yaml": "url: https://example.org/\n",
    f"corrections/{COUNTY}/2020.yaml": "[]\n",
    "corrections/nobody/2024.yaml": "[]\n",
    f"reviews/{COUNTY}/2018.yaml": "[]\n",
    f"replies/{COUNTY}/2017.md": REPLY,
    f"absences/{COUNTY}/soon.yaml": "looked: []\n",
    "inbox/2024年报.pdf": b"%PDF-1.4",
}


def _states(site: Path) -> list[dict[str, str]]:
    text = (site / "status/inputs.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def planted(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = tmp_path_factory.mktemp("planted")
    subprocess.run(["cp", "-r", built / "content", desk], check=True)  # noqa: S607 - the system's own
    write(desk / "content", PLANTED)
    ran = gongkai("build", "--quiet", cwd=desk)
    assert ran.status == 0, ran.err
    return desk


def test_every_file_is_in_exactly_one_state(planted: Path) -> None:
    content = planted / "content"
    files = Counter(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())
    assert Counter(row["path"] for row in _states(planted / "site")) == files


@pytest.mark.parametrize("path", PLANTED)
def test_what_is_not_used_is_named_with_its_reason(planted: Path, path: str) -> None:
    (row,) = [row for row in _states(planted / "site") if row["path"] == path]
    assert row["state"] in {"left_out", "unread", "waiting"}
    assert row["why"]
    page = (planted / "site/status/index.html").read_text(encoding="utf-8")
    assert path in page


def test_the_sum_is_what_git_holds(tmp_path: Path) -> None:
    """The project's own content: what is committed is what the status page counts."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "content"],  # noqa: S607 - the system's own
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("the program lies in no git repository")
    tracked = {name.removeprefix("content/") for name in listed.stdout.decode().split("\0") if name}
    for name in tracked:
        write(tmp_path / "content", {name: (ROOT / "content" / name).read_bytes()})
    ran = gongkai("build", "--quiet", cwd=tmp_path)
    assert ran.status == 0, ran.err
    states = _states(tmp_path / "site")
    assert Counter(row["path"] for row in states) == Counter(tracked)
