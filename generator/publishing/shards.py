"""Narratives as Pagefind shards, one a year: a new report renews one of them, and the browser joins them.

Pagefind splits text into words, and Chinese has no spaces to split at: out of the box it misses much of what is there.
So it is given a search copy, never published, in which every character is a word of its own, signs included. A phrase
in it is then exactly a piece of the text: nothing is missed, nothing else is found. `templates/assets/search-text.js`
spells queries in the same way, and puts excerpts together again.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Final

from generator.publishing.kept import Kept, Part, made_from, sizes

# Private characters are taken out of the text, so they can mark places in it.
_AFTER_PASSAGE: Final = "\ue000"
_SPACE: Final = "\ue001"

_SPACE_OF_WESTERN_TEXT: Final = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
_PAGE: Final = '<!doctype html><html lang="zh"><body><main data-pagefind-body>{}</main></body></html>'
_SIGNATURE: Final = b"pagefind_dcd"

_SPELT: Final = {
    ord('"'): "＂",
    **{wide: chr(wide - ord("！") + ord("!")) for wide in range(ord("！"), ord("～") + 1) if chr(wide).isalnum()},
}
"""Full-width letters and digits are narrow, the straight quote is wide."""

Fragments = Mapping[str, str]
"""By the URL of a report, the name that Pagefind calls it by."""

# What a browser needs of Pagefind's output. The rest are interfaces that this site has its own for.
_RUNTIME: Final = ("pagefind.js", "wasm.unknown.pagefind")
_MEMORY: Final = 900_000_000
"""Bytes that all runs of Pagefind together may take; one run takes some of its own, and more with its text.

Measured: 500 reports, 1.7 million characters of search copy, 187 MiB.
"""
_ITS_OWN: Final = 60_000_000
_PER_CHARACTER: Final = 100
_INDEX: Final = ("pagefind-entry.json", "pagefind.*.pf_meta", "index", "fragment")


@dataclass(frozen=True, slots=True)
class Shard:
    """The index of one year.

    `signs` are the characters in it that are neither letters nor digits; `fragments` gives, by the URL of a report, the
    name that Pagefind calls it by.
    """

    year: int
    signs: str
    fragments: Fragments


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard to be written: the search copies of its reports by URL; the newest one holds Pagefind's program too."""

    year: int
    copies: Mapping[str, str]
    newest: bool

    def __str__(self) -> str:
        return f"search-{self.year}"

    @property
    def signs(self) -> str:
        """The characters in it that are neither letters nor digits."""
        characters = set().union(*self.copies.values()) - {" ", _SPACE}
        return "".join(sorted(c for c in characters if unicodedata.category(c)[0] not in "LN"))

    @property
    def made_from(self) -> str:
        """A hash of all that it is made from."""
        return made_from(version("pagefind-bin"), self.copies, self.newest)


def write_shards(
    narratives: Mapping[int, Mapping[str, Sequence[str]]], built: Path, kept: Kept | None = None, *, jobs: int = 1
) -> tuple[Shard, ...]:
    """Write `built/pagefind/<year>/` for each year that has text; give the shards, newest first.

    `narratives` holds paragraphs by year and URL. Pagefind's program lies in the newest shard only, which a browser
    opens first and joins the others to. Same narratives in any order, same bytes. A shard that would be made of the
    same text again is taken over from `kept`; `jobs` are made at once, as far as memory allows. Raises
    `subprocess.CalledProcessError` when Pagefind fails.
    """
    tasks = _tasks(narratives)
    kept = kept or Kept(built)
    with ThreadPoolExecutor(max_workers=_at_once(tasks, jobs)) as pool:
        begun = list(pool.map(lambda task: _begun(task, built, kept), tasks))
    shards: list[Shard] = []
    taken: set[str] = set()
    for task, known in zip(tasks, begun, strict=True):
        tried = _settled(task, known.tried, taken, built)
        if tried is not known.tried or not known.again:
            kept.note(str(task), task.made_from, Part(sizes(built, _written(task, built)), tried))
        taken.update(tried[-1].values())
        shards.append(Shard(task.year, task.signs, tried[-1]))
    return tuple(shards)


def _tasks(narratives: Mapping[int, Mapping[str, Sequence[str]]]) -> list[_Task]:
    """Give the years that have text, newest first."""
    tasks: list[_Task] = []
    for year in sorted(narratives, reverse=True):
        copies = {url: copy for url in sorted(narratives[year]) if (copy := search_copy(narratives[year][url]))}
        tasks += [_Task(year, copies, newest=not tasks)] if copies else []
    return tasks


