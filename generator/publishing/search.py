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

from generator.publishing.names import sort_key, syllables
from generator.publishing.shards import write_shards

LISTED: Final = 1000


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
    """What the search page shows without JavaScript: agencies by place, and how many more there are."""

    places: tuple[ListedPlace, ...]
    unlisted: int


def search_view(entries: Iterable[SearchEntry]) -> SearchView:
    """Give the view of the search page: at most `LISTED` agencies, in the order of their places."""
    agencies = {entry.agency_url: entry for entry in entries}
    ordered = sorted(agencies.values(), key=_order_in_list)
    places = tuple(
        ListedPlace(names, tuple((entry.agency, entry.agency_url) for entry in group))
        for names, group in itertools.groupby(ordered[:LISTED], key=lambda entry: entry.places)
    )
    return SearchView(places, max(len(ordered) - LISTED, 0))


def index(entries: Sequence[SearchEntry], folder: Path) -> None:
    """Write a site's search index: `folder/search/names.json` and `folder/pagefind/<year>/`, which must not exist.

    Same entries in any order, same bytes. Raises `subprocess.CalledProcessError` when Pagefind fails.
    """
    ordered = sorted(entries, key=lambda entry: (entry.agency_url, -entry.year))
    narratives: dict[int, dict[str, Sequence[str]]] = defaultdict(dict)
    for entry in ordered:
        if entry.year:
            narratives[entry.year][entry.url] = entry.passages
    shards = write_shards(narratives, folder / "pagefind")
    fragments = {url: name for shard in shards for url, name in shard.fragments.items()}
    listed = {"shards": [[shard.year, shard.signs] for shard in shards], **_names(ordered, fragments)}
    (folder / "search").mkdir(parents=True, exist_ok=True)
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    (folder / "search" / "names.json").write_text(text, encoding="utf-8")


def _order_in_list(entry: SearchEntry) -> tuple[Any, ...]:
    # Codes stand in the customary order of provinces; the agency of a place itself comes before those below it.
    return entry.place_codes, [sort_key(place) for place in entry.places], sort_key(entry.agency), entry.url


def _names(entries: Iterable[SearchEntry], fragments: Mapping[str, str]) -> dict[str, Any]:
    """Give the list of names: each place once; each agency with its places' positions and its reports, newest first.

    A name is [name, pinyin with a space after each syllable]; a report is [year, its name in the index or ""].
    """
    positions: dict[str, int] = {}
    agencies = [
        _agency(list(reports), positions, fragments)
        for _, reports in itertools.groupby(entries, key=lambda entry: entry.agency_url)
    ]
    return {"places": [_name(place) for place in positions], "agencies": agencies}


def _agency(reports: Sequence[SearchEntry], positions: dict[str, int], fragments: Mapping[str, str]) -> dict[str, Any]:
    newest = reports[0]
    return {
        "url": newest.agency_url,
        "names": [_name(name) for name in dict.fromkeys((newest.agency, *newest.aliases))],
        "places": [positions.setdefault(place, len(positions)) for place in newest.places],
        "reports": [[report.year, fragments.get(report.url, "")] for report in reports if report.year],
    }


def _name(name: str) -> list[str]:
    return [name, " ".join(syllables(name))]
