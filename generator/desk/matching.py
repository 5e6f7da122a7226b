"""Which agency and which year a report file is of: worked out from what it says and how it is named, or asked for.

The title (or what stood for it) names the agency; where several agencies bear that name, the places that title, text
and file name mention tell them apart. Nothing is guessed: what stays open is a `Doubt`, with the reason.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.publishing.names import short_names, syllables
from generator.reading.readers.document import Unreadable
from generator.records.divisions import path_of, places_before
from generator.records.record import Record
from generator.records.registry import Agency

_GOVERNMENT: Final = "人民政府"
_SHORTEST_NAME: Final = 3
_NEAR: Final = 0.6
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?=年?度|年(?!\d))")
_DASHES: Final = str.maketrans("_ ", "--")
"""What stands for the hyphens of an id in file names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the maintainer said; None where the file is to tell. `part` is for files that hold several reports."""

    agency: str | None = None
    year: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """What a file says of whose report it is: names, running text, its own file name without the ending, the year."""

    printed: str
    title: str
    text: str
    file_name: str
    year: int


@dataclass(frozen=True, slots=True)
class Match:
    """The agency and year that a file is of, and why we think so."""

    agency: Agency
    year: int
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Several agencies or years fit: why, and what there is to choose from. One of the two is settled already."""

    why: str
    agencies: tuple[Agency, ...]
    years: tuple[int, ...]


def clues_of(record: Record, file_name: str) -> Clues:
    """Gather what tells agency and year. `file_name` is the name without its ending."""
    text = "\n".join(passage.text for passage in record.narrative)
    return Clues(record.agency_as_printed, record.title, text, file_name, record.year)


def match(clues: Clues, agencies: Mapping[str, Agency], wanted: Wanted) -> Match | Doubt:
    """Work out agency and year. Raises `Unreadable` when no agency of the registry fits, with what to write there."""
    years = (wanted.year,) if wanted.year else _years(clues)
    fitting, why = _agencies(clues, agencies, wanted, years)
    if len(fitting) == 1 and len(years) == 1:
        return Match(fitting[0], years[0], why)
    if len(years) > 1:
        why = f"{why}；标题和文件名的年度不同：{'、'.join(map(str, years))}"
    return Doubt(why, tuple(fitting), years)


def _years(clues: Clues) -> tuple[int, ...]:
    """Give the year read, and where the title does not print it also the one that the file name gives."""
    named = {int(year) for year in _YEAR.findall(clues.file_name)}
    if str(clues.year) in clues.title or len(named) != 1:
        return (clues.year,)
    return tuple(dict.fromkeys((clues.year, *named)))


def _agencies(
    clues: Clues, agencies: Mapping[str, Agency], wanted: Wanted, years: Sequence[int]
) -> tuple[Sequence[Agency], str]:
    if wanted.agency:
        if wanted.agency not in agencies:
            raise Unreadable(f"名录中没有编号为 {wanted.agency} 的机关。", "请先在 content/agencies/ 中加上它。")
        return [agencies[wanted.agency]], "由您指明"
    named = _named_by_file(clues.file_name, agencies)
    fitting = [agency for agency in agencies.values() if fits(clues.printed, agency) and _stood(agency, years)]
    if not fitting:
        return _by_file_name(clues, agencies, named)
    if len(fitting) > 1:
        return _told_apart(clues, fitting, named)
    strangers = [agency for agency in named if agency.id != fitting[0].id]
    if strangers and fitting[0] not in named:
        other = strangers[0]
        return [fitting[0], other], f"文件里写的是“{clues.printed}”，文件名却像是 {other.name}（{other.id}）"
    return fitting, f"文件写明“{clues.printed}”"


def _stood(agency: Agency, years: Sequence[int]) -> bool:
    first, last = agency.valid_from[:4], agency.valid_until[:4]
    return any((not first or year >= int(first)) and (not last or year <= int(last)) for year in years)


def _by_file_name(
    clues: Clues, agencies: Mapping[str, Agency], named: Sequence[Agency]
) -> tuple[Sequence[Agency], str]:
    if clues.printed:
        raise _unknown(clues.printed, agencies)
    if not named:
        raise Unreadable("文件里看不出是哪个机关的报告，文件名也没有写明。", "请用 --agency 指明编号。")
    return named, f"文件里没有写明机关；文件名是“{clues.file_name}”"