def _at_once(tasks: Iterable[_Task], jobs: int) -> int:
    """Tell how many shards are made at once, so that Pagefind never takes more memory than `_MEMORY`."""
    largest = max((sum(map(len, task.copies.values())) for task in tasks), default=0)
    return max(min(jobs, _MEMORY // (_ITS_OWN + largest * _PER_CHARACTER)), 1)


def search_copy(passages: Iterable[str]) -> str:
    """Spell paragraphs for the index: a space after each character, a private sign after each paragraph.

    Full-width letters and digits are made narrow. Spaces go, except between Western words, where a mark on the last
    letter keeps them for excerpts: "12 35" must not be shown as 1235. The straight quote, which would end a phrase, is
    made wide; control, format and private characters go.
    """
    return "".join(_spell(text) + f"{_AFTER_PASSAGE} " for passage in passages if (text := _kept(passage)))


def _spell(text: str) -> str:
    return f"{' '.join(text.translate(_SPELT))} ".replace(f" {_SPACE}", _SPACE)


def _kept(text: str) -> str:
    visible = text if text.isprintable() else "".join(filter(_is_kept, text))
    return "".join(_SPACE_OF_WESTERN_TEXT.sub(_SPACE, visible).split())


def _is_kept(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A shard as first written, or taken over: the names that each attempt gave; the last is the one that stands."""

    tried: list[Fragments]
    again: bool


def _begun(task: _Task, built: Path, kept: Kept) -> _Begun:
    if part := kept.take(str(task), task.made_from, built):
        return _Begun(part.said, again=True)
    return _Begun([_write_shard(task, built, 0)], again=False)


def _settled(task: _Task, tried: list[Fragments], taken: set[str], built: Path) -> list[Fragments]:
    """Write a shard again until no report in it has a name that a newer shard has: Pagefind's names are short.

    It ends with the first attempt that will do, also when another one was taken over.
    """
    while (number := _first_free(tried, taken)) != len(tried) - 1:
        shutil.rmtree(_folder(task, built))
        tried = [*tried[:number], _write_shard(task, built, number)]
    return tried


def _first_free(tried: Sequence[Fragments], taken: set[str]) -> int:
    free = (number for number, names in enumerate(tried) if taken.isdisjoint(names.values()))
    return next(free, len(tried))


def _written(task: _Task, built: Path) -> Iterator[str]:
    files = (path for path in _folder(task, built).rglob("*") if path.is_file())
    return (path.relative_to(built).as_posix() for path in sorted(files))


def _folder(task: _Task, built: Path) -> Path:
    return built / "pagefind" / str(task.year)


def _write_shard(task: _Task, built: Path, attempt: int) -> Fragments:
    """Write one shard; give the name that Pagefind calls each report by, another one in each attempt."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = {f"{attempt}/{position}.html": url for position, url in enumerate(task.copies)}
        for page, url in pages.items():
            _write(Path(scratch, "pages", page), _PAGE.format(escape(task.copies[url])))
        _pagefind(Path(scratch), task.signs)
        names = _fragment_names(Path(scratch, "index"))
        _keep(Path(scratch, "index"), _folder(task, built), _INDEX + _RUNTIME if task.newest else _INDEX)
        return {url: names[f"/{page}"] for page, url in pages.items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _pagefind(scratch: Path, signs: str) -> None:
    """Run Pagefind over `scratch/pages` into `scratch/index`."""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "pagefind_bin", "--silent", "--site", str(scratch / "pages")]
    options = ["--output-path", str(scratch / "index"), "--force-language", "unknown", f"--include-characters={signs}"]
    try:
        subprocess.run(  # noqa: S603 - our own program and our own arguments
            [part.encode() for part in (*command, *options)],  # in UTF-8, whatever the locale says
            check=True,
            cwd=scratch,
            env=_environment(),
            capture_output=True,
        )
    except subprocess.CalledProcessError as error:
        error.add_note(f"Pagefind said: {(error.stderr or error.stdout).decode(errors='replace').strip()}")
        raise


def _environment() -> dict[str, str]:
    # Pagefind takes options from variables too; the index must not depend on what somebody has set.
    return {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}


def _fragment_names(written: Path) -> dict[str, str]:
    """Give the names of the reports in an index by the address of their search copy."""
    return {_address(path): path.stem for path in (written / "fragment").iterdir()}


def _address(fragment: Path) -> str:
    address: str = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))["url"]
    return address


def _keep(written: Path, target: Path, patterns: Iterable[str]) -> None:
    target.mkdir(parents=True)
    for pattern in patterns:
        for path in written.glob(pattern):
            shutil.move(path, target / path.name)
