"""The example in every command's help runs as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from generator.commands import cli
from tests.flow.portals import PORTAL, ROOT, agency, gongkai, report, write
from tests.reading import rendering

AGENCY: Final = "410704200"
SERVING: Final = {"serve": r"http://127\.0\.0\.1:\d+/", "review": r"http://127\.0\.0\.1:\d+/"}
"""Commands that go on until they are interrupted, and what they say when they are ready."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with what the examples speak of: content with a history, a site, downloads, drafts."""
    folder = tmp_path_factory.mktemp("examples")
    made, other = report("示例县示例乡人民政府"), report("示例县示例乡人民政府", 2023, seed=2)
    registry = {"portal.yaml": PORTAL, "agencies/41.yaml": agency(AGENCY, made.agency)}
    write(folder / "content", registry)
    _commit(folder)
    write(folder / "content", {f"reports/{AGENCY}/2024.txt": rendering.tabs(made)})
    _commit(folder)
    write(folder, {"下载/2024年报.html": rendering.merged_html(other), "草稿/示例乡.html": rendering.merged_html(made)})
    assert gongkai("build", "--quiet", cwd=folder).status == 0
    shutil.copyfile(folder / "site/manifest.jsonl", folder / "last-manifest.jsonl")
    return folder


def _commit(folder: Path) -> None:
    signed = ("-c", "user.name=示例", "-c", "user.email=a@example.org")
    for command in (("init", "--quiet"), ("add", "content"), (*signed, "commit", "--quiet", "--message", "示例")):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S607 - git as the tests find it


def _example(command: str) -> Sequence[str]:
    found = re.search(r"例：gongkai (.+)", cli.commands[command].help or "")
    assert found, f"the help of {command} has no example"
    return shlex.split(found[1])


@pytest.mark.parametrize("command", sorted(set(cli.commands) - SERVING.keys()))
def test_the_example_runs(command: str, root: Path) -> None:
    ran = gongkai(*_example(command), cwd=root)
    assert ran.status == 0, ran.err


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Let processes started here hear an interrupt, also where a shell has the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("command", sorted(SERVING))
def test_the_example_of_a_server_runs_until_it_is_interrupted(command: str, root: Path) -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": "true"}
    asked = [sys.executable, "-m", "generator", *_example(command)]
    with subprocess.Popen(asked, cwd=root, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert any(re.search(SERVING[command], line) for line in process.stderr)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait() == 0, said
        assert "Traceback" not in said


def test_the_shell_completes_commands_and_options(tmp_path: Path) -> None:
    def asked(words: str, number: int) -> list[str]:
        env = {"_GONGKAI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        return gongkai(cwd=tmp_path, env=env).out.splitlines()

    assert asked("gongkai b", 1) == ["plain,build"]
    assert "plain,--changed-from" in asked("gongkai check --ch", 2)
