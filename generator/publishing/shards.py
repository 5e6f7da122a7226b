"""Narratives as Pagefind shards, one a year or several (see `parting`): a new report renews one of them.

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
from generator.publishing.parting import LARGEST, Narrative, parted

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

CALLED: Final = "unknown_"
"""What every name of a report in an index begins with, since Pagefind is told no language."""

Fragments = Mapping[str, str]
"""By the URL of a report, the name that Pagefind calls it by."""

# What a browser needs of Pagefind's output. The rest are interfaces that this site has its own for.
_RUNTIME: Final = ("pagefind.js", f"wasm.{CALLED[:-1]}.pagefind")
_PROGRAM: Final = "search-program"
MEMORY: Final = 900_000_000
"""Bytes that all runs of Pagefind together may take.

One run takes some of its own, more for each character, and more again for each character that a report has at all.
Measured, in MiB: 250 reports of 1,670 characters, 391 of them different, 100; 871 different, 160; 1,602 different, 276;
600 of the last kind, 609; 2,000 of the first, 776.
"""
_ITS_OWN: Final = 30_000_000
_PER_CHARACTER: Final = 110
_PER_DIFFERENT_ONE: Final = 600
_INDEX: Final = ("pagefind-entry.json", "pagefind.*.pf_meta", "index", "fragment")


@dataclass(frozen=True, slots=True)
class Shard:
    """An index: the year that it is of, and the folder below `pagefind/` in which it lies.

    `signs` are the characters in it that are neither letters nor digits; `fragments` gives, by the URL of a report, the
    name that Pagefind calls it by in this shard.
    """

    year: int
    folder: str
    signs: str
    fragments: Fragments


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard to be written: its year, which part of it, and what is to be found in it."""

    year: int
    part: str
    narratives: Sequence[Narrative]

    def __str__(self) -> str:
        return f"search-{self.folder}"

    @property
    def folder(self) -> str:
        """Where it lies below `pagefind/`."""
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    @property
    def made_from(self) -> str:
        """A hash of all that it is made from."""
        return made_from(version("pagefind-bin"), [(each.url, each.passages) for each in self.narratives])

    @property
    def needs(self) -> int:
        """The bytes of memory that Pagefind takes for it, about."""
        different = sum(len(set().union(*each.passages)) for each in self.narratives)
        length = sum(each.size for each in self.narratives)
        return _ITS_OWN + _PER_CHARACTER * length + _PER_DIFFERENT_ONE * different


def write_shards(
    narratives: Mapping[int, Iterable[Narrative]],
    built: Path,
    kept: Kept | None = None,
    *,
    jobs: int = 1,
    most: int = LARGEST,
) -> tuple[Shard, ...]:
    """Write `built/pagefind/<folder>/` for each part of each year that has text; give the shards, newest first.

    `narratives` are those of each year, parted where they have more than `most` characters. Pagefind's program lies in
    `built/pagefind/` itself. Same narratives in any order, same bytes. A shard that would be made of the same text
    again is taken over from `kept`; `jobs` are made at once, as far as memory allows. Raises
    `subprocess.CalledProcessError` when Pagefind fails.
    """
    kept = kept or Kept(built)
    tasks = list(_tasks(narratives, most))
    sources = [task.made_from for task in tasks]
    known = [_taken_over(task, source, built, kept) for task, source in zip(tasks, sources, strict=True)]
    fresh = iter(_made([task for task, again in zip(tasks, known, strict=True) if not again], built, jobs))
    shards = [again or next(fresh) for again in known]
    for task, source, shard, again in zip(tasks, sources, shards, known, strict=True):
        if not again:
            said = {"signs": shard.signs, "fragments": shard.fragments}
            kept.note(str(task), source, Part(sizes(built, _files(task, built)), said))
    if tasks:
        _write_program(built, kept)
    return tuple(shards)


def _tasks(narratives: Mapping[int, Iterable[Narrative]], most: int) -> Iterator[_Task]:
    """Give the parts of the years that have text, newest first."""
    for year in sorted(narratives, reverse=True):
        for part, members in parted((each for each in narratives[year] if any(map(_kept, each.passages))), most):
            yield _Task(year, part, members)


def _taken_over(task: _Task, source: str, built: Path, kept: Kept) -> Shard | None:
    part = kept.take(str(task), source, built)
    return Shard(task.year, task.folder, part.said["signs"], part.said["fragments"]) if part else None


def _made(tasks: Sequence[_Task], built: Path, jobs: int) -> Sequence[Shard]:
    """Write shards, as many at once as `jobs` and the memory allow."""
    with ThreadPoolExecutor(max_workers=_at_once(tasks, jobs)) as pool:
        return list(pool.map(lambda task: _write_shard(task, built), tasks))


def _at_once(tasks: Iterable[_Task], jobs: int) -> int:
    """Tell how many shards are made at once, so that Pagefind never takes more memory than `MEMORY`."""
    most = max((task.needs for task in tasks), default=_ITS_OWN)
    return max(min(jobs, MEMORY // most), 1)


def _write_program(built: Path, kept: Kept) -> None:
    """Write the program that a browser loads, and no index."""
    source = made_from(version("pagefind-bin"))
    if kept.take(_PROGRAM, source, built):
        return
    with tempfile.TemporaryDirectory() as scratch:
        _write(Path(scratch, "pages", "0.html"), _PAGE.format("0"))
        _pagefind(Path(scratch), "")
        _keep(Path(scratch, "index"), built / "pagefind", _RUNTIME)
    kept.note(_PROGRAM, source, Part(sizes(built, (f"pagefind/{name}" for name in _RUNTIME))))


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


def _files(task: _Task, built: Path) -> Iterator[str]:
    files = (path for path in _folder(task, built).rglob("*") if path.is_file())
    return (path.relative_to(built).as_posix() for path in sorted(files))


def _folder(task: _Task, built: Path) -> Path:
    return built / "pagefind" / task.folder


def _write_shard(task: _Task, built: Path) -> Shard:
    """Write one shard."""
    characters: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for position, narrative in enumerate(task.narratives):
            copy = search_copy(narrative.passages)
            characters.update(copy)
            _write(Path(scratch, "pages", f"{position}.html"), _PAGE.format(escape(copy)))
        signs = "".join(sorted(filter(_is_sign, characters - {" ", _SPACE})))
        _pagefind(Path(scratch), signs)
        names = _fragment_names(Path(scratch, "index"))
        _keep(Path(scratch, "index"), _folder(task, built), _INDEX)
        fragments = {each.url: names[f"/{position}.html"] for position, each in enumerate(task.narratives)}
        return Shard(task.year, task.folder, signs, fragments)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] not in "LN"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _pagefind(scratch: Path, signs: str) -> None:
    """Run Pagefind over `scratch/pages` into `scratch/index`."""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "pagefind_bin", "--silent", "--site", str(scratch / "pages")]
    options = [
        "--output-path",
        str(scratch / "index"),
        "--force-language",
        CALLED[:-1],
        f"--include-characters={signs}",
    ]
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
    target.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        for path in written.glob(pattern):
            shutil.move(path, target / path.name)
