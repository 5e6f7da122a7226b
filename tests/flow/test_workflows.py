"""The scripts of the workflows, run on real repositories: a push, a hostile upload, a pull request, a fork."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from tests.flow.portals import COUNTY, ROOT, Ran, report, small, write
from tests.reading import rendering

GIT: Final = shutil.which("git") or "git"
HOSTILE: Final = "`$(touch x)`;.txt"


def git(folder: Path, *arguments: str) -> str:
    own = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run([GIT, *own, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(script: str, checkout: Path, *arguments: str) -> Ran:
    """Run a script of the workflows in a checkout, as the runner does: bash, and a file for the summary."""
    surroundings = {
        **os.environ,
        "GONGKAI": str(checkout.parent / "gongkai"),
        "GITHUB_STEP_SUMMARY": str(checkout.parent / "summary.md"),
        "PYTHONPATH": str(ROOT),
    }
    command = ["/bin/bash", str(ROOT / ".github/scripts" / script), *arguments]
    done = subprocess.run(command, cwd=checkout, env=surroundings, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a clone of a repository that holds a small portal with its records."""
    program = tmp_path / "gongkai"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    first = tmp_path / "first"
    small(first / "content")
    write(first, {".gitignore": "site/\n.cache/\ntaken-in.txt\nrecords.patch\n"})
    git(first, "init", "--quiet")
    ran = subprocess.run(
        [program, "ingest", "--quiet"], cwd=first, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert ran.returncode == 0
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "first")
    git(tmp_path, "clone", "--quiet", "--bare", "first", "hub.git")
    git(tmp_path, "clone", "--quiet", "hub.git", "checkout")
    return tmp_path / "checkout"


def summary(checkout: Path) -> str:
    path = checkout.parent / "summary.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def push(checkout: Path) -> Ran:
    return run("commit-records.sh", checkout, "records.patch")


def test_a_push_without_anything_new_commits_nothing(checkout: Path) -> None:
    assert run("take-in.sh", checkout).status == 0
    assert (checkout / "records.patch").read_bytes() == b""
    assert push(checkout).out == "nothing to commit\n"
    assert git(checkout, "status", "--porcelain") == ""


def test_an_upload_into_the_inbox_under_a_hostile_name_is_filed_read_and_committed(checkout: Path) -> None:
    made = report(year=2023, seed=4)
    write(checkout / "content/inbox", {HOSTILE: rendering.tabs(made)})
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "upload")
    git(checkout, "push", "--quiet")
    ran = run("take-in.sh", checkout)
    assert ran.status == 0, ran.err
    git(checkout, "checkout", "--quiet", "--", ".")
    git(checkout, "clean", "--quiet", "--force", "-d", "content")
    assert "pushed" in push(checkout).out
    fresh = checkout.parent / "fresh"
    git(checkout.parent, "clone", "--quiet", "hub.git", "fresh")
    assert (fresh / f"content/reports/{COUNTY}/2023.txt").read_text(encoding="utf-8") == rendering.tabs(made)
    assert (fresh / f"content/records/{COUNTY}/2023.yaml").is_file()
    assert not (fresh / "content/inbox").exists()
    assert not [path for path in checkout.parent.rglob("x") if path.name == "x"], "the name was run"


def test_what_cannot_be_filed_stays_and_is_told(checkout: Path) -> None:
    write(checkout / "content/inbox", {"什么.txt": rendering.tabs(report("别处市人民政府", seed=3))})
    assert run("take-in.sh", checkout).status == 0
    assert "别处市人民政府" in summary(checkout)
    assert (checkout / "content/inbox/什么.txt").is_file()


