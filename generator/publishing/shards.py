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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

# Private characters are taken out of the text, so they can mark places in it.
_AFTER_PASSAGE: Final = "\ue000"
_SPACE: Final = "\ue001"

_SPACE_OF_WESTERN_TEXT: Final = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
_PAGE: Final = '<!doctype html><html lang="zh"><body><main data-pagefind-body>{}</main></body></html>'
_SIGNATURE: Final = b"pagefind_dcd"

# What a browser needs of Pagefind's output. The rest are interfaces that this site has its own for.
_RUNTIME: Final = ("pagefind.js", "wasm.unknown.pagefind")
_INDEX: Final = ("pagefind-entry.json", "pagefind.*.pf_meta", "index", "fragment")


@dataclass(frozen=True, slots=True)
class Shard:
    """The index of one year.

    `signs` are the characters in it that are neither letters nor digits; `fragments` gives, by the URL of a report, the
    name that Pagefind calls it by.
    """

    year: int
    signs: str
    fragments: Mapping[str, str]


def write_shards(narratives: Mapping[int, Mapping[str, Sequence[str]]], folder: Path) -> tuple[Shard, ...]:
    """Write `folder/<year>/` for each year that has text; give the shards, newest first.

    `narratives` holds paragraphs by year and URL. Pagefind's program lies in the newest shard only, which a browser
    opens first and joins the others to. Same narratives in any order, same bytes. Raises
    `subprocess.CalledProcessError` when Pagefind fails.
    """
    shards: list[Shard] = []
    for year in sorted(narratives, reverse=True):
        copies = {url: copy for url in sorted(narratives[year]) if (copy := search_copy(narratives[year][url]))}
        if copies:
            taken = {name for shard in shards for name in shard.fragments.values()}
            shards.append(_write_shard(year, copies, taken, folder))
    return tuple(shards)


def search_copy(passages: Iterable[str]) -> str:
    """Spell paragraphs for the index: a space after each character, a private sign after each paragraph.

    Full-width letters and digits are made narrow. Spaces go, except between Western words, where a mark on the last
    letter keeps them for excerpts: "12 35" must not be shown as 1235. The straight quote, which would end a phrase, is
    made wide; control, format and private characters go.
    """
    return "".join(_spell(text) + f"{_AFTER_PASSAGE} " for passage in passages if (text := _kept(passage)))


def _spell(text: str) -> str:
    return "".join(f"{_spelt(character)} " for character in text).replace(f" {_SPACE}", _SPACE)


def _spelt(character: str) -> str:
    if "！" <= character <= "～" and character.isalnum():
        return chr(ord(character) - ord("！") + ord("!"))
    return "＂" if character == '"' else character


def _kept(text: str) -> str:
    visible = "".join(c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))
    return "".join(_SPACE_OF_WESTERN_TEXT.sub(_SPACE, visible).split())


def _signs(copies: Iterable[str]) -> str:
    characters = set().union(*copies) - {" ", _SPACE}
    return "".join(sorted(c for c in characters if unicodedata.category(c)[0] not in "LN"))


def _write_shard(year: int, copies: Mapping[str, str], taken: set[str], folder: Path) -> Shard:
    """Write one shard. Pagefind names reports by a short hash, so names that an earlier shard has are drawn again."""
    signs = _signs(copies.values())
    attempt = 0
    while True:
        with tempfile.TemporaryDirectory() as scratch:
            pages = {f"{attempt}/{position}.html": url for position, url in enumerate(copies)}
            for page, url in pages.items():
                _write(Path(scratch, "pages", page), _PAGE.format(escape(copies[url])))
            _pagefind(Path(scratch), signs)
            names = _fragment_names(Path(scratch, "index"))
            if taken.isdisjoint(names.values()):
                _keep(Path(scratch, "index"), folder / str(year), _INDEX if taken else _INDEX + _RUNTIME)
                return Shard(year, signs, {url: names[f"/{page}"] for page, url in pages.items()})
        attempt += 1


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
