"""Every recipe of CONTRIBUTING.md followed to the letter in a copy of the project, then looked at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.flow.portals import ROOT, report
from tests.reading import rendering

_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"^(?:# |<!-- )((?:content|generator)/\S+)(?: -->)?\n")
_COPIED: Final = ("content", "generator", "templates", "pyproject.toml")


def _recipes() -> Mapping[str, list[tuple[str, str]]]:
    """Give the blocks of each chapter that has any: their language and text."""
    _, *parts = _HEADING.split((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    chapters = dict(zip(parts[::2], parts[1::2], strict=True))
    return {name: found for name, text in chapters.items() if (found := _BLOCK.findall(text))}


RECIPES: Final = _recipes()


def _says(path: str, text: str) -> Callable[[Path, str], None]:
    def look(project: Path, _: str) -> None:
        assert text in (project / path).read_text(encoding="utf-8")

    return look


def _printed(text: str) -> Callable[[Path, str], None]:
    def look(_: Path, printed: str) -> None:
        assert text in printed

    return look


def _new_report(project: Path, printed: str) -> None:
    assert "content/reports/410822/2025.html" in printed
    assert "year: 2025" in (project / "content/records/410822/2025.yaml").read_text(encoding="utf-8")


def _new_form(project: Path, _: str) -> None:
    command = [
        sys.executable,
        "-c",
        "from generator.records.forms import form_due; print(form_due(2032), form_due(2024))",
    ]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "2031 2021\n"


AFTERWARDS: Final[Mapping[str, Callable[[Path, str], None]]] = {
    "A new report": _new_report,
    "A new agency": _printed("通过"),
    "A wrong number": _printed("410704200 2024"),
    "A reply of an agency": _says("site/agencies/410822/2024/index.html", "县政府办公室直接收到的申请"),
    "A report that we looked for and did not find": _says("site/agencies/411621107/2023/index.html", "年报栏目"),
    "A page that has moved": _says("site/agencies/old-id/index.html", "agencies/410822/"),
    "A new page": _says("site/help/index.html", "常见问题"),
    "Drafts, before they are published": _printed("共 1 个部门"),
    "A new form": _new_form,
    "A new check": _printed("正文过短"),
}


def test_every_recipe_is_followed() -> None:
    assert set(AFTERWARDS) == set(RECIPES)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a copy of the project under git, with a report in `downloads/` and the program as `gongkai`."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in _COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / "downloads").mkdir()
    made = report("博爱县人民政府", year=2025, seed=11)
    (folder / "downloads/report.html").write_text(rendering.merged_html(made), encoding="utf-8")
    program = tmp_path / "bin/gongkai"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    subprocess.run([shutil.which("git") or "git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def _put(project: Path, block: str) -> None:
    named = _FILE.match(block)
    assert named, f"a block that names no file: {block[:60]}"
    path = project / named[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(before + block[named.end() :], encoding="utf-8")


def _run(project: Path, commands: str) -> str:
    own = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "t"}
    surroundings = {
        **os.environ,
        **own,
        "GIT_COMMITTER_EMAIL": "t@example.org",
        "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(project),
    }
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", commands], cwd=project, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{commands}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    assert "→" not in done.stderr, f"a fault was named:\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says(name: str, project: Path) -> None:
    printed = ""
    for language, block in RECIPES[name]:
        if language == "sh":
            printed += _run(project, block)
        else:
            _put(project, block)
    AFTERWARDS[name](project, printed)
