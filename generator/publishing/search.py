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
from generator.publishing.parting import LARGEST, Narrative
from generator.publishing.shards import CALLED, Shard, write_shards
from generator.publishing.words import words
from generator.records.characters import simplified_characters

LISTED: Final = 300
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


def index(
    entries: Sequence[SearchEntry], folder: Path, kept: Kept | None = None, *, jobs: int = 1, most: int = LARGEST
) -> None:
    """Write a site's search index: `folder/search/*.json` and `folder/pagefind/`, which must not exist.

    `names.json` is all that a search needs before it looks into narratives; beside it stands, for each shard, what
    Pagefind calls its reports, in the order of the names. A year of more than `most` characters has several shards.
    Same entries in any order, same bytes, whatever is taken over from `kept`. Raises `subprocess.CalledProcessError`
    when Pagefind fails.
    """
    ordered = sorted(entries, key=lambda entry: (entry.agency_url, -entry.year))
    shards = write_shards(_narratives(ordered), folder, kept, jobs=jobs, most=most)
    lies_in = {url: position for position, shard in enumerate(shards) for url in shard.fragments}
    target = folder / "search"
    target.mkdir(parents=True, exist_ok=True)
    for shard in shards:
        called = (shard.fragments[entry.url] for entry in ordered if entry.url in shard.fragments)
        _write_json(target / f"{shard.folder}.json", " ".join(name.removeprefix(CALLED) for name in called))
    listed = {
        "shards": [_described(shard, folder) for shard in shards],
        "traditional": _traditional(ordered),
        **_names(ordered, lies_in),
    }
    _write_json(target / "names.json", listed)


def _narratives(entries: Iterable[SearchEntry]) -> Mapping[int, Sequence[Narrative]]:
    found: dict[int, list[Narrative]] = defaultdict(list)
    for entry in entries:
        if entry.year:
            code = entry.place_codes[-1] if entry.place_codes else ""
            found[entry.year].append(Narrative(entry.url, code, entry.passages))
    return found


def _described(shard: Shard, folder: Path) -> list[Any]:
    """Tell of a shard what a browser must know before it loads anything of it.

    Folder, year, signs, and what it weighs in bytes: all of its index, the heaviest piece of that, and what is loaded
    with the first piece. The texts of its reports are apart, and loaded one by one.
    """
    lies = folder / "pagefind" / shard.folder
    pieces = [path.stat().st_size for path in lies.glob("index/*")]
    first = (*lies.glob("*.pf_meta"), folder / "search" / f"{shard.folder}.json")
    beside = sum(path.stat().st_size for path in first)
    return [shard.folder, shard.year, shard.signs, sum(pieces), max(pieces, default=0), beside]


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _order_in_list(entry: SearchEntry) -> tuple[Any, ...]:
    # Codes stand in the customary order of provinces; the agency of a place itself comes before those below it.
    return entry.place_codes, [sort_key(place) for place in entry.places], sort_key(entry.agency), entry.url


def _names(entries: Sequence[SearchEntry], lies_in: Mapping[str, int]) -> dict[str, Any]:
    """Give the list of names: each place once; each agency with its places' positions and its reports, newest first.

    A name is [name, pinyin with a space after each syllable], the latter empty where each character sounds as it does
    alone, which `sounds` tells; a report is [year, which shard, or -1 without text].
    """
    positions: dict[tuple[str, str], int] = {}
    alone = {c: "".join(syllables(c)) for c in sorted(_named(entries))}
    agencies = [
        _agency(list(reports), positions, lies_in, alone)
        for _, reports in itertools.groupby(entries, key=lambda entry: entry.agency_url)
    ]
    places = [[*_name(place, alone), code] for place, code in positions]
    return {"sounds": _together(alone), "places": places, "agencies": agencies}


def _named(entries: Iterable[SearchEntry]) -> set[str]:
    """Give the characters of all names."""
    return set().union(*(name for entry in entries for name in (*_names_of(entry), *entry.places)))


def _together(alone: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give each sound with the characters that have it; a sign or a letter that is its own sound is left out."""
    found: dict[str, str] = {}
    for character, sound in alone.items():
        if sound != character:
            found[sound] = found.get(sound, "") + character
    return list(found.items())


def _agency(
    reports: Sequence[SearchEntry],
    positions: dict[tuple[str, str], int],
    lies_in: Mapping[str, int],
    alone: Mapping[str, str],
) -> dict[str, Any]:
    newest = reports[0]
    return {
        "url": newest.agency_url,
        "names": [_name(name, alone) for name in _names_of(newest)],
        "level": newest.level,
        "places": [positions.setdefault(place, len(positions)) for place in _places_of(newest)],
        "reports": [[report.year, lies_in.get(report.url, -1)] for report in reports if report.year],
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
    said: set[str] = set().union(*(text for entry in entries for text in entry.passages))
    known = {chr(one): other for one, other in simplified_characters().items()}
    occurs = _named(entries) | said
    pairs = {one: other for one, other in known.items() if other in occurs or one in occurs}
    return ["".join(f"{one}{pairs[one]}" for one in sorted(pairs)), "".join(sorted(pairs.keys() & said))]


def _name(name: str, alone: Mapping[str, str]) -> list[str]:
    spoken = " ".join(syllables(name))
    return [name, "" if spoken == " ".join(alone[character] for character in name) else spoken]
