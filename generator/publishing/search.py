"""Search: what can be found, the list of names for the browser, and the page for readers without JavaScript.

Names (Han, pinyin, initials) are matched in the browser against one list; narratives by Pagefind (see `shards`).
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.publishing.kept import Kept
from generator.publishing.names import short_names, sort_key, syllables
from generator.publishing.shards import write_shards
from generator.publishing.words import words
from generator.records.characters import simplified_characters

LISTED: Final = 1000
REGIONS: Final = 120


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What can be found: one report (its newest issue), or one agency without any (`year` 0, `url` of the agency).

    `url` is site-relative, `agencies/<id>/<year>/`. `places` are the names of the agency's places from the province
    down, `place_codes` their codes. `passages` are the narrative's paragraphs, never headings or tables, which all
    reports share.
    """

    url: str
    agency: str
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    year: int
    level: str
    title: str
    passages: tuple[str, ...]
    place_codes: tuple[str, ...] = ()

    @property
    def agency_url(self) -> str:
        """The site-relative URL of the agency's own page."""
        return self.url.removesuffix(f"{self.year}/") if self.year else self.url


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """The agencies of one place: the place's names from the province down, and (name, site-relative URL) of each."""

    names: tuple[str, ...]
    agencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """What the search page shows without JavaScript: agencies by place, and how many more there are.

    `years`, `levels` and `regions` (code, name) are what results can be narrowed to.
    """

    places: tuple[ListedPlace, ...]
    unlisted: int
    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[tuple[str, str], ...] = ()


def search_view(entries: Iterable[SearchEntry]) -> SearchView:
    """Give the view of the search page: at most `LISTED` agencies, in the order of their places."""
    entries = tuple(entries)
    agencies = {entry.agency_url: entry for entry in entries}
    ordered = sorted(agencies.values(), key=_order_in_list)
    places = tuple(
        ListedPlace(names, tuple((entry.agency, entry.agency_url) for entry in group))
        for names, group in itertools.groupby(ordered[:LISTED], key=lambda entry: entry.places)
    )
    return SearchView(
        places,
        max(len(ordered) - LISTED, 0),
        tuple(sorted({entry.year for entry in entries if entry.year}, reverse=True)),
        tuple(dict.fromkeys(sorted((entry.level for entry in entries if entry.level), key=_level_order))),
        _regions(entries),
    )


def _level_order(level: str) -> int:
    known = list(words("levels").values())
    return known.index(level) if level in known else len(known)


def _regions(entries: Iterable[SearchEntry]) -> tuple[tuple[str, str], ...]:
    """Give provinces with the prefectures in them, in order of code; provinces alone where these are too many."""
    steps = (tuple(zip(entry.place_codes, entry.places, strict=False))[:2] for entry in entries)
    found = {code: (name, depth) for path in steps for depth, (code, name) in enumerate(path)}
    deepest = 1 if len(found) <= REGIONS else 0
    return tuple((code, "　" * depth + name) for code, (name, depth) in sorted(found.items()) if depth <= deepest)


def index(entries: Sequence[SearchEntry], folder: Path, kept: Kept | None = None, *, jobs: int = 1) -> None:
    """Write a site's search index: `folder/search/names.json` and `folder/pagefind/<year>/`, which must not exist.

    Same entries in any order, same bytes, whatever is taken over from `kept`. Raises
    `subprocess.CalledProcessError` when Pagefind fails.
    """
    ordered = sorted(entries, key=lambda entry: (entry.agency_url, -entry.year))
    narratives: dict[int, dict[str, Sequence[str]]] = defaultdict(dict)
    for entry in ordered:
        if entry.year:
            narratives[entry.year][entry.url] = entry.passages
    shards = write_shards(narratives, folder, kept, jobs=jobs)
    fragments = {url: name for shard in shards for url, name in shard.fragments.items()}
    listed = {
        "shards": [[shard.year, shard.signs, _weight(folder / "pagefind" / str(shard.year))] for shard in shards],
        "traditional": _traditional(ordered),
        **_names(ordered, fragments),
    }
    (folder / "search").mkdir(parents=True, exist_ok=True)
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    (folder / "search" / "names.json").write_text(text, encoding="utf-8")


def _weight(shard: Path) -> int:
    """Give the bytes of a shard's index without the texts of its reports: what a search may load of it at most."""
    return sum(path.stat().st_size for path in (*shard.glob("index/*"), *shard.glob("*.pf_meta")))


def _order_in_list(entry: SearchEntry) -> tuple[Any, ...]:
    # Codes stand in the customary order of provinces; the agency of a place itself comes before those below it.
    return entry.place_codes, [sort_key(place) for place in entry.places], sort_key(entry.agency), entry.url


def _names(entries: Iterable[SearchEntry], fragments: Mapping[str, str]) -> dict[str, Any]:
    """Give the list of names: each place once; each agency with its places' positions and its reports, newest first.

    A name is [name, pinyin with a space after each syllable]; a report is [year, its name in the index or ""].
    """
    positions: dict[tuple[str, str], int] = {}
    agencies = [
        _agency(list(reports), positions, fragments)
        for _, reports in itertools.groupby(entries, key=lambda entry: entry.agency_url)
    ]
    return {"places": [[*_name(place), code] for place, code in positions], "agencies": agencies}


def _agency(
    reports: Sequence[SearchEntry], positions: dict[tuple[str, str], int], fragments: Mapping[str, str]
) -> dict[str, Any]:
    newest = reports[0]
    return {
        "url": newest.agency_url,
        "names": [_name(name) for name in _names_of(newest)],
        "level": newest.level,
        "places": [positions.setdefault(place, len(positions)) for place in _places_of(newest)],
        "reports": [[report.year, fragments.get(report.url, "")] for report in reports if report.year],
    }


def _names_of(entry: SearchEntry) -> Iterable[str]:
    """Give an agency's name, its aliases, and the short ones that people use for both."""
    given = (entry.agency, *entry.aliases)
    return dict.fromkeys((*given, *(short for name in given for short in short_names(name))))


def _places_of(entry: SearchEntry) -> Iterable[tuple[str, str]]:
    codes = entry.place_codes or ("",) * len(entry.places)
    return zip(entry.places, codes, strict=True)


def _traditional(entries: Iterable[SearchEntry]) -> list[str]:
    """Give traditional characters with their simplified ones (of those that occur), and those that narratives hold."""
    said = {character for entry in entries for text in entry.passages for character in text}
    named = {c for entry in entries for name in (*_names_of(entry), *entry.places) for c in name}
    known = {chr(one): other for one, other in simplified_characters().items()}
    occurs = named | said
    pairs = {one: other for one, other in known.items() if other in occurs or one in occurs}
    return ["".join(f"{one}{pairs[one]}" for one in sorted(pairs)), "".join(sorted(pairs.keys() & said))]


def _name(name: str) -> list[str]:
    return [name, " ".join(syllables(name))]
