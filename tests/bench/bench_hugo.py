"""A whole build beside Hugo on the same pages, in one run: made new, with nothing changed, with one report changed.

Run by hand: python -m tests.bench.bench_hugo [REPORTS [ROUNDS]] (1,000 reports, 3 rounds). Hugo is a program of its own
(Debian: `apt-get install hugo`); without it this says so and ends.

Our side reads records, checks them, compares agencies, makes every page and data file, verifies links and swaps the
site into place; the search index is left out, and so are copies of report files, which belong to reading. Hugo's side
gets every page that we made as Markdown, texts, links and tables in it, at the same addresses and in a frame like ours,
and makes HTML of that and nothing else: no feed, no sitemap, no data files, no checks. Both write to the same disk and
take turns, so that other load falls on both alike; each run is a process of its own. CPU time counts children.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final
from unittest import mock

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that `python tests/bench/bench_hugo.py` works too

from generator import pipeline  # noqa: E402
from generator.publishing import search  # noqa: E402
from tests.bench.markdown_pages import markdown_of  # noqa: E402
from tests.bench.memory import watched  # noqa: E402
from tests.bench.portals import write_portal  # noqa: E402

_SUBREAPER: Final = 36  # PR_SET_CHILD_SUBREAPER of Linux
_NEW, _SAME, _ONE = "new", "nothing changed", "one report changed"
_CONFIG: Final = """baseURL = "https://example.org/gongkai/"
title = "示例门户（性能测试）"
languageCode = "zh-Hans"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "section", "home", "404", "robotsTXT"]
"""
_LAYOUT: Final = """<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/gongkai/assets/site.css">
<script src="/gongkai/assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header><p><a href="/gongkai/">{{ site.Title }}</a></p>
<nav><ul><li><a href="/gongkai/places/">地方</a></li><li><a href="/gongkai/checks/">校验规则</a></li><li><a
href="/gongkai/data/">数据</a></li><li><a href="/gongkai/status/">收录状态</a></li></ul></nav></header>
<main id="main">
<h1>{{ .Title }}</h1>
{{ .Content }}
</main>
<footer><p><strong>{{ site.Title }}</strong>是非政府网站，与任何国家机关无隶属关系。</p></footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds of the clock, seconds of processors, and the most memory of one process, in MiB."""

    wall: float
    cpu: float
    memory: float


def timed(command: Sequence[str], folder: Path) -> Run:
    """Run a program to its end, and wait for what it leaves behind. Raises `CalledProcessError` when it fails."""
    _adopt()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    with watched(process.pid) as most:
        _, status, usage = os.wait4(process.pid, 0)
    wall, process.returncode = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
    usages = [usage, *_orphans()]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Run(wall, cpu, max(most.values(), default=0.0))


@functools.cache
def _adopt() -> None:
    """Become the parent of orphans: a fork server outlives the program, and its time would be counted nowhere."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> Iterator[resource.struct_rusage]:
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def build_without_search(content: Path, site: Path) -> None:
    """Build as `gongkai build` does, with an empty search index and without copies of report files."""

    def no_index(_: object, folder: Path, *__: object, **___: object) -> None:
        (folder / "search").mkdir(parents=True, exist_ok=True)
        (folder / "search" / "names.json").write_text("{}", encoding="utf-8")

    options = pipeline.Options(content, site, ROOT / "templates", os.cpu_count() or 1)
    with mock.patch.object(search, "index", no_index), mock.patch.object(pipeline, "copy", return_value={}):
        pipeline.build(options, progress=lambda _: None)


def write_hugo(site: Path, folder: Path) -> int:
    """Write a Hugo site of the pages of a built site, search and redirects left out; give how many they are."""
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "config.toml").write_text(_CONFIG, encoding="utf-8")
    (folder / "layouts" / "_default" / "single.html").write_text(_LAYOUT, encoding="utf-8")
    shutil.copytree(site / "assets", folder / "static" / "assets")
    pages = list(_pages(site))
    for count, page in enumerate(pages):
        title, text = markdown_of(page.read_bytes())
        url = f"/{page.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nurl: {json.dumps(url)}\n---\n\n"
        target = folder / "content" / f"{count // 500}" / f"{count}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + text, encoding="utf-8")
    return len(pages)


def _pages(site: Path) -> Iterator[Path]:
    return (page for page in sorted(site.rglob("index.html")) if page.parent.name != "search")


def _change_ours(content: Path, number: int) -> None:
    """Change a sentence of one report file, as a clerk's new copy would."""
    path = sorted((content / "reports").glob("*/2022.txt"))[number]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("本报告", "本年度报告", 1), encoding="utf-8")


def _change_hugos(folder: Path, number: int) -> None:
    path = sorted((folder / "content").glob("*/*.md"))[number]
    path.write_text(path.read_text(encoding="utf-8") + "\n改了一句。\n", encoding="utf-8")


Step = tuple[str, Callable[[int], object], Callable[[int], object]]


def compare(folder: Path, reports: int, rounds: int) -> None:
    """Make a portal, build it once, hand its pages to Hugo, then let both build in turns and print what each took."""
    content, site, hugo = folder / "content", folder / "site", folder / "hugo"
    write_portal(content, reports)
    ours = [sys.executable, "-m", "tests.bench.bench_hugo", "build", str(content), str(site)]
    command = [sys.executable, "-m", "generator", "build", "--quiet", "--content", str(content), "--site", str(site)]
    theirs = ["hugo", "--quiet", "--destination", str(folder / "public")]
    timed(ours, ROOT)
    print(
        f"{reports} reports, {write_hugo(site, hugo)} pages, {rounds} rounds, {os.cpu_count()} processors", flush=True
    )
    found: dict[str, list[tuple[Run, Run]]] = {_NEW: [], _SAME: [], _ONE: []}
    for number in range(rounds):
        _forget(folder)
        found[_NEW].append((timed(ours, ROOT), timed(theirs, hugo)))
        found[_SAME].append((timed(command, ROOT), timed(theirs, hugo)))
        _change_ours(content, number)
        _change_hugos(hugo, number)
        found[_ONE].append((timed(ours, ROOT), timed(theirs, hugo)))
    _show(found)


def _forget(folder: Path) -> None:
    """Take away what both have built and remember; which report files were read is remembered in the records."""
    for name in (".cache", "site", "public"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _show(found: Mapping[str, Sequence[tuple[Run, Run]]]) -> None:
    print(f"load {os.getloadavg()[0]:.1f}; medians of paired runs")
    print(f"{'':20} {'ours':>28} {'Hugo':>28} {'ours / Hugo':>18}")
    for name, pairs in found.items():
        told = " ".join(_told([pair[side] for pair in pairs]) for side in (0, 1))
        wall = median(ours.wall / theirs.wall for ours, theirs in pairs)
        cpu = median(ours.cpu / theirs.cpu for ours, theirs in pairs)
        print(f"{name:20} {told} {wall:8.3f} wall {cpu:8.3f} CPU", flush=True)


def _told(runs: Sequence[Run]) -> str:
    wall, cpu, memory = (median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory"))
    return f"{wall:7.1f} s {cpu:7.1f} CPU {memory:6.0f} MiB"


def main(arguments: Sequence[str]) -> None:
    """Compare; or build once without search, in this process."""
    if arguments and arguments[0] == "build":
        build_without_search(Path(arguments[1]), Path(arguments[2]))
        gc.freeze()  # as the command does at its end
        return
    if not shutil.which("hugo"):
        print("left out: hugo is not installed (Debian: apt-get install hugo)")
        return
    reports, rounds = (*map(int, arguments), *(1000, 3)[len(arguments) :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), reports, rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
