"""The two flows, top to bottom: `ingest` (report files → records) and `build` (records → site)."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import gc
import itertools
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.checking.ahead import work_ahead
from generator.checking.checks import check_portal
from generator.checking.findings import Finding
from generator.checking.personal import numbers_in
from generator.publishing import cache
from generator.publishing.edition import Copied, Drawn, FileWanted, PlaceWanted, nobody
from generator.publishing.elsewhere import check_elsewhere
from generator.publishing.publish import Again, publish
from generator.publishing.release import last_release
from generator.publishing.said import Built, said_again, to_plain
from generator.publishing.standing import Standing, note_standing, read_standing, survey_of
from generator.publishing.swap import only_build
from generator.reading import copies, pictures
from generator.reading import ingest as reading
from generator.reading.crops import Crop
from generator.reading.readers.document import Unreadable
from generator.reading.sandbox import Fault, draw_safely
from generator.records.errors import ContentError, Problem
from generator.records.foldings import on_disk
from generator.records.inputs import account, with_problems
from generator.records.memory import FORGETFUL, Memory
from generator.records.portal import Held, Portal, load_portal
from generator.records.progress import Notice
from generator.records.registry import load_registry
from generator.records.shelf import Shelf
from generator.workers import SELDOM, Crew, Spread, processes, spread_over, threads

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """Where things lie and how to work; `scheduler` is the address of a Dask cluster that shares these folders."""

    content: Path
    site: Path
    templates: Path
    jobs: int = 2
    scheduler: str = ""

    def for_all_to_see(self) -> Options:
        """Give the same with paths that mean the same to workers elsewhere."""
        shared = dataclasses.replace(self, content=self.content.absolute(), site=self.site.absolute())
        return shared if self.scheduler else self


def ingest(options: Options, *, again: bool = False, progress: Progress, memory: Memory = FORGETFUL) -> reading.Outcome:
    """Read what is new or changed into `content/records/`. Raises `ContentError` when the registry is in error."""
    options = options.for_all_to_see()
    agencies = load_registry(options.content / "agencies")
    with _crew(options, threads) as crew, spread_over(crew) as spread:
        return reading.ingest(options.content, agencies, again=again, spread=spread, progress=progress, memory=memory)


@contextlib.contextmanager
def _crew(options: Options, here: Callable[[int], Crew]) -> Iterator[Crew]:
    """Give who works: the cluster when one is named, else `here` on this machine. Raises `ContentError`."""
    if not options.scheduler:
        yield here(options.jobs)
        return
    try:
        from generator.cluster import cluster  # noqa: PLC0415 - an extra, which need not be installed
    except ImportError:
        problem = Problem(
            "--scheduler", None, "没有安装 Dask，不能使用集群。", "请运行 make dask，或去掉 --scheduler。"
        )
        raise ContentError([problem]) from None
    with cluster(options.scheduler) as crew:
        yield crew


def portal_of(options: Options, outcome: reading.Outcome, memory: Memory = FORGETFUL) -> Portal:
    """Load everything but the report files, with what `ingest` could not read. Raises `ContentError`."""
    portal = load_portal(options.content, outcome.unread, memory)
    problems = tuple(dict.fromkeys((*portal.problems, *outcome.problems)))
    portal = dataclasses.replace(portal, problems=problems)
    return dataclasses.replace(portal, inputs=account(options.content, portal, problems))


def findings_of(portal: Portal) -> tuple[tuple[Held, tuple[Finding, ...]], ...]:
    """Check every issue that we hold."""
    return checked(portal)[1]


def checked(portal: Portal, memory: Memory = FORGETFUL) -> tuple[Portal, tuple[tuple[Held, tuple[Finding, ...]], ...]]:
    """Check every issue that we hold; the portal comes back with the decisions of people that hold no longer named."""
    every = tuple(check_portal(portal, memory))
    problems = tuple(problem for each in every for problem in each.problems)
    return with_problems(portal, problems), tuple((each.held, each.findings) for each in every)


def draw(options: Options, places: Sequence[PlaceWanted]) -> Drawn:
    """Draw places of report files, each file in a child process; what was drawn before comes from the cache.

    A file that is no longer the one that the record was read from, or cannot be drawn, gives no pictures.
    """
    by_file: dict[tuple[str, str], list[PlaceWanted]] = {}
    for place in places:
        by_file.setdefault((place.path, place.sha256), []).append(place)

    def draw_file(file: tuple[str, str]) -> Drawn:
        path, digest = file
        return pictures.of_file(options.content, path, digest, by_file[file])

    with ThreadPoolExecutor(max_workers=max(options.jobs, 1)) as pool:
        found = pool.map(draw_file, by_file)
        return {place: data for some in found for place, data in some.items()}


def copy(options: Options, files: Sequence[FileWanted]) -> dict[FileWanted, Copied]:
    """Make copies of report files without metadata, in child processes; what was made before is remembered.

    Given in the order of `files`. Of each the personal numbers are told that stand anywhere in its text.
    """

    def make(some: tuple[copies.File, ...]) -> list[Copied | None]:
        return [_copied(made) if made else None for made in copies.of_files(options.content, some)]

    parts = list(copies.together(copies.File(*file) for file in files))
    with ThreadPoolExecutor(max_workers=max(options.jobs, 1)) as pool:
        found = dict(zip(itertools.chain(*parts), itertools.chain(*pool.map(make, parts)), strict=True))
    return {file: copied for file in files if (copied := found[copies.File(*file)])}


def _copied(made: copies.Made) -> Copied:
    kinds = frozenset(sign.kind for line in made.text.splitlines() for sign in numbers_in(line))
    return Copied(made.path, made.suffix, kinds)


def page_picture(path: Path, page: int) -> bytes | None:
    """Draw a page (from 1) of a PDF as a PNG that says its size; None for what cannot be drawn."""
    try:
        return draw_safely(path, [Crop(page)])[0] if path.suffix.lower() == ".pdf" else None
    except (Unreadable, Fault):
        return None


def build(options: Options, *, commit: str = "", last: Path | None = None, progress: Progress) -> Built:
    """Ingest, then the whole site with its search index; nothing at all when nothing has changed since the last build.

    `last` is the manifest of the last release, of which nothing may be lost without a word. Raises `ContentError` for
    faults that touch the whole, for a second build of the same site, and for a disk that cannot be written.
    """
    options = options.for_all_to_see()
    with only_build(options.site):
        seen = cache.look(options.content, options.templates, commit=commit, last=last)
        if said := cache.said_before(seen, options.site):
            progress(cache.UNCHANGED)
            return said_again(said)
        with _seldom_collected(), on_disk(options.content.parent / ".cache"):
            standing = read_standing(_standing(options))
            return _build(_Making(options, seen, _shelf(options, seen), standing, commit, last, progress))


def _build(making: _Making) -> Built:
    options, memory, begun = making.options, making.shelf, time.time_ns()
    outcome = ingest(options, progress=making.progress, memory=memory)
    watch = cache.Watch(making.seen.made_from, making.seen.now, cache.survey(making.seen.made_from))
    with _crew(options, processes) as crew, spread_over(crew) as spread:
        helped, others = False, nobody
        if crew.workers > 1:
            helped = work_ahead(options.content, load_registry(options.content / "agencies"), memory, spread)
            others = functools.partial(check_elsewhere, shelf=memory, spread=spread)
        built = _publish(making, portal_of(options, outcome, memory), _Help(spread, others, helped))
    memory.close()
    stood = survey_of(options.site)
    with contextlib.suppress(OSError):  # the files are hashed the next time
        note_standing(_standing(options), options.site, stood, begun, making.standing.written)
    if not cache.remember(making.seen, watch, stood, to_plain(built)):
        _forget(options)
        making.progress(Notice("生成期间内容有改动，可能没有全部采用，请再运行一次。"))
    return built


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles seldom: nearly all that a build makes lives until its end, and looking took a seventh of it."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _shelf(options: Options, seen: cache.Look) -> Shelf:
    """Give what earlier builds have worked out of content that is still the same."""
    kept = options.content.parent / ".cache" / "results"
    return Shelf(kept, cache.program(options.templates), cache.known_hashes(seen))


def _forget(options: Options) -> None:
    """Take away what was kept during a build in which something moved: it may come from before and from after."""
    for name in ("parts", "results"):
        shutil.rmtree(options.content.parent / ".cache" / name, ignore_errors=True)


def _standing(options: Options) -> Path:
    """Give the note on the files of the site."""
    return options.content.parent / ".cache" / "site.json"


@dataclass(frozen=True, slots=True)
class _Making:
    """A site in the making: what it is made of, what is remembered, what stands, commit, last release, who is told."""

    options: Options
    seen: cache.Look
    shelf: Shelf
    standing: Standing
    commit: str
    last: Path | None
    progress: Progress


class _Help(NamedTuple):
    """Who spreads work, who checks agencies before pages are made, whether there is much to do for others."""

    spread: Spread
    others: Callable[[Portal], None]
    helped: bool


def _publish(making: _Making, portal: Portal, given: _Help) -> Built:
    options, shelf = making.options, making.shelf
    kept = options.content.parent / ".cache"
    notes, aside = kept / "parts", kept / "before" / shelf.program
    done = publish(
        portal,
        site=options.site,
        templates=options.templates,
        progress=making.progress,
        commit=making.commit,
        draw=functools.partial(draw, options),
        copy=functools.partial(copy, options),
        last=last_release(making.last) if making.last else None,
        again=Again(
            *(notes, shelf.program, options.jobs, given.spread, shelf, making.standing),
            aside=aside,
            others=given.others,
            helped=given.helped,
        ),
    )
    unread = tuple((item.path, item.what, item.remedy) for item in portal.unread)
    return Built(dataclasses.replace(done, problems=()), done.problems, unread)