def _told_apart(clues: Clues, fitting: Sequence[Agency], named: Sequence[Agency]) -> tuple[Sequence[Agency], str]:
    """Tell agencies of one name apart: by the file name, or by a place that only one of them lies in."""
    same = f"有 {len(fitting)} 个机关叫“{clues.printed}”"
    by_file = [agency for agency in fitting if agency in named]
    by_file = by_file if len(by_file) < len(fitting) else []
    by_place = {agency.id: _places_mentioned(agency, fitting, clues) for agency in fitting}
    placed = [agency for agency in fitting if by_place[agency.id]]
    if len(placed) == 1 and by_file in ([], placed):
        return placed, f"{same}，文件提到“{'、'.join(by_place[placed[0].id])}”"
    if len(by_file) == 1 and not placed:
        return by_file, f"{same}，文件名是“{clues.file_name}”"
    return fitting, same


def _places_mentioned(agency: Agency, fitting: Iterable[Agency], clues: Clues) -> list[str]:
    """Give the places above an agency that the file mentions and that no other fitting agency lies in."""
    others = {place.name for other in fitting if other.id != agency.id for place in path_of(other.division)}
    said = f"{clues.title}\n{clues.text}\n{clues.file_name}"
    return [place.name for place in path_of(agency.division) if place.name not in others and place.name in said]


def _named_by_file(file_name: str, agencies: Mapping[str, Agency]) -> list[Agency]:
    """Give the agencies whose id or name stands in a file name; of names inside each other the longest."""
    plain = file_name.translate(_DASHES)
    ids = [each for each in agencies if re.search(rf"(?<![0-9a-z]){re.escape(each)}(?![0-9a-z])", plain)]
    if ids:
        return [agencies[each] for each in ids if not any(each != other and each in other for other in ids)]
    found = {agency.id: max(_names_in(file_name, agency), key=len, default="") for agency in agencies.values()}
    longest = [name for name in found.values() if name]
    inside = {name for name in longest if any(name != other and name in other for other in longest)}
    return [agencies[key] for key, name in found.items() if name and name not in inside]


def _names_in(file_name: str, agency: Agency) -> Iterator[str]:
    for name in (agency.name, *agency.aliases, agency.name.removesuffix(_GOVERNMENT)):
        if len(name) >= _SHORTEST_NAME and name in file_name:
            yield name


def fits(printed: str, agency: Agency) -> bool:
    """Tell whether a printed name may be this agency's: its name or an alias, with or without the places above it."""
    if not printed:
        return False
    places = [division.name for division in path_of(agency.division)] if agency.division else []
    bare = _without_places(printed, places)
    names = {_without_places(name, places) for name in (agency.name, *agency.aliases)}
    return bare in names or bare.removesuffix(_GOVERNMENT) in {name.removesuffix(_GOVERNMENT) for name in names}


def _without_places(name: str, places: Sequence[str]) -> str:
    bare = name
    for place in places:
        shorter = bare.removeprefix(place)
        bare = shorter if shorter and shorter != _GOVERNMENT else bare
    return bare


def _unknown(printed: str, agencies: Mapping[str, Agency]) -> Unreadable:
    names = {agency.name: agency.id for agency in agencies.values()}
    near = difflib.get_close_matches(printed, names, n=3, cutoff=_NEAR)
    listed = "、".join(f"{name}（{names[name]}）" for name in near)
    like = f"名录中相近的有 {listed}，若是其中之一，请用 --agency 指明编号；否则" if near else ""
    lines = f"请在 content/agencies/ 中加上这几行，再运行一次：\n{_entry(printed)}"
    return Unreadable(f"名录中没有与“{printed}”相符的机关。", like + lines)


def _initials(name: str) -> str:
    """Give the first letters of a name's syllables, as ids are made of them; a name that people shorten goes so."""
    return "".join(syllable[0] for syllable in syllables((*short_names(name), name)[0]))


def _entry(printed: str) -> str:
    """Write the registry's lines for a new agency, with the place's code where the table knows it."""
    found = places_before(printed)
    code, rest = (found[0][0].code, found[0][1]) if len(found) == 1 else ("", printed)
    government = rest in {"", _GOVERNMENT}
    kind = "government" if printed.endswith(_GOVERNMENT) or government else "department"
    tail = "" if kind == "government" else f"-{_initials(rest)}"
    known = code and (government or tail)
    lines = [
        f'- id: "{code}{tail}"' if known else f'- id: "行政区划代码{tail}"',
        f"  name: {printed}",
        f"  kind: {kind}",
    ]
    if code and not government:
        lines.append(f'  division: "{code}"')
    return "\n".join(f"      {line}" for line in lines)
