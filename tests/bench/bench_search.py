"""What the search index of a large portal takes: memory while it is made, bytes, and what a first search loads.

Run by hand: python -m tests.bench.bench_search [REPORTS [LENGTH [JOBS]]] (10,000 reports of once the ordinary length, 2
at once). The reports are those of `portals`, five years of each agency; texts are longer by more sentences of the same
kind. Memory is the most that each process held at once, in MiB; only Chromium is needed beside, for the last line.
"""

from __future__ import annotations

import gzip
import itertools
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from generator.publishing import urls
from generator.publishing.render import make_renderer, site_head
from generator.publishing.search import SearchEntry, index, search_view
from generator.records.divisions import path_of
from tests.bench import narratives
from tests.bench.memory import again_and_again, held_by_all, most_held
from tests.bench.portals import YEARS, Body, bodies
from tests.publishing.browsing import served
from tests.publishing.portals import SETTINGS
from tests.publishing.test_search_bytes import weight

_QUERIES: Final = ("许可", "行政许可", "财政预决算", "防汛预案空气")
_TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"
_MIB: Final = 2**20
_ORDINARY: Final = 1670


def entry(body: Body, year: int, length: float) -> SearchEntry:
    """Make a report with a narrative of `length` times the ordinary one."""
    rng = random.Random(f"{body.id}/{year}")  # noqa: S311 - no secrets
    texts: list[str] = []
    while (left := round(length * _ORDINARY) - sum(map(len, texts))) > 0:
        texts += _cut((*narratives.overview(rng, body.name, year, ""), *narratives.shortcomings(rng)), left)
    places = path_of(body.division)
    names, codes = tuple(place.name for place in places), tuple(place.code for place in places)
    return SearchEntry(f"agencies/{body.id}/{year}/", body.name, (), names, year, "县级", "", tuple(texts), codes)


def _cut(texts: Sequence[str], length: int) -> Iterator[str]:
    for text in texts:
        yield text[: max(length, 0)]
        length -= len(text)


@contextmanager
def children_watched() -> Iterator[dict[int, float]]:
    """Look at what the threads of this process start; by process the most that each held, and by 0 all at once."""
    most: dict[int, float] = {}

    def look() -> None:
        together = 0.0
        for task in Path(f"/proc/{os.getpid()}/task").iterdir():
            for process, held, now in _below(task):
                most[process] = max(held, most.get(process, 0.0))
                together += now
        most[0] = max(together, most.get(0, 0.0))

    with again_and_again(look):
        yield most


def _below(task: Path) -> Iterator[tuple[int, float, float]]:
    try:
        children = (task / "children").read_text(encoding="utf-8").split()
        for child in children:
            for process, _, held in held_by_all(int(child)):
                pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
                yield process, held, pages * os.sysconf("SC_PAGE_SIZE") / _MIB
    except (OSError, ValueError, IndexError):  # it may end while it is looked at
        return


def measure(entries: Sequence[SearchEntry], folder: Path, jobs: int) -> None:
    """Make the index and print what it took and weighs."""
    begun, cpu = time.perf_counter(), os.times()
    with children_watched() as most:
        index(entries, folder, jobs=jobs)
    used = sum(os.times()[:4]) - sum(cpu[:4])
    together = most.pop(0, 0.0)
    wall = time.perf_counter() - begun
    print(f"made: {wall:.0f} s wall, {used:.0f} s CPU; one run of Pagefind at most {max(most.values()):.0f} MiB")
    print(f"all of Pagefind at once at most {together:.0f} MiB, this process {most_held():.0f} MiB")
    shards = [path for path in (folder / "pagefind").iterdir() if path.is_dir()]
    every = sum(path.stat().st_size for path in (folder / "pagefind").rglob("*") if path.is_file())
    names = (folder / "search/names.json").read_bytes()
    print(
        f"{len(shards)} shards, {every / _MIB:.0f} MiB; names {len(names.decode())} characters, {_packed(names)} bytes"
    )


def _packed(content: bytes) -> int:
    return len(gzip.compress(content))


def search(folder: Path, entries: Sequence[SearchEntry]) -> None:
    """Ask a browser that has nothing for each query, and print what came."""
    html = make_renderer(_TEMPLATES, site_head(SETTINGS, YEARS[::-1], ()))(
        "search.html", urls.SEARCH, search_view(entries)
    )
    (folder / "search/index.html").write_text(html, encoding="utf-8")
    shutil.copytree(_TEMPLATES / "assets", folder / "assets")
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for query, every in itertools.product(_QUERIES, ("", "&all=1", "&place=130000")):
            page = browser.new_context().new_page()
            print(_asked(page, f"{address}search/?q={query}{every}"), flush=True)
            page.context.close()


def _asked(page: Page, address: str) -> str:
    came: list[int] = []
    page.on("response", lambda response: came.append(weight(response)))
    page.goto(address)
    page.wait_for_selector("[data-hits]", timeout=120_000)
    page.wait_for_load_state("networkidle")
    told = page.inner_text("[data-hits]")
    return f"{address.partition('=')[2]}: {sum(came) / 1000:.0f} kB in {len(came)} answers; {told}"


def main(arguments: Sequence[str]) -> None:
    """Make an index and search it."""
    given = dict(enumerate(map(float, arguments)))
    reports, length, jobs = int(given.get(0, 10_000)), given.get(1, 1.0), int(given.get(2, 2))
    agencies = -(-reports // len(YEARS))
    chosen = itertools.islice(bodies(agencies), agencies)
    entries = [entry(body, year, length) for body in chosen for year in YEARS][:reports]
    print(
        f"{len(entries)} reports, {sum(len(t) for e in entries for t in e.passages) / len(entries):.0f} characters each"
    )
    with tempfile.TemporaryDirectory() as folder:
        measure(entries, Path(folder), jobs)
        search(Path(folder), entries)


if __name__ == "__main__":
    main(sys.argv[1:])