def test_a_pull_request_says_what_it_changes(checkout: Path) -> None:
    wrong = report()
    cell = "disputes.review.total"
    figure = wrong.figures[cell]
    assert isinstance(figure, int)
    wrong = replace(wrong, figures={**wrong.figures, cell: figure + 1})
    files = {"2024.txt": rendering.tabs(wrong), "2023.txt": rendering.tabs(report(year=2023, seed=9))}
    write(checkout / f"content/reports/{COUNTY}", files)
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "proposal")
    assert run("take-in.sh", checkout).status == 0
    ran = run("summarise.sh", checkout, "HEAD^")
    assert ran.status == 0, ran.err
    assert f"file=content/reports/{COUNTY}/2024.txt" in ran.out
    told = summary(checkout)
    assert f"`{cell}`：{figure} → {figure + 1}" in told
    assert "`case-total:review`：通过 → 不符（待核对）" in told
    assert "新读出的年报（1）" in told


def test_text_out_of_a_fork_forms_no_markup(checkout: Path) -> None:
    registry = checkout / "content/agencies/41.yaml"
    name = "<b>@everyone</b> [x](javascript:1)"
    registry.write_text(registry.read_text(encoding="utf-8").replace("示例县人民政府", f"'{name}'"), encoding="utf-8")
    files = {"2023.txt": rendering.tabs(report(year=2023, seed=9))}
    write(checkout / f"content/reports/{COUNTY}", files)
    assert run("take-in.sh", checkout).status == 0
    assert run("summarise.sh", checkout, "HEAD").status == 0
    told = summary(checkout)
    assert "everyone" in told
    assert "@everyone" not in told
    assert "<b>" not in told
    assert "[x](" not in told


class _Release(SimpleHTTPRequestHandler):
    """A host that serves the last release from a folder."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        pass


@pytest.fixture
def host(checkout: Path) -> Iterator[Path]:
    """Serve a folder as the site's host, and give the folder."""
    folder = checkout.parent / "host"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Release, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = checkout / "content/portal.yaml"
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        path.write_text(path.read_text(encoding="utf-8").replace("https://example.org/gongkai/", address), "utf-8")
        yield folder
        server.shutdown()


def test_a_release_loses_nothing_of_the_last_one_without_a_word(checkout: Path, host: Path) -> None:
    first = run("build-site.sh", checkout)
    assert first.status == 0, first.err
    assert "no release yet" in first.out
    shutil.copy(checkout / "site/manifest.jsonl", host)
    assert run("build-site.sh", checkout).status == 0
    before = (checkout / "site/manifest.jsonl").read_bytes()
    for folder in ("reports", "records"):
        shutil.rmtree(checkout / f"content/{folder}/{COUNTY}")
    lost = run("build-site.sh", checkout)
    assert lost.status == 1
    assert f"/agencies/{COUNTY}/2024/" in lost.err
    assert (checkout / "site/manifest.jsonl").read_bytes() == before


def test_a_last_release_that_cannot_be_asked_for_stops_the_publication(checkout: Path) -> None:
    path = checkout / "content/portal.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("https://example.org/gongkai/", "http://127.0.0.1:9/"), "utf-8"
    )
    ran = run("build-site.sh", checkout)
    assert ran.status == 1
    assert "nothing was published" in ran.err
    assert not (checkout / "site").exists()


def test_a_bot_that_may_not_write_leaves_the_patch_to_a_person(checkout: Path) -> None:
    write(checkout / f"content/reports/{COUNTY}", {"2023.txt": rendering.tabs(report(year=2023, seed=9))})
    assert run("take-in.sh", checkout).status == 0
    hook = checkout.parent / "hub.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    git(checkout, "clean", "--quiet", "--force", "-d", "content")
    assert push(checkout).status == 0
    assert "没有写回仓库" in summary(checkout)


def test_a_patch_cannot_touch_the_program(checkout: Path) -> None:
    evil = (
        "diff --git a/evil.sh b/evil.sh\nnew file mode 100755\n--- /dev/null\n+++ b/evil.sh\n@@ -0,0 +1 @@\n+rm -rf /\n"
    )
    (checkout / "records.patch").write_text(evil, encoding="utf-8")
    push(checkout)
    assert not (checkout / "evil.sh").exists()
    assert "evil" not in git(checkout, "log", "--all", "--name-only")
