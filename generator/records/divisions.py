"""The places of China by their official codes: provinces, prefectures, counties (GB/T 2260); townships by code alone.

The table beside this module, `divisions.tsv`, names its sources and date in its first lines. It gives names and the
order of places; it says nothing about which agencies exist. Names are never keys: many places share theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Level = Literal["province", "prefecture", "county", "township"]

# What a code may look like: GB/T 2260 (2, 4 or 6 digits), GB/T 10114 (9), the statistics bureau's form (12).
_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}|[0-9]{4}(?:[0-9]{3}){0,2})?", re.ASCII)
_COUNTY_DIGITS, _TOWNSHIP_DIGITS = 6, 9


@dataclass(frozen=True, slots=True)
class Division:
    """One place: its code (6 digits), its official name, a short one that is usual in lists, and when it ended.

    `short_name` leaves out 省 and the names of nationalities (内蒙古, 延边州), and is else the official name.
    `until` is the year in which the code was withdrawn, None while it stands.
    """

    code: str
    name: str
    short_name: str
    until: int | None = None


def division(code: str) -> Division | None:
    """Return the province, prefecture or county with this code (2, 4, 6, 9 or 12 digits), None when unknown."""
    return _table().get(_trimmed(code) or "")


def name_of(code: str) -> str | None:
    """Return the official name of a place, None for codes that the table does not hold (all townships)."""
    known = division(code)
    return known.name if known else None


@lru_cache(maxsize=65_536)
def path_of(code: str) -> tuple[Division, ...]:
    """Return the known places that a code lies in, from the province down, itself included.

    A level that is no place is left out: 市辖区 and 县 in the four municipalities, counties directly under a province.
    Of a township's code its province, prefecture and county are given. Unknown or malformed codes give what is known
    of their beginning, at worst nothing.
    """
    trimmed = _trimmed(code)
    if trimmed is None:
        return ()
    found = (_table().get(prefix) for prefix in _prefixes(trimmed))
    return tuple(place for place in found if place is not None)


def level_of(code: str) -> Level | None:
    """Return the level that a code's form tells, known or not; None for villages and for what is no code."""
    trimmed = _trimmed(code)
    if trimmed is None or len(trimmed) > _TOWNSHIP_DIGITS:
        return None
    if len(trimmed) == _TOWNSHIP_DIGITS:
        return "township"
    if trimmed.endswith("0000"):
        return "province"
    return "prefecture" if trimmed.endswith("00") else "county"


def parent_of(code: str) -> str | None:
    """Return the 6-digit code of the nearest known place above this one, None above provinces and for unknown ones."""
    above = [place.code for place in path_of(code) if place.code != _trimmed(code)]
    return above[-1] if above else None


def places_before(name: str) -> tuple[tuple[Division, str], ...]:
    """Return the standing places that an agency's name begins with, each with the rest of the name.

    `江苏省淮安市洪泽区财政局` and `洪泽区财政局` give (洪泽区, `财政局`). The most exact readings only, in order of
    code; several where places share their name, none where the name begins with no place.
    """
    readings = [(place, _rest(name, path_of(place.code))) for place in _table().values() if place.until is None]
    found = [(place, rest) for place, rest in readings if rest is not None]
    shortest = min((len(rest) for _, rest in found), default=0)
    return tuple((place, rest) for place, rest in found if len(rest) == shortest)


def _rest(name: str, path: tuple[Division, ...]) -> str | None:
    """Take the places of a path off a name's beginning; None where the last of them does not stand there."""
    if not path:
        return None
    for place in path[:-1]:
        name = name.removeprefix(place.name)
    return name.removeprefix(path[-1].name) if name.startswith(path[-1].name) else None


def _trimmed(code: str) -> str | None:
    """Bring a code to its shortest full form: 6 digits to the county, 9 for a township, 12 for a village."""
    if not _CODE.fullmatch(code):
        return None
    full = code.ljust(_COUNTY_DIGITS, "0")
    while len(full) > _COUNTY_DIGITS and full.endswith("000"):
        full = full[:-3]
    return full


def _prefixes(trimmed: str) -> Iterator[str]:
    """Give the codes of province, prefecture and county that a code begins with, each once."""
    padded = (trimmed[:digits].ljust(_COUNTY_DIGITS, "0") for digits in (2, 4, _COUNTY_DIGITS))
    yield from dict.fromkeys(padded)


@cache
def _table() -> Mapping[str, Division]:
    text = resources.files(__package__).joinpath("divisions.tsv").read_text(encoding="utf-8")
    rows = (_row(line) for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({place.code: place for place in rows})


def _row(line: str) -> Division:
    code, name, short_name, until = (*line.split("\t"), "", "")[:4]
    return Division(code, name, short_name or name, int(until) if until else None)
